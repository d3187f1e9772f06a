// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* Results behind the last argument, and targets that are named later; not replayed. */
// options: btf=KERNEL
// expected-no-diagnostics
#include "bpf_min.h"

SEC("fexit/do_unlinkat") int result(u64 *ctx)
{
	volatile u64 x = ctx[2];

	return 0;
}

SEC("lsm/file_open") int hook(u64 *ctx)
{
	return (int)ctx[1];
}

SEC("fentry") int named_later(u64 *ctx)
{
	volatile u64 x = ctx[5];

	return 0;
}

SEC("?fentry/no_such_function") int not_loaded(u64 *ctx)
{
	return 0;
}

SEC("fentry/module:function") int of_a_module(u64 *ctx)
{
	return 0;
}
