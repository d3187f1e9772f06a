// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * job: see job.h. Each child writes into a memory file, so that none ever waits for a reader and nothing is left behind
 * when this program is killed.
 */
#define _GNU_SOURCE /* memfd_create */
#include "job.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

static void start(struct job *j)
{
	j->status = -1;
	j->fd = memfd_create("job", MFD_CLOEXEC);
	j->pid = j->fd < 0 ? -1 : fork();
	if (j->pid < 0) {
		j->ended = true;
		return;
	}
	if (j->pid)
		return;
	int none = open("/dev/null", O_RDONLY);

	if (none < 0 || dup2(none, 0) < 0 || dup2(j->fd, 1) < 0 || dup2(j->fd, 2) < 0 ||
	    (j->folder && chdir(j->folder)))
		_exit(127);
	execv(j->argv[0], (char *const *)j->argv);
	dprintf(2, "%s: %s\n", j->argv[0], strerror(errno));
	_exit(127);
}

static void collect(struct job *j)
{
	char part[16384];
	ssize_t n;

	if (j->fd < 0)
		return;
	lseek(j->fd, 0, SEEK_SET);
	while ((n = read(j->fd, part, sizeof(part))) > 0)
		text_addn(&j->output, part, (size_t)n);
	close(j->fd);
}

/* Waits for one child of ours; false when there is none. */
static bool reap(struct job *jobs, size_t n)
{
	int status, pid;

	while ((pid = waitpid(-1, &status, 0)) < 0)
		if (errno != EINTR)
			return false;
	for (size_t i = 0; i < n; i++)
		if (jobs[i].pid == pid && !jobs[i].ended) {
			jobs[i].status = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
			jobs[i].ended = true;
			break;
		}
	return true;
}

void job_run(struct job *jobs, size_t n, unsigned parallel, void (*done)(struct job *j, void *user),
	     void (*progress)(size_t ended, void *user), void *user)
{
	size_t started = 0, running, told = 0;

	while (told < n) {
		running = 0;
		for (size_t i = told; i < started; i++)
			running += !jobs[i].ended;
		if (started < n && running < (parallel ? parallel : 1)) {
			start(&jobs[started++]);
			continue;
		}
		if (!jobs[told].ended && !reap(jobs, started))
			return;
		progress(started - running, user);
		for (; told < started && jobs[told].ended; told++) {
			collect(&jobs[told]);
			done(&jobs[told], user);
			text_free(&jobs[told].output);
		}
	}
}
