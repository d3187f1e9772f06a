// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * global-argument: a global function is called with less than its prototype promises: smaller or read-only memory, another pointer than the
 * context, a pointer for a number; or it returns what is no number.
 *
 * Kernel: btf_check_func_arg_match(), btf_prepare_func_args().
 */
#include "machine/global.h"
#include "rule/region.h"

#define F_RDONLY_PROG (1u << 7)

static bool say(struct rules *r, const struct event *e, uint32_t k, const char *kernel, const char *what)
{
	const struct value *rests[] = {&e->args[k]};
	const char *name = rule_name(r, e, e->instr->more->args.at[k], "this");

	rule_note_origin(r, rule_say(r, e, VERDICT_REJECT, rests, 1, kernel, "argument %u of the global function '%s' must be %s, but %s is not", k + 1, e->callee, what, name),
			 e, &e->args[k], name);
	return true;
}

/* Not constants: the optimiser takes a write to one for something that cannot happen. */
static bool read_only(const struct rules *r, const struct value *v)
{
	return (v->kind == VAL_MAP_VALUE && (r->unit->maps.at[v->object].map_flags & F_RDONLY_PROG)) || (v->kind == VAL_MEM && (v->flags & VAL_RDONLY));
}

static bool on_memory(struct rules *r, const struct event *e, uint32_t k, const struct param *p)
{
	const struct value *v = &e->args[k];
	struct reach x;

	switch (v->kind) {
	case VAL_SCALAR:
		return (!scalar_is_const(v->s) || v->s.bits.value || !p->maybe_null) && v->s.umin > 0 &&
		       say(r, e, k, "type=scalar expected=", "memory");
	case VAL_STACK: case VAL_MAP_VALUE: case VAL_GLOBAL: case VAL_MEM: case VAL_PACKET: case VAL_PACKET_META:
		if (read_only(r, v))
			return say(r, e, k, "write into map forbidden", "memory that may be written");
		return p->size && region_left(r, v, p->size, true, &x) &&
		       say(r, e, k, x.kernel, arena_printf(r->unit->arena, "%u bytes of memory", p->size));
	default:
		return false;
	}
}

static bool on_object(struct rules *r, const struct event *e, uint32_t k, const struct param *p)
{
	const struct value *v = &e->args[k];

	if (v->kind == VAL_SCALAR && scalar_is_const(v->s) && !v->s.bits.value)
		return !p->maybe_null && say(r, e, k, "type=scalar expected=ptr_, trusted_ptr_, rcu_ptr_", "a kernel object");
	if (v->kind == VAL_BTF)
		return !p->maybe_null && (v->flags & VAL_MAYBE_NULL) && say(r, e, k, "or_null_ expected=ptr_, trusted_ptr_, rcu_ptr_", "checked for null");
	return (v->kind == VAL_STACK || v->kind == VAL_CTX || v->kind == VAL_MAP_VALUE || v->kind == VAL_SCALAR) &&
	       say(r, e, k, "expected=ptr_, trusted_ptr_, rcu_ptr_", "a kernel object");
}

static bool on_dynptr(struct rules *r, const struct event *e, uint32_t k)
{
	const struct value *v = &e->args[k];

	if (v->kind == VAL_DYNPTR)
		return v->off && say(r, e, k, "dereference of modified dynptr_ptr ptr", "the dynptr itself");
	return (v->kind == VAL_MAP_VALUE || v->kind == VAL_GLOBAL || v->kind == VAL_CTX || v->kind == VAL_SCALAR) &&
	       say(r, e, k, "expected pointer to stack or const struct bpf_dynptr", "a dynptr");
}

static bool on_context(struct rules *r, const struct event *e, uint32_t k)
{
	const struct value *v = &e->args[k];

	if (v->kind == VAL_CTX)
		return scalar_is_const(v->s) && v->off && say(r, e, k, arena_printf(r->unit->arena, "dereference of modified ctx ptr R%u off=%lld disallowed", k + 1, (long long)v->off),
							       "the context itself");
	return (value_is_pointer(v) || v->kind == VAL_SCALAR) && v->kind != VAL_ARENA && say(r, e, k, arena_printf(r->unit->arena, "arg#%u expects pointer to ctx", k), "the context");
}

bool rule_global_argument(struct rules *r, const struct event *e)
{
	if (!global_stands(e->called) || !e->called->blocks.n || !global_call_kept(r->unit, e->func, e->instr, e->called))
		return false;
	if (!global_returns_number(r->unit, e->called)) {
		rule_say(r, e, VERDICT_REJECT, NULL, 0, arena_printf(r->unit->arena, "Global function %s() doesn't return scalar", e->callee),
			 "the global function '%s' must return a number; make it static, or let it return one", e->callee);
		return true;
	}
	for (uint32_t k = 0; k < e->nargs; k++) {
		struct param p = global_param(e->m, e->called, k);
		bool bad = p.kind == PARAM_NUMBER ? value_is_pointer(&e->args[k]) && e->args[k].kind != VAL_ARENA && say(r, e, k, "is not a scalar", "a number")
			 : p.kind == PARAM_CTX ? on_context(r, e, k) : p.kind == PARAM_DYNPTR ? on_dynptr(r, e, k) : p.kind == PARAM_MEM ? on_memory(r, e, k, &p) : p.kind == PARAM_OBJECT && on_object(r, e, k, &p);

		if (bad)
			return true;
	}
	return false;
}
