// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * fix: repairs that can be applied as they are. Each is one insertion or replacement in the main file, found by looking at the statement
 * that the finding stands in. Whatever is not plain (macros, conditions, several files, something held that an early return would leak)
 * gets no offer: a repair that does not compile, or that trades one mistake for another, is worse than none.
 */
#include "rule/fix.h"
#include "rule/region.h"
#include "rule/source.h"

/* ---- is this a place to repair at? ---- */

static bool plain(const struct rules *r, const struct pos *p)
{
	return p->file && r->unit->file && !strcmp(p->file, r->unit->file) && !p->macro && p->line && p->col;
}

/* An early return here must not leave anything behind. */
static bool may_leave(const struct event *e)
{
	if (e->st->rcu_depth || e->st->preempt_depth || e->st->lock_ref || e->st->refs_unsure)
		return false;
	for (uint32_t i = 0; i < e->st->refs.n; i++)
		if (e->st->refs.at[i].id != e->ptr->ref)
			return false;
	return true;
}

/* The function of the program that this is in, where returning is enough. */
static bool is_entry(const struct event *e, const struct func *f)
{
	return f == e->m->program && !e->m->global_func && e->st->nframes && !e->st->frames[e->st->nframes - 1].callback;
}

static const char *program_result(const struct event *e, const struct source *s)
{
	static const struct { enum prog_type type; const char *name, *number; } results[] = {
		{PROG_XDP, "XDP_PASS", "2"}, {PROG_SCHED_CLS, "TC_ACT_OK", "0"}, {PROG_SCHED_ACT, "TC_ACT_OK", "0"}, {PROG_SK_SKB, "SK_PASS", "1"},
		{PROG_SK_MSG, "SK_PASS", "1"}, {PROG_SK_LOOKUP, "SK_PASS", "1"}, {PROG_SK_REUSEPORT, "SK_PASS", "1"}, {PROG_CGROUP_SKB, "", "1"},
		{PROG_CGROUP_SOCK, "", "1"}, {PROG_CGROUP_SOCK_ADDR, "", "1"}, {PROG_CGROUP_DEVICE, "", "1"}, {PROG_CGROUP_SYSCTL, "", "1"},
		{PROG_CGROUP_SOCKOPT, "", "1"},
	};

	for (size_t i = 0; e->m->prog && i < ARRAY_LEN(results); i++)
		if (results[i].type == e->m->prog->type)
			return results[i].name[0] && source_mentions(s, results[i].name) ? results[i].name : results[i].number;
	return "0";
}

/* "return 0;" as it fits the function; NULL when nothing does. */
static const char *leave(struct rules *r, const struct event *e, const struct func *f, const struct source *s)
{
	const struct type *result = model_type(r->unit, model_type(r->unit, f->type)->elem);

	switch (result->kind) {
	case TYPE_VOID: return "return;";
	case TYPE_PTR: return "return 0;";
	case TYPE_INT: case TYPE_ENUM:
		return arena_printf(r->unit->arena, "return %s;", is_entry(e, f) ? program_result(e, s) : "0");
	default: return NULL;
	}
}

/* Does a statement begin with this token that another may be put before or behind? */
static bool is_simple(const struct source *s, uint32_t first, bool before)
{
	static const char *const no[] = {"else", "for", "while", "do", "switch", "case", "default", "goto", "break", "continue"};

	if (first == NO_TOKEN || first + 1 >= s->tokens.n || s->tokens.at[first + 1].kind == ':')
		return false;
	for (size_t i = 0; i < ARRAY_LEN(no); i++)
		if (source_is(s, first, no[i]))
			return false;
	return before || !(source_is(s, first, "if") || source_is(s, first, "return"));
}

static bool same_edit(const struct rules *r, const struct pos *at, const char *text)
{
	for (uint32_t i = 0; i < r->report->findings.n; i++)
		for (uint32_t k = 0; k < r->report->findings.at[i].fixes.n; k++)
			for (uint32_t m = 0; m < r->report->findings.at[i].fixes.at[k].edits.n; m++) {
				const struct edit *x = &r->report->findings.at[i].fixes.at[k].edits.at[m];

				if (x->at.line == at->line && x->at.col == at->col && !strcmp(x->text, text))
					return true;
			}
	return false;
}

