// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * explore: the walk itself. A stack of states to go on from; one state runs until its path ends, leaving the other
 * side of each open branch on the stack.
 *
 * Kernel: do_check(), push_stack(), pop_stack().
 */
#include <stdlib.h>

#include "flow/budget.h"
#include "flow/flow.h"
#include "machine/call.h"
#include "machine/step.h"

#define LOOP_LIMIT 600       /* arrivals at a loop head before what changes is widened */
#define LOOP_LIMIT_SHORT 4   /* the same once the budget is short */
#define TURN_LIMIT 8         /* the same for calls of a callback */
#define LOOP_SETTLE 4        /* further arrivals for the widened state to repeat */
#define MAX_STACK 4096
#define KERNEL_STEPS 1000000 /* instructions over all paths that the kernel looks at: BPF_COMPLEXITY_LIMIT_INSNS */
#define KERNEL_BRANCHES 8192 /* branches that may wait there: BPF_COMPLEXITY_LIMIT_JMP_SEQ */
#define AWAKE 32             /* of the states on the stack so many wait as they are, others packed */

struct flow {
	struct machine *m;
	struct seen *seen;
	VEC(struct state *) stack;
	struct flow_stats stats;
	struct budget budget;
	uint8_t **stepped; /* per function and block, once it was asked for: 1 loop_stepped(), 2 not */
};

/* The path ends. */
static struct state *end(struct state *st)
{
	seen_end(st);
	state_free(st);
	return NULL;
}

/* Another path from here. */
static struct state *fork_path(const struct state *st)
{
	struct state *n = state_copy(st);

	seen_fork(n);
	return n;
}

static void later(struct flow *w, struct state *st)
{
	if (w->stack.n == MAX_STACK) {
		end(st);
		w->stats.complete = false;
		return;
	}
	vec_push(&w->stack, st);
	if (w->stack.n > AWAKE)
		w->stack.at[w->stack.n - AWAKE] = state_rest(w->stack.at[w->stack.n - AWAKE]);
}

static void enter_block(struct state *st, uint32_t to)
{
	struct frame *fr = state_top(st);

	if (fr->func->loop_head[to]) {
		if (to > fr->block) /* blocks lie in order: only a back edge goes up */
			fr->visits[fr->func->loop[to]] = 0;
		else if (fr->visits[fr->func->loop[to]] < UINT16_MAX)
			fr->visits[fr->func->loop[to]]++;
	}
	fr->block = to;
	fr->at = 0;
}

static void note_branch(struct flow *w, struct state *st, const struct instr *i, uint32_t side)
{
	struct trail *t = arena_alloc(w->m->arena, sizeof *t);

	t->before = st->trail;
	t->func = state_top(st)->func;
	t->instr = i;
	t->side = side;
	st->trail = t;
}

/* The side taken rests on a value that the machine does not know as the kernel will. */
static void assume(struct state *st, const struct instr *i, uint32_t side)
{
	st->guesses++;
	for (uint32_t k = 0; k < st->nassumed; k++)
		if (st->assumed[k].instr == i) {
			st->uncertain |= st->assumed[k].side != side;
			return;
		}
	if (st->nassumed == MAX_ASSUMPTIONS) {
		st->uncertain = true;
		return;
	}
	st->assumed[st->nassumed].instr = i;
	st->assumed[st->nassumed++].side = (uint8_t)side;
}

static struct state *take_side(struct flow *w, struct state *st, const struct instr *i, uint32_t side, bool guess)
{
	guess &= !machine_side_certain(w->m, st, i->a, side == 0);
	if (!machine_refine(w->m, st, i->a, side == 0))
		return end(st);
	late_settle(w->m, st);
	if (guess)
		assume(st, i, side);
	note_branch(w, st, i, side);
	enter_block(st, i->to[side]);
	return st;
}

/* A value that a read kept back decides where to go, so it happens now; true: a fault. */
static bool needs_late(struct flow *w, struct state *st, const struct value *v)
{
	return st->nlate && (v->taint & TAINT_LATE) && late_due(w->m, st);
}

