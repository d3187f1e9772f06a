// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * null-deref: a pointer that may be null is read, written or passed where the callee wants a valid one, and no branch on this path
 * told that it is not null. Silence it where another fact rules null out: NOLINT(bpf-null-deref).
 *
 * Kernel: check_mem_access() and check_reg_type() refuse every register whose type still carries PTR_MAYBE_NULL.
 */
#include "rule/fix.h"

/* What a lookup gives is a value to the verifier until it is checked, even where it becomes a socket or a map. */
static const char *kind_of(const struct event *e, const struct value *v)
{
	const struct instr *born = v->origin ? e->m->births.at[v->origin].instr : NULL;

	if (born && born->op == OP_CALL && born->more->callee == CALLEE_HELPER && born->more->callee_index == HELPER_map_lookup_elem)
		return "map_value";
	return v->kind == VAL_MEM && (v->flags & VAL_RINGBUF) ? "ringbuf_mem" : val_kind_name((enum val_kind)v->kind);
}

static const char *or_null(struct rules *r, const struct event *e, const char *fmt)
{
	const struct value *v = e->ptr;
	const char *trust = e->m->kernel < KVER(6, 2) ? "" : v->flags & VAL_TRUSTED ? "trusted_" : v->flags & VAL_RCU ? "rcu_" : "";
	const char *kind = v->kind == VAL_BTF ? arena_printf(r->unit->arena, "%sptr_or_null_", trust) : arena_printf(r->unit->arena, "%s_or_null", kind_of(e, v));

	return arena_printf(r->unit->arena, fmt, kind);
}

static bool on_access(struct rules *r, const struct event *e)
{
	const struct value *rests[] = {e->ptr};
	const char *name = rule_name(r, e, rule_base(e, e->operand), "this pointer");
	struct finding *f = rule_say(r, e, VERDICT_REJECT, rests, 1, or_null(r, e, "invalid mem access '%s'"),
				     "%s may be null here: it is %s without a check", name, e->write ? "written through" : "read through");

	rule_note_origin(r, f, e, e->ptr, name);
	fix_null_check(r, f, e);
	return true;
}

static bool nullable(const char *name)
{
	return name && (strstr(name, "__nullable") || strstr(name, "__opt") || strstr(name, "__ign"));
}

/* Untyped, but an object all the same. */
static bool owned(const char *name)
{
	return name && (strstr(name, "__alloc") || strstr(name, "__refcounted_kptr"));
}

/*
 * What the kernel takes by the kind of pointer alone, which one that may be null is not, and what it says then: process_kf_arg_ptr_to_rbtree_node()
 * and kin.
 */
static const char *refused_by_kind(const char *type)
{
	static const struct {
		const char *type, *kernel;
	} rows[] = {
		{"struct bpf_list_head *", "expected pointer to map value or allocated object"},
		{"struct bpf_list_node *", "expected pointer to allocated object"},
		{"struct bpf_rb_node *", "expected pointer to allocated object"},
		{"struct bpf_rb_root *", "expected pointer to map value or allocated object"},
		{"struct bpf_res_spin_lock *", "doesn't point to map value or allocated object"},
		{"struct bpf_wq *", "doesn't point to a map value"},
	};

	for (size_t i = 0; i < ARRAY_LEN(rows); i++)
		if (!strcmp(type, rows[i].type))
			return rows[i].kernel;
	return NULL;
}

/* A kfunc that takes trusted arguments takes no null, unless the parameter's name says so. */
static bool on_kfunc_argument(struct rules *r, const struct event *e)
{
	const struct value *rests[] = {e->ptr};
	const char *type = e->kfunc->args[e->arg].type, *name, *kernel;
	bool asks = e->kfunc->flags & (KFUNC_TRUSTED_ARGS | KFUNC_RELEASE | KFUNC_RCU);
	struct finding *f;

	if (!type || !strchr(type, '*') || (!strstr(type, "struct ") && !owned(e->kfunc->args[e->arg].name)) || nullable(e->kfunc->args[e->arg].name) ||
	    (!asks && !refused_by_kind(type)))
		return false;
	kernel = asks ? arena_printf(r->unit->arena, "Possibly NULL pointer passed to trusted arg%u", e->arg) : e->ptr->off ? "_or_null" : refused_by_kind(type);
	name = rule_name(r, e, rule_base(e, e->operand), "this pointer");
	f = rule_say(r, e, VERDICT_REJECT, rests, 1, kernel, "%s may be null here: '%s' wants a valid pointer as argument %u", name, e->callee, e->arg + 1);
	rule_note_origin(r, f, e, e->ptr, name);
	fix_null_check(r, f, e);
	return true;
}

static bool on_argument(struct rules *r, const struct event *e)
{
	const struct arg_facts *a = e->helper ? &e->helper->args[e->arg] : NULL;
	const struct value *rests[] = {e->ptr};
	const char *name;
	bool given_up;
	struct finding *f;

	if (e->kfunc)
		return on_kfunc_argument(r, e);
	given_up = a && (a->flags & ARG_RELEASE) && e->ptr->kind == VAL_BTF; /* null itself may be given up, but not what may be null */
	if (!a || a->kind == ARG_ANYTHING || a->kind == ARG_SIZE || a->kind == ARG_SIZE_OR_ZERO || ((a->flags & ARG_MAYBE_NULL) && !given_up))
		return false;
	name = rule_name(r, e, rule_base(e, e->operand), "this pointer");
	f = rule_say(r, e, VERDICT_REJECT, rests, 1, given_up ? arena_printf(r->unit->arena, "Possibly NULL pointer passed to helper arg%u", e->arg + 1) : or_null(r, e, "type=%s expected="),
		     "%s may be null here: '%s' wants a valid pointer as argument %u", name, e->callee, e->arg + 1);
	rule_note_origin(r, f, e, e->ptr, name);
	fix_null_check(r, f, e);
	return true;
}

bool rule_null_deref(struct rules *r, const struct event *e)
{
	if (e->kfunc && e->ptr->kind == VAL_SCALAR && scalar_is_const(e->ptr->s) && !e->ptr->s.bits.value)
		return on_kfunc_argument(r, e); /* null itself */
	if (!value_is_pointer(e->ptr) || !(e->ptr->flags & VAL_MAYBE_NULL))
		return false;
	return e->kind == EVENT_ACCESS ? on_access(r, e) : on_argument(r, e);
}
