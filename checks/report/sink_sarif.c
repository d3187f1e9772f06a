// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * sarif: OASIS SARIF 2.1.0, what code scanning services read. clang's own SARIF has neither rule names nor fixes
 * (all versions up to 22), so this one is written from the report.
 */
#include "report/json.h"
#include "report/sink.h"

/* SARIF wants URI references: absolute paths as file URIs, anything unusual percent-encoded. */
static void add_uri(struct json *j, const char *path)
{
	static const char plain[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~/";
	struct text uri = {0};

	text_add(&uri, path[0] == '/' ? "file://" : "");
	for (; *path; path++)
		if (strchr(plain, *path))
			text_addn(&uri, path, 1);
		else
			text_addf(&uri, "%%%02X", (unsigned char)*path);
	json_string(j, "uri", uri.s);
	text_free(&uri);
}

static void add_message(struct json *j, const char *key, const char *s)
{
	json_object(j, key);
	json_string(j, "text", s);
	json_end(j, '}');
}

static void add_region(struct json *j, const char *key, const struct pos *p)
{
	if (!p->line)
		return;
	json_object(j, key);
	json_number(j, "startLine", p->line);
	if (p->col)
		json_number(j, "startColumn", p->col);
	if (p->end_line)
		json_number(j, "endLine", p->end_line);
	if (p->end_line && p->end_col)
		json_number(j, "endColumn", p->end_col);
	json_end(j, '}');
}

static void add_artifact(struct json *j, const char *file)
{
	json_object(j, "artifactLocation");
	add_uri(j, file);
	json_end(j, '}');
}

static void add_physical(struct json *j, const struct pos *p)
{
	if (!p->file)
		return;
	json_object(j, "physicalLocation");
	add_artifact(j, p->file);
	add_region(j, "region", p);
	json_end(j, '}');
}

static void add_related(struct json *j, const struct pos *p, const char *message)
{
	json_object(j, NULL);
	add_physical(j, p);
	add_message(j, "message", message);
	json_end(j, '}');
}

static void add_notes(struct json *j, const struct finding *f)
{
	struct text s = {0};

	json_list(j, "relatedLocations");
	for (uint32_t i = 0; i < f->notes.n; i++)
		add_related(j, &f->notes.at[i].pos, f->notes.at[i].text);
	if (f->kernel) {
		text_addf(&s, "kernel: \"%s\"", f->kernel);
		add_related(j, &f->pos, s.s);
		text_free(&s);
	}
	json_end(j, ']');
}

/* An insertion is a deleted region without extent. */
static void add_replacement(struct json *j, const struct edit *e)
{
	struct pos at = e->at;

	if (!at.end_line) {
		at.end_line = at.line;
		at.end_col = at.col;
	}
	json_object(j, NULL);
	add_region(j, "deletedRegion", &at);
	add_message(j, "insertedContent", e->text);
	json_end(j, '}');
}

/* Each edit is an artifact change of its own; readers apply them together. */
static void add_fixes(struct json *j, const struct finding *f)
{
	json_list(j, "fixes");
	for (uint32_t i = 0; i < f->fixes.n; i++) {
		const struct fix *x = &f->fixes.at[i];

		json_object(j, NULL);
		add_message(j, "description", x->title);
		json_list(j, "artifactChanges");
		for (uint32_t e = 0; e < x->edits.n; e++) {
			json_object(j, NULL);
			add_artifact(j, x->edits.at[e].at.file ? x->edits.at[e].at.file : "");
			json_list(j, "replacements");
			add_replacement(j, &x->edits.at[e]);
			json_end(j, ']');
			json_end(j, '}');
		}
		json_end(j, ']');
		json_end(j, '}');
	}
	json_end(j, ']');
}

static void add_rule_id(struct json *j, const char *key, const char *rule)
{
	struct text id = {0};

	text_addf(&id, "bpf-%s", rule);
	json_string(j, key, id.s);
	text_free(&id);
}

static void add_result(struct json *j, const struct finding *f)
{
	json_object(j, NULL);
	add_rule_id(j, "ruleId", f->rule);
	json_string(j, "level", f->verdict == VERDICT_REJECT ? "error" : "warning");
	add_message(j, "message", f->message);
	json_list(j, "locations");
	json_object(j, NULL);
	add_physical(j, &f->pos);
	json_end(j, '}');
	json_end(j, ']');
	add_notes(j, f);
	if (f->fixes.n)
		add_fixes(j, f);
	json_object(j, "properties");
	json_string(j, "verdict", report_verdict_name(f->verdict));
	json_list(j, "programs");
	for (uint32_t i = 0; i < f->programs.n; i++)
		json_string(j, NULL, f->programs.at[i]);
	json_end(j, ']');
	json_end(j, '}');
	json_end(j, '}');
}

/* Every rule that is named by a result, once. */
static void add_rules(struct json *j, const struct report *r)
{
	json_list(j, "rules");
	for (uint32_t i = 0; i < r->findings.n; i++) {
		bool seen = false;

		for (uint32_t k = 0; k < i && !seen; k++)
			seen = !strcmp(r->findings.at[k].rule, r->findings.at[i].rule);
		if (seen)
			continue;
		json_object(j, NULL);
		add_rule_id(j, "id", r->findings.at[i].rule);
		json_end(j, '}');
	}
	json_end(j, ']');
}

void sink_sarif(const struct report *r, bool colour, struct text *out)
{
	struct json j = json_begin(out, true);

	json_object(&j, NULL);
	json_string(&j, "$schema", "https://json.schemastore.org/sarif-2.1.0.json");
	json_string(&j, "version", "2.1.0");
	json_list(&j, "runs");
	json_object(&j, NULL);
	json_object(&j, "tool");
	json_object(&j, "driver");
	json_string(&j, "name", "bpfproof");
	if (r->tool_version)
		json_string(&j, "version", r->tool_version);
	add_rules(&j, r);
	json_end(&j, '}');
	json_end(&j, '}');
	json_list(&j, "results");
	for (uint32_t i = 0; i < r->findings.n; i++)
		add_result(&j, &r->findings.at[i]);
	json_end(&j, ']');
	json_end(&j, '}');
	json_end(&j, ']');
	json_end(&j, '}');
	text_add(out, "\n");
}
