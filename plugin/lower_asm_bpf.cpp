// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * lower_asm_bpf: BPF assembly in C, such as "%[i] &= 0xff" or bpf_tail_call_static's moves and call, written as the
 * instructions that it is (lower_asm_read.cpp). Registers and operands are 64 bits wide. Without jumps each is simply its last value;
 * with jumps they live in locals. What reads a register that the template has not set, or the stack, is left alone.
 */
#include "lower_asm.h"

#include "clang/AST/Attr.h"
#include "kernel/kernel.h"

using namespace clang;

namespace bpfproof {

/* What register an operand has got: a cast to something narrower leaves the bits above as they were. */
static const Expr *untruncated(const Expr *e, const Types &types)
{
	for (;;) {
		const auto *c = dyn_cast<CastExpr>(e->IgnoreParens());

		if (!c || c->getCastKind() != CK_IntegralCast || types.width(c->getType()) >= 32 ||
		    types.width(c->getSubExpr()->getType()) < types.width(c->getType()))
			return e;
		e = c->getSubExpr();
	}
}

void AsmProgram::start()
{
	unsigned outputs_n = s->getNumOutputs(), inputs_n = s->getNumInputs();
	QualType word = body.ctx.UnsignedLongTy;
	auto wide = [&](struct operand x, QualType t) {
		return body.resize(x, body.types.width(t), body.types.is_signed(t), 64, word);
	};

	values.assign(REGISTERS + outputs_n + inputs_n, opnd_undef());
	for (unsigned i = 0; i < outputs_n; i++) {
		outputs.push_back(body.lvalue(s->getOutputExpr(i)));
		if (constraint(i)[0] == '+')
			values[REGISTERS + i] = wide(body.load(outputs[i]), outputs[i].type);
	}
	for (unsigned k = 0; k < inputs_n; k++) {
		std::string how(s->getInputConstraint(k));
		const Expr *e = s->getInputExpr(k);
		bool is_register = how.find_first_of("rw") != std::string::npos;

		if (is_register)
			e = untruncated(e, body.types);
		values[REGISTERS + outputs_n + k] = wide(body.rvalue(e), e->getType());
	}
	for (unsigned i = 0; i < outputs_n; i++)
		if (int k = asm_tied_input(s, i); k >= 0)
			values[REGISTERS + i] = values[REGISTERS + outputs_n + k];
	if (!flows)
		return;
	std::vector<bool> used(values.size());
	for (const AsmInsn &i : insns) {
		for (const AsmValue &v : {i.to, i.from})
			if (v.kind == AsmValue::REGISTER || v.kind == AsmValue::OPERAND)
				used[index_of(v)] = true;
		for (int r = 0; r < 6 && i.kind == AsmInsn::CALL; r++)
			used[r] = true;
	}
	for (unsigned i = 0; i < outputs_n; i++)
		used[REGISTERS + i] = true;
	for (size_t i = 0; i < values.size(); i++) { /* from here on: where the value lives */
		struct operand &v = values[i];

		if (!used[i])
			continue;
		struct operand at = body.local(nullptr, word, nullptr);

		if (v.kind != OPND_UNDEF)
			body.store(body.plain(at, word), v);
		v = at;
	}
}

void AsmProgram::finish()
{
	for (unsigned i = 0; i < outputs.size(); i++) {
		AsmValue v;

		v.kind = AsmValue::OPERAND;
		v.n = i;
		body.store(outputs[i], body.resize(read(v, 64), 64, false, body.types.width(outputs[i].type), outputs[i].type));
	}
}

struct operand AsmProgram::read(const AsmValue &v, unsigned width)
{
	QualType word = body.ctx.UnsignedLongTy;

