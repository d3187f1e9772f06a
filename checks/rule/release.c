// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * release: what a helper is to give back was never acquired: a socket from the context, one that is owned elsewhere, or one that points
 * into the middle.
 *
 * Kernel: check_helper_call(), check_func_arg_reg_off().
 */
#include "rule/rule.h"

bool rule_release(struct rules *r, const struct event *e)
{
	const struct arg_facts *a = e->helper ? &e->helper->args[e->arg] : NULL;
	const struct value *rests[] = {e->ptr};
	const struct value *p = e->ptr;
	const char *name;
	struct finding *f;

	if (!a || !(a->flags & ARG_RELEASE) || a->kind == ARG_DYNPTR || !value_is_pointer(p) || (p->flags & VAL_MAYBE_NULL))
		return false;
	name = rule_name(r, e, rule_base(e, e->operand), "this");
	if (r->unit->final && p->off) {
		f = rule_say(r, e, VERDICT_REJECT, rests, 1, "must have zero offset when passed to release func or trusted arg to kfunc",
			     "'%s' wants what was acquired, but %s points %lld bytes into it", e->callee, name, (long long)p->off);
	} else if (!p->ref && !e->st->refs_unsure && (p->kind == VAL_SOCK || p->kind == VAL_SOCK_COMMON || p->kind == VAL_TCP_SOCK)) {
		f = rule_say(r, e, VERDICT_REJECT, rests, 1, "must be referenced when passed to release function",
			     "%s was not acquired by this program: '%s' cannot release it", name, e->callee);
	} else {
		return false;
	}
	rule_note_origin(r, f, e, p, name);
	return true;
}
