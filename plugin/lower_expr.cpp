// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * lower_expr: what an expression is worth and where it lives. rvalue() gives a scalar's operand; lvalue() an address,
 * or bits at one. The order in which operands are evaluated is clang's own.
 */
#include "lower_impl.h"

#include "clang/AST/Attr.h"
#include "clang/AST/RecordLayout.h"

using namespace clang;

namespace bpfproof {

/* ---- what cannot be lowered ---- */

struct operand Body::opaque(const char *why, QualType t, llvm::ArrayRef<struct operand> in, unsigned flags)
{
	if (t->isReferenceType())
		t = ctx.getPointerType(t->getPointeeType());
	unsigned width = types.width(t);

	return build_opaque(here(), why, in.data(), in.size(), width, width ? types.get(t) : 0, flags);
}

/* Reasons in words; a node that has none goes by its class name. */
const char *Body::kind_name(const Stmt *s)
{
	static const struct {
		Stmt::StmtClass kind;
		const char *words;
	} known[] = {
		{Stmt::VAArgExprClass, "va_arg"},
		{Stmt::AddrLabelExprClass, "address of a label"},
		{Stmt::LambdaExprClass, "lambda"},
		{Stmt::CXXNewExprClass, "new"},
		{Stmt::CXXDeleteExprClass, "delete"},
		{Stmt::CXXThrowExprClass, "throw"},
		{Stmt::CXXTypeidExprClass, "typeid"},
		{Stmt::CXXDynamicCastExprClass, "dynamic_cast"},
		{Stmt::BlockExprClass, "block"},
		{Stmt::RecoveryExprClass, "erroneous expression"},
		{Stmt::MSAsmStmtClass, "inline assembly"},
		{Stmt::ExtVectorElementExprClass, "vector"},
		{Stmt::ShuffleVectorExprClass, "vector"},
		{Stmt::ConvertVectorExprClass, "vector"},
		{Stmt::ImaginaryLiteralClass, "complex number"},
	};

	for (const auto &k : known)
		if (k.kind == s->getStmtClass())
			return k.words;
	return s->getStmtClassName();
}

struct operand Body::unknown(const Expr *e, const char *why)
{
	return opaque(why, e->getType(), {}, INSTR_CLOBBER);
}

Lvalue Body::made_up(const char *why, QualType t)
{
	return plain(build_opaque(here(), why, nullptr, 0, 64, types.pointer_to(t), INSTR_CLOBBER), t);
}

/* Only for nodes that clang folds itself: sizeof, traits, builtins; never for what reads a variable. */
bool Body::constant(const Expr *e, struct operand *out)
{
	Expr::EvalResult r;

	if (e->isValueDependent() || e->containsErrors() || !types.width(e->getType()))
		return false;
	if (e->getType()->isRealFloatingType()) {
		if (!e->EvaluateAsRValue(r, ctx) || r.HasSideEffects || !r.Val.isFloat())
			return false;
		*out = imm(r.Val.getFloat().bitcastToAPInt().zextOrTrunc(64).getZExtValue(), e->getType());
		return true;
	}
	if (!e->getType()->isIntegralOrEnumerationType() || !e->EvaluateAsInt(r, ctx, Expr::SE_NoSideEffects))
		return false;
	*out = imm(r.Val.getInt(), e->getType());
	return true;
}

bool Body::folds(const VarDecl *vd) const
{
	if (vd->isConstexpr())
		return true;
	return ctx.getLangOpts().CPlusPlus && vd->getType()->isIntegralOrEnumerationType() &&
	       vd->mightBeUsableInConstantExpressions(ctx);
}

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

struct operand Body::bind(const OpaqueValueExpr *e)
{
	auto known = shared.find(e);

	if (known != shared.end())
		return known->second;
	const Expr *source = e->getSourceExpr();
	struct operand x;

	if (!source)
		return unknown(e, "value out of reach");
	if (source->isGLValue() || types.in_memory(source->getType()))
		x = address(source);
	else
		x = rvalue(source);
	return shared[e] = x;
}

/* ---- rvalues ---- */

void Body::discard(const Expr *e)
{
	e = e->IgnoreParens();
	if (e->isTypeDependent() || e->containsErrors()) {
		unknown(e, "erroneous expression");
		return;
	}
	QualType t = e->getType();

	if (e->isGLValue() && !isa<StmtExpr>(e)) {
		lvalue(e);
	} else if (types.in_memory(t)) {
		const auto *c = dyn_cast<CastExpr>(e);
		const auto *op = dyn_cast<BinaryOperator>(e);

		if (c && c->getCastKind() == CK_LValueToRValue) {
			lvalue(c->getSubExpr());
		} else if (op && op->getOpcode() == BO_Assign) {
			assign_memory(op, lvalue(op->getLHS()));
		} else {
			struct operand x = temporary(t);

			into(e, x, true);
			if (t.isDestructedType() == QualType::DK_cxx_destructor)
				destroy(x, t);
		}
	} else {
		rvalue(e, false);
	}
}

struct operand Body::rvalue(const Expr *e, bool needed)
{
	Deeper deeper(*this);
	At at(*this, e->getSourceRange());

