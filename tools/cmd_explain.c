// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* explain: what a verifier log says, in words; from a file or standard input. Needs no kernel. */
#include "cmd.h"
#include "verify/outcome.h"

#include <argp.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

struct explain {
	const char *path;
	bool json;
};

static const struct argp_option arguments[] = {
	{"format", 'f', "FORMAT", 0, "text (default) or json", 0},
	{0},
};

static error_t parse(int key, char *value, struct argp_state *state)
{
	struct explain *e = state->input;

	switch (key) {
	case 'f':
		e->json = !strcmp(value, "json");
		if (!e->json && strcmp(value, "text"))
			argp_error(state, "no format '%s'; there are text and json", value);
		return 0;
	case ARGP_KEY_ARG:
		if (e->path)
			argp_error(state, "one log at a time");
		e->path = value;
		return 0;
	}
	return ARGP_ERR_UNKNOWN;
}

static const struct argp argp = {
	arguments, parse, "[LOG]",
	"Explains a verifier log: which rule was broken, at which source line, on which path, and how to mend it.\v"
	"LOG is a file, or standard input when there is none or it is '-': what libbpf, bpftool, veristat, cilium/ebpf, aya, bcc or "
	"iproute2 printed when a program was refused, or the bare log. No kernel is asked.\n\n"
	"Exit status: 0 every program in it was accepted, 1 some were rejected, 2 there is no verifier log in it, or nothing can be said.",
	NULL, NULL, NULL,
};

static const char *keep(struct outcome *o, struct slice s)
{
	return s.n ? arena_printf(o->report->arena, "%.*s", (int)s.n, s.s) : NULL;
}

static int explain(const struct explain *e, const struct text *text)
{
	bool colour = isatty(STDOUT_FILENO);
	struct outcomes all = {0};
	struct logs logs = {0};
	int status;

	logs_read(&logs, text->s, text->n);
	for (uint32_t i = 0; i < logs.at.n; i++) {
		const struct log *log = &logs.at.at[i];
		struct outcome *o = outcomes_add(&all);

		o->program = keep(o, log->program);
		o->object = keep(o, log->object);
		story_tell(o, log, NULL);
		if (!e->json)
			outcome_print(o, colour);
	}
	if (e->json)
		outcomes_print_json(&all);
	status = outcomes_status(&all);
	if (!all.at.n)
		status = cannot("there is no verifier log in %s", e->path && strcmp(e->path, "-") ? e->path : "standard input");
	outcomes_free(&all);
	logs_free(&logs);
	return fflush(stdout) ? cannot("cannot write: %s", strerror(errno)) : status;
}

int cmd_explain(int argc, char **argv)
{
	struct explain e = {0};
	struct text text = {0};
	int fd = STDIN_FILENO, status;

	argp_parse(&argp, argc, argv, 0, NULL, &e);
	if (e.path && strcmp(e.path, "-"))
		fd = open(e.path, O_RDONLY | O_CLOEXEC);
	if (fd < 0 || !read_all(fd, &text))
		status = cannot("cannot read %s: %s", e.path ? e.path : "standard input", strerror(errno));
	else
		status = explain(&e, &text);
	text_free(&text);
	if (fd > STDIN_FILENO)
		close(fd);
	return status;
}
