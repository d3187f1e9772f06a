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

/* The child: the descriptors are moved out of the way first, because they may be 0 to 3 themselves. */
static _Noreturn void become(struct job *j)
{
	int none = open("/dev/null", O_RDONLY), out = fcntl(j->fd, F_DUPFD_CLOEXEC, 10);
	int report = fcntl(j->report_fd, F_DUPFD_CLOEXEC, 10);

	if (none < 0 || dup2(none, 0) < 0 || dup2(out, 1) < 0 || dup2(out, 2) < 0 || dup2(report, 3) < 0)
		_exit(127);
	if (j->folder && chdir(j->folder)) {
		dprintf(2, "cannot enter %s: %s\n", j->folder, strerror(errno));
		_exit(127);
	}
	execv(j->argv[0], (char *const *)j->argv);
	dprintf(2, "cannot start %s: %s\n", j->argv[0], strerror(errno));
	_exit(127);
}

static void start(struct job *j)
{
	j->status = -1;
	j->fd = memfd_create("output", MFD_CLOEXEC);
	j->report_fd = memfd_create("report", MFD_CLOEXEC);
	j->pid = j->fd < 0 || j->report_fd < 0 ? -1 : fork();
	if (!j->pid)
		become(j);
	j->ended = j->pid < 0;
}

static void collect(int fd, struct text *out)
{
	char part[16384];
	ssize_t n;

	if (fd < 0)
		return;
	lseek(fd, 0, SEEK_SET);
	while ((n = read(fd, part, sizeof(part))) > 0)
		text_addn(out, part, (size_t)n);
	close(fd);
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
			collect(jobs[told].fd, &jobs[told].output);
			collect(jobs[told].report_fd, &jobs[told].report);
			done(&jobs[told], user);
			text_free(&jobs[told].output);
			text_free(&jobs[told].report);
		}
	}
}
