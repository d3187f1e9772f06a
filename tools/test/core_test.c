// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * core_test: what is said of the CO-RE relocations of an object against what libbpf makes of them for the same kernel's BTF. libbpf relocates
 * only in the course of loading, so this takes privileges; whether the kernel then takes the programs does not matter.
 *
 *   core_test OBJECT BTF
 *
 * Exit status: 0 the same, 1 not, 77 libbpf relocated nothing.
 */
#include "object/core.h"

#include <bpf/btf.h>
#include <bpf/libbpf.h>
#include <linux/bpf.h>
#include <stdio.h>

static int silent(enum libbpf_print_level level, const char *fmt, va_list ap)
{
	return 0;
}

static const struct btf *part(void *kernel, uint32_t i)
{
	return i ? NULL : kernel;
}

static bool is_poison(const struct bpf_insn *insn)
{
	return insn->code == (BPF_JMP | BPF_CALL) && insn->imm == 0xbad2310;
}

static uint64_t value_in(const struct bpf_insn *insn)
{
	switch (BPF_CLASS(insn->code)) {
	case BPF_LDX:
	case BPF_ST:
	case BPF_STX:
		return (uint64_t)insn->off;
	case BPF_LD:
		return (uint32_t)insn[0].imm | (uint64_t)(uint32_t)insn[1].imm << 32;
	default:
		return (uint64_t)(int64_t)insn->imm;
	}
}

/* Records of programs: of what stands in .text libbpf relocates copies. */
static struct bpf_program *program_at(struct bpf_object *o, const struct image *m, const struct image_core *r, size_t *insn)
{
	struct bpf_program *p;

	bpf_object__for_each_program(p, o)
		for (uint32_t i = 0; i < m->symbols.n; i++) {
			const struct image_symbol *s = &m->symbols.at[i];

			if (s->section != r->section || strcmp(s->name, bpf_program__name(p)) || r->off < s->value || r->off >= s->value + s->size)
				continue;
			*insn = (r->off - s->value) / sizeof(struct bpf_insn);
			return p;
		}
	return NULL;
}

static bool same(const struct core_answer *a, const struct bpf_insn *insn)
{
	uint64_t is = value_in(insn);

	if (a->is == CORE_POISON || is_poison(insn))
		return a->is == CORE_POISON && is_poison(insn);
	return a->is == CORE_OPEN || (a->is == CORE_SETTLED && (BPF_CLASS(insn->code) == BPF_LD ? is == a->value : (uint32_t)is == (uint32_t)a->value));
}

int main(int argc, char **argv)
{
	struct arena *arena = arena_new();
	const char *why = "usage: core_test OBJECT BTF";
	struct image *m = argc == 3 ? image_read(argv[1], arena, &why) : NULL;
	struct btf *btf = m ? btf__parse(argv[2], NULL) : NULL;
	struct core_kernel kernel = {part, btf, true}; /* libbpf looks into no module when it is given a file */
	struct core *core = m ? core_new(m, &kernel) : NULL;
	struct bpf_object *o;
	int wrong = 0, seen = 0, changed = 0, open = 0;

	libbpf_set_print(silent);
	o = m ? bpf_object__open_file(argv[1], &(struct bpf_object_open_opts){.sz = sizeof(struct bpf_object_open_opts), .btf_custom_path = argv[2]}) : NULL;
	if (!o || libbpf_get_error(o) || libbpf_get_error(btf)) {
		fprintf(stderr, "core_test: %s\n", o ? "cannot be opened" : why);
		return 1;
	}
	bpf_object__load(o);
	for (uint32_t i = 0; i < m->cores.n; i++) {
		const struct image_core *r = &m->cores.at[i];
		size_t at = 0;
		struct bpf_program *p = program_at(o, m, r, &at);
		struct core_answer a;
		const struct bpf_insn *insn;

		if (!p || at >= bpf_program__insn_cnt(p))
			continue;
		a = core_ask(core, r);
		insn = &bpf_program__insns(p)[at];
		seen++;
		open += a.is == CORE_OPEN;
		changed += memcmp(insn, image_section(m, r->section)->data + r->off, sizeof(*insn)) != 0;
		if (!same(&a, insn)) {
			wrong++;
			printf("%s: instruction %zu, kind %u, %s: %llu here, %llu there%s%s\n", bpf_program__name(p), at, r->kind, r->access, (unsigned long long)a.value,
			       (unsigned long long)value_in(insn), a.is == CORE_POISON || is_poison(insn) ? a.is == CORE_POISON ? " (poison here)" : " (poison there)" : "",
			       a.is == CORE_FAILED ? a.words : "");
		}
	}
	printf("%d relocations, %d changed, %d open, %d not the same\n", seen, changed, open, wrong);
	bpf_object__close(o);
	btf__free(btf);
	image_free(m);
	arena_free(arena);
	return wrong ? 1 : changed ? 0 : 77;
}
