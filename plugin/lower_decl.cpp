// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * lower_decl: the unit. What the object file will hold is a root: definitions with a section, those that other objects
 * can see, and all of the main file. Everything else is lowered when a root reaches it, so that a header
 * with a hundred thousand lines costs a look at each of its declarations and no more.
 */
#include "lower_impl.h"

#include "clang/AST/Attr.h"
#include "clang/AST/Mangle.h"
#include "clang/Basic/TargetInfo.h"
#include "clang/Basic/TargetOptions.h"

using namespace clang;

namespace bpfproof {

/* "v4" is 4. Older ones ask nothing of today's kernels, and what the default is differs between compilers. */
static uint8_t cpu_of(llvm::StringRef name)
{
	return name.size() == 2 && name[0] == 'v' && name[1] >= '4' && name[1] <= '9' ? name[1] - '0' : 0;
}

Lowering::Lowering(ASTContext &ctx, const llvm::DenseSet<const Decl *> &broken)
	: ctx(ctx), sm(ctx.getSourceManager()), u(model_unit_new()), positions(ctx, u), types(ctx, u, positions), broken(broken)
{
}

void Lowering::run(llvm::ArrayRef<Decl *> decls)
{
	PresumedLoc main = sm.getPresumedLoc(sm.getLocForStartOfFile(sm.getMainFileID()));

	u->file = intern_str(u->names, main.isValid() ? main.getFilename() : "");
	u->text = sm.getBufferData(sm.getMainFileID()).data();
	u->text_size = sm.getBufferData(sm.getMainFileID()).size();
	u->big_endian = ctx.getTargetInfo().isBigEndian();
	u->cpu = cpu_of(ctx.getTargetInfo().getTargetOpts().CPU);
	u->cplusplus = ctx.getLangOpts().CPlusPlus;
	for (Decl *d : decls)
		root(d);
	while (next_body < bodies.size()) {
		auto next = bodies[next_body++];

		Body(*this, next.second, next.first).run();
	}
	types.finish();
}

void Lowering::root(Decl *d)
{
	if (d->isInvalidDecl() && !isa<FunctionDecl>(d))
		return;
	if (auto *fd = dyn_cast<FunctionDecl>(d)) {
		if (is_root(fd))
			func(fd);
	} else if (auto *vd = dyn_cast<VarDecl>(d)) {
		const auto *section = vd->getAttr<SectionAttr>();

		if (section && section->getName() == "license")
			license(vd);
		if (is_root(vd))
			var(vd);
	} else if (isa<LinkageSpecDecl>(d) || isa<NamespaceDecl>(d) || isa<ExportDecl>(d)) {
		for (Decl *inner : cast<DeclContext>(d)->decls())
			root(inner);
	}
}

/* A C99 inline function has a body here and its symbol elsewhere. */
static bool emitted(const FunctionDecl *fd)
{
	if (!fd->isExternallyVisible())
		return false;
	return !fd->isInlined() || (!fd->getASTContext().getLangOpts().CPlusPlus && fd->isInlineDefinitionExternallyVisible());
}

bool Lowering::is_root(const FunctionDecl *fd) const
{
	if (!fd->doesThisDeclarationHaveABody() || fd->isDependentContext())
		return false;
	return fd->hasAttr<SectionAttr>() || emitted(fd) || sm.isInMainFile(sm.getExpansionLoc(fd->getLocation()));
}

bool Lowering::is_root(const VarDecl *vd) const
{
	if (vd->isThisDeclarationADefinition() == VarDecl::DeclarationOnly || vd->getDeclContext()->isDependentContext() ||
	    vd->getType()->isDependentType())
		return false;
	if (vd->hasAttr<SectionAttr>() || vd->hasAttr<UsedAttr>())
		return true;
	return vd->isExternallyVisible() && !vd->isInline();
}

void Lowering::license(const VarDecl *vd)
{
	const Expr *init = vd->getAnyInitializer();

	if (!init || init->isValueDependent() || init->containsErrors())
		return;
	if (const auto *list = dyn_cast<InitListExpr>(init))
		if (list->getNumInits() == 1 && list->isStringLiteralInit())
			init = list->getInit(0);
	const auto *s = dyn_cast<StringLiteral>(init->IgnoreParenImpCasts());

	if (!s || s->getCharByteWidth() != 1)
		return;
	u->license = keep(s->getBytes().split('\0').first);
	u->license_pos = positions.at(s->getSourceRange());
}

/* ---- functions ---- */

static bool has_errors(const Stmt *s, unsigned depth)
{
	if (!s)
		return false;
	if (depth > 2000)
		return true;
	if (const auto *e = dyn_cast<Expr>(s)) {
		if (e->containsErrors() || e->isTypeDependent())
			return true;
		if (const auto *ref = dyn_cast<DeclRefExpr>(e); ref && ref->getDecl()->isInvalidDecl())
			return true;
	}
	if (const auto *ds = dyn_cast<DeclStmt>(s)) {
		for (const Decl *d : ds->decls()) {
			const auto *vd = dyn_cast<VarDecl>(d);

			if (d->isInvalidDecl() || (vd && has_errors(vd->getInit(), depth + 1)))
				return true;
		}
	}
	for (const Stmt *child : s->children())
		if (has_errors(child, depth + 1))
			return true;
	return false;
}

/* Recovery leaves traces only where clang has complained, so a clean unit is not searched. */
bool Lowering::ok(const FunctionDecl *fd)
{
	if (fd->isInvalidDecl() || fd->isDependentContext() || fd->getType()->isDependentType())
		return false;
	for (const ParmVarDecl *p : fd->parameters())
		if (p->isInvalidDecl() || !types.usable(p->getType().getNonReferenceType()))
			return false;
	QualType result = fd->getReturnType();
	if (!result->isVoidType() && !result->isReferenceType() && !types.usable(result))
		return false;
	if (!ctx.getDiagnostics().hasErrorOccurred())
		return true;
	if (broken.count(fd))
		return false;
	for (const DeclContext *in = fd->getLexicalDeclContext(); in; in = in->getLexicalParent())
		if (broken.count(Decl::castFromDeclContext(in)))
			return false;
	return !has_errors(fd->getBody(), 0);
}

std::string Lowering::name_of(const NamedDecl *d) const
{
	const auto *fd = dyn_cast<FunctionDecl>(d);
	const auto *vd = dyn_cast<VarDecl>(d);
	bool plain = !ctx.getLangOpts().CPlusPlus || (fd && (fd->isExternC() || fd->isMain())) || (vd && vd->isExternC());

	if (const auto *label = d->getAttr<AsmLabelAttr>())
		return label->getLabel().str();
	if (plain && d->getIdentifier())
		return d->getName().str();
	if (d->isInvalidDecl() || d->getDeclContext()->isDependentContext())
		return d->getNameAsString();
	std::string mangled = ASTNameGenerator(const_cast<ASTContext &>(ctx)).getName(d);
	return mangled.empty() ? d->getQualifiedNameAsString() : mangled;
}

static std::string ignore_list(const Decl *d)
{
	std::string list;

	for (const auto *a : d->specific_attrs<AnnotateAttr>()) {
		llvm::StringRef s = a->getAnnotation(), key = "bpfproof:ignore=";

		if (!starts_with(s, key))
			continue;
		list += (list.empty() ? "" : ",") + s.substr(key.size()).str();
	}
	return list;
}

static enum linkage linkage_of(const FunctionDecl *fd, const FunctionDecl *def)
{
	if (fd->hasAttr<WeakAttr>())
		return LINK_WEAK;
	if (!def)
		return LINK_EXTERN;
	return emitted(def) ? LINK_GLOBAL : LINK_STATIC;
}

/* Attributes add up over redeclarations, so the last one has them all. */
struct func Lowering::describe(const FunctionDecl *fd, const FunctionDecl *def)
{
	struct func f = {};
	const FunctionDecl *last = fd->getMostRecentDecl();
	std::string ignore = ignore_list(last);

