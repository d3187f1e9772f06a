// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * signature: the polymorphic signature table and its neighbours, in words. Everything said is read from checks/kernel.
 */
#include "signature.h"

/* ---- words ---- */

static const char *const arg_words[ARG_KINDS] = {
	[ARG_ANYTHING] = "any number or pointer",
	[ARG_MAP] = "map",
	[ARG_MAP_KEY] = "memory as large as the map's key",
	[ARG_MAP_VALUE] = "memory as large as the map's value",
	[ARG_MEM] = "memory, as large as the next argument says",
	[ARG_FIXED_MEM] = "memory",
	[ARG_SIZE] = "size of that memory, at least 1",
	[ARG_SIZE_OR_ZERO] = "size of that memory, may be 0",
	[ARG_ALLOC_SIZE_OR_ZERO] = "constant size of what is returned",
	[ARG_CTX] = "the program's context",
	[ARG_SPIN_LOCK] = "struct bpf_spin_lock in a map value or allocated object",
	[ARG_SOCK_COMMON] = "socket (struct sock_common or any that begins with one)",
	[ARG_SOCKET] = "full socket (struct bpf_sock)",
	[ARG_BTF_ID] = "kernel object",
	[ARG_BTF_ID_SOCK_COMMON] = "kernel socket or struct bpf_sock_common",
	[ARG_RINGBUF_MEM] = "record from bpf_ringbuf_reserve",
	[ARG_PERCPU_BTF_ID] = "per-CPU kernel variable",
	[ARG_FUNC] = "function of this program",
	[ARG_STACK] = "stack memory",
	[ARG_CONST_STR] = "constant string in a read-only map",
	[ARG_TIMER] = "struct bpf_timer in a map value",
	[ARG_KPTR_XCHG_DEST] = "kptr field of a map value or allocated object",
	[ARG_DYNPTR] = "dynptr",
	[ARG_SCALAR] = "number, no pointer",
};

static const struct {
	uint32_t flag;
	const char *words;
} flag_words[] = {
	{ARG_MAYBE_NULL, "may be null"},
	{ARG_UNINIT, "need not be initialised"},
	{ARG_WRITE, "is written"},
	{ARG_RDONLY, "is only read"},
	{ARG_RELEASE, "its reference is given up"},
	{ARG_ALIGNED, "must be aligned"},
	{ARG_DYNPTR_LOCAL, "local memory"},
	{ARG_DYNPTR_RINGBUF, "ring buffer"},
	{ARG_DYNPTR_SKB, "skb"},
	{ARG_DYNPTR_XDP, "xdp"},
};

static const char *const ret_words[] = {
	[RET_INTEGER] = "number",
	[RET_VOID] = "nothing",
	[RET_MAP_VALUE] = "what is in the map, see below",
	[RET_SOCKET] = "struct bpf_sock *",
	[RET_TCP_SOCK] = "struct bpf_tcp_sock *",
	[RET_SOCK_COMMON] = "struct bpf_sock_common *",
	[RET_MEM] = "memory of the size asked for",
	[RET_DYNPTR_MEM] = "memory of the size asked for",
	[RET_MEM_OR_BTF_ID] = "pointer to the variable",
	[RET_BTF_ID] = "kernel object",
	[RET_KPTR] = "the kernel object that was there",
	[RET_NOT_MODELLED] = "not modelled",
};

static const struct {
	uint32_t flag;
	const char *words;
} helper_words[] = {
	{HELPER_MAYBE_NULL, "the result may be null: check it before use"},
	{HELPER_ACQUIRES, "the result carries a reference: release it on every path"},
	{HELPER_RET_RDONLY, "the result may only be read"},
	{HELPER_CHANGES_PACKET, "packet pointers are no longer good after the call: load and check them again"},
	{HELPER_GPL, "only for programs with a GPL-compatible license"},
	{HELPER_SLEEPS, "only in sleepable programs"},
	{HELPER_PACKET_ARGS, "memory arguments may be packet memory"},
	{HELPER_CALLBACK, "calls the function before it returns"},
	{HELPER_ASYNC_CALLBACK, "calls the function later"},
	{HELPER_LOCK, "takes a lock: release it before the program ends"},
	{HELPER_UNLOCK, "releases a lock"},
	{HELPER_NORETURN_ON_SUCCESS, "does not return when it succeeds"},
};

