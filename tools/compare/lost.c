// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* lost: see lost.h. */
#include "compare/lost.h"

#include <stdlib.h>

enum { MAX_CALLERS = 4 };

/* What values were made of, in one function: temporaries, locals that were read, and members that were read, by name. */
struct origins {
	struct unit *u;
	const struct func *f;
	bool *temps, *locals;
	VEC(uint32_t) todo; /* temporaries to be followed */
	VEC(const char *) members;
};

static const struct pos *place(const struct unit *u, const struct instr *i)
{
	return &u->places.at[i->pos];
}

bool lost_same_file(const char *a, const char *b)
{
	size_t n, k;

	if (!a || !b)
		return a == b;
	while (!strncmp(a, "./", 2))
		a += 2;
	while (!strncmp(b, "./", 2))
		b += 2;
	n = strlen(a);
	k = strlen(b);
	if (n < k)
		return b[k - n - 1] == '/' && !strcmp(b + k - n, a);
	return n == k ? !strcmp(a, b) : a[n - k - 1] == '/' && !strcmp(a + n - k, b);
}

/* ---- back from a use ---- */

static void *zeroed(size_t n)
{
	void *p = calloc(n + 1, 1);

	if (!p)
		__builtin_trap();
	return p;
}

static void begin(struct origins *o, struct unit *u, const struct func *f)
{
	*o = (struct origins){.u = u, .f = f, .temps = zeroed(f->temps.n), .locals = zeroed(f->locals.n)};
}

static void end(struct origins *o)
{
	free(o->temps);
	free(o->locals);
	vec_free(&o->todo);
	vec_free(&o->members);
}

static void follow(struct origins *o, struct operand v);

static void follow_local(struct origins *o, uint32_t local)
{
	if (o->locals[local])
		return;
	o->locals[local] = true;
	for (uint32_t i = 0; i < o->f->instrs.n; i++) {
		const struct instr *in = &o->f->instrs.at[i];

		if (in->op == OP_STORE && in->a.kind == OPND_LOCAL && in->a.index == local)
			follow(o, in->b);
	}
}

static void follow(struct origins *o, struct operand v)
{
	if (v.kind == OPND_TEMP && !o->temps[v.index]) {
		o->temps[v.index] = true;
		vec_push(&o->todo, v.index);
	}
}

static void follow_instr(struct origins *o, const struct instr *i)
{
	const struct operand *v;

	if (i->op == OP_LOAD && i->a.kind == OPND_LOCAL) {
		follow_local(o, i->a.index);
	} else if (i->op == OP_CALL) {
		return; /* the value is born there */
	} else {
		if (i->op == OP_LOAD) {
			const char *name = model_describe(o->u, o->f, opnd_temp(i->dst));

			if (name)
				vec_push(&o->members, name);
		}
		for (uint32_t k = 0; (v = model_operand(i, k)); k++)
			follow(o, *v);
	}
}

static void follow_all(struct origins *o)
{
	while (o->todo.n) {
		uint32_t t = o->todo.at[--o->todo.n], def = o->f->temps.at[t].def;

		if (def != NO_INSTR)
			follow_instr(o, &o->f->instrs.at[def]);
	}
}

/* ---- is this branch about it? ---- */

static bool is_pointer(const struct unit *u, type_id t)
{
	return model_type(u, t)->kind == TYPE_PTR;
}

/* What `asked` and `used` have in common: the name of a variable, or of a member. */
static const char *common(const struct origins *asked, const struct origins *used, bool pointer)
{
	for (uint32_t l = 0; l < asked->f->locals.n; l++)
		if (asked->locals[l] && used->locals[l] && asked->f->locals.at[l].name && is_pointer(asked->u, asked->f->locals.at[l].type) == pointer)
			return asked->f->locals.at[l].name;
	for (uint32_t i = 0; i < asked->members.n && !pointer; i++)
		for (uint32_t k = 0; k < used->members.n; k++)
			if (!strcmp(asked->members.at[i], used->members.at[k]))
				return asked->members.at[i];
	return NULL;
}

static const struct instr *definition(const struct func *f, struct operand v)
{
	uint32_t def = v.kind == OPND_TEMP ? f->temps.at[v.index].def : NO_INSTR;

	return def == NO_INSTR ? NULL : &f->instrs.at[def];
}

static bool is_masking(enum op op)
{
	return op == OP_AND || op == OP_UMOD || op == OP_LSHR;
}

/* Is there arithmetic behind it? */
static bool is_computed(const struct origins *o)
{
	for (uint32_t t = 0; t < o->f->temps.n; t++) {
		const struct instr *d = o->temps[t] ? definition(o->f, opnd_temp(t)) : NULL;

		if (d && op_info[d->op].shape == SHAPE_BIN && !is_masking((enum op)d->op))
			return true;
	}
	return false;
}

