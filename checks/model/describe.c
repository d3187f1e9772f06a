// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * describe: back from temporaries to what the user wrote. A temporary is assigned once, so following definitions
 * rebuilds the expression: a load is named by the place that it reads, a place by the object and the members and
 * indices that lead into it. Where a link has no good name (an unnamed local of the front end's, an opaque value),
 * the whole has none: half a name misleads more than no name.
 */
#include "kernel/kernel.h"
#include "model/model.h"

enum { MAX_LINKS = 48 };

struct describer {
	struct unit *u;
	const struct func *f;
	int links; /* still to be followed: sums of sums of sums are nobody's name for anything */
};

static const char *name_value(struct describer *d, struct operand o, int depth);
static const char *name_place(struct describer *d, struct operand addr, int depth);

#define join(d, ...) arena_printf((d)->u->arena, __VA_ARGS__)

static const struct instr *def_of(struct describer *d, struct operand o)
{
	uint32_t def = o.kind == OPND_TEMP ? d->f->temps.at[o.index].def : NO_INSTR;

	return def < d->f->instrs.n ? &d->f->instrs.at[def] : NULL;
}

/* "x.a.b" for an offset into an object of a known type */
static const char *name_inside(struct describer *d, const char *object, type_id type, int64_t off)
{
	const char *path = off > 0 ? model_path_at(d->u, type, (uint64_t)off) : "";

	if (!object || off < 0)
		return NULL;
	return join(d, "%s%s%s", object, *path && *path != '[' && *path != '+' ? "." : "", path);
}

static const char *name_param(struct describer *d, uint32_t temp)
{
	for (uint32_t p = 0; p < d->f->params.n; p++) {
		if (d->f->params.at[p] != temp)
			continue;
		for (uint32_t l = 0; l < d->f->locals.n; l++)
			if (d->f->locals.at[l].param == (int32_t)p)
				return d->f->locals.at[l].name;
	}
	return NULL;
}

/* A local without a name stands for an expression when just one is ever stored in it. */
static const char *name_unnamed(struct describer *d, uint32_t local, int depth)
{
	const struct instr *store = NULL;

	for (uint32_t i = 0; i < d->f->instrs.n; i++) {
		const struct instr *in = &d->f->instrs.at[i];

		if (in->a.kind != OPND_LOCAL || in->a.index != local || in->op == OP_LOAD || in->op == OP_DECL)
			continue;
		if (in->op != OP_STORE || in->a.imm || store)
			return NULL;
		store = in;
	}
	return store && store->b.kind != OPND_IMM ? name_value(d, store->b, depth + 1) : NULL;
}

/* In a final model locals are frames: "fp-16", counted from the end as the kernel does. */
static const char *name_frame(struct describer *d, struct operand o, int64_t add)
{
	int64_t off = (int64_t)((uint64_t)o.imm + (uint64_t)add - d->f->locals.at[o.index].size);

	return off ? join(d, "fp%+lld", (long long)off) : "fp";
}

static const char *name_local(struct describer *d, struct operand o, int depth)
{
	const struct local *l = &d->f->locals.at[o.index];

	if (d->u->final)
		return name_frame(d, o, 0);
	if (l->name)
		return name_inside(d, l->name, l->type, o.imm);
	return o.imm ? NULL : name_unnamed(d, o.index, depth);
}

static const char *name_global(struct describer *d, struct operand o)
{
	const struct global *g = &d->u->globals.at[o.index];

	return name_inside(d, g->name, g->type, o.imm);
}

/* A step that the user did not write: a cast, or into a member without a name, whose members are the record's own. */
static bool is_silent(const struct instr *def)
{
	return def->op == OP_CAST || def->op == OP_ASPACE || (def->op == OP_FIELD && !(def->more && def->more->name));
}

/* Is the address made of an object and steps into it, rather than the value of some pointer? */
static bool leads_to_object(struct describer *d, struct operand addr)
{
	const struct instr *def;

	for (int links = 0; links < MAX_LINKS; links++) {
		if (addr.kind == OPND_LOCAL || addr.kind == OPND_GLOBAL)
			return true;
		def = def_of(d, addr);
		if (!def || !is_silent(def))
			return def && (def->op == OP_FIELD || def->op == OP_PTRADD);
		addr = def->a;
	}
	return false;
}

static const char *name_member(struct describer *d, const struct instr *field, int depth)
{
	bool inside = leads_to_object(d, field->a);
	const char *base = inside ? name_place(d, field->a, depth + 1) : name_value(d, field->a, depth + 1);

	return base ? join(d, "%s%s%s", base, inside ? "." : "->", field->more->name) : NULL;
}

/* The index, when `bytes` is index * size. */
static const char *name_index(struct describer *d, struct operand bytes, uint64_t size, int depth)
{
	const struct instr *def = def_of(d, bytes);

	if (bytes.kind == OPND_IMM)
		return size && bytes.imm % (int64_t)size == 0 ? join(d, "%lld", (long long)(bytes.imm / (int64_t)size)) : NULL;
	if (size == 1)
		return name_value(d, bytes, depth + 1);
	if (!def || def->b.kind != OPND_IMM)
		return NULL;
	if ((def->op == OP_MUL && (uint64_t)def->b.imm == size) ||
	    (def->op == OP_SHL && def->b.imm >= 0 && def->b.imm < 63 && UINT64_C(1) << def->b.imm == size))
		return name_value(d, def->a, depth + 1);
	return NULL;
}

static const char *name_element(struct describer *d, const struct instr *add, int depth)
{
	uint64_t size = add->type ? model_type(d->u, add->type)->size : 1;
	const char *index = name_index(d, add->b, size, depth);
	const char *base = leads_to_object(d, add->a) ? name_place(d, add->a, depth + 1) : name_value(d, add->a, depth + 1);

	if (!base || !index)
		return NULL;
	return join(d, "%s[%s]", base, index);
}

/* What lies at an address: "x", "v->count", "arr[i]", "*p". */
static const char *name_place(struct describer *d, struct operand addr, int depth)
{
	const struct instr *def = def_of(d, addr);
	const char *pointer;

	if (depth > MAX_LINKS || d->links-- <= 0)
		return NULL;
	if (addr.kind == OPND_LOCAL)
		return name_local(d, addr, depth);
	if (addr.kind == OPND_GLOBAL)
		return name_global(d, addr);
	if (def && is_silent(def) && leads_to_object(d, def->a))
		return name_place(d, def->a, depth + 1);
	if (def && def->op == OP_FIELD && !is_silent(def))
		return name_member(d, def, depth);
	if (def && def->op == OP_PTRADD)
		return name_element(d, def, depth);
	pointer = name_value(d, addr, depth + 1);
	return pointer ? join(d, *pointer == '&' ? "%s" : "*%s", *pointer == '&' ? pointer + 1 : pointer) : NULL;
}

static const char *name_call(struct describer *d, const struct instr *call)
{
	const struct instr_more *more = call->more;
	const struct helper_facts *h;
	const char *name;

	switch (more->callee) {
	case CALLEE_FUNC:
		name = d->u->funcs.at[more->callee_index].name;
		return name && strncmp(name, "_Z", 2) ? join(d, "%s()", name) : NULL; /* not what C++ makes of one */
	case CALLEE_HELPER:
		h = kernel_helper(more->callee_index);
		return h && h->name ? join(d, "%s()", h->name) : NULL;
	case CALLEE_KFUNC:
		return more->name ? join(d, "%s()", more->name) : NULL;
	default:
		return NULL;
	}
}

static const char *const operators[OP_COUNT] = {
	[OP_ADD] = "+", [OP_SUB] = "-", [OP_MUL] = "*", [OP_UDIV] = "/", [OP_SDIV] = "/", [OP_UMOD] = "%",
	[OP_SMOD] = "%", [OP_AND] = "&", [OP_OR] = "|", [OP_XOR] = "^", [OP_SHL] = "<<", [OP_LSHR] = ">>",
	[OP_ASHR] = ">>",
};

static bool is_compound(const char *s)
{
	return strchr(s, ' ') != NULL;
}

static const char *name_side(struct describer *d, struct operand o, int depth)
{
	const char *s = o.kind == OPND_IMM ? join(d, "%lld", (long long)o.imm) : name_value(d, o, depth + 1);

	return s && is_compound(s) ? join(d, "(%s)", s) : s;
}

static const char *name_binary(struct describer *d, const struct instr *in, int depth)
{
	const char *a, *b;

	if (d->u->final && in->op == OP_ADD && in->a.kind == OPND_LOCAL && in->b.kind == OPND_IMM)
		return name_frame(d, in->a, in->b.imm);
	a = name_side(d, in->a, depth);
	b = name_side(d, in->b, depth);
	return a && b ? join(d, "%s %s %s", a, operators[in->op], b) : NULL;
}

static const char *name_result(struct describer *d, const struct instr *def, int depth)
{
	if (is_silent(def))
		return name_value(d, def->a, depth + 1);
	switch (def->op) {
	case OP_LOAD:
		if (d->u->final && def->a.kind == OPND_LOCAL)
			return join(d, "*(%s)", name_frame(d, def->a, def->imm));
		return name_place(d, def->a, depth + 1);
	case OP_FIELD:
		return name_member(d, def, depth);
	case OP_PTRADD:
		return name_element(d, def, depth);
	case OP_TRUNC:
	case OP_ZEXT:
	case OP_SEXT:
	case OP_HIDE:
		return name_value(d, def->a, depth + 1);
	case OP_CALL:
		return name_call(d, def);
	default:
		return operators[def->op] ? name_binary(d, def, depth) : NULL;
	}
}

/* An array's name is its address already. */
static const char *name_address(struct describer *d, struct operand o, type_id type, int depth)
{
	const char *place = name_place(d, o, depth);

	if (!place || (model_type(d->u, type)->kind == TYPE_ARRAY && !o.imm))
		return place;
	return join(d, "&%s", place);
}

/* In a final model what has a name is what debug information calls so; the rest is called as registers are. */
static const char *given_name(const struct describer *d, uint32_t temp)
{
	const char *name = d->u->final ? d->f->temps.at[temp].name : NULL;

	return name && !(name[0] == 'r' && name[1] >= '0' && name[1] <= '9') ? name : NULL;
}

static const char *name_value(struct describer *d, struct operand o, int depth)
{
	const struct instr *def = def_of(d, o);
	const char *s;

	if (depth > MAX_LINKS || d->links-- <= 0)
		return NULL;
	switch (o.kind) {
	case OPND_LOCAL:
		return d->u->final ? name_frame(d, o, 0) : name_address(d, o, d->f->locals.at[o.index].type, depth);
	case OPND_GLOBAL:
		return name_address(d, o, d->u->globals.at[o.index].type, depth);
	case OPND_MAP:
		return d->u->maps.at[o.index].name ? join(d, "&%s", d->u->maps.at[o.index].name) : NULL;
	case OPND_FUNC:
		return d->u->funcs.at[o.index].name;
	case OPND_TEMP:
		s = given_name(d, o.index);
		s = s ? s : def ? name_result(d, def, depth) : name_param(d, o.index);
		return s ? s : d->f->temps.at[o.index].name;
	default:
		return NULL;
	}
}

const char *model_describe(struct unit *u, const struct func *f, struct operand o)
{
	return name_value(&(struct describer){u, f, MAX_LINKS}, o, 0);
}

const char *model_describe_place(struct unit *u, const struct func *f, struct operand address)
{
	return name_place(&(struct describer){u, f, MAX_LINKS}, address, 0);
}
