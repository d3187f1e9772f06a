// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* Memory of an arena; needs kernel 6.9. */
// expected-no-diagnostics
#include "bpf_min.h"

#define __arena __attribute__((address_space(1)))

struct {
	__uint(type, BPF_MAP_TYPE_ARENA);
	__uint(map_flags, BPF_F_MMAPABLE);
	__uint(max_entries, 1);
	int (*map_extra)[1 << 30];
} arena SEC(".maps");

struct pair { u32 a, b; } kept;

extern void __arena *bpf_arena_alloc_pages(void *map, void __arena *addr, u32 pages, int node, u64 flags) __ksym;

/* The compiler casts what is accessed in the arena; how it copies whole records there is not followed. */
SEC("syscall") int in_arena(void *ctx)
{
	struct pair __arena *p = bpf_arena_alloc_pages(&arena, (void __arena *)0, 1, -1, 0);

	if (!p)
		return 0;
	kept = *p;
	*p = (struct pair){.a = 1};
	return __sync_fetch_and_add(&p->b, 1) != 0;
}
