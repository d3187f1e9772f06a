// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * object_prepare: changes to an object's bytes before libbpf sees them, so that what belongs to other programs does not stand in the way of
 * one. A section is hidden by changing its name, and what the kernel lacks is asked for weakly where the program does not use it.
 */
#define _GNU_SOURCE /* memmem */
#include "verify/object_parts.h"

enum { MOST_MODIFIERS = 32 };

/* ---- struct_ops maps ---- */

/* Ends every ".struct_ops.link" in these strings behind ".struct_ops", which is what libbpf before 1.2 knows. */
static void shorten_names(struct object *o, const GElf_Shdr *header)
{
	static const char long_name[] = ".struct_ops.link";
	char *at = o->bytes + header->sh_offset, *end = at + header->sh_size;

	if (header->sh_offset > o->size || header->sh_size > o->size - header->sh_offset)
		return;
	while ((at = memmem(at, (size_t)(end - at), long_name, sizeof(long_name)))) {
		at += strlen(".struct_ops");
		*at = '\0';
	}
}

/* ".struct_ops", ".struct_ops.link", and these with "?" before them (libbpf 1.5) */
static bool is_struct_ops(const char *name)
{
	name += *name == '?';
	return !strcmp(name, ".struct_ops") || !strcmp(name, ".struct_ops.link");
}

/* To hide a name is to begin it two letters later. */
static void add_name(struct object *o, bool old, const char *name, size_t at, uint32_t offset)
{
	bool optional = *name == '?';
	struct struct_ops s = {at, offset + (old && optional), offset + 2 + optional};

	if (at + sizeof(s.name) <= o->size)
		vec_push(&o->struct_ops, s);
}

/* A section's variables are a type with the section's name. */
static void find_types(struct object *o, bool old, const GElf_Shdr *header)
{
	uint32_t size;
	const char *raw = o->btf ? btf__raw_data(o->btf, &size) : NULL;

	for (uint32_t id = 1; raw && id < btf__type_cnt(o->btf); id++) {
		const struct btf_type *t = btf__type_by_id(o->btf, id);
		const char *name = btf_is_datasec(t) ? btf__name_by_offset(o->btf, t->name_off) : NULL, *at = (const char *)&t->name_off;

		if (name && is_struct_ops(name) && at >= raw && at < raw + size)
			add_name(o, old, name, header->sh_offset + (size_t)(at - raw), t->name_off);
	}
}

void object_find_struct_ops(struct object *o)
{
	bool old = libbpf_major_version() == 1 && libbpf_minor_version() < 2, plain = object_section_named(o, ".struct_ops") != 0;
	size_t strings = 0;
	GElf_Ehdr elf;
	GElf_Shdr header;
	const char *name;
	Elf_Data *data;

	if (!gelf_getehdr(o->elf, &elf) || elf_getshdrstrndx(o->elf, &strings))
		return;
	for (size_t i = 1; object_section(o, i, &header, &name, &data); i++) {
		if (header.sh_type == SHT_PROGBITS && is_struct_ops(name))
			add_name(o, old, name, elf.e_shoff + i * elf.e_shentsize + offsetof(Elf64_Shdr, sh_name), header.sh_name);
		else if (!strcmp(name, BTF_ELF_SEC))
			find_types(o, old, &header);
	}
	if (!old || plain || !o->struct_ops.n)
		return;
	for (size_t i = 1; object_section(o, i, &header, &name, &data); i++)
		if (i == strings || !strcmp(name, BTF_ELF_SEC))
			shorten_names(o, &header);
}

/* ---- BTF that the kernel would not take ---- */

/*
 * One function whose parameters have no names (clang leaves them out of naked ones), and the kernel refuses the BTF of the whole object:
 * the programs then load without, and none has lines. Any name will do.
 */
