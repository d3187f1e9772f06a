// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * access: loads, stores, copies. Every one raises EVENT_ACCESS first; what comes after it may assume that no rule
 * objected. The stack holds what was written to it. Other memory (map values, packets, globals, contexts) belongs to
 * others too, yet two reads with no write between give the same value in optimised code, so what was read or written
 * is remembered until something may have changed it.
 *
 * Kernel: check_mem_access(), check_stack_read(), check_stack_write(), check_ctx_access().
 */
#include <stdio.h>

#include "machine/machine.h"
#include "machine/step.h"
#include "machine/trust.h"

#define MAX_CACHE 24

static uint64_t bits_mask(unsigned width)
{
	return width >= 64 ? UINT64_MAX : (1ull << width) - 1;
}

static bool fixed(const struct value *p)
{
	return scalar_is_const(p->s) && p->s.bits.value == 0;
}

/* All of it is outside of the variable: in C that cannot be, so the compiler takes this path for one that is never gone. */
static bool beyond_local(const struct machine *m, const struct value *p, uint32_t size)
{
	return p->kind == VAL_STACK && !m->unit->final && p->s.smin > INT32_MIN && p->s.smax < INT32_MAX &&
	       (p->off + p->s.smax < 0 || p->off + p->s.smin + (int64_t)size > (int64_t)p->mem_size);
}

static bool emit_access(struct machine *m, struct state *st, const struct instr *i, const struct value *through, struct operand what,
			uint32_t size, bool write, const struct value *stored)
{
	struct value p = machine_narrow(m, st, through);
	struct event e = {.kind = EVENT_ACCESS, .m = m, .st = st, .func = state_top(st)->func, .instr = i, .ptr = &p,
			  .index = stored, .operand = what, .size = size, .write = write, .fixed = op_info[i->op].shape == SHAPE_COPY || op_info[i->op].shape == SHAPE_FILL ? 0 : i->imm,
			  .atomic = i->op == OP_ATOMIC, .op = (enum op)i->op, .type = i->type};

	if (m->emit(m->emit_data, &e))
		return true;
	machine_stack_used(m, st, &p);
	st->uncertain |= beyond_local(m, &p, size);
	return false;
}

/* ---- which memory ---- */

static uint32_t instance_of(const struct value *p)
{
	return p->kind == VAL_STACK ? p->frame : p->instance;
}

static bool same_place(const struct cached *c, const struct value *p)
{
	return c->kind == p->kind && c->object == p->object && c->instance == instance_of(p) && c->var_id == p->var_id;
}

static struct memory **cache_find(struct state *st, const struct value *p, bool create)
{
	struct cached c;

	for (uint32_t i = 0; i < st->cache.n; i++)
		if (same_place(&st->cache.at[i], p))
			return &st->cache.at[i].mem;
	if (!create)
		return NULL;
	if (st->cache.n == MAX_CACHE) {
		memory_drop(st->cache.at[0].mem);
		memmove(&st->cache.at[0], &st->cache.at[1], --st->cache.n * sizeof c);
	}
	memset(&c, 0, sizeof c);
	c.kind = p->kind;
	c.object = p->object;
	c.instance = instance_of(p);
	c.var_id = p->var_id;
	vec_push(&st->cache, c);
	return &st->cache.at[st->cache.n - 1].mem;
}

struct memory **machine_memory(struct machine *m, struct state *st, const struct value *p, bool create)
{
	switch (p->kind) {
	case VAL_STACK:
		if (p->frame >= st->nframes || !fixed(p) || p->off < 0)
			return NULL;
		return &st->frames[p->frame].locals[p->object];
	default:
		if (m->unit->final) /* nobody keeps for later what was read */
			return NULL;
		break;
	}
	switch (p->kind) {
	case VAL_MAP_VALUE: case VAL_MAP_KEY: case VAL_GLOBAL: case VAL_PACKET: case VAL_PACKET_META: case VAL_CTX: case VAL_MEM:
	case VAL_BTF: case VAL_ALLOC: case VAL_SOCK: case VAL_SOCK_COMMON: case VAL_TCP_SOCK: case VAL_XDP_SOCK: case VAL_FLOW_KEYS:
		if (p->off < 0 || (!fixed(p) && !p->var_id))
			return NULL; /* another variable part is another place */
		return cache_find(st, p, create);
	default:
		return NULL;
	}
}

