// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * lower_global: variables that live in a section of the object file, string literals, and their contents byte for byte
 * where clang can work them out. Addresses inside an initialiser become relocations.
 */
#include "lower_impl.h"

#include "clang/AST/APValue.h"
#include "clang/AST/Attr.h"
#include "clang/AST/RecordLayout.h"

using namespace clang;

namespace bpfproof {

/* Writes a constant into bytes. Fails on what has no bytes at compile time: label differences, member pointers ... */
class ConstantWriter {
public:
	ConstantWriter(Lowering &l, uint32_t global, std::vector<uint8_t> &bytes) : l(l), global(global), bytes(bytes) {}
	bool write(const APValue &v, QualType t, uint64_t off);

private:
	Lowering &l;
	uint32_t global;
	std::vector<uint8_t> &bytes;

	bool integer(const llvm::APInt &v, uint64_t size, uint64_t off);
	bool bits(const llvm::APSInt &v, uint64_t bit_off, unsigned width);
	bool array(const APValue &v, QualType t, uint64_t off);
	bool record(const APValue &v, QualType t, uint64_t off);
	bool address(const APValue &v, QualType t, uint64_t off);
	void reloc(struct operand to, uint64_t off, int64_t add);
};

bool ConstantWriter::integer(const llvm::APInt &v, uint64_t size, uint64_t off)
{
	if (off + size > bytes.size())
		return false;
	llvm::APInt wide = v.zextOrTrunc(size * 8);

	for (uint64_t i = 0; i < size; i++)
		bytes[off + (l.u->big_endian ? size - 1 - i : i)] = wide.extractBitsAsZExtValue(8, i * 8);
	return true;
}

bool ConstantWriter::bits(const llvm::APSInt &v, uint64_t bit_off, unsigned width)
{
	if (bit_off + width > bytes.size() * 8)
		return false;
	for (unsigned i = 0; i < width && i < v.getBitWidth(); i++) {
		uint64_t at = l.u->big_endian ? bit_off + width - 1 - i : bit_off + i;
		unsigned in_byte = l.u->big_endian ? 7 - at % 8 : at % 8;

		if (v[i])
			bytes[at / 8] |= 1u << in_byte;
	}
	return true;
}

bool ConstantWriter::array(const APValue &v, QualType t, uint64_t off)
{
	const ConstantArrayType *a = l.ctx.getAsConstantArrayType(t);
	uint64_t given = v.getArrayInitializedElts(), n = a ? a->getSize().getZExtValue() : given;
	QualType elem = l.ctx.getAsArrayType(t)->getElementType();
	uint64_t step = l.types.size(elem);

	for (uint64_t i = 0; i < given; i++)
		if (!write(v.getArrayInitializedElt(i), elem, off + i * step))
			return false;
	if (given < n && v.hasArrayFiller() && !v.getArrayFiller().isAbsent())
		for (uint64_t i = given; i < n; i++)
			if (!write(v.getArrayFiller(), elem, off + i * step))
				return false;
	return true;
}

bool ConstantWriter::record(const APValue &v, QualType t, uint64_t off)
{
	const RecordDecl *rd = l.types.record(t);

	if (!rd)
		return false;
	const ASTRecordLayout &layout = l.ctx.getASTRecordLayout(rd);
	auto member = [&](const FieldDecl *f, const APValue &x) {
		uint64_t at = layout.getFieldOffset(f->getFieldIndex());

		if (f->isBitField())
			return !x.isInt() || bits(x.getInt(), off * 8 + at, bit_width(f, l.ctx));
		return write(x, f->getType(), off + at / 8);
	};

	if (v.isUnion())
		return !v.getUnionField() || member(v.getUnionField(), v.getUnionValue());
	if (const auto *cxx = dyn_cast<CXXRecordDecl>(rd)) {
		unsigned i = 0;

		for (const CXXBaseSpecifier &b : cxx->bases()) {
			const auto *base = cast_or_null<CXXRecordDecl>(l.types.record(b.getType()));

			if (!base || b.isVirtual() || i >= v.getStructNumBases() ||
			    !write(v.getStructBase(i++), b.getType(), off + layout.getBaseClassOffset(base).getQuantity()))
				return false;
		}
	}
	for (const FieldDecl *f : rd->fields())
		if (!(f->isBitField() && !f->getIdentifier()) && !member(f, v.getStructField(f->getFieldIndex())))
			return false;
	return true;
}

void ConstantWriter::reloc(struct operand to, uint64_t off, int64_t add)
{
	struct reloc r = {};

	r.off = off;
	r.index = to.index;
	r.add = add + to.imm;
	r.to = to.kind == OPND_FUNC ? reloc::RELOC_FUNC : to.kind == OPND_MAP ? reloc::RELOC_MAP : reloc::RELOC_GLOBAL;
	vec_push(&l.u->globals.at[global].relocs, r);
}

bool ConstantWriter::address(const APValue &v, QualType t, uint64_t off)
{
	APValue::LValueBase base = v.getLValueBase();
	uint64_t size = l.types.size(t);

	if (!base)
		return integer(llvm::APInt(64, v.getLValueOffset().getQuantity()), size, off);
	if (off + size > bytes.size() || size != 8)
		return false;
	struct operand to = l.static_address(base);

	if (to.kind == OPND_NONE)
		return false;
	reloc(to, off, v.getLValueOffset().getQuantity());
	return true;
}

bool ConstantWriter::write(const APValue &v, QualType t, uint64_t off)
{
	if (const auto *atomic = t->getAs<AtomicType>())
		t = atomic->getValueType();
	switch (v.getKind()) {
	case APValue::None:
	case APValue::Indeterminate:
		return true;
	case APValue::Int:
		return integer(v.getInt(), l.types.size(t), off);
	case APValue::Float:
		return integer(v.getFloat().bitcastToAPInt(), l.types.size(t), off);
	case APValue::Array:
		return array(v, t, off);
	case APValue::Struct:
	case APValue::Union:
		return record(v, t, off);
	case APValue::LValue:
		return address(v, t, off);
	case APValue::Vector: {
		const auto *vt = t->getAs<VectorType>();

		for (unsigned i = 0; vt && i < v.getVectorLength(); i++)
			if (!write(v.getVectorElt(i), vt->getElementType(), off + i * l.types.size(vt->getElementType())))
				return false;
		return vt;
	}
	default:
		return false;
	}
}

/* ---- what has an address at compile time ---- */

struct operand Lowering::static_address(APValue::LValueBase base)
{
	if (const auto *d = base.dyn_cast<const ValueDecl *>()) {
		if (const auto *fd = dyn_cast<FunctionDecl>(d))
			return opnd_addr(OPND_FUNC, func(fd));
		if (const auto *vd = dyn_cast<VarDecl>(d))
			return vd->hasGlobalStorage() ? var(vd) : opnd_none();
		return opnd_none();
	}
	const auto *e = base.dyn_cast<const Expr *>();

