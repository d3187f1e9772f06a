// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* The LSM hooks as prototypes. */
#include <linux/types.h>
#include <linux/lsm_hooks.h>

#define LSM_HOOK(returns, otherwise, name, ...) returns facts_lsm__##name(__VA_ARGS__);
#include <linux/lsm_hook_defs.h>