/* The comparison that a branch or a mask consists of; NULL: none. */
static const struct instr *comparison(const struct func *f, const struct instr *i, enum lost_kind kind)
{
	const struct instr *c = i->op == OP_BR ? definition(f, i->a) : NULL;
	enum op_shape shape;

	if (kind == LOST_RANGE && (i->op == OP_SWITCH || (is_masking((enum op)i->op) && i->b.kind == OPND_IMM)))
		return i;
	if (!c)
		return NULL;
	shape = op_info[c->op].shape;
	if (kind == LOST_NULL)
		return c;
	return shape == SHAPE_CMP ? c : NULL;
}

/* One that compares with another variable leads on to what is known of that. */
static bool asks(struct origins *used, const struct instr *i, enum lost_kind kind, struct lost *out)
{
	const struct instr *c = comparison(used->f, i, kind);
	struct origins asked;
	const struct operand *v;
	const char *name;

	if (!c)
		return false;
	begin(&asked, used->u, used->f);
	if (c->dst != NO_TEMP && kind == LOST_NULL)
		follow(&asked, opnd_temp(c->dst));
	for (uint32_t k = 0; (v = model_operand(c, k)); k++)
		follow(&asked, *v);
	follow_all(&asked);
	name = common(&asked, used, kind != LOST_RANGE);
	if (name)
		*out = (struct lost){
			.pos = *place(used->u, c),
			.name = name,
			.is_mask = is_masking((enum op)c->op),
			.has_limit = c->b.kind == OPND_IMM && op_info[c->op].shape == SHAPE_CMP,
			.is_open = op_info[c->op].shape == SHAPE_CMP && c->b.kind == OPND_TEMP && kind == LOST_RANGE,
			.limit = c->b.imm,
			.is_computed = is_computed(&asked),
		};
	if (name && op_info[c->op].shape == SHAPE_CMP && c->b.kind == OPND_TEMP) {
		for (uint32_t k = 0; (v = model_operand(c, k)); k++)
			follow(used, *v);
		follow_all(used);
	}
	end(&asked);
	return name != NULL;
}

static bool is_final(const struct lost *l)
{
	return !l->is_mask && !l->is_open;
}

/* The last one before instruction `site`; one with a constant goes before others. */
static bool last_check(struct origins *used, uint32_t site, enum lost_kind kind, struct lost *out)
{
	struct lost second = {0};

	for (uint32_t i = site; i-- > 0;)
		if (asks(used, &used->f->instrs.at[i], kind, out)) {
			if (is_final(out))
				return true;
			if (!second.name)
				second = *out;
		}
	*out = second;
	return second.name != NULL;
}

/* ---- from the place to the check, through callers where need be ---- */

static bool find_from(struct origins *used, uint32_t site, enum lost_kind kind, int callers, struct lost *out)
{
	struct unit *u = used->u;
	uint32_t callee = (uint32_t)(used->f - u->funcs.at);
	bool found;

	follow_all(used);
	if (last_check(used, site, kind, out))
		return true;
	for (uint32_t f = 0; f < u->funcs.n && callers > 0; f++)
		for (uint32_t i = 0; i < u->funcs.at[f].instrs.n; i++) {
			const struct instr *call = &u->funcs.at[f].instrs.at[i];
			struct origins above;

			if (call->op != OP_CALL || call->more->callee != CALLEE_FUNC || call->more->callee_index != callee)
				continue;
			begin(&above, u, &u->funcs.at[f]);
			for (uint32_t p = 0; p < used->f->params.n && p < call->more->args.n; p++)
				if (used->temps[used->f->params.at[p]])
					follow(&above, call->more->args.at[p]);
			found = find_from(&above, i, kind, callers - 1, out);
			end(&above);
			if (found)
				return true;
		}
	return false;
}

static bool is_use(const struct instr *i)
{
	switch (op_info[i->op].shape) {
	case SHAPE_LOAD:
	case SHAPE_STORE:
	case SHAPE_COPY:
	case SHAPE_FILL:
	case SHAPE_COMPARE:
	case SHAPE_ATOMIC:
	case SHAPE_CALL:
	case SHAPE_RET:
	case SHAPE_PTR:
		return true;
	default:
		return false;
	}
}

bool lost_find(struct unit *u, const char *file, uint32_t line, enum lost_kind kind, struct lost *out)
{
	for (uint32_t f = 0; f < u->funcs.n; f++) {
		const struct func *func = &u->funcs.at[f];
		struct origins used;
		uint32_t site = 0;
		bool found = false;
		const struct operand *v;

		begin(&used, u, func);
		for (uint32_t i = 0; i < func->instrs.n; i++) {
			const struct instr *in = &func->instrs.at[i];

			if (place(u, in)->line != line || !is_use(in) || !lost_same_file(place(u, in)->file, file))
				continue;
			site = i;
			for (uint32_t k = 0; (v = model_operand(in, k)); k++)
				follow(&used, *v);
		}
		if (site)
			found = find_from(&used, site, kind, MAX_CALLERS, out);
		end(&used);
		if (found)
			return true;
	}
	return false;
}
