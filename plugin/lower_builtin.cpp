// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * lower_builtin: the compiler's builtins by name, since their numbers differ between clang versions. What the table
 * does not know clang may still fold to a constant; the rest is opaque under its own name.
 */
#include "lower_impl.h"

using namespace clang;

namespace bpfproof {

/* ---- memory ---- */

struct operand Body::memory(const CallExpr *e, llvm::StringRef name)
{
	bool fill = name.contains("memset"), zero = name.contains("bzero"), cmp = name.contains("memcmp") || name.contains("bcmp");
	bool backwards = name.contains("bcopy");
	unsigned size_arg = zero ? 1 : 2;

	if (e->getNumArgs() <= size_arg)
		return unknown(e, "memory builtin");
	struct operand to = rvalue(e->getArg(0)), from = zero ? opnd_imm(0) : rvalue(e->getArg(1)), n;
	QualType nt = e->getArg(size_arg)->getType();

	/* the size may be a constant by name: static const size_t n = sizeof(x) */
	if (!constant(e->getArg(size_arg), &n))
		n = rvalue(e->getArg(size_arg));
	if (backwards)
		std::swap(to, from);
	n = resize(n, types.width(nt), false, 64, ctx.UnsignedLongTy);
	if (fill)
		from = resize(from, types.width(e->getArg(1)->getType()), false, 8, ctx.UnsignedCharTy);
	for (unsigned i = 0; i < (fill || zero ? 1 : 2); i++)
		types.complete(e->getArg(i)->IgnoreParenImpCasts()->getType());
	if (n.kind != OPND_IMM) {
		const char *why = fill || zero ? "memset of variable size" : cmp ? "memcmp of variable size"
				  : name.contains("memmove") ? "memmove of variable size" : "memcpy of variable size";
		struct operand in[] = {to, from, n};

		if (cmp)
			return opaque(why, e->getType(), in);
		build_opaque(here(), why, in, 3, 0, 0, INSTR_CLOBBER);
	} else if (cmp) {
		if (!n.imm)
			return imm(0, e->getType());
		return build_memcmp(here(), to, from, n.imm, types.get(e->getType()));
	} else if (n.imm) {
		if (fill || zero)
			build_fill(here(), to, from, n.imm, 0);
		else
			build_copy(here(), name.contains("memmove") || backwards ? OP_MEMMOVE : OP_MEMCPY, to, from, n.imm, 0);
	}
	if (name.contains("mempcpy"))
		return build_ptradd(here(), to, n, types.get(ctx.CharTy), types.get(e->getType()));
	return e->getType()->isVoidType() ? opnd_none() : to;
}

/* ---- arithmetic ---- */

struct operand Body::overflow(const CallExpr *e, BinaryOperatorKind op)
{
	const Expr *x_expr = e->getArg(0), *y_expr = e->getArg(1);
	QualType xt = x_expr->getType(), yt = y_expr->getType(), rt = e->getArg(2)->getType()->getPointeeType();
	unsigned width = types.width(rt), xw = types.width(xt), yw = types.width(yt);

	if (!width || !xw || !yw)
		return unknown(e, "128-bit integer");
	struct operand x = rvalue(x_expr), y = rvalue(y_expr), to = rvalue(e->getArg(2));
	bool xs = types.is_signed(xt), ys = types.is_signed(yt), rs = types.is_signed(rt);
	/* a constant that is not negative is as good without a sign */
	if (y.kind == OPND_IMM && y.imm >= 0 && !xs && yw <= xw)
		ys = false, yw = xw;
	enum op how = op == BO_Add ? OP_ADD : op == BO_Sub ? OP_SUB : OP_MUL;
	QualType wide = ctx.getIntTypeForBitwidth(64, true);
	struct operand r = bin(how, width, resize(x, xw, xs, width, rt), resize(y, yw, ys, width, rt), rt), over;

