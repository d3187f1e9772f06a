// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* A function that is not there; not replayed, because a loader may name another one. */
// options: btf=KERNEL
#include "bpf_min.h"

SEC("fentry/no_such_function") int function(u64 *ctx)
// expected-warning-re@-1 {{the kernel of '{{.*}}btf/vmlinux' has no function 'no_such_function': the loader must name another, or a program [bpf-kernel-btf]}}
// expected-note@-2 {{kernel: "prog 'function': failed to find kernel BTF type ID of 'no_such_function': -3"}}
{
	return 0;
}
