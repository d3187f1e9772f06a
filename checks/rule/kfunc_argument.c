// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * kfunc-argument: a kfunc gets an argument of another kind than its parameter tells: no map where it wants one, no kernel object, one of
 * another type, one that the kernel does not vouch for, a number where it wants a constant. The parameter's type and the suffix of its
 * name say what is wanted.
 *
 * Kernel: check_kfunc_args(), get_kfunc_ptr_arg_type(), process_kf_arg_ptr_to_btf_id().
 */
#include <stdio.h>

#include "machine/graph.h"
#include "machine/trust.h"
#include "rule/const_string.h"
#include "rule/rule.h"

static bool say(struct rules *r, const struct event *e, const char *kernel, const char *what)
{
	const struct value *rests[] = {e->ptr};
	const char *name = rule_name(r, e, e->operand, "this");
	struct finding *f = rule_say(r, e, VERDICT_REJECT, rests, 1, kernel, "argument %u of '%s' must be %s, but %s is not", e->arg + 1, e->callee, what, name);

	rule_note_origin(r, f, e, e->ptr, rule_name(r, e, rule_base(e, e->operand), "this"));
	return true;
}

static bool holds_pointers(const struct unit *u, type_id t, int depth)
{
	const struct type *record = model_type(u, t);

	if (record->kind == TYPE_PTR)
		return true;
	if (record->kind == TYPE_ARRAY)
		return depth < 4 && record->count && holds_pointers(u, record->elem, depth + 1);
	for (uint32_t i = 0; depth < 4 && (record->kind == TYPE_STRUCT || record->kind == TYPE_UNION) && i < record->fields.n; i++)
		if (holds_pointers(u, record->fields.at[i].type, depth + 1))
			return true;
	return false;
}

/* "const struct task_struct *" -> "task_struct", copied to `name` */
static bool record_wanted(const char *type, char *name, size_t size)
{
	size_t n;

	if (!strncmp(type, "const ", 6))
		type += 6;
	if (strncmp(type, "struct ", 7))
		return false;
	n = strcspn(type + 7, " *");
	if (strcmp(type + 7 + n, " *") || n >= size)
		return false;
	memcpy(name, type + 7, n);
	name[n] = '\0';
	return true;
}

static bool untrusted(struct rules *r, const struct event *e)
{
	const struct value *v = e->ptr;
	uint32_t flags = e->kfunc->flags;

	if (v->ref || (v->flags & VAL_TRUST_UNKNOWN))
		return false;
	if ((flags & KFUNC_RELEASE) && !e->st->refs_unsure && !trust_may_own(e->m, v))
		return say(r, e, arena_printf(r->unit->arena, "release kernel function %s expects refcounted PTR_TO_BTF_ID", e->callee), "a reference that this program holds");
	if (v->flags & VAL_TRUSTED)
		return false;
	if (flags & KFUNC_RCU)
		return (v->flags & VAL_UNTRUSTED) && say(r, e, "must be a rcu pointer", "trusted, or protected by RCU");
	return (flags & KFUNC_TRUSTED_ARGS) && say(r, e, "must be referenced or trusted", "referenced or trusted");
}

static bool on_object(struct rules *r, const struct event *e, const char *want)
{
	char kernel_name[140];
	const struct value *v = e->ptr;
	type_id t;

	snprintf(kernel_name, sizeof kernel_name, "struct %s", want);
	t = model_type_find(r->unit, kernel_name);
	switch (v->kind) {
	case VAL_BTF:
		if (v->btf && !v->off && strcmp(v->btf, want) && (kfunc_suffix(v->btf, "___init") || kfunc_suffix(want, "___init")) && machine_certain_value(v))
			return say(r, e, arena_printf(r->unit->arena, "expected pointer to STRUCT %s but R", want), arena_printf(r->unit->arena, "a 'struct %s *'", want));
		if (scalar_is_const(v->s) && !v->off && !trust_object_is(e->m, v, want))
			return say(r, e, arena_printf(r->unit->arena, "expected pointer to STRUCT %s but", want), arena_printf(r->unit->arena, "a 'struct %s *'", want));
		return untrusted(r, e);
	case VAL_STACK: case VAL_MAP_VALUE: case VAL_GLOBAL: case VAL_MAP_KEY:
		return t && holds_pointers(r->unit, t, 0) &&
		       say(r, e, arena_printf(r->unit->arena, "pointer type STRUCT %s must point to scalar, or struct with scalar", want), "an object of the kernel's");
	case VAL_SCALAR:
		return !scalar_is_const(v->s) && t &&
		       say(r, e, holds_pointers(r->unit, t, 0) ? arena_printf(r->unit->arena, "pointer type STRUCT %s must point to scalar, or struct with scalar", want)
							      : "type=scalar expected=fp", "an object of the kernel's");
	default:
		return false;
	}
}

/* Records that the kernel knows by other means than their type. */
static bool special_record(const char *name)
{
	static const char *const begins[] = {"bpf_dynptr", "bpf_iter_", "bpf_list_", "bpf_rb_", "bpf_wq", "bpf_timer", "bpf_task_work", "bpf_res_spin_lock",
					     "bpf_prog_aux", "__sk_buff", "xdp_md", "bpf_sock_addr_kern", "bpf_sock_ops_kern", "xdp_buff", "bpf_nf_ctx"};

	for (size_t i = 0; i < ARRAY_LEN(begins); i++)
		if (!strncmp(name, begins[i], strlen(begins[i])))
			return true;
	return !strncmp(name, "sock", 4) || kfunc_suffix(name, "_opts") || kfunc_suffix(name, "_tuple");
}

