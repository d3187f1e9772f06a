// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * trust: which members of kernel objects are as good as the object that they are read from, which kptrs an RCU section keeps alive, and what
 * the contexts of iterators hold.
 *
 * Kernel: BTF_TYPE_SAFE_RCU() and kin, rcu_protected_types, bpf_ctx_arg_aux of each iterator; as of 6.18.
 */
#include <string.h>

#include "kernel/kernel.h"

static const struct {
	const char *record, *member;
	enum member_trust trust;
} members[] = {
	{"task_struct", "cpus_ptr", MEMBER_RCU},
	{"task_struct", "cgroups", MEMBER_RCU},
	{"task_struct", "real_parent", MEMBER_RCU},
	{"task_struct", "group_leader", MEMBER_RCU},
	{"cgroup_subsys_state", "cgroup", MEMBER_RCU},
	{"cgroup", "kn", MEMBER_RCU},
	{"css_set", "dfl_cgrp", MEMBER_RCU},
	{"mm_struct", "exe_file", MEMBER_RCU_OR_NULL},
	{"sk_buff", "sk", MEMBER_RCU_OR_NULL},
	{"request_sock", "sk", MEMBER_RCU_OR_NULL},
	{"bpf_iter_meta", "seq", MEMBER_TRUSTED},
	{"bpf_iter__task", "meta", MEMBER_TRUSTED},
	{"bpf_iter__task", "task", MEMBER_TRUSTED},
	{"linux_binprm", "file", MEMBER_TRUSTED},
	{"file", "f_inode", MEMBER_TRUSTED},
	{"dentry", "d_inode", MEMBER_TRUSTED},
	{"socket", "sk", MEMBER_TRUSTED_OR_NULL},
	{"vm_area_struct", "vm_mm", MEMBER_TRUSTED_OR_NULL},
	{"vm_area_struct", "vm_file", MEMBER_TRUSTED_OR_NULL},
};

enum member_trust kernel_member_trust(const char *record, const char *member)
{
	for (size_t i = 0; i < sizeof members / sizeof *members; i++)
		if (!strcmp(members[i].record, record) && !strcmp(members[i].member, member))
			return members[i].trust;
	return MEMBER_WALKED;
}

bool kernel_rcu_kptr(const char *record)
{
	static const char *const records[] = {"prog_test_ref_kfunc", "cgroup", "bpf_cpumask", "task_struct", "bpf_crypto_ctx"};

	for (size_t i = 0; i < sizeof records / sizeof *records; i++)
		if (!strcmp(records[i], record))
			return true;
	return false;
}

/* Behind the first member, which is always `meta`. */
static const struct {
	const char *target;
	struct iter_member members[3];
} iterators[] = {
	{"task", {{8, ITER_OBJECT, true, true}}},
	{"task_file", {{8, ITER_OBJECT, true, false}, {24, ITER_OBJECT, true, false}}},
	{"task_vma", {{8, ITER_OBJECT, true, false}, {16, ITER_OBJECT, true, false}}},
	{"cgroup", {{8, ITER_OBJECT, true, true}}},
	{"bpf_map", {{8, ITER_OBJECT, true, true}}},
	{"bpf_map_elem", {{16, ITER_RDONLY_BUF, true, false}, {24, ITER_BUF, true, false}}},
	{"bpf_prog", {{8, ITER_OBJECT, true, false}}},
	{"bpf_link", {{8, ITER_OBJECT, true, false}}},
	{"netlink", {{8, ITER_OBJECT, true, false}}},
	{"ipv6_route", {{8, ITER_OBJECT, true, false}}},
	{"tcp", {{8, ITER_OBJECT, true, true}}},
	{"udp", {{8, ITER_OBJECT, true, true}}},
	{"unix", {{8, ITER_OBJECT, true, false}}},
	{"sockmap", {{16, ITER_RDONLY_BUF, true, false}, {24, ITER_OBJECT, true, false}}},
	{"ksym", {{8, ITER_OBJECT, true, false}}},
	{"kmem_cache", {{8, ITER_OBJECT, true, true}}},
	{"dmabuf", {{8, ITER_OBJECT, true, false}}},
	{"bpf_sk_storage_map", {{16, ITER_OBJECT, true, false}, {24, ITER_BUF, true, false}}},
};

const struct iter_member *kernel_iter_member(const char *target, uint32_t off)
{
	for (size_t i = 0; i < sizeof iterators / sizeof *iterators; i++)
		for (int k = 0; !strcmp(iterators[i].target, target) && k < 3 && iterators[i].members[k].off; k++)
			if (iterators[i].members[k].off == off)
				return &iterators[i].members[k];
	return NULL;
}

bool kernel_member_at(size_t i, const char **record, const char **member)
{
	if (i >= sizeof members / sizeof *members)
		return false;
	*record = members[i].record;
	*member = members[i].member;
	return true;
}

bool kernel_iter_at(size_t i, const char **target, const struct iter_member **at, size_t *n)
{
	if (i >= sizeof iterators / sizeof *iterators)
		return false;
	*target = iterators[i].target;
	*at = iterators[i].members;
	for (*n = 0; *n < sizeof iterators[i].members / sizeof *iterators[i].members && iterators[i].members[*n].off; ++*n)
		;
	return true;
}
