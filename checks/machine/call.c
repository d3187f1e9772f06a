// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * call: what a call does. Functions of the program are entered with the caller's state, except global ones, which the
 * kernel checks on their own. Helpers do what their row in the facts says: the arguments that they fill become
 * initialised, references change hands, packet pointers die, and the result is what the row and, for maps, the map's
 * type make it.
 *
 * Kernel: check_helper_call(), check_kfunc_call(), check_func_call(), clear_caller_saved_regs().
 */
#include <stdio.h>

#include "machine/machine.h"
#include "machine/call.h"
#include "machine/global.h"
#include "machine/graph.h"
#include "machine/step.h"

bool call_emit(struct machine *m, struct state *st, const struct call *c, struct event *e)
{
	e->m = m;
	e->st = st;
	e->func = state_top(st)->func;
	e->instr = c->i;
	e->args = c->args;
	e->nargs = c->n;
	if (m->emit(m->emit_data, e))
		return true;
	if (e->kind == EVENT_ARGUMENT)
		machine_stack_used(m, st, e->ptr);
	return false;
}

/* The map that an argument names, when it is one that the unit defines. */
static const struct map *map_argument(const struct machine *m, const struct value *v)
{
	if (v->kind != VAL_MAP_PTR || v->taint || v->object >= m->unit->maps.n)
		return NULL;
	return m->unit->maps.at[v->object].form == MAP_EXTERN ? NULL : &m->unit->maps.at[v->object];
}

/* The map that a helper works on: most take it first, some behind the context. */
static const struct map *map_passed(const struct machine *m, const struct helper_facts *h, const struct call *c)
{
	for (uint32_t k = 0; k < c->n && k < 5; k++)
		if (h->args[k].kind == ARG_MAP)
			return map_argument(m, &c->args[k]);
	return NULL;
}

/* ---- memory that a call may fill ---- */

void call_fill(struct machine *m, struct state *st, const struct value *p, uint64_t size, uint8_t taint)
{
	const struct cell *next;
	struct memory **mem;
	uint64_t whole;

	if (p->kind != VAL_STACK || p->frame >= st->nframes)
		return; /* the rest of memory is forgotten at every call */
	if (!m->unit->final || size <= UINT16_MAX)
		special_overwritten(m, st, p, size > UINT32_MAX ? UINT32_MAX : (uint32_t)size, NULL);
	else if (special_in(st, p, 1))
		special_overwritten(m, st, p, 1, NULL);
	mem = &st->frames[p->frame].locals[p->object];
	whole = st->frames[p->frame].func->locals.at[p->object].size;
	if (!scalar_is_const(p->s) || p->off < 0 || (uint64_t)p->off >= whole) {
		memory_fill(memory_own(mem), 0, (uint32_t)whole, CELL_MISC, taint);
		return;
	}
	if (size > whole - (uint64_t)p->off) {
		size = whole - (uint64_t)p->off;
		if (m->unit->final && (next = special_in(st, p, (uint32_t)size))) /* the frame is one object: what the kernel owns ends the one that is meant */
			size = next->off - (uint64_t)p->off;
	}
	memory_fill(memory_own(mem), (uint32_t)p->off, (uint32_t)size, CELL_MISC, taint);
}

/* A callee that is not modelled had these pointers. */
void call_expose(struct machine *m, struct state *st, const struct call *c)
{
	for (uint32_t k = 0; k < c->n; k++) {
		call_fill(m, st, &c->args[k], UINT64_MAX, TAINT_OPAQUE);
		if (c->args[k].ref)
			st->refs_unsure = true;
	}
	machine_clobber(m, st, false);
}

static bool kill_packet(struct value *v, void *data)
{
	if (v->kind != VAL_PACKET && v->kind != VAL_PACKET_META && v->kind != VAL_PACKET_END && !(v->kind == VAL_MEM && (v->flags & VAL_PACKET_MEM)))
		return false;
	*v = value_scalar(scalar_unknown());
	v->origin = *(uint32_t *)data;
	return true;
}

void call_packet_changed(struct machine *m, struct state *st, const struct instr *i, const char *who)
{
	uint32_t birth = machine_born(m, i);

	if (!birth)
		birth = machine_birth(m, state_top(st)->func, i,
				      arena_printf(m->arena, "a packet pointer from before '%s', which may move the packet", who));

	st->packet_epoch++;
	state_each_value(st, kill_packet, &birth);
	for (uint32_t k = 0; k < st->cache.n;) {
		struct cached *c = &st->cache.at[k];

		if (c->kind == VAL_CTX || c->kind == VAL_PACKET || c->kind == VAL_PACKET_META) {
			memory_drop(c->mem);
			*c = st->cache.at[--st->cache.n];
		} else {
			k++;
		}
	}
}

