// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * atomic: an atomic operation on memory that is not a program's to share: the context, packet data, flow keys, sockets.
 *
 * Kernel: check_atomic_rmw(), atomic_ptr_type_ok().
 */
#include "rule/rule.h"

bool rule_atomic(struct rules *r, const struct event *e)
{
	static const uint32_t refused = 1u << VAL_CTX | 1u << VAL_PACKET | 1u << VAL_PACKET_META | 1u << VAL_PACKET_END | 1u << VAL_FLOW_KEYS | 1u << VAL_SOCK |
					1u << VAL_SOCK_COMMON | 1u << VAL_TCP_SOCK | 1u << VAL_XDP_SOCK;
	const struct value *rests[] = {e->ptr};
	const char *kind;

	if (!r->unit->final && (e->instr->from == ATOMIC_LOAD || e->instr->from == ATOMIC_STORE))
		return false; /* may become plain ones */
	if (!e->atomic || !(refused >> e->ptr->kind & 1))
		return false;
	kind = val_kind_name((enum val_kind)e->ptr->kind);
	rule_note_origin(r, rule_say(r, e, VERDICT_REJECT, rests, 1, arena_printf(r->unit->arena, " %s is not allowed", kind),
				     "an atomic operation on %s, a %s pointer: there are none on such memory", rule_name(r, e, e->operand, "this"), kind),
			 e, e->ptr, rule_name(r, e, rule_base(e, e->operand), "this"));
	return true;
}
