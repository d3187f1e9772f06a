// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * lower_atomic: the __sync, __atomic and C11 families. They differ in where values and results are, and in whether
 * the result is the value before or after; the machine knows the one before. A result that nobody uses is not
 * asked for, since the kernel has atomics without one for longer than those with.
 */
#include "lower_impl.h"

using namespace clang;

namespace bpfproof {

struct operand Body::atomic_new_value(enum atomic_op op, struct operand old, struct operand v, unsigned width, QualType t)
{
	switch (op) {
	case ATOMIC_ADD: return bin(OP_ADD, width, old, v, t);
	case ATOMIC_SUB: return bin(OP_SUB, width, old, v, t);
	case ATOMIC_AND: return bin(OP_AND, width, old, v, t);
	case ATOMIC_OR: return bin(OP_OR, width, old, v, t);
	case ATOMIC_XOR: return bin(OP_XOR, width, old, v, t);
	case ATOMIC_NAND: return bin(OP_XOR, width, bin(OP_AND, width, old, v, t), imm(~0ull, t), t);
	default: return old;
	}
}

static const struct {
	const char *name;
	enum atomic_op op;
	bool after; /* gives the new value */
} sync_ops[] = {
	{"__sync_fetch_and_add", ATOMIC_ADD, false}, {"__sync_add_and_fetch", ATOMIC_ADD, true},
	{"__sync_fetch_and_sub", ATOMIC_SUB, false}, {"__sync_sub_and_fetch", ATOMIC_SUB, true},
	{"__sync_fetch_and_and", ATOMIC_AND, false}, {"__sync_and_and_fetch", ATOMIC_AND, true},
	{"__sync_fetch_and_or", ATOMIC_OR, false}, {"__sync_or_and_fetch", ATOMIC_OR, true},
	{"__sync_fetch_and_xor", ATOMIC_XOR, false}, {"__sync_xor_and_fetch", ATOMIC_XOR, true},
	{"__sync_fetch_and_nand", ATOMIC_NAND, false}, {"__sync_nand_and_fetch", ATOMIC_NAND, true},
	{"__sync_lock_test_and_set", ATOMIC_XCHG, false}, {"__sync_swap", ATOMIC_XCHG, false},
};

/* Sema has put the operand's size behind the name: __sync_fetch_and_add_4. */
struct operand Body::sync(const CallExpr *e, llvm::StringRef name, bool needed, bool *known)
{
	size_t end = name.rfind('_');

	if (end != llvm::StringRef::npos && end + 1 < name.size() && name[end + 1] >= '0' && name[end + 1] <= '9')
		name = name.substr(0, end);
	if (!e->getNumArgs() || !e->getArg(0)->getType()->isPointerType())
		return opnd_none();

	QualType pointee = e->getArg(0)->getType()->getPointeeType(), t = pointee.getUnqualifiedType();
	unsigned arena = types.access_flags(pointee) & INSTR_ARENA;
	unsigned width = types.width(t);
	bool swap = name == "__sync_val_compare_and_swap" || name == "__sync_bool_compare_and_swap";
	const auto *row = std::find_if(std::begin(sync_ops), std::end(sync_ops), [&](const auto &r) { return name == r.name; });

	if (!width || (!swap && name != "__sync_lock_release" && row == std::end(sync_ops)))
		return opnd_none();
	*known = true;
	struct operand addr = rvalue(e->getArg(0));
	auto value = [&](unsigned i) {
		return i < e->getNumArgs() ? convert(rvalue(e->getArg(i)), e->getArg(i)->getType(), t) : imm(0, t);
	};

	if (name == "__sync_lock_release") {
		build_atomic(here(), ATOMIC_STORE, width, addr, imm(0, t), opnd_none(), false, types.get(t), arena);
		return opnd_none();
	}
	if (swap) {
		struct operand expected = value(1), desired = value(2);
		struct operand old = build_atomic(here(), ATOMIC_CMPXCHG, width, addr, desired, expected, true, types.get(t), arena);

		if (name == "__sync_val_compare_and_swap")
			return old;
		return resize(bin(OP_EQ, width, old, expected, ctx.IntTy), 32, false, types.width(e->getType()), e->getType());
	}
	struct operand v = value(1);
	struct operand old = build_atomic(here(), row->op, width, addr, v, opnd_none(), needed || row->op == ATOMIC_XCHG, types.get(t), arena);