/* ---- results ---- */

struct value call_pointer(struct machine *m, enum val_kind k, uint32_t object, uint32_t size, type_id type)
{
	struct value v = value_scalar(scalar_const(0));

	v.kind = k;
	v.object = object;
	v.mem_size = size;
	v.type = type;
	v.instance = ++m->next_instance;
	return v;
}

static uint32_t value_size(const struct machine *m, const struct map *map)
{
	return map->has_value_size ? (map->value_size ? map->value_size : (uint32_t)model_type(m->unit, map->value_type)->size) : 0;
}

/* All of the key is one store. */
static bool stored_whole(const struct memory *mem, uint32_t off)
{
	for (uint32_t i = 0; i < mem->cells.n; i++)
		if (mem->cells.at[i].kind == CELL_VALUE && mem->cells.at[i].off <= off && mem->cells.at[i].off + mem->cells.at[i].size > off)
			return mem->cells.at[i].off == off && mem->cells.at[i].size == 4;
	return true;
}

/*
 * Arrays always have an element at a constant index in range; the kernel knows since 6.14 (get_constant_map_key()). How many elements
 * there are may be left to user space. Only zeroes are remembered in the second half of a stack slot (check_stack_write_fixed_off()); where in
 * a slot a variable lies is the compiler's choice.
 */
static bool never_null(struct machine *m, struct state *st, const struct map *map, const struct value *key)
{
	struct memory **mem = key->kind == VAL_STACK ? machine_memory(m, st, key, false) : NULL;
	struct value k;

	if (m->kernel < KVER(6, 14) || (map->map_type != MAP_ARRAY && map->map_type != MAP_PERCPU_ARRAY) || !mem)
		return false;
	relevance_need_local(m->relevance, st->frames[key->frame].func, key->object);
	return mem && *mem && stored_whole(*mem, (uint32_t)key->off) && memory_read(*mem, (uint32_t)key->off, 4, &k) && k.kind == VAL_SCALAR && scalar_is_const(k.s) &&
	       (!m->unit->final || !k.s.bits.value || key->off % 8 == 0) && (!map->max_entries || k.s.umax < map->max_entries);
}

static struct value map_result(struct machine *m, struct state *st, const struct helper_facts *h, const struct call *c)
{
	const struct map *map = map_argument(m, &c->args[0]);
	const struct map_facts *facts = map ? kernel_map((enum map_type)map->map_type) : NULL;
	struct value v;

	if (!facts)
		return value_unknown(TAINT_OPAQUE);
	if (h->id != 1) { /* percpu lookup and kin: the value */
		v = call_pointer(m, VAL_MAP_VALUE, c->args[0].object, value_size(m, map), map->value_type);
		return v;
	}
	switch (facts->lookup) {
	case LOOKUP_VALUE:
	case LOOKUP_RDONLY_VALUE:
		v = call_pointer(m, VAL_MAP_VALUE, c->args[0].object, value_size(m, map), map->value_type);
		v.flags = facts->lookup == LOOKUP_RDONLY_VALUE ? VAL_RDONLY : 0;
		if (!never_null(m, st, map, &c->args[1]))
			v.flags |= VAL_MAYBE_NULL;
		return v;
	case LOOKUP_INNER_MAP:
		if (map->inner < 0)
			return value_unknown(TAINT_OPAQUE);
		v = call_pointer(m, VAL_MAP_PTR, (uint32_t)map->inner, 0, 0);
		v.flags = VAL_MAYBE_NULL | VAL_INNER;
		return v;
	case LOOKUP_SOCKET:
		v = call_pointer(m, VAL_SOCK, 0, 0, 0);
		v.flags = VAL_MAYBE_NULL;
		v.ref = state_acquire(m, st, REF_OBJECT, state_top(st)->func, c->i, h->name);
		return v;
	case LOOKUP_XDP_SOCK:
		v = call_pointer(m, VAL_XDP_SOCK, 0, 0, 0);
		v.flags = VAL_MAYBE_NULL;
		return v;
	default:
		return value_unknown(TAINT_OPAQUE);
	}
}

/* How many CPUs there are only the kernel knows; no kernel is built for more than this. */
#define MAX_CPUS 8192

