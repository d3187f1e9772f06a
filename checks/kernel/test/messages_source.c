// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * messages_source: holds messages.def against the source of Linux 6.12: every format string that verifier.c, btf.c and log.c print
 * to the verifier's log has a row, and every row that says it comes from there does. The strings are read from clang's syntax
 * tree, not from the text; that nothing was lost on the way (the kernel is not configured here, so its headers are not all there)
 * is checked by counting the calls among the tokens.
 *
 *   messages_source [LINUX]     default: the folder that tools/scripts/corpus prepares
 *
 * Exit status: 0; 1 when the table and the source differ; 77 when there is no source.
 */
#include "kernel/messages.h"

#include <clang-c/Index.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

/* The functions that print, which argument the format is, and what they print before it on the same line. */
static const struct printer {
	const char *name;
	unsigned format;
	const char *before;
} printers[] = {
	{"verbose", 1, ""},
	{"bpf_log", 1, ""},
	{"bpf_verifier_log_write", 1, ""},
	{"verbose_linfo", 2, ""},
	{"__btf_verifier_log", 1, ""},
	{"btf_verifier_log", 1, ""},
	{"__btf_verifier_log_type", 3, "[7] STRUCT x size=7 vlen=7 "},
	{"btf_verifier_log_member", 3, "x type_id=7 bits_offset=7 "},
	{"btf_verifier_log_vsi", 3, "type_id=7 offset=7 size=7 "},
};
/* Macros around them, and the functions' own definitions: what the tokens show and the tree does not. */
static const char *const macros[] = {"btf_verifier_log_type", "btf_verifier_log_basic"};

struct source {
	const char *file;
	unsigned calls, tokens, definitions;
	uint32_t formats, missing;
	const struct printer *printer; /* of the call that is being read */
	CXCursor function;
};

static bool *used; /* by row */

/* ---- formats as patterns, and as a line that might be printed ---- */

/* "%lld" -> "%d", "%#llx" -> "%x"; what is no number is "%s". Returns the format behind the conversion. */
static const char *conversion(const char *f, char *kind)
{
	f++;
	while (*f && strchr("-+ #0123456789.*lhz", *f))
		f++;
	*kind = *f && strchr("diu", *f) ? 'd' : *f && strchr("xX", *f) ? 'x' : 's';
	return *f ? f + 1 : f;
}

static void to_pattern(const char *f, size_t n, struct text *pattern, struct text *line)
{
	const char *end = f + n;

	while (f < end) {
		char kind;

		if (*f != '%') {
			text_addn(pattern, f, 1);
			text_addn(line, f++, 1);
			continue;
		}
		f = conversion(f, &kind);
		text_addf(pattern, "%%%c", kind);
		text_add(line, kind == 's' ? "x" : "7");
	}
}

static char *sample_of(const char *pattern)
{
	struct text unused = {0}, line = {0};

	to_pattern(pattern, strlen(pattern), &unused, &line);
	text_free(&unused);
	return line.s;
}

static const char *skip_space(const char *s)
{
	while (s && (*s == ' ' || *s == '\t'))
		s++;
	return s ? s : "";
}

/* The same, where %i and %I are %d. */
static bool same_pattern(const char *row, const char *format)
{
	for (; *row && *format; row++, format++)
		if (*row != *format && !(row[0] == *format || (row[-1] == '%' && (*row | 32) == 'i' && *format == 'd')))
			return false;
	return !*row && !*format;
}

/* ---- one format ---- */

struct format {
	const struct printer *by;
	const char *pattern;       /* "R%d invalid mem access '%s'" */
	const char *line;          /* as it may be printed: "R7 invalid mem access 'x'" */
	const struct message *row; /* what the table has for that line */
	bool open;                 /* the line goes on with another call */
};

/* Enough that is fixed to tell one line from others? */
static bool has_words(const char *pattern)
{
	uint32_t n = 0;

	for (; *pattern; pattern++)
		if (*pattern == '%')
			pattern += pattern[1] != '\0';
		else
			n += (*pattern | 32) >= 'a' && (*pattern | 32) <= 'z';
	return n >= 4;
}

/* Is this row's pattern what f prints, in a special case or with more behind it? */
static bool is_instance(const struct format *f, const struct message *row)
{
	char *line = sample_of(row->pattern);
	struct text pattern = {0};
	struct message_match m;
	bool fits;

	text_addf(&pattern, "%s%s", skip_space(f->pattern), f->open ? "%s" : "");
	fits = has_words(pattern.s) && !*f->by->before && kernel_message_fits(pattern.s, line, strlen(line), &m);
	text_free(&pattern);
	free(line);
	return fits;
}

