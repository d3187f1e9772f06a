// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * pointer-math: arithmetic on a pointer that the kernel refuses whatever is done with the result: kinds of pointers that may not move,
 * operators other than plus and minus, and indexes with no usable lower bound.
 *
 * Kernel: adjust_ptr_min_max_vals(), check_reg_sane_offset().
 */
#include "rule/fix.h"
#include "rule/region.h"

#define MAX_VAR_OFF (1 << 29)  /* BPF_MAX_VAR_OFF */

static bool may_move(enum val_kind k)
{
	switch (k) {
	case VAL_PACKET_END: case VAL_SOCK: case VAL_SOCK_COMMON: case VAL_TCP_SOCK: case VAL_XDP_SOCK: case VAL_FLOW_KEYS:
		return false;
	default:
		return true;
	}
}

/*
 * Is the moved pointer used as one? Address arithmetic that ends in a difference of two pointers, or in nothing, is folded away by the
 * optimiser and never reaches the kernel.
 */
static bool used_as_pointer(const struct func *f, const struct instr *i, int depth)
{
	if (i->op == OP_ADD || i->op == OP_SUB)
		return true;
	for (const struct instr *u = i + 1; depth < 4 && u < f->instrs.at + f->instrs.n && !(op_info[u->op].flags & OP_ENDS); u++) {
		bool a = u->a.kind == OPND_TEMP && u->a.index == i->dst, b = u->b.kind == OPND_TEMP && u->b.index == i->dst;

		if ((a && (u->op == OP_LOAD || u->op == OP_STORE || u->op == OP_ATOMIC || u->op == OP_MEMSET)) ||
		    ((a || b) && (u->op == OP_MEMCPY || u->op == OP_MEMMOVE)))
			return true;
		if (a && (u->op == OP_FIELD || u->op == OP_CAST || u->op == OP_PTRADD) && used_as_pointer(f, u, depth + 1))
			return true;
	}
	return false;
}

/* Of a number that may be negative, the kernel knows nothing any more once it is shifted to the left. */
static bool is_shifted(const struct event *e, struct operand o)
{
	return o.kind == OPND_TEMP && e->func->temps.at[o.index].def < e->func->instrs.n && e->func->instrs.at[e->func->temps.at[o.index].def].op == OP_SHL;
}

static bool unbounded(struct rules *r, const struct event *e)
{
	const struct value *rests[] = {e->ptr, e->index};
	struct scalar s = e->index->s;
	const char *kind = val_kind_name((enum val_kind)e->ptr->kind), *kernel, *name;
	struct finding *f;

	if (scalar_is_const(s) || (s.smin >= -(int64_t)MAX_VAR_OFF && s.smin <= MAX_VAR_OFF))
		return false;
	name = rule_name(r, e, region_user_index(e->func, e->instr->b), "the index");
	kernel = s.smin == INT64_MIN || is_shifted(e, e->instr->b) ? arena_printf(r->unit->arena, "math between %s pointer and register with unbounded min value is not allowed", kind)
				     : arena_printf(r->unit->arena, "value %lld makes %s pointer be out of bounds", (long long)s.smin, kind);
	f = rule_say(r, e, VERDICT_REJECT, rests, 2, kernel, "%s is added to %s, but it is %s: it needs a lower bound", name,
		     rule_name(r, e, e->operand, "a pointer"), rule_range(r, region_index_range(e, e->instr, s)));
	rule_note_origin(r, f, e, e->ptr, rule_name(r, e, rule_base(e, e->operand), "the pointer"));
	fix_index(r, f, e, e->instr);
	return true;
}

/* ---- final code: every instruction stays, so the kernel's questions can be asked in its order ---- */

static bool refused(struct rules *r, const struct event *e, const char *kernel, const char *why)
{
	const struct value *rests[] = {e->ptr, e->index};
	const char *name = rule_name(r, e, rule_base(e, e->operand), "the pointer");

	rule_note_origin(r, rule_say(r, e, VERDICT_REJECT, rests, 2, kernel, "arithmetic on %s, a %s pointer, is refused: %s", rule_name(r, e, e->operand, "this value"),
				     val_kind_name((enum val_kind)e->ptr->kind), why),
			 e, e->ptr, name);
	return true;
}

static bool moves_kind(const struct value *p, const struct value *by, bool add)
{
	bool known = by->kind == VAL_SCALAR && scalar_is_const(by->s);

	switch (p->kind) {
	case VAL_CTX: case VAL_MAP_VALUE: case VAL_GLOBAL: case VAL_MAP_KEY: case VAL_STACK: case VAL_PACKET: case VAL_PACKET_META: case VAL_BTF:
	case VAL_ALLOC: case VAL_MEM: case VAL_BUF: case VAL_FUNC:
		return true;
	case VAL_FLOW_KEYS:
		return known;
	case VAL_MAP_PTR:
		return known && add && !by->s.bits.value;
	default:
		return false;
	}
}