/* do_refine_retval_range() */
static struct value integer_result(struct machine *m, const struct helper_facts *h, const struct call *c)
{
	struct value v = machine_fresh(m, c->i->width < 64 ? scalar_bits(c->i->width) : scalar_unknown());

	if (h->range == RANGE_CPU) {
		v.s = scalar_urange(0, MAX_CPUS - 1);
		v.taint = TAINT_ENV;
		v.flags = VAL_FROM_ZERO;
	}
	for (uint32_t k = 0; h->range == RANGE_UP_TO_SIZE && c->i->width == 64 && k < c->n && k < 5; k++)
		if ((h->args[k].kind == ARG_SIZE || h->args[k].kind == ARG_SIZE_OR_ZERO) && c->args[k].kind == VAL_SCALAR && c->args[k].s.umax <= INT32_MAX)
			v.s = scalar_srange(-4095, (int64_t)c->args[k].s.umax);
	return v;
}

/* A slice lives as long as its dynptr; one of packet data as long as the packet stays put. */
void call_slice_of(const struct state *st, const struct value *dynptr, struct value *v)
{
	const struct cell *d = special_at(st, dynptr, CELL_DYNPTR);

	v->flags |= VAL_SLICE;
	v->object = d ? d->v->instance : 0;
	if (d && (d->v->object == DYNPTR_SKB || d->v->object == DYNPTR_XDP))
		v->flags |= VAL_PACKET_MEM;
}

/* bpf_kptr_xchg: what was in the map's field until now; the program owns it, if it is not null. */
static struct value kptr_taken(struct machine *m, struct state *st, const struct helper_facts *h, const struct call *c)
{
	const struct value *p = &c->args[0];
	struct special_field f;
	struct value v;

	if (!c->n || p->taint || !field_pointed(m->unit, p, FIELDS_KPTR, &f)) {
		st->refs_unsure = true;
		return value_unknown(TAINT_OPAQUE);
	}
	v = machine_kptr(m, st, c->i, f.type);
	v.flags |= f.kind == FIELD_KPTR_PERCPU ? VAL_PERCPU : 0;
	v.flags &= (uint16_t)~(VAL_RCU | VAL_UNTRUSTED);
	if (v.kind != VAL_UNKNOWN)
		v.ref = state_acquire(m, st, REF_OBJECT, state_top(st)->func, c->i, h->name);
	return v;
}

static struct value helper_result(struct machine *m, struct state *st, const struct helper_facts *h, const struct call *c)
{
	struct value v;
	uint32_t size = 0;
	bool empty = false;

	switch (h->ret) {
	case RET_INTEGER: return integer_result(m, h, c);
	case RET_VOID: return machine_operand(m, st, opnd_undef());
	case RET_MAP_VALUE: v = map_result(m, st, h, c); break;
	case RET_SOCKET: v = call_pointer(m, VAL_SOCK, 0, 0, 0); break;
	case RET_SOCK_COMMON: v = call_pointer(m, VAL_SOCK_COMMON, 0, 0, 0); break;
	case RET_TCP_SOCK: v = call_pointer(m, VAL_TCP_SOCK, 0, 0, 0); break;
	case RET_MEM:
	case RET_DYNPTR_MEM:
		for (uint32_t k = 0; k < 5 && k < c->n; k++)
			if ((h->args[k].kind == ARG_ALLOC_SIZE_OR_ZERO || (h->ret == RET_DYNPTR_MEM && k == 2)) &&
			    c->args[k].kind == VAL_SCALAR && scalar_is_const(c->args[k].s))
				empty = !(size = (uint32_t)c->args[k].s.bits.value);
		if (!size && !empty)
			return value_unknown(TAINT_OPAQUE);
		v = call_pointer(m, VAL_MEM, 0, size, 0);
		if (h->ret == RET_DYNPTR_MEM)
			call_slice_of(st, &c->args[0], &v);
		else
			v.flags = VAL_RINGBUF;
		v.flags |= empty ? VAL_EMPTY : 0;
		break;
	case RET_BTF_ID:
		v = machine_object(m, h->ret_btf, 0);
		break;
	case RET_KPTR:
		return kptr_taken(m, st, h, c);
	default:
		return value_unknown(TAINT_OPAQUE);
	}
	if (v.kind == VAL_UNKNOWN)
		return v;
	if (h->ret == RET_MAP_VALUE ? h->id != 1 && (h->flags & HELPER_MAYBE_NULL) : (h->flags & HELPER_MAYBE_NULL) != 0)
		v.flags |= VAL_MAYBE_NULL;
	if ((h->flags & HELPER_PTR_CAST) && c->n)
		v.ref = c->args[0].ref; /* the same object in another shape */
	if (h->flags & HELPER_RET_TRUSTED)
		v.flags |= VAL_TRUSTED;
	if (h->flags & HELPER_RET_RCU)
		v.flags |= VAL_RCU;
	if (h->flags & HELPER_RET_RDONLY)
		v.flags |= VAL_RDONLY;
	if ((h->flags & HELPER_ACQUIRES) && h->ret != RET_MAP_VALUE)
		v.ref = state_acquire(m, st, REF_OBJECT, state_top(st)->func, c->i, h->name);
	return v;
}

