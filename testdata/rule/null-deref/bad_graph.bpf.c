// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* Heads of lists, roots of trees and their nodes, which kfuncs know by the kind of pointer; needs kernel 6.4. */
#include "bpf_graph.h"

struct item {
	struct bpf_list_node node;
	struct bpf_rb_node sorted;
	struct bpf_refcount refs;
};

struct queue {
	struct bpf_list_head list __contains(item, node);
	struct bpf_spin_lock lock;
};

struct tree {
	struct bpf_rb_root root __contains(item, sorted);
	struct bpf_spin_lock lock;
};

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 1);
	__type(key, u32);
	__type(value, struct queue);
} queues SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 1);
	__type(key, u32);
	__type(value, struct tree);
} trees SEC(".maps");

private(A) struct bpf_spin_lock lock;
private(A) struct bpf_list_head list __contains(item, node);

SEC("tc") int head(struct __sk_buff *skb)
{
	u32 key = skb->mark;
	struct queue *queue = bpf_map_lookup_elem(&queues, &key);

	bpf_list_pop_front(&queue->list);
	// expected-warning@-1 {{'queue' may be null here: 'bpf_list_pop_front' wants a valid pointer as argument 1 [bpf-null-deref]}}
	// expected-note@-2 {{kernel: "expected pointer to map value or allocated object"}}
	return 0;
}

SEC("tc") int root(struct __sk_buff *skb)
{
	u32 key = skb->mark;
	struct tree *tree = bpf_map_lookup_elem(&trees, &key);

	bpf_rbtree_first(&tree->root);
	// expected-warning@-1 {{'tree' may be null here: 'bpf_rbtree_first' wants a valid pointer as argument 1 [bpf-null-deref]}}
	// expected-note@-2 {{kernel: "expected pointer to map value or allocated object"}}
	return 0;
}

SEC("tc") int node(struct __sk_buff *skb)
{
	struct item *new = bpf_obj_new(struct item);

	bpf_spin_lock(&lock);
	bpf_list_push_front(&list, &new->node);
	// expected-warning@-1 {{'new' may be null here: 'bpf_list_push_front_impl' wants a valid pointer as argument 2 [bpf-null-deref]}}
	// expected-note@-2 {{kernel: "expected pointer to allocated object"}}
	bpf_spin_unlock(&lock);
	return 0;
}
