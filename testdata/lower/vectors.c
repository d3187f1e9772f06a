// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* What has no registers in BPF: said so, with the rest of the function intact. */
typedef int v4 __attribute__((vector_size(16)));

int floats(int x, float f)
{
	float g = 1.5f;

	g = f * 2;
	return x + (int)g;
}

int vectors(v4 *p, v4 *q)
{
	v4 x = *p;

	*q = x + *p;
	return x[2];
}

int wide(__int128 *p, long y)
{
	__int128 x = *p;

	*p = x * y;
	return x > 5;
}

int sizes(int n)
{
	int a[n];

	a[n - 1] = 3;
	return sizeof(a);
}

int arguments(int n, ...)
{
	__builtin_va_list ap;
	int r;

	__builtin_va_start(ap, n);
	r = __builtin_va_arg(ap, int);
	__builtin_va_end(ap);
	return r;
}
