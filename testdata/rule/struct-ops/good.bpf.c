// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* Members that programs may be. */
// expected-no-diagnostics
#include "bpf_min.h"

struct tcp_congestion_ops {
	u32 (*ssthresh)(struct sock *sk);
	void (*cong_avoid)(struct sock *sk, u32 ack, u32 acked);
	u32 (*undo_cwnd)(struct sock *sk);
	char name[16];
} __core;

SEC("struct_ops") u32 ssthresh(u64 *ctx)
{
	return 2;
}

SEC("struct_ops") u32 undo(u64 *ctx)
{
	return 2;
}

SEC("struct_ops") int avoid(u64 *ctx)
{
	return 0;
}

SEC(".struct_ops") struct tcp_congestion_ops mine = {
	.ssthresh = (void *)ssthresh,
	.cong_avoid = (void *)avoid,
	.undo_cwnd = (void *)undo,
	.name = "mine",
};
