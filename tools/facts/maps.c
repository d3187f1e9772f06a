// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * maps: which helper works on which type of map. check_map_func_compatibility in kernel/bpf/verifier.c is run with
 * every pair, and, where it asks what program that is, once for every program type. Types that take only a few helpers
 * get a list of these; of the other types it is said which helpers refuse some of them.
 */
#include "facts.h"

enum { FEW = 16, MOST_HELPERS = 512 };

struct pair {
	const struct program_kind *prog; /* NULL: not said */
	int64_t attach;
	int64_t map, helper;
	bool yes, no;
};

static void pair_arguments(void *data, struct eval *e, struct value *args)
{
	struct pair *q = data;
	struct object *env = object_new(e->arena), *map = object_new(e->arena), *prog = object_sub(env, "prog");

	if (q->prog) {
		object_set(prog, "type", value_int(q->prog->type));
		object_set(prog, "expected_attach_type", value_int(q->attach));
		object_set(object_sub(prog, "aux"), "dst_prog", value_int(0));
	}
	object_set(map, "map_type", value_int(q->map));
	args[0] = value_object(env);
	args[1] = value_object(map);
	args[2] = value_int(q->helper);
}

static void pair_outcome(void *data, struct eval *e, struct value result, const char *why)
{
	struct pair *q = data;

	q->yes |= result.kind != V_INT || !result.i;
	q->no |= result.kind != V_INT || result.i;
}

static struct pair ask_pair(struct facts *f, struct decl *check, int64_t map, int64_t helper, const struct program_kind *prog, int64_t attach)
{
	struct pair q = {.prog = prog, .attach = attach, .map = map, .helper = helper};
	struct eval e = {.source = f->source, .arguments = pair_arguments, .outcome = pair_outcome, .data = &q};
	const char *broken = eval_run(&e, check);

	if (broken) {
		not_derived(f, "%s on %s: %s %s", helper_name(f, (int)helper), map_name(f, (int)map), check->name, broken);
		q.yes = q.no = true;
	}
	return q;
}

/* By program type, what depends on it: one row for each type that may, with the attach types where not all may. */
static void write_programs(struct facts *f, struct out *o, struct decl *check, int map, int helper)
{
	size_t n;
	const struct program_kind *kinds = program_kinds(f, &n);

	for (size_t i = 0; i < n; i++) {
		uint64_t yes = 0, no = 0;

		for (int bit = 0; kinds[i].ops && bit < 64; bit++) {
			struct pair q;

			if (!(kinds[i].attaches >> bit & 1))
				continue;
			q = ask_pair(f, check, map, helper, &kinds[i], bit ? bit - 1 : 0);
			yes |= (uint64_t)(q.yes && !q.no) << bit;
			no |= (uint64_t)(q.no && !q.yes) << bit;
		}
		if (!yes)
			continue;
		fprintf(o->f, "IN_PROGRAM(%s, %s, %s, %s)\n", map_name(f, map), helper_name(f, helper), kinds[i].name, no ? attach_set(f, yes) : "ANY_ATTACH");
		o->rows++;
	}
}

void facts_maps(struct facts *f)
{
	struct out o = out_open(f, "map_helpers.def", "MAP_ONLY(map type, helpers), HELPER_ONLY(helper, map types), IN_PROGRAM(map type, helper, program type, attach types).");
	struct decl *check = source_decl(f->source, "check_map_func_compatibility");
	static bool may[64][MOST_HELPERS];
	bool only[64] = {false};
	int nmaps = map_count(f), nhelpers = helper_count(f);
	struct row r;

	if (!check || nmaps > 64 || nhelpers > MOST_HELPERS) {
		not_derived(f, "map_helpers.def: there is no check_map_func_compatibility()");
		out_close(f, &o);
		return;
	}
	for (int m = 1; m < nmaps; m++) {
		int count = 0;

		for (int h = 1; h < nhelpers; h++)
			count += may[m][h] = ask_pair(f, check, m, h, NULL, 0).yes;
		only[m] = count <= FEW;
		if (!only[m])
			continue;
		row_begin(&r, &o, arena_printf(f->arena, "MAP_ONLY(%s, ", map_name(f, m)));
		for (int h = 1; h < nhelpers; h++)
			if (may[m][h])
				row_add(&r, "H(%s)", helper_name(f, h));
		row_end(&r, ")");
	}
	for (int h = 1; h < nhelpers; h++) {
		bool refused = false;

		for (int m = 1; m < nmaps; m++)
			refused |= !only[m] && !may[m][h];
		if (!refused)
			continue;
		row_begin(&r, &o, arena_printf(f->arena, "HELPER_ONLY(%s, ", helper_name(f, h)));
		{
			const char *maps = "";

			for (int m = 1; m < nmaps; m++)
				if (may[m][h])
					maps = arena_printf(f->arena, "%s%sM(%s)", maps, *maps ? " | " : "", map_name(f, m));
			row_add(&r, "%s", *maps ? maps : "0");
		}
		row_end(&r, ")");
	}
	for (int m = 1; m < nmaps; m++)
		for (int h = 1; h < nhelpers; h++)
			if (may[m][h] && ask_pair(f, check, m, h, NULL, 0).no)
				write_programs(f, &o, check, m, h);
	out_close(f, &o);
}
