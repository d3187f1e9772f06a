// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* Linux 5.10 knows two answers to a bind, newer ones four; not replayed. */
// options: kernel=5.10
#include "bpf_min.h"

SEC("cgroup/bind4") int privileged(struct bpf_sock_addr *ctx)
{
	return 3;
	// expected-warning@-1 {{the result is 3, but this program must return a value in [0, 1] [bpf-return-range]}}
	// expected-note@-2 {{kernel: "should have been in [0, 1]"}}
}

SEC("cgroup/bind4") int allowed(struct bpf_sock_addr *ctx)
{
	return 1;
}
