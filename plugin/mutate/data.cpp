// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* data: mistakes with variables: their types, whether they are set, which one is used, what is written to. */
#include "sites.h"

#include "clang/AST/RecursiveASTVisitor.h"

using namespace clang;

namespace {

class Data : public RecursiveASTVisitor<Data> {
public:
	Data(Sites &sites, const FunctionDecl *f) : sites(sites), ctx(sites.ctx)
	{
		for (const ParmVarDecl *p : f->parameters()) {
			locals.push_back(p);
			if (const TypeSourceInfo *t = p->getTypeSourceInfo())
				types(p->getType(), t->getTypeLoc());
		}
	}

	bool VisitVarDecl(VarDecl *v)
	{
		if (!v->isLocalVarDecl() || v->isStaticLocal())
			return true;
		locals.push_back(v);
		if (v->hasInit() && is_plain(v->getInit()))
			sites.replace(Kind::drop_initialiser, SourceRange(v->getLocation(), v->getInit()->getEndLoc()),
				      v->getName().str() + dimensions(v));
		if (const TypeSourceInfo *t = v->getTypeSourceInfo())
			types(v->getType(), t->getTypeLoc());
		return true;
	}

	bool VisitCStyleCastExpr(CStyleCastExpr *e)
	{
		QualType to = e->getType();

		if (to->isIntegerType() && !harmless.count(e) && e->getSubExpr()->IgnoreParenImpCasts()->getType()->isIntegerType()) {
			std::string text = sites.text(e->getSubExpr());

			if (!text.empty())
				sites.replace(Kind::drop_cast, e->getSourceRange(), text);
		} else if (to->isPointerType()) {
			pointee(to, e->getTypeInfoAsWritten()->getTypeLoc());
			harmless.insert(e->getSubExpr()->IgnoreParens());
		}
		return true;
	}

	bool VisitCompoundStmt(CompoundStmt *s)
	{
		const Stmt *last = nullptr;

		for (const Stmt *now : s->body()) {
			const auto *e = dyn_cast<Expr>(now);
			const auto *assign = e ? dyn_cast<BinaryOperator>(e->IgnoreParens()) : nullptr;

			if (assign && assign->isAssignmentOp())
				sites.replace(Kind::drop_assignment, now->getSourceRange(), "(void)0");
			if (last && e && isa<Expr>(last))
				swap(last, now);
			last = now;
		}
		return true;
	}

	/* A local variable that is used where another of its type, declared before, might be. */
	bool VisitDeclRefExpr(DeclRefExpr *e)
	{
		const auto *v = dyn_cast<VarDecl>(e->getDecl());

		if (!v)
			return true;
		if (v->getType().isConstQualified() && v->hasGlobalStorage() && v->getType()->isIntegerType())
			sites.replace(Kind::write_read_only, e->getSourceRange(),
				      "(*(" + v->getType().getUnqualifiedType().getAsString() + " *)&" + v->getName().str() + ")++");
		if (!v->hasLocalStorage())
			return true;
		for (size_t i = locals.size(); i-- > 0;)
			if (locals[i] != v && ctx.hasSameUnqualifiedType(locals[i]->getType(), v->getType())) {
				sites.replace(Kind::wrong_variable, e->getSourceRange(), locals[i]->getName().str());
				break;
			}
		return true;
	}

	/* Members of the kernel's structs are written instead of read. */
	bool VisitImplicitCastExpr(ImplicitCastExpr *e)
	{
		const auto *m = dyn_cast<MemberExpr>(e->getSubExpr()->IgnoreParens());

		if (e->getCastKind() != CK_LValueToRValue || !m || !m->isArrow() || sites.is_own(m->getMemberDecl()))
			return true;
		std::string text = sites.text(m);
		if (!text.empty() && m->getType()->isScalarType())
			sites.replace(Kind::write_read_only, m->getSourceRange(), "(" + text + " = 0)");
		return true;
	}

private:
	/* Values that are there to have the variable initialised at all. */
	bool is_plain(const Expr *e) const
	{
		return isa<InitListExpr>(e) || is_constant(e, ctx) ||
		       e->isNullPointerConstant(ctx, Expr::NPC_ValueDependentIsNotNull) != Expr::NPCK_NotNull;
	}

	std::string dimensions(const VarDecl *v) const
	{
		const TypeSourceInfo *t = v->getTypeSourceInfo();
		std::string all;

		if (t)
			for (auto a = t->getTypeLoc().getAs<ArrayTypeLoc>(); a; a = a.getElementLoc().getAs<ArrayTypeLoc>())
				all += sites.text(a.getBracketsRange());
		return all == "[]" ? "[1]" : all;
	}

	void types(QualType type, TypeLoc loc)
	{
		unsigned bytes = type->isIntegerType() ? ctx.getTypeSizeInChars(type).getQuantity() : 0;
		bool is_signed = type->isSignedIntegerType();

		if (type->isPointerType())
			pointee(type, loc);
		if (bytes < 2 || bytes > 8)
			return;
		if (!is_signed && bytes >= 4)
			sites.replace(Kind::signed_variable, loc.getSourceRange(), integer(bytes, true));
		if (const char *name = integer(bytes / 2, is_signed))
			sites.replace(Kind::narrower_variable, loc.getSourceRange(), name);
		if (const char *name = integer(bytes * 2, is_signed))
			sites.replace(Kind::wider_variable, loc.getSourceRange(), name);
	}

	void pointee(QualType type, TypeLoc loc)
	{
		QualType to = type->getPointeeType();
		auto pointer = loc.getAs<PointerTypeLoc>();

		if (!pointer || !to->isIntegerType())
			return;
		if (const char *name = integer(ctx.getTypeSizeInChars(to).getQuantity() * 2, to->isSignedIntegerType()))
			sites.replace(Kind::wider_pointer, pointer.getPointeeLoc().getSourceRange(), name);
	}

	void swap(const Stmt *a, const Stmt *b)
	{
		SourceRange first = sites.statement(a), second = sites.statement(b);

		if (first.isInvalid() || second.isInvalid())
			return;
		std::string one = sites.text(first), two = sites.text(second);
		if (!one.empty() && !two.empty() && one != two)
			sites.replace(Kind::swap_statements, SourceRange(first.getBegin(), second.getEnd()), two + "\n" + one);
	}

	Sites &sites;
	ASTContext &ctx;
	std::vector<const VarDecl *> locals;
	std::set<const Expr *> harmless; /* (void *)(long)x */
};

} // namespace

void find_in_data(Sites &sites, const FunctionDecl *f)
{
	Data(sites, f).TraverseStmt(f->getBody());
}
