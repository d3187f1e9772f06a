// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* Of numbers on the stack the verifier keeps those at the beginning of a slot of 8 bytes, and zeros: not these. */
#include "bpf_min.h"

u8 table[16];

int middle(struct xdp_md *ctx) __attribute__((naked));
int part(struct xdp_md *ctx) __attribute__((naked));

SEC("xdp") int middle(struct xdp_md *ctx)
{
	asm volatile("call 7;" // finds: bounds, expected-note {{kernel: "unbounded memory access"}}
		     "r0 &= 15;"
		     "*(u32 *)(r10 - 4) = r0;"
		     "r1 = *(u32 *)(r10 - 4);"
		     "r2 = %[table] ll;"
		     "r2 += r1;"
		     "r0 = *(u8 *)(r2 + 0);"
		     "r0 &= 1;"
		     "exit" : : [table] "i"(&table) : "memory");
}

SEC("xdp") int part(struct xdp_md *ctx)
{
	asm volatile("r0 = 0x300000005 ll;" // finds: bounds, expected-note {{kernel: "unbounded memory access"}}
		     "*(u64 *)(r10 - 8) = r0;"
		     "r1 = *(u16 *)(r10 - 8);"
		     "r2 = %[table] ll;"
		     "r2 += r1;"
		     "r0 = *(u8 *)(r2 + 0);"
		     "r1 = *(u32 *)(r10 - 4);"
		     "r2 = %[table] ll;"
		     "r2 += r1;"
		     "r0 = *(u8 *)(r2 + 0);"
		     "r0 &= 1;"
		     "exit" : : [table] "i"(&table) : "memory");
}
