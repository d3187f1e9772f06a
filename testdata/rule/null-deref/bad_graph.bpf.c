// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* Heads of lists, roots of trees and their nodes, which kfuncs know by the kind of pointer; and what a task is to do; needs kernel 6.18. */
#include "bpf_graph.h"

struct bpf_map {
	u32 id;
};

extern int bpf_task_work_schedule_signal_impl(struct task_struct *task, struct bpf_task_work *tw, void *map__map,
					      int (*callback)(struct bpf_map *map, void *key, void *value), void *aux__prog) __ksym;

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

struct errand {
	struct bpf_task_work work;
	u32 count;
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

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 1);
	__type(key, u32);
	__type(value, struct errand);
} errands SEC(".maps");

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

static int behind(struct bpf_map *map, void *key, void *value)
{
	return 0;
}

SEC("kprobe/do_nothing") int handed(void *ctx)
{
	u32 key = bpf_get_prandom_u32();
	struct errand *errand = bpf_map_lookup_elem(&errands, &key);

	bpf_task_work_schedule_signal_impl(bpf_get_current_task_btf(), &errand->work, &errands, behind, NULL);
	// expected-warning@-1 {{'errand' may be null here: 'bpf_task_work_schedule_signal_impl' wants a valid pointer as argument 2 [bpf-null-deref]}}
	// expected-note@-2 {{kernel: "Possibly NULL pointer passed to trusted arg1"}}
	return 0;
}
