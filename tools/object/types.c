// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * types: BTF as model types. Every BTF type that has a size, a pointee or fields becomes one model type; const, volatile, typedefs
 * and tags lead to what they stand for, and leave their mark on the pointer that they were met behind.
 */
#include "object/lower.h"

#include <bpf/btf.h>
#include <stdlib.h>

enum { MAX_HOPS = 64, KIND_DECL_TAG = 17, KIND_TYPE_TAG = 18, KIND_ENUM64 = 19 };

const struct btf_type *lower_btf(const struct lower *l, uint32_t id)
{
	return l->m->btf && id && id < l->ntypes ? btf__type_by_id(l->m->btf, id) : NULL;
}

const char *lower_name(const struct lower *l, const struct btf_type *t)
{
	const char *s = t ? btf__name_by_offset(l->m->btf, t->name_off) : NULL;

	return s && *s ? s : NULL;
}

static bool is_wrapper(const struct btf_type *t)
{
	return btf_is_mod(t) || btf_is_typedef(t) || btf_kind(t) == KIND_TYPE_TAG;
}

const struct btf_type *lower_strip(const struct lower *l, uint32_t *id)
{
	const struct btf_type *t = lower_btf(l, *id);

	for (int hops = 0; t && is_wrapper(t); hops++) {
		if (hops == MAX_HOPS)
			return NULL;
		*id = t->type;
		t = lower_btf(l, *id);
	}
	return t;
}

type_id lower_type(struct lower *l, uint32_t id)
{
	return lower_strip(l, &id) && id < l->ntypes ? l->types[id] : 0;
}

static void pointer(struct lower *l, struct type *t, uint32_t id)
{
	const struct btf_type *to = lower_btf(l, id);

	t->kind = TYPE_PTR;
	t->size = t->align = 8;
	for (int hops = 0; to && is_wrapper(to) && hops < MAX_HOPS; hops++) {
		if (btf_is_const(to))
			t->flags |= TYPE_CONST_POINTEE;
		else if (btf_is_volatile(to))
			t->flags |= TYPE_VOLATILE_POINTEE;
		else if (btf_kind(to) == KIND_TYPE_TAG && lower_name(l, to))
			vec_push(&t->tags, lower_name(l, to));
		id = to->type;
		to = lower_btf(l, id);
	}
	t->elem = to && !is_wrapper(to) ? l->types[id] : 0;
}

static void record(struct lower *l, struct type *t, const struct btf_type *b, uint32_t id)
{
	const struct btf_member *members = btf_members(b);
	const char *name = lower_name(l, b);

	t->kind = btf_is_struct(b) ? TYPE_STRUCT : TYPE_UNION;
	t->size = b->size;
	t->align = 1;
	if (name)
		t->name = arena_printf(l->m->arena, "%s %s", btf_is_struct(b) ? "struct" : "union", name);
	else
		t->tdef = l->typedefs[id];
	for (uint32_t i = 0; i < btf_vlen(b); i++) {
		struct field f = {
			.name = btf__name_by_offset(l->m->btf, members[i].name_off),
			.type = lower_type(l, members[i].type),
			.bit_off = btf_member_bit_offset(b, i),
			.bit_width = (uint16_t)btf_member_bitfield_size(b, i),
		};

		if (f.name && !*f.name)
			f.name = NULL;
		vec_push(&t->fields, f);
	}
}

static void prototype(struct lower *l, struct type *t, const struct btf_type *b)
{
	const struct btf_param *params = btf_params(b);

	t->kind = TYPE_FUNC;
	t->elem = lower_type(l, b->type);
	for (uint32_t i = 0; i < btf_vlen(b); i++) {
		struct field f = {.name = btf__name_by_offset(l->m->btf, params[i].name_off), .type = lower_type(l, params[i].type)};

		if (f.name && !*f.name)
			f.name = NULL;
		if (!params[i].type)
			t->flags |= TYPE_VARIADIC;
		else
			vec_push(&t->fields, f);
	}
}

