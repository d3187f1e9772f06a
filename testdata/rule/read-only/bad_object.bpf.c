// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* Members of kernel objects that no program may write; not replayed, because older libbpfs cannot create the struct without its programs. */
#include "bpf_min.h"

struct tcp_congestion_ops {
	void (*cwnd_event)(struct sock *sk, int event);
	char name[16];
} __core;

SEC("struct_ops") void event(u64 *ctx)
{
	struct sock *sk = (struct sock *)ctx[0];
	struct tcp_sock *tp = (struct tcp_sock *)sk;

	tp->snd_cwnd = 10;
	tp->rcv_nxt = 2;
	// expected-warning@-1 {{programs may only read this member of the kernel's object [bpf-read-only]}}
	// expected-note@-2 {{kernel: "no write support"}}
}

SEC(".struct_ops") struct tcp_congestion_ops mine = {
	.cwnd_event = (void *)event,
	.name = "mine",
};
