// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * fresh: what a read gives of memory that nothing is remembered of: the member of a context that is a pointer, the object that a kernel
 * object or a kptr points to, a constant of the program's own; else some number.
 *
 * Kernel: check_ctx_access(), check_ptr_to_btf_access(), check_map_kptr_access(), bpf_map_direct_read().
 */
#include <stdio.h>

#include "machine/machine.h"
#include "machine/step.h"
#include "machine/trust.h"

static struct value named(enum val_kind k, uint32_t size)
{
	struct value v = value_scalar(scalar_const(0));

	v.kind = k;
	v.mem_size = size;
	return v;
}

/* An object does not say through which of "struct x" and "struct x___older" it looks at a record. */
static bool has_flavour(const struct unit *u, const char *name)
{
	size_t n = strlen(name);

	for (uint32_t t = 1; u->final && t < u->types.n; t++)
		if (u->types.at[t].name && !strncmp(u->types.at[t].name, name, n) && !strncmp(u->types.at[t].name + n, "___", 3))
			return true;
	return false;
}

static type_id record_named(struct machine *m, const char *btf)
{
	uint32_t at = (uint32_t)((uintptr_t)btf / 8 % ARRAY_LEN(m->named));
	char name[128];

	if (m->named[at].btf != btf) {
		snprintf(name, sizeof name, "struct %s", btf);
		m->named[at].btf = btf;
		m->named[at].type = has_flavour(m->unit, name) ? 0 : model_type_find(m->unit, name);
	}
	return m->named[at].type;
}

struct value machine_object(struct machine *m, const char *btf, type_id type)
{
	struct value v = named(VAL_BTF, 0);

	v.btf = btf;
	v.type = type ? type : btf ? record_named(m, btf) : 0;
	v.instance = ++m->next_instance;
	return v;
}

/* What the target's prototype says; where there is none, the program says itself what it takes an argument for. */
static struct value raw_argument(struct machine *m, const struct instr *i, const struct value *p)
{
	const struct btf_func *f = m->target;
	uint32_t n = f && f->whole && p->off >= 0 && p->off % 8 == 0 ? btf_func_arg(f, (uint32_t)p->off) : UINT32_MAX;
	const struct btf_arg *arg = f && n < btf_func_shown(f) ? &f->args[n + f->hidden] : NULL;
	struct value v = value_unknown(TAINT_OPAQUE);
	const char *words = "which is no pointer to an object";
	uint8_t flags;

	if (!f && p->off >= 0 && p->off % 8 == 0 && (uint64_t)p->off / 8 < ARRAY_LEN(m->argument))
		n = (uint32_t)p->off / 8;
	flags = n < ARRAY_LEN(m->argument) && i->width == 64 ? m->argument[n] : 0;
	v.flags = VAL_RAW_ARG;
	if (flags & ARGUMENT_MAYBE_ERROR) {
		v = machine_fresh(m, scalar_unknown());
		words = "which may be an error, and is a number to the verifier";
	} else if (arg && arg->is == BTF_OBJECT && arg->record && i->width == 64) {
		v = machine_object(m, flags & ARGUMENT_TCP_SOCK ? "tcp_sock" : arg->record, 0);
		v.flags = trust_argument(m) | (flags & ARGUMENT_TCP_SOCK ? 0 : VAL_RAW_ARG);
	} else if (arg && arg->is == BTF_NUMBER && !(f->declared && arg->pointer)) {
		v = machine_fresh(m, scalar_bits(i->width));
	}
	if (v.kind != VAL_SCALAR && (flags & ARGUMENT_MAYBE_NULL) && !(arg && arg->is != BTF_OBJECT)) {
		v.flags |= VAL_MAYBE_NULL;
		v.id = ++m->next_id;
		words = "which may be null";
	}
	if (v.kind != VAL_SCALAR && !(v.flags & VAL_MAYBE_NULL))
		return v;
	v.origin = machine_born(m, i);
	if (!v.origin)
		v.origin = machine_birth(m, m->program, i, arena_printf(m->arena, "%s%s, %s", f ? btf_arg_words(f, n, m->arena) : arena_printf(m->arena, "argument %u", n + 1),
									f ? arena_printf(m->arena, " of '%s'", f->name) : "", words));
	return v;
}

