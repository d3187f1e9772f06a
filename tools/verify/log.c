// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * log: see log.h. Most lines are the verifier's own: instructions, states, source lines. What is none of these may be the words that tools
 * put around a log (log_frames.c), and is else kept as what was said.
 *
 * The verifier follows one side of a branch to its end and comes back for the other, last branch first; "from X to Y" says so. Then
 * the path is cut back to the last X that it has not come back to yet. In terse logs (level 1) the kernel has cut already, and
 * nothing is lost by doing it again.
 */
#define _GNU_SOURCE /* memmem, memrchr */
#include "verify/log_parts.h"
#include "kernel/messages.h"

#include <stdlib.h>

enum { MOST_SAID = 64 };

/* ---- one log after the other ---- */

static void resolve_lines(struct reader *r, struct log *l);

struct log *log_current(struct reader *r)
{
	return r->log == NO_LOG ? NULL : &r->logs->at.at[r->log];
}

void log_close(struct reader *r)
{
	struct log *l = log_current(r);

	if (l)
		resolve_lines(r, l);
	r->log = NO_LOG;
	r->line = NO_LINE;
	r->line_is_new = r->line_is_unsure = false;
	r->before = (struct slice){0};
	r->line_of.n = 0;
}

static bool is_empty(const struct log *l)
{
	return !l->path.n && !l->error.n && !l->program.n;
}

/* A new log; what was read without a frame around it so far and is none goes away. */
struct log *log_open(struct reader *r, struct slice program)
{
	struct logs *all = r->logs;
	struct log fresh = {.program = program};

	if (log_current(r) && is_empty(log_current(r)) && r->framed) {
		vec_free(&log_current(r)->said);
		vec_free(&log_current(r)->lines);
		all->at.n--;
		r->log = NO_LOG;
	}
	log_close(r);
	vec_push(&all->at, fresh);
	r->log = all->at.n - 1;
	return log_current(r);
}

static struct log *need_log(struct reader *r)
{
	struct log *l = log_current(r);

	return l && !l->ended ? l : log_open(r, (struct slice){0});
}

/* ---- the verifier's own lines ---- */

bool log_take_number(struct slice *a, uint32_t *number)
{
	uint64_t n = 0;
	uint32_t i = 0;

	while (i < a->n && a->s[i] >= '0' && a->s[i] <= '9' && n < UINT32_MAX / 2)
		n = n * 10 + (uint64_t)(a->s[i++] - '0');
	if (!i)
		return false;
	*number = (uint32_t)n;
	*a = slice_from(*a, a->s + i);
	return true;
}

bool log_take(struct slice *a, const char *words)
{
	if (!slice_starts(*a, words))
		return false;
	*a = slice_from(*a, a->s + strlen(words));
	return true;
}

/* "R1=ctx() R10=fp0", "frame1: R6_w=2" */
static bool is_state(struct slice a)
{
	uint32_t n, i;

	if (log_take(&a, "frame") && (!log_take_number(&a, &n) || !log_take(&a, ":")))
		return false;
	a = slice_trim(a);
	if (!log_take(&a, "R") || !log_take_number(&a, &n) || n > 10)
		return false;
	for (i = 0; i < a.n && strchr("_rwDPd", a.s[i]); i++)
		;
	return i < a.n && a.s[i] == '=';
}

static bool is_hex(char c)
{
	return (c >= '0' && c <= '9') || ((c | 32) >= 'a' && (c | 32) <= 'f');
}

/* "(79) r0 = ...": the opcode before an instruction */
static bool take_opcode(struct slice *a)
{
	if (a->n < 5 || a->s[0] != '(' || !is_hex(a->s[1]) || !is_hex(a->s[2]) || a->s[3] != ')')
		return false;
	*a = slice_from(*a, a->s + 4);
	return true;
}

/* Where the kernel came back to a jump, its log may go on in the same line: "if w1 == 0x7 goto pc+3 14: R0=1". */
static struct slice cut_state(struct slice *text)
{
	struct slice rest = *text, state;
	const char *colon;
	uint32_t n;