/* The same for a branch. */
static bool branch_needs_late(struct flow *w, struct state *st, const struct value *v)
{
	if (!late_past_end(st))
		return needs_late(w, st, v);
	st->late_decided |= st->nlate && (v->taint & TAINT_LATE);
	return false;
}

/* Two numbers are compared, and each tells of the other: where one comes to matter, so does the other. */
static void compared(struct flow *w, struct state *st, const struct instr *branch)
{
	const struct frame *fr = state_top(st);
	const struct func *f = fr->func;
	uint32_t def = branch->a.kind == OPND_TEMP ? f->temps.at[branch->a.index].def : NO_INSTR;
	const struct instr *i;
	struct value x, y;

	if (def >= f->instrs.n || def < f->blocks.at[fr->block].first || op_info[f->instrs.at[def].op].shape != SHAPE_CMP)
		return;
	i = &f->instrs.at[def];
	x = machine_operand(w->m, st, i->a);
	y = machine_operand(w->m, st, i->b);
	if (x.kind != VAL_SCALAR || y.kind != VAL_SCALAR)
		return;
	if (scalar_is_const(x.s) || scalar_is_const(y.s)) {
		relevance_tie(w->m->relevance, f, i);
		return;
	}
	relevance_need(w->m->relevance, f, i->a);
	relevance_need(w->m->relevance, f, i->b);
}

/*
 * The order matters for what is covered later, and people write their programs for the verifier's: it goes on behind a jump and comes back
 * to the jump's target; of may_goto it is the other way round. In source the side that is written first is what follows.
 */
static uint32_t first_side(const struct flow *w, const struct state *st, const struct instr *i)
{
	const struct func *f = st->frames[st->nframes - 1].func;
	uint32_t def = i->a.kind == OPND_TEMP ? f->temps.at[i->a.index].def : NO_INSTR;

	return w->m->unit->final && !(def < f->instrs.n && f->instrs.at[def].op == OP_ANY);
}

/* Any number: what is decided of it holds for the right one, too. */
static bool given_up(const struct value *v)
{
	return v->kind == VAL_SCALAR && !(v->taint & ~(TAINT_WIDENED | TAINT_LATE));
}

static struct state *branch(struct flow *w, struct state *st, const struct instr *i)
{
	struct value cond = machine_operand(w->m, st, i->a);
	int sure = machine_decide(w->m, st, i->a);
	bool guess = !machine_certain_value(&cond);
	struct state *other;
	uint32_t first;

	if (branch_needs_late(w, st, &cond))
		return end(st);
	budget_branch(&w->budget, state_top(st), i, sure >= 0);
	if (sure >= 0) {
		st->guesses += !given_up(&cond) && guess;
		if (!w->m->unit->final && cond.kind == VAL_SCALAR && !scalar_is_const(cond.s))
			machine_refine(w->m, st, i->a, sure); /* decided before, of values that were computed again since */
		relevance_need(w->m->relevance, state_top(st)->func, i->a);
		enter_block(st, i->to[sure ? 0 : 1]);
		return st;
	}
	compared(w, st, i);
	first = first_side(w, st, i);
	other = take_side(w, fork_path(st), i, !first, guess);
	st = take_side(w, st, i, first, guess);
	if (!st)
		return other;
	if (other)
		later(w, other);
	return st;
}

static struct state *switch_to(struct flow *w, struct state *st, const struct instr *i)
{
	struct value v = machine_operand(w->m, st, i->a);
	const struct instr_more *more = i->more;
	bool guess = !machine_certain_value(&v);

