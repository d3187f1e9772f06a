// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * lower_arith: operators and conversions, each at the width and signedness that the AST says. Two constants fold, as
 * they do in every compiler; nothing else is simplified. Chains such as a + b + c lean to the left in the AST and are
 * walked in a loop.
 */
#include "lower_impl.h"

#include "llvm/Support/MathExtras.h"

using namespace clang;

namespace bpfproof {

static uint64_t truncated(uint64_t v, unsigned width)
{
	return width >= 64 ? v : v & ((1ull << width) - 1);
}

static int64_t extended(uint64_t v, unsigned width)
{
	return width >= 64 ? (int64_t)v : (int64_t)(v << (64 - width)) >> (64 - width);
}

/* Constants read as their type says: -1 for an int, 255 for an unsigned char. */
struct operand Body::imm(uint64_t v, QualType t)
{
	unsigned width = types.width(t);

	if (!width)
		width = 64;
	return opnd_imm(types.is_signed(t) ? extended(v, width) : (int64_t)truncated(v, width));
}

static bool fold(enum op op, unsigned width, uint64_t x, uint64_t y, uint64_t *out)
{
	int64_t sx = extended(x, width), sy = extended(y, width);

	x = truncated(x, width);
	y = truncated(y, width);
	switch (op) {
	case OP_ADD: *out = x + y; return true;
	case OP_SUB: *out = x - y; return true;
	case OP_MUL: *out = x * y; return true;
	case OP_UDIV: *out = y ? x / y : 0; return y;
	case OP_UMOD: *out = y ? x % y : 0; return y;
	case OP_SDIV:
		if (!sy || (sy == -1 && sx == INT64_MIN))
			return false;
		*out = sx / sy;
		return true;
	case OP_SMOD:
		if (!sy || (sy == -1 && sx == INT64_MIN))
			return false;
		*out = sx % sy;
		return true;
	case OP_AND: *out = x & y; return true;
	case OP_OR: *out = x | y; return true;
	case OP_XOR: *out = x ^ y; return true;
	case OP_SHL: *out = y < width ? x << y : 0; return y < width;
	case OP_LSHR: *out = y < width ? x >> y : 0; return y < width;
	case OP_ASHR: *out = y < width ? sx >> y : 0; return y < width;
	case OP_EQ: *out = x == y; return true;
	case OP_NE: *out = x != y; return true;
	case OP_ULT: *out = x < y; return true;
	case OP_ULE: *out = x <= y; return true;
	case OP_UGT: *out = x > y; return true;
	case OP_UGE: *out = x >= y; return true;
	case OP_SLT: *out = sx < sy; return true;
	case OP_SLE: *out = sx <= sy; return true;
	case OP_SGT: *out = sx > sy; return true;
	case OP_SGE: *out = sx >= sy; return true;
	default: return false;
	}
}

/* The result is zero whatever the other operand is, which an optimiser then need not compute. */
static bool absorbs(enum op op, unsigned width, struct operand x)
{
	return (op == OP_MUL || op == OP_AND) && x.kind == OPND_IMM && !truncated(x.imm, width);
}

struct operand Body::bin(enum op op, unsigned width, struct operand x, struct operand y, QualType t)
{
	uint64_t v;

