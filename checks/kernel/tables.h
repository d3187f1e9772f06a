// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * tables: what the files of this folder share with lookup.c, one table a file. Nobody else includes this.
 */
#ifndef BPFPROOF_KERNEL_TABLES_H
#define BPFPROOF_KERNEL_TABLES_H

#include "kernel/kernel.h"

#define PROG_BIT(prog) (UINT64_C(1) << (prog))
#define P(name) PROG_BIT(PROG_##name)

/* Sets of program types that rows share. BASE gets bpf_base_func_proto; what OPEN may call depends on the program that
 * is replaced, the struct_ops and the kernel's configuration. */
#define BASE (~(P(UNSPEC) | P(LIRC_MODE2) | P(EXT)) & (PROG_BIT(PROG_TYPES) - 1))
#define OPEN (P(LIRC_MODE2) | P(EXT) | P(STRUCT_OPS))
#define PROBES (P(KPROBE) | P(TRACEPOINT) | P(PERF_EVENT) | P(RAW_TRACEPOINT) | P(RAW_TRACEPOINT_WRITABLE))
#define LWT (P(LWT_IN) | P(LWT_OUT) | P(LWT_XMIT) | P(LWT_SEG6LOCAL))
#define CGROUP (P(CGROUP_SOCK) | P(CGROUP_DEVICE) | P(CGROUP_SYSCTL) | P(CGROUP_SOCKOPT))
#define TC (P(SCHED_CLS) | P(SCHED_ACT))

extern const struct map_facts kernel_maps[MAP_TYPES];       /* map_types.c */
extern const struct prog_facts kernel_progs[PROG_TYPES];    /* prog_types.c */
extern const struct helper_facts kernel_helpers[HELPER_IDS]; /* helpers.c */

/* helper_variants.c: rows that replace the one in helpers.c for the program types in `progs` */
extern const struct helper_facts kernel_variants[];
extern const size_t kernel_nvariants;

/* contexts.c */
extern const struct ctx_facts kernel_socks[SOCK_KINDS];
extern const struct ctx_facts ctx_none, ctx_sk_buff, ctx_xdp_md, ctx_sock, ctx_sock_addr, ctx_sock_ops, ctx_sk_msg_md,
	ctx_sk_reuseport_md, ctx_sk_lookup, ctx_sysctl, ctx_sockopt, ctx_cgroup_dev, ctx_perf_event_data, ctx_nf,
	ctx_pt_regs, ctx_raw_args, ctx_raw_tp_args, ctx_tracepoint, ctx_syscall, ctx_lirc_mode2;

#endif