const char *call_result_words(struct machine *m, const struct call *c, const char *callee)
{
	const struct map *map = c->n ? map_argument(m, &c->args[0]) : NULL;
	const struct map_facts *facts = map ? kernel_map((enum map_type)map->map_type) : NULL;

	if (!map || !map->name)
		return arena_printf(m->arena, "the result of '%s'", callee);
	return arena_printf(m->arena, "the result of '%s' on '%s' (%s)", callee, map->name, facts ? facts->name : "map type not modelled");
}

/* ---- helpers ---- */

static bool is_memory(enum arg_kind k)
{
	return k == ARG_MEM || k == ARG_FIXED_MEM || k == ARG_MAP_KEY || k == ARG_MAP_VALUE || k == ARG_DYNPTR || k == ARG_STACK;
}

static bool is_size(enum arg_kind k)
{
	return k == ARG_SIZE || k == ARG_SIZE_OR_ZERO;
}

static bool check_arguments(struct machine *m, struct state *st, const struct helper_facts *h, const struct call *c)
{
	for (uint32_t k = 0; k < c->n && k < 5 && h->args[k].kind != ARG_NONE; k++) {
		struct event e = {.kind = EVENT_ARGUMENT, .ptr = &c->args[k], .operand = c->i->more->args.at[k], .helper = h,
				  .callee = h->name, .arg = k, .map = map_passed(m, h, c), .by_helper = true};

		if (h->args[k].kind == ARG_MEM && k + 1 < c->n && is_size(h->args[k + 1].kind))
			e.index = &c->args[k + 1];
		e.write = h->args[k].flags & (ARG_WRITE | ARG_UNINIT);
		if (machine_unread(m, st, c->i, e.operand, &c->args[k]))
			return true;
		if (h->args[k].kind != ARG_ANYTHING)
			relevance_need(m->relevance, state_top(st)->func, e.operand);
		if (call_emit(m, st, c, &e))
			return true;
	}
	return false;
}

static uint32_t dynptr_kind(const struct arg_facts *a)
{
	return a->flags & ARG_DYNPTR_RINGBUF ? DYNPTR_RINGBUF : a->flags & ARG_DYNPTR_LOCAL ? DYNPTR_LOCAL :
	       a->flags & ARG_DYNPTR_SKB ? DYNPTR_SKB : a->flags & ARG_DYNPTR_XDP ? DYNPTR_XDP : DYNPTR_UNKNOWN;
}

static void dynptr_argument(struct machine *m, struct state *st, const struct helper_facts *h, const struct call *c, uint32_t k)
{
	const struct arg_facts *a = &h->args[k];
	uint32_t kind = dynptr_kind(a), ref = 0;

	if (a->flags & ARG_UNINIT) {
		if (kind == DYNPTR_RINGBUF)
			ref = state_acquire(m, st, REF_DYNPTR, state_top(st)->func, c->i, h->name);
		special_make(m, st, &c->args[k], CELL_DYNPTR, DYNPTR_SIZE, kind, ref);
	} else if (a->flags & ARG_RELEASE) {
		if (!special_at(st, &c->args[k], CELL_DYNPTR))
			st->refs_unsure = true;
		special_end(m, st, &c->args[k], CELL_DYNPTR);
	}
}

/* Writing through a dynptr of an skb may pull data and so move the packet. */
static bool writes_packet_dynptr(const struct state *st, const struct helper_facts *h, const struct call *c)
{
	const struct cell *d = h->id == HELPER_dynptr_write && c->n ? special_at(st, &c->args[0], CELL_DYNPTR) : NULL;

	return d && d->v->object == DYNPTR_SKB;
}

