// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * signature: the polymorphic signature table and its neighbours, in words. Everything said is read from checks/kernel.
 */
#include "signature_words.h"

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

bool signature_takes_map(const struct helper_facts *h)
{
	for (size_t i = 0; i < ARRAY_LEN(h->args); i++)
		if (h->args[i].kind == ARG_MAP)
			return true;
	return false;
}

static const char *argument(struct signature *s, const struct arg_facts *arg)
{
	const char *words = words_or_unknown(arg->kind < ARG_KINDS ? arg_words[arg->kind] : NULL);

	if (arg->btf)
		words = arena_printf(s->arena, "%s (struct %s)", words, arg->btf);
	if (arg->kind == ARG_FIXED_MEM && arg->size)
		words = arena_printf(s->arena, "%s of %u bytes", words, arg->size);
	for (size_t k = 0; k < ARRAY_LEN(flag_words); k++)
		if (arg->flags & flag_words[k].flag)
			words = words_join(s, words, flag_words[k].words);
	return words;
}

static void by_map(struct signature *s, const struct helper_facts *h, const struct map_facts *only)
{
	struct sheet_part *p = words_table(s, "by map type", "map type", "result");

	if (only) {
		sheet_row(p, only->name, words_on_map(s, h, only));
		return;
	}
	for (int t = 0; t < MAP_TYPES; t++) {
		const struct map_facts *m = kernel_map((enum map_type)t);

		if (m && m->name && m->since <= s->kernel && kernel_map_helper_at(m->type, h->id, PROG_UNSPEC, ATTACH_NONE, s->kernel) != FACT_NO)
			sheet_row(p, m->name, words_on_map(s, h, m));
	}
	sheet_row(p, "all others", "no");
}

static void callback(struct signature *s, struct sheet_part *p, const char *name)
{
	const struct callback_facts *c = kernel_callback(name);
	const char *params = "";

	if (!c)
		return;
	for (size_t i = 0; i < ARRAY_LEN(c->params) && c->params[i]; i++)
		params = words_join(s, params, handed_words[c->params[i]]);
	sheet_row(p, "callback", arena_printf(s->arena, "argument %u, called %swith (%s)", c->function + 1u, c->later ? "later, " : "", params));
	sheet_row(p, "callback returns", words_range(s, c->range));
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

		for (size_t n = 0; f->since <= s->kernel && (a = words_attach(f->type, n)) != ATTACH_NONE; n++) {
			enum fact may = kernel_helper_available_at(h, f->type, a, s->kernel);

			some |= may == FACT_NO;
			if (may == FACT_YES)
				with = words_join(s, with, words_attach_name(a));
		}
		if (!some || !*with)
			continue;
		p = p ? p : words_table(s, "by attach type", "program", "may call it with");
		sheet_row(p, words_program(f), with);
	}
}

static void programs(struct signature *s, const struct helper_facts *h, const struct kfunc_facts *k)
{
	struct sheet_part *p = sheet_part(&s->sheet, "programs");

	for (int t = 1; t < PROG_TYPES; t++) {
		const struct prog_facts *f = kernel_prog((enum prog_type)t);
		enum fact may = h ? kernel_helper_available_at(h, f->type, ATTACH_NONE, s->kernel) : kernel_kfunc_available(k, f->type, ATTACH_NONE, s->kernel);

		if (may != FACT_NO && f->since <= s->kernel)
			sheet_row(p, may == FACT_YES ? words_program(f) : arena_printf(s->arena, "%s(some)", words_program(f)), NULL);
	}
}

void signature_helper(struct signature *s, const struct helper_facts *h, const struct map_facts *map)
{
	struct sheet_part *p;
	const char *ret = words_or_unknown((unsigned)h->ret < ARRAY_LEN(ret_words) ? ret_words[h->ret] : NULL);

	s->sheet.title = arena_printf(s->arena, "%s: helper %u%s", h->name, h->id, words_since(s, h->since));
	p = words_table(s, "", "what", "it is");
	words_too_new(s, p, h->since);
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
	p = words_table(s, "", "number", "name");
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

	s->sheet.title = arena_printf(s->arena, "%s: kfunc%s", k->name, words_since(s, k->since));
	p = words_table(s, "", "what", "it is");
	words_too_new(s, p, k->since);
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