static void cache_forget(struct state *st, const struct value *written)
{
	for (uint32_t i = 0; i < st->cache.n;) {
		struct cached *c = &st->cache.at[i];
		bool other = written && (c->kind != written->kind || c->object != written->object || same_place(c, written));

		if (c->kind == VAL_CTX || (c->kind == VAL_STACK && !written) || other) {
			i++;
			continue;
		}
		memory_drop(c->mem);
		*c = st->cache.at[--st->cache.n];
	}
}

/* What was read from this local at variable offsets. */
static void cache_forget_stack(struct state *st, const struct value *written)
{
	for (uint32_t i = 0; i < st->cache.n;) {
		struct cached *c = &st->cache.at[i];

		if (c->kind != VAL_STACK || written->kind != VAL_STACK || c->object != written->object || c->instance != written->frame) {
			i++;
			continue;
		}
		memory_drop(c->mem);
		*c = st->cache.at[--st->cache.n];
	}
}

/* Something unknown wrote: what others can write is forgotten, and with stack_too the locals whose address went around. */
void machine_clobber(struct machine *m, struct state *st, bool stack_too)
{
	cache_forget(st, NULL);
	for (uint32_t k = 0; stack_too && k < st->nframes; k++) {
		struct frame *fr = &st->frames[k];

		for (uint32_t n = 0; n < fr->func->locals.n; n++)
			if (fr->func->escapes[n] && !special_holds(fr->locals[n]))
				memory_fill(memory_own(&fr->locals[n]), 0, (uint32_t)fr->func->locals.at[n].size, CELL_MISC, TAINT_OPAQUE);
	}
}

/* ---- loads ---- */

static struct value named(enum val_kind k, uint32_t size)
{
	struct value v = value_scalar(scalar_const(0));

	v.kind = k;
	v.mem_size = size;
	return v;
}

/* An object does not say through which of "struct x" and "struct x___older" it looks at a record. */
static bool has_flavour(const struct unit *u, const char *name)
{
	size_t n = strlen(name);

	for (uint32_t t = 1; u->final && t < u->types.n; t++)
		if (u->types.at[t].name && !strncmp(u->types.at[t].name, name, n) && !strncmp(u->types.at[t].name + n, "___", 3))
			return true;
	return false;
}

static type_id record_named(struct machine *m, const char *btf)
{
	uint32_t at = (uint32_t)((uintptr_t)btf / 8 % ARRAY_LEN(m->named));
	char name[128];

	if (m->named[at].btf != btf) {
		snprintf(name, sizeof name, "struct %s", btf);
		m->named[at].btf = btf;
		m->named[at].type = has_flavour(m->unit, name) ? 0 : model_type_find(m->unit, name);
	}
	return m->named[at].type;
}

struct value machine_object(struct machine *m, const char *btf, type_id type)
{
	struct value v = named(VAL_BTF, 0);

	v.btf = btf;
	v.type = type ? type : btf ? record_named(m, btf) : 0;
	v.instance = ++m->next_instance;
	return v;
}

/* What the target's prototype says; where there is none, the program says itself what it takes an argument for. */
static struct value raw_argument(struct machine *m, const struct instr *i, const struct value *p)
{
	const struct btf_func *f = m->target;
	uint32_t n = f && f->whole && p->off >= 0 && p->off % 8 == 0 ? btf_func_arg(f, (uint32_t)p->off) : UINT32_MAX;
	const struct btf_arg *arg = f && n < btf_func_shown(f) ? &f->args[n + f->hidden] : NULL;
	struct value v = value_unknown(TAINT_OPAQUE);

	v.flags = VAL_RAW_ARG;
	if (arg && arg->is == BTF_OBJECT && arg->record && i->width == 64) {
		v = machine_object(m, arg->record, 0);
		v.flags = trust_argument(m) | VAL_RAW_ARG;
		return v;
	}
	if (!arg || arg->is != BTF_NUMBER || (f->declared && arg->pointer))
		return v;
	v = machine_fresh(m, scalar_bits(i->width));
	v.origin = machine_born(m, i);
	if (!v.origin)
		v.origin = machine_birth(m, m->program, i, arena_printf(m->arena, "%s of '%s', which is no pointer to an object", btf_arg_words(f, n, m->arena), f->name));
	return v;
}

