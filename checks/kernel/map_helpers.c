// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * map_helpers: which helper works on which map type. Two tables, because the kernel checks from both sides: some map
 * types take a short list of helpers and nothing else, some helpers take a short list of map types and nothing else.
 * What neither side restricts is allowed.
 *
 * Mirrors check_map_func_compatibility and may_update_sockmap in kernel/bpf/verifier.c; for bpf_for_each_map_elem
 * set_map_elem_callback_state.
 */
#include "kernel/tables.h"

#define H(name) HELPER_##name

static const struct {
	uint8_t n;
	uint8_t helper[8];
} map_takes[MAP_TYPES] = {
	[MAP_PROG_ARRAY] = {1, {H(tail_call)}},
	[MAP_PERF_EVENT_ARRAY] = {5, {H(perf_event_read), H(perf_event_output), H(skb_output), H(perf_event_read_value),
				      H(xdp_output)}},
	[MAP_RINGBUF] = {6, {H(ringbuf_output), H(ringbuf_reserve), H(ringbuf_query), H(ringbuf_reserve_dynptr),
			     H(ringbuf_submit_dynptr), H(ringbuf_discard_dynptr)}},
	[MAP_USER_RINGBUF] = {1, {H(user_ringbuf_drain)}},
	[MAP_STACK_TRACE] = {1, {H(get_stackid)}},
	[MAP_CGROUP_ARRAY] = {2, {H(skb_under_cgroup), H(current_task_under_cgroup)}},
	[MAP_CGROUP_STORAGE] = {1, {H(get_local_storage)}},
	[MAP_PERCPU_CGROUP_STORAGE] = {1, {H(get_local_storage)}},
	[MAP_DEVMAP] = {2, {H(redirect_map), H(map_lookup_elem)}},
	[MAP_DEVMAP_HASH] = {2, {H(redirect_map), H(map_lookup_elem)}},
	[MAP_CPUMAP] = {1, {H(redirect_map)}},
	[MAP_XSKMAP] = {2, {H(redirect_map), H(map_lookup_elem)}},
	[MAP_ARRAY_OF_MAPS] = {1, {H(map_lookup_elem)}},
	[MAP_HASH_OF_MAPS] = {1, {H(map_lookup_elem)}},
	[MAP_SOCKMAP] = {7, {H(sk_redirect_map), H(sock_map_update), H(msg_redirect_map), H(sk_select_reuseport),
			     H(map_lookup_elem), H(map_update_elem), H(map_delete_elem)}},
	[MAP_SOCKHASH] = {7, {H(sk_redirect_hash), H(sock_hash_update), H(msg_redirect_hash), H(sk_select_reuseport),
			      H(map_lookup_elem), H(map_update_elem), H(map_delete_elem)}},
	[MAP_REUSEPORT_SOCKARRAY] = {1, {H(sk_select_reuseport)}},
	[MAP_QUEUE] = {3, {H(map_peek_elem), H(map_pop_elem), H(map_push_elem)}},
	[MAP_STACK] = {3, {H(map_peek_elem), H(map_pop_elem), H(map_push_elem)}},
	[MAP_SK_STORAGE] = {3, {H(sk_storage_get), H(sk_storage_delete), H(kptr_xchg)}},
	[MAP_INODE_STORAGE] = {3, {H(inode_storage_get), H(inode_storage_delete), H(kptr_xchg)}},
	[MAP_TASK_STORAGE] = {3, {H(task_storage_get), H(task_storage_delete), H(kptr_xchg)}},
	[MAP_CGRP_STORAGE] = {3, {H(cgrp_storage_get), H(cgrp_storage_delete), H(kptr_xchg)}},
	[MAP_BLOOM_FILTER] = {2, {H(map_peek_elem), H(map_push_elem)}},
};

#define M(type) (UINT64_C(1) << MAP_##type)

