// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * lower_type: clang types to model types. Scalars keep the typedef that they were declared through (u32), pointers the
 * btf_type_tags of their pointee, records their tag. Equal types become one: by_type knows those that clang has
 * unified, by_shape those that only look alike, so that ids do not depend on how a clang version spells its sugar.
 */
#include "lower_impl.h"

#include "clang/AST/PrettyPrinter.h"
#include "clang/AST/RecordLayout.h"
#include "llvm/Support/raw_ostream.h"

using namespace clang;

namespace bpfproof {

Types::Types(ASTContext &ctx, struct unit *u, Positions &positions) : ctx(ctx), u(u), positions(positions) {}

/* ---- questions ---- */

static QualType strip_atomic(QualType t)
{
	const auto *atomic = t->getAs<AtomicType>();

	return atomic ? atomic->getValueType() : t;
}

RecordDecl *Types::record(QualType t) const
{
	const auto *rt = strip_atomic(t)->getAs<RecordType>();
	RecordDecl *def = rt ? rt->getDecl()->getDefinition() : nullptr;

	if (!def || def->isInvalidDecl() || def->isDependentType() || !def->isCompleteDefinition())
		return nullptr;
	return def;
}

bool Types::usable(QualType t) const
{
	if (t.isNull() || t->isDependentType() || t->containsErrors() || t->isUndeducedType() ||
	    t->isPlaceholderType())
		return false;
	t = ctx.getBaseElementType(t);
	if (t->isVariableArrayType() || t->isIncompleteType() || t->isFunctionType())
		return false;
	return !strip_atomic(t)->isRecordType() || record(t);
}

uint64_t Types::size(QualType t) const
{
	if (t->isReferenceType())
		return ctx.getTypeSizeInChars(ctx.VoidPtrTy).getQuantity();
	return usable(t) && !t->isVariableArrayType() ? ctx.getTypeSizeInChars(t).getQuantity() : 0;
}

uint32_t Types::align(QualType t) const
{
	if (t->isReferenceType())
		t = ctx.VoidPtrTy;
	if (t->isArrayType())
		t = ctx.getBaseElementType(t);
	return usable(t) ? ctx.getTypeAlignInChars(t).getQuantity() : 1;
}

unsigned Types::width(QualType t) const
{
	t = strip_atomic(t.getCanonicalType()).getCanonicalType();
	if (t->isAnyPointerType() || t->isReferenceType() || t->isNullPtrType() || t->isBlockPointerType())
		return 64;
	if (const auto *mp = dyn_cast<MemberPointerType>(t))
		return mp->isMemberFunctionPointer() ? 0 : 64;
	if (t->isRecordType() || t->isArrayType() || t->isVoidType() || t->isFunctionType() || t->isVectorType() ||
	    t->isAnyComplexType() || !usable(t))
		return 0;
	if (const auto *odd = dyn_cast<BitIntType>(t))
		if (odd->getNumBits() & (odd->getNumBits() - 1) || odd->getNumBits() < 8)
			return 0;
	if (!t->isIntegralOrEnumerationType() && !t->isRealFloatingType())
		return 0;
	uint64_t bits = ctx.getTypeSize(t);

	return bits <= 64 ? bits : 0;
}

bool Types::in_memory(QualType t) const
{
	return !width(t) && !t->isVoidType() && !t->isFunctionType();
}

bool Types::is_signed(QualType t) const
{
	t = strip_atomic(t);
	return t->isSignedIntegerOrEnumerationType();
}

uint32_t Types::addr_space(QualType pointee) const
{
	if (pointee->isArrayType())
		pointee = ctx.getBaseElementType(pointee);
	LangAS as = pointee.getAddressSpace();

	return isTargetAddressSpace(as) ? toTargetAddressSpace(as) : 0;
}

unsigned Types::access_flags(QualType t) const
{
	return (t.isVolatileQualified() ? INSTR_VOLATILE : 0) | (addr_space(t) ? INSTR_ARENA : 0);
}

/* ---- derived types and scalars ---- */

static void mix(std::string &key, uint64_t v)
{
	key.append(reinterpret_cast<const char *>(&v), sizeof(v));
}

/* Names are interned, so their addresses say whether they are equal. */
static void mix(std::string &key, const char *name)
{
	mix(key, static_cast<uint64_t>(reinterpret_cast<uintptr_t>(name)));
}

type_id Types::add_once(struct type &t)
{
	std::string key;

	for (uint64_t v : {(uint64_t)t.kind, (uint64_t)t.flags, t.size, (uint64_t)t.align, (uint64_t)t.elem, t.count,
			   (uint64_t)t.addr_space})
		mix(key, v);
	mix(key, t.name);
	for (uint32_t i = 0; i < t.tags.n; i++)
		mix(key, t.tags.at[i]);
	for (uint32_t i = 0; i < t.fields.n; i++) {
		mix(key, t.fields.at[i].name);
		mix(key, t.fields.at[i].type);
	}
	auto made = by_shape.try_emplace(key, 0);

	if (made.second) {
		made.first->second = model_type_add(u, &t);
	} else {
		vec_free(&t.tags);
		vec_free(&t.fields);
	}
	return made.first->second;
}

type_id Types::scalar(QualType t, const char *tdef)
{
	struct type m = {};

	m.kind = t->isRealFloatingType() ? TYPE_FLOAT : TYPE_INT;
	m.size = ctx.getTypeSizeInChars(t).getQuantity();
	m.align = ctx.getTypeAlignInChars(t).getQuantity();
	m.name = tdef;
	if (t->isBooleanType()) {
		m.flags = TYPE_BOOL;
		m.name = tdef ? tdef : keep("bool");
	} else if (m.kind == TYPE_INT && t->isSignedIntegerType()) {
		m.flags = TYPE_SIGNED;
	}
	const auto *builtin = dyn_cast<BuiltinType>(t);

	if (builtin && (builtin->getKind() == BuiltinType::Char_S || builtin->getKind() == BuiltinType::Char_U))
		m.flags |= TYPE_CHAR;
	if (!m.name)
		m.name = keep(builtin ? builtin->getName(ctx.getPrintingPolicy()) : llvm::StringRef(t.getAsString()));
	return add_once(m);
}

type_id Types::pointer(QualType pointee, uint32_t flags, const std::vector<std::string> &more_tags)
{
	struct type m = {};
	QualType element = pointee->isArrayType() ? ctx.getBaseElementType(pointee) : pointee;

	m.kind = TYPE_PTR;
	m.flags = flags | (element.isConstQualified() ? TYPE_CONST_POINTEE : 0) |
		  (element.isVolatileQualified() ? TYPE_VOLATILE_POINTEE : 0);
	m.size = ctx.getTypeSizeInChars(ctx.VoidPtrTy).getQuantity();
	m.align = ctx.getTypeAlignInChars(ctx.VoidPtrTy).getQuantity();
	m.addr_space = addr_space(pointee);
	for (const std::string &tag : more_tags)
		vec_push(&m.tags, keep(tag));
	for (QualType t = pointee;;) {
		llvm::StringRef tag = type_tag(t);

		if (!tag.empty())
			vec_push(&m.tags, keep(tag));
		QualType next = t.getSingleStepDesugaredType(ctx);
		if (next.getTypePtr() == t.getTypePtr())
			break;
		t = next;
	}
	m.elem = get(pointee);
	return add_once(m);
}

type_id Types::pointer_to(QualType pointee)
{
	return pointer(pointee, 0, {});
}

type_id Types::array(QualType t)
{
	struct type m = {};

	if (const auto *v = dyn_cast<VectorType>(t)) {
		m.kind = TYPE_VECTOR;
		m.count = v->getNumElements();
		m.size = ctx.getTypeSizeInChars(t).getQuantity();
		m.elem = get(v->getElementType());
		m.align = ctx.getTypeAlignInChars(t).getQuantity();
		return add_once(m);
	}
	const ArrayType *a = ctx.getAsArrayType(t);

	m.kind = TYPE_ARRAY;
	m.elem = get(a->getElementType());
	m.align = align(a->getElementType());
	if (const auto *fixed = dyn_cast<ConstantArrayType>(a)) {
		m.count = fixed->getSize().getZExtValue();
		m.size = m.count * size(a->getElementType());
	} else {
		m.flags = TYPE_INCOMPLETE;
	}
	return add_once(m);
}

static void add_decl_tags(const Decl *d, struct field *f, struct unit *u)
{
	for (const auto *tag : d->specific_attrs<BTFDeclTagAttr>()) {
		llvm::StringRef s = tag->getBTFDeclTag();

		vec_push(&f->decl_tags, intern_strn(u->names, s.data(), s.size()));
	}
}

type_id Types::function(const FunctionType *ft, const FunctionDecl *decl)
{
	struct type m = {};
	bool tagged = false;

	m.kind = TYPE_FUNC;
	m.elem = get(ft->getReturnType());
	if (const auto *proto = dyn_cast<FunctionProtoType>(ft)) {
		m.flags = proto->isVariadic() ? TYPE_VARIADIC : 0;
		for (unsigned i = 0; i < proto->getNumParams(); i++) {
			struct field f = {};

			if (decl && i < decl->getNumParams()) {
				const ParmVarDecl *p = decl->getParamDecl(i);

				f.type = of(p);
				f.name = p->getIdentifier() ? keep(p->getName()) : nullptr;
				add_decl_tags(p, &f, u);
				tagged |= f.decl_tags.n != 0;
			} else {
				f.type = get(proto->getParamType(i));
			}
			vec_push(&m.fields, f);
		}
	}
	return tagged ? model_type_add(u, &m) : add_once(m); /* tags belong to this declaration alone */
}

type_id Types::of_function(const FunctionDecl *decl)
{
	return function(decl->getType()->castAs<FunctionType>(), decl);
}

/* ---- the whole ---- */

type_id Types::get(QualType t)
{
	if (t.isNull())
		return 0;
	auto found = by_type.find(t.getTypePtr());

	if (found != by_type.end())
		return found->second;

	const void *key = t.getTypePtr();
	const char *tdef = nullptr;
	type_id id = 0;

	for (;;) {
		if (const auto *td = dyn_cast<TypedefType>(t.getTypePtr()))
			if (!tdef && td->getDecl()->getIdentifier())
				tdef = keep(td->getDecl()->getName());
		QualType next = t.getSingleStepDesugaredType(ctx);
		if (next.getTypePtr() == t.getTypePtr())
			break;
		t = next;
	}
	t = t.getCanonicalType() == t ? t : QualType(t.getTypePtr(), 0);
	if (t->isDependentType()) {
		id = 0;
	} else if (t->isVoidType()) {
		struct type m = {};

		m.kind = TYPE_VOID;
		m.name = keep("void");
		id = add_once(m);
	} else if (t->isNullPtrType()) {
		id = pointer_to(ctx.VoidTy);
	} else if (const auto *p = dyn_cast<PointerType>(t)) {
		id = pointer(p->getPointeeType(), 0, {});
	} else if (const auto *bp = dyn_cast<BlockPointerType>(t)) {
		id = pointer(bp->getPointeeType(), 0, {});
	} else if (const auto *r = dyn_cast<ReferenceType>(t)) {
		id = pointer(r->getPointeeType(), TYPE_REFERENCE, {});
	} else if (t->isArrayType() || t->isVectorType()) {
		id = array(t);
	} else if (const auto *f = dyn_cast<FunctionType>(t)) {
		id = function(f, nullptr);
	} else if (const auto *e = dyn_cast<EnumType>(t)) {
		id = enumeration(e->getDecl());
	} else if (const auto *rec = dyn_cast<RecordType>(t)) {
		id = record_id(rec->getDecl());
	} else if (const auto *atomic = dyn_cast<AtomicType>(t)) {
		id = get(atomic->getValueType());
	} else if (const auto *complex = dyn_cast<ComplexType>(t)) {
		struct type m = {};

		m.kind = TYPE_ARRAY;
		m.count = 2;
		m.size = ctx.getTypeSizeInChars(t).getQuantity();
		m.align = ctx.getTypeAlignInChars(t).getQuantity();
		m.elem = get(complex->getElementType());
		id = add_once(m);
	} else if (usable(t) && (t->isIntegerType() || t->isRealFloatingType() || t->isMemberPointerType())) {
		id = scalar(t, tdef);
	}
	by_type[key] = id;
	return id;
}

/* The position of its attributes is all that clang 14 keeps of a tag: pointers, also as elements of arrays. */
type_id Types::from_loc(QualType t, TypeLoc loc)
{
	std::vector<std::string> tags;

	while (!loc.isNull()) {
		if (auto td = loc.getAs<TypedefTypeLoc>()) {
			const TypeSourceInfo *info = td.getTypePtr()->getDecl()->getTypeSourceInfo();

			if (!info)
				return get(t);
			loc = info->getTypeLoc();
		} else if (loc.getAs<PointerTypeLoc>() || loc.getAs<ArrayTypeLoc>()) {
			break;
		} else {
			loc = loc.getNextTypeLoc();
		}
	}
	if (auto a = loc.isNull() ? ArrayTypeLoc() : loc.getAs<ArrayTypeLoc>()) {
		const ArrayType *at = ctx.getAsArrayType(t);
		type_id plain = get(t);

		if (!at)
			return plain;
		type_id elem = from_loc(at->getElementType(), a.getElementLoc());
		if (elem == u->types.at[plain].elem)
			return plain;
		struct type m = u->types.at[plain]; /* arrays own no vectors */
		m.elem = elem;
		return add_once(m);
	}
	const auto *p = t->getAs<PointerType>();
	auto ploc = loc.isNull() ? PointerTypeLoc() : loc.getAs<PointerTypeLoc>();

	if (!p || ploc.isNull())
		return get(t);
	for (TypeLoc l = ploc.getPointeeLoc(); !l.isNull() && !l.getAs<PointerTypeLoc>();) {
		llvm::StringRef tag = type_tag(l);

		if (!tag.empty())
			tags.push_back(tag.str());
		if (auto td = l.getAs<TypedefTypeLoc>()) {
			const TypeSourceInfo *info = td.getTypePtr()->getDecl()->getTypeSourceInfo();

			l = info ? info->getTypeLoc() : TypeLoc();
		} else {
			l = l.getNextTypeLoc();
		}
	}
	return tags.empty() ? get(t) : pointer(p->getPointeeType(), 0, tags);
}

type_id Types::of(const ValueDecl *d)
{
	if (type_tags_in_locs)
		if (const auto *dd = dyn_cast<DeclaratorDecl>(d))
			if (const TypeSourceInfo *info = dd->getTypeSourceInfo())
				return from_loc(d->getType(), info->getTypeLoc());
	return get(d->getType());
}

/* ---- records and enums ---- */

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
	add_decl_tags(f, &m, u);
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
