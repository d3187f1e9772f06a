// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * kernel_test: the tables hang together, and the lookups answer what the rows say. Whether the rows are true is
 * ask_kernel's question.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "kernel/kernel.h"

#define BIT(n) (UINT64_C(1) << (n))

static void helpers_are_whole(void **state)
{
	for (uint32_t id = 1; id < kernel_helper_count(); id++) {
		const struct helper_facts *h = kernel_helper(id);
		int maps = 0;
		bool ended = false;

		assert_non_null(h);
		assert_int_equal(h->id, id);
		assert_ptr_equal(kernel_helper_by_name(h->name), h);
		assert_true(h->since >= KVER(3, 19));
		assert_int_equal(h->progs & h->progs_maybe, 0);
		for (int i = 0; i < 5; i++) {
			const struct arg_facts *arg = &h->args[i];

			assert_false(ended && arg->kind != ARG_NONE);
			ended = arg->kind == ARG_NONE;
			maps += arg->kind == ARG_MAP;
			if (arg->kind == ARG_MEM) /* its size comes next */
				assert_true(i < 4 && (arg[1].kind == ARG_SIZE || arg[1].kind == ARG_SIZE_OR_ZERO));
			assert_int_equal(arg->kind == ARG_FIXED_MEM, arg->size > 0);
			if (arg->flags & ARG_UNINIT)
				assert_true(arg->flags & ARG_WRITE);
		}
		assert_true(maps <= 1);
		if (h->ret == RET_MAP_VALUE)
			assert_int_equal(maps, 1);
		assert_int_equal(h->ret == RET_BTF_ID, h->ret_btf != NULL);
	}
	assert_null(kernel_helper(0));
	assert_null(kernel_helper(kernel_helper_count()));
	assert_null(kernel_helper_by_name("bpf_no_such_helper"));
}

static void helpers_differ_by_program(void **state)
{
	assert_int_equal(kernel_helper_in(HELPER_get_socket_cookie, PROG_SCHED_CLS)->args[0].kind, ARG_CTX);
	assert_int_equal(kernel_helper_in(HELPER_get_socket_cookie, PROG_TRACING)->args[0].kind, ARG_BTF_ID_SOCK_COMMON);
	assert_int_equal(kernel_helper_in(HELPER_setsockopt, PROG_SOCK_OPS)->args[0].kind, ARG_CTX);
	assert_int_equal(kernel_helper_in(HELPER_get_cgroup_classid, PROG_CGROUP_SOCK)->args[0].kind, ARG_NONE);
	assert_ptr_equal(kernel_helper_in(HELPER_map_lookup_elem, PROG_XDP), kernel_helper(HELPER_map_lookup_elem));
}

static enum fact may(const char *helper, enum prog_type prog, attach_type attach)
{
	return kernel_helper_available(kernel_helper_by_name(helper), prog, attach);
}

static void availability(void **state)
{
	assert_int_equal(may("bpf_map_lookup_elem", PROG_XDP, 0), FACT_YES);
	assert_int_equal(may("bpf_xdp_adjust_head", PROG_XDP, 0), FACT_YES);
	assert_int_equal(may("bpf_xdp_adjust_head", PROG_SCHED_CLS, 0), FACT_NO);
	assert_int_equal(may("bpf_skb_store_bytes", PROG_XDP, 0), FACT_NO);
	assert_int_equal(may("bpf_xdp_adjust_head", PROG_EXT, 0), FACT_UNKNOWN);
	assert_int_equal(may("bpf_bind", PROG_CGROUP_SOCK_ADDR, ATTACH_CGROUP_INET4_CONNECT), FACT_YES);
	assert_int_equal(may("bpf_bind", PROG_CGROUP_SOCK_ADDR, ATTACH_CGROUP_INET4_BIND), FACT_NO);
	assert_int_equal(may("bpf_bind", PROG_CGROUP_SOCK_ADDR, ATTACH_NONE), FACT_UNKNOWN);
	assert_int_equal(may("bpf_override_return", PROG_KPROBE, 0), FACT_UNKNOWN); /* a matter of configuration */
	assert_int_equal(may("bpf_map_lookup_elem", PROG_UNSPEC, 0), FACT_UNKNOWN);
	assert_int_equal(kernel_helper_available(NULL, PROG_XDP, 0), FACT_UNKNOWN);
	assert_int_equal(kernel_helper_available_at(kernel_helper(HELPER_send_signal), PROG_XDP, 0, KVER(6, 12)), FACT_NO);
	assert_int_equal(kernel_helper_available_at(kernel_helper(HELPER_send_signal), PROG_XDP, 0, KVER(6, 15)), FACT_UNKNOWN);
	assert_int_equal(kernel_helper_available_at(kernel_helper(HELPER_send_signal), PROG_XDP, 0, KVER(6, 18)), FACT_YES);
	assert_int_equal(kernel_helper_available_at(kernel_helper(HELPER_loop), PROG_XDP, 0, KVER(5, 10)), FACT_NO);
}

static enum fact may_at(uint32_t helper, enum prog_type prog, attach_type attach, uint32_t major, uint32_t minor)
{
	return kernel_helper_available_at(kernel_helper(helper), prog, attach, KVER(major, minor));
}