/* The type of what is read, or that of the member of the context that the program's prototype names. */
static const struct type *context_member(const struct machine *m, const struct instr *i, const struct value *p)
{
	const struct func *f = m->program;
	const struct type *context = f->params.n ? model_type(m->unit, f->temps.at[f->params.at[0]].type) : NULL;
	const struct field *member;

	if (i->type || !context || context->kind != TYPE_PTR || !model_type_is_record(m->unit, context->elem) || p->off < 0)
		return i->type ? model_type(m->unit, i->type) : NULL;
	member = model_field_at(m->unit, context->elem, (uint64_t)p->off, i->width / 8);
	return member ? model_type(m->unit, member->type) : NULL;
}

/* What an iterator shows: the object is not there any more at the very end. */
static struct value iter_member(struct machine *m, const struct instr *i, const struct value *p)
{
	const char *section = m->program->section, *target = section ? strchr(section, '/') : NULL;
	const struct iter_member *f = target && p->off > 0 ? kernel_iter_member(target + 1, (uint32_t)p->off) : NULL;
	const struct type *t = context_member(m, i, p);
	struct value v;

	if (i->width != 64)
		return raw_argument(m, i, p);
	if (f && f->kind != ITER_OBJECT) {
		v = named(VAL_BUF, 0);
		v.flags = f->kind == ITER_RDONLY_BUF ? VAL_RDONLY : 0;
		v.instance = ++m->next_instance;
	} else {
		bool typed = t && t->kind == TYPE_PTR && model_type_is_record(m->unit, t->elem);

		v = typed ? machine_object(m, NULL, t->elem) : raw_argument(m, i, p);
		if (v.kind != VAL_BTF)
			return v;
		v.flags = (v.flags & VAL_RAW_ARG) | (!p->off || (f && f->trusted) ? VAL_TRUSTED : VAL_TRUST_UNKNOWN);
	}
	if (f && f->maybe_null) {
		v.flags |= VAL_MAYBE_NULL;
		v.id = ++m->next_id;
	}
	v.origin = machine_born(m, i);
	if (!v.origin)
		v.origin = machine_birth(m, m->program, i, "what the iterator shows, which is null at its end");
	return v;
}

static struct value packet_pointer(const struct state *st, enum val_kind k)
{
	struct value v = named(k, 0);

	v.instance = st->packet_epoch;
	return v;
}

static struct value load_ctx(struct machine *m, struct state *st, const struct instr *i, const struct value *p)
{
	const struct ctx_facts *c = m->prog ? m->prog->ctx : NULL;
	struct ctx_access f;
	struct value v;

	if (!c || !fixed(p) || c->kind == CTX_NOT_MODELLED)
		return value_unknown(TAINT_OPAQUE);
	if (c->kind == CTX_RAW_ARGS && m->prog->type != PROG_RAW_TRACEPOINT)
		return m->section && m->section->attach == ATTACH_TRACE_ITER ? iter_member(m, i, p) : raw_argument(m, i, p);
	if (c->kind != CTX_STRUCT) {
		v = machine_fresh(m, scalar_bits(i->width));
		v.origin = machine_born(m, i);
		if (!v.origin)
			v.origin = machine_birth(m, m->program, i, c->kind == CTX_REGS ? "what a register of the traced function held" : "what the event's record says");
		return v;
	}
	f = kernel_ctx_access(m->prog->type, m->section->attach, p->off, i->width / 8, false);
	if (f.ok != FACT_YES)
		return value_unknown(TAINT_OPAQUE);
	switch (f.result) {
	case CTX_SCALAR: return machine_fresh(m, scalar_bits(i->width));
	case CTX_PACKET: return packet_pointer(st, VAL_PACKET);
	case CTX_PACKET_END: return packet_pointer(st, VAL_PACKET_END);
	case CTX_PACKET_META: return packet_pointer(st, VAL_PACKET_META);
	case CTX_FLOW_KEYS: return named(VAL_FLOW_KEYS, 0);
	case CTX_SOCKET:
	case CTX_SOCKET_OR_NULL: v = named(VAL_SOCK, 0); break;
	case CTX_SOCK_COMMON_OR_NULL: v = named(VAL_SOCK_COMMON, 0); break;
	case CTX_BTF:
	case CTX_BTF_OR_NULL:
		v = machine_object(m, f.btf, 0);
		v.flags |= VAL_TRUSTED;
		break;
	default: return value_unknown(TAINT_OPAQUE);
	}
	v.instance = ++m->next_instance;
	if (f.result == CTX_SOCKET_OR_NULL || f.result == CTX_SOCK_COMMON_OR_NULL || f.result == CTX_BTF_OR_NULL) {
		v.flags |= VAL_MAYBE_NULL;
		v.id = ++m->next_id;
	}
	v.origin = machine_born(m, i);
	if (!v.origin)
		v.origin = machine_birth(m, m->program, i, arena_printf(m->arena, "the context's '%s'", f.field ? f.field->name : "argument"));
	return v;
}

