// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* Sections that are known, and names that may be another loader's; not replayed. */
// expected-no-diagnostics
#include "bpf_min.h"

SEC("xdp") int plain(struct xdp_md *ctx)
{
	return XDP_PASS;
}

SEC("?xdp") int not_loaded_by_itself(struct xdp_md *ctx)
{
	return XDP_PASS;
}

SEC("tp_btf/sched_switch") int raw_arguments(unsigned long long *ctx)
{
	return 0;
}

SEC("socket") int opaque(void *ctx)
{
	return 0;
}

SEC("lsm/file_open") int open_hook(unsigned long long *ctx)
{
	return 0;
}

SEC("lsm/of_a_newer_kernel") int newer(unsigned long long *ctx)
{
	return 0;
}

SEC("from-netdev") int of_another_loader(struct __sk_buff *skb)
{
	return TC_ACT_OK;
}
