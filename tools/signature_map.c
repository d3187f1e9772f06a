// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* signature_map: what creation of a map takes, what its values may hold, which helpers take it. */
#include "signature_words.h"

static const char *const size_words[] = {
	[SIZE_ANY] = "at least 1 byte",
	[SIZE_ZERO] = "none",
	[SIZE_FOUR] = "4 bytes",
	[SIZE_LPM_KEY] = "5 to 260 bytes, the first 4 of them the prefix length",
	[SIZE_4_OR_8] = "4 or 8 bytes",
	[SIZE_STACK] = "a multiple of 8 bytes",
	[SIZE_ANY_OR_ZERO] = "any, or none",
	[SIZE_NOT_MODELLED] = "not modelled",
	[SIZE_8_OR_16] = "8 or 16 bytes",
};

static const char *const entry_words[] = {
	[ENTRIES_POSITIVE] = "at least 1",
	[ENTRIES_ZERO] = "0",
	[ENTRIES_POW2_PAGE] = "a power of two, and whole pages",
	[ENTRIES_ANY] = "any",
	[ENTRIES_AUTO] = "at least 1; libbpf fills in the number of CPUs",
};

static const char *const fact_words[] = {[FACT_NO] = "no", [FACT_YES] = "yes", [FACT_UNKNOWN] = "not known for this kernel"};

static const char *const map_flag_names[] = {
	"BPF_F_NO_PREALLOC", "BPF_F_NO_COMMON_LRU", "BPF_F_NUMA_NODE", "BPF_F_RDONLY", "BPF_F_WRONLY", "BPF_F_STACK_BUILD_ID", "BPF_F_ZERO_SEED",
	"BPF_F_RDONLY_PROG", "BPF_F_WRONLY_PROG", "BPF_F_CLONE", "BPF_F_MMAPABLE", "BPF_F_PRESERVE_ELEMS", "BPF_F_INNER_MAP", "BPF_F_LINK", NULL,
	"BPF_F_VTYPE_BTF_OBJ_FD", "BPF_F_TOKEN_FD", "BPF_F_SEGV_ON_FAULT", "BPF_F_NO_USER_CONV", "BPF_F_RB_OVERWRITE",
};

/* The fields that a class of special fields stands for, as a value has them. */
static const uint32_t special_fields[][2] = {
	{SPECIAL_SPIN_LOCK, FIELD_BIT(SPIN_LOCK) | FIELD_BIT(RES_SPIN_LOCK)},
	{SPECIAL_TIMER, FIELD_BIT(TIMER) | FIELD_BIT(WQ) | FIELD_BIT(TASK_WORK)},
	{SPECIAL_KPTR, FIELD_BIT(KPTR_REF) | FIELD_BIT(REFCOUNT)},
	{SPECIAL_GRAPH, FIELD_BIT(LIST_HEAD) | FIELD_BIT(RB_ROOT)},
	{SPECIAL_UPTR, FIELD_BIT(UPTR)},
};

static const char *size(struct signature *s, enum size_rule rule, uint32_t fixed)
{
	return rule == SIZE_FIXED ? arena_printf(s->arena, "%u bytes", fixed) : words_or_unknown(size_words[rule]);
}

static const char *flags(struct signature *s, uint32_t bits)
{
	const char *words = "";
	uint32_t since;

	for (size_t i = 0; i < ARRAY_LEN(map_flag_names); i++)
		if (bits >> i & 1 && map_flag_names[i] && !kernel_map_flag_newer(1u << i, s->kernel, &since))
			words = words_join(s, words, map_flag_names[i]);
	return *words ? words : "none";
}

static const char *special(struct signature *s, uint32_t bits)
{
	const char *words = "";

	for (size_t i = 0; i < ARRAY_LEN(special_fields); i++)
		for (int k = 0; bits & special_fields[i][0] && k < FIELD_KINDS; k++)
			if (special_fields[i][1] >> k & 1 && kernel_field((enum field_kind)k)->since <= s->kernel)
				words = words_join(s, words, kernel_field((enum field_kind)k)->name);
	return *words ? words : "none";
}

void signature_map(struct signature *s, const struct map_facts *m)
{
	struct sheet_part *p;

	s->sheet.title = arena_printf(s->arena, "%s: map type %d%s", m->name, (int)m->type, words_since(s, m->since));
	p = words_table(s, "", "what", "it is");
	words_too_new(s, p, m->since);
	sheet_row(p, "key", size(s, m->key, m->key_fixed));
	sheet_row(p, "value", m->max_value ? arena_printf(s->arena, "%s, up to %u", size(s, m->value, m->value_fixed), m->max_value) : size(s, m->value, m->value_fixed));
	sheet_row(p, "max_entries", entry_words[m->entries]);
	sheet_row(p, "flags", flags(s, m->flags_allowed));
	if (m->flags_required)
		sheet_row(p, "flags needed", flags(s, m->flags_required));
	sheet_row(p, "special fields", special(s, kernel_map_special(m, s->kernel)));
	sheet_row(p, "lookup gives", kernel_lookup_result_name(m->lookup));
	sheet_row(p, "per CPU", m->percpu ? "yes" : "no");
	sheet_row(p, "sleepable programs", fact_words[kernel_map_sleepable(m, s->kernel)]);
	sheet_row(p, "inside other maps", m->lookup == LOOKUP_INNER_MAP ? "no" : fact_words[kernel_map_inner(m->type)]);
	if (m->btf_required)
		sheet_row(p, "note", "key and value need their types: __type(), not sizes");
	p = words_table(s, "helpers", "helper", "result");
	for (uint32_t id = 1; id < kernel_helper_count(); id++) {
		const struct helper_facts *h = kernel_helper(id);

		if (h && h->since <= s->kernel && signature_takes_map(h) && kernel_map_helper_at(m->type, id, PROG_UNSPEC, ATTACH_NONE, s->kernel) != FACT_NO)
			sheet_row(p, h->name, words_on_map(s, h, m));
	}
}