	if (xw <= 32 && yw <= 32 && width <= 32 && !(op == BO_Mul && !xs && !ys)) {
		/* 64 bits hold the true result, so it overflows when the narrow one is not that */
		struct operand whole = bin(how, 64, resize(x, xw, xs, 64, wide), resize(y, yw, ys, 64, wide), wide);

		over = bin(OP_NE, 64, whole, resize(r, width, rs, 64, wide), ctx.IntTy);
	} else if (xw <= 32 && yw <= 32 && width <= 32) {
		struct operand whole = bin(how, 64, resize(x, xw, false, 64, wide), resize(y, yw, false, 64, wide), wide);

		over = rs ? bin(OP_UGT, 64, whole, opnd_imm((1ll << (width - 1)) - 1), ctx.IntTy)
			  : bin(OP_NE, 64, whole, resize(r, width, false, 64, wide), ctx.IntTy);
	} else if (!xs && !ys && !rs && xw == yw && xw == width && op != BO_Mul) {
		over = op == BO_Add ? bin(OP_ULT, width, r, x, ctx.IntTy) : bin(OP_ULT, width, x, y, ctx.IntTy);
	} else if (xs && ys && rs && xw == yw && xw == width && op != BO_Mul) {
		/* the signs: alike (add) or not (sub), and the result's is different */
		struct operand a = bin(OP_XOR, width, x, r, rt), c = bin(OP_XOR, width, op == BO_Add ? y : x, op == BO_Add ? r : y, rt);

		over = bin(OP_SLT, width, bin(OP_AND, width, a, c, rt), opnd_imm(0), ctx.IntTy);
	} else {
		over = opaque("overflow of 64-bit arithmetic", ctx.IntTy, {x, y});
	}
	store(plain(to, rt), r);
	return resize(over, 32, false, types.width(e->getType()), e->getType());
}

struct operand Body::count_bits(const CallExpr *e, llvm::StringRef name)
{
	QualType t = e->getArg(0)->getType(), result = e->getType();
	unsigned width = types.width(t);

	if (!width)
		return unknown(e, "128-bit integer");
	struct operand x = rvalue(e->getArg(0));
	if (name.contains("popcount") || name.contains("parity")) {
		x = resize(build_un(here(), OP_POPCOUNT, width, x, types.get(t)), width, false, types.width(result), result);
		return name.contains("parity") ? bin(OP_AND, 32, x, opnd_imm(1), result) : x;
	}
	if (name.contains("clz") || name.contains("ctz")) {
		enum op op = name.contains("clz") ? OP_CLZ : OP_CTZ;
		struct operand n = resize(build_un(here(), op, width, x, types.get(t)), width, false, types.width(result), result);

		if (e->getNumArgs() < 2)
			return n;
		return choose(bin(OP_NE, width, x, opnd_imm(0), ctx.IntTy), n, rvalue(e->getArg(1)), result);
	}
	/* ffs */
	struct operand some = bin(OP_NE, width, x, opnd_imm(0), ctx.IntTy);
	uint32_t yes = block("ffs"), no = block("ffs.zero"), end = block("ffs.end");
	struct operand at = local(nullptr, result, nullptr, false);

	branch(some, yes, no);
	begin(yes);
	x = resize(build_un(here(), OP_CTZ, width, x, types.get(t)), width, false, types.width(result), result);
	store(plain(at, result), bin(OP_ADD, types.width(result), x, opnd_imm(1), result));
	go(end);
	begin(no);
	store(plain(at, result), imm(0, result));
	go(end);
	begin(end);
	return load(plain(at, result));
}

/* `condition` is 0 or 1. */
struct operand Body::choose(struct operand condition, struct operand yes, struct operand no, QualType t)
{
	uint32_t then = block("choose"), otherwise = block("choose"), end = block("chosen");
	struct operand at = local(nullptr, t, nullptr, false);

	if (condition.kind == OPND_IMM)
		return condition.imm ? yes : no;
	branch(condition, then, otherwise);
	begin(then);
	store(plain(at, t), yes);
	go(end);
	begin(otherwise);
	store(plain(at, t), no);
	go(end);
	begin(end);
	return load(plain(at, t));
}

struct operand Body::constant_p(const CallExpr *e)
{
	struct operand x;

