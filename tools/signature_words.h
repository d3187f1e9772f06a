// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* signature_words: small pieces that the sheets of helpers, kfuncs, map types and program types share. Strings are in s->arena. */
#ifndef BPFPROOF_SIGNATURE_WORDS_H
#define BPFPROOF_SIGNATURE_WORDS_H

#include "signature.h"

const char *words_since(struct signature *s, uint32_t kver);                       /* ", since Linux 5.8"; "" for 0 */
const char *words_join(struct signature *s, const char *a, const char *b);         /* "a, b" */
const char *words_or_unknown(const char *words);                                   /* "not modelled" for NULL */
const char *words_range(struct signature *s, struct range_rule r);                 /* "0 to 1", "anything" */
const char *words_program(const struct prog_facts *p);                             /* "XDP" */
/* "read-only value, may be null" for lookups, else "yes", "no ..." */
const char *words_on_map(const struct signature *s, const struct helper_facts *h, const struct map_facts *m);
const char *words_attach_name(attach_type a);                                      /* "TRACE_FENTRY" */

/* The attach types of a program type, as its sections have them, each once: the `n`-th; ATTACH_NONE past the last. */
attach_type words_attach(enum prog_type prog, size_t n);

/* A part with two columns. */
struct sheet_part *words_table(struct signature *s, const char *name, const char *a, const char *b);
/* A row that says so when `kver` is newer than the kernel that the sheet is for. */
void words_too_new(struct signature *s, struct sheet_part *p, uint32_t kver);

#endif
