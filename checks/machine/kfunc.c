// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * kfunc: what a call of a kernel function does, from its flags, its prototype and the suffixes of its parameters' names.
 *
 * Kernel: check_kfunc_call(), check_kfunc_args().
 */
#include <stdio.h>

#include "machine/bracket.h"
#include "machine/call.h"
#include "machine/graph.h"
#include "machine/step.h"

/* "struct task_struct *" -> "task_struct" interned; NULL when it is no pointer to a struct */
static const char *struct_of(struct machine *m, const char *type)
{
	size_t n = type ? strlen(type) : 0;
	const char *s = type && !strncmp(type, "const ", 6) ? type + 6 : type;

	if (!n || type[n - 1] != '*' || strncmp(s, "struct ", 7))
		return NULL;
	n = strcspn(s + 7, " *");
	return intern_strn(m->unit->names, s + 7, n);
}

bool kfunc_suffix(const char *name, const char *suffix)
{
	size_t n = name ? strlen(name) : 0, k = strlen(suffix);

	return n >= k && !strcmp(name + n - k, suffix);
}

static bool is_dynptr(const char *type)
{
	return type && (!strcmp(type, "struct bpf_dynptr *") || !strcmp(type, "const struct bpf_dynptr *") ||
			!strcmp(type, "struct bpf_dynptr_kern *") || !strcmp(type, "const struct bpf_dynptr_kern *"));
}

/* ---- results ---- */

/* Memory of the constant length that one of the arguments says. */
static struct value sized_result(struct machine *m, struct state *st, const struct kfunc_facts *k, const struct call *c)
{
	struct value v;
	bool slice;

	for (uint32_t a = 0; a < c->n && a < k->nargs; a++) {
		if (!kfunc_suffix(k->args[a].name, "__szk") && !kfunc_suffix(k->args[a].name, "rdonly_buf_size") && !kfunc_suffix(k->args[a].name, "rdwr_buf_size"))
			continue;
		slice = k->nargs && is_dynptr(k->args[0].type);
		if (c->args[a].kind != VAL_SCALAR || !scalar_is_const(c->args[a].s) || (!c->args[a].s.bits.value && !slice))
			break;
		v = call_pointer(m, VAL_MEM, 0, (uint32_t)c->args[a].s.bits.value, 0);
		if (slice)
			call_slice_of(st, &c->args[0], &v);
		if (!v.mem_size)
			v.flags |= VAL_EMPTY;
		if (!strcmp(k->name, "bpf_dynptr_slice") || kfunc_suffix(k->args[a].name, "rdonly_buf_size"))
			v.flags |= VAL_RDONLY;
		return v;
	}
	return value_unknown(TAINT_OPAQUE);
}

/* bpf_rdonly_cast(): memory of any size that may only be read, or an object of the type whose id is passed, that nobody vouches for. */
static struct value cast_result(struct machine *m, const struct state *st, const struct call *c)
{
	const struct func *f = st->frames[st->nframes - 1].func;
	const char *type = c->n > 1 ? graph_type_id(f, c->i->more->args.at[1]) : NULL;
	struct value v;

	if (c->n > 1 && c->args[1].kind == VAL_SCALAR && scalar_is_const(c->args[1].s) && !c->args[1].s.bits.value && m->kernel >= KVER(6, 17)) {
		v = call_pointer(m, VAL_BUF, 0, 0, 0);
		v.flags = VAL_RDONLY | VAL_UNTRUSTED;
		return v;
	}
	if (!type || strncmp(type, "struct ", 7))
		return value_unknown(TAINT_OPAQUE);
	v = machine_object(m, intern_str(m->unit->names, type + 7), 0);
	v.flags = VAL_UNTRUSTED;
	return v;
}

/* bpf_cast_to_kern_ctx(): the kernel's own record behind the context. */
static struct value own_context(struct machine *m, const struct call *c)
{
	struct value v;

	if (!c->n || c->args[0].kind != VAL_CTX || !m->prog || !m->prog->own)
		return value_unknown(TAINT_OPAQUE);
	v = machine_object(m, intern_str(m->unit->names, m->prog->own), 0);
	v.flags = VAL_TRUSTED;
	return v;
}