	while ((colon = slice_find(rest, ": "))) {
		rest = slice_from(rest, colon + 2);
		if (is_state(rest)) {
			state = rest;
			for (n = (uint32_t)(colon - text->s); n > 0 && text->s[n - 1] >= '0' && text->s[n - 1] <= '9'; n--)
				;
			text->n = n;
			return state;
		}
	}
	return (struct slice){0};
}

static void add_step(struct reader *r, uint32_t insn, struct slice text)
{
	struct log *l = need_log(r);
	struct log_step step = {.insn = insn, .line = r->line_is_unsure ? NO_LINE : r->line, .before = r->before};
	const char *state;

	r->before = (struct slice){0};
	text = slice_trim(text);
	state = slice_find(text, " ; ");
	if (state) {
		step.after = slice_trim(slice_from(text, state + 3));
		text.n = (uint32_t)(state - text.s);
	} else if (slice_starts(text, "if ")) {
		r->before = cut_state(&text);
	}
	step.text = slice_trim(text);
	if (r->line_is_new && insn < 1 << 20) {
		while (r->line_of.n <= insn)
			vec_push(&r->line_of, 0);
		r->line_of.at[insn] = r->line + 1;
	}
	r->line_is_new = false;
	l->said.n = 0;
	vec_push(&l->path, step);
	r->line_is_unsure |= r->before.n > 0;
}

/* A branch that waited. Where its first instruction is of the source line that was printed last, perhaps in a part of the log that is
 * gone, the kernel does not print it again. */
static void come_back(struct reader *r, uint32_t from, uint32_t to)
{
	struct log *l = need_log(r);
	uint32_t n = l->path.n;

	while (n && (l->path.at[n - 1].insn != from || l->path.at[n - 1].popped || (n < l->path.n && l->path.at[n].insn == to)))
		n--;
	l->head_lost |= !n;
	l->path.n = n;
	if (n)
		l->path.at[n - 1].popped = true;
	l->said.n = 0;
	r->line_is_unsure = true;
}

/* Lines that were not printed are those of the nearest instruction before. */
static void resolve_lines(struct reader *r, struct log *l)
{
	for (uint32_t i = 0; i < l->path.n; i++) {
		struct log_step *s = &l->path.at[i];
		uint32_t at = s->insn < r->line_of.n ? s->insn + 1 : r->line_of.n;

		for (uint32_t k = at; s->line == NO_LINE && k > 0 && k + 4096 > at; k--)
			if (r->line_of.at[k - 1]) {
				s->line = r->line_of.at[k - 1] - 1;
				s->guessed = k - 1 != s->insn;
			}
	}
}

static bool is_number(struct slice a)
{
	uint32_t n;

	return log_take_number(&a, &n) && !a.n;
}

/* "prog.bpf.c:21" */
bool log_take_place(struct slice place, struct log_line *line)
{
	const char *colon = place.n ? memrchr(place.s, ':', place.n) : NULL;
	struct slice number = colon ? slice_from(place, colon + 1) : (struct slice){0};

	if (!colon || !is_number(number))
		return false;
	line->file = (struct slice){place.s, (uint32_t)(colon - place.s)};
	(void)log_take_number(&number, &line->line);
	return true;
}

/* "; v->n++; @ prog.bpf.c:21" */
static void add_line(struct reader *r, struct slice text)
{
	struct log *l = need_log(r);
	struct log_line line = {.text = slice_trim(text)};

	for (uint32_t i = line.text.n; i > 3; i--)
		if (!memcmp(line.text.s + i - 3, " @ ", 3)) {
			if (log_take_place(slice_from(line.text, line.text.s + i), &line)) {
				line.text.n = i - 3;
				line.text = slice_trim(line.text);
			}
			break;
		}
	vec_push(&l->lines, line);
	r->line = l->lines.n - 1;
	r->line_is_new = true;
	r->line_is_unsure = false;
}

