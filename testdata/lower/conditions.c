// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* Conditions become branches, not values; values are made where the source wants them. */
extern int get(void);
#define likely(x) __builtin_expect(!!(x), 1)

int branches(int a, int b, void *p)
{
	if (a && b)
		return 1;
	if (!p || (a > 3 && !(b < 2)))
		return 2;
	if (likely(a == b))
		return 3;
	if (!!a != 0)
		return 4;
	while (a ? b : !b)
		a--;
	if (({ int c = get(); c < 3; }))
		return 5;
	return 0;
}

int values(int a, int b, int c)
{
	int r = a && b || !c;

	r += (a < b) + !!c;
	r = a ? b ? 1 : 2 : 3;
	r += b ?: c;
	return r;
}

int known(int a)
{
	return (1 ? a : get()) + (sizeof(int) == 4 ? 5 : get()) + (0 && get()) + (1 || get());
}
