// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * lower_stmt: statements to blocks. Scopes are a stack of what has to be done on the way out (cleanup attribute,
 * destructors); every jump unwinds it to the depth of its target. Branches and loops: lower_branch.cpp.
 */
#include "lower_impl.h"

#include "clang/AST/Attr.h"

using namespace clang;

namespace bpfproof {

Body::Body(Lowering &l, uint32_t index, const FunctionDecl *fd)
	: l(l), ctx(l.ctx), types(l.types), u(l.u), index(index), fd(fd)
{
}

void Body::run()
{
	b = build_begin(u, index);
	where = SourceRange(fd->getLocation());
	params();
	if (const auto *method = dyn_cast<CXXMethodDecl>(fd); method && method->isLambdaStaticInvoker()) {
		invoke(method);
		return build_end(b);
	}
	if (const auto *ctor = dyn_cast<CXXConstructorDecl>(fd))
		init_object(ctor);
	if (const auto *dtor = dyn_cast<CXXDestructorDecl>(fd))
		destroys(dtor);
	outermost = cleanups.size();
	stmt(fd->getBody());
	where = SourceRange(fd->getBody()->getEndLoc());
	unwind(0, true);
	if (open()) {
		QualType t = fd->getReturnType();
		unsigned width = types.width(t);

		build_ret(here(), width, width ? opnd_undef() : opnd_none());
	}
	build_end(b);
}

struct build *Body::here()
{
	if (where != synced) {
		build_place(b, &l.positions.at(where));
		synced = where;
	}
	return b;
}

/* The variable that a parameter is kept in. */
struct operand Body::parameter(const char *name, type_id type, QualType t, int32_t n, SourceLocation loc)
{
	struct local local = {};

