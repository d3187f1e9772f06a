// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* Padding behind 'tag': from clang 20 on, C initialisers clear it even when they are not constant. */
struct key {
	char tag;
	int id;
};

extern void use(void *p);

void f(int v)
{
	struct key constant = {1, 2}, computed = {1, v};

	use(&constant);
	use(&computed);
	use(&(struct key){1, 2});
}
