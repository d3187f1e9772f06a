// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * lower_place: where an expression lives. lvalue() gives an address, or bits at one; load() and store() go to memory there.
 */
#include "lower_impl.h"

#include "clang/AST/Attr.h"
#include "clang/AST/RecordLayout.h"

using namespace clang;

namespace bpfproof {

/* ---- memory ---- */

Lvalue Body::plain(struct operand addr, QualType t, unsigned flags)
{
	Lvalue v;

	v.addr = addr;
	v.type = t;
	v.flags = flags | types.access_flags(t);
	return v;
}

static bool is_atomic(QualType t)
{
	return t->isAtomicType();
}

struct operand Body::load(const Lvalue &v)
{
	unsigned width = types.width(v.type);
	type_id t = v.declared ? v.declared : types.get(v.type);

	if (v.bits)
		return load_bits(v);
	if (!width)
		return opaque("load of a value that has no register", ctx.LongTy);
	if (is_atomic(v.type))
		return build_atomic(here(), ATOMIC_LOAD, width, v.addr, opnd_none(), opnd_none(), true, t, v.flags & INSTR_ARENA);
	return build_load(here(), width, v.addr, t, v.flags);
}

void Body::store(const Lvalue &v, struct operand x, unsigned more)
{
	unsigned width = types.width(v.type);
	type_id t = v.declared ? v.declared : types.get(v.type);

	if (v.bits)
		return store_bits(v, x, more);
	if (!width)
		return;
	if (is_atomic(v.type) && !(more & INSTR_INIT))
		build_atomic(here(), ATOMIC_STORE, width, v.addr, x, opnd_none(), false, t, v.flags & INSTR_ARENA);
	else
		build_store(here(), width, v.addr, x, t, v.flags | more);
}

static uint64_t low_bits(unsigned n)
{
	return n >= 64 ? ~0ull : (1ull << n) - 1;
}

/*
 * The bits stand in the smallest aligned unit that holds them all. Packed records have fields that no such unit holds:
 * these are put together byte by byte.
 */
struct operand Body::load_bits(const Lvalue &v)
{
	unsigned width = types.width(v.type), wide = std::max(v.split ? 64 : v.unit, width);
	QualType wt = ctx.getIntTypeForBitwidth(wide, 0);
	type_id t = types.get(v.type);
	struct operand x;