/*
 * A tail call that succeeds never comes back to this function. From 6.18 on the kernel knows: what runs behind the call has the packet
 * as it was, and only the caller of a function that tail calls sees it moved. Before (6.13) it took every packet pointer for lost, and
 * before that none.
 */
static void tail_call(struct machine *m, struct state *st, const struct call *c, const char *name)
{
	uint32_t k = st->nframes - 1;

	while (k && (st->frames[k].func->flags & FUNC_ALWAYS_INLINE))
		k--;
	if (m->kernel >= KVER(6, 18))
		st->frames[k].may_not_return = k && (m->unit->final || (st->frames[k].func->flags & FUNC_NOINLINE));
	else if (m->kernel >= KVER(6, 13))
		call_packet_changed(m, st, c->i, name);
}

static void helper_effects(struct machine *m, struct state *st, const struct helper_facts *h, const struct call *c)
{
	for (uint32_t k = 0; k < c->n && k < 5 && h->args[k].kind != ARG_NONE; k++) {
		const struct arg_facts *a = &h->args[k];
		const struct value *v = &c->args[k];
		uint64_t size = a->size;

		if (a->kind == ARG_DYNPTR) {
			dynptr_argument(m, st, h, c, k);
			continue;
		}
		if (a->flags & ARG_RELEASE) {
			if (v->ref)
				state_release(st, v->ref);
			else if (v->kind != VAL_SCALAR || !scalar_is_const(v->s) || v->s.bits.value)
				st->refs_unsure = true;
		}
		if (!is_memory(a->kind) || !(a->flags & (ARG_WRITE | ARG_UNINIT)))
			continue;
		if (a->kind == ARG_MEM)
			size = k + 1 < c->n && c->args[k + 1].kind == VAL_SCALAR ? c->args[k + 1].s.umax : UINT64_MAX;
		else if (a->kind == ARG_MAP_VALUE)
			size = map_argument(m, &c->args[0]) ? value_size(m, map_argument(m, &c->args[0])) : UINT64_MAX;
		else if (a->kind != ARG_FIXED_MEM || !size)
			size = UINT64_MAX;
		call_fill(m, st, v, size, 0);
	}
	machine_clobber(m, st, false);
	if (h->id == HELPER_tail_call)
		tail_call(m, st, c, h->name);
	else if ((h->flags & HELPER_CHANGES_PACKET) || writes_packet_dynptr(st, h, c))
		call_packet_changed(m, st, c->i, h->name);
	if (h->flags & HELPER_LOCK) {
		st->lock_ref = state_acquire(m, st, REF_LOCK, state_top(st)->func, c->i, h->name);
		st->lock = c->args[0];
	} else if ((h->flags & HELPER_UNLOCK) && st->lock_ref) {
		state_release(st, st->lock_ref);
		st->lock_ref = 0;
		graph_unlocked(m, st, c->i);
	}
}

static enum step call_helper(struct machine *m, struct state *st, struct call *c)
{
	const struct helper_facts *h = kernel_helper_at(c->i->more->callee_index, m->prog ? m->prog->type : PROG_UNSPEC, m->kernel);
	struct event e = {.kind = EVENT_HELPER, .helper = h};
	bool calls_back;
	struct value r;

	if (!h) {
		m->unmodelled(m->emit_data, m, state_top(st)->func, c->i, "a helper that is not in the tables");
		call_expose(m, st, c);
		machine_set(m, st, c->i, value_unknown(TAINT_OPAQUE));
		return STEP_NEXT;
	}
	e.callee = h->name;
	e.map = map_passed(m, h, c);
	if (call_emit(m, st, c, &e) || check_arguments(m, st, h, c))
		return STEP_FAULT;
	calls_back = (h->flags & (HELPER_CALLBACK | HELPER_ASYNC_CALLBACK)) && machine_callback(m, h->name, c->args, c->n);
	/* never_null() reads the key as it is now; acquiring and filling come after */
	r = helper_result(m, st, h, c);
	helper_effects(m, st, h, c);
	if (value_is_pointer(&r) || h->id == HELPER_get_current_task) {
		r.origin = machine_born(m, c->i);
		if (!r.origin)
			r.origin = machine_birth(m, state_top(st)->func, c->i, call_result_words(m, c, h->name));
		if (r.flags & VAL_MAYBE_NULL)
			r.id = ++m->next_id;
	}
	if (c->i->width < 64 && r.kind == VAL_SCALAR)
		r.s = scalar_trunc(r.s, c->i->width);
	machine_set(m, st, c->i, r);
	return calls_back ? STEP_CALLBACK : STEP_NEXT;
}

