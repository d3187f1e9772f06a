// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* One member may sleep, the others may not; not replayed, because older libbpfs do not know such sections. */
#include "bpf_min.h"

struct bpf_dummy_ops_state {
	int val;
};

struct bpf_dummy_ops {
	int (*test_2)(struct bpf_dummy_ops_state *cb, int a1, unsigned short a2, char a3, unsigned long a4);
	int (*test_sleepable)(struct bpf_dummy_ops_state *cb);
} __core;

SEC("struct_ops.s/test_2") int test_2(u64 *ctx)
// expected-warning@-1 {{'test_2' of 'struct bpf_dummy_ops' cannot be a program that may sleep [bpf-struct-ops]}}
// expected-note@-2 {{kernel: "attach to unsupported member test_2 of struct bpf_dummy_ops"}}
{
	return 0;
}

SEC("struct_ops.s/test_sleepable") int test_sleepable(u64 *ctx)
{
	return 0;
}

SEC(".struct_ops") struct bpf_dummy_ops mine = {
	.test_2 = (void *)test_2,
	.test_sleepable = (void *)test_sleepable,
};
