// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * ask_maps: which helper takes which map type, and what map creation takes.
 */
#include "ask.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

/* ---- which helper takes which map type ---- */

/* Ways to say that this helper is not for this map: some fall before the check that is for it. */
static const char *const refusals[] = {
	"cannot pass map_type", "cannot be used in prog", "not allowed for map", "invalid zero-sized read",
	"write into map forbidden", "expected prog array map", "invalid arg_type for sockmap",
};

static void ask_map_helper(struct tally *tally, const struct target *t, enum map_type type, const struct helper_facts *h)
{
	enum fact f = kernel_map_helper_in(type, h->id, t->prog, t->attach);
	struct bpf_insn insns[MOST_ARGS + 3];
	bool refused = false;
	uint32_t n;

	answer.log[0] = 0;
	if (ask_map_fd(type) < 0) {
		note(tally, CANNOT_ASK, h->name, kernel_map(type)->name, (int)type, word(f));
		return;
	}
	n = set_args(insns, h, ask_map_fd(type), NULL);
	insns[n++] = CALL((int)h->id);
	insns[n++] = MOV_IMM(0, 0);
	insns[n++] = EXIT();
	ask_load(t, insns, n);
	for (size_t i = 0; i < ARRAY_LEN(refusals); i++)
		refused |= !!strstr(answer.log, refusals[i]);
	if (answer.err && !refused && !strstr(answer.log, "Unreleased reference"))
		note(tally, CANNOT_ASK, h->name, kernel_map(type)->name, (int)t->prog, word(f));
	else
		note(tally, compare(f, !answer.err || strstr(answer.log, "Unreleased reference")), h->name, kernel_map(type)->name,
		     (int)t->prog, word(f));
}

void ask_map_helpers(struct tally *tally)
{
	for (uint32_t id = 1; id < kernel_helper_count(); id++) {
		bool plain = id == HELPER_map_update_elem || id == HELPER_map_delete_elem;

		for (size_t i = 0; i < ntargets; i++) {
			const struct target *t = &targets[i];
			const struct helper_facts *h = kernel_helper_in(id, t->prog);

			if (!takes_map(h) || kernel_helper_available(h, t->prog, t->attach) != FACT_YES || fine_return(t) != 0)
				continue;
			for (int type = 1; type < MAP_TYPES; type++)
				ask_map_helper(tally, t, (enum map_type)type, h);
			if (!plain) /* one program type speaks for all, but for those two */
				break;
		}
	}
}

/* ---- what map creation takes ---- */

static bool size_fits(enum size_rule rule, uint32_t fixed, uint32_t size)
{
	switch (rule) {
	case SIZE_ANY: return size > 0;
	case SIZE_ZERO: return !size;
	case SIZE_FOUR: return size == 4;
	case SIZE_FIXED: return size == fixed;
	case SIZE_LPM_KEY: return size >= 5 && size <= 260;
	case SIZE_4_OR_8: return size == 4 || size == 8;
	case SIZE_8_OR_16: return size == 8 || size == 16;
	case SIZE_STACK: return size && size % 8 == 0 && size / 8 <= 127;
	default: return true;
	}
}

static bool entries_fit(const struct map_facts *m, uint32_t n)
{
	switch (m->entries) {
	case ENTRIES_POSITIVE:
	case ENTRIES_AUTO: return n > 0;
	case ENTRIES_ZERO: return !n;
	case ENTRIES_POW2_PAGE: return n >= 4096 && !(n & (n - 1));
	default: return true;
	}
}

static void ask_creation(struct tally *tally, const struct map_facts *m, const char *what, int detail, uint32_t key,
			 uint32_t value, uint32_t entries, uint32_t flags)
{
	bool inner = m->lookup == LOOKUP_INNER_MAP;
	bool fits = size_fits(m->key, m->key_fixed, key) && size_fits(m->value, m->value_fixed, value) &&
		    (!m->max_value || value <= m->max_value) && entries_fit(m, entries) && !(flags & ~m->flags_allowed) &&
		    (flags & m->flags_required) == m->flags_required;
	int fd;

	if (m->key == SIZE_NOT_MODELLED || ask_kver < m->since) {
		tally->n[NOT_CLAIMED]++;
		return;
	}
	fd = ask_map(m->type, key, value, entries, flags, inner ? ask_map_fd(MAP_ARRAY) : -1);
	snprintf(answer.log, LOG_SIZE, "%s", fd < 0 ? strerror(-fd) : "made");
	note(tally, compare(fits ? FACT_YES : FACT_NO, fd >= 0), what, m->name, detail, fits ? "yes" : "no");
	if (fd >= 0)
		close(fd);
}