static bool has_type(const struct btf_type *t)
{
	switch (btf_kind(t)) {
	case BTF_KIND_INT: case BTF_KIND_PTR: case BTF_KIND_ARRAY: case BTF_KIND_STRUCT: case BTF_KIND_UNION: case BTF_KIND_ENUM:
	case BTF_KIND_FWD: case BTF_KIND_FUNC_PROTO: case BTF_KIND_FLOAT: case KIND_ENUM64:
		return true;
	default:
		return false;
	}
}

/* An array's size needs its element's, which may come later: the depth of nesting bounds the rounds. */
static uint64_t size_of(const struct lower *l, uint32_t id, int depth)
{
	const struct btf_type *t = lower_strip(l, &id);

	if (!t || depth > MAX_HOPS)
		return 0;
	if (btf_is_array(t)) {
		uint64_t n;

		return __builtin_mul_overflow(size_of(l, btf_array(t)->type, depth + 1), btf_array(t)->nelems, &n) || n > INT32_MAX ? 0 : n;
	}
	return btf_is_ptr(t) ? 8 : btf_is_int(t) || btf_is_any_enum(t) || btf_is_composite(t) || btf_is_float(t) ? t->size : 0;
}

/* Not asked of libbpf, which trusts what the numbers of types lead to. Depth is bounded, for a damaged record may hold itself. */
static uint32_t align_of(struct lower *l, uint32_t id, int depth)
{
	const struct btf_type *t = lower_strip(l, &id);
	uint32_t most = 1;

	if (!t || depth > 8)
		return 1;
	if (btf_is_array(t))
		return align_of(l, btf_array(t)->type, depth + 1);
	if (btf_is_ptr(t))
		return 8;
	if (!btf_is_composite(t))
		return t->size == 2 || t->size == 4 || t->size == 8 ? t->size : t->size == 16 ? 8 : 1;
	if (l->aligns[id])
		return l->aligns[id];
	l->aligns[id] = 1;
	for (uint32_t i = 0; i < btf_vlen(t) && most < 8; i++) {
		uint32_t n = align_of(l, btf_members(t)[i].type, depth + 1);

		most = n > most && btf_member_bit_offset(t, i) % (n * 8) == 0 ? n : most; /* a packed record's members lie anywhere */
	}
	l->aligns[id] = (uint8_t)most;
	return most;
}

static void fill(struct lower *l, uint32_t id, const struct btf_type *b)
{
	struct type t = {0};
	const char *name = lower_name(l, b);

	switch (btf_kind(b)) {
	case BTF_KIND_INT:
		t.kind = TYPE_INT;
		t.size = b->size;
		t.flags = (btf_int_encoding(b) & BTF_INT_SIGNED ? TYPE_SIGNED : 0) | (btf_int_encoding(b) & BTF_INT_BOOL ? TYPE_BOOL : 0) |
			  (b->size == 1 && name && strstr(name, "char") ? TYPE_CHAR : 0);
		t.name = name;
		break;
	case BTF_KIND_FLOAT:
		t.kind = TYPE_FLOAT;
		t.size = b->size;
		t.name = name;
		break;
	case BTF_KIND_ENUM:
	case KIND_ENUM64:
		t.kind = TYPE_ENUM;
		t.size = b->size;
		t.name = name ? arena_printf(l->m->arena, "enum %s", name) : NULL;
		break;
	case BTF_KIND_PTR:
		pointer(l, &t, b->type);
		break;
	case BTF_KIND_ARRAY:
		t.kind = TYPE_ARRAY;
		t.elem = lower_type(l, btf_array(b)->type);
		t.count = btf_array(b)->nelems;
		t.size = size_of(l, id, 0);
		if (!t.size && t.count) /* too large, or of what has none */
			t.flags = TYPE_INCOMPLETE;
		break;
	case BTF_KIND_FWD:
		t.kind = btf_kflag(b) ? TYPE_UNION : TYPE_STRUCT;
		t.flags = TYPE_INCOMPLETE;
		t.name = name ? arena_printf(l->m->arena, "%s %s", btf_kflag(b) ? "union" : "struct", name) : NULL;
		break;
	case BTF_KIND_FUNC_PROTO:
		prototype(l, &t, b);
		break;
	default:
		record(l, &t, b, id);
	}
	if (t.kind != TYPE_FUNC && !(t.flags & TYPE_INCOMPLETE))
		t.align = align_of(l, id, 0);
	model_type_set(l->u, l->types[id], &t);
}

