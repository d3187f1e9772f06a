// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * lower_pos: from clang's locations to places in files that a user can open. A token that came out of a macro stands
 * where the macro was written, but one that the user passed to it stands where he wrote it; both know the macro's name.
 * The same ranges come back again and again, so every answer is kept.
 */
#include "lower_impl.h"

#include "clang/Basic/CharInfo.h"
#include "clang/Lex/Lexer.h"

using namespace clang;

namespace bpfproof {

Positions::Positions(ASTContext &ctx, struct unit *u) : sm(ctx.getSourceManager()), lang(ctx.getLangOpts()), u(u) {}

SourceLocation Positions::file_loc(SourceLocation l, bool end) const
{
	SourceLocation outermost = l;

	while (l.isMacroID()) {
		if (sm.isMacroArgExpansion(l)) {
			l = sm.getImmediateSpellingLoc(l);
		} else {
			CharSourceRange r = sm.getImmediateExpansionRange(l);

			l = end ? r.getEnd() : r.getBegin();
		}
	}
	if (l.isValid() && outermost.isMacroID() && sm.isWrittenInScratchSpace(l))
		l = sm.getExpansionLoc(outermost); /* pasted together by ## */
	return l;
}

const char *Positions::macro_at(SourceLocation expansion) const
{
	bool invalid = false;
	const char *s = sm.getCharacterData(expansion, &invalid);
	size_t n = 0;

	if (invalid)
		return nullptr;
	while (isAsciiIdentifierContinue(s[n], true))
		n++;
	return n ? intern_strn(u->names, s, n) : nullptr;
}

struct pos Positions::make(SourceRange r)
{
	struct pos p = {};
	SourceLocation begin = file_loc(r.getBegin(), false), end = file_loc(r.getEnd(), true);
	PresumedLoc at = begin.isValid() ? sm.getPresumedLoc(begin) : PresumedLoc();

	if (at.isInvalid())
		return p;
	if (end.isInvalid() || sm.getFileID(begin) != sm.getFileID(end) || end < begin)
		end = begin;
	if (at.getFilename() != last_spelled) {
		last_spelled = at.getFilename();
		last_file = intern_str(u->names, last_spelled);
	}
	p.file = last_file;
	p.line = at.getLine();
	p.col = at.getColumn();
	PresumedLoc behind = sm.getPresumedLoc(end);
	if (behind.isValid()) {
		p.end_line = behind.getLine();
		p.end_col = behind.getColumn() + Lexer::MeasureTokenLength(end, sm, lang);
	}
	if (r.getBegin().isMacroID())
		p.macro = macro_at(sm.getExpansionLoc(r.getBegin()));
	p.handle = begin.getRawEncoding();
	p.end_handle = end.getRawEncoding();
	return p;
}

const struct pos &Positions::at(SourceRange r)
{
	uint64_t key = (uint64_t)r.getBegin().getRawEncoding() << 32 | r.getEnd().getRawEncoding();
	auto found = known.find(key);

	if (found != known.end())
		return found->second;
	return known[key] = make(r);
}

} // namespace bpfproof

struct pos lower_pos(ASTContext &ctx, struct unit *u, SourceLocation begin, SourceLocation end)
{
	return bpfproof::Positions(ctx, u).at(SourceRange(begin, end));
}
