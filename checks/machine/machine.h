// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * machine: the abstract machine. It knows what a value can be, what memory holds and what one instruction does to
 * both, on one path. Which path to follow next is flow's business; whether what happens is allowed is the rules':
 * the machine raises an event before it acts, and an event that a rule calls a fault ends the path.
 *
 * Trust. A value that came through something the machine does not model carries a taint, and a path that rests on a
 * guess carries an assumption. Rules may only say "will reject" where machine_certain() holds for every value that
 * the verdict rests on.
 *
 * Kernel: kernel/bpf/verifier.c (struct bpf_reg_state, struct bpf_verifier_state, do_check).
 */
#ifndef BPFPROOF_MACHINE_H
#define BPFPROOF_MACHINE_H

#include "kernel/btf.h"
#include "kernel/kernel.h"
#include "machine/relevance.h"
#include "model/model.h"
#include "value/value.h"

/* ---- values ---- */

enum val_kind {
	VAL_UNINIT,
	VAL_SCALAR,
	VAL_UNKNOWN,     /* not modelled: may be anything, and nothing is held against it */
	VAL_CTX,
	VAL_STACK,       /* object: frame and local */
	VAL_MAP_PTR,     /* object: map */
	VAL_MAP_KEY,
	VAL_MAP_VALUE,   /* object: map; mem_size: its value size */
	VAL_GLOBAL,      /* object: global; the kernel sees a value of the section's map */
	VAL_PACKET,
	VAL_PACKET_META,
	VAL_PACKET_END,
	VAL_FLOW_KEYS,
	VAL_SOCK,        /* struct bpf_sock */
	VAL_SOCK_COMMON,
	VAL_TCP_SOCK,
	VAL_XDP_SOCK,
	VAL_BTF,         /* kernel object of record `type` (or `btf` when the unit does not declare it) */
	VAL_ALLOC,       /* object from bpf_obj_new and kin */
	VAL_MEM,         /* memory of mem_size bytes: ring buffer record, dynptr slice, argument */
	VAL_BUF,         /* memory whose size only the kernel knows */
	VAL_ARENA,
	VAL_DYNPTR,      /* a dynptr that the kernel keeps, and lends to a callback */
	VAL_FUNC,        /* object: function */
	VAL_KINDS
};
const char *val_kind_name(enum val_kind k); /* the verifier's own word: "map_value", "pkt_end" ... */

enum val_flags {
	VAL_MAYBE_NULL = 1 << 0,
	VAL_UNTRUSTED = 1 << 1,
	VAL_TRUSTED = 1 << 2,
	VAL_RCU = 1 << 3,
	VAL_RDONLY = 1 << 4,
	VAL_USER = 1 << 5,
	VAL_PERCPU = 1 << 6,
	VAL_NON_OWN = 1 << 7,
	VAL_RINGBUF = 1 << 8,    /* MEM: from bpf_ringbuf_reserve */
	VAL_INNER = 1 << 9,      /* MAP_PTR: result of a lookup, not a definition */
	VAL_SLICE = 1 << 10, /* MEM: gone with the dynptr or iterator whose instance `object` is */
	VAL_TRUST_UNKNOWN = 1 << 11, /* BTF: which trust the kernel gives it is not modelled */
	VAL_PACKET_MEM = 1 << 12, /* MEM: a slice of packet data, gone when the packet changes */
	VAL_RAW_ARG = 1 << 13, /* UNKNOWN, BTF: an argument of the attach target; the type it is cast to is taken for its own */
	VAL_EMPTY = 1 << 14, /* MEM: of no bytes at all, where mem_size 0 else says that it is not known */
	VAL_MEMBER = 1 << 15, /* UNKNOWN: of a kernel object, a number or a pointer that the kernel does not know to be null */
	VAL_FROM_ZERO = 1 << 16, /* SCALAR: how far it goes only the loading kernel knows, but it begins at 0 in all of them */
};

