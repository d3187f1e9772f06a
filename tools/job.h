// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * job: runs many programs, some at a time, and hands over what each wrote, in order: to stdout and stderr (together), and
 * to JOB_REPORT, a file that is there for it alone.
 */
#ifndef BPFPROOF_JOB_H
#define BPFPROOF_JOB_H

#include "base/base.h"

#define JOB_REPORT "/dev/fd/3"

struct job {
	const char *const *argv; /* ends in NULL */
	const char *folder;      /* to run in, or NULL */
	int status;              /* exit status; 128 + signal; -1 when it could not be started */
	struct text output, report;
	/* private */
	int pid, fd, report_fd;
	bool ended;
};

/*
 * Runs all of them, at most `parallel` at once. `done` is called once for each, in the order of the array; `ended` says how many
 * have ended so far. The output is freed after the call.
 */
void job_run(struct job *jobs, size_t n, unsigned parallel, void (*done)(struct job *j, void *user),
	     void (*progress)(size_t ended, void *user), void *user);

#endif