static struct value result(struct machine *m, struct state *st, const struct kfunc_facts *k, const struct call *c)
{
	const struct graph_facts *g = kernel_graph(k->name);
	const char *name = struct_of(m, k->ret);
	struct value v;

	if (g) {
		v = graph_result(m, st, k, g, c);
		if (value_is_pointer(&v) && !(v.origin = machine_born(m, c->i)))
			v.origin = machine_birth(m, state_top(st)->func, c->i, call_result_words(m, c, k->name));
		return v;
	}
	if (!strcmp(k->name, "bpf_rdonly_cast"))
		return cast_result(m, st, c);
	if (!strcmp(k->name, "bpf_cast_to_kern_ctx"))
		return own_context(m, c);
	if (!k->ret || !strchr(k->ret, '*'))
		return c->i->width ? machine_fresh(m, c->i->width < 64 ? scalar_bits(c->i->width) : scalar_unknown()) : value_unknown(TAINT_OPAQUE);
	if ((k->flags & KFUNC_ITER_NEXT) && !strncmp(k->ret, "int *", 5)) {
		const struct cell *it = special_at(st, &c->args[0], CELL_ITER);

		v = call_pointer(m, VAL_MEM, it ? it->v->instance : 0, 4, 0);
		v.flags = VAL_RDONLY | VAL_SLICE;
	} else if (name) {
		v = machine_object(m, name, 0);
		v.flags = k->flags & KFUNC_ACQUIRE ? VAL_TRUSTED : k->flags & KFUNC_RCU_PROTECTED ? VAL_RCU : VAL_TRUST_UNKNOWN;
	} else {
		v = sized_result(m, st, k, c);
	}
	if (v.kind == VAL_UNKNOWN) {
		if (k->flags & KFUNC_ACQUIRE)
			st->refs_unsure = true;
		return v;
	}
	if (k->flags & KFUNC_ACQUIRE)
		v.ref = state_acquire(m, st, REF_OBJECT, state_top(st)->func, c->i, k->name);
	if (k->flags & (KFUNC_RET_NULL | KFUNC_ITER_NEXT)) {
		v.flags |= VAL_MAYBE_NULL;
		v.id = ++m->next_id;
	}
	v.origin = machine_born(m, c->i);
	if (!v.origin)
		v.origin = machine_birth(m, state_top(st)->func, c->i, call_result_words(m, c, k->name));
	return v;
}

/* ---- effects ---- */

static uint32_t made_kind(const char *name)
{
	return strstr(name, "_from_skb") ? DYNPTR_SKB : strstr(name, "_from_xdp") ? DYNPTR_XDP : DYNPTR_UNKNOWN;
}

static void make_dynptr(struct machine *m, struct state *st, const struct kfunc_facts *k, const struct call *c, uint32_t a)
{
	const struct cell *from = NULL;
	uint32_t kind = made_kind(k->name), ref = 0;

	for (uint32_t n = 0; n < a && !from; n++)
		if (is_dynptr(k->args[n].type)) /* a clone is what it was cloned from */
			from = special_at(st, &c->args[n], CELL_DYNPTR);
	if (from) {
		kind = from->v->object;
		ref = from->v->ref;
	}
	special_make(m, st, &c->args[a], CELL_DYNPTR, DYNPTR_SIZE, kind, ref);
}

static uint32_t iterator_size(const struct machine *m, const char *name)
{
	char full[128];
	type_id t;

	snprintf(full, sizeof full, "struct %s", name ? name : "");
	t = model_type_find(m->unit, full);
	if (t && model_type(m->unit, t)->size)
		return (uint32_t)model_type(m->unit, t)->size;
	return name && kernel_stack_object(name) ? kernel_stack_object(name) : 8;
}