static void older_kernels(void **state)
{
	/* came between two trees */
	assert_int_equal(may_at(HELPER_get_current_pid_tgid, PROG_XDP, 0, 5, 4), FACT_NO);
	assert_int_equal(may_at(HELPER_get_current_pid_tgid, PROG_XDP, 0, 5, 10), FACT_NO);
	assert_int_equal(may_at(HELPER_get_current_pid_tgid, PROG_XDP, 0, 5, 15), FACT_NO);
	assert_int_equal(may_at(HELPER_get_current_pid_tgid, PROG_XDP, 0, 6, 1), FACT_NO);
	assert_int_equal(may_at(HELPER_get_current_pid_tgid, PROG_XDP, 0, 6, 6), FACT_UNKNOWN);
	assert_int_equal(may_at(HELPER_get_current_pid_tgid, PROG_XDP, 0, 6, 12), FACT_YES);
	assert_int_equal(may_at(HELPER_skb_load_bytes, PROG_TRACING, ATTACH_TRACE_ITER, 5, 10), FACT_NO);
	/* was taken away */
	assert_int_equal(may_at(HELPER_skb_pull_data, PROG_LWT_SEG6LOCAL, 0, 5, 10), FACT_YES);
	assert_int_equal(may_at(HELPER_skb_pull_data, PROG_LWT_SEG6LOCAL, 0, 5, 15), FACT_YES);
	assert_int_equal(may_at(HELPER_skb_pull_data, PROG_LWT_SEG6LOCAL, 0, 6, 1), FACT_YES);
	assert_int_equal(may_at(HELPER_skb_pull_data, PROG_LWT_SEG6LOCAL, 0, 6, 6), FACT_UNKNOWN);
	assert_int_equal(may_at(HELPER_skb_pull_data, PROG_LWT_SEG6LOCAL, 0, 6, 12), FACT_NO);
	/* by attach type */
	assert_int_equal(may_at(HELPER_setsockopt, PROG_CGROUP_SOCK_ADDR, ATTACH_CGROUP_INET4_BIND, 5, 10), FACT_NO);
	assert_int_equal(may_at(HELPER_setsockopt, PROG_CGROUP_SOCK_ADDR, ATTACH_CGROUP_INET4_BIND, 5, 15), FACT_UNKNOWN);
	assert_int_equal(may_at(HELPER_setsockopt, PROG_CGROUP_SOCK_ADDR, ATTACH_CGROUP_INET4_BIND, 6, 1), FACT_YES);
	/* before the oldest only a no is known; helpers and types that the older tree does not have */
	assert_int_equal(may_at(HELPER_map_lookup_elem, PROG_XDP, 0, 5, 4), FACT_UNKNOWN);
	assert_int_equal(may_at(HELPER_map_lookup_elem, PROG_XDP, 0, 5, 10), FACT_YES);
	assert_int_equal(may_at(HELPER_loop, PROG_XDP, 0, 5, 16), FACT_NO);
	assert_int_equal(may_at(HELPER_loop, PROG_XDP, 0, 5, 17), FACT_UNKNOWN);
	assert_int_equal(may_at(HELPER_loop, PROG_XDP, 0, 6, 1), FACT_YES);
	assert_int_equal(may_at(HELPER_sys_close, PROG_SYSCALL, 0, 5, 15), FACT_UNKNOWN);
	assert_int_equal(may_at(HELPER_skb_load_bytes, PROG_SYSCALL, 0, 5, 15), FACT_NO);
	assert_int_equal(may_at(HELPER_skb_load_bytes, PROG_SYSCALL, 0, 5, 10), FACT_UNKNOWN); /* there are no such programs */
	/* since when */
	assert_int_equal(kernel_helper_since(kernel_helper(HELPER_get_current_pid_tgid), PROG_KPROBE, 0), KVER(4, 2));
	assert_int_equal(kernel_helper_since(kernel_helper(HELPER_get_current_pid_tgid), PROG_XDP, 0), KVER(6, 12));
	assert_int_equal(kernel_helper_since(kernel_helper(HELPER_send_signal), PROG_XDP, 0), KVER(6, 18));
	assert_int_equal(kernel_helper_since(kernel_helper(HELPER_strtol), PROG_SCHED_CLS, 0), KVER(6, 1));
	assert_int_equal(kernel_helper_since(kernel_helper(HELPER_loop), PROG_XDP, 0), KVER(5, 17));
	assert_int_equal(kernel_helper_since(kernel_helper(HELPER_xdp_adjust_head), PROG_SCHED_CLS, 0), KVER(4, 10));
	for (uint32_t id = 1; id < kernel_helper_count(); id++) { /* the trees of 5.10 and 6.1 have 155 and 209 */
		assert_int_equal(kernel_helper(id)->since <= KVER(5, 10), id < 156);
		assert_int_equal(kernel_helper(id)->since <= KVER(6, 1), id < 210);
	}
}

static void maps_are_whole(void **state)
{
	for (int t = 1; t < MAP_TYPES; t++) {
		const struct map_facts *m = kernel_map((enum map_type)t);

		assert_non_null(m);
		assert_int_equal(m->type, t);
		assert_ptr_equal(kernel_map_by_name(m->name), m);
		assert_int_equal(m->flags_required & ~m->flags_allowed, 0);
		if (m->lookup == LOOKUP_NONE)
			assert_int_not_equal(kernel_map_helper(m->type, HELPER_map_lookup_elem), FACT_YES);
		else
			assert_int_equal(kernel_map_helper(m->type, HELPER_map_lookup_elem), FACT_YES);
		assert_int_equal(m->for_each, kernel_map_helper(m->type, HELPER_for_each_map_elem) == FACT_YES);
		assert_true(strlen(kernel_lookup_result_name(m->lookup)) > 0);
	}
	assert_null(kernel_map(MAP_UNSPEC));
	assert_null(kernel_map(MAP_TYPES));
	assert_null(kernel_map_by_name("BPF_MAP_TYPE_NONE"));
}

