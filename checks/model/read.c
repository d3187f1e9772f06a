// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * read: the textual form back into a model. A first pass collects the labels of types and of what has an @, so that
 * anything may be named before its line comes; the second reads the lines. Widths, ranges and the like are left to
 * the validator; here only the text must be well-formed and every label known.
 */
#include "kernel/kernel.h"
#include "model/reader.h"

static void rewind_text(struct reader *r, const char *text)
{
	r->next = text;
	r->line = 0;
}

/* ---- the first pass ---- */

static void collect_type(struct reader *r)
{
	const char *s;
	size_t n = lex_label(r, &s);

	if (n && !symbols_add(&r->types, s, n, model_type_reserve(r->u)))
		lex_fail(r, "type '%.*s' is there twice", (int)(n < 60 ? n : 60), s);
}

static void collect_object(struct reader *r, enum object_kind kind)
{
	const char *s;
	uint32_t index = 0;
	size_t n;

	lex_expect(r, '@');
	n = lex_label(r, &s);
	switch (kind) {
	case OBJECT_MAP:
		index = model_map_add(r->u, &(struct map){.inner = -1});
		break;
	case OBJECT_GLOBAL:
		index = model_global_add(r->u, &(struct global){0});
		break;
	case OBJECT_FUNC:
		index = model_func_add(r->u, &(struct func){0});
		break;
	}
	if (n && !symbols_add(&r->objects, s, n, index << 2 | (uint32_t)kind))
		lex_fail(r, "'@%.*s' is there twice", (int)(n < 60 ? n : 60), s);
}

static void collect_labels(struct reader *r)
{
	static const char *const objects[] = {[OBJECT_MAP] = "map", [OBJECT_GLOBAL] = "global", [OBJECT_FUNC] = "func", NULL};
	bool inside = false;

	symbols_add(&r->types, "none", 4, 0);
	while (lex_line(r)) {
		const char *s;
		size_t n = lex_word(r, &s);
		int kind = find_word(objects, s, n);

		if (inside) {
			inside = !(n == 3 && !memcmp(s, "end", 3));
		} else if (kind != NO_WORD) {
			collect_object(r, (enum object_kind)kind);
			inside = true;
		} else if (n == 4 && !memcmp(s, "type", 4)) {
			collect_type(r);
		}
	}
}

/* ---- types ---- */

static void read_tag(struct reader *r, const char **tag)
{
	*tag = lex_string(r);
	if (!*tag)
		lex_fail(r, "expected a string");
}

static void read_field(struct reader *r, struct type *t)
{
	struct field f = {.name = lex_string(r)};

	f.type = lex_of_type(r);
	while (!lex_done(r)) {
		const char *tag;

		if (lex_keyword(r, "at"))
			f.bit_off = (uint32_t)lex_natural(r, UINT32_MAX);
		else if (lex_keyword(r, "width"))
			f.bit_width = (uint16_t)lex_natural(r, UINT16_MAX);
		else if (lex_keyword(r, "base"))
			f.base = true;
		else if (lex_keyword(r, "tag")) {
			read_tag(r, &tag);
			vec_push(&f.decl_tags, tag);
		} else
			break;
	}
	lex_end(r, &f.pos);
	vec_push(&t->fields, f);
}

/* The lines up to `end`, if the next one is such a line at all. */
static void read_fields(struct reader *r, struct type *t)
{
	const char *keyword = t->kind == TYPE_FUNC ? "param" : "field";
	struct reader before = *r;

	if (t->kind != TYPE_FUNC && t->kind != TYPE_STRUCT && t->kind != TYPE_UNION)
		return;
	if (!lex_line(r) || !lex_keyword(r, keyword)) {
		r->next = before.next;
		r->line = before.line;
		return;
	}
	do {
		read_field(r, t);
	} while (lex_line(r) && lex_keyword(r, keyword));
	if (!lex_keyword(r, "end"))
		lex_fail(r, "expected 'end'");
	lex_end(r, NULL);
}

static bool is_scalar(enum type_kind kind)
{
	return kind == TYPE_INT || kind == TYPE_FLOAT || kind == TYPE_ENUM || kind == TYPE_PTR;
}