	return row->after && needed ? atomic_new_value(row->op, old, v, width, t) : old;
}

enum atomic_form {
	FORM_LOAD,     /* (p) */
	FORM_LOAD_TO,  /* (p, &result) */
	FORM_STORE,    /* (p, v) */
	FORM_STORE_OF, /* (p, &v) */
	FORM_SWAP,     /* (p, v) */
	FORM_SWAP_TO,  /* (p, &v, &result) */
	FORM_CAS,      /* (p, &expected, v) */
	FORM_CAS_OF,   /* (p, &expected, &v) */
	FORM_OLD,      /* (p, v), gives what was there */
	FORM_NEW,      /* (p, v), gives what is there now */
};

static const struct {
	AtomicExpr::AtomicOp op;
	enum atomic_form form;
	enum atomic_op how;
} atomic_ops[] = {
	{AtomicExpr::AO__c11_atomic_init, FORM_STORE, ATOMIC_STORE},
	{AtomicExpr::AO__c11_atomic_load, FORM_LOAD, ATOMIC_LOAD},
	{AtomicExpr::AO__atomic_load_n, FORM_LOAD, ATOMIC_LOAD},
	{AtomicExpr::AO__atomic_load, FORM_LOAD_TO, ATOMIC_LOAD},
	{AtomicExpr::AO__c11_atomic_store, FORM_STORE, ATOMIC_STORE},
	{AtomicExpr::AO__atomic_store_n, FORM_STORE, ATOMIC_STORE},
	{AtomicExpr::AO__atomic_store, FORM_STORE_OF, ATOMIC_STORE},
	{AtomicExpr::AO__c11_atomic_exchange, FORM_SWAP, ATOMIC_XCHG},
	{AtomicExpr::AO__atomic_exchange_n, FORM_SWAP, ATOMIC_XCHG},
	{AtomicExpr::AO__atomic_exchange, FORM_SWAP_TO, ATOMIC_XCHG},
	{AtomicExpr::AO__c11_atomic_compare_exchange_strong, FORM_CAS, ATOMIC_CMPXCHG},
	{AtomicExpr::AO__c11_atomic_compare_exchange_weak, FORM_CAS, ATOMIC_CMPXCHG},
	{AtomicExpr::AO__atomic_compare_exchange_n, FORM_CAS, ATOMIC_CMPXCHG},
	{AtomicExpr::AO__atomic_compare_exchange, FORM_CAS_OF, ATOMIC_CMPXCHG},
	{AtomicExpr::AO__c11_atomic_fetch_add, FORM_OLD, ATOMIC_ADD},
	{AtomicExpr::AO__c11_atomic_fetch_sub, FORM_OLD, ATOMIC_SUB},
	{AtomicExpr::AO__c11_atomic_fetch_and, FORM_OLD, ATOMIC_AND},
	{AtomicExpr::AO__c11_atomic_fetch_or, FORM_OLD, ATOMIC_OR},
	{AtomicExpr::AO__c11_atomic_fetch_xor, FORM_OLD, ATOMIC_XOR},
	{AtomicExpr::AO__c11_atomic_fetch_nand, FORM_OLD, ATOMIC_NAND},
	{AtomicExpr::AO__atomic_fetch_add, FORM_OLD, ATOMIC_ADD},
	{AtomicExpr::AO__atomic_fetch_sub, FORM_OLD, ATOMIC_SUB},
	{AtomicExpr::AO__atomic_fetch_and, FORM_OLD, ATOMIC_AND},
	{AtomicExpr::AO__atomic_fetch_or, FORM_OLD, ATOMIC_OR},
	{AtomicExpr::AO__atomic_fetch_xor, FORM_OLD, ATOMIC_XOR},
	{AtomicExpr::AO__atomic_fetch_nand, FORM_OLD, ATOMIC_NAND},
	{AtomicExpr::AO__atomic_add_fetch, FORM_NEW, ATOMIC_ADD},
	{AtomicExpr::AO__atomic_sub_fetch, FORM_NEW, ATOMIC_SUB},
	{AtomicExpr::AO__atomic_and_fetch, FORM_NEW, ATOMIC_AND},
	{AtomicExpr::AO__atomic_or_fetch, FORM_NEW, ATOMIC_OR},
	{AtomicExpr::AO__atomic_xor_fetch, FORM_NEW, ATOMIC_XOR},
	{AtomicExpr::AO__atomic_nand_fetch, FORM_NEW, ATOMIC_NAND},
};

struct operand Body::atomic(const AtomicExpr *e, bool needed)
{
	const auto *row = std::find_if(std::begin(atomic_ops), std::end(atomic_ops), [&](const auto &r) { return e->getOp() == r.op; });
	QualType t = e->getValueType();
	unsigned width = types.width(t);
	type_id id = types.get(t);
	unsigned arena = types.access_flags(e->getPtr()->getType()->getPointeeType()) & INSTR_ARENA;