static void offer(struct rules *r, struct finding *f, const struct pos *where, const char *title, struct pos at, const char *text)
{
	if (!same_edit(r, &at, text))
		report_edit(r->report, report_fix(r->report, f, where, title), &at, text);
}

static const char *unit_of(const char *indent)
{
	return *indent == ' ' ? "    " : "\t";
}

static const char *word_at(struct rules *r, const struct source *s, uint32_t token)
{
	return arena_printf(r->unit->arena, "%.*s", (int)s->tokens.at[token].n, s->text + s->tokens.at[token].at);
}

/* ---- "if (!v) return ..." behind "v = lookup(...);" ---- */

/* The variable that the call's result is put into, straight or through casts; NO_TOKEN when it is anything else. */
static uint32_t assigned(const struct source *s, uint32_t call)
{
	uint32_t t = call;

	while (t && s->tokens.at[t - 1].kind == ')') {
		t = source_pair(s, t - 1);
		if (t == NO_TOKEN || !t || s->tokens.at[t - 1].kind == 'a')
			return NO_TOKEN;
	}
	if (t < 2 || s->tokens.at[t - 1].kind != '=' || s->tokens.at[t - 2].kind != 'a')
		return NO_TOKEN;
	t -= 2;
	if (t && (s->tokens.at[t - 1].kind == '.' || s->tokens.at[t - 1].kind == '-' || s->tokens.at[t].open != s->tokens.at[call].open))
		return NO_TOKEN;
	if (t && s->tokens.at[t - 1].kind == '*') { /* "u64 *v =", not "*v =" */
		uint32_t star = t - 1;

		while (star && s->tokens.at[star].kind == '*')
			star--;
		return s->tokens.at[star].kind == 'a' ? t : NO_TOKEN;
	}
	return t;
}

/* Where a line can be added behind this token: at the end of its line when only a comment follows. */
static uint32_t line_behind(const struct source *s, uint32_t token)
{
	uint32_t at = s->tokens.at[token].at + s->tokens.at[token].n, end = at;
	uint32_t next = token + 1 < s->tokens.n ? s->tokens.at[token + 1].at : s->n;

	while (end < s->n && s->text[end] != '\n')
		end++;
	return next > end ? end : at;
}

/* A comment that begins on this line and ends on another? */
static bool ends_in_comment(const struct source *s, uint32_t at)
{
	for (uint32_t i = at; i > 1 && s->text[i - 1] != '\n'; i--) {
		if (s->text[i - 2] == '*' && s->text[i - 1] == '/')
			return false;
		if (s->text[i - 2] == '/' && s->text[i - 1] == '*')
			return true;
	}
	return false;
}

static void null_check(struct rules *r, struct finding *f, const struct event *e, const struct source *s, const struct birth *b)
{
	const struct pos *where = rule_place(r, b->instr);
	uint32_t call = source_token(s, where->line, where->col), first, end, variable, at;
	const char *name, *indent, *back;

	if (call == NO_TOKEN || (variable = assigned(s, call)) == NO_TOKEN)
		return;
	first = source_begin(s, call);
	end = source_end(s, call);
	if (!is_simple(s, first, false) || end == NO_TOKEN || s->tokens.at[first].open != s->tokens.at[call].open)
		return;
	back = leave(r, e, b->func, s);
	at = line_behind(s, end);
	if (!back || ends_in_comment(s, at))
		return;
	name = word_at(r, s, variable);
	indent = source_indent(r->unit->arena, s, s->tokens.at[first].at);
	offer(r, f, where, arena_printf(r->unit->arena, "add a null check for '%s'", name), source_pos(r->unit, s, at),
	      arena_printf(r->unit->arena, "\n%sif (!%s)\n%s%s%s", indent, name, indent, unit_of(indent), back));
}

void fix_null_check(struct rules *r, struct finding *f, const struct event *e)
{
	const struct birth *b = f && e->ptr->origin ? &e->m->births.at[e->ptr->origin] : NULL;
	struct source s;

	if (!b || !b->instr || !plain(r, rule_place(r, b->instr)) || !plain(r, rule_place(r, e->instr)) || !may_leave(e) || !source_read(r->unit, &s))
		return;
	null_check(r, f, e, &s, b);
	source_free(&s);
}