static bool has_tag(const struct type *t, const char *tag)
{
	for (uint32_t i = 0; i < t->tags.n; i++)
		if (!strcmp(t->tags.at[i], tag))
			return true;
	return false;
}

/* A member of a kernel object: a pointer to another one, or a number. */
static struct value load_object(struct machine *m, const struct state *st, const struct instr *i, const struct value *p)
{
	const struct field *f = p->type && fixed(p) ? model_field_at(m->unit, p->type, (uint64_t)p->off, i->width / 8) : NULL;
	const struct type *t;
	struct value v;

	if (!f || f->bit_width)
		return f ? machine_fresh(m, scalar_bits(i->width)) : value_unknown(TAINT_OPAQUE);
	t = model_type(m->unit, f->type);
	while (t->kind == TYPE_ARRAY && model_type(m->unit, t->elem)->kind != TYPE_PTR)
		t = model_type(m->unit, t->elem);
	if (t->kind == TYPE_INT || t->kind == TYPE_ENUM)
		return machine_fresh(m, scalar_bits(i->width));
	if (t->kind != TYPE_PTR || !model_type_is_record(m->unit, t->elem) || t->tags.n)
		return value_unknown(TAINT_OPAQUE);
	v = machine_object(m, NULL, t->elem);
	v.flags = trust_walked(m, st, p, f->name);
	return v;
}

static bool global_constant(const struct machine *m, const struct value *p, uint32_t size, uint64_t *bits)
{
	const struct global *g = &m->unit->globals.at[p->object];
	uint64_t v = 0;

	if (!g->has_init || !fixed(p) || p->off < 0 || (uint64_t)p->off + size > g->size || size > 8)
		return false;
	if (g->kind != GLOBAL_RODATA && !(g->is_static && !g->is_volatile && !m->written[p->object]))
		return false;
	for (uint32_t r = 0; r < g->relocs.n; r++)
		if (g->relocs.at[r].off < (uint64_t)p->off + size && g->relocs.at[r].off + 8 > (uint64_t)p->off)
			return false;
	for (uint32_t k = 0; g->init && k < size; k++)
		v |= (uint64_t)g->init[p->off + k] << 8 * (m->unit->big_endian ? size - 1 - k : k);
	*bits = v;
	return true;
}

static bool global_reloc(struct machine *m, struct state *st, const struct value *p, struct value *v)
{
	static const enum operand_kind kinds[] = {[RELOC_FUNC] = OPND_FUNC, [RELOC_GLOBAL] = OPND_GLOBAL, [RELOC_MAP] = OPND_MAP};
	const struct global *g = &m->unit->globals.at[p->object];

	for (uint32_t r = 0; r < g->relocs.n; r++)
		if (fixed(p) && g->relocs.at[r].off == (uint64_t)p->off && (g->is_const || !m->written[p->object])) {
			struct operand o = {kinds[g->relocs.at[r].to], g->relocs.at[r].index, g->relocs.at[r].add};

			*v = machine_operand(m, st, o);
			return true;
		}
	return false;
}

struct value machine_kptr(struct machine *m, const struct state *st, const struct instr *i, type_id pointer)
{
	type_id to = model_type(m->unit, pointer)->elem;
	struct value v = machine_object(m, NULL, to);

	if (!model_type_is_record(m->unit, to))
		return value_unknown(TAINT_OPAQUE);
	if (!(model_type(m->unit, to)->flags & TYPE_CORE)) /* a type of the program's own, from bpf_obj_new() */
		v.kind = VAL_ALLOC;
	v.flags = VAL_MAYBE_NULL;
	v.flags |= v.kind == VAL_ALLOC ? VAL_TRUST_UNKNOWN : trust_kptr(m, st, trust_record(m, &v), !has_tag(model_type(m->unit, pointer), "kptr_untrusted"));
	v.id = ++m->next_id;
	v.origin = machine_born(m, i);
	if (!v.origin)
		v.origin = machine_birth(m, m->program, i, "a kptr from a map value");
	return v;
}

