// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* Positions: where the user wrote it, with the outermost macro's name. */
#include "places.h"
int shared;
#define LOCAL(p) (p)->n + \
	(p)->n
#define PASTE(a, b) a##b
struct s {
	int n;
};

int places(struct s *s, int xy)
{
	int a = CHECK(s->n > 3);
	int b = OUTER(s->n);

	return LOCAL(s) + PASTE(x, y) +
	       s->n;
}