	if (constant(e, &x))
		return x;
	/* the operand is not evaluated: only what has no effect is looked at */
	const Expr *of = e->getArg(0)->IgnoreParenCasts();
	x = isa<DeclRefExpr>(of) && isa<VarDecl>(cast<DeclRefExpr>(of)->getDecl()) && cast<VarDecl>(cast<DeclRefExpr>(of)->getDecl())->hasLocalStorage() &&
			    !of->getType().isVolatileQualified() && types.width(of->getType())
		    ? rvalue(of) : opnd_none();
	return build_constant_p(here(), x, types.width(e->getType()), types.get(e->getType()));
}

/* ---- the table ---- */

struct BuiltinCall {
	Body &b;
	const CallExpr *e;
	llvm::StringRef name;
	bool needed;
	const struct operand *to; /* where a result in memory goes */

	const Expr *arg(unsigned i) const { return e->getArg(i); }
	QualType type() const { return e->getType(); }
};

struct Builtins {
	using C = const BuiltinCall;

	static void rest(C &c, unsigned from)
	{
		for (unsigned i = from; i < c.e->getNumArgs(); i++)
			if (c.arg(i)->HasSideEffects(c.b.ctx))
				c.b.discard(c.arg(i));
	}
	static struct operand same(C &c)
	{
		struct operand x = opnd_none();

		if (c.b.types.in_memory(c.type()))
			c.b.into(c.arg(0), c.to ? *c.to : c.b.temporary(c.type()));
		else if (c.arg(0)->isGLValue())
			x = c.b.address(c.arg(0));
		else
			x = c.b.rvalue(c.arg(0), c.needed);
		rest(c, 1);
		return x;
	}
	static struct operand address(C &c) { return c.b.address(c.arg(0)); }
	static struct operand nothing(C &c)
	{
		rest(c, 0);
		return opnd_none();
	}
	static struct operand unevaluated(C &) { return opnd_none(); }
	static struct operand memory(C &c) { return c.b.memory(c.e, c.name); }
	static struct operand bits(C &c)
	{
		struct operand x;

		return c.b.constant(c.e, &x) ? x : c.b.count_bits(c.e, c.name);
	}
	static struct operand swap(C &c)
	{
		unsigned width = c.b.types.width(c.type());
		struct operand x;

		if (c.b.constant(c.e, &x))
			return x;
		return build_un(c.b.here(), OP_BSWAP, width, c.b.rvalue(c.arg(0)), c.b.types.get(c.type().getCanonicalType()));
	}
	static struct operand overflow(C &c)
	{
		return c.b.overflow(c.e, c.name.contains("add") ? BO_Add : c.name.contains("sub") ? BO_Sub : BO_Mul);
	}
	static struct operand constant_p(C &c) { return c.b.constant_p(c.e); }
	/* also for traps: what LLVM makes of them differs by version, but nothing comes behind any of it */
	static struct operand unreachable(C &c)
	{
		build_unreachable(c.b.here());
		return opnd_none();
	}
	static struct operand field_info(C &c) { return c.b.core_field_info(c.e); }
	static struct operand type_info(C &c) { return c.b.core_type_info(c.e); }
	static struct operand enum_value(C &c) { return c.b.core_enum_value(c.e); }
	static struct operand type_id_of(C &c) { return c.b.core_type_id(c.e); }
	static struct operand absolute(C &c)
	{
		QualType t = c.type();
		unsigned width = c.b.types.width(t);

		if (t->isRealFloatingType() || !width)
			return c.b.unknown(c.e, t->isVectorType() ? "vector" : "floating point");
		struct operand x = c.b.rvalue(c.arg(0));
		return c.b.choose(c.b.bin(OP_SLT, width, x, opnd_imm(0), c.b.ctx.IntTy),
				  c.b.bin(OP_SUB, width, opnd_imm(0), x, t), x, t);
	}
	static struct operand extreme(C &c)
	{
		QualType t = c.type();
		unsigned width = c.b.types.width(t);
		bool is_signed = c.b.types.is_signed(t), max = c.name.contains("max");