/* The type of what is read, or that of the member of the context that the program's prototype names. */
static const struct type *context_member(const struct machine *m, const struct instr *i, const struct value *p)
{
	const struct func *f = m->program;
	const struct type *context = f->params.n ? model_type(m->unit, f->temps.at[f->params.at[0]].type) : NULL;
	const struct field *member;

	if (i->type || !context || context->kind != TYPE_PTR || !model_type_is_record(m->unit, context->elem) || p->off < 0)
		return i->type ? model_type(m->unit, i->type) : NULL;
	member = model_field_at(m->unit, context->elem, (uint64_t)p->off, i->width / 8);
	return member ? model_type(m->unit, member->type) : NULL;
}

/* What an iterator shows: the object is not there any more at the very end. */
static struct value iter_member(struct machine *m, const struct instr *i, const struct value *p)
{
	const char *section = m->program->section, *target = section ? strchr(section, '/') : NULL;
	const struct iter_member *f = target && p->off > 0 ? kernel_iter_member(target + 1, (uint32_t)p->off) : NULL;
	const struct type *t = context_member(m, i, p);
	struct value v;

	if (i->width != 64)
		return raw_argument(m, i, p);
	if (f && f->kind != ITER_OBJECT) {
		v = named(VAL_BUF, 0);
		v.flags = f->kind == ITER_RDONLY_BUF ? VAL_RDONLY : 0;
		v.instance = ++m->next_instance;
	} else {
		bool typed = t && t->kind == TYPE_PTR && model_type_is_record(m->unit, t->elem);

		v = typed ? machine_object(m, NULL, t->elem) : raw_argument(m, i, p);
		if (v.kind != VAL_BTF)
			return v;
		v.flags = (v.flags & VAL_RAW_ARG) | (!p->off || (f && f->trusted) ? VAL_TRUSTED : VAL_TRUST_UNKNOWN);
	}
	if (f && f->maybe_null) {
		v.flags |= VAL_MAYBE_NULL;
		v.id = ++m->next_id;
	}
	v.origin = machine_born(m, i);
	if (!v.origin)
		v.origin = machine_birth(m, m->program, i, "what the iterator shows, which is null at its end");
	return v;
}

static struct value packet_pointer(const struct state *st, enum val_kind k)
{
	struct value v = named(k, 0);

	v.instance = st->packet_epoch;
	return v;
}

static struct value load_ctx(struct machine *m, struct state *st, const struct instr *i, const struct value *p)
{
	const struct ctx_facts *c = m->prog ? m->prog->ctx : NULL;
	struct ctx_access f;
	struct value v;

	if (!c || !value_is_fixed(p) || c->kind == CTX_NOT_MODELLED)
		return value_unknown(TAINT_OPAQUE);
	if (c->kind == CTX_RAW_ARGS && m->prog->type != PROG_RAW_TRACEPOINT)
		return m->section && m->section->attach == ATTACH_TRACE_ITER ? iter_member(m, i, p) : raw_argument(m, i, p);
	if (c->kind != CTX_STRUCT) {
		v = machine_fresh(m, scalar_bits(i->width));
		v.origin = machine_born(m, i);
		if (!v.origin)
			v.origin = machine_birth(m, m->program, i, c->kind == CTX_REGS ? "what a register of the traced function held" : "what the event's record says");
		return v;
	}
	f = kernel_ctx_access(m->prog->type, m->section->attach, p->off, i->width / 8, false);
	if (f.ok != FACT_YES)
		return value_unknown(TAINT_OPAQUE);
	switch (f.result) {
	case CTX_SCALAR: return machine_fresh(m, scalar_bits(i->width));
	case CTX_PACKET: return packet_pointer(st, VAL_PACKET);
	case CTX_PACKET_END: return packet_pointer(st, VAL_PACKET_END);
	case CTX_PACKET_META: return packet_pointer(st, VAL_PACKET_META);
	case CTX_FLOW_KEYS: return named(VAL_FLOW_KEYS, 0);
	case CTX_SOCKET:
	case CTX_SOCKET_OR_NULL: v = named(VAL_SOCK, 0); break;
	case CTX_SOCK_COMMON_OR_NULL: v = named(VAL_SOCK_COMMON, 0); break;
	case CTX_BTF:
	case CTX_BTF_OR_NULL:
		v = machine_object(m, f.btf, 0);
		v.flags |= VAL_TRUSTED;
		break;
	default: return value_unknown(TAINT_OPAQUE);
	}
	v.instance = ++m->next_instance;
	if (f.result == CTX_SOCKET_OR_NULL || f.result == CTX_SOCK_COMMON_OR_NULL || f.result == CTX_BTF_OR_NULL) {
		v.flags |= VAL_MAYBE_NULL;
		v.id = ++m->next_id;
	}
	v.origin = machine_born(m, i);
	if (!v.origin)
		v.origin = machine_birth(m, m->program, i, arena_printf(m->arena, "the context's '%s'", f.field ? f.field->name : "argument"));
	return v;
}

