// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * github: workflow commands; the runner turns them into annotations. The escapes are those of the runner's own
 * toolkit (actions/toolkit, packages/core/src/command.ts): %, CR and LF in data, and also : and , in properties.
 */
#include "report/sink.h"

static void escape(const char *s, const char *special, struct text *out)
{
	for (; *s; s++)
		if (strchr(special, *s))
			text_addf(out, "%%%02X", (unsigned char)*s);
		else
			text_addn(out, s, 1);
}

static void data(const char *s, struct text *out)
{
	escape(s, "%\r\n", out);
}

static void add_range(const struct pos *p, struct text *out)
{
	if (!p->file)
		return;
	text_add(out, " file=");
	escape(p->file, "%\r\n:,", out);
	if (p->line)
		text_addf(out, ",line=%u", p->line);
	if (p->end_line)
		text_addf(out, ",endLine=%u", p->end_line);
	/* columns are only shown for findings within one line */
	if (p->line && p->col && (!p->end_line || p->end_line == p->line)) {
		text_addf(out, ",col=%u", p->col);
		if (p->end_line && p->end_col)
			text_addf(out, ",endColumn=%u", p->end_col);
	}
	text_add(out, ",");
}

void sink_github(const struct report *r, bool colour, struct text *out)
{
	for (uint32_t i = 0; i < r->findings.n; i++) {
		const struct finding *f = &r->findings.at[i];

		text_add(out, f->verdict == VERDICT_REJECT ? "::error" : "::warning");
		add_range(&f->pos, out);
		text_addf(out, "%stitle=bpf-%s::", f->pos.file ? "" : " ", f->rule);
		data(f->message, out);
		for (uint32_t n = 0; n < f->notes.n; n++) {
			text_addf(out, "%%0Aline %u: ", f->notes.at[n].pos.line);
			data(f->notes.at[n].text, out);
		}
		if (f->kernel) {
			text_add(out, "%0Akernel: ");
			data(f->kernel, out);
		}
		text_add(out, "\n");
	}
}