static const struct {
	uint32_t flag;
	const char *words;
} kfunc_words[] = {
	{KFUNC_RET_NULL, "the result may be null: check it before use"},
	{KFUNC_ACQUIRE, "the result carries a reference: release it on every path"},
	{KFUNC_RELEASE, "gives up the reference of its argument"},
	{KFUNC_TRUSTED_ARGS, "pointers to kernel objects must be trusted"},
	{KFUNC_RCU, "pointers to kernel objects must be trusted or protected by RCU"},
	{KFUNC_RCU_PROTECTED, "only inside an RCU section"},
	{KFUNC_SLEEPABLE, "only in sleepable programs"},
	{KFUNC_DESTRUCTIVE, "needs CAP_SYS_BOOT"},
	{KFUNC_ITER_NEW, "makes an iterator: destroy it on every path"},
	{KFUNC_ITER_NEXT, "the next element of an iterator, null at the end"},
	{KFUNC_ITER_DESTROY, "destroys an iterator"},
	{KFUNC_CHANGES_PACKET, "packet pointers are no longer good after the call: load and check them again"},
	{KFUNC_NORETURN, "does not return"},
};

static const char *const size_words[] = {
	[SIZE_ANY] = "at least 1 byte",
	[SIZE_ZERO] = "none",
	[SIZE_FOUR] = "4 bytes",
	[SIZE_LPM_KEY] = "5 to 260 bytes, the first 4 of them the prefix length",
	[SIZE_4_OR_8] = "4 or 8 bytes",
	[SIZE_STACK] = "a multiple of 8 bytes",
	[SIZE_ANY_OR_ZERO] = "any, or none",
	[SIZE_NOT_MODELLED] = "not modelled",
	[SIZE_8_OR_16] = "8 or 16 bytes",
};

static const char *const entry_words[] = {
	[ENTRIES_POSITIVE] = "at least 1",
	[ENTRIES_ZERO] = "0",
	[ENTRIES_POW2_PAGE] = "a power of two, and whole pages",
	[ENTRIES_ANY] = "any",
	[ENTRIES_AUTO] = "at least 1; libbpf fills in the number of CPUs",
};

static const char *const map_flag_names[] = {
	"BPF_F_NO_PREALLOC", "BPF_F_NO_COMMON_LRU", "BPF_F_NUMA_NODE", "BPF_F_RDONLY", "BPF_F_WRONLY", "BPF_F_STACK_BUILD_ID", "BPF_F_ZERO_SEED",
	"BPF_F_RDONLY_PROG", "BPF_F_WRONLY_PROG", "BPF_F_CLONE", "BPF_F_MMAPABLE", "BPF_F_PRESERVE_ELEMS", "BPF_F_INNER_MAP", "BPF_F_LINK", NULL,
	"BPF_F_VTYPE_BTF_OBJ_FD", "BPF_F_TOKEN_FD", "BPF_F_SEGV_ON_FAULT", "BPF_F_NO_USER_CONV", "BPF_F_RB_OVERWRITE",
};

static const struct {
	uint32_t flag;
	const char *words;
} special_words[] = {
	{SPECIAL_SPIN_LOCK, "bpf_spin_lock, bpf_res_spin_lock"},
	{SPECIAL_TIMER, "bpf_timer, bpf_wq, bpf_task_work"},
	{SPECIAL_KPTR, "kptrs, bpf_refcount"},
	{SPECIAL_GRAPH, "bpf_list_head, bpf_rb_root"},
	{SPECIAL_UPTR, "__uptr"},
};

static const char *const handed_words[HANDED_KINDS] = {
	[HANDED_MAP] = "map",
	[HANDED_KEY] = "key",
	[HANDED_VALUE] = "value",
	[HANDED_COUNT] = "number of the turn",
	[HANDED_CONTEXT] = "context",
	[HANDED_TASK] = "struct task_struct *",
	[HANDED_VMA] = "struct vm_area_struct *",
	[HANDED_DYNPTR] = "dynptr",
	[HANDED_NODE] = "node",
	[HANDED_UNKNOWN] = "not modelled",
};

