// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * core: see core.h. What a relocation names is a path: a type, and the members and indices that lead from it to a place. The same path,
 * by the members' names, is followed in every type of the kernel that has the type's name, and all of them must give one answer.
 */
#include "object/core.h"

#include <bpf/btf.h>
#include <errno.h>
#include <stdlib.h>

enum { MAX_STEPS = 64, MAX_DEPTH = 32, MAX_LOOKS = 1 << 16 };

struct step {
	uint32_t type, index;
	const char *name; /* of the member; NULL: an index into an array */
};

struct path {
	const struct btf *btf;
	uint32_t root, n;
	struct step steps[MAX_STEPS];
	uint64_t bits;  /* from the root's start */
	uint32_t looks; /* at members: a damaged record may hold itself, many times */
	const char *enumerator;
	uint64_t enumerated;
};

/* The kernel's types of one name and kind, in their order there. */
struct candidate {
	struct candidate *next;
	const struct btf *btf;
	uint32_t type;
};

struct candidates {
	struct candidates *next;
	uint32_t local; /* the object's type */
	struct candidate *first, **last;
};

struct core {
	const struct image *m;
	const struct core_kernel *kernel;
	struct candidates *known;
	struct core_answer *answers; /* per record of the image */
};

static const char *const kinds[] = {
	[CORE_FIELD_OFFSET] = "byte_off", [CORE_FIELD_SIZE] = "byte_sz", [CORE_FIELD_EXISTS] = "field_exists", [CORE_FIELD_SIGNED] = "signed",
	[CORE_FIELD_LSHIFT] = "lshift_u64", [CORE_FIELD_RSHIFT] = "rshift_u64", [CORE_TYPE_ID_LOCAL] = "local_type_id",
	[CORE_TYPE_ID_TARGET] = "target_type_id", [CORE_TYPE_EXISTS] = "type_exists", [CORE_TYPE_SIZE] = "type_size",
	[CORE_ENUM_EXISTS] = "enumval_exists", [CORE_ENUM_VALUE] = "enumval_value", [CORE_TYPE_MATCHES] = "type_matches",
};

static bool is_of_field(uint32_t kind)
{
	return kind <= CORE_FIELD_RSHIFT;
}

static bool is_of_enum(uint32_t kind)
{
	return kind == CORE_ENUM_EXISTS || kind == CORE_ENUM_VALUE;
}

/* ---- types ---- */

static const char *name_of(const struct btf *btf, uint32_t off)
{
	const char *s = btf__name_by_offset(btf, off);

	return s ? s : "";
}

static uint64_t size_of(const struct btf *btf, uint32_t id, int depth)
{
	const struct btf_type *t = core_plain(btf, &id);
	uint64_t n;

	if (!t || depth > MAX_DEPTH)
		return 0;
	if (btf_is_array(t))
		return __builtin_mul_overflow(size_of(btf, btf_array(t)->type, depth + 1), btf_array(t)->nelems, &n) ? 0 : n;
	return btf_is_ptr(t) ? 8 : btf_is_int(t) || btf_is_any_enum(t) || btf_is_composite(t) || btf_is_float(t) ? t->size : 0;
}

static bool is_flexible(const struct path *p, const struct btf_type *array)
{
	const struct step *s = p->n ? &p->steps[p->n - 1] : NULL;
	const struct btf_type *record = s && s->name ? btf__type_by_id(p->btf, s->type) : NULL;

	return record && !btf_array(array)->nelems && s->index == btf_vlen(record) - 1u;
}

static bool add_step(struct path *p, struct step s)
{
	if (p->n == MAX_STEPS)
		return false;
	p->steps[p->n++] = s;
	return true;
}

static bool add_index(struct path *p, uint32_t type, uint32_t index)
{
	p->bits += (uint64_t)index * size_of(p->btf, type, 0) * 8;
	return add_step(p, (struct step){type, index, NULL});
}

