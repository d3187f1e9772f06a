// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * lower_asm_read: the text of BPF assembly in C, read as the instructions that it is, before any of them is written.
 */
#include "lower_asm.h"

#include <algorithm>

using namespace clang;

namespace bpfproof {

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

} // namespace bpfproof
