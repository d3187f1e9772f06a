// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* outcome: see outcome.h. Findings are printed by the report's own sinks, so that they look like those of the plugin. */
#include "verify/outcome.h"

#include "cmd.h"
#include "report/json.h"
#include "verify/load.h"

#include <stdio.h>

struct outcome *outcomes_add(struct outcomes *all)
{
	struct outcome fresh = {.report = report_new()};

	fresh.report->tool_version = BPFPROOF_VERSION;
	vec_push(&all->at, fresh);
	return &all->at.at[all->at.n - 1];
}

void outcomes_free(struct outcomes *all)
{
	for (uint32_t i = 0; i < all->at.n; i++)
		report_free(all->at.at[i].report);
	vec_free(&all->at);
}

/* ---- text ---- */

static const struct {
	const char *words, *colour;
} verdicts[] = {
	[OUTCOME_ACCEPTED] = {"accepted", "\033[0;1;32m"},
	[OUTCOME_REJECTED] = {"rejected", "\033[0;1;31m"},
	[OUTCOME_CANNOT_SAY] = {"cannot say", "\033[0;1;35m"},
};

void outcome_print(const struct outcome *o, bool colour)
{
	struct text out = {0};

	if (o->object)
		text_addf(&out, "%s: ", o->object);
	if (o->program)
		text_addf(&out, "%s: ", o->program);
	text_addf(&out, "%s%s%s", colour ? verdicts[o->verdict].colour : "", verdicts[o->verdict].words, colour ? "\033[0m" : "");
	if (o->reason)
		text_addf(&out, ": %s", o->reason);
	text_add(&out, "\n");
	for (uint32_t i = 0; i < o->nwithout; i++)
		text_addf(&out, "    without map '%s', which cannot be created: %s\n", o->without[i].name, o->without[i].why ? o->without[i].why : "libbpf does not say why");
	if (o->told)
		report_sink("text")->print(o->report, colour, &out);
	else if (o->kernel)
		text_addf(&out, "    %s: \"%s\"\n", o->by_libbpf ? "libbpf" : "kernel", o->kernel);
	if (!o->told && o->fix)
		text_addf(&out, "    %s\n", o->fix);
	fwrite(out.s, 1, out.n, stdout);
	text_free(&out);
}

static uint32_t count(const struct outcomes *all, enum outcome_verdict v)
{
	uint32_t n = 0;

	for (uint32_t i = 0; i < all->at.n; i++)
		n += all->at.at[i].verdict == v;
	return n;
}

void outcomes_print_sum(const struct outcomes *all)
{
	const char *comma = "";

	for (size_t v = 0; v < ARRAY_LEN(verdicts); v++) {
		uint32_t n = count(all, (enum outcome_verdict)v);

		if (n)
			printf("%s%u %s", comma, n, verdicts[v].words);
		if (n)
			comma = ", ";
	}
	putchar('\n');
}

int outcomes_status(const struct outcomes *all)
{
	if (count(all, OUTCOME_REJECTED))
		return EXIT_FINDINGS;
	return count(all, OUTCOME_CANNOT_SAY) || !all->at.n ? EXIT_CANNOT : EXIT_CLEAN;
}

/* ---- JSON ---- */

/* The finding, as the report's own sink has it, on one line. */
static void print_finding(struct json *j, const struct outcome *o)
{
	struct text line = {0};

	if (o->told)
		report_sink("jsonl")->print(o->report, false, &line);
	if (line.n)
		text_addf(j->out, ",\n\t\t\t\"finding\": %.*s", (int)line.n - 1, line.s);
	else
		json_string(j, "finding", NULL);
	text_free(&line);
}

static void print_json(struct json *j, const struct outcome *o)
{
	json_object(j, NULL);
	json_string(j, "object", o->object);
	json_string(j, "program", o->program);
	json_string(j, "section", o->section);
	json_string(j, "verdict", outcome_name(o->verdict));
	json_string(j, "reason", o->reason);
	json_string(j, "class", o->class_name);
	json_string(j, "rule", o->rule);
	json_string(j, "fix", o->fix);
	json_string(j, "kernel_message", o->kernel);
	json_list(j, "without");
	for (uint32_t i = 0; i < o->nwithout; i++)
		json_string(j, NULL, o->without[i].name);
	json_end(j, ']');
	print_finding(j, o);
	json_end(j, '}');
}

void outcomes_print_json(const struct outcomes *all)
{
	struct text out = {0};
	struct json j = json_begin(&out, true);

	json_object(&j, NULL);
	json_string(&j, "tool", "bpfproof");
	json_string(&j, "version", BPFPROOF_VERSION);
	json_string(&j, "kernel", all->kernel);
	json_list(&j, "programs");
	for (uint32_t i = 0; i < all->at.n; i++)
		print_json(&j, &all->at.at[i]);
	json_end(&j, ']');
	json_end(&j, '}');
	text_add(&out, "\n");
	fwrite(out.s, 1, out.n, stdout);
	text_free(&out);
}