enum taint {
	TAINT_OPAQUE = 1 << 0,   /* through something not modelled */
	TAINT_WIDENED = 1 << 1,  /* through a loop that was not followed to its end */
	TAINT_ENV = 1 << 2,      /* depends on what only the loading kernel knows */
	TAINT_LATE = 1 << 3,     /* made of a read that is kept back: see late.c. Nothing to distrust */
};

/*
 * `id` ties copies of one value together: what a branch proves of one holds for all. Equal pure expressions of equal
 * values have equal ids, as they do in optimised code. Scalars with the same id differ by a constant: value - delta is shared. For pointers the id
 * is the nullness group, and for packets the group that shares a proven range.
 */
struct value {
	uint8_t kind, taint, frame;
	uint8_t past;        /* PACKET: it was compared, and is 1: at the packet's end or behind it, 2: behind it */
	bool mod32;          /* scalars: `delta` counts modulo 2^32, between values that have no more than 32 bits */
	uint32_t flags;
	uint32_t object;     /* index that the kind says; STACK: local of `frame` */
	type_id type;        /* record (BTF, ALLOC) or pointee that the front end declared; 0 unknown */
	uint32_t ref;        /* reference that this pointer carries, 0 none */
	uint32_t instance;   /* which lookup, reservation, ... of the same object this is */
	uint32_t range;      /* PACKET: bytes proven behind the variable part; STACK: the most that lie between the local's start and the frame's end, 0 not known */
	uint32_t mem_size;   /* MEM, MAP_VALUE: bytes; PACKET: an offset that was compared and is greater than the packet's end, 0 none */
	uint32_t origin;     /* birth: index into machine.births, 0 none */
	int64_t off;         /* pointers: the constant part of the offset */
	struct scalar s;     /* scalars: the value; pointers: the variable part of the offset */
	uint64_t id;
	uint64_t var_id;     /* pointers: how the variable part was computed; 0 when there is none */
	int64_t delta;
	const char *btf;     /* struct name that the facts gave, interned nowhere: compare with strcmp */
};

#define MAX_OFFSET (1ll << 40) /* constant offsets beyond it are all the same: no object is as large, and their sums do not wrap */
static inline int64_t value_moved(int64_t off, int64_t by)
{
	by = by < -2 * MAX_OFFSET ? -2 * MAX_OFFSET : by > 2 * MAX_OFFSET ? 2 * MAX_OFFSET : by;
	return off + by < -MAX_OFFSET ? -MAX_OFFSET : off + by > MAX_OFFSET ? MAX_OFFSET : off + by;
}

/* Where a value came from, for the story. */
struct birth {
	const struct func *func;
	const struct instr *instr;
	const char *what;    /* "the result of 'bpf_map_lookup_elem' on 'counts'" (program arena) */
};

/* ---- memory of one object: disjoint cells in order of offset; a byte in no cell is uninitialised ---- */

enum cell_kind {
	CELL_VALUE, /* `v`, whole, 1, 2, 4 or 8 bytes */
	CELL_ZERO,
	CELL_MISC,  /* initialised, unknown */
	CELL_DYNPTR, CELL_ITER, CELL_IRQ_FLAG, /* owned by the kernel; v.ref names the reference */
};

struct cell {
	uint32_t off, size;
	uint8_t kind, taint;
	const struct value *v; /* never NULL; other memories may share it, so only memory.c writes to it */
};

/* Shared between states until one writes (copy on write). */
struct memory {
	uint32_t users;
	VEC(struct cell) cells;
};

/* ---- one path's state ---- */

struct visit;

enum ref_kind { REF_OBJECT, REF_LOCK, REF_IRQ, REF_DYNPTR, REF_ITER };

struct reference {
	uint32_t id;
	enum ref_kind kind;
	const struct func *func;
	const struct instr *instr; /* where it was acquired */
	uint32_t parent;           /* frame */
	const char *what;          /* the function that gave it */
};

