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

struct answer answer;
bool ask_verbose;
uint32_t ask_kver;

const char *name_of(const struct target *t)
{
	static char buf[160];

	snprintf(buf, sizeof(buf), "%s attach=%d%s%s%s", kernel_prog(t->prog)->name + strlen("BPF_PROG_TYPE_"),
		 t->attach ? t->attach - 1 : -1, t->btf ? " " : "", t->btf ? t->btf : "", t->sleepable ? " sleepable" : "");
	return buf;
}

const char *word(enum fact f)
{
	return f == FACT_YES ? "yes" : f == FACT_NO ? "no" : "unknown";
}

enum outcome compare(enum fact table, bool kernel)
{
	return table == FACT_UNKNOWN ? NOT_CLAIMED : (table == FACT_YES) == kernel ? AGREE : DIFFER;
}

/* The last line of the verifier's log before its statistics. */
static const char *last_line(void)
{
	static char line[200];
	const char *p = answer.log, *best = answer.log;

	for (; p && *p; p = strchr(p, '\n') ? strchr(p, '\n') + 1 : NULL)
		if (strncmp(p, "processed ", 10) && *p != '\n')
			best = p;
	snprintf(line, sizeof(line), "%.*s", (int)strcspn(best, "\n"), best);
	return line;
}

void note(struct tally *tally, enum outcome o, const char *what, const char *who, int detail, const char *table)
{
	static const char *const words[] = {"agree", "DIFFER", "not claimed", "cannot ask"};

	tally->n[o]++;
	if (o == DIFFER || (ask_verbose && o != AGREE))
		printf("%s: %s %s %d: table says %s; kernel: %s\n", words[o], who, what, detail, table, last_line());
}

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

const char *ask_member(const char *record, uint32_t i)
{
	const struct btf_header *h = btf_read();
	uint32_t id = ask_btf_id(record);
	const char *p = h ? (const char *)h + h->hdr_len + h->type_off : NULL;

	while (id && --id)
		p += sizeof(struct btf_type) + btf_trailer((const struct btf_type *)p);
	if (!p || !ask_btf_id(record) || i >= BTF_INFO_VLEN(((const struct btf_type *)p)->info))
		return NULL;
	return (const char *)h + h->hdr_len + h->str_off + ((const struct btf_member *)(p + sizeof(struct btf_type)))[i].name_off;
}

/* A function that this kernel offers to programs: pahole tags those (a kernel built without it may still have the code). */
uint32_t ask_kfunc_id(const char *name)
{
	const struct btf_header *h = btf_read();
	uint32_t id = ask_btf_id(name);
	const char *strs, *p, *end;

	if (!h || !id)
		return 0;
	p = (const char *)h + h->hdr_len + h->type_off;
	end = p + h->type_len;
	strs = (const char *)h + h->hdr_len + h->str_off;
	for (; p < end; p += sizeof(struct btf_type) + btf_trailer((const struct btf_type *)p)) {
		const struct btf_type *t = (const struct btf_type *)p;

		if (BTF_INFO_KIND(t->info) == 17 && t->type == id && !strcmp(strs + t->name_off, "bpf_kfunc"))
			return id;
	}
	return 0;
}

void ask_load(const struct target *t, const struct bpf_insn *insns, uint32_t n)
{
	union bpf_attr attr;
	int fd;

	memset(&attr, 0, sizeof(attr));
	attr.prog_type = t->prog;
	attr.insns = (uintptr_t)insns;
	attr.insn_cnt = n;
	attr.license = (uintptr_t)(answer.proprietary ? "Proprietary" : "GPL");
	attr.log_buf = (uintptr_t)answer.log;
	attr.log_size = LOG_SIZE;
	attr.log_level = answer.states ? 2 : 1;
	attr.kern_version = 0;
	if (t->sleepable)
		attr.prog_flags |= BPF_F_SLEEPABLE;
	if (t->attach)
		attr.expected_attach_type = t->attach - 1u;
	if (t->prog == PROG_STRUCT_OPS)
		attr.expected_attach_type = t->member;
	if (t->btf)
		attr.attach_btf_id = ask_btf_id(t->btf);
	answer.log[0] = 0;
	fd = bpf(BPF_PROG_LOAD, &attr);
	answer.err = fd < 0 ? -fd : 0;
	if (fd >= 0)
		close(fd);
}

int fine_return(const struct target *t)
{
	for (int r = 0; r <= 1; r++) {
		const struct bpf_insn insns[] = {MOV_IMM(0, r), EXIT()};

		ask_load(t, insns, ARRAY_LEN(insns));
		if (!answer.err)
			return r;
	}
	return -1;
}

/* The 128 bytes of stack below the frame pointer are zeroed; memory, keys and values point there. */
uint32_t set_args(struct bpf_insn *insns, const struct helper_facts *h, int map, const struct odd *odd)
{
	uint32_t n = 0;

	insns[n++] = MOV_REG(6, 1);
	for (int off = -128; off < 0; off += 8)
		insns[n++] = STORE_IMM(BPF_DW, 10, (int16_t)off, 0);
	for (uint8_t i = 0; i < 5; i++) {
		const struct bpf_insn load[] = {MAP_FD(i + 1, map)};
		uint8_t reg = i + 1;

		if (odd && odd->arg == i) {
			for (uint32_t k = 0; k < odd->n; k++) {
				insns[n] = odd->value[k];
				if (insns[n].code)
					insns[n].dst_reg = reg;
				n++;
			}
			continue;
		}
		switch (h->args[i].kind) {
		case ARG_MAP:
			memcpy(&insns[n], load, sizeof(load));
			n += 2;
			break;
		case ARG_MAP_KEY: case ARG_MAP_VALUE: case ARG_MEM: case ARG_FIXED_MEM: case ARG_STACK:
			insns[n++] = MOV_REG(reg, 10);
			insns[n++] = ADD_IMM(reg, -128);
			break;
		case ARG_CTX:
			insns[n++] = MOV_REG(reg, 6);
			break;
		case ARG_SIZE: case ARG_SIZE_OR_ZERO: case ARG_ALLOC_SIZE_OR_ZERO:
			insns[n++] = MOV_IMM(reg, 8);
			break;
		default:
			insns[n++] = MOV_IMM(reg, 0);
		}
	}
	return n;
}

