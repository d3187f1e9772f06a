// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * lower_cast: casts, those of clang's own making too.
 */
#include "lower_impl.h"

#include "clang/AST/RecordLayout.h"

using namespace clang;

namespace bpfproof {

struct operand Body::pointer_cast(struct operand x, QualType from, QualType to, unsigned flags)
{
	if (x.kind == OPND_IMM)
		return x;
	if (from->isPointerType() && to->isPointerType() &&
	    ctx.hasSameUnqualifiedType(from->getPointeeType(), to->getPointeeType()))
		return x;
	return build_cast(here(), OP_CAST, x, types.complete(to), flags);
}

/* Between a class and its base the address moves by a constant, unless the base is virtual. */
struct operand Body::base_cast(const CastExpr *e, struct operand x)
{
	bool down = e->getCastKind() == CK_BaseToDerived;
	QualType t = down ? e->getType() : e->getSubExpr()->getType();
	int64_t off = 0;

	if (!t->getPointeeType().isNull())
		t = t->getPointeeType();
	const auto *at = dyn_cast_or_null<CXXRecordDecl>(types.record(t));
	llvm::SmallVector<const CXXBaseSpecifier *, 4> path(e->path_begin(), e->path_end());
	for (const CXXBaseSpecifier *step : path) {
		const auto *base = dyn_cast_or_null<CXXRecordDecl>(types.record(step->getType()));

		if (!at || !base || step->isVirtual())
			return opaque("virtual base", ctx.VoidPtrTy, {x});
		off += ctx.getASTRecordLayout(at).getBaseClassOffset(base).getQuantity();
		at = base;
	}
	QualType to = e->getType();
	if (!to->isPointerType())
		to = ctx.getPointerType(to);
	if (off)
		x = build_ptradd(here(), x, opnd_imm(down ? -off : off), types.get(ctx.CharTy), types.get(ctx.getPointerType(ctx.CharTy)));
	return build_cast(here(), OP_CAST, x, types.complete(to), isa<ImplicitCastExpr>(e) ? INSTR_IMPLICIT : 0);
}

struct operand Body::cast_expr(const CastExpr *e, bool needed)
{
	const Expr *sub = e->getSubExpr();
	QualType from = sub->getType(), to = e->getType();
	unsigned implicit = isa<ImplicitCastExpr>(e) ? INSTR_IMPLICIT : 0;
	struct operand x;

	switch (e->getCastKind()) {
	case CK_ToVoid:
		discard(sub);
		return opnd_none();
	case CK_LValueToRValue: {
		if (const auto *ref = dyn_cast<DeclRefExpr>(sub->IgnoreParens()))
			if (const auto *vd = dyn_cast<VarDecl>(ref->getDecl()); vd && folds(vd) && constant(e, &x))
				return x;
		Lvalue v = lvalue(sub);

		return needed || v.flags & INSTR_VOLATILE ? load(v) : opnd_none();
	}
	case CK_NoOp:
	case CK_UserDefinedConversion:
	case CK_ConstructorConversion:
	case CK_AtomicToNonAtomic:
	case CK_NonAtomicToAtomic:
		if (sub->isGLValue() && !e->isGLValue() && !from->isFunctionType())
			return load(plain(address(sub), from));
		return rvalue(sub, needed);
	case CK_IntegralCast:
	case CK_BooleanToSignedIntegral:
		if (implicit) /* whose names versions disagree on */
			to = to.getCanonicalType();
		if (types.in_memory(from)) {
			discard(sub);
			return opaque("128-bit integer", to);
		}
		x = rvalue(sub);
		if (e->getCastKind() == CK_BooleanToSignedIntegral)
			return bin(OP_SUB, types.width(to), imm(0, to), convert(x, from, to), to);
		return convert(x, from, to);
	case CK_IntegralToBoolean:
	case CK_PointerToBoolean:
		if (is_truth(sub) || weak_address(sub))
			return truth(sub, to);
		if (types.in_memory(from)) {
			discard(sub);
			return opaque("128-bit integer", to);
		}
		return to_bool(rvalue(sub), from, to);
	case CK_BitCast:
		x = rvalue(sub);
		return needed ? pointer_cast(x, from, to, implicit) : x;
	case CK_IntegralToPointer:
		if (types.in_memory(from)) {
			discard(sub);
			return opaque("128-bit integer", to);
		}
		x = resize(rvalue(sub), types.width(from), types.is_signed(from), 64, to);
		return pointer_cast(x, from, to, implicit);
	case CK_PointerToIntegral:
		return resize(rvalue(sub), 64, false, types.width(to), to);
	case CK_NullToPointer:
		if (sub->HasSideEffects(ctx))
			discard(sub);
		return imm(0, to);
	case CK_NullToMemberPointer:
		return imm(~0ull, to);
	case CK_ArrayToPointerDecay:
	case CK_FunctionToPointerDecay:
		return address(sub);
	case CK_AddressSpaceConversion:
		x = rvalue(sub);
		return x.kind == OPND_IMM ? x : build_cast(here(), OP_ASPACE, x, types.complete(to), implicit);
	case CK_DerivedToBase:
	case CK_UncheckedDerivedToBase:
	case CK_BaseToDerived:
		return base_cast(e, rvalue(sub));
	case CK_LValueToRValueBitCast:
		return load(plain(address(sub), to));
	case CK_IntegralToFloating:
	case CK_FloatingToIntegral:
	case CK_FloatingToBoolean:
	case CK_FloatingCast:
		if (constant(e, &x))
			return x;
		discard(sub);
		return opaque("floating point", to);
	default:
		break;
	}
	if (constant(e, &x))
		return x;
	discard(sub);
	return opaque(to->isAnyComplexType() || from->isAnyComplexType() ? "complex number"
		      : from->isVectorType() ? "vector" : e->getCastKindName(), to);
}

} // namespace bpfproof
