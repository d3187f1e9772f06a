// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * lower_cond: conditions become control flow, not values, so that the machine learns from each comparison on the edge
 * that it decides. A value is made only where the source wants one.
 */
#include "lower_impl.h"

using namespace clang;

namespace bpfproof {

bool Body::is_truth(const Expr *e)
{
	e = e->IgnoreParenImpCasts();
	if (const auto *b = dyn_cast<BinaryOperator>(e))
		return b->isComparisonOp() || b->isLogicalOp();
	const auto *un = dyn_cast<UnaryOperator>(e);

	return un && un->getOpcode() == UO_LNot;
}

/* What the whole condition folds to, for leaving out code as the compiler does; -1: it depends. */
int Body::known_truth(const Expr *e)
{
	Expr::EvalResult r;

	if (!e || e->isValueDependent() || e->containsErrors() || !e->getType()->isIntegralOrEnumerationType())
		return -1;
	if (!e->EvaluateAsInt(r, ctx, Expr::SE_NoSideEffects))
		return -1;
	return r.Val.getInt().getBoolValue();
}

/* ---- weak symbols: their address is a question that only the loading kernel answers ---- */

const ValueDecl *Body::weak_address(const Expr *e)
{
	e = e->IgnoreParenCasts();
	if (const auto *un = dyn_cast<UnaryOperator>(e)) {
		if (un->getOpcode() != UO_AddrOf)
			return nullptr;
		e = un->getSubExpr()->IgnoreParenCasts();
	} else if (!e->getType()->isFunctionType() && !e->getType()->isArrayType()) {
		return nullptr;
	}
	const auto *ref = dyn_cast<DeclRefExpr>(e);
	if (!ref)
		return nullptr;
	if (const auto *f = dyn_cast<FunctionDecl>(ref->getDecl()))
		return !f->hasBody() && f->getMostRecentDecl()->hasAttr<WeakAttr>() ? f : nullptr;
	if (const auto *vd = dyn_cast<VarDecl>(ref->getDecl()))
		return vd->hasGlobalStorage() && !vd->getDefinition() && !vd->getActingDefinition() &&
		       vd->getMostRecentDecl()->hasAttr<WeakAttr>() ? vd : nullptr;
	return nullptr;
}

static bool is_zero(const Expr *e)
{
	const auto *n = dyn_cast<IntegerLiteral>(e->IgnoreParenCasts());

	return n && n->getValue().isZero();
}

/* Whether `e` is the question "is this weak symbol there?", as a comparison with null. */
bool Body::asks_for_weak(const BinaryOperator *e)
{
	if (e->getOpcode() != BO_EQ && e->getOpcode() != BO_NE)
		return false;
	return (is_zero(e->getRHS()) && weak_address(e->getLHS())) || (is_zero(e->getLHS()) && weak_address(e->getRHS()));
}

struct operand Body::exists(const ValueDecl *d, QualType t)
{
	if (const auto *f = dyn_cast<FunctionDecl>(d))
		l.func(f);
	else
		l.var(cast<VarDecl>(d));
	return build_env(here(), ENV_KSYM, l.keep(d->getName()), 1, 64, types.get(t));
}

/* ---- branches ---- */

void Body::branch(struct operand x, uint32_t then, uint32_t otherwise)
{
	if (x.kind == OPND_IMM)
		build_jmp(here(), x.imm ? then : otherwise);
	else
		build_br(here(), x, then, otherwise);
}

static bool is_expect(const CallExpr *e)
{
	const FunctionDecl *f = e->getDirectCallee();

	if (!f || !f->getIdentifier() || !f->getBuiltinID())
		return false;
	return f->getName() == "__builtin_expect" || f->getName() == "__builtin_expect_with_probability" ||
	       f->getName() == "__builtin_unpredictable";
}

/* Through what does not change whether a value is zero. */
static const Expr *same_truth(const Expr *e, const Types &types)
{
	for (;;) {
		const auto *c = dyn_cast<CastExpr>(e);
		const auto *call = dyn_cast<CallExpr>(e);

		if (const auto *p = dyn_cast<ParenExpr>(e)) {
			e = p->getSubExpr();
		} else if (const auto *un = dyn_cast<UnaryOperator>(e); un && un->getOpcode() == UO_Extension) {
			e = un->getSubExpr();
		} else if (const auto *cleanups = dyn_cast<ExprWithCleanups>(e)) {
			e = cleanups->getSubExpr();
		} else if (call && is_expect(call)) {
			e = call->getArg(0);
		} else if (c && (c->getCastKind() == CK_IntegralToBoolean || c->getCastKind() == CK_PointerToBoolean)) {
			e = c->getSubExpr();
		} else if (c && c->getCastKind() == CK_IntegralCast && types.width(c->getSubExpr()->getType()) &&
			   types.width(c->getType()) >= types.width(c->getSubExpr()->getType())) {
			e = c->getSubExpr();
		} else {
			return e;
		}
	}
}

void Body::cond(const Expr *e, uint32_t then, uint32_t otherwise)
{
	Deeper deeper(*this);

	e = same_truth(e, types);
	At at(*this, e->getSourceRange());
	if (deeper.too_deep() || e->isTypeDependent() || e->containsErrors())
		branch(opaque("nested too deeply", ctx.IntTy, {}, INSTR_CLOBBER), then, otherwise);
	else
		cond_here(e, then, otherwise);
}

void Body::cond_logical(const BinaryOperator *e, uint32_t then, uint32_t otherwise)
{
	llvm::SmallVector<const Expr *, 8> parts;
	const Expr *left = e;
	BinaryOperatorKind op = e->getOpcode();

	for (;;) {
		const auto *b = dyn_cast<BinaryOperator>(same_truth(left, types));

		if (!b || b->getOpcode() != op)
			break;
		parts.push_back(b->getRHS());
		left = b->getLHS();
	}
	parts.push_back(left);
	for (size_t i = parts.size(); --i;) {
		uint32_t next = block(op == BO_LAnd ? "and" : "or");

		if (op == BO_LAnd)
			cond(parts[i], next, otherwise);
		else
			cond(parts[i], then, next);
		begin(next);
	}
	cond(parts[0], then, otherwise);
}

void Body::cond_here(const Expr *e, uint32_t then, uint32_t otherwise)
{
	QualType t = e->getType();

	if (const ValueDecl *weak = weak_address(e))
		return branch(exists(weak, ctx.VoidPtrTy), then, otherwise);
	if (const auto *un = dyn_cast<UnaryOperator>(e)) {
		if (un->getOpcode() == UO_LNot)
			return cond(un->getSubExpr(), otherwise, then);
	} else if (const auto *b = dyn_cast<BinaryOperator>(e)) {
		if (b->isLogicalOp())
			return cond_logical(b, then, otherwise);
		if (b->getOpcode() == BO_Comma) {
			discard(b->getLHS());
			return cond(b->getRHS(), then, otherwise);
		}
		if (b->getOpcode() == BO_EQ || b->getOpcode() == BO_NE) {
			bool equal = b->getOpcode() == BO_EQ;

			for (const Expr *side : {b->getLHS(), b->getRHS()}) {
				const Expr *other = side == b->getLHS() ? b->getRHS() : b->getLHS();

				if (is_zero(other) && (weak_address(side) || is_truth(side)))
					return equal ? cond(side, otherwise, then) : cond(side, then, otherwise);
			}
		}
	} else if (const auto *c = dyn_cast<ConditionalOperator>(e)) {
		uint32_t yes = block("cond.true"), no = block("cond.false");

		cond(c->getCond(), yes, no);
		begin(yes);
		cond(c->getTrueExpr(), then, otherwise);
		begin(no);
		return cond(c->getFalseExpr(), then, otherwise);
	} else if (const auto *se = dyn_cast<StmtExpr>(e)) {
		size_t depth = cleanups.size();
		const Expr *result = stmt_expr_begin(se);

		if (result && cleanups.size() == depth)
			return cond(result, then, otherwise);
		struct operand x = result ? rvalue(result) : opnd_undef();

		unwind(depth, true);
		return branch(x, then, otherwise);
	}
	if (types.in_memory(t)) {
		discard(e);
		return branch(opaque("128-bit integer", ctx.IntTy), then, otherwise);
	}
	struct operand x = rvalue_here(e, true);

	if (t->isRealFloatingType())
		x = opaque("floating point", ctx.IntTy, {x});
	branch(x, then, otherwise);
}

/* ---- as values ---- */

struct operand Body::truth(const Expr *e, QualType t)
{
	if (const auto *b = dyn_cast<BinaryOperator>(e->IgnoreParenImpCasts());
	    b && b->isComparisonOp() && !asks_for_weak(b)) {
		struct operand x = rvalue(e->IgnoreParenImpCasts());

		return resize(x, types.width(b->getType()), false, types.width(t), t);
	}
	if (const auto *un = dyn_cast<UnaryOperator>(e->IgnoreParenImpCasts());
	    un && un->getOpcode() == UO_LNot && !is_truth(un->getSubExpr()) && !weak_address(un->getSubExpr())) {
		struct operand x = rvalue(un);

		return resize(x, types.width(un->getType()), false, types.width(t), t);
	}
	uint32_t yes = block("true"), no = block("false"), end = block("truth");
	struct operand at = local(nullptr, t, nullptr, false);

