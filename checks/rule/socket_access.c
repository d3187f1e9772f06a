// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * socket-access: a socket is read outside of the members that programs see of it, or in another size than they have. How much that is
 * depends on what the socket is known to be: the first members of any socket, a full socket, a TCP or an XDP socket.
 *
 * Kernel: check_sock_access(), bpf_sock_is_valid_access() and kin.
 */
#include "rule/rule.h"

bool rule_socket_access(struct rules *r, const struct event *e)
{
	static const struct { enum sock_kind kind; const char *what; } kinds[VAL_KINDS] = {
		[VAL_SOCK] = {SOCK_FULL, "a socket"},
		[VAL_SOCK_COMMON] = {SOCK_COMMON, "a socket that may not be a full one"},
		[VAL_TCP_SOCK] = {SOCK_TCP, "a TCP socket"},
		[VAL_XDP_SOCK] = {SOCK_XDP, "an XDP socket"},
	};
	const struct value *rests[] = {e->ptr};
	const struct value *p = e->ptr;
	const char *name;
	struct finding *f;

	if (!kinds[p->kind].what || e->write || !scalar_is_const(p->s) || p->s.bits.value ||
	    kernel_sock_access(kinds[p->kind].kind, p->off, e->size, false).ok != FACT_NO)
		return false;
	name = rule_name(r, e, rule_base(e, e->operand), "this");
	f = rule_say(r, e, VERDICT_REJECT, rests, 1, arena_printf(r->unit->arena, "invalid %s access off=%lld size=%u", val_kind_name((enum val_kind)p->kind), (long long)p->off, e->size),
		     "%s is %s: programs cannot read %u bytes at offset %lld of it", name, kinds[p->kind].what, e->size, (long long)p->off);
	rule_note_origin(r, f, e, p, name);
	if (p->kind == VAL_SOCK_COMMON)
		rule_note(r, f, rule_place(r, e->instr), "'bpf_sk_fullsock' gives the full socket, or null when it is none");
	return true;
}
