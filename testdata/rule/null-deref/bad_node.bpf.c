// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* A node that was taken out of a tree, if it was there, and goes back without a check; needs kernel 6.3. */
#include "bpf_graph.h"

struct leaf {
	struct bpf_rb_node sorted;
	u64 count;
};

private(A) struct bpf_spin_lock lock;
private(A) struct bpf_rb_root tree __contains(leaf, sorted);

static _Bool less(struct bpf_rb_node *a, const struct bpf_rb_node *b)
{
	return container_of(a, struct leaf, sorted)->count < container_of(b, struct leaf, sorted)->count;
}

SEC("tc") int back_again(struct __sk_buff *skb)
{
	struct bpf_rb_node *node;
	struct leaf *leaf = bpf_obj_new(struct leaf);

	if (leaf)
		bpf_obj_drop(leaf);
	bpf_spin_lock(&lock);
	node = bpf_rbtree_first(&tree);
	if (!node)
		goto out;
	node = bpf_rbtree_remove(&tree, node);
	bpf_rbtree_add(&tree, node, less);
	// expected-warning@-1 {{'node' may be null here: 'bpf_rbtree_add_impl' wants a valid pointer as argument 2 [bpf-null-deref]}}
	// expected-note@-3 {{'node' is the result of 'bpf_rbtree_remove'}}
	// expected-note@-3 {{kernel: "expected pointer to allocated object"}}
out:
	bpf_spin_unlock(&lock);
	return TC_ACT_OK;
}
