// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* calls: mistakes in calls of helpers and kfuncs: the wrong one, wrong arguments, left out, too early, twice. */
#include "sites.h"

#include "clang/AST/RecursiveASTVisitor.h"

using namespace clang;

namespace {

/* Helpers that take the same arguments but are for other programs, other maps or other memory. */
struct Pair {
	const char *name, *other;
};
const Pair others[] = {
	{"bpf_get_current_pid_tgid", "bpf_get_prandom_u32"},
	{"bpf_get_current_task", "bpf_get_current_task_btf"},
	{"bpf_get_prandom_u32", "bpf_get_current_pid_tgid"},
	{"bpf_get_smp_processor_id", "bpf_get_current_task"},
	{"bpf_ktime_get_ns", "bpf_get_current_uid_gid"},
	{"bpf_ktime_get_ns", "bpf_get_current_task"},
	{"bpf_map_peek_elem", "bpf_map_pop_elem"},
	{"bpf_map_pop_elem", "bpf_map_lookup_elem"},
	{"bpf_map_lookup_elem", "bpf_map_peek_elem"},
	{"bpf_map_lookup_elem", "bpf_map_delete_elem"},
	{"bpf_map_update_elem", "bpf_sock_map_update"},
	{"bpf_probe_read", "bpf_copy_from_user"},
	{"bpf_probe_read_kernel", "bpf_copy_from_user"},
	{"bpf_probe_read_kernel_str", "bpf_copy_from_user"},
	{"bpf_probe_read_user", "bpf_copy_from_user"},
	{"bpf_redirect", "bpf_redirect_peer"},
	{"bpf_redirect_map", "bpf_sk_redirect_map"},
	{"bpf_ringbuf_discard", "bpf_ringbuf_discard_dynptr"},
	{"bpf_ringbuf_output", "bpf_map_update_elem"},
	{"bpf_ringbuf_submit", "bpf_ringbuf_submit_dynptr"},
	{"bpf_sk_lookup_tcp", "bpf_skc_lookup_tcp"},
	{"bpf_sk_fullsock", "bpf_tcp_sock"},
	{"bpf_skb_load_bytes", "bpf_xdp_load_bytes"},
	{"bpf_skb_pull_data", "bpf_xdp_adjust_head"},
	{"bpf_skb_store_bytes", "bpf_skb_load_bytes"},
	{"bpf_tcp_sock", "bpf_sk_fullsock"},
	{"bpf_xdp_adjust_head", "bpf_skb_pull_data"},
	{"bpf_xdp_adjust_tail", "bpf_skb_change_tail"},
	{"bpf_xdp_load_bytes", "bpf_skb_load_bytes"},
};

/* What takes a reference away, as the name tells; and what ends and begins a section. */
bool releases(llvm::StringRef name)
{
	return name.contains("release") || name.contains("_submit") || name.contains("_discard") || name.contains("obj_drop") ||
	       name.contains("percpu_obj_drop") || (name.contains("iter_") && name.contains("_destroy"));
}

bool unlocks(llvm::StringRef name)
{
	return name.contains("unlock") || name.contains("preempt_enable") || name.contains("irq_restore");
}

bool locks(llvm::StringRef name)
{
	return !unlocks(name) && (name.contains("spin_lock") || name.contains("read_lock") || name.contains("preempt_disable") ||
				  name.contains("irq_save"));
}

/* Helpers that may move packet data, by what the program gets. */
const Pair movers[] = {
	{"xdp_md", "bpf_xdp_adjust_head"},
	{"__sk_buff", "bpf_skb_pull_data"},
};

class Calls : public RecursiveASTVisitor<Calls> {
public:
	Calls(Sites &sites, const FunctionDecl *f) : sites(sites), ctx(sites.ctx), function(f) {}

	bool VisitCallExpr(CallExpr *c)
	{
		llvm::StringRef name = callee_name(c);
		const ValueDecl *callee = callee_decl(c);

		if (name.empty() || sites.is_own(callee) || sites.text(c).empty())
			return true;
		for (const Pair &p : others)
			if (name == p.name)
				sites.replace(Kind::wrong_helper, c->getCallee()->getSourceRange(), p.other);
		for (unsigned i = 0; i < c->getNumArgs(); i++)
			argument(c, i);
		for (unsigned i = 0; i + 1 < c->getNumArgs(); i++)
			swap(c->getArg(i), c->getArg(i + 1));
		return true;
	}

	bool VisitCompoundStmt(CompoundStmt *s)
	{
		const Stmt *last = nullptr;

		for (const Stmt *now : s->body()) {
			statement(now, last);
			last = now;
		}
		return true;
	}

	bool VisitIfStmt(IfStmt *s)
	{
		if (const auto *call = single_call(s->getThen()))
			leave_out(call);
		const auto *b = dyn_cast<BinaryOperator>(s->getCond()->IgnoreParenImpCasts());
		if (b && b->isRelationalOp() && b->getLHS()->getType()->isPointerType() && !s->getElse())
			move_packet(s);
		return true;
	}

private:
	static const CallExpr *single_call(const Stmt *s)
	{
		const auto *e = dyn_cast_or_null<Expr>(s);

		return e ? dyn_cast<CallExpr>(e->IgnoreParenCasts()) : nullptr;
	}

	void leave_out(const CallExpr *c)
	{
		llvm::StringRef name = callee_name(c);

		if (name.empty() || sites.is_own(callee_decl(c)))
			return;
		sites.replace(releases(name)  ? Kind::drop_release
			      : unlocks(name) ? Kind::drop_unlock
			      : locks(name)   ? Kind::drop_lock
					      : Kind::drop_call,
			      c->getSourceRange(), "(void)0");
	}

