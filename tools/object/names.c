// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * names: see names.h. libdw does not relocate, so that is done here, in a copy: each section with instructions gets an address of its own, its number
 * in the upper half. What libdw is given to follow was not checked by anyone, so steps are counted.
 */
#include "object/names.h"

#include <dwarf.h>
#include <elfutils/libdw.h>
#include <gelf.h>
#include <stdlib.h>

enum { MAX_DIES = 1 << 18, MAX_DEPTH = 64, MAX_RANGES = 4096, FRAME = 10, ABS64 = 2, ABS32 = 3, SECTION_SHIFT = 32 };

/* From one instruction to another of a section a variable is in a register. */
struct span {
	uint32_t section, reg;
	uint32_t from, to; /* bytes */
	const char *name;
};

struct names {
	struct arena *arena;
	uint32_t n;
	struct span *spans;    /* by section, register and start */
};

struct reader {
	struct names *out;
	VEC(struct span) spans;
	uint32_t dies;
};

/* ---- relocation ---- */

static void add_to(uint8_t *at, uint64_t value, size_t size)
{
	uint64_t word = 0;

	memcpy(&word, at, size);
	word += value;
	memcpy(at, &word, size); /* little end first: an object of the other byte order is not read */
}

static bool is_debug(const struct image_section *s)
{
	return !strncmp(s->name, ".debug_", 7) && s->data;
}

static void relocate(const struct image *m, uint8_t *bytes)
{
	for (uint32_t i = 0; i < m->relocs.n; i++) {
		const struct image_reloc *r = &m->relocs.at[i];
		const struct image_section *in = image_section(m, r->section), *to;
		const struct image_symbol *s = image_reloc_symbol(m, r);
		size_t size = r->type == ABS64 ? 8 : r->type == ABS32 ? 4 : 0;

		if (!size || !s || !is_debug(in) || in->size < size || r->off > in->size - size)
			continue;
		to = image_section(m, s->section);
		add_to(bytes + (in->data - (const uint8_t *)m->bytes) + r->off, s->value + (to->is_code ? (uint64_t)s->section << SECTION_SHIFT : 0), size);
	}
}

/* ---- entries ---- */

static void add_span(struct reader *r, const char *name, unsigned reg, Dwarf_Addr from, Dwarf_Addr to)
{
	struct span s = {(uint32_t)(from >> SECTION_SHIFT), reg, (uint32_t)from, (uint32_t)to, name};

	if (s.section && s.section == to >> SECTION_SHIFT && from < to)
		vec_push(&r->spans, s);
}

/* A register as it is, or its value. */
static bool register_of(const Dwarf_Op *op, size_t n, unsigned *reg)
{
	bool plain = n == 1 && op->atom >= DW_OP_reg0 && op->atom < DW_OP_reg0 + FRAME;

	*reg = op->atom - (plain ? DW_OP_reg0 : DW_OP_breg0);
	return plain || (n == 2 && *reg < FRAME && !op->number && op[1].atom == DW_OP_stack_value);
}

static void read_variable(struct reader *r, Dwarf_Die *die, Dwarf_Die *scope)
{
	Dwarf_Attribute place, named;
	const char *name = dwarf_formstring(dwarf_attr_integrate(die, DW_AT_name, &named));
	Dwarf_Addr base, from, to;
	Dwarf_Op *op;
	size_t n;
	ptrdiff_t next = 0;
	unsigned reg;

	if (!name || !*name || !dwarf_attr(die, DW_AT_location, &place))
		return;
	name = arena_printf(r->out->arena, "%s", name);
	for (uint32_t i = 0; i < MAX_RANGES && (next = dwarf_getlocations(&place, next, &base, &from, &to, &op, &n)) > 0; i++) {
		if (!n || !register_of(op, n, &reg))
			continue;
		if (from || to != (Dwarf_Addr)-1) {
			add_span(r, name, reg, from, to);
			continue;
		}
		next = 0; /* one place wherever the variable is in scope */
		for (uint32_t k = 0; k < MAX_RANGES && (next = dwarf_ranges(scope, next, &base, &from, &to)) > 0; k++)
			add_span(r, name, reg, from, to);
		return;
	}
}

