// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * ask: see ask.h. Everything the kernel must be told is in UAPI headers; its BTF is read from /sys/kernel/btf/vmlinux.
 */
#include "ask.h"

#include <errno.h>
#include <linux/btf.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/syscall.h>
#include <unistd.h>

const struct target targets[] = {
	{PROG_SOCKET_FILTER},
	{PROG_KPROBE},
	{PROG_KPROBE, .sleepable = true},
	{PROG_KPROBE, ATTACH_TRACE_KPROBE_MULTI},
	{PROG_KPROBE, ATTACH_TRACE_KPROBE_SESSION},
	{PROG_KPROBE, ATTACH_TRACE_UPROBE_MULTI},
	{PROG_KPROBE, ATTACH_TRACE_UPROBE_MULTI, .sleepable = true},
	{PROG_KPROBE, ATTACH_TRACE_UPROBE_SESSION},
	{PROG_SCHED_CLS},
	{PROG_SCHED_CLS, ATTACH_TCX_INGRESS},
	{PROG_SCHED_CLS, ATTACH_TCX_EGRESS},
	{PROG_SCHED_CLS, ATTACH_NETKIT_PRIMARY},
	{PROG_SCHED_CLS, ATTACH_NETKIT_PEER},
	{PROG_SCHED_ACT},
	{PROG_TRACEPOINT},
	{PROG_XDP, ATTACH_XDP},
	{PROG_XDP, ATTACH_XDP_DEVMAP},
	{PROG_XDP, ATTACH_XDP_CPUMAP},
	{PROG_PERF_EVENT},
	{PROG_CGROUP_SKB, ATTACH_CGROUP_INET_INGRESS},
	{PROG_CGROUP_SKB, ATTACH_CGROUP_INET_EGRESS},
	{PROG_CGROUP_SOCK, ATTACH_CGROUP_INET_SOCK_CREATE},
	{PROG_CGROUP_SOCK, ATTACH_CGROUP_INET_SOCK_RELEASE},
	{PROG_CGROUP_SOCK, ATTACH_CGROUP_INET4_POST_BIND},
	{PROG_CGROUP_SOCK, ATTACH_CGROUP_INET6_POST_BIND},
	{PROG_LWT_IN},
	{PROG_LWT_OUT},
	{PROG_LWT_XMIT},
	{PROG_SOCK_OPS, ATTACH_CGROUP_SOCK_OPS},
	{PROG_SK_SKB},
	{PROG_SK_SKB, ATTACH_SK_SKB_STREAM_PARSER},
	{PROG_SK_SKB, ATTACH_SK_SKB_STREAM_VERDICT},
	{PROG_SK_SKB, ATTACH_SK_SKB_VERDICT},
	{PROG_CGROUP_DEVICE, ATTACH_CGROUP_DEVICE},
	{PROG_SK_MSG, ATTACH_SK_MSG_VERDICT},
	{PROG_RAW_TRACEPOINT},
	{PROG_CGROUP_SOCK_ADDR, ATTACH_CGROUP_INET4_BIND},
	{PROG_CGROUP_SOCK_ADDR, ATTACH_CGROUP_INET6_BIND},
	{PROG_CGROUP_SOCK_ADDR, ATTACH_CGROUP_INET4_CONNECT},
	{PROG_CGROUP_SOCK_ADDR, ATTACH_CGROUP_INET6_CONNECT},
	{PROG_CGROUP_SOCK_ADDR, ATTACH_CGROUP_UNIX_CONNECT},
	{PROG_CGROUP_SOCK_ADDR, ATTACH_CGROUP_UDP4_SENDMSG},
	{PROG_CGROUP_SOCK_ADDR, ATTACH_CGROUP_UDP6_SENDMSG},
	{PROG_CGROUP_SOCK_ADDR, ATTACH_CGROUP_UNIX_SENDMSG},
	{PROG_CGROUP_SOCK_ADDR, ATTACH_CGROUP_UDP4_RECVMSG},
	{PROG_CGROUP_SOCK_ADDR, ATTACH_CGROUP_UDP6_RECVMSG},
	{PROG_CGROUP_SOCK_ADDR, ATTACH_CGROUP_UNIX_RECVMSG},
	{PROG_CGROUP_SOCK_ADDR, ATTACH_CGROUP_INET4_GETPEERNAME},
	{PROG_CGROUP_SOCK_ADDR, ATTACH_CGROUP_INET6_GETPEERNAME},
	{PROG_CGROUP_SOCK_ADDR, ATTACH_CGROUP_UNIX_GETPEERNAME},
	{PROG_CGROUP_SOCK_ADDR, ATTACH_CGROUP_INET4_GETSOCKNAME},
	{PROG_CGROUP_SOCK_ADDR, ATTACH_CGROUP_INET6_GETSOCKNAME},
	{PROG_CGROUP_SOCK_ADDR, ATTACH_CGROUP_UNIX_GETSOCKNAME},
	{PROG_LWT_SEG6LOCAL},
	{PROG_LIRC_MODE2, ATTACH_LIRC_MODE2},
	{PROG_SK_REUSEPORT, ATTACH_SK_REUSEPORT_SELECT},
	{PROG_SK_REUSEPORT, ATTACH_SK_REUSEPORT_SELECT_OR_MIGRATE},
	{PROG_FLOW_DISSECTOR, ATTACH_FLOW_DISSECTOR},
	{PROG_CGROUP_SYSCTL, ATTACH_CGROUP_SYSCTL},
	{PROG_RAW_TRACEPOINT_WRITABLE},
	{PROG_CGROUP_SOCKOPT, ATTACH_CGROUP_GETSOCKOPT},
	{PROG_CGROUP_SOCKOPT, ATTACH_CGROUP_SETSOCKOPT},
	{PROG_TRACING, ATTACH_TRACE_RAW_TP, "btf_trace_sched_switch"},
	{PROG_TRACING, ATTACH_TRACE_FENTRY, "bpf_fentry_test1"},
	{PROG_TRACING, ATTACH_TRACE_FENTRY, "vfs_truncate"},
	{PROG_TRACING, ATTACH_TRACE_FENTRY, "__x64_sys_nanosleep", .sleepable = true},
	{PROG_TRACING, ATTACH_TRACE_FEXIT, "bpf_fentry_test1"},
	{PROG_TRACING, ATTACH_TRACE_FEXIT, "vfs_truncate"},
	{PROG_TRACING, ATTACH_TRACE_FEXIT, "__x64_sys_nanosleep", .sleepable = true},
	{PROG_TRACING, ATTACH_MODIFY_RETURN, "bpf_modify_return_test"},
	{PROG_TRACING, ATTACH_MODIFY_RETURN, "security_file_open"},
	{PROG_TRACING, ATTACH_TRACE_ITER, "bpf_iter_task"},
	{PROG_TRACING, ATTACH_TRACE_ITER, "bpf_iter_task", .sleepable = true},
	{PROG_TRACING, ATTACH_TRACE_ITER, "bpf_iter_tcp"},
	{PROG_TRACING, ATTACH_TRACE_ITER, "bpf_iter_bpf_map_elem"},
	{PROG_STRUCT_OPS, .btf = "tcp_congestion_ops", .member = 0},
	{PROG_LSM, ATTACH_LSM_MAC, "bpf_lsm_file_open"},
	{PROG_LSM, ATTACH_LSM_MAC, "bpf_lsm_file_open", .sleepable = true},
	{PROG_LSM, ATTACH_LSM_MAC, "bpf_lsm_socket_bind"},
	{PROG_LSM, ATTACH_LSM_MAC, "bpf_lsm_socket_bind", .sleepable = true},
	{PROG_LSM, ATTACH_LSM_MAC, "bpf_lsm_task_alloc"},
	{PROG_LSM, ATTACH_LSM_CGROUP, "bpf_lsm_socket_bind"},
	{PROG_LSM, ATTACH_LSM_CGROUP, "bpf_lsm_sk_alloc_security"},
	{PROG_SK_LOOKUP, ATTACH_SK_LOOKUP},
	{PROG_SYSCALL, .sleepable = true},
	{PROG_NETFILTER, ATTACH_NETFILTER},
};
const size_t ntargets = ARRAY_LEN(targets);

