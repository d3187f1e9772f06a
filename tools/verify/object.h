// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * object: an ELF object with BPF programs, in memory: its functions, which source line each instruction came from (.BTF.ext), and what
 * became of them in a program that libbpf put together from several of its functions.
 */
#ifndef BPFPROOF_VERIFY_OBJECT_H
#define BPFPROOF_VERIFY_OBJECT_H

#include "base/base.h"
#include "verify/values.h"

#include <linux/bpf.h>

struct btf;
struct object;

/* NULL: it cannot be read, or is no BPF object; *why says so. */
struct object *object_read(const char *path, struct arena *a, const char **why);
void object_free(struct object *o);

/* The bytes, for bpf_object__open_mem(). */
const void *object_bytes(const struct object *o, size_t *size);
bool object_has_lines(const struct object *o);

/*
 * Changes to the bytes (never to the file), so that what belongs to other programs does not stand in the way of this one:
 * struct_ops maps are there for struct_ops programs only, and what the object wants from the kernel is asked for only where the
 * program uses it. object_missing() names something that the kernel does not have; false: the program does use it, or it is known.
 */
void object_prepare(struct object *o, const char *program, bool struct_ops);
bool object_missing(struct object *o, const char *program, const char *symbol);

/* The name of the struct that the program's argument points to ("__sk_buff"), or NULL. */
const char *object_context(const struct object *o, const char *program);

/*
 * `insns` is the program `name` as libbpf hands it to the kernel: the program itself, and behind it the functions that it
 * calls. After this, object_places() answers for it. The instructions are not kept.
 */
void object_lay_out(struct object *o, const char *name, const struct bpf_insn *insns, size_t n);
struct places object_places(struct object *o);

#endif