	if (v.split) {
		if (v.shift + v.bits > 64 || u->big_endian)
			return opaque("bit-field across storage units", v.type);
		x = imm(0, wt);
		for (unsigned i = 0; i * 8 < v.shift + v.bits; i++) {
			struct operand byte = build_load(here(), 8, element(v.addr, i, ctx.UnsignedCharTy), t, v.flags | INSTR_BITFIELD);

			byte = resize(byte, 8, false, 64, wt);
			x = bin(OP_OR, 64, x, bin(OP_SHL, 64, byte, imm(i * 8, wt), wt), wt);
		}
	} else {
		x = build_load(here(), v.unit, v.addr, t, v.flags | INSTR_BITFIELD);
		x = resize(x, v.unit, false, wide, wt);
	}
	if (types.is_signed(v.type)) {
		if (v.shift + v.bits < wide)
			x = bin(OP_SHL, wide, x, imm(wide - v.shift - v.bits, wt), wt);
		x = bin(OP_ASHR, wide, x, imm(wide - v.bits, wt), wt);
	} else {
		if (v.shift)
			x = bin(OP_LSHR, wide, x, imm(v.shift, wt), wt);
		if (v.bits < wide)
			x = bin(OP_AND, wide, x, imm(low_bits(v.bits), wt), wt);
	}
	return resize(x, wide, false, width, v.type);
}

void Body::store_bits(const Lvalue &v, struct operand x, unsigned more)
{
	unsigned width = types.width(v.type), unit = v.split ? 64 : v.unit;
	QualType ut = ctx.getIntTypeForBitwidth(unit, 0);
	type_id t = types.get(v.type);
	uint64_t mask = low_bits(v.bits);
	unsigned flags = v.flags | more | INSTR_BITFIELD;

	x = resize(x, width, false, unit, ut);
	if (v.split) {
		if (v.shift + v.bits > 64 || u->big_endian) {
			build_opaque(here(), "bit-field across storage units", &v.addr, 1, 0, 0, INSTR_CLOBBER);
			return;
		}
		x = bin(OP_SHL, 64, bin(OP_AND, 64, x, imm(mask, ut), ut), imm(v.shift, ut), ut);
		for (unsigned i = 0; i * 8 < v.shift + v.bits; i++) {
			struct operand at = element(v.addr, i, ctx.UnsignedCharTy);
			uint8_t keep = ~(mask << v.shift >> (i * 8));
			struct operand byte = resize(bin(OP_LSHR, 64, x, imm(i * 8, ut), ut), 64, false, 8, ctx.UnsignedCharTy);

			if (keep) {
				struct operand old = build_load(here(), 8, at, t, v.flags | INSTR_BITFIELD);

				old = bin(OP_AND, 8, old, imm(keep, ctx.UnsignedCharTy), ctx.UnsignedCharTy);
				byte = bin(OP_OR, 8, old, byte, ctx.UnsignedCharTy);
			}
			build_store(here(), 8, at, byte, t, flags);
		}
		return;
	}
	if (v.bits < unit) {
		struct operand old = build_load(here(), unit, v.addr, t, v.flags | INSTR_BITFIELD);

		x = bin(OP_AND, unit, x, imm(mask, ut), ut);
		if (v.shift)
			x = bin(OP_SHL, unit, x, imm(v.shift, ut), ut);
		old = bin(OP_AND, unit, old, imm(~(mask << v.shift), ut), ut);
		x = bin(OP_OR, unit, old, x, ut);
	}
	build_store(here(), unit, v.addr, x, t, flags);
}

/* ---- lvalues ---- */

Lvalue Body::field(struct operand base, const FieldDecl *f, QualType t, unsigned flags)
{
	const RecordDecl *rd = f->getParent();
	const char *name = f->getIdentifier() ? l.keep(f->getName()) : nullptr;

	if (rd->isInvalidDecl() || !rd->isCompleteDefinition() || rd->isDependentType())
		return made_up("member of an unusable record", t);
	const ASTRecordLayout &layout = ctx.getASTRecordLayout(rd);
	uint64_t bit_off = layout.getFieldOffset(f->getFieldIndex());
	type_id record = types.complete(rd);
	Lvalue v;

	v.type = t;
	v.flags = flags | types.access_flags(t);
	if (f->isBitField()) {
		v.bits = bit_width(f, ctx);
		v.split = true;
		v.unit = 8;
		for (unsigned unit = 8; unit <= 64; unit *= 2) {
			uint64_t start = bit_off / unit * unit;

			if (bit_off + v.bits <= start + unit && start + unit <= (uint64_t)ctx.toBits(layout.getSize())) {
				v.unit = unit;
				v.split = false;
				break;
			}
		}
		v.shift = bit_off % v.unit;
		if (u->big_endian && !v.split)
			v.shift = v.unit - v.shift - v.bits;
		bit_off = bit_off / v.unit * v.unit;
	} else if (type_tags_in_locs && f->getType()->isPointerType()) {
		v.declared = types.of(f);
	}
	v.addr = build_field(here(), base, bit_off / 8, record, name, types.pointer_to(f->getType()));
	if (f->getType()->isReferenceType()) {
		v.addr = build_load(here(), 64, v.addr, types.get(f->getType()), 0);
		v.declared = 0;
	}
	return v;
}

Lvalue Body::member(const MemberExpr *e)
{
	const ValueDecl *d = e->getMemberDecl();
	const Expr *base = e->getBase();
	QualType t = e->getType();

	if (const auto *vd = dyn_cast<VarDecl>(d)) {
		discard(base);
		return variable(vd, t);
	}
	if (const auto *method = dyn_cast<CXXMethodDecl>(d)) {
		discard(base);
		return plain(opnd_addr(OPND_FUNC, l.func(method)), t);
	}
	const auto *f = dyn_cast<FieldDecl>(d);
	if (!f)
		return made_up(kind_name(e), t);
	return field(e->isArrow() ? rvalue(base) : address(base), f, t, 0);
}

Lvalue Body::subscript(const ArraySubscriptExpr *e)
{
	QualType t = e->getType(), bt = e->getBase()->getType();

	if (!bt->isPointerType())
		return made_up("vector", t);
	struct operand base = rvalue(e->getBase()), i = rvalue(e->getIdx());

	return plain(pointer_step(base, bt, i, e->getIdx()->getType(), false), t);
}

Lvalue Body::variable(const VarDecl *vd, QualType t)
{
	auto known = vars.find(vd);
	Lvalue v;

	if (known != vars.end()) {
		v = plain(known->second, t);
	} else if (const FieldDecl *f = captured(vd)) {
		return field(this_ptr, f, t, 0);
	} else if (!vd->hasGlobalStorage()) {
		return made_up("variable out of reach", t);
	} else if (vd->getTLSKind() != VarDecl::TLS_None) {
		return made_up("thread-local variable", t);
	} else if (vd->getStorageClass() == SC_Register) {
		return made_up("register variable", t);
	} else {
		v = plain(l.var(vd), t);
	}
	if (vd->getType()->isReferenceType() && !isa<DecompositionDecl>(vd))
		v = plain(build_load(here(), 64, v.addr, types.get(vd->getType()), 0), t);
	else if (type_tags_in_locs && vd->getType()->isPointerType())
		v.declared = types.of(vd);
	return v;
}

Lvalue Body::lvalue(const Expr *e)
{
	Deeper deeper(*this);
	At at(*this, e->getSourceRange());

	if (deeper.too_deep())
		return made_up("nested too deeply", e->getType());
	if (e->isTypeDependent() || e->containsErrors())
		return made_up("erroneous expression", ctx.VoidTy);
	return lvalue_here(e);
}

Lvalue Body::lvalue_here(const Expr *e)
{
	QualType t = e->getType();

	switch (e->getStmtClass()) {
	case Stmt::ParenExprClass:
		return lvalue(cast<ParenExpr>(e)->getSubExpr());
	case Stmt::ConstantExprClass:
		return lvalue(cast<ConstantExpr>(e)->getSubExpr());
	case Stmt::ExprWithCleanupsClass: {
		Lvalue v = lvalue(cast<ExprWithCleanups>(e)->getSubExpr());

		end_temporaries(cast<ExprWithCleanups>(e));
		return v;
	}
	case Stmt::GenericSelectionExprClass:
		return lvalue(cast<GenericSelectionExpr>(e)->getResultExpr());
	case Stmt::ChooseExprClass:
		return lvalue(cast<ChooseExpr>(e)->getChosenSubExpr());
	case Stmt::SubstNonTypeTemplateParmExprClass:
		return lvalue(cast<SubstNonTypeTemplateParmExpr>(e)->getReplacement());
	case Stmt::CXXDefaultArgExprClass:
		return lvalue(cast<CXXDefaultArgExpr>(e)->getExpr());
	case Stmt::CXXDefaultInitExprClass:
		return lvalue(cast<CXXDefaultInitExpr>(e)->getExpr());
	case Stmt::DeclRefExprClass: {
		const ValueDecl *d = cast<DeclRefExpr>(e)->getDecl();

		if (const auto *vd = dyn_cast<VarDecl>(d))
			return variable(vd, t);
		if (const auto *f = dyn_cast<FunctionDecl>(d))
			return plain(opnd_addr(OPND_FUNC, l.func(f)), t);
		if (const auto *binding = dyn_cast<BindingDecl>(d); binding && binding->getBinding())
			return lvalue(binding->getBinding());
		return made_up("name out of reach", t);
	}
	case Stmt::MemberExprClass:
		return member(cast<MemberExpr>(e));
	case Stmt::ArraySubscriptExprClass:
		return subscript(cast<ArraySubscriptExpr>(e));
	case Stmt::StringLiteralClass: {
		const auto *s = cast<StringLiteral>(e);

		return plain(l.string(s->getBytes(), t), t);
	}
	case Stmt::PredefinedExprClass: {
		const StringLiteral *s = cast<PredefinedExpr>(e)->getFunctionName();

		return s ? plain(l.string(s->getBytes(), t), t) : made_up("name out of reach", t);
	}
	case Stmt::CompoundLiteralExprClass: {
		const auto *c = cast<CompoundLiteralExpr>(e);

		if (c->isFileScope())
			return plain(l.compound(c), t);
		struct operand to = local(nullptr, t, &l.positions.at(e->getSourceRange()));
		if (types.in_memory(t))
			into(c->getInitializer(), to, true);
		else
			store(plain(to, t), rvalue(c->getInitializer()), INSTR_INIT);
		return plain(to, t);
	}
	case Stmt::UnaryOperatorClass: {
		const auto *op = cast<UnaryOperator>(e);

		if (op->getOpcode() == UO_Deref)
			return plain(rvalue(op->getSubExpr()), t);
		if (op->getOpcode() == UO_Extension)
			return lvalue(op->getSubExpr());
		if (op->isPrefix() && op->isIncrementDecrementOp()) {
			Lvalue v = lvalue(op->getSubExpr());

			step_at(op, v, false);
			return v;
		}
		return made_up("complex number", t);
	}
	case Stmt::BinaryOperatorClass: {
		const auto *op = cast<BinaryOperator>(e);

		if (op->getOpcode() == BO_Comma) {
			discard(op->getLHS());
			return lvalue(op->getRHS());
		}
		if (op->getOpcode() == BO_Assign && !types.in_memory(t)) {
			struct operand x = rvalue(op->getRHS());
			Lvalue v = lvalue(op->getLHS());

			store(v, x);
			return v;
		}
		if (op->getOpcode() == BO_Assign) {
			Lvalue v = lvalue(op->getLHS());

			assign_memory(op, v);
			return v;
		}
		break;
	}
	case Stmt::CompoundAssignOperatorClass: {
		Lvalue v;

		compound_assign(cast<CompoundAssignOperator>(e), false, &v);
		return v;
	}
	case Stmt::ConditionalOperatorClass:
	case Stmt::BinaryConditionalOperatorClass:
		if (e->isGLValue())
			return conditional_lvalue(cast<AbstractConditionalOperator>(e));
		break;
	case Stmt::OpaqueValueExprClass:
		if (e->isGLValue() || types.in_memory(t))
			return plain(bind(cast<OpaqueValueExpr>(e)), t);
		break;
	case Stmt::MaterializeTemporaryExprClass:
		e = cast<MaterializeTemporaryExpr>(e)->getSubExpr();
		break;
	case Stmt::StmtExprClass:
		if (e->isGLValue())
			return made_up(kind_name(e), t);
		break;
	case Stmt::CallExprClass:
	case Stmt::CXXMemberCallExprClass:
	case Stmt::CXXOperatorCallExprClass:
	case Stmt::UserDefinedLiteralClass:
		if (e->isGLValue()) /* a reference: the call's value is the address */
			return plain(call(cast<CallExpr>(e), true), t);
		break;
	default:
		break;
	}
	if (const auto *c = dyn_cast<CastExpr>(e); c && e->isGLValue()) {
		switch (c->getCastKind()) {
		case CK_NoOp:
		case CK_LValueBitCast:
		case CK_UserDefinedConversion:
		case CK_ConstructorConversion:
			return plain(address(c->getSubExpr()), t);
		case CK_AddressSpaceConversion:
			return plain(build_cast(here(), OP_ASPACE, address(c->getSubExpr()), types.pointer_to(t), 0), t);
		case CK_DerivedToBase:
		case CK_UncheckedDerivedToBase:
		case CK_BaseToDerived:
			return plain(base_cast(c, address(c->getSubExpr())), t);
		default:
			return made_up(c->getCastKindName(), t);
		}
	}
	if (e->isGLValue())
		return made_up(kind_name(e), t);
	return plain(in_storage(e), e->getType());
}

} // namespace bpfproof
