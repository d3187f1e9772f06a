// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* The cleanup attribute, on every way out of a scope. */
extern void done(int *p);
extern int get(void);
#define cleaned __attribute__((cleanup(done)))

int ways(int n)
{
	cleaned int a = 1;

	for (cleaned int i = 0; i < n; i++) {
		cleaned int b = i;

		if (b == 3)
			continue;
		if (b == 5)
			break;
		if (b == 7)
			return a;
		if (b == 9)
			goto out;
	}
	return get() + ({ cleaned int c = n; c; });
out:
	return a + 1;
}
