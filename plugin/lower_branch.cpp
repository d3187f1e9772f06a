// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * lower_branch: branches, loops and switches to blocks. Else-if chains and runs of case labels are followed in loops, since
 * generated code makes them thousands long.
 */
#include "lower_impl.h"

using namespace clang;

namespace bpfproof {

static bool has_label(const Stmt *s, bool in_switch)
{
	if (!s)
		return false;
	if (isa<LabelStmt>(s) || (isa<SwitchCase>(s) && !in_switch))
		return true;
	for (const Stmt *child : s->children())
		if (has_label(child, in_switch || isa<SwitchStmt>(s)))
			return true;
	return false;
}

void Body::if_stmt(const IfStmt *s)
{
	uint32_t end = block("if.end");
	size_t depth = cleanups.size();

	for (const Stmt *rest = s; rest;) {
		const auto *i = dyn_cast<IfStmt>(rest);

		if (!i) {
			stmt(rest);
			break;
		}
		At at(*this, i->getCond() ? i->getCond()->getSourceRange() : i->getSourceRange());
		rest = i->getElse();
		if (i->isConsteval()) {
			if (i->isNegatedConsteval())
				stmt(i->getThen());
			else
				continue;
			break;
		}
		if (i->getInit())
			stmt(i->getInit());
		if (i->getConditionVariableDeclStmt())
			decl_stmt(i->getConditionVariableDeclStmt());
		/* what a constant condition excludes is never compiled, so names in it need not exist */
		int known = known_truth(i->getCond());
		if (known == 0 && !has_label(i->getThen(), false))
			continue;
		if (known == 1 && !has_label(rest, false)) {
			stmt(i->getThen());
			break;
		}
		uint32_t then = block("if.then"), otherwise = rest ? block("if.else") : end;

		cond(i->getCond(), then, otherwise);
		begin(then);
		stmt(i->getThen());
		go(end);
		if (rest)
			begin(otherwise);
	}
	go(end);
	begin(end);
	unwind(depth, true);
}

void Body::loop(const Expr *condition, const DeclStmt *variable, const Stmt *body, const Expr *inc)
{
	uint32_t head = block("loop"), in = condition ? block("loop.body") : head, end = block("loop.end");
	uint32_t next = inc ? block("loop.next") : head;

	go(head);
	begin(head);
	size_t depth = cleanups.size();
	breaks.push_back({end, depth});
	continues.push_back({next, depth});
	if (variable)
		decl_stmt(variable);
	if (condition) {
		At at(*this, condition->getSourceRange());

		cond(condition, in, end);
		begin(in);
	}
	stmt(body);
	unwind(depth, true);
	go(next);
	if (inc) {
		At at(*this, inc->getSourceRange());

		begin(next);
		discard(inc);
		go(head);
	}
	breaks.pop_back();
	continues.pop_back();
	begin(end);
}

void Body::do_stmt(const DoStmt *s)
{
	uint32_t in = block("do.body"), test = block("do.cond"), end = block("do.end");

	go(in);
	begin(in);
	breaks.push_back({end, cleanups.size()});
	continues.push_back({test, cleanups.size()});
	stmt(s->getBody());
	go(test);
	begin(test);
	{
		At at(*this, s->getCond()->getSourceRange());

		cond(s->getCond(), in, end);
	}
	breaks.pop_back();
	continues.pop_back();
	begin(end);
}

void Body::for_stmt(const ForStmt *s)
{
	size_t depth = cleanups.size();

	if (s->getInit())
		stmt(s->getInit());
	loop(s->getCond(), s->getConditionVariableDeclStmt(), s->getBody(), s->getInc());
	unwind(depth, true);
}

void Body::range_for(const CXXForRangeStmt *s)
{
	size_t depth = cleanups.size();
	uint32_t head = block("loop"), in = block("loop.body"), next = block("loop.next"), end = block("loop.end");

	for (const Stmt *part : {s->getInit(), (const Stmt *)s->getRangeStmt(), (const Stmt *)s->getBeginStmt(),
				 (const Stmt *)s->getEndStmt()})
		if (part)
			stmt(part);
	go(head);
	begin(head);
	breaks.push_back({end, cleanups.size()});
	continues.push_back({next, cleanups.size()});
	if (s->getCond())
		cond(s->getCond(), in, end);
	begin(in);
	size_t inner = cleanups.size();
	if (s->getLoopVarStmt())
		stmt(s->getLoopVarStmt());
	stmt(s->getBody());
	unwind(inner, true);
	go(next);
	begin(next);
	if (s->getInc())
		discard(s->getInc());
	go(head);
	breaks.pop_back();
	continues.pop_back();
	begin(end);
	unwind(depth, true);
}

static uint64_t masked(const llvm::APSInt &v, unsigned width)
{
	return v.extOrTrunc(width).getZExtValue();
}

static void add_case(llvm::SmallVectorImpl<struct switch_case> &out, uint64_t lo, uint64_t hi, uint32_t block)
{
	struct switch_case c = {};

	c.lo = lo;
	c.hi = hi;
	c.block = block;
	out.push_back(c);
}

void Body::switch_stmt(const SwitchStmt *s)
{
	size_t depth = cleanups.size();

	if (s->getInit())
		stmt(s->getInit());
	if (s->getConditionVariableDeclStmt())
		decl_stmt(s->getConditionVariableDeclStmt());
	At at(*this, s->getCond()->getSourceRange());
	struct operand v = rvalue(s->getCond());
	unsigned width = types.width(s->getCond()->getType());
	uint32_t end = block("switch.end"), dflt = end;
	llvm::SmallVector<const SwitchCase *, 32> labels_here;
	llvm::SmallVector<struct switch_case, 32> list;

	for (const SwitchCase *c = s->getSwitchCaseList(); c; c = c->getNextSwitchCase())
		labels_here.push_back(c);
	for (size_t i = labels_here.size(); i--;) {
		const SwitchCase *c = labels_here[i];
		uint32_t blk = cases[c] = block(isa<DefaultStmt>(c) ? "default" : "case");
		const auto *cs = dyn_cast<CaseStmt>(c);

		if (!cs) {
			dflt = blk;
			continue;
		}
		if (!width || cs->getLHS()->isValueDependent() || (cs->getRHS() && cs->getRHS()->isValueDependent()))
			continue;
		llvm::APSInt lo = cs->getLHS()->EvaluateKnownConstInt(ctx);
		llvm::APSInt hi = cs->getRHS() ? cs->getRHS()->EvaluateKnownConstInt(ctx) : lo;

		if (llvm::APSInt::compareValues(lo, hi) > 0)
			continue;
		if (masked(lo, width) <= masked(hi, width)) {
			add_case(list, masked(lo, width), masked(hi, width), blk);
		} else { /* from negative to positive */
			add_case(list, masked(lo, width), llvm::APInt::getAllOnes(width).getZExtValue(), blk);
			add_case(list, 0, masked(hi, width), blk);
		}
	}
	if (width)
		build_switch(here(), width, v, list.data(), list.size(), dflt);
	else
		build_unreachable(here());
	breaks.push_back({end, cleanups.size()});
	stmt(s->getBody());
	breaks.pop_back();
	go(end);
	begin(end);
	unwind(depth, true);
}

} // namespace bpfproof
