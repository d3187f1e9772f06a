// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * callbacks: which argument of a helper or kfunc is a function of the program, what that one is called with, and what it may return. By hand.
 *
 * Mirrors set_map_elem_callback_state, set_loop_callback_state, set_timer_callback_state, set_find_vma_callback_state,
 * set_user_ringbuf_callback_state and set_rbtree_add_callback_state in kernel/bpf/verifier.c, and check_return_code there for those that run later;
 * newer: set_task_work_schedule_callback_state, is_async_cb_sleepable.
 */
#include "kernel/tables.h"

#define ELEMENT {HANDED_MAP, HANDED_KEY, HANDED_VALUE}
#define GO_ON {true, 0, 1} /* 1 ends it */
#define ZERO {true, 0, 0}
#define ANY {false, 0, 0}

static const struct callback_facts rows[] = {
	{"bpf_for_each_map_elem", 1, 2, .params = {HANDED_MAP, HANDED_KEY, HANDED_VALUE, HANDED_CONTEXT}, .range = GO_ON},
	{"bpf_timer_set_callback", 1, CALLBACK_NO_CONTEXT, .later = true, .params = ELEMENT, .range = ZERO},
	{"bpf_find_vma", 2, 3, .params = {HANDED_TASK, HANDED_VMA, HANDED_CONTEXT}, .range = GO_ON},
	{"bpf_loop", 1, 2, .params = {HANDED_COUNT, HANDED_CONTEXT}, .range = GO_ON},
	{"bpf_user_ringbuf_drain", 1, 2, .params = {HANDED_DYNPTR, HANDED_CONTEXT}, .range = GO_ON},
	{"bpf_rbtree_add_impl", 2, CALLBACK_NO_CONTEXT, .params = {HANDED_NODE, HANDED_NODE}, .range = GO_ON},
	{"bpf_wq_set_callback_impl", 1, CALLBACK_NO_CONTEXT, .later = true, .sleeps = true, .params = ELEMENT, .range = ZERO},
	{"bpf_task_work_schedule_resume_impl", 3, CALLBACK_NO_CONTEXT, .later = true, .sleeps = true, .map = 2, .params = ELEMENT, .range = ANY},
	{"bpf_task_work_schedule_signal_impl", 3, CALLBACK_NO_CONTEXT, .later = true, .sleeps = true, .map = 2, .params = ELEMENT, .range = ANY},
};

const struct callback_facts *kernel_callback(const char *name)
{
	for (size_t i = 0; i < ARRAY_LEN(rows); i++)
		if (!strcmp(rows[i].name, name))
			return &rows[i];
	return NULL;
}