	if (row == std::end(atomic_ops) || !width) {
		for (unsigned i = 0; i < e->getNumSubExprs(); i++)
			if (const auto *sub = dyn_cast_or_null<Expr>(const_cast<AtomicExpr *>(e)->getSubExprs()[i]))
				discard(sub);
		return unknown(e, "atomic operation that is not known");
	}
	struct operand addr = rvalue(e->getPtr());
	auto value = [&](const Expr *x) {
		return x->getType()->isPointerType() || types.in_memory(x->getType()) ? rvalue(x) : convert(rvalue(x), x->getType(), t);
	};
	auto behind = [&](const Expr *p) { return load(plain(rvalue(p), t)); };
	auto make = [&](enum atomic_op op, struct operand v, struct operand expected, bool result) {
		return build_atomic(here(), op, width, addr, v, expected, result, id, arena);
	};

	switch (row->form) {
	case FORM_LOAD:
		return make(ATOMIC_LOAD, opnd_none(), opnd_none(), true);
	case FORM_LOAD_TO: {
		struct operand to = rvalue(e->getVal1());

		store(plain(to, t), make(ATOMIC_LOAD, opnd_none(), opnd_none(), true));
		return opnd_none();
	}
	case FORM_STORE:
	case FORM_STORE_OF:
		make(ATOMIC_STORE, row->form == FORM_STORE ? value(e->getVal1()) : behind(e->getVal1()), opnd_none(), false);
		return opnd_none();
	case FORM_SWAP:
		return make(ATOMIC_XCHG, value(e->getVal1()), opnd_none(), true);
	case FORM_SWAP_TO: {
		struct operand v = behind(e->getVal1()), to = rvalue(e->getVal2());

		store(plain(to, t), make(ATOMIC_XCHG, v, opnd_none(), true));
		return opnd_none();
	}
	case FORM_CAS:
	case FORM_CAS_OF: {
		/* on failure the caller learns what was there */
		struct operand at = rvalue(e->getVal1()), expected = load(plain(at, t));
		struct operand v = row->form == FORM_CAS ? value(e->getVal2()) : behind(e->getVal2());
		struct operand old = make(ATOMIC_CMPXCHG, v, expected, true);
		struct operand same = bin(OP_EQ, width, old, expected, ctx.IntTy);
		uint32_t failed = block("cmpxchg.failed"), end = block("cmpxchg.end");

		build_br(here(), same, end, failed);
		begin(failed);
		store(plain(at, t), old);
		go(end);
		begin(end);
		return resize(same, 32, false, types.width(e->getType()), e->getType());
	}
	case FORM_OLD:
	case FORM_NEW: {
		struct operand v;

		if (t->isPointerType()) {
			bool scaled = row->op == AtomicExpr::AO__c11_atomic_fetch_add || row->op == AtomicExpr::AO__c11_atomic_fetch_sub;

			v = index_bytes(rvalue(e->getVal1()), e->getVal1()->getType(), scaled ? t->getPointeeType() : ctx.CharTy, false);
		} else {
			v = value(e->getVal1());
		}
		struct operand old = make(row->how, v, opnd_none(), needed);

		return row->form == FORM_NEW && needed ? atomic_new_value(row->how, old, v, width, t) : old;
	}
	}
	return opnd_none();
}

} // namespace bpfproof
