// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* The same under another name of the struct, and sleepable; not replayed, because older libbpfs know neither. */
// expected-no-diagnostics
#include "bpf_min.h"

struct tcp_congestion_ops___mine {
	u32 (*undo_cwnd)(struct sock *sk);
	char name[16];
} __core;

struct another_ops {
	int (*get_info)(void);
};

SEC("struct_ops.s") u32 undo(u64 *ctx)
{
	return 2;
}

SEC("struct_ops.s") int info(u64 *ctx)
{
	return 0;
}

SEC(".struct_ops") struct tcp_congestion_ops___mine mine = {
	.undo_cwnd = (void *)undo,
	.name = "mine",
};

SEC(".struct_ops") struct another_ops yours = {
	.get_info = (void *)info,
};
