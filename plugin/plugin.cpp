// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * plugin: where clang meets the core. clang hands over the declarations as it parses them; at the end of the file
 * they are lowered to a model, the model is checked once, and what was found is printed. It acts behind clang's own action: an
 * object that the compile makes is there by then, and is checked too. Nothing is kept between
 * files and nothing is global: clangd works on several at the same time in one process.
 */
#include "btf.h"
#include "compare/undone.h"
#include "diagnose.h"
#include "lower.h"
#include "emitted.h"
#include "options.h"
#include "suppress.h"

#include "clang/AST/ASTConsumer.h"
#include "clang/AST/ASTContext.h"
#include "clang/AST/DeclGroup.h"
#include "clang/AST/Decl.h"
#include "clang/AST/DeclCXX.h"
#include "clang/Basic/Diagnostic.h"
#include "clang/Basic/TargetInfo.h"
#include "clang/Frontend/CompilerInstance.h"
#include "clang/Frontend/FrontendPluginRegistry.h"
#include "llvm/Support/raw_ostream.h"

#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <vector>

using namespace clang;

namespace {

struct Free {
	void operator()(struct options *o) const { options_free(o); }
	void operator()(struct report *r) const { report_free(r); }
	void operator()(struct unit *u) const { model_unit_free(u); }
};
using Options = std::unique_ptr<struct options, Free>;

void print_sink(const struct report &r, const char *sink, llvm::raw_ostream &to)
{
	struct text out = {};

	report_sink(sink)->print(&r, false, &out);
	if (out.n)
		to.write(out.s, out.n);
	text_free(&out);
}

/* Statistics alone, for people. */
void print_stats(struct report &r)
{
	uint32_t findings = r.findings.n;

	r.findings.n = 0;
	print_sink(r, "text", llvm::errs());
	r.findings.n = findings;
}

template <typename Print> void write_file(const char *path, DiagnosticsEngine &de, Print print)
{
	std::error_code failed;
	llvm::raw_fd_ostream file(path, failed);

	if (!failed) {
		print(file);
		file.close();
		failed = file.error();
		file.clear_error();
	}
	if (failed)
		de.Report(de.getCustomDiagID(DiagnosticsEngine::Warning, "bpfproof cannot write '%0': %1")) << path << failed.message();
}

void print_model(struct unit &u, llvm::raw_ostream &to)
{
	struct text out = {};
	const char *broken = model_validate(&u);

	model_print(&u, &out);
	to.write(out.s, out.n);
	if (broken)
		to << "; invalid: " << broken << "\n";
	to.flush();
	text_free(&out);
}

/* Is there anything in it that lowering or the suppressions look at? vmlinux.h has 100,000 types that have not. */
bool wanted(const Decl *d, const SourceManager &sm)
{
	if (isa<FunctionDecl>(d) || isa<VarDecl>(d) || isa<NamespaceDecl>(d) || isa<LinkageSpecDecl>(d))
		return true;
	return isa<RecordDecl>(d) && sm.isInMainFile(sm.getExpansionLoc(d->getLocation()));
}

/* Was all of the source followed? Where not, an object may show what is silenced there. */
bool is_whole(const struct report &r)
{
	for (uint32_t i = 0; i < r.stats.n; i++)
		if (!r.stats.at[i].complete)
			return false;
	return !r.unmodelled.n;
}

class Consumer : public ASTConsumer {
public:
	Consumer(CompilerInstance &ci, Options options) : ci(ci), options(std::move(options)), errors(ci.getDiagnostics()) {}

	/* What the parser gives up on leaves no trace in the AST: a function with an error in it may lack statements. */
	bool HandleTopLevelDecl(DeclGroupRef group) override
	{
		for (Decl *d : group) {
			if (wanted(d, ci.getSourceManager()))
				decls.push_back(d);
			if (errors.hasUnrecoverableErrorOccurred())
				broken.insert(d);
		}
		errors.reset();
		return true;
	}

	void HandleTranslationUnit(ASTContext &ctx) override
	{
		std::unique_ptr<struct unit, Free> unit(lower_unit(ctx, decls, broken));
		std::unique_ptr<struct report, Free> report(report_new());
		DiagnosticsEngine &de = ctx.getDiagnostics();
		Suppressions suppressions(ctx, decls);
		struct check_options check = options->check;
		const char *why = nullptr;
		std::string object = options->object == OBJECT_NO || check.needs ? "" : emitted_object(ci, why);

		report->tool_version = BPFPROOF_VERSION;
		if (options->dump_model)
			print_model(*unit, llvm::outs());
		if (options->model)
			write_file(options->model, de, [&](llvm::raw_ostream &to) { print_model(*unit, to); });
		/* what silences a may-reject is of use even where those are not shown */
		check.pedantic |= suppressions.any() || !object.empty();
		if (!object.empty() && !check.budget)
			check.budget = CHECK_BUDGET / 2; /* the other half is for the object */
		check_unit(unit.get(), &check, report.get());
		bool whole = is_whole(*report);
		whole |= add_object(*report, *unit, object, why);
		bring_home(*report, *unit, ctx.getSourceManager());
		drop_unwanted(*report, ctx.getSourceManager());
		suppressions.apply(*report);
		if (!de.hasErrorOccurred())
			suppressions.report_unused(*report, *unit, *options, whole);
		drop_unasked(*report, de);
		report_sort(report.get());
		show(*report, de);
	}

private:
	/* What shows in the object that this compile has made, if it can be read. */
	bool add_object(struct report &r, struct unit &u, const std::string &object, const char *why)
	{
		DiagnosticsEngine &de = ci.getDiagnostics();
		struct core_kernel kernel = btf_core(options->btf);

		if (!object.empty())
			why = undone_compare(&r, &u, object.c_str(), ci.getFrontendOpts().OutputFile.c_str(), options->btf ? &kernel : nullptr,
					     &options->check);
		emitted_locate(r, u, ci.getSourceManager());
		if (why)
			report_unmodelled(&r, nullptr, arena_printf(r.arena, "the object: %s", why), nullptr);
		if (why && options->object == OBJECT_YES)
			de.Report(de.getCustomDiagID(DiagnosticsEngine::Warning, "bpfproof: the object was not checked: %0")) << why;
		return !object.empty() && !why;
	}

