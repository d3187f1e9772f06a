// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* definitions: mistakes in what stands at file scope: programs' sections and results, maps, the licence. */
#include "sites.h"

#include "clang/AST/Attr.h"
#include "clang/AST/RecursiveASTVisitor.h"

using namespace clang;

namespace {

struct Alternative {
	const char *name, *other;
};

/* By the beginning of the section's name. */
const Alternative sections[] = {
	{"xdp", "tc"},          {"tc", "xdp"},           {"classifier", "xdp"},       {"tcx/", "xdp"},
	{"cgroup_skb/", "xdp"}, {"socket", "tc"},        {"socket", "kprobe"},        {"kprobe/", "xdp"},
	{"tp/", "raw_tp/sys_enter"}, {"tracepoint/", "raw_tp/sys_enter"}, {"raw_tp", "tp/syscalls/sys_enter_getpid"},
	{"raw_tracepoint", "tp/syscalls/sys_enter_getpid"}, {"tp_btf/", "raw_tp/sys_enter"}, {"cgroup/sock_create", "cgroup/post_bind4"},
	{"sk_skb", "sk_msg"},   {"sk_msg", "sk_skb"},    {"cgroup/connect4", "cgroup/connect6"}, {"cgroup/sendmsg4", "cgroup/connect4"},
	{"perf_event", "kprobe"}, {"sockops", "tc"},     {"sk_lookup", "sk_reuseport"}, {"uprobe", "perf_event"}, {"syscall", "socket"},
	{"iter/", "raw_tp/sys_enter"}, {"fentry/", "raw_tp/sys_enter"}, {"flow_dissector", "tc"}, {"lwt_", "tc"},
};

const Alternative map_types[] = {
	{"BPF_MAP_TYPE_HASH", "BPF_MAP_TYPE_ARRAY"},     {"BPF_MAP_TYPE_HASH", "BPF_MAP_TYPE_PERCPU_HASH"},
	{"BPF_MAP_TYPE_HASH", "BPF_MAP_TYPE_LRU_HASH"},  {"BPF_MAP_TYPE_HASH", "BPF_MAP_TYPE_QUEUE"},
	{"BPF_MAP_TYPE_HASH", "BPF_MAP_TYPE_LPM_TRIE"},  {"BPF_MAP_TYPE_ARRAY", "BPF_MAP_TYPE_HASH"},
	{"BPF_MAP_TYPE_ARRAY", "BPF_MAP_TYPE_PERCPU_ARRAY"}, {"BPF_MAP_TYPE_ARRAY", "BPF_MAP_TYPE_PERF_EVENT_ARRAY"},
	{"BPF_MAP_TYPE_ARRAY", "BPF_MAP_TYPE_PROG_ARRAY"}, {"BPF_MAP_TYPE_ARRAY", "BPF_MAP_TYPE_DEVMAP"},
	{"BPF_MAP_TYPE_ARRAY", "BPF_MAP_TYPE_STACK"},    {"BPF_MAP_TYPE_LRU_HASH", "BPF_MAP_TYPE_LRU_PERCPU_HASH"},
	{"BPF_MAP_TYPE_PERCPU_ARRAY", "BPF_MAP_TYPE_ARRAY"}, {"BPF_MAP_TYPE_PERCPU_HASH", "BPF_MAP_TYPE_PERCPU_ARRAY"},
	{"BPF_MAP_TYPE_RINGBUF", "BPF_MAP_TYPE_PERF_EVENT_ARRAY"}, {"BPF_MAP_TYPE_RINGBUF", "BPF_MAP_TYPE_ARRAY"},
	{"BPF_MAP_TYPE_RINGBUF", "BPF_MAP_TYPE_USER_RINGBUF"}, {"BPF_MAP_TYPE_PERF_EVENT_ARRAY", "BPF_MAP_TYPE_RINGBUF"},
	{"BPF_MAP_TYPE_PERF_EVENT_ARRAY", "BPF_MAP_TYPE_ARRAY"}, {"BPF_MAP_TYPE_PROG_ARRAY", "BPF_MAP_TYPE_ARRAY"},
	{"BPF_MAP_TYPE_SOCKMAP", "BPF_MAP_TYPE_SOCKHASH"}, {"BPF_MAP_TYPE_SOCKMAP", "BPF_MAP_TYPE_HASH"},
	{"BPF_MAP_TYPE_SOCKHASH", "BPF_MAP_TYPE_HASH"},  {"BPF_MAP_TYPE_DEVMAP", "BPF_MAP_TYPE_CPUMAP"},
	{"BPF_MAP_TYPE_CPUMAP", "BPF_MAP_TYPE_DEVMAP"},  {"BPF_MAP_TYPE_XSKMAP", "BPF_MAP_TYPE_ARRAY"},
	{"BPF_MAP_TYPE_QUEUE", "BPF_MAP_TYPE_ARRAY"},    {"BPF_MAP_TYPE_STACK", "BPF_MAP_TYPE_QUEUE"},
	{"BPF_MAP_TYPE_ARRAY_OF_MAPS", "BPF_MAP_TYPE_ARRAY"}, {"BPF_MAP_TYPE_HASH_OF_MAPS", "BPF_MAP_TYPE_HASH"},
	{"BPF_MAP_TYPE_SK_STORAGE", "BPF_MAP_TYPE_HASH"}, {"BPF_MAP_TYPE_SK_STORAGE", "BPF_MAP_TYPE_TASK_STORAGE"},
	{"BPF_MAP_TYPE_TASK_STORAGE", "BPF_MAP_TYPE_HASH"}, {"BPF_MAP_TYPE_TASK_STORAGE", "BPF_MAP_TYPE_INODE_STORAGE"},
	{"BPF_MAP_TYPE_CGROUP_STORAGE", "BPF_MAP_TYPE_ARRAY"}, {"BPF_MAP_TYPE_LPM_TRIE", "BPF_MAP_TYPE_HASH"},
	{"BPF_MAP_TYPE_STACK_TRACE", "BPF_MAP_TYPE_HASH"}, {"BPF_MAP_TYPE_USER_RINGBUF", "BPF_MAP_TYPE_RINGBUF"},
	{"BPF_MAP_TYPE_STRUCT_OPS", "BPF_MAP_TYPE_HASH"}, {"BPF_MAP_TYPE_ARENA", "BPF_MAP_TYPE_ARRAY"},
	{"BPF_MAP_TYPE_BLOOM_FILTER", "BPF_MAP_TYPE_HASH"}, {"BPF_MAP_TYPE_CGRP_STORAGE", "BPF_MAP_TYPE_TASK_STORAGE"},
};

class Returns : public RecursiveASTVisitor<Returns> {
public:
	explicit Returns(Sites &sites) : sites(sites) {}