static int bpf(int cmd, union bpf_attr *attr)
{
	long r = syscall(__NR_bpf, cmd, attr, sizeof(*attr));

	return r < 0 ? -errno : (int)r;
}

/* The kernel's BTF, read once; the process ends soon after. */
static const struct btf_header *btf_read(void)
{
	static char *data;
	FILE *f;

	if (!data && (f = fopen("/sys/kernel/btf/vmlinux", "r"))) {
		size_t cap = 64u << 20, n;

		data = malloc(cap);
		n = data ? fread(data, 1, cap, f) : 0;
		fclose(f);
		if (n < sizeof(struct btf_header)) {
			free(data);
			data = NULL;
		}
	}
	return (const struct btf_header *)data;
}

static size_t btf_trailer(const struct btf_type *t)
{
	uint32_t n = BTF_INFO_VLEN(t->info);

	switch (BTF_INFO_KIND(t->info)) {
	case BTF_KIND_INT: return 4;
	case BTF_KIND_ARRAY: return sizeof(struct btf_array);
	case BTF_KIND_STRUCT:
	case BTF_KIND_UNION: return n * sizeof(struct btf_member);
	case BTF_KIND_ENUM: return n * sizeof(struct btf_enum);
	case BTF_KIND_FUNC_PROTO: return n * sizeof(struct btf_param);
	case BTF_KIND_VAR: return sizeof(struct btf_var);
	case BTF_KIND_DATASEC: return n * sizeof(struct btf_var_secinfo);
	case 17 /* DECL_TAG */: return 4;
	case 19 /* ENUM64 */: return n * 12;
	default: return 0;
	}
}

