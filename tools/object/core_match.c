// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* core_match: see core.h. Depth and steps are bounded, for types of a damaged object may lead anywhere, and on many ways. */
#include "object/core.h"

#include <bpf/btf.h>

enum { MAX_DEPTH = 32, MAX_STEPS = 20000 };

/* Up to three underscores between letters, at the last such place. */
static size_t essential(const char *name)
{
	size_t n = strlen(name);

	for (size_t i = n; i >= 5; i--) {
		const char *at = name + i - 5;

		if (at[0] != '_' && !memcmp(at + 1, "___", 3) && at[4] != '_')
			return i - 4;
	}
	return n;
}

bool core_same_name(const char *a, const char *b)
{
	size_t n = essential(a);

	return n == essential(b) && !memcmp(a, b, n);
}

static const char *name_of(const struct btf *btf, uint32_t off)
{
	const char *s = btf__name_by_offset(btf, off);

	return s ? s : "";
}

bool core_same_kind(const struct btf_type *a, const struct btf_type *b)
{
	return btf_kind(a) == btf_kind(b) || (btf_is_any_enum(a) && btf_is_any_enum(b));
}

const struct btf_type *core_plain(const struct btf *btf, uint32_t *id)
{
	const struct btf_type *t = btf__type_by_id(btf, *id);

	for (int hops = 0; t && (btf_is_mod(t) || btf_is_typedef(t)); hops++) {
		if (hops == 64)
			return NULL;
		*id = t->type;
		t = btf__type_by_id(btf, *id);
	}
	return t;
}

static bool whole_int(const struct btf_type *t)
{
	return !btf_int_offset(t);
}

bool core_fields_agree(const struct btf *local, uint32_t a, const struct btf *there, uint32_t b)
{
	for (int depth = 0; depth < MAX_DEPTH; depth++) {
		const struct btf_type *t = core_plain(local, &a), *o = core_plain(there, &b);
		const char *name, *other;

		if (!t || !o)
			return false;
		if (btf_is_composite(t) && btf_is_composite(o))
			return true;
		if (!core_same_kind(t, o))
			return false;
		switch (btf_kind(t)) {
		case BTF_KIND_PTR:
		case BTF_KIND_FLOAT:
			return true;
		case BTF_KIND_FWD:
		case BTF_KIND_ENUM:
		case CORE_ENUM64:
			name = name_of(local, t->name_off);
			other = name_of(there, o->name_off);
			return !*name || !*other || core_same_name(name, other);
		case BTF_KIND_INT:
			return whole_int(t) && whole_int(o);
		case BTF_KIND_ARRAY:
			a = btf_array(t)->type;
			b = btf_array(o)->type;
			break;
		default:
			return false;
		}
	}
	return false;
}

/* ---- by kind and prototype ---- */

static bool agree(const struct btf *local, uint32_t a, const struct btf *there, uint32_t b, int depth, int *left)
{
	for (; depth < MAX_DEPTH && --*left > 0; depth++) {
		const struct btf_type *t = core_plain(local, &a), *o = core_plain(there, &b);

		if (!t || !o || !core_same_kind(t, o))
			return false;
		switch (btf_kind(t)) {
		case BTF_KIND_UNKN:
		case BTF_KIND_STRUCT:
		case BTF_KIND_UNION:
		case BTF_KIND_ENUM:
		case CORE_ENUM64:
		case BTF_KIND_FWD:
			return true;
		case BTF_KIND_INT:
			return whole_int(t) && whole_int(o);
		case BTF_KIND_PTR:
			a = t->type;
			b = o->type;
			break;
		case BTF_KIND_ARRAY:
			a = btf_array(t)->type;
			b = btf_array(o)->type;
			break;
		case BTF_KIND_FUNC_PROTO:
			if (btf_vlen(t) != btf_vlen(o))
				return false;
			for (uint32_t i = 0; i < btf_vlen(t); i++)
				if (!agree(local, btf_params(t)[i].type, there, btf_params(o)[i].type, depth + 1, left))
					return false;
			a = t->type;
			b = o->type;
			break;
		default:
			return false;
		}
	}
	return false;
}

bool core_types_agree(const struct btf *local, uint32_t a, const struct btf *there, uint32_t b)
{
	const struct btf_type *t = btf__type_by_id(local, a), *o = btf__type_by_id(there, b);
	int left = MAX_STEPS;

	return t && o && core_same_kind(t, o) && agree(local, a, there, b, 0, &left);
}

