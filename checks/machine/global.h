// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * global: global functions, which the kernel checks once, on their own, from what their prototype promises; callers must keep the promise.
 *
 * Kernel: btf_prepare_func_args(), btf_check_func_arg_match().
 */
#ifndef BPFPROOF_GLOBAL_H
#define BPFPROOF_GLOBAL_H

#include "machine/machine.h"

/* The compiler keeps it as a function of its own, so the kernel sees one. */
bool global_stands(const struct func *f);

enum param_kind {
	PARAM_UNKNOWN, /* not modelled */
	PARAM_NUMBER,
	PARAM_CTX,
	PARAM_MEM,     /* `size` bytes that may be read and written */
	PARAM_DYNPTR,
	PARAM_OBJECT,  /* a trusted kernel object of record `type` */
};

struct param {
	enum param_kind kind;
	uint32_t size;
	type_id type;
	bool maybe_null;
};

struct param global_param(const struct machine *m, const struct func *f, uint32_t k);

/* The result must be a number. */
bool global_returns_number(const struct unit *u, const struct func *f);

/* Does the compiler keep this call of f? One whose result nobody wants stays only where f does something. */
bool global_call_kept(const struct unit *u, const struct func *by, const struct instr *call, const struct func *f);

#endif
