// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * ask_probes: what libbpf finds out by itself: which program types, map types and helpers the kernel has. It knows only those that are as
 * old as itself, and some program types only with a target.
 */
#include "ask.h"

#include <bpf/libbpf.h>

static int silent(enum libbpf_print_level level, const char *format, va_list arguments)
{
	return 0;
}

static void judge(struct tally *tally, int probed, uint32_t since, const char *name, int number)
{
	enum fact table = since <= ask_kver ? FACT_YES : FACT_NO;

	note(tally, probed < 0 || (!probed && table == FACT_YES) ? CANNOT_ASK /* built without, or too new for libbpf */ : compare(table, probed), name, "libbpf", number, word(table));
}

void ask_prog_types(struct tally *tally)
{
	libbpf_set_print(silent);
	for (int t = 1; t < PROG_TYPES; t++)
		judge(tally, libbpf_probe_bpf_prog_type((enum bpf_prog_type)t, NULL), kernel_prog((enum prog_type)t)->since, kernel_prog((enum prog_type)t)->name, t);
}

void ask_map_types(struct tally *tally)
{
	for (int t = 1; t < MAP_TYPES; t++) {
		const struct map_facts *m = kernel_map((enum map_type)t);

		if (m)
			judge(tally, libbpf_probe_bpf_map_type((enum bpf_map_type)t, NULL), m->since, m->name, t);
	}
}

/* By any program type. Behind the last one of the tables there must be none: libbpf would take what it does not know for one. */
void ask_known_helpers(struct tally *tally)
{
	const struct target filter = {PROG_SOCKET_FILTER};

	for (uint32_t id = kernel_helper_count(); id < kernel_helper_count() + 8; id++) {
		const struct bpf_insn insns[] = {CALL((int)id), MOV_IMM(0, 0), EXIT()};

		ask_load(&filter, insns, ARRAY_LEN(insns));
		note(tally, compare(FACT_NO, !strstr(answer.log, "unknown#")), "a helper that the tables do not know", name_of(&filter), (int)id, "no");
	}
	answer.log[0] = 0;
	for (uint32_t id = 1; id < kernel_helper_count(); id++) {
		const struct helper_facts *h = kernel_helper(id);
		int best = -1;

		for (size_t i = 0; i < ntargets && best < 1; i++) {
			int probed = targets[i].btf ? -1 : libbpf_probe_bpf_helper((enum bpf_prog_type)targets[i].prog, (enum bpf_func_id)id, NULL);

			best = probed > best ? probed : best;
		}
		if (h)
			judge(tally, best, h->since, h->name, (int)id);
	}
}
