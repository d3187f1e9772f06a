// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * jumps: where control goes from an instruction. A gotox jumps to an address out of a table in the section ".jumptables", which holds offsets into the
 * section of the code. Which of the tables is the last one whose address was taken before it; where none was, any of the function's.
 *
 * Mirrors create_jt_map() of libbpf, visit_gotox_insn() of the kernel.
 */
#include "object/lower.h"

#include <stdlib.h>

static const struct jump_table *table_of(const struct function *f, uint32_t slot)
{
	for (uint32_t i = 0; i < f->ntables; i++)
		if (f->tables[i].slot == slot)
			return &f->tables[i];
	return NULL;
}

int64_t lower_next(const struct function *f, uint32_t slot, uint32_t k)
{
	const struct code *c = &f->code[slot];
	const struct jump_table *t = c->kind == CODE_GOTO ? table_of(f, slot) : NULL;

	if (c->kind == CODE_GOTO)
		return t && k < t->n ? (int64_t)t->to[k] : -1;
	if (code_falls(c) && slot + 1 < f->n && k-- == 0)
		return (int64_t)slot + 1;
	return code_jumps(c) && k == 0 ? (int64_t)slot + 1 + c->off : -1;
}

static const struct image_symbol *symbol_of(const struct lower *l, const struct function *f, uint32_t slot)
{
	const struct image_reloc *r = f->code[slot].kind == CODE_WIDE ? image_reloc_at(l->m, f->section, (uint64_t)f->start + (uint64_t)slot * INSN_BYTES) : NULL;
	const struct image_symbol *s = image_reloc_symbol(l->m, r);

	return s && s->section && !strcmp(image_section(l->m, s->section)->name, ".jumptables") ? s : NULL;
}

bool lower_is_table(const struct lower *l, const struct function *f, uint32_t slot)
{
	return symbol_of(l, f, slot) != NULL;
}

/* Marks the slots that a table leads to. */
static void mark(const struct lower *l, const struct function *f, const struct image_symbol *s, uint8_t *marks)
{
	const struct image_section *in = image_section(l->m, s->section);
	uint64_t entry;

	if (!in->data || s->value > in->size || s->size > in->size - s->value)
		return;
	for (uint64_t at = 0; at + sizeof(entry) <= s->size; at += sizeof(entry)) {
		memcpy(&entry, in->data + s->value + at, sizeof(entry));
		if (entry >= f->start && entry % INSN_BYTES == 0 && (entry - f->start) / INSN_BYTES < f->n)
			marks[(entry - f->start) / INSN_BYTES] = 1;
	}
}

static struct jump_table find_table(const struct lower *l, const struct function *f, uint32_t slot, uint8_t *marks)
{
	struct jump_table t = {.slot = slot};
	const struct image_symbol *s = NULL;

	memset(marks, 0, f->n);
	for (uint32_t i = slot; i-- > 0 && !s;)
		if ((s = symbol_of(l, f, i)))
			mark(l, f, s, marks);
	for (uint32_t i = 0; i < f->n && !s; i++)
		if (symbol_of(l, f, i))
			mark(l, f, symbol_of(l, f, i), marks);
	for (uint32_t i = 0; i < f->n; i++)
		t.n += marks[i];
	t.to = arena_alloc(l->m->arena, (t.n + 1) * sizeof(*t.to));
	t.n = 0;
	for (uint32_t i = 0; i < f->n; i++)
		if (marks[i] && f->code[i].kind != CODE_SECOND)
			t.to[t.n++] = i;
	return t;
}

void lower_tables(struct lower *l, struct function *f)
{
	uint8_t *marks;
	uint32_t n = 0;

	for (uint32_t i = 0; i < f->n; i++)
		n += f->code[i].kind == CODE_GOTO;
	if (!n)
		return;
	marks = calloc(f->n, 1);
	f->tables = arena_alloc(l->m->arena, n * sizeof(*f->tables));
	if (!marks)
		__builtin_trap();
	for (uint32_t i = 0; i < f->n; i++)
		if (f->code[i].kind == CODE_GOTO)
			f->tables[f->ntables++] = find_table(l, f, i, marks);
	free(marks);
}
