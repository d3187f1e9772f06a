// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* Memory of the wrong kind: a dynptr over the stack, a variable that is not per CPU, a string that may change. Needs kernel 5.19. */
#include "bpf_min.h"

static u64 plain = 1;

SEC("tc") int over_the_stack(struct __sk_buff *skb)
{
	struct bpf_dynptr d;
	char text[8] = {};

	bpf_dynptr_from_mem(text, sizeof(text), 0, &d);
	// expected-warning@-1 {{argument 1 of 'bpf_dynptr_from_mem' must be in a map's value or a global variable, but 'text' is not [bpf-argument-type]}}
	// expected-note@-2 {{kernel: "Unsupported reg type fp for bpf_dynptr_from_mem data"}}
	return TC_ACT_OK;
}

SEC("tc") int not_per_cpu(struct __sk_buff *skb)
{
	return bpf_per_cpu_ptr(&plain, 0) != 0;
	// expected-warning@-1 {{argument 1 of 'bpf_per_cpu_ptr' must be a per-CPU variable, but '&plain' is not [bpf-argument-type]}}
	// expected-note@-2 {{kernel: "type=map_value expected=percpu_ptr_, percpu_rcu_ptr_, percpu_trusted_ptr_"}}
}

static char text[8];
char changing[8];

SEC("tc") int may_change(struct __sk_buff *skb)
{
	return bpf_strncmp(text, sizeof(text), changing);
	// expected-warning@-1 {{argument 3 of 'bpf_strncmp' must be a string that is constant, but 'changing' is not [bpf-argument-type]}}
	// expected-note@-2 {{kernel: "does not point to a readonly map"}}
}