static bool on_map_field(struct rules *r, const struct event *e, uint32_t kind, const char *name)
{
	struct special_field f;

	if (e->ptr->kind == VAL_STACK || e->ptr->kind == VAL_ALLOC || e->ptr->kind == VAL_MAP_KEY || e->ptr->kind == VAL_CTX)
		return say(r, e, "doesn't point to a map value", arena_printf(r->unit->arena, "a '%s' in a map value", name));
	if (e->ptr->kind == VAL_MAP_VALUE && !scalar_is_const(e->ptr->s))
		return say(r, e, arena_printf(r->unit->arena, "doesn't have constant offset. %s has to be at the constant offset", name + strlen("struct ")),
			   arena_printf(r->unit->arena, "a '%s' at an offset that is a constant", name));
	return e->ptr->kind == VAL_MAP_VALUE && field_record(r->unit, e->ptr) && scalar_is_const(e->ptr->s) &&
	       field_find(r->unit, field_record(r->unit, e->ptr), 0, UINT64_MAX, kind, &f) && e->ptr->off != (int64_t)f.off &&
	       say(r, e, arena_printf(r->unit->arena, "off %lld doesn't point to '%s' that is at %llu", (long long)e->ptr->off, name, (unsigned long long)f.off),
		   arena_printf(r->unit->arena, "the '%s' of the map value", name));
}

static bool on_number(struct rules *r, const struct event *e, const char *suffixed)
{
	if (value_is_pointer(e->ptr) && e->ptr->kind != VAL_ARENA)
		return say(r, e, "is not a scalar", "a number");
	return (kfunc_suffix(suffixed, "__k") || kfunc_suffix(suffixed, "__szk")) && e->ptr->kind == VAL_SCALAR && !scalar_is_const(e->ptr->s) &&
	       say(r, e, "must be a known constant", "a constant");
}

static bool on_string(struct rules *r, const struct event *e)
{
	enum val_kind k = e->ptr->kind;
	const char *kernel = k == VAL_MAP_VALUE || k == VAL_GLOBAL ? const_string_refused(r, e)
			     : value_is_pointer(e->ptr) && k != VAL_ARENA ? arena_printf(r->unit->arena, "arg#%u doesn't point to a const string", e->arg) : NULL;

	return kernel && say(r, e, kernel, "a string that is constant");
}

/* The second argument of bpf_rdonly_cast(): what the pointer becomes. */
static bool on_type(struct rules *r, const struct event *e)
{
	const char *name = graph_type_id(e->func, e->operand);
	type_id t = name ? model_type_find(r->unit, name) : 0;

	if (!t || model_type(r->unit, t)->kind != TYPE_INT)
		return false;
	rule_say(r, e, VERDICT_REJECT, NULL, 0, "kfunc bpf_rdonly_cast type ID argument must be of a struct",
		 "argument %u of '%s' must be the type of a struct, but '%s' is a number", e->arg + 1, e->callee, name);
	return true;
}

bool rule_kfunc_argument(struct rules *r, const struct event *e)
{
	const char *type = e->kfunc ? e->kfunc->args[e->arg].type : NULL, *name = e->kfunc ? e->kfunc->args[e->arg].name : NULL;
	char record[128];

	if (type && e->arg == 1 && !strcmp(e->callee, "bpf_rdonly_cast"))
		return on_type(r, e);
	if (!type || kfunc_suffix(name, "__ign") || kfunc_suffix(name, "__prog") || e->ptr->kind == VAL_UNKNOWN || e->ptr->kind == VAL_UNINIT ||
	    (e->ptr->flags & VAL_MAYBE_NULL))
		return false;
	if (!strcmp(e->callee, "bpf_cast_to_kern_ctx"))
		return e->ptr->kind != VAL_CTX && say(r, e, "expected pointer to ctx, but got", "the program's context");
	if (strchr(type, '('))
		return e->ptr->kind == VAL_SCALAR && !kfunc_suffix(name, "__nullable") &&
		       say(r, e, arena_printf(r->unit->arena, "arg%u expected pointer to func", e->arg), "a function of the program");
	if (!strchr(type, '*'))
		return on_number(r, e, name);
	if (kfunc_suffix(name, "__map"))
		return e->ptr->kind != VAL_MAP_PTR && e->ptr->kind != VAL_BTF && say(r, e, "isn't map pointer", "a map");
	if (kfunc_suffix(name, "__str"))
		return on_string(r, e);
	if (kfunc_suffix(name, "__alloc"))
		return e->ptr->kind != VAL_ALLOC && e->ptr->kind != VAL_BTF && say(r, e, "expected pointer to allocated object", "an object from bpf_obj_new()");
	if (!strcmp(type, "struct bpf_wq *"))
		return on_map_field(r, e, FIELD_BIT(WQ), "struct bpf_wq");
	if (!strcmp(type, "struct bpf_task_work *"))
		return on_map_field(r, e, FIELD_BIT(TASK_WORK), "struct bpf_task_work");
	return record_wanted(type, record, sizeof record) && !special_record(record) && on_object(r, e, record);
}
