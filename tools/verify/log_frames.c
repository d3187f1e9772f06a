// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * log_frames: what tools print around a log, one row of `frames` per phrase: where a log begins and ends, whose it is, and the error that the
 * load ended with.
 */
#define _GNU_SOURCE /* memrchr */
#include "verify/log_parts.h"

struct slice log_quoted(struct slice line, const char *before, const char *quote)
{
	const char *at = slice_find(line, before), *end;
	struct slice rest;

	if (!at)
		return (struct slice){0};
	rest = slice_from(line, at + strlen(before));
	end = slice_find(rest, quote);
	return end ? (struct slice){rest.s, (uint32_t)(end - rest.s)} : (struct slice){0};
}

static bool same_slice(struct slice a, struct slice b)
{
	return a.n == b.n && !memcmp(a.s, b.s, a.n);
}

/* libbpf names the program before its log and after it. */
static struct log *log_of(struct reader *r, struct slice program)
{
	struct log *l = log_current(r);

	if (l && !l->ended && !l->path.n && l->program.n && same_slice(l->program, program))
		return l;
	return log_open(r, program);
}

static void on_failed(struct reader *r, struct slice line, struct slice rest)
{
	struct log *l;

	r->framed = true;
	l = log_of(r, log_quoted(line, "prog '", "'"));
	l->error = slice_trim(rest);
	l->verdict = LOG_REJECTED;
}

static void on_begin(struct reader *r, struct slice line, struct slice rest)
{
	struct slice program = log_quoted(line, "prog '", "'");
	struct log *l = log_current(r);

	r->framed = true;
	if (!program.n && l && l->error.n && !l->path.n)
		return; /* an old libbpf, which said only that it failed */
	l = log_of(r, program);
	(void)l;
}

static void on_end(struct reader *r, struct slice line, struct slice rest)
{
	log_close(r);
}

static void on_object(struct reader *r, struct slice line, struct slice rest)
{
	struct slice object = log_quoted(line, "object '", "'");

	log_close(r);
	for (uint32_t i = 0; i < r->logs->at.n; i++)
		if (!r->logs->at.at[i].object.n)
			r->logs->at.at[i].object = object;
}

/* "PROCESSING object.o/program, DURATION US: 12, VERDICT: failure, VERIFIER LOG:" */
static void on_veristat(struct reader *r, struct slice line, struct slice rest)
{
	const char *comma = slice_find(rest, ", DURATION"), *slash;
	struct slice name = {rest.s, comma ? (uint32_t)(comma - rest.s) : 0};
	struct log *l;

	if (!comma)
		return;
	r->framed = true;
	slash = name.n ? memrchr(name.s, '/', name.n) : NULL;
	l = log_open(r, slash ? slice_from(name, slash + 1) : name);
	if (slash)
		l->object = (struct slice){name.s, (uint32_t)(slash - name.s)};
	l->verdict = slice_find(rest, "VERDICT: success") ? LOG_ACCEPTED : slice_find(rest, "VERDICT: failure") ? LOG_REJECTED : LOG_UNKNOWN;
}

/*
 * "program NAME: load program: permission denied:" with the log behind it, a tab before each line; or, short, the last line or two
 * on the same line with colons between, and how many were left out.
 */
static void on_cilium(struct reader *r, struct slice line, struct slice rest)
{
	struct slice before = {line.s, (uint32_t)(rest.s - line.s) - (uint32_t)strlen("load program: ")};
	const char *colon = slice_find(rest, ":"), *left_out = slice_find(rest, " line(s) omitted)"), *name;
	struct log *l;

	r->framed = true;
	before = slice_trim(before);
	before.n -= before.n && before.s[before.n - 1] == ':';
	name = before.n ? memrchr(before.s, ' ', before.n) : NULL;
	l = log_open(r, name ? slice_from(before, name + 1) : before);
	l->verdict = LOG_REJECTED;
	l->error = slice_trim(colon ? (struct slice){rest.s, (uint32_t)(colon - rest.s)} : rest);
	if (!colon)
		return;
	rest = slice_trim(slice_from(rest, colon + 1));
	if (left_out) {
		const char *open = memrchr(rest.s, '(', (size_t)(left_out - rest.s));

		if (open)
			rest = slice_trim((struct slice){rest.s, (uint32_t)(open - rest.s)});
		l->head_lost = true;
	}
	for (const char *cut = rest.s; rest.n && (cut = slice_find(slice_from(rest, cut), ": ")); cut += 2) {
		struct slice first = {rest.s, (uint32_t)(cut - rest.s)}, body = first;
		uint32_t insn;

		if (log_take_number(&body, &insn) && log_take(&body, ": (")) { /* an instruction, and what was said of it */
			log_read_line(r, first);
			rest = slice_from(rest, cut + 2);
			break;
		}
	}
	if (rest.n)
		log_read_line(r, slice_trim(rest));
}