	void statement(const Stmt *s, const Stmt *before)
	{
		const CallExpr *c = single_call(s);
		SourceRange whole;

		if (const auto *e = dyn_cast<Expr>(s))
			if (const auto *b = dyn_cast<BinaryOperator>(e->IgnoreParens()))
				reload(b);
		if (!c)
			return;
		leave_out(c);
		whole = sites.statement(s);
		std::string text = whole.isValid() ? sites.text(whole) : "";
		if (text.empty() || !releases(callee_name(c)))
			return;
		sites.replace(Kind::double_release, whole, text + "\n" + text);
		if (!before || !isa<Expr>(before))
			return;
		SourceRange first = sites.statement(before);
		std::string earlier = first.isValid() ? sites.text(first) : "";
		if (!earlier.empty())
			sites.replace(Kind::early_release, SourceRange(first.getBegin(), whole.getEnd()), text + "\n" + earlier);
	}

	/* data = (void *)(long)ctx->data; after a helper that moved it */
	void reload(const BinaryOperator *b)
	{
		const auto *m = b->getOpcode() == BO_Assign ? dyn_cast<MemberExpr>(b->getRHS()->IgnoreParenCasts()) : nullptr;

		if (m && m->isArrow() && m->getMemberDecl()->getName().starts_with("data") && b->getLHS()->getType()->isPointerType())
			sites.replace(Kind::stale_packet, b->getSourceRange(), "(void)0");
	}

	void move_packet(const IfStmt *s)
	{
		SourceLocation end = s->getThen()->getEndLoc();

		for (const ParmVarDecl *p : function->parameters()) {
			const RecordDecl *r = p->getType()->isPointerType() ? p->getType()->getPointeeType()->getAsRecordDecl() : nullptr;

			for (const Pair &m : movers) {
				if (!r || r->getName() != m.name || !declared(ctx, m.other))
					continue;
				SourceRange whole = isa<CompoundStmt>(s->getThen()) ? SourceRange(end, end) : sites.statement(s->getThen());
				if (whole.isValid())
					sites.insert_after(Kind::stale_packet, whole.getEnd(),
							   std::string(" ") + m.other + "(" + p->getName().str() + ", 0);");
			}
		}
	}

	/* The name that the callee's declaration gives a parameter. */
	static llvm::StringRef parameter(const CallExpr *c, unsigned i)
	{
		const ValueDecl *d = callee_decl(c);
		const auto *f = dyn_cast<FunctionDecl>(d);
		const auto *v = dyn_cast<VarDecl>(d);

		if (f)
			return i < f->getNumParams() ? f->getParamDecl(i)->getName() : "";
		if (!v || !v->getTypeSourceInfo())
			return "";
		TypeLoc t = v->getTypeSourceInfo()->getTypeLoc().getUnqualifiedLoc();
		if (auto p = t.getAs<PointerTypeLoc>())
			t = p.getPointeeLoc().IgnoreParens();
		auto prototype = t.getAs<FunctionProtoTypeLoc>();
		return prototype && i < prototype.getNumParams() && prototype.getParam(i) ? prototype.getParam(i)->getName() : "";
	}

	void argument(const CallExpr *c, unsigned i)
	{
		const Expr *e = c->getArg(i);
		llvm::StringRef name = parameter(c, i);
		std::string text = sites.text(e);

		if (text.empty())
			return;
		if (e->getType()->isPointerType()) {
			const VarDecl *map = map_of(e);

			if (map)
				other_map(e, map);
			else
				sites.replace(Kind::null_argument, e->getSourceRange(), "(void *)0");
		} else if (name.contains("size") || name.contains("len") || name.contains("sz")) {
			sites.replace(Kind::size_too_large, e->getSourceRange(), "(" + text + ") + 1");
			sites.replace(Kind::negative_size, e->getSourceRange(), "-1");
			sites.replace(Kind::zero_size, e->getSourceRange(), "0");
			if (declared(ctx, "bpf_get_prandom_u32"))
				sites.replace(Kind::unbounded_size, e->getSourceRange(), "bpf_get_prandom_u32()");
		}
	}

	static const VarDecl *map_of(const Expr *e)
	{
		const auto *u = dyn_cast<UnaryOperator>(e->IgnoreParenCasts());
		const auto *ref = u ? dyn_cast<DeclRefExpr>(u->getSubExpr()->IgnoreParens()) : nullptr;
		const auto *v = ref ? dyn_cast<VarDecl>(ref->getDecl()) : nullptr;

		return v && (section_of(v) == ".maps" || section_of(v) == "maps") ? v : nullptr;
	}

	/* The next map of the file. */
	void other_map(const Expr *e, const VarDecl *map)
	{
		const VarDecl *first = nullptr;
		bool seen = false;

		for (const Decl *d : ctx.getTranslationUnitDecl()->decls()) {
			const auto *v = dyn_cast<VarDecl>(d);

			if (!v || section_of(v) != section_of(map) || v->getName() == map->getName()) {
				seen |= v == map;
				continue;
			}
			if (!first || seen)
				first = v;
			if (seen)
				break;
		}
		if (first)
			sites.replace(Kind::wrong_map, e->getSourceRange(), "&" + first->getName().str());
	}

	void swap(const Expr *a, const Expr *b)
	{
		std::string one = sites.text(a), two = sites.text(b);

		if (!one.empty() && !two.empty() && one != two && a->getType()->isPointerType() == b->getType()->isPointerType())
			sites.replace(Kind::swap_arguments, SourceRange(a->getBeginLoc(), b->getEndLoc()), two + ", " + one);
	}

	Sites &sites;
	ASTContext &ctx;
	const FunctionDecl *function;
};

} // namespace

void find_in_calls(Sites &sites, const FunctionDecl *f)
{
	Calls(sites, f).TraverseStmt(f->getBody());
}
