// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * stack-limit: functions call each other deeper than 8 frames, or need more than 512 bytes of stack together. Which functions have a frame of
 * their own is the compiler's choice unless they say noinline, and so is what a frame needs; counted is only what is certain: the largest variable of
 * each frame that is volatile or whose address leaves the function. Where all is laid out, what each frame was seen to use is counted instead.
 *
 * Kernel: check_max_stack_depth_subprog(), setup_func_entry().
 */
#include "machine/global.h"
#include "rule/rule.h"

#define MAX_CALL_FRAMES 8
#define MAX_BPF_STACK 512
#define MAX_DEPTH 24
#define MAX_CHAINS 4096 /* looked at */

struct chain {
	uint32_t frames;
	uint64_t bytes;
};

static bool has_frame(const struct func *f)
{
	return (f->flags & FUNC_NOINLINE) || f->linkage == LINK_WEAK;
}

static uint32_t local_behind(const struct func *f, struct operand o)
{
	for (int depth = 0; depth < 8; depth++) {
		const struct instr *i;

		if (o.kind == OPND_LOCAL)
			return o.index;
		if (o.kind != OPND_TEMP || f->temps.at[o.index].def >= f->instrs.n)
			break;
		i = &f->instrs.at[f->temps.at[o.index].def];
		if (i->op != OP_FIELD && i->op != OP_CAST && i->op != OP_PTRADD)
			break;
		o = i->a;
	}
	return UINT32_MAX;
}

/* The largest variable of f itself that has to be in memory. */
static uint64_t own_bytes(const struct unit *u, const struct func *f)
{
	uint64_t most = 0;

	if (u->final)
		return 0;
	for (uint32_t n = 0; n < f->instrs.n; n++) {
		const struct instr *i = &f->instrs.at[n];
		uint32_t v = i->flags & INSTR_VOLATILE && i->op != OP_CALL ? local_behind(f, i->a) : UINT32_MAX;

		if (v != UINT32_MAX && f->locals.at[v].size > most)
			most = f->locals.at[v].size;
		if (i->op != OP_CALL || (i->more->callee == CALLEE_FUNC && !has_frame(&u->funcs.at[i->more->callee_index])))
			continue;
		for (uint32_t k = 0; k < i->more->args.n; k++) {
			uint32_t l = local_behind(f, i->more->args.at[k]);

			if (l != UINT32_MAX && f->locals.at[l].size > most)
				most = f->locals.at[l].size;
		}
	}
	return most;
}

/* What f and the deepest chain that it begins need; `merged`: of a function that is part of its caller's frame. */
static struct chain below(const struct unit *u, const struct func *f, uint64_t *merged, int depth, uint32_t *left)
{
	struct chain most = {0};
	uint64_t own = own_bytes(u, f);

	for (uint32_t n = 0; depth < MAX_DEPTH && *left && n < f->instrs.n; n++) {
		const struct instr *i = &f->instrs.at[n];
		const struct func *g = i->op == OP_CALL && i->more->callee == CALLEE_FUNC ? &u->funcs.at[i->more->callee_index] : NULL;
		struct chain x;
		uint64_t part = 0;

		if (!g || !g->blocks.n || g == f || !global_call_kept(u, f, i, g))
			continue;
		--*left;
		x = below(u, g, &part, depth + 1, left);
		if (has_frame(g)) {
			x.frames++;
			x.bytes += part;
		} else if (part > own) {
			own = part;
		}
		most.frames = x.frames > most.frames ? x.frames : most.frames;
		most.bytes = x.bytes > most.bytes ? x.bytes : most.bytes;
	}
	*merged = own;
	return most;
}

/* Since 6.13 some program types have a stack for every function. */
static bool private_stack(const struct event *e)
{
	if (e->m->kernel < KVER(6, 13))
		return false;
	switch (e->m->prog ? e->m->prog->type : PROG_UNSPEC) {
	case PROG_KPROBE: case PROG_TRACEPOINT: case PROG_RAW_TRACEPOINT: case PROG_RAW_TRACEPOINT_WRITABLE: case PROG_PERF_EVENT: case PROG_TRACING:
	case PROG_LSM: case PROG_STRUCT_OPS: case PROG_UNSPEC: case PROG_EXT:
		return true;
	default:
		return false;
	}
}

/* ---- all is laid out ---- */

struct search {
	const struct machine *m;
	const struct instr *call; /* the last of a chain that is too much, or too deep */
	uint64_t bytes;
	uint32_t frames, chains;
	bool alone; /* each function has a stack of its own */
};

static bool too_deep(struct search *s, const struct func *f, uint64_t above, uint32_t frames);