/* Into an array: its elements' type, or 0 when there is no such element. */
static uint32_t element(const struct path *p, const struct btf_type *t, uint32_t index)
{
	if (!t || !btf_is_array(t) || (index >= btf_array(t)->nelems && !is_flexible(p, t)))
		return 0;
	return btf_array(t)->type;
}

/* ---- the object's path ---- */

static bool find_enumerator(struct path *p, const struct btf_type *t, uint32_t index)
{
	if (!btf_is_any_enum(t) || index >= btf_vlen(t))
		return false;
	if (btf_is_enum(t)) {
		p->enumerator = name_of(p->btf, btf_enum(t)[index].name_off);
		p->enumerated = btf_kflag(t) ? (uint64_t)(int64_t)btf_enum(t)[index].val : (uint32_t)btf_enum(t)[index].val;
	} else {
		p->enumerator = name_of(p->btf, core_enum64(t)[index].name);
		p->enumerated = (uint64_t)core_enum64(t)[index].high << 32 | core_enum64(t)[index].low;
	}
	return true;
}

static bool follow(struct path *p, uint32_t type, uint32_t index, uint32_t *next)
{
	const struct btf_type *t = core_plain(p->btf, &type);
	const struct btf_member *m;

	if (!t || !btf_is_composite(t)) {
		*next = element(p, t, index);
		return *next && add_index(p, core_plain(p->btf, next) ? *next : 0, index);
	}
	if (index >= btf_vlen(t))
		return false;
	m = &btf_members(t)[index];
	*next = m->type;
	p->bits += btf_member_bit_offset(t, index);
	return !*name_of(p->btf, m->name_off) || add_step(p, (struct step){type, index, name_of(p->btf, m->name_off)});
}

static bool read_path(const struct core *c, const struct image_core *r, struct path *p)
{
	const struct btf_type *t = btf__type_by_id(c->m->btf, r->type);
	const char *at = r->access;
	uint32_t type = r->type;
	char *end;

	*p = (struct path){.btf = c->m->btf, .root = r->type};
	for (bool first = true; t; first = false, at = end + 1) {
		unsigned long index = strtoul(at, &end, 10);

		if (end == at || index > INT32_MAX || (*end && *end != ':'))
			return false;
		if (!is_of_field(r->kind))
			return !*end && (is_of_enum(r->kind) ? (t = core_plain(p->btf, &type)) && find_enumerator(p, t, (uint32_t)index) : !index);
		if (first ? !add_index(p, core_plain(p->btf, &type) ? type : 0, (uint32_t)index) : !follow(p, type, (uint32_t)index, &type))
			return false;
		if (!*end)
			return true;
	}
	return false;
}

/* ---- the same path in a type of the kernel ---- */

/* False: no such member, or one of another kind. */
static bool find_member(struct path *p, uint32_t type, const struct btf *local, const struct step *wanted, uint32_t *next, int depth)
{
	const struct btf_type *record = btf__type_by_id(local, wanted->type), *t = core_plain(p->btf, &type);
	uint64_t bits = p->bits;

	if (!record || !t || !btf_is_composite(t) || depth > MAX_DEPTH)
		return false;
	for (uint32_t i = 0; i < btf_vlen(t); i++) {
		const struct btf_member *m = &btf_members(t)[i];
		const char *name = name_of(p->btf, m->name_off);

		if (p->looks++ > MAX_LOOKS)
			return false;
		p->bits = bits + btf_member_bit_offset(t, i);
		if (!*name && find_member(p, m->type, local, wanted, next, depth + 1))
			return true;
		if (!*name || strcmp(name, wanted->name))
			continue;
		*next = m->type;
		return core_fields_agree(local, btf_members(record)[wanted->index].type, p->btf, m->type) && add_step(p, (struct step){type, i, name});
	}
	p->bits = bits;
	return false;
}