/* ---- by everything that is named ---- */

static bool enums_match(const struct btf *local, const struct btf_type *t, const struct btf *there, const struct btf_type *o)
{
	for (uint32_t i = 0; i < btf_vlen(t); i++) {
		uint32_t off = btf_is_enum(t) ? btf_enum(t)[i].name_off : core_enum64(t)[i].name;
		bool found = false;

		for (uint32_t k = 0; k < btf_vlen(o) && !found; k++)
			found = core_same_name(name_of(local, off), name_of(there, btf_is_enum(o) ? btf_enum(o)[k].name_off : core_enum64(o)[k].name));
		if (!found)
			return false;
	}
	return true;
}

static bool match(const struct btf *local, uint32_t a, const struct btf *there, uint32_t b, bool behind, int depth, int *left);

static bool members_match(const struct btf *local, const struct btf_type *t, const struct btf *there, const struct btf_type *o, int depth, int *left)
{
	for (uint32_t i = 0; i < btf_vlen(t); i++) {
		const struct btf_member *m = &btf_members(t)[i], *n = btf_members(o);
		bool found = false;

		for (uint32_t k = 0; k < btf_vlen(o) && !found; k++)
			found = core_same_name(name_of(local, m->name_off), name_of(there, n[k].name_off)) && match(local, m->type, there, n[k].type, false, depth + 1, left);
		if (!found)
			return false;
	}
	return true;
}

/* A forward declaration behind a pointer stands for the record. */
static bool forward_matches(const struct btf_type *fwd, const struct btf_type *record)
{
	return btf_is_composite(record) && btf_kflag(fwd) == btf_is_union(record);
}

static bool match_one(const struct btf *local, const struct btf_type *t, const struct btf *there, const struct btf_type *o, bool behind, int depth, int *left)
{
	switch (btf_kind(t)) {
	case BTF_KIND_UNKN:
		return btf_kind(o) == BTF_KIND_UNKN;
	case BTF_KIND_FWD:
		return btf_is_fwd(o) ? btf_kflag(t) == btf_kflag(o) : behind && forward_matches(t, o);
	case BTF_KIND_ENUM:
	case CORE_ENUM64:
		return btf_is_any_enum(o) && btf_vlen(t) <= btf_vlen(o) && enums_match(local, t, there, o);
	case BTF_KIND_STRUCT:
	case BTF_KIND_UNION:
		if (behind)
			return btf_kind(t) == btf_kind(o) || (btf_is_fwd(o) && forward_matches(o, t));
		return btf_kind(t) == btf_kind(o) && btf_vlen(t) <= btf_vlen(o) && members_match(local, t, there, o, depth, left);
	case BTF_KIND_INT:
		return btf_is_int(o) && t->size == o->size && (btf_int_encoding(t) & BTF_INT_SIGNED) == (btf_int_encoding(o) & BTF_INT_SIGNED);
	case BTF_KIND_PTR:
		return btf_is_ptr(o) && match(local, t->type, there, o->type, true, depth + 1, left);
	case BTF_KIND_ARRAY:
		return btf_is_array(o) && btf_array(t)->nelems == btf_array(o)->nelems &&
		       match(local, btf_array(t)->type, there, btf_array(o)->type, behind, depth + 1, left);
	case BTF_KIND_FUNC_PROTO:
		if (!btf_is_func_proto(o) || btf_vlen(t) != btf_vlen(o))
			return false;
		for (uint32_t i = 0; i < btf_vlen(t); i++)
			if (!match(local, btf_params(t)[i].type, there, btf_params(o)[i].type, false, depth + 1, left))
				return false;
		return match(local, t->type, there, o->type, behind, depth + 1, left);
	default:
		return false;
	}
}

static bool match(const struct btf *local, uint32_t a, const struct btf *there, uint32_t b, bool behind, int depth, int *left)
{
	const struct btf_type *t = core_plain(local, &a), *o = core_plain(there, &b);

	return depth < MAX_DEPTH && --*left > 0 && t && o && core_same_name(name_of(local, t->name_off), name_of(there, o->name_off)) &&
	       match_one(local, t, there, o, behind, depth, left);
}

bool core_types_match(const struct btf *local, uint32_t a, const struct btf *there, uint32_t b)
{
	int left = MAX_STEPS;

	return match(local, a, there, b, false, 0, &left);
}