		if (t->isRealFloatingType() || !width)
			return c.b.unknown(c.e, t->isVectorType() ? "vector" : "floating point");
		struct operand x = c.b.rvalue(c.arg(0)), y = c.b.rvalue(c.arg(1));
		enum op op = max ? (is_signed ? OP_SGT : OP_UGT) : (is_signed ? OP_SLT : OP_ULT);
		return c.b.choose(c.b.bin(op, width, x, y, c.b.ctx.IntTy), x, y, t);
	}
	static struct operand rotate(C &c)
	{
		QualType t = c.type();
		unsigned width = c.b.types.width(t);
		bool left = c.name.contains("left");
		struct operand x = c.b.rvalue(c.arg(0)), n = c.b.rvalue(c.arg(1));

		n = c.b.resize(n, c.b.types.width(c.arg(1)->getType()), false, width, t);
		n = c.b.bin(OP_AND, width, n, opnd_imm(width - 1), t);
		struct operand back = c.b.bin(OP_AND, width, c.b.bin(OP_SUB, width, opnd_imm(0), n, t), opnd_imm(width - 1), t);
		return c.b.bin(OP_OR, width, c.b.bin(left ? OP_SHL : OP_LSHR, width, x, n, t),
			       c.b.bin(left ? OP_LSHR : OP_SHL, width, x, back, t), t);
	}
	static struct operand size(C &c)
	{
		struct operand x;

