// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * helper_variants: the same helper number with other arguments or another licence, for the program types in `progs`. Who
 * may call it stands in helpers.c.
 *
 * Mirrors the second and further struct bpf_func_proto that get_func_proto functions hand out for one number, in
 * net/core/filter.c, net/core/bpf_sk_storage.c, kernel/trace/bpf_trace.c, kernel/bpf/bpf_lsm.c.
 */
#include "kernel/tables.h"

const struct helper_facts kernel_variants[] = {
	{.id = 17, .name = "bpf_get_cgroup_classid", .since = KVER(4, 3), .ret = RET_INTEGER,
		.progs = ~(P(SCHED_CLS) | P(SCHED_ACT) | P(LWT_IN) | P(LWT_OUT) | P(LWT_XMIT) | P(LWT_SEG6LOCAL))},
	{.id = 27, .name = "bpf_get_stackid", .since = KVER(4, 6), .ret = RET_INTEGER,
		.args = {{ARG_CTX}, {ARG_MAP}, {ARG_ANYTHING}},
		.progs = P(PERF_EVENT)},
	{.id = 46, .name = "bpf_get_socket_cookie", .since = KVER(4, 12), .ret = RET_INTEGER,
		.args = {{ARG_BTF_ID_SOCK_COMMON, ARG_MAYBE_NULL}},
		.progs = P(TRACING) | P(LSM) | P(SYSCALL) | P(SK_REUSEPORT)},
	{.id = 49, .name = "bpf_setsockopt", .since = KVER(4, 13), .ret = RET_INTEGER,
		.args = {{ARG_CTX}, {ARG_ANYTHING}, {ARG_ANYTHING}, {ARG_MEM, ARG_RDONLY}, {ARG_SIZE}},
		.progs = P(CGROUP_SOCK_ADDR) | P(SOCK_OPS)},
	{.id = 57, .name = "bpf_getsockopt", .since = KVER(4, 15), .ret = RET_INTEGER,
		.args = {{ARG_CTX}, {ARG_ANYTHING}, {ARG_ANYTHING}, {ARG_MEM, ARG_UNINIT | ARG_WRITE}, {ARG_SIZE}},
		.progs = P(CGROUP_SOCK_ADDR) | P(SOCK_OPS)},
	{.id = 107, .name = "bpf_sk_storage_get", .since = KVER(5, 2), .ret = RET_MAP_VALUE,
		.flags = HELPER_MAYBE_NULL,
		.args = {{ARG_MAP}, {ARG_BTF_ID, ARG_MAYBE_NULL, .btf = "sock_common"},
			{ARG_MAP_VALUE, ARG_MAYBE_NULL}, {ARG_ANYTHING}},
		.progs = P(TRACING) | P(SYSCALL)},
	{.id = 107, .name = "bpf_sk_storage_get", .since = KVER(5, 2), .ret = RET_MAP_VALUE,
		.flags = HELPER_MAYBE_NULL,
		.args = {{ARG_MAP}, {ARG_CTX}, {ARG_MAP_VALUE, ARG_MAYBE_NULL}, {ARG_ANYTHING}},
		.progs = P(CGROUP_SOCK)},
	{.id = 108, .name = "bpf_sk_storage_delete", .since = KVER(5, 2), .ret = RET_INTEGER,
		.args = {{ARG_MAP}, {ARG_BTF_ID, ARG_MAYBE_NULL, .btf = "sock_common"}},
		.progs = P(TRACING) | P(SYSCALL)},
	{.id = 124, .name = "bpf_sk_assign", .since = KVER(5, 7), .ret = RET_INTEGER,
		.args = {{ARG_CTX}, {ARG_SOCKET, ARG_MAYBE_NULL}, {ARG_ANYTHING}},
		.progs = P(SK_LOOKUP)},
	{.id = 188, .name = "bpf_xdp_get_buff_len", .since = KVER(5, 18), .ret = RET_INTEGER,
		.args = {{ARG_BTF_ID, .btf = "xdp_buff"}},
		.progs = P(TRACING) | P(LSM) | P(SYSCALL)},
};
const size_t kernel_nvariants = ARRAY_LEN(kernel_variants);
