// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * stack-object: a dynptr or an iterator on the stack is used before it was made, after it ended, twice, or is read or written as plain
 * memory. They belong to the kernel from the call that makes them to the call that ends them.
 *
 * Kernel: process_dynptr_func(), process_iter_arg(), destroy_if_dynptr_stack_slot(), check_stack_read_fixed_off().
 */
#include "rule/region.h"

/* What the argument must be: nothing special, or an object of this kind that is (or is not) there yet. */
static bool wants(const struct event *e, enum cell_kind *kind, bool *makes)
{
	const struct kfunc_facts *k = e->kfunc;

	if (e->helper) {
		*kind = CELL_DYNPTR;
		*makes = e->helper->args[e->arg].flags & ARG_UNINIT;
		return e->helper->args[e->arg].kind == ARG_DYNPTR;
	}
	if (e->arg == 0 && (k->flags & (KFUNC_ITER_NEW | KFUNC_ITER_NEXT | KFUNC_ITER_DESTROY))) {
		*kind = CELL_ITER;
		*makes = k->flags & KFUNC_ITER_NEW;
		return true;
	}
	*kind = CELL_DYNPTR;
	*makes = kfunc_suffix(k->args[e->arg].name, "__uninit");
	return strstr(k->args[e->arg].type, "struct bpf_dynptr") != NULL;
}

static const char *cell_name(const struct cell *c)
{
	return c->kind == CELL_DYNPTR ? "a dynptr" : c->kind == CELL_ITER ? "an iterator" : "saved interrupt flags";
}

/* Plain memory for a call, with something of the kernel's in it: check_stack_range_initialized(). */
static bool as_memory(struct rules *r, const struct event *e)
{
	const struct value *rests[] = {e->ptr};
	uint64_t known = e->ptr->kind == VAL_STACK ? argument_size(r, e) : 0;
	uint64_t size = !known && e->helper && (e->helper->args[e->arg].kind == ARG_MAP_KEY || e->helper->args[e->arg].kind == ARG_MAP_VALUE) ? 1 : known;
	const struct cell *c = size ? special_in(e->st, e->ptr, size > UINT16_MAX ? UINT16_MAX : (uint32_t)size) : NULL;
	bool raw = e->helper && e->helper->args[e->arg].flags & ARG_UNINIT;

	if (!c || (raw && c->kind != CELL_DYNPTR))
		return false;
	rule_say(r, e, VERDICT_REJECT, rests, 1, raw ? "potential write to dynptr" : "invalid read from stack", "%s holds %s: '%s' cannot use its bytes",
		 rule_name(r, e, e->operand, "this memory"), cell_name(c), e->callee);
	return true;
}

static bool not_on_stack(struct rules *r, const struct event *e, enum cell_kind kind)
{
	const struct value *rests[] = {e->ptr};
	const char *is = val_kind_name((enum val_kind)e->ptr->kind);

	if (e->ptr->kind == VAL_UNKNOWN || e->ptr->kind == VAL_UNINIT || e->ptr->kind == VAL_ARENA)
		return false;
	if (kind == CELL_ITER) {
		rule_say(r, e, VERDICT_REJECT, rests, 1, "expected pointer to an iterator on stack", "argument %u of '%s' must be an iterator on the stack, but %s is not",
			 e->arg + 1, e->callee, rule_name(r, e, e->operand, "this"));
		return true;
	}
	if (kind != CELL_DYNPTR || (e->kfunc && (e->ptr->kind == VAL_BTF || kfunc_suffix(e->kfunc->args[e->arg].name, "__nullable"))))
		return false;
	rule_say(r, e, VERDICT_REJECT, rests, 1, e->kfunc ? "expected pointer to stack or" : arena_printf(r->unit->arena, "type=%s expected=fp, dynptr_ptr", e->ptr->kind == VAL_GLOBAL ? "map_value" : is),
		 "argument %u of '%s' must be a dynptr on the stack, but %s is not", e->arg + 1, e->callee, rule_name(r, e, e->operand, "this"));
	return true;
}

