// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * entry: where exploration starts, and what is known of a unit before any path is followed.
 *
 * Kernel: do_check_common(), btf_prepare_func_args(), check_attach_btf_id().
 */
#include "flow/flow.h"
#include "machine/global.h"

static struct value pointer_of(enum val_kind k, uint32_t size, type_id type)
{
	struct value v = value_scalar(scalar_const(0));

	v.kind = k;
	v.mem_size = size;
	v.type = type;
	return v;
}

/* An argument of a global function: what its declared type promises, and no more. */
static struct value global_argument(struct machine *m, uint32_t k)
{
	struct param p = global_param(m, m->program, k);
	struct value v;

	switch (p.kind) {
	case PARAM_NUMBER: return machine_fresh(m, p.size < 8 ? scalar_bits(p.size * 8) : scalar_unknown());
	case PARAM_CTX: return pointer_of(VAL_CTX, 0, p.type);
	case PARAM_MEM: v = pointer_of(VAL_MEM, p.size, p.type); break;
	case PARAM_OBJECT:
		v = machine_object(m, NULL, p.type);
		v.flags = VAL_TRUSTED;
		break;
	default: return value_unknown(TAINT_OPAQUE);
	}
	v.instance = ++m->next_instance;
	if (p.maybe_null) {
		v.flags |= VAL_MAYBE_NULL;
		v.id = ++m->next_id;
		v.origin = machine_birth(m, m->program, NULL, arena_printf(m->arena, "an argument of the global function '%s'", m->program->name));
	}
	return v;
}

struct state *flow_entry(struct machine *m)
{
	struct state *st = state_new();
	const struct func *f = m->program;
	struct frame *fr;

	frame_enter(st, f, NULL);
	fr = state_top(st);
	for (uint32_t k = 0; k < f->params.n; k++) {
		struct value v = machine_operand(m, st, opnd_undef());

		if (m->global_func)
			v = global_argument(m, k);
		else if (!m->global_func && k == 0 && m->prog && m->prog->type != PROG_EXT)
			v = pointer_of(VAL_CTX, 0, 0);
		else if (!m->prog || m->prog->type == PROG_EXT) /* like what it replaces; or nobody knows what it is */
			v = value_unknown(TAINT_OPAQUE);
		fr->slots[f->slot[f->params.at[k]]] = v;
	}
	return st;
}

/* ---- facts about the unit ---- */

static bool only_reads(const struct instr *i, const struct operand *o)
{
	return (i->op == OP_LOAD && o == &i->a) || ((i->op == OP_MEMCPY || i->op == OP_MEMMOVE) && o == &i->b) || i->op == OP_MEMCMP;
}

static void find_writes(const struct unit *u, const struct func *f, uint8_t *written, uint32_t *base)
{
	memset(base, 0, f->temps.n * sizeof *base);
	for (uint32_t n = 0; n < f->instrs.n; n++) {
		const struct instr *i = &f->instrs.at[n];
		const struct operand *all[] = {&i->a, &i->b, &i->c};
		uint32_t nargs = i->more ? i->more->args.n : 0;

		for (uint32_t k = 0; k < 3 + nargs; k++) {
			const struct operand *o = k < 3 ? all[k] : &i->more->args.at[k - 3];
			uint32_t g = o->kind == OPND_GLOBAL ? o->index + 1 : o->kind == OPND_TEMP ? base[o->index] : 0;

			if (!g || only_reads(i, o))
				continue;
			if ((i->op == OP_FIELD || i->op == OP_PTRADD || i->op == OP_CAST) && o == &i->a)
				base[i->dst] = g;
			else
				written[g - 1] = 1;
		}
	}
	(void)u;
}

static bool moves_packet(const struct helper_facts *h, const struct kfunc_facts *k)
{
	return h ? h->flags & HELPER_CHANGES_PACKET : k && (k->flags & KFUNC_CHANGES_PACKET);
}

static bool sleeps(const struct helper_facts *h, const struct kfunc_facts *k)
{
	return h ? h->flags & HELPER_SLEEPS : k && (k->flags & KFUNC_SLEEPABLE);
}

static bool calls(const struct func *f, bool (*such)(const struct helper_facts *h, const struct kfunc_facts *k), const uint8_t *known)
{
	for (uint32_t n = 0; n < f->instrs.n; n++) {
		const struct instr *i = &f->instrs.at[n];

		if (i->op == OP_CALL && (i->more->callee == CALLEE_FUNC ? known[i->more->callee_index] != 0
						: such(i->more->callee == CALLEE_HELPER ? kernel_helper(i->more->callee_index) : NULL,
						       i->more->callee == CALLEE_KFUNC ? kernel_kfunc(i->more->name) : NULL)))
			return true;
	}
	return false;
}

/* Per function: it, or one that it calls, makes such a call. */
static uint8_t *callers(struct unit *u, struct arena *a, bool (*such)(const struct helper_facts *h, const struct kfunc_facts *k))
{
	uint8_t *known = arena_alloc(a, u->funcs.n + 1);
	bool more = true;

	while (more) {
		more = false;
		for (uint32_t f = 0; f < u->funcs.n; f++)
			if (!known[f] && calls(&u->funcs.at[f], such, known))
				known[f] = more = true;
	}
	return known;
}

void flow_facts(struct unit *u, struct arena *a, struct machine *m)
{
	uint32_t most = 0;
	uint32_t *base;

	m->written = arena_alloc(a, u->globals.n + 1);
	for (uint32_t f = 0; f < u->funcs.n; f++)
		most = u->funcs.at[f].temps.n > most ? u->funcs.at[f].temps.n : most;
	base = arena_alloc(a, (most + 1) * sizeof *base);
	for (uint32_t f = 0; f < u->funcs.n; f++)
		find_writes(u, &u->funcs.at[f], m->written, base);
	for (uint32_t g = 0; g < u->globals.n; g++)
		for (uint32_t r = 0; r < u->globals.at[g].relocs.n; r++)
			if (u->globals.at[g].relocs.at[r].to == RELOC_GLOBAL)
				m->written[u->globals.at[g].relocs.at[r].index] = 1;
	m->changes_packet = callers(u, a, moves_packet);
	m->may_sleep = callers(u, a, sleeps);
}