static const struct {
	uint32_t helper;
	uint64_t maps;
} helper_takes[] = {
	{H(tail_call), M(PROG_ARRAY)},
	{H(perf_event_read), M(PERF_EVENT_ARRAY)},
	{H(perf_event_output), M(PERF_EVENT_ARRAY)},
	{H(perf_event_read_value), M(PERF_EVENT_ARRAY)},
	{H(skb_output), M(PERF_EVENT_ARRAY)},
	{H(xdp_output), M(PERF_EVENT_ARRAY)},
	{H(ringbuf_output), M(RINGBUF)},
	{H(ringbuf_reserve), M(RINGBUF)},
	{H(ringbuf_query), M(RINGBUF)},
	{H(ringbuf_reserve_dynptr), M(RINGBUF)},
	{H(user_ringbuf_drain), M(USER_RINGBUF)},
	{H(get_stackid), M(STACK_TRACE)},
	{H(current_task_under_cgroup), M(CGROUP_ARRAY)},
	{H(skb_under_cgroup), M(CGROUP_ARRAY)},
	{H(redirect_map), M(DEVMAP) | M(DEVMAP_HASH) | M(CPUMAP) | M(XSKMAP)},
	{H(sk_redirect_map), M(SOCKMAP)},
	{H(msg_redirect_map), M(SOCKMAP)},
	{H(sock_map_update), M(SOCKMAP)},
	{H(sk_redirect_hash), M(SOCKHASH)},
	{H(msg_redirect_hash), M(SOCKHASH)},
	{H(sock_hash_update), M(SOCKHASH)},
	{H(get_local_storage), M(CGROUP_STORAGE) | M(PERCPU_CGROUP_STORAGE)},
	{H(sk_select_reuseport), M(REUSEPORT_SOCKARRAY) | M(SOCKMAP) | M(SOCKHASH)},
	{H(map_pop_elem), M(QUEUE) | M(STACK)},
	{H(map_peek_elem), M(QUEUE) | M(STACK) | M(BLOOM_FILTER)},
	{H(map_push_elem), M(QUEUE) | M(STACK) | M(BLOOM_FILTER)},
	{H(map_lookup_percpu_elem), M(PERCPU_ARRAY) | M(PERCPU_HASH) | M(LRU_PERCPU_HASH)},
	{H(sk_storage_get), M(SK_STORAGE)},
	{H(sk_storage_delete), M(SK_STORAGE)},
	{H(inode_storage_get), M(INODE_STORAGE)},
	{H(inode_storage_delete), M(INODE_STORAGE)},
	{H(task_storage_get), M(TASK_STORAGE)},
	{H(task_storage_delete), M(TASK_STORAGE)},
	{H(cgrp_storage_get), M(CGRP_STORAGE)},
	{H(cgrp_storage_delete), M(CGRP_STORAGE)},
	{H(for_each_map_elem),
	 M(HASH) | M(ARRAY) | M(PERCPU_HASH) | M(PERCPU_ARRAY) | M(LRU_HASH) | M(LRU_PERCPU_HASH)},
};

/* Who may update or delete in sock maps with the plain helpers. */
static const uint64_t sockmap_updaters = P(SOCKET_FILTER) | P(SCHED_CLS) | P(SCHED_ACT) | P(XDP) | P(SK_REUSEPORT) |
					 P(FLOW_DISSECTOR) | P(SK_LOOKUP);

static bool is_sock_map(enum map_type type)
{
	return type == MAP_SOCKMAP || type == MAP_SOCKHASH;
}

enum fact kernel_map_helper(enum map_type type, uint32_t helper)
{
	if (!kernel_map(type) || !kernel_helper(helper))
		return FACT_UNKNOWN;
	if (type == MAP_STRUCT_OPS) /* no program may use such a map at all */
		return FACT_NO;
	if (type == MAP_ARENA || type == MAP_INSN_ARRAY)
		return FACT_UNKNOWN;
	if (is_sock_map(type) && (helper == HELPER_map_update_elem || helper == HELPER_map_delete_elem))
		return FACT_UNKNOWN;
	if (map_takes[type].n && !memchr(map_takes[type].helper, (int)helper, map_takes[type].n))
		return FACT_NO;
	for (size_t i = 0; i < ARRAY_LEN(helper_takes); i++)
		if (helper_takes[i].helper == helper)
			return helper_takes[i].maps & UINT64_C(1) << type ? FACT_YES : FACT_NO;
	return FACT_YES;
}

enum fact kernel_map_helper_in(enum map_type type, uint32_t helper, enum prog_type prog, attach_type attach)
{
	bool update = helper == HELPER_map_update_elem, delete = helper == HELPER_map_delete_elem;

	if (!is_sock_map(type) || !(update || delete) || prog == PROG_UNSPEC || prog == PROG_EXT)
		return kernel_map_helper(type, helper);
	if ((unsigned)prog >= PROG_TYPES)
		return FACT_UNKNOWN;
	if (prog == PROG_TRACING)
		return attach == ATTACH_NONE ? FACT_UNKNOWN : attach == ATTACH_TRACE_ITER ? FACT_YES : FACT_NO;
	if (prog == PROG_SOCK_OPS)
		return delete ? FACT_YES : FACT_NO;
	return sockmap_updaters & PROG_BIT(prog) ? FACT_YES : FACT_NO;
}
