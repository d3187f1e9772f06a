// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * mutator: a clang plugin that lists where a BPF program can be made wrong by one small change, as JSON lines on stdout or in the file
 * that -fplugin-arg-mutator-output=FILE names. It takes the place of what clang was asked to do. With each site stand the programs
 * that it can matter for: those that reach the function or variable it is in.
 */
#include "sites.h"

#include "clang/AST/ASTConsumer.h"
#include "clang/AST/Attr.h"
#include "clang/AST/RecursiveASTVisitor.h"
#include "clang/Frontend/CompilerInstance.h"
#include "clang/Frontend/FrontendPluginRegistry.h"
#include "llvm/Support/JSON.h"
#include "llvm/Support/raw_ostream.h"

#include <map>
#include <memory>

using namespace clang;

namespace {

const char *const kind_names[] = {
#define KIND(name, summary) #name,
#include "kinds.def"
#undef KIND
};

std::string kind_name(Kind kind)
{
	std::string name = kind_names[static_cast<size_t>(kind)];

	for (char &c : name)
		if (c == '_')
			c = '-';
	return name;
}

/* Everything that a function or variable mentions, and what that mentions. */
class Reach : public RecursiveASTVisitor<Reach> {
public:
	void from(const Decl *d)
	{
		if (!d || !seen.insert(d->getCanonicalDecl()).second)
			return;
		if (const auto *f = dyn_cast<FunctionDecl>(d)) {
			const FunctionDecl *body = nullptr;

			if (f->hasBody(body))
				TraverseStmt(body->getBody());
		} else if (const auto *v = dyn_cast<VarDecl>(d)) {
			if (const Expr *init = v->getAnyInitializer())
				TraverseStmt(const_cast<Expr *>(init));
		}
	}

	bool VisitDeclRefExpr(DeclRefExpr *e)
	{
		const ValueDecl *d = e->getDecl();

		if (isa<FunctionDecl>(d) || (isa<VarDecl>(d) && cast<VarDecl>(d)->hasGlobalStorage()))
			from(d);
		return true;
	}

	bool reaches(const Decl *d) const { return seen.count(d->getCanonicalDecl()); }

private:
	std::set<const Decl *> seen;
};

class Consumer : public ASTConsumer {
public:
	Consumer(CompilerInstance &ci, std::string output) : ci(ci), output(std::move(output)) {}

	void HandleTranslationUnit(ASTContext &ctx) override
	{
		Sites sites(ctx);
		std::error_code failed;

		if (ctx.getDiagnostics().hasErrorOccurred())
			return;
		for (const Decl *d : ctx.getTranslationUnitDecl()->decls())
			if (sites.is_own(d))
				look_at(sites, d);
		llvm::raw_fd_ostream to(output, failed);
		if (failed) {
			ctx.getDiagnostics().Report(ctx.getDiagnostics().getCustomDiagID(
				DiagnosticsEngine::Error, "mutator cannot write '%0': %1")) << output << failed.message();
			return;
		}
		for (const Site &s : sites.list)
			print(to, sites, s);
	}

private:
	void look_at(Sites &sites, const Decl *d)
	{
		if (const auto *f = dyn_cast<FunctionDecl>(d)) {
			if (!f->doesThisDeclarationHaveABody())
				return;
			sites.enter(f);
			if (is_program(f)) {
				programs.push_back(f);
				reach[f].from(f);
			}
			find_in_checks(sites, f);
			find_in_calls(sites, f);
			find_in_data(sites, f);
			find_in_program(sites, f);
		} else if (const auto *v = dyn_cast<VarDecl>(d)) {
			sites.enter(v);
			find_in_variable(sites, v);
		}
	}

	void print(llvm::raw_ostream &to, const Sites &sites, const Site &s)
	{
		SourceLocation at = sites.sm.getLocForStartOfFile(sites.sm.getMainFileID()).getLocWithOffset(s.offset);
		bool everywhere = s.kind == Kind::license;
		llvm::json::Array names;

		for (const FunctionDecl *p : programs)
			if (everywhere || reach[p].reaches(s.in))
				names.push_back(p->getName());
		if (names.empty())
			return;
		llvm::json::Object o{
			{"kind", kind_name(s.kind)},
			{"line", sites.sm.getSpellingLineNumber(at)},
			{"column", sites.sm.getSpellingColumnNumber(at)},
			{"offset", s.offset},
			{"length", s.length},
			{"replacement", llvm::json::fixUTF8(s.replacement)},
			{"in", s.in->getName()},
			{"programs", std::move(names)},
		};
		to << llvm::json::Value(std::move(o)) << "\n";
	}

	CompilerInstance &ci;
	std::string output;
	std::vector<const FunctionDecl *> programs;
	std::map<const FunctionDecl *, Reach> reach;
};

class Action : public PluginASTAction {
protected:
	bool ParseArgs(const CompilerInstance &ci, const std::vector<std::string> &args) override
	{
		for (llvm::StringRef arg : args) {
			if (arg.consume_front("output="))
				output = arg.str();
			else
				ci.getDiagnostics().Report(ci.getDiagnostics().getCustomDiagID(
					DiagnosticsEngine::Error, "mutator knows output=FILE only, not '%0'")) << arg;
		}
		return true;
	}

	std::unique_ptr<ASTConsumer> CreateASTConsumer(CompilerInstance &ci, llvm::StringRef) override
	{
		return std::make_unique<Consumer>(ci, output);
	}

	ActionType getActionType() override { return ReplaceAction; }

private:
	std::string output = "-";
};

} // namespace

static FrontendPluginRegistry::Add<Action> registered("mutator", "lists where a BPF program can be made wrong");