	if (absorbs(op, width, x) || absorbs(op, width, y))
		return imm(0, t);
	if (x.kind == OPND_IMM && y.kind == OPND_IMM && fold(op, width, x.imm, y.imm, &v))
		return imm(v, t);
	return build_bin(here(), op, width, x, y, types.get(t));
}

struct operand Body::conv(enum op op, unsigned from, unsigned to, struct operand x, QualType t)
{
	if (x.kind == OPND_IMM)
		return imm(op == OP_SEXT ? (uint64_t)extended(x.imm, from) : truncated(x.imm, from), t);
	return build_conv(here(), op, from, to, x, types.get(t));
}

struct operand Body::resize(struct operand x, unsigned from, bool is_signed, unsigned to, QualType t)
{
	if (from == to || !from || !to)
		return x.kind == OPND_IMM && to ? imm(x.imm, t) : x;
	if (from > to)
		return conv(OP_TRUNC, from, to, x, t);
	return conv(is_signed ? OP_SEXT : OP_ZEXT, from, to, x, t);
}

struct operand Body::to_bool(struct operand x, QualType from, QualType to)
{
	if (from->isRealFloatingType())
		return opaque("floating point", to, {x});
	x = bin(OP_NE, types.width(from), x, imm(0, from), ctx.IntTy);
	return resize(x, 32, false, types.width(to), to);
}

struct operand Body::convert(struct operand x, QualType from, QualType to)
{
	if (to->isBooleanType() && !from->isBooleanType())
		return to_bool(x, from, to);
	if (from->isRealFloatingType() || to->isRealFloatingType()) {
		if (types.width(from) == types.width(to) && from->isRealFloatingType() && to->isRealFloatingType())
			return x;
		return opaque("floating point", to, {x});
	}
	return resize(x, types.width(from), types.is_signed(from), types.width(to), to);
}

/* ---- pointers ---- */

struct operand Body::index_bytes(struct operand i, QualType it, QualType elem, bool minus)
{
	uint64_t size = elem->isVoidType() || elem->isFunctionType() ? 1 : types.size(elem);
	QualType t = ctx.LongTy;

	i = resize(i, types.width(it), types.is_signed(it), 64, t);
	if (elem->isVariableArrayType() || (!size && !types.usable(elem) && !elem->isVoidType() && !elem->isFunctionType()))
		return opaque("element of variable size", t, {i});
	if (size != 1 && size && llvm::isPowerOf2_64(size) && i.kind != OPND_IMM)
		i = bin(OP_SHL, 64, i, opnd_imm(llvm::Log2_64(size)), t);
	else if (size != 1)
		i = bin(OP_MUL, 64, i, opnd_imm(size), t);
	return minus ? bin(OP_SUB, 64, opnd_imm(0), i, t) : i;
}

struct operand Body::pointer_step(struct operand p, QualType pt, struct operand i, QualType it, bool minus)
{
	QualType elem = pt->getPointeeType();
	struct operand bytes = index_bytes(i, it, elem, minus);

	if (bytes.kind == OPND_IMM && !bytes.imm)
		return p;
	if (bytes.kind == OPND_IMM && p.kind == OPND_IMM)
		return opnd_imm((uint64_t)p.imm + (uint64_t)bytes.imm);
	types.complete(elem);
	return build_ptradd(here(), p, bytes, types.get(elem), types.get(pt));
}

struct operand Body::pointer_diff(struct operand x, struct operand y, QualType pt, QualType t)
{
	QualType elem = pt->getPointeeType();
	uint64_t size = elem->isVoidType() || elem->isFunctionType() ? 1 : types.size(elem);

	x = bin(OP_SUB, 64, x, y, t);
	if (!size)
		return opaque("element of variable size", t, {x});
	if (size == 1)
		return x;
	if (llvm::isPowerOf2_64(size))
		return bin(OP_ASHR, 64, x, opnd_imm(llvm::Log2_64(size)), t);
	return bin(OP_SDIV, 64, x, opnd_imm(size), t);
}

/* ---- binary operators ---- */

struct operand Body::compare(BinaryOperatorKind op, struct operand x, struct operand y, QualType t, QualType result)
{
	bool is_signed = types.is_signed(t);
	unsigned width = types.width(t);
	enum op cmp;

