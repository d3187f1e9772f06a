// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* Sections that libbpf does not know, and programs that are written for another one; not replayed. */
#include "bpf_min.h"

SEC("xpd") int swapped(struct xdp_md *ctx)
// expected-warning@-1 {{section "xpd" names no type of program; did you mean "xdp"? [bpf-section]}}
// expected-note@-2 {{kernel: "missing BPF prog type, check ELF section name 'xpd'"}}
{
	return XDP_PASS;
}

SEC("kporbe/do_unlinkat") int target(struct pt_regs *ctx)
// expected-warning@-1 {{section "kporbe/do_unlinkat" names no type of program; did you mean "kprobe"? [bpf-section]}}
{
	return 0;
}

SEC("cgroup/conect4") int connect(struct bpf_sock_addr *ctx)
// expected-warning@-1 {{section "cgroup/conect4" names no type of program; did you mean "cgroup/connect4"? [bpf-section]}}
{
	return 1;
}

SEC("xdp_drop") int older(struct xdp_md *ctx)
// expected-warning@-1 {{section "xdp_drop" names no type of program for libbpf 1.0 and newer; "xdp" does [bpf-section]}}
{
	return XDP_DROP;
}

SEC("tc") int other_context(struct xdp_md *ctx)
// expected-warning@-1 {{section "tc" makes a program of type BPF_PROG_TYPE_SCHED_CLS, which is given a 'struct __sk_buff', not a 'struct xdp_md' [bpf-section]}}
{
	return TC_ACT_OK;
}

SEC("xdp") static int hidden(struct xdp_md *ctx)
// expected-warning@-1 {{program 'hidden' is static: libbpf takes functions that are visible outside only [bpf-section]}}
{
	return XDP_PASS;
}
