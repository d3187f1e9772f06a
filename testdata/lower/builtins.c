// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* Builtins that BPF programs use. */
typedef unsigned int u32;
typedef unsigned long long u64;

struct pair {
	int a, b;
};

int memory(char *to, char *from, int n)
{
	static const int size = sizeof(struct pair);

	__builtin_memcpy(to, from, 16);
	__builtin_memset(to, 0xff, sizeof(struct pair));
	__builtin_memmove(to + 1, to, 3);
	__builtin_memcpy(to, from, size);
	__builtin_memcpy(to, from, n);
	return __builtin_memcmp(to, from, 4) + __builtin_strlen("abc");
}

u64 bits(u32 a, u64 b)
{
	return __builtin_clz(a) + __builtin_ctzll(b) + __builtin_popcountll(b) + __builtin_ffs(a) + __builtin_bswap16(a) +
	       __builtin_bswap64(b) + __builtin_bswap32(0x12345678);
}

int overflow(int a, int b, u64 c, u32 d)
{
	int r;
	u64 l;

	if (__builtin_add_overflow(a, b, &r) || __builtin_sub_overflow(c, 1, &l) || __builtin_mul_overflow(d, d, &d))
		return 0;
	return r + l + __builtin_mul_overflow(c, c, &l);
}

int facts(int a, struct pair *p)
{
	__builtin_assume(a > 3);
	return __builtin_constant_p(3) + __builtin_constant_p(a) + __builtin_offsetof(struct pair, b) +
	       __builtin_types_compatible_p(int, long) + __builtin_choose_expr(1, a, p) + _Generic(a, int: 4, default: p) +
	       __builtin_object_size(p, 0);
}
