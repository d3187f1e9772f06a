// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * eval: operands become values, and the few kinds of values that are made everywhere.
 */
#include "machine/machine.h"

static const char *const kind_names[VAL_KINDS] = {
	[VAL_UNINIT] = "?",           [VAL_SCALAR] = "scalar",       [VAL_UNKNOWN] = "unknown",
	[VAL_CTX] = "ctx",            [VAL_STACK] = "fp",            [VAL_MAP_PTR] = "map_ptr",
	[VAL_MAP_KEY] = "map_key",    [VAL_MAP_VALUE] = "map_value", [VAL_GLOBAL] = "map_value",
	[VAL_PACKET] = "pkt",         [VAL_PACKET_META] = "pkt_meta", [VAL_PACKET_END] = "pkt_end",
	[VAL_FLOW_KEYS] = "flow_keys", [VAL_SOCK] = "sock",          [VAL_SOCK_COMMON] = "sock_common",
	[VAL_TCP_SOCK] = "tcp_sock",  [VAL_XDP_SOCK] = "xdp_sock",   [VAL_BTF] = "ptr_",
	[VAL_DYNPTR] = "dynptr_ptr",
	[VAL_ALLOC] = "ptr_",         [VAL_MEM] = "mem",             [VAL_BUF] = "buf",
	[VAL_ARENA] = "arena",        [VAL_FUNC] = "func",
};

const char *val_kind_name(enum val_kind k)
{
	return kind_names[k];
}

struct value value_scalar(struct scalar s)
{
	struct value v;

	memset(&v, 0, sizeof v);
	v.kind = VAL_SCALAR;
	v.s = s;
	return v;
}

struct value value_unknown(uint8_t taint)
{
	struct value v = value_scalar(scalar_unknown());

	v.kind = VAL_UNKNOWN;
	v.taint = taint;
	return v;
}

bool value_never_null(const struct value *v)
{
	static const uint32_t kinds = 1u << VAL_SOCK | 1u << VAL_SOCK_COMMON | 1u << VAL_TCP_SOCK | 1u << VAL_XDP_SOCK | 1u << VAL_BUF | 1u << VAL_MAP_VALUE | 1u << VAL_GLOBAL |
				      1u << VAL_MAP_KEY | 1u << VAL_MEM | 1u << VAL_MAP_PTR;

	return !(v->flags & VAL_MAYBE_NULL) && ((kinds >> v->kind & 1) || ((v->kind == VAL_BTF || v->kind == VAL_ALLOC) && (v->ref || (v->flags & (VAL_TRUSTED | VAL_RCU)))));
}

int value_not_null(const struct value *v)
{
	if (v->flags & VAL_MAYBE_NULL)
		return -1;
	if (v->kind != VAL_BTF || v->ref || (v->flags & (VAL_TRUSTED | VAL_RCU)))
		return v->kind > VAL_UNKNOWN;
	return v->flags & VAL_TRUST_UNKNOWN ? 0 : -1;
}

struct value machine_fresh(struct machine *m, struct scalar s)
{
	struct value v = value_scalar(s);

	if (!scalar_is_const(s))
		v.id = ++m->next_id;
	return v;
}

uint32_t machine_birth(struct machine *m, const struct func *f, const struct instr *i, const char *what)
{
	struct birth b = {f, i, what};

	if (!m->births.n) {
		struct birth none = {0};
		vec_push(&m->births, none);
	}
	vec_push(&m->births, b);
	if (i)
		m->born[(uintptr_t)i / sizeof *i % ARRAY_LEN(m->born)] = m->births.n - 1;
	return m->births.n - 1;
}

uint32_t machine_born(const struct machine *m, const struct instr *i)
{
	uint32_t b = m->born[(uintptr_t)i / sizeof *i % ARRAY_LEN(m->born)];

	return b && b < m->births.n && m->births.at[b].instr == i ? b : 0;
}

static struct value pointer(enum val_kind k, uint32_t object, int64_t off)
{
	struct value v;

	memset(&v, 0, sizeof v);
	v.kind = k;
	v.object = object;
	v.off = value_moved(0, off);
	v.s = scalar_const(0);
	return v;
}

static struct value global_address(const struct machine *m, uint32_t index, int64_t off)
{
	const struct global *g = &m->unit->globals.at[index];
	struct value v = pointer(VAL_GLOBAL, index, off);

	if (g->is_arena)
		v.kind = VAL_ARENA;
	else if (g->kind == GLOBAL_KSYM || g->kind == GLOBAL_EXTERN || g->kind == GLOBAL_SPECIAL)
		return value_unknown(TAINT_OPAQUE);
	v.mem_size = (uint32_t)g->size;
	v.type = g->type;
	if (g->kind == GLOBAL_RODATA || g->kind == GLOBAL_KCONFIG)
		v.flags |= VAL_RDONLY;
	return v;
}

/* What is called and what it may be inlined into have one frame; the kernel gives others their own. */
static uint32_t frame_room(const struct state *st)
{
	uint32_t k = st->nframes - 1;

	while (k && st->frames[k].call)
		k--;
	return model_stack(st->frames[k].func);
}

struct value machine_operand(struct machine *m, struct state *st, struct operand o)
{
	struct frame *fr = state_top(st);
	struct value v;

	switch (o.kind) {
	case OPND_TEMP:
		if (fr->func->slot[o.index] != NO_TEMP)
			return fr->slots[fr->func->slot[o.index]];
		return *machine_scratch(m, o.index);
	case OPND_IMM:
		return value_scalar(scalar_const((uint64_t)o.imm));
	case OPND_LOCAL:
		v = pointer(VAL_STACK, o.index, o.imm);
		v.frame = (uint8_t)(st->nframes - 1);
		v.mem_size = (uint32_t)fr->func->locals.at[o.index].size;
		v.type = fr->func->locals.at[o.index].type;
		v.range = m->unit->final ? 0 : frame_room(st);
		return v;
	case OPND_GLOBAL:
		return global_address(m, o.index, o.imm);
	case OPND_MAP:
		v = pointer(VAL_MAP_PTR, o.index, 0);
		if (m->unit->maps.at[o.index].form == MAP_EXTERN)
			v.taint = TAINT_OPAQUE;
		return v;
	case OPND_FUNC:
		return pointer(VAL_FUNC, o.index, 0);
	default:
		if (m->unit->final) {
			memset(&v, 0, sizeof v);
			return v;
		}
		return value_unknown(TAINT_OPAQUE); /* undefined: the optimiser may take it for anything */
	}
}

bool machine_unread(struct machine *m, const struct state *st, const struct instr *i, struct operand o, const struct value *v)
{
	struct event e = {.kind = EVENT_READ, .m = m, .st = st, .func = st->frames[st->nframes - 1].func, .instr = i, .ptr = v, .operand = o};

	return v->kind == VAL_UNINIT && m->emit(m->emit_data, &e);
}
