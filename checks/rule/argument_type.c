// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * argument-type: a helper gets an argument of another kind than it takes: a number where it wants memory, a map's value where it wants the
 * map, another pointer than the context. One row per kind of argument.
 *
 * Kernel: check_reg_type(), compatible_reg_types[].
 */
#include "machine/trust.h"
#include "rule/const_string.h"
#include "rule/rule.h"

#define K(kind) (1u << VAL_##kind)
#define IN_VALUE (K(MAP_VALUE) | K(GLOBAL))
#define KEY_OR_VALUE (K(STACK) | K(PACKET) | K(PACKET_META) | K(MAP_KEY) | K(MAP_VALUE) | K(GLOBAL) | K(MEM) | K(BUF))
#define MEMORY (KEY_OR_VALUE | K(BTF) | K(ALLOC))
#define SOCKETS (K(SOCK) | K(SOCK_COMMON) | K(TCP_SOCK) | K(XDP_SOCK))

static const struct {
	uint32_t kinds;
	const char *want, *kernel;
} wants[ARG_KINDS] = {
	[ARG_MAP] = {K(MAP_PTR), "a map", "expected=map_ptr"},
	[ARG_MAP_KEY] = {KEY_OR_VALUE | K(ALLOC) | K(BTF), "memory with the map's key", "expected=fp, pkt, pkt_meta, map_key, map_value"},
	[ARG_MAP_VALUE] = {KEY_OR_VALUE | K(ALLOC) | K(BTF), "memory with the map's value", "expected=fp, pkt, pkt_meta, map_key, map_value"},
	[ARG_MEM] = {MEMORY, "memory", "expected=fp, pkt, pkt_meta, map_key, map_value, mem, ringbuf_mem, buf, trusted_ptr_"},
	[ARG_FIXED_MEM] = {MEMORY, "memory", "expected=fp, pkt, pkt_meta, map_key, map_value, mem, ringbuf_mem, buf, trusted_ptr_"},
	[ARG_SIZE] = {K(SCALAR), "a size", "expected=scalar"},
	[ARG_SIZE_OR_ZERO] = {K(SCALAR), "a size", "expected=scalar"},
	[ARG_ALLOC_SIZE_OR_ZERO] = {K(SCALAR), "a size", "expected=scalar"},
	[ARG_CTX] = {K(CTX), "the program's context", "expected=ctx"},
	[ARG_SOCK_COMMON] = {SOCKETS | K(BTF), "a socket", "expected=sock_common, sock, tcp_sock, xdp_sock"},
	[ARG_SOCKET] = {K(SOCK) | K(BTF), "a full socket", "expected=sock"},
	[ARG_BTF_ID] = {K(BTF) | K(ALLOC) | SOCKETS, "a kernel object", "expected=ptr_, trusted_ptr_, rcu_ptr_"},
	[ARG_BTF_ID_SOCK_COMMON] = {SOCKETS | K(BTF), "a socket", "expected=sock_common, sock, tcp_sock, xdp_sock, ptr_, trusted_ptr_"},
	[ARG_PERCPU_BTF_ID] = {K(BTF) | K(ALLOC) | K(GLOBAL), "a per-CPU variable", "expected=percpu_ptr_, percpu_rcu_ptr_, percpu_trusted_ptr_"},
	[ARG_RINGBUF_MEM] = {K(MEM), "what bpf_ringbuf_reserve returned", "expected=ringbuf_mem"},
	[ARG_FUNC] = {K(FUNC), "a function of the program", "expected=func"},
	[ARG_SPIN_LOCK] = {IN_VALUE | K(ALLOC) | K(BTF), "a lock in a map's value", "expected=map_value, ptr_"},
	[ARG_TIMER] = {IN_VALUE, "a timer in a map's value", "expected=map_value"},
	[ARG_KPTR_XCHG_DEST] = {IN_VALUE | K(ALLOC) | K(BTF), "a kptr in a map's value", "expected=map_value"},
	[ARG_CONST_STR] = {IN_VALUE, "a constant string", "expected=map_value"},
};

/* The right kind, but not what the helper made or handed out. */
static const char *moved(const struct rules *r, const struct event *e, const struct arg_facts *a)
{
	const struct value *v = e->ptr;

	if (e->helper->id == HELPER_dynptr_from_mem && !e->arg && v->kind != VAL_MAP_VALUE && v->kind != VAL_GLOBAL && (MEMORY & (1u << v->kind)))
		return arena_printf(r->unit->arena, "Unsupported reg type %s for bpf_dynptr_from_mem data", val_kind_name((enum val_kind)v->kind));
	if (a->kind == ARG_CONST_STR && const_string_refused(r, e))
		return const_string_refused(r, e);
	if (a->kind == ARG_PERCPU_BTF_ID && v->kind == VAL_GLOBAL && r->unit->globals.at[v->object].kind != GLOBAL_KSYM)
		return "type=map_value expected=percpu_ptr_, percpu_rcu_ptr_, percpu_trusted_ptr_";
	if (a->kind == ARG_RINGBUF_MEM && v->kind == VAL_MEM && !(v->flags & VAL_RINGBUF))
		return "type=mem expected=ringbuf_mem";
	if ((SOCKETS & (1u << v->kind)) && (v->off || !scalar_is_const(v->s)))
		return arena_printf(r->unit->arena, "pointer arithmetic on %s prohibited", val_kind_name((enum val_kind)v->kind));
	if ((a->flags & ARG_RELEASE) && v->kind == VAL_BTF && !v->ref && !(v->flags & (VAL_TRUST_UNKNOWN | VAL_MAYBE_NULL)) && !e->st->refs_unsure &&
	    !trust_may_own(e->m, v))
		return "must be referenced when passed to release function";
	return NULL;
}