struct frame {
	const struct func *func;
	struct value *slots;       /* func->nslots */
	struct memory **locals;    /* func->locals.n; NULL: nothing written yet */
	uint32_t block, at;        /* where to go on in this frame: block and instruction index */
	const struct instr *call;  /* in the caller; NULL in the first */
	uint16_t *visits;          /* per loop: how often this activation entered its head */
	bool may_not_return;       /* a tail call was made: the caller goes on as if the packet had moved */
	uint8_t callback;          /* enum callback_kind */
	uint16_t turn;             /* CALLBACK_SYNC: how often it was called before on this path */
	const struct callback *made; /* what it was called with; from the machine's arena */
};

enum callback_kind { CALLBACK_NONE, CALLBACK_SYNC, CALLBACK_LESS /* a tree's order, under its lock */, CALLBACK_ASYNC /* runs later, on its own */ };

/* A function that the kernel calls back, and what it hands to it. */
struct callback {
	const struct func *func;
	struct value args[5];
	uint32_t nargs;
	enum callback_kind kind;
	const struct instr *call; /* that hands it over */
	uint64_t most; /* times, at most; UINT64_MAX: not known */
	bool perhaps;  /* or perhaps never, as a configuration or what is not modelled decides */
	bool sleeps;   /* CALLBACK_ASYNC: it may, whatever the program may */
	struct range_rule range; /* of its result */
};

/* Contents of memory outside the stack, remembered between writes, as an optimiser would. */
struct cached {
	uint8_t kind;              /* enum val_kind of the pointer */
	uint32_t object, instance;
	uint64_t var_id;
	struct memory *mem;
};

/* A read of the packet that nothing has proven yet. */
struct late {
	const struct func *func;
	const struct instr *instr;
	struct value ptr;
};

/* A resilient spin lock. */
struct held {
	uint32_t ref, irq;         /* references; irq: of the interrupts that were saved with it, 0 none */
	uint64_t result;           /* the id of the number that tells whether it was taken (0) at all; 0: it was */
	uint8_t kind;              /* enum bracket_kind */
	struct value lock;
};

struct assumption { const struct instr *instr; uint8_t side; };

/* What the path has been through, newest first; shared between paths. */
struct trail {
	const struct trail *before;
	const struct func *func;
	const struct instr *instr;
	uint32_t side;             /* BR: 0 then, 1 else; SWITCH: case index */
};

#define MAX_FRAMES 32 /* the optimiser inlines, so source frames may nest deeper than the kernel's 8 */
#define MAX_ASSUMPTIONS 8
#define MAX_KNOWN 32
#define MAX_REFS 64
#define MAX_LATE 8
#define MAX_HELD 4

struct state {
	VEC(struct reference) refs;
	VEC(struct cached) cache;
	uint32_t rcu_depth, preempt_depth;
	uint32_t packet_epoch;     /* how often the packet may have moved; the instance of its pointers */
	uint32_t lock_ref;         /* the bpf_spin_lock held, 0 none */
	struct value lock;
	struct assumption assumed[MAX_ASSUMPTIONS];
	uint32_t nassumed;
	bool refs_unsure;          /* a reference went where the machine cannot follow */
	bool widened;              /* some value was given up on */
	uint32_t waiting;          /* other states that waited when this one was seen */
	uint32_t progress;         /* steps that nobody can repeat for ever, though no value shows it: may_goto, iterators */
	bool at_rest;              /* state_rest() */
	bool late_decided;         /* what a late read gives decided a branch */
	bool uncertain;            /* more assumptions than fit, or one that cannot be told apart */
	const struct trail *trail;
	struct visit *from;        /* the last remembered state that this path came through; flow's */
	uint64_t steps;            /* instructions on this path */
	uint32_t effects;          /* how often it did what others can see: an optimiser keeps that */
	uint32_t guesses;          /* how often a branch went by what the machine does not know as the kernel will */
	uint32_t turns;            /* how often it did what ends a loop in a way of its own: an iterator went on, or assembly */
	uint32_t nframes, nlate, nheld, nknown;
	struct frame frames[MAX_FRAMES]; /* from here on a state that is remembered or waits has only what it needs */
	struct late late[MAX_LATE];
	struct held held[MAX_HELD]; /* resilient locks, in the order they were taken */
	struct { uint64_t id; bool value; } known[MAX_KNOWN]; /* conditions decided on this path */
};

