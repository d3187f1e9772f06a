// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * kfuncs: kernel functions that programs may call by name.
 */
#include "kernel/tables.h"

const struct kfunc_facts *kernel_kfunc(const char *name)
{
	return NULL;
}