static bool match_fields(struct path *p, const struct path *local)
{
	uint32_t type = p->root, next;

	for (uint32_t i = 0; i < local->n; i++) {
		const struct step *s = &local->steps[i];
		const struct btf_type *t = core_plain(p->btf, &type);

		if (!t)
			return false;
		if (s->name) {
			if (!find_member(p, type, local->btf, s, &next, 0))
				return false;
			type = next;
			continue;
		}
		if (i) {
			type = element(p, t, s->index);
			if (!type || !core_plain(p->btf, &type))
				return false;
		}
		if (!add_index(p, type, s->index))
			return false;
	}
	return true;
}

static bool match(struct path *p, const struct path *local, uint32_t kind)
{
	if (is_of_field(kind))
		return match_fields(p, local);
	if (is_of_enum(kind)) {
		uint32_t type = p->root;
		const struct btf_type *t = core_plain(p->btf, &type);

		for (uint32_t i = 0; t && btf_is_any_enum(t) && i < btf_vlen(t); i++)
			if (find_enumerator(p, t, i) && core_same_name(p->enumerator, local->enumerator))
				return true;
		return false;
	}
	return kind == CORE_TYPE_MATCHES ? core_types_match(local->btf, local->root, p->btf, p->root) : core_types_agree(local->btf, local->root, p->btf, p->root);
}

/* ---- what a path says ---- */

struct value {
	enum core_is is;
	uint64_t n;
	uint32_t size, type; /* FIELD_OFFSET of what is no bit-field */
};

static struct value failed(void)
{
	return (struct value){.is = CORE_FAILED};
}

static struct value element_value(const struct path *p, uint32_t kind)
{
	const struct step *s = &p->steps[p->n - 1];
	uint64_t size = size_of(p->btf, s->type, 0);

	if (kind == CORE_FIELD_SIZE)
		return (struct value){.is = CORE_SETTLED, .n = size};
	return kind == CORE_FIELD_OFFSET ? (struct value){CORE_SETTLED, p->bits / 8, (uint32_t)size, s->type} : failed();
}

static bool is_signed(const struct btf_type *t)
{
	return (btf_is_any_enum(t) && btf_kflag(t)) || (btf_is_int(t) && (btf_int_encoding(t) & BTF_INT_SIGNED));
}

/* A bit-field is read as the smallest aligned unit of its type, doubled until it holds all of it. */
static struct value member_value(const struct path *p, uint32_t kind)
{
	const struct step *s = &p->steps[p->n - 1];
	const struct btf_type *record = btf__type_by_id(p->btf, s->type), *t;
	uint32_t type = btf_members(record)[s->index].type, bits = btf_member_bitfield_size(record, s->index);
	uint64_t size, off = p->bits / 8;
	bool bitfield = bits != 0;

	t = core_plain(p->btf, &type);
	if (!t)
		return failed();
	size = bitfield ? t->size : size_of(p->btf, type, 0);
	if (bitfield && size != 1 && size != 2 && size != 4 && size != 8)
		return failed();
	if (!bitfield)
		bits = (uint32_t)(size * 8);
	for (off = bitfield ? off / size * size : off; bitfield && p->bits + bits - off * 8 > size * 8; off = p->bits / 8 / size * size)
		if ((size *= 2) > 8)
			return failed();
	switch (kind) {
	case CORE_FIELD_OFFSET: return (struct value){CORE_SETTLED, off, bitfield ? 0 : (uint32_t)size, type};
	case CORE_FIELD_SIZE: return (struct value){.is = CORE_SETTLED, .n = size};
	case CORE_FIELD_SIGNED: return (struct value){.is = CORE_SETTLED, .n = is_signed(t)};
	case CORE_FIELD_LSHIFT:
		return (struct value){.is = CORE_SETTLED, .n = __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__ ? 64 - (p->bits + bits - off * 8) : (8 - size) * 8 + p->bits - off * 8};
	case CORE_FIELD_RSHIFT: return (struct value){.is = CORE_SETTLED, .n = 64 - bits};
	default: return failed();
	}
}