	if (t->isRealFloatingType())
		return opaque("floating point", result, {x, y});
	switch (op) {
	case BO_EQ: cmp = OP_EQ; break;
	case BO_NE: cmp = OP_NE; break;
	case BO_LT: cmp = is_signed ? OP_SLT : OP_ULT; break;
	case BO_LE: cmp = is_signed ? OP_SLE : OP_ULE; break;
	case BO_GT: cmp = is_signed ? OP_SGT : OP_UGT; break;
	case BO_GE: cmp = is_signed ? OP_SGE : OP_UGE; break;
	default: return opaque("three-way comparison", result, {x, y});
	}
	x = bin(cmp, width, x, y, ctx.IntTy);
	return resize(x, 32, false, types.width(result), result);
}

/* The distance has a type of its own; beyond the width it is undefined anyway. */
struct operand Body::shift(BinaryOperatorKind op, struct operand x, struct operand y, QualType xt, QualType yt)
{
	unsigned width = types.width(xt);
	enum op how = op == BO_Shl ? OP_SHL : types.is_signed(xt) ? OP_ASHR : OP_LSHR;

	y = resize(y, types.width(yt), types.is_signed(yt), width, ctx.getIntTypeForBitwidth(width, 0));
	return bin(how, width, x, y, xt.getCanonicalType());
}

/* Both sides have been converted as the operator wants; t is the type of the result. */
struct operand Body::arith(BinaryOperatorKind op, struct operand x, struct operand y, QualType xt, QualType yt, QualType t)
{
	bool is_signed = types.is_signed(xt);
	unsigned width = types.width(xt);
	enum op how;

	t = t.getCanonicalType();
	if (xt->isRealFloatingType() || yt->isRealFloatingType())
		return opaque("floating point", t, {x, y});
	if (BinaryOperator::isComparisonOp(op))
		return compare(op, x, y, xt, t);
	if (xt->isPointerType() && yt->isPointerType())
		return pointer_diff(x, y, xt, t);
	if (xt->isPointerType())
		return pointer_step(x, xt, y, yt, op == BO_Sub);
	if (yt->isPointerType())
		return pointer_step(y, yt, x, xt, false);
	switch (op) {
	case BO_Shl:
	case BO_Shr: return shift(op, x, y, xt, yt);
	case BO_Add: how = OP_ADD; break;
	case BO_Sub: how = OP_SUB; break;
	case BO_Mul: how = OP_MUL; break;
	case BO_Div: how = is_signed ? OP_SDIV : OP_UDIV; break;
	case BO_Rem: how = is_signed ? OP_SMOD : OP_UMOD; break;
	case BO_And: how = OP_AND; break;
	case BO_Or: how = OP_OR; break;
	case BO_Xor: how = OP_XOR; break;
	default: return opaque("pointer to member", t, {x, y});
	}
	return bin(how, width, x, y, t);
}

struct operand Body::apply(const BinaryOperator *e, struct operand x, struct operand y)
{
	return arith(e->getOpcode(), x, y, e->getLHS()->getType(), e->getRHS()->getType(), e->getType());
}

static bool is_plain(const BinaryOperator *e)
{
	return !e->isAssignmentOp() && !e->isLogicalOp() && e->getOpcode() != BO_Comma && !e->isPtrMemOp();
}

struct operand Body::binary(const BinaryOperator *e, bool needed)
{
	llvm::SmallVector<const BinaryOperator *, 8> spine;
	const Expr *left = e;

