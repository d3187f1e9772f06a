// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* Every operator at the width and signedness that C gives it. */
typedef unsigned char u8;
typedef unsigned short u16;
typedef unsigned int u32;
typedef unsigned long long u64;
typedef signed char s8;
typedef long long s64;
typedef _Bool bool;

int narrow(u8 a, s8 b, u16 c)
{
	a += b;
	a <<= c;
	b >>= 1;
	a = -a;
	return a++ + --b;
}

u64 wide(u32 a, u64 b, int c)
{
	return a * b + (u64)c / (b | 1) - (a >> 3) % 7;
}

s64 divide(int a, s64 b, u32 c)
{
	return a / 3 + b % 5 + c / 9;
}

int compare(int a, u32 b, s64 c, u64 d)
{
	return (a < 3) + (b > 3) + (c <= 0) + (d >= 1) + (a == c) + (b != d);
}

bool truth(int a, void *p, bool b)
{
	bool r = a;

	r = p;
	r |= b;
	r++;
	return !r;
}

int constants(void)
{
	return 3 * 7 + (u8)300 - (s8)200 + sizeof(u64) + 'a' + (5 < 3) + (~0u >> 28);
}

u64 comma(u64 a)
{
	u64 b = (a++, a * 2);

	return b += a, b;
}
