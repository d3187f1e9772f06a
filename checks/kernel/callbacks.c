// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * callbacks: which argument of a helper or kfunc is a function of the program, what that one is called with, and what it may return. By hand.
 *
 * Mirrors set_map_elem_callback_state, set_loop_callback_state, set_timer_callback_state, set_find_vma_callback_state,
 * set_user_ringbuf_callback_state and set_rbtree_add_callback_state in kernel/bpf/verifier.c, and check_return_code there for those that run later.
 */
#include "kernel/tables.h"

#define GO_ON {true, 0, 1} /* 1 ends it */
#define ZERO {true, 0, 0}
#define ANY {false, 0, 0}

static const struct callback_facts rows[] = {
	{"bpf_for_each_map_elem", 1, 2, false, {HANDED_MAP, HANDED_KEY, HANDED_VALUE, HANDED_CONTEXT}, GO_ON},
	{"bpf_timer_set_callback", 1, CALLBACK_NO_CONTEXT, true, {HANDED_MAP, HANDED_KEY, HANDED_VALUE}, ZERO},
	{"bpf_find_vma", 2, 3, false, {HANDED_TASK, HANDED_VMA, HANDED_CONTEXT}, GO_ON},
	{"bpf_loop", 1, 2, false, {HANDED_COUNT, HANDED_CONTEXT}, GO_ON},
	{"bpf_user_ringbuf_drain", 1, 2, false, {HANDED_DYNPTR, HANDED_CONTEXT}, GO_ON},
	{"bpf_rbtree_add_impl", 2, CALLBACK_NO_CONTEXT, false, {HANDED_NODE, HANDED_NODE}, GO_ON},
	{"bpf_wq_set_callback_impl", 1, CALLBACK_NO_CONTEXT, true, {HANDED_MAP, HANDED_KEY, HANDED_VALUE}, ZERO},
};

const struct callback_facts *kernel_callback(const char *name)
{
	for (size_t i = 0; i < ARRAY_LEN(rows); i++)
		if (!strcmp(rows[i].name, name))
			return &rows[i];
	return NULL;
}
