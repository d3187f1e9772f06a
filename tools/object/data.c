// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * data: what instructions may take the address of. The loader makes one map of each data section, with a single value, so a section is
 * one global here; its type is a record with the section's variables, that places in it have names. What the object does not
 * define itself (kernel variables, configuration) is a global of its own.
 *
 * Mirrors bpf_object__init_global_data_maps(), bpf_program__record_reloc() of libbpf.
 */
#include "object/lower.h"

#include <bpf/btf.h>
#include <gelf.h>

static bool begins(const char *s, const char *with)
{
	size_t n = strlen(with);

	return !strncmp(s, with, n) && (!s[n] || s[n] == '.');
}

static bool is_volatile(const struct lower *l, uint32_t id)
{
	const struct btf_type *t = lower_btf(l, id);

	for (int hops = 0; t && (btf_is_mod(t) || btf_is_typedef(t)) && hops < 64; hops++) {
		if (btf_is_volatile(t))
			return true;
		t = lower_btf(l, t->type);
	}
	return false;
}

/* BTF leaves sizes and offsets of a section's variables to the linker: the symbols have them. */
static const struct image_symbol *variable(const struct lower *l, uint32_t section, const char *name)
{
	for (uint32_t i = 0; i < l->m->symbols.n; i++)
		if (l->m->symbols.at[i].section == section && !strcmp(l->m->symbols.at[i].name, name))
			return &l->m->symbols.at[i];
	return NULL;
}

static type_id section_type(struct lower *l, uint32_t section, const char *name, struct global *g)
{
	int id = l->m->btf ? btf__find_by_name_kind(l->m->btf, name, BTF_KIND_DATASEC) : -1;
	const struct btf_type *sec = id > 0 ? lower_btf(l, (uint32_t)id) : NULL;
	struct type t = {.kind = TYPE_STRUCT, .size = g->size, .align = 1};

	for (uint32_t i = 0; sec && i < btf_vlen(sec); i++) {
		const struct btf_type *var = lower_btf(l, btf_var_secinfos(sec)[i].type);
		const char *of = var && btf_is_var(var) ? lower_name(l, var) : NULL;
		const struct image_symbol *s = of ? variable(l, section, of) : NULL;
		struct field f = {.name = of};

		if (!s || s->value > UINT32_MAX / 8)
			continue;
		for (uint32_t k = 0; k < l->tags.n; k++)
			if (l->tags.at[k].of == btf_var_secinfos(sec)[i].type)
				vec_push(&f.decl_tags, l->tags.at[k].tag);
		f.type = lower_type(l, var->type);
		f.bit_off = (uint32_t)s->value * 8;
		if (f.type && s->value + model_type(l->u, f.type)->size <= g->size)
			vec_push(&t.fields, f);
		g->is_volatile |= is_volatile(l, var->type);
	}
	return model_type_add(l->u, &t);
}

void lower_data(struct lower *l)
{
	l->section_global = arena_alloc(l->m->arena, l->m->sections.n * sizeof(*l->section_global));
	l->symbol_global = arena_alloc(l->m->arena, (l->m->symbols.n + 1) * sizeof(*l->symbol_global));
	for (uint32_t i = 1; i < l->m->sections.n; i++) {
		const struct image_section *s = &l->m->sections.at[i];
		bool rodata = begins(s->name, ".rodata"), arena = begins(s->name, ".addr_space");
		struct global g = {
			.name = s->name,
			.section = s->name,
			.kind = rodata ? GLOBAL_RODATA : GLOBAL_DATA,
			.size = s->size,
			.align = 8,
			.is_const = rodata,
			.is_arena = arena,
			.has_init = s->data || s->kind == SHT_NOBITS,
			.init = s->data,
		};

		if (s->is_code || (!rodata && !arena && !begins(s->name, ".data") && !begins(s->name, ".bss")))
			continue;
		g.type = section_type(l, i, s->name, &g);
		l->section_global[i] = model_global_add(l->u, &g) + 1;
	}
}

