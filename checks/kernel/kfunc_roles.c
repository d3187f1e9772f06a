// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * kfunc_roles: what kfuncs do that neither their flags nor the suffixes of their parameters say. By hand, because the kernel names them one by one in
 * its code.
 *
 * Mirrors special_kfunc_list, check_kfunc_call, is_bpf_graph_api_kfunc and process_irq_flag in kernel/bpf/verifier.c.
 */
#include "kernel/tables.h"

static const struct bracket_facts brackets[] = {
	{"bpf_rcu_read_lock", BRACKET_RCU, 1}, {"bpf_rcu_read_unlock", BRACKET_RCU, -1},
	{"bpf_preempt_disable", BRACKET_PREEMPT, 1}, {"bpf_preempt_enable", BRACKET_PREEMPT, -1},
	{"bpf_local_irq_save", BRACKET_IRQ, 1}, {"bpf_local_irq_restore", BRACKET_IRQ, -1},
	{"bpf_res_spin_lock", BRACKET_LOCK, 1}, {"bpf_res_spin_unlock", BRACKET_LOCK, -1},
	{"bpf_res_spin_lock_irqsave", BRACKET_LOCK_IRQ, 1}, {"bpf_res_spin_unlock_irqrestore", BRACKET_LOCK_IRQ, -1},
};

static const struct graph_facts graphs[] = {
	{"bpf_obj_new_impl", GRAPH_NEW, 0, 0},
	{"bpf_percpu_obj_new_impl", GRAPH_NEW, 0, 0},
	{"bpf_refcount_acquire_impl", GRAPH_SHARE, 0, 0},
	{"bpf_list_push_front_impl", GRAPH_ADD, FIELD_BIT(LIST_HEAD), FIELD_BIT(LIST_NODE)},
	{"bpf_list_push_back_impl", GRAPH_ADD, FIELD_BIT(LIST_HEAD), FIELD_BIT(LIST_NODE)},
	{"bpf_list_pop_front", GRAPH_TAKE, FIELD_BIT(LIST_HEAD), 0},
	{"bpf_list_pop_back", GRAPH_TAKE, FIELD_BIT(LIST_HEAD), 0},
	{"bpf_list_front", GRAPH_LOOK, FIELD_BIT(LIST_HEAD), 0},
	{"bpf_list_back", GRAPH_LOOK, FIELD_BIT(LIST_HEAD), 0},
	{"bpf_rbtree_add_impl", GRAPH_ADD, FIELD_BIT(RB_ROOT), FIELD_BIT(RB_NODE)},
	{"bpf_rbtree_remove", GRAPH_TAKE, FIELD_BIT(RB_ROOT), FIELD_BIT(RB_NODE)},
	{"bpf_rbtree_first", GRAPH_LOOK, FIELD_BIT(RB_ROOT), 0},
	{"bpf_rbtree_root", GRAPH_LOOK, FIELD_BIT(RB_ROOT), 0},
	{"bpf_rbtree_left", GRAPH_LOOK, FIELD_BIT(RB_ROOT), FIELD_BIT(RB_NODE)},
	{"bpf_rbtree_right", GRAPH_LOOK, FIELD_BIT(RB_ROOT), FIELD_BIT(RB_NODE)},
};

const struct bracket_facts *kernel_bracket(const char *kfunc)
{
	for (size_t i = 0; i < ARRAY_LEN(brackets); i++)
		if (!strcmp(brackets[i].kfunc, kfunc))
			return &brackets[i];
	return NULL;
}

const struct graph_facts *kernel_graph(const char *kfunc)
{
	for (size_t i = 0; i < ARRAY_LEN(graphs); i++)
		if (!strcmp(graphs[i].name, kfunc))
			return &graphs[i];
	return NULL;
}
