// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* Memory beside a kptr, writable globals and dynptrs may be handed on; needs kernel 6.6. */
#include "bpf_min.h"
// expected-no-diagnostics

struct task_struct whole;

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

u64 latest;

__noinline int store(u64 *p)
{
	if (p)
		*p = bpf_ktime_get_ns();
	return 0;
}

const u64 table[2] = {1, 2};

/* calls with a constant are computed by the compiler */
__noinline int fetch(const u64 *p)
{
	return p ? (int)*p : 0;
}

__noinline int size_of(const struct bpf_dynptr *p)
{
	u64 first = 0;

	bpf_dynptr_read(&first, sizeof(first), p, 0, 0);
	return (int)first;
}

SEC("tc") int plain(struct __sk_buff *skb)
{
	u32 key = 0;
	struct holder *h = bpf_map_lookup_elem(&held, &key);
	struct bpf_dynptr ptr;
	u64 x = 1;

	bpf_dynptr_from_mem(&latest, sizeof(latest), 0, &ptr);
	return (h ? store(&h->count) : 0) + store(&latest) + store(&x) + store((void *)0) + size_of(&ptr) + fetch(table);
}
