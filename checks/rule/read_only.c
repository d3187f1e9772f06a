// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * read-only: a write to memory that the program may only read: constants, maps created with BPF_F_RDONLY_PROG, map keys, device map values,
 * packets and contexts of programs that may not change them; or a read from a map that is write-only.
 *
 * Kernel: check_map_access_type(), check_mem_access(), may_access_direct_pkt_data(), record_func_map().
 */
#include "machine/target.h"
#include "machine/trust.h"
#include "rule/region.h"

#define F_WRONLY_PROG (1u << 8)

/* Only a few program types let programs write some members of kernel objects (the btf_struct_access of their ops). */
static bool kernel_objects_are_read_only(const struct event *e)
{
	const char *record;

	switch (e->m->prog ? e->m->prog->type : PROG_UNSPEC) {
	case PROG_UNSPEC: case PROG_EXT: case PROG_RAW_TRACEPOINT_WRITABLE: case PROG_STRUCT_OPS:
		return false;
	case PROG_SCHED_CLS: case PROG_SCHED_ACT: case PROG_XDP:
		record = trust_record(e->m, e->ptr);
		return record && strncmp(record, "nf_conn", strlen("nf_conn"));
	default:
		return true;
	}
}

/* In a struct_ops program; the member's path, for the kernel's words. */
static bool operation_may_not(struct rules *r, const struct event *e)
{
	const struct value *p = e->ptr;
	const struct global *g;
	const char *ops = NULL, *path;

	if (!e->m->prog || e->m->prog->type != PROG_STRUCT_OPS || !p->btf || !scalar_is_const(p->s) || p->off < 0 || !target_member(r->unit, e->m->program, &ops, &g) || !ops)
		return false;
	path = p->type ? model_path_at(r->unit, p->type, (uint64_t)p->off) : NULL;
	return kernel_object_written(ops, p->btf, path) == FACT_NO;
}

/* nf_conntrack_btf_struct_access(): what programs that see packets may write. */
static bool only_the_mark(struct rules *r, const struct event *e)
{
	enum prog_type t = e->m->prog ? e->m->prog->type : PROG_UNSPEC;
	const char *record = t == PROG_XDP || t == PROG_SCHED_CLS || t == PROG_SCHED_ACT ? trust_record(e->m, e->ptr) : NULL;
	const struct field *f = e->ptr->type && scalar_is_const(e->ptr->s) && e->ptr->off >= 0 ? model_field_at(r->unit, e->ptr->type, (uint64_t)e->ptr->off, e->size) : NULL;

	return record && !strncmp(record, "nf_conn", strlen("nf_conn")) && f && f->name && strcmp(f->name, "mark");
}

/* Memory that a helper works on. */
static bool helper_works_on(const struct event *e)
{
	const struct arg_facts *a = e->helper ? &e->helper->args[e->arg] : NULL;

	if (a && e->write && !(a->flags & ARG_UNINIT) && e->m->kernel < KVER(6, 18)) /* older kernels thought that it reads */
		return false;
	return a && (a->kind == ARG_MEM || a->kind == ARG_FIXED_MEM || a->kind == ARG_MAP_KEY || a->kind == ARG_MAP_VALUE) &&
	       (e->ptr->kind == VAL_MAP_VALUE || e->ptr->kind == VAL_GLOBAL || e->ptr->kind == VAL_MAP_KEY || e->ptr->kind == VAL_MEM);
}

/* The compiler deletes a plain store to a constant: it knows that nothing may change there. */
static bool dropped(const struct event *e)
{
	return !e->m->unit->final && e->kind == EVENT_ACCESS && !e->by_helper && !e->atomic && !(e->instr->flags & INSTR_VOLATILE);
}