/* ---- the machine: what all paths of one program share ---- */

enum event_kind {
	EVENT_ACCESS,     /* `size` bytes are read or written through `ptr` */
	EVENT_POINTER,    /* pointer arithmetic: ptr op index */
	EVENT_COMPARE,    /* two values are compared, at least one of them a pointer */
	EVENT_HELPER,     /* a helper is called */
	EVENT_KFUNC,
	EVENT_ARGUMENT,   /* one argument of a helper or kfunc, after the call's own event */
	EVENT_CALL,       /* a function of the program is called */
	EVENT_CAST,       /* a pointer is seen as another type */
	EVENT_STORE_POINTER, /* a pointer value goes to memory that others can read */
	EVENT_EXIT,       /* the program (or a callback, or a global function) returns */
	EVENT_LOOP,       /* a state repeats itself: this loop has no end */
	EVENT_READ,       /* an operand is read that nothing was written to; `ptr`: that value */
	EVENT_SKBLOAD,    /* bytes of the packet are read through a context; the program ends when they are not there */
	EVENT_INSTRUCTION, /* one that not every kernel has: signed division, sign-extending move, may_goto, a member by its name */
	EVENT_REFUSED,    /* the path came to what the kernel refuses in itself; the instruction has the words */
	EVENT_MAP,        /* once per map of the unit */
	EVENT_PROGRAM,    /* once per program, before its paths are followed */
	EVENT_EXPLORED,   /* once per program, behind all of them */
	EVENT_KINDS
};

/* What the kernel sees of a loop that has no end. */
enum loop_end {
	LOOP_REPEATS, /* it comes back to where it was */
	LOOP_BRANCHES, /* turn by turn there are more branches to follow, and no two turns are alike */
	LOOP_GOES_ON, /* no two turns are alike */
};

struct event {
	enum event_kind kind;
	struct machine *m;
	const struct state *st;    /* NULL for EVENT_MAP */
	const struct func *func;
	const struct instr *instr;
	/* ACCESS, POINTER, COMPARE, CAST, STORE_POINTER, ARGUMENT, EXIT */
	const struct value *ptr;   /* EXIT: the result; ARGUMENT: the argument */
	int64_t fixed;             /* ACCESS: how much of the pointer's constant offset the instruction itself adds */
	const struct value *index; /* POINTER: what is added; COMPARE: the other side; ACCESS: what is stored; ARGUMENT: size argument or NULL */
	struct operand operand;    /* what `ptr` was in the source; see model_describe() */
	uint32_t size;
	bool write, atomic, by_helper;
	bool late;                 /* ACCESS: kept back until now; the path is past `instr` */
	enum op op;
	type_id type;              /* CAST: pointer type it becomes; ACCESS: type read or written */
	/* HELPER, KFUNC, ARGUMENT */
	const struct helper_facts *helper;
	const struct kfunc_facts *kfunc;
	const char *callee;
	const struct value *args;
	uint32_t nargs, arg;
	const struct map *map;     /* HELPER: the map argument, when it is a definition; MAP */
	const struct func *called; /* CALL */
	enum loop_end ends;        /* LOOP */
};

/* What is certain of a function's frame. */
struct stack_use {
	uint16_t bytes;            /* used, from the frame's end down */
	uint8_t callback;          /* enum callback_kind: how the kernel was seen to call it back */
};

