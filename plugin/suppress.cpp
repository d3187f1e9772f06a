// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * suppress: see suppress.h. Comments are found by a raw lexer, so that a NOLINT in a string is none; a file that
 * does not hold the word is not lexed at all.
 */
#include "suppress.h"

#include "base/spell.h"
#include "diagnose.h"
#include "lower.h"

#include "clang/AST/ASTContext.h"
#include "clang/AST/Attr.h"
#include "clang/AST/Decl.h"
#include "clang/AST/DeclCXX.h"
#include "clang/AST/Expr.h"
#include "clang/Basic/SourceManager.h"
#include "clang/Lex/Lexer.h"
#include "llvm/Support/MemoryBuffer.h"

#include <cctype>
#include <cstring>

#include "compat.h"

using namespace clang;
using bpfproof::starts_with;

static const char rule_prefix[] = "bpf-";
static const char unused_rule[] = "unused-suppression";
static const char ignore_prefix[] = "bpfproof:ignore";

Suppressions::Suppressions(ASTContext &ctx, const std::vector<Decl *> &decls) : ctx(ctx)
{
	read_file(ctx.getSourceManager().getMainFileID());
	for (const Decl *d : decls)
		read_attributes(d);
}

bool Suppressions::any() const
{
	for (const Entry &e : entries)
		if (starts_with(e.name, rule_prefix))
			return true;
	return false;
}

/* ---- comments ---- */

void Suppressions::read_file(FileID file)
{
	const SourceManager &sm = ctx.getSourceManager();

	for (FileID f : files)
		if (f == file)
			return;
	files.push_back(file);

	llvm::MemoryBufferRef buffer = sm.getBufferOrFake(file);
	if (buffer.getBuffer().find("NOLINT") == llvm::StringRef::npos)
		return;

	Lexer lexer(file, buffer, sm, ctx.getLangOpts());
	Token token;
	lexer.SetCommentRetentionState(true);
	do {
		lexer.LexFromRawLexer(token);
		if (token.is(tok::comment)) {
			unsigned offset = sm.getFileOffset(token.getLocation());

			read_comment(file, buffer.getBuffer().substr(offset, token.getLength()), offset);
		}
	} while (token.isNot(tok::eof));
	for (const Entry &e : open) /* never closed: to the end of the file */
		entries.push_back(e);
	open.clear();
}

/* The first byte of the line that holds `offset`, and the first byte behind it. */
static unsigned line_begin(llvm::StringRef text, unsigned offset)
{
	size_t newline = text.take_front(offset).rfind('\n');

	return newline == llvm::StringRef::npos ? 0 : static_cast<unsigned>(newline) + 1;
}

static unsigned line_end(llvm::StringRef text, unsigned offset)
{
	size_t newline = text.find('\n', offset);

	return static_cast<unsigned>(newline == llvm::StringRef::npos ? text.size() : newline + 1);
}

/* The entries of `open` that END closes are those with the same names; a bare END closes every bare one. */
void Suppressions::read_comment(FileID file, llvm::StringRef comment, unsigned offset)
{
	const SourceManager &sm = ctx.getSourceManager();
	llvm::StringRef text = sm.getBufferOrFake(file).getBuffer();
	enum { LINE, NEXTLINE, BEGIN, END } kind = LINE;
	size_t word = comment.find("NOLINT"), names_end;
	llvm::StringRef rest, names;

	if (word == llvm::StringRef::npos)
		return;
	rest = comment.substr(word + 6);
	if (starts_with(rest, "NEXTLINE"))
		kind = NEXTLINE, rest = rest.drop_front(8);
	else if (starts_with(rest, "BEGIN"))
		kind = BEGIN, rest = rest.drop_front(5);
	else if (starts_with(rest, "END"))
		kind = END, rest = rest.drop_front(3);
	if (!rest.empty() && isalnum(static_cast<unsigned char>(rest[0])))
		return;
	if (starts_with(rest, "(") && (names_end = rest.find(')')) != llvm::StringRef::npos) {
		names = rest.slice(1, names_end);
		rest = rest.substr(names_end + 1);
	}

	unsigned after = offset + static_cast<unsigned>(comment.size());
	Entry e = {};
	e.file = file;
	e.comment = true;
	e.by_line = kind == LINE || kind == NEXTLINE;
	e.shown = comment.substr(word, comment.size() - word - rest.size()).str();
	e.at = sm.getComposedLoc(file, offset);
	if (kind == END) {
		for (size_t i = open.size(); i-- > 0;)
			if (open[i].shown == "NOLINTBEGIN" + e.shown.substr(sizeof("NOLINTEND") - 1)) {
				open[i].end = offset;
				entries.push_back(open[i]);
				open.erase(open.begin() + static_cast<long>(i));
			}
		return;
	}
	e.begin = kind == NEXTLINE ? line_end(text, after) : kind == BEGIN ? after : line_begin(text, offset);
	e.end = kind == BEGIN ? static_cast<unsigned>(text.size()) : line_end(text, e.begin);
	if (names.trim().empty())
		names = "*";

	size_t first = entries.size();
	add(e, names);
	if (kind == BEGIN) {
		open.insert(open.end(), entries.begin() + static_cast<long>(first), entries.end());
		entries.resize(first);
	}
}

