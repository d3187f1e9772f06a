// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * features: what instructions and memory need of a kernel (the other half of kernel-version). What an optimiser decides is told of
 * compiled programs only, or as what may be.
 *
 * Kernel: bpf_opcode_in_insntable(), check_alu_op(), check_atomic(), check_cfg(), check_stack_range_initialized().
 */
#include "rule/hole.h"
#include "rule/region.h"
#include "rule/version.h"

static bool feature_as(struct rules *r, const struct event *e, enum verdict v, enum kernel_feature f, const char *kernel, const char *unless)
{
	struct use u = {"", kernel_feature_words(f), kernel_feature_since(f), kernel, unless};

	return version_used(r, e, v, &u);
}

static bool feature(struct rules *r, const struct event *e, enum kernel_feature f, const char *kernel)
{
	return feature_as(r, e, VERDICT_REJECT, f, kernel, NULL);
}

/* ---- memory ---- */

/* Does a copy go to this local, or where nobody knows? Then an optimiser may write bytes that the source does not. */
static bool copied_to(const struct func *f, uint32_t local)
{
	for (uint32_t n = 0; n < f->instrs.n; n++) {
		const struct instr *i = &f->instrs.at[n];

		if (op_info[i->op].shape == SHAPE_COPY && (i->a.kind != OPND_LOCAL || i->a.index == local))
			return true;
	}
	return false;
}

/* A helper that reads all of the memory that it is given. */
static uint32_t read_whole(const struct rules *r, const struct event *e)
{
	const struct arg_facts *a = e->helper ? &e->helper->args[e->arg] : NULL;

	if (!a || e->write || e->ptr->kind != VAL_STACK || e->ptr->frame >= e->st->nframes)
		return 0;
	if (a->kind == ARG_MEM && (!e->index || e->index->kind != VAL_SCALAR || !scalar_is_const(e->index->s)))
		return 0;
	return (uint32_t)argument_size(r, e);
}

static bool argument(struct rules *r, const struct event *e)
{
	uint32_t size = read_whole(r, e), hole = size ? hole_first(e, size) : 0;
	const struct func *f = hole < size ? e->st->frames[e->ptr->frame].func : NULL;
	const struct local *l = f ? &f->locals.at[e->ptr->object] : NULL;
	const struct field *member;

	if (!l || !machine_certain_value(e->ptr))
		return false;
	if (!r->unit->final) {
		member = hole_member(r->unit, l->type, (uint64_t)e->ptr->off + hole);
		if (copied_to(f, e->ptr->object) || (model_type_is_record(r->unit, l->type) && (!member || !member->name)))
			return false;
	}
	return feature(r, e, FEATURE_STACK_HOLES, "invalid indirect read from stack");
}

static bool access(struct rules *r, const struct event *e)
{
	static const char *const opcodes[] = {[1] = "unknown opcode 91", [2] = "unknown opcode 89", [4] = "unknown opcode 81"};
	const struct instr *i = e->instr;

	if (e->ptr->kind == VAL_GLOBAL && feature(r, e, FEATURE_GLOBAL_DATA, "failed to create: Invalid argument(-22)"))
		return true;
	if (r->unit->final && i->op == OP_LOAD && e->ptr->kind == VAL_STACK && hole_first(e, e->size) < e->size &&
	    feature(r, e, FEATURE_STACK_HOLES, "invalid read from stack"))
		return true;
	if (r->unit->final && i->op == OP_LOAD && i->from && e->size <= 4 && feature(r, e, FEATURE_SIGNED_LOADS, opcodes[e->size]))
		return true;
	if (!e->atomic)
		return false;
	if (i->from == ATOMIC_LOAD || i->from == ATOMIC_STORE) {
		if (!r->unit->final)
			return r->unit->cpu >= 4 && feature_as(r, e, VERDICT_MAY, FEATURE_ACQUIRE_RELEASE, NULL, "the compiler makes a plain one of it");
		return feature(r, e, FEATURE_ACQUIRE_RELEASE, "BPF_ATOMIC uses invalid atomic opcode");
	}
	if (i->from <= ATOMIC_SUB && (i->dst == NO_TEMP || !e->func->uses[i->dst]))
		return false;
	return feature(r, e, FEATURE_ATOMICS, "BPF_XADD uses reserved fields");
}

/* ---- instructions ---- */

/* What an instruction that the front end marked needs, and what kernels without it say. */
static bool marked(struct rules *r, const struct event *e)
{
	static const char *const kernel[KERNEL_FEATURES] = {
		[FEATURE_SIGNED_DIVISION] = "BPF_ALU uses reserved fields", [FEATURE_SIGNED_LOADS] = "unknown opcode", [FEATURE_SIGNED_MOVES] = "BPF_MOV uses reserved fields",
		[FEATURE_BYTE_SWAPS] = "unknown opcode d7", [FEATURE_LONG_JUMPS] = "unknown opcode 06", [FEATURE_SPACE_CASTS] = "BPF_MOV uses reserved fields",
	};
	enum kernel_feature f = kernel_feature_named(e->instr->more->name);

	return feature(r, e, f, kernel[f]);
}

