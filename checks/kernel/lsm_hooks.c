// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * lsm_hooks: what each LSM hook lets a program return, and which are known to let it sleep. Since 6.12 the kernel checks
 * the value: 0 or a negative errno, for a few hooks 0 or 1, and nothing at all where the hook returns nothing.
 *
 * Generated from include/linux/lsm_hook_defs.h; bool_lsm_hooks, sleepable_lsm_hooks and bpf_lsm_disabled_hooks in
 * kernel/bpf/bpf_lsm.c; which hooks older kernels have, from their trees. That a hook does not sleep is not claimed: newer kernels let more of them.
 */
#include "kernel/tables.h"

#define SLEEPS_YES FACT_YES
#define SLEEPS_NO FACT_UNKNOWN
#define IS_OPEN false
#define IS_CLOSED true

/* in the order of their names */
static const struct lsm_hook_facts hooks[] = {
#define HOOK(name, returns, sleeps, open) {#name, LSM_RETURNS_##returns, SLEEPS_##sleeps, IS_##open, 0},
#include "kernel/generated/lsm_hooks.def"
};

/* By hand: newer than the generated rows. */
static const struct lsm_hook_facts newer[] = {
	{"cred_getlsmprop", LSM_RETURNS_NOTHING, FACT_UNKNOWN, false, KVER(6, 13)},
	{"current_getlsmprop_subj", LSM_RETURNS_NOTHING, FACT_YES, false, KVER(6, 13)},
	{"inode_file_getattr", LSM_RETURNS_ERRNO, FACT_UNKNOWN, false, KVER(6, 17)},
	{"inode_file_setattr", LSM_RETURNS_ERRNO, FACT_UNKNOWN, false, KVER(6, 17)},
	{"inode_getlsmprop", LSM_RETURNS_NOTHING, FACT_UNKNOWN, false, KVER(6, 13)},
	{"ipc_getlsmprop", LSM_RETURNS_NOTHING, FACT_UNKNOWN, false, KVER(6, 13)},
	{"lsmprop_to_secctx", LSM_RETURNS_ERRNO, FACT_UNKNOWN, false, KVER(6, 13)},
	{"task_getlsmprop_obj", LSM_RETURNS_NOTHING, FACT_YES, false, KVER(6, 13)},
	{"uring_allowed", LSM_RETURNS_ERRNO, FACT_UNKNOWN, false, KVER(6, 15)},
};

const struct lsm_hook_facts *kernel_lsm_hook(const char *name)
{
	size_t lo = 0, hi = ARRAY_LEN(hooks);

	while (lo < hi) {
		size_t mid = lo + (hi - lo) / 2;
		int c = strcmp(name, hooks[mid].name);

		if (!c)
			return &hooks[mid];
		if (c < 0)
			hi = mid;
		else
			lo = mid + 1;
	}
	for (size_t i = 0; i < ARRAY_LEN(newer); i++)
		if (!strcmp(newer[i].name, name))
			return &newer[i];
	return NULL;
}

const struct lsm_hook_facts *kernel_lsm_hook_at(size_t i)
{
	if (i < ARRAY_LEN(hooks))
		return &hooks[i];
	i -= ARRAY_LEN(hooks);
	return i < ARRAY_LEN(newer) ? &newer[i] : NULL;
}

/* Those that older trees do not have, though the rows do. */
#define NOT_YET(name) #name,
static const char *const not_in_5_10[] = {
#include "kernel/generated/lsm_hooks_5.10.def"
}, *const not_in_6_1[] = {
#include "kernel/generated/lsm_hooks_6.1.def"
};
#undef NOT_YET

static enum fact in_tree(const void *name, enum tree t)
{
	const char *const *rows = t == TREE_5_10 ? not_in_5_10 : not_in_6_1;
	size_t n = t == TREE_OF_ROWS ? 0 : t == TREE_5_10 ? ARRAY_LEN(not_in_5_10) : ARRAY_LEN(not_in_6_1);

	for (size_t i = 0; i < n; i++)
		if (!strcmp(rows[i], name))
			return FACT_NO;
	return FACT_YES;
}

enum fact kernel_lsm_hook_available(const struct lsm_hook_facts *h, uint32_t kver)
{
	if (h->since)
		return kver >= h->since ? FACT_YES : FACT_NO;
	return kernel_trees_say(kver, in_tree, h->name);
}

uint32_t kernel_lsm_hook_since(const struct lsm_hook_facts *h)
{
	uint32_t since = h->since;

	for (enum tree t = 0; t < TREE_OF_ROWS && !h->since; t++)
		if (in_tree(h->name, t) == FACT_NO)
			since = kernel_tree_version(t + 1);
	return since;
}

/* By hand: what came to be struct lsm_prop in place of a number. */
uint32_t kernel_lsm_until(const char *name)
{
	static const char *const gone[] = {"current_getsecid_subj", "inode_getsecid", "ipc_getsecid", "task_getsecid_obj"};

	for (size_t i = 0; i < ARRAY_LEN(gone); i++)
		if (!strcmp(gone[i], name))
			return KVER(6, 13);
	return 0;
}

struct range_rule kernel_lsm_range(const char *name)
{
	const struct lsm_hook_facts *h = kernel_lsm_hook(name);

	if (!h || h->returns == LSM_RETURNS_NOTHING)
		return (struct range_rule){false, 0, 0};
	return h->returns == LSM_RETURNS_BOOL ? (struct range_rule){true, 0, 1} : (struct range_rule){true, -4095, 0};
}
