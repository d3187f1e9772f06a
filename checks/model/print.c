// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * print: a whole unit in its textual form (bir.h shows one). What is printed reads back as the same model, apart from
 * the front end's own handles, and prints again as the same text.
 */
#include "kernel/kernel.h"
#include "model/bir.h"

#include <inttypes.h>

static void print_flags(struct text *out, const struct word *words, uint32_t flags)
{
	for (; words->text; words++)
		if (flags & words->bits)
			text_addf(out, " %s", words->text);
}

static void print_named(struct text *out, const char *key, const char *s)
{
	if (!s)
		return;
	text_addf(out, " %s ", key);
	print_string(out, s);
}

static void print_name(struct text *out, const char *name, const char *label)
{
	if (name && strcmp(name, label))
		print_named(out, "name", name);
}

static bool pos_known(const struct pos *p)
{
	return p->file || p->macro || p->line || p->col || p->end_line || p->end_col;
}

/* Ends the line. */
static void print_pos(const struct printer *p, const struct pos *pos)
{
	const char *file = pos->file ? labels_file(p->labels, pos->file) : "?";

	if (pos_known(pos)) {
		text_add(p->out, " ; ");
		if (file)
			text_addf(p->out, "%s:", file);
		text_addf(p->out, "%u:%u", pos->line, pos->col);
		if (pos->end_line && pos->end_line == pos->line)
			text_addf(p->out, "-%u", pos->end_col);
		else if (pos->end_line || pos->end_col)
			text_addf(p->out, "-%u:%u", pos->end_line, pos->end_col);
		if (pos->macro) {
			text_add(p->out, " in ");
			print_string(p->out, pos->macro);
		}
	}
	text_add(p->out, "\n");
}

static const char *type_label(const struct printer *p, type_id t)
{
	return p->labels->types[t < p->u->types.n ? t : 0];
}

static void print_field(const struct printer *p, const char *keyword, const struct field *f)
{
	text_addf(p->out, "\t%s", keyword);
	if (f->name) {
		text_add(p->out, " ");
		print_string(p->out, f->name);
	}
	text_addf(p->out, " : %s", type_label(p, f->type));
	if (f->bit_off)
		text_addf(p->out, " at %u", f->bit_off);
	if (f->bit_width)
		text_addf(p->out, " width %u", f->bit_width);
	if (f->base)
		text_add(p->out, " base");
	for (uint32_t i = 0; i < f->decl_tags.n; i++)
		print_named(p->out, "tag", f->decl_tags.at[i]);
	print_pos(p, &f->pos);
}

static void print_type(const struct printer *p, type_id id)
{
	const struct type *t = model_type(p->u, id);

	text_addf(p->out, "type %s = %s", p->labels->types[id], type_kind_words[t->kind]);
	if (t->elem)
		text_addf(p->out, " of %s", type_label(p, t->elem));
	if (t->name) {
		text_add(p->out, " ");
		print_string(p->out, t->name);
	}
	print_named(p->out, "tdef", t->tdef);
	if (t->count)
		text_addf(p->out, " count %" PRIu64, t->count);
	if (t->kind != TYPE_PTR || t->size != 8 || t->align != 8)
		text_addf(p->out, " size %" PRIu64 " align %u", t->size, t->align);
	if (t->addr_space)
		text_addf(p->out, " space %u", t->addr_space);
	print_flags(p->out, type_flag_words, t->flags);
	for (uint32_t i = 0; i < t->tags.n; i++)
		print_named(p->out, "tag", t->tags.at[i]);
	print_pos(p, &t->pos);
	for (uint32_t i = 0; i < t->fields.n; i++)
		print_field(p, t->kind == TYPE_FUNC ? "param" : "field", &t->fields.at[i]);
	if (t->fields.n)
		text_add(p->out, "end\n");
}

static bool same_pos(const struct pos *a, const struct pos *b)
{
	return a->file == b->file && a->macro == b->macro && a->line == b->line && a->col == b->col &&
	       a->end_line == b->end_line && a->end_col == b->end_col;
}

/* A side line of a map: has a position of its own unless it is the map's. */
static void end_line(const struct printer *p, const struct map *m, const struct pos *pos)
{
	if (same_pos(pos, &m->pos))
		text_add(p->out, "\n");
	else if (!pos_known(pos))
		text_add(p->out, " nowhere\n");
	else
		print_pos(p, pos);
}

