// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* Records: copies, by value, in statement expressions; anonymous members; unions. */
struct small {
	int a, b;
};

struct large {
	int k;
	union {
		int i;
		struct {
			short s1, s2;
		};
	};
	long v[4];
};

extern void use(void *p);

struct small make(int a)
{
	struct small s = {a, 1};

	return s;
}

int take(struct small s)
{
	return s.a;
}

int calls(struct large *p, int c)
{
	struct large l = *p;
	struct small s = make(3), t;

	t = s;
	*p = l;
	t = c ? s : make(4);
	t = ({ make(5); });
	return take(t) + make(6).b + l.s2 + p->i + (&s)->a;
}

int literal(int x)
{
	struct small *p = &(struct small){x, 2};

	*p = (struct small){p->b, p->a};
	use((int[]){1, x});
	return p->a;
}
