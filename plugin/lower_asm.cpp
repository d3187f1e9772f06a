// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * lower_asm: inline assembly. An empty template hides a value from the optimiser, and keeps it. What lower_asm_bpf.cpp
 * can read becomes the instructions that it is. Everything else is opaque: its outputs may be anything, and with a
 * memory clobber so may memory.
 */
#include "lower_asm.h"

#include <algorithm>

using namespace clang;

namespace bpfproof {

static bool clobbers_memory(const GCCAsmStmt *s)
{
	for (unsigned i = 0; i < s->getNumClobbers(); i++)
		if (std::string(s->getClobber(i)) == "memory")
			return true;
	return false;
}

/* The input that shares a register with output i, or -1. */
int asm_tied_input(const GCCAsmStmt *s, unsigned i)
{
	std::string name(s->getOutputName(i));

	for (unsigned k = 0; k < s->getNumInputs(); k++) {
		std::string tie(s->getInputConstraint(k));

		if (tie == std::to_string(i) || (!name.empty() && tie == "[" + name + "]"))
			return k;
	}
	return -1;
}

bool Body::asm_hides(const GCCAsmStmt *s)
{
	std::string text = asm_template(s);

	if (text.find_first_not_of(" \t\n;") != std::string::npos || s->isAsmGoto())
		return false;

	std::vector<bool> tied(s->getNumInputs());
	for (unsigned i = 0; i < s->getNumOutputs(); i++) {
		std::string constraint(s->getOutputConstraint(i));
		const Expr *out = s->getOutputExpr(i);
		QualType t = out->getType();
		int k = asm_tied_input(s, i);
		const Expr *in = k < 0 ? nullptr : s->getInputExpr(k);

		if (in)
			tied[k] = true;
		At at(*this, out->getSourceRange());
		Lvalue v = lvalue(out);

		/* what may stay in memory stays there; "g" prefers a register */
		if (constraint.find_first_of("rwg") == std::string::npos || !types.width(t))
			continue;
		struct operand x;
		if (in && types.width(in->getType()))
			x = convert(rvalue(in), in->getType(), t);
		else if (constraint[0] == '+')
			x = load(v);
		else
			x = opaque("inline assembly", t);
		x = build_un(here(), OP_HIDE, types.width(t), x, types.get(t));
		if (s->isVolatile())
			build_volatile(here());
		store(v, x);
	}
	for (unsigned k = 0; k < s->getNumInputs(); k++)
		if (!tied[k])
			discard(s->getInputExpr(k));
	return true;
}

/* kernel and LLVM spell may_goto as bytes where the assembler does not know it */
static bool is_may_goto(const GCCAsmStmt *s)
{
	std::string text = asm_template(s);

	return s->getNumLabels() == 1 && !s->getNumOutputs() && !s->getNumInputs() &&
	       (text.find("may_goto") != std::string::npos || text.find(".byte 0xe5") != std::string::npos);
}

/* The assembler macro for address space casts: bytes again, with the direction as an operand named `as`. */
static int is_aspace_cast(const GCCAsmStmt *s)
{
	if (asm_template(s).find(".byte 0xBF") == std::string::npos || s->getNumOutputs() != 1)
		return -1;
	for (unsigned k = 0; k < s->getNumInputs(); k++)
		if (std::string(s->getInputName(k)) == "as")
			return k;
	return -1;
}

void Body::asm_may_goto(const GCCAsmStmt *s)
{
	uint32_t out = block("may_goto"), on = block("may_goto.next");

	build_br(here(), opaque("may_goto", ctx.IntTy), out, on);
	begin(out);
	goto_label(s->getLabelExpr(0)->getLabel());
	begin(on);
}

void Body::asm_opaque(const GCCAsmStmt *s)
{
	unsigned flags = (s->isVolatile() ? INSTR_VOLATILE : 0) | (clobbers_memory(s) ? INSTR_CLOBBER : 0);
	llvm::SmallVector<struct operand, 8> in;
	llvm::SmallVector<Lvalue, 4> out;

	for (unsigned i = 0; i < s->getNumOutputs(); i++) {
		std::string constraint(s->getOutputConstraint(i));

		out.push_back(lvalue(s->getOutputExpr(i)));
		if (constraint[0] == '+' && types.width(out.back().type))
			in.push_back(load(out.back()));
	}
	for (unsigned k = 0; k < s->getNumInputs(); k++) {
		const Expr *e = s->getInputExpr(k);

		in.push_back(argument(e));
	}
	const char *why = s->isAsmGoto() ? "asm goto" : "inline assembly";
	struct operand where_to = build_opaque(here(), why, in.data(), in.size(), s->isAsmGoto() ? 32 : 0,
					       s->isAsmGoto() ? types.get(ctx.IntTy) : 0, flags);

	auto outputs = [&] {
		for (const Lvalue &v : out) {
			if (types.width(v.type))
				store(v, opaque(why, v.type, in));
			else
				opaque_into(why, v.addr, v.type);
		}
	};
	outputs();
	if (!s->isAsmGoto())
		return;

	llvm::SmallVector<struct switch_case, 4> cases;
	llvm::SmallVector<uint32_t, 4> exits;
	uint32_t on = block("asm.next");
	for (unsigned i = 0; i < s->getNumLabels(); i++) {
		struct switch_case c = {};

		c.lo = c.hi = i;
		c.block = block("asm.goto");
		exits.push_back(c.block);
		cases.push_back(c);
	}
	build_switch(here(), 32, where_to, cases.data(), cases.size(), on);
	for (unsigned i = 0; i < s->getNumLabels(); i++) {
		begin(exits[i]);
		goto_label(s->getLabelExpr(i)->getLabel());
	}
	begin(on);
}

void Body::asm_stmt(const GCCAsmStmt *s)
{
	for (unsigned i = 0; i < s->getNumOutputs(); i++)
		if (s->getOutputExpr(i)->isTypeDependent() || s->getOutputExpr(i)->containsErrors())
			return;
	if (asm_hides(s))
		return;
	if (is_may_goto(s))
		return asm_may_goto(s);
	if (int k = is_aspace_cast(s); k >= 0) {
		Lvalue v = lvalue(s->getOutputExpr(0));

		discard(s->getInputExpr(k));
		build_needs(here(), "SPACE_CASTS");
		if (types.width(v.type) == 64)
			return store(v, build_cast(here(), OP_ASPACE, load(v), types.get(v.type), 0));
	}
	AsmProgram program(*this, s);
	if (program.parse())
		program.emit();
	else
		asm_opaque(s);
}

} // namespace bpfproof