static void maps_and_helpers(void **state)
{
	assert_int_equal(kernel_map_helper(MAP_QUEUE, HELPER_map_lookup_elem), FACT_NO);
	assert_int_equal(kernel_map_helper(MAP_QUEUE, HELPER_map_push_elem), FACT_YES);
	assert_int_equal(kernel_map_helper(MAP_HASH, HELPER_map_push_elem), FACT_NO);
	assert_int_equal(kernel_map_helper(MAP_HASH, HELPER_map_update_elem), FACT_YES);
	assert_int_equal(kernel_map_helper(MAP_HASH, HELPER_ringbuf_output), FACT_NO);
	assert_int_equal(kernel_map_helper(MAP_SOCKMAP, HELPER_map_update_elem), FACT_UNKNOWN);
	assert_int_equal(kernel_map_helper_in(MAP_SOCKMAP, HELPER_map_update_elem, PROG_SCHED_CLS, 0), FACT_YES);
	assert_int_equal(kernel_map_helper_in(MAP_SOCKMAP, HELPER_map_update_elem, PROG_SOCK_OPS, 0), FACT_NO);
	assert_int_equal(kernel_map_helper_in(MAP_SOCKMAP, HELPER_map_delete_elem, PROG_SOCK_OPS, 0), FACT_YES);
	assert_int_equal(kernel_map_helper(MAP_ARENA, HELPER_map_lookup_elem), FACT_UNKNOWN);
}

static enum fact maps_at(enum map_type type, uint32_t helper, uint32_t kver)
{
	return kernel_map_helper_at(type, helper, PROG_UNSPEC, ATTACH_NONE, kver);
}

static void maps_and_helpers_of_older_kernels(void **state)
{
	assert_int_equal(maps_at(MAP_TASK_STORAGE, HELPER_kptr_xchg, KVER(6, 1)), FACT_NO);
	assert_int_equal(maps_at(MAP_TASK_STORAGE, HELPER_kptr_xchg, KVER(6, 6)), FACT_UNKNOWN);
	assert_int_equal(maps_at(MAP_TASK_STORAGE, HELPER_kptr_xchg, KVER(6, 12)), FACT_YES);
	assert_int_equal(maps_at(MAP_BLOOM_FILTER, HELPER_map_push_elem, KVER(5, 15)), FACT_UNKNOWN); /* there is no such map */
	assert_int_equal(maps_at(MAP_BLOOM_FILTER, HELPER_map_push_elem, KVER(6, 1)), FACT_YES);
	assert_int_equal(maps_at(MAP_QUEUE, HELPER_map_lookup_elem, KVER(5, 4)), FACT_NO);
	assert_int_equal(maps_at(MAP_HASH, HELPER_ringbuf_output, KVER(5, 10)), FACT_NO);
	assert_int_equal(maps_at(MAP_HASH, HELPER_map_update_elem, KVER(5, 10)), FACT_YES);
	assert_int_equal(maps_at(MAP_STRUCT_OPS, HELPER_map_lookup_elem, KVER(5, 10)), FACT_NO);
	assert_int_equal(kernel_map_helper_at(MAP_SOCKMAP, HELPER_map_update_elem, PROG_SOCK_OPS, 0, KVER(5, 10)), FACT_NO);
	for (int type = 1; type < MAP_TYPES; type++)
		for (uint32_t helper = 1; helper < kernel_helper_count(); helper++)
			assert_int_equal(maps_at((enum map_type)type, helper, KVER(6, 18)), kernel_map_helper((enum map_type)type, helper));
}

