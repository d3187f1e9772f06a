// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* The ways to silence the rule. */
// expected-no-diagnostics
#include "bpf_min.h"

struct job {
	struct task_struct *owner; // NOLINT(bpf-plain-data)
};

struct request {
	u32 id;
	struct sock *sk __attribute__((annotate("bpfproof:ignore=plain-data")));
};

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 4);
	__type(key, u32);
	__type(value, struct job);
} jobs SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 4);
	__type(key, u32);
	__type(value, struct request);
} requests SEC(".maps");
