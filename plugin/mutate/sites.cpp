// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* sites: see sites.h. */
#include "sites.h"

#include "clang/AST/Attr.h"
#include "clang/Lex/Lexer.h"

using namespace clang;

void Sites::add(Kind kind, CharSourceRange range, const std::string &text)
{
	CharSourceRange file = Lexer::makeFileCharRange(range, sm, ctx.getLangOpts());

	if (file.isInvalid() || sm.getFileID(file.getBegin()) != sm.getMainFileID())
		return;
	unsigned offset = sm.getFileOffset(file.getBegin()), end = sm.getFileOffset(file.getEnd());
	if (end < offset || !seen.insert({{offset, end - offset}, text}).second)
		return;
	list.push_back({kind, offset, end - offset, text, in});
}

void Sites::replace(Kind kind, SourceRange range, const std::string &text)
{
	if (range.isValid())
		add(kind, CharSourceRange::getTokenRange(range), text);
}

void Sites::replace_token(Kind kind, SourceLocation token, const std::string &text)
{
	replace(kind, SourceRange(token, token), text);
}

void Sites::insert_after(Kind kind, SourceLocation token, const std::string &text)
{
	SourceLocation end = Lexer::getLocForEndOfToken(token, 0, sm, ctx.getLangOpts());

	if (end.isValid() && end.isFileID())
		add(kind, CharSourceRange::getCharRange(end, end), text);
}

std::string Sites::text(SourceRange range) const
{
	CharSourceRange file = Lexer::makeFileCharRange(CharSourceRange::getTokenRange(range), sm, ctx.getLangOpts());

	if (file.isInvalid() || sm.getFileID(file.getBegin()) != sm.getMainFileID())
		return "";
	return Lexer::getSourceText(file, sm, ctx.getLangOpts()).str();
}

SourceRange Sites::statement(const Stmt *s) const
{
	SourceLocation end = s->getEndLoc();

	if (!isa<Expr>(s) && !isa<ReturnStmt>(s))
		return s->getSourceRange();
	if (end.isMacroID())
		end = sm.getExpansionRange(end).getEnd();
	auto next = Lexer::findNextToken(end, sm, ctx.getLangOpts());
	if (!next || next->isNot(tok::semi) || s->getBeginLoc().isInvalid())
		return SourceRange();
	return SourceRange(sm.getExpansionLoc(s->getBeginLoc()), next->getLocation());
}

bool Sites::is_own(const Decl *d) const
{
	return sm.isWrittenInMainFile(sm.getExpansionLoc(d->getLocation()));
}

llvm::StringRef section_of(const Decl *d)
{
	const auto *a = d->getAttr<SectionAttr>();

	return a ? a->getName() : "";
}

bool is_program(const FunctionDecl *f)
{
	llvm::StringRef section = section_of(f);

	return !section.empty() && section[0] != '.';
}

const ValueDecl *callee_decl(const CallExpr *c)
{
	const auto *ref = dyn_cast<DeclRefExpr>(c->getCallee()->IgnoreParenImpCasts());

	return ref ? ref->getDecl() : nullptr;
}

llvm::StringRef callee_name(const CallExpr *c)
{
	const ValueDecl *d = callee_decl(c);

	return d && d->getIdentifier() ? d->getName() : "";
}

bool is_constant(const Expr *e, ASTContext &ctx)
{
	Expr::EvalResult r;

	return e->getType()->isIntegerType() && !e->isValueDependent() && e->EvaluateAsInt(r, ctx);
}

const ValueDecl *declared(ASTContext &ctx, llvm::StringRef name)
{
	for (const NamedDecl *d : ctx.getTranslationUnitDecl()->lookup(&ctx.Idents.get(name)))
		if (const auto *v = dyn_cast<ValueDecl>(d))
			return v;
	return nullptr;
}

const char *integer(unsigned bytes, bool is_signed)
{
	switch (bytes) {
	case 1: return is_signed ? "signed char" : "unsigned char";
	case 2: return is_signed ? "short" : "unsigned short";
	case 4: return is_signed ? "int" : "unsigned int";
	case 8: return is_signed ? "long" : "unsigned long";
	}
	return nullptr;
}
