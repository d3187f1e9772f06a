// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * btf: what one kernel says of its own functions and types (vmlinux BTF), as far as the core asks. A front end reads it; the
 * core knows no libbpf. Answers live as long as the whole; one struct kernel_btf is for one thread.
 */
#ifndef BPFPROOF_KERNEL_BTF_H
#define BPFPROOF_KERNEL_BTF_H

#include "base/base.h"

#ifdef __cplusplus
extern "C" {
#endif

/* What the verifier makes of an argument of the function that a program is attached to (btf_ctx_access). */
enum btf_value {
	BTF_NUMBER,  /* numbers, enums, records by value; pointers to void and to numbers, which may not be followed either */
	BTF_OBJECT,  /* a pointer to a struct or union */
	BTF_REFUSED, /* a pointer to something else: programs may not read it */
};

struct btf_arg {
	enum btf_value is;
	bool pointer;
	uint32_t bytes;      /* of the context: its size, rounded up to 8; 0 for void */
	const char *name;    /* "" where it has none */
	const char *type;    /* as the kernel calls its kind: "INT", "PTR" ... of what a refused one points to */
	const char *record;  /* OBJECT: "task_struct"; NULL where it has no name, or is not the kernel's own memory (user, per CPU) */
};

enum { BTF_MAX_ARGS = 16 };

struct btf_func {
	const char *name;
	uint32_t nargs;      /* of those in args */
	struct btf_arg args[BTF_MAX_ARGS], result;
	bool whole;          /* all of its arguments are in args */
	bool hidden;         /* args[0] is not shown to programs (tracepoints) */
	bool declared;       /* as the program has it, not the kernel */
	bool module;         /* not of the kernel proper */
};

enum btf_what {
	BTF_FUNC,       /* a function by its name */
	BTF_TRACEPOINT, /* the callback of a tracepoint by the name of that */
	BTF_MEMBER,     /* what a member of a struct of operations points to: "tcp_congestion_ops.ssthresh" */
};

enum btf_has {
	BTF_HAS,       /* there */
	BTF_HAS_NOT,  /* the record is there, without it */
	BTF_NO_RECORD,
};

struct kernel_btf {
	const char *name;    /* how findings call it: the file that it was read from */
	bool whole;          /* modules are in it, too: what is not found is not there */
	/* NULL: not there. "module:name" is looked for in that module alone; "vmlinux" is the kernel proper. */
	const struct btf_func *(*find)(struct kernel_btf *b, enum btf_what what, const char *name);
	bool (*has_module)(struct kernel_btf *b, const char *name); /* is the BTF of "module:name"'s module at hand? True where it names none. */
	/* Is a "task_struct" one of `wanted`, or does it begin with one, to any depth? True also where that is not known. */
	bool (*is_a)(struct kernel_btf *b, const char *record, const char *wanted);
	/* As CO-RE relocations look for it: in "task_struct", by name, also inside of unnamed members. */
	enum btf_has (*member)(struct kernel_btf *b, bool is_union, const char *record, const char *member);
};

/*
 * The argument at this offset of the context, counted as the kernel counts (get_ctx_arg_idx): the hidden one is left out, nargs is the
 * result, more is nothing.
 */
uint32_t btf_func_arg(const struct btf_func *f, uint32_t off);
const char *btf_arg_words(const struct btf_func *f, uint32_t n, struct arena *a); /* of those that programs see: "argument 'prev'" */
uint32_t btf_func_shown(const struct btf_func *f); /* how many arguments programs see */

#ifdef __cplusplus
}
#endif
#endif
