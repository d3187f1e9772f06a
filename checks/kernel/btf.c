// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* btf: counting arguments of functions. Kernel: get_ctx_arg_idx(), btf_ctx_access(). */
#include "kernel/btf.h"

uint32_t btf_func_arg(const struct btf_func *f, uint32_t off)
{
	uint32_t end = 0;

	for (uint32_t i = 0; i < f->nargs; i++) {
		end += f->args[i].bytes;
		if (off < end)
			return i;
	}
	return off < end + f->result.bytes ? f->nargs : f->nargs + 1;
}

uint32_t btf_func_shown(const struct btf_func *f)
{
	return f->nargs - f->hidden;
}

const char *btf_arg_words(const struct btf_func *f, uint32_t n, struct arena *a)
{
	const char *name = f->args[n + f->hidden].name;

	return *name ? arena_printf(a, "argument '%s'", name) : arena_printf(a, "argument %u", n + 1);
}
