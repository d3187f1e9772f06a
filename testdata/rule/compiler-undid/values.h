// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * What the cases share. Each has a program `undone`, whose check some compilers undo, and `kept`, the same in a shape that all keep.
 * "// undone: v2 14 16" lists for which -mcpu which versions of clang undo it; a kernel must agree.
 */
#include "bpf_min.h"

#define hide(x) asm volatile("" : "+r"(x)) /* barrier_var() of bpf_helpers.h */

struct value {
	u32 n, m;
	u64 long_n;
	u32 slot[64];
	u8 text[256];
};

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 1);
	__type(key, u32);
	__type(value, struct value);
} values SEC(".maps");

static __always_inline struct value *get_value(void)
{
	u32 zero = 0;

	return bpf_map_lookup_elem(&values, &zero);
}
