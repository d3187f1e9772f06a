// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * helper_variants: the same helper number with other arguments or another licence, for the program types in `progs`. Who
 * may call it stands in helpers.c. Generated from the further struct bpf_func_proto that get_func_proto functions hand out
 * for one number, and from the ones that an older tree has.
 */
#include "kernel/tables.h"

enum {
#define SINCE(name, major, minor) SINCE_##name = KVER(major, minor),
#include "kernel/helper_since.def"
#undef SINCE
};

#define HELPER(number, name_, ...) {.id = number, .name = "bpf_" #name_, .since = SINCE_##name_, __VA_ARGS__},

const struct helper_facts kernel_variants[] = {
	/* bpf_get_stack_proto_raw_tp in kernel/trace/bpf_trace.c: later kernels say that the memory is written */
	HELPER(67, get_stack, .ret = RET_INTEGER, .range = RANGE_UP_TO_SIZE, .flags = HELPER_GPL,
		.args = {{ARG_CTX}, {ARG_MEM, ARG_UNINIT | ARG_WRITE}, {ARG_SIZE_OR_ZERO}, {ARG_ANYTHING}},
		.progs = P(RAW_TRACEPOINT) | P(RAW_TRACEPOINT_WRITABLE) | P(TRACING) | P(LSM) | P(SYSCALL))
#include "kernel/generated/helper_variants.def"
};
const size_t kernel_nvariants = ARRAY_LEN(kernel_variants);

/* What Linux 6.1 and older want of arguments, where the rows of 6.12 want less or more; Linux 5.10 wants nothing else than that. */
static const struct helper_facts older[] = {
#include "kernel/generated/helper_arguments_6.1.def"
};

static bool wants_less(const struct helper_facts *then, const struct helper_facts *now)
{
	for (size_t i = 0; i < ARRAY_LEN(now->args); i++)
		if (then->args[i].kind == ARG_ANYTHING && now->args[i].kind != ARG_ANYTHING)
			return true;
	return false;
}

const struct helper_facts *kernel_helper_at(uint32_t id, enum prog_type prog, uint32_t kver)
{
	const struct helper_facts *now = kernel_helper_in(id, prog);

	if (prog == PROG_UNSPEC || kver >= kernel_tree_version(TREE_OF_ROWS))
		return now;
	for (size_t i = 0; i < ARRAY_LEN(older); i++)
		if (older[i].id == id && (older[i].progs | older[i].progs_maybe) & PROG_BIT(prog) &&
		    (kver <= kernel_tree_version(TREE_6_1) || wants_less(&older[i], now)))
			return &older[i];
	return now;
}