struct machine {
	struct unit *unit;
	struct arena *arena;       /* lives as long as this program's exploration */
	uint32_t kernel;           /* KVER */
	const char *entry;         /* the program, for reports; `program` differs when a global function is checked for it */
	const struct func *program;
	const struct section_facts *section;
	const struct prog_facts *prog;
	struct kernel_btf *btf;    /* of the kernel in question, or NULL */
	const struct btf_func *target; /* what the program is attached to, as `btf` shows it; a member of a struct of operations also as the program has it; or NULL */
	uint8_t argument[16];      /* enum argument_flags of each that the program sees; BTF_MAX_ARGS */
	bool global_func;          /* `program` is a global function checked on its own */
	bool (*emit)(void *data, const struct event *e); /* true: a fault, the path ends */
	void *emit_data;
	bool (*enough)(void *data); /* of emit_data: nothing more needs to be found out, the exploration ends; NULL: never */
	/* `v` was reached again on a path that differs only in which side of `branch` it took. */
	void (*twin)(void *data, const struct visit *v, const struct instr *branch);
	void (*unmodelled)(void *data, const struct machine *m, const struct func *f, const struct instr *i, const char *why);

	struct callback callback;
	struct value *scratch;     /* temporaries of the running block; see machine_scratch() */
	uint32_t scratch_mask;
	VEC(struct birth) births;  /* [0] unused */
	uint32_t born[256];        /* latest birth by instruction; a lost entry only costs memory */
	uint64_t next_id;
	uint32_t next_ref, next_instance;
	uint64_t steps;            /* instructions so far, over all paths */
	struct { const char *btf; type_id type; } named[32]; /* records by the name that the facts give; a lost entry only costs time */
	struct relevance *relevance;
	struct exprs *exprs;       /* id -> how it was computed; refine.c */
	uint8_t *written;          /* per global: something in the unit writes it or takes its address */
	uint8_t *changes_packet;   /* per function: it or what it calls may move packet data */
	uint8_t *may_sleep;        /* per function: it or what it calls may sleep */
	struct stack_use *stack;   /* per function of a final unit; else NULL */
};

bool machine_certain(const struct state *st, const struct value *v); /* v may be NULL: the path alone */
void machine_stack_used(struct machine *m, const struct state *st, const struct value *p); /* no rule had anything against this use of p */
static inline bool machine_certain_value(const struct value *v) { return !(v->taint & ~TAINT_LATE) && v->kind != VAL_UNKNOWN; }

/* Kernel functions say in the name of a parameter what they want there: "buf__szk" ends in "__szk". `name` may be NULL. */
bool kfunc_suffix(const char *name, const char *suffix);

/* Where a temporary without a slot is. Those of one block lie closer together than the mask can tell apart. */
static inline struct value *machine_scratch(const struct machine *m, uint32_t t) { return &m->scratch[t & m->scratch_mask]; }

/* ---- state.c ---- */

struct state *state_new(void);
struct state *state_copy(const struct state *st);
struct state *state_keep(const struct state *st); /* to compare others with; nothing can go on from it */
/* A state that waits is to be woken before anybody looks at it. Either may move it. */
struct state *state_rest(struct state *st);
struct state *state_wake(struct state *st);
void state_free(struct state *st);
void frame_enter(struct state *st, const struct func *f, const struct instr *call);
void frame_leave(struct state *st);
static inline struct frame *state_top(struct state *st) { return &st->frames[st->nframes - 1]; }
uint32_t state_acquire(struct machine *m, struct state *st, enum ref_kind k, const struct func *f, const struct instr *i, const char *what);
bool state_release(struct state *st, uint32_t ref); /* forgets every value that carried it; false: not held */
/* Somebody else owns it now (a list, a tree): the pointers stay, the duty to release goes. */
void state_disown(struct state *st, uint32_t ref);
/* Calls fn for every value that the state holds: slots, cells, lock. True: fn changed it. */
void state_each_value(struct state *st, bool (*fn)(struct value *v, void *data), void *data);
void state_each_of(struct state *st, uint64_t id, bool (*fn)(struct value *v, void *data), void *data); /* only those with this id */
/* Every path from `now` was seen from `old`. With `r` numbers that nothing depends on may differ; NULL: every number counts. */
enum cover {
	COVER_NO,
	COVER_YES,
	COVER_TWIN, /* yes, but for the side of one undecidable branch that they took: *twin */
};
/* Where two states differed last: looked at first, for it is likely where the next two do. */
struct difference { uint32_t frame, local, off; };
/* `x` and `r` may be NULL: then what was found out before, and what matters, is left out of account. */
enum cover state_covers(const struct state *old, const struct state *now, const struct exprs *x, const struct relevance *r, const struct instr **twin,
			struct difference *d);