	if (v.kind == AsmValue::NUMBER)
		return opnd_imm(width == 32 ? (int32_t)v.number : v.number);
	struct operand x = values[index_of(v)];
	if (flows)
		x = body.load(body.plain(x, word));
	return body.resize(x, 64, false, width, width == 64 ? word : body.ctx.UnsignedIntTy);
}

void AsmProgram::write(const AsmValue &v, struct operand x, unsigned width)
{
	QualType word = body.ctx.UnsignedLongTy;

	x = body.resize(x, width, false, 64, word);
	if (flows)
		body.store(body.plain(values[index_of(v)], word), x);
	else
		values[index_of(v)] = x;
}

struct operand AsmProgram::address(const AsmValue &base, const AsmValue &off)
{
	ASTContext &ctx = body.ctx;
	struct operand x = read(base, 64);
	int64_t n = 0;

	number_of(off, &n);
	if (!n)
		return x;
	return build_ptradd(body.here(), x, opnd_imm(n), body.types.get(ctx.CharTy), body.types.get(ctx.getPointerType(ctx.CharTy)));
}

void AsmProgram::emit_call(const AsmInsn &i)
{
	llvm::SmallVector<struct operand, 5> args;
	struct instr_more more = {};
	const Expr *target = input(i.from);
	unsigned nargs = 0;
	int64_t n = 0;

	const struct func *named = i.callee.empty() ? nullptr : function_named(i.callee);
	if (named) {
		more.callee = named->flags & FUNC_KSYM ? CALLEE_KFUNC : CALLEE_FUNC;
		more.callee_index = named - body.u->funcs.at;
		more.name = named->name;
		more.func_type = named->type;
		nargs = body.u->types.at[named->type].fields.n;
	} else if (number_of(i.from, &n)) {
		more.callee = CALLEE_HELPER;
		more.callee_index = n;
	} else {
		const auto *ref = dyn_cast<DeclRefExpr>(target->IgnoreParenCasts());
		const auto *vd = ref ? dyn_cast<VarDecl>(ref->getDecl()) : nullptr;
		const auto *f = ref ? dyn_cast<FunctionDecl>(ref->getDecl()) : nullptr;

		if (vd && body.l.helper(vd)) {
			more.callee = CALLEE_HELPER;
			more.callee_index = body.l.helper(vd);
		} else if (f) {
			body.callee(f, &more);
			nargs = f->getNumParams();
		} else {
			more.callee = CALLEE_INDIRECT;
			more.target = values[index_of(i.from)];
			if (flows)
				more.target = body.load(body.plain(more.target, body.ctx.UnsignedLongTy));
		}
	}
	const struct helper_facts *known = more.callee == CALLEE_HELPER ? kernel_helper(more.callee_index) : nullptr;
	for (unsigned k = 0; known && k < 5 && known->args[k].kind != ARG_NONE; k++)
		nargs = k + 1;
	for (unsigned k = 0; k < 5; k++) {
		AsmValue v;

		v.kind = AsmValue::REGISTER;
		v.n = k + 1;
		struct operand x = flows && k >= nargs ? opnd_undef() : read(v, 64);
		if (k >= nargs && (known || x.kind == OPND_UNDEF))
			break;
		args.push_back(x);
	}
	struct operand r0 = body.emit_call(&more, args, body.ctx.LongTy, nullptr,
					   more.callee == CALLEE_HELPER && more.callee_index == 12 ? INSTR_TAIL : 0);
	if (named && named->flags & FUNC_NORETURN) {
		build_unreachable(body.here());
		return;
	}
	for (int k = 0; k < 6; k++) {
		AsmValue v;

		v.kind = AsmValue::REGISTER;
		v.n = k;
		if (!k)
			write(v, r0, 64);
		else if (!flows)
			values[k] = opnd_undef();
	}
}

void AsmProgram::emit_jump(const AsmInsn &i, const std::vector<uint32_t> &blocks, uint32_t next)
{
	uint32_t to = i.goto_label >= 0 ? body.block("asm.goto") : blocks[i.target];

	if (i.kind == AsmInsn::BRANCH) {
		unsigned width = i.to.narrow ? 32 : 64;
		struct operand x = read(i.to, width), y = read(i.from, width);
		enum op stays = op_negated(i.op);

		/* the verifier goes on behind a jump first, and so what is there comes first */
		if (stays != OP_COUNT)
			body.branch(body.bin(stays, width, x, y, body.ctx.IntTy), next, to);
		else
			body.branch(body.bin(i.op, width, x, y, body.ctx.IntTy), to, next);
	} else {
		body.go(to);
	}
	if (i.goto_label >= 0) {
		body.begin(to);
		finish();
		body.goto_label(s->getLabelExpr(i.goto_label)->getLabel());
	}
}

void AsmProgram::emit_needs(const AsmInsn &i)
{
	if (i.needs)
		build_needs(body.here(), i.needs);
	else if (i.kind == AsmInsn::ALU && (i.op == OP_SDIV || i.op == OP_SMOD))
		build_needs(body.here(), "SIGNED_DIVISION");
}

void AsmProgram::emit_insn(const AsmInsn &i)
{
	ASTContext &ctx = body.ctx;
	unsigned width = i.to.narrow ? 32 : 64;
	QualType t = width == 64 ? ctx.UnsignedLongTy : ctx.UnsignedIntTy;

	switch (i.kind) {
	case AsmInsn::MOVE:
		if (!(i.to.kind == i.from.kind && i.to.n == i.from.n && !i.to.narrow))
			write(i.to, read(i.from, width), width);
		return;
	case AsmInsn::EXTEND:
		write(i.to, body.resize(body.resize(read(i.from, 64), 64, false, i.width, t), i.width, true, width, t), width);
		return;
	case AsmInsn::ALU:
		write(i.to, body.bin(i.op, width, read(i.to, width), read(i.from, width), t), width);
		return;
	case AsmInsn::NEG:
		write(i.to, body.bin(OP_SUB, width, opnd_imm(0), read(i.from, width), t), width);
		return;
	case AsmInsn::SWAP: {
		struct operand x = body.resize(read(i.from, 64), 64, false, i.width, t);

		if (!i.is_signed)
			x = build_un(body.here(), OP_BSWAP, i.width, x, body.types.get(ctx.getIntTypeForBitwidth(i.width, 0)));
		write(i.to, x, i.width);
		return;
	}
	case AsmInsn::LOAD: {
		struct operand at = address(i.from, i.off);
		QualType lt = ctx.getIntTypeForBitwidth(i.width, i.is_signed);
		struct operand x = build_load(body.here(), i.width, at, body.types.get(lt), INSTR_VOLATILE);

		write(i.to, body.resize(x, i.width, i.is_signed, 64, ctx.UnsignedLongTy), 64);
		return;
	}
	case AsmInsn::STORE: {
		struct operand x = read(i.from, 64), at = address(i.to, i.off);
		QualType st = ctx.getIntTypeForBitwidth(i.width, 0);

		build_store(body.here(), i.width, at, body.resize(x, 64, false, i.width, st), body.types.get(st), INSTR_VOLATILE);
		return;
	}
	case AsmInsn::CALL:
		emit_call(i);
		return;
	default:
		return;
	}
}

void AsmProgram::emit()
{
	std::vector<uint32_t> blocks;

	start();
	if (!flows) { /* at most jumps out of it */
		for (const AsmInsn &i : insns) {
			emit_needs(i);
			if (i.kind == AsmInsn::JUMP || i.kind == AsmInsn::BRANCH) {
				uint32_t next = body.block("asm.next");

				emit_jump(i, blocks, next);
				body.begin(next);
			} else {
				emit_insn(i);
			}
		}
		finish();
		return;
	}
	for (size_t i = 0; i <= insns.size(); i++)
		blocks.push_back(body.block("asm"));
	for (size_t i = 0; i < insns.size(); i++) {
		body.go(blocks[i]);
		body.begin(blocks[i]);
		emit_needs(insns[i]);
		if (insns[i].kind == AsmInsn::JUMP || insns[i].kind == AsmInsn::BRANCH)
			emit_jump(insns[i], blocks, blocks[i + 1]);
		else
			emit_insn(insns[i]);
	}
	body.go(blocks.back());
	body.begin(blocks.back());
	finish();
}

} // namespace bpfproof
