// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* findings: reads back what the plugin wrote with output=FILE (sink "jsonl"), so that many compiles become one report. */
#ifndef BPFPROOF_FINDINGS_H
#define BPFPROOF_FINDINGS_H

#include "report/report.h"

/*
 * Positions are relative to `folder` (or NULL). Returns the number of findings; -1 when the line with the statistics, which
 * the option "stats" puts at the end, is missing: the plugin did not come that far.
 */
int findings_read(struct report *r, const struct text *lines, const char *folder);

/* A file that was compiled in `folder` (or NULL), as seen from where we are. */
const char *findings_path(const char *file, const char *folder, struct arena *a);

#endif