/* "the BPF_PROG_LOAD syscall failed. Verifier output: 0: R1=ctx() R10=fp0" */
static void on_aya(struct reader *r, struct slice line, struct slice rest)
{
	struct slice error = log_quoted(line, "syscall returned ", ". Verifier");
	struct log *l;

	r->framed = true;
	l = log_open(r, log_quoted(line, "program `", "`"));
	l->verdict = LOG_REJECTED;
	l->error = error.n ? error : SLICE("failed");
	rest = slice_trim(rest);
	if (rest.n)
		log_read_line(r, rest);
}

static void on_bcc(struct reader *r, struct slice line, struct slice rest)
{
	struct log *l;

	r->framed = true;
	l = log_open(r, (struct slice){0});
	l->verdict = LOG_REJECTED;
	l->error = slice_trim(rest);
}

/* "Exception: Failed to load BPF program b'NAME': Permission denied", behind the log */
static void on_bcc_name(struct reader *r, struct slice line, struct slice rest)
{
	struct slice name = log_quoted(line, "b'", "'");

	log_close(r);
	if (r->logs->at.n && name.n && !r->logs->at.at[r->logs->at.n - 1].program.n)
		r->logs->at.at[r->logs->at.n - 1].program = name;
}

static void on_iproute(struct reader *r, struct slice line, struct slice rest)
{
	struct log *l;

	r->framed = true;
	l = log_open(r, log_quoted(line, "Prog section '", "'"));
	l->verdict = LOG_REJECTED;
	l->error = log_quoted(line, "rejected: ", " (");
}

static void on_place(struct reader *r, struct slice line, struct slice rest)
{
	struct log *l = log_current(r);

	if (l)
		(void)log_take_place(slice_trim(rest), &l->place);
}

static void on_processed(struct reader *r, struct slice line, struct slice rest)
{
	struct log *l = log_current(r);

	if (l)
		l->ended = true;
}

static const struct frame {
	const char *words;
	bool at_start;
	void (*on)(struct reader *r, struct slice line, struct slice rest);
} frames[] = {
	{"processed ", true, on_processed},
	{LOG_PLACE, true, on_place},
	{"BPF program load failed: ", false, on_failed},
	{"load bpf program failed: ", false, on_failed},
	{"-- BEGIN PROG LOAD LOG --", false, on_begin},
	{"-- BEGIN DUMP LOG --", false, on_begin},
	{"-- END PROG LOAD LOG --", false, on_end},
	{"-- END LOG --", false, on_end},
	{"failed to load object '", false, on_object},
	{"PROCESSING ", true, on_veristat},
	{"bpf: Failed to load program: ", false, on_bcc},
	{"load program: ", false, on_cilium},
	{"Verifier output: ", false, on_aya},
	{"Failed to load BPF program b'", false, on_bcc_name},
	{"HINT: ", true, on_end},
	{"Prog section '", false, on_iproute},
};

bool log_frame_line(struct reader *r, struct slice line)
{
	for (size_t i = 0; i < ARRAY_LEN(frames); i++) {
		const char *at = frames[i].at_start ? (slice_starts(line, frames[i].words) ? line.s : NULL) : slice_find(line, frames[i].words);

		if (at) {
			frames[i].on(r, line, slice_from(line, at + strlen(frames[i].words)));
			return true;
		}
	}
	return false;
}
