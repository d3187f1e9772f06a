// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * What must hold for any text at all: it is refused with a message that names a line, or it is a model; then it prints,
 * what it prints reads back, and that prints the same. When the model is valid besides, usage and descriptions work
 * on it, twice with the same result. Included by the fuzzer and by the mutation test.
 */
#ifndef BPFPROOF_TRY_MODEL_H
#define BPFPROOF_TRY_MODEL_H

#include <stdio.h>
#include <stdlib.h>

#include "model/model.h"

static inline void must(bool holds, const char *what, const char *detail)
{
	if (holds)
		return;
	fprintf(stderr, "%s\n%s\n", what, detail ? detail : "");
	abort();
}

static inline void try_valid(struct unit *u)
{
	struct text first = {0}, second = {0};

	model_usage(u);
	model_print(u, &first);
	model_usage(u);
	model_print(u, &second);
	must(!strcmp(first.s, second.s), "usage is not idempotent", second.s);
	for (uint32_t i = 0; i < u->funcs.n; i++)
		for (uint32_t t = 0; t < u->funcs.at[i].temps.n && t < 200; t++) {
			model_describe(u, &u->funcs.at[i], opnd_temp(t));
			model_describe_place(u, &u->funcs.at[i], opnd_temp(t));
		}
	for (type_id id = 0; id < u->types.n && id < 200; id++) {
		model_type_name(u, id);
		model_path_at(u, id, 5);
		model_field_at(u, id, 4, 4);
	}
	text_free(&first);
	text_free(&second);
}

/* True: a model; *valid: that keeps the rules, too. */
static inline bool try_model(const char *bytes, size_t n, bool *valid)
{
	struct arena *a = arena_new();
	struct text first = {0}, second = {0};
	const char *error;
	struct unit *u = model_read(bytes, n, a, &error), *again;

	*valid = false;
	must(!u == !!error, "neither a model nor a message", NULL);
	must(u || !strncmp(error, "line ", 5), "a message without a line", error);
	if (u) {
		model_print(u, &first);
		again = model_read(first.s, first.n, a, &error);
		must(again != NULL, error, first.s);
		model_print(again, &second);
		must(!strcmp(first.s, second.s), "printed differently the second time", second.s);
		*valid = !model_validate(u);
		must(*valid == !model_validate(again), "valid only once", first.s);
		if (*valid)
			try_valid(u);
		model_unit_free(again);
	}
	model_unit_free(u);
	text_free(&first);
	text_free(&second);
	arena_free(a);
	return u != NULL;
}

#endif
