// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* left_behind NAME...: exit status 1 when the kernel has a BPF program or map with one of these names (as far as it keeps names). */
#include <bpf/bpf.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static int is_one(char **names, const char *name)
{
	for (; *names; names++)
		if (!strncmp(*names, name, BPF_OBJ_NAME_LEN - 1))
			return 1;
	return 0;
}

int main(int argc, char **argv)
{
	unsigned id = 0;
	int found = 0;

	while (!bpf_prog_get_next_id(id, &id)) {
		struct bpf_prog_info info = {0};
		unsigned size = sizeof(info);
		int fd = bpf_prog_get_fd_by_id(id);

		if (fd >= 0 && !bpf_obj_get_info_by_fd(fd, &info, &size) && is_one(argv + 1, info.name)) {
			printf("program %u '%s' is there\n", id, info.name);
			found = 1;
		}
		if (fd >= 0)
			close(fd);
	}
	for (id = 0; !bpf_map_get_next_id(id, &id);) {
		struct bpf_map_info info = {0};
		unsigned size = sizeof(info);
		int fd = bpf_map_get_fd_by_id(id);

		if (fd >= 0 && !bpf_obj_get_info_by_fd(fd, &info, &size) && is_one(argv + 1, info.name)) {
			printf("map %u '%s' is there\n", id, info.name);
			found = 1;
		}
		if (fd >= 0)
			close(fd);
	}
	return found;
}
