// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * core: what a kernel's BTF answers to the CO-RE relocations of an object: where a member lies there, how large it is, whether it exists.
 * libbpf keeps its own answers to itself, and gives them only in the course of loading.
 *
 * Mirrors bpf_core_calc_relo_insn(), bpf_core_patch_insn() of libbpf (relo_core.c), as of 1.5.
 */
#ifndef BPFPROOF_OBJECT_CORE_H
#define BPFPROOF_OBJECT_CORE_H

#include "object/image.h"

struct btf_type;
struct core;

/* The kernel in question. */
struct core_kernel {
	const struct btf *(*part)(void *user, uint32_t i); /* 0: the kernel proper; 1 and on: its modules; NULL behind the last */
	void *user;
	bool whole;              /* what is in no part is not there */
};

enum core_is {
	CORE_OPEN,   /* not known */
	CORE_SETTLED,
	CORE_POISON, /* not there: the instruction becomes one that the kernel refuses */
	CORE_FAILED, /* libbpf gives up on the object */
};

struct core_answer {
	enum core_is is;
	uint64_t value;
	uint32_t size, local_size; /* FIELD_OFFSET: bytes of the member there and here; 0 for a bit-field */
	bool other_kind;           /* these differ, and what lies there is read in another way */
	const char *words;         /* POISON, FAILED: as libbpf says it */
};

/* Answers all relocations at once, as each narrows what the next may mean. Lives in the image's arena; the kernel is not asked again. */
struct core *core_new(const struct image *m, const struct core_kernel *kernel);
struct core_answer core_ask(const struct core *c, const struct image_core *r);

/* What a BTF_KIND_ENUM64 consists of; older headers do not know it. */
enum { CORE_ENUM64 = 19 };
struct core_enum64 {
	uint32_t name, low, high;
};
static inline const struct core_enum64 *core_enum64(const struct btf_type *t) { return (const struct core_enum64 *)(const void *)((const char *)t + 12); }

/* ---- core_match.c: is a type of the kernel's what the object means? Types by number in each BTF; names were compared. ---- */

/* Both without flavour ("___older") and from the first letter to the last. */
bool core_same_name(const char *a, const char *b);
bool core_same_kind(const struct btf_type *a, const struct btf_type *b);
const struct btf_type *core_plain(const struct btf *btf, uint32_t *id); /* behind typedefs, const, volatile; NULL: none */
bool core_fields_agree(const struct btf *local, uint32_t a, const struct btf *there, uint32_t b);  /* bpf_core_fields_are_compat() */
bool core_types_agree(const struct btf *local, uint32_t a, const struct btf *there, uint32_t b);   /* bpf_core_types_are_compat() */
bool core_types_match(const struct btf *local, uint32_t a, const struct btf *there, uint32_t b);   /* bpf_core_types_match() */

#endif