static void name_parameters(struct object *o, const GElf_Shdr *header, const struct btf_type *f)
{
	const struct btf_type *proto = btf__type_by_id(o->btf, f->type);
	uint32_t size;
	const char *raw = btf__raw_data(o->btf, &size);

	for (uint32_t i = 0; raw && proto && btf_is_func_proto(proto) && i < btf_vlen(proto); i++) {
		const struct btf_param *p = &btf_params(proto)[i];
		const char *at = (const char *)&p->name_off;
		size_t to = header->sh_offset + (size_t)(at - raw);

		if (p->type && !p->name_off && at >= raw && at < raw + size && to + sizeof(p->name_off) <= o->size)
			memcpy(o->bytes + to, &f->name_off, sizeof(p->name_off));
	}
}

void object_mend_btf(struct object *o)
{
	const char *name;
	GElf_Shdr header;
	Elf_Data *data;

	for (size_t i = 1; o->btf && object_section(o, i, &header, &name, &data); i++)
		for (uint32_t id = 1; !strcmp(name, BTF_ELF_SEC) && id < btf__type_cnt(o->btf); id++)
			if (btf_is_func(btf__type_by_id(o->btf, id)))
				name_parameters(o, &header, btf__type_by_id(o->btf, id));
}

/* ---- what a program uses ---- */

static bool is_among(const struct function *const *list, uint32_t n, const struct function *f)
{
	for (uint32_t i = 0; i < n; i++)
		if (list[i] == f)
			return true;
	return false;
}

static bool uses(const struct object *o, const char *program, const char *symbol)
{
	VEC(const struct function *) todo = {0};
	const struct function *f = object_function(o, program);
	bool found = false;

	if (f)
		vec_push(&todo, f);
	for (uint32_t k = 0; k < todo.n && !found; k++) {
		f = todo.at[k];
		for (uint32_t off = 0; off + INSN <= f->size && !found; off += INSN) {
			const struct relocation *r = object_relocation(o, f->section, f->off + off);
			const struct function *to = NULL;
			struct bpf_insn insn;

			if (!object_insn(o, f->section, f->off + off, &insn))
				break; /* a damaged object */
			found = r && r->name && !strcmp(r->name, symbol);
			if ((insn.code == (BPF_JMP | BPF_CALL) && insn.src_reg) || r)
				to = object_callee(o, f->section, f->off + off);
			if (to && !is_among(todo.at, todo.n, to))
				vec_push(&todo, to);
		}
	}
	vec_free(&todo);
	return found;
}

bool object_missing(struct object *o, const char *program, const char *symbol)
{
	for (uint32_t i = 0; i < o->symbols.n; i++)
		if (!strcmp(o->symbols.at[i].name, symbol)) {
			bool known = o->symbols.at[i].missing;

			o->symbols.at[i].missing = true;
			return !known && !uses(o, program, symbol);
		}
	return false;
}

void object_prepare(struct object *o, const char *program, bool struct_ops)
{
	for (uint32_t i = 0; i < o->struct_ops.n; i++) {
		uint32_t name = struct_ops ? o->struct_ops.at[i].name : o->struct_ops.at[i].hidden;

		memcpy(o->bytes + o->struct_ops.at[i].name_at, &name, sizeof(name));
	}
	for (uint32_t i = 0; i < o->symbols.n; i++) {
		const struct symbol *s = &o->symbols.at[i];
		unsigned char *info = (unsigned char *)o->bytes + s->info;
		bool weak = s->missing && !uses(o, program, s->name);

		if (s->info < o->size)
			*info = GELF_ST_INFO(weak ? STB_WEAK : STB_GLOBAL, GELF_ST_TYPE(*info));
	}
}

const char *object_context(const struct object *o, const char *program)
{
	const struct btf_type *t = object_prototype(o, program);
	uint32_t id = t && btf_vlen(t) ? btf_params(t)->type : 0;

	t = id ? btf__type_by_id(o->btf, id) : NULL;
	if (!t || !btf_is_ptr(t))
		return NULL;
	t = btf__type_by_id(o->btf, t->type);
	for (int deep = 0; t && btf_is_mod(t) && deep < MOST_MODIFIERS; deep++)
		t = btf__type_by_id(o->btf, t->type);
	return t && btf_is_struct(t) ? btf__name_by_offset(o->btf, t->name_off) : NULL;
}