static bool below_is(struct search *s, const struct func *g, const struct instr *at, uint64_t bytes, uint32_t frames)
{
	if (!g || ++s->chains > MAX_CHAINS || !too_deep(s, g, bytes, frames + 1))
		return false;
	if (!s->call)
		s->call = at;
	return true;
}

/* A function that is called back at once counts like one that is called; one that runs later begins anew. */
static const struct func *called_back(const struct machine *m, struct operand o, enum callback_kind kind)
{
	return o.kind == OPND_FUNC && m->stack[o.index].callback == kind ? &m->unit->funcs.at[o.index] : NULL;
}

/* check_max_stack_depth_subprog(): every call that stands in a function counts, whether it is reached or not. */
static bool too_deep(struct search *s, const struct func *f, uint64_t above, uint32_t frames)
{
	const struct machine *m = s->m;
	uint64_t bytes = above + (m->stack[f - m->unit->funcs.at].bytes + 15u) / 16 * 16; /* as where programs are translated: the interpreter needs more */

	s->bytes = bytes;
	s->frames = frames;
	if (frames > MAX_CALL_FRAMES || (bytes > MAX_BPF_STACK && !s->alone))
		return true;
	for (uint32_t n = 0; n < f->instrs.n; n++) {
		const struct instr *i = &f->instrs.at[n];

		if ((i->op == OP_CALL && i->more->callee == CALLEE_FUNC && below_is(s, &m->unit->funcs.at[i->more->callee_index], i, bytes, frames)) ||
		    below_is(s, called_back(m, i->a, CALLBACK_SYNC), i, bytes, frames))
			return true;
	}
	return false;
}

static bool used_too_much(struct rules *r, const struct event *e)
{
	struct search s = {.m = e->m, .alone = private_stack(e)};
	bool bad = e->m->stack && too_deep(&s, e->m->program, 0, 1);

	for (uint32_t f = 0; e->m->stack && !bad && f < r->unit->funcs.n; f++)
		bad = e->m->stack[f].callback == CALLBACK_ASYNC && too_deep(&s, &r->unit->funcs.at[f], 0, 1);
	if (!bad || !s.call)
		return false;
	if (s.frames > MAX_CALL_FRAMES)
		rule_say_at(r, VERDICT_REJECT, e->m->entry, rule_place(r, s.call), "the call stack of",
			    "with this call functions are called %u deep; the kernel allows %u frames: let the compiler inline some", s.frames, MAX_CALL_FRAMES);
	else
		rule_say_at(r, VERDICT_REJECT, e->m->entry, rule_place(r, s.call), "combined stack size of",
			    "with this call %u functions need %llu bytes of stack together; the kernel allows %u: keep large buffers in a per-CPU map", s.frames,
			    (unsigned long long)s.bytes, MAX_BPF_STACK);
	return false;
}

bool rule_stack_limit(struct rules *r, const struct event *e)
{
	uint64_t frame = 0, part = 0;
	uint32_t left = MAX_CHAINS;
	struct chain all = {.frames = 1}, rest;

	if (e->kind == EVENT_EXPLORED)
		return used_too_much(r, e);
	if (!e->called->blocks.n || !has_frame(e->called) || !global_call_kept(r->unit, e->func, e->instr, e->called))
		return false;
	for (uint32_t k = 0; k < e->st->nframes; k++) {
		const struct frame *f = &e->st->frames[k];

		if (f->callback == CALLBACK_ASYNC) {
			all = (struct chain){.frames = 1};
			frame = 0;
		} else if (k && (has_frame(f->func) || f->callback)) {
			all.frames++;
			all.bytes += frame;
			frame = 0;
		}
		part = own_bytes(r->unit, f->func);
		frame = part > frame ? part : frame;
	}
	part = 0;
	rest = r->unit->final ? (struct chain){0} : below(r->unit, e->called, &part, 0, &left); /* a final unit's calls are all followed */
	all.frames += 1 + rest.frames;
	all.bytes += frame + part + rest.bytes;
	if (all.frames > MAX_CALL_FRAMES)
		rule_say(r, e, VERDICT_REJECT, NULL, 0, "the call stack of", "with '%s' functions are called %u deep; the kernel allows %u frames: let the compiler inline some", e->callee,
			 all.frames, MAX_CALL_FRAMES);
	else if (all.bytes > MAX_BPF_STACK && !private_stack(e))
		rule_say(r, e, VERDICT_REJECT, NULL, 0, "combined stack size of", "with '%s' this chain of calls needs at least %llu bytes of stack; the kernel allows %u together: keep large buffers in a per-CPU map",
			 e->callee, (unsigned long long)all.bytes, MAX_BPF_STACK);
	else
		return false;
	return true;
}
