// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * exception: bpf_throw() where the program cannot be left, and exception callbacks that cannot be one.
 *
 * Kernel: check_max_stack_depth_subprog(), check_resource_leak(), btf_prepare_func_args(), bpf_find_exception_callback_insn_off().
 */
#include "machine/bracket.h"
#include "rule/rule.h"

static const char tag[] = "exception_callback:";

static const struct func *function(const struct unit *u, const char *name)
{
	for (uint32_t i = 0; name && i < u->funcs.n; i++)
		if (u->funcs.at[i].name && !strcmp(u->funcs.at[i].name, name))
			return &u->funcs.at[i];
	return NULL;
}

/* The program's exception callback; `n` counts its tags. */
static const struct func *callback_of(const struct unit *u, const struct func *program, unsigned *n)
{
	const struct func *found = NULL;

	*n = 0;
	for (uint32_t i = 0; program && i < program->decl_tags.n; i++)
		if (!strncmp(program->decl_tags.at[i], tag, sizeof tag - 1)) {
			found = function(u, program->decl_tags.at[i] + sizeof tag - 1);
			++*n;
		}
	return found;
}

static bool throws(const struct unit *u, const struct func *f, int depth)
{
	for (uint32_t i = 0; depth < 4 && i < f->instrs.n; i++) {
		const struct instr *x = &f->instrs.at[i];

		if (x->op != OP_CALL)
			continue;
		if (x->more->callee == CALLEE_KFUNC ? !strcmp(x->more->name, "bpf_throw")
						    : x->more->callee == CALLEE_FUNC && throws(u, &u->funcs.at[x->more->callee_index], depth + 1))
			return true;
	}
	return false;
}

static void on_program(struct rules *r, const struct event *e)
{
	const struct pos *at = &e->func->pos;
	const struct func *cb;
	unsigned n;

	cb = callback_of(r->unit, e->func, &n);
	if (n > 1) {
		rule_say_at(r, VERDICT_REJECT, e->m->entry, at, "multiple exception callback tags for main subprog", "'%s' names more than one exception callback", e->func->name);
	} else if (cb && cb->blocks.n) {
		if (cb->params.n != 1)
			rule_say_at(r, VERDICT_REJECT, e->m->entry, at, "exception cb only supports single integer argument",
				    "the exception callback '%s' must take one number", cb->name);
		else if (throws(r->unit, cb, 0))
			rule_say_at(r, VERDICT_REJECT, e->m->entry, at, "cannot be called from callback subprog", "the exception callback '%s' throws itself", cb->name);
	}
}

static bool on_throw(struct rules *r, const struct event *e)
{
	const char *kernel, *what;

	if (strcmp(e->callee, "bpf_throw"))
		return false;
	if (e->st->rcu_depth) {
		kernel = "bpf_throw cannot be used inside bpf_rcu_read_lock-ed region";
		what = "an exception would leave an RCU read section open";
	} else if (bracket_irq(e->st)) {
		kernel = "bpf_throw cannot be used inside bpf_local_irq_save-ed region";
		what = "an exception would leave interrupts off";
	} else if (e->st->preempt_depth) {
		kernel = "bpf_throw cannot be used inside bpf_preempt_disable-ed region";
		what = "an exception would leave preemption disabled";
	} else {
		kernel = "cannot be called from callback subprog";
		what = NULL;
		for (uint32_t i = 0; i < e->st->nframes; i++)
			if (e->st->frames[i].callback)
				what = "no exception can be thrown out of a function that the kernel calls back";
	}
	if (what)
		rule_say(r, e, VERDICT_REJECT, NULL, 0, kernel, "%s", what);
	return what;
}

static bool on_call(struct rules *r, const struct event *e)
{
	unsigned n;

	if (e->called != callback_of(r->unit, function(r->unit, e->m->entry), &n) || !e->called->blocks.n)
		return false;
	rule_say(r, e, VERDICT_REJECT, NULL, 0, "cannot call exception cb directly", "'%s' is the program's exception callback: it cannot be called", e->callee);
	return true;
}

bool rule_exception(struct rules *r, const struct event *e)
{
	if (e->kind == EVENT_PROGRAM)
		on_program(r, e);
	return e->kind == EVENT_KFUNC ? on_throw(r, e) : e->kind == EVENT_CALL && on_call(r, e);
}
