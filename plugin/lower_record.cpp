// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * lower_record: records and enums to model types: their tags, members where clang has laid them out, enumerators.
 */
#include "lower_impl.h"

#include "clang/AST/PrettyPrinter.h"
#include "clang/AST/RecordLayout.h"
#include "llvm/Support/raw_ostream.h"

using namespace clang;

namespace bpfproof {

std::string Types::record_name(const TagDecl *d) const
{
	std::string name;

	if (!d->getIdentifier())
		return name;
	name = d->isEnum() ? "enum " : d->isUnion() ? "union " : "struct ";
	if (!ctx.getLangOpts().CPlusPlus)
		return name + d->getName().str();
	llvm::raw_string_ostream os(name);
	d->getNameForDiagnostic(os, ctx.getPrintingPolicy(), true);
	return os.str();
}

std::string Types::known_as(const TagDecl *d) const
{
	const TypedefNameDecl *td = d->getTypedefNameForAnonDecl();

	return td ? td->getName().str() : record_name(d);
}

type_id Types::enumeration(const EnumDecl *d)
{
	auto found = by_decl.find(d->getCanonicalDecl());

	if (found != by_decl.end())
		return found->second;
	struct type m = {};
	const EnumDecl *def = d->getDefinition() ? d->getDefinition() : d;
	QualType underlying = def->getIntegerType();
	std::string name = record_name(def);

	m.kind = TYPE_ENUM;
	m.name = name.empty() ? nullptr : keep(name);
	if (const TypedefNameDecl *td = def->getTypedefNameForAnonDecl())
		m.tdef = keep(td->getName());
	m.pos = positions.at(def->getLocation());
	if (underlying.isNull() || underlying->isDependentType() || def->isInvalidDecl()) {
		m.flags = TYPE_INCOMPLETE;
	} else {
		m.elem = get(underlying);
		m.size = size(underlying);
		m.align = align(underlying);
		m.flags = is_signed(underlying) ? TYPE_SIGNED : 0;
	}
	return by_decl[d->getCanonicalDecl()] = model_type_add(u, &m);
}

/* All of a record but its members. */
void Types::describe(const RecordDecl *d, struct type *t)
{
	std::string name = record_name(d);

	t->kind = d->isUnion() ? TYPE_UNION : TYPE_STRUCT;
	t->name = name.empty() ? nullptr : keep(name);
	if (const TypedefNameDecl *td = d->getTypedefNameForAnonDecl())
		t->tdef = keep(td->getName());
	t->pos = positions.at(d->getLocation());
	if (d->hasAttr<BPFPreserveAccessIndexAttr>())
		t->flags |= TYPE_CORE;
	if (d->hasAttr<PackedAttr>())
		t->flags |= TYPE_PACKED;
}

type_id Types::record_id(const RecordDecl *d)
{
	const TagDecl *key = d->getCanonicalDecl();
	auto found = by_decl.find(key);

	if (found != by_decl.end())
		return found->second;
	struct type m = {};
	const RecordDecl *def = d->getDefinition();

	describe(def ? def : d, &m);
	m.flags |= TYPE_INCOMPLETE;
	type_id id = by_decl[key] = model_type_add(u, &m);
	if (def)
		named.push_back(def);
	return id;
}

void Types::add_field(const FieldDecl *f, uint64_t bit_off, struct type *t)
{
	struct field m = {};

	m.name = f->getIdentifier() ? keep(f->getName()) : nullptr;
	m.bit_off = bit_off;
	m.bit_width = f->isBitField() ? bit_width(f, ctx) : 0;
	m.pos = positions.at(f->getLocation());
	m.type = of(f);
	if (f->getType()->isIncompleteArrayType()) {
		struct type a = u->types.at[m.type];

		a.flags = TYPE_FLEXIBLE;
		a.count = a.size = 0;
		m.type = add_once(a);
	}
	add_decl_tags(f, &m);
	vec_push(&t->fields, m);
}

void Types::add_bases(const CXXRecordDecl *d, struct type *t)
{
	const ASTRecordLayout &layout = ctx.getASTRecordLayout(d);

	for (const CXXBaseSpecifier &b : d->bases()) {
		const RecordDecl *base = record(b.getType());
		struct field f = {};

		if (!base)
			continue;
		CharUnits off = b.isVirtual() ? layout.getVBaseClassOffset(cast<CXXRecordDecl>(base))
					      : layout.getBaseClassOffset(cast<CXXRecordDecl>(base));

		f.type = complete(b.getType());
		f.bit_off = off.getQuantity() * 8;
		f.base = true;
		f.pos = positions.at(b.getBeginLoc());
		vec_push(&t->fields, f);
	}
	if (!d->isTriviallyCopyable())
		t->flags |= TYPE_NOT_TRIVIAL;
	if (!d->isStandardLayout())
		t->flags |= TYPE_NOT_STANDARD;
	if (d->isPolymorphic())
		t->flags |= TYPE_POLYMORPHIC;
}

/* Pointees matter where something can happen to them without any access: kptrs, and what the main file declares. */
static bool wants_pointee(QualType t, const Types &types, const SourceManager &sm, const struct type &m)
{
	const auto *p = t->getAs<PointerType>();
	const RecordDecl *rd = p ? types.record(p->getPointeeType()) : nullptr;

	if (!rd)
		return false;
	for (uint32_t i = 0; i < m.tags.n; i++)
		if (starts_with(m.tags.at[i], "kptr") || starts_with(m.tags.at[i], "percpu_kptr"))
			return true;
	return sm.isInMainFile(sm.getExpansionLoc(rd->getLocation()));
}

void Types::fill(const RecordDecl *d)
{
	if (!filled.try_emplace(d, true).second)
		return;
	type_id id = record_id(d);
	const ASTRecordLayout &layout = ctx.getASTRecordLayout(d);
	struct type m = {};

	describe(d, &m);
	m.size = layout.getSize().getQuantity();
	m.align = layout.getAlignment().getQuantity();
	if (d->hasFlexibleArrayMember())
		m.flags |= TYPE_FLEXIBLE;
	if (const auto *cxx = dyn_cast<CXXRecordDecl>(d); cxx && ctx.getLangOpts().CPlusPlus)
		add_bases(cxx, &m);
	for (const FieldDecl *f : d->fields())
		if (!f->isBitField() || bit_width(f, ctx)) /* one of width 0 only moves the next */
			add_field(f, layout.getFieldOffset(f->getFieldIndex()), &m);
	model_type_set(u, id, &m);
	for (const FieldDecl *f : d->fields()) {
		QualType t = ctx.getBaseElementType(f->getType());

		if (record(t) || (t->isPointerType() && wants_pointee(t, *this, ctx.getSourceManager(),
								      u->types.at[get(t)])))
			complete(t);
	}
}

type_id Types::complete(QualType t)
{
	type_id id = get(t);

	t = ctx.getBaseElementType(t);
	if (!t->getPointeeType().isNull() && !t->isMemberPointerType())
		t = ctx.getBaseElementType(t->getPointeeType());
	if (const RecordDecl *rd = record(t))
		fill(rd);
	return id;
}

type_id Types::complete(const RecordDecl *def)
{
	fill(def);
	return record_id(def);
}

void Types::finish()
{
	for (size_t i = 0; i < named.size(); i++) {
		const RecordDecl *d = named[i];
		struct type m = {};

		if (filled.count(d) || d->isInvalidDecl() || d->isDependentType() || !d->isCompleteDefinition())
			continue;
		const ASTRecordLayout &layout = ctx.getASTRecordLayout(d);
		describe(d, &m);
		m.size = layout.getSize().getQuantity();
		m.align = layout.getAlignment().getQuantity();
		model_type_set(u, record_id(d), &m);
	}
}

} // namespace bpfproof
