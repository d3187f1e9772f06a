// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * model: the program that the machine runs. Typed three-address code on basic blocks, with names, types, macros and
 * columns still in it. Front ends build it (unit.c, build.c); its textual form prints (print.c) and reads back (read.c);
 * validate.c says which rule a model breaks and where; usage.c works out what the machine wants to know beforehand.
 *
 *   temporaries  %3   assigned once; live where their definition dominates
 *   variables    %3   temporaries that may be assigned any number of times, and read before that
 *   locals       $x   memory objects of a function, addressed by name
 *   globals      @g   memory objects of the unit; maps and functions have addresses too
 *   blocks       .b2  end in exactly one terminator
 *
 * A model says nothing about where it came from: C and bytecode look the same here.
 */
#ifndef BPFPROOF_MODEL_H
#define BPFPROOF_MODEL_H

#include "base/base.h"

#ifdef __cplusplus
extern "C" {
#endif

/* ---- types: laid out for the BPF target ---- */

typedef uint32_t type_id; /* index into unit.types; 0 is "no type" */

enum type_kind {
	TYPE_NONE,
	TYPE_VOID,
	TYPE_INT, /* bool, char and enum underlying types too */
	TYPE_FLOAT,
	TYPE_ENUM,
	TYPE_PTR,
	TYPE_ARRAY,
	TYPE_VECTOR,
	TYPE_STRUCT,
	TYPE_UNION,
	TYPE_FUNC,
};

enum type_flags {
	TYPE_SIGNED = 1 << 0,
	TYPE_BOOL = 1 << 1,
	TYPE_CHAR = 1 << 2,
	TYPE_INCOMPLETE = 1 << 3,      /* forward-declared record, array of unknown size */
	TYPE_FLEXIBLE = 1 << 4,        /* record that ends in a flexible array; array with no bound as last member */
	TYPE_PACKED = 1 << 5,
	TYPE_CORE = 1 << 6,            /* preserve_access_index: its offsets are relocated at load time */
	TYPE_NOT_TRIVIAL = 1 << 7,     /* C++: not trivially copyable */
	TYPE_NOT_STANDARD = 1 << 8,    /* C++: not standard layout */
	TYPE_POLYMORPHIC = 1 << 9,     /* C++: has a vtable pointer */
	TYPE_VARIADIC = 1 << 10,       /* function type with ... */
	TYPE_CONST_POINTEE = 1 << 11,  /* pointer to const */
	TYPE_VOLATILE_POINTEE = 1 << 12,
	TYPE_REFERENCE = 1 << 13,      /* C++ reference, modelled as pointer */
};

struct field {
	const char *name; /* NULL for anonymous members and unnamed bit-fields */
	type_id type;
	uint32_t bit_off;   /* from the start of the record */
	uint16_t bit_width; /* of a bit-field; 0 otherwise */
	bool base;          /* C++ base class */
	VEC(const char *) decl_tags; /* btf_decl_tag */
	struct pos pos;
};

#define MAX_SIZE (UINT64_MAX / 8) /* bytes of anything: bits and signed offsets can be counted */

struct type {
	enum type_kind kind;
	uint32_t flags;
	const char *name;     /* "u32", "struct foo", "union u", "enum e"; NULL for unnamed and derived types */
	const char *tdef;     /* a typedef through which an unnamed record is known, or NULL */
	uint64_t size;        /* bytes; 0 for void, functions, incomplete */
	uint32_t align;       /* bytes */
	type_id elem;         /* PTR pointee, ARRAY and VECTOR element, FUNC result, ENUM underlying type */
	uint64_t count;       /* ARRAY and VECTOR: elements */
	uint32_t addr_space;  /* PTR: 0, or 1 for arena */
	VEC(struct field) fields; /* STRUCT, UNION in layout order; FUNC: parameters (name, type) */
	VEC(const char *) tags;   /* PTR: btf_type_tags of the pointee, outermost first ("kptr", "user", "rcu", "percpu" ...) */
	uint32_t special;     /* bit per enum field_kind that it is or has inside; fields_settle() */
	struct pos pos;       /* STRUCT, UNION, ENUM */
};

/* ---- maps ---- */

enum map_form { MAP_BTF, MAP_LEGACY, MAP_EXTERN };

/* A map as the source defines it; numbers are 0 when the definition does not mention them. */
struct map {
	const char *name;
	enum map_form form;
	uint32_t map_type;     /* BPF_MAP_TYPE_* */
	uint32_t key_size, value_size, max_entries, map_flags, pinning, numa_node;
	uint64_t map_extra;
	bool has_key_size, has_value_size, has_max_entries; /* by number or by type */
	type_id key_type, value_type; /* 0 where only a size is given */
	int32_t inner;         /* index of the inner map definition in unit.maps, or -1 */
	bool is_inner;         /* only a template inside another map's `values` */
	bool is_static;
	bool values_funcs;     /* PROG_ARRAY with initialised slots */
	bool untold;           /* BTF has perhaps no more than the name of a record that it names, and then the kernel is told no types at all; fields_settle() */
	struct pos pos;
	struct pos key_pos, value_pos, type_pos; /* where the definition says so, else like pos */
};

/* ---- globals ---- */

enum global_kind {
	GLOBAL_DATA,   /* .data, .bss and custom .data.* / .bss.* sections */
	GLOBAL_RODATA, /* const; with `is_volatile`: configuration, set before load */
	GLOBAL_KCONFIG,
	GLOBAL_KSYM,   /* extern kernel variable or typeless ksym */
	GLOBAL_EXTERN, /* defined in another object that is linked in */
	GLOBAL_SPECIAL, /* license, version, struct_ops and other sections that no program reads */
};

struct reloc {
	uint32_t off;
	enum { RELOC_FUNC, RELOC_GLOBAL, RELOC_MAP } to;
	uint32_t index;
	int64_t add;
};

struct global {
	const char *name, *section; /* section as the object file would have it: ".rodata", ".bss.x" */
	type_id type;
	enum global_kind kind;
	uint64_t size;
	uint32_t align;
	bool is_static, is_const, is_volatile, is_weak, is_extern, is_arena;
	bool has_init;            /* initialiser known byte for byte: `init` (size bytes) or, with init NULL, all zero */
	const uint8_t *init;
	VEC(struct reloc) relocs; /* addresses inside the initialiser */
	VEC(const char *) decl_tags;
	uint32_t special;         /* bit per kind of special field that its section holds; fields_settle() */
	struct pos pos;
};

/* ---- instructions ---- */

enum op {
#define OP(name, mnemonic, shape, flags) OP_##name,
#include "model/ops.def"
	OP_COUNT
};

enum op_shape {
	SHAPE_BIN, SHAPE_CMP, SHAPE_UN, SHAPE_CONV, SHAPE_PTR, SHAPE_FIELD, SHAPE_CAST, SHAPE_LOAD, SHAPE_STORE,
	SHAPE_COPY, SHAPE_FILL, SHAPE_COMPARE, SHAPE_ATOMIC, SHAPE_CALL, SHAPE_ENV, SHAPE_ANY, SHAPE_OPAQUE, SHAPE_NEEDS, SHAPE_LOCAL,
	SHAPE_BR, SHAPE_JMP, SHAPE_SWITCH, SHAPE_GOTO, SHAPE_RET, SHAPE_NONE,
};

enum op_flags { OP_EFFECT = 1 << 0, OP_ENDS = 1 << 1 };

struct op_info {
	const char *mnemonic;
	enum op_shape shape;
	uint8_t flags;
};
extern const struct op_info op_info[OP_COUNT];

/* Of a comparison: the one that holds when it does not (OP_COUNT: none does), and the same with its operands swapped. */
enum op op_negated(enum op compare);
enum op op_mirrored(enum op compare);

enum operand_kind {
	OPND_NONE,
	OPND_TEMP,   /* %index */
	OPND_IMM,    /* imm, at the instruction's width */
	OPND_LOCAL,  /* address of local `index`, plus imm bytes */
	OPND_GLOBAL, /* address of global `index`, plus imm bytes */
	OPND_MAP,    /* address of map `index` */
	OPND_FUNC,   /* address of function `index` */
	OPND_UNDEF,  /* a value nobody assigned */
};

struct operand {
	enum operand_kind kind;
	uint32_t index;
	int64_t imm;
};

enum atomic_op { ATOMIC_ADD, ATOMIC_SUB, ATOMIC_AND, ATOMIC_OR, ATOMIC_XOR, ATOMIC_NAND, ATOMIC_XCHG, ATOMIC_CMPXCHG,
	ATOMIC_LOAD, ATOMIC_STORE, ATOMIC_OPS };

enum env_kind {
	ENV_FIELD_EXISTS, ENV_FIELD_OFFSET, ENV_FIELD_SIZE, ENV_FIELD_SIGNED, ENV_FIELD_LSHIFT, ENV_FIELD_RSHIFT,
	ENV_TYPE_EXISTS, ENV_TYPE_SIZE, ENV_TYPE_MATCHES, ENV_TYPE_ID_LOCAL, ENV_TYPE_ID_TARGET,
	ENV_ENUM_EXISTS, ENV_ENUM_VALUE,
	ENV_KSYM, /* address of a weak extern: 0 or not */
	ENV_CONSTANT_P, /* __builtin_constant_p and friends: the optimiser's answer */
	ENV_KINDS
};

enum callee_kind { CALLEE_FUNC, CALLEE_HELPER, CALLEE_KFUNC, CALLEE_INDIRECT };

enum instr_flags {
	INSTR_VOLATILE = 1 << 0,  /* LOAD, STORE, ATOMIC: the optimiser keeps it; OPAQUE, HIDE: asm volatile */
	INSTR_CLOBBER = 1 << 1,   /* OPAQUE: any memory may have changed */
	INSTR_IMPLICIT = 1 << 2,  /* CAST: written by the language, not the user; MOVE: of a parameter into its variable */
	INSTR_BITFIELD = 1 << 3,  /* LOAD, STORE: the storage unit of a bit-field */
	INSTR_ARENA = 1 << 4,     /* LOAD, STORE, ATOMIC: through a pointer into the arena's address space */
	INSTR_INIT = 1 << 5,      /* STORE, MEMSET, MEMCPY: part of a local's initialiser */
	INSTR_DEAD = 1 << 6,      /* set by usage.c: an optimiser removes it, so the kernel never sees it */
	INSTR_TAIL = 1 << 7,      /* CALL: bpf_tail_call_static's assembly, as the helper call it is */
};

struct switch_case {
	uint64_t lo, hi; /* inclusive, at the switch's width, unsigned */
	uint32_t block;
};

/* What only some shapes need. */
struct instr_more {
	enum callee_kind callee;
	uint32_t callee_index;      /* FUNC: unit.funcs; HELPER: the helper's number */
	const char *name;           /* KFUNC: its name; OPAQUE: the reason; REFUSED: the kernel's words; NEEDS: the feature; ENV: what is asked; FIELD: the member */
	struct operand target;      /* INDIRECT */
	type_id func_type;          /* CALL: the callee's type as the source sees it */
	VEC(struct operand) args;   /* CALL; OPAQUE inputs */
	VEC(struct switch_case) cases; /* SWITCH, in source order; GOTO: the possible blocks */
};

struct instr {
	uint8_t op;      /* enum op */
	uint8_t width;   /* bits */
	uint8_t from;    /* CONV: source width; LOAD: 64 when the number read is sign-extended to that, else 0; ATOMIC: enum atomic_op; ENV: enum env_kind */
	uint8_t flags;
	uint32_t dst;    /* temporary, or NO_TEMP */
	struct operand a, b, c;
	int64_t imm;     /* COPY, FILL, COMPARE: bytes; FIELD: offset; LOAD, STORE, ATOMIC: added to the address; ENV: default */
	type_id type;
	uint32_t to[2];  /* BR: then, else; JMP: [0]; SWITCH: [0] default */
	uint32_t pos;    /* index into unit.places */
	struct instr_more *more;
};

#define NO_TEMP UINT32_MAX
#define NO_BLOCK UINT32_MAX
#define NO_INSTR UINT32_MAX

/* ---- op.c: walking what an instruction mentions ---- */

/* Operand k: a, b, c, then the call's target and arguments; NULL past the last. Some may be OPND_NONE. */
const struct operand *model_operand(const struct instr *i, uint32_t k);
/* Successor k of a terminator, or NO_BLOCK past the last. */
uint32_t model_successor(const struct instr *end, uint32_t k);

/* ---- functions ---- */

struct local {
	const char *name; /* NULL for what the front end made up */
	type_id type;
	uint64_t size;
	uint32_t align;
	int32_t param;    /* its number when it holds a parameter, else -1 */
	struct pos pos;
};

struct block {
	uint32_t first, count; /* in func.instrs */
	const char *name;      /* for the reader of a dump; may be NULL */
};

enum linkage { LINK_GLOBAL, LINK_STATIC, LINK_WEAK, LINK_EXTERN };

enum func_flags {
	FUNC_NOINLINE = 1 << 0,
	FUNC_ALWAYS_INLINE = 1 << 1,
	FUNC_NAKED = 1 << 2,      /* assembly body: cannot be modelled from C */
	FUNC_NORETURN = 1 << 3,
	FUNC_KSYM = 1 << 4,       /* extern ... __ksym: a kfunc */
	FUNC_ERRORS = 1 << 5,     /* the body had errors: not lowered */
	FUNC_VARIADIC = 1 << 6,
	FUNC_HIDDEN = 1 << 7,     /* visibility hidden: libbpf makes a global subprogram static */
	FUNC_SYSTEM = 1 << 8,     /* from a system header */
};

struct temp {
	type_id type;    /* C type, where one is known */
	uint32_t def;    /* instruction that assigns it; NO_INSTR for a parameter and a variable */
	bool is_var;     /* a variable */
	const char *name; /* what the source calls it (a variable, a register); NULL for what has no name of its own */
};

/*
 * usage.c fills the lower half. A temporary that is used outside its defining block, or behind a call that may run
 * other functions of the program, has a slot that the machine keeps; parameters have one, too. The others live in
 * scratch space.
 */
struct func {
	const char *name, *section; /* section NULL when the source names none */
	type_id type;
	enum linkage linkage;
	uint32_t flags;
	VEC(const char *) decl_tags;
	VEC(uint32_t) params;      /* temporaries that hold the arguments on entry */
	VEC(struct temp) temps;
	VEC(struct local) locals;
	VEC(struct instr) instrs;
	VEC(struct block) blocks;  /* [0] is the entry; empty for a declaration */
	struct pos pos, end_pos;
	const char *ignore;        /* annotate("bpfproof:ignore=...") list, or NULL */

	uint32_t nslots;           /* temporaries that cross blocks or calls */
	uint32_t *slot;            /* per temporary: its slot, or NO_TEMP */
	uint32_t *slot_owner;      /* per block and slot: the temporary whose it is there; NULL: each slot has one everywhere */
	uint32_t *uses;            /* per temporary: number of uses */
	uint8_t *escapes;          /* per local: its address is stored, passed on or computed with */
	uint32_t **live_locals;    /* per block: bitset of locals live on entry (escaping ones always are) */
	uint32_t **live_slots;     /* per block: bitset of slots live on entry */
	uint8_t *loop_head;        /* per block: target of a back edge */
	uint32_t nloops, *loop;    /* per block: its number among these; only theirs count */
	uint16_t *preds;           /* per block */
	bool address_taken;        /* used as a value (callback) */
	struct {
		uint32_t packed, wide; /* bytes, all objects alike aligned, or else */
		uint32_t align;
		bool mixed;
	} stack;                   /* see model_stack() */
};

/* ---- the unit ---- */

struct unit {
	struct arena *arena;
	struct intern *names;
	const char *file;    /* main file */
	const char *text;    /* of the main file as it was compiled, for repairs; the front end's; NULL: it gives none */
	size_t text_size;
	bool big_endian, cplusplus;
	bool final;          /* as the kernel will see it: no optimiser comes behind, so nothing is removed, shared or moved any more */
	uint8_t cpu;         /* what the compiler may use: 4 for -mcpu=v4; 0: not said */
	const char *license; /* contents of the license section; NULL when there is none */
	struct pos license_pos;
	VEC(struct type) types; /* [0] is TYPE_NONE */
	VEC(struct map) maps;
	VEC(struct global) globals;
	VEC(struct func) funcs;
	VEC(struct pos) places; /* [0] is the unknown place */
};

/*
 * ---- unit.c, build.c: what front ends call. Indices are returned; strings are interned for the caller. ----
 *
 * A vector inside what _add and _set are given moves into the unit, which frees it; the caller forgets its copy.
 * What the build_ calls are given (struct instr_more, cases, blocks, operands) is copied and stays the caller's.
 */

struct unit *model_unit_new(void);
void model_unit_free(struct unit *u);
uint32_t model_place_add(struct unit *u, const struct pos *p); /* equal to the last one: same index */

type_id model_type_add(struct unit *u, const struct type *t);  /* copied; the vectors move in */
type_id model_type_reserve(struct unit *u);                    /* for recursive types; fill with _set */
void model_type_set(struct unit *u, type_id id, const struct type *t);
uint32_t model_map_add(struct unit *u, const struct map *m);
uint32_t model_global_add(struct unit *u, const struct global *g);
uint32_t model_func_add(struct unit *u, const struct func *f); /* a declaration; give it a body with a builder */

/*
 * Building one body. Instructions are appended to the current block, which is the entry at first; after a
 * terminator the next instruction starts an unreachable block of its own, so front ends need not care. Blocks may
 * be begun in any order; the instructions of a block are contiguous once build_end() has laid them out, and blocks
 * and temporaries have new numbers then. A reachable block without a terminator gets `unreachable`. Functions,
 * types and so on may be added to the unit while a body is being built, and several may be built at once.
 */
struct build;

struct build *build_begin(struct unit *u, uint32_t func);
void build_end(struct build *b); /* lays out blocks, drops the unreachable ones, frees the builder */
void build_cancel(struct build *b); /* frees the builder; the function stays a declaration */

uint32_t build_block(struct build *b, const char *name); /* made, not begun */
void build_at(struct build *b, uint32_t block);
bool build_open(const struct build *b);                  /* the current block has no terminator yet */
void build_place(struct build *b, const struct pos *p);  /* for the instructions that follow */
uint32_t build_local(struct build *b, const struct local *l);
struct operand build_param(struct build *b, type_id t);
struct operand build_var(struct build *b, const char *name, type_id t);
void build_into(struct build *b, struct operand var);    /* the next value goes into this variable */
void build_name(struct build *b, struct operand temp, const char *name);

struct operand build_bin(struct build *b, enum op op, unsigned width, struct operand x, struct operand y, type_id t); /* BIN and CMP */
struct operand build_un(struct build *b, enum op op, unsigned width, struct operand x, type_id t);
struct operand build_conv(struct build *b, enum op op, unsigned from, unsigned to, struct operand x, type_id t);
struct operand build_ptradd(struct build *b, struct operand base, struct operand bytes, type_id elem, type_id t);
struct operand build_field(struct build *b, struct operand base, int64_t off, type_id record, const char *member, type_id t);
struct operand build_cast(struct build *b, enum op op, struct operand x, type_id t, unsigned flags);
struct operand build_load(struct build *b, unsigned width, struct operand addr, type_id t, unsigned flags);
void build_store(struct build *b, unsigned width, struct operand addr, struct operand v, type_id t, unsigned flags);
void build_at_offset(struct build *b, int64_t off);      /* the LOAD, STORE or ATOMIC just built is that far from its address */
void build_sign_extended(struct build *b);               /* the LOAD just built is */
void build_volatile(struct build *b);                    /* the HIDE just built stays, whoever wants its result */
void build_implicit(struct build *b);                    /* the MOVE just built is none of the program's own */
void build_copy(struct build *b, enum op op, struct operand to, struct operand from, int64_t bytes, unsigned flags);
void build_fill(struct build *b, struct operand to, struct operand byte, int64_t bytes, unsigned flags);
struct operand build_memcmp(struct build *b, struct operand x, struct operand y, int64_t bytes, type_id t);
struct operand build_atomic(struct build *b, enum atomic_op op, unsigned width, struct operand addr, struct operand v,
			    struct operand expected, bool result, type_id t, unsigned flags);
struct operand build_call(struct build *b, const struct instr_more *call, unsigned width, type_id result, unsigned flags); /* width 0: no result */
/* Is `of` a constant to the optimiser? opnd_none(): it is not known what is asked about, and it is none. */
struct operand build_constant_p(struct build *b, struct operand of, unsigned width, type_id t);
struct operand build_env(struct build *b, enum env_kind kind, const char *what, int64_t dflt, unsigned width, type_id t);
struct operand build_any(struct build *b, unsigned width, type_id t);
void build_refused(struct build *b, const char *kernel); /* ends the block */
void build_needs(struct build *b, const char *feature);  /* "LONG_JUMPS" */
struct operand build_opaque(struct build *b, const char *why, const struct operand *in, unsigned n, unsigned width, type_id t, unsigned flags);
void build_decl(struct build *b, uint32_t local);
void build_br(struct build *b, struct operand cond, uint32_t then, uint32_t otherwise);
void build_jmp(struct build *b, uint32_t to);
void build_switch(struct build *b, unsigned width, struct operand v, const struct switch_case *cases, uint32_t n, uint32_t dflt);
void build_goto(struct build *b, struct operand v, const uint32_t *blocks, uint32_t n);
void build_ret(struct build *b, unsigned width, struct operand v); /* kind OPND_NONE: no value */
void build_unreachable(struct build *b);

static inline struct operand opnd_imm(int64_t v) { struct operand o = {OPND_IMM, 0, v}; return o; }
static inline struct operand opnd_temp(uint32_t t) { struct operand o = {OPND_TEMP, t, 0}; return o; }
static inline struct operand opnd_addr(enum operand_kind k, uint32_t i) { struct operand o = {k, i, 0}; return o; }
static inline struct operand opnd_none(void) { struct operand o = {OPND_NONE, 0, 0}; return o; }
static inline struct operand opnd_undef(void) { struct operand o = {OPND_UNDEF, 0, 0}; return o; }

/* ---- print.c, read.c, validate.c ---- */

void model_print(const struct unit *u, struct text *out);
void model_print_instr(const struct unit *u, const struct func *f, const struct instr *i, struct text *out);

/* NULL and a message ("line 12: ...") in `error` (arena of the caller) when the text is not a model. */
struct unit *model_read(const char *text, size_t n, struct arena *error_arena, const char **error);

/* NULL when the model keeps every rule; else the first one that it breaks, and where. Message in the unit's arena. */
const char *model_validate(struct unit *u);

/* ---- usage.c: run once per unit after building; idempotent ---- */

void model_usage(struct unit *u);

/* The most bytes of stack that the locals of f, and of all that may be inlined into it, can take; STACK_SATURATED: that many or more. */
#define STACK_SATURATED 512
uint32_t model_stack(const struct func *f);

/* ---- type.c ---- */

static inline const struct type *model_type(const struct unit *u, type_id id) { return &u->types.at[id]; }
const char *model_type_name(struct unit *u, type_id id); /* as C spells it: "struct foo *", "u32[4]" */
bool model_type_is_record(const struct unit *u, type_id id);
/* The innermost scalar or pointer member that covers [off, off+size) of `record`; NULL when none does exactly. An
 * element of an array member gives that member: strip the arrays of its type to get at the element's. */
const struct field *model_field_at(const struct unit *u, type_id record, uint64_t off, uint64_t size);
/* "a.b[2].c" for byte `off` of type t, in the unit's arena; "" when off is its start and it is no record. */
const char *model_path_at(struct unit *u, type_id t, uint64_t off);
type_id model_type_find(const struct unit *u, const char *name); /* by "struct foo"; 0 when unknown */

/*
 * ---- describe.c: what the user would call a value; NULL when it has no good name ----
 *
 * A load is called by what it reads: "x", "v->count". So is a pointer that points into an object: "arr[i]",
 * "v->count" rather than "&v->count". The address of a whole object is "&x", of an array "arr".
 */
const char *model_describe(struct unit *u, const struct func *f, struct operand o);
/* What lies at an address: "x" for that of x, "*p" for the value of p. */
const char *model_describe_place(struct unit *u, const struct func *f, struct operand address);

#ifdef __cplusplus
}
#endif
#endif