/* Map values and other memory whose C type the program declares: kptr fields are pointers, plain pointers are numbers. */
static struct value load_typed(struct machine *m, const struct state *st, const struct instr *i, const struct value *p)
{
	const struct field *f = !i->type && p->type && fixed(p) && p->off >= 0 ? model_field_at(m->unit, p->type, (uint64_t)p->off, i->width / 8) : NULL;
	type_id type = f ? f->type : i->type; /* an instruction that says no type reads what is declared there */
	const struct type *t = type ? model_type(m->unit, type) : NULL;
	struct value v;

	if (t && t->kind == TYPE_PTR && (has_tag(t, "kptr") || has_tag(t, "kptr_untrusted")) && (p->kind == VAL_MAP_VALUE || p->kind == VAL_GLOBAL) && i->width == 64)
		return machine_kptr(m, st, i, type);
	if (t && t->kind == TYPE_PTR && t->tags.n && (has_tag(t, "kptr") || has_tag(t, "kptr_untrusted") || has_tag(t, "percpu_kptr") || has_tag(t, "uptr")))
		return value_unknown(TAINT_OPAQUE);
	v = machine_fresh(m, scalar_bits(i->width));
	if (p->kind == VAL_MAP_VALUE && t && t->kind == TYPE_PTR && !(v.origin = machine_born(m, i)))
		v.origin = machine_birth(m, m->program, i, "a pointer that was kept in a map value: to the verifier a number");
	return v;
}

static struct value load_global(struct machine *m, struct state *st, const struct instr *i, const struct value *p)
{
	const struct global *g = &m->unit->globals.at[p->object];
	const struct field *f = !i->type && fixed(p) && p->off >= 0 ? model_field_at(m->unit, g->type, (uint64_t)p->off, i->width / 8) : NULL;
	const struct type *t = f || i->type ? model_type(m->unit, f ? f->type : i->type) : NULL;
	struct value v = *p;
	uint64_t bits;

	if (t && t->kind == TYPE_PTR && t->tags.n) {
		v.type = f ? g->type : p->type;
		return load_typed(m, st, i, &v);
	}
	if (global_reloc(m, st, p, &v))
		return v;
	if (global_constant(m, p, i->width / 8, &bits)) {
		v = value_scalar(scalar_const(bits));
		if (g->kind == GLOBAL_RODATA && g->is_volatile)
			v.taint = TAINT_ENV; /* configuration: its default decides what loads as it stands, no more */
		return v;
	}
	v = machine_fresh(m, scalar_bits(i->width));
	if (g->kind == GLOBAL_KCONFIG || (g->kind == GLOBAL_RODATA && g->is_volatile))
		v.taint = TAINT_ENV;
	return v;
}

static struct value load_fresh(struct machine *m, struct state *st, const struct instr *i, const struct value *p)
{
	switch (p->kind) {
	case VAL_CTX: return load_ctx(m, st, i, p);
	case VAL_GLOBAL: return load_global(m, st, i, p);
	case VAL_BTF: return load_object(m, st, i, p);
	case VAL_MAP_VALUE: case VAL_MEM: case VAL_ALLOC: return load_typed(m, st, i, p);
	case VAL_MAP_KEY: case VAL_PACKET: case VAL_PACKET_META: case VAL_FLOW_KEYS: case VAL_SOCK: case VAL_SOCK_COMMON:
	case VAL_TCP_SOCK: case VAL_XDP_SOCK: case VAL_BUF: case VAL_ARENA:
		return machine_fresh(m, scalar_bits(i->width));
	default: return value_unknown(TAINT_OPAQUE);
	}
}

/* For what the numbers in locals are used later. */
static void touched(struct machine *m, struct state *st, const struct instr *i, const struct value *p, uint32_t size, bool write)
{
	if (p->kind == VAL_STACK && p->frame < st->nframes)
		relevance_touch(m->relevance, state_top(st)->func, i, st->frames[p->frame].func, p->object, fixed(p) ? p->off : -1, size, write);
}