static void read_type(struct reader *r)
{
	type_id id = lex_type(r);
	bool sized = false, aligned = false;
	struct type t = {0};

	lex_expect(r, '=');
	t.kind = (enum type_kind)lex_choice(r, type_kind_words, "kind of type");
	if (lex_keyword(r, "of"))
		t.elem = lex_type(r);
	t.name = lex_string(r);
	if (t.kind == TYPE_PTR)
		t.size = 8;
	while (!lex_done(r)) {
		const char *tag;

		if (lex_keyword(r, "tdef"))
			read_tag(r, &t.tdef);
		else if (lex_keyword(r, "count"))
			t.count = lex_natural(r, UINT64_MAX);
		else if (lex_keyword(r, "size")) {
			t.size = lex_natural(r, MAX_SIZE);
			sized = true;
		} else if (lex_keyword(r, "align")) {
			t.align = (uint32_t)lex_natural(r, UINT32_MAX);
			aligned = true;
		} else if (lex_keyword(r, "space"))
			t.addr_space = (uint32_t)lex_natural(r, UINT32_MAX);
		else if (lex_keyword(r, "tag")) {
			read_tag(r, &tag);
			vec_push(&t.tags, tag);
		} else if (!lex_flag(r, type_flag_words, &t.flags))
			break;
	}
	if (!aligned && is_scalar(t.kind))
		t.align = (uint32_t)t.size;
	if (!sized && (t.kind == TYPE_ARRAY || t.kind == TYPE_VECTOR))
		vec_push(&r->unsized, id);
	lex_end(r, &t.pos);
	read_fields(r, &t);
	model_type_set(r->u, id, &t);
}

/* In the order of the text, so arrays of such arrays come behind. Once types are through, and at the end. */
static void size_arrays(struct reader *r)
{
	for (uint32_t i = 0; i < r->unsized.n; i++) {
		struct type *t = &r->u->types.at[r->unsized.at[i]];
		const struct type *elem = model_type(r->u, t->elem);

		if (__builtin_mul_overflow(t->count, elem->size, &t->size) || t->size > MAX_SIZE)
			t->size = 0;
		t->align = elem->align;
	}
	r->unsized.n = 0;
}

/* ---- maps ---- */

/* The end of a side line: a position of its own, or none, or else the map's. */
static void read_side_end(struct reader *r, const struct map *m, struct pos *pos)
{
	bool nowhere = lex_keyword(r, "nowhere"), own = !nowhere && lex_char(r, ';');

	if (own)
		r->at--;
	lex_end(r, pos);
	if (!nowhere && !own)
		*pos = m->pos;
}

static void read_side(struct reader *r, const struct map *m, type_id *type, uint32_t *size, bool *has, struct pos *pos)
{
	*type = lex_of_type(r);
	if (lex_keyword(r, "size")) {
		*size = (uint32_t)lex_natural(r, UINT32_MAX);
		*has = !lex_keyword(r, "hint");
	}
	read_side_end(r, m, pos);
}

static void read_map_type(struct reader *r, struct map *m)
{
	const char *s, *name;
	const struct map_facts *facts;
	uint64_t v;
	size_t n;

	if (lex_number(r, &v)) {
		if (v > UINT32_MAX)
			lex_fail(r, "number is too large");
		m->map_type = (uint32_t)v;
	} else {
		n = lex_word(r, &s);
		name = intern_strn(r->u->names, s, n);
		facts = kernel_map_by_name(name);
		if (!facts)
			lex_fail(r, "unknown map type '%.*s'", (int)(n < 60 ? n : 60), s);
		else
			m->map_type = (uint32_t)facts->type;
	}
	read_side_end(r, m, &m->type_pos);
}

static void read_inner(struct reader *r, struct map *m)
{
	enum object_kind kind = OBJECT_MAP;
	uint32_t index = 0;

	lex_expect(r, '@');
	if (lex_object(r, &kind, &index) && kind != OBJECT_MAP)
		lex_fail(r, "inner map is no map");
	m->inner = (int32_t)index;
	lex_end(r, NULL);
}

static void read_number(struct reader *r, uint32_t *v)
{
	*v = (uint32_t)lex_natural(r, UINT32_MAX);
	lex_end(r, NULL);
}

/* False: no such line. */
static bool read_map_line(struct reader *r, struct map *m)
{
	if (lex_keyword(r, "type"))
		read_map_type(r, m);
	else if (lex_keyword(r, "key"))
		read_side(r, m, &m->key_type, &m->key_size, &m->has_key_size, &m->key_pos);
	else if (lex_keyword(r, "value"))
		read_side(r, m, &m->value_type, &m->value_size, &m->has_value_size, &m->value_pos);
	else if (lex_keyword(r, "max_entries")) {
		m->max_entries = (uint32_t)lex_natural(r, UINT32_MAX);
		m->has_max_entries = !lex_keyword(r, "hint");
		lex_end(r, NULL);
	} else if (lex_keyword(r, "flags"))
		read_number(r, &m->map_flags);
	else if (lex_keyword(r, "pinning"))
		read_number(r, &m->pinning);
	else if (lex_keyword(r, "numa_node"))
		read_number(r, &m->numa_node);
	else if (lex_keyword(r, "extra")) {
		m->map_extra = lex_natural(r, UINT64_MAX);
		lex_end(r, NULL);
	} else if (lex_keyword(r, "inner"))
		read_inner(r, m);
	else
		return false;
	return true;
}

