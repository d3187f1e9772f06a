// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * struct_ops: which members of a struct of operations a program may be, and which of these may sleep. By hand, because it is code that says so.
 *
 * Mirrors bpf_struct_ops_supported (the stubs that each struct has) and the check_member functions: bpf_scx_check_member in kernel/sched/ext.c,
 * hid_bpf_ops_check_member in drivers/hid/bpf/hid_bpf_struct_ops.c, bpf_dummy_ops_check_member in net/bpf/bpf_dummy_struct_ops.c;
 * bpf_tcp_congestion_ops in net/ipv4/bpf_tcp_ca.c and bpf_qdisc_ops in net/sched/bpf_qdisc.c have none.
 */
#include "kernel/tables.h"

static const struct struct_ops_facts all[] = {
	{"tcp_congestion_ops", KVER(5, 6), true, .no_stub = {"get_info"}},
	{"hid_bpf_ops", KVER(6, 11), false, .may_sleep = {"hid_rdesc_fixup", "hid_hw_request", "hid_hw_output_report"}},
	{"sched_ext_ops", KVER(6, 12), false,
	 .may_sleep = {"init_task", "cgroup_init", "cgroup_exit", "cgroup_prep_move", "cpu_online", "cpu_offline", "init", "exit"},
	 .may_sleep_somewhere = {"cgroup_set_bandwidth"}},
	{"Qdisc_ops", KVER(6, 16), true, .stubs = {"enqueue", "dequeue", "init", "reset", "destroy"}},
	{"bpf_dummy_ops", KVER(5, 16), false, .may_sleep = {"test_sleepable"}},
};

/* Members that came later than their struct: what else kernels' structs have, they had from the first one on. */
static const struct {
	const char *record, *member;
	uint32_t since;
} newer[] = {
	{"sched_ext_ops", "cgroup_set_bandwidth", KVER(6, 17)},
	{"bpf_dummy_ops", "test_sleepable", KVER(6, 3)},
};

static bool has(const char *const *list, const char *name)
{
	for (size_t i = 0; i < STRUCT_OPS_MOST && list[i]; i++)
		if (!strcmp(list[i], name))
			return true;
	return false;
}

enum fact kernel_struct_ops_member(const char *record, const char *member, bool sleepable, uint32_t kver)
{
	for (size_t i = 0; i < ARRAY_LEN(all); i++) {
		const struct struct_ops_facts *o = &all[i];

		if (strcmp(o->record, record))
			continue;
		if (kver < kernel_struct_ops_member_since(record, member))
			return FACT_NO;
		if (kver > KVER_NEWEST)
			return FACT_UNKNOWN;
		if (has(o->no_stub, member) || (o->stubs[0] && !has(o->stubs, member)))
			return FACT_NO;
		if (!sleepable || o->all_sleep || has(o->may_sleep, member))
			return FACT_YES;
		return has(o->may_sleep_somewhere, member) ? FACT_UNKNOWN : FACT_NO;
	}
	return FACT_UNKNOWN;
}

uint32_t kernel_struct_ops_member_since(const char *record, const char *member)
{
	for (size_t i = 0; i < ARRAY_LEN(newer); i++)
		if (!strcmp(newer[i].record, record) && !strcmp(newer[i].member, member))
			return newer[i].since;
	return kernel_struct_ops_since(record);
}

uint32_t kernel_struct_ops_since(const char *record)
{
	for (size_t i = 0; i < ARRAY_LEN(all); i++)
		if (!strcmp(all[i].record, record))
			return all[i].since;
	return 0;
}

const struct struct_ops_facts *kernel_struct_ops_at(size_t i)
{
	return i < ARRAY_LEN(all) ? &all[i] : NULL;
}