static void sections(void **state)
{
	static const struct {
		const char *name;
		enum prog_type prog;
		bool sleepable;
	} known[] = {
		{"xdp", PROG_XDP}, {"?xdp", PROG_XDP}, {"tp/sched/sched_switch", PROG_TRACEPOINT},
		{"tracepoint/a/b", PROG_TRACEPOINT}, {"kprobe", PROG_KPROBE}, {"kprobe.multi/tcp_*", PROG_KPROBE},
		{"fentry.s/x", PROG_TRACING, true}, {"lsm.s/file_open", PROG_LSM, true}, {"iter.s/task", PROG_TRACING, true},
		{"uprobe.s", PROG_KPROBE, true}, {"syscall", PROG_SYSCALL, true}, {"freplace/f", PROG_EXT},
		{"struct_ops.s/init", PROG_STRUCT_OPS, true}, {"struct_ops", PROG_STRUCT_OPS}, {"tcx/ingress", PROG_SCHED_CLS},
		{"tc", PROG_SCHED_CLS}, {"classifier", PROG_SCHED_CLS}, {"action", PROG_SCHED_ACT},
		{"netkit/peer", PROG_SCHED_CLS}, {"cgroup/connect4", PROG_CGROUP_SOCK_ADDR}, {"ksyscall/openat", PROG_KPROBE},
		{"usdt/a:b:c", PROG_KPROBE}, {"cgroup_skb/egress", PROG_CGROUP_SKB}, {"netfilter", PROG_NETFILTER},
	};
	static const char *const unknown[] = {"xdp/drop", "xdp_drop", "kprobex", "tc/x", "", "maps", "lsm_x", ".text"};

	for (size_t i = 0; i < ARRAY_LEN(known); i++) {
		const struct section_facts *s = kernel_section(known[i].name);

		assert_non_null(s);
		assert_int_equal(s->prog, known[i].prog);
		assert_int_equal(s->sleepable, known[i].sleepable);
	}
	for (size_t i = 0; i < ARRAY_LEN(unknown); i++)
		assert_null(kernel_section(unknown[i]));
	assert_int_equal(kernel_section("cgroup/connect6")->attach, ATTACH_CGROUP_INET6_CONNECT);
	assert_int_equal(kernel_section_legacy("xdp_drop")->prog, PROG_XDP);
	assert_int_equal(kernel_section_legacy("classifier/ingress")->prog, PROG_SCHED_CLS);
	assert_null(kernel_section_legacy("from-netdev"));
	for (size_t i = 0; kernel_section_at(i); i++) {
		assert_non_null(kernel_prog(kernel_section_at(i)->prog));
		assert_true(kernel_section_at(i)->since >= kernel_prog(kernel_section_at(i)->prog)->since);
	}
}

static void contexts_are_whole(void **state)
{
	for (int p = 1; p < PROG_TYPES; p++) {
		const struct prog_facts *f = kernel_prog((enum prog_type)p);
		uint32_t end = 0;

		assert_non_null(f);
		assert_int_equal(f->type, p);
		assert_non_null(f->ctx);
		for (size_t i = 0; i < f->ctx->nfields; i++) {
			const struct ctx_field *m = &f->ctx->fields[i];

			assert_true(m->off >= end);
			end = m->off + m->size;
			assert_true(end <= f->ctx->size);
			assert_int_equal(m->result == CTX_BTF, m->btf != NULL);
		}
	}
}

static enum fact reads(enum prog_type prog, attach_type attach, int64_t off, uint32_t size)
{
	return kernel_ctx_access(prog, attach, off, size, false).ok;
}

static enum fact writes(enum prog_type prog, attach_type attach, int64_t off, uint32_t size)
{
	return kernel_ctx_access(prog, attach, off, size, true).ok;
}

static void contexts(void **state)
{
	assert_int_equal(kernel_ctx_access(PROG_XDP, ATTACH_XDP, 0, 4, false).result, CTX_PACKET);
	assert_int_equal(reads(PROG_XDP, ATTACH_XDP, 0, 8), FACT_NO);
	assert_int_equal(writes(PROG_XDP, ATTACH_XDP, 12, 4), FACT_NO);
	assert_int_equal(reads(PROG_XDP, ATTACH_XDP, 20, 4), FACT_NO);
	assert_int_equal(reads(PROG_XDP, ATTACH_NONE, 20, 4), FACT_UNKNOWN);
	assert_int_equal(reads(PROG_XDP, ATTACH_XDP_DEVMAP, 20, 4), FACT_YES);
	assert_int_equal(writes(PROG_SCHED_CLS, 0, 8, 4), FACT_YES);      /* mark */
	assert_int_equal(writes(PROG_SOCKET_FILTER, 0, 8, 4), FACT_NO);
	assert_int_equal(reads(PROG_SCHED_CLS, 0, 48, 8), FACT_YES);      /* cb */
	assert_int_equal(reads(PROG_SCHED_CLS, 0, 64, 8), FACT_NO);       /* past its end */
	assert_int_equal(reads(PROG_SCHED_CLS, 0, 2, 4), FACT_NO);        /* misaligned */
	assert_int_equal(reads(PROG_CGROUP_SOCK_ADDR, ATTACH_CGROUP_INET4_BIND, 8, 4), FACT_NO);
	assert_int_equal(reads(PROG_CGROUP_SOCK_ADDR, ATTACH_CGROUP_INET6_BIND, 8, 8), FACT_YES);
	assert_int_equal(writes(PROG_KPROBE, 0, 0, 8), FACT_NO);
	assert_int_equal(reads(PROG_EXT, 0, 0, 8), FACT_UNKNOWN);
	assert_int_equal(kernel_sock_access(SOCK_COMMON, 4, 4, false).ok, FACT_YES);  /* family */
	assert_int_equal(kernel_sock_access(SOCK_COMMON, 16, 4, false).ok, FACT_NO);  /* mark: full sockets only */
	assert_int_equal(kernel_sock_access(SOCK_FULL, 16, 4, false).ok, FACT_YES);
	assert_int_equal(kernel_sock_access(SOCK_FULL, 16, 4, true).ok, FACT_NO);
	assert_int_equal(kernel_sock_access(SOCK_TCP, 80, 8, false).ok, FACT_YES);
}

static enum fact read_at(enum prog_type prog, int64_t off, uint32_t size, uint32_t kver)
{
	return kernel_ctx_access_at(prog, ATTACH_NONE, off, size, false, kver).ok;
}