/* The addresses of functions in this variable; where the relocation names a section, the place in that is in the data. */
static void find_operations(struct lower *l, const struct image_symbol *s, struct global *g)
{
	const uint8_t *data = image_section(l->m, s->section)->data;

	for (uint32_t i = 0; i < l->m->relocs.n; i++) {
		const struct image_reloc *r = &l->m->relocs.at[i];
		const struct image_symbol *to = image_reloc_symbol(l->m, r);
		uint64_t at;
		int32_t f;

		if (r->section != s->section || r->off < s->value || s->size < sizeof(at) || r->off - s->value > s->size - sizeof(at) || !to || !data)
			continue;
		memcpy(&at, data + r->off, sizeof(at));
		f = lower_function_at(l, to->section, to->value + at);
		if (f != NO_FUNCTION)
			vec_push(&g->relocs, ((struct reloc){.off = (uint32_t)(r->off - s->value), .to = RELOC_FUNC, .index = lower_declared(l, &l->functions.at[f])}));
	}
}

void lower_operations(struct lower *l)
{
	for (uint32_t i = 0; i < l->m->symbols.n; i++) {
		const struct image_symbol *s = &l->m->symbols.at[i];
		const struct image_section *in = image_section(l->m, s->section);
		const char *section = in->name + (*in->name == '?');
		struct global g = {.name = s->name, .section = in->name, .kind = GLOBAL_SPECIAL, .size = s->size, .align = 8};
		const struct btf_type *var;
		int id;

		if (s->type != STT_OBJECT || !begins(section, ".struct_ops") || s->value > in->size || s->size > in->size - s->value)
			continue;
		id = l->m->btf && *s->name ? btf__find_by_name_kind(l->m->btf, s->name, BTF_KIND_VAR) : -1;
		var = id > 0 ? lower_btf(l, (uint32_t)id) : NULL;
		if (!var)
			continue;
		g.type = lower_type(l, var->type);
		find_operations(l, s, &g);
		model_global_add(l->u, &g);
	}
}

bool lower_address(struct lower *l, const struct image_symbol *s, int64_t add, struct operand *o)
{
	if (s->section < l->m->sections.n && l->section_global[s->section]) {
		*o = opnd_addr(OPND_GLOBAL, l->section_global[s->section] - 1);
		o->imm = (int64_t)s->value + add;
		return true;
	}
	for (uint32_t i = 0; i < l->nmaps; i++)
		if (l->maps_at[i].section == s->section && l->maps_at[i].off == s->value + (uint64_t)add) {
			*o = opnd_addr(OPND_MAP, l->maps_at[i].map);
			return true;
		}
	return false;
}

static bool in_kconfig(const struct lower *l, const char *name)
{
	int id = l->m->btf ? btf__find_by_name_kind(l->m->btf, ".kconfig", BTF_KIND_DATASEC) : -1;
	const struct btf_type *sec = id > 0 ? lower_btf(l, (uint32_t)id) : NULL;

	for (uint32_t i = 0; sec && i < btf_vlen(sec); i++) {
		const char *of = lower_name(l, lower_btf(l, btf_var_secinfos(sec)[i].type));

		if (of && !strcmp(of, name))
			return true;
	}
	return false;
}

struct operand lower_extern(struct lower *l, uint32_t symbol)
{
	const struct image_symbol *s = &l->m->symbols.at[symbol];
	int id = l->m->btf ? btf__find_by_name_kind(l->m->btf, s->name, BTF_KIND_VAR) : -1;
	const struct btf_type *var = id > 0 ? lower_btf(l, (uint32_t)id) : NULL;
	struct global g = {
		.name = s->name,
		.kind = in_kconfig(l, s->name) ? GLOBAL_KCONFIG : GLOBAL_KSYM,
		.type = var ? lower_type(l, var->type) : 0,
		.align = 8,
		.is_extern = true,
		.is_weak = s->bind == STB_WEAK,
	};

	if (!l->symbol_global[symbol]) {
		g.size = model_type(l->u, g.type)->size;
		l->symbol_global[symbol] = model_global_add(l->u, &g) + 1;
	}
	return opnd_addr(OPND_GLOBAL, l->symbol_global[symbol] - 1);
}
