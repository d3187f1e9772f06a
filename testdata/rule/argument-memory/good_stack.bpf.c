// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* Behind a local lie others, which a helper may reach; where, the compiler says. */
// expected-no-diagnostics
#include "bpf_min.h"

SEC("tracepoint/syscalls/sys_enter_openat") int others_behind(struct sys_enter_args *ctx)
{
	char text[16];
	char name[16];

	bpf_probe_read_user(text, sizeof(text), (void *)ctx->args[1]);
	return bpf_get_current_comm(name, sizeof(name) + 1);
}

static __always_inline long read_and_name(struct sys_enter_args *ctx, char *name)
{
	char text[16];

	bpf_probe_read_user(text, sizeof(text), (void *)ctx->args[1]);
	return bpf_get_current_comm(name, 17);
}

SEC("tracepoint/syscalls/sys_enter_openat") int others_inlined(struct sys_enter_args *ctx)
{
	char name[16];

	return read_and_name(ctx, name);
}

/* What is filled may be given a place of eight bytes. */
SEC("tracepoint/syscalls/sys_enter_openat") int aligned(void *ctx)
{
	char name[3] = {};

	return bpf_get_current_comm(name, 4);
}
