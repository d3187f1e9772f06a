// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* The ways to silence the rule. */
// expected-no-diagnostics
#include "bpf_min.h"

struct task_struct;

extern struct task_struct *bpf_task_from_pid(s32 pid) __ksym;

SEC("socket") int on_the_line(struct __sk_buff *skb)
{
	bpf_task_from_pid(1); // NOLINT(bpf-kfunc-program)
	return 0;
}

SEC("socket") __attribute__((annotate("bpfproof:ignore=kfunc-program"))) int whole_program(struct __sk_buff *skb)
{
	bpf_task_from_pid(1);
	return 0;
}