/* A stack load: what was stored; bytes never written may be anything. */
static struct value load_stack(struct machine *m, struct state *st, const struct instr *i, const struct value *p)
{
	struct memory **mem = machine_memory(m, st, p, false);
	uint32_t size = i->width / 8, off = (uint32_t)p->off;
	struct value v;

	if (!mem && m->unit->final)
		return machine_fresh(m, scalar_bits(i->width));
	if (!mem) { /* a variable offset */
		mem = p->off >= 0 && p->var_id ? cache_find(st, p, true) : NULL;
		if (mem && *mem && memory_read(*mem, (uint32_t)p->off, size, &v))
			return v;
		v = machine_fresh(m, scalar_bits(i->width));
		if (p->frame < st->nframes && st->frames[p->frame].locals[p->object]) {
			const struct memory *whole = st->frames[p->frame].locals[p->object];

			for (uint32_t k = 0; k < whole->cells.n; k++) {
				const struct cell *c = &whole->cells.at[k];

				v.taint |= c->kind == CELL_VALUE ? c->v.taint : c->taint;
				if (c->kind == CELL_VALUE && c->v.kind != VAL_SCALAR)
					return value_unknown(v.taint | TAINT_OPAQUE); /* an array of pointers */
			}
		}
		if (mem)
			memory_write(memory_own(mem), (uint32_t)p->off, size, &v);
		return v;
	}
	if (!*mem || !memory_read(*mem, off, size, &v)) /* the optimiser may have taken it for anything; to the kernel it is some number */
		return m->unit->final ? machine_fresh(m, scalar_bits(i->width)) : value_unknown(TAINT_OPAQUE);
	if (v.kind == VAL_SCALAR && !v.id && !scalar_is_const(v.s)) { /* the same bytes read again are the same number */
		v.id = ++m->next_id;
		v.delta = 0;
		memory_write(memory_own(mem), off, size, &v);
	}
	return v;
}

/* The address of a load, store or atomic operation. */
static struct value address_of(struct machine *m, struct state *st, const struct instr *i)
{
	struct value p = operand_at(m, st, i->a, 64);

	if (value_is_pointer(&p)) {
		p.off = value_moved(p.off, i->imm);
	} else if (i->imm && p.kind == VAL_SCALAR) {
		p.s = scalar_binop(SCALAR_ADD, 64, p.s, scalar_const((uint64_t)i->imm));
		p.id = 0;
	}
	return p;
}

enum step machine_load(struct machine *m, struct state *st, const struct instr *i)
{
	struct value p = address_of(m, st, i), v;
	uint32_t size = i->width / 8;
	struct memory **mem;
	bool late;

	if (p.kind == VAL_UNKNOWN || p.kind == VAL_UNINIT || (i->flags & INSTR_ARENA)) {
		v = (i->flags & INSTR_ARENA) ? machine_fresh(m, scalar_bits(i->width)) : value_unknown(p.taint | TAINT_OPAQUE);
		machine_set(m, st, i, v);
		return STEP_NEXT;
	}
	late = late_keep(m, st, i, &p);
	if (!late && emit_access(m, st, i, &p, i->a, size, false, NULL))
		return STEP_FAULT;
	if (p.kind == VAL_STACK) {
		touched(m, st, i, &p, size, false);
		v = load_stack(m, st, i, &p);
	} else {
		mem = i->flags & INSTR_VOLATILE ? NULL : machine_memory(m, st, &p, true);
		if (!mem || !*mem || p.off > INT32_MAX || !memory_read(*mem, (uint32_t)p.off, size, &v)) {
			v = load_fresh(m, st, i, &p);
			if (mem && p.off <= INT32_MAX)
				memory_write(memory_own(mem), (uint32_t)p.off, size, &v);
		}
	}
	if (i->from && v.kind == VAL_SCALAR && !scalar_is_const(v.s)) {
		uint8_t taint = v.taint;

		v = machine_fresh(m, scalar_sext(v.s, i->width, 64));
		v.taint = taint;
	} else if (i->from && v.kind == VAL_SCALAR)
		v.s = scalar_sext(v.s, i->width, 64);
	else if (v.kind == VAL_SCALAR) /* never wider than what was read */
		v.s = scalar_is_const(v.s) ? scalar_const(v.s.bits.value & bits_mask(i->width)) : v.s;
	v.taint |= p.taint | (late ? TAINT_LATE : 0);
	machine_set(m, st, i, v);
	return STEP_NEXT;
}