/* ---- a check before the statement that needs it ---- */

/* Is the variable changed between two tokens? */
static bool changes(const struct source *s, uint32_t first, uint32_t last, const char *name)
{
	for (uint32_t i = first; i <= last && i + 2 < s->tokens.n; i++) {
		char next = s->tokens.at[i + 1].kind, after = s->tokens.at[i + 2].kind;

		if (!source_is(s, i, name))
			continue;
		if ((next == '=' && after != '=') || (strchr("+-*/%&|^", next) && (after == '=' || after == next)) || (next == '-' && after == '-'))
			return true;
		if (i > 1 && s->tokens.at[i - 1].kind == s->tokens.at[i - 2].kind && (s->tokens.at[i - 1].kind == '+' || s->tokens.at[i - 1].kind == '-'))
			return true;
		if (i && s->tokens.at[i - 1].kind == '&')
			return true;
	}
	return false;
}

/* The last token that the value is used up to: the ')' of an if's condition, else the ';'. */
static uint32_t reach_of(const struct source *s, uint32_t first)
{
	uint32_t close = first + 2;

	if (!source_is(s, first, "if"))
		return source_end(s, first);
	while (close < s->tokens.n && s->tokens.at[close].open != s->tokens.at[first].open)
		close++;
	return close < s->tokens.n ? close : NO_TOKEN;
}

static void check_before(struct rules *r, struct finding *f, const struct event *e, const struct source *s, const char *name, const char *title, const char *condition)
{
	const struct pos *where = rule_place(r, e->instr);
	uint32_t token = source_token(s, where->line, where->col), first = token == NO_TOKEN ? NO_TOKEN : source_begin(s, token);
	const char *indent, *back = leave(r, e, e->func, s);
	uint32_t last = first == NO_TOKEN ? NO_TOKEN : reach_of(s, first);

	if (!back || first > token || last == NO_TOKEN || token > last || !is_simple(s, first, true) || s->tokens.at[first].kind == '#' ||
	    changes(s, first, last, name))
		return;
	indent = source_indent(r->unit->arena, s, s->tokens.at[first].at);
	offer(r, f, where, title, source_pos(r->unit, s, s->tokens.at[first].at),
	      arena_printf(r->unit->arena, "if (%s)\n%s%s%s\n%s", condition, indent, unit_of(indent), back, indent));
}

/* The local variable that an operand is just read from; NULL when it is anything else. */
static const struct local *variable_of(const struct event *e, struct operand o)
{
	const struct instr *i = NULL;
	const struct local *l;

	if (o.kind == OPND_TEMP && e->func->temps.at[o.index].def < e->func->instrs.n)
		i = &e->func->instrs.at[e->func->temps.at[o.index].def];
	if (!i || i->op != OP_LOAD || i->a.kind != OPND_LOCAL || i->a.imm)
		return NULL;
	l = &e->func->locals.at[i->a.index];
	return l->name ? l : NULL;
}

/* How many elements the array has that is indexed; 0: it is none. */
static uint64_t elements(const struct rules *r, const struct event *e, struct operand o)
{
	const struct unit *u = r->unit;
	const struct type *t = NULL;

	if (o.kind == OPND_TEMP && e->func->temps.at[o.index].def < e->func->instrs.n) {
		const struct instr *i = &e->func->instrs.at[e->func->temps.at[o.index].def];

		for (uint32_t k = 0; i->op == OP_FIELD && i->more && i->more->name && k < model_type(u, i->type)->fields.n; k++)
			if (model_type(u, i->type)->fields.at[k].name && !strcmp(model_type(u, i->type)->fields.at[k].name, i->more->name))
				t = model_type(u, model_type(u, i->type)->fields.at[k].type);
	} else if (o.kind == OPND_GLOBAL && !o.imm) {
		t = model_type(u, u->globals.at[o.index].type);
	} else if (o.kind == OPND_LOCAL && !o.imm) {
		t = model_type(u, e->func->locals.at[o.index].type);
	}
	return t && t->kind == TYPE_ARRAY ? t->count : 0;
}