/* A function if there is one of that name, else a typedef, else a struct. */
uint32_t ask_btf_id(const char *name)
{
	const struct btf_header *h = btf_read();
	const char *strs, *p, *end;
	uint32_t found = 0, found_kind = 0;

	if (!h)
		return 0;
	p = (const char *)h + h->hdr_len + h->type_off;
	end = p + h->type_len;
	strs = (const char *)h + h->hdr_len + h->str_off;
	for (uint32_t id = 1; p < end; id++) {
		const struct btf_type *t = (const struct btf_type *)p;
		uint32_t kind = BTF_INFO_KIND(t->info);

		if ((kind == BTF_KIND_FUNC || kind == BTF_KIND_TYPEDEF || kind == BTF_KIND_STRUCT) &&
		    kind > found_kind && !strcmp(strs + t->name_off, name)) {
			found = id;
			found_kind = kind;
		}
		p += sizeof(*t) + btf_trailer(t);
	}
	return found;
}

void ask_load(const struct target *t, const struct bpf_insn *insns, uint32_t n, struct answer *a)
{
	union bpf_attr attr;
	int fd;

	memset(&attr, 0, sizeof(attr));
	attr.prog_type = t->prog;
	attr.insns = (uintptr_t)insns;
	attr.insn_cnt = n;
	attr.license = (uintptr_t)"GPL";
	attr.log_buf = (uintptr_t)a->log;
	attr.log_size = LOG_SIZE;
	attr.log_level = a->states ? 2 : 1;
	attr.kern_version = 0;
	if (t->sleepable)
		attr.prog_flags |= BPF_F_SLEEPABLE;
	if (t->attach)
		attr.expected_attach_type = t->attach - 1u;
	if (t->prog == PROG_STRUCT_OPS)
		attr.expected_attach_type = t->member;
	if (t->btf)
		attr.attach_btf_id = ask_btf_id(t->btf);
	a->log[0] = 0;
	fd = bpf(BPF_PROG_LOAD, &attr);
	a->err = fd < 0 ? -fd : 0;
	if (fd >= 0)
		close(fd);
}

bool ask_possible(void)
{
	const struct bpf_insn insns[] = {MOV_IMM(0, 0), EXIT()};
	const struct target t = {PROG_SOCKET_FILTER};
	static struct answer a;

	if (geteuid())
		return false;
	ask_load(&t, insns, ARRAY_LEN(insns), &a);
	return !a.err;
}

int ask_own_btf(void)
{
	static int fd = -1;
	struct {
		struct btf_header h;
		struct btf_type t;
		uint32_t encoding;
		char strs[8];
	} blob = {
		.h = {.magic = BTF_MAGIC, .version = 1, .hdr_len = sizeof(struct btf_header),
		      .type_len = sizeof(struct btf_type) + 4, .str_off = sizeof(struct btf_type) + 4, .str_len = 5},
		.t = {.name_off = 1, .info = BTF_KIND_INT << 24, .size = 4},
		.encoding = BTF_INT_SIGNED << 24 | 32,
		.strs = "\0int",
	};
	union bpf_attr attr;

	if (fd >= 0)
		return fd;
	memset(&attr, 0, sizeof(attr));
	attr.btf = (uintptr_t)&blob;
	attr.btf_size = sizeof(blob.h) + blob.h.type_len + blob.h.str_len;
	fd = bpf(BPF_BTF_LOAD, &attr);
	return fd;
}

int ask_map(enum map_type type, uint32_t key, uint32_t value, uint32_t entries, uint32_t flags, int inner)
{
	const struct map_facts *m = kernel_map(type);
	union bpf_attr attr;

	memset(&attr, 0, sizeof(attr));
	attr.map_type = type;
	attr.key_size = key;
	attr.value_size = value;
	attr.max_entries = entries;
	attr.map_flags = flags;
	if (inner >= 0 && (type == MAP_ARRAY_OF_MAPS || type == MAP_HASH_OF_MAPS))
		attr.inner_map_fd = inner;
	if (m && m->btf_required) {
		attr.btf_fd = ask_own_btf();
		attr.btf_key_type_id = attr.btf_value_type_id = 1;
	}
	return bpf(BPF_MAP_CREATE, &attr);
}

static uint32_t some_size(enum size_rule rule, uint32_t fixed)
{
	switch (rule) {
	case SIZE_ZERO: return 0;
	case SIZE_FIXED: return fixed;
	case SIZE_LPM_KEY:
	case SIZE_STACK:
	case SIZE_8_OR_16: return 8;
	default: return 4;
	}
}

int ask_map_fd(enum map_type type)
{
	static int fds[MAP_TYPES];
	const struct map_facts *m = kernel_map(type);
	uint32_t entries;

	if (!m)
		return -ENOENT;
	if (!fds[type]) {
		entries = m->entries == ENTRIES_ZERO ? 0 : m->entries == ENTRIES_POW2_PAGE ? 4096 : 1;
		fds[type] = ask_map(type, some_size(m->key, m->key_fixed), some_size(m->value, m->value_fixed), entries,
				    m->flags_required, m->lookup == LOOKUP_INNER_MAP ? ask_map_fd(MAP_ARRAY) : -1);
	}
	return fds[type];
}
