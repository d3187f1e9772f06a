// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * return_ranges: the values that R0 may hold when a program exits. The first row that fits the program type and the
 * attach type wins; a program type without a row may return what it likes, or what it may return depends on a kernel
 * function that only its BTF knows (LSM hooks, struct_ops, freplace), and nothing is claimed.
 *
 * Mirrors check_return_code in kernel/bpf/verifier.c; what callbacks may return is in callbacks.c.
 */
#include "kernel/tables.h"

#define A(name) (UINT64_C(1) << ATTACH_##name)
#define ANY_ATTACH 0

static const struct {
	enum prog_type prog;
	uint64_t attach; /* bit per attach type; ANY_ATTACH also when it is not known */
	struct range_rule range;
} ranges[] = {
	{PROG_CGROUP_SOCK_ADDR, A(CGROUP_UDP4_RECVMSG) | A(CGROUP_UDP6_RECVMSG) | A(CGROUP_UNIX_RECVMSG) |
			A(CGROUP_INET4_GETPEERNAME) | A(CGROUP_INET6_GETPEERNAME) | A(CGROUP_UNIX_GETPEERNAME) |
			A(CGROUP_INET4_GETSOCKNAME) | A(CGROUP_INET6_GETSOCKNAME) | A(CGROUP_UNIX_GETSOCKNAME),
		{true, 1, 1}},
	{PROG_CGROUP_SOCK_ADDR, A(CGROUP_INET4_CONNECT) | A(CGROUP_INET6_CONNECT) | A(CGROUP_UNIX_CONNECT) |
			A(CGROUP_UDP4_SENDMSG) | A(CGROUP_UDP6_SENDMSG) | A(CGROUP_UNIX_SENDMSG),
		{true, 0, 1}},
	{PROG_CGROUP_SOCK_ADDR, ANY_ATTACH, {true, 0, 3}}, /* the bind hooks */
	{PROG_CGROUP_SKB, A(CGROUP_INET_INGRESS), {true, 0, 1}},
	{PROG_CGROUP_SKB, ANY_ATTACH, {true, 0, 3}},
	{PROG_CGROUP_SOCK, ANY_ATTACH, {true, 0, 1}},
	{PROG_SOCK_OPS, ANY_ATTACH, {true, 0, 1}},
	{PROG_CGROUP_DEVICE, ANY_ATTACH, {true, 0, 1}},
	{PROG_CGROUP_SYSCTL, ANY_ATTACH, {true, 0, 1}},
	{PROG_CGROUP_SOCKOPT, ANY_ATTACH, {true, 0, 1}},
	{PROG_TRACING, A(TRACE_FENTRY) | A(TRACE_FEXIT), {true, 0, 0}},
	{PROG_TRACING, A(TRACE_ITER), {true, 0, 1}},
	{PROG_KPROBE, A(TRACE_KPROBE_SESSION) | A(TRACE_UPROBE_SESSION), {true, 0, 1}},
	{PROG_SK_LOOKUP, ANY_ATTACH, {true, 0, 1}},
	{PROG_LSM, A(LSM_CGROUP), {true, 0, 1}},
	{PROG_NETFILTER, ANY_ATTACH, {true, 0, 1}},
};

static const struct range_rule anything = {false, 0, 0};

/* What older kernels wanted otherwise, until that release: from trees of 5.10 and 6.1, and the change that had fentry and fexit looked at. */
static const struct {
	enum prog_type prog;
	uint64_t attach;
	uint32_t until; /* for them, and those before */
	struct range_rule range;
} older[] = {
	{PROG_CGROUP_SOCK_ADDR, A(CGROUP_INET4_BIND) | A(CGROUP_INET6_BIND), KVER(5, 10), {true, 0, 1}},
	{PROG_TRACING, A(TRACE_FENTRY) | A(TRACE_FEXIT), KVER(5, 7), {false, 0, 0}},
};

struct range_rule kernel_return_range_at(enum prog_type type, attach_type attach, uint32_t kver)
{
	for (size_t i = 0; attach && attach < 64 && i < ARRAY_LEN(older); i++)
		if (older[i].prog == type && older[i].attach & UINT64_C(1) << attach && kver <= older[i].until)
			return older[i].range;
	return kernel_return_range(type, attach);
}

struct range_rule kernel_return_range(enum prog_type type, attach_type attach)
{
	for (size_t i = 0; i < ARRAY_LEN(ranges); i++)
		if (ranges[i].prog == type &&
		    (ranges[i].attach == ANY_ATTACH || (attach && attach < 64 && ranges[i].attach & UINT64_C(1) << attach)))
			return ranges[i].range;
	return anything;
}
