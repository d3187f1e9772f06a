// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* Loops, switches, gotos. */
extern int get(void);

int loops(int n)
{
	int s = 0;

	do {
		if (n & 1)
			continue;
		if (++s > 100)
			break;
	} while (n-- > 0);
	while (1)
		if (get())
			break;
	for (int i = 0; i < n; i++)
		s += i;
	for (;;)
		if (s-- == 3)
			return s;
}

int cases(int x, unsigned char c)
{
	switch (x) {
	case 1:
		x++;
	case 2 ... 5:
		x += 2;
		break;
	case -3 ... 0:
		break;
	case 'a': case 'b':
		return 7;
	default:
		x = 9;
	}
	switch (c) {
	case 200:
		return 1;
	}
	return x;
}

int copy(unsigned char *to, unsigned char *from, int n)
{
	int c = (n + 3) / 4;

	switch (n % 4) {
	case 0:
		do {
			*to++ = *from++;
	case 3:
			*to++ = *from++;
	case 2:
			*to++ = *from++;
	case 1:
			*to++ = *from++;
		} while (--c > 0);
	}
	return c;
}

int labels(int n)
{
again:
	if (get())
		goto again;
	if (n)
		goto out;
	n = 3;
out:
	return n;
}

int computed(int i)
{
	static void *to[] = {&&a, &&b};

	goto *to[i];
a:
	return 1;
b:
	return 2;
}

extern void never(void);

int dead(int n)
{
	if (0)
		never();
	if (sizeof(n) == 4)
		n++;
	else
		never();
	return n;
	n++;
}

int no_return(int x)
{
	switch (x) {
	case 1:
		return 5;
	default:
		__builtin_unreachable();
	}
}

int missing_return(int x)
{
	if (x)
		return 1;
}
