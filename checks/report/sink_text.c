// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * text: findings as compilers print diagnostics, so that editors which know those can jump to them. Colours are
 * clang's.
 */
#include "report/sink.h"

#define BOLD "\033[1m"
#define RESET "\033[0m"

static const struct {
	const char *word, *colour;
} words[VERDICTS] = {
	[VERDICT_REJECT] = {"error", "\033[0;1;31m"},
	[VERDICT_MAY] = {"warning", "\033[0;1;35m"},
	[VERDICT_HAZARD] = {"warning", "\033[0;1;35m"},
};
static const char note_colour[] = "\033[0;1;36m";

static void place(const struct pos *p, struct text *out)
{
	if (p->file && p->line)
		text_addf(out, "%s:%u:%u: ", p->file, p->line, p->col);
	else if (p->file)
		text_addf(out, "%s: ", p->file);
}

static void line(const struct pos *p, const char *word, const char *word_colour, bool colour, struct text *out)
{
	if (colour)
		text_add(out, BOLD);
	place(p, out);
	if (colour)
		text_addf(out, "%s%s: %s", word_colour, word, RESET);
	else
		text_addf(out, "%s: ", word);
}

static void print_finding(const struct finding *f, bool colour, struct text *out)
{
	line(&f->pos, words[f->verdict].word, words[f->verdict].colour, colour, out);
	text_addf(out, colour ? BOLD "%s [bpf-%s]" RESET : "%s [bpf-%s]", f->message, f->rule);
	text_add(out, "\n");
	if (f->pos.macro) {
		line(&f->pos, "note", note_colour, colour, out);
		text_addf(out, "in expansion of macro '%s'\n", f->pos.macro);
	}
	for (uint32_t i = 0; i < f->notes.n; i++) {
		line(&f->notes.at[i].pos, "note", note_colour, colour, out);
		text_addf(out, "%s\n", f->notes.at[i].text);
	}
	if (f->kernel) {
		line(&f->pos, "note", note_colour, colour, out);
		text_addf(out, "kernel: \"%s\"\n", f->kernel);
	}
	for (uint32_t i = 0; i < f->fixes.n; i++) {
		line(&f->fixes.at[i].pos, "note", note_colour, colour, out);
		text_addf(out, "%s\n", f->fixes.at[i].title);
	}
}

static void print_stats(const struct report *r, struct text *out)
{
	for (uint32_t i = 0; i < r->stats.n; i++) {
		const struct program_stats *s = &r->stats.at[i];

		text_addf(out, "%s: %llu instructions, %llu states, %llu pruned, %s\n", s->program,
			  (unsigned long long)s->instrs, (unsigned long long)s->states, (unsigned long long)s->pruned,
			  s->complete ? "every path followed" : "not every path followed");
	}
}

static void print_unmodelled(const struct report *r, struct text *out)
{
	for (uint32_t i = 0; i < r->unmodelled.n; i++) {
		const struct unmodelled *u = &r->unmodelled.at[i];

		place(&u->pos, out);
		text_addf(out, "not modelled: %s", u->why);
		if (u->program)
			text_addf(out, " in '%s'", u->program);
		if (u->count > 1)
			text_addf(out, " (%u times)", u->count);
		text_add(out, "\n");
	}
}

void sink_text(const struct report *r, bool colour, struct text *out)
{
	for (uint32_t i = 0; i < r->findings.n; i++)
		print_finding(&r->findings.at[i], colour, out);
	if (r->show_stats)
		print_stats(r, out);
	if (r->show_unmodelled)
		print_unmodelled(r, out);
}
