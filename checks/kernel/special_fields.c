// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * special_fields: what the kernel keeps in map values, in objects of programs and on their stacks, and how large it is. By hand; ask_btf holds the
 * sizes against a running kernel.
 *
 * Mirrors btf_get_field_type in kernel/bpf/btf.c and the structs of include/uapi/linux/bpf.h; iterators, the struct bpf_iter_* beside their kfuncs.
 */
#include "kernel/tables.h"

static const struct field_facts fields[FIELD_KINDS] = {
	[FIELD_SPIN_LOCK] = {"struct bpf_spin_lock", NULL, "bpf_spin_lock", KVER(5, 1), 4},
	[FIELD_RES_SPIN_LOCK] = {"struct bpf_res_spin_lock", NULL, "bpf_res_spin_lock", KVER(6, 15), 4},
	[FIELD_TIMER] = {"struct bpf_timer", NULL, "bpf_timer", KVER(5, 15), 16},
	[FIELD_WQ] = {"struct bpf_wq", NULL, "bpf_wq", KVER(6, 10), 16},
	[FIELD_TASK_WORK] = {"struct bpf_task_work", NULL, "bpf_task_work", KVER(6, 18), 8},
	[FIELD_LIST_HEAD] = {"struct bpf_list_head", NULL, "bpf_list_head", KVER(6, 2), 16},
	[FIELD_LIST_NODE] = {"struct bpf_list_node", NULL, "bpf_list_node", KVER(6, 2), 24},
	[FIELD_RB_ROOT] = {"struct bpf_rb_root", NULL, "bpf_rb_root", KVER(6, 3), 16},
	[FIELD_RB_NODE] = {"struct bpf_rb_node", NULL, "bpf_rb_node", KVER(6, 3), 32},
	[FIELD_REFCOUNT] = {"struct bpf_refcount", NULL, "bpf_refcount", KVER(6, 4), 4},
	[FIELD_KPTR_UNREF] = {NULL, "kptr_untrusted", "kptr", KVER(5, 19), 8},
	[FIELD_KPTR_REF] = {NULL, "kptr", "kptr", KVER(5, 19), 8},
	[FIELD_KPTR_PERCPU] = {NULL, "percpu_kptr", "percpu_kptr", KVER(6, 7), 8},
	[FIELD_UPTR] = {NULL, "uptr", "uptr", KVER(6, 13), 8},
};

const struct field_facts *kernel_field(enum field_kind k)
{
	return &fields[k];
}

const char *kernel_field_tag(const char *tag, uint32_t kver)
{
	static const struct {
		const char *then, *now;
		uint32_t until;
	} renamed[] = {
		{"kptr", "kptr_untrusted", KVER(6, 4)},
		{"kptr_ref", "kptr", KVER(6, 4)},
	};

	for (size_t i = 0; i < ARRAY_LEN(renamed); i++)
		if (kver < renamed[i].until && !strcmp(renamed[i].then, tag))
			return renamed[i].now;
	return tag;
}

static const struct {
	const char *record;
	uint32_t size;
} on_stack[] = {
	{"bpf_dynptr", 16},
	{"bpf_iter_num", 8},
	{"bpf_iter_bits", 16},
	{"bpf_iter_task", 24},
	{"bpf_iter_task_vma", 8},
	{"bpf_iter_css", 24},
	{"bpf_iter_css_task", 8},
	{"bpf_iter_kmem_cache", 8},
	{"bpf_iter_dmabuf", 8},
	{"bpf_iter_scx_dsq", 48},
};

uint32_t kernel_stack_object(const char *record)
{
	for (size_t i = 0; i < ARRAY_LEN(on_stack); i++)
		if (!strcmp(on_stack[i].record, record))
			return on_stack[i].size;
	return 0;
}

bool kernel_stack_object_at(size_t i, const char **record, uint32_t *size)
{
	if (i >= ARRAY_LEN(on_stack))
		return false;
	*record = on_stack[i].record;
	*size = on_stack[i].size;
	return true;
}
