// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * lower_object: C++ objects: what constructors do before their body and destructors after it, and lambdas, which are records of what
 * they capture with one member function.
 */
#include "lower_impl.h"

#include "clang/AST/RecordLayout.h"

using namespace clang;

namespace bpfproof {

void Body::construct(const CXXConstructExpr *e, struct operand to)
{
	const CXXConstructorDecl *ctor = e->getConstructor();
	QualType t = e->getType();

	if (t->isArrayType()) {
		if (!ctor->isTrivial() || e->requiresZeroInitialization())
			opaque_into("array initialised by constructors", to, t);
		return;
	}
	if (ctor->isCopyOrMoveConstructor() && ctor->isTrivial() && e->getNumArgs()) {
		const Expr *from = e->getArg(0);

		if (from->isGLValue())
			copy(to, address(from), t);
		else
			into(from, to, true);
		return;
	}
	if (e->requiresZeroInitialization())
		zero(to, t);
	if (ctor->isDefaultConstructor() && ctor->isTrivial())
		return;
	llvm::SmallVector<struct operand, 8> args(1, to);
	for (const Expr *arg : e->arguments())
		args.push_back(argument(arg));
	if (!ctor->hasBody()) {
		opaque_into("constructor out of reach", to, t);
		return;
	}
	call_function(ctor, args, ctx.VoidTy, nullptr);
}

/* The address of a base within an object; OPND_NONE when it is not at a fixed place. */
struct operand Body::base_of(struct operand object, const CXXRecordDecl *rd, QualType base, bool is_virtual)
{
	const auto *bd = dyn_cast_or_null<CXXRecordDecl>(types.record(base));

	if (!bd || is_virtual)
		return opnd_none();
	return element(object, ctx.getASTRecordLayout(rd).getBaseClassOffset(bd).getQuantity(), ctx.CharTy);
}

/* References hold an address. */
void Body::init_field(const Expr *init, struct operand object, const FieldDecl *f)
{
	uint64_t off = ctx.getASTRecordLayout(f->getParent()).getFieldOffset(f->getFieldIndex()) / 8;

	if (!f->getType()->isReferenceType())
		init_member(init, field(object, f, f->getType(), 0), false);
	else
		build_store(here(), 64, element(object, off, ctx.CharTy), address(init), types.get(f->getType()), INSTR_INIT);
}

/* In the order that clang has sorted them in: bases, then members. */
void Body::init_object(const CXXConstructorDecl *ctor)
{
	const CXXRecordDecl *rd = ctor->getParent();
	bool table = rd->isDynamicClass();
	auto set_table = [&] {
		if (table)
			build_store(here(), 64, this_ptr, opaque("table of virtual functions", ctx.VoidPtrTy), types.get(ctx.VoidPtrTy), INSTR_INIT);
		table = false;
	};

	for (const CXXCtorInitializer *i : ctor->inits()) {
		At at(*this, i->getSourceRange());

		if (i->isDelegatingInitializer()) {
			into(i->getInit(), this_ptr, true);
			return;
		}
		if (i->isBaseInitializer()) {
			struct operand to = base_of(this_ptr, rd, QualType(i->getBaseClass(), 0), i->isBaseVirtual());

			if (to.kind == OPND_NONE)
				opaque_into("virtual base", this_ptr, i->getInit()->getType());
			else
				into(i->getInit(), to, true);
			continue;
		}
		set_table();
		struct operand object = this_ptr;
		if (const IndirectFieldDecl *path = i->getIndirectMember())
			for (const NamedDecl *step : path->chain().drop_back())
				object = field(object, cast<FieldDecl>(step), cast<FieldDecl>(step)->getType(), 0).addr;
		init_field(i->getInit(), object, i->getAnyMember());
	}
	set_table();
}

/* What is to be destroyed when the destructor's own body is done; the last one first. */
void Body::destroys(const CXXDestructorDecl *dtor)
{
	const CXXRecordDecl *rd = dtor->getParent();

	for (const CXXBaseSpecifier &b : rd->bases()) {
		struct operand at = base_of(this_ptr, rd, b.getType(), b.isVirtual());

		if (at.kind != OPND_NONE && b.getType().isDestructedType() == QualType::DK_cxx_destructor)
			cleanups.push_back({nullptr, at, b.getType()});
	}
	for (const FieldDecl *f : rd->fields())
		if (f->getType().isDestructedType() == QualType::DK_cxx_destructor)
			cleanups.push_back({nullptr, field(this_ptr, f, f->getType(), 0).addr, f->getType()});
}

void Body::destroy(struct operand addr, QualType t)
{
	const auto *rd = dyn_cast_or_null<CXXRecordDecl>(types.record(t));
	const CXXDestructorDecl *dtor = rd ? rd->getDestructor() : nullptr;

	if (dtor && dtor->hasBody())
		call_function(dtor, {addr}, ctx.VoidTy, nullptr);
	else
		opaque_into("destructor out of reach", addr, t);
}

/* Which ones there are is known to code generation alone; whatever they release may be released now. */
void Body::end_temporaries(const ExprWithCleanups *e)
{
	if (e->cleanupsHaveSideEffects() && open())
		build_opaque(here(), "destructors of temporaries", nullptr, 0, 0, 0, INSTR_CLOBBER);
}

/* ---- lambdas ---- */

void Body::closure(const LambdaExpr *e, struct operand to)
{
	auto init = e->capture_init_begin();

	for (const FieldDecl *f : e->getLambdaClass()->fields()) {
		if (*init)
			init_field(*init, to, f);
		++init;
	}
}

/* In a lambda's body: the member that holds a variable of the function around it, or `this` of that (NULL); NULL: none. */
const FieldDecl *Body::captured(const ValueDecl *what) const
{
	const auto *method = dyn_cast<CXXMethodDecl>(fd);

	if (!method || !method->getParent()->isLambda())
		return nullptr;
	auto f = method->getParent()->field_begin();
	for (const LambdaCapture &c : method->getParent()->captures()) {
		if (what ? c.capturesVariable() && c.getCapturedVar() == what : c.capturesThis())
			return *f;
		++f;
	}
	return nullptr;
}

/* What a lambda becomes when it is converted to a function: a call of its operator, for which clang writes no body. */
void Body::invoke(const CXXMethodDecl *invoker)
{
	const CXXMethodDecl *op = invoker->getParent()->isGenericLambda() ? nullptr : invoker->getParent()->getLambdaCallOperator();
	QualType t = fd->getReturnType();
	unsigned width = types.width(t);
	struct operand x = opnd_none();

	if (op && op->hasBody() && !types.in_memory(t)) {
		llvm::SmallVector<struct operand, 8> args(1, temporary(ctx.CharTy));

		for (const ParmVarDecl *p : fd->parameters()) {
			if (types.in_memory(p->getType()))
				args.push_back(vars[p]);
			else
				args.push_back(build_load(here(), types.width(p->getType()), vars[p], types.of(p), 0));
		}
		x = call_function(op, args, t, nullptr);
	} else if (width) {
		x = opaque("lambda", t, {}, INSTR_CLOBBER);
	}
	if (width && x.kind == OPND_NONE)
		x = opnd_undef();
	build_ret(here(), width, x);
}

} // namespace bpfproof