/* "[i]" becomes "[i & 15]": that leaves nothing behind, wherever it stands. */
static void mask(struct rules *r, struct finding *f, const struct event *e, const struct source *s, struct operand o, const char *name, uint64_t n)
{
	const struct pos *where = rule_place(r, &e->func->instrs.at[e->func->temps.at[o.index].def]);
	uint32_t token = plain(r, where) ? source_token(s, where->line, where->col) : NO_TOKEN;

	if (token == NO_TOKEN || !token || token + 1 >= s->tokens.n || !source_is(s, token, name) || s->tokens.at[token - 1].kind != '[' ||
	    s->tokens.at[token + 1].kind != ']')
		return;
	offer(r, f, where, arena_printf(r->unit->arena, "keep the low bits of '%s'", name),
	      source_pos(r->unit, s, s->tokens.at[token].at + s->tokens.at[token].n), arena_printf(r->unit->arena, " & %llu", (unsigned long long)n - 1));
}

void fix_index(struct rules *r, struct finding *f, const struct event *e, const struct instr *add)
{
	const struct local *index = f && add ? variable_of(e, region_user_index(e->func, add->b)) : NULL;
	const struct type *t = index ? model_type(r->unit, index->type) : NULL;
	uint64_t n = index ? elements(r, e, add->a) : 0;
	const char *condition;
	struct source s;

	if (!n || t->kind != TYPE_INT || !plain(r, rule_place(r, e->instr)) || !source_read(r->unit, &s))
		return;
	condition = t->flags & TYPE_SIGNED ? arena_printf(r->unit->arena, "%s < 0 || %s >= %llu", index->name, index->name, (unsigned long long)n)
					   : arena_printf(r->unit->arena, "%s >= %llu", index->name, (unsigned long long)n);
	if (may_leave(e))
		check_before(r, f, e, &s, index->name, arena_printf(r->unit->arena, "check that '%s' is below %llu", index->name, (unsigned long long)n), condition);
	if (n > 1 && !(n & (n - 1)))
		mask(r, f, e, &s, region_user_index(e->func, add->b), index->name, n);
	source_free(&s);
}

/* ---- packets ---- */

/* How far an address is from the pointer that it began with; false when by a number that is no constant. */
static bool distance(const struct event *e, struct operand o, int64_t *off)
{
	for (*off = 0; o.kind == OPND_TEMP && e->func->temps.at[o.index].def < e->func->instrs.n; ) {
		const struct instr *i = &e->func->instrs.at[e->func->temps.at[o.index].def];

		if (i->op == OP_FIELD)
			*off += i->imm;
		else if (i->op == OP_PTRADD && i->b.kind == OPND_IMM)
			*off += i->b.imm;
		else if (i->op == OP_PTRADD)
			return false;
		else if (op_info[i->op].shape != SHAPE_CAST)
			break;
		o = i->a;
	}
	return true;
}

/* An operand that is ctx->data_end, whatever it is cast to. */
static bool is_data_end(const struct func *f, struct operand o)
{
	for (bool loaded = false; o.kind == OPND_TEMP && f->temps.at[o.index].def < f->instrs.n; ) {
		const struct instr *i = &f->instrs.at[f->temps.at[o.index].def];

		if (loaded)
			return i->op == OP_FIELD && i->more && i->more->name && !strcmp(i->more->name, "data_end");
		if (i->op == OP_LOAD)
			loaded = true;
		else if (op_info[i->op].shape != SHAPE_CAST && op_info[i->op].shape != SHAPE_CONV)
			return false;
		o = i->a;
	}
	return false;
}

/* A local that its declaration sets to ctx->data_end and nothing else touches, used or not: what nobody reads is in no memory. */
static const struct local *declared_end(const struct func *f)
{
	const struct local *found = NULL;

	for (uint32_t k = 0; k < f->instrs.n && !found; k++) {
		const struct instr *i = &f->instrs.at[k];

		if (i->op == OP_STORE && i->flags & INSTR_INIT && i->a.kind == OPND_LOCAL && !i->a.imm && is_data_end(f, i->b))
			found = &f->locals.at[i->a.index];
	}
	for (uint32_t k = 0; found && k < f->instrs.n; k++) {
		const struct instr *i = &f->instrs.at[k];
		const struct operand *o;
		uint32_t m = 0;

		if (i->op == OP_LOAD || i->op == OP_DECL || (i->op == OP_STORE && i->flags & INSTR_INIT))
			continue;
		while ((o = model_operand(i, m++)))
			if (o->kind == OPND_LOCAL && &f->locals.at[o->index] == found)
				return NULL;
	}
	return found && found->name ? found : NULL;
}