	if (e->isLogicalOp())
		return truth(e, e->getType());
	if (e->getOpcode() == BO_Assign)
		return assign(e, needed);
	if (e->getOpcode() == BO_Comma) {
		while (const auto *b = dyn_cast<BinaryOperator>(left)) {
			if (b->getOpcode() != BO_Comma)
				break;
			spine.push_back(b);
			left = b->getLHS();
		}
		discard(left);
		for (size_t i = spine.size(); --i;)
			discard(spine[i]->getRHS());
		return rvalue(e->getRHS(), needed);
	}
	if (asks_for_weak(e))
		return truth(e, e->getType());
	while (const auto *b = dyn_cast<BinaryOperator>(left->IgnoreParens())) {
		if (!is_plain(b) || types.in_memory(b->getLHS()->getType()) || types.in_memory(b->getRHS()->getType()))
			break;
		spine.push_back(b);
		left = b->getLHS();
	}
	if (spine.empty()) {
		discard(e->getLHS());
		discard(e->getRHS());
		return opaque(e->isPtrMemOp() ? "pointer to member" : e->getLHS()->getType()->isVectorType() ? "vector"
			      : e->getLHS()->getType()->isAnyComplexType() ? "complex number" : "128-bit integer", e->getType());
	}
	struct operand x = rvalue(left);
	for (size_t i = spine.size(); i--;) {
		struct operand y = rvalue(spine[i]->getRHS());
		At at(*this, spine[i]->getSourceRange());

		x = apply(spine[i], x, y);
	}
	return x;
}

/* ---- assignment ---- */

struct operand Body::bits_kept(const Lvalue &v, struct operand x)
{
	unsigned width = types.width(v.type), drop = width - v.bits;

	if (!v.bits || v.bits >= width)
		return x;
	if (!types.is_signed(v.type))
		return bin(OP_AND, width, x, imm((1ull << v.bits) - 1, v.type), v.type);
	x = bin(OP_SHL, width, x, opnd_imm(drop), v.type);
	return bin(OP_ASHR, width, x, opnd_imm(drop), v.type);
}

void Body::assign_memory(const BinaryOperator *e, const Lvalue &to)
{
	const auto *c = dyn_cast<CastExpr>(e->getRHS()->IgnoreParens());

	if (c && c->getCastKind() == CK_LValueToRValue) {
		copy(to.addr, readable(c->getSubExpr()), to.type, to.flags);
	} else { /* the right side may read what it is assigned to */
		struct operand from = in_storage(e->getRHS());

		copy(to.addr, from, to.type, to.flags);
	}
}

struct operand Body::assign(const BinaryOperator *e, bool needed)
{
	struct operand x = rvalue(e->getRHS());
	Lvalue v = lvalue(e->getLHS());
	At at(*this, e->getLHS()->getSourceRange());

	store(v, x);
	return needed ? bits_kept(v, x) : x;
}

struct operand Body::update_atomic(const Lvalue &v, BinaryOperatorKind op, struct operand x, bool old, bool needed)
{
	enum atomic_op how = op == BO_Add ? ATOMIC_ADD : op == BO_Sub ? ATOMIC_SUB : op == BO_And ? ATOMIC_AND
			   : op == BO_Or ? ATOMIC_OR : ATOMIC_XOR;
	unsigned width = types.width(v.type);
	struct operand was = build_atomic(here(), how, width, v.addr, x, opnd_none(), needed, types.get(v.type), v.flags & INSTR_ARENA);

	return !needed || old ? was : atomic_new_value(how, was, x, width, v.type);
}

struct operand Body::compound_assign(const CompoundAssignOperator *e, bool needed, Lvalue *result)
{
	BinaryOperatorKind op = BinaryOperator::getOpForCompoundAssignment(e->getOpcode());
	QualType t = e->getLHS()->getType(), xt = e->getComputationLHSType(), rt = e->getComputationResultType();
	QualType yt = e->getRHS()->getType();

	if (types.in_memory(t) || types.in_memory(yt) || types.in_memory(xt)) {
		discard(e->getRHS());
		Lvalue v = lvalue(e->getLHS());

		const char *why = t->isVectorType() ? "vector" : t->isAnyComplexType() ? "complex number" : "128-bit integer";
		if (types.in_memory(t))
			opaque_into(why, v.addr, t);
		else
			store(v, opaque(why, t));
		if (result)
			*result = v;
		return types.width(t) && needed ? load(v) : opnd_none();
	}
	struct operand y = rvalue(e->getRHS());
	Lvalue v = lvalue(e->getLHS());
	At at(*this, e->getLHS()->getSourceRange());

