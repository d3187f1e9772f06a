// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* checks: mistakes in what decides where a program goes and which numbers it uses: conditions, bounds, masks, indexes. */
#include "sites.h"

#include "clang/AST/ParentMapContext.h"
#include "clang/AST/RecursiveASTVisitor.h"

using namespace clang;

namespace {

bool leaves(const Stmt *s)
{
	if (const auto *c = dyn_cast_or_null<CompoundStmt>(s))
		return !c->body_empty() && leaves(c->body_back());
	return s && (isa<ReturnStmt>(s) || isa<GotoStmt>(s) || isa<BreakStmt>(s) || isa<ContinueStmt>(s));
}

class Checks : public RecursiveASTVisitor<Checks> {
public:
	explicit Checks(Sites &sites) : sites(sites), ctx(sites.ctx) {}

	bool VisitIfStmt(IfStmt *s)
	{
		bool guard = leaves(s->getThen()) && !s->getElse();
		std::string text = sites.text(s->getCond());

		condition(s->getCond(), guard);
		if (!text.empty())
			sites.replace(Kind::wrong_sense, s->getCond()->getSourceRange(), "!(" + text + ")");
		return true;
	}

	bool VisitConditionalOperator(ConditionalOperator *e)
	{
		condition(e->getCond(), false);
		return true;
	}

	bool VisitForStmt(ForStmt *s)
	{
		if (s->getCond())
			sites.replace(Kind::endless_loop, s->getCond()->getSourceRange(), "");
		return true;
	}

	bool VisitWhileStmt(WhileStmt *s)
	{
		if (!is_constant(s->getCond(), ctx))
			sites.replace(Kind::endless_loop, s->getCond()->getSourceRange(), "1");
		condition(s->getCond(), false);
		return true;
	}

	bool VisitBinaryOperator(BinaryOperator *e)
	{
		if (e->isRelationalOp())
			comparison(e);
		else if (e->getOpcode() == BO_LAnd || e->getOpcode() == BO_LOr)
			sites.replace_token(Kind::wrong_logic, e->getOperatorLoc(), e->getOpcode() == BO_LAnd ? "||" : "&&");
		else if (e->getOpcode() == BO_EQ)
			equality(e);
		else if (e->getOpcode() == BO_And || e->getOpcode() == BO_Rem)
			mask(e);
		else if (e->getOpcode() == BO_AndAssign || e->getOpcode() == BO_RemAssign)
			replace_by(Kind::drop_mask, e, e->getLHS());
		return true;
	}

	bool VisitArraySubscriptExpr(ArraySubscriptExpr *e)
	{
		const ConstantArrayType *array = ctx.getAsConstantArrayType(e->getBase()->IgnoreParenImpCasts()->getType());
		std::string index = sites.text(e->getIdx());

		if (index.empty())
			return true;
		if (is_constant(e->getIdx(), ctx) && array)
			sites.replace(Kind::off_by_one_index, e->getIdx()->getSourceRange(), std::to_string(array->getSize().getZExtValue()));
		else
			sites.replace(Kind::off_by_one_index, e->getIdx()->getSourceRange(), "(" + index + ") + 1");
		return true;
	}

private:
	bool is_null(const Expr *e) const
	{
		return e->isNullPointerConstant(ctx, Expr::NPC_ValueDependentIsNotNull) != Expr::NPCK_NotNull;
	}

	static bool is_pointer(const Expr *e)
	{
		return e->IgnoreParenImpCasts()->getType()->isPointerType();
	}

	void replace_by(Kind kind, const Expr *all, const Expr *part)
	{
		std::string text = sites.text(part);

		if (!text.empty())
			sites.replace(kind, all->getSourceRange(), text);
	}

