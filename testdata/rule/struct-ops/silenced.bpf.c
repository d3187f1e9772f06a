// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* The ways to silence the rule. */
// expected-no-diagnostics
#include "bpf_min.h"

struct tcp_congestion_ops {
	unsigned long (*get_info)(struct sock *sk, u32 ext, int *attr, void *info);
	char name[16];
} __core;

SEC("struct_ops") unsigned long info(u64 *ctx) // NOLINT(bpf-struct-ops)
{
	return 0;
}

SEC("struct_ops") __attribute__((annotate("bpfproof:ignore=struct-ops"))) unsigned long another(u64 *ctx)
{
	return 0;
}

SEC(".struct_ops") struct tcp_congestion_ops mine = {
	.get_info = (void *)info,
	.name = "mine",
};

SEC(".struct_ops") struct tcp_congestion_ops yours = {
	.get_info = (void *)another,
	.name = "yours",
};
