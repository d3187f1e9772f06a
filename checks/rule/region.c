// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * region: the limits of each kind of memory. A map value has its size, a packet the bytes that a comparison with data_end has
 * proven, a reserved record its length. Stack objects and globals lie among others that the kernel does not tell apart, so until all is laid
 * out only what leaves the whole frame or section for certain counts.
 *
 * Kernel: check_mem_region_access(), check_packet_access(), __check_mem_access(), check_stack_access_within_bounds().
 */
#include "rule/region.h"

#define MAX_VAR_OFF (1 << 29) /* BPF_MAX_VAR_OFF */
#define STACK_SIZE 512        /* MAX_BPF_STACK */
#define FLOW_KEYS_SIZE 56     /* struct bpf_flow_keys */

static void reach_of(const struct value *p, struct reach *x)
{
	x->unbounded = p->s.smin < -(int64_t)MAX_VAR_OFF || p->s.umax >= MAX_VAR_OFF;
	x->lo = x->unbounded ? p->s.smin : p->s.smin + p->off;
	x->hi = x->unbounded ? p->s.smax : (int64_t)p->s.umax + p->off;
	if (!x->unbounded && p->s.smin < 0)
		x->hi = p->s.smax + p->off;
}

bool region_read_only(const struct unit *u, const struct value *v)
{
	if (v->kind == VAL_GLOBAL)
		return (v->flags & VAL_RDONLY) && u->final;
	return (v->kind == VAL_MAP_VALUE && (u->maps.at[v->object].map_flags & F_RDONLY_PROG)) || (v->kind == VAL_MEM && (v->flags & VAL_RDONLY));
}

static uint64_t section_size(const struct unit *u, const struct global *g)
{
	uint64_t all = 0;

	for (uint32_t i = 0; i < u->globals.n; i++)
		if (u->globals.at[i].section && g->section && !strcmp(u->globals.at[i].section, g->section))
			all += u->globals.at[i].size + u->globals.at[i].align;
	return all;
}

static const char *kernel_words(const struct value *p, uint64_t size, const struct reach *x)
{
	if (p->s.smin < 0 && (p->s.smin < -(int64_t)MAX_VAR_OFF || p->s.smin + p->off < 0))
		return "min value is negative, either use unsigned index or do a if (index >=0) check.";
	if (x->unbounded)
		return "unbounded memory access, make sure to bounds check any such access";
	return x->lo < 0 || (uint64_t)x->lo + size > x->limit ? "min value is outside of the allowed memory range" : "max value is outside of the allowed memory range";
}

static bool leaves(const struct value *p, uint64_t size, struct reach *x)
{
	if ((!x->limit && !(p->flags & VAL_EMPTY)) || (!x->unbounded && x->lo >= 0 && (uint64_t)x->hi + size <= x->limit))
		return false;
	x->kernel = kernel_words(p, size, x);
	return true;
}

/* Among other objects: only what is outside wherever this one lies. */
static bool leaves_shared(const struct value *p, uint64_t size, struct reach *x)
{
	int64_t whole = (int64_t)x->limit;

	/* "i - 1" of an unsigned i is no more than the one before: the compiler puts the distance into the address */
	if (p->s.smin > -(int64_t)MAX_VAR_OFF && p->s.smax < MAX_VAR_OFF) {
		x->unbounded = false;
		x->lo = p->s.smin + p->off;
		x->hi = p->s.smax + p->off;
	}
	if (!x->unbounded && x->hi - x->lo + (int64_t)size <= whole && x->lo > -whole && x->hi + (int64_t)size < 2 * whole)
		return false;
	x->kernel = p->kind == VAL_STACK && scalar_is_const(p->s) ? "invalid read from stack" : kernel_words(p, size, x);
	return true;
}

/* However the objects of this frame lie, there are not as many bytes from here on to its end. */
static bool leaves_top(const struct value *p, uint64_t size, struct reach *x)
{
	if (p->kind != VAL_STACK || !p->range || x->unbounded || x->lo < 0 || x->hi + (int64_t)size <= p->range)
		return false;
	x->limit = p->range;
	x->kernel = scalar_is_const(p->s) ? "stack R" : "invalid variable-offset";
	return true;
}

/* A frame that nobody will lay out any more: check_stack_access_within_bounds(). */
static bool leaves_frame(const struct value *p, uint64_t size, struct reach *x)
{
	bool fixed = scalar_is_const(p->s);

	x->limit = p->mem_size;
	x->unbounded = !fixed && (p->s.smax >= MAX_VAR_OFF || p->s.smin <= -(int64_t)MAX_VAR_OFF);
	x->lo = x->unbounded ? p->s.smin : p->s.smin + p->off;
	x->hi = x->unbounded ? p->s.smax : p->s.smax + p->off;
	if (!x->unbounded && x->lo >= 0 && x->lo < (int64_t)x->limit && x->hi + (int64_t)size <= (int64_t)x->limit)
		return false;
	x->kernel = x->unbounded ? "invalid unbounded variable-offset" : fixed ? "to stack R" : "invalid variable-offset";
	return true;
}