/* ---- stores ---- */

/* Where a write through a pointer with a variable offset may land: unknown from then on. */
static void smear(struct machine *m, struct state *st, const struct value *p, uint32_t size, uint8_t taint)
{
	special_overwritten(m, st, p, size, NULL);
	cache_forget_stack(st, p);
	if (p->kind == VAL_STACK && p->frame < st->nframes) {
		struct memory **mem = &st->frames[p->frame].locals[p->object];
		int64_t whole = st->frames[p->frame].func->locals.at[p->object].size;
		int64_t lo = p->s.smin < -whole || p->s.smin > whole ? 0 : p->off + p->s.smin;
		int64_t hi = p->s.smax < -whole || p->s.smax > whole ? whole : p->off + p->s.smax + size;

		if (lo < 0)
			lo = 0;
		if (hi > whole)
			hi = whole;
		if (lo < hi)
			memory_fill(memory_own(mem), (uint32_t)lo, (uint32_t)(hi - lo), CELL_MISC, taint | p->taint);
	} else if (p->kind == VAL_UNKNOWN) {
		machine_clobber(m, st, true);
	} else {
		struct value other = *p;

		other.instance = UINT32_MAX; /* no instance is the one written: all of the object are forgotten */
		cache_forget(st, &other);
	}
}

static void put(struct machine *m, struct state *st, const struct value *p, uint32_t size, const struct value *v, bool is_volatile)
{
	struct memory **mem = is_volatile && p->kind != VAL_STACK ? NULL : machine_memory(m, st, p, true);

	if (!mem || p->off > INT32_MAX) {
		smear(m, st, p, size, v->taint);
		return;
	}
	if (p->kind == VAL_STACK) {
		uint64_t whole = st->frames[p->frame].func->locals.at[p->object].size;

		if ((uint64_t)p->off + size > whole)
			return;
		special_overwritten(m, st, p, size, NULL);
		cache_forget_stack(st, p);
		mem = machine_memory(m, st, p, true);
	} else {
		cache_forget(st, p);
		mem = machine_memory(m, st, p, true);
	}
	memory_write(memory_own(mem), (uint32_t)p->off, size, v);
}

enum step machine_store(struct machine *m, struct state *st, const struct instr *i)
{
	struct value p = address_of(m, st, i), v = operand_at(m, st, i->b, i->width);
	uint32_t size = i->width / 8;

	if (p.kind != VAL_UNKNOWN && p.kind != VAL_UNINIT && !(i->flags & INSTR_ARENA)) {
		if (emit_access(m, st, i, &p, i->a, size, true, &v))
			return STEP_FAULT;
		if (value_is_pointer(&v) && p.kind != VAL_STACK) {
			struct event e = {.kind = EVENT_STORE_POINTER, .m = m, .st = st, .func = state_top(st)->func, .instr = i,
					  .ptr = &v, .index = &p, .operand = i->b, .size = size, .type = i->type};

			if (m->emit(m->emit_data, &e))
				return STEP_FAULT;
		}
	}
	touched(m, st, i, &p, size, true);
	st->effects += p.kind != VAL_STACK || (i->flags & INSTR_VOLATILE);
	if (!(i->flags & INSTR_ARENA))
		put(m, st, &p, size, &v, i->flags & INSTR_VOLATILE);
	return STEP_NEXT;
}

enum step machine_copy(struct machine *m, struct state *st, const struct instr *i)
{
	struct value to = operand_at(m, st, i->a, 64), from = operand_at(m, st, i->b, 64);
	uint32_t size = (uint32_t)i->imm;
	struct memory **src, **dst;
	uint8_t taint = from.taint | (from.kind == VAL_UNKNOWN ? TAINT_OPAQUE : 0);