	if (deeper.too_deep())
		return unknown(e, "nested too deeply");
	if (e->isTypeDependent() || e->containsErrors())
		return opaque("erroneous expression", ctx.LongTy, {}, INSTR_CLOBBER);
	if (types.in_memory(e->getType()) && !e->getType()->isPlaceholderType()) {
		into(e, temporary(e->getType()), true);
		return opaque("record where a scalar is due", ctx.LongTy);
	}
	return rvalue_here(e, needed);
}

struct operand Body::rvalue_here(const Expr *e, bool needed)
{
	QualType t = e->getType();
	struct operand x;

	switch (e->getStmtClass()) {
	case Stmt::ParenExprClass:
		return rvalue(cast<ParenExpr>(e)->getSubExpr(), needed);
	case Stmt::ConstantExprClass:
		if (constant(e, &x))
			return x;
		return rvalue(cast<ConstantExpr>(e)->getSubExpr(), needed);
	case Stmt::ExprWithCleanupsClass:
		x = rvalue(cast<ExprWithCleanups>(e)->getSubExpr(), needed);
		end_temporaries(cast<ExprWithCleanups>(e));
		return x;
	case Stmt::MaterializeTemporaryExprClass:
		return rvalue(cast<MaterializeTemporaryExpr>(e)->getSubExpr(), needed);
	case Stmt::CXXBindTemporaryExprClass:
		return rvalue(cast<CXXBindTemporaryExpr>(e)->getSubExpr(), needed);
	case Stmt::GenericSelectionExprClass:
		return rvalue(cast<GenericSelectionExpr>(e)->getResultExpr(), needed);
	case Stmt::ChooseExprClass:
		return rvalue(cast<ChooseExpr>(e)->getChosenSubExpr(), needed);
	case Stmt::SubstNonTypeTemplateParmExprClass:
		return rvalue(cast<SubstNonTypeTemplateParmExpr>(e)->getReplacement(), needed);
	case Stmt::CXXDefaultArgExprClass:
		return rvalue(cast<CXXDefaultArgExpr>(e)->getExpr(), needed);
	case Stmt::CXXDefaultInitExprClass:
		return rvalue(cast<CXXDefaultInitExpr>(e)->getExpr(), needed);
	case Stmt::CXXRewrittenBinaryOperatorClass:
		return rvalue(cast<CXXRewrittenBinaryOperator>(e)->getSemanticForm(), needed);
	case Stmt::IntegerLiteralClass:
		return imm(cast<IntegerLiteral>(e)->getValue().zextOrTrunc(64).getZExtValue(), t);
	case Stmt::CharacterLiteralClass:
		return imm(cast<CharacterLiteral>(e)->getValue(), t);
	case Stmt::CXXBoolLiteralExprClass:
		return imm(cast<CXXBoolLiteralExpr>(e)->getValue(), t);
	case Stmt::FloatingLiteralClass:
		return imm(cast<FloatingLiteral>(e)->getValue().bitcastToAPInt().zextOrTrunc(64).getZExtValue(), t);
	case Stmt::ImplicitValueInitExprClass:
	case Stmt::CXXScalarValueInitExprClass:
	case Stmt::CXXNullPtrLiteralExprClass:
	case Stmt::GNUNullExprClass:
		return imm(0, t);
	case Stmt::DeclRefExprClass:
		if (const auto *c = dyn_cast<EnumConstantDecl>(cast<DeclRefExpr>(e)->getDecl()))
			return imm(c->getInitVal(), t);
		break;
	case Stmt::CXXThisExprClass:
		if (const FieldDecl *f = captured(nullptr)) {
			Lvalue v = field(this_ptr, f, f->getType(), 0);

			return f->getType()->isPointerType() ? load(v) : v.addr; /* [this] or [*this] */
		}
		if (this_at.kind != OPND_NONE)
			return load(plain(this_at, t));
		return unknown(e, "this");
	case Stmt::UnaryExprOrTypeTraitExprClass:
	case Stmt::OffsetOfExprClass:
	case Stmt::TypeTraitExprClass:
	case Stmt::ArrayTypeTraitExprClass:
	case Stmt::CXXNoexceptExprClass:
	case Stmt::SizeOfPackExprClass:
	case Stmt::SourceLocExprClass:
		return constant(e, &x) ? x : unknown(e, "size that is not constant");
	case Stmt::UnaryOperatorClass:
		return unary(cast<UnaryOperator>(e), needed);
	case Stmt::BinaryOperatorClass:
		return binary(cast<BinaryOperator>(e), needed);
	case Stmt::CompoundAssignOperatorClass:
		return compound_assign(cast<CompoundAssignOperator>(e), needed, nullptr);
	case Stmt::ConditionalOperatorClass:
	case Stmt::BinaryConditionalOperatorClass:
		return conditional(cast<AbstractConditionalOperator>(e), needed);
	case Stmt::CallExprClass:
	case Stmt::CXXMemberCallExprClass:
	case Stmt::CXXOperatorCallExprClass:
	case Stmt::UserDefinedLiteralClass:
		return call(cast<CallExpr>(e), needed);
	case Stmt::StmtExprClass:
		return stmt_expr(cast<StmtExpr>(e), needed, nullptr);
	case Stmt::AtomicExprClass:
		return atomic(cast<AtomicExpr>(e), needed);
	case Stmt::OpaqueValueExprClass:
		x = bind(cast<OpaqueValueExpr>(e));
		return e->isGLValue() ? load(plain(x, t)) : x;
	case Stmt::InitListExprClass: {
		const auto *list = cast<InitListExpr>(e);

		return list->getNumInits() ? rvalue(list->getInit(0), needed) : imm(0, t);
	}
	case Stmt::CompoundLiteralExprClass:
		if (!e->isGLValue())
			return rvalue(cast<CompoundLiteralExpr>(e)->getInitializer(), needed);
		break;
	case Stmt::MemberExprClass:
		if (const auto *c = dyn_cast<EnumConstantDecl>(cast<MemberExpr>(e)->getMemberDecl())) {
			discard(cast<MemberExpr>(e)->getBase());
			return imm(c->getInitVal(), t);
		}
		return load(lvalue_here(e)); /* of a record that is no lvalue itself */
	case Stmt::ArraySubscriptExprClass:
		return load(lvalue_here(e));
	case Stmt::ArrayInitIndexExprClass:
		return array_index.kind == OPND_NONE ? unknown(e, kind_name(e)) : array_index;
	default:
		break;
	}
	if (const auto *c = dyn_cast<CastExpr>(e))
		return cast_expr(c, needed);
	if (e->isGLValue())
		return load(lvalue_here(e));
	return constant(e, &x) ? x : unknown(e, kind_name(e));
}

/* The value is that of the last statement, labels aside; the scope is left after it was worked out. */
struct operand Body::stmt_expr(const StmtExpr *e, bool needed, const struct operand *to)
{
	const Expr *result;
	size_t depth = cleanups.size();
	struct operand x = opnd_none();