	if (branch_needs_late(w, st, &v))
		return end(st);
	if (v.kind == VAL_SCALAR && scalar_is_const(v.s))
		relevance_need(w->m->relevance, state_top(st)->func, i->a);
	for (uint32_t k = 0; v.kind == VAL_SCALAR && scalar_is_const(v.s) && k < more->cases.n; k++)
		if (v.s.bits.value >= more->cases.at[k].lo && v.s.bits.value <= more->cases.at[k].hi) {
			enter_block(st, more->cases.at[k].block);
			return st;
		}
	if (v.kind == VAL_SCALAR && scalar_is_const(v.s)) {
		enter_block(st, i->to[0]);
		return st;
	}
	for (uint32_t k = 0; k < more->cases.n; k++) {
		const struct switch_case *c = &more->cases.at[k];
		struct state *side = fork_path(st);

		if (v.kind == VAL_SCALAR && !machine_refine_range(w->m, side, &v, scalar_urange(c->lo, c->hi))) {
			end(side);
			continue;
		}
		if (guess)
			assume(side, i, k + 1);
		note_branch(w, side, i, k);
		enter_block(side, c->block);
		later(w, side);
	}
	for (uint32_t k = 0; v.kind == VAL_SCALAR && k < more->cases.n; k++) { /* none of the cases */
		struct scalar s = v.s, c = scalar_const(more->cases.at[k].lo);

		if (more->cases.at[k].lo != more->cases.at[k].hi)
			continue;
		if (!scalar_refine(SCALAR_NE, i->width, &s, &c, true))
			return end(st);
		v.s = s;
	}
	if (v.kind == VAL_SCALAR && !machine_refine_range(w->m, st, &v, v.s))
		return end(st);
	if (guess)
		assume(st, i, 0);
	note_branch(w, st, i, more->cases.n);
	enter_block(st, i->to[0]);
	return st;
}

static struct state *computed_goto(struct flow *w, struct state *st, const struct instr *i)
{
	st->uncertain = true;
	for (uint32_t k = 1; k < i->more->cases.n; k++) {
		struct state *side = fork_path(st);

		enter_block(side, i->more->cases.at[k].block);
		later(w, side);
	}
	if (!i->more->cases.n)
		return end(st);
	enter_block(st, i->more->cases.at[0].block);
	return st;
}

/* It runs on its own: what the caller holds, and where it is, says nothing (push_async_cb). */
static void start_anew(struct state *st)
{
	st->refs.n = 0;
	st->nheld = st->rcu_depth = st->preempt_depth = st->lock_ref = 0;
	st->refs_unsure = false;
}

/* A path into a function that the kernel calls back. */
static void call_back(struct flow *w, const struct state *st, const struct callback *c, uint16_t turn)
{
	struct state *in = fork_path(st);
	struct frame *fr;

	frame_enter(in, c->func, NULL);
	fr = state_top(in);
	fr->callback = c->kind;
	fr->turn = turn;
	fr->made = c;
	in->progress++;
	in->uncertain |= c->perhaps;
	if (c->kind == CALLBACK_ASYNC)
		start_anew(in);
	for (uint32_t k = 0; k < c->func->params.n; k++) { /* runs from the stack: scratch does not survive, so use the slots */
		uint32_t t = c->func->params.at[k];

		if (c->func->slot[t] != NO_TEMP)
			fr->slots[c->func->slot[t]] = k < c->nargs ? callback_argument(w->m, &c->args[k]) : machine_operand(w->m, in, opnd_undef());
	}
	later(w, in);
}

/* Some hooks return nothing; which, only the kernel's types say. */
static bool returns_nothing(const struct machine *m)
{
	return m->prog && (m->prog->type == PROG_LSM || m->prog->type == PROG_STRUCT_OPS || m->prog->type == PROG_EXT);
}

/* Are there values that may not be returned from here? */
static bool result_matters(const struct machine *m, const struct frame *fr)
{
	return fr->callback || !m->prog || !m->section || (!m->global_func && kernel_return_range_at(m->prog->type, m->section->attach, m->kernel).known);
}

/* A return ends the program, a callback's activation, or a call. */
static struct state *leave(struct flow *w, struct state *st, const struct instr *i)
{
	struct frame *fr = state_top(st);
	const struct instr *call = fr->call;
	struct value r = i->a.kind == OPND_NONE ? value_unknown(TAINT_OPAQUE) : machine_operand(w->m, st, i->a);
	const struct callback *made = fr->made;
	uint8_t callback = fr->callback;
	uint16_t turn = fr->turn;