/* One entry per name in the list. */
void Suppressions::add(const Entry &like, llvm::StringRef names)
{
	while (!names.empty()) {
		auto halves = names.split(',');

		if (!halves.first.trim().empty()) {
			entries.push_back(like);
			entries.back().name = halves.first.trim().str();
		}
		names = halves.second;
	}
}

/* ---- attributes ---- */

/* Local variables are in their function's declaration context, so no statement needs to be walked. */
void Suppressions::read_attributes(const Decl *d)
{
	const SourceManager &sm = ctx.getSourceManager();

	if (d->isImplicit() || !sm.isInMainFile(sm.getExpansionLoc(d->getLocation())))
		return;
	if (d->hasAttrs())
		for (const AnnotateAttr *a : d->specific_attrs<AnnotateAttr>()) {
			llvm::StringRef s = a->getAnnotation();
			std::pair<FileID, unsigned> begin = sm.getDecomposedExpansionLoc(d->getBeginLoc());
			SourceLocation last = sm.getExpansionRange(d->getEndLoc()).getEnd();
			std::pair<FileID, unsigned> end = sm.getDecomposedLoc(last);
			Entry e = {};

			if (!starts_with(s, ignore_prefix) || begin.first != end.first)
				continue;
			e.file = begin.first;
			e.begin = begin.second;
			e.end = end.second + Lexer::MeasureTokenLength(last, sm, ctx.getLangOpts());
			e.shown = s.str();
			e.at = sm.getExpansionLoc(a->getLocation());
			s = s.drop_front(sizeof(ignore_prefix) - 1);
			add(e, starts_with(s, "=") ? s.drop_front(1) : llvm::StringRef("*"));
		}
	if (const auto *function = dyn_cast<FunctionDecl>(d)) {
		if (!function->isThisDeclarationADefinition())
			return;
		for (const Decl *inner : function->decls())
			read_attributes(inner);
	} else if (isa<RecordDecl>(d) || isa<NamespaceDecl>(d) || isa<LinkageSpecDecl>(d)) {
		for (const Decl *inner : cast<DeclContext>(d)->decls())
			read_attributes(inner);
	}
}

/* ---- use ---- */

/* Attributes may leave the "bpf-" out: they are ours alone. What is unused must not silence by a pattern that it is. */
static bool name_covers(const std::string &name, bool comment, const char *rule)
{
	if (!strcmp(rule, unused_rule))
		return name == rule_prefix + std::string(rule) || (!comment && name == rule);
	return spell_match(name.c_str(), (rule_prefix + std::string(rule)).c_str()) ||
	       (!comment && spell_match(name.c_str(), rule));
}

bool Suppressions::covers(const Entry &e, const struct finding &f) const
{
	const SourceManager &sm = ctx.getSourceManager();
	std::pair<FileID, unsigned> at = sm.getDecomposedExpansionLoc(location_of(f.pos));

	if (!name_covers(e.name, e.comment, f.rule))
		return false;
	if (at.first == e.file && at.second >= e.begin && at.second < e.end)
		return true;
	if (!e.by_line || end_location_of(f.pos).isInvalid())
		return false;
	at = sm.getDecomposedExpansionLoc(end_location_of(f.pos));
	return at.first == e.file && at.second >= e.begin && at.second < e.end;
}