/* ---- memory.c ---- */

struct memory *memory_new(void);
struct memory *memory_own(struct memory **m); /* a private copy to write to; creates an empty one */
void memory_drop(struct memory *m);
uint32_t memory_at(const struct memory *m, uint32_t off); /* index of the first cell that ends behind off; how many there are if none does */
bool memory_begins(const struct memory *m, uint32_t off, uint32_t size); /* was one value written there, at least as large? */
void memory_write(struct memory *m, uint32_t off, uint32_t size, const struct value *v);
void memory_set(struct memory *m, uint32_t i, const struct value *v); /* cell i, whatever its kind, has that value now */
void memory_fill(struct memory *m, uint32_t off, uint32_t size, enum cell_kind k, uint8_t taint);
void memory_forget(struct memory *m, uint32_t off, uint32_t size); /* uninitialised again */
/* What a load of [off, off+size) gives; false when a byte of it is uninitialised. */
bool memory_read(const struct memory *m, uint32_t off, uint32_t size, struct value *v);
/* First uninitialised byte at or after off and below end; end when there is none. */
uint32_t memory_hole(const struct memory *m, uint32_t off, uint32_t end);
void memory_move(struct memory *to, uint32_t to_off, const struct memory *from, uint32_t from_off, uint32_t size);

/* ---- eval.c ---- */

struct value value_scalar(struct scalar s);
struct value value_unknown(uint8_t taint);
struct value machine_fresh(struct machine *m, struct scalar s); /* a scalar with an id of its own */
struct value machine_operand(struct machine *m, struct state *st, struct operand o);
/* Nothing was written to `v`, the value of o: true when a rule calls that a fault. */
bool machine_unread(struct machine *m, const struct state *st, const struct instr *i, struct operand o, const struct value *v);
uint32_t machine_birth(struct machine *m, const struct func *f, const struct instr *i, const char *what);
uint32_t machine_born(const struct machine *m, const struct instr *i); /* the birth that this instruction had before; 0: none */
static inline bool value_is_pointer(const struct value *v) { return v->kind > VAL_UNKNOWN; }
/* Null is impossible (1), or the machine does not know (0), or nobody does: untrusted objects are compared at run time (-1). */
int value_not_null(const struct value *v);
bool value_never_null(const struct value *v); /* so says the kernel: reg_not_null() */

/* ---- step.c ---- */

enum step {
	STEP_NEXT,
	STEP_FAULT,    /* the path ends here */
	STEP_CALL,     /* a frame was entered */
	STEP_CALLBACK, /* like NEXT, and m->callback tells what the callee may call meanwhile: a path of its own */
};
enum step machine_step(struct machine *m, struct state *st, const struct instr *i);

/* ---- access.c, call.c: parts of a step ---- */

enum step machine_load(struct machine *m, struct state *st, const struct instr *i);
enum step machine_store(struct machine *m, struct state *st, const struct instr *i);
enum step machine_copy(struct machine *m, struct state *st, const struct instr *i);
enum step machine_fill(struct machine *m, struct state *st, const struct instr *i);
enum step machine_atomic(struct machine *m, struct state *st, const struct instr *i);
enum step machine_call(struct machine *m, struct state *st, const struct instr *i);
/* The memory that a pointer with a constant offset points into, if the machine tracks it; NULL otherwise. */
struct memory **machine_memory(struct machine *m, struct state *st, const struct value *ptr, bool create);
void machine_clobber(struct machine *m, struct state *st, bool stack_too);

