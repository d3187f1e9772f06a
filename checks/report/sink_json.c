// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * json, jsonl: the whole finding, for programs. jsonl has one finding a line, so that several compiles can append to
 * one file; json is one document. The fields are the same.
 */
#include "report/json.h"
#include "report/sink.h"

static void place(struct json *j, const struct pos *p, bool end)
{
	json_string(j, "file", p->file);
	json_number(j, "line", p->line);
	json_number(j, "column", p->col);
	if (!end)
		return;
	json_number(j, "end_line", p->end_line ? p->end_line : p->line);
	json_number(j, "end_column", p->end_col ? p->end_col : p->col);
}

static void print_fix(struct json *j, const struct fix *x)
{
	json_object(j, NULL);
	json_string(j, "title", x->title);
	json_list(j, "edits");
	for (uint32_t i = 0; i < x->edits.n; i++) {
		json_object(j, NULL);
		place(j, &x->edits.at[i].at, true);
		json_string(j, "text", x->edits.at[i].text);
		json_end(j, '}');
	}
	json_end(j, ']');
	json_end(j, '}');
}

static void print_note(struct json *j, const struct pos *p, const char *message)
{
	json_object(j, NULL);
	place(j, p, false);
	json_string(j, "message", message);
	json_end(j, '}');
}

static void print_finding(struct json *j, const struct finding *f)
{
	struct text macro = {0};

	json_object(j, NULL);
	json_string(j, "rule", f->rule);
	json_string(j, "verdict", report_verdict_name(f->verdict));
	json_list(j, "programs");
	for (uint32_t i = 0; i < f->programs.n; i++)
		json_string(j, NULL, f->programs.at[i]);
	json_end(j, ']');
	place(j, &f->pos, true);
	json_string(j, "message", f->message);
	json_string(j, "kernel_message", f->kernel);
	json_list(j, "notes");
	if (f->pos.macro) {
		text_addf(&macro, "in expansion of macro '%s'", f->pos.macro);
		print_note(j, &f->pos, macro.s);
		text_free(&macro);
	}
	for (uint32_t i = 0; i < f->notes.n; i++)
		print_note(j, &f->notes.at[i].pos, f->notes.at[i].text);
	json_end(j, ']');
	json_list(j, "fixes");
	for (uint32_t i = 0; i < f->fixes.n; i++)
		print_fix(j, &f->fixes.at[i]);
	json_end(j, ']');
	json_end(j, '}');
}

static void print_unmodelled(struct json *j, const struct unmodelled *u)
{
	struct text s = {0};

	text_addf(&s, "%s (%u)", u->why, u->count);
	if (u->pos.file)
		text_addf(&s, " at %s:%u", u->pos.file, u->pos.line);
	json_string(j, NULL, s.s);
	text_free(&s);
}

/* What was not modelled is grouped by program; after report_sort() the groups are contiguous. */
static void print_stats(struct json *j, const struct report *r)
{
	json_list(j, "stats");
	for (uint32_t i = 0; i < r->stats.n; i++) {
		const struct program_stats *s = &r->stats.at[i];

		json_object(j, NULL);
		json_string(j, "name", s->program);
		json_number(j, "instrs", s->instrs);
		json_number(j, "states", s->states);
		json_number(j, "pruned", s->pruned);
		json_bool(j, "complete", s->complete);
		json_end(j, '}');
	}
	json_end(j, ']');
	json_object(j, "not_modelled");
	for (uint32_t i = 0; i < r->unmodelled.n;) {
		const char *program = r->unmodelled.at[i].program;

		json_list(j, program ? program : "");
		for (; i < r->unmodelled.n && r->unmodelled.at[i].program == program; i++)
			print_unmodelled(j, &r->unmodelled.at[i]);
		json_end(j, ']');
	}
	json_end(j, '}');
}

static void print_needs(struct json *j, const struct report *r)
{
	json_list(j, "needs");
	for (uint32_t i = 0; i < r->needs.n; i++) {
		const struct need *n = &r->needs.at[i];

		json_object(j, NULL);
		json_string(j, "kind", n->kind);
		json_string(j, "name", n->name);
		json_number(j, "since", n->since);
		json_string(j, "program", n->program);
		json_string(j, "unless", n->unless);
		place(j, &n->pos, false);
		json_end(j, '}');
	}
	json_end(j, ']');
}

void sink_jsonl(const struct report *r, bool colour, struct text *out)
{
	struct json j;

	for (uint32_t i = 0; i < r->findings.n; i++) {
		j = json_begin(out, false);
		print_finding(&j, &r->findings.at[i]);
		text_add(out, "\n");
	}
	if (!r->show_stats && !r->show_unmodelled)
		return;
	j = json_begin(out, false);
	json_object(&j, NULL);
	print_stats(&j, r);
	if (r->show_needs)
		print_needs(&j, r);
	json_end(&j, '}');
	text_add(out, "\n");
}

void sink_json(const struct report *r, bool colour, struct text *out)
{
	struct json j = json_begin(out, true);

	json_object(&j, NULL);
	json_string(&j, "tool", "bpfproof");
	json_string(&j, "version", r->tool_version);
	json_list(&j, "findings");
	for (uint32_t i = 0; i < r->findings.n; i++)
		print_finding(&j, &r->findings.at[i]);
	json_end(&j, ']');
	if (r->show_stats || r->show_unmodelled)
		print_stats(&j, r);
	if (r->show_needs)
		print_needs(&j, r);
	json_end(&j, '}');
	text_add(out, "\n");
}
