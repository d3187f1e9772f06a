// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * bounds: an access through a pointer whose offset the machine cannot show to stay inside the memory. The limits: a map value's size,
 * the bytes of a packet that a comparison with data_end has proven, the size of a reserved record. Stack objects and globals lie
 * among others that the kernel does not tell apart, so only what leaves the whole frame or section for certain counts.
 *
 * Kernel: check_mem_region_access(), check_packet_access(), __check_mem_access(), check_stack_access_within_bounds().
 */
#include "rule/rule.h"

#define MAX_VAR_OFF (1 << 29)  /* BPF_MAX_VAR_OFF */

struct reach {
	int64_t lo, hi;  /* first and last offset at which the access may begin */
	bool unbounded;
};

static struct reach reach_of(const struct value *p)
{
	struct reach x = {.lo = p->s.smin, .hi = p->s.smax};

	x.unbounded = p->s.smin < -(int64_t)MAX_VAR_OFF || p->s.umax >= MAX_VAR_OFF;
	if (!x.unbounded) {
		x.lo += p->off;
		x.hi = (int64_t)p->s.umax + p->off;
	}
	return x;
}

static uint64_t section_size(const struct unit *u, const struct global *g)
{
	uint64_t all = 0;

	for (uint32_t i = 0; i < u->globals.n; i++)
		if (u->globals.at[i].section && g->section && !strcmp(u->globals.at[i].section, g->section))
			all += u->globals.at[i].size + u->globals.at[i].align;
	return all;
}

/* The instruction that added the varying part, for its name and range. */
static const struct instr *index_of(const struct event *e)
{
	struct operand o = e->operand;

	for (int depth = 0; depth < 8 && o.kind == OPND_TEMP; depth++) {
		const struct instr *i = &e->func->instrs.at[e->func->temps.at[o.index].def];

		if (i->op == OP_PTRADD && i->b.kind == OPND_TEMP)
			return i;
		if (i->op != OP_FIELD && i->op != OP_CAST && i->op != OP_PTRADD)
			return NULL;
		o = i->a;
	}
	return NULL;
}

/* The value that the user would call the index: before scaling and extension. */
static struct operand user_index(const struct func *f, struct operand o)
{
	while (o.kind == OPND_TEMP) {
		const struct instr *i = &f->instrs.at[f->temps.at[o.index].def];
		enum op_shape s = op_info[i->op].shape;

		if (s == SHAPE_CONV || ((i->op == OP_MUL || i->op == OP_SHL) && i->b.kind == OPND_IMM))
			o = i->a;
		else
			break;
	}
	return o;
}

static void tell_index(struct rules *r, struct finding *f, const struct event *e)
{
	const struct instr *add = f ? index_of(e) : NULL;
	struct operand o;
	const char *name;

	if (!add)
		return;
	o = user_index(e->func, add->b);
	name = rule_name(r, e, o, "the index");
	rule_note(r, f, rule_place(r, add), "%s is not bounded well enough: the offset is in %s", name, rule_range(r, e->ptr->s));
}

static bool say(struct rules *r, const struct event *e, const struct reach *x, uint64_t size, const char *what, const char *kernel)
{
	const struct value *rests[] = {e->ptr};
	const char *name = rule_name(r, e, e->operand, "this pointer");
	const char *verb = e->write ? "write" : "read";
	struct finding *f;

	if (x->unbounded)
		f = rule_say(r, e, VERDICT_REJECT, rests, 1, kernel, "%s of %u bytes at %s: the offset into %s has no bound", verb, e->size, name, what);
	else if (x->lo == x->hi)
		f = rule_say(r, e, VERDICT_REJECT, rests, 1, kernel, "%s of %u bytes at offset %lld of %s, which is %llu bytes long", verb,
			     e->size, (long long)x->lo, what, (unsigned long long)size);
	else
		f = rule_say(r, e, VERDICT_REJECT, rests, 1, kernel, "%s of %u bytes at an offset in [%lld, %lld] of %s, which is %llu bytes long", verb,
			     e->size, (long long)x->lo, (long long)x->hi, what, (unsigned long long)size);
	rule_note_origin(r, f, e, e->ptr, name);
	tell_index(r, f, e);
	return true;
}

static const char *kernel_words(const struct value *p, const struct reach *x, uint64_t size)
{
	if (p->s.smin < 0 && x->lo < 0)
		return "min value is negative, either use unsigned index or do a if (index >=0) check.";
	if (x->unbounded)
		return "unbounded memory access, make sure to bounds check any such access";
	return x->lo < 0 || x->lo > (int64_t)size ? "min value is outside of the allowed memory range" : "max value is outside of the allowed memory range";
}

static bool region(struct rules *r, const struct event *e, uint64_t size, const char *what)
{
	struct reach x = reach_of(e->ptr);

	if (!x.unbounded && x.lo >= 0 && (uint64_t)x.hi + e->size <= size)
		return false;
	return say(r, e, &x, size, what, kernel_words(e->ptr, &x, size));
}

/* Among other objects: only what is outside wherever this one lies. */
static bool shared_region(struct rules *r, const struct event *e, uint64_t whole, const char *what)
{
	struct reach x = reach_of(e->ptr);

	if (!x.unbounded && x.hi - x.lo + (int64_t)e->size <= (int64_t)whole && x.lo > -(int64_t)whole && x.hi + (int64_t)e->size < (int64_t)whole * 2)
		return false;
	return say(r, e, &x, whole, what, kernel_words(e->ptr, &x, whole));
}

static bool packet(struct rules *r, const struct event *e)
{
	const struct value *rests[] = {e->ptr};
	const struct value *p = e->ptr;
	const char *name;
	struct finding *f;

	if (p->s.smin >= 0 && p->off >= 0 && (uint64_t)p->off + e->size <= p->range)
		return false;
	name = rule_name(r, e, e->operand, "this pointer");
	if (p->range)
		f = rule_say(r, e, VERDICT_REJECT, rests, 1, "offset is outside of the packet",
			     "%s of %u bytes at packet offset %lld, but only %u bytes were compared with the packet's end", e->write ? "write" : "read",
			     e->size, (long long)p->off, p->range);
	else
		f = rule_say(r, e, VERDICT_REJECT, rests, 1, "offset is outside of the packet",
			     "%s of %u bytes from the packet through %s, which was not compared with the packet's end", e->write ? "write" : "read",
			     e->size, name);
	tell_index(r, f, e);
	return true;
}

static const char *map_words(struct rules *r, const struct value *p)
{
	const struct map *m = &r->unit->maps.at[p->object];

	return arena_printf(r->unit->arena, "a value of map %s", rule_map_words(r, m));
}

bool rule_bounds(struct rules *r, const struct event *e)
{
	const struct value *p = e->ptr;
	const struct global *g;

	if (e->kind != EVENT_ACCESS)
		return false;
	switch (p->kind) {
	case VAL_MAP_VALUE:
		return p->mem_size && region(r, e, p->mem_size, map_words(r, p));
	case VAL_MAP_KEY:
		return p->mem_size && region(r, e, p->mem_size, "the map's key");
	case VAL_MEM:
		return p->mem_size && region(r, e, p->mem_size, "this memory");
	case VAL_PACKET:
	case VAL_PACKET_META:
		return packet(r, e);
	case VAL_GLOBAL:
		g = &r->unit->globals.at[p->object];
		return shared_region(r, e, section_size(r->unit, g), arena_printf(r->unit->arena, "section '%s' that holds '%s'", g->section ? g->section : "?", g->name));
	case VAL_STACK:
		return shared_region(r, e, 512, "the stack frame");
	default:
		return false;
	}
}
