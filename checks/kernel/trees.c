// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * trees: what versions say that no tree is of. Between two trees that say the same, nothing changed; where they differ, nobody knows from when on.
 * Before the oldest only a no is known: what came is rarely taken away again, and helpers, types and members come with time.
 */
#include "kernel/tables.h"

uint32_t kernel_tree_version(enum tree t)
{
	static const uint32_t versions[] = {[TREE_5_10] = KVER(5, 10), [TREE_6_1] = KVER(6, 1), [TREE_OF_ROWS] = KVER(6, 12)};

	return versions[t];
}

enum fact kernel_trees_say(uint32_t kver, enum fact (*ask)(const void *question, enum tree t), const void *question)
{
	enum tree t = 0;
	enum fact after, before;

	while (t < TREE_OF_ROWS && kernel_tree_version(t) < kver)
		t++;
	after = ask(question, t);
	if (kver >= kernel_tree_version(t))
		return after;
	before = t ? ask(question, t - 1) : FACT_NO;
	return before == after ? after : FACT_UNKNOWN;
}