static bool covered(const struct format *f)
{
	const struct message *row;
	bool any = false;

	for (size_t i = 0; (row = kernel_message_at(i)); i++) {
		bool part = row->kind == MESSAGE_PART, same = same_pattern(row->pattern, part ? f->pattern : skip_space(f->pattern));
		bool instance = !part && is_instance(f, row);

		if (same && row->elsewhere)
			printf("messages.def: is in this kernel: \"%s\"\n", row->pattern);
		used[i] |= same || row == f->row || instance;
		any |= same || row == f->row || (instance && f->open);
	}
	return any;
}

static void one_line(struct source *s, const char *format, size_t n, bool open, unsigned where)
{
	struct text pattern = {0}, line = {0};
	struct format f = {.by = s->printer, .open = open};

	text_add(&line, s->printer->before);
	to_pattern(format, n, &pattern, &line);
	f.pattern = pattern.s;
	f.line = skip_space(line.s);
	f.row = kernel_message_match(f.line, strlen(f.line)).message;
	s->formats++;
	if (!covered(&f)) {
		s->missing++;
		printf("%s:%u: no row for \"%s\" (%s)\n", s->file, where, pattern.s, f.by->name);
	}
	text_free(&pattern);
	text_free(&line);
}

static void one_format(struct source *s, const char *format, unsigned where)
{
	while (*format) {
		size_t n = strcspn(format, "\n");

		if (n)
			one_line(s, format, n, !format[n], where);
		format += n + (format[n] == '\n');
	}
}

/* ---- the syntax tree ---- */

static char unescape(char c)
{
	return c == 'n' ? '\n' : c == 't' ? '\t' : c;
}

/* A string literal's spelling has its quotes and escapes. */
static void read_literal(struct source *s, CXCursor c)
{
	CXString spelling = clang_getCursorSpelling(c);
	const char *p = clang_getCString(spelling);
	struct text format = {0};
	unsigned line;

	clang_getExpansionLocation(clang_getCursorLocation(c), NULL, &line, NULL, NULL);
	text_add(&format, "");
	for (p += *p == '"'; *p && p[1]; p++) {
		char plain = *p == '\\' ? unescape(*++p) : *p;

		text_addn(&format, &plain, 1);
	}
	one_format(s, format.s, line);
	text_free(&format);
	clang_disposeString(spelling);
}

static enum CXChildVisitResult in_format(CXCursor c, CXCursor parent, CXClientData user);

/* Whatever is assigned to the variable in this function. */
static enum CXChildVisitResult in_function(CXCursor c, CXCursor parent, CXClientData user)
{
	void **pair = user;
	CXCursor *variable = pair[1];

	if (clang_getCursorKind(c) == CXCursor_VarDecl && clang_equalCursors(c, *variable))
		clang_visitChildren(c, in_format, pair[0]);
	if (clang_getCursorKind(parent) == CXCursor_BinaryOperator && clang_getCursorKind(c) == CXCursor_DeclRefExpr &&
	    clang_equalCursors(clang_getCursorReferenced(c), *variable))
		clang_visitChildren(parent, in_format, pair[0]);
	return CXChildVisit_Recurse;
}

static enum CXChildVisitResult in_format(CXCursor c, CXCursor parent, CXClientData user)
{
	struct source *s = user;

	if (clang_getCursorKind(c) == CXCursor_StringLiteral) {
		read_literal(s, c);
		return CXChildVisit_Continue;
	}
	if (clang_getCursorKind(c) == CXCursor_DeclRefExpr && clang_getCursorKind(parent) != CXCursor_BinaryOperator) {
		CXCursor variable = clang_getCursorReferenced(c);
		void *pair[] = {s, &variable};

		if (clang_getCursorKind(variable) == CXCursor_VarDecl)
			clang_visitChildren(s->function, in_function, pair);
		return CXChildVisit_Continue;
	}
	return CXChildVisit_Recurse;
}

static const struct printer *printer(const char *name)
{
	for (size_t i = 0; i < ARRAY_LEN(printers); i++)
		if (!strcmp(name, printers[i].name))
			return &printers[i];
	return NULL;
}

static enum CXChildVisitResult visit(CXCursor c, CXCursor parent, CXClientData user)
{
	struct source *s = user;
	enum CXCursorKind kind = clang_getCursorKind(c);
	CXString name;

	if (clang_getCursorKind(parent) == CXCursor_TranslationUnit) {
		if (!clang_Location_isFromMainFile(clang_getCursorLocation(c)))
			return CXChildVisit_Continue;
		s->function = c;
	}
	if (kind != CXCursor_CallExpr)
		return CXChildVisit_Recurse;
	name = clang_getCursorSpelling(c);
	s->printer = printer(clang_getCString(name));
	if (s->printer && clang_Cursor_getNumArguments(c) > (int)s->printer->format) {
		CXCursor format = clang_Cursor_getArgument(c, s->printer->format);

		s->calls++;
		if (in_format(format, c, s) == CXChildVisit_Recurse)
			clang_visitChildren(format, in_format, s);
	}
	clang_disposeString(name);
	return CXChildVisit_Recurse;
}

