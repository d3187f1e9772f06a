// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* Lists and trees as they should be; needs kernel 6.4. */
// expected-no-diagnostics
#include "bpf_graph.h"

struct item {
	u64 count;
	struct bpf_list_node node;
	struct bpf_rb_node sorted;
	struct bpf_refcount refs;
};

private(A) struct bpf_spin_lock lock;
private(A) struct bpf_list_head list __contains(item, node);

private(B) struct bpf_spin_lock tree_lock;
private(B) struct bpf_rb_root tree __contains(item, sorted);

static _Bool less(struct bpf_rb_node *a, const struct bpf_rb_node *b)
{
	return container_of(a, struct item, sorted)->count < container_of(b, struct item, sorted)->count;
}

SEC("tc") int in_and_out(struct __sk_buff *skb)
{
	struct item *new = bpf_obj_new(struct item);
	struct bpf_list_node *node;

	if (!new)
		return TC_ACT_OK;
	new->count = skb->len;
	bpf_spin_lock(&lock);
	bpf_list_push_front(&list, &new->node);
	new->count++; /* still there while the lock is held */
	node = bpf_list_pop_front(&list);
	bpf_spin_unlock(&lock);
	if (!node)
		return TC_ACT_OK;
	new = container_of(node, struct item, node);
	skb->mark = (u32)new->count;
	bpf_obj_drop(new);
	return TC_ACT_OK;
}

SEC("tc") int sorted(struct __sk_buff *skb)
{
	struct item *new = bpf_obj_new(struct item);
	struct bpf_rb_node *first;

	if (!new)
		return TC_ACT_OK;
	bpf_spin_lock(&tree_lock);
	bpf_rbtree_add(&tree, &new->sorted, less);
	first = bpf_rbtree_first(&tree);
	if (first)
		first = bpf_rbtree_remove(&tree, first);
	bpf_spin_unlock(&tree_lock);
	if (first)
		bpf_obj_drop(container_of(first, struct item, sorted));
	return TC_ACT_OK;
}

SEC("tc") int in_both(struct __sk_buff *skb)
{
	struct item *new = bpf_obj_new(struct item), *same;

	if (!new)
		return TC_ACT_OK;
	same = bpf_refcount_acquire(new);
	bpf_spin_lock(&lock);
	bpf_list_push_front(&list, &new->node);
	bpf_spin_unlock(&lock);
	bpf_spin_lock(&tree_lock);
	bpf_rbtree_add(&tree, &same->sorted, less);
	bpf_spin_unlock(&tree_lock);
	return TC_ACT_OK;
}