static void contexts_of_older_kernels(void **state)
{
	/* skb_hwtstamp of struct bpf_sock_ops */
	assert_int_equal(read_at(PROG_SOCK_OPS, 216, 8, KVER(5, 4)), FACT_NO);
	assert_int_equal(read_at(PROG_SOCK_OPS, 216, 8, KVER(6, 1)), FACT_NO);
	assert_int_equal(read_at(PROG_SOCK_OPS, 216, 8, KVER(6, 6)), FACT_UNKNOWN);
	assert_int_equal(read_at(PROG_SOCK_OPS, 216, 8, KVER(6, 12)), FACT_YES);
	/* hwtstamp of struct __sk_buff, migrating_sk, ingress_ifindex of struct bpf_sk_lookup */
	assert_int_equal(read_at(PROG_SCHED_CLS, 184, 8, KVER(5, 10)), FACT_NO);
	assert_int_equal(read_at(PROG_SCHED_CLS, 184, 8, KVER(5, 15)), FACT_UNKNOWN);
	assert_int_equal(read_at(PROG_SCHED_CLS, 184, 8, KVER(6, 1)), FACT_YES);
	assert_int_equal(read_at(PROG_SK_REUSEPORT, 48, 8, KVER(5, 10)), FACT_NO);
	assert_int_equal(read_at(PROG_SK_LOOKUP, 64, 4, KVER(5, 10)), FACT_NO);
	/* always there */
	assert_int_equal(read_at(PROG_SCHED_CLS, 168, 8, KVER(5, 10)), FACT_YES);
	assert_int_equal(read_at(PROG_SCHED_CLS, 0, 4, KVER(5, 10)), FACT_YES);
	assert_int_equal(read_at(PROG_XDP, 24, 4, KVER(5, 10)), FACT_NO);
	assert_int_equal(kernel_ctx_access_at(PROG_XDP, ATTACH_XDP, 0, 4, false, KVER(5, 10)).result, CTX_PACKET);
	for (int type = 1; type < PROG_TYPES; type++)
		for (int64_t off = 0; off < 256; off += 4)
			assert_int_equal(read_at((enum prog_type)type, off, 4, KVER(6, 12)), kernel_ctx_access((enum prog_type)type, 0, off, 4, false).ok);
}

static void arguments_of_older_kernels(void **state)
{
	assert_int_equal(kernel_helper_at(HELPER_sk_lookup_tcp, PROG_SCHED_CLS, KVER(6, 1))->args[2].kind, ARG_SIZE);
	assert_int_equal(kernel_helper_at(HELPER_sk_lookup_tcp, PROG_CGROUP_SOCK_ADDR, KVER(5, 10))->args[2].kind, ARG_SIZE);
	assert_int_equal(kernel_helper_at(HELPER_sk_lookup_tcp, PROG_SCHED_CLS, KVER(6, 2))->args[2].kind, ARG_SIZE_OR_ZERO);
	assert_int_equal(kernel_helper_at(HELPER_task_storage_get, PROG_TRACING, KVER(6, 1))->args[1].flags, 0);
	assert_int_equal(kernel_helper_at(HELPER_task_storage_get, PROG_TRACING, KVER(6, 6))->args[1].flags, ARG_MAYBE_NULL);
	assert_int_equal(kernel_helper_at(HELPER_loop, PROG_XDP, KVER(6, 1))->args[0].kind, ARG_ANYTHING);
	assert_true(kernel_helper_at(HELPER_loop, PROG_XDP, KVER(6, 1))->flags & HELPER_CALLBACK);
	assert_int_equal(kernel_helper_at(HELPER_loop, PROG_XDP, KVER(6, 6))->args[0].kind, ARG_ANYTHING);
	assert_int_equal(kernel_helper_at(HELPER_loop, PROG_XDP, KVER(6, 12))->args[0].kind, ARG_SCALAR);
	/* the same as ever, by program type */
	assert_ptr_equal(kernel_helper_at(HELPER_sk_storage_get, PROG_CGROUP_SOCK, KVER(6, 1)), kernel_helper_in(HELPER_sk_storage_get, PROG_CGROUP_SOCK));
	assert_ptr_equal(kernel_helper_at(HELPER_map_lookup_elem, PROG_UNSPEC, KVER(6, 1)), kernel_helper(HELPER_map_lookup_elem));
	for (uint32_t id = 1; id < kernel_helper_count(); id++)
		for (int type = 1; type < PROG_TYPES; type++) {
			const struct helper_facts *then = kernel_helper_at(id, (enum prog_type)type, KVER(6, 1)), *now = kernel_helper_in(id, (enum prog_type)type);

			assert_int_equal(then->ret, now->ret);
			assert_int_equal(then->flags & ~HELPER_PACKET_ARGS, now->flags & ~HELPER_PACKET_ARGS);
			assert_int_equal(then->since, now->since);
		}
}

