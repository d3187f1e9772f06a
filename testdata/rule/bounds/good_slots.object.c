// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* What the verifier keeps of numbers on the stack: those at the beginning of a slot of 8 bytes, and zeros. */
#include "bpf_min.h"

u8 table[16];

int beginning(struct xdp_md *ctx) __attribute__((naked));
int zero(struct xdp_md *ctx) __attribute__((naked));

SEC("xdp") int beginning(struct xdp_md *ctx)
{
	asm volatile("call 7;"
		     "r0 &= 15;"
		     "*(u32 *)(r10 - 8) = r0;"
		     "r1 = *(u32 *)(r10 - 8);"
		     "r2 = %[table] ll;"
		     "r2 += r1;"
		     "r0 = *(u8 *)(r2 + 0);"
		     "r0 &= 1;"
		     "exit" : : [table] "i"(&table) : "memory");
}

SEC("xdp") int zero(struct xdp_md *ctx)
{
	asm volatile("r0 = 0;"
		     "*(u32 *)(r10 - 4) = r0;"
		     "r1 = *(u32 *)(r10 - 4);"
		     "r2 = %[table] ll;"
		     "r2 += r1;"
		     "r0 = *(u8 *)(r2 + 0);"
		     "r0 &= 1;"
		     "exit" : : [table] "i"(&table) : "memory");
}