	if (i->a.kind == OPND_IMM && i->width < 64)
		r = value_scalar(scalar_const((uint64_t)i->a.imm & ((1ull << i->width) - 1)));
	if (st->nframes == 1 && !returns_nothing(w->m) && machine_unread(w->m, st, i, i->a, &r))
		return end(st);
	if (st->nframes == 1 || callback) {
		struct event e = {.kind = EVENT_EXIT, .m = w->m, .st = st, .func = fr->func, .instr = i, .ptr = &r, .operand = i->a};

		if (result_matters(w->m, fr))
			relevance_need(w->m->relevance, fr->func, i->a);
		if (needs_late(w, st, &r))
			return end(st);
		if (w->m->emit(w->m->emit_data, &e) || st->nframes == 1 || callback == CALLBACK_ASYNC)
			return end(st);
	}
	if (r.kind == VAL_STACK && r.frame == st->nframes - 1)
		r = value_unknown(TAINT_OPAQUE);
	if (fr->may_not_return)
		call_packet_changed(w->m, st, i, fr->func->name);
	frame_leave(st);
	if (callback == CALLBACK_SYNC && turn + 1u < made->most)
		call_back(w, st, made, turn + 1);
	if (callback) {
		call = made->call;
		r = machine_fresh(w->m, call->width && call->width < 64 ? scalar_bits(call->width) : scalar_unknown());
	}
	if (call->dst != NO_TEMP) {
		struct frame *back = state_top(st);

		if (back->func->slot[call->dst] != NO_TEMP)
			back->slots[back->func->slot[call->dst]] = r;
		else
			*machine_scratch(w->m, call->dst) = r;
	}
	return st;
}

static void refuse(struct flow *w, struct state *st, const struct instr *i)
{
	struct event e = {.kind = EVENT_REFUSED, .m = w->m, .st = st, .func = state_top(st)->func, .instr = i};

	w->m->emit(w->m->emit_data, &e);
	end(st);
}

/* The callee may run the function it was given now, later, or not at all: a path of its own. */
static void follow_callback(struct flow *w, const struct state *st, const struct instr *i)
{
	struct machine *m = w->m;
	const struct func *f = m->callback.func;

	if (st->nframes == MAX_FRAMES || !m->callback.most)
		return;
	for (uint32_t k = 0; k < st->nframes; k++)
		if (st->frames[k].func == f)
			return;
	if (m->stack && !m->stack[f - m->unit->funcs.at].callback)
		m->stack[f - m->unit->funcs.at].callback = (uint8_t)m->callback.kind;
	m->callback.call = i;
	call_back(w, st, arena_copy(m->arena, &m->callback, sizeof m->callback), 0);
}

static bool exhausted(const struct flow *w)
{
	return budget_gone(&w->budget) || (w->m->enough && w->m->enough(w->m->emit_data));
}

static enum loop_end loop_end(const struct state *before, const struct state *st)
{
	uint64_t more = st->waiting > before->waiting ? st->waiting - before->waiting : 0;

	if (!st->widened)
		return LOOP_REPEATS;
	return more * KERNEL_STEPS > (st->steps - before->steps) * KERNEL_BRANCHES ? LOOP_BRANCHES : LOOP_GOES_ON;
}

static void tell_loop(struct flow *w, struct state *st, enum loop_end ends)
{
	const struct frame *fr = state_top(st);
	const struct instr *i = &fr->func->instrs.at[fr->func->blocks.at[fr->block].first];
	struct event e = {.kind = EVENT_LOOP, .m = w->m, .st = st, .func = fr->func, .instr = i, .ends = ends};

	w->m->emit(w->m->emit_data, &e);
}

static bool stepped(struct flow *w, const struct func *f, uint32_t head)
{
	uint8_t **known = &w->stepped[f - w->m->unit->funcs.at];

	if (!*known)
		*known = arena_alloc(w->m->arena, f->blocks.n);
	if (!(*known)[head])
		(*known)[head] = loop_stepped(f, head) ? 1 : 2;
	return (*known)[head] == 1;
}

