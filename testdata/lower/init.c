// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* Which bytes an initialiser writes. Constants write all of them; others member by member, or after clearing. */
struct key {
	int a, b, c, d, e, f;
};

struct inner {
	int x[3];
	int y;
};

extern void use(void *p);

void constant(void)
{
	struct key none = {}, some = {.b = 3, .f = -1};
	int numbers[6] = {1, 2, [5] = 9};
	char text[] = "hello", padded[32] = "x", empty[16] = "";
	const char *names[] = {"a", "b"};
	int table[40] = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28,
			 29, 30, 31, 32, 33, 34, 35, 36};

	use(&none);
	use(&some);
	use(numbers);
	use(text);
	use(padded);
	use(empty);
	use(names);
	use(table);
}

void computed(int v)
{
	struct key first = {v}, all = {v, v, v, v, v, v}, three = {v, v, .e = 5};
	struct inner in = {.x = {[1] = v}, .y = 2};
	int many[20] = {[3] = v}, few[3] = {v};
	union {
		int i;
		char c[4];
	} u = {.c = {v}};

	use(&first);
	use(&all);
	use(&three);
	use(&in);
	use(many);
	use(few);
	use(&u);
}
