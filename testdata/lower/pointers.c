// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* Arithmetic on pointers keeps the element, and casts keep the bits. */
struct pair {
	int a;
	long b;
	int c[4];
};

long steps(int *p, int *q, long n, unsigned i)
{
	p += n;
	q -= 2;
	*p++ = *--q;
	return p - q + (p < q) + q[i] + 2[p];
}

int members(struct pair *p, int i)
{
	int *c = &p->c[i];

	p[i].b = p->a;
	return *c + (&p[1])->c[2] + (p + i)->c[i];
}

void *casts(unsigned int data, struct pair *p, unsigned long x)
{
	char *bytes = (char *)p;
	struct pair *next = (void *)(long)data;

	next = (struct pair *)x;
	return bytes + (unsigned long)next + (int)(long)p;
}

int functions(int (*f)(int), int x)
{
	return f(x) + (*f)(x) + ((int (*)(int, long))6)(1, 2);
}

int odd(int (*p)[3][5], long long *o, int i, int j)
{
	return p[i][j][1] + (o - (long long *)p) + ((struct pair *)o - (struct pair *)p);
}
