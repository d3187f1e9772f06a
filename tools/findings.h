// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* findings: reads back what the plugin wrote with output=FILE (sink "jsonl"), so that many compiles become one report. */
#ifndef BPFPROOF_FINDINGS_H
#define BPFPROOF_FINDINGS_H

#include "report/report.h"

/* Positions are relative to `folder` (or NULL). Returns the number of findings in the file, or -1: there is no such file. */
int findings_read(struct report *r, const char *path, const char *folder);

#endif
