// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* Helpers for GPL programs in a program that is not. */
#define NO_LICENSE
#include "bpf_min.h"

static const char _license[] SEC("license") = "Apache-2.0";
// expected-note@-1 4 {{the licence is declared here}}

SEC("kprobe/do_unlinkat") int print(struct pt_regs *ctx)
{
	static const char text[] = "hello";

	bpf_trace_printk(text, sizeof(text));
	// expected-warning@-1 {{'bpf_trace_printk' is for GPL-compatible programs only, and this one's licence is "Apache-2.0" [bpf-license]}}
	// expected-note@-2 {{kernel: "cannot call GPL-restricted function from non-GPL compatible program"}}
	return 0;
}

SEC("kprobe/do_unlinkat") int probe(struct pt_regs *ctx)
{
	u64 x;

	bpf_probe_read_kernel(&x, sizeof(x), (void *)PT_REGS_PARM1(ctx));
	// expected-warning@-1 {{'bpf_probe_read_kernel' is for GPL-compatible programs only, and this one's licence is "Apache-2.0" [bpf-license]}}
	// expected-note@-2 {{kernel: "cannot call GPL-restricted function from non-GPL compatible program"}}
	return 0;
}

SEC("tp_btf/task_newtask") int member(u64 *ctx)
{
	return ((struct task_struct *)ctx[0])->pid;
	// expected-warning@-1 {{the members of the kernel's 'struct task_struct' are for GPL-compatible programs only, and this one's licence is "Apache-2.0" [bpf-license]}}
	// expected-note@-2 {{kernel: "Cannot access kernel 'struct task_struct' from non-GPL compatible program"}}
}

SEC("tc") int kfunc(struct __sk_buff *skb)
{
	bpf_rcu_read_lock();
	// expected-warning@-1 {{'bpf_rcu_read_lock' is for GPL-compatible programs only, and this one's licence is "Apache-2.0" [bpf-license]}}
	// expected-note@-2 {{kernel: "cannot call kernel function from non-GPL compatible program"}}
	bpf_rcu_read_unlock();
	return TC_ACT_OK;
}
