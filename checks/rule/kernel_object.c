// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * kernel-object: a kernel object is read or written at an offset that is not a constant, or in front of its first member. The verifier follows
 * such pointers by the types of members, and finds none there; nor may such an address be handed to a call.
 *
 * Kernel: check_ptr_to_btf_access(), check_func_arg_reg_off().
 */
#include "machine/trust.h"
#include "rule/region.h"
#include "rule/rule.h"

/* What the program itself took an argument for may be another kind of memory. */
static bool known_well(const struct value *v)
{
	return (v->kind == VAL_BTF && (v->btf || !(v->flags & VAL_RAW_ARG))) || v->kind == VAL_ALLOC;
}

/* Handed to a call that wants a pointer there: check_func_arg_reg_off(). */
static bool on_argument(struct rules *r, const struct event *e)
{
	const struct value *p = e->ptr, *rests[] = {p};
	const char *type = e->kfunc ? e->kfunc->args[e->arg].type : NULL;
	bool wants = e->helper ? e->helper->args[e->arg].kind != ARG_ANYTHING && e->helper->args[e->arg].kind != ARG_NONE
		     : type && strchr(type, '*') && !kfunc_suffix(e->kfunc->args[e->arg].name, "__ign");

	if (!wants || !known_well(p) || (p->flags & VAL_MAYBE_NULL) || scalar_is_const(p->s))
		return false;
	rule_note_origin(r, rule_say(r, e, VERDICT_REJECT, rests, 1, "variable ", "argument %u of '%s' must be a kernel object, or lie at a constant offset in one, but %s does not",
				     e->arg + 1, e->callee, rule_name(r, e, e->operand, "this address")),
			 e, p, rule_name(r, e, rule_base(e, e->operand), "the pointer"));
	return true;
}

bool rule_kernel_object(struct rules *r, const struct event *e)
{
	const struct value *p = e->ptr, *rests[] = {p};
	const char *name, *record;
	struct finding *f;

	if (e->kind == EVENT_ARGUMENT)
		return on_argument(r, e);
	if (!known_well(p) || (p->flags & VAL_MAYBE_NULL) || (scalar_is_const(p->s) && p->off >= 0))
		return false;
	name = rule_name(r, e, e->operand, "this address");
	record = trust_record(e->m, p);
	if (scalar_is_const(p->s))
		f = rule_say(r, e, VERDICT_REJECT, rests, 1, "invalid negative access", "%s lies %lld bytes in front of %s", name, (long long)-p->off,
			     record ? arena_printf(r->unit->arena, "a 'struct %s'", record) : "the object");
	else
		f = rule_say(r, e, VERDICT_REJECT, rests, 1, "invalid variable offset", "%s lies at an offset in %s that is not a constant: the kernel only lets its members be %s", name,
			     record ? arena_printf(r->unit->arena, "a 'struct %s'", record) : "an object", e->write ? "written by name" : "read by name");
	rule_note_origin(r, f, e, p, rule_name(r, e, rule_base(e, e->operand), "the pointer"));
	if (!e->write && p->kind == VAL_BTF)
		rule_note(r, f, rule_place(r, e->instr), "copy what is needed with 'bpf_probe_read_kernel', whose result may be indexed");
	return true;
}