/* p NULL: the kernel has nothing of the kind. */
static struct value value_of(const struct path *p, uint32_t kind)
{
	switch (kind) {
	case CORE_FIELD_EXISTS:
	case CORE_TYPE_EXISTS:
	case CORE_TYPE_MATCHES:
	case CORE_ENUM_EXISTS:
		return (struct value){.is = CORE_SETTLED, .n = p != NULL};
	case CORE_TYPE_SIZE:
		return (struct value){.is = CORE_SETTLED, .n = p ? size_of(p->btf, p->root, 0) : 0};
	case CORE_TYPE_ID_LOCAL:
	case CORE_TYPE_ID_TARGET:
		return (struct value){.is = CORE_SETTLED, .n = p ? p->root : 0};
	}
	if (!p)
		return (struct value){.is = CORE_POISON};
	if (kind == CORE_ENUM_VALUE)
		return (struct value){.is = CORE_SETTLED, .n = p->enumerated};
	return p->steps[p->n - 1].name ? member_value(p, kind) : element_value(p, kind);
}

/* ---- candidates ---- */

static void find_in(struct core *c, struct candidates *to, const struct btf *btf, uint32_t from, const struct btf_type *local, const char *name)
{
	uint32_t n = btf__type_cnt(btf);
	struct candidate *found;

	for (uint32_t id = from; id < n; id++) {
		const struct btf_type *t = btf__type_by_id(btf, id);
		const char *is = core_same_kind(local, t) ? name_of(btf, t->name_off) : "";

		if (*is != *name || !core_same_name(is, name))
			continue;
		found = arena_alloc(c->m->arena, sizeof(*found));
		*found = (struct candidate){.btf = btf, .type = id};
		*to->last = found;
		to->last = &found->next;
	}
}

/* Modules are asked for what the kernel proper does not have. */
static struct candidates *find(struct core *c, uint32_t local, const struct btf_type *t, const char *name)
{
	struct candidates *to;
	const struct btf *kernel = c->kernel->part(c->kernel->user, 0), *part;

	for (to = c->known; to; to = to->next)
		if (to->local == local)
			return to;
	to = arena_alloc(c->m->arena, sizeof(*to));
	*to = (struct candidates){.next = c->known, .local = local};
	to->last = &to->first;
	c->known = to;
	find_in(c, to, kernel, 1, t, name);
	for (uint32_t i = 1; !to->first && (part = c->kernel->part(c->kernel->user, i)); i++)
		find_in(c, to, part, btf__type_cnt(kernel), t, name);
	return to;
}

/* ---- words ---- */

/* bpf_core_format_spec(): "[7] struct task_struct.se.on_rq (0:4:1 @ offset 66)" */
static const char *describe(const struct core *c, const struct image_core *r, const struct path *p)
{
	static const char *const words[] = {
		[BTF_KIND_INT] = "int", [BTF_KIND_STRUCT] = "struct", [BTF_KIND_UNION] = "union", [BTF_KIND_ENUM] = "enum", [BTF_KIND_FWD] = "fwd",
		[BTF_KIND_TYPEDEF] = "typedef", [CORE_ENUM64] = "enum64", [BTF_KIND_FLOAT] = "float",
	};
	const struct btf_type *t = btf__type_by_id(p->btf, p->root);
	struct text out = {0};
	const char *name = name_of(p->btf, t->name_off), *s;
	uint32_t kind = btf_kind(t);

	text_addf(&out, "<%s> [%u] %s %s", kinds[r->kind], p->root, kind < ARRAY_LEN(words) && words[kind] ? words[kind] : "type", *name ? name : "<anon>");
	if (is_of_enum(r->kind))
		text_addf(&out, "::%s = %llu", p->enumerator, (unsigned long long)p->enumerated);
	for (uint32_t i = 0; i < p->n; i++)
		if (p->steps[i].name)
			text_addf(&out, ".%s", p->steps[i].name);
		else if (i || p->steps[i].index)
			text_addf(&out, "[%u]", p->steps[i].index);
	if (is_of_field(r->kind))
		text_addf(&out, p->bits % 8 ? " (%s @ offset %llu.%llu)" : " (%s @ offset %llu)", r->access, (unsigned long long)(p->bits / 8), (unsigned long long)(p->bits % 8));
	s = arena_printf(c->m->arena, "%s", out.s);
	text_free(&out);
	return s;
}

