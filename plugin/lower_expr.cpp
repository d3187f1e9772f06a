// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * lower_expr: what an expression is worth. rvalue() gives a scalar's operand. The order in which operands are evaluated is clang's own.
 */
#include "lower_impl.h"

#include "clang/AST/Attr.h"

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

} // namespace bpfproof
