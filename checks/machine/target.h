// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* target: the function of the kernel that a program is attached to, as the kernel's BTF shows it. Kernel: check_attach_btf_id(). */
#ifndef BPFPROOF_MACHINE_TARGET_H
#define BPFPROOF_MACHINE_TARGET_H

#include "kernel/btf.h"
#include "machine/machine.h"

/* "do_unlinkat" of "fentry/do_unlinkat"; NULL when the section names none, or nothing that is in a kernel's BTF. */
const char *target_name(const struct section_facts *s, const char *section);
/* NULL: not there, or nothing that is to be found there. */
const struct btf_func *target_find(struct kernel_btf *b, const struct section_facts *s, const char *target, struct arena *a);

/* The member of a struct of operations that the program stands for, the struct's name without "struct" and "___flavour", and the variable. */
const struct field *target_member(const struct unit *u, const struct func *f, const char **record, const struct global **global);
/* What that member points to: as m->btf shows it, else as the program's header does (`declared`); NULL: not known. */
const struct btf_func *target_operation(const struct machine *m, const struct func *f);
/* Fills m->argument for the program f, when m->target is known. */
void target_arguments(struct machine *m, const struct func *f);

#endif
