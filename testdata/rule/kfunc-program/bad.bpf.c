// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* Kfuncs that programs of this type, or attached this way, may not call. */
#include "bpf_min.h"

struct cgroup {
	int level;
};

extern struct task_struct *bpf_task_from_pid(s32 pid) __ksym;
extern void bpf_task_release(struct task_struct *p) __ksym;
extern struct cgroup *bpf_cgroup_from_id(u64 cgid) __ksym;
extern void bpf_cgroup_release(struct cgroup *cgrp) __ksym;
extern int bpf_dynptr_from_xdp(struct xdp_md *x, u64 flags, struct bpf_dynptr *ptr) __ksym;
extern int bpf_sock_destroy(struct sock_common *sock) __ksym;

SEC("raw_tp/sched_switch") int task(void *ctx)
{
	struct task_struct *task = bpf_task_from_pid(1);
	// expected-warning@-1 {{programs of type BPF_PROG_TYPE_RAW_TRACEPOINT cannot call the kfunc 'bpf_task_from_pid' [bpf-kfunc-program]}}
	// expected-note@-2 {{kernel: "calling kernel function bpf_task_from_pid is not allowed"}}

	if (task)
		bpf_task_release(task);
	return 0;
}

SEC("socket") int group(struct __sk_buff *skb)
{
	struct cgroup *group = bpf_cgroup_from_id(1);
	// expected-warning@-1 {{programs of type BPF_PROG_TYPE_SOCKET_FILTER cannot call the kfunc 'bpf_cgroup_from_id' [bpf-kfunc-program]}}
	// expected-note@-2 {{kernel: "calling kernel function bpf_cgroup_from_id is not allowed"}}

	if (group)
		bpf_cgroup_release(group);
	return 0;
}

SEC("tc") int frame(struct __sk_buff *skb)
{
	struct bpf_dynptr frame;

	bpf_dynptr_from_xdp((struct xdp_md *)skb, 0, &frame);
	// expected-warning@-1 {{programs of type BPF_PROG_TYPE_SCHED_CLS cannot call the kfunc 'bpf_dynptr_from_xdp' [bpf-kfunc-program]}}
	// expected-note@-2 {{kernel: "calling kernel function bpf_dynptr_from_xdp is not allowed"}}
	return TC_ACT_OK;
}

SEC("tp_btf/tcp_destroy_sock") int destroy(unsigned long long *ctx)
{
	return bpf_sock_destroy((struct sock_common *)ctx[0]);
	// expected-warning@-1 {{programs in section "tp_btf/tcp_destroy_sock" cannot call the kfunc 'bpf_sock_destroy' [bpf-kfunc-program]}}
	// expected-note@-2 {{kernel: "calling kernel function bpf_sock_destroy is not allowed"}}
}
