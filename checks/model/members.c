// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * members: which members of records nobody reads, so that an optimiser that has inlined everything deletes what is stored there. Only
 * records count whose objects are locals that nothing but member accesses and calls of functions that can be inlined touch; what is
 * made of one in any other way gives up the whole record.
 */
#include "model/usage.h"

#include <stdlib.h>

struct member {
	type_id record;
	int64_t off;
};

struct members {
	uint8_t *other;           /* per type: touched in some other way */
	uint32_t ntypes;
	VEC(struct member) read;  /* sorted */
};

static bool is_record(const struct unit *u, type_id t)
{
	return t && t < u->types.n && model_type_is_record(u, t);
}

/* The record that a temporary points to; 0 none. */
static type_id pointee(const struct unit *u, const struct func *f, struct operand o)
{
	const struct type *t;

	if (o.kind == OPND_LOCAL)
		return is_record(u, f->locals.at[o.index].type) ? f->locals.at[o.index].type : 0;
	if (o.kind != OPND_TEMP || !f->temps.at[o.index].type)
		return 0;
	t = model_type(u, f->temps.at[o.index].type);
	return t->kind == TYPE_PTR && is_record(u, t->elem) ? t->elem : 0;
}

static const struct instr *field_of(const struct func *f, struct operand o)
{
	const struct instr *i = o.kind == OPND_TEMP && f->temps.at[o.index].def < f->instrs.n ? &f->instrs.at[f->temps.at[o.index].def] : NULL;

	return i && i->op == OP_FIELD ? i : NULL;
}

static bool can_be_inlined(const struct func *f)
{
	return f->linkage == LINK_STATIC && f->blocks.n && !f->section && !(f->flags & FUNC_NOINLINE) && !f->address_taken;
}

/* Operand k is the address of such an object, used as it may be. */
static bool plain_use(const struct unit *u, const struct func *f, const struct instr *i, uint32_t k, type_id record)
{
	switch (i->op) {
	case OP_FIELD:
		return k == 0 && i->type == record && i->imm >= 0;
	case OP_DECL:
		return true;
	case OP_STORE: /* a parameter or a variable that holds the address */
		return k == 1 && i->a.kind == OPND_LOCAL && !is_record(u, f->locals.at[i->a.index].type);
	case OP_MEMSET:
		return k == 0;
	case OP_CALL:
		return i->more->callee == CALLEE_FUNC && can_be_inlined(&u->funcs.at[i->more->callee_index]);
	default:
		return false;
	}
}

/* Where an address of such an object may come from: the object, a parameter, a variable. */
static bool plain_origin(const struct func *f, const struct instr *i)
{
	return i->op == OP_LOAD && i->a.kind == OPND_LOCAL && f->locals.at[i->a.index].size == 8;
}

static void look_at(struct members *m, const struct unit *u, const struct func *f)
{
	const struct operand *o;

	for (uint32_t p = 0; p < f->params.n; p++) {
		type_id t = pointee(u, f, (struct operand){.kind = OPND_TEMP, .index = f->params.at[p]});

		if (t && !can_be_inlined(f))
			m->other[t] = 1;
	}
	for (uint32_t n = 0; n < f->instrs.n; n++) {
		const struct instr *i = &f->instrs.at[n];
		type_id made = i->dst != NO_TEMP ? pointee(u, f, (struct operand){.kind = OPND_TEMP, .index = i->dst}) : 0;

		if (made && !plain_origin(f, i))
			m->other[made] = 1;
		for (uint32_t k = 0; (o = model_operand(i, k)); k++) {
			const struct instr *field = field_of(f, *o);
			type_id record = pointee(u, f, *o);

			if (record && !plain_use(u, f, i, k, record))
				m->other[record] = 1;
			if (field && !(i->op == OP_STORE && k == 0 && !(i->flags & INSTR_VOLATILE)))
				vec_push(&m->read, ((struct member){field->type, field->imm}));
		}
	}
}

static void inside_of(struct members *m, const struct unit *u, type_id t, int depth)
{
	const struct type *x = model_type(u, t);

	if (x->kind == TYPE_ARRAY && depth < 8) {
		inside_of(m, u, x->elem, depth + 1);
	} else if (is_record(u, t)) {
		m->other[t] = 1;
		for (uint32_t i = 0; depth < 8 && i < x->fields.n; i++)
			inside_of(m, u, x->fields.at[i].type, depth + 1);
	}
}

static int by_place(const void *a, const void *b)
{
	const struct member *x = a, *y = b;

	return x->record != y->record ? (x->record < y->record ? -1 : 1) : x->off != y->off ? (x->off < y->off ? -1 : 1) : 0;
}

struct members *usage_members(const struct unit *u)
{
	struct members *m = usage_table(1, sizeof *m);

	m->ntypes = u->types.n;
	m->other = usage_table(u->types.n, 1);
	for (type_id t = 1; t < u->types.n; t++) /* a part of something larger */
		for (uint32_t i = 0; is_record(u, t) && i < model_type(u, t)->fields.n; i++)
			inside_of(m, u, model_type(u, t)->fields.at[i].type, 0);
	for (uint32_t g = 0; g < u->globals.n; g++)
		inside_of(m, u, u->globals.at[g].type, 0);
	for (uint32_t f = 0; f < u->funcs.n; f++)
		look_at(m, u, &u->funcs.at[f]);
	if (m->read.n)
		qsort(m->read.at, m->read.n, sizeof *m->read.at, by_place);
	return m;
}

void usage_members_free(struct members *m)
{
	vec_free(&m->read);
	free(m->other);
	free(m);
}

bool usage_unread(const struct members *m, const struct func *f, const struct instr *i)
{
	const struct instr *field = i->op == OP_STORE && !(i->flags & INSTR_VOLATILE) ? field_of(f, i->a) : NULL;
	struct member key;

	if (!m || !field || !field->type || field->type >= m->ntypes || m->other[field->type])
		return false;
	key = (struct member){field->type, field->imm};
	return !m->read.n || !bsearch(&key, m->read.at, m->read.n, sizeof key, by_place);
}
