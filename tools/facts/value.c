// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* value: what a body of the kernel computes with here: numbers, addresses, and objects whose members are made as they are named. */
#include "facts.h"

struct slot {
	const char *member;
	struct value v;
	struct slot *next;
};

struct object {
	struct arena *arena;
	struct slot *first;
};

static const struct value unknown = {.kind = V_UNKNOWN};

/* ---- objects ---- */

struct object *object_new(struct arena *a)
{
	struct object *o = arena_alloc(a, sizeof(*o));

	o->arena = a;
	return o;
}

static struct slot *slot_of(const struct object *o, const char *member)
{
	for (struct slot *s = o->first; s; s = s->next)
		if (!strcmp(s->member, member))
			return s;
	return NULL;
}

void object_set(struct object *o, const char *member, struct value v)
{
	struct slot *s = slot_of(o, member);

	if (!s) {
		s = arena_alloc(o->arena, sizeof(*s));
		s->member = member;
		s->next = o->first;
		o->first = s;
	}
	s->v = v;
}

struct value object_get(const struct object *o, const char *member)
{
	const struct slot *s = slot_of(o, member);

	return s ? s->v : unknown;
}

struct object *object_sub(struct object *o, const char *member)
{
	struct value v = object_get(o, member);

	if (v.kind != V_OBJECT) {
		v = value_object(object_new(o->arena));
		object_set(o, member, v);
	}
	return v.object;
}

/* ---- arithmetic ---- */

struct value value_fit(struct value v, struct shape shape)
{
	if (v.kind != V_INT || !shape.size)
		return v;
	switch (shape.size) {
	case 1: v.i = shape.is_signed ? (int8_t)v.i : (uint8_t)v.i; break;
	case 2: v.i = shape.is_signed ? (int16_t)v.i : (uint16_t)v.i; break;
	case 4: v.i = shape.is_signed ? (int32_t)v.i : (int64_t)(uint32_t)v.i; break;
	default: break;
	}
	return v;
}

static bool is_null(struct value v)
{
	return v.kind == V_INT && !v.i;
}

/* Are two addresses the same? -1: who knows. */
static int same_address(struct value a, struct value b)
{
	if (is_null(a) || is_null(b))
		return is_null(a) && is_null(b);
	if (a.kind == V_DECL && b.kind == V_DECL)
		return !strcmp(a.decl->name, b.decl->name);
	if (a.kind == V_OBJECT && b.kind == V_OBJECT)
		return a.object == b.object;
	return -1;
}

struct value value_compare(int op, struct value a, struct value b, struct shape shape)
{
	bool is_unsigned = shape.size == 8 && !shape.is_signed;
	int less, equal;

	if (a.kind == V_UNKNOWN || b.kind == V_UNKNOWN)
		return unknown;
	if (a.kind != V_INT || b.kind != V_INT) {
		equal = same_address(a, b);
		if (equal < 0 || (op != CXBinaryOperator_EQ && op != CXBinaryOperator_NE))
			return unknown;
		return value_int((op == CXBinaryOperator_EQ) == equal);
	}
	less = is_unsigned ? (uint64_t)a.i < (uint64_t)b.i : a.i < b.i;
	equal = a.i == b.i;
	switch (op) {
	case CXBinaryOperator_LT: return value_int(less);
	case CXBinaryOperator_GT: return value_int(!less && !equal);
	case CXBinaryOperator_LE: return value_int(less || equal);
	case CXBinaryOperator_GE: return value_int(!less);
	case CXBinaryOperator_EQ: return value_int(equal);
	default: return value_int(!equal);
	}
}

struct value value_arith(int op, struct value a, struct value b, struct shape shape)
{
	bool is_unsigned = shape.size == 8 && !shape.is_signed;
	int64_t r;

	if (op == CXBinaryOperator_And && (is_null(a) || is_null(b)))
		return value_int(0);
	if (a.kind != V_INT || b.kind != V_INT)
		return unknown;
	switch (op) {
	case CXBinaryOperator_Mul: case CXBinaryOperator_MulAssign: r = (int64_t)((uint64_t)a.i * (uint64_t)b.i); break;
	case CXBinaryOperator_Add: case CXBinaryOperator_AddAssign: r = (int64_t)((uint64_t)a.i + (uint64_t)b.i); break;
	case CXBinaryOperator_Sub: case CXBinaryOperator_SubAssign: r = (int64_t)((uint64_t)a.i - (uint64_t)b.i); break;
	case CXBinaryOperator_And: case CXBinaryOperator_AndAssign: r = a.i & b.i; break;
	case CXBinaryOperator_Or: case CXBinaryOperator_OrAssign: r = a.i | b.i; break;
	case CXBinaryOperator_Xor: case CXBinaryOperator_XorAssign: r = a.i ^ b.i; break;
	case CXBinaryOperator_Shl: case CXBinaryOperator_ShlAssign: r = (int64_t)((uint64_t)a.i << (b.i & 63)); break;
	case CXBinaryOperator_Shr: case CXBinaryOperator_ShrAssign:
		r = shape.is_signed ? a.i >> (b.i & 63) : (int64_t)((uint64_t)a.i >> (b.i & 63));
		break;
	case CXBinaryOperator_Div: case CXBinaryOperator_DivAssign:
		if (!b.i)
			return unknown;
		r = is_unsigned ? (int64_t)((uint64_t)a.i / (uint64_t)b.i) : a.i / b.i;
		break;
	case CXBinaryOperator_Rem: case CXBinaryOperator_RemAssign:
		if (!b.i)
			return unknown;
		r = is_unsigned ? (int64_t)((uint64_t)a.i % (uint64_t)b.i) : a.i % b.i;
		break;
	default:
		return unknown;
	}
	return value_fit(value_int(r), shape);
}