/* A function is verified on its own: the path so far has nothing to do with it. */
static bool is_fresh_start(struct slice line)
{
	return slice_starts(line, "Validating ") || (slice_starts(line, "Func#") && slice_find(line, "is safe for any args"));
}

static bool verifier_line(struct reader *r, struct slice line)
{
	struct slice rest = line;
	uint32_t insn, to;

	if (slice_starts(line, ";")) {
		add_line(r, slice_from(line, line.s + 1));
		return true;
	}
	if (log_take_number(&rest, &insn) && log_take(&rest, ": ")) {
		rest = slice_trim(rest);
		if (take_opcode(&rest)) {
			add_step(r, insn, rest);
			return true;
		}
		if (!is_state(rest))
			return slice_is(rest, "safe");
		(void)need_log(r);
		r->before = rest;
		return true;
	}
	rest = line;
	if (log_take(&rest, "from ") && log_take_number(&rest, &insn) && log_take(&rest, " to ") && log_take_number(&rest, &to)) {
		const char *colon = slice_find(rest, ":");

		if (!colon)
			return false;
		rest = slice_trim(slice_from(rest, colon + 1));
		come_back(r, insn, to);
		r->before = is_state(rest) ? rest : (struct slice){0};
		return true;
	}
	if (is_state(line)) {
		(void)need_log(r);
		r->before = line;
		return true;
	}
	return false;
}

static void keep_said(struct log *l, struct slice line)
{
	if (l->said.n == MOST_SAID) {
		memmove(l->said.at, l->said.at + 1, (MOST_SAID - 1) * sizeof(*l->said.at));
		l->said.n--;
	}
	vec_push(&l->said, line);
}

static void other_line(struct reader *r, struct slice line, bool from_libbpf)
{
	struct log *l = log_current(r);

	if (is_fresh_start(line) && l) {
		l->path.n = l->said.n = 0;
		l->head_lost = false;
		r->before = (struct slice){0};
		return;
	}
	if (from_libbpf && r->outside.n < MOST_SAID)
		vec_push(&r->outside, line);
	if (from_libbpf || (l && l->ended) || (!l && r->framed))
		return;
	keep_said(need_log(r), line);
}

/* ---- lines as they come ---- */

/* Without colours. */
static struct slice plain(struct reader *r, struct slice line)
{
	struct text out = {0};
	struct slice clean;

	if (!line.n || !memchr(line.s, '\033', line.n))
		return line;
	text_add(&out, "");
	for (uint32_t i = 0; i < line.n; i++) {
		if (line.s[i] != '\033') {
			text_addn(&out, line.s + i, 1);
			continue;
		}
		while (i < line.n && line.s[i] != 'm')
			i++;
	}
	clean = (struct slice){arena_copy(r->logs->arena, out.s, out.n + 1), (uint32_t)out.n};
	text_free(&out);
	return clean;
}

static void read_text(struct reader *r, const char *text, size_t n);

/* Some programs log a log as one line, with its line ends written as "\n". */
static bool escaped_line(struct reader *r, struct slice line)
{
	const char *first = slice_find(line, "\\n");
	struct text out = {0};

	if (!first || r->depth || !slice_find(slice_from(line, first + 2), "\\n"))
		return false;
	for (uint32_t i = 0; i < line.n; i++) {
		char c = line.s[i];

		if (c == '\\' && i + 1 < line.n && strchr("nt\"'\\", line.s[i + 1])) {
			c = line.s[++i];
			c = c == 'n' ? '\n' : c == 't' ? '\t' : c;
		}
		text_addn(&out, &c, 1);
	}
	r->depth++;
	read_text(r, arena_copy(r->logs->arena, out.s, out.n + 1), out.n);
	r->depth--;
	text_free(&out);
	return true;
}

/* A few messages lack their end of line; the statistics follow at once. */
static const char *statistics_in(struct slice line)
{
	const char *at = slice_find(line, "processed ");
	struct slice rest = slice_from(line, at ? at + strlen("processed ") : line.s);
	uint32_t n;

	return at > line.s && log_take_number(&rest, &n) && slice_starts(rest, " insns (limit ") ? at : NULL;
}