/* The name that a label stands for. */
static const char *label_name(struct reader *r, const char *s, size_t n)
{
	return n && !(s[0] >= '0' && s[0] <= '9') ? intern_strn(r->u->names, s, n) : NULL;
}

static void read_end(struct reader *r)
{
	if (r->line_end == r->at || !lex_keyword(r, "end"))
		lex_fail(r, "expected 'end'");
}

/* "@label", defined here: its index, and its name until the line says otherwise. */
static uint32_t read_own_label(struct reader *r, enum object_kind expected, const char **name)
{
	enum object_kind kind = expected;
	const char *s;
	uint32_t index = 0;

	lex_expect(r, '@');
	s = r->at;
	if (lex_object(r, &kind, &index))
		*name = label_name(r, s, (size_t)(r->at - s));
	if (kind != expected || (r->at > s && (*s == ' ' || *s == '\t')))
		lex_fail(r, "bad label");
	return index;
}

static void read_map(struct reader *r)
{
	struct map m = {.inner = -1};
	uint32_t index = read_own_label(r, OBJECT_MAP, &m.name);

	m.form = (enum map_form)lex_choice(r, map_form_words, "form of map");
	while (!lex_done(r)) {
		if (lex_keyword(r, "static"))
			m.is_static = true;
		else if (lex_keyword(r, "template"))
			m.is_inner = true;
		else if (lex_keyword(r, "funcs"))
			m.values_funcs = true;
		else if (lex_keyword(r, "name"))
			read_tag(r, &m.name);
		else
			break;
	}
	lex_end(r, &m.pos);
	m.key_pos = m.value_pos = m.type_pos = m.pos;
	while (lex_line(r) && read_map_line(r, &m))
		;
	read_end(r);
	lex_end(r, NULL);
	if (!r->error)
		r->u->maps.at[index] = m;
}

/* ---- globals ---- */

