// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * facts: reads facts out of a kernel source tree and writes them as the rows of checks/kernel/generated/. clang parses,
 * so there is no guessing about C: constants are what clang says they are, and what a function of the kernel decides
 * is found out by running it (eval.c) for every question that the table asks.
 *
 *   source.c    translation units of the tree, declarations by name, function bodies as plain trees
 *   eval.c      runs such a body; where it asks something that only a kernel knows, both ways are taken
 *   value.c     what such a body computes with
 *   write.c     rows, sets of program types
 *   *.c         one file for each generated table
 */
#ifndef BPFPROOF_FACTS_H
#define BPFPROOF_FACTS_H

#include "base/base.h"

#include <clang-c/Index.h>
#include <stdio.h>

/* ---- source.c ---- */

struct decl;

/* What an expression is of, as far as arithmetic cares. */
struct shape {
	uint8_t size;        /* bytes of an integer; 0: not an integer */
	bool is_signed;
};

/* An expression or statement; a copy of clang's, without what only says the same again (parentheses, casts). */
struct node {
	enum CXCursorKind kind;
	int op;              /* enum CXBinaryOperatorKind or CXUnaryOperatorKind */
	struct shape shape;
	bool constant;
	int64_t value;
	const char *name;    /* of what is referred to, of a member or a label */
	struct decl *decl;   /* of what is referred to */
	struct node **kids;
	uint32_t n;
};

struct decl {
	const char *name, *file;
	enum CXCursorKind kind;
	struct unit *unit;
	const char *type;    /* as C spells it; of a function: what it returns */
	VEC(struct decl *) params;
	struct shape shape;
	CXCursor cursor;     /* the definition where there is one */
	struct node *body;   /* of a function its block, of a variable its initialiser; NULL before source_body() */
	bool asked, looked, attributes;
};

struct unit;
struct source;

struct source *source_open(const char *tree, const char *stubs);
void source_close(struct source *s);
/* Parses one file; false when clang gives nothing. Missing headers and the like are counted, not fatal. */
bool source_parse(struct source *s, const char *file, bool user_space);
struct arena *source_arena(struct source *s);
const char *source_tree(const struct source *s);

/* The declaration of that name at file scope, the one with a body if there is any. NULL: there is none. */
struct decl *source_decl(struct source *s, const char *name);
/* The same as one file sees it first. */
struct decl *source_decl_in(struct source *s, struct unit *u, const char *name);
bool source_may_be_weak(struct decl *d); /* another file may have the definition that counts */
struct node *source_body(struct source *s, struct decl *d); /* NULL: only declared */

/* File-scope declarations of one file in their order; enum constants are among them. */
struct top {
	const char *name;
	enum CXCursorKind kind;
	CXCursor cursor;
	int64_t value;       /* of enum constants */
};
size_t source_units(const struct source *s);
const char *source_unit_file(const struct source *s, size_t unit);
struct unit *source_unit(struct source *s, size_t unit);
const struct top *source_tops(struct source *s, struct unit *u, size_t *n);

bool source_enum(struct source *s, const char *constant, int64_t *value);
int64_t source_enum_or(struct source *s, const char *constant, int64_t otherwise);
/* The constants of the enum that holds this one, in their order. */
const struct top *source_enum_of(struct source *s, const char *constant, size_t *n);

/* The members of a struct with their offsets. */
struct member {
	const char *name, *type;
	uint32_t off, size;
};
const struct member *source_members(struct source *s, const char *tag, size_t *n);
uint32_t source_sizeof(struct source *s, const char *tag);

/* The initialiser of a member, `.name = value`, of a struct variable; NULL: not given. */
const struct node *node_field(const struct node *list, const char *member);

/* ---- value.c ---- */

enum value_kind { V_UNKNOWN, V_INT, V_DECL /* address of a variable or function */, V_OBJECT, V_STRING };

struct object;

struct value {
	enum value_kind kind;
	int64_t i;
	struct decl *decl;
	struct object *object; /* pointer to it */
	const char *s;
};

static inline struct value value_int(int64_t i) { return (struct value){.kind = V_INT, .i = i}; }
static inline struct value value_object(struct object *o) { return (struct value){.kind = V_OBJECT, .object = o}; }

/* A struct whose members are known one by one; a member that was never set is not known. */
struct object *object_new(struct arena *a);
void object_set(struct object *o, const char *member, struct value v);
struct value object_get(const struct object *o, const char *member);
struct object *object_sub(struct object *o, const char *member);