static const char *const bracket_words[] = {
	[BRACKET_RCU] = "an RCU read section",
	[BRACKET_PREEMPT] = "a section without preemption",
	[BRACKET_IRQ] = "a section without interrupts",
	[BRACKET_LOCK] = "a section under a resilient lock",
	[BRACKET_LOCK_IRQ] = "a section under a resilient lock, without interrupts",
};

static const char *const graph_words[] = {
	[GRAPH_NEW] = "makes an object of the program's own",
	[GRAPH_SHARE] = "one more reference to such an object",
	[GRAPH_ADD] = "puts a node in, and its reference with it",
	[GRAPH_TAKE] = "takes a node out: the result has a reference, or is null",
	[GRAPH_LOOK] = "shows a node that stays in: good as long as the lock is held",
};

static const char *const attach_names[ATTACH_TYPES] = {
#define ATTACH_TYPE(number, name) [(number) + 1] = #name,
#include "kernel/generated/attach_types.def"
#undef ATTACH_TYPE
	[ATTACH_TRACE_UPROBE_SESSION] = "TRACE_UPROBE_SESSION",
};

static const char *const ctx_words[] = {
	[CTX_SCALAR] = "number",
	[CTX_PACKET] = "start of the packet",
	[CTX_PACKET_END] = "end of the packet",
	[CTX_PACKET_META] = "start of the metadata before the packet",
	[CTX_FLOW_KEYS] = "struct bpf_flow_keys *",
	[CTX_SOCK_COMMON_OR_NULL] = "struct bpf_sock *, its first fields only, may be null",
	[CTX_SOCKET] = "struct bpf_sock *",
	[CTX_SOCKET_OR_NULL] = "struct bpf_sock *, may be null",
	[CTX_BTF] = "kernel object",
	[CTX_BTF_OR_NULL] = "kernel object, may be null",
};

/* ---- small things ---- */

static const char *since(struct signature *s, uint32_t kver)
{
	return kver ? arena_printf(s->arena, ", since Linux %u.%u", kver >> 16, kver & 0xffff) : "";
}

static struct sheet_part *table(struct signature *s, const char *name, const char *a, const char *b)
{
	struct sheet_part *p = sheet_part(&s->sheet, name);

	p->columns[0] = a;
	p->columns[1] = b;
	return p;
}

static const char *or_not_modelled(const char *words)
{
	return words ? words : "not modelled";
}

static const char *join(struct signature *s, const char *a, const char *b)
{
	return *a ? arena_printf(s->arena, "%s, %s", a, b) : b;
}

static const char *short_name(const struct prog_facts *p)
{
	return p->name + strlen("BPF_PROG_TYPE_");
}

/* ---- helpers ---- */

bool signature_takes_map(const struct helper_facts *h)
{
	for (size_t i = 0; i < ARRAY_LEN(h->args); i++)
		if (h->args[i].kind == ARG_MAP)
			return true;
	return false;
}

static const char *argument(struct signature *s, const struct arg_facts *arg)
{
	const char *words = or_not_modelled(arg->kind < ARG_KINDS ? arg_words[arg->kind] : NULL);

	if (arg->btf)
		words = arena_printf(s->arena, "%s (struct %s)", words, arg->btf);
	if (arg->kind == ARG_FIXED_MEM && arg->size)
		words = arena_printf(s->arena, "%s of %u bytes", words, arg->size);
	for (size_t k = 0; k < ARRAY_LEN(flag_words); k++)
		if (arg->flags & flag_words[k].flag)
			words = join(s, words, flag_words[k].words);
	return words;
}

/* "read-only value, may be null" for lookups; for other helpers only whether they work there. */
static const char *on_map(const struct helper_facts *h, const struct map_facts *m)
{
	enum fact works = kernel_map_helper(m->type, h->id);

	if (works == FACT_UNKNOWN)
		return "not modelled, or only in some programs";
	if (works == FACT_NO)
		return "no: this map type does not take it";
	return h->ret == RET_MAP_VALUE ? kernel_lookup_result_name(m->lookup) : "yes";
}

