// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * object_calls: which function calls which, and where each ended up. Where libbpf put a function shows in the calls: the same
 * instruction calls a symbol in the object and an offset in the finished program. So calls are followed from the program on, and each
 * function that is met is placed once.
 */
#include "object/names.h"
#include "verify/object_parts.h"

#include <stdlib.h>

const struct function *object_function(const struct object *o, const char *name)
{
	for (uint32_t i = 0; i < o->functions.n; i++)
		if (!strcmp(o->functions.at[i].name, name))
			return &o->functions.at[i];
	return NULL;
}

const struct relocation *object_relocation(const struct object *o, uint32_t section, uint32_t off)
{
	struct relocation key = {.section = section, .off = off};

	return o->relocations.n ? bsearch(&key, o->relocations.at, o->relocations.n, sizeof(key), object_order_relocations) : NULL;
}

static const struct function *function_at(const struct object *o, uint32_t section, uint32_t off)
{
	for (uint32_t i = 0; i < o->functions.n; i++)
		if (o->functions.at[i].section == section && o->functions.at[i].off == off)
			return &o->functions.at[i];
	return NULL;
}

bool object_insn(const struct object *o, uint32_t section, uint32_t off, struct bpf_insn *insn)
{
	Elf_Scn *scn = elf_getscn(o->elf, section);
	Elf_Data *d = scn ? elf_getdata(scn, NULL) : NULL;

	if (!d || !d->d_buf || (uint64_t)off + INSN > d->d_size)
		return false;
	memcpy(insn, (const char *)d->d_buf + off, INSN);
	return true;
}

const struct function *object_callee(const struct object *o, uint32_t section, uint32_t off)
{
	const struct relocation *r = object_relocation(o, section, off);
	struct bpf_insn insn;

	if (!object_insn(o, section, off, &insn))
		return NULL;
	if (insn.code == (BPF_LD | BPF_IMM | BPF_DW))
		return r ? function_at(o, r->to_section, r->to_off + (uint32_t)insn.imm) : NULL;
	if (r)
		return function_at(o, r->to_section, r->to_off + (uint32_t)(insn.imm + 1) * INSN);
	return function_at(o, section, off + (uint32_t)(insn.imm + 1) * INSN);
}

/* ---- functions in the finished program ---- */

static void place(struct object *o, const struct function *f, uint32_t start, size_t room)
{
	struct placed p = {f, start, f->size / INSN};

	for (uint32_t i = 0; i < o->placed.n; i++)
		if (o->placed.at[i].start == start)
			return;
	if (start < room && p.n <= room - start)
		vec_push(&o->placed, p);
}

static bool names_function(const struct bpf_insn *i)
{
	return (i->code == (BPF_JMP | BPF_CALL) && i->src_reg == BPF_PSEUDO_CALL) ||
	       (i->code == (BPF_LD | BPF_IMM | BPF_DW) && i->src_reg == BPF_PSEUDO_FUNC);
}

void object_lay_out(struct object *o, const char *name, const struct bpf_insn *insns, size_t n)
{
	const struct function *program = object_function(o, name);

	o->placed.n = 0;
	if (program)
		place(o, program, 0, n);
	for (uint32_t k = 0; k < o->placed.n; k++) {
		struct placed p = o->placed.at[k];

		for (uint32_t i = 0; i < p.n; i++) {
			const struct bpf_insn *insn = &insns[p.start + i];
			const struct function *f = names_function(insn) ? object_callee(o, p.function->section, p.function->off + i * INSN) : NULL;

			if (f)
				place(o, f, (uint32_t)((int64_t)p.start + i + 1 + insn->imm), n);
		}
	}
}

/* ---- where its instructions came from ---- */

static const struct placed *placed_at(const struct object *o, uint32_t insn)
{
	for (uint32_t i = 0; i < o->placed.n; i++)
		if (insn >= o->placed.at[i].start && insn - o->placed.at[i].start < o->placed.at[i].n)
			return &o->placed.at[i];
	return NULL;
}

static bool at(void *user, uint32_t insn, struct pos *pos, const char **text)
{
	const struct object *o = user;
	const struct placed *p = placed_at(o, insn);
	uint32_t off = p ? p->function->off + (insn - p->start) * INSN : 0, low = 0, high = o->lines.n;

	if (!p)
		return false;
	while (low < high) { /* the first record behind it */
		uint32_t mid = low + (high - low) / 2;
		const struct line_record *l = &o->lines.at[mid];

		if (l->section < p->function->section || (l->section == p->function->section && l->off <= off))
			low = mid + 1;
		else
			high = mid;
	}
	if (!low || o->lines.at[low - 1].section != p->function->section || o->lines.at[low - 1].off < p->function->off)
		return false;
	*pos = (struct pos){.file = o->lines.at[low - 1].file, .line = o->lines.at[low - 1].line, .col = o->lines.at[low - 1].col};
	pos->col += !pos->col; /* a whole line */
	*text = o->lines.at[low - 1].text;
	return true;
}

const struct btf_type *object_prototype(const struct object *o, const char *name)
{
	int id = o->btf ? btf__find_by_name_kind(o->btf, name, BTF_KIND_FUNC) : -1;
	const struct btf_type *t = id > 0 ? btf__type_by_id(o->btf, (uint32_t)id) : NULL;

	t = t ? btf__type_by_id(o->btf, t->type) : NULL;
	return t && btf_is_func_proto(t) ? t : NULL;
}

static const char *parameter(void *user, uint32_t insn, uint32_t n)
{
	const struct object *o = user;
	const struct placed *p = placed_at(o, insn);
	const struct btf_type *t = p && p->start == insn ? object_prototype(o, p->function->name) : NULL;
	const char *name;

	if (!t || n >= btf_vlen(t))
		return NULL;
	name = btf__name_by_offset(o->btf, btf_params(t)[n].name_off);
	return name && *name ? name : NULL;
}

/* Read when first asked for, from a copy, for these bytes change from program to program. */
static void read_names(struct object *o)
{
	void *copy = malloc(o->size);
	const char *why;
	struct image *m;

	o->names_read = true;
	if (!copy)
		__builtin_trap();
	memcpy(copy, o->bytes, o->size);
	m = image_parse(copy, o->size, "", o->arena, &why);
	if (m)
		o->names = names_read(m);
	image_free(m);
}

static const char *variable(void *user, uint32_t insn, uint32_t reg)
{
	struct object *o = user;
	const struct placed *p = placed_at(o, insn);

	if (!o->names_read)
		read_names(o);
	return o->names && p ? names_at(o->names, p->function->section, p->function->off + (insn - p->start) * INSN, reg) : NULL;
}

struct places object_places(struct object *o)
{
	return (struct places){.user = o, .at = at, .parameter = parameter, .variable = variable};
}