/* What struct a field of a map's value belongs to stands beside the types. */
static void tag(struct lower *l, const struct btf_type *b)
{
	uint32_t of = b->type;
	int32_t part = btf_decl_tag(b)->component_idx;
	const char *name = lower_name(l, b);
	const struct btf_type *t = lower_strip(l, &of);
	struct type *to = t && of < l->ntypes && l->types[of] ? &l->u->types.at[l->types[of]] : NULL;

	if (t && btf_kind(t) == BTF_KIND_FUNC) { /* of a parameter: its prototype's */
		uint32_t proto = t->type;

		to = lower_strip(l, &proto) && l->types[proto] ? &l->u->types.at[l->types[proto]] : NULL;
	}
	if (t && name && (btf_is_var(t) || (btf_kind(t) == BTF_KIND_FUNC && part < 0)))
		vec_push(&l->tags, (struct decl_tag){of, name});
	if (!to || !name || part < 0 || (uint32_t)part >= to->fields.n)
		return;
	name = intern_str(l->u->names, name);
	vec_push(&to->fields.at[part].decl_tags, name);
}

static bool is_kept_pointer(const struct type *t)
{
	for (uint32_t i = 0; i < t->tags.n; i++)
		if (!strcmp(t->tags.at[i], "kptr") || !strcmp(t->tags.at[i], "kptr_untrusted"))
			return true;
	return false;
}

/*
 * Whose records are the kernel's? Those that are relocated, and those that kptrs point to, unless the program makes objects of them
 * itself: then the loader is asked for the type's number in the object.
 */
static void find_kernel_records(struct lower *l)
{
	uint8_t *own = arena_alloc(l->m->arena, l->ntypes + 1);

	for (uint32_t i = 0; i < l->m->cores.n; i++) {
		uint32_t id = l->m->cores.at[i].type;

		if (!lower_strip(l, &id) || !l->types[id])
			continue;
		if (l->m->cores.at[i].kind == CORE_TYPE_ID_LOCAL)
			own[id] = 1;
		else if (l->m->cores.at[i].kind <= CORE_FIELD_RSHIFT && model_type_is_record(l->u, l->types[id]))
			l->u->types.at[l->types[id]].flags |= TYPE_CORE;
	}
	for (uint32_t id = 1; id < l->ntypes; id++) {
		const struct type *t = l->types[id] ? model_type(l->u, l->types[id]) : NULL;
		uint32_t to = id;
		const struct btf_type *b = lower_strip(l, &to);

		if (!t || t->kind != TYPE_PTR || !b || !btf_is_ptr(b) || !is_kept_pointer(t))
			continue;
		to = b->type;
		if (lower_strip(l, &to) && l->types[to] && !own[to] && model_type_is_record(l->u, l->types[to]))
			l->u->types.at[l->types[to]].flags |= TYPE_CORE;
	}
}

void lower_types(struct lower *l)
{
	l->ntypes = l->m->btf ? btf__type_cnt(l->m->btf) : 0;
	l->types = arena_alloc(l->m->arena, (l->ntypes + 1) * sizeof(*l->types));
	l->aligns = arena_alloc(l->m->arena, l->ntypes + 1);
	l->typedefs = arena_alloc(l->m->arena, (l->ntypes + 1) * sizeof(*l->typedefs));
	for (uint32_t id = 1; id < l->ntypes; id++) {
		const struct btf_type *t = lower_btf(l, id);

		if (t && has_type(t))
			l->types[id] = model_type_reserve(l->u);
		else if (t && btf_is_typedef(t) && t->type < l->ntypes)
			l->typedefs[t->type] = lower_name(l, t);
	}
	for (uint32_t id = 1; id < l->ntypes; id++)
		if (l->types[id])
			fill(l, id, lower_btf(l, id));
	for (uint32_t id = 1; id < l->ntypes; id++) {
		const struct btf_type *t = lower_btf(l, id);

		if (t && btf_kind(t) == KIND_DECL_TAG)
			tag(l, t);
	}
	find_kernel_records(l);
}
