// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* Arguments of functions; not replayed, because the functions are the test kernel's own. */
// options: btf=KERNEL
#include "bpf_min.h"

SEC("fentry/do_unlinkat") int third(u64 *ctx)
{
	volatile u64 x = ctx[2];
	// expected-warning-re@-1 {{'do_unlinkat' in the kernel of '{{.*}}btf/vmlinux' has 2 arguments, and this reads behind them [bpf-kernel-btf]}}
	// expected-note@-2 {{kernel: "func 'do_unlinkat' doesn't have 3-th argument"}}
	return 0;
}

SEC("fexit/returns_nothing") int result_of_nothing(u64 *ctx)
{
	volatile u64 x = ctx[1];
	// expected-warning-re@-1 {{'returns_nothing' in the kernel of '{{.*}}btf/vmlinux' has 1 argument, and this reads behind them [bpf-kernel-btf]}}
	// expected-note@-2 {{kernel: "func 'returns_nothing' doesn't have 3-th argument"}}
	return 0;
}

SEC("fentry/takes_strings") int strings(u64 *ctx)
{
	volatile u64 x = ctx[1];
	// expected-warning-re@-1 {{argument 'strings' of 'takes_strings' in the kernel of '{{.*}}btf/vmlinux' is a pointer that programs may not read: it points to no struct [bpf-kernel-btf]}}
	// expected-note@-2 {{kernel: "func 'takes_strings' arg1 type PTR is not a struct"}}
	return 0;
}
