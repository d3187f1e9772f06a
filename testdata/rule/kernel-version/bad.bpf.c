// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* What Linux 5.4 does not have yet; not replayed. */
// options: kernel=5.4
#include "bpf_min.h"

struct {
	__uint(type, BPF_MAP_TYPE_RINGBUF);
	// expected-warning@-1 {{BPF_MAP_TYPE_RINGBUF came with Linux 5.8, and Linux 5.4 does not have it [bpf-kernel-version]}}
	// expected-note@-2 {{kernel: "failed to create: Invalid argument(-22)"}}
	__uint(max_entries, 4096);
} events SEC(".maps");

static long step(u32 i, void *data)
{
	return 0;
}

SEC("xdp") int loop(struct xdp_md *ctx)
{
	bpf_loop(16, step, NULL, 0);
	// expected-warning@-1 {{helper 'bpf_loop' came with Linux 5.17, and Linux 5.4 does not have it [bpf-kernel-version]}}
	// expected-note@-2 {{kernel: "invalid func unknown#181"}}
	return XDP_PASS;
}

SEC("xdp") int section(struct xdp_md *ctx)
{
	bpf_rcu_read_lock();
	// expected-warning@-1 {{kfunc 'bpf_rcu_read_lock' came with Linux 6.2, and Linux 5.4 does not have it [bpf-kernel-version]}}
	// expected-note@-2 {{kernel: "extern (func ksym) 'bpf_rcu_read_lock': not found in kernel or module BTFs"}}
	return XDP_PASS;
}

SEC("fentry/do_unlinkat") int entry(unsigned long long *ctx)
// expected-warning@-1 {{programs of type BPF_PROG_TYPE_TRACING came with Linux 5.5, and Linux 5.4 does not have them [bpf-kernel-version]}}
// expected-note@-2 {{kernel: "failed to load: -22"}}
{
	return 0;
}

SEC("xdp.frags") int frags(struct xdp_md *ctx)
// expected-warning@-1 {{section "xdp.frags" came with Linux 5.18, and Linux 5.4 does not have it [bpf-kernel-version]}}
// expected-note@-2 {{kernel: "failed to load: -22"}}
{
	return XDP_PASS;
}