static void by_map(struct signature *s, const struct helper_facts *h, const struct map_facts *only)
{
	struct sheet_part *p = table(s, "by map type", "map type", "result");

	if (only) {
		sheet_row(p, only->name, on_map(h, only));
		return;
	}
	for (int t = 0; t < MAP_TYPES; t++) {
		const struct map_facts *m = kernel_map((enum map_type)t);

		if (m && m->name && m->since <= s->kernel && kernel_map_helper(m->type, h->id) != FACT_NO)
			sheet_row(p, m->name, on_map(h, m));
	}
	sheet_row(p, "all others", "no");
}

static const char *range_words(struct signature *s, struct range_rule r)
{
	return !r.known ? "anything" : r.lo == r.hi ? arena_printf(s->arena, "%lld", (long long)r.lo) : arena_printf(s->arena, "%lld to %lld", (long long)r.lo, (long long)r.hi);
}

static void callback(struct signature *s, struct sheet_part *p, const char *name)
{
	const struct callback_facts *c = kernel_callback(name);
	const char *params = "";

	if (!c)
		return;
	for (size_t i = 0; i < ARRAY_LEN(c->params) && c->params[i]; i++)
		params = join(s, params, handed_words[c->params[i]]);
	sheet_row(p, "callback", arena_printf(s->arena, "argument %u, called %swith (%s)", c->function + 1u, c->later ? "later, " : "", params));
	sheet_row(p, "callback returns", range_words(s, c->range));
}

/* The attach types of a program type, as its sections have them, each once: the `n`-th; ATTACH_NONE past the last. */
static attach_type attach_of(enum prog_type prog, size_t n)
{
	uint64_t seen = 0;

	for (size_t i = 0; kernel_section_at(i); i++) {
		attach_type a = kernel_section_at(i)->attach;

		if (kernel_section_at(i)->prog != prog || a == ATTACH_NONE || a >= 64 || seen >> a & 1)
			continue;
		seen |= UINT64_C(1) << a;
		if (!n--)
			return a;
	}
	return ATTACH_NONE;
}

/* Of the program types that may call a helper with some attach types only: with which. */
static void attach_types(struct signature *s, const struct helper_facts *h)
{
	struct sheet_part *p = NULL;

	for (int t = 1; t < PROG_TYPES; t++) {
		const struct prog_facts *f = kernel_prog((enum prog_type)t);
		const char *with = "";
		bool some = false;
		attach_type a;

		for (size_t n = 0; f->since <= s->kernel && (a = attach_of(f->type, n)) != ATTACH_NONE; n++) {
			enum fact may = kernel_helper_available_at(h, f->type, a, s->kernel);

			some |= may == FACT_NO;
			if (may == FACT_YES)
				with = join(s, with, attach_names[a]);
		}
		if (!some || !*with)
			continue;
		p = p ? p : table(s, "by attach type", "program", "may call it with");
		sheet_row(p, short_name(f), with);
	}
}

static void programs(struct signature *s, const struct helper_facts *h, const struct kfunc_facts *k)
{
	struct sheet_part *p = sheet_part(&s->sheet, "programs");

	for (int t = 1; t < PROG_TYPES; t++) {
		const struct prog_facts *f = kernel_prog((enum prog_type)t);
		enum fact may = h ? kernel_helper_available_at(h, f->type, ATTACH_NONE, s->kernel) : kernel_kfunc_available(k, f->type, ATTACH_NONE, s->kernel);

		if (may != FACT_NO && f->since <= s->kernel)
			sheet_row(p, may == FACT_YES ? short_name(f) : arena_printf(s->arena, "%s(some)", short_name(f)), NULL);
	}
}

static void too_new(struct signature *s, struct sheet_part *p, uint32_t kver)
{
	if (kver > s->kernel)
		sheet_row(p, arena_printf(s->arena, "Linux %u.%u", s->kernel >> 16, s->kernel & 0xffff), "does not have it");
}