/* A local of the frame on top that holds a value of this kind. */
static const struct local *holder(const struct event *e, enum val_kind kind)
{
	const struct frame *fr = &e->st->frames[e->st->nframes - 1];

	for (uint32_t i = 0; i < e->func->locals.n && fr->func == e->func; i++) {
		const struct memory *m = fr->locals[i];
		const struct local *l = &e->func->locals.at[i];

		if (m && m->cells.n == 1 && m->cells.at[0].kind == CELL_VALUE && m->cells.at[0].v->kind == kind && !m->cells.at[0].v->off && l->name)
			return l;
	}
	return NULL;
}

/* Is a name that was declared there known at `token`? */
static bool in_scope(const struct source *s, const struct local *l, uint32_t token)
{
	uint32_t name = source_token(s, l->pos.line, l->pos.col);

	if (l->param >= 0)
		return true;
	for (uint32_t open = s->tokens.at[token].open; name < token; open = s->tokens.at[open].open) {
		if (s->tokens.at[name].open == open)
			return true;
		if (open == NO_TOKEN)
			return false;
	}
	return false;
}

static const char *packet_end(struct rules *r, const struct event *e, const struct source *s)
{
	const struct pos *where = rule_place(r, e->instr);
	uint32_t token = source_token(s, where->line, where->col);
	const struct local *end = holder(e, VAL_PACKET_END), *ctx = holder(e, VAL_CTX);
	const struct type *t;

	if (!end)
		end = declared_end(e->func);

	if (token == NO_TOKEN)
		return NULL;
	if (end && in_scope(s, end, token)) {
		t = model_type(r->unit, end->type);
		return t->kind != TYPE_PTR ? NULL : arena_printf(r->unit->arena, "%s%s", model_type(r->unit, t->elem)->kind == TYPE_VOID ? "" : "(void *)", end->name);
	}
	t = ctx ? model_type(r->unit, ctx->type) : NULL;
	t = t && t->kind == TYPE_PTR ? model_type(r->unit, t->elem) : NULL;
	for (uint32_t i = 0; t && i < t->fields.n; i++)
		if (t->fields.at[i].name && !strcmp(t->fields.at[i].name, "data_end") && model_type(r->unit, t->fields.at[i].type)->kind == TYPE_INT && in_scope(s, ctx, token))
			return arena_printf(r->unit->arena, "(void *)(long)%s->data_end", ctx->name);
	return NULL;
}

void fix_packet(struct rules *r, struct finding *f, const struct event *e)
{
	const struct local *l = f ? variable_of(e, rule_base(e, e->operand)) : NULL;
	const struct type *t = l ? model_type(r->unit, l->type) : NULL;
	const char *end, *reach = NULL;
	struct source s;
	int64_t off;
	uint64_t size;

	if (!t || t->kind != TYPE_PTR || !distance(e, e->operand, &off) || off < 0 || off > UINT16_MAX || e->ptr->kind != VAL_PACKET || !plain(r, rule_place(r, e->instr)) ||
	    !may_leave(e) || !source_read(r->unit, &s))
		return;
	size = model_type(r->unit, t->elem)->size;
	if (size > 1 && (uint64_t)off + e->size <= size)
		reach = arena_printf(r->unit->arena, "(void *)(%s + 1)", l->name);
	else if (size <= 1)
		reach = arena_printf(r->unit->arena, size ? "(void *)(%s + %lld)" : "%s + %lld", l->name, (long long)off + e->size);
	end = packet_end(r, e, &s);
	if (reach && end)
		check_before(r, f, e, &s, l->name, "compare with the packet's end first", arena_printf(r->unit->arena, "%s > %s", reach, end));
	source_free(&s);
}

/* ---- addresses that are numbers ---- */

static bool probes(enum prog_type t)
{
	return t == PROG_KPROBE || t == PROG_TRACEPOINT || t == PROG_PERF_EVENT || t == PROG_RAW_TRACEPOINT;
}