	cond(e, yes, no);
	begin(yes);
	store(plain(at, t), imm(1, t));
	go(end);
	begin(no);
	store(plain(at, t), imm(0, t));
	go(end);
	begin(end);
	return load(plain(at, t));
}

/* `a ?: b` works out its condition once; the AST names that value where it is used. */
const Expr *Body::condition_of(const AbstractConditionalOperator *e)
{
	if (const auto *b = dyn_cast<BinaryConditionalOperator>(e)) {
		const Expr *common = b->getCommon();

		shared[b->getOpaqueValue()] = common->isGLValue() || types.in_memory(common->getType()) ? address(common)
												      : rvalue(common);
	}
	return e->getCond();
}

struct operand Body::conditional(const AbstractConditionalOperator *e, bool needed)
{
	QualType t = e->getType();
	unsigned width = types.width(t);
	int known = isa<ConditionalOperator>(e) ? known_truth(e->getCond()) : -1;

	if (known >= 0) {
		const Expr *side = known ? e->getTrueExpr() : e->getFalseExpr();

		if (width)
			return rvalue(side, needed);
		discard(side);
		return opnd_none();
	}
	uint32_t yes = block("cond.true"), no = block("cond.false"), end = block("cond.end");
	bool keep = needed && width;
	struct operand at = keep ? local(nullptr, t, nullptr, false) : opnd_none();