static void print_side(const struct printer *p, const struct map *m, const char *side, type_id type, uint32_t size,
		       bool has_size, const struct pos *pos)
{
	if (!type && !size && !has_size && same_pos(pos, &m->pos))
		return;
	text_addf(p->out, "\t%s", side);
	if (type)
		text_addf(p->out, " : %s", type_label(p, type));
	if (has_size || size)
		text_addf(p->out, " size %u%s", size, has_size ? "" : " hint");
	end_line(p, m, pos);
}

static void print_number(const struct printer *p, const char *key, uint64_t v)
{
	if (v)
		text_addf(p->out, "\t%s %" PRIu64 "\n", key, v);
}

static void print_map(const struct printer *p, uint32_t index)
{
	const struct map *m = &p->u->maps.at[index];
	const struct map_facts *facts = kernel_map((enum map_type)m->map_type);

	text_addf(p->out, "map @%s %s%s%s%s", p->labels->maps[index], map_form_words[m->form], m->is_static ? " static" : "",
		  m->is_inner ? " template" : "", m->values_funcs ? " funcs" : "");
	print_name(p->out, m->name, p->labels->maps[index]);
	print_pos(p, &m->pos);
	if (facts && facts->name && kernel_map_by_name(facts->name) == facts && (uint32_t)facts->type == m->map_type)
		text_addf(p->out, "\ttype %s", facts->name);
	else
		text_addf(p->out, "\ttype %u", m->map_type);
	end_line(p, m, &m->type_pos);
	print_side(p, m, "key", m->key_type, m->key_size, m->has_key_size, &m->key_pos);
	print_side(p, m, "value", m->value_type, m->value_size, m->has_value_size, &m->value_pos);
	if (m->has_max_entries || m->max_entries)
		text_addf(p->out, "\tmax_entries %u%s\n", m->max_entries, m->has_max_entries ? "" : " hint");
	print_number(p, "flags", m->map_flags);
	print_number(p, "pinning", m->pinning);
	print_number(p, "numa_node", m->numa_node);
	print_number(p, "extra", m->map_extra);
	if (m->inner >= 0 && (uint32_t)m->inner < p->u->maps.n)
		text_addf(p->out, "\tinner @%s\n", p->labels->maps[m->inner]);
	text_add(p->out, "end\n");
}

static void print_bytes(const struct printer *p, const struct global *g)
{
	for (uint64_t i = 0; i < g->size; i++)
		text_addf(p->out, "%s%02x%s", i % 32 == 0 ? "\tbytes " : i % 4 == 0 ? " " : "", g->init[i],
			  i % 32 == 31 || i == g->size - 1 ? "\n" : "");
}

static const char *reloc_label(const struct printer *p, const struct reloc *r)
{
	switch (r->to) {
	case RELOC_FUNC:
		return r->index < p->u->funcs.n ? p->labels->funcs[r->index] : "?";
	case RELOC_GLOBAL:
		return r->index < p->u->globals.n ? p->labels->globals[r->index] : "?";
	case RELOC_MAP:
		return r->index < p->u->maps.n ? p->labels->maps[r->index] : "?";
	}
	return "?";
}

static void print_global(const struct printer *p, uint32_t index)
{
	const struct global *g = &p->u->globals.at[index];

	text_addf(p->out, "global @%s %s", p->labels->globals[index], global_kind_words[g->kind]);
	print_named(p->out, "section", g->section);
	if (g->type)
		text_addf(p->out, " : %s", type_label(p, g->type));
	text_addf(p->out, " size %" PRIu64 " align %u", g->size, g->align);
	text_addf(p->out, "%s%s%s%s%s%s", g->is_static ? " static" : "", g->is_const ? " const" : "",
		  g->is_volatile ? " volatile" : "", g->is_weak ? " weak" : "", g->is_extern ? " extern" : "",
		  g->is_arena ? " arena" : "");
	print_name(p->out, g->name, p->labels->globals[index]);
	for (uint32_t i = 0; i < g->decl_tags.n; i++)
		print_named(p->out, "tag", g->decl_tags.at[i]);
	print_pos(p, &g->pos);
	if (g->has_init && g->init)
		print_bytes(p, g);
	else if (g->has_init)
		text_add(p->out, "\tzero\n");
	for (uint32_t i = 0; i < g->relocs.n; i++)
		text_addf(p->out, "\treloc %u @%s%+" PRId64 "\n", g->relocs.at[i].off, reloc_label(p, &g->relocs.at[i]),
			  g->relocs.at[i].add);
	text_add(p->out, "end\n");
}

static void print_local(const struct printer *p, const struct func *f, uint32_t index)
{
	const struct local *l = &f->locals.at[index];

	text_addf(p->out, "\tlocal $%s", p->locals[index]);
	if (l->type)
		text_addf(p->out, " : %s", type_label(p, l->type));
	text_addf(p->out, " size %" PRIu64 " align %u", l->size, l->align);
	if (l->param >= 0)
		text_addf(p->out, " param %d", l->param);
	print_name(p->out, l->name, p->locals[index]);
	print_pos(p, &l->pos);
}