static int hex_digit(char c)
{
	return c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

static void read_bytes(struct reader *r)
{
	while (!lex_done(r)) {
		int high = r->line_end - r->at >= 2 ? hex_digit(r->at[0]) : -1, low = high >= 0 ? hex_digit(r->at[1]) : -1;

		if (low < 0)
			lex_fail(r, "expected bytes in hexadecimal");
		vec_push(&r->bytes, (uint8_t)(high * 16 + low));
		r->at += 2;
	}
	lex_end(r, NULL);
}

static void read_reloc(struct reader *r, struct global *g)
{
	struct reloc reloc = {.off = (uint32_t)lex_natural(r, UINT32_MAX)};
	enum object_kind kind = OBJECT_FUNC;

	lex_expect(r, '@');
	lex_object(r, &kind, &reloc.index);
	reloc.to = kind == OBJECT_FUNC ? RELOC_FUNC : kind == OBJECT_GLOBAL ? RELOC_GLOBAL : RELOC_MAP;
	if (!lex_done(r))
		reloc.add = lex_integer(r);
	lex_end(r, NULL);
	vec_push(&g->relocs, reloc);
}

static bool read_global_word(struct reader *r, struct global *g, bool *sized)
{
	const char *tag;

	if (lex_keyword(r, "size")) {
		g->size = lex_natural(r, MAX_SIZE);
		*sized = true;
	} else if (lex_keyword(r, "align"))
		g->align = (uint32_t)lex_natural(r, UINT32_MAX);
	else if (lex_keyword(r, "static"))
		g->is_static = true;
	else if (lex_keyword(r, "const"))
		g->is_const = true;
	else if (lex_keyword(r, "volatile"))
		g->is_volatile = true;
	else if (lex_keyword(r, "weak"))
		g->is_weak = true;
	else if (lex_keyword(r, "extern"))
		g->is_extern = true;
	else if (lex_keyword(r, "arena"))
		g->is_arena = true;
	else if (lex_keyword(r, "name"))
		read_tag(r, &g->name);
	else if (lex_keyword(r, "tag")) {
		read_tag(r, &tag);
		vec_push(&g->decl_tags, tag);
	} else
		return false;
	return true;
}

static bool read_global_line(struct reader *r, struct global *g)
{
	if (lex_keyword(r, "zero")) {
		g->has_init = true;
		lex_end(r, NULL);
	} else if (lex_keyword(r, "bytes"))
		read_bytes(r);
	else if (lex_keyword(r, "reloc"))
		read_reloc(r, g);
	else
		return false;
	return true;
}

static void read_global(struct reader *r)
{
	struct global g = {0};
	uint32_t index = read_own_label(r, OBJECT_GLOBAL, &g.name);
	bool sized = false;

	if (r->error)
		return;
	g.kind = (enum global_kind)lex_choice(r, global_kind_words, "kind of global");
	if (lex_keyword(r, "section"))
		read_tag(r, &g.section);
	g.type = lex_of_type(r);
	while (!lex_done(r) && read_global_word(r, &g, &sized))
		;
	if (!sized) {
		g.size = model_type(r->u, g.type)->size;
		g.align = model_type(r->u, g.type)->align;
	}
	lex_end(r, &g.pos);
	r->bytes.n = 0;
	while (lex_line(r) && read_global_line(r, &g))
		;
	read_end(r);
	lex_end(r, NULL);
	if (r->bytes.n && (g.has_init || r->bytes.n != g.size))
		lex_fail(r, "%u bytes of initialiser for a global of %llu", r->bytes.n, (unsigned long long)g.size);
	if (r->bytes.n) {
		g.has_init = true;
		g.init = arena_copy(r->u->arena, r->bytes.at, r->bytes.n);
	}
	vec_free(&r->u->globals.at[index].relocs);
	vec_free(&r->u->globals.at[index].decl_tags);
	r->u->globals.at[index] = g;
}

/* ---- the unit ---- */

static void read_unit_line(struct reader *r)
{
	r->u->file = lex_string(r);
	while (!lex_done(r)) {
		if (lex_keyword(r, "big-endian"))
			r->u->big_endian = true;
		else if (lex_keyword(r, "cpu"))
			r->u->cpu = (uint8_t)lex_natural(r, 99);
		else if (lex_keyword(r, "final"))
			r->u->final = true;
		else if (lex_keyword(r, "c++"))
			r->u->cplusplus = true;
		else
			break;
	}
	lex_end(r, NULL);
}

static void read_file_line(struct reader *r)
{
	const char *s, *path;
	size_t n = lex_label(r, &s);

	path = lex_string(r);
	if (!path)
		lex_fail(r, "expected a path");
	else if (!symbols_add(&r->files, s, n, r->paths.n))
		lex_fail(r, "file '%.*s' is there twice", (int)(n < 60 ? n : 60), s);
	vec_push(&r->paths, path);
	lex_end(r, NULL);
}

static void read_func_line(struct reader *r)
{
	const char *name = NULL;
	uint32_t index = read_own_label(r, OBJECT_FUNC, &name);

	if (r->error)
		return;
	r->u->funcs.at[index].name = name;
	read_func(r, index);
}

static void read_license(struct reader *r)
{
	r->u->license = lex_string(r);
	lex_end(r, &r->u->license_pos);
}

static const struct {
	const char *keyword;
	void (*read)(struct reader *r);
} lines[] = {
	{"license", read_license}, {"file", read_file_line}, {"type", read_type},
	{"map", read_map}, {"global", read_global}, {"func", read_func_line},
};

static void read_line(struct reader *r)
{
	for (unsigned i = 0; i < ARRAY_LEN(lines); i++) {
		if (lex_keyword(r, lines[i].keyword)) {
			if (lines[i].read != read_type)
				size_arrays(r);
			lines[i].read(r);
			return;
		}
	}
	lex_fail(r, "expected license, file, type, map, global or func");
}

static void read_all(struct reader *r, const char *text)
{
	if (!lex_line(r) || !lex_keyword(r, "bpfproof-model") || lex_natural(r, UINT32_MAX) != 1) {
		lex_fail(r, "expected 'bpfproof-model 1'");
		return;
	}
	collect_labels(r);
	rewind_text(r, text);
	lex_line(r);
	if (!lex_line(r) || !lex_keyword(r, "unit"))
		lex_fail(r, "expected 'unit'");
	read_unit_line(r);
	while (lex_line(r))
		read_line(r);
	size_arrays(r);
}

struct unit *model_read(const char *text, size_t n, struct arena *error_arena, const char **error)
{
	struct arena *scratch = arena_new();
	struct reader r = {
		.u = model_unit_new(), .next = text, .end = text + n, .scratch = scratch,
		.files = {.arena = scratch}, .types = {.arena = scratch}, .objects = {.arena = scratch},
		.error_arena = error_arena,
	};

	if (n < INT32_MAX)
		read_all(&r, text);
	else
		lex_fail(&r, "text is too long");
	if (r.error) {
		model_unit_free(r.u);
		r.u = NULL;
	}
	*error = r.error;
	vec_free(&r.paths);
	vec_free(&r.unsized);
	vec_free(&r.bytes);
	arena_free(scratch);
	return r.u;
}