static bool has_tag(const struct type *t, const char *tag)
{
	for (uint32_t i = 0; i < t->tags.n; i++)
		if (!strcmp(t->tags.at[i], tag))
			return true;
	return false;
}

static struct value some_member(void)
{
	struct value v = value_unknown(TAINT_OPAQUE);

	v.flags = VAL_MEMBER;
	return v;
}

/*
 * A member of a kernel object: a pointer to another one, or a number. What leads to no struct is a number to older kernels, and memory to read
 * from to newer ones; btf_struct_walk().
 */
static struct value load_object(struct machine *m, const struct state *st, const struct instr *i, const struct value *p)
{
	const struct field *f = p->type && value_is_fixed(p) ? model_field_at(m->unit, p->type, (uint64_t)p->off, i->width / 8) : NULL;
	const struct type *t;
	struct value v;

	if (i->width < 64 || (f && f->bit_width))
		return machine_fresh(m, scalar_bits(i->width));
	if (!f)
		return some_member();
	t = model_type(m->unit, f->type);
	while (t->kind == TYPE_ARRAY && model_type(m->unit, t->elem)->kind != TYPE_PTR)
		t = model_type(m->unit, t->elem);
	if (t->kind == TYPE_INT || t->kind == TYPE_ENUM || (t->kind == TYPE_PTR && !t->tags.n && model_type(m->unit, t->elem)->kind == TYPE_INT && m->kernel <= KVER(6, 12)))
		return machine_fresh(m, scalar_bits(i->width));
	if (t->kind != TYPE_PTR || !model_type_is_record(m->unit, t->elem) || t->tags.n)
		return some_member();
	v = machine_object(m, NULL, t->elem);
	v.flags = trust_walked(m, st, p, f->name);
	return v;
}

static bool global_constant(const struct machine *m, const struct value *p, uint32_t size, uint64_t *bits)
{
	const struct global *g = &m->unit->globals.at[p->object];
	uint64_t v = 0;

	if (!g->has_init || !value_is_fixed(p) || p->off < 0 || (uint64_t)p->off + size > g->size || size > 8)
		return false;
	if (g->kind != GLOBAL_RODATA && !(g->is_static && !g->is_volatile && !m->written[p->object]))
		return false;
	for (uint32_t r = 0; r < g->relocs.n; r++)
		if (g->relocs.at[r].off < (uint64_t)p->off + size && g->relocs.at[r].off + 8 > (uint64_t)p->off)
			return false;
	for (uint32_t k = 0; g->init && k < size; k++)
		v |= (uint64_t)g->init[p->off + k] << 8 * (m->unit->big_endian ? size - 1 - k : k);
	*bits = v;
	return true;
}

static bool global_reloc(struct machine *m, struct state *st, const struct value *p, struct value *v)
{
	static const enum operand_kind kinds[] = {[RELOC_FUNC] = OPND_FUNC, [RELOC_GLOBAL] = OPND_GLOBAL, [RELOC_MAP] = OPND_MAP};
	const struct global *g = &m->unit->globals.at[p->object];

	for (uint32_t r = 0; r < g->relocs.n; r++)
		if (value_is_fixed(p) && g->relocs.at[r].off == (uint64_t)p->off && (g->is_const || !m->written[p->object])) {
			struct operand o = {kinds[g->relocs.at[r].to], g->relocs.at[r].index, g->relocs.at[r].add};

			*v = machine_operand(m, st, o);
			return true;
		}
	return false;
}

struct value machine_kptr(struct machine *m, const struct state *st, const struct instr *i, type_id pointer)
{
	type_id to = model_type(m->unit, pointer)->elem;
	struct value v = machine_object(m, NULL, to);