static void returns(void **state)
{
	struct range_rule r = kernel_return_range(PROG_CGROUP_SOCK_ADDR, ATTACH_CGROUP_INET4_BIND);

	assert_true(r.known && r.lo == 0 && r.hi == 3);
	assert_int_equal(kernel_return_range_at(PROG_CGROUP_SOCK_ADDR, ATTACH_CGROUP_INET4_BIND, KVER(5, 10)).hi, 1);
	assert_int_equal(kernel_return_range_at(PROG_CGROUP_SOCK_ADDR, ATTACH_CGROUP_INET4_BIND, KVER(6, 1)).hi, 3);
	assert_false(kernel_return_range_at(PROG_TRACING, ATTACH_TRACE_FENTRY, KVER(5, 5)).known);
	r = kernel_return_range(PROG_TRACING, ATTACH_TRACE_FENTRY);
	assert_true(r.known && r.lo == 0 && r.hi == 0);
	assert_false(kernel_return_range(PROG_TRACING, ATTACH_NONE).known);
	assert_false(kernel_return_range(PROG_XDP, ATTACH_XDP).known);
	assert_false(kernel_return_range(PROG_LSM, ATTACH_LSM_MAC).known);
	assert_true(kernel_callback("bpf_loop")->range.known);
	assert_null(kernel_callback("bpf_map_lookup_elem"));
}

/* What helpers and kfuncs do with functions is as their rows say: the argument is one, and who calls back is known to. */
static void callbacks(void **state)
{
	for (uint32_t id = 1; id < kernel_helper_count(); id++) {
		const struct helper_facts *h = kernel_helper(id);
		const struct callback_facts *c = h ? kernel_callback(h->name) : NULL;

		if (!h)
			continue;
		assert_int_equal(c != NULL, (h->flags & (HELPER_CALLBACK | HELPER_ASYNC_CALLBACK)) != 0);
		if (c) {
			assert_int_equal(h->args[c->function].kind, ARG_FUNC);
			assert_int_equal(c->later, (h->flags & HELPER_ASYNC_CALLBACK) != 0);
		}
	}
	assert_string_equal(kernel_kfunc("bpf_rbtree_add_impl")->args[kernel_callback("bpf_rbtree_add_impl")->function].type, "void (*)()");
	assert_int_equal(kernel_callback("bpf_timer_set_callback")->context, CALLBACK_NO_CONTEXT);
}

/* Sections have an end for each beginning; what is said of kfuncs is said of some that there are. */
static void roles(void **state)
{
	int by = 0;

	for (size_t i = 0; kernel_kfunc_at(i); i++) {
		const char *name = kernel_kfunc_at(i)->name;
		const struct bracket_facts *b = kernel_bracket(name);

		by += b ? b->by * (1 << 4 * b->kind) : 0;
		assert_false(b && kernel_graph(name));
	}
	assert_int_equal(by, 0);
	assert_int_equal(kernel_graph("bpf_list_pop_front")->op, GRAPH_TAKE);
	assert_int_equal(kernel_graph("bpf_rbtree_add_impl")->node, FIELD_BIT(RB_NODE));
	assert_null(kernel_graph("bpf_task_acquire"));
	assert_int_equal(kernel_stack_object("bpf_dynptr"), 16);
	assert_int_equal(kernel_stack_object("bpf_nothing"), 0);
}

/* What was taken away, and what was called otherwise. */
static void ranges(void **state)
{
	const struct kfunc_facts *wq = kernel_kfunc("bpf_wq_set_callback_impl"), *slice = kernel_kfunc("bpf_dynptr_slice");

	assert_int_equal(kernel_lsm_until("inode_getsecid"), KVER(6, 13));
	assert_int_equal(kernel_lsm_until("file_open"), 0);
	assert_int_equal(kernel_kfunc_until("cgroup_rstat_flush"), kernel_kfunc("css_rstat_flush")->since);
	assert_int_equal(kernel_kfunc_until("css_rstat_flush"), 0);
	assert_int_equal(kernel_kfunc_until("scx_bpf_dispatch"), KVER(6, 18));
	assert_int_equal(kernel_kfunc("scx_bpf_dsq_insert")->since, KVER(6, 13));
	assert_int_equal(kernel_kfunc_available(kernel_kfunc("bpf_kfree_skb"), PROG_STRUCT_OPS, 0, KVER(6, 15)), FACT_NO);
	assert_int_equal(kernel_kfunc_available(kernel_kfunc("bpf_kfree_skb"), PROG_STRUCT_OPS, 0, KVER(6, 16)), FACT_YES);
	assert_int_equal(kernel_kfunc_available(kernel_kfunc("scx_bpf_select_cpu_dfl"), PROG_SYSCALL, 0, KVER(6, 14)), FACT_NO);
	assert_int_equal(kernel_kfunc_available(kernel_kfunc("scx_bpf_select_cpu_dfl"), PROG_SYSCALL, 0, KVER(6, 18)), FACT_YES);
	assert_string_equal(kernel_kfunc_parameter(wq, 3, KVER(6, 12)), "aux__ign");
	assert_string_equal(kernel_kfunc_parameter(wq, 3, KVER(6, 16)), "aux__prog");
	assert_string_equal(kernel_kfunc_parameter(slice, 2, KVER(6, 4)), "buffer");
	assert_string_equal(kernel_kfunc_parameter(slice, 2, KVER(6, 5)), "buffer__opt");
	assert_null(kernel_kfunc_parameter(slice, 8, KVER(6, 5)));
	assert_int_equal(kernel_feature_named("LONG_JUMPS"), FEATURE_LONG_JUMPS);
	assert_int_equal(kernel_feature_named("WINGS"), KERNEL_FEATURES);
	assert_string_equal(kernel_feature_name(FEATURE_BYTE_SWAPS), "BYTE_SWAPS");
	assert_int_equal(kernel_feature_since(FEATURE_SPACE_CASTS), KVER(6, 9));
}