static const char *refusal(struct rules *r, const struct event *e, const char **kernel)
{
	const struct value *p = e->ptr;
	const struct map *map = p->kind == VAL_MAP_VALUE ? &r->unit->maps.at[p->object] : NULL;

	*kernel = e->write ? "write into map forbidden" : "read from map forbidden";
	if (map && !e->write)
		return map->map_flags & F_WRONLY_PROG ? arena_printf(r->unit->arena, "programs may not read map %s (BPF_F_WRONLY_PROG)", rule_map_words(r, map)) : NULL;
	if (!e->write)
		return NULL;
	if (map && (map->map_flags & F_RDONLY_PROG))
		return arena_printf(r->unit->arena, "programs may not write map %s (BPF_F_RDONLY_PROG)", rule_map_words(r, map));
	if (map && (p->flags & VAL_RDONLY))
		return arena_printf(r->unit->arena, "programs may only read the values of map %s", rule_map_words(r, map));
	if (p->kind == VAL_GLOBAL && (p->flags & VAL_RDONLY) && !dropped(e))
		return arena_printf(r->unit->arena, "'%s' is constant: programs may not write it", r->unit->globals.at[p->object].name);
	switch (p->kind) {
	case VAL_BTF:
		if (only_the_mark(r, e)) {
			*kernel = "no write support to nf_conn";
			return "of a connection programs may write its mark only";
		}
		*kernel = e->m->prog && e->m->prog->type == PROG_STRUCT_OPS ? "no write support" : "only read is supported";
		if (operation_may_not(r, e))
			return "programs may only read this member of the kernel's object";
		return !e->atomic && !(p->flags & VAL_NON_OWN) && kernel_objects_are_read_only(e) ? "programs may only read kernel objects" : NULL;
	case VAL_BUF:
		*kernel = "cannot write into rdonly_";
		return p->flags & VAL_RDONLY ? "this memory is read-only" : NULL;
	case VAL_MAP_KEY:
		*kernel = "write to change key R";
		return "programs may not write a map's key";
	case VAL_MEM:
		*kernel = "cannot write into rdonly_mem";
		return p->flags & VAL_RDONLY ? "this memory is read-only" : NULL;
	case VAL_SOCK: case VAL_SOCK_COMMON: case VAL_TCP_SOCK: case VAL_XDP_SOCK:
		*kernel = arena_printf(r->unit->arena, "cannot write into %s", val_kind_name((enum val_kind)p->kind));
		return "programs may only read a socket's members";
	case VAL_PACKET:
		*kernel = "cannot write into packet";
		return e->m->prog && e->m->prog->packet == PACKET_READ ? arena_printf(r->unit->arena, "programs of type %s may not write packet data", e->m->prog->name) : NULL;
	default:
		return NULL;
	}
}

/* Whatever the dynptr is of: the slice counts as a write to the packet. check_kfunc_call() */
static bool slice_to_write(struct rules *r, const struct event *e)
{
	const struct prog_facts *prog = e->m->prog;

	if (!e->kfunc || strcmp(e->kfunc->name, "bpf_dynptr_slice_rdwr") || !prog || prog->type == PROG_UNSPEC || prog->type == PROG_EXT || prog->packet == PACKET_WRITE)
		return false;
	rule_say(r, e, VERDICT_REJECT, NULL, 0, "the prog does not allow writes to packet data",
		 "programs of type %s may not write packet data, and so not call '%s': read with 'bpf_dynptr_slice'", prog->name, e->callee);
	return true;
}

/* Helpers that change the map itself: record_func_map(). */
static bool changed_by_helper(struct rules *r, const struct event *e)
{
	switch (e->helper->id) {
	case HELPER_map_update_elem: case HELPER_map_delete_elem: case HELPER_map_push_elem: case HELPER_map_pop_elem:
		break;
	default:
		return false;
	}
	if (!e->map || !(e->map->map_flags & F_RDONLY_PROG))
		return false;
	rule_say(r, e, VERDICT_REJECT, NULL, 0, "write into map forbidden", "programs may not change map %s (BPF_F_RDONLY_PROG), as '%s' does", rule_map_words(r, e->map), e->callee);
	return true;
}

bool rule_read_only(struct rules *r, const struct event *e)
{
	const struct value *rests[] = {e->ptr};
	const char *kernel, *why;
	struct finding *f;

	if (e->kind == EVENT_KFUNC)
		return slice_to_write(r, e);
	if (e->kind == EVENT_HELPER)
		return changed_by_helper(r, e);
	if (e->kind == EVENT_ARGUMENT && !helper_works_on(e))
		return false;
	why = refusal(r, e, &kernel);
	if (!why)
		return false;
	f = rule_say(r, e, VERDICT_REJECT, rests, 1, kernel, "%s", why);
	rule_note_origin(r, f, e, e->ptr, rule_name(r, e, rule_base(e, e->operand), "this pointer"));
	return true;
}
