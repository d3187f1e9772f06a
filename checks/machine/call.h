// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* call: what calls of helpers, kfuncs and functions share. */
#ifndef BPFPROOF_CALL_H
#define BPFPROOF_CALL_H

#include "machine/machine.h"

#define MAX_ARGS 16
#define MAX_HELPER_ARGS 5

struct call {
	const struct instr *i;
	struct value args[MAX_ARGS]; /* n, and nothing in those of the first MAX_HELPER_ARGS that are missing */
	uint32_t n;
};

/* Raises the event for this call, with its arguments. */
bool call_emit(struct machine *m, struct state *st, const struct call *c, struct event *e);
/* The callee filled `size` bytes at p, or as many as there are. */
void call_fill(struct machine *m, struct state *st, const struct value *p, uint64_t size, uint8_t taint);
/* A callee that is not modelled had these arguments. */
void call_expose(struct machine *m, struct state *st, const struct call *c);
/* Packet pointers from before are numbers now. */
void call_packet_changed(struct machine *m, struct state *st, const struct instr *i, const char *who);
/* A new pointer to what the callee returns. */
struct value call_pointer(struct machine *m, enum val_kind k, uint32_t object, uint32_t size, type_id type);
/* Makes v a slice of the dynptr that `dynptr` points to. */
void call_slice_of(const struct state *st, const struct value *dynptr, struct value *v);
const char *call_result_words(struct machine *m, const struct call *c, const char *callee);

enum step machine_kfunc(struct machine *m, struct state *st, struct call *c, const char *name);

#endif
