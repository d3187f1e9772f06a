// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * contexts: what a program may read and write behind its context pointer, and what the value then is.
 */
#include "kernel/tables.h"

const struct ctx_facts ctx_none = {CTX_NOT_MODELLED, "context"};
const struct ctx_facts ctx_sk_buff = {CTX_NOT_MODELLED, "__sk_buff"};
const struct ctx_facts ctx_xdp_md = {CTX_NOT_MODELLED, "xdp_md"};
const struct ctx_facts ctx_sock = {CTX_NOT_MODELLED, "bpf_sock"};
const struct ctx_facts ctx_sock_addr = {CTX_NOT_MODELLED, "bpf_sock_addr"};
const struct ctx_facts ctx_sock_ops = {CTX_NOT_MODELLED, "bpf_sock_ops"};
const struct ctx_facts ctx_sk_msg_md = {CTX_NOT_MODELLED, "sk_msg_md"};
const struct ctx_facts ctx_sk_reuseport_md = {CTX_NOT_MODELLED, "sk_reuseport_md"};
const struct ctx_facts ctx_sk_lookup = {CTX_NOT_MODELLED, "bpf_sk_lookup"};
const struct ctx_facts ctx_sysctl = {CTX_NOT_MODELLED, "bpf_sysctl"};
const struct ctx_facts ctx_sockopt = {CTX_NOT_MODELLED, "bpf_sockopt"};
const struct ctx_facts ctx_cgroup_dev = {CTX_NOT_MODELLED, "bpf_cgroup_dev_ctx"};
const struct ctx_facts ctx_perf_event_data = {CTX_NOT_MODELLED, "bpf_perf_event_data"};
const struct ctx_facts ctx_nf = {CTX_NOT_MODELLED, "bpf_nf_ctx"};
const struct ctx_facts ctx_pt_regs = {CTX_NOT_MODELLED, "pt_regs"};
const struct ctx_facts ctx_raw_args = {CTX_RAW_ARGS, "arguments"};
const struct ctx_facts ctx_raw_tp_args = {CTX_RAW_ARGS, "bpf_raw_tracepoint_args"};
const struct ctx_facts ctx_tracepoint = {CTX_BUFFER, "tracepoint record"};
const struct ctx_facts ctx_syscall = {CTX_SYSCALL_MEM, "context"};
const struct ctx_facts ctx_lirc_mode2 = {CTX_NOT_MODELLED, "lirc event"};
