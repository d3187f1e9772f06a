// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* Lists and trees: nodes that are not owned, not the right ones, or not there any more; needs kernel 6.3. */
#include "bpf_graph.h"

struct item {
	struct bpf_list_node node;
	struct bpf_list_node other;
	u64 count;
};

struct leaf {
	struct bpf_rb_node sorted;
	u64 count;
};

struct stranger {
	struct bpf_list_node node;
	u64 count;
};

private(A) struct bpf_spin_lock lock;
private(A) struct bpf_list_head list __contains(item, node);

private(B) struct bpf_spin_lock tree_lock;
private(B) struct bpf_rb_root tree __contains(leaf, sorted);

SEC("tc") int added_twice(struct __sk_buff *skb)
{
	struct item *new = bpf_obj_new(struct item);

	if (!new)
		return TC_ACT_OK;
	bpf_spin_lock(&lock);
	bpf_list_push_front(&list, &new->node);
	bpf_list_push_front(&list, &new->node);
	// expected-warning@-1 {{only its owner may put an object into a list or tree, and this pointer does not own it [bpf-graph]}}
	// expected-note@-2 {{kernel: "arg#1 expected pointer to allocated object"}}
	bpf_spin_unlock(&lock);
	return TC_ACT_OK;
}

SEC("tc") int another_node(struct __sk_buff *skb)
{
	struct item *new = bpf_obj_new(struct item);

	if (!new)
		return TC_ACT_OK;
	bpf_spin_lock(&lock);
	bpf_list_push_front(&list, &new->other);
	// expected-warning@-1 {{this is not the node by which the list or tree holds such objects [bpf-graph]}}
	// expected-note@-2 {{kernel: "but expected bpf_list_node at offset=0"}}
	bpf_spin_unlock(&lock);
	return TC_ACT_OK;
}

SEC("tc") int another_type(struct __sk_buff *skb)
{
	struct stranger *new = bpf_obj_new(struct stranger);

	if (!new)
		return TC_ACT_OK;
	bpf_spin_lock(&lock);
	bpf_list_push_front(&list, &new->node);
	// expected-warning@-1 {{this list or tree holds 'struct item', not 'struct stranger' [bpf-graph]}}
	// expected-note@-2 {{kernel: "operation on bpf_list_head expects arg#1"}}
	bpf_spin_unlock(&lock);
	return TC_ACT_OK;
}

SEC("tc") int out_of_reach(struct __sk_buff *skb)
{
	struct leaf *leaf = bpf_obj_new(struct leaf);
	struct bpf_rb_node *first;

	if (!leaf)
		return TC_ACT_OK;
	bpf_obj_drop(leaf);
	bpf_spin_lock(&tree_lock);
	first = bpf_rbtree_first(&tree);
	bpf_spin_unlock(&tree_lock); // expected-note {{it is a node of a list or tree, which is out of reach since the lock was given back}}
	if (!first)
		return TC_ACT_OK;
	bpf_spin_lock(&tree_lock);
	first = bpf_rbtree_remove(&tree, first);
	// expected-warning@-1 {{this node was only good until the lock was given back [bpf-graph]}}
	// expected-note@-2 {{kernel: "can only take non-owning or refcounted bpf_rb_node pointer"}}
	bpf_spin_unlock(&tree_lock);
	if (first)
		bpf_obj_drop(container_of(first, struct leaf, sorted));
	return TC_ACT_OK;
}

SEC("tc") int dropped_by_its_middle(struct __sk_buff *skb)
{
	struct item *new = bpf_obj_new(struct item);

	if (!new)
		return TC_ACT_OK;
	bpf_obj_drop(&new->other);
	// expected-warning@-1 {{the pointer given up does not point to the start of its object [bpf-graph]}}
	// expected-note@-2 {{kernel: "must have zero offset when passed to release func or trusted arg to kfunc"}}
	return TC_ACT_OK;
}
