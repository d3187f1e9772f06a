// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * lower_asm_bpf: BPF assembly in C, such as "%[i] &= 0xff" or bpf_tail_call_static's moves and call, read as the
 * instructions that it is. Registers and operands are 64 bits wide. Without jumps each is simply its last value;
 * with jumps they live in locals. What reads a register that the template has not set, or the stack, is left alone.
 */
#include "lower_asm.h"

#include "clang/AST/Attr.h"
#include "kernel/kernel.h"

#include <algorithm>

using namespace clang;

namespace bpfproof {

/* ---- reading ---- */

std::string AsmProgram::constraint(unsigned n) const
{
	unsigned outputs_n = s->getNumOutputs();

	return n < outputs_n ? std::string(s->getOutputConstraint(n)) : std::string(s->getInputConstraint(n - outputs_n));
}

int AsmProgram::operand_number(llvm::StringRef name) const
{
	unsigned n = 0, outputs_n = s->getNumOutputs(), inputs_n = s->getNumInputs();

	if (!name.empty() && name[0] == '[' && name.back() == ']') {
		std::string inner = name.substr(1, name.size() - 2).str();

		for (unsigned i = 0; i < outputs_n; i++)
			if (std::string(s->getOutputName(i)) == inner)
				return i;
		for (unsigned i = 0; i < inputs_n; i++)
			if (std::string(s->getInputName(i)) == inner)
				return outputs_n + i;
		return -1;
	}
	return name.getAsInteger(10, n) || n >= outputs_n + inputs_n ? -1 : (int)n;
}

bool AsmProgram::parse_value(llvm::StringRef text, AsmValue *v) const
{
	unsigned n;

	text = text.trim();
	if (text.empty())
		return false;
	*v = AsmValue();
	if ((text[0] == 'r' || text[0] == 'w') && !text.substr(1).getAsInteger(10, n)) {
		v->kind = AsmValue::REGISTER;
		v->n = n;
		v->narrow = text[0] == 'w';
		return n < REGISTERS - 1; /* not the frame pointer */
	}
	if (text[0] == '%') {
		text = text.substr(1);
		if (!text.empty() && text[0] == 'w') {
			v->narrow = true;
			text = text.substr(1);
		}
		v->n = operand_number(text);
		v->kind = AsmValue::OPERAND;
		if (v->n < 0)
			return false;
		v->narrow |= constraint(v->n).find('w') != std::string::npos;
		return true;
	}
	v->kind = AsmValue::NUMBER;
	bool minus = text[0] == '-';
	uint64_t magnitude;
	if (text.substr(minus || text[0] == '+').trim().getAsInteger(0, magnitude))
		return false;
	v->number = (int64_t)(minus ? 0 - magnitude : magnitude);
	return true;
}

/* "*(u32 *)(base + off)" */
bool AsmProgram::parse_memory(llvm::StringRef text, AsmInsn *i, AsmValue *base) const
{
	static const struct {
		const char *name;
		unsigned width;
		bool is_signed;
	} sizes[] = {{"u8", 8, false}, {"u16", 16, false}, {"u32", 32, false}, {"u64", 64, false},
		     {"s8", 8, true}, {"s16", 16, true}, {"s32", 32, true}};
	auto parts = text.split(')');
	llvm::StringRef type = parts.first.trim(), where = parts.second.trim();
	bool known = false;

	if (!starts_with(type, "*(") || !starts_with(where, "(") || where.back() != ')')
		return false;
	type = type.substr(2).split('*').first.trim();
	for (const auto &size : sizes) {
		if (type == size.name) {
			i->width = size.width;
			i->is_signed = size.is_signed;
			known = true;
		}
	}
	where = where.substr(1, where.size() - 2).trim();
	size_t sign = where.find_first_of("+-");
	i->off = AsmValue();
	i->off.kind = AsmValue::NUMBER;
	if (sign != llvm::StringRef::npos && sign > 0) {
		if (!parse_value(where.substr(sign + 1), &i->off) || (where[sign] == '-' && i->off.kind != AsmValue::NUMBER))
			return false;
		if (where[sign] == '-')
			i->off.number = (int64_t)(0 - (uint64_t)i->off.number);
		where = where.substr(0, sign);
	}
	return known && parse_value(where, base) && base->kind != AsmValue::NUMBER;
}

bool AsmProgram::parse_target(llvm::StringRef text, AsmInsn *i)
{
	text = text.trim();
	if (starts_with(text, "%l")) {
		text = text.substr(2);
		if (text.size() > 2 && text[0] == '[')
			for (unsigned k = 0; k < s->getNumLabels(); k++)
				if (std::string(s->getLabelName(k)) == text.substr(1, text.size() - 2))
					i->goto_label = k;
		unsigned n, first = s->getNumOutputs() + s->getNumInputs() + s->getNumPlusOperands();
		if (i->goto_label < 0 && !text.getAsInteger(10, n) && n >= first && n - first < s->getNumLabels())
			i->goto_label = n - first;
		return i->goto_label >= 0;
	}
	flows = true;
	if (!text.empty() && (text[0] == '+' || text[0] == '-')) {
		AsmValue v;

		if (!parse_value(text, &v) || v.kind != AsmValue::NUMBER)
			return false;
		i->skip = v.number;
		return true;
	}
	i->label = text.str();
	return !text.empty();
}

bool AsmProgram::parse_branch(llvm::StringRef line)
{
	static const struct {
		const char *text;
		enum op op;
	} ops[] = {{"s>=", OP_SGE}, {"s<=", OP_SLE}, {"s>", OP_SGT}, {"s<", OP_SLT}, {"==", OP_EQ}, {"!=", OP_NE},
		   {">=", OP_UGE}, {"<=", OP_ULE}, {">", OP_UGT}, {"<", OP_ULT}, {"&", OP_SET}};
	size_t to = line.find(" goto ");
	AsmInsn i;

	if (to == llvm::StringRef::npos)
		return false;
	i.kind = AsmInsn::BRANCH;
	llvm::StringRef condition = line.substr(3, to - 3);
	for (const auto &op : ops) {
		size_t at = condition.find(op.text);

		if (at == llvm::StringRef::npos)
			continue;
		i.op = op.op;
		if (!parse_value(condition.substr(0, at), &i.to) || i.to.kind == AsmValue::NUMBER ||
		    !parse_value(condition.substr(at + strlen(op.text)), &i.from) || !parse_target(line.substr(to + 6), &i))
			return false;
		insns.push_back(i);
		return true;
	}
	return false;
}

bool AsmProgram::parse_assignment(llvm::StringRef left, llvm::StringRef op, llvm::StringRef right)
{
	static const struct {
		const char *text;
		enum op op;
	} ops[] = {{"+", OP_ADD}, {"-", OP_SUB}, {"*", OP_MUL}, {"/", OP_UDIV}, {"%", OP_UMOD}, {"s/", OP_SDIV}, {"s%", OP_SMOD},
		   {"&", OP_AND}, {"|", OP_OR}, {"^", OP_XOR}, {"<<", OP_SHL}, {">>", OP_LSHR}, {"s>>", OP_ASHR}};
	AsmInsn i;

	if (starts_with(left, "*(")) {
		i.kind = AsmInsn::STORE;
		if (!op.empty() || !parse_memory(left, &i, &i.to) || !parse_value(right, &i.from))
			return false;
		insns.push_back(i);
		return true;
	}
	if (!parse_value(left, &i.to) || i.to.kind == AsmValue::NUMBER)
		return false;
	if (!op.empty()) {
		const auto *found = std::find_if(std::begin(ops), std::end(ops), [&](const auto &o) { return op == o.text; });

		i.kind = AsmInsn::ALU;
		if (found == std::end(ops) || !parse_value(right, &i.from))
			return false;
		i.op = found->op;
	} else if (starts_with(right, "*(")) {
		i.kind = AsmInsn::LOAD;
		if (!parse_memory(right, &i, &i.from))
			return false;
		i.needs = i.is_signed ? "SIGNED_LOADS" : nullptr;
	} else if (right.size() > 4 && right[0] == '(' && right[1] == 's') { /* r1 = (s8)r2 */
		auto parts = right.substr(2).split(')');

		i.kind = AsmInsn::EXTEND;
		i.needs = "SIGNED_MOVES";
		if (parts.first.getAsInteger(10, i.width) || !parse_value(parts.second, &i.from))
			return false;
	} else if (starts_with(right, "be") || starts_with(right, "le") || starts_with(right, "bswap")) {
		bool le = starts_with(right, "le");
		auto parts = right.substr(right.find_first_of("0123456789")).split(' ');

		i.kind = AsmInsn::SWAP;
		i.needs = starts_with(right, "bswap") ? "BYTE_SWAPS" : nullptr;
		i.is_signed = !i.needs && le != body.u->big_endian; /* truncates only */
		if (parts.first.getAsInteger(10, i.width) || (i.width != 16 && i.width != 32 && i.width != 64) ||
		    !parse_value(parts.second, &i.from))
			return false;
	} else if (right.size() > 1 && right[0] == '-' && (right[1] == 'r' || right[1] == 'w' || right[1] == '%')) {
		i.kind = AsmInsn::NEG;
		if (!parse_value(right.substr(1), &i.from))
			return false;
	} else {
		i.kind = AsmInsn::MOVE;
		if (right.size() > 3 && right.substr(right.size() - 3) == " ll") {
			i.wide = true;
			right = right.substr(0, right.size() - 3);
		}
		if (!parse_value(right, &i.from))
			return false;
	}
	insns.push_back(i);
	return true;
}

/* Code that calls a function by its name in assembly has to mention it in C too. */
const struct func *AsmProgram::function_named(llvm::StringRef name) const
{
	for (uint32_t i = 0; i < body.u->funcs.n; i++)
		if (name == body.u->funcs.at[i].name)
			return &body.u->funcs.at[i];
	return nullptr;
}

bool AsmProgram::parse_line(llvm::StringRef line)
{
	size_t colon = line.find(':');
	AsmInsn i;

	if (colon != llvm::StringRef::npos && line.substr(0, colon).find_first_of(" *(") == llvm::StringRef::npos) {
		labels[line.substr(0, colon)] = insns.size();
		line = line.substr(colon + 1).trim();
		if (line.empty())
			return true;
	}
	if (starts_with(line, "if "))
		return parse_branch(line);
	if (starts_with(line, "goto ") || starts_with(line, "gotol ")) {
		i.kind = AsmInsn::JUMP;
		i.needs = line[4] == 'l' ? "LONG_JUMPS" : nullptr;
		if (!parse_target(line.substr(line.find(' ') + 1), &i))
			return false;
		insns.push_back(i);
		return true;
	}
	if (starts_with(line, "call ")) {
		i.kind = AsmInsn::CALL;
		if (function_named(line.substr(5).trim()))
			i.callee = line.substr(5).trim().str();
		else if (!parse_value(line.substr(5), &i.from) || i.from.kind == AsmValue::REGISTER)
			return false;
		insns.push_back(i);
		return true;
	}
	size_t equals = line.find('=');
	if (equals == llvm::StringRef::npos || equals == 0)
		return false;
	size_t op = line.substr(0, equals).find_last_not_of("+-*/%&|^<>s");
	llvm::StringRef left = line.substr(0, op + 1), sign = line.substr(op + 1, equals - op - 1);

	return parse_assignment(left.trim(), sign.trim(), line.substr(equals + 1).trim());
}

const Expr *AsmProgram::input(const AsmValue &v) const
{
	unsigned n = s->getNumOutputs();

	return v.kind == AsmValue::OPERAND && (unsigned)v.n >= n ? s->getInputExpr(v.n - n) : nullptr;
}

bool AsmProgram::number_of(const AsmValue &v, int64_t *n) const
{
	Expr::EvalResult r;
	const Expr *e = input(v);

	*n = v.number;
	if (v.kind == AsmValue::NUMBER)
		return true;
	if (!e || e->isValueDependent() || !e->getType()->isIntegralOrEnumerationType() || !e->EvaluateAsInt(r, body.ctx))
		return false;
	*n = r.Val.getInt().extOrTrunc(64).getSExtValue();
	return true;
}

/* Jumps to the instructions that they mean; the end counts as one. */
bool AsmProgram::resolve()
{
	std::vector<int64_t> slot(insns.size() + 1);

	for (size_t i = 0; i < insns.size(); i++)
		slot[i + 1] = slot[i] + 1 + insns[i].wide;
	for (size_t i = 0; i < insns.size(); i++) {
		AsmInsn &insn = insns[i];

		if ((insn.kind != AsmInsn::JUMP && insn.kind != AsmInsn::BRANCH) || insn.goto_label >= 0)
			continue;
		if (!insn.label.empty()) {
			auto found = labels.find(insn.label);

			if (found == labels.end())
				return false;
			insn.target = found->second;
			continue;
		}
		if (insn.skip < -slot.back() || insn.skip > slot.back())
			return false;
		auto at = std::find(slot.begin(), slot.end(), slot[i] + 1 + insn.skip);
		if (at == slot.end())
			return false;
		insn.target = at - slot.begin();
	}
	return true;
}

bool AsmProgram::check_operands() const
{
	for (unsigned i = 0; i < s->getNumOutputs(); i++)
		if (!body.types.width(s->getOutputExpr(i)->getType()) || constraint(i).find_first_of("rw") == std::string::npos)
			return false;
	for (unsigned k = 0; k < s->getNumInputs(); k++) {
		const Expr *e = s->getInputExpr(k);

		if (e->isTypeDependent() || e->containsErrors() || !body.types.width(e->getType()) || e->getType()->isRealFloatingType())
			return false;
	}
	return true;
}

/* In the order of the text, nothing is read before it was written. */
bool AsmProgram::check_order() const
{
	std::vector<bool> set(REGISTERS + s->getNumOutputs() + s->getNumInputs());
	auto readable = [&](const AsmValue &v) { return v.kind == AsmValue::NUMBER || v.kind == AsmValue::NONE || set[index_of(v)]; };
	int64_t n;

	for (size_t i = 0; i < set.size(); i++)
		set[i] = i >= REGISTERS + s->getNumOutputs();
	for (unsigned i = 0; i < s->getNumOutputs(); i++)
		set[REGISTERS + i] = constraint(i)[0] == '+' || asm_tied_input(s, i) >= 0;
	for (const AsmInsn &i : insns) {
		bool writes_only = i.kind != AsmInsn::ALU && i.kind != AsmInsn::STORE && i.kind != AsmInsn::BRANCH;

		if (i.kind == AsmInsn::CALL) {
			if (i.callee.empty() && !input(i.from) && !number_of(i.from, &n))
				return false;
			for (int r = 0; r < 6; r++)
				set[r] = r == 0;
			continue;
		}
		if (!readable(i.from) || !readable(i.off) || (!writes_only && !readable(i.to)))
			return false;
		if ((i.kind == AsmInsn::LOAD || i.kind == AsmInsn::STORE) && !number_of(i.off, &n))
			return false;
		if (i.to.kind == AsmValue::OPERAND && i.kind != AsmInsn::STORE && i.kind != AsmInsn::BRANCH && input(i.to) &&
		    !(i.kind == AsmInsn::MOVE && i.from.kind == AsmValue::OPERAND && i.from.n == i.to.n))
			return false; /* inputs are not to be written, but moved to themselves they may be */
		if (i.to.kind != AsmValue::NONE)
			set[index_of(i.to)] = true;
	}
	return true;
}

bool AsmProgram::parse()
{
	std::string text = asm_template(s);
	llvm::SmallVector<llvm::StringRef, 8> lines;

	for (size_t at; (at = text.find("/*")) != std::string::npos;) {
		size_t end = text.find("*/", at);

		if (end == std::string::npos)
			return false;
		text.erase(at, end + 2 - at);
	}
	for (char &c : text)
		c = c == '\n' ? ';' : c == '\t' ? ' ' : c;
	llvm::StringRef(text).split(lines, ';');
	for (llvm::StringRef line : lines)
		if (!line.trim().empty() && !parse_line(line.trim()))
			return false;
	return !insns.empty() && check_operands() && resolve() && check_order();
}

/* ---- writing ---- */

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
