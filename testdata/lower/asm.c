// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* Inline assembly that hides a value, that is readable BPF, and that is neither. */
extern int get(void);
extern void die(unsigned long long cookie) __attribute__((section(".ksyms")));

int hides(int x, long y)
{
	int z;

	asm volatile("" : "+r"(x));
	asm("" : "=r"(z) : "0"(y));
	asm volatile("" ::: "memory");
	asm volatile("" : "+m"(x) : "r"(get()));
	return x + z;
}

long reads(long y, void *ctx, unsigned int u)
{
	asm volatile("%0 &= 0xff" : "+r"(y));
	asm volatile("%[d] = %[s]; %[d] += 5; if %[d] s> 10 goto +1; %[d] = 7" : [d] "=&r"(y) : [s] "r"(y));
	asm volatile("%0 = *(u16 *)(%1 + 4)\n*(u32 *)(%1 - 8) = %0" : "=&r"(y) : "r"(ctx));
	asm volatile("r1 = %[ctx]\n\tr2 = %1\n\tr3 = %[slot]\n\tcall 12"
		     :: [ctx] "r"(ctx), "r"(ctx), [slot] "i"(4) : "r0", "r1", "r2", "r3", "r4", "r5");
	(void)die;
	asm volatile("if %[v] < %[max] goto +2; r1 = 0; call die" :: [v] "r"(y), [max] "i"(100));
	asm volatile goto("if %[v] == %[w] goto %l[same]" :: [v] "r"((short)u), [w] "i"(3) :: same);
	return y;
same:
	return 1;
}

int may_goto(int n)
{
	for (;;) {
		asm volatile goto("may_goto %l[out]" :::: out);
		n++;
	}
out:
	return n;
}

int newer(unsigned long y)
{
	asm volatile("%0 = bswap32 %0; %0 = (s8)%0; %0 s/= 3" : "+r"(y));
	asm volatile goto("gotol %l[out]" :::: out);
	y++;
out:
	return y;
}

int unknown(int x, int *p)
{
	int z;

	asm volatile("nonsense %0 %1" : "=r"(z) : "r"(x), "m"(*p) : "memory");
	asm goto("nonsense %l1 %l2" :: "r"(x) :: a, b);
	return z;
a:
	return 1;
b:
	return 2;
}

__attribute__((naked)) int naked(void)
{
	asm volatile("r0 = 0; exit");
}
