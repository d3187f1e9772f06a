// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * lower_init: everything that is worked out into memory: records, arrays, and scalars wider than a register. What
 * matters most is which bytes an initialiser writes, padding included, for the kernel looks at them. Clang's rules:
 * a constant initialiser of a variable writes every byte; any other one writes member by member and leaves padding alone, unless three
 * quarters of it are zero (then it is cleared first), or the version clears padding anyway (compat.h).
 */
#include "lower_impl.h"

#include "clang/AST/APValue.h"
#include "clang/AST/RecordLayout.h"

using namespace clang;

namespace bpfproof {

/* More elements than this are not initialised one by one. */
enum { MAX_UNROLLED = 64 };

/* ---- storage ---- */

struct operand Body::local(const char *name, QualType t, const struct pos *p, bool decl)
{
	struct local m = {};

	m.name = name;
	m.type = types.complete(t);
	m.size = types.size(t);
	m.align = types.align(t);
	m.param = -1;
	if (p)
		m.pos = *p;
	uint32_t i = build_local(b, &m);
	if (decl)
		build_decl(here(), i);
	return opnd_addr(OPND_LOCAL, i);
}

struct operand Body::temporary(QualType t)
{
	return local(nullptr, t, nullptr);
}

struct operand Body::in_storage(const Expr *e)
{
	QualType t = e->getType();
	struct operand to = temporary(t);

	if (types.in_memory(t))
		into(e, to, true);
	else
		store(plain(to, t), rvalue(e));
	return to;
}

/* What lies in the arena is read as what nobody knows. */
struct operand Body::readable(const Lvalue &v)
{
	return v.flags & INSTR_ARENA ? build_cast(here(), OP_ASPACE, v.addr, types.pointer_to(v.type), 0) : v.addr;
}

struct operand Body::readable(const Expr *e)
{
	return readable(lvalue(e));
}

void Body::copy(struct operand to, struct operand from, QualType t, unsigned flags)
{
	const auto *rd = dyn_cast_or_null<CXXRecordDecl>(types.record(t));
	uint64_t size = rd && rd->isEmpty() ? 0 : types.size(t);

	types.complete(t);
	if (size && !(flags & INSTR_ARENA)) /* what is in the arena is not followed */
		build_copy(here(), OP_MEMCPY, to, from, size, flags);
}

void Body::zero(struct operand to, QualType t)
{
	uint64_t size = types.size(t);

	if (size)
		build_fill(here(), to, opnd_imm(0), size, INSTR_INIT);
}

struct operand Body::element(struct operand base, uint64_t i, QualType elem)
{
	uint64_t bytes = i * types.size(elem);

