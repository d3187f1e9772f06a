// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* sink: the printers behind the table in sink.c. Private to this folder. */
#ifndef BPFPROOF_SINK_H
#define BPFPROOF_SINK_H

#include "report/report.h"

void sink_text(const struct report *r, bool colour, struct text *out);
void sink_jsonl(const struct report *r, bool colour, struct text *out);
void sink_json(const struct report *r, bool colour, struct text *out);
void sink_sarif(const struct report *r, bool colour, struct text *out);
void sink_github(const struct report *r, bool colour, struct text *out);

#endif
