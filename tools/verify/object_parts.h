// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* object_parts: what the files behind object.h share. Nobody else includes this. */
#ifndef BPFPROOF_VERIFY_OBJECT_PARTS_H
#define BPFPROOF_VERIFY_OBJECT_PARTS_H

#include "verify/object.h"

#include <bpf/btf.h>
#include <bpf/libbpf.h>
#include <gelf.h>

enum { INSN = sizeof(struct bpf_insn) };

struct function {
	const char *name;
	uint32_t section, off, size; /* in bytes */
};

struct line_record {
	uint32_t section, off;       /* of the first instruction */
	const char *file, *text;
	uint32_t line, col;
};

struct relocation {
	uint32_t section, off;       /* of the instruction */
	uint32_t to_section, to_off; /* of the symbol; section 0: it is not in this object */
	const char *name;            /* of the symbol */
};

/* Something that the object wants from the kernel. */
struct symbol {
	const char *name;
	size_t info;                 /* where st_info is in the bytes */
	bool missing;
};

/* The name of a section with struct_ops maps, in its header and again in BTF. */
struct struct_ops {
	size_t name_at;              /* where its offset among the strings is in the bytes */
	uint32_t name, hidden;       /* that offset, when the section is to be seen and when not */
};

/* A function in the finished program. */
struct placed {
	const struct function *function;
	uint32_t start, n;           /* in instructions */
};

struct object {
	char *bytes;
	size_t size;
	Elf *elf;
	struct btf *btf;
	struct arena *arena;
	VEC(struct function) functions;
	VEC(struct line_record) lines;       /* by section and offset */
	VEC(struct relocation) relocations;  /* the same */
	VEC(struct symbol) symbols;
	VEC(struct struct_ops) struct_ops;
	VEC(struct placed) placed;
	bool names_read;
	struct names *names;                 /* of variables; NULL: not asked for yet, or there is nothing to read */
};

/* object.c */
bool object_section(const struct object *o, size_t i, GElf_Shdr *header, const char **name, Elf_Data **data);
uint32_t object_section_named(const struct object *o, const char *wanted); /* 0: there is none */
int object_order_relocations(const void *a, const void *b);

/* object_calls.c */
const struct function *object_function(const struct object *o, const char *name);
const struct relocation *object_relocation(const struct object *o, uint32_t section, uint32_t off);
bool object_insn(const struct object *o, uint32_t section, uint32_t off, struct bpf_insn *insn); /* as the object has it */
/* The function that the instruction at this offset calls or takes the address of, or NULL. */
const struct function *object_callee(const struct object *o, uint32_t section, uint32_t off);
const struct btf_type *object_prototype(const struct object *o, const char *function);

/* object_prepare.c */
void object_find_struct_ops(struct object *o);
void object_mend_btf(struct object *o);

#endif
