// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* emitted: see emitted.h. */
#include "emitted.h"

#include "diagnose.h"

#include "clang/Basic/CharInfo.h"
#include "clang/Basic/FileManager.h"
#include "clang/Basic/SourceManager.h"
#include "clang/Frontend/CompilerInstance.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/Path.h"

#include "compat.h"

using namespace clang;
namespace fs = llvm::sys::fs;
namespace path = llvm::sys::path;

/* ---- finding it ---- */

/* "x-1a2b3c4d.o.tmp" for "x.o": what CompilerInstance::createOutputFile() asks for, and createUniquePath() makes of it. */
static bool is_temporary_of(llvm::StringRef name, llvm::StringRef output)
{
	std::string pattern = (path::stem(output) + "-%%%%%%%%" + path::extension(output) + ".tmp").str();

	if (name.size() != pattern.size())
		return false;
	for (size_t i = 0; i < name.size(); i++)
		if (pattern[i] == '%' ? !isHexDigit(static_cast<unsigned char>(name[i])) : name[i] != pattern[i])
			return false;
	return true;
}

/* Opened once more through its descriptor, it is the right one even where the name means another by now. */
static std::string open_temporary(llvm::StringRef output)
{
	std::error_code error;

	for (fs::directory_iterator i("/proc/self/fd", error, false), end; !error && i != end; i.increment(error)) {
		llvm::SmallString<256> target;

		if (!fs::real_path(i->path(), target) && is_temporary_of(path::filename(target), path::filename(output)))
			return i->path();
	}
	return "";
}

std::string emitted_object(const CompilerInstance &ci, const char *&why)
{
	const FrontendOptions &o = ci.getFrontendOpts();
	std::string file;

	why = nullptr;
	if (o.ProgramAction != frontend::EmitObj)
		return "";
	if (ci.getDiagnostics().hasErrorOccurred()) {
		why = "there were errors";
		return "";
	}
	file = o.UseTemporary ? open_temporary(o.OutputFile) : o.OutputFile;
	if (file.empty() || !fs::is_regular_file(file)) {
		why = "it is no file that can be read";
		return "";
	}
	return file;
}

/* ---- placing what was found in it ---- */

static SourceLocation locate(const SourceManager &sm, const struct pos &p)
{
	if (!p.line)
		return SourceLocation();
	if (auto file = sm.getFileManager().getOptionalFileRef(p.file)) {
		FileID id = sm.translateFile(*file);

		if (id.isValid())
			return sm.translateLineCol(id, p.line, p.col ? p.col : 1);
	}
	return SourceLocation();
}

/* As every other place in that file is written. */
static void settle(struct report &r, const SourceManager &sm, struct pos &p, const struct pos &otherwise)
{
	if (p.handle || !p.file)
		return;

	SourceLocation at = locate(sm, p);
	if (at.isInvalid()) {
		p = otherwise;
		return;
	}
	PresumedLoc shown = sm.getPresumedLoc(at);

	p.handle = p.end_handle = at.getRawEncoding();
	if (shown.isValid())
		p.file = arena_printf(r.arena, "%s", shown.getFilename());
}

/* What can be told at least: the program, or the file. */
static struct pos otherwise_at(struct report &r, const struct unit &u, const struct finding &f, const SourceManager &sm)
{
	SourceLocation begin = sm.getLocForStartOfFile(sm.getMainFileID());
	struct pos top = {};

	for (uint32_t i = 0; f.programs.n && i < u.funcs.n; i++)
		if (!strcmp(u.funcs.at[i].name, f.programs.at[0]))
			return u.funcs.at[i].pos;
	top.file = arena_printf(r.arena, "%s", sm.getPresumedLoc(begin).getFilename());
	top.line = top.col = 1;
	top.handle = begin.getRawEncoding();
	return top;
}

void emitted_locate(struct report &r, const struct unit &u, const SourceManager &sm)
{
	for (uint32_t i = 0; i < r.findings.n; i++) {
		struct finding &f = r.findings.at[i];

		settle(r, sm, f.pos, otherwise_at(r, u, f, sm));
		for (uint32_t k = 0; k < f.notes.n; k++)
			settle(r, sm, f.notes.at[k].pos, f.pos);
		for (uint32_t k = 0; k < f.fixes.n; k++)
			settle(r, sm, f.fixes.at[k].pos, f.pos);
	}
}