void signature_helper(struct signature *s, const struct helper_facts *h, const struct map_facts *map)
{
	struct sheet_part *p;
	const char *ret = or_not_modelled((unsigned)h->ret < ARRAY_LEN(ret_words) ? ret_words[h->ret] : NULL);

	s->sheet.title = arena_printf(s->arena, "%s: helper %u%s", h->name, h->id, since(s, h->since));
	p = table(s, "", "what", "it is");
	too_new(s, p, h->since);
	for (size_t i = 0; i < ARRAY_LEN(h->args) && h->args[i].kind != ARG_NONE; i++)
		sheet_row(p, arena_printf(s->arena, "argument %zu", i + 1), argument(s, &h->args[i]));
	sheet_row(p, "gives", h->ret_btf ? arena_printf(s->arena, "%s (struct %s)", ret, h->ret_btf) : ret);
	for (size_t i = 0; i < ARRAY_LEN(helper_words); i++)
		if (h->flags & helper_words[i].flag)
			sheet_row(p, "note", helper_words[i].words);
	callback(s, p, h->name);
	if (signature_takes_map(h))
		by_map(s, h, map);
	if (map)
		return;
	programs(s, h, NULL);
	attach_types(s, h);
}

void signature_list(struct signature *s)
{
	struct sheet_part *p;

	s->sheet.title = "helpers";
	p = table(s, "", "number", "name");
	p->columns[2] = "since";
	p->columns[3] = "note";
	for (uint32_t id = 1; id < kernel_helper_count(); id++) {
		const struct helper_facts *h = kernel_helper(id);
		struct sheet_row row = {{NULL}};

		if (!h || h->since > s->kernel)
			continue;
		row.cells[0] = arena_printf(s->arena, "%u", id);
		row.cells[1] = h->name;
		row.cells[2] = arena_printf(s->arena, "Linux %u.%u", h->since >> 16, h->since & 0xffff);
		row.cells[3] = signature_takes_map(h) ? "by map type" : "";
		vec_push(&p->rows, row);
	}
}

/* ---- kfuncs ---- */

void signature_kfunc(struct signature *s, const struct kfunc_facts *k)
{
	struct sheet_part *p;

	s->sheet.title = arena_printf(s->arena, "%s: kfunc%s", k->name, since(s, k->since));
	p = table(s, "", "what", "it is");
	too_new(s, p, k->since);
	if (kernel_kfunc_until(k->name) && s->kernel >= kernel_kfunc_until(k->name))
		sheet_row(p, arena_printf(s->arena, "Linux %u.%u", s->kernel >> 16, s->kernel & 0xffff), "does not have it any more");
	for (uint32_t i = 0; i < k->nargs; i++)
		sheet_row(p, arena_printf(s->arena, "argument %u", i + 1), arena_printf(s->arena, "%s%s%s", k->args[i].type,
											  k->args[i].type[strlen(k->args[i].type) - 1] == '*' ? "" : " ",
											  kernel_kfunc_parameter(k, i, s->kernel)));
	sheet_row(p, "gives", strcmp(k->ret, "void") ? k->ret : "nothing");
	for (size_t i = 0; i < ARRAY_LEN(kfunc_words); i++)
		if (k->flags & kfunc_words[i].flag)
			sheet_row(p, "note", kfunc_words[i].words);
	if (kernel_bracket(k->name))
		sheet_row(p, "note", arena_printf(s->arena, "%s %s", kernel_bracket(k->name)->by > 0 ? "begins" : "ends", bracket_words[kernel_bracket(k->name)->kind]));
	if (kernel_graph(k->name))
		sheet_row(p, "note", graph_words[kernel_graph(k->name)->op]);
	callback(s, p, k->name);
	programs(s, NULL, k);
}

/* ---- map types ---- */

static const char *size(struct signature *s, enum size_rule rule, uint32_t fixed)
{
	return rule == SIZE_FIXED ? arena_printf(s->arena, "%u bytes", fixed) : or_not_modelled(size_words[rule]);
}

