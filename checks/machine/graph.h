// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * graph: objects of the program's own (bpf_obj_new) and the lists and trees that hold them. An owner has a reference and must hand it
 * on; what went into a list or was only looked at is non-owning, and good until the lock is given back.
 *
 * Kernel: check_kfunc_args(), __process_kf_arg_ptr_to_graph_root(), __process_kf_arg_ptr_to_graph_node(), ref_convert_owning_non_owning(),
 * invalidate_non_owning_refs().
 */
#ifndef BPFPROOF_GRAPH_H
#define BPFPROOF_GRAPH_H

#include "machine/call.h"
#include "machine/fields.h"

/* Are the lock that is held and what p points to in one object? Both certain. */
bool graph_same_object(const struct unit *u, const struct value *lock, const struct value *p);

/* What the head holds, when that is known. */
bool graph_contents(const struct unit *u, const struct graph_facts *g, const struct value *head, struct contents *out);
/* The type whose BTF id an argument is; NULL when it is not an id of the program's own. */
const char *graph_type_id(const struct func *f, struct operand o);

/* The result of one of them; VAL_UNKNOWN when it cannot be told. */
struct value graph_result(struct machine *m, struct state *st, const struct kfunc_facts *k, const struct graph_facts *g, const struct call *c);
/* bpf_rbtree_add: its comparison is called with two nodes. */
bool graph_callback(struct machine *m, const struct graph_facts *g, const struct call *c);
/* The lock is given back: what only it protected is gone. */
void graph_unlocked(struct machine *m, struct state *st, const struct instr *i);

#endif
