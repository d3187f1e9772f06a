// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * lower_map: map definitions. In section .maps they are types, not data: __uint(name, n) is a pointer to an array of n,
 * __type(name, T) a pointer to T, __array(values, T) an array of pointers to the inner map (or function), and
 * __ulong(name, n) an enum with one constant. In section maps they are an initialised struct bpf_map_def.
 */
#include "lower_impl.h"

#include "clang/AST/Attr.h"

using namespace clang;

namespace bpfproof {

bool Lowering::is_map(const VarDecl *vd) const
{
	const auto *section = vd->getMostRecentDecl()->getAttr<SectionAttr>();

	if (!section || !ctx.getBaseElementType(vd->getType())->isRecordType())
		return false;
	return section->getName() == ".maps" || section->getName() == "maps" || starts_with(section->getName(), "maps/");
}

/* What the fields that hold numbers are called, in libbpf's definitions, in struct bpf_map_def and in iproute2's. */
static const struct number_field {
	const char *name;
	uint32_t map::*to;
	bool map::*has;
} number_fields[] = {
	{"type", &map::map_type, nullptr},
	{"key_size", &map::key_size, &map::has_key_size},
	{"value_size", &map::value_size, &map::has_value_size},
	{"max_entries", &map::max_entries, &map::has_max_entries},
	{"map_flags", &map::map_flags, nullptr},
	{"pinning", &map::pinning, nullptr},
	{"numa_node", &map::numa_node, nullptr},
	{"size_key", &map::key_size, &map::has_key_size},
	{"size_value", &map::value_size, &map::has_value_size},
	{"max_elem", &map::max_entries, &map::has_max_entries},
	{"flags", &map::map_flags, nullptr},
};

static void set_number(struct map *m, llvm::StringRef name, uint64_t value)
{
	if (name == "map_extra")
		m->map_extra = value;
	for (const struct number_field &f : number_fields) {
		if (name != f.name)
			continue;
		m->*f.to = value;
		if (f.has)
			m->*f.has = true;
	}
}

/* The number that a field's type stands for. */
static bool number_of(QualType t, const ASTContext &ctx, uint64_t *value)
{
	if (const auto *p = t->getAs<PointerType>()) {
		const ConstantArrayType *a = ctx.getAsConstantArrayType(p->getPointeeType());

		if (a)
			*value = a->getSize().getZExtValue();
		return a;
	}
	if (const auto *e = t->getAs<EnumType>()) {
		const EnumDecl *def = e->getDecl()->getDefinition();

		if (!def || def->enumerator_begin() == def->enumerator_end())
			return false;
		*value = def->enumerator_begin()->getInitVal().extOrTrunc(64).getZExtValue();
		return true;
	}
	return false;
}

void Lowering::map_field(struct map *m, const FieldDecl *f, llvm::StringRef map_name, unsigned depth)
{
	llvm::StringRef name = f->getIdentifier() ? f->getName() : "";
	QualType t = f->getType(), pointee = t->getPointeeType();
	struct pos where = positions.at(f->getSourceRange());
	uint64_t n;

	if (name == "key" || name == "value") {
		bool key = name == "key";

		(key ? m->key_pos : m->value_pos) = where;
		if (pointee.isNull() || pointee->containsErrors())
			return;
		if (types.usable(pointee))
			types.complete(pointee);
		else if (!pointee->isRecordType() || !pointee->isIncompleteType())
			return;
		(key ? m->key_type : m->value_type) = types.get(pointee);
		if (!(key ? m->has_key_size : m->has_value_size)) /* a number says more: it may be another one */
			(key ? m->key_size : m->value_size) = types.size(pointee);
		(key ? m->has_key_size : m->has_value_size) |= types.usable(pointee);
	} else if (name == "values") {
		const ArrayType *a = ctx.getAsArrayType(t);
		QualType inner = a ? a->getElementType()->getPointeeType() : QualType();
		const RecordDecl *rd = inner.isNull() ? nullptr : types.record(inner);

		if (!m->has_value_size) { /* as libbpf does: a map or a program goes in by its descriptor */
			m->value_size = 4;
			m->has_value_size = true;
		}
		if (rd && depth < 2) { /* libbpf looks no deeper than one */
			std::string inner_name = rd->getIdentifier() ? rd->getName().str() : map_name.str() + ".inner";

			m->inner = map_of_record(rd, inner_name, where, depth + 1);
		}
	} else if (number_of(t, ctx, &n)) {
		set_number(m, name, n);
		if (name == "type")
			m->type_pos = where;
		if (name == "key_size")
			m->key_pos = where;
		if (name == "value_size")
			m->value_pos = where;
	}
}

uint32_t Lowering::map_of_record(const RecordDecl *rd, llvm::StringRef name, const struct pos &where, unsigned depth)
{
	struct map m = {};

	m.name = keep(name);
	m.form = MAP_BTF;
	m.inner = -1;
	m.is_inner = true;
	m.pos = m.key_pos = m.value_pos = m.type_pos = where;
	for (const FieldDecl *f : rd->fields())
		map_field(&m, f, name, depth);
	return model_map_add(u, &m);
}

void Lowering::legacy_map(struct map *m, const VarDecl *vd, const RecordDecl *rd)
{
	const VarDecl *with = nullptr;
	const Expr *init = vd->getAnyInitializer(with);
	APValue made;

	if (!init || init->isValueDependent() || init->containsErrors())
		return;
	const APValue *v = with->getEvaluatedValue();
	if (!v && evaluate_initializer(init, ctx, with, &made))
		v = &made;
	if (!v || !v->isStruct())
		return;
	const auto *list = dyn_cast<InitListExpr>(init);
	for (const FieldDecl *f : rd->fields()) {
		unsigned i = f->getFieldIndex();
		const APValue &x = v->getStructField(i);

		if (!f->getIdentifier() || !x.isInt())
			continue;
		set_number(m, f->getName(), x.getInt().extOrTrunc(64).getZExtValue());
		if (!list || i >= list->getNumInits() || isa<ImplicitValueInitExpr>(list->getInit(i)))
			continue;
		struct pos at = positions.at(list->getInit(i)->getSourceRange());
		if (f->getName() == "type")
			m->type_pos = at;
		else if (f->getName() == "key_size" || f->getName() == "size_key")
			m->key_pos = at;
		else if (f->getName() == "value_size" || f->getName() == "size_value")
			m->value_pos = at;
	}
}

/* What the slots of a map are initialised with. */
static void find_references(const Stmt *s, llvm::SmallVectorImpl<const ValueDecl *> &out)
{
	if (!s)
		return;
	if (const auto *ref = dyn_cast<DeclRefExpr>(s))
		out.push_back(ref->getDecl());
	for (const Stmt *child : s->children())
		find_references(child, out);
}

uint32_t Lowering::add_map(const VarDecl *vd)
{
	const VarDecl *def = vd->getDefinition();
	struct map m = {};

	if (!def)
		def = vd->getActingDefinition();
	const VarDecl *shown = def ? def : vd;
	const RecordDecl *rd = types.record(ctx.getBaseElementType(shown->getType()));
	std::string name = name_of(vd);
	bool legacy = shown->getMostRecentDecl()->getAttr<SectionAttr>()->getName() != ".maps";

	m.name = keep(name);
	m.form = !def ? MAP_EXTERN : legacy ? MAP_LEGACY : MAP_BTF;
	m.inner = -1;
	m.is_static = !vd->isExternallyVisible();
	m.pos = m.key_pos = m.value_pos = m.type_pos = positions.at(shown->getLocation());

	llvm::SmallVector<const ValueDecl *, 8> references;
	if (rd && legacy && def)
		legacy_map(&m, def, rd);
	else if (rd)
		for (const FieldDecl *f : rd->fields())
			map_field(&m, f, name, 0);
	if (!legacy && def)
		find_references(def->getInit(), references);
	for (const ValueDecl *d : references)
		m.values_funcs |= isa<FunctionDecl>(d);
	uint32_t index = model_map_add(u, &m);

	vars[vd->getCanonicalDecl()] = opnd_addr(OPND_MAP, index);
	for (const ValueDecl *d : references) {
		if (const auto *fd = dyn_cast<FunctionDecl>(d))
			func(fd);
		else if (const auto *other = dyn_cast<VarDecl>(d); other && other->hasGlobalStorage())
			var(other);
	}
	return index;
}

} // namespace bpfproof