static const char *flags(struct signature *s, uint32_t bits)
{
	const char *words = "";

	for (size_t i = 0; i < ARRAY_LEN(map_flag_names); i++)
		if (bits >> i & 1 && map_flag_names[i])
			words = join(s, words, map_flag_names[i]);
	return *words ? words : "none";
}

static const char *special(struct signature *s, uint32_t bits)
{
	const char *words = "";

	for (size_t i = 0; i < ARRAY_LEN(special_words); i++)
		if (bits & special_words[i].flag)
			words = join(s, words, special_words[i].words);
	return *words ? words : "none";
}

void signature_map(struct signature *s, const struct map_facts *m)
{
	struct sheet_part *p;

	s->sheet.title = arena_printf(s->arena, "%s: map type %d%s", m->name, (int)m->type, since(s, m->since));
	p = table(s, "", "what", "it is");
	too_new(s, p, m->since);
	sheet_row(p, "key", size(s, m->key, m->key_fixed));
	sheet_row(p, "value", m->max_value ? arena_printf(s->arena, "%s, up to %u", size(s, m->value, m->value_fixed), m->max_value) : size(s, m->value, m->value_fixed));
	sheet_row(p, "max_entries", entry_words[m->entries]);
	sheet_row(p, "flags", flags(s, m->flags_allowed));
	if (m->flags_required)
		sheet_row(p, "flags needed", flags(s, m->flags_required));
	sheet_row(p, "special fields", special(s, kernel_map_special(m, s->kernel)));
	sheet_row(p, "lookup gives", kernel_lookup_result_name(m->lookup));
	sheet_row(p, "per CPU", m->percpu ? "yes" : "no");
	sheet_row(p, "sleepable programs", m->sleepable ? "yes" : "no");
	if (m->btf_required)
		sheet_row(p, "note", "key and value need their types: __type(), not sizes");
	p = table(s, "helpers", "helper", "result");
	for (uint32_t id = 1; id < kernel_helper_count(); id++) {
		const struct helper_facts *h = kernel_helper(id);

		if (h && h->since <= s->kernel && signature_takes_map(h) && kernel_map_helper(m->type, id) != FACT_NO)
			sheet_row(p, h->name, on_map(h, m));
	}
}

/* ---- program types ---- */

static void sections(struct signature *s, const struct prog_facts *f)
{
	struct sheet_part *p = table(s, "sections", "section", "note");

	for (size_t i = 0; kernel_section_at(i); i++) {
		const struct section_facts *c = kernel_section_at(i);
		const char *note = c->exact ? "" : "a target behind '/'";

		if (c->prog != f->type || c->since > s->kernel)
			continue;
		if (c->sleepable)
			note = join(s, note, "sleepable");
		if (c->frags)
			note = join(s, note, "multi-buffer packets");
		sheet_row(p, c->prefix, join(s, note, arena_printf(s->arena, "since Linux %u.%u", c->since >> 16, c->since & 0xffff)));
	}
}

static const char *sizes(struct signature *s, uint8_t bits)
{
	const char *words = "";

	for (unsigned size = 1; size <= 8; size *= 2)
		if (bits & size)
			words = arena_printf(s->arena, "%s%s%u", words, *words ? " " : "", size);
	return *words ? words : "-";
}

static void context(struct signature *s, const struct prog_facts *f)
{
	struct sheet_part *p = table(s, "context", "field", "at");

	p->columns[2] = "reads of";
	p->columns[3] = "writes of";
	p->columns[4] = "gives";
	for (size_t i = 0; i < f->ctx->nfields; i++) {
		const struct ctx_field *m = &f->ctx->fields[i];
		bool writes = m->write_sizes && (!m->write_progs || m->write_progs >> f->type & 1);
		struct sheet_row row = {{NULL}};

		if (m->not_progs >> f->type & 1 || (!m->read_sizes && !writes))
			continue;
		row.cells[0] = m->name ? m->name : "";
		row.cells[1] = arena_printf(s->arena, "%u", m->off);
		row.cells[2] = sizes(s, m->read_sizes);
		row.cells[3] = writes ? sizes(s, m->write_sizes) : "-";
		row.cells[4] = m->result < ARRAY_LEN(ctx_words) && ctx_words[m->result] ? ctx_words[m->result] : "";
		if (m->btf)
			row.cells[4] = arena_printf(s->arena, "%s (struct %s)", row.cells[4], m->btf);
		if (m->attach)
			row.cells[4] = join(s, row.cells[4], "with some attach types only");
		vec_push(&p->rows, row);
	}
}