void log_read_line(struct reader *r, struct slice line)
{
	const char *libbpf, *statistics;

	line = slice_trim(plain(r, line));
	statistics = statistics_in(line);
	if (statistics) {
		log_read_line(r, (struct slice){line.s, (uint32_t)(statistics - line.s)});
		line = slice_from(line, statistics);
	}
	if (!line.n || verifier_line(r, line) || escaped_line(r, line))
		return;
	libbpf = slice_find(line, "libbpf: ");
	if (libbpf && libbpf - line.s < 100)
		line = slice_trim(slice_from(line, libbpf + strlen("libbpf: ")));
	else
		libbpf = NULL;
	if (line.n && !log_frame_line(r, line))
		other_line(r, line, libbpf != NULL);
}

static void read_text(struct reader *r, const char *text, size_t n)
{
	while (n) {
		const char *end = memchr(text, '\n', n);
		size_t length = end ? (size_t)(end - text) : n;

		if (length < UINT32_MAX)
			log_read_line(r, (struct slice){text, (uint32_t)length});
		length += end != NULL;
		text += length;
		n -= length;
	}
}

/* ---- what it came to ---- */

static bool is_reason(struct slice line)
{
	const struct message *m = kernel_message_match(line.s, line.n).message;

	return m && m->class;
}

/* Lines that say nothing about a refusal go. */
static void drop_traces(struct log *l)
{
	uint32_t kept = 0;

	for (uint32_t i = 0; i < l->said.n; i++) {
		const struct message *m = kernel_message_match(l->said.at[i].s, l->said.at[i].n).message;

		if (!m || m->class)
			l->said.at[kept++] = l->said.at[i];
	}
	l->said.n = kept;
}

static void judge(struct log *l, bool framed)
{
	bool reason = false;

	drop_traces(l);
	for (uint32_t i = 0; i < l->said.n; i++)
		reason |= is_reason(l->said.at[i]);
	if (l->path.n && l->path.at[0].insn && !l->path.at[0].before.n)
		l->head_lost = true;
	l->tail_lost = l->path.n && !l->ended && !l->said.n;
	/* without a frame, lines that nobody knows may be anything */
	if (!l->verdict && (reason || (l->said.n && l->path.n)))
		l->verdict = LOG_REJECTED;
	else if (!l->verdict && l->ended)
		l->verdict = LOG_ACCEPTED;
}

static void drop_log(struct logs *logs, uint32_t i)
{
	struct log *l = &logs->at.at[i];

	vec_free(&l->path);
	vec_free(&l->lines);
	vec_free(&l->said);
	memmove(l, l + 1, (--logs->at.n - i) * sizeof(*l));
}

/* Without a log, what libbpf said may still be a reason. */
static void use_outside(struct reader *r)
{
	for (uint32_t i = r->outside.n; i-- > 0;)
		if (is_reason(r->outside.at[i])) {
			struct log l = {.verdict = LOG_REJECTED, .program = log_quoted(r->outside.at[i], "prog '", "'")};

			vec_push(&l.said, r->outside.at[i]);
			vec_push(&r->logs->at, l);
			return;
		}
}

void logs_read(struct logs *logs, const char *text, size_t n)
{
	struct reader r = {.logs = logs, .log = NO_LOG, .line = NO_LINE};

	if (!logs->arena)
		logs->arena = arena_new();
	read_text(&r, text, n);
	log_close(&r);
	for (uint32_t i = logs->at.n; i-- > 0;) {
		judge(&logs->at.at[i], r.framed);
		if (logs->at.at[i].verdict == LOG_UNKNOWN && !logs->at.at[i].path.n)
			drop_log(logs, i);
	}
	if (!logs->at.n)
		use_outside(&r);
	vec_free(&r.line_of);
	vec_free(&r.outside);
}

void logs_free(struct logs *logs)
{
	while (logs->at.n)
		drop_log(logs, logs->at.n - 1);
	vec_free(&logs->at);
	arena_free(logs->arena);
	logs->arena = NULL;
}