	if (result)
		*result = v;
	if (t->isAtomicType() && types.width(t) == types.width(yt) && !t->castAs<AtomicType>()->getValueType()->isPointerType() &&
	    (op == BO_Add || op == BO_Sub || op == BO_And || op == BO_Or || op == BO_Xor))
		return update_atomic(v, op, y, false, needed);
	struct operand x = load(v);
	if (t->isAtomicType())
		t = t->castAs<AtomicType>()->getValueType();
	{
		At whole(*this, e->getSourceRange());

		if (xt->isPointerType()) {
			x = pointer_step(x, xt, y, yt, op == BO_Sub);
		} else {
			x = convert(x, t, xt);
			x = arith(op, x, y, xt, yt, rt);
			x = convert(x, rt, t);
		}
	}
	store(v, x);
	return needed ? bits_kept(v, x) : x;
}

/* ---- unary operators ---- */

struct operand Body::step_at(const UnaryOperator *e, const Lvalue &v, bool needed)
{
	BinaryOperatorKind op = e->isIncrementOp() ? BO_Add : BO_Sub;
	QualType t = v.type;
	unsigned width = types.width(t);
	bool old = e->isPostfix();

	if (!width) {
		opaque_into("arithmetic wider than 64 bits", v.addr, t);
		return opnd_none();
	}
	if (const auto *a = t->getAs<AtomicType>()) {
		QualType inner = a->getValueType();

		if (!inner->isPointerType())
			return update_atomic(v, op, imm(1, inner), old, needed);
		t = inner;
	}
	struct operand x = load(v), y;
	if (t->isPointerType()) {
		y = pointer_step(x, t, opnd_imm(1), ctx.LongTy, op == BO_Sub);
	} else if (t->isBooleanType()) {
		y = imm(1, t);
	} else if (t->isRealFloatingType()) {
		y = opaque("floating point", t, {x});
	} else if (width < 32) {
		y = resize(x, width, types.is_signed(t), 32, ctx.IntTy);
		y = resize(bin(op == BO_Add ? OP_ADD : OP_SUB, 32, y, opnd_imm(1), ctx.IntTy), 32, true, width, t);
	} else {
		y = bin(op == BO_Add ? OP_ADD : OP_SUB, width, x, imm(1, t), t.getCanonicalType());
	}
	store(v, y);
	return old || !needed ? x : bits_kept(v, y);
}

struct operand Body::unary(const UnaryOperator *e, bool needed)
{
	const Expr *sub = e->getSubExpr();
	QualType t = e->getType();
	struct operand x;

	switch (e->getOpcode()) {
	case UO_Extension:
	case UO_Plus:
		return rvalue(sub, needed);
	case UO_LNot:
		if (is_truth(sub) || weak_address(sub))
			return truth(e, t);
		if (types.in_memory(sub->getType()))
			break;
		return compare(BO_EQ, rvalue(sub), imm(0, sub->getType()), sub->getType(), t);
	case UO_Minus:
		x = rvalue(sub);
		if (t->isRealFloatingType())
			return opaque("floating point", t, {x});
		return bin(OP_SUB, types.width(t), imm(0, t), x, t.getCanonicalType());
	case UO_Not:
		x = rvalue(sub);
		return bin(OP_XOR, types.width(t), x, imm(~0ull, t), t.getCanonicalType());
	case UO_AddrOf:
		if (t->isMemberPointerType())
			return unknown(e, "pointer to member");
		return address(sub);
	case UO_Deref:
		return load(lvalue_here(e));
	case UO_PreInc:
	case UO_PreDec:
	case UO_PostInc:
	case UO_PostDec:
		return step_at(e, lvalue(sub), needed);
	default:
		break;
	}
	discard(sub);
	return unknown(e, t->isAnyComplexType() || sub->getType()->isAnyComplexType() ? "complex number" : "unknown operator");
}

} // namespace bpfproof
