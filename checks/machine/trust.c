// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "machine/bracket.h"
#include "machine/trust.h"

bool trust_in_rcu(const struct machine *m, const struct state *st)
{
	const struct callback *later = state_later(st);
	bool sleepable = later ? later->sleeps : !m->section || m->section->sleepable || (m->prog && m->prog->type == PROG_SYSCALL);

	return !sleepable || st->rcu_depth || bracket_locked(st);
}

const char *trust_record(const struct machine *m, const struct value *p)
{
	const char *name = p->btf ? p->btf : p->type ? model_type(m->unit, p->type)->name : NULL;

	return name && !strncmp(name, "struct ", 7) ? name + 7 : name;
}

uint16_t trust_walked(const struct machine *m, const struct state *st, const struct value *p, const char *member)
{
	const char *record = trust_record(m, p);

	if ((p->flags & VAL_TRUST_UNKNOWN) || !record || !member || m->kernel < KVER(6, 4))
		return VAL_TRUST_UNKNOWN;
	if (p->flags & VAL_UNTRUSTED)
		return VAL_UNTRUSTED;
	if (!p->ref && !(p->flags & (VAL_TRUSTED | VAL_RCU)))
		return 0;
	switch (kernel_member_trust(record, member)) {
	case MEMBER_TRUSTED: return VAL_TRUSTED;
	case MEMBER_TRUSTED_OR_NULL: return VAL_TRUST_UNKNOWN; /* newer kernels want a check for null, older ones do not */
	case MEMBER_RCU: return trust_in_rcu(m, st) ? VAL_RCU : VAL_UNTRUSTED;
	case MEMBER_RCU_OR_NULL: return trust_in_rcu(m, st) ? VAL_TRUST_UNKNOWN : VAL_UNTRUSTED;
	default: return trust_in_rcu(m, st) ? 0 : VAL_UNTRUSTED;
	}
}

uint16_t trust_argument(const struct machine *m)
{
	if (!m->prog || !m->section || m->kernel < KVER(6, 4))
		return VAL_TRUST_UNKNOWN;
	if (m->prog->type == PROG_STRUCT_OPS)
		return VAL_TRUSTED;
	if (m->prog->type != PROG_TRACING)
		return VAL_TRUST_UNKNOWN;
	switch (m->section->attach) {
	case ATTACH_TRACE_RAW_TP: return VAL_TRUSTED;
	case ATTACH_TRACE_FENTRY: case ATTACH_TRACE_FEXIT: case ATTACH_MODIFY_RETURN: return 0;
	default: return VAL_TRUST_UNKNOWN;
	}
}

bool trust_may_own(const struct machine *m, const struct value *p)
{
	return m->prog && m->prog->type == PROG_STRUCT_OPS && (p->flags & VAL_TRUSTED);
}

uint16_t trust_kptr(const struct machine *m, const struct state *st, const char *record, bool owned)
{
	if (m->kernel < KVER(6, 4) || !record)
		return VAL_TRUST_UNKNOWN;
	if (!owned)
		return VAL_UNTRUSTED;
	return !kernel_rcu_kptr(record) ? VAL_TRUST_UNKNOWN : trust_in_rcu(m, st) ? VAL_RCU : VAL_UNTRUSTED;
}

static bool lose_rcu(struct value *v, void *data)
{
	(void)data;
	if (v->kind != VAL_BTF || !(v->flags & VAL_RCU))
		return false;
	v->flags &= (uint16_t)~(VAL_RCU | VAL_MAYBE_NULL);
	v->flags |= VAL_UNTRUSTED;
	return true;
}

void trust_rcu_ends(struct state *st)
{
	state_each_value(st, lose_rcu, NULL);
}

bool trust_is_a(const struct unit *u, type_id t, const char *name)
{
	for (int depth = 0; depth < 8 && t; depth++) {
		const struct type *record = model_type(u, t);
		const char *is = record->name;

		if (record->kind != TYPE_STRUCT || !is || !record->size || strstr(is, "___"))
			return true; /* not known well enough */
		if (!strcmp(strncmp(is, "struct ", 7) ? is : is + 7, name))
			return true;
		if (!record->fields.n)
			return true; /* its members were of no interest to the front end */
		t = !record->fields.at[0].bit_off ? record->fields.at[0].type : 0;
		if (t && model_type(u, t)->kind != TYPE_STRUCT)
			return false;
	}
	return t != 0;
}

bool trust_object_is(const struct machine *m, const struct value *v, const char *name)
{
	if (m->btf && v->btf)
		return m->btf->is_a(m->btf, v->btf, name);
	return !v->type || trust_is_a(m->unit, v->type, name);
}
