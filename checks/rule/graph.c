// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * graph: the arguments of the kfuncs for lists, trees and objects from bpf_obj_new: the head must be a head, the node an owned (or, to take it out,
 * a non-owning) pointer to the node that the head's __contains() names.
 *
 * Kernel: __process_kf_arg_ptr_to_graph_root(), __process_kf_arg_ptr_to_graph_node(), check_kfunc_args(), check_func_arg_reg_off().
 */
#include "machine/graph.h"
#include "rule/rule.h"

static bool say(struct rules *r, const struct event *e, const struct value *v, const char *kernel, const char *what)
{
	const struct value *rests[] = {v, &e->args[0]};
	struct finding *f = rule_say(r, e, VERDICT_REJECT, rests, 2, kernel, "%s", what);

	rule_note_origin(r, f, e, v, "it");
	return true;
}

static bool bad_head(struct rules *r, const struct event *e, const struct graph_facts *g)
{
	const struct value *head = &e->args[0];
	const char *name = g->head == FIELD_BIT(RB_ROOT) ? "bpf_rb_root" : "bpf_list_head";
	struct special_field f;

	if (!field_record(r->unit, head) || (head->flags & VAL_MAYBE_NULL))
		return false;
	if (!scalar_is_const(head->s))
		return say(r, e, head, arena_printf(r->unit->arena, "doesn't have constant offset. %s has to be at the constant offset", name),
			   arena_printf(r->unit->arena, "a '%s' is reached at an offset that is not constant", name));
	if (head->kind == VAL_GLOBAL && (head->off <= 0 || (uint64_t)head->off >= r->unit->globals.at[head->object].size))
		return false; /* another one of the section */
	return !field_pointed(r->unit, head, g->head, &f) &&
	       say(r, e, head, arena_printf(r->unit->arena, "%s not found at offset=%lld", name, (long long)head->off),
		   arena_printf(r->unit->arena, "there is no '%s' at this offset", name));
}

static bool in_comparison(const struct event *e)
{
	for (uint32_t i = 0; i < e->st->nframes; i++)
		if (e->st->frames[i].callback == CALLBACK_LESS)
			return true;
	return false;
}

static bool has_refcount(struct rules *r, const struct value *v)
{
	struct special_field f;

	return field_find(r->unit, v->type, 0, UINT64_MAX, FIELD_BIT(REFCOUNT), &f);
}

static bool bad_node(struct rules *r, const struct event *e, const struct graph_facts *g)
{
	const struct value *node = &e->args[1];
	bool owning = node->kind == VAL_ALLOC && node->ref, tree = g->head == FIELD_BIT(RB_ROOT);
	struct contents in;

	if (g->op == GRAPH_TAKE && in_comparison(e))
		return say(r, e, node, "rbtree_remove not allowed in rbtree cb", "a tree's comparison may not take nodes out");
	if ((node->kind != VAL_ALLOC && node->kind != VAL_SCALAR) || (node->flags & (VAL_MAYBE_NULL | VAL_TRUST_UNKNOWN)))
		return false;
	if (g->op == GRAPH_ADD && !owning)
		return say(r, e, node, "arg#1 expected pointer to allocated object",
			   node->kind == VAL_SCALAR ? "this is no object of the program's any more" : "only its owner may put an object into a list or tree, and this pointer does not own it");
	if (g->op != GRAPH_ADD && ((owning && !has_refcount(r, node)) || node->kind == VAL_SCALAR))
		return say(r, e, node, tree ? "can only take non-owning or refcounted bpf_rb_node pointer" : "expected non-owning",
			   node->kind == VAL_SCALAR ? "this node was only good until the lock was given back" : "this object is not in the tree: the program owns it");
	if (node->kind != VAL_ALLOC || !scalar_is_const(node->s) || !node->type || !graph_contents(r->unit, g, &e->args[0], &in))
		return false;
	if (in.record != node->type)
		return say(r, e, node, arena_printf(r->unit->arena, "operation on %s expects arg#1", tree ? "bpf_rb_root" : "bpf_list_head"),
			   arena_printf(r->unit->arena, "this list or tree holds '%s', not '%s'", model_type_name(r->unit, in.record), model_type_name(r->unit, node->type)));
	return node->off != (int64_t)in.off &&
	       say(r, e, node, arena_printf(r->unit->arena, "but expected %s at offset=%llu", tree ? "bpf_rb_node" : "bpf_list_node", (unsigned long long)in.off),
		   "this is not the node by which the list or tree holds such objects");
}

static bool bad_type_id(struct rules *r, const struct event *e)
{
	struct operand o = e->instr->more->args.at[0];
	const char *name = graph_type_id(e->func, o);

	if (o.kind == OPND_IMM && (o.imm < 0 || o.imm > UINT32_MAX))
		rule_say(r, e, VERDICT_REJECT, NULL, 0, "local type ID argument must be in range [0, U32_MAX]", "this is no BTF id of a type of the program");
	else if (name && *name && model_type_find(r->unit, name) && model_type(r->unit, model_type_find(r->unit, name))->kind != TYPE_STRUCT)
		rule_say(r, e, VERDICT_REJECT, NULL, 0, "type ID argument must be of a struct", "only structs can be allocated, not '%s'", name);
	else
		return false;
	return true;
}

/* What gives up a reference takes the object itself, not a place in it. */
static bool bad_release(struct rules *r, const struct event *e)
{
	const struct value *v = e->nargs ? &e->args[0] : NULL;

	return v && e->kfunc && (e->kfunc->flags & KFUNC_RELEASE) && v->ref && (v->kind == VAL_ALLOC || v->kind == VAL_BTF) &&
	       !(v->flags & VAL_MAYBE_NULL) && scalar_is_const(v->s) && v->off &&
	       say(r, e, v, "must have zero offset when passed to release func or trusted arg to kfunc", "the pointer given up does not point to the start of its object");
}

bool rule_graph(struct rules *r, const struct event *e)
{
	const struct graph_facts *g = kernel_graph(e->callee);

	if (!g || !e->nargs)
		return bad_release(r, e);
	if (g->op == GRAPH_NEW)
		return bad_type_id(r, e);
	return g->head && (bad_head(r, e, g) || (g->node && e->nargs > 1 && bad_node(r, e, g)));
}
