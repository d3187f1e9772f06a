// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* Lists, trees and the objects in them: what <bpf_experimental.h> has of them. */
#ifndef BPF_GRAPH_H
#define BPF_GRAPH_H

#include "bpf_min.h"

struct bpf_list_head {
	u64 opaque[2];
} __attribute__((aligned(8)));

struct bpf_list_node {
	u64 opaque[3];
} __attribute__((aligned(8)));

struct bpf_rb_root {
	u64 opaque[2];
} __attribute__((aligned(8)));

struct bpf_rb_node {
	u64 opaque[4];
} __attribute__((aligned(8)));

struct bpf_refcount {
	u32 opaque;
} __attribute__((aligned(4)));

#define __contains(type, node) __attribute__((btf_decl_tag("contains:" #type ":" #node)))
#define private(name) SEC(".data." #name) __attribute__((visibility("hidden"), aligned(8)))
#define container_of(p, type, member) ((type *)((void *)(p) - __builtin_offsetof(type, member)))

extern void *bpf_obj_new_impl(u64 type_id, void *meta) __ksym;
extern void bpf_obj_drop_impl(void *p, void *meta) __ksym;
extern void *bpf_refcount_acquire_impl(void *p, void *meta) __ksym;
extern int bpf_list_push_front_impl(struct bpf_list_head *head, struct bpf_list_node *node, void *meta, u64 off) __ksym;
extern struct bpf_list_node *bpf_list_pop_front(struct bpf_list_head *head) __ksym;
extern int bpf_rbtree_add_impl(struct bpf_rb_root *root, struct bpf_rb_node *node,
			       _Bool (*less)(struct bpf_rb_node *, const struct bpf_rb_node *), void *meta, u64 off) __ksym;
extern struct bpf_rb_node *bpf_rbtree_remove(struct bpf_rb_root *root, struct bpf_rb_node *node) __ksym;
extern struct bpf_rb_node *bpf_rbtree_first(struct bpf_rb_root *root) __ksym;

#define bpf_obj_new(type) ((type *)bpf_obj_new_impl(__builtin_btf_type_id(*(type *)0, 0), (void *)0))
#define bpf_obj_drop(p) bpf_obj_drop_impl(p, (void *)0)
#define bpf_refcount_acquire(p) bpf_refcount_acquire_impl(p, (void *)0)
#define bpf_list_push_front(head, node) bpf_list_push_front_impl(head, node, (void *)0, 0)
#define bpf_rbtree_add(root, node, less) bpf_rbtree_add_impl(root, node, less, (void *)0, 0)

#endif