/* The call that gave the number has a sister that gives a pointer. */
static bool use_btf_task(struct rules *r, struct finding *f, const struct event *e, const struct source *s)
{
	const struct helper_facts *better = kernel_helper(HELPER_get_current_task_btf);
	const struct instr *born = e->ptr->origin ? e->m->births.at[e->ptr->origin].instr : NULL;
	const struct pos *where = rule_place(r, born);
	uint32_t call;

	if (!born || born->op != OP_CALL || born->more->callee != CALLEE_HELPER || born->more->callee_index != HELPER_get_current_task)
		return false;
	call = plain(r, where) ? source_token(s, where->line, where->col) : NO_TOKEN;
	if (call == NO_TOKEN || !call || !source_is(s, call, "bpf_get_current_task") || s->tokens.at[call - 1].kind != ')' || !e->m->prog || !e->m->section ||
	    kernel_helper_available_at(better, e->m->prog->type, e->m->section->attach, e->m->kernel) != FACT_YES)
		return true;
	offer(r, f, where, "call bpf_get_current_task_btf()", source_pos(r->unit, s, s->tokens.at[call].at + s->tokens.at[call].n), "_btf");
	return true;
}

static const struct field *member(const struct unit *u, const struct type *t, const struct source *s, uint32_t token)
{
	for (uint32_t i = 0; i < t->fields.n; i++)
		if (t->fields.at[i].name && source_is(s, token, t->fields.at[i].name))
			return &t->fields.at[i];
	return NULL;
}

/* "t->a->b.c" becomes "BPF_CORE_READ(t, a, b.c)" when it is read, and is a number or pointer in the end. */
static void use_core_read(struct rules *r, struct finding *f, const struct event *e, const struct source *s)
{
	const struct pos *where = rule_place(r, e->instr);
	uint32_t first = source_token(s, where->line, where->col), last = first;
	const struct local *l = variable_of(e, rule_base(e, e->operand));
	const struct type *t = l ? model_type(r->unit, l->type) : NULL;
	const char *text;
	struct pos at, end;

	if (!t || first == NO_TOKEN || e->write || !source_is(s, first, l->name) || !source_mentions(s, "bpf_core_read.h"))
		return;
	text = arena_printf(r->unit->arena, "BPF_CORE_READ(%s", l->name);
	while (last + 2 < s->tokens.n && (s->tokens.at[last + 1].kind == '-' || s->tokens.at[last + 1].kind == '.')) {
		bool arrow = s->tokens.at[last + 1].n == 2;
		const struct field *m;

		if ((!arrow && (s->tokens.at[last + 1].kind == '-' || last == first)) || (arrow && t->kind != TYPE_PTR))
			break;
		m = member(r->unit, arrow ? model_type(r->unit, t->elem) : t, s, last + 2);
		if (!m || m->bit_width)
			return;
		last += 2;
		text = arena_printf(r->unit->arena, "%s%s%s", text, arrow ? ", " : ".", word_at(r, s, last));
		t = model_type(r->unit, m->type);
	}
	if (last == first || (t->kind != TYPE_INT && t->kind != TYPE_ENUM && t->kind != TYPE_PTR) || !last || last + 2 >= s->tokens.n)
		return;
	if (strchr("[({", s->tokens.at[last + 1].kind) || s->tokens.at[last + 1].kind == 'a' || (first && strchr("&.-+", s->tokens.at[first - 1].kind)) ||
	    (s->tokens.at[last + 1].kind == '=' && s->tokens.at[last + 2].kind != '=') || changes(s, first, last, word_at(r, s, last)))
		return;
	at = source_pos(r->unit, s, s->tokens.at[first].at);
	end = source_pos(r->unit, s, s->tokens.at[last].at + s->tokens.at[last].n);
	at.end_line = end.line;
	at.end_col = end.col;
	offer(r, f, where, "read it with BPF_CORE_READ()", at, arena_printf(r->unit->arena, "%s)", text));
}

void fix_scalar(struct rules *r, struct finding *f, const struct event *e)
{
	struct source s;

	if (!f || !plain(r, rule_place(r, e->instr)) || !source_read(r->unit, &s))
		return;
	if (!use_btf_task(r, f, e, &s) && e->m->prog && probes(e->m->prog->type))
		use_core_read(r, f, e, &s);
	source_free(&s);
}
