// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * image: a BPF ELF object as it lies in a file: sections, symbols, relocations, types (BTF) and what .BTF.ext says of the instructions.
 * Everything here was held against the bounds of the file; what a table says about another (a symbol's section, a type's number) was not,
 * and may be out of range. Nothing is patched. Strings and bytes live as long as the image.
 *
 * Mirrors bpf_object__elf_collect() and btf_ext_parse_info() of libbpf.
 */
#ifndef BPFPROOF_OBJECT_IMAGE_H
#define BPFPROOF_OBJECT_IMAGE_H

#include "base/base.h"

struct btf;

struct image_section {
	const char *name;
	const uint8_t *data; /* NULL: takes no space in the file */
	uint64_t size;
	bool is_code;        /* holds instructions */
	uint32_t kind;       /* SHT_* */
};

struct image_symbol {
	const char *name;    /* "" where there is none */
	uint32_t section;    /* 0: defined elsewhere */
	uint64_t value, size;
	uint8_t type, bind;  /* STT_*, STB_* */
	bool is_hidden;
};

struct image_reloc {
	uint32_t section;    /* that it changes */
	uint64_t off;
	uint32_t symbol, type; /* R_BPF_* */
};

/* Line, function and CO-RE records belong to the instruction at `off` bytes of a section. */
struct image_line {
	uint32_t section, off;
	const char *file, *text;
	uint32_t line, col;
};

struct image_func {
	uint32_t section, off;
	uint32_t type;       /* BTF */
};

enum core_kind { /* enum bpf_core_relo_kind */
	CORE_FIELD_OFFSET, CORE_FIELD_SIZE, CORE_FIELD_EXISTS, CORE_FIELD_SIGNED, CORE_FIELD_LSHIFT, CORE_FIELD_RSHIFT, CORE_TYPE_ID_LOCAL,
	CORE_TYPE_ID_TARGET, CORE_TYPE_EXISTS, CORE_TYPE_SIZE, CORE_ENUM_EXISTS, CORE_ENUM_VALUE, CORE_TYPE_MATCHES,
};

struct image_core {
	uint32_t section, off;
	uint32_t type, kind; /* BTF; enum core_kind */
	const char *access;  /* "0:1:2" */
};

struct image {
	const char *path;
	struct arena *arena;
	struct btf *btf;     /* NULL: none */
	VEC(struct image_section) sections; /* [0] is none */
	VEC(struct image_symbol) symbols;
	VEC(struct image_reloc) relocs;     /* by section and offset */
	VEC(struct image_line) lines;       /* the same */
	VEC(struct image_func) funcs;
	VEC(struct image_core) cores;       /* the same */
	void *bytes;         /* of the file */
	size_t size;
};

/* NULL: no BPF object that can be read; *why says so, in words for "FILE: ...". */
struct image *image_read(const char *path, struct arena *a, const char **why);
/* The same from memory; `bytes` (on the heap, 8-byte aligned) becomes the image's own, also when it cannot be read. */
struct image *image_parse(void *bytes, size_t n, const char *path, struct arena *a, const char **why);
void image_free(struct image *m);

/* Does the file begin like an ELF object? */
bool image_is_object(const char *path);

const struct image_section *image_section(const struct image *m, uint32_t i); /* [0] when out of range */
const struct image_reloc *image_reloc_at(const struct image *m, uint32_t section, uint64_t off); /* NULL: none */
const struct image_symbol *image_reloc_symbol(const struct image *m, const struct image_reloc *r); /* NULL: damaged */
/* The record for this instruction, or the last one before it that is not before `from`; NULL: none. */
const struct image_line *image_line_at(const struct image *m, uint32_t section, uint32_t off, uint32_t from);
const struct image_func *image_func_at(const struct image *m, uint32_t section, uint32_t off); /* exact; NULL: none */
const struct image_core *image_core_at(const struct image *m, uint32_t section, uint32_t off); /* exact; NULL: none */

/* ---- ext.c: .BTF.ext ---- */

void image_read_ext(struct image *m, const struct image_section *ext);

#endif
