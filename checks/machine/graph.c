// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "machine/graph.h"

bool graph_same_object(const struct unit *u, const struct value *lock, const struct value *p)
{
	if (lock->kind != p->kind)
		return false;
	if (p->kind == VAL_GLOBAL) { /* a section is one object to the kernel */
		const char *a = u->globals.at[lock->object].section, *b = u->globals.at[p->object].section;

		return a && b && !strcmp(a, b);
	}
	return lock->object == p->object && lock->instance == p->instance;
}

static const struct instr *definition(const struct func *f, struct operand o)
{
	return o.kind == OPND_TEMP && f->temps.at[o.index].def < f->instrs.n ? &f->instrs.at[f->temps.at[o.index].def] : NULL;
}

const char *graph_type_id(const struct func *f, struct operand o)
{
	const struct instr *i = definition(f, o);

	while (i && op_info[i->op].shape == SHAPE_CONV)
		i = definition(f, i->a);
	return i && i->op == OP_ENV && (i->from == ENV_TYPE_ID_LOCAL || i->from == ENV_TYPE_ID_TARGET) ? i->more->name : NULL;
}

static struct value object(struct machine *m, type_id record, uint64_t off)
{
	struct value v = machine_object(m, NULL, record);

	v.kind = VAL_ALLOC;
	v.off = (int64_t)off;
	return v;
}

bool graph_contents(const struct unit *u, const struct graph_facts *g, const struct value *head, struct contents *out)
{
	struct special_field f;

	return !head->taint && field_pointed(u, head, g->head, &f) && field_contents(u, &f, out);
}

static struct value contained(struct machine *m, const struct graph_facts *g, const struct value *head)
{
	struct contents in;

	if (!graph_contents(m->unit, g, head, &in))
		return value_unknown(TAINT_OPAQUE);
	return object(m, in.record, in.off);
}

struct value graph_result(struct machine *m, struct state *st, const struct kfunc_facts *k, const struct graph_facts *g, const struct call *c)
{
	struct value v = value_unknown(TAINT_OPAQUE);
	const char *name;
	type_id t;

	switch (g->op) {
	case GRAPH_NEW:
		name = c->n ? graph_type_id(state_top(st)->func, c->i->more->args.at[0]) : NULL;
		t = name ? model_type_find(m->unit, name) : 0;
		if (name && (!*name || (t && model_type(m->unit, t)->kind == TYPE_STRUCT)))
			v = object(m, t, 0); /* one without a name is told by the cast that follows */
		if (v.kind != VAL_UNKNOWN && !strcmp(k->name, "bpf_percpu_obj_new_impl"))
			v.flags |= VAL_PERCPU;
		break;
	case GRAPH_SHARE:
		if (c->n && c->args[0].kind == VAL_ALLOC)
			v = object(m, c->args[0].type, 0);
		break;
	case GRAPH_TAKE:
	case GRAPH_LOOK:
		if (c->n)
			v = contained(m, g, &c->args[0]);
		if (v.kind != VAL_UNKNOWN && g->op == GRAPH_LOOK)
			v.flags |= VAL_NON_OWN;
		break;
	case GRAPH_ADD:
		return machine_fresh(m, scalar_bits(32));
	}
	if (k->flags & KFUNC_ACQUIRE) {
		if (v.kind == VAL_UNKNOWN)
			st->refs_unsure = true;
		else
			v.ref = state_acquire(m, st, REF_OBJECT, state_top(st)->func, c->i, k->name);
	}
	if (v.kind != VAL_UNKNOWN && !(g->op == GRAPH_SHARE && c->args[0].ref)) {
		v.flags |= VAL_MAYBE_NULL;
		v.id = ++m->next_id;
	}
	return v;
}

bool graph_callback(struct machine *m, const struct graph_facts *g, const struct call *c)
{
	const struct func *f = c->n > 2 && c->args[2].kind == VAL_FUNC ? &m->unit->funcs.at[c->args[2].object] : NULL;

	if (g->op != GRAPH_ADD || g->head != FIELD_BIT(RB_ROOT) || !f || !f->blocks.n)
		return false;
	m->callback.func = f;
	m->callback.kind = CALLBACK_LESS;
	m->callback.nargs = 2;
	m->callback.most = UINT64_MAX;
	m->callback.perhaps = m->callback.sleeps = false;
	m->callback.range = (struct range_rule){true, 0, 1};
	for (uint32_t k = 0; k < 2; k++) {
		m->callback.args[k] = contained(m, g, &c->args[0]);
		if (m->callback.args[k].kind != VAL_UNKNOWN)
			m->callback.args[k].flags |= VAL_NON_OWN;
	}
	return true;
}

static bool forget_non_owning(struct value *v, void *data)
{
	if (v->kind != VAL_ALLOC || !(v->flags & VAL_NON_OWN) || v->ref)
		return false;
	*v = value_scalar(scalar_unknown());
	v->origin = *(uint32_t *)data;
	return true;
}

void graph_unlocked(struct machine *m, struct state *st, const struct instr *i)
{
	uint32_t birth = machine_born(m, i);

	if (!birth)
		birth = machine_birth(m, state_top(st)->func, i, "a node of a list or tree, which is out of reach since the lock was given back");
	state_each_value(st, forget_non_owning, &birth);
}
