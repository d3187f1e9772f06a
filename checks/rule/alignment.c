// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * alignment: an access to the stack, or an atomic one to anything, at an offset that is no multiple of its size. The stack is kept in
 * words of eight bytes, and an access must not straddle two. What compilers lay out is aligned, so only final code is judged.
 *
 * Kernel: check_func_arg(), check_generic_ptr_alignment(), check_ptr_alignment().
 */
#include "rule/rule.h"

static const char *const words[VAL_KINDS] = {
	[VAL_STACK] = "stack ", [VAL_MAP_VALUE] = "value ", [VAL_GLOBAL] = "value ", [VAL_MAP_KEY] = "key ", [VAL_CTX] = "context ", [VAL_FLOW_KEYS] = "flow keys ",
	[VAL_SOCK] = "sock ", [VAL_SOCK_COMMON] = "sock_common ", [VAL_TCP_SOCK] = "tcp_sock ", [VAL_XDP_SOCK] = "xdp_sock ",
};

/* A number that a helper writes to has its place as any other (MEM_ALIGNED). */
static bool argument(struct rules *r, const struct event *e)
{
	const struct arg_facts *a = e->helper ? &e->helper->args[e->arg] : NULL;
	const struct value *p = e->ptr, *rests[] = {p};

	if (!r->unit->final || !a || a->kind != ARG_FIXED_MEM || !(a->flags & ARG_ALIGNED) || (p->kind != VAL_STACK && p->kind != VAL_MAP_VALUE && p->kind != VAL_GLOBAL) ||
	    (p->flags & VAL_MAYBE_NULL) || tnum_is_aligned(tnum_add(p->s.bits, tnum_const((uint64_t)p->off)), a->size))
		return false;
	rule_say(r, e, VERDICT_REJECT, rests, 1, arena_printf(r->unit->arena, "misaligned %saccess off", words[p->kind]),
		 "argument %u of '%s' points to %u bytes at an offset that is no multiple of %u", e->arg + 1, e->callee, a->size, a->size);
	return true;
}

bool rule_alignment(struct rules *r, const struct event *e)
{
	const struct value *rests[] = {e->ptr};
	const struct value *p = e->ptr;
	struct tnum at;

	if (e->kind == EVENT_ARGUMENT)
		return argument(r, e);
	if (!r->unit->final || !value_is_pointer(p) || (p->kind != VAL_STACK && !e->atomic) || p->kind == VAL_ARENA || p->kind == VAL_PACKET ||
	    p->kind == VAL_PACKET_META || (p->flags & VAL_MAYBE_NULL))
		return false;
	at = tnum_add(p->s.bits, tnum_const((uint64_t)p->off));
	if (tnum_is_aligned(at, e->size))
		return false;
	rule_say(r, e, VERDICT_REJECT, rests, 1, arena_printf(r->unit->arena, "misaligned %saccess off", words[p->kind] ? words[p->kind] : ""),
		 "%s of %u bytes at an offset that is no multiple of %u%s", e->atomic ? "an atomic access" : e->write ? "a write" : "a read", e->size, e->size,
		 p->kind == VAL_STACK ? ": the stack is kept in aligned pieces" : "");
	return true;
}