/* How often the printers' names stand before a '(' in the text, definitions and macros included. */
static void count_tokens(struct source *s, CXTranslationUnit unit)
{
	CXToken *tokens;
	unsigned n;

	clang_tokenize(unit, clang_getCursorExtent(clang_getTranslationUnitCursor(unit)), &tokens, &n);
	for (unsigned i = 0; i + 1 < n; i++) {
		CXString name = clang_getTokenSpelling(unit, tokens[i]), next = clang_getTokenSpelling(unit, tokens[i + 1]);
		bool before_define = false, type_before = false;

		if (clang_getTokenKind(tokens[i]) == CXToken_Identifier && !strcmp(clang_getCString(next), "(")) {
			bool ours = printer(clang_getCString(name)) != NULL;

			for (size_t k = 0; k < ARRAY_LEN(macros); k++)
				ours |= !strcmp(clang_getCString(name), macros[k]);
			if (ours && i) {
				CXString previous = clang_getTokenSpelling(unit, tokens[i - 1]);

				before_define = !strcmp(clang_getCString(previous), "define");
				type_before = !strcmp(clang_getCString(previous), "void");
				clang_disposeString(previous);
			}
			s->tokens += ours;
			s->definitions += before_define ? 2 : type_before; /* a macro's body calls another printer */
		}
		clang_disposeString(name);
		clang_disposeString(next);
	}
	clang_disposeTokens(unit, tokens, n);
}

static bool read_source(struct source *s)
{
	/* enough of the kernel's own headers for the calls to be parsed; what they lack does not matter */
	static const char *const args[] = {
		"-D__KERNEL__", "-nostdinc", "-Iinclude", "-Iarch/x86/include", "-Iinclude/uapi", "-Iarch/x86/include/uapi",
		"-include", "include/linux/compiler_types.h", "-include", "include/asm-generic/int-ll64.h", "-ferror-limit=0", "-w",
	};
	CXIndex index = clang_createIndex(0, 0);
	CXTranslationUnit unit = NULL;

	if (clang_parseTranslationUnit2(index, s->file, args, ARRAY_LEN(args), NULL, 0,
					CXTranslationUnit_KeepGoing | CXTranslationUnit_DetailedPreprocessingRecord, &unit)) {
		printf("%s: clang cannot read it\n", s->file);
		return false;
	}
	clang_visitChildren(clang_getTranslationUnitCursor(unit), visit, s);
	count_tokens(s, unit);
	clang_disposeTranslationUnit(unit);
	clang_disposeIndex(index);
	return true;
}

/* ---- the table ---- */

static uint32_t stale_rows(void)
{
	const struct message *row;
	uint32_t stale = 0;

	for (size_t i = 0; (row = kernel_message_at(i)); i++)
		if (!used[i] && !row->elsewhere && row->kind != MESSAGE_TRACE) {
			printf("messages.def: not in this kernel: \"%s\"\n", row->pattern);
			stale++;
		}
	return stale;
}

int main(int argc, char **argv)
{
	struct source sources[] = {{.file = "kernel/bpf/verifier.c"}, {.file = "kernel/bpf/btf.c"}, {.file = "kernel/bpf/log.c"}};
	const char *cache = getenv("XDG_CACHE_HOME"), *home = getenv("HOME");
	uint32_t wrong = 0, rows = 0;
	char folder[4096];

	snprintf(folder, sizeof(folder), "%s%s/bpfproof/linux-6.12", cache ? cache : home ? home : "", cache ? "" : "/.cache");
	if (chdir(argc > 1 ? argv[1] : folder) || access(sources[0].file, R_OK)) {
		printf("skipped: no kernel source in %s (tools/scripts/corpus gets it)\n", argc > 1 ? argv[1] : folder);
		return 77;
	}
	while (kernel_message_at(rows))
		rows++;
	used = calloc(rows, sizeof(*used));
	for (size_t i = 0; i < ARRAY_LEN(sources); i++) {
		struct source *s = &sources[i];

		wrong += !read_source(s);
		printf("%s: %u calls read, %u in the text besides %u definitions; %u lines, %u without a row\n", s->file, s->calls,
		       s->tokens - s->definitions, s->definitions, s->formats, s->missing);
		/* calls behind a macro are not counted twice, so the tree may have more */
		if (s->calls < s->tokens - s->definitions) {
			printf("%s: calls were lost\n", s->file);
			wrong++;
		}
		wrong += s->missing;
	}
	wrong += stale_rows();
	printf("%u rows; %u differences\n", rows, wrong);
	free(used);
	return wrong ? 1 : 0;
}