/* At the start of a block: false when the path need not be followed. */
static bool arrive(struct flow *w, struct state *st)
{
	struct frame *fr = state_top(st);
	const struct func *f = fr->func;
	uint32_t limit = f->loop_head[fr->block] && budget_short(&w->budget, fr) ? LOOP_LIMIT_SHORT : LOOP_LIMIT;
	const struct state *before = NULL;
	bool again = fr->callback == CALLBACK_SYNC && !fr->block;

	if (f->preds[fr->block] < 2 && !f->loop_head[fr->block] && !again)
		return true;
	seen_clean(w->m, st);
	if (!w->m->unit->final && f->loop_head[fr->block] && fr->visits[f->loop[fr->block]] == 2 && loop_closed(w->m->unit, f, fr->block)) {
		tell_loop(w, st, LOOP_REPEATS);
		return false;
	}
	if (again && fr->turn > TURN_LIMIT) {
		w->stats.complete = false;
		if (fr->turn > TURN_LIMIT + LOOP_SETTLE)
			return false;
		seen_widen(w->seen, w->m, st);
	}
	if (f->loop_head[fr->block])
		late_forget(st);
	if (w->m->unit->final && (again || (f->loop_head[fr->block] && fr->visits[f->loop[fr->block]] && stepped(w, f, fr->block))))
		seen_settle(w->seen, w->m, st);
	if (f->loop_head[fr->block] && fr->visits[f->loop[fr->block]] > limit) {
		w->stats.complete = false;
		if (fr->visits[f->loop[fr->block]] > limit + LOOP_SETTLE)
			return false;
		seen_widen(w->seen, w->m, st);
	}
	w->stats.states++;
	st->waiting = w->stack.n;
	if (seen_before(w->seen, w->m, st, &before)) {
		w->stats.pruned++;
		if (before && !again)
			tell_loop(w, st, loop_end(before, st));
		return false;
	}
	return true;
}

/* As the kernel does, first the way on which the iterator has no more. process_iter_next_call() */
static void iterator_ends(struct flow *w, struct state *st, const struct instr *i)
{
	const struct func *f = state_top(st)->func;
	struct value v;
	struct state *more;

	if (i->dst == NO_TEMP || f->slot[i->dst] == NO_TEMP)
		return;
	v = machine_operand(w->m, st, opnd_temp(i->dst));
	if (!value_is_pointer(&v) || !(v.flags & VAL_MAYBE_NULL))
		return;
	more = fork_path(st);
	v.flags &= (uint16_t)~VAL_MAYBE_NULL;
	machine_set(w->m, more, i, v);
	later(w, more);
	machine_set(w->m, st, i, value_scalar(scalar_const(0)));
}

/* Runs one path to its end. */
static void run(struct flow *w, struct state *st)
{
	while (st) {
		struct frame *fr = state_top(st);
		const struct block *b = &fr->func->blocks.at[fr->block];
		const struct instr *i = &fr->func->instrs.at[b->first + fr->at];
		uint32_t progress = st->progress;

		if (!fr->at)
			budget_earn(&w->budget, fr);
		if (exhausted(w) || (fr->at == 0 && !arrive(w, st))) {
			w->stats.complete &= !exhausted(w);
			end(st);
			return;
		}
		fr->at++;
		switch (i->op) {
		case OP_BR: st = branch(w, st, i); continue;
		case OP_JMP: enter_block(st, i->to[0]); continue;
		case OP_SWITCH: st = switch_to(w, st, i); continue;
		case OP_GOTO: st = computed_goto(w, st, i); continue;
		case OP_RET: st = leave(w, st, i); continue;
		case OP_REFUSED:
			refuse(w, st, i);
			return;
		case OP_UNREACHABLE:
			end(st);
			return;
		}
		switch (machine_step(w->m, st, i)) {
		case STEP_FAULT:
			end(st);
			return;
		case STEP_CALLBACK:
			follow_callback(w, st, i);
			break;
		default:
			if (st->progress != progress && i->op == OP_CALL && w->m->unit->final)
				iterator_ends(w, st, i);
			break;
		}
	}
}

struct flow_stats flow_explore(struct machine *m, struct state *start, uint64_t budget)
{
	struct flow w = {.m = m, .seen = seen_new(), .budget = budget_new(m, budget)};

	w.stepped = arena_alloc(m->arena, m->unit->funcs.n * sizeof *w.stepped);
	w.stats.complete = true;
	vec_push(&w.stack, start);
	while (w.stack.n)
		run(&w, state_wake(w.stack.at[--w.stack.n]));
	seen_free(w.seen);
	vec_free(&w.stack);
	w.stats.steps = m->steps;
	return w.stats;
}
