// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* read: whole files, standard input too. */
#include "cmd.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

bool read_all(int fd, struct text *out)
{
	static char part[1 << 16];
	ssize_t n;

	text_add(out, "");
	while ((n = read(fd, part, sizeof(part))) != 0) {
		if (n < 0 && errno != EINTR)
			return false;
		if (n > 0)
			text_addn(out, part, (size_t)n);
	}
	return true;
}

bool read_file(const char *path, struct text *out)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	bool ok = fd >= 0 && read_all(fd, out);

	if (fd >= 0)
		close(fd);
	return ok;
}