	result = stmt_expr_begin(e);
	if (result && to)
		into(result, *to, false);
	else if (result && needed && types.width(result->getType()))
		x = rvalue(result);
	else if (result)
		discard(result);
	unwind(depth, true);
	if (x.kind == OPND_NONE && needed && types.width(e->getType()))
		x = opnd_undef();
	return x;
}

/* All but the value: what gives it, or NULL. */
const Expr *Body::stmt_expr_begin(const StmtExpr *e)
{
	const Stmt *last = nullptr;

	for (const Stmt *s : e->getSubStmt()->body())
		if (!isa<NullStmt>(s))
			last = s;
	for (const Stmt *s : e->getSubStmt()->body()) {
		if (s != last) {
			stmt(s);
			continue;
		}
		const Stmt *inner = s;

		for (;;) {
			if (const auto *label = dyn_cast<LabelStmt>(inner)) {
				go(label_block(label->getDecl()));
				begin(label_block(label->getDecl()));
				inner = label->getSubStmt();
			} else if (const auto *attributed = dyn_cast<AttributedStmt>(inner)) {
				inner = attributed->getSubStmt();
			} else {
				break;
			}
		}
		if (const auto *result = dyn_cast<Expr>(inner))
			return result;
		stmt(inner);
	}
	return nullptr;
}

/* ---- casts ---- */

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
