// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * lower_constant: what clang knows the value of is stored as numbers where these are few, else copied from a constant.
 */
#include "lower_impl.h"

#include "clang/AST/APValue.h"

using namespace clang;

namespace bpfproof {

/* More stores than this are no better to read than a copy of a constant. */
enum { MAX_CONSTANT_STORES = 32 };

/* False when there is more to store than `budget`, or something that cannot be. */
bool Body::count_scalars(const APValue &v, QualType t, unsigned *budget)
{
	switch (v.getKind()) {
	case APValue::None:
	case APValue::Indeterminate:
		return true;
	case APValue::Int:
		if (v.getInt().isZero())
			return true;
		break;
	case APValue::Float:
		if (v.getFloat().isPosZero())
			return true;
		break;
	case APValue::LValue:
		if (v.isNullPointer())
			return true;
		break;
	case APValue::Array: {
		const ArrayType *a = ctx.getAsArrayType(t);
		const ConstantArrayType *fixed = ctx.getAsConstantArrayType(t);
		unsigned given = v.getArrayInitializedElts();

		for (unsigned i = 0; i < given; i++)
			if (!count_scalars(v.getArrayInitializedElt(i), a->getElementType(), budget))
				return false;
		if (fixed && v.hasArrayFiller() && fixed->getSize().ugt(given)) {
			unsigned before = *budget;

			if (!count_scalars(v.getArrayFiller(), a->getElementType(), budget) || *budget != before)
				return false;
		}
		return true;
	}
	case APValue::Struct: {
		const RecordDecl *rd = types.record(t);

		if (!rd || v.getStructNumBases())
			return false;
		for (const FieldDecl *f : rd->fields())
			if (!(f->isBitField() && !f->getIdentifier()) &&
			    !count_scalars(v.getStructField(f->getFieldIndex()), f->getType(), budget))
				return false;
		return true;
	}
	case APValue::Union:
		return !v.getUnionField() || count_scalars(v.getUnionValue(), v.getUnionField()->getType(), budget);
	default:
		return false;
	}
	if (!types.width(t) || !*budget)
		return false;
	--*budget;
	return true;
}

void Body::store_scalars(const APValue &v, const Lvalue &to)
{
	switch (v.getKind()) {
	case APValue::Int:
		if (!v.getInt().isZero())
			store(to, imm(v.getInt(), to.type), INSTR_INIT);
		return;
	case APValue::Float:
		if (!v.getFloat().isPosZero())
			store(to, opnd_imm(v.getFloat().bitcastToAPInt().zextOrTrunc(64).getZExtValue()), INSTR_INIT);
		return;
	case APValue::LValue: {
		int64_t off = v.getLValueOffset().getQuantity();

		if (v.isNullPointer())
			return;
		if (!v.getLValueBase()) {
			store(to, opnd_imm(off), INSTR_INIT);
			return;
		}
		struct operand x = l.static_address(v.getLValueBase());
		if (x.kind == OPND_NONE)
			x = opaque("address of a label", to.type);
		else if (off)
			x = build_ptradd(here(), x, opnd_imm(off), types.get(ctx.CharTy), types.get(to.type));
		store(to, x, INSTR_INIT);
		return;
	}
	case APValue::Array: {
		QualType elem = ctx.getAsArrayType(to.type)->getElementType();

		for (unsigned i = 0; i < v.getArrayInitializedElts(); i++) {
			unsigned left = 1;

			if (!count_scalars(v.getArrayInitializedElt(i), elem, &left) || !left)
				store_scalars(v.getArrayInitializedElt(i), plain(element(to.addr, i, elem), elem));
		}
		return;
	}
	case APValue::Struct:
		for (const FieldDecl *f : types.record(to.type)->fields()) {
			unsigned left = 1;

			if (f->isBitField() && !f->getIdentifier())
				continue;
			const APValue &x = v.getStructField(f->getFieldIndex());
			if (!count_scalars(x, f->getType(), &left) || !left)
				store_scalars(x, field(to.addr, f, f->getType(), 0));
		}
		return;
	case APValue::Union:
		if (v.getUnionField())
			store_scalars(v.getUnionValue(), field(to.addr, v.getUnionField(), v.getUnionField()->getType(), 0));
		return;
	default:
		return;
	}
}

void Body::init_constant(const APValue &v, QualType t, struct operand to)
{
	unsigned budget = MAX_CONSTANT_STORES;

	if (count_scalars(v, t, &budget)) {
		zero(to, t);
		store_scalars(v, plain(to, t));
	} else {
		copy(to, l.constant(t, v), t, INSTR_INIT);
	}
}

} // namespace bpfproof