static const char *what_is_left(struct rules *r, const struct value *p)
{
	switch (p->kind) {
	case VAL_MAP_VALUE: return arena_printf(r->unit->arena, "a value of map %s", rule_map_words(r, &r->unit->maps.at[p->object]));
	case VAL_MAP_KEY: return "the map's key";
	case VAL_MEM: return p->flags & VAL_RINGBUF ? "the reserved record" : "this memory";
	case VAL_GLOBAL: return arena_printf(r->unit->arena, "the section that holds '%s'", r->unit->globals.at[p->object].name);
	case VAL_STACK: return "the stack frame";
	case VAL_FLOW_KEYS: return "the flow keys";
	default: return "the packet";
	}
}

static bool left(struct rules *r, const struct value *p, uint64_t size, struct reach *x)
{
	switch (p->kind) {
	case VAL_MAP_VALUE:
	case VAL_MAP_KEY:
	case VAL_MEM:
		x->limit = p->mem_size;
		return leaves(p, size, x);
	case VAL_PACKET:
	case VAL_PACKET_META:
		x->lo = x->hi = p->off;
		x->limit = p->range;
		x->kernel = "offset is outside of the packet";
		return p->s.smin < 0 || p->off < 0 || (uint64_t)p->off + size > p->range;
	case VAL_FLOW_KEYS:
		x->limit = FLOW_KEYS_SIZE;
		if (!leaves(p, size, x))
			return false;
		x->kernel = "invalid access to flow keys";
		return true;
	case VAL_GLOBAL:
		if (r->unit->final) {
			x->limit = r->unit->globals.at[p->object].size;
			return leaves(p, size, x);
		}
		x->limit = section_size(r->unit, &r->unit->globals.at[p->object]);
		return leaves_shared(p, size, x);
	case VAL_STACK:
		if (r->unit->final)
			return leaves_frame(p, size, x);
		x->limit = p->mem_size > STACK_SIZE ? p->mem_size : STACK_SIZE; /* a larger one is gone before the kernel sees it */
		return leaves_shared(p, size, x);
	default:
		return false;
	}
}

bool region_left(struct rules *r, const struct value *p, uint64_t size, bool given, struct reach *x)
{
	memset(x, 0, sizeof *x);
	reach_of(p, x);
	if (!left(r, p, size, x) && !(given && leaves_top(p, size, x)))
		return false;
	x->what = rule_told(r) ? "" : what_is_left(r, p);
	return true;
}

const struct instr *region_index(const struct func *f, struct operand o)
{
	for (int depth = 0; depth < 8 && o.kind == OPND_TEMP && f->temps.at[o.index].def < f->instrs.n; depth++) {
		const struct instr *i = &f->instrs.at[f->temps.at[o.index].def];

		if (i->op == OP_PTRADD && i->b.kind == OPND_TEMP)
			return i;
		if (i->op != OP_FIELD && i->op != OP_CAST && i->op != OP_PTRADD)
			return NULL;
		o = i->a;
	}
	return NULL;
}

/* Before scaling and extension. */
struct operand region_user_index(const struct func *f, struct operand o)
{
	while (o.kind == OPND_TEMP && f->temps.at[o.index].def < f->instrs.n) {
		const struct instr *i = &f->instrs.at[f->temps.at[o.index].def];

		if (op_info[i->op].shape != SHAPE_CONV && !((i->op == OP_MUL || i->op == OP_SHL) && i->b.kind == OPND_IMM))
			break;
		o = i->a;
	}
	return o;
}

/* What is known of an index before it is scaled, at the place of the event; `scaled` where that is gone by now. */
struct scalar region_index_range(const struct event *e, const struct instr *add, struct scalar scaled)
{
	struct operand o = add->b;
	struct value v;

	if (add > e->instr || e->late)
		return scaled;
	for (const struct instr *i = add + 1; i < e->instr; i++)
		if (i->op == OP_CALL || op_info[i->op].flags & OP_ENDS)
			return scaled;
	while (o.kind == OPND_TEMP && e->func->temps.at[o.index].def < e->func->instrs.n) {
		const struct instr *i = &e->func->instrs.at[e->func->temps.at[o.index].def];

		if ((i->op != OP_MUL && i->op != OP_SHL) || i->b.kind != OPND_IMM)
			break;
		o = i->a;
	}
	v = machine_operand(e->m, (struct state *)e->st, o);
	return v.kind == VAL_SCALAR ? v.s : scaled;
}

void region_note_index(struct rules *r, struct finding *f, const struct event *e, struct operand o, const struct value *p)
{
	const struct instr *add = f ? region_index(e->func, o) : NULL;

	if (add)
		rule_note(r, f, rule_place(r, add), "%s moves the pointer; as far as the path tells, it is %s, and the offset %s",
			  rule_name(r, e, region_user_index(e->func, add->b), "the index"), rule_range(r, region_index_range(e, add, p->s)), rule_range(r, p->s));
}
