// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * global-argument: a global function is called with less than its prototype promises: smaller or read-only memory, another pointer than the
 * context, a pointer for a number; or it returns what is no number.
 *
 * Kernel: btf_check_func_arg_match(), btf_prepare_func_args().
 */
#include "machine/fields.h"
#include "machine/global.h"
#include "rule/region.h"

/* Nothing was put into the register: the compiler knows that the callee does not look at it, but the kernel does not. */
static bool not_passed(const struct rules *r, const struct value *v)
{
	return r->unit->final && v->kind == VAL_UNINIT;
}

static bool say(struct rules *r, const struct event *e, uint32_t k, const char *kernel, const char *what)
{
	const struct value *rests[] = {&e->args[k]};
	const char *name = rule_name(r, e, e->instr->more->args.at[k], "this");

	rule_note_origin(r, rule_say(r, e, VERDICT_REJECT, rests, 1, kernel, "argument %u of the global function '%s' must be %s, but %s is not", k + 1, e->callee, what, name),
			 e, &e->args[k], name);
	return true;
}

/* The kernel has the memory read and written as by a helper: not all pointers are good for that. check_helper_mem_access(), check_map_access() */
static bool not_memory(const struct rules *r, const struct event *e, const struct value *v, const char **kernel)
{
	enum prog_type type = e->m->prog ? e->m->prog->type : PROG_UNSPEC;

	*kernel = arena_printf(r->unit->arena, "type=%s expected=", val_kind_name((enum val_kind)v->kind));
	switch (v->kind) {
	case VAL_CTX: /* some programs may write all of it */
		if (type == PROG_KPROBE || type == PROG_TRACEPOINT || type == PROG_RAW_TRACEPOINT || type == PROG_TRACING || type == PROG_LSM)
			*kernel = "invalid bpf_context access";
		return type != PROG_UNSPEC && type != PROG_EXT && type != PROG_SYSCALL && type != PROG_STRUCT_OPS;
	case VAL_SOCK: case VAL_SOCK_COMMON: case VAL_TCP_SOCK: case VAL_XDP_SOCK: case VAL_PACKET_END: case VAL_FLOW_KEYS: case VAL_MAP_PTR: case VAL_FUNC:
		return true;
	default:
		return false;
	}
}

static bool holds_special(struct rules *r, const struct value *v, uint32_t size, const char **kernel)
{
	type_id record = v->kind == VAL_MAP_VALUE ? field_record(r->unit, v) : 0;
	struct special_field f;

	if (!record || !scalar_is_const(v->s) || v->off < 0 || !field_find(r->unit, record, (uint64_t)v->off, (uint64_t)v->off + size, FIELDS_MAP, &f))
		return false;
	*kernel = FIELDS_KPTR & (1u << f.kind) ? "kptr cannot be accessed indirectly by helper"
					       : arena_printf(r->unit->arena, "%s cannot be accessed directly by load/store", kernel_field(f.kind)->name);
	return true;
}

static bool on_memory(struct rules *r, const struct event *e, uint32_t k, const struct param *p)
{
	const struct value *v = &e->args[k];
	const char *kernel;
	struct reach x;

	if (not_memory(r, e, v, &kernel))
		return say(r, e, k, kernel, "memory that may be read and written");
	switch (v->kind) {
	case VAL_SCALAR:
		return (!scalar_is_const(v->s) || v->s.bits.value || !p->maybe_null) && v->s.umin > 0 &&
		       say(r, e, k, "type=scalar expected=", "memory");
	case VAL_STACK: case VAL_MAP_VALUE: case VAL_GLOBAL: case VAL_MEM: case VAL_PACKET: case VAL_PACKET_META:
		if (region_read_only(r->unit, v))
			return say(r, e, k, "write into map forbidden", "memory that may be written");
		if (holds_special(r, v, p->size, &kernel))
			return say(r, e, k, kernel, "memory without members that are the kernel's");
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
	return (value_is_pointer(v) || v->kind == VAL_SCALAR || not_passed(r, v)) && v->kind != VAL_ARENA &&
	       say(r, e, k, arena_printf(r->unit->arena, "arg#%u expects pointer to ctx", k), "the context");
}

static bool on_number(struct rules *r, const struct event *e, uint32_t k)
{
	const struct value *v = &e->args[k];

	return ((value_is_pointer(v) && v->kind != VAL_ARENA) || not_passed(r, v)) && say(r, e, k, "is not a scalar", "a number");
}

/* What the callee does not look at the compiler leaves out. */
static bool passed(const struct rules *r, const struct func *f, uint32_t k)
{
	return r->unit->final || !f->uses || (k < f->params.n && f->uses[f->params.at[k]]);
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
		struct param p = passed(r, e->called, k) ? global_param(e->m, e->called, k) : (struct param){.kind = PARAM_UNKNOWN};
		bool bad = p.kind == PARAM_NUMBER ? on_number(r, e, k) : p.kind == PARAM_CTX ? on_context(r, e, k) : p.kind == PARAM_DYNPTR ? on_dynptr(r, e, k)
			 : p.kind == PARAM_MEM ? on_memory(r, e, k, &p) : p.kind == PARAM_OBJECT && on_object(r, e, k, &p);

		if (bad)
			return true;
	}
	return false;
}