void ask_creations(struct tally *tally)
{
	static const uint32_t counts[] = {0, 1, 2, 3, 4, 7, 8, 100, 4095, 4096, 8192, 12288};

	for (int type = 1; type < MAP_TYPES; type++) {
		const struct map_facts *m = kernel_map((enum map_type)type);
		uint32_t key = m->key == SIZE_ZERO ? 0 : m->key == SIZE_LPM_KEY || m->key == SIZE_8_OR_16 ? 8 : 4;
		uint32_t value = m->value == SIZE_ZERO ? 0 : m->value == SIZE_STACK ? 32 /* a build id each */ : 4;
		uint32_t entries = m->entries == ENTRIES_ZERO ? 0 : m->entries == ENTRIES_POW2_PAGE ? 4096 : 1;
		uint32_t flags = m->flags_required;

		if (!m->btf_required) { /* else BTF fixes the sizes too */
			for (uint32_t k = 0; k < 300; k++)
				ask_creation(tally, m, "key size", (int)k, k, value, entries, flags);
			for (uint32_t v = 0; v < 40; v++)
				ask_creation(tally, m, "value size", (int)v, key, v, entries, flags);
			for (uint32_t v = 32 << 10; v < (32 << 10) + 3; v++)
				ask_creation(tally, m, "value size", (int)v, key, v, entries, flags);
		}
		for (size_t i = 0; i < (type == MAP_CPUMAP ? 4 /* NR_CPUS limits it */ : ARRAY_LEN(counts)); i++)
			ask_creation(tally, m, "max_entries", (int)counts[i], key, value, counts[i], flags);
		for (uint32_t bit = 0; bit < 19; bit++)
			if (bit != 13 && bit != 15 && bit != 16) /* they want a further file descriptor */
				ask_creation(tally, m, "flag bit", (int)bit, key, value, entries, flags ^ 1u << bit);
	}
}

/* ---- maps in maps ---- */

void ask_inner_maps(struct tally *tally)
{
	for (int type = 1; type < MAP_TYPES; type++) {
		enum fact f = kernel_map_inner((enum map_type)type);
		int inner = ask_map_fd((enum map_type)type);
		int fd = inner < 0 ? inner : ask_map(MAP_ARRAY_OF_MAPS, 4, 4, 1, 0, inner);

		snprintf(answer.log, LOG_SIZE, "%s", fd < 0 ? strerror(-fd) : "made");
		note(tally, inner < 0 ? CANNOT_ASK : compare(f, fd >= 0), "inside others", kernel_map((enum map_type)type)->name, type, word(f));
		if (fd >= 0)
			close(fd);
	}
}

/* ---- maps in sleepable programs ---- */

void ask_sleepable_maps(struct tally *tally)
{
	const struct target t = {PROG_SYSCALL, .sleepable = true};

	for (int type = 1; type < MAP_TYPES; type++) {
		const struct map_facts *m = kernel_map((enum map_type)type);
		enum fact f = kernel_map_sleepable(m, ask_kver);
		int fd = ask_map_fd((enum map_type)type);
		const struct bpf_insn insns[] = {MAP_FD(1, fd), MOV_IMM(0, 0), EXIT()};

		answer.log[0] = 0;
		if (fd >= 0)
			ask_load(&t, insns, ARRAY_LEN(insns));
		note(tally, fd < 0 || (answer.err && !strstr(answer.log, "Sleepable programs")) ? CANNOT_ASK :
		     compare(f, !answer.err), "in sleepable programs", m->name, type, word(f));
	}
}

/* ---- special fields ---- */

static const struct {
	enum map_special special;
	enum field_kind kind;
} specials[] = {
	{SPECIAL_SPIN_LOCK, FIELD_SPIN_LOCK},
	{SPECIAL_SPIN_LOCK, FIELD_RES_SPIN_LOCK},
	{SPECIAL_TIMER, FIELD_TIMER},
	{SPECIAL_TIMER, FIELD_WQ},
	{SPECIAL_TIMER, FIELD_TASK_WORK},
	{SPECIAL_KPTR, FIELD_REFCOUNT},
};

void ask_special_fields(struct tally *tally)
{
	for (int type = 1; type < MAP_TYPES; type++) {
		const struct map_facts *m = kernel_map((enum map_type)type);
		bool fits_any = m->value == SIZE_ANY && m->key != SIZE_NOT_MODELLED;

		for (size_t i = 0; fits_any && i < ARRAY_LEN(specials); i++) {
			const struct field_facts *f = kernel_field(specials[i].kind);
			int fd = ask_map_with_field((enum map_type)type, f->name, f->size);
			bool may = m->special & specials[i].special;

			snprintf(answer.log, LOG_SIZE, "%s", fd < 0 ? strerror(-fd) : "made");
			note(tally, fd == -ENOENT ? CANNOT_ASK : compare(may ? FACT_YES : FACT_NO, fd >= 0), f->name,
			     m->name, type, may ? "yes" : "no");
			if (fd >= 0)
				close(fd);
		}
	}
}
