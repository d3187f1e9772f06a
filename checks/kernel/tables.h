// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * tables: what the files of this folder share with lookup.c, one table a file. Nobody else includes this.
 */
#ifndef BPFPROOF_KERNEL_TABLES_H
#define BPFPROOF_KERNEL_TABLES_H

#include "kernel/kernel.h"

#define PROG_BIT(prog) (UINT64_C(1) << (prog))
#define P(name) PROG_BIT(PROG_##name)

/* Sets of program types that rows share: BASE is what gets the base helpers. */
#include "kernel/generated/prog_sets.def"
#define EVERY (~UINT64_C(0))

/* A set of attach types. */
#define A(name) (UINT64_C(1) << ATTACH_##name)

/* trees.c: the kernel trees that rows are of. The older ones say in tables of their own what they say otherwise. */
enum tree { TREE_5_10, TREE_6_1, TREE_OF_ROWS };
uint32_t kernel_tree_version(enum tree t);
/* What a kernel of that version says, where `ask` knows it of each tree: of a thing that the tree does not have, no. */
enum fact kernel_trees_say(uint32_t kver, enum fact (*ask)(const void *question, enum tree t), const void *question);

extern const struct map_facts kernel_maps[MAP_TYPES];       /* map_types.c */
extern const struct prog_facts kernel_progs[PROG_TYPES];    /* prog_types.c */
extern const struct helper_facts kernel_helpers[HELPER_IDS]; /* helpers.c */

/* helper_variants.c: rows that replace the one in helpers.c for the program types in `progs` */
extern const struct helper_facts kernel_variants[];
extern const size_t kernel_nvariants;

/* contexts.c */
extern const struct ctx_facts *const kernel_socks[SOCK_KINDS];
extern const struct ctx_facts ctx_none, ctx_sk_buff, ctx_xdp_md, ctx_sock, ctx_sock_addr, ctx_sock_ops, ctx_sk_msg_md,
	ctx_sk_reuseport_md, ctx_sk_lookup, ctx_sysctl, ctx_sockopt, ctx_cgroup_dev_ctx, ctx_perf_event_data, ctx_nf_ctx,
	ctx_pt_regs, ctx_raw_args, ctx_raw_tp_args, ctx_tracepoint, ctx_syscall, ctx_lirc_mode2;
extern const struct ctx_facts ctx_full_sock, ctx_common_sock, ctx_tcp_sock, ctx_xdp_sock;

#endif
