// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * return-range: the program returns a value that programs of its type (and attach type) must not return. A callback's result
 * must be 0 or 1, or 0 when it runs later.
 *
 * Kernel: check_return_code(), set_loop_callback_state() and kin (callback_ret_range).
 */
#include "rule/rule.h"

static bool inside(struct scalar s, int64_t lo, int64_t hi)
{
	if (lo < 0) /* compared as a signed 32-bit number */
		return s.s32min >= lo && s.s32max <= hi && (s.umax <= UINT32_MAX || s.smin >= lo);
	return s.umin >= (uint64_t)lo && s.umax <= (uint64_t)hi;
}

bool rule_return_range(struct rules *r, const struct event *e)
{
	const struct frame *fr = &e->st->frames[e->st->nframes - 1];
	const struct value *rests[] = {e->ptr};
	struct range_rule want = {0};
	const char *name, *has;
	struct finding *f;

	bool pointer = r->unit->final && value_is_pointer(e->ptr); /* nobody will make a number of it any more */

	if ((e->ptr->kind != VAL_SCALAR && !pointer) || e->m->global_func)
		return false;
	if (!fr->callback) {
		if (!e->m->prog || !e->m->section)
			return false;
		want = kernel_return_range_at(e->m->prog->type, e->m->section->attach, e->m->kernel);
	} else {
		want = fr->made->range;
	}
	if (pointer && want.known) {
		f = rule_say(r, e, VERDICT_REJECT, rests, 1, "is not a known value", "%s is a %s pointer, but a value in [%lld, %lld] must be returned",
			     rule_name(r, e, e->operand, "the result"), val_kind_name((enum val_kind)e->ptr->kind), (long long)want.lo, (long long)want.hi);
		rule_note_origin(r, f, e, e->ptr, "the result");
		return true;
	}
	if (!want.known || inside(e->ptr->s, want.lo, want.hi))
		return false;
	name = rule_name(r, e, e->operand, "the result");
	has = rule_range(r, e->ptr->s);
	f = rule_say(r, e, VERDICT_REJECT, rests, 1,
		     arena_printf(r->unit->arena, "should have been in [%lld, %lld]", (long long)want.lo, (long long)want.hi),
		     fr->callback ? "%s is %s, but a callback must return a value in [%lld, %lld]" : "%s is %s, but this program must return a value in [%lld, %lld]",
		     name, has, (long long)want.lo, (long long)want.hi);
	rule_note_origin(r, f, e, e->ptr, name);
	return true;
}