/* What is known by now of what leaves the program's sight. */
static void narrow(struct machine *m, struct state *st, struct call *c)
{
	for (uint32_t k = 0; k < c->n; k++)
		c->args[k] = machine_narrow(m, st, &c->args[k]);
}

/* ---- functions of the program ---- */

static enum step call_function(struct machine *m, struct state *st, struct call *c, const struct func *f)
{
	struct event e = {.kind = EVENT_CALL, .called = f, .callee = f->name};
	struct frame *fr;
	uint32_t depth = 0;

	if (global_stands(f))
		narrow(m, st, c);
	if (call_emit(m, st, c, &e))
		return STEP_FAULT;
	for (uint32_t k = 0; k < st->nframes; k++)
		depth += st->frames[k].func == f;
	if (f->blocks.n && !global_stands(f) && st->nframes < MAX_FRAMES && depth < 2) {
		relevance_call(m->relevance, state_top(st)->func, c->i, f);
		frame_enter(st, f, c->i);
		fr = state_top(st);
		for (uint32_t k = 0; k < f->params.n; k++) {
			uint32_t t = f->params.at[k];
			struct value v = k < c->n ? c->args[k] : machine_operand(m, st, opnd_undef());

			if (f->slot[t] != NO_TEMP)
				fr->slots[f->slot[t]] = v;
			else
				*machine_scratch(m, t) = v;
		}
		return STEP_CALL;
	}
	if (!f->blocks.n || !global_stands(f))
		m->unmodelled(m->emit_data, m, state_top(st)->func, c->i, f->blocks.n ? "recursion" : "a function without a body");
	for (uint32_t k = 0; k < c->n; k++) {
		call_fill(m, st, &c->args[k], UINT64_MAX, global_stands(f) && f->blocks.n ? 0 : TAINT_OPAQUE);
		if (!f->blocks.n && c->args[k].ref)
			st->refs_unsure = true;
	}
	machine_clobber(m, st, !f->blocks.n);
	if (m->kernel >= KVER(6, 13) && m->changes_packet && m->changes_packet[f - m->unit->funcs.at]) /* nobody looked there before */
		call_packet_changed(m, st, c->i, f->name);
	if (c->i->dst != NO_TEMP) {
		struct value r = c->i->width && global_stands(f) && f->blocks.n ? machine_fresh(m, c->i->width < 64 ? scalar_bits(c->i->width) : scalar_unknown())
									      : value_unknown(TAINT_OPAQUE);
		if (c->i->type && model_type(m->unit, c->i->type)->kind == TYPE_PTR)
			r = value_unknown(TAINT_OPAQUE);
		machine_set(m, st, c->i, r);
	}
	return STEP_NEXT;
}

enum step machine_call(struct machine *m, struct state *st, const struct instr *i)
{
	const struct instr_more *more = i->more;
	struct value target;
	struct call c;

	c.i = i;
	memset(c.args, 0, MAX_HELPER_ARGS * sizeof c.args[0]);
	for (c.n = 0; c.n < more->args.n && c.n < MAX_ARGS; c.n++)
		c.args[c.n] = machine_operand(m, st, more->args.at[c.n]);
	if (more->callee != CALLEE_FUNC) {
		narrow(m, st, &c);
		st->effects++;
	}
	switch (more->callee) {
	case CALLEE_FUNC:
		return call_function(m, st, &c, &m->unit->funcs.at[more->callee_index]);
	case CALLEE_HELPER:
		return call_helper(m, st, &c);
	case CALLEE_KFUNC:
		return machine_kfunc(m, st, &c, more->name);
	default:
		target = machine_operand(m, st, more->target);
		if (target.kind == VAL_FUNC && target.object < m->unit->funcs.n && (m->unit->funcs.at[target.object].flags & FUNC_KSYM))
			return machine_kfunc(m, st, &c, m->unit->funcs.at[target.object].name);
		if (target.kind == VAL_FUNC && target.object < m->unit->funcs.n)
			return call_function(m, st, &c, &m->unit->funcs.at[target.object]);
		m->unmodelled(m->emit_data, m, state_top(st)->func, i, "an indirect call");
		call_expose(m, st, &c);
		machine_set(m, st, i, value_unknown(TAINT_OPAQUE));
		return STEP_NEXT;
	}
}
