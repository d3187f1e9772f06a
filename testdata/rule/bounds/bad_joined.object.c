// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* An index that two ways join: what became of it on either matters. */
#include "bpf_min.h"

u64 slots[40];

static __always_inline u64 log2_of(u32 v)
{
	u32 shift, r;

	r = (v > 0xffff) << 4;
	v >>= r;
	shift = (v > 0xff) << 3;
	v >>= shift;
	r |= shift;
	shift = (v > 0xf) << 2;
	v >>= shift;
	r |= shift;
	shift = (v > 0x3) << 1;
	v >>= shift;
	r |= shift;
	return r | v >> 1;
}

SEC("tc") int histogram(struct __sk_buff *skb)
{
	u64 now = bpf_ktime_get_ns(), slot;
	u32 high = now >> 32;

	slot = high ? log2_of(high) + 32 : log2_of(now);
	slots[slot]++; // finds: bounds, expected-note {{kernel: "min value is outside of the allowed memory range"}}
	return TC_ACT_OK;
}