static bool instruction(struct rules *r, const struct event *e)
{
	bool final = r->unit->final;

	switch (e->instr->op) {
	case OP_SDIV:
	case OP_SMOD:
		return feature(r, e, FEATURE_SIGNED_DIVISION, "BPF_ALU uses reserved fields");
	case OP_SEXT:
		return feature_as(r, e, final ? VERDICT_REJECT : VERDICT_MAY, FEATURE_SIGNED_MOVES, "BPF_MOV uses reserved fields",
				  final ? NULL : "the compiler finds another way");
	case OP_BSWAP:
		return feature_as(r, e, VERDICT_MAY, FEATURE_BYTE_SWAPS, NULL, "the compiler swaps a constant instead");
	case OP_ASPACE:
		return feature_as(r, e, VERDICT_MAY, FEATURE_SPACE_CASTS, NULL, "the compiler leaves it out");
	case OP_NEEDS:
		return marked(r, e);
	case OP_ANY: /* 8 bits: may_goto; others stand for what is not told apart */
		return e->instr->width == 8 && feature(r, e, FEATURE_MAY_GOTO, "unknown opcode e5");
	case OP_OPAQUE:
		return feature(r, e, FEATURE_MAY_GOTO, "unknown opcode e5");
	default:
		return false;
	}
}

/* ---- functions ---- */

/* Does control come back to a block of this function? Then there is a loop, as long as the compiler leaves it one. */
static const struct instr *loop(struct rules *r, const struct func *f)
{
	uint8_t *state = arena_alloc(r->unit->arena, f->blocks.n); /* 0 new, 1 on the way, 2 done */
	struct { uint32_t block, next; } *way = arena_alloc(r->unit->arena, (f->blocks.n + 1) * sizeof(*way));
	uint32_t n = 0;

	memset(state, 0, f->blocks.n);
	way[n].block = way[n].next = 0;
	for (n = 1, state[0] = 1; n;) {
		const struct block *b = &f->blocks.at[way[n - 1].block];
		const struct instr *end = &f->instrs.at[b->first + b->count - 1];
		uint32_t to = model_successor(end, way[n - 1].next++);

		if (to == NO_BLOCK) {
			state[way[--n].block] = 2;
		} else if (state[to] == 1) {
			return end;
		} else if (!state[to]) {
			state[to] = 1;
			way[n].block = to;
			way[n++].next = 0;
		}
	}
	return NULL;
}

static void shape(struct rules *r, const struct event *e, const struct func *f)
{
	const struct instr *end = f->blocks.n ? loop(r, f) : NULL;
	enum verdict v = r->unit->final ? VERDICT_REJECT : VERDICT_MAY;
	struct event at = *e;

	at.instr = end;
	if (end && r->options->needs)
		feature_as(r, &at, v, FEATURE_LOOPS, NULL, r->unit->final ? NULL : "the compiler unrolls them");
	else if (end)
		rule_say_at(r, v, e->m->entry, rule_place(r, end), "back-edge from insn", "loops came with Linux 5.3, and Linux %u.%u does not have them%s",
			    e->m->kernel >> 16, e->m->kernel & 0xffff, r->unit->final ? "" : ": the compiler must unroll this one");
	at.instr = e->instr;
	if (r->options->needs && e->called && f->linkage != LINK_STATIC && f->flags & FUNC_NOINLINE && !(f->flags & FUNC_HIDDEN))
		feature_as(r, &at, VERDICT_MAY, FEATURE_GLOBAL_FUNCTIONS, NULL, "libbpf makes them static on older kernels");
}

/* Functions that no optimiser takes in. */
static bool has_functions(const struct unit *u, const struct func *f, int depth)
{
	for (uint32_t n = 0; n < f->instrs.n && depth < 8; n++) {
		const struct instr *x = &f->instrs.at[n];
		const struct func *to = x->op == OP_CALL && x->more->callee == CALLEE_FUNC ? &u->funcs.at[x->more->callee_index] : NULL;

		if (to && to->blocks.n && !(x->flags & INSTR_DEAD) && (u->final || (to->flags & FUNC_NOINLINE) || has_functions(u, to, depth + 1)))
			return true;
	}
	return false;
}

static bool tail_call(struct rules *r, const struct event *e)
{
	if (!e->m->global_func && !has_functions(r->unit, e->m->program, 0))
		return false;
	return feature(r, e, FEATURE_TAIL_CALLS_IN_FUNCTIONS, "tail_calls are not allowed in programs with bpf-to-bpf calls");
}

bool version_features(struct rules *r, const struct event *e)
{
	switch (e->kind) {
	case EVENT_PROGRAM:
	case EVENT_CALL:
		if (r->options->needs || e->m->kernel < kernel_feature_since(FEATURE_LOOPS))
			shape(r, e, e->called ? e->called : e->func);
		return false;
	case EVENT_HELPER:
		return e->helper && e->helper->id == HELPER_tail_call && tail_call(r, e);
	case EVENT_ARGUMENT:
		return argument(r, e);
	case EVENT_INSTRUCTION:
		return instruction(r, e);
	default:
		return access(r, e);
	}
}
