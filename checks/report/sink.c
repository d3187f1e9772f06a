// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* sink: the table of output formats. A new one is a function and a row. */
#include "report/sink.h"

static const struct sink sinks[] = {
	{"text", "for people: file:line:column, message, notes", sink_text},
	{"jsonl", "one JSON object a line and finding", sink_jsonl},
	{"json", "one JSON document", sink_json},
	{"sarif", "SARIF 2.1.0, with fixes", sink_sarif},
	{"github", "workflow commands that GitHub shows beside the lines of a change", sink_github},
};

const struct sink *report_sink_at(size_t i)
{
	return i < ARRAY_LEN(sinks) ? &sinks[i] : NULL;
}

const struct sink *report_sink(const char *name)
{
	for (size_t i = 0; i < ARRAY_LEN(sinks); i++)
		if (!strcmp(sinks[i].name, name))
			return &sinks[i];
	return NULL;
}