	if (!model_type_is_record(m->unit, to))
		return value_unknown(TAINT_OPAQUE);
	if (!(model_type(m->unit, to)->flags & TYPE_CORE)) /* a type of the program's own, from bpf_obj_new() */
		v.kind = VAL_ALLOC;
	v.flags = VAL_MAYBE_NULL;
	v.flags |= v.kind == VAL_ALLOC ? VAL_TRUST_UNKNOWN : trust_kptr(m, st, trust_record(m, &v), !has_tag(model_type(m->unit, pointer), "kptr_untrusted"));
	v.id = ++m->next_id;
	v.origin = machine_born(m, i);
	if (!v.origin)
		v.origin = machine_birth(m, m->program, i, "a kptr from a map value");
	return v;
}

/* Map values and other memory whose C type the program declares: kptr fields are pointers, plain pointers are numbers. */
static struct value load_typed(struct machine *m, const struct state *st, const struct instr *i, const struct value *p)
{
	const struct field *f = !i->type && p->type && value_is_fixed(p) && p->off >= 0 ? model_field_at(m->unit, p->type, (uint64_t)p->off, i->width / 8) : NULL;
	type_id type = f ? f->type : i->type; /* an instruction that says no type reads what is declared there */
	const struct type *t = type ? model_type(m->unit, type) : NULL;
	struct value v;

	if (t && t->kind == TYPE_PTR && (has_tag(t, "kptr") || has_tag(t, "kptr_untrusted")) && (p->kind == VAL_MAP_VALUE || p->kind == VAL_GLOBAL) && i->width == 64)
		return machine_kptr(m, st, i, type);
	if (t && t->kind == TYPE_PTR && t->tags.n && (has_tag(t, "kptr") || has_tag(t, "kptr_untrusted") || has_tag(t, "percpu_kptr") || has_tag(t, "uptr")))
		return value_unknown(TAINT_OPAQUE);
	v = machine_fresh(m, scalar_bits(i->width));
	if (p->kind == VAL_MAP_VALUE && t && t->kind == TYPE_PTR && !(v.origin = machine_born(m, i)))
		v.origin = machine_birth(m, m->program, i, "a pointer that was kept in a map value: to the verifier a number");
	return v;
}

static struct value load_global(struct machine *m, struct state *st, const struct instr *i, const struct value *p)
{
	const struct global *g = &m->unit->globals.at[p->object];
	const struct field *f = !i->type && value_is_fixed(p) && p->off >= 0 ? model_field_at(m->unit, g->type, (uint64_t)p->off, i->width / 8) : NULL;
	const struct type *t = f || i->type ? model_type(m->unit, f ? f->type : i->type) : NULL;
	struct value v = *p;
	uint64_t bits;

	if (t && t->kind == TYPE_PTR && t->tags.n) {
		v.type = f ? g->type : p->type;
		return load_typed(m, st, i, &v);
	}
	if (global_reloc(m, st, p, &v))
		return v;
	if (global_constant(m, p, i->width / 8, &bits)) {
		v = value_scalar(scalar_const(bits));
		if (g->kind == GLOBAL_RODATA && g->is_volatile)
			v.taint = TAINT_ENV; /* configuration: its default decides what loads as it stands, no more */
		return v;
	}
	v = machine_fresh(m, scalar_bits(i->width));
	if (g->kind == GLOBAL_KCONFIG || (g->kind == GLOBAL_RODATA && g->is_volatile))
		v.taint = TAINT_ENV;
	return v;
}

struct value fresh_load(struct machine *m, struct state *st, const struct instr *i, const struct value *p)
{
	switch (p->kind) {
	case VAL_CTX: return load_ctx(m, st, i, p);
	case VAL_GLOBAL: return load_global(m, st, i, p);
	case VAL_BTF: return load_object(m, st, i, p);
	case VAL_MAP_VALUE: case VAL_MEM: case VAL_ALLOC: return load_typed(m, st, i, p);
	case VAL_MAP_KEY: case VAL_PACKET: case VAL_PACKET_META: case VAL_FLOW_KEYS: case VAL_SOCK: case VAL_SOCK_COMMON:
	case VAL_TCP_SOCK: case VAL_XDP_SOCK: case VAL_BUF: case VAL_ARENA:
		return machine_fresh(m, scalar_bits(i->width));
	case VAL_MAP_PTR: return i->width < 64 ? machine_fresh(m, scalar_bits(i->width)) : some_member();
	default: return value_unknown(TAINT_OPAQUE);
	}
}