/* Only what their instructions do not say. */
static void print_temp(const struct printer *p, const struct func *f, uint32_t t)
{
	const struct temp *x = &f->temps.at[t];

	if (!x->is_var && !x->name)
		return;
	text_addf(p->out, "\t%s %%%u", x->is_var ? "var" : "temp", t);
	if (x->name) {
		text_add(p->out, " ");
		print_string(p->out, x->name);
	}
	if (x->is_var && x->type)
		text_addf(p->out, " : %s", type_label(p, x->type));
	text_add(p->out, "\n");
}

static void print_blocks(const struct printer *p, const struct func *f)
{
	for (uint32_t b = 0; b < f->blocks.n; b++) {
		const struct block *block = &f->blocks.at[b];

		text_addf(p->out, ".b%u", b);
		if (block->name) {
			text_add(p->out, " ");
			print_string(p->out, block->name);
		}
		text_add(p->out, ":\n");
		for (uint32_t i = block->first; i < block->first + block->count; i++) {
			text_add(p->out, "\t");
			print_instr(p, f, &f->instrs.at[i]);
			print_pos(p, &p->u->places.at[f->instrs.at[i].pos < p->u->places.n ? f->instrs.at[i].pos : 0]);
		}
	}
}

static void print_func(struct printer *p, uint32_t index)
{
	const struct func *f = &p->u->funcs.at[index];

	p->locals = labels_locals(p->labels, f);
	text_addf(p->out, "func @%s", p->labels->funcs[index]);
	if (f->type)
		text_addf(p->out, " : %s", type_label(p, f->type));
	text_addf(p->out, " %s", linkage_words[f->linkage]);
	print_named(p->out, "section", f->section);
	print_flags(p->out, func_flag_words, f->flags);
	print_name(p->out, f->name, p->labels->funcs[index]);
	for (uint32_t i = 0; i < f->decl_tags.n; i++)
		print_named(p->out, "tag", f->decl_tags.at[i]);
	print_named(p->out, "ignore", f->ignore);
	print_pos(p, &f->pos);
	for (uint32_t i = 0; i < f->params.n; i++) {
		uint32_t t = f->params.at[i];

		text_addf(p->out, "\tparam %%%u", t);
		if (t < f->temps.n && f->temps.at[t].type)
			text_addf(p->out, " : %s", type_label(p, f->temps.at[t].type));
		text_add(p->out, "\n");
	}
	for (uint32_t i = 0; i < f->temps.n; i++)
		print_temp(p, f, i);
	for (uint32_t i = 0; i < f->locals.n; i++)
		print_local(p, f, i);
	print_blocks(p, f);
	text_add(p->out, "end");
	print_pos(p, &f->end_pos);
}

static void print_header(const struct printer *p)
{
	const struct unit *u = p->u;

	text_add(p->out, "bpfproof-model 1\nunit");
	if (u->file) {
		text_add(p->out, " ");
		print_string(p->out, u->file);
	}
	if (u->cpu)
		text_addf(p->out, " cpu %u", u->cpu);
	text_addf(p->out, "%s%s%s\n", u->big_endian ? " big-endian" : "", u->cplusplus ? " c++" : "", u->final ? " final" : "");
	for (uint32_t i = 0; i < p->labels->file_paths.n; i++) {
		if (!p->labels->file_labels.at[i])
			continue;
		text_addf(p->out, "file %s ", p->labels->file_labels.at[i]);
		print_string(p->out, p->labels->file_paths.at[i]);
		text_add(p->out, "\n");
	}
	if (u->license || pos_known(&u->license_pos)) {
		text_add(p->out, "license");
		if (u->license) {
			text_add(p->out, " ");
			print_string(p->out, u->license);
		}
		print_pos(p, &u->license_pos);
	}
}

void model_print(const struct unit *u, struct text *out)
{
	struct labels labels;
	struct printer p = {.u = u, .labels = &labels, .out = out};

	labels_make(&labels, u);
	print_header(&p);
	for (type_id id = 1; id < u->types.n; id++)
		print_type(&p, id);
	for (uint32_t i = 0; i < u->maps.n; i++)
		print_map(&p, i);
	for (uint32_t i = 0; i < u->globals.n; i++)
		print_global(&p, i);
	for (uint32_t i = 0; i < u->funcs.n; i++)
		print_func(&p, i);
	labels_free(&labels);
}
