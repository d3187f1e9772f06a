// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* What an iterator shows is null at its end; needs kernel 6.0. */
#include "bpf_min.h"

struct kallsym_iter {
	unsigned long value;
} __core;

struct bpf_iter__ksym {
	void *meta;
	struct kallsym_iter *ksym;
} __core;

SEC("iter/ksym") int symbol(struct bpf_iter__ksym *ctx)
{
	return ctx->ksym->value != 0;
	// expected-warning@-1 {{'ctx->ksym' may be null here: it is read through without a check [bpf-null-deref]}}
	// expected-note@-2 {{kernel: "invalid mem access 'ptr_or_null_'"}}
}
