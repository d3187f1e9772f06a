// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* job: runs many programs, some at a time, and hands over what each wrote (stdout and stderr together), in order. */
#ifndef BPFPROOF_JOB_H
#define BPFPROOF_JOB_H

#include "base/base.h"

struct job {
	const char *const *argv; /* ends in NULL */
	const char *folder;      /* to run in, or NULL */
	int status;              /* exit status; 128 + signal; -1 when it could not be started */
	struct text output;
	/* private */
	int pid, fd;
	bool ended;
};

/*
 * Runs all of them, at most `parallel` at once. `done` is called once for each, in the order of the array; `ended` says how many
 * have ended so far. The output is freed after the call.
 */
void job_run(struct job *jobs, size_t n, unsigned parallel, void (*done)(struct job *j, void *user),
	     void (*progress)(size_t ended, void *user), void *user);

#endif
