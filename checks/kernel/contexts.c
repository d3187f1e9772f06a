// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * contexts: what a program may read and write behind its context pointer, and what the value then is. One row a
 * member; ctx_access.c interprets them.
 *
 * The rows are generated from the is_valid_access function of each program type, and of the sockets from
 * bpf_sock_is_valid_access and its like. By hand is what has no struct of its own.
 */
#include "kernel/tables.h"

#define STRUCT(id, tag, bytes) static const struct ctx_field id##_fields[] = {
#define FIELD(n, o, s, ...) {.name = n, .off = o, .size = s, __VA_ARGS__},
#define END(id, tag, bytes) };                                                                                         \
	const struct ctx_facts ctx_##id = {CTX_STRUCT, tag, bytes, id##_fields, ARRAY_LEN(id##_fields)};
#include "kernel/generated/contexts.def"

/* lirc_mode2_is_valid_access in drivers/media/rc/bpf-lirc.c */
static const struct ctx_field lirc_mode2_fields[] = {{.off = 0, .size = 4, .read_sizes = 4}};
const struct ctx_facts ctx_lirc_mode2 = {CTX_STRUCT, "lirc event", 4, lirc_mode2_fields, ARRAY_LEN(lirc_mode2_fields)};

const struct ctx_facts ctx_none = {CTX_NOT_MODELLED, "context"};
/* kprobe_prog_is_valid_access and pe_prog_is_valid_access in kernel/trace/bpf_trace.c: x86-64; other machines have other
 * registers, so ctx_access.c is careful past the common part */
const struct ctx_facts ctx_pt_regs = {CTX_REGS, "pt_regs", 168};
const struct ctx_facts ctx_perf_event_data = {CTX_REGS, "bpf_perf_event_data", 184};
/* btf_ctx_access in kernel/bpf/btf.c, raw_tp_prog_is_valid_access and tp_prog_is_valid_access in kernel/trace/bpf_trace.c */
const struct ctx_facts ctx_raw_args = {CTX_RAW_ARGS, "arguments"};
const struct ctx_facts ctx_raw_tp_args = {CTX_RAW_ARGS, "bpf_raw_tracepoint_args"};
const struct ctx_facts ctx_tracepoint = {CTX_BUFFER, "tracepoint record"};
/* syscall_prog_is_valid_access in kernel/bpf/syscall.c */
const struct ctx_facts ctx_syscall = {CTX_SYSCALL_MEM, "context"};

const struct ctx_facts *const kernel_socks[SOCK_KINDS] = {
	[SOCK_FULL] = &ctx_full_sock,
	[SOCK_COMMON] = &ctx_common_sock,
	[SOCK_TCP] = &ctx_tcp_sock,
	[SOCK_XDP] = &ctx_xdp_sock,
};