	if (!e)
		return opnd_none();
	if (const auto *s = dyn_cast<StringLiteral>(e))
		return string(s->getBytes(), s->getType());
	if (const auto *p = dyn_cast<PredefinedExpr>(e))
		return p->getFunctionName() ? string(p->getFunctionName()->getBytes(), p->getType()) : opnd_none();
	if (const auto *c = dyn_cast<CompoundLiteralExpr>(e))
		return c->isFileScope() ? compound(c) : opnd_none();
	return opnd_none();
}

uint32_t Lowering::add_private(llvm::StringRef name, llvm::StringRef section, QualType t)
{
	struct global g = {};

	g.name = keep(name);
	g.section = keep(section);
	g.type = types.complete(t);
	g.kind = GLOBAL_RODATA;
	g.size = types.size(t);
	g.align = types.align(t);
	g.is_static = g.is_const = true;
	return model_global_add(u, &g);
}

struct operand Lowering::string(llvm::StringRef bytes, QualType t)
{
	uint64_t size = types.size(t);
	std::string key = bytes.str() + "/" + std::to_string(size) + "/" + std::to_string(types.align(t));
	auto made = strings.try_emplace(key, 0);

	if (made.second) {
		std::string n = ".str" + (nstrings ? "." + std::to_string(nstrings) : "");

		nstrings++;
		uint32_t index = add_private(n, ".rodata.str1." + std::to_string(types.align(t)), t);
		auto *init = static_cast<uint8_t *>(arena_alloc(u->arena, size));

		memcpy(init, bytes.data(), std::min<uint64_t>(size, bytes.size()));
		u->globals.at[index].init = init;
		u->globals.at[index].has_init = true;
		made.first->second = index;
	}
	return opnd_addr(OPND_GLOBAL, made.first->second);
}

struct operand Lowering::constant(QualType t, const APValue &v)
{
	uint32_t index = add_private(".const." + std::to_string(nconstants++), ".rodata", t);