	local.name = name;
	local.type = type;
	local.size = types.size(t);
	local.align = types.align(t);
	local.param = n;
	local.pos = l.positions.at(loc);
	return opnd_addr(OPND_LOCAL, build_local(b, &local));
}

/* Results in memory come first, then `this`, then what the source names. */
void Body::params()
{
	int32_t n = 0;

	if (types.in_memory(fd->getReturnType())) {
		result_at = build_param(b, types.pointer_to(fd->getReturnType()));
		types.complete(fd->getReturnType());
		n++;
	}
	if (const auto *method = dyn_cast<CXXMethodDecl>(fd); method && method->isInstance()) {
		QualType t = method->getThisType();

		types.complete(t);
		this_ptr = build_param(b, types.get(t));
		if (!method->getParent()->isLambda())
			this_at = parameter("this", types.get(t), t, n, fd->getLocation());
		n++;
	}
	llvm::SmallVector<std::pair<const ParmVarDecl *, struct operand>, 8> values;
	for (const ParmVarDecl *p : fd->parameters()) {
		QualType t = p->getType();

		types.complete(t);
		values.push_back({p, build_param(b, types.in_memory(t) ? types.pointer_to(t) : types.of(p))});
	}
	if (this_at.kind != OPND_NONE)
		build_store(here(), 64, this_at, this_ptr, types.get(cast<CXXMethodDecl>(fd)->getThisType()), 0);
	for (auto &v : values) {
		const ParmVarDecl *p = v.first;
		At at(*this, SourceRange(p->getLocation(), p->getEndLoc()));

		if (types.in_memory(p->getType())) {
			vars[p] = v.second;
		} else {
			vars[p] = parameter(p->getIdentifier() ? l.keep(p->getName()) : nullptr, types.of(p), p->getType(), n, p->getLocation());
			build_store(here(), types.width(p->getType()), vars[p], v.second, types.of(p), 0);
		}
		n++;
	}
}

void Body::go(uint32_t blk)
{
	if (open())
		build_jmp(here(), blk);
}

/* ---- scopes and jumps ---- */

void Body::unwind(size_t to, bool forget)
{
	if (open()) {
		for (size_t i = cleanups.size(); i > to; i--) {
			Cleanup c = cleanups[i - 1];

			if (const auto *attr = c.var ? c.var->getAttr<CleanupAttr>() : nullptr)
				call_function(attr->getFunctionDecl(), {c.addr}, ctx.VoidTy, nullptr);
			else
				destroy(c.addr, c.type);
		}
	}
	if (forget)
		cleanups.resize(to);
}

void Body::jump(Target t)
{
	unwind(t.depth, false);
	go(t.block);
}

uint32_t Body::label_block(const LabelDecl *label)
{
	auto made = labels.try_emplace(label, 0);

	if (made.second)
		made.first->second = block(label->getIdentifier() ? label->getName().str().c_str() : "label");
	return made.first->second;
}

static bool needs_cleanup(const VarDecl *vd, const ASTContext &ctx)
{
	if (!vd->hasLocalStorage())
		return false;
	return vd->hasAttr<CleanupAttr>() || vd->needsDestruction(ctx) == QualType::DK_cxx_destructor;
}

/* How deep in scopes each label is; nothing may jump past the declaration of a variable that needs cleaning up. */
void Body::measure_labels(const Stmt *s, size_t depth)
{
	if (!s)
		return;
	if (const auto *label = dyn_cast<LabelStmt>(s))
		label_depth[label->getDecl()] = depth;
	for (const Stmt *child : s->children()) {
		measure_labels(child, depth);
		if (const auto *ds = dyn_cast_or_null<DeclStmt>(child))
			for (const Decl *d : ds->decls())
				if (const auto *vd = dyn_cast<VarDecl>(d))
					depth += needs_cleanup(vd, ctx);
	}
}

void Body::goto_label(const LabelDecl *label)
{
	size_t depth = 0;

	if (!cleanups.empty()) {
		if (!labels_measured)
			measure_labels(fd->getBody(), outermost);
		labels_measured = true;
		depth = std::min<size_t>(label_depth[label], cleanups.size());
	}
	jump({label_block(label), depth});
}

void Body::find_address_taken(const Stmt *s)
{
	if (!s)
		return;
	if (const auto *a = dyn_cast<AddrLabelExpr>(s))
		if (std::find(address_taken.begin(), address_taken.end(), a->getLabel()) == address_taken.end())
			address_taken.push_back(a->getLabel());
	if (const auto *ds = dyn_cast<DeclStmt>(s))
		for (const Decl *d : ds->decls())
			if (const auto *vd = dyn_cast<VarDecl>(d); vd && !vd->hasLocalStorage())
				find_address_taken(vd->getInit());
	for (const Stmt *child : s->children())
		find_address_taken(child);
}

void Body::indirect_goto(const IndirectGotoStmt *s)
{
	if (const LabelDecl *label = s->getConstantTarget()) {
		goto_label(label);
		return;
	}
	if (address_taken.empty())
		find_address_taken(fd->getBody());
	struct operand target = rvalue(s->getTarget());
	llvm::SmallVector<uint32_t, 8> blocks;

	for (const LabelDecl *label : address_taken)
		blocks.push_back(label_block(label));
	unwind(0, false);
	build_goto(here(), target, blocks.data(), blocks.size());
}

void Body::compound(const CompoundStmt *s)
{
	size_t depth = cleanups.size();

	for (const Stmt *child : s->body())
		stmt(child);
	At at(*this, s->getEndLoc());
	unwind(depth, true);
}

/* ---- declarations ---- */

/* A local that every return names: clang makes it where the result goes, and copies nothing. */
bool Body::is_result(const VarDecl *vd) const
{
	return vd && vd->isNRVOVariable() && result_at.kind != OPND_NONE && !needs_cleanup(vd, ctx) &&
	       ctx.hasSameUnqualifiedType(vd->getType(), fd->getReturnType());
}

void Body::decl_stmt(const DeclStmt *s)
{
	for (const Decl *d : s->decls()) {
		const auto *vd = dyn_cast<VarDecl>(d);

		if (!vd || !vd->hasLocalStorage())
			continue;
		At at(*this, SourceRange(vd->getLocation(), vd->getEndLoc()));
		QualType t = vd->getType();

		if (t->isVariableArrayType()) {
			vars[vd] = opaque("array of variable length", ctx.getPointerType(ctx.VoidTy));
			continue;
		}
		if (!t->isReferenceType() && !types.usable(t)) {
			vars[vd] = opaque("variable of unknown type", ctx.VoidPtrTy);
			continue;
		}
		if (is_result(vd)) {
			vars[vd] = result_at;
			if (vd->getInit())
				init_var(vd, vd->getInit(), vars[vd]);
			continue;
		}
		struct local local = {};

		types.complete(t);
		local.name = vd->getIdentifier() ? l.keep(vd->getName()) : nullptr;
		local.type = types.of(vd);
		local.size = types.size(t);
		local.align = std::max<uint32_t>(types.align(t), ctx.getDeclAlign(vd).getQuantity());
		local.param = -1;
		local.pos = l.positions.at(vd->getLocation());
		uint32_t i = build_local(b, &local);
		build_decl(here(), i);
		vars[vd] = opnd_addr(OPND_LOCAL, i);
		if (vd->getInit())
			init_var(vd, vd->getInit(), vars[vd]);
		if (needs_cleanup(vd, ctx))
			cleanups.push_back({vd, vars[vd], vd->getType()});
	}
}

void Body::return_stmt(const ReturnStmt *s)
{
	QualType t = fd->getReturnType();
	const Expr *e = s->getRetValue();
	unsigned width = types.width(t);
	struct operand v = opnd_none();

	if (e && t->isReferenceType())
		v = address(e);
	else if (e && width)
		v = rvalue(e);
	else if (e && is_result(s->getNRVOCandidate()))
		; /* it is there */
	else if (e && result_at.kind != OPND_NONE)
		into(e, result_at);
	else if (e)
		discard(e);
	unwind(0, false);
	if (width && v.kind == OPND_NONE)
		v = opnd_undef();
	build_ret(here(), width, v);
}

/* ---- the dispatch ---- */

void Body::stmt(const Stmt *s)
{
	Deeper deeper(*this);

	if (!s)
		return;
	At at(*this, s->getSourceRange());
	if (deeper.too_deep()) {
		build_opaque(here(), "nested too deeply", nullptr, 0, 0, 0, INSTR_CLOBBER);
		return;
	}
	stmt_here(s);
}

void Body::stmt_here(const Stmt *s)
{
	for (;;) {
		if (const auto *label = dyn_cast<LabelStmt>(s)) {
			go(label_block(label->getDecl()));
			begin(label_block(label->getDecl()));
			s = label->getSubStmt();
		} else if (const auto *c = dyn_cast<SwitchCase>(s)) {
			auto found = cases.find(c);

			if (found != cases.end()) {
				go(found->second);
				begin(found->second);
			}
			s = c->getSubStmt();
		} else if (const auto *attributed = dyn_cast<AttributedStmt>(s)) {
			s = attributed->getSubStmt();
		} else {
			break;
		}
		if (!s)
			return;
	}
	where = s->getSourceRange().isValid() ? s->getSourceRange() : where;
	switch (s->getStmtClass()) {
	case Stmt::NullStmtClass:
		return;
	case Stmt::CompoundStmtClass:
		return compound(cast<CompoundStmt>(s));
	case Stmt::DeclStmtClass:
		return decl_stmt(cast<DeclStmt>(s));
	case Stmt::IfStmtClass:
		return if_stmt(cast<IfStmt>(s));
	case Stmt::WhileStmtClass: {
		const auto *w = cast<WhileStmt>(s);

		return loop(w->getCond(), w->getConditionVariableDeclStmt(), w->getBody(), nullptr);
	}
	case Stmt::DoStmtClass:
		return do_stmt(cast<DoStmt>(s));
	case Stmt::ForStmtClass:
		return for_stmt(cast<ForStmt>(s));
	case Stmt::CXXForRangeStmtClass:
		return range_for(cast<CXXForRangeStmt>(s));
	case Stmt::SwitchStmtClass:
		return switch_stmt(cast<SwitchStmt>(s));
	case Stmt::BreakStmtClass:
		return breaks.empty() ? (void)0 : jump(breaks.back());
	case Stmt::ContinueStmtClass:
		return continues.empty() ? (void)0 : jump(continues.back());
	case Stmt::GotoStmtClass:
		return goto_label(cast<GotoStmt>(s)->getLabel());
	case Stmt::IndirectGotoStmtClass:
		return indirect_goto(cast<IndirectGotoStmt>(s));
	case Stmt::ReturnStmtClass:
		return return_stmt(cast<ReturnStmt>(s));
	case Stmt::GCCAsmStmtClass:
		return asm_stmt(cast<GCCAsmStmt>(s));
	case Stmt::CXXTryStmtClass:
		return stmt(cast<CXXTryStmt>(s)->getTryBlock());
	default:
		break;
	}
	if (const auto *e = dyn_cast<Expr>(s))
		return discard(e);
	build_opaque(here(), kind_name(s), nullptr, 0, 0, 0, INSTR_CLOBBER);
}

} // namespace bpfproof
