// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* Global functions that get memory which the kernel lets no helper use; needs kernel 6.6. */
#include "bpf_min.h"

struct task_struct whole; /* or BTF would have no more than the name, and the kernel no kptr */

struct holder {
	u64 count;
	struct task_struct __kptr_untrusted *task;
};

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 1);
	__type(key, u32);
	__type(value, struct holder);
} held SEC(".maps");

__noinline int store(u64 *p)
{
	if (p)
		*p = bpf_ktime_get_ns();
	return 0;
}

__noinline int size_of(const struct bpf_dynptr *p)
{
	u64 first = 0;

	bpf_dynptr_read(&first, sizeof(first), p, 0, 0);
	return (int)first;
}

SEC("tc") int over_a_kptr(struct __sk_buff *skb)
{
	u32 key = 0;
	struct holder *h = bpf_map_lookup_elem(&held, &key);

	return h ? store((void *)h + 4) : 0;
	// expected-warning@-1 {{argument 1 of the global function 'store' must be memory without members that are the kernel's, but this is not [bpf-global-argument]}}
	// expected-note@-2 {{kernel: "kptr cannot be accessed indirectly by helper"}}
}

SEC("tc") int context(struct __sk_buff *skb)
{
	return store((u64 *)skb);
	// expected-warning@-1 {{argument 1 of the global function 'store' must be memory that may be read and written, but 'skb' is not [bpf-global-argument]}}
	// expected-note@-2 {{kernel: "type=ctx expected="}}
}

SEC("tracepoint/syscalls/sys_enter_openat") int context_of_tracepoint(void *ctx)
{
	return store(ctx);
	// expected-warning@-1 {{argument 1 of the global function 'store' must be memory that may be read and written, but 'ctx' is not [bpf-global-argument]}}
	// expected-note@-2 {{kernel: "invalid bpf_context access"}}
}

SEC("tc") int no_dynptr(struct __sk_buff *skb)
{
	return size_of((void *)0);
	// expected-warning@-1 {{argument 1 of the global function 'size_of' must be a dynptr, but this is not [bpf-global-argument]}}
	// expected-note@-2 {{kernel: "expected pointer to stack or const struct bpf_dynptr"}}
}
