// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* pages: the rules' manual pages (checks/rule/<name>.md), built in. */
#ifndef BPFPROOF_PAGES_H
#define BPFPROOF_PAGES_H

struct page {
	const char *name, *text;
};
extern const struct page pages[]; /* ends with a NULL name */

#endif
