// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * sites: the places of a file where a person might have made a mistake, each as one splice of the main file's text: put
 * `replacement` where `length` bytes from `offset` on are now. Text that comes out of a macro's body, and what other files say, is
 * left alone.
 */
#ifndef BPFPROOF_MUTATE_SITES_H
#define BPFPROOF_MUTATE_SITES_H

#include "clang/AST/ASTContext.h"
#include "clang/AST/Decl.h"
#include "clang/AST/Expr.h"
#include "clang/AST/Stmt.h"
#include "clang/Basic/SourceManager.h"

#include <set>
#include <string>
#include <vector>

enum class Kind {
#define KIND(name, summary) name,
#include "kinds.def"
#undef KIND
};

struct Site {
	Kind kind;
	unsigned offset, length;
	std::string replacement;
	const clang::NamedDecl *in; /* the function or variable that it stands in */
};

class Sites {
public:
	explicit Sites(clang::ASTContext &ctx) : ctx(ctx), sm(ctx.getSourceManager()) {}

	/* What is added from now on stands in this function or variable. */
	void enter(const clang::NamedDecl *d) { in = d; }

	void replace(Kind kind, clang::SourceRange range, const std::string &text);
	void replace_token(Kind kind, clang::SourceLocation token, const std::string &text);
	/* Everything from the first token of `from` to the last of `to`, or behind the token at `after`. */
	void insert_after(Kind kind, clang::SourceLocation token, const std::string &text);

	/* As the main file has it; empty: it does not stand there. */
	std::string text(clang::SourceRange range) const;
	std::string text(const clang::Stmt *s) const { return text(s->getSourceRange()); }
	/* With the semicolon behind it. */
	clang::SourceRange statement(const clang::Stmt *s) const;
	/* Is this declared in the file that is compiled? */
	bool is_own(const clang::Decl *d) const;

	clang::ASTContext &ctx;
	clang::SourceManager &sm;
	std::vector<Site> list;

private:
	void add(Kind kind, clang::CharSourceRange range, const std::string &text);

	const clang::NamedDecl *in = nullptr;
	std::set<std::pair<std::pair<unsigned, unsigned>, std::string>> seen;
};

/* What each file looks for; `f` is the function that `body` belongs to. */
void find_in_checks(Sites &sites, const clang::FunctionDecl *f);
void find_in_data(Sites &sites, const clang::FunctionDecl *f);
void find_in_calls(Sites &sites, const clang::FunctionDecl *f);
void find_in_program(Sites &sites, const clang::FunctionDecl *f);
void find_in_variable(Sites &sites, const clang::VarDecl *v);

/* ---- what they share ---- */

/* The name after SEC, or "". */
llvm::StringRef section_of(const clang::Decl *d);
bool is_program(const clang::FunctionDecl *f);
/* The name of the helper, kfunc or function that is called, or "". */
llvm::StringRef callee_name(const clang::CallExpr *c);
const clang::ValueDecl *callee_decl(const clang::CallExpr *c);
bool is_constant(const clang::Expr *e, clang::ASTContext &ctx);
/* A declaration of this name at file scope, or NULL. */
const clang::ValueDecl *declared(clang::ASTContext &ctx, llvm::StringRef name);
/* The integer type of this size, as C spells it; NULL: there is none. */
const char *integer(unsigned bytes, bool is_signed);

#endif