	f.name = keep(name_of(def ? def : fd));
	if (const auto *section = last->getAttr<SectionAttr>())
		f.section = keep(section->getName());
	f.linkage = linkage_of(last, def);
	if (last->hasAttr<NoInlineAttr>())
		f.flags |= FUNC_NOINLINE;
	if (last->hasAttr<AlwaysInlineAttr>())
		f.flags |= FUNC_ALWAYS_INLINE;
	if (last->hasAttr<NakedAttr>())
		f.flags |= FUNC_NAKED;
	if (last->isNoReturn())
		f.flags |= FUNC_NORETURN;
	if (!def && f.section && !strcmp(f.section, ".ksyms"))
		f.flags |= FUNC_KSYM;
	if (last->isVariadic())
		f.flags |= FUNC_VARIADIC;
	if (last->getVisibility() == HiddenVisibility)
		f.flags |= FUNC_HIDDEN;
	if (sm.isInSystemHeader(sm.getExpansionLoc((def ? def : fd)->getLocation())))
		f.flags |= FUNC_SYSTEM;
	for (const auto *tag : last->specific_attrs<BTFDeclTagAttr>())
		vec_push(&f.decl_tags, keep(tag->getBTFDeclTag()));
	f.ignore = ignore.empty() ? nullptr : keep(ignore);
	f.pos = positions.at((def ? def : fd)->getLocation());
	if (def && def->getBody())
		f.end_pos = positions.at(def->getBody()->getEndLoc());
	return f;
}

uint32_t Lowering::func(const FunctionDecl *fd)
{
	auto known = funcs.find(fd->getCanonicalDecl());

	if (known != funcs.end())
		return known->second;

	const FunctionDecl *def = nullptr;
	if (!fd->hasBody(def))
		def = nullptr;
	struct func f = describe(fd, def);
	bool good = def && ok(def);

	if (def && !good)
		f.flags |= FUNC_ERRORS;
	if (!fd->isInvalidDecl() && !fd->getType()->isDependentType())
		f.type = types.of_function(def ? def : fd);
	uint32_t index = funcs[fd->getCanonicalDecl()] = model_func_add(u, &f);
	if (good && !(f.flags & FUNC_NAKED))
		bodies.push_back({def, index});
	return index;
}

} // namespace bpfproof

struct unit *lower_unit(ASTContext &ctx, llvm::ArrayRef<Decl *> decls, const llvm::DenseSet<const Decl *> &broken)
{
	bpfproof::Lowering lowering(ctx, broken);

	lowering.run(decls);
	return lowering.u;
}
