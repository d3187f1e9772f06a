// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* Strings that the kernel reads while it verifies; needs kernel 6.18. */
#include "bpf_min.h"

extern int bpf_stream_vprintk_impl(int stream_id, const char *fmt__str, const void *args, u32 len__sz, void *aux__prog) __ksym;

struct text {
	char format[16];
};
struct { __uint(type, BPF_MAP_TYPE_ARRAY); __uint(max_entries, 1); __type(key, u32); __type(value, struct text); } texts SEC(".maps");

const char formats[2][8] = {"one %d", "two %d"};
char changes[8] = "any %d";

SEC("syscall") int on_the_stack(void *ctx)
{
	char format[8] = "few %d";
	u64 args[1] = {1};

	return bpf_stream_vprintk_impl(1, format, args, sizeof(args), 0);
	// expected-warning@-1 {{argument 2 of 'bpf_stream_vprintk_impl' must be a string that is constant, but 'format' is not [bpf-kfunc-argument]}}
	// expected-note@-2 {{kernel: "arg#1 doesn't point to a const string"}}
}

SEC("syscall") int in_a_map(void *ctx)
{
	u32 zero = 0;
	u64 args[1] = {1};
	struct text *t = bpf_map_lookup_elem(&texts, &zero);

	return t ? bpf_stream_vprintk_impl(1, t->format, args, sizeof(args), 0) : 0;
	// expected-warning@-1 {{argument 2 of 'bpf_stream_vprintk_impl' must be a string that is constant, but 't->format' is not [bpf-kfunc-argument]}}
	// expected-note@-2 {{kernel: "does not point to a readonly map"}}
}

SEC("syscall") int in_data(void *ctx)
{
	u64 args[1] = {1};

	return bpf_stream_vprintk_impl(1, changes, args, sizeof(args), 0);
	// expected-warning@-1 {{argument 2 of 'bpf_stream_vprintk_impl' must be a string that is constant, but 'changes' is not [bpf-kfunc-argument]}}
	// expected-note@-2 {{kernel: "does not point to a readonly map"}}
}

SEC("syscall") int chosen(void *ctx)
{
	u64 args[1] = {1};

	return bpf_stream_vprintk_impl(1, formats[bpf_get_prandom_u32() & 1], args, sizeof(args), 0);
	// expected-warning@-1 {{argument 2 of 'bpf_stream_vprintk_impl' must be a string that is constant, but 'formats[bpf_get_prandom_u32() & 1]' is not [bpf-kfunc-argument]}}
	// expected-note@-2 {{kernel: "is not a constant address"}}
}