void Suppressions::apply(struct report &r)
{
	const SourceManager &sm = ctx.getSourceManager();

	for (uint32_t i = 0; i < r.findings.n; i++)
		if (location_of(r.findings.at[i].pos).isValid())
			read_file(sm.getFileID(sm.getExpansionLoc(location_of(r.findings.at[i].pos))));
	for (uint32_t i = r.findings.n; i-- > 0;) {
		bool silenced = false;

		for (Entry &e : entries)
			if (covers(e, r.findings.at[i]))
				e.used = silenced = true;
		if (silenced)
			report_drop(&r, i);
	}
}

/* What compilers undo depends on their version: another may need the comment. */
static const char other_compilers[] = "compiler-undid";

/* A rule that is off cannot have been silenced; nobody is told to take the comment away. */
enum class Voice { NONE, OFF, ON };

static Voice voice_of(const std::string &name, bool comment, const struct options &o)
{
	Voice voice = Voice::NONE;

	if (name == other_compilers || name == rule_prefix + std::string(other_compilers))
		return Voice::OFF;
	for (size_t i = 0; i < rule_count(); i++) {
		const struct rule_info *rule = rule_at(i);
		enum rule_level level = options_level(&o, rule->name);

		if (!name_covers(name, comment, rule->name))
			continue;
		if (level == LEVEL_OFF || (!rule->on && level == LEVEL_DEFAULT))
			return Voice::OFF;
		voice = Voice::ON;
	}
	return voice;
}

/* A comment that holds nothing else goes, with the white space before it, or with its line when that is empty then. */
void Suppressions::offer_removal(struct report &r, struct finding &f, const Entry &e) const
{
	const SourceManager &sm = ctx.getSourceManager();
	llvm::StringRef text = sm.getBufferOrFake(e.file).getBuffer();
	unsigned at = sm.getFileOffset(e.at), begin = line_begin(text, at), end = line_end(text, at);
	llvm::StringRef line = text.slice(begin, end).rtrim(), before = line.take_front(at - begin).rtrim();
	struct pos where = f.pos;

	if (line.drop_front(at - begin) != "// " + e.shown || e.shown.find(',') != std::string::npos)
		return;
	struct fix *fix = report_fix(&r, &f, &f.pos, "remove the comment");
	where.col = static_cast<uint32_t>(before.size()) + 1;
	where.end_line = where.line + before.empty();
	where.end_col = before.empty() ? 1 : static_cast<uint32_t>(line.size()) + 1;
	report_edit(&r, fix, &where, "");
}

void Suppressions::report_one(struct report &r, struct unit &u, const struct options &o, const Entry &e) const
{
	Voice voice = voice_of(e.name, e.comment, o);
	struct pos at = lower_pos(ctx, &u, e.at, e.at);
	const char *why = voice == Voice::ON ? "'%s' silences nothing: '%s' finds nothing here"
					     : "'%s' silences nothing: there is no rule '%s'";

	if (e.used || voice == Voice::OFF || e.file != ctx.getSourceManager().getMainFileID() ||
	    (e.comment && !starts_with(e.name, rule_prefix)))
		return;
	why = arena_printf(r.arena, why, e.shown.c_str(), e.name.c_str());
	offer_removal(r, *report_add(&r, unused_rule, VERDICT_HAZARD, &at, nullptr, why), e);
}

/* Those that silence this very rule come last: only then is it known what they were good for. */
void Suppressions::report_unused(struct report &r, struct unit &u, const struct options &o, bool whole)
{
	if (options_level(&o, unused_rule) == LEVEL_OFF)
		return;
	for (const Entry &e : entries)
		if ((whole || voice_of(e.name, e.comment, o) == Voice::NONE) && !name_covers(e.name, e.comment, unused_rule))
			report_one(r, u, o, e);
	apply(r);
	for (const Entry &e : entries)
		if (name_covers(e.name, e.comment, unused_rule))
			report_one(r, u, o, e);
}
