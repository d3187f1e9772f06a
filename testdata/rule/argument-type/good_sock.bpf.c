// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* The socket of a congestion control is a whole TCP socket; not replayed, because older libbpfs cannot create the struct without its programs. */
// expected-no-diagnostics
#include "bpf_min.h"

static long (*bpf_tcp_send_ack)(void *tp, u32 rcv_nxt) = (void *)116;

struct tcp_congestion_ops {
	void (*cwnd_event)(struct sock *sk, int event);
	char name[16];
} __core;

SEC("struct_ops") void event(u64 *ctx)
{
	struct sock *sk = (struct sock *)ctx[0];

	bpf_tcp_send_ack(sk, 1);
}

SEC(".struct_ops") struct tcp_congestion_ops mine = {
	.cwnd_event = (void *)event,
	.name = "mine",
};