struct value machine_object(struct machine *m, const char *btf, type_id type); /* a kernel object */
struct value machine_kptr(struct machine *m, const struct state *st, const struct instr *i, type_id pointer); /* what a kptr of that pointer type holds */

/* ---- late.c: reads that an optimiser moves behind the check that follows ---- */

bool late_keep(struct machine *m, struct state *st, const struct instr *i, const struct value *p); /* true: this read is kept back */
bool late_pinned(struct machine *m, struct state *st, const struct instr *i); /* this instruction needs it done */
bool late_due(struct machine *m, struct state *st);    /* all of them happen now; true: a fault */
bool late_wanted(struct machine *m, const struct state *st, const struct instr *i); /* somebody holds what one of them gave, at instruction i of the running block */
bool late_past_end(const struct state *st); /* all of them are of packets that were found too short for something */
void late_settle(struct machine *m, struct state *st); /* those that a branch has proven meanwhile are done with */
void late_forget(struct state *st);

/* ---- special.c: objects on the stack that the kernel owns: dynptrs, iterators ---- */

enum dynptr_kind { DYNPTR_UNKNOWN, DYNPTR_LOCAL, DYNPTR_RINGBUF, DYNPTR_SKB, DYNPTR_XDP };

#define DYNPTR_SIZE 16

/* The object that a stack pointer points to the start of; NULL when there is none. `v` of the cell: object is the enum
 * dynptr_kind, instance tells it from others, ref is held until it is released. */
const struct cell *special_at(const struct state *st, const struct value *p, enum cell_kind k);
/* The first one that [off, off+size) of a stack object touches; NULL when none. */
const struct cell *special_in(const struct state *st, const struct value *p, uint32_t size);
bool special_holds(const struct memory *mem); /* one lies in it somewhere */
bool special_doubtful(const struct state *st, const struct value *p); /* something not modelled may have made or ended one here */
void special_make(struct machine *m, struct state *st, const struct value *p, enum cell_kind k, uint32_t size, uint32_t kind, uint32_t ref);
void special_end(struct machine *m, struct state *st, const struct value *p, enum cell_kind k); /* releases it too */
/* Something is about to be written here: what lies there stops being one, and its slices die. */
void special_overwritten(struct machine *m, struct state *st, const struct value *p, uint32_t size, const struct instr *i);

/* ---- callback.c ---- */

/* What a helper or kfunc hands to the function that it calls; false: not modelled. */
bool machine_callback(struct machine *m, const char *name, const struct value *args, uint32_t nargs);

/* The function that runs later, and that this is in; NULL: none, it is the program itself. */
const struct callback *state_later(const struct state *st);

/* The same for another turn: other elements, other counts. */
struct value callback_argument(struct machine *m, const struct value *last);

/* ---- refine.c: what a branch tells ---- */

/*
 * 1: the condition always holds here, 0: never, -1: open. The two sides of an open one: refine a copy of the state
 * for each; false when that side cannot be.
 */
int machine_decide(struct machine *m, struct state *st, struct operand cond);
/* Can the program go there whatever number a configured one is that was compared? */
bool machine_side_certain(struct machine *m, struct state *st, struct operand cond, bool taken);
bool machine_refine(struct machine *m, struct state *st, struct operand cond, bool taken);
/* v as far as what it was computed from is known by now: a value may have been refined since others were made of it. */
struct value machine_narrow(struct machine *m, struct state *st, const struct value *v);
bool machine_refine_range(struct machine *m, struct state *st, const struct value *v, struct scalar to);
uint64_t machine_expr(struct machine *m, enum op op, unsigned width, unsigned from, const struct value *a, const struct value *b);
/* v is the result of an expression: what conditions on this path told of an equal one holds for it. */
void machine_recall(struct machine *m, struct state *st, struct value *v);

#endif