struct value value_fit(struct value v, struct shape shape); /* as that type holds it */
/* op: libclang's; what is not known of a or b is not known of the result. `shape`: compare: the operands'; arith: the result's. */
struct value value_compare(int op, struct value a, struct value b, struct shape shape);
struct value value_arith(int op, struct value a, struct value b, struct shape shape);

/* ---- eval.c ---- */

struct eval;
/* Called once for every way through; `why` names the first question that had no answer, NULL when there was none. */
typedef void outcome_fn(void *data, struct eval *e, struct value result, const char *why);

/* Fills the arguments anew for every way: objects that the function writes to must be fresh. */
typedef void arguments_fn(void *data, struct eval *e, struct value *args);

struct eval {
	struct source *source;
	struct arena *arena;   /* one evaluation's, freed after it */
	arguments_fn *arguments;
	outcome_fn *outcome;
	void *data;
	/* Is the function of that name in a set? NULL: nobody can say. */
	bool (*contains)(void *data, const struct decl *set, const char *name);
	const char *type_named; /* the last type that was looked up by name in this run, or NULL */
	/* private */
	uint8_t *choice;
	uint32_t nchoices, at, steps, depth;
	const char *why, *broken;
};

/* Runs the function every way. What it meets and cannot do is in the answer: NULL when all went well. */
const char *eval_run(struct eval *e, struct decl *function);
struct value eval_const(struct source *s, const struct node *n); /* an initialiser */

/* ---- write.c ---- */

struct out {
	FILE *f;
	const char *folder, *file;
	uint32_t rows;
};

struct facts {
	struct source *source;
	struct arena *arena;
	const char *folder;   /* where rows go */
	unsigned major, minor;
	uint32_t missing;     /* what could not be derived */
};

struct out out_open(struct facts *f, const char *file, const char *what);
void out_close(struct facts *f, struct out *o);
/* What the tree does not say; printed, and counted. */
void not_derived(struct facts *f, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

/* A row of a table, broken into lines where it is long. */
struct row {
	struct out *o;
	int column;
	bool first;
};
void row_begin(struct row *r, struct out *o, const char *start);
void row_add(struct row *r, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
void row_end(struct row *r, const char *end);

const char *prog_set(struct facts *f, uint64_t progs);      /* "BASE | P(EXT)" */
const char *attach_set(struct facts *f, uint64_t attach);   /* "A(XDP) | A(XDP_DEVMAP)"; bits are the kernel's number + 1 */
const char *prog_name(struct facts *f, int type);           /* "XDP" */
const char *attach_name(struct facts *f, int attach);       /* "XDP_DEVMAP", of the kernel's number */
const char *map_name(struct facts *f, int type);
const char *helper_name(struct facts *f, int id);           /* "map_lookup_elem" */
int prog_count(struct facts *f);
int map_count(struct facts *f);
int helper_count(struct facts *f);

/* ---- lists.c: BTF_ID_LIST, BTF_SET_START, BTF_KFUNCS_START ---- */

struct id_row {
	const char *kind, *name; /* "struct", "task_struct" */
	int64_t flags;
};
const struct id_row *id_list(struct facts *f, struct unit *u, const char *list, size_t *n); /* NULL: not in that file */
const struct id_row *id_list_anywhere(struct facts *f, const char *list, size_t *n);
const char *id_of(struct facts *f, const struct node *n); /* what `&list[1]` stands for; NULL when it is not known */

/* ---- tables ---- */

void facts_sets(struct facts *f);    /* write.c */
void facts_enums(struct facts *f);
void facts_helpers(struct facts *f);
void facts_maps(struct facts *f);
void facts_contexts(struct facts *f);
void facts_kfuncs(struct facts *f);
void facts_lsm(struct facts *f);
void facts_tracepoints(struct facts *f);
void facts_sections(struct facts *f);

/* ---- programs.c: what the tree says of program types ---- */

struct program_kind {
	const char *name;     /* "XDP" */
	int type;
	const char *ops;      /* "xdp" */
	const char *context;  /* "xdp_md", NULL when it is not a struct */
	struct decl *func_proto, *is_valid_access;
	uint64_t attaches;    /* which attach types such a program can have: bit per kernel's number + 1; bit 0: none */
};
/* sections.c: those that sections of that program type name */
uint64_t section_attaches(struct facts *f, int prog);
const struct program_kind *program_kinds(struct facts *f, size_t *n);

#endif
