// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* A member that no program may be; not replayed, because older libbpfs cannot create the struct without its programs. */
#include "bpf_min.h"

struct tcp_congestion_ops {
	unsigned long (*get_info)(struct sock *sk, u32 ext, int *attr, void *info);
	char name[16];
} __core;

SEC("struct_ops") unsigned long info(u64 *ctx)
// expected-warning@-1 {{'get_info' of 'struct tcp_congestion_ops' cannot be a program [bpf-struct-ops]}}
// expected-note@-2 {{kernel: "attach to unsupported member get_info of struct tcp_congestion_ops"}}
{
	return 0;
}

SEC(".struct_ops") struct tcp_congestion_ops mine = {
	.get_info = (void *)info,
	.name = "mine",
};