	if (!bytes)
		return base;
	return build_ptradd(here(), base, opnd_imm(bytes), types.get(elem), types.pointer_to(elem));
}

/* The bytes behind `to` are anything from here on. */
void Body::opaque_into(const char *why, struct operand to, QualType t)
{
	build_opaque(here(), why, &to, 1, 0, 0, INSTR_CLOBBER);
}

void Body::string_into(llvm::StringRef bytes, struct operand to, QualType t)
{
	uint64_t size = types.size(t), n = std::min<uint64_t>(bytes.size(), size);

	while (n && !bytes[n - 1])
		n--;
	if (n < size && (!n || size > 2 * n + 16)) {
		zero(to, t);
		t = ctx.getConstantArrayType(ctx.CharTy, llvm::APInt(64, n), nullptr, plain_array, 0);
		size = n;
	}
	if (size)
		build_copy(here(), OP_MEMCPY, to, l.string(bytes.substr(0, n), t), size, INSTR_INIT);
}

/* ---- variables ---- */

static const StringLiteral *string_init(const Expr *e)
{
	e = e->IgnoreParens();
	if (const auto *list = dyn_cast<InitListExpr>(e))
		if (list->isStringLiteralInit())
			e = list->getInit(0)->IgnoreParenImpCasts();
	return dyn_cast<StringLiteral>(e);
}

void Body::init_var(const VarDecl *vd, const Expr *init, struct operand to)
{
	QualType t = vd->getType();

	if (init->containsErrors() || init->isTypeDependent()) {
		opaque_into("erroneous expression", to, t);
		return;
	}
	if (t->isReferenceType()) {
		build_store(here(), 64, to, address(init), types.get(t), INSTR_INIT);
		return;
	}
	if (!types.in_memory(t)) {
		Lvalue v = plain(to, t);

		if (type_tags_in_locs)
			v.declared = types.of(vd);
		store(v, rvalue(init), INSTR_INIT);
		return;
	}
	bool aggregate = t->isArrayType() || t->isRecordType();
	if (aggregate && !string_init(init) && ctx.getBaseElementType(t).isPODType(ctx) && !init->isValueDependent() &&
	    init->isConstantInitializer(ctx, false)) {
		APValue v;

		At at(*this, init->getSourceRange());
		if (evaluate_initializer(init, ctx, vd, &v)) {
			init_constant(v, t, to);
			return;
		}
		if (const auto *list = dyn_cast<InitListExpr>(init->IgnoreParens())) { /* no value that can be held, but stored whole too */
			zero(to, t);
			init_list(list, to, true);
			return;
		}
	}
	into(init, to, true);
}

/* ---- expressions into memory ---- */

void Body::into(const Expr *e, struct operand to, bool fresh)
{
	Deeper deeper(*this);
	At at(*this, e->getSourceRange());

	if (deeper.too_deep())
		opaque_into("nested too deeply", to, e->getType());
	else if (e->isTypeDependent() || e->containsErrors())
		opaque_into("erroneous expression", to, e->getType());
	else if (!types.in_memory(e->getType()))
		store(plain(to, e->getType()), rvalue_here(e, true));
	else
		into_here(e, to, fresh);
}

void Body::into_here(const Expr *e, struct operand to, bool fresh)
{
	QualType t = e->getType();

	types.complete(t);
	switch (e->getStmtClass()) {
	case Stmt::ParenExprClass:
		return into(cast<ParenExpr>(e)->getSubExpr(), to, fresh);
	case Stmt::ConstantExprClass:
		return into(cast<ConstantExpr>(e)->getSubExpr(), to, fresh);
	case Stmt::ExprWithCleanupsClass:
		return into(cast<ExprWithCleanups>(e)->getSubExpr(), to, fresh);
	case Stmt::MaterializeTemporaryExprClass:
		return into(cast<MaterializeTemporaryExpr>(e)->getSubExpr(), to, fresh);
	case Stmt::CXXBindTemporaryExprClass:
		return into(cast<CXXBindTemporaryExpr>(e)->getSubExpr(), to, fresh);
	case Stmt::GenericSelectionExprClass:
		return into(cast<GenericSelectionExpr>(e)->getResultExpr(), to, fresh);
	case Stmt::ChooseExprClass:
		return into(cast<ChooseExpr>(e)->getChosenSubExpr(), to, fresh);
	case Stmt::SubstNonTypeTemplateParmExprClass:
		return into(cast<SubstNonTypeTemplateParmExpr>(e)->getReplacement(), to, fresh);
	case Stmt::CXXDefaultArgExprClass:
		return into(cast<CXXDefaultArgExpr>(e)->getExpr(), to, fresh);
	case Stmt::CXXDefaultInitExprClass:
		return into(cast<CXXDefaultInitExpr>(e)->getExpr(), to, fresh);
	case Stmt::StringLiteralClass:
		return string_into(cast<StringLiteral>(e)->getBytes(), to, t);
	case Stmt::PredefinedExprClass:
		if (const StringLiteral *s = cast<PredefinedExpr>(e)->getFunctionName())
			return string_into(s->getBytes(), to, t);
		break;
	case Stmt::ImplicitValueInitExprClass:
	case Stmt::CXXScalarValueInitExprClass:
		return zero(to, t);
	case Stmt::InitListExprClass:
		return init_list(cast<InitListExpr>(e), to, false);
	case Stmt::CallExprClass:
	case Stmt::CXXMemberCallExprClass:
	case Stmt::CXXOperatorCallExprClass:
	case Stmt::UserDefinedLiteralClass:
		if (!e->isGLValue()) {
			call(cast<CallExpr>(e), true, &to);
			return;
		}
		break;
	case Stmt::StmtExprClass:
		stmt_expr(cast<StmtExpr>(e), true, &to);
		return;
	case Stmt::ConditionalOperatorClass:
	case Stmt::BinaryConditionalOperatorClass:
		if (!e->isGLValue())
			return conditional_into(cast<AbstractConditionalOperator>(e), to);
		break;
	case Stmt::BinaryOperatorClass: {
		const auto *op = cast<BinaryOperator>(e);

		if (op->getOpcode() == BO_Comma) {
			discard(op->getLHS());
			return into(op->getRHS(), to, fresh);
		}
		if (op->getOpcode() == BO_Assign) {
			Lvalue v = lvalue(op->getLHS());

			assign_memory(op, v);
			return copy(to, readable(v), t);
		}
		discard(op->getLHS());
		discard(op->getRHS());
		break;
	}
	case Stmt::LambdaExprClass:
		return closure(cast<LambdaExpr>(e), to);
	case Stmt::CXXConstructExprClass:
	case Stmt::CXXTemporaryObjectExprClass:
		return construct(cast<CXXConstructExpr>(e), to);
	case Stmt::ArrayInitLoopExprClass:
		return copy_array(cast<ArrayInitLoopExpr>(e), to);
	case Stmt::OpaqueValueExprClass:
		return copy(to, bind(cast<OpaqueValueExpr>(e)), t);
	case Stmt::MemberExprClass:
	case Stmt::ArraySubscriptExprClass:
		return copy(to, readable(lvalue_here(e)), t);
	case Stmt::CompoundLiteralExprClass:
		if (fresh && !e->isGLValue())
			return into(cast<CompoundLiteralExpr>(e)->getInitializer(), to, true);
		break;
	case Stmt::IntegerLiteralClass:
		if (types.size(t) == 16) {
			llvm::APInt v = cast<IntegerLiteral>(e)->getValue().zextOrTrunc(128);
			type_id word = types.get(ctx.UnsignedLongTy);

			for (unsigned i = 0; i < 2; i++)
				build_store(here(), 64, element(to, i, ctx.UnsignedLongTy),
					    opnd_imm(v.extractBitsAsZExtValue(64, (i ^ (unsigned)u->big_endian) * 64)), word, INSTR_INIT);
			return;
		}
		break;
	default:
		break;
	}
	if (const auto *c = dyn_cast<CastExpr>(e)) {
		const Expr *sub = c->getSubExpr();

		switch (c->getCastKind()) {
		case CK_LValueToRValue:
			if (const auto *literal = dyn_cast<CompoundLiteralExpr>(sub->IgnoreParens()); literal && fresh && !literal->isFileScope())
				return into(literal->getInitializer(), to, true);
			return copy(to, readable(sub), t, types.access_flags(sub->getType()) & INSTR_VOLATILE);
		case CK_LValueToRValueBitCast:
			return copy(to, readable(sub), t);
		case CK_NoOp:
		case CK_UserDefinedConversion:
		case CK_ConstructorConversion:
		case CK_AtomicToNonAtomic:
		case CK_NonAtomicToAtomic:
			return sub->isGLValue() ? copy(to, readable(sub), t) : into(sub, to, fresh);
		case CK_ToUnion:
			return into(sub, to);
		default:
			break;
		}
		discard(sub);
	}
	if (e->isGLValue())
		return copy(to, readable(e), t);
	opaque_into(t->isVectorType() ? "vector" : t->isAnyComplexType() ? "complex number"
		    : t->isIntegralOrEnumerationType() ? "128-bit integer" : kind_name(e), to, t);
}

/* ---- initialiser lists ---- */

static bool simply_zero(const Expr *e)
{
	e = e->IgnoreParens();
	if (isa<ImplicitValueInitExpr>(e) || isa<CXXScalarValueInitExpr>(e) || isa<CXXNullPtrLiteralExpr>(e))
		return true;
	if (const auto *n = dyn_cast<IntegerLiteral>(e))
		return n->getValue().isZero();
	if (const auto *n = dyn_cast<FloatingLiteral>(e))
		return n->getValue().isPosZero();
	if (const auto *n = dyn_cast<CharacterLiteral>(e))
		return !n->getValue();
	if (const auto *c = dyn_cast<ImplicitCastExpr>(e))
		return c->getCastKind() == CK_NullToPointer ||
		       (c->getCastKind() == CK_IntegralCast && simply_zero(c->getSubExpr()));
	if (const auto *c = dyn_cast<CastExpr>(e))
		return c->getCastKind() == CK_NullToPointer;
	return false;
}

/* How much of an initialiser is not known to be zero. */
uint64_t Body::nonzero_bytes(const Expr *e)
{
	const auto *list = dyn_cast<InitListExpr>(e->IgnoreParens());
	uint64_t n = 0;

	while (list && list->isTransparent())
		list = dyn_cast<InitListExpr>(list->getInit(0));
	if (!list)
		return simply_zero(e) ? 0 : types.size(e->getType());
	if (const RecordDecl *rd = types.record(list->getType()); rd && !rd->isUnion()) {
		unsigned i = 0;

		if (isa<CXXRecordDecl>(rd))
			i = cast<CXXRecordDecl>(rd)->getNumBases();
		for (const FieldDecl *f : rd->fields()) {
			if (f->isBitField() && !f->getIdentifier())
				continue;
			if (i == list->getNumInits())
				break;
			n += f->getType()->isReferenceType() ? 8 : nonzero_bytes(list->getInit(i));
			i++;
		}
		return n;
	}
	for (const Expr *init : list->inits())
		n += init ? nonzero_bytes(init) : 0;
	return n;
}

/* Bit-fields share their units with each other, so the units are cleared before the first is written. */
void Body::zero_bit_fields(const RecordDecl *rd, struct operand to)
{
	const ASTRecordLayout &layout = ctx.getASTRecordLayout(rd);
	uint64_t from = 0, behind = 0;
	auto clear = [&] {
		if (behind > from)
			build_fill(here(), element(to, from, ctx.CharTy), opnd_imm(0), behind - from, INSTR_INIT);
	};

	for (const FieldDecl *f : rd->fields()) {
		if (!f->isBitField() || !f->getIdentifier() || !bit_width(f, ctx))
			continue;
		uint64_t off = layout.getFieldOffset(f->getFieldIndex()), end = (off + bit_width(f, ctx) + 7) / 8;

		if (off / 8 > behind || !behind) {
			clear();
			from = off / 8;
		}
		behind = std::max(behind, end);
	}
	clear();
}

void Body::init_member(const Expr *init, const Lvalue &v, bool zeroed)
{
	if (init && isa<NoInitExpr>(init))
		return;
	if (!init || isa<ImplicitValueInitExpr>(init)) {
		if (zeroed || v.bits)
			return;
		if (types.in_memory(v.type))
			zero(v.addr, v.type);
		else
			store(v, imm(0, v.type), INSTR_INIT);
		return;
	}
	At at(*this, init->getSourceRange());
	if (const auto *list = dyn_cast<InitListExpr>(init); list && types.in_memory(v.type)) {
		init_list(list, v.addr, zeroed);
	} else if (types.in_memory(v.type)) {
		into(init, v.addr, true);
	} else {
		struct operand x = rvalue(init);

		if (!(zeroed && x.kind == OPND_IMM && !x.imm))
			store(v, x, INSTR_INIT);
	}
}

void Body::init_record(const InitListExpr *e, const RecordDecl *rd, struct operand to, bool zeroed)
{
	unsigned i = 0;

	if (rd->isUnion()) {
		const FieldDecl *f = e->getInitializedFieldInUnion();

		if (f)
			init_member(e->getNumInits() ? e->getInit(0) : nullptr, field(to, f, f->getType(), 0), zeroed);
		else if (!zeroed)
			zero(to, e->getType());
		return;
	}
	if (!zeroed)
		zero_bit_fields(rd, to);
	if (const auto *cxx = dyn_cast<CXXRecordDecl>(rd)) {
		for (const CXXBaseSpecifier &base : cxx->bases()) {
			const auto *bd = dyn_cast_or_null<CXXRecordDecl>(types.record(base.getType()));

			if (bd && i < e->getNumInits())
				init_member(e->getInit(i), plain(element(to, ctx.getASTRecordLayout(cxx).getBaseClassOffset(bd).getQuantity(),
									 ctx.CharTy), base.getType()), zeroed);
			i++;
		}
	}
	for (const FieldDecl *f : rd->fields()) {
		if (f->isBitField() && !f->getIdentifier())
			continue;
		const Expr *init = i < e->getNumInits() ? e->getInit(i) : nullptr;

		i++;
		if (f->getType()->isReferenceType()) {
			if (init)
				init_field(init, to, f);
			continue;
		}
		bool nothing = !init || isa<ImplicitValueInitExpr>(init);
		if (nothing && (zeroed || f->isBitField() || f->getType()->isIncompleteArrayType()))
			continue;
		init_member(init, field(to, f, f->getType(), 0), zeroed);
	}
}

void Body::init_array(const InitListExpr *e, struct operand to, bool zeroed)
{
	const ArrayType *a = ctx.getAsArrayType(e->getType());
	const ConstantArrayType *fixed = ctx.getAsConstantArrayType(e->getType());
	QualType elem = a->getElementType();
	uint64_t n = fixed ? fixed->getSize().getZExtValue() : e->getNumInits(), i = 0;

	for (; i < e->getNumInits() && i < n; i++) {
		const Expr *init = e->getInit(i);

		if (zeroed && (!init || isa<ImplicitValueInitExpr>(init)))
			continue;
		init_member(init, plain(element(to, i, elem), elem), zeroed);
	}
	if (i >= n)
		return;
	const Expr *filler = e->getArrayFiller();

	if (!filler || isa<ImplicitValueInitExpr>(filler)) {
		if (!zeroed)
			build_fill(here(), element(to, i, elem), opnd_imm(0), (n - i) * types.size(elem), INSTR_INIT);
	} else if (n - i <= MAX_UNROLLED) {
		for (; i < n; i++)
			init_member(filler, plain(element(to, i, elem), elem), zeroed);
	} else if (!isa<NoInitExpr>(filler)) {
		opaque_into("long array initialised by constructors", to, e->getType());
	}
}

void Body::init_list(const InitListExpr *e, struct operand to, bool zeroed)
{
	QualType t = e->getType();
	uint64_t size = types.size(t);

	if (e->isTransparent())
		return init_member(e->getInit(0), plain(to, t), zeroed);
	if (const StringLiteral *s = t->isArrayType() ? string_init(e) : nullptr)
		return string_into(s->getBytes(), to, t);
	if (!zeroed && size > 16 && nonzero_bytes(e) * 4 <= size)
		zeroed = true, zero(to, t);
	if (!zeroed && init_zeroes_padding(ctx.getLangOpts()) && (t->isRecordType() || t->isArrayType()) &&
	    !ctx.hasUniqueObjectRepresentations(t))
		zeroed = true, zero(to, t);
	if (const RecordDecl *rd = types.record(t))
		return init_record(e, rd, to, zeroed);
	if (t->isArrayType())
		return init_array(e, to, zeroed);
	for (const Expr *init : e->inits())
		discard(init);
	opaque_into(t->isVectorType() ? "vector" : t->isAnyComplexType() ? "complex number" : "128-bit integer", to, t);
}

void Body::copy_array(const ArrayInitLoopExpr *e, struct operand to)
{
	uint64_t n = e->getArraySize().getZExtValue();
	QualType elem = ctx.getAsArrayType(e->getType())->getElementType();
	struct operand saved = array_index;

	if (elem.isTriviallyCopyableType(ctx))
		return copy(to, bind(e->getCommonExpr()), e->getType());
	if (n > MAX_UNROLLED)
		return opaque_into("long array copied by constructors", to, e->getType());
	for (uint64_t i = 0; i < n; i++) {
		array_index = opnd_imm(i);
		into(e->getSubExpr(), element(to, i, elem), true);
	}
	array_index = saved;
}

} // namespace bpfproof
