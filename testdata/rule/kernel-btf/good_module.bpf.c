// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* Targets in modules whose BTF is not at hand, arguments of the right types, and casts to what the program needs; not replayed. */
// options: btf=KERNEL
// expected-no-diagnostics
#include "bpf_min.h"

struct file {
	unsigned f_flags;
} __core;

static struct socket *(*bpf_sock_from_file)(struct file *file) = (void *)162;

SEC("fentry/some_module:some_function") int first(u64 *ctx)
{
	return ctx[7] == 1 ? 0 : 0;
}

SEC("fexit/some_module:some_function") int second(u64 *ctx)
{
	struct file *f = (void *)ctx[0];

	return f->f_flags ? 0 : 0;
}

SEC("kprobe/some_module:some_function") int third(struct pt_regs *ctx)
{
	return 0;
}

SEC("lsm/file_open") int fourth(u64 *ctx)
{
	struct file *f = (void *)ctx[0];

	return f->f_flags & 1 ? -1 : 0;
}

SEC("lsm/file_open") int fifth(u64 *ctx)
{
	return bpf_sock_from_file((void *)ctx[0]) ? -1 : 0;
}
