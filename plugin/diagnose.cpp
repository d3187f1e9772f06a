// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * diagnose: see diagnose.h. Fix-its hang on notes of their own, as clang does where more than one repair is thinkable. When clang is
 * asked to apply them (-fixit) the first hangs on the warning itself, because those on notes it leaves alone.
 */
#include "diagnose.h"

#include "clang/Basic/Diagnostic.h"
#include "clang/Basic/SourceManager.h"
#include "clang/Frontend/FrontendDiagnostic.h"

#include <string>

using namespace clang;
using Level = DiagnosticsEngine::Level;

SourceLocation location_of(const struct pos &p)
{
	return SourceLocation::getFromRawEncoding(p.handle);
}

SourceLocation end_location_of(const struct pos &p)
{
	return SourceLocation::getFromRawEncoding(p.end_handle);
}

bool in_user_code(const SourceManager &sm, const struct pos &p)
{
	SourceLocation at = location_of(p);

	return at.isValid() && !sm.isInSystemHeader(sm.getExpansionLoc(at));
}

/* The message is an argument of "%0": it may hold percent signs. */
static DiagnosticBuilder report_at(DiagnosticsEngine &de, Level level, SourceLocation at, llvm::StringRef message)
{
	return de.Report(at, de.getCustomDiagID(level, "%0")) << message;
}

static CharSourceRange range_of(const struct pos &p)
{
	SourceLocation begin = location_of(p), end = end_location_of(p);

	if (begin.isInvalid() || end.isInvalid())
		return CharSourceRange();
	return CharSourceRange::getTokenRange(begin, end);
}

static void note_at(DiagnosticsEngine &de, SourceLocation at, const std::string &message)
{
	report_at(de, DiagnosticsEngine::Note, at, message);
}

/* Edits know lines and columns; without an extent they insert. */
static bool add_edits(const DiagnosticBuilder &db, const SourceManager &sm, FileID file, const struct fix &x)
{
	for (uint32_t i = 0; i < x.edits.n; i++) {
		const struct edit &e = x.edits.at[i];
		SourceLocation handle = location_of(e.at);
		FileID in = handle.isValid() ? sm.getFileID(sm.getExpansionLoc(handle)) : file;
		SourceLocation begin = sm.translateLineCol(in, e.at.line, e.at.col);

		if (begin.isInvalid())
			return false;
		if (e.at.end_line && (e.at.end_line != e.at.line || e.at.end_col != e.at.col)) {
			SourceLocation end = sm.translateLineCol(in, e.at.end_line, e.at.end_col);

			db << FixItHint::CreateReplacement(CharSourceRange::getCharRange(begin, end), e.text);
		} else {
			db << FixItHint::CreateInsertion(begin, e.text);
		}
	}
	return true;
}

static void offer_fix(DiagnosticsEngine &de, const SourceManager &sm, SourceLocation near, const struct fix &x)
{
	SourceLocation at = location_of(x.pos);
	DiagnosticBuilder db = report_at(de, DiagnosticsEngine::Note, at.isValid() ? at : near, x.title);

	add_edits(db, sm, sm.getFileID(sm.getExpansionLoc(near)), x);
}

/* A rule may be raised above what clang would do with a warning here, never above "ignored". */
Level level_of(DiagnosticsEngine &de, const struct options &o, const struct finding &f)
{
	Level level = de.getDiagnosticLevel(diag::warn_fe_backend_plugin, location_of(f.pos));

	if (level == DiagnosticsEngine::Warning && options_level(&o, f.rule) == LEVEL_ERROR)
		return DiagnosticsEngine::Error;
	return level;
}

static void diagnose_finding(DiagnosticsEngine &de, const struct options &o, const struct finding &f)
{
	const SourceManager &sm = de.getSourceManager();
	SourceLocation at = location_of(f.pos);
	Level level = level_of(de, o, f);

	if (level < DiagnosticsEngine::Warning)
		return;
	{
		CharSourceRange range = range_of(f.pos);
		std::string message = std::string(f.message) + " [bpf-" + f.rule + "]";
		DiagnosticBuilder db = report_at(de, level, at, message);

		if (range.isValid())
			db << range;
		if (o.fixing && f.fixes.n)
			add_edits(db, sm, sm.getFileID(sm.getExpansionLoc(at)), f.fixes.at[0]);
	}
	if (f.pos.macro)
		note_at(de, at, std::string("in expansion of macro '") + f.pos.macro + "'");
	for (uint32_t i = 0; i < f.notes.n; i++) {
		SourceLocation where = location_of(f.notes.at[i].pos);

		note_at(de, where.isValid() ? where : at, f.notes.at[i].text);
	}
	if (f.kernel)
		note_at(de, at, std::string("kernel: \"") + f.kernel + "\"");
	for (uint32_t i = 0; i < f.fixes.n && !o.fixing; i++)
		offer_fix(de, sm, at, f.fixes.at[i]);
}

void diagnose(DiagnosticsEngine &de, const struct options &o, const struct report &r)
{
	for (uint32_t i = 0; i < r.findings.n; i++)
		diagnose_finding(de, o, r.findings.at[i]);
}
