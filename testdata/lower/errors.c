// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* Half-typed code: functions with errors have no body, the others do. */
struct unknown;
struct whole {
	int n;
};

int good(struct whole *w)
{
	return w->n;
}

int bad_member(struct whole *w)
{
	int m = w->m;

	return good(w) + m;
}

int bad_name(int x)
{
	return ({ int y = nowhere(x); y; });
}

int bad_type(struct unknown *u)
{
	struct unknown copy = *u;

	return copy.n;
}

missing_t bad_result(int x)
{
	return x;
}

int bad_syntax(int x)
{
	return x +;
}