/* A socket map's values are sockets (resolve_map_arg_type()). */
static bool is_socket_value(const struct event *e, const struct arg_facts *a)
{
	return a->kind == ARG_MAP_VALUE && e->map && (e->map->map_type == MAP_SOCKMAP || e->map->map_type == MAP_SOCKHASH);
}

/* Kernel objects are memory to helpers only when they are trusted, and nothing to write to; as objects they may be anything but untrusted. */
static const char *object_refused(const struct rules *r, const struct event *e, const struct arg_facts *a)
{
	const struct value *v = e->ptr;
	bool memory = a->kind == ARG_MEM || a->kind == ARG_FIXED_MEM || a->kind == ARG_MAP_KEY || a->kind == ARG_MAP_VALUE;
	bool object = a->kind == ARG_BTF_ID || a->kind == ARG_BTF_ID_SOCK_COMMON || a->kind == ARG_PERCPU_BTF_ID;

	if (v->kind != VAL_BTF || (v->flags & (VAL_TRUST_UNKNOWN | VAL_MAYBE_NULL)) || (!memory && !object))
		return NULL;
	if (object && v->kind == VAL_BTF && a->btf && !v->off && scalar_is_const(v->s) && !trust_object_is(e->m, v, a->btf))
		return arena_printf(r->unit->arena, "is of type %s but %s is expected", trust_record(e->m, v), a->btf);
	if (memory && (a->flags & (ARG_WRITE | ARG_UNINIT)))
		return "may write into memory pointed by";
	if (v->flags & VAL_UNTRUSTED)
		return arena_printf(r->unit->arena, "type=untrusted_ptr_ %s", wants[a->kind].kernel);
	if (memory && !v->ref && !(v->flags & VAL_TRUSTED))
		return arena_printf(r->unit->arena, "type=%sptr_ %s", v->flags & VAL_RCU ? "rcu_" : "", wants[a->kind].kernel);
	return NULL;
}

bool rule_argument_type(struct rules *r, const struct event *e)
{
	const struct arg_facts *a = e->helper ? &e->helper->args[e->arg] : NULL;
	const struct value *rests[] = {e->ptr};
	const struct value *v = e->ptr;
	const char *is;

	if (a && object_refused(r, e, a)) {
		rule_note_origin(r, rule_say(r, e, VERDICT_REJECT, rests, 1, object_refused(r, e, a), "argument %u of '%s' cannot be %s: the kernel %s", e->arg + 1, e->callee,
					     rule_name(r, e, e->operand, "this object"), v->flags & VAL_UNTRUSTED ? "does not vouch for this pointer"
					     : e->write ? "lets no helper write to its objects" : "reads only from trusted objects here; copy what is needed first"),
				 e, v, rule_name(r, e, rule_base(e, e->operand), "this"));
		return true;
	}
	if (a && !(v->flags & VAL_MAYBE_NULL) && moved(r, e, a)) {
		rule_note_origin(r, rule_say(r, e, VERDICT_REJECT, rests, 1, moved(r, e, a), "argument %u of '%s' must be %s, but %s is not",
					     e->arg + 1, e->callee, e->helper->id == HELPER_dynptr_from_mem ? "in a map's value or a global variable"
					     : a->kind == ARG_CONST_STR ? "a string that is constant" : a->kind == ARG_PERCPU_BTF_ID ? "a per-CPU variable" : "the pointer itself that the program was given", rule_name(r, e, e->operand, "this")),
				 e, v, rule_name(r, e, rule_base(e, e->operand), "this"));
		return true;
	}
	if (a && a->kind == ARG_ALLOC_SIZE_OR_ZERO && v->kind == VAL_SCALAR && !scalar_is_const(v->s)) {
		rule_note_origin(r, rule_say(r, e, VERDICT_REJECT, rests, 1, "is not a known constant", "argument %u of '%s' must be a constant, but %s is not", e->arg + 1,
					     e->callee, rule_name(r, e, e->operand, "this")), e, v, rule_name(r, e, rule_base(e, e->operand), "this"));
		return true;
	}
	if (!a || !wants[a->kind].kinds || v->kind == VAL_UNKNOWN || v->kind == VAL_UNINIT || v->kind == VAL_ARENA || (wants[a->kind].kinds & (1u << v->kind)))
		return false;
	if (is_socket_value(e, a) && (SOCKETS & (1u << v->kind)))
		return false;
	if (v->kind == VAL_SCALAR && scalar_is_const(v->s) && v->s.bits.value == 0 && (a->flags & ARG_MAYBE_NULL))
		return false;
	if (v->kind == VAL_SCALAR && !r->unit->final && scalar_is_const(v->s) && v->s.bits.value && v->s.bits.value < 4096 && !v->origin)
		return true; /* a member of what null points to: the optimiser takes such a path for impossible */
	is = v->kind == VAL_SCALAR ? "a number" : arena_printf(r->unit->arena, "a %s pointer", val_kind_name((enum val_kind)v->kind));
	rule_note_origin(r, rule_say(r, e, VERDICT_REJECT, rests, 1,
				     arena_printf(r->unit->arena, "type=%s %s", val_kind_name((enum val_kind)v->kind), wants[a->kind].kernel),
				     "argument %u of '%s' must be %s, but %s is %s to the verifier", e->arg + 1, e->callee, wants[a->kind].want,
				     rule_name(r, e, e->operand, "this"), is),
			 e, v, rule_name(r, e, rule_base(e, e->operand), "this"));
	return true;
}
