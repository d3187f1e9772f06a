// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* rules: the list of rules, and the page of each. */
#include "cmd.h"
#include "pages.h"
#include "rule/check.h"

#include <argp.h>
#include <stdio.h>

static error_t parse(int key, char *value, struct argp_state *state)
{
	if (key != ARGP_KEY_ARG)
		return ARGP_ERR_UNKNOWN;
	if (state->arg_num)
		argp_error(state, "one rule at a time");
	*(const char **)state->input = value;
	return 0;
}

static const struct argp argp = {
	NULL, parse, "[RULE]",
	"Lists the rules, or shows the page of one: what it finds, why the kernel refuses that, how to mend it.", NULL, NULL, NULL,
};

static int list(void)
{
	for (size_t i = 0; i < rule_count(); i++) {
		const struct rule_info *r = rule_at(i);

		printf("bpf-%-24s %-11s %s%s\n", r->name, report_verdict_name(r->verdict), r->summary,
		       r->on ? "" : " (off by default)");
	}
	return EXIT_CLEAN;
}

static int no_rule(const char *typed)
{
	struct arena *a = arena_new();
	const char **names = arena_alloc(a, (rule_count() + 1) * sizeof(*names));
	int status;

	for (size_t i = 0; i < rule_count(); i++)
		names[i] = rule_at(i)->name;
	status = cannot("no rule '%s'%s", typed, did_you_mean(a, typed, names, rule_count()));
	arena_free(a);
	return status;
}

int cmd_rules(int argc, char **argv)
{
	const char *name = NULL;
	int i;

	argp_parse(&argp, argc, argv, 0, NULL, &name);
	if (!name)
		return list();
	i = rule_find(name);
	if (i < 0)
		return no_rule(strncmp(name, "bpf-", 4) ? name : name + 4);
	for (const struct page *p = pages; p->name; p++)
		if (!strcmp(p->name, rule_at((size_t)i)->name)) {
			fputs(p->text, stdout);
			return EXIT_CLEAN;
		}
	printf("%s\n", rule_at((size_t)i)->summary);
	return EXIT_CLEAN;
}
