// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * kfunc_progs: may a program of this type call this kfunc? The masks in kfuncs.c answer for the type as a whole; the table here where
 * the filter of a set looks at the attach type.
 *
 * Mirrors bpf_prog_type_to_kfunc_hook and __btf_kfunc_id_set_contains in kernel/bpf/btf.c, tracing_iter_filter in net/core/filter.c.
 */
#include "kernel/tables.h"

static const struct {
	const char *name;
	uint64_t progs, attach;
} by_attach[] = {
	{"bpf_sock_destroy", P(TRACING) | P(LSM), UINT64_C(1) << ATTACH_TRACE_ITER},
};

enum fact kernel_kfunc_available(const struct kfunc_facts *k, enum prog_type prog, attach_type attach, uint32_t kver)
{
	enum fact ok = FACT_YES;

	if (!k || (unsigned)prog >= PROG_TYPES || prog == PROG_UNSPEC || prog == PROG_EXT)
		return FACT_UNKNOWN;
	if (kver < k->since)
		return FACT_NO;
	if (!(k->progs & PROG_BIT(prog)))
		ok = FACT_NO;
	for (size_t i = 0; ok && i < ARRAY_LEN(by_attach); i++)
		if (!strcmp(by_attach[i].name, k->name) && by_attach[i].progs & PROG_BIT(prog))
			ok = !attach || attach >= 64 ? FACT_UNKNOWN : by_attach[i].attach & UINT64_C(1) << attach ? FACT_YES : FACT_NO;
	return ok == FACT_NO && kver > KVER_NEWEST ? FACT_UNKNOWN : ok; /* newer kernels only let more programs call */
}
