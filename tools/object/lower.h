// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * lower: from an object to a program model, through the builder that every front end uses. The model is final: what stands in it is
 * what the kernel gets.
 *
 *   types.c    BTF -> model types
 *   maps.c     .maps and the older "maps" section -> maps
 *   data.c     a data section is one global, whose type is a record of its variables; externs are globals of their own
 *   func.c     which functions there are, and what each calls
 *   core.c     CO-RE relocations, where a kernel's BTF is at hand
 *   names.c    variables in registers, where there is debug information
 *   jumps.c    jump tables
 *   web.c      registers -> temporaries and variables, by what each value is used for
 *   body.c     instructions -> instructions
 */
#ifndef BPFPROOF_OBJECT_LOWER_H
#define BPFPROOF_OBJECT_LOWER_H

#include "model/model.h"
#include "object/code.h"
#include "object/core.h"
#include "object/image.h"
#include "object/names.h"

struct lower_options {
	const char *program; /* only this one is lowered as a program; NULL: all */
	const struct core_kernel *kernel; /* settles CO-RE relocations; NULL: the object's own types do, and existence is open */
};

/* NULL: *why says in words what is wrong with the object. The caller frees the unit; it does not need the image any more. */
struct unit *lower_image(struct image *m, const struct lower_options *options, const char **why);

/* The same in two steps, for who measures: types, maps, data and which functions there are; then the instructions. */
struct lower;
struct lower *lower_begin(struct image *m, const struct lower_options *options);
struct unit *lower_end(struct lower *l, const char **why);

/* ---- inside the folder ---- */

enum { NO_FUNCTION = -1, INSN_BYTES = 8 };
#define NO_FUNC UINT32_MAX

/* Where a gotox may lead: slots, each once. */
struct jump_table {
	uint32_t slot; /* the gotox */
	uint32_t n, *to;
};

/* A function of the object: a symbol, and the instructions from there on. */
struct function {
	const char *name;
	uint32_t section, start;  /* bytes */
	uint32_t n;               /* slots */
	struct code *code;        /* n of them */
	int32_t *calls;           /* per slot: the function that it calls or takes the address of, or NO_FUNCTION */
	struct jump_table *tables; /* of its gotox, by slot */
	uint32_t ntables;
	uint8_t *args;            /* per slot: how many arguments what it calls takes, when that is no function of the object */
	uint32_t func;            /* in the unit; NO_FUNC: not declared there, for nobody speaks of it */
	uint32_t params;          /* r1 to r<params> are read before they are written, or what its prototype says */
	bool is_program, is_global, is_wanted;
	bool is_told;             /* the prototype says it */
};

/* What a relocation gives: an operand, or a name to call. */
struct target {
	enum { TARGET_NONE, TARGET_FUNCTION, TARGET_KFUNC, TARGET_OPERAND, TARGET_UNKNOWN } kind;
	int32_t function;
	struct operand operand;
	const char *name;
	uint32_t prototype;       /* KFUNC: BTF type of its prototype, or 0 */
	bool weak;                /* KFUNC: the program does without it where the kernel has none */
};

/* btf_decl_tag of a variable or a function. */
struct decl_tag {
	uint32_t of;
	const char *tag;
};

struct lower {
	struct image *m;
	struct unit *u;
	const struct lower_options *options;
	struct core *core;        /* NULL: no kernel to ask */
	struct names *names;
	type_id *types;           /* per BTF type: the model's, 0 not yet */
	const char **typedefs;    /* per BTF type: a typedef that names it */
	uint8_t *aligns;          /* per BTF type, 0 not yet */
	uint32_t ntypes;
	struct { uint32_t section, off; uint32_t map; } *maps_at; /* maps by place */
	uint32_t nmaps;
	uint32_t *section_global; /* per section: global + 1 */
	uint32_t *symbol_global;  /* per symbol, for externs: global + 1 */
	VEC(struct function) functions;
	uint32_t **functions_at;  /* per section with functions, per slot: the function that begins there + 1 */
	VEC(struct decl_tag) tags;
};

/* The k-th slot that is next after this one, or below 0; jumps may lead anywhere, also out of the function. */
int64_t lower_next(const struct function *f, uint32_t slot, uint32_t k);
/* jumps.c: finds what each gotox of a function may lead to, in the section with jump tables. */
void lower_tables(struct lower *l, struct function *f);
bool lower_is_table(const struct lower *l, const struct function *f, uint32_t slot); /* takes the address of one */

void lower_types(struct lower *l);
type_id lower_type(struct lower *l, uint32_t btf_id); /* 0 for what is not there; cv and typedefs are looked through */
const struct btf_type *lower_btf(const struct lower *l, uint32_t id); /* NULL: out of range */
const struct btf_type *lower_strip(const struct lower *l, uint32_t *id); /* the same behind cv, typedefs and tags */
const char *lower_name(const struct lower *l, const struct btf_type *t); /* NULL: none */

void lower_maps(struct lower *l);
void lower_data(struct lower *l);
void lower_operations(struct lower *l); /* .struct_ops: once the functions are known */
/* The address that a data relocation in code stands for; `add` is what the instruction says. */
bool lower_address(struct lower *l, const struct image_symbol *s, int64_t add, struct operand *o);
struct operand lower_extern(struct lower *l, uint32_t symbol);

void lower_functions(struct lower *l);
int32_t lower_function_at(const struct lower *l, uint32_t section, uint64_t off);
uint32_t lower_declared(struct lower *l, struct function *f); /* its number in the unit */
struct target lower_target(struct lower *l, const struct function *f, uint32_t slot);
uint32_t lower_call_args(const struct lower *l, const struct function *f, uint32_t slot);
uint16_t lower_call_reads(const struct lower *l, const struct function *f, uint32_t slot); /* the same as bits */
void lower_body(struct lower *l, struct function *f);

#endif
