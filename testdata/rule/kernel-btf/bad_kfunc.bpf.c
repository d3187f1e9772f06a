// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* A kfunc that the kernel does not have. */
// options: btf=KERNEL
#include "bpf_min.h"

extern void bpf_no_such_kfunc(void) __ksym;

SEC("xdp") int calls(struct xdp_md *ctx)
{
	bpf_no_such_kfunc();
	// expected-warning-re@-1 {{the kernel of '{{.*}}btf/vmlinux' has no kfunc 'bpf_no_such_kfunc' [bpf-kernel-btf]}}
	// expected-note@-2 {{kernel: "extern (func ksym) 'bpf_no_such_kfunc': not found in kernel or module BTFs"}}
	return XDP_PASS;
}