static void callable(struct signature *s, const struct prog_facts *f)
{
	struct sheet_part *p = sheet_part(&s->sheet, "helpers");

	for (uint32_t id = 1; id < kernel_helper_count(); id++) {
		const struct helper_facts *h = kernel_helper(id);
		enum fact may = h ? kernel_helper_available_at(h, f->type, ATTACH_NONE, s->kernel) : FACT_NO;

		if (may != FACT_NO)
			sheet_row(p, may == FACT_YES ? h->name : arena_printf(s->arena, "%s(some)", h->name), NULL);
	}
	p = sheet_part(&s->sheet, "kfuncs");
	for (size_t i = 0; kernel_kfunc_at(i); i++) {
		const struct kfunc_facts *k = kernel_kfunc_at(i);
		enum fact may = kernel_kfunc_available(k, f->type, ATTACH_NONE, s->kernel);

		if (may != FACT_NO)
			sheet_row(p, may == FACT_YES ? k->name : arena_printf(s->arena, "%s(some)", k->name), NULL);
	}
}

static bool differs(const struct prog_facts *f, attach_type a)
{
	struct range_rule r = kernel_return_range(f->type, a), usual = kernel_return_range(f->type, ATTACH_NONE);

	return r.known != usual.known || (r.known && (r.lo != usual.lo || r.hi != usual.hi));
}

/* What a program may return by how it is attached, where that makes a difference. */
static void returns(struct signature *s, const struct prog_facts *f)
{
	struct sheet_part *p = NULL;
	attach_type a;

	for (size_t n = 0; (a = attach_of(f->type, n)) != ATTACH_NONE; n++)
		if (differs(f, a)) {
			p = p ? p : table(s, "returns by attach type", "attached as", "returns");
			sheet_row(p, attach_names[a], range_words(s, kernel_return_range(f->type, a)));
		}
}

/* "0 to 1", as far as the program type alone says. */
static const char *usual_returns(struct signature *s, const struct prog_facts *f)
{
	attach_type a;

	if (f->type == PROG_LSM || f->type == PROG_STRUCT_OPS || f->type == PROG_EXT)
		return "what the kernel's function does";
	for (size_t n = 0; (a = attach_of(f->type, n)) != ATTACH_NONE; n++)
		if (differs(f, a))
			return arena_printf(s->arena, "%s; with some attach types otherwise, see below", range_words(s, kernel_return_range(f->type, ATTACH_NONE)));
	return range_words(s, kernel_return_range(f->type, ATTACH_NONE));
}

static bool sleeps(enum prog_type prog)
{
	for (size_t i = 0; kernel_section_at(i); i++)
		if (kernel_section_at(i)->prog == prog && kernel_section_at(i)->sleepable && prog != PROG_SYSCALL)
			return true;
	return false;
}

void signature_prog(struct signature *s, const struct prog_facts *f)
{
	static const char *const packet[] = {[PACKET_NONE] = "no", [PACKET_READ] = "read", [PACKET_WRITE] = "read and written"};
	struct sheet_part *p;

	s->sheet.title = arena_printf(s->arena, "%s: program type %d%s", f->name, (int)f->type, since(s, f->since));
	p = table(s, "", "what", "it is");
	too_new(s, p, f->since);
	sheet_row(p, "context", f->ctx->size ? arena_printf(s->arena, "struct %s, %u bytes", f->ctx->name, f->ctx->size) : f->ctx->name);
	sheet_row(p, "packet bytes", packet[f->packet]);
	sheet_row(p, "returns", usual_returns(s, f));
	sheet_row(p, "may sleep", sleeps(f->type) ? "some sections, see below" : f->type == PROG_SYSCALL ? "always" : "no");
	returns(s, f);
	sections(s, f);
	if (f->ctx->nfields)
		context(s, f);
	callable(s, f);
}