/* check_reg_sane_offset() of the number, and of the pointer that comes of it */
static bool sane(struct rules *r, const struct event *e)
{
	const struct value *p = e->ptr, *by = e->index;
	const char *kind = val_kind_name((enum val_kind)p->kind), *kernel;
	bool add = e->op != OP_SUB, known = scalar_is_const(by->s);
	int64_t k = (int64_t)by->s.bits.value, off = p->off, smin;

	if (known && (k >= MAX_VAR_OFF || k <= -MAX_VAR_OFF)) {
		refused(r, e, arena_printf(r->unit->arena, "math between %s pointer and %lld is not allowed", kind, (long long)k), "the offset is too large");
		return false;
	}
	if (!known && by->s.smin == INT64_MIN) {
		refused(r, e, arena_printf(r->unit->arena, "math between %s pointer and register with unbounded min value is not allowed", kind),
			"the offset has no lower bound");
		return false;
	}
	off += known ? (add ? k : -k) : 0;
	if (off >= MAX_VAR_OFF || off <= -MAX_VAR_OFF) {
		refused(r, e, arena_printf(r->unit->arena, "%s pointer offset %lld is not allowed", kind, (long long)off), "it would point too far away");
		return false;
	}
	if (known)
		return true;
	if (by->s.smin >= MAX_VAR_OFF || by->s.smin <= -MAX_VAR_OFF) {
		smin = by->s.smin;
	} else if (__builtin_add_overflow(p->s.smin, add ? by->s.smin : -by->s.smax, &smin) || (!add && by->s.smax == INT64_MIN)) {
		kernel = arena_printf(r->unit->arena, "math between %s pointer and register with unbounded min value is not allowed", kind);
		refused(r, e, kernel, "the offset has no lower bound");
		return false;
	}
	if (smin < MAX_VAR_OFF && smin > -MAX_VAR_OFF)
		return true;
	kernel = smin == INT64_MIN ? arena_printf(r->unit->arena, "math between %s pointer and register with unbounded min value is not allowed", kind)
				   : arena_printf(r->unit->arena, "value %lld makes %s pointer be out of bounds", (long long)smin, kind);
	refused(r, e, kernel, "the offset is too large");
	return false;
}

/* adjust_ptr_min_max_vals() */
static bool exact(struct rules *r, const struct event *e)
{
	const struct value *p = e->ptr, *by = e->index;
	const char *kind = val_kind_name((enum val_kind)p->kind), *sign = op_info[e->op].mnemonic;
	bool right = e->op == OP_SUB && e->operand.kind == e->instr->b.kind && e->operand.index == e->instr->b.index && !value_is_pointer(by) &&
		     !(e->instr->a.kind == e->instr->b.kind && e->instr->a.index == e->instr->b.index);

	if (value_is_pointer(by))
		return refused(r, e, arena_printf(r->unit->arena, "pointer %s pointer prohibited", e->op == OP_ADD ? "+=" : sign), "the other side is a pointer too");
	if (by->kind != VAL_SCALAR || p->kind == VAL_ARENA)
		return false;
	if (e->instr->width != 64)
		return e->op != OP_SUB && refused(r, e, "32-bit pointer arithmetic prohibited", "it is done on 32 bits");
	if (p->flags & VAL_MAYBE_NULL)
		return refused(r, e, arena_printf(r->unit->arena, "pointer arithmetic on %s_or_null prohibited, null-check it first", kind), "it may be null");
	if (!moves_kind(p, by, e->op == OP_ADD))
		return refused(r, e, arena_printf(r->unit->arena, "pointer arithmetic on %s prohibited", kind), "such a pointer cannot be moved");
	if (e->op != OP_ADD && e->op != OP_SUB && e->op != OP_PTRADD)
		return refused(r, e, e->op == OP_AND || e->op == OP_OR || e->op == OP_XOR ? "on pointer prohibited" : "operator prohibited",
			       arena_printf(r->unit->arena, "'%s' makes no pointer", sign));
	if (right)
		return refused(r, e, "tried to subtract pointer from scalar", "it is taken away from a number");
	if (e->op == OP_SUB && p->kind == VAL_STACK)
		return refused(r, e, "subtraction from stack pointer prohibited", "to the stack pointer one may only add");
	return !sane(r, e);
}

bool rule_pointer_math(struct rules *r, const struct event *e)
{
	const struct value *p = e->ptr;

	if (r->unit->final)
		return exact(r, e);
	if (e->index->kind != VAL_SCALAR || (p->flags & VAL_MAYBE_NULL))
		return false;
	if (e->op == OP_ADD || e->op == OP_SUB || e->op == OP_PTRADD) {
		if (!may_move((enum val_kind)p->kind) && !scalar_is_const(e->index->s)) {
			const struct value *rests[] = {p};

			rule_say(r, e, VERDICT_REJECT, rests, 1,
				 arena_printf(r->unit->arena, "pointer arithmetic on %s prohibited", val_kind_name((enum val_kind)p->kind)),
				 "%s cannot be moved: arithmetic on it is refused", rule_name(r, e, e->operand, "this pointer"));
			return true;
		}
		return p->kind != VAL_ARENA && p->kind != VAL_BTF && used_as_pointer(e->func, e->instr, 0) && unbounded(r, e);
	}
	return false;
}