	set_init(index, v, t);
	return opnd_addr(OPND_GLOBAL, index);
}

struct operand Lowering::compound(const CompoundLiteralExpr *e)
{
	auto found = literals.find(e);

	if (found != literals.end())
		return found->second;

	QualType t = e->getType();
	uint32_t index = add_private(".compoundliteral." + std::to_string(ncompound++), ".data", t);
	struct operand at = literals[e] = opnd_addr(OPND_GLOBAL, index);
	Expr::EvalResult r;

	u->globals.at[index].pos = positions.at(e->getSourceRange());
	if (!t.isConstant(ctx)) {
		u->globals.at[index].is_const = false;
		u->globals.at[index].kind = GLOBAL_DATA;
	} else {
		u->globals.at[index].section = keep(".rodata");
	}
	if (!e->isValueDependent() && e->getInitializer()->EvaluateAsRValue(r, ctx, false) && !r.HasSideEffects)
		set_init(index, r.Val, t);
	return at;
}

/* ---- variables ---- */

static bool in_section(llvm::StringRef section, llvm::StringRef base)
{
	return section == base || (starts_with(section, base) && section[base.size()] == '.');
}

enum global_kind Lowering::kind_of(const VarDecl *vd, llvm::StringRef section) const
{
	if (section == ".kconfig")
		return GLOBAL_KCONFIG;
	if (section == ".ksyms")
		return GLOBAL_KSYM;
	if (section.empty() ? vd->getType().isConstant(ctx) : in_section(section, ".rodata"))
		return GLOBAL_RODATA;
	if (section.empty() || in_section(section, ".data") || in_section(section, ".bss") || section == ".addr_space.1")
		return GLOBAL_DATA;
	return GLOBAL_SPECIAL;
}

static std::string static_local_name(const VarDecl *vd, const std::string &name)
{
	const auto *fd = dyn_cast<FunctionDecl>(vd->getDeclContext());

	return fd && fd->getIdentifier() ? fd->getName().str() + "." + name : name;
}

uint32_t Lowering::add_global(const VarDecl *vd)
{
	const VarDecl *last = vd->getMostRecentDecl(), *def = vd->getDefinition();
	const auto *section = last->getAttr<SectionAttr>();
	QualType t = (def ? def : last)->getType(), elem = ctx.getBaseElementType(t);
	struct global g = {};
	std::string name = name_of(vd);

	if (!def)
		def = vd->getActingDefinition();
	g.name = keep(vd->isStaticLocal() ? static_local_name(vd, name) : name);
	if (section)
		g.section = keep(section->getName());
	g.kind = kind_of(last, section ? section->getName() : "");
	g.is_extern = !def;
	if (!def && g.kind != GLOBAL_KCONFIG && g.kind != GLOBAL_KSYM)
		g.kind = GLOBAL_EXTERN;
	g.is_static = !vd->isExternallyVisible();
	g.is_const = elem.isConstQualified();
	g.is_volatile = elem.isVolatileQualified();
	g.is_weak = last->hasAttr<WeakAttr>();
	g.is_arena = types.addr_space(t) == 1;
	g.size = types.size(t);
	g.align = std::max<uint32_t>(types.align(t), types.usable(t) ? ctx.getDeclAlign(def ? def : last).getQuantity() : 1);
	g.pos = positions.at((def ? def : vd)->getLocation());
	for (const auto *tag : last->specific_attrs<BTFDeclTagAttr>())
		vec_push(&g.decl_tags, keep(tag->getBTFDeclTag()));
	uint32_t index = model_global_add(u, &g);

	vars[vd->getCanonicalDecl()] = opnd_addr(OPND_GLOBAL, index); /* initialisers may come back here */
	types.complete(t);
	type_id type = types.of(def ? def : last);
	u->globals.at[index].type = type;
	if (def)
		init_global(index, def);
	if (!section && def) {
		struct global &now = u->globals.at[index];
		bool zero = now.has_init && !now.init && !now.relocs.n;

		now.section = keep(now.is_arena ? ".addr_space.1" : now.kind == GLOBAL_RODATA ? ".rodata"
				   : zero ? ".bss" : ".data");
	}
	return index;
}

void Lowering::init_global(uint32_t index, const VarDecl *def)
{
	const VarDecl *with = nullptr;
	const Expr *init = def->getAnyInitializer(with);
	APValue v;

	if (!types.usable(def->getType()))
		return;
	if (!init) {
		u->globals.at[index].has_init = true;
		return;
	}
	if (init->isValueDependent() || init->containsErrors() || u->globals.at[index].size > 4 << 20)
		return;
	if (const APValue *known = with->getEvaluatedValue())
		set_init(index, *known, def->getType());
	else if (evaluate_initializer(init, ctx, with, &v))
		set_init(index, v, def->getType());
}

void Lowering::set_init(uint32_t index, const APValue &v, QualType t)
{
	std::vector<uint8_t> bytes(types.size(t));
	ConstantWriter writer(*this, index, bytes);
	bool zero = true;

	if (!writer.write(v, t, 0)) {
		vec_free(&u->globals.at[index].relocs);
		return;
	}
	for (uint8_t byte : bytes)
		zero &= !byte;
	struct global &g = u->globals.at[index];
	g.has_init = true;
	if (!zero)
		g.init = static_cast<uint8_t *>(arena_copy(u->arena, bytes.data(), bytes.size()));
}

struct operand Lowering::var(const VarDecl *vd)
{
	auto known = vars.find(vd->getCanonicalDecl());