static struct core_answer give_up(struct core *c, const struct image_core *r, const struct path *local, const char *why)
{
	return (struct core_answer){.is = CORE_FAILED, .words = arena_printf(c->m->arena, "failed to relocate %s: %s", describe(c, r, local), why)};
}

/* ---- the answer ---- */

/* Where sizes differ an access is made to fit, which it can be for pointers and unsigned numbers. */
static bool fits(const struct path *a, uint32_t from, const struct path *b, uint32_t to)
{
	const struct btf_type *t = core_plain(a->btf, &from), *o = core_plain(b->btf, &to);

	if (!t || !o)
		return false;
	if (btf_is_ptr(t) && btf_is_ptr(o))
		return true;
	return btf_is_int(t) && btf_is_int(o) && btf_int_encoding(t) != BTF_INT_SIGNED && btf_int_encoding(o) != BTF_INT_SIGNED;
}

/* Those that match are the only ones that later relocations of the same type are held against. */
static struct core_answer settle(struct core *c, const struct image_core *r, const struct path *local, struct candidates *in)
{
	struct value here = value_of(local, r->kind), there = {0};
	struct core_answer a = {.is = CORE_SETTLED};
	struct candidate *kept = NULL, **last = &kept, *next;
	struct path first = {0};
	uint32_t n = 0;

	for (struct candidate *k = in->first; k; k = next) {
		struct path p = {.btf = k->btf, .root = k->type};
		struct value v;

		next = k->next;
		if (!match(&p, local, r->kind))
			continue;
		*last = k;
		last = &k->next;
		v = value_of(&p, r->kind);
		if (v.is == CORE_FAILED)
			return give_up(c, r, local, "a bit-field that no access can hold");
		if (!n++) {
			first = p;
			there = v;
		} else if (p.bits != first.bits) {
			return give_up(c, r, local, "field offset ambiguity");
		} else if (v.n != there.n) {
			return give_up(c, r, local, "relocation decision ambiguity");
		}
	}
	if (!n && !in->first && !c->kernel->whole)
		return (struct core_answer){.is = CORE_OPEN}; /* unless a module brings it */
	if (n) {
		*last = NULL;
		in->first = kept;
	} else {
		there = value_of(NULL, r->kind);
	}
	a.is = there.is;
	a.value = there.n;
	if (a.is == CORE_POISON)
		a.words = arena_printf(c->m->arena, "failed to resolve CO-RE relocation %s", describe(c, r, local));
	if (n && r->kind == CORE_FIELD_OFFSET && here.is == CORE_SETTLED && here.size && there.size) {
		a.size = there.size;
		a.local_size = here.size;
		a.other_kind = here.size != there.size && !fits(local, here.type, &first, there.type);
	}
	return a;
}

static struct core_answer answer(struct core *c, const struct image_core *r)
{
	const struct btf_type *t = btf__type_by_id(c->m->btf, r->type);
	const char *name = t ? name_of(c->m->btf, t->name_off) : "";
	struct path local;

	if (!*name || r->kind >= ARRAY_LEN(kinds) || r->kind == CORE_TYPE_ID_LOCAL || !read_path(c, r, &local))
		return (struct core_answer){.is = CORE_OPEN};
	return settle(c, r, &local, find(c, r->type, t, name));
}

struct core *core_new(const struct image *m, const struct core_kernel *kernel)
{
	struct core *c = arena_alloc(m->arena, sizeof(*c));

	*c = (struct core){.m = m, .kernel = kernel};
	c->answers = arena_alloc(m->arena, (m->cores.n + 1) * sizeof(*c->answers));
	for (uint32_t i = 0; i < m->cores.n; i++)
		c->answers[i] = answer(c, &m->cores.at[i]);
	return c;
}

struct core_answer core_ask(const struct core *c, const struct image_core *r)
{
	return c->answers[r - c->m->cores.at];
}
