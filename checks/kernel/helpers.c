// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * helpers: one row for each helper: what it takes, what it gives back, who may call it. Where the program type changes
 * the arguments, helper_variants.c has another row.
 *
 * The rows are generated from the struct bpf_func_proto of each helper and the get_func_proto function of each program
 * type. By hand are the versions (helper_since.def), and below what no function of the kernel says of a helper's number.
 */
#include "kernel/tables.h"

#pragma GCC diagnostic ignored "-Woverride-init" /* rows by hand complete those before them */

enum {
#define SINCE(name, major, minor) SINCE_##name = KVER(major, minor),
#include "kernel/helper_since.def"
#undef SINCE
};

#define HELPER(number, name_, ...) [number] = {.id = number, .name = "bpf_" #name_, .since = SINCE_##name_, __VA_ARGS__},

const struct helper_facts kernel_helpers[HELPER_IDS] = {
#include "kernel/generated/helpers.def"
	/* process_spin_lock in kernel/bpf/verifier.c */
	[HELPER_spin_lock].flags = HELPER_LOCK,
	[HELPER_spin_unlock].flags = HELPER_UNLOCK,
	/* the prototypes of later kernels say that the memory is written: net/core/filter.c, kernel/bpf/cgroup.c, helpers.c,
	 * kernel/trace/bpf_trace.c */
	[HELPER_fib_lookup].args[1].flags = ARG_WRITE,
	[HELPER_sysctl_get_name].args[1].flags = ARG_WRITE,
	[HELPER_read_branch_records].args[1].flags = ARG_MAYBE_NULL | ARG_WRITE,
	[HELPER_snprintf_btf].args[0].flags = ARG_WRITE,
	[HELPER_snprintf].args[0].flags = ARG_MAYBE_NULL | ARG_WRITE,
	/* bpf_tcp_send_ack_proto in net/ipv4/bpf_tcp_ca.c: tcp_sock_id is filled in when the kernel starts */
	[HELPER_tcp_send_ack].args[0].btf = "tcp_sock",
	/* bpf_tail_call is an instruction of its own in the end: do_misc_fixups in kernel/bpf/verifier.c */
	[HELPER_tail_call].flags = HELPER_CHANGES_PACKET | HELPER_NORETURN_ON_SUCCESS,
};