/* A dynptr that was lent may be read and written by helpers, and no more. */
static bool lent(struct rules *r, const struct event *e, bool makes)
{
	const struct value *rests[] = {e->ptr};
	bool releases = e->helper ? e->helper->args[e->arg].flags & ARG_RELEASE : e->kfunc->flags & KFUNC_RELEASE;
	const char *kernel = e->ptr->off < 0 ? "negative offset dynptr_ptr ptr" : e->ptr->off ? "dereference of modified dynptr_ptr ptr"
			     : makes ? "Dynptr has to be an uninitialized dynptr" : releases ? "cannot release unowned const bpf_dynptr" : NULL;

	if (!kernel || e->ptr->kind != VAL_DYNPTR)
		return false;
	rule_say(r, e, VERDICT_REJECT, rests, 1, kernel, "%s is a dynptr that the kernel only lends: '%s' cannot %s", rule_name(r, e, e->operand, "this"), e->callee,
		 e->ptr->off ? "take the middle of it" : makes ? "make a new one of it" : "release it");
	return true;
}

static bool on_argument(struct rules *r, const struct event *e)
{
	const struct value *rests[] = {e->ptr};
	const struct cell *c;
	enum cell_kind kind;
	bool makes, dynptr;

	if (as_memory(r, e))
		return true;
	if (!wants(e, &kind, &makes))
		return false;
	dynptr = kind == CELL_DYNPTR;
	if (e->ptr->kind == VAL_DYNPTR)
		return dynptr && lent(r, e, makes);
	if (e->ptr->kind != VAL_STACK)
		return not_on_stack(r, e, kind);
	c = special_at(e->st, e->ptr, kind);
	if (!makes && !c) {
		if (special_doubtful(e->st, e->ptr))
			return false;
		rule_say(r, e, VERDICT_REJECT, rests, 1, arena_printf(r->unit->arena, dynptr ? "Expected an initialized dynptr as arg #%u" : "as arg #%u", e->arg),
			 "'%s' wants %s that is initialised, but %s is not on this path", e->callee, dynptr ? "a dynptr" : "an iterator",
			 rule_name(r, e, e->operand, "this object"));
		return true;
	}
	if (makes && (kind == CELL_ITER ? c != NULL : (c = special_in(e->st, e->ptr, DYNPTR_SIZE)) && c->v->ref)) {
		rule_say(r, e, VERDICT_REJECT, rests, 1, dynptr ? "cannot overwrite referenced dynptr" : "expected uninitialized",
			 "'%s' would overwrite the %s in %s, which has not ended yet", e->callee, dynptr ? "dynptr" : "iterator",
			 rule_name(r, e, e->operand, "this object"));
		return true;
	}
	return false;
}

static bool on_access(struct rules *r, const struct event *e)
{
	const struct value *rests[] = {e->ptr};
	const struct cell *c = e->ptr->kind == VAL_STACK ? special_in(e->st, e->ptr, e->size) : NULL;
	const char *name;

	if (!c && e->ptr->kind != VAL_DYNPTR)
		return false;
	name = rule_name(r, e, e->operand, "this memory");
	if (e->ptr->kind == VAL_DYNPTR) {
		rule_say(r, e, VERDICT_REJECT, rests, 1, "invalid mem access 'dynptr_ptr'", "%s is a dynptr: its bytes cannot be %s", name, e->write ? "written" : "read");
		return true;
	}
	if (e->write && c->kind == CELL_DYNPTR && c->v->ref) {
		rule_say(r, e, VERDICT_REJECT, rests, 1, "cannot overwrite referenced dynptr", "%s holds a dynptr that has not been released: it cannot be overwritten", name);
		return true;
	}
	if (!e->write) {
		rule_say(r, e, VERDICT_REJECT, rests, 1, "invalid read from stack", "%s holds %s: its bytes cannot be read", name, cell_name(c));
		return true;
	}
	return false;
}

bool rule_stack_object(struct rules *r, const struct event *e)
{
	return e->kind == EVENT_ACCESS ? on_access(r, e) : on_argument(r, e);
}
