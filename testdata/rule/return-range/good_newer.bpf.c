// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* Four answers to a bind; needs kernel 5.12. */
// expected-no-diagnostics
#include "bpf_min.h"

SEC("cgroup/bind4") int privileged(struct bpf_sock_addr *ctx)
{
	return 3;
}
