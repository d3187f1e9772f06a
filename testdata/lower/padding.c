// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* Padding behind 'tag' and 'c': from clang 20 on, C initialisers clear it even when they are not constant. */
struct key {
	char tag;
	int id;
};

extern void use(void *p);

void f(int v)
{
	struct key constant = {1, 2}, computed = {1, v};
	struct {
		unsigned a : 3, b : 4, c : 9;
	} bits = {v, 2};

	use(&constant);
	use(&computed);
	use(&bits);
	use(&(struct key){1, 2});
}