	bool VisitReturnStmt(ReturnStmt *s)
	{
		if (!s->getRetValue() || !s->getRetValue()->getType()->isIntegerType())
			return true;
		sites.replace(Kind::return_value, s->getRetValue()->getSourceRange(), "-1");
		sites.replace(Kind::return_value, s->getRetValue()->getSourceRange(), "77");
		if (declared(sites.ctx, "bpf_get_prandom_u32"))
			sites.replace(Kind::return_value, s->getRetValue()->getSourceRange(), "bpf_get_prandom_u32()");
		return true;
	}

private:
	Sites &sites;
};

/* __type(name, T) and __uint(name, N): what stands for T and N. */
TypeLoc type_in(TypeLoc field)
{
	auto pointer = field.getUnqualifiedLoc().getAs<PointerTypeLoc>();
	auto of = pointer ? pointer.getPointeeLoc().getAs<TypeOfTypeLoc>() : TypeOfTypeLoc();

	return of ? of.getUnmodifiedTInfo()->getTypeLoc() : TypeLoc();
}

const Expr *number_in(TypeLoc field)
{
	auto pointer = field.getUnqualifiedLoc().getAs<PointerTypeLoc>();
	auto array = pointer ? pointer.getPointeeLoc().IgnoreParens().getAs<ConstantArrayTypeLoc>() : ConstantArrayTypeLoc();

	return array ? array.getSizeExpr() : nullptr;
}

void key_type(Sites &sites, TypeLoc loc)
{
	QualType type = loc.getType();
	std::string text = sites.text(loc.getSourceRange());

	if (text.empty() || type->isIncompleteType() || type->isPointerType())
		return;
	unsigned bytes = sites.ctx.getTypeSizeInChars(type).getQuantity();
	const char *less = type->isIntegerType() ? integer(bytes / 2, false) : nullptr;
	const char *more = type->isIntegerType() ? integer(bytes * 2, false) : nullptr;
	if (less || bytes > 8)
		sites.replace(Kind::narrower_key, loc.getSourceRange(), less ? less : "char[sizeof(" + text + ") / 2]");
	sites.replace(Kind::wider_key, loc.getSourceRange(), more ? more : "char[sizeof(" + text + ") + 8]");
}

void key_size(Sites &sites, const Expr *e)
{
	std::string text = sites.text(e);

	if (text.empty())
		return;
	sites.replace(Kind::narrower_key, e->getSourceRange(), "(" + text + ") / 2");
	sites.replace(Kind::wider_key, e->getSourceRange(), "(" + text + ") * 2");
}

void map_type(Sites &sites, const Expr *e)
{
	std::string text = sites.text(e);

	for (const Alternative &a : map_types)
		if (text == a.name)
			sites.replace(Kind::map_type, e->getSourceRange(), a.other);
}

void map_definition(Sites &sites, const VarDecl *v)
{
	QualType type = v->getType()->isArrayType() ? sites.ctx.getBaseElementType(v->getType()) : v->getType();
	const RecordDecl *r = type->getAsRecordDecl();

	r = r ? r->getDefinition() : nullptr;
	if (!r || !sites.is_own(r))
		return;
	for (const FieldDecl *f : r->fields()) {
		llvm::StringRef name = f->getName();

		if (!f->getTypeSourceInfo())
			continue;
		TypeLoc type = type_in(f->getTypeSourceInfo()->getTypeLoc());
		const Expr *number = number_in(f->getTypeSourceInfo()->getTypeLoc());
		if (type && (name == "key" || name == "value"))
			key_type(sites, type);
		else if (number && (name == "key_size" || name == "value_size"))
			key_size(sites, number);
		else if (number && name == "type")
			map_type(sites, number);
		else if (number && name == "max_entries")
			sites.replace(Kind::map_entries, number->getSourceRange(), "0");
		if (name == "key" || name == "value" || name == "max_entries")
			sites.replace(Kind::drop_map_field, f->getSourceRange(), "");
	}
	if (declared(sites.ctx, "BPF_F_RDONLY_PROG")) {
		auto fields = r->fields();

		if (fields.begin() != fields.end()) {
			std::string text = sites.text(fields.begin()->getSourceRange());

			if (!text.empty())
				sites.replace(Kind::write_read_only, fields.begin()->getSourceRange(),
					      "int (*map_flags)[BPF_F_RDONLY_PROG]; " + text);
		}
	}
}

} // namespace

void find_in_program(Sites &sites, const FunctionDecl *f)
{
	const auto *a = f->getAttr<SectionAttr>();
	SourceRange range;

	if (!is_program(f))
		return;
	Returns(sites).TraverseStmt(f->getBody());
	range = sites.sm.getExpansionRange(a->getLocation()).getAsRange();
	llvm::StringRef name = a->getName();
	name.consume_front("?");
	for (const Alternative &s : sections)
		if (name.starts_with(s.name) && llvm::StringRef(sites.text(range)).starts_with("SEC("))
			sites.replace(Kind::wrong_section, range, std::string("SEC(\"") + s.other + "\")");
}

void find_in_variable(Sites &sites, const VarDecl *v)
{
	if (section_of(v) == ".maps")
		map_definition(sites, v);
	if (section_of(v) == "license" && v->hasInit())
		sites.replace(Kind::license, v->getInit()->getSourceRange(), "\"Proprietary\"");
}