static void arguments(void **state)
{
	assert_int_equal(kernel_tracepoint_argument("sched_pi_setprio", 1, KVER_NEWEST), ARGUMENT_MAYBE_NULL);
	assert_int_equal(kernel_tracepoint_argument("sched_pi_setprio", 0, KVER_NEWEST), 0);
	assert_int_equal(kernel_tracepoint_argument("sched_pi_setprio", 1, KVER(6, 13)), -1);
	assert_int_equal(kernel_tracepoint_argument("cachefiles_lookup", 2, KVER(6, 14)), ARGUMENT_MAYBE_ERROR);
	assert_int_equal(kernel_tracepoint_argument("neigh_update", 1, KVER(6, 17)), -1);
	assert_int_equal(kernel_tracepoint_argument("sched_switch", 1, KVER_NEWEST), -1);
	assert_int_equal(kernel_member_argument("sched_ext_ops", "dispatch", 1, KVER_NEWEST), ARGUMENT_MAYBE_NULL);
	assert_int_equal(kernel_member_argument("sched_ext_ops", "dispatch", 1, KVER(6, 11)), 0);
	assert_int_equal(kernel_member_argument("Qdisc_ops", "enqueue", 0, KVER(6, 16)), ARGUMENT_OWNED);
}

static void kfuncs(void **state)
{
	const char *last = "";

	for (size_t i = 0; kernel_kfunc_at(i); i++) {
		const struct kfunc_facts *f = kernel_kfunc_at(i);

		assert_true(strcmp(last, f->name) < 0);
		last = f->name;
		assert_ptr_equal(kernel_kfunc(f->name), f);
		assert_true(f->nargs <= ARRAY_LEN(f->args));
		for (size_t a = 0; a < ARRAY_LEN(f->args); a++)
			assert_int_equal(a < f->nargs, f->args[a].type && f->args[a].name);
		assert_non_null(f->ret);
		assert_true(f->progs != 0);
	}
	assert_null(kernel_kfunc("bpf_no_such_kfunc"));
	assert_int_equal(kernel_kfunc("bpf_task_acquire")->flags, KFUNC_ACQUIRE | KFUNC_RET_NULL | KFUNC_RCU);
	assert_false(kernel_kfunc("bpf_dynptr_from_xdp")->progs & BIT(PROG_SCHED_CLS));
}

static enum fact may_kfunc(const char *name, enum prog_type prog, attach_type attach, uint32_t kver)
{
	return kernel_kfunc_available(kernel_kfunc(name), prog, attach, kver);
}

static void kfuncs_by_program(void **state)
{
	assert_int_equal(may_kfunc("bpf_task_from_pid", PROG_RAW_TRACEPOINT, 0, KVER_NEWEST), FACT_NO);
	assert_int_equal(may_kfunc("bpf_task_from_pid", PROG_TRACING, 0, KVER_NEWEST), FACT_YES);
	assert_int_equal(may_kfunc("bpf_task_from_pid", PROG_TRACING, 0, KVER(6, 1)), FACT_NO); /* newer than that */
	assert_int_equal(may_kfunc("bpf_task_from_pid", PROG_EXT, 0, KVER_NEWEST), FACT_UNKNOWN);
	assert_int_equal(may_kfunc("bpf_task_from_pid", PROG_RAW_TRACEPOINT, 0, KVER(6, 30)), FACT_UNKNOWN); /* newer than the tables */
	assert_int_equal(may_kfunc("bpf_rcu_read_lock", PROG_SOCKET_FILTER, 0, KVER_NEWEST), FACT_YES);
	/* by attach type */
	assert_int_equal(may_kfunc("bpf_sock_destroy", PROG_TRACING, ATTACH_TRACE_ITER, KVER_NEWEST), FACT_YES);
	assert_int_equal(may_kfunc("bpf_sock_destroy", PROG_TRACING, ATTACH_TRACE_FENTRY, KVER_NEWEST), FACT_NO);
	assert_int_equal(may_kfunc("bpf_sock_destroy", PROG_TRACING, ATTACH_NONE, KVER_NEWEST), FACT_UNKNOWN);
	/* what later kernels added */
	assert_int_equal(may_kfunc("bpf_task_acquire", PROG_SOCK_OPS, 0, KVER(6, 12)), FACT_NO);
	assert_int_equal(may_kfunc("bpf_task_acquire", PROG_SOCK_OPS, 0, KVER(6, 18)), FACT_YES);
	assert_int_equal(may_kfunc("bpf_key_put", PROG_XDP, 0, KVER(6, 12)), FACT_NO);
	assert_int_equal(may_kfunc("bpf_key_put", PROG_XDP, 0, KVER(6, 15)), FACT_UNKNOWN);
	assert_int_equal(may_kfunc("bpf_key_put", PROG_XDP, 0, KVER(6, 18)), FACT_YES);
	assert_int_equal(kernel_kfunc_available(NULL, PROG_XDP, 0, KVER_NEWEST), FACT_UNKNOWN);
	/* what older ones did not let them */
	assert_int_equal(may_kfunc("bpf_lookup_user_key", PROG_TRACEPOINT, 0, KVER(6, 1)), FACT_NO);
	assert_int_equal(may_kfunc("bpf_lookup_user_key", PROG_TRACEPOINT, 0, KVER(6, 6)), FACT_UNKNOWN);
	assert_int_equal(may_kfunc("bpf_lookup_user_key", PROG_TRACEPOINT, 0, KVER(6, 12)), FACT_YES);
	assert_int_equal(may_kfunc("bpf_lookup_user_key", PROG_LSM, 0, KVER(6, 1)), FACT_YES);
	assert_int_equal(may_kfunc("bpf_lookup_user_key", PROG_XDP, 0, KVER(6, 6)), FACT_NO);
}

