// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * lower_type: clang types to model types. Scalars keep the typedef that they were declared through (u32), pointers the
 * btf_type_tags of their pointee, records their tag. Equal types become one: by_type knows those that clang has
 * unified, by_shape those that only look alike, so that ids do not depend on how a clang version spells its sugar.
 */
#include "lower_impl.h"

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

void Types::add_decl_tags(const Decl *d, struct field *f) const
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
				add_decl_tags(p, &f);
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

} // namespace bpfproof
