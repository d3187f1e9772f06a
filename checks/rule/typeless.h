// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* Programs whose section does not say what type they are. Inside the folder only. */
#ifndef BPFPROOF_RULE_TYPELESS_H
#define BPFPROOF_RULE_TYPELESS_H

#include "rule/rule.h"

typedef void check_as(struct rules *r, struct machine *m, uint32_t func, const struct section_facts *as);

/* Checks unit function `func` as every type that it may be, and reports a rejection when none of them is accepted. */
void typeless_check(struct rules *r, struct machine *m, uint32_t func, check_as *check);

/* The name of the struct that the first parameter points to, without the word; NULL when it points to none. */
const char *typeless_context(const struct unit *u, const struct func *f);

#endif