	/* What a program makes a function of a system header do wrong is the program's. */
	void bring_home(struct report &r, const struct unit &u, const SourceManager &sm)
	{
		for (uint32_t i = 0; i < r.findings.n; i++) {
			struct finding &f = r.findings.at[i];
			struct pos inside = f.pos;

			if (f.verdict != VERDICT_REJECT || !f.programs.n || in_user_code(sm, f.pos))
				continue;
			for (uint32_t k = 0; k < u.funcs.n; k++)
				if (!strcmp(u.funcs.at[k].name, f.programs.at[0]) && in_user_code(sm, u.funcs.at[k].pos))
					f.pos = u.funcs.at[k].pos;
			report_note(&r, &f, &inside, "it happens here, in what the program calls");
		}
	}

	/* Rules that are off, and what stands in system headers. */
	void drop_unwanted(struct report &r, const SourceManager &sm)
	{
		for (uint32_t i = r.findings.n; i-- > 0;) {
			const struct finding &f = r.findings.at[i];

			if (options_level(options.get(), f.rule) == LEVEL_OFF || !in_user_code(sm, f.pos))
				report_drop(&r, i);
		}
	}

	/* May-rejects, and what a pragma or -w ignores: it is in no other output either. */
	void drop_unasked(struct report &r, DiagnosticsEngine &de)
	{
		for (uint32_t i = r.findings.n; i-- > 0;) {
			const struct finding &f = r.findings.at[i];

			if ((f.verdict == VERDICT_MAY && !options->check.pedantic) ||
			    level_of(de, *options, f) < DiagnosticsEngine::Warning)
				report_drop(&r, i);
		}
	}

	void show(struct report &r, DiagnosticsEngine &de)
	{
		r.show_stats = options->stats;
		r.show_unmodelled = options->stats || options->not_modelled;
		r.show_needs = options->check.needs;
		if (!options->quiet)
			diagnose(de, *options, r);
		if (options->output)
			write_file(options->output, de, [&](llvm::raw_ostream &to) { print_sink(r, "jsonl", to); });
		else if (r.show_unmodelled)
			print_stats(r);
	}

	CompilerInstance &ci;
	Options options;
	std::vector<Decl *> decls;
	llvm::DenseSet<const Decl *> broken;
	DiagnosticErrorTrap errors; /* since the declaration before */
};

bool targets_bpf(const CompilerInstance &ci)
{
	llvm::Triple::ArchType arch = ci.getTarget().getTriple().getArch();

	return arch == llvm::Triple::bpfel || arch == llvm::Triple::bpfeb;
}

/* Completing half a word and precompiling headers want no findings. */
bool is_side_job(CompilerInstance &ci)
{
	return ci.hasCodeCompletionConsumer() || ci.getLangOpts().CompilingPCH ||
	       ci.getFrontendOpts().ProgramAction == frontend::GeneratePCH;
}

class Action : public PluginASTAction {
protected:
	/* The environment is for clangd, which gives plugins no arguments: a mistake there must not stop the editor. */
	bool ParseArgs(const CompilerInstance &ci, const std::vector<std::string> &args) override
	{
		const char *environment = std::getenv("BPFPROOF_OPTIONS");
		DiagnosticsEngine &de = ci.getDiagnostics();

		options.reset(options_new());
		if (environment)
			complain(de, DiagnosticsEngine::Warning, "BPFPROOF_OPTIONS: ",
				 options_parse_all(options.get(), environment));
		for (const std::string &arg : args)
			if (!complain(de, DiagnosticsEngine::Error, "-fplugin-arg-bpfproof-" + arg + ": ",
				      options_parse(options.get(), arg.c_str())))
				return false;
		return true;
	}

	std::unique_ptr<ASTConsumer> CreateASTConsumer(CompilerInstance &ci, llvm::StringRef) override
	{
		options->fixing = ci.getFrontendOpts().ProgramAction == frontend::FixIt;
		if (is_side_job(ci) || !(options->any_target || targets_bpf(ci)))
			return std::make_unique<ASTConsumer>();
		return std::make_unique<Consumer>(ci, std::move(options));
	}

	ActionType getActionType() override { return AddAfterMainAction; }

private:
	static bool complain(DiagnosticsEngine &de, DiagnosticsEngine::Level level, const std::string &where, const char *said)
	{
		if (said)
			de.Report(de.getCustomDiagID(level, "%0%1")) << where << said;
		return !said;
	}

	Options options;
};

} // namespace

static FrontendPluginRegistry::Add<Action> registered("bpfproof", "predicts what the kernel's BPF verifier will refuse");