static bool iterator(struct machine *m, struct state *st, const struct kfunc_facts *k, const struct call *c)
{
	const char *name = struct_of(m, k->args[0].type);
	uint32_t ref;

	st->progress += (k->flags & KFUNC_ITER_NEXT) != 0;
	if (!(k->flags & (KFUNC_ITER_NEW | KFUNC_ITER_NEXT | KFUNC_ITER_DESTROY)) || !c->n)
		return false;
	if (k->flags & KFUNC_ITER_NEW) {
		ref = state_acquire(m, st, REF_ITER, state_top(st)->func, c->i, k->name);
		special_make(m, st, &c->args[0], CELL_ITER, iterator_size(m, name), 0, ref);
		if (!special_at(st, &c->args[0], CELL_ITER))
			st->refs_unsure = true;
	} else if (k->flags & KFUNC_ITER_DESTROY) {
		if (!special_at(st, &c->args[0], CELL_ITER))
			st->refs_unsure = true;
		special_end(m, st, &c->args[0], CELL_ITER);
	}
	return true;
}

static void argument(struct machine *m, struct state *st, const struct kfunc_facts *k, const struct call *c, uint32_t a)
{
	const struct value *v = &c->args[a];
	const char *name = a < k->nargs ? k->args[a].name : NULL, *type = a < k->nargs ? k->args[a].type : NULL;

	if (is_dynptr(type)) {
		if (kfunc_suffix(name, "__uninit"))
			make_dynptr(m, st, k, c, a);
		else if (v->kind == VAL_STACK && (k->flags & KFUNC_RELEASE))
			special_end(m, st, v, CELL_DYNPTR);
		return;
	}
	if (v->ref) {
		if (k->flags & KFUNC_RELEASE)
			state_release(st, v->ref);
		else if (!(k->flags & KFUNC_ACQUIRE) && type && (strstr(type, "struct bpf_list_node") || strstr(type, "struct bpf_rb_node")))
			state_disown(st, v->ref);
		else if (!kernel_graph(k->name) && (!type || !struct_of(m, type)))
			st->refs_unsure = true; /* lists, trees and the like take ownership */
	}
	call_fill(m, st, v, UINT64_MAX, TAINT_OPAQUE);
}

enum step machine_kfunc(struct machine *m, struct state *st, struct call *c, const char *name)
{
	const struct kfunc_facts *k = kernel_kfunc(name);
	struct event e = {.kind = EVENT_KFUNC, .kfunc = k, .callee = name};
	const struct bracket_facts *bracket = kernel_bracket(name);
	bool calls_back;
	struct value r;

	if (call_emit(m, st, c, &e))
		return STEP_FAULT;
	if (!k) {
		st->turns++;
		m->unmodelled(m->emit_data, m, state_top(st)->func, c->i, "a kfunc that is not in the tables");
		call_expose(m, st, c);
		machine_set(m, st, c->i, value_unknown(TAINT_OPAQUE));
		return STEP_NEXT;
	}
	for (uint32_t a = 0; a < c->n && a < k->nargs; a++) {
		struct event arg = {.kind = EVENT_ARGUMENT, .ptr = &c->args[a], .operand = c->i->more->args.at[a], .kfunc = k, .callee = name, .arg = a};

		if (machine_unread(m, st, c->i, arg.operand, arg.ptr) || call_emit(m, st, c, &arg))
			return STEP_FAULT;
	}
	if (k->flags & KFUNC_NORETURN)
		return STEP_FAULT; /* nothing comes behind it */
	st->turns += (k->flags & KFUNC_ITER_NEXT) != 0;
	r = result(m, st, k, c); /* reads what the arguments hold now */
	calls_back = kernel_graph(name) ? graph_callback(m, kernel_graph(name), c) : machine_callback(m, name, c->args, c->n);
	if (bracket)
		bracket_call(m, st, bracket, c, &r);
	else if (!iterator(m, st, k, c))
		for (uint32_t a = 0; a < c->n; a++)
			argument(m, st, k, c, a);
	machine_clobber(m, st, false);
	if (k->flags & KFUNC_CHANGES_PACKET)
		call_packet_changed(m, st, c->i, name);
	machine_set(m, st, c->i, r);
	return calls_back ? STEP_CALLBACK : STEP_NEXT;
}
