// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* Strings that are constant, one of a variable that nobody changes; needs kernel 6.18. */
// expected-no-diagnostics
#include "bpf_min.h"

extern int bpf_stream_vprintk_impl(int stream_id, const char *fmt__str, const void *args, u32 len__sz, void *aux__prog) __ksym;

const char formats[2][8] = {"one %d", "two %d"};
static const char *const words[] = {"a %d", "b %d"};

SEC("syscall") int constant(void *ctx)
{
	u64 args[1] = {1};

	bpf_stream_vprintk_impl(1, "few %d", args, sizeof(args), 0);
	bpf_stream_vprintk_impl(1, words[1], args, sizeof(args), 0);
	return bpf_stream_vprintk_impl(1, formats[1], args, sizeof(args), 0);
}

SEC("syscall") int either(void *ctx)
{
	u64 args[1] = {1};

	if (bpf_get_prandom_u32() & 1)
		return bpf_stream_vprintk_impl(1, formats[0], args, sizeof(args), 0);
	return bpf_stream_vprintk_impl(2, formats[1], args, sizeof(args), 0);
}