static const struct ctx_field *field_of(const struct ctx_facts *c, enum ctx_result result)
{
	for (size_t i = 0; i < c->nfields; i++)
		if (c->fields[i].result == result)
			return &c->fields[i];
	return NULL;
}

uint32_t get_packet(struct bpf_insn *insns, const struct target *t)
{
	const struct ctx_facts *c = kernel_prog(t->prog)->ctx;
	const struct ctx_field *data = field_of(c, CTX_PACKET), *end = field_of(c, CTX_PACKET_END);
	uint8_t width = data && data->size == 8 ? BPF_DW : BPF_W;
	uint32_t n = 0;

	if (!data || kernel_ctx_access(t->prog, t->attach, data->off, data->size, false).ok != FACT_YES)
		return 0;
	insns[n++] = LOAD(width, 7, 1, (int16_t)data->off);
	insns[n++] = LOAD(width, 8, 1, (int16_t)end->off);
	insns[n++] = MOV_REG(9, 7);
	insns[n++] = ADD_IMM(9, 128);
	insns[n++] = INSN(BPF_JMP | BPF_JLE | BPF_X, 9, 8, 2, 0);
	insns[n++] = MOV_IMM(0, 0);
	insns[n++] = EXIT();
	return n;
}

bool takes_map(const struct helper_facts *h)
{
	for (int i = 0; i < 5; i++)
		if (h->args[i].kind == ARG_MAP)
			return true;
	return false;
}

bool ask_possible(void)
{
	const struct bpf_insn insns[] = {MOV_IMM(0, 0), EXIT()};
	const struct target t = {PROG_SOCKET_FILTER};

	if (geteuid())
		return false;
	ask_load(&t, insns, ARRAY_LEN(insns));
	return !answer.err;
}

/* BTF of our own: 1 int, 2 long, 3 struct FIELD of `size` bytes, 4 struct value { FIELD; int; }. */
enum { OWN_INT = 1, OWN_LONG, OWN_FIELD, OWN_VALUE };

static int load_own_btf(const char *field, uint32_t size)
{
	struct {
		struct btf_header h;
		struct btf_type i;
		uint32_t i_enc;
		struct btf_type l;
		uint32_t l_enc;
		struct btf_type f, v;
		struct btf_member m[2];
		char strs[64];
	} blob = {
		.h = {.magic = BTF_MAGIC, .version = 1, .hdr_len = sizeof(struct btf_header),
		      .type_len = 4 * sizeof(struct btf_type) + 8 + 2 * sizeof(struct btf_member), .str_len = 64},
		.i = {.name_off = 1, .info = BTF_KIND_INT << 24, .size = 4},
		.i_enc = BTF_INT_SIGNED << 24 | 32,
		.l = {.name_off = 5, .info = BTF_KIND_INT << 24, .size = 8},
		.l_enc = 64,
		.f = {.name_off = 16, .info = BTF_KIND_STRUCT << 24, .size = size},
		.v = {.name_off = 10, .info = BTF_KIND_STRUCT << 24 | 2, .size = size + 8},
		.m = {{.name_off = 12, .type = OWN_FIELD, .offset = 0}, {.name_off = 14, .type = OWN_INT, .offset = size * 8}},
		.strs = "\0int\0long\0v\0f\0x",
	};
	union bpf_attr attr;

	blob.h.str_off = blob.h.type_len;
	snprintf(blob.strs + 16, sizeof(blob.strs) - 16, "%s", field);
	memset(&attr, 0, sizeof(attr));
	attr.btf = (uintptr_t)&blob;
	attr.btf_size = blob.h.hdr_len + blob.h.type_len + blob.h.str_len;
	return bpf(BPF_BTF_LOAD, &attr);
}

int ask_map_with_field(enum map_type type, const char *field, uint32_t size)
{
	const struct map_facts *m = kernel_map(type);
	union bpf_attr attr;
	int btf, fd;

	if (!ask_btf_id(field))
		return -ENOENT;
	btf = load_own_btf(field, size);
	if (btf < 0)
		return btf;
	memset(&attr, 0, sizeof(attr));
	attr.map_type = type;
	attr.key_size = m->key == SIZE_ZERO ? 0 : m->key == SIZE_8_OR_16 || m->key == SIZE_LPM_KEY ? 8 : 4;
	attr.value_size = size + 8;
	attr.max_entries = m->entries == ENTRIES_ZERO ? 0 : 1;
	attr.map_flags = m->flags_required;
	attr.btf_fd = btf;
	attr.btf_key_type_id = attr.key_size == 8 ? OWN_LONG : attr.key_size ? OWN_INT : 0;
	attr.btf_value_type_id = OWN_VALUE;
	fd = bpf(BPF_MAP_CREATE, &attr);
	close(btf);
	return fd;
}

static int own_btf(void)
{
	static int fd;

	if (fd <= 0)
		fd = load_own_btf("field", 4);
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
		attr.btf_fd = own_btf();
		attr.btf_key_type_id = attr.btf_value_type_id = OWN_INT;
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