static void read_children(struct reader *r, Dwarf_Die *of, Dwarf_Die *scope, int depth)
{
	Dwarf_Die die;

	if (depth > MAX_DEPTH || dwarf_child(of, &die))
		return;
	do {
		if (r->dies++ > MAX_DIES)
			return;
		switch (dwarf_tag(&die)) {
		case DW_TAG_variable:
		case DW_TAG_formal_parameter:
			if (scope)
				read_variable(r, &die, scope);
			break;
		case DW_TAG_subprogram:
		case DW_TAG_inlined_subroutine:
		case DW_TAG_lexical_block:
			read_children(r, &die, dwarf_hasattr(&die, DW_AT_low_pc) || dwarf_hasattr(&die, DW_AT_ranges) ? &die : scope, depth + 1);
			break;
		case DW_TAG_namespace:
			read_children(r, &die, scope, depth + 1);
			break;
		}
	} while (!dwarf_siblingof(&die, &die));
}

static int order(const void *pa, const void *pb)
{
	const struct span *a = pa, *b = pb;

	if (a->section != b->section)
		return a->section < b->section ? -1 : 1;
	if (a->reg != b->reg)
		return a->reg < b->reg ? -1 : 1;
	if (a->from != b->from)
		return a->from < b->from ? -1 : 1;
	return a->to != b->to ? (a->to > b->to ? -1 : 1) : strcmp(a->name, b->name);
}

static void read_units(struct reader *r, Dwarf *dwarf)
{
	Dwarf_Off off = 0, next;
	Dwarf_Die unit;
	size_t header;

	for (; !dwarf_nextcu(dwarf, off, &next, &header, NULL, NULL, NULL) && next > off; off = next)
		if (dwarf_offdie(dwarf, off + header, &unit))
			read_children(r, &unit, NULL, 0);
}

struct names *names_read(const struct image *m)
{
	struct names *n = arena_alloc(m->arena, sizeof(*n));
	struct reader r = {.out = n};
	bool any = false;
	uint8_t *bytes;
	Dwarf *dwarf;
	Elf *elf;

	*n = (struct names){.arena = m->arena};
	for (uint32_t i = 1; i < m->sections.n; i++)
		any |= !strcmp(m->sections.at[i].name, ".debug_info") && m->sections.at[i].data;
	bytes = any ? malloc(m->size) : NULL;
	if (!bytes)
		return n;
	memcpy(bytes, m->bytes, m->size);
	relocate(m, bytes);
	elf = elf_memory((char *)bytes, m->size);
	dwarf = elf ? dwarf_begin_elf(elf, DWARF_C_READ, NULL) : NULL;
	if (dwarf)
		read_units(&r, dwarf);
	dwarf_end(dwarf);
	elf_end(elf);
	free(bytes);
	if (r.spans.n)
		qsort(r.spans.at, r.spans.n, sizeof(*r.spans.at), order);
	n->spans = arena_copy(m->arena, r.spans.at, r.spans.n * sizeof(*r.spans.at));
	n->n = r.spans.n;
	vec_free(&r.spans);
	return n;
}

/* ---- asking ---- */

/* The first span of this section and register that begins behind `off`. */
static uint32_t behind(const struct names *n, uint32_t section, unsigned reg, uint32_t off)
{
	uint32_t low = 0, high = n->n;

	while (low < high) {
		uint32_t mid = low + (high - low) / 2;
		const struct span *s = &n->spans[mid];

		if (s->section < section || (s->section == section && (s->reg < reg || (s->reg == reg && s->from <= off))))
			low = mid + 1;
		else
			high = mid;
	}
	return low;
}

/* Of several the one that began last: the innermost. */
const char *names_at(const struct names *n, uint32_t section, uint32_t off, unsigned reg)
{
	enum { LOOKS = 64 };
	uint32_t i = behind(n, section, reg, off);

	for (uint32_t looks = 0; i-- > 0 && looks < LOOKS; looks++) {
		const struct span *s = &n->spans[i];

		if (s->section != section || s->reg != reg)
			break;
		if (off < s->to)
			return s->name;
	}
	return NULL;
}