	cond(condition_of(e), yes, no);
	for (const Expr *side : {e->getTrueExpr(), e->getFalseExpr()}) {
		begin(side == e->getTrueExpr() ? yes : no);
		if (keep && types.width(side->getType()))
			store(plain(at, t), rvalue(side));
		else
			discard(side);
		go(end);
	}
	begin(end);
	return keep ? load(plain(at, t)) : opnd_none();
}

void Body::conditional_into(const AbstractConditionalOperator *e, struct operand to)
{
	uint32_t yes = block("cond.true"), no = block("cond.false"), end = block("cond.end");

	cond(condition_of(e), yes, no);
	begin(yes);
	into(e->getTrueExpr(), to);
	go(end);
	begin(no);
	into(e->getFalseExpr(), to);
	go(end);
	begin(end);
}

Lvalue Body::conditional_lvalue(const AbstractConditionalOperator *e)
{
	uint32_t yes = block("cond.true"), no = block("cond.false"), end = block("cond.end");
	QualType pt = ctx.getPointerType(e->getType());
	struct operand at = local(nullptr, pt, nullptr, false);

	cond(condition_of(e), yes, no);
	for (const Expr *side : {e->getTrueExpr(), e->getFalseExpr()}) {
		begin(side == e->getTrueExpr() ? yes : no);
		if (side->isGLValue())
			store(plain(at, pt), address(side));
		else
			discard(side); /* throw */
		go(end);
	}
	begin(end);
	return plain(load(plain(at, pt)), e->getType());
}

} // namespace bpfproof