	if (!size)
		return STEP_NEXT;
	if (from.kind > VAL_UNKNOWN || from.kind == VAL_SCALAR)
		if (emit_access(m, st, i, &from, i->b, size, false, NULL))
			return STEP_FAULT;
	if (to.kind > VAL_UNKNOWN || to.kind == VAL_SCALAR)
		if (emit_access(m, st, i, &to, i->a, size, true, NULL))
			return STEP_FAULT;
	touched(m, st, i, &from, size, false);
	touched(m, st, i, &to, size, true);
	dst = machine_memory(m, st, &to, true);
	if (!dst || to.off > INT32_MAX) {
		smear(m, st, &to, size, taint);
		return STEP_NEXT;
	}
	if (to.kind != VAL_STACK)
		cache_forget(st, &to);
	else {
		special_overwritten(m, st, &to, size, i);
		cache_forget_stack(st, &to);
	}
	src = machine_memory(m, st, &from, false);
	dst = machine_memory(m, st, &to, true);
	if (to.kind == VAL_STACK && (uint64_t)to.off + size > st->frames[to.frame].func->locals.at[to.object].size)
		return STEP_NEXT;
	if (from.kind == VAL_STACK && src) {
		struct memory *held = *src;

		if (held)
			held->users++; /* source and target may be the same object */
		memory_move(memory_own(dst), (uint32_t)to.off, held, (uint32_t)from.off, size);
		memory_drop(held);
		return STEP_NEXT;
	}
	memory_fill(memory_own(dst), (uint32_t)to.off, size, CELL_MISC, taint);
	if (src && *src && from.off <= INT32_MAX) { /* what is remembered of the source keeps its identity */
		struct memory *held = *src;

		held->users++;
		for (uint32_t k = 0; k < held->cells.n; k++) {
			const struct cell *c = &held->cells.at[k];

			if (c->kind == CELL_VALUE && c->off >= (uint64_t)from.off && c->off + c->size <= (uint64_t)from.off + size)
				memory_write(memory_own(dst), c->off - (uint32_t)from.off + (uint32_t)to.off, c->size, &c->v);
		}
		memory_drop(held);
	}
	return STEP_NEXT;
}

enum step machine_fill(struct machine *m, struct state *st, const struct instr *i)
{
	struct value to = operand_at(m, st, i->a, 64), byte = operand_at(m, st, i->b, 8);
	uint32_t size = (uint32_t)i->imm;
	struct memory **dst;

	if (!size)
		return STEP_NEXT;
	if (to.kind > VAL_UNKNOWN || to.kind == VAL_SCALAR)
		if (emit_access(m, st, i, &to, i->a, size, true, &byte))
			return STEP_FAULT;
	touched(m, st, i, &to, size, true);
	dst = machine_memory(m, st, &to, true);
	if (!dst || to.off > INT32_MAX) {
		smear(m, st, &to, size, byte.taint);
		return STEP_NEXT;
	}
	if (to.kind != VAL_STACK) {
		cache_forget(st, &to);
		dst = machine_memory(m, st, &to, true);
	} else if ((uint64_t)to.off + size > st->frames[to.frame].func->locals.at[to.object].size) {
		return STEP_NEXT;
	} else {
		special_overwritten(m, st, &to, size, i);
		cache_forget_stack(st, &to);
		dst = machine_memory(m, st, &to, true);
	}
	memory_fill(memory_own(dst), (uint32_t)to.off, size,
		    byte.kind == VAL_SCALAR && scalar_is_const(byte.s) && !(byte.s.bits.value & 0xff) ? CELL_ZERO : CELL_MISC, byte.taint);
	return STEP_NEXT;
}

enum step machine_atomic(struct machine *m, struct state *st, const struct instr *i)
{
	struct value p = address_of(m, st, i), v = machine_fresh(m, scalar_bits(i->width));

	if ((p.kind > VAL_UNKNOWN || p.kind == VAL_SCALAR) && !(i->flags & INSTR_ARENA))
		if (emit_access(m, st, i, &p, i->a, i->width / 8, i->from != ATOMIC_LOAD, NULL))
			return STEP_FAULT;
	st->effects++;
	if (p.kind == VAL_STACK && fixed(&p) && p.off >= 0 && i->from != ATOMIC_STORE) { /* what was there */
		struct memory **mem = machine_memory(m, st, &p, false);
		struct value was;

		if (mem && *mem && memory_read(*mem, (uint32_t)p.off, i->width / 8, &was) && was.kind == VAL_SCALAR)
			v = was;
	}
	if (i->from != ATOMIC_LOAD && !(i->flags & INSTR_ARENA)) {
		struct value after = i->from == ATOMIC_STORE ? machine_operand(m, st, i->b) : value_scalar(scalar_bits(i->width));

		touched(m, st, i, &p, i->width / 8, true);
		put(m, st, &p, i->width / 8, &after, false);
	}
	v.taint |= p.taint;
	machine_set(m, st, i, v);
	return STEP_NEXT;
}