	/* Takes out the checks in a condition; `guard`: where it is true, the code behind is not for this case. */
	void condition(const Expr *e, bool guard)
	{
		const Expr *inner = e->IgnoreParenImpCasts();

		if (const auto *c = dyn_cast<CallExpr>(inner)) {
			if (callee_name(c) == "__builtin_expect")
				condition(c->getArg(0), guard);
		} else if (const auto *u = dyn_cast<UnaryOperator>(inner)) {
			if (u->getOpcode() != UO_LNot)
				return;
			if (is_pointer(u->getSubExpr()))
				sites.replace(Kind::drop_null_check, u->getSourceRange(), "0");
			else
				condition(u->getSubExpr(), !guard);
		} else if (const auto *b = dyn_cast<BinaryOperator>(inner)) {
			if (b->isLogicalOp()) {
				condition(b->getLHS(), guard);
				condition(b->getRHS(), guard);
			} else if (b->isEqualityOp() && is_pointer(b->getLHS()) && is_null(b->getRHS())) {
				sites.replace(Kind::drop_null_check, b->getSourceRange(), b->getOpcode() == BO_EQ ? "0" : "1");
			} else if (b->isRelationalOp()) {
				bool packet = is_pointer(b->getLHS()) || is_pointer(b->getRHS());

				sites.replace(packet ? Kind::drop_packet_check : Kind::drop_bounds_check, b->getSourceRange(),
					      guard ? "0" : "1");
			}
		} else if (is_pointer(inner)) {
			sites.replace(Kind::drop_null_check, inner->getSourceRange(), "1");
		}
	}

	void comparison(const BinaryOperator *e)
	{
		const char *other = e->getOpcode() == BO_LT   ? "<="
				    : e->getOpcode() == BO_LE ? "<"
				    : e->getOpcode() == BO_GT ? ">="
							      : ">";

		sites.replace_token(Kind::off_by_one, e->getOperatorLoc(), other);
		for (const Expr *side : {e->getLHS(), e->getRHS()}) {
			if (is_pointer(side))
				packet_side(side);
			else if (is_constant(side, ctx))
				bound(side);
		}
	}

	void bound(const Expr *e)
	{
		std::string text = sites.text(e);

		if (text.empty())
			return;
		sites.replace(Kind::wider_bound, e->getSourceRange(), "(" + text + ") + 1");
		sites.replace(Kind::wider_bound, e->getSourceRange(), "(" + text + ") * 2");
	}

	void packet_side(const Expr *e)
	{
		const auto *sum = dyn_cast<BinaryOperator>(e->IgnoreParenCasts());

		if (!sum || sum->getOpcode() != BO_Add)
			return;
		replace_by(Kind::short_packet_check, sum, sum->getLHS());
		std::string length = sites.text(sum->getRHS());
		if (!length.empty())
			sites.replace(Kind::short_packet_check, sum->getRHS()->getSourceRange(), "(" + length + " - 1)");
	}

	void equality(const BinaryOperator *e)
	{
		const Expr *left = e->getLHS()->IgnoreParenImpCasts();

		if (left->isLValue() && !left->getType().isConstQualified() && !left->getType()->isArrayType())
			sites.replace_token(Kind::assign_for_equals, e->getOperatorLoc(), "=");
	}

	/* A mask that only asks for a bit limits nothing. */
	bool is_question(const Expr *e)
	{
		DynTypedNode node = DynTypedNode::create(*e);

		for (;;) {
			auto parents = ctx.getParents(node);

			if (parents.empty())
				return false;
			node = parents[0];
			if (node.get<ParenExpr>() || node.get<ImplicitCastExpr>())
				continue;
			if (const auto *u = node.get<UnaryOperator>())
				return u->getOpcode() == UO_LNot;
			if (const auto *b = node.get<BinaryOperator>())
				return b->isLogicalOp() || b->isEqualityOp();
			return node.get<IfStmt>() || node.get<ConditionalOperator>();
		}
	}

	void mask(const BinaryOperator *e)
	{
		std::string text = sites.text(e->getRHS());

		if (text.empty() || is_question(e))
			return;
		replace_by(Kind::drop_mask, e, e->getLHS());
		if (is_constant(e->getRHS(), ctx))
			sites.replace(Kind::wider_mask, e->getRHS()->getSourceRange(), "((" + text + ") * 2 + 1)");
	}

	Sites &sites;
	ASTContext &ctx;
};

} // namespace

void find_in_checks(Sites &sites, const FunctionDecl *f)
{
	Checks(sites).TraverseStmt(f->getBody());
}