		return c.b.constant(c.e, &x) ? x : c.b.opaque("size of an object", c.type());
	}
};

static const struct {
	const char *name;
	struct operand (*run)(const BuiltinCall &c);
} builtins[] = {
	{"__builtin_expect", Builtins::same},
	{"__builtin_expect_with_probability", Builtins::same},
	{"__builtin_unpredictable", Builtins::same},
	{"__builtin_assume_aligned", Builtins::same},
	{"__builtin_launder", Builtins::same},
	{"__builtin_preserve_access_index", Builtins::same},
	{"__builtin_addressof", Builtins::address},
	{"__builtin_function_start", Builtins::same},
	{"move", Builtins::same},
	{"forward", Builtins::same},
	{"move_if_noexcept", Builtins::same},
	{"as_const", Builtins::same},
	{"addressof", Builtins::address},
	{"__addressof", Builtins::address},
	{"__builtin_constant_p", Builtins::constant_p},
	{"__builtin_assume", Builtins::unevaluated},
	{"__assume", Builtins::unevaluated},
	{"__builtin_prefetch", Builtins::nothing},
	{"__builtin___clear_cache", Builtins::nothing},
	{"__builtin_assume_separate_storage", Builtins::unevaluated},
	{"__sync_synchronize", Builtins::nothing},
	{"__atomic_thread_fence", Builtins::nothing},
	{"__atomic_signal_fence", Builtins::nothing},
	{"__c11_atomic_thread_fence", Builtins::nothing},
	{"__c11_atomic_signal_fence", Builtins::nothing},
	{"__builtin_unreachable", Builtins::unreachable},
	{"__builtin_trap", Builtins::unreachable},
	{"__builtin_verbose_trap", Builtins::unreachable},
	{"__builtin_debugtrap", Builtins::unreachable},
	{"abort", Builtins::unreachable},
	{"__builtin_abort", Builtins::unreachable},
	{"__builtin_object_size", Builtins::size},
	{"__builtin_dynamic_object_size", Builtins::size},
	{"__builtin_preserve_field_info", Builtins::field_info},
	{"__builtin_preserve_type_info", Builtins::type_info},
	{"__builtin_preserve_enum_value", Builtins::enum_value},
	{"__builtin_btf_type_id", Builtins::type_id_of},
	{"abs", Builtins::absolute},
	{"labs", Builtins::absolute},
	{"llabs", Builtins::absolute},
	{"__builtin_abs", Builtins::absolute},
	{"__builtin_labs", Builtins::absolute},
	{"__builtin_llabs", Builtins::absolute},
	{"__builtin_elementwise_abs", Builtins::absolute},
	{"__builtin_elementwise_max", Builtins::extreme},
	{"__builtin_elementwise_min", Builtins::extreme},
};

/* Families whose members differ in the operand's type only; the prefix decides. */
static const struct {
	const char *prefix;
	struct operand (*run)(const BuiltinCall &c);
} families[] = {
	{"__builtin_bswap", Builtins::swap},
	{"__builtin_memc", Builtins::memory},
	{"__builtin_memp", Builtins::memory},
	{"__builtin_memm", Builtins::memory},
	{"__builtin_mems", Builtins::memory},
	{"__builtin___memcpy", Builtins::memory},
	{"__builtin___memmove", Builtins::memory},
	{"__builtin___memset", Builtins::memory},
	{"__builtin___mempcpy", Builtins::memory},
	{"__builtin_bcmp", Builtins::memory},
	{"__builtin_bcopy", Builtins::memory},
	{"__builtin_bzero", Builtins::memory},
	{"__builtin_popcount", Builtins::bits},
	{"__builtin_parity", Builtins::bits},
	{"__builtin_clz", Builtins::bits},
	{"__builtin_ctz", Builtins::bits},
	{"__builtin_ffs", Builtins::bits},
	{"__builtin_rotate", Builtins::rotate},
};

static bool is_overflow(llvm::StringRef name)
{
	for (const char *s : {"__builtin_add_overflow", "__builtin_sub_overflow", "__builtin_mul_overflow"})
		if (name == s)
			return true;
	/* __builtin_saddll_overflow and the like */
	return starts_with(name, "__builtin_") && name.size() > 19 && name.substr(name.size() - 9) == "_overflow" &&
	       (name[10] == 's' || name[10] == 'u');
}

static bool is_memory(llvm::StringRef name)
{
	for (const char *s : {"memcpy", "memmove", "memset", "memcmp", "mempcpy", "bcmp", "bcopy", "bzero"})
		if (name == s)
			return true;
	return false;
}

bool Body::builtin(const CallExpr *e, const FunctionDecl *f, bool needed, const struct operand *to, struct operand *out)
{
	llvm::StringRef name = f->getIdentifier() ? f->getName() : "";
	BuiltinCall c = {*this, e, name, needed, to};
	bool known = false;

	if (name.empty())
		return false;
	for (const auto &row : builtins) {
		if (name == row.name) {
			*out = row.run(c);
			return true;
		}
	}
	if (starts_with(name, "__sync_")) {
		*out = sync(e, name, needed, &known);
		if (known)
			return true;
	}
	if (is_memory(name) || is_overflow(name)) {
		*out = is_memory(name) ? memory(e, name) : Builtins::overflow(c);
		return true;
	}
	if (name.find("atomic") == llvm::StringRef::npos) {
		for (const auto &row : families) {
			if (starts_with(name, row.prefix)) {
				*out = row.run(c);
				return true;
			}
		}
	}
	if (!starts_with(name, "__"))
		return constant(e, out); /* strlen of a literal, say; else it is a function like any other */
	if (types.in_memory(e->getType())) {
		opaque_into(e->getType()->isVectorType() ? "vector" : l.keep(name), to ? *to : temporary(e->getType()), e->getType());
		*out = opnd_none();
		return true;
	}
	if (constant(e, out))
		return true;
	llvm::SmallVector<struct operand, 4> args;
	for (const Expr *arg : e->arguments())
		if (arg->isGLValue() || types.width(arg->getType()))
			args.push_back(argument(arg));
	*out = opaque(l.keep(name), e->isGLValue() ? ctx.getPointerType(e->getType()) : e->getType(), args, INSTR_CLOBBER);
	return true;
}

} // namespace bpfproof
