// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * lower_call: who is called, and with what. libbpf's helpers are variables that hold a small number as their address;
 * gcc's are plain declarations known by name; kfuncs are declarations in section .ksyms.
 */
#include "lower_impl.h"

#include "clang/AST/Attr.h"
#include "kernel/kernel.h"

using namespace clang;

namespace bpfproof {

static void set_args(struct instr_more *more, llvm::SmallVectorImpl<struct operand> &args)
{
	more->args.at = args.data();
	more->args.n = more->args.cap = args.size();
}

/* `into` is where a result in memory goes; the callee learns it as its first argument. */
struct operand Body::emit_call(struct instr_more *more, llvm::SmallVectorImpl<struct operand> &args, QualType result,
			       const struct operand *to, unsigned flags)
{
	if (types.in_memory(result)) {
		args.insert(args.begin(), to ? *to : temporary(result));
		result = ctx.VoidTy;
	}
	unsigned width = types.width(result);
	if (width)
		types.complete(result);
	set_args(more, args);
	return build_call(here(), more, width, types.get(result), flags);
}

void Body::callee(const FunctionDecl *f, struct instr_more *more)
{
	bool defined = f->hasBody();
	const struct helper_facts *known = nullptr;
	uint32_t index = l.func(f);
	struct func *model = &u->funcs.at[index];

	if (!defined && !(model->flags & FUNC_KSYM))
		known = kernel_helper_by_name(model->name);
	more->func_type = model->type;
	if (model->flags & FUNC_KSYM) {
		more->callee = CALLEE_KFUNC;
		more->name = model->name;
		more->callee_index = index;
	} else if (known) {
		more->callee = CALLEE_HELPER;
		more->callee_index = known->id;
	} else {
		more->callee = CALLEE_FUNC;
		more->callee_index = index;
	}
}

struct operand Body::call_function(const FunctionDecl *f, llvm::ArrayRef<struct operand> given, QualType result,
				   const struct operand *to)
{
	llvm::SmallVector<struct operand, 8> args(given.begin(), given.end());
	struct instr_more more = {};

	callee(f, &more);
	return emit_call(&more, args, result, to);
}

struct operand Body::argument(const Expr *e)
{
	if (e->isGLValue())
		return address(e);
	if (types.in_memory(e->getType()))
		return in_storage(e);
	return rvalue(e);
}

static const VarDecl *variable_of(const Expr *e)
{
	for (;;) {
		e = e->IgnoreParenImpCasts();
		const auto *un = dyn_cast<UnaryOperator>(e);

		if (!un || un->getOpcode() != UO_Deref)
			break;
		e = un->getSubExpr();
	}
	const auto *ref = dyn_cast<DeclRefExpr>(e);

	return ref ? dyn_cast<VarDecl>(ref->getDecl()) : nullptr;
}

/* LLVM's intrinsics by their own names: bytes of a packet, the old way. */
static bool is_intrinsic(const FunctionDecl *f)
{
	const auto *label = f->getAttr<AsmLabelAttr>();

	return label && starts_with(label->getLabel(), "llvm.");
}

struct operand Body::call(const CallExpr *e, bool needed, const struct operand *to)
{
	const FunctionDecl *f = e->getDirectCallee();
	QualType result = e->getType();
	struct operand x;

	if (e->isGLValue())
		result = ctx.getPointerType(result);
	if (f && f->getBuiltinID() && !f->hasBody() && builtin(e, f, needed, to, &x))
		return x;

	llvm::SmallVector<struct operand, 8> args;
	struct instr_more more = {};
	unsigned first = 0;

	if (const auto *method = dyn_cast_or_null<CXXMethodDecl>(f); method && method->isInstance()) {
		const auto *mc = dyn_cast<CXXMemberCallExpr>(e);

		if (method->isVirtual()) {
			for (const Expr *arg : e->arguments())
				args.push_back(argument(arg));
			if (types.in_memory(result))
				opaque_into("virtual call", to ? *to : temporary(result), result);
			return types.width(result) ? opaque("virtual call", result, args, INSTR_CLOBBER) : opnd_none();
		}
		if (mc) {
			const Expr *object = mc->getImplicitObjectArgument();

			args.push_back(object->getType()->isPointerType() ? rvalue(object) : address(object));
		} else if (e->getNumArgs()) { /* an overloaded operator: the object is its first argument */
			args.push_back(address(e->getArg(0)));
			first = 1;
		}
		if (method->isTrivial() && (method->isCopyAssignmentOperator() || method->isMoveAssignmentOperator()) &&
		    e->getNumArgs() > first && types.in_memory(e->getArg(first)->getType())) {
			copy(args[0], address(e->getArg(first)), e->getArg(first)->getType());
			return args[0];
		}
	}
	if (f) {
		for (unsigned i = first; i < e->getNumArgs(); i++)
			args.push_back(argument(e->getArg(i)));
		if (is_intrinsic(f)) {
			if (types.in_memory(result)) {
				opaque_into("intrinsic", to ? *to : temporary(result), result);
				return opnd_none();
			}
			return opaque(l.keep(f->getAttr<AsmLabelAttr>()->getLabel()), result, args);
		}
		callee(f, &more);
		x = emit_call(&more, args, result, to);
		if (f->isNoReturn() && open())
			build_unreachable(here());
		return x;
	}
	const Expr *target = e->getCallee();

	if (isa<CXXPseudoDestructorExpr>(target->IgnoreParens())) {
		discard(cast<CXXPseudoDestructorExpr>(target->IgnoreParens())->getBase());
		return opnd_none();
	}
	const VarDecl *vd = variable_of(target);
	QualType ft = target->getType()->isPointerType() ? target->getType()->getPointeeType() : target->getType();

	more.func_type = ft->isFunctionType() ? types.get(ft) : 0;
	if (vd && l.helper(vd)) {
		more.callee = CALLEE_HELPER;
		more.callee_index = l.helper(vd);
	} else if (!target->getType()->isPointerType() && !ft->isFunctionType()) { /* .* and ->* */
		for (const Expr *arg : e->arguments())
			args.push_back(argument(arg));
		if (types.in_memory(result))
			opaque_into("pointer to member", to ? *to : temporary(result), result);
		return types.width(result) ? opaque("pointer to member", result, args, INSTR_CLOBBER) : opnd_none();
	} else {
		x = target->getType()->isFunctionType() ? address(target) : rvalue(target);
		if (x.kind == OPND_IMM && x.imm > 0 && x.imm < INT32_MAX) {
			more.callee = CALLEE_HELPER;
			more.callee_index = x.imm;
		} else if (x.kind == OPND_FUNC) {
			more.callee = CALLEE_FUNC;
			more.callee_index = x.index;
		} else {
			more.callee = CALLEE_INDIRECT;
			more.target = x;
		}
	}
	for (const Expr *arg : e->arguments())
		args.push_back(argument(arg));
	x = emit_call(&more, args, result, to);
	if (const auto *fn = ft->getAs<FunctionType>(); fn && fn->getNoReturnAttr() && open())
		build_unreachable(here());
	return x;
}

} // namespace bpfproof
