// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* The ways to silence the rule. */
// expected-no-diagnostics
#include "bpf_graph.h"

struct item {
	struct bpf_list_node node;
	u64 count;
};

private(A) struct bpf_spin_lock lock;
private(A) struct bpf_list_head list __contains(item, node);

SEC("tc") int on_the_line(struct __sk_buff *skb)
{
	struct item *new = bpf_obj_new(struct item);

	if (!new)
		return TC_ACT_OK;
	bpf_spin_lock(&lock);
	bpf_list_push_front(&list, &new->node);
	bpf_list_push_front(&list, &new->node); // NOLINT(bpf-graph)
	bpf_spin_unlock(&lock);
	return TC_ACT_OK;
}

SEC("tc") __attribute__((annotate("bpfproof:ignore=graph"))) int whole_program(struct __sk_buff *skb)
{
	struct item *new = bpf_obj_new(struct item);

	if (!new)
		return TC_ACT_OK;
	bpf_spin_lock(&lock);
	bpf_list_push_front(&list, &new->node);
	bpf_list_push_front(&list, &new->node);
	bpf_spin_unlock(&lock);
	return TC_ACT_OK;
}