static void versions(void **state)
{
	for (uint32_t id = 1; id < kernel_helper_count(); id++)
		assert_true(!kernel_helper(id) || (kernel_helper(id)->since >= KVER(3, 18) && kernel_helper(id)->since <= KVER_NEWEST));
	for (size_t i = 0; kernel_kfunc_at(i); i++)
		assert_true(!kernel_kfunc_at(i)->since || (kernel_kfunc_at(i)->since >= KVER(5, 13) && kernel_kfunc_at(i)->since <= KVER_NEWEST));
	for (int f = 0; f < KERNEL_FEATURES; f++)
		assert_true(kernel_feature_since((enum kernel_feature)f) && kernel_feature_words((enum kernel_feature)f));
	assert_int_equal(kernel_helper_by_name("bpf_loop")->since, KVER(5, 17));
	assert_int_equal(kernel_map(MAP_RINGBUF)->since, KVER(5, 8));
	assert_int_equal(kernel_kfunc("bpf_iter_num_new")->since, KVER(6, 4));
	assert_int_equal(kernel_section("fentry.s/do_unlinkat")->since, KVER(5, 10));
	assert_int_equal(kernel_section("xdp.frags")->since, KVER(5, 18));
	assert_int_equal(kernel_feature_since(FEATURE_LOOPS), KVER(5, 3));
	assert_string_equal(kernel_field_tag("kptr", KVER(6, 3)), "kptr_untrusted");
	assert_string_equal(kernel_field_tag("kptr_ref", KVER(6, 3)), "kptr");
	assert_string_equal(kernel_field_tag("kptr_ref", KVER(6, 4)), "kptr_ref");
	assert_string_equal(kernel_field_tag("percpu_kptr", KVER(6, 1)), "percpu_kptr");
}

static void lsm_hooks(void **state)
{
	assert_true(kernel_lsm_range("file_open").known && kernel_lsm_range("file_open").hi == 0);
	assert_int_equal(kernel_lsm_range("inode_xattr_skipcap").hi, 1);
	assert_false(kernel_lsm_range("task_free").known);
	assert_false(kernel_lsm_range("no_such_hook").known);
	assert_int_equal(kernel_lsm_hook("file_open")->sleepable, FACT_YES);
	assert_non_null(kernel_lsm_hook("xfrm_state_pol_flow_match"));
	assert_int_equal(kernel_lsm_hook_available(kernel_lsm_hook("file_open"), KVER(5, 10)), FACT_YES);
	assert_int_equal(kernel_lsm_hook_available(kernel_lsm_hook("file_release"), KVER(6, 1)), FACT_NO);
	assert_int_equal(kernel_lsm_hook_available(kernel_lsm_hook("file_release"), KVER(5, 8)), FACT_NO);
	assert_int_equal(kernel_lsm_hook_available(kernel_lsm_hook("file_release"), KVER(6, 6)), FACT_UNKNOWN);
	assert_int_equal(kernel_lsm_hook_available(kernel_lsm_hook("file_release"), KVER(6, 12)), FACT_YES);
	assert_int_equal(kernel_lsm_hook_available(kernel_lsm_hook("userns_create"), KVER(5, 10)), FACT_NO);
	assert_int_equal(kernel_lsm_hook_available(kernel_lsm_hook("userns_create"), KVER(6, 1)), FACT_YES);
	assert_int_equal(kernel_lsm_hook_available(kernel_lsm_hook("uring_allowed"), KVER(6, 12)), FACT_NO);
	assert_int_equal(kernel_lsm_hook_since(kernel_lsm_hook("uring_allowed")), KVER(6, 15));
	assert_int_equal(kernel_lsm_hook_since(kernel_lsm_hook("file_release")), KVER(6, 12));
	assert_int_equal(kernel_lsm_hook_since(kernel_lsm_hook("userns_create")), KVER(6, 1));
	assert_int_equal(kernel_lsm_hook_since(kernel_lsm_hook("file_open")), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(helpers_are_whole), cmocka_unit_test(helpers_differ_by_program), cmocka_unit_test(availability), cmocka_unit_test(older_kernels),
		cmocka_unit_test(maps_are_whole), cmocka_unit_test(maps_and_helpers), cmocka_unit_test(maps_and_helpers_of_older_kernels),
		cmocka_unit_test(sections),
		cmocka_unit_test(contexts_are_whole), cmocka_unit_test(contexts), cmocka_unit_test(contexts_of_older_kernels),
		cmocka_unit_test(arguments_of_older_kernels), cmocka_unit_test(returns), cmocka_unit_test(arguments), cmocka_unit_test(kfuncs),
		cmocka_unit_test(callbacks), cmocka_unit_test(roles), cmocka_unit_test(ranges),
		cmocka_unit_test(kfuncs_by_program), cmocka_unit_test(versions), cmocka_unit_test(lsm_hooks),
	};

	return cmocka_run_group_tests_name("kernel", tests, NULL, NULL);
}