	if (known != vars.end())
		return known->second;
	if (is_map(vd))
		return vars[vd->getCanonicalDecl()] = opnd_addr(OPND_MAP, add_map(vd));
	return opnd_addr(OPND_GLOBAL, add_global(vd));
}

/* Enough for every helper there will be, and too small for an address that somebody wrote down. */
enum { MAX_HELPER = 4096 };

uint32_t Lowering::helper(const VarDecl *vd)
{
	const auto *p = vd->getType()->getAs<PointerType>();
	auto made = helpers.try_emplace(vd->getCanonicalDecl(), 0);

	if (!made.second || !p || !p->getPointeeType()->isFunctionType())
		return made.first->second;
	const Expr *init = vd->getAnyInitializer();
	Expr::EvalResult r;

	if (!init || init->isValueDependent() || init->containsErrors() || !vd->hasGlobalStorage())
		return 0;
	init = init->IgnoreParenCasts();
	if (init->getType()->isIntegralOrEnumerationType() && init->EvaluateAsInt(r, ctx)) {
		llvm::APSInt n = r.Val.getInt();

		if (n.isNonNegative() && n.getActiveBits() < 32 && n.getZExtValue() < MAX_HELPER)
			made.first->second = n.getZExtValue();
	}
	return made.first->second;
}

} // namespace bpfproof
