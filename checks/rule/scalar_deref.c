// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * scalar-deref: what is no address is used as one. Numbers are what the verifier sees in a pointer that was read from memory (a kprobe's
 * registers, a map value, user space) or that a packet-changing helper made stale; the packet's end is only there to be compared with.
 *
 * Kernel: check_mem_access(), last branch ("invalid mem access").
 */
#include "rule/fix.h"

/* Where there is a call that gives a pointer instead. */
static void note_better_call(struct rules *r, struct finding *f, const struct event *e)
{
	const struct instr *born = e->ptr->origin ? e->m->births.at[e->ptr->origin].instr : NULL;

	if (f && born && born->op == OP_CALL && born->more->callee == CALLEE_HELPER && born->more->callee_index == HELPER_get_current_task)
		rule_note(r, f, rule_place(r, born), "'bpf_get_current_task_btf' gives a pointer that can be read directly; this number must be read with BPF_CORE_READ() or bpf_probe_read_kernel()");
}

static bool is_end(struct rules *r, const struct event *e)
{
	const struct value *rests[] = {e->ptr};

	rule_say(r, e, VERDICT_REJECT, rests, 1, "invalid mem access 'pkt_end'", "%s is the packet's end: it can be compared with, but not %s",
		 rule_name(r, e, rule_base(e, e->operand), "this address"), e->write ? "written through" : "read through");
	return true;
}

bool rule_scalar_deref(struct rules *r, const struct event *e)
{
	const struct value *rests[] = {e->ptr};
	const char *name;
	struct finding *f;

	if (e->ptr->kind == VAL_PACKET_END)
		return is_end(r, e);
	if (e->kind != EVENT_ACCESS || e->ptr->kind != VAL_SCALAR)
		return false;
	if (!r->unit->final && scalar_is_const(e->ptr->s) && e->ptr->s.bits.value < 4096 && !e->ptr->origin)
		return true; /* null: the optimiser takes such a path for impossible */
	name = rule_name(r, e, rule_base(e, e->operand), "this address");
	f = rule_say(r, e, VERDICT_REJECT, rests, 1, "invalid mem access 'scalar'",
		     "%s is a number to the verifier, not a pointer: it cannot be %s directly", name, e->write ? "written through" : "read through");
	rule_note_origin(r, f, e, e->ptr, name);
	note_better_call(r, f, e);
	fix_scalar(r, f, e);
	return true;
}
