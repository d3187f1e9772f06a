// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * lower_core: questions that only the loading kernel answers (CO-RE relocations): does a field, type or enum value
 * exist there, how large is it, where. Each is asked by name; its default is what the local headers say.
 */
#include "lower_impl.h"

#include "clang/AST/RecordLayout.h"

using namespace clang;

namespace bpfproof {

/* The numbers that bpf_core_read.h gives the questions, which are part of the relocation format. */
static const enum env_kind field_kinds[] = {
	ENV_FIELD_OFFSET, ENV_FIELD_SIZE, ENV_FIELD_EXISTS, ENV_FIELD_SIGNED, ENV_FIELD_LSHIFT, ENV_FIELD_RSHIFT,
};
static const enum env_kind type_kinds[] = {ENV_TYPE_EXISTS, ENV_TYPE_SIZE, ENV_TYPE_MATCHES};
static const enum env_kind enum_kinds[] = {ENV_ENUM_EXISTS, ENV_ENUM_VALUE};
static const enum env_kind id_kinds[] = {ENV_TYPE_ID_LOCAL, ENV_TYPE_ID_TARGET};

template <size_t N> static bool kind_of(const CallExpr *e, const ASTContext &ctx, const enum env_kind (&kinds)[N], enum env_kind *kind)
{
	Expr::EvalResult r;

	if (e->getNumArgs() < 2 || e->getArg(1)->isValueDependent() || !e->getArg(1)->EvaluateAsInt(r, ctx) ||
	    r.Val.getInt().isNegative() || r.Val.getInt().getActiveBits() > 16 || r.Val.getInt().getZExtValue() >= N)
		return false;
	*kind = kinds[r.Val.getInt().getZExtValue()];
	return true;
}

struct operand Body::core_env(enum env_kind kind, const std::string &what, int64_t dflt, QualType t)
{
	return build_env(here(), kind, what.c_str(), dflt, types.width(t), types.get(t));
}

/* ".member[2].inner" from the last pointer on, and where that is in the local layout. */
bool Body::core_path(const Expr *e, std::string *path, const RecordDecl **root, uint64_t *bit_off, const FieldDecl **last)
{
	e = e->IgnoreParenImpCasts();
	if (const auto *call = dyn_cast<CallExpr>(e); call && call->getNumArgs() == 1)
		return core_path(call->getArg(0), path, root, bit_off, last); /* __builtin_preserve_access_index */
	if (const auto *m = dyn_cast<MemberExpr>(e)) {
		const auto *f = dyn_cast<FieldDecl>(m->getMemberDecl());

		if (!f || f->getParent()->isInvalidDecl() || !f->getParent()->isCompleteDefinition())
			return false;
		if (m->isArrow() || !core_path(m->getBase(), path, root, bit_off, last)) {
			*root = f->getParent();
			*bit_off = 0;
			path->clear();
		}
		*bit_off += ctx.getASTRecordLayout(f->getParent()).getFieldOffset(f->getFieldIndex());
		if (f->getIdentifier())
			*path += "." + f->getName().str();
		*last = f;
		return true;
	}
	if (const auto *a = dyn_cast<ArraySubscriptExpr>(e)) {
		Expr::EvalResult r;

		if (a->getIdx()->isValueDependent() || !a->getIdx()->EvaluateAsInt(r, ctx) ||
		    !core_path(a->getBase(), path, root, bit_off, last))
			return false;
		uint64_t i = r.Val.getInt().extOrTrunc(64).getZExtValue();

		*path += "[" + std::to_string(i) + "]";
		*bit_off += i * types.size(a->getType()) * 8;
		*last = nullptr;
		return true;
	}
	return false;
}

struct operand Body::core_field_info(const CallExpr *e)
{
	QualType t = e->getType();
	enum env_kind kind = ENV_KINDS;
	const RecordDecl *root = nullptr;
	const FieldDecl *last = nullptr;
	std::string path;
	uint64_t off = 0;

	if (!kind_of(e, ctx, field_kinds, &kind) || !core_path(e->getArg(0), &path, &root, &off, &last))
		return unknown(e, "field question about something that is no field");
	types.complete(root);
	QualType ft = e->getArg(0)->getType();
	uint64_t size = types.size(ft), bytes = off / 8, bits = size * 8;
	bool field_is_bits = last && last->isBitField();

	if (field_is_bits && size) {
		bits = bit_width(last, ctx);
		bytes = off / 8 / size * size;
	}
	uint64_t lshift = 64 - bits;
	if (field_is_bits)
		lshift = u->big_endian ? (bytes + 8) * 8 - 64 + (off - bytes * 8) : 64 - (off + bits - bytes * 8);
	int64_t dflt = kind == ENV_FIELD_EXISTS ? 1 : kind == ENV_FIELD_OFFSET ? bytes : kind == ENV_FIELD_SIZE ? size
		       : kind == ENV_FIELD_SIGNED ? types.is_signed(ft) : kind == ENV_FIELD_LSHIFT ? lshift : 64 - bits;

	return core_env(kind, types.known_as(root) + path, dflt, t);
}

/* A typedef is relocated as such, anything else by its tag. */
std::string Body::core_type_name(QualType t)
{
	for (QualType at = t;;) {
		if (const auto *td = dyn_cast<TypedefType>(at.getTypePtr()))
			if (td->getDecl()->getIdentifier())
				return td->getDecl()->getName().str();
		QualType next = at.getSingleStepDesugaredType(ctx);
		if (next.getTypePtr() == at.getTypePtr())
			break;
		at = next;
	}
	if (const TagDecl *tag = t->getAsTagDecl())
		return types.known_as(tag);
	const char *name = model_type_name(u, types.get(t));

	return name ? name : "";
}

struct operand Body::core_type_info(const CallExpr *e)
{
	enum env_kind kind = ENV_KINDS;

	if (!kind_of(e, ctx, type_kinds, &kind))
		return unknown(e, "type question that is not known");
	QualType asked = e->getArg(0)->getType();

	types.complete(asked);
	return core_env(kind, core_type_name(asked), kind == ENV_TYPE_SIZE ? types.size(asked) : 1, e->getType());
}

struct operand Body::core_type_id(const CallExpr *e)
{
	enum env_kind kind = ENV_KINDS;

	if (!kind_of(e, ctx, id_kinds, &kind))
		return unknown(e, "type question that is not known");
	QualType asked = e->getArg(0)->getType();

	types.complete(asked);
	return core_env(kind, core_type_name(asked), 1, e->getType());
}

static const EnumConstantDecl *find_enumerator(const Stmt *s)
{
	if (!s)
		return nullptr;
	if (const auto *ref = dyn_cast<DeclRefExpr>(s))
		return dyn_cast<EnumConstantDecl>(ref->getDecl());
	for (const Stmt *child : s->children())
		if (const EnumConstantDecl *found = find_enumerator(child))
			return found;
	return nullptr;
}

struct operand Body::core_enum_value(const CallExpr *e)
{
	const EnumConstantDecl *c = find_enumerator(e->getArg(0));
	enum env_kind kind = ENV_KINDS;

	if (!c || !kind_of(e, ctx, enum_kinds, &kind))
		return unknown(e, "enum question that is not known");
	std::string name = core_type_name(e->getArg(0)->getType()) + "." + c->getName().str();

	return core_env(kind, name, kind == ENV_ENUM_EXISTS ? 1 : c->getInitVal().extOrTrunc(64).getSExtValue(), e->getType());
}

} // namespace bpfproof
