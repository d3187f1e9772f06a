// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * ask_kernel: does the running kernel say the same as the tables? Each question is one tiny program or map that the
 * kernel accepts or refuses. Four outcomes: both agree; they differ, which fails the test; the table does not claim to
 * know; the kernel cannot be asked (a program type that it was built without, a refusal for another reason).
 *
 * Differences fail the test only on the version that the tables speak of (KVER_DEFAULT). Without the right to load
 * programs the test is skipped. `ask_kernel -v` lists what is unknown and what could not be asked, too.
 */
#include "ask.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/utsname.h>
#include <unistd.h>

enum { SKIPPED = 77 };
enum outcome { AGREE, DIFFER, NOT_CLAIMED, CANNOT_ASK, OUTCOMES };

struct tally {
	uint32_t n[OUTCOMES];
};

static bool verbose;
static uint32_t kver;
static struct answer a;

static const char *name_of(const struct target *t)
{
	static char buf[160];

	snprintf(buf, sizeof(buf), "%s attach=%d%s%s%s", kernel_prog(t->prog)->name + strlen("BPF_PROG_TYPE_"),
		 t->attach ? t->attach - 1 : -1, t->btf ? " " : "", t->btf ? t->btf : "", t->sleepable ? " sleepable" : "");
	return buf;
}

/* The last line of the verifier's log before its statistics. */
static const char *last_line(void)
{
	static char line[200];
	const char *p = a.log, *best = a.log;

	for (; p && *p; p = strchr(p, '\n') ? strchr(p, '\n') + 1 : NULL)
		if (strncmp(p, "processed ", 10) && *p != '\n')
			best = p;
	snprintf(line, sizeof(line), "%.*s", (int)strcspn(best, "\n"), best);
	return line;
}

static void note(struct tally *tally, enum outcome o, const char *what, const char *who, int detail, const char *table)
{
	static const char *const words[] = {"agree", "DIFFER", "not claimed", "cannot ask"};

	tally->n[o]++;
	if (o == DIFFER || (verbose && o != AGREE))
		printf("%s: %s %s %d: table says %s; kernel: %s\n", words[o], who, what, detail, table, last_line());
}

static enum outcome compare(enum fact table, bool kernel)
{
	return table == FACT_UNKNOWN ? NOT_CLAIMED : (table == FACT_YES) == kernel ? AGREE : DIFFER;
}

static const char *word(enum fact f)
{
	return f == FACT_YES ? "yes" : f == FACT_NO ? "no" : "unknown";
}

/* A value that the program may return, so that the question under test is the only one; -1: nothing loads. */
static int fine_return(const struct target *t)
{
	for (int r = 0; r <= 1; r++) {
		const struct bpf_insn insns[] = {MOV_IMM(0, r), EXIT()};

		ask_load(t, insns, ARRAY_LEN(insns), &a);
		if (!a.err)
			return r;
	}
	return -1;
}

/* ---- which program type may call which helper ---- */

static void ask_helpers(struct tally *tally)
{
	for (size_t i = 0; i < ntargets; i++) {
		const struct target *t = &targets[i];
		bool loads = fine_return(t) >= 0;

		for (uint32_t id = 1; id < kernel_helper_count(); id++) {
			const struct helper_facts *h = kernel_helper(id);
			const struct bpf_insn insns[] = {CALL((int)id), MOV_IMM(0, 0), EXIT()};
			enum fact f = kernel_helper_available_at(h, t->prog, t->attach, kver);
			bool no, sleeps;

			if (loads)
				ask_load(t, insns, ARRAY_LEN(insns), &a);
			no = strstr(a.log, "cannot use helper") || strstr(a.log, "unknown func") || strstr(a.log, "invalid func") ||
			     strstr(a.log, "not allowed in probe") || strstr(a.log, "not supported for program type") ||
			     strstr(a.log, "supported only for");
			sleeps = strstr(a.log, "might sleep");
			if (!loads || (!a.log[0] && a.err))
				note(tally, CANNOT_ASK, h->name, name_of(t), (int)id, word(f));
			else if (sleeps && !(h->flags & HELPER_SLEEPS))
				note(tally, DIFFER, h->name, name_of(t), (int)id, "it does not sleep");
			else
				note(tally, compare(f, !no), h->name, name_of(t), (int)id, word(f));
		}
	}
}

/* ---- what a context gives ---- */

static const struct {
	enum ctx_result result;
	const char *shown; /* how the verifier prints the register */
} results[] = {
	{CTX_SCALAR, "scalar("}, {CTX_SCALAR, "0"}, {CTX_PACKET, "pkt("}, {CTX_PACKET_END, "pkt_end("},
	{CTX_PACKET_META, "pkt_meta("}, {CTX_FLOW_KEYS, "flow_keys("}, {CTX_SOCK_COMMON_OR_NULL, "sock_common_or_null("},
	{CTX_SOCKET, "sock("}, {CTX_SOCKET_OR_NULL, "sock_or_null("}, {CTX_BTF, "trusted_ptr_"},
};

static bool result_agrees(struct ctx_access x)
{
	const char *reg = strstr(a.log, " R2=");
	size_t n;

	if (!reg)
		return true;
	reg += strlen(" R2=");
	for (size_t i = 0; i < ARRAY_LEN(results); i++) {
		n = strlen(results[i].shown);
		if (results[i].result == x.result && !strncmp(reg, results[i].shown, n))
			return !x.btf || !strncmp(reg + n, x.btf, strlen(x.btf));
	}
	return false;
}

static void ask_context_access(struct tally *tally, const struct target *t, int ret, int off, uint32_t size, bool write)
{
	static const uint8_t widths[] = {[1] = BPF_B, [2] = BPF_H, [4] = BPF_W, [8] = BPF_DW};
	struct ctx_access x = kernel_ctx_access(t->prog, t->attach, off, size, write);
	const struct bpf_insn insns[] = {
		MOV_IMM(0, 0),
		write ? STORE(widths[size], 1, 0, (int16_t)off) : LOAD(widths[size], 2, 1, (int16_t)off),
		MOV_IMM(0, ret), EXIT(),
	};
	char what[64];
	enum outcome o;

	snprintf(what, sizeof(what), "%s %u bytes at", write ? "writes" : "reads", size);
	a.states = !write;
	ask_load(t, insns, ARRAY_LEN(insns), &a);
	a.states = false;
	if (a.err && !strstr(a.log, "context access") && !strstr(a.log, "misaligned") && !strstr(a.log, "stores into R1 ctx"))
		o = CANNOT_ASK;
	else
		o = compare(x.ok, !a.err);
	if (o == AGREE && !a.err && !write && !result_agrees(x))
		note(tally, DIFFER, what, name_of(t), off, "another kind of value");
	else
		note(tally, o, what, name_of(t), off, word(x.ok));
}

static void ask_contexts(struct tally *tally)
{
	for (size_t i = 0; i < ntargets; i++) {
		const struct target *t = &targets[i];
		const struct ctx_facts *c = kernel_prog(t->prog)->ctx;
		int ret = fine_return(t), end = c->kind == CTX_STRUCT ? (int)c->size + 16 : 208;

		if (ret < 0) {
			tally->n[CANNOT_ASK]++;
			continue;
		}
		for (int off = 0; off < end; off++)
			for (uint32_t size = 1; size <= 8; size *= 2)
				if (off % (int)size == 0 || off % 7 == 0) /* misaligned ones are all alike */
					for (int write = 0; write < 2; write++)
						ask_context_access(tally, t, ret, off, size, write);
	}
}

/* ---- what a program may return ---- */

static void ask_returns(struct tally *tally)
{
	static const int values[] = {-4096, -4095, -2, -1, 0, 1, 2, 3, 4, 5, 6, 7, 8, 255, INT32_MAX};

	for (size_t i = 0; i < ntargets; i++) {
		const struct target *t = &targets[i];
		struct range_rule r = kernel_return_range(t->prog, t->attach);
		bool loads = fine_return(t) >= 0;

		for (size_t k = 0; k < ARRAY_LEN(values); k++) {
			const struct bpf_insn insns[] = {MOV_IMM(0, values[k]), EXIT()};
			bool fits = !r.known || (values[k] >= r.lo && values[k] <= r.hi);

			if (!loads) {
				tally->n[CANNOT_ASK]++;
				continue;
			}
			ask_load(t, insns, ARRAY_LEN(insns), &a);
			/* a table that knows no range claims nothing */
			note(tally, r.known || a.err ? compare(!r.known ? FACT_UNKNOWN : fits ? FACT_YES : FACT_NO, !a.err) : AGREE,
			     "returns", name_of(t), values[k], fits ? "yes" : "no");
		}
	}
}

/* ---- which helper takes which map type ---- */

/* Arguments that are as good as any: what is asked comes after they were checked. Stack below -64 is key and value. */
static uint32_t set_args(struct bpf_insn *insns, const struct helper_facts *h, int map)
{
	uint32_t n = 0;

	insns[n++] = MOV_REG(6, 1);
	for (int off = -128; off < 0; off += 8)
		insns[n++] = STORE_IMM(BPF_DW, 10, (int16_t)off, 0);
	for (uint8_t i = 0; i < 5 && h->args[i].kind != ARG_NONE; i++) {
		uint8_t reg = i + 1;

		switch (h->args[i].kind) {
		case ARG_MAP: {
			const struct bpf_insn load[] = {MAP_FD(reg, map)};

			memcpy(&insns[n], load, sizeof(load));
			n += 2;
			break;
		}
		case ARG_MAP_KEY: case ARG_MAP_VALUE: case ARG_MEM: case ARG_FIXED_MEM: case ARG_STACK:
			insns[n++] = MOV_REG(reg, 10);
			insns[n++] = ADD_IMM(reg, -128);
			break;
		case ARG_CTX:
			insns[n++] = MOV_REG(reg, 6);
			break;
		case ARG_SIZE: case ARG_SIZE_OR_ZERO: case ARG_ALLOC_SIZE_OR_ZERO:
			insns[n++] = MOV_IMM(reg, 8);
			break;
		default:
			insns[n++] = MOV_IMM(reg, 0);
		}
	}
	return n;
}

/* Ways to say that this helper is not for this map: some fall before the check that is for it. */
static const char *const refusals[] = {
	"cannot pass map_type", "cannot be used in prog", "not allowed for map", "invalid zero-sized read",
	"write into map forbidden", "expected prog array map", "invalid arg_type for sockmap",
};

static void ask_map_helper(struct tally *tally, const struct target *t, enum map_type type, const struct helper_facts *h)
{
	enum fact f = kernel_map_helper_in(type, h->id, t->prog, t->attach);
	struct bpf_insn insns[48];
	bool refused = false;
	uint32_t n;

	a.log[0] = 0;
	if (ask_map_fd(type) < 0) {
		note(tally, CANNOT_ASK, h->name, kernel_map(type)->name, (int)type, word(f));
		return;
	}
	n = set_args(insns, h, ask_map_fd(type));
	insns[n++] = CALL((int)h->id);
	insns[n++] = MOV_IMM(0, 0);
	insns[n++] = EXIT();
	ask_load(t, insns, n, &a);
	for (size_t i = 0; i < ARRAY_LEN(refusals); i++)
		refused |= !!strstr(a.log, refusals[i]);
	if (a.err && !refused && !strstr(a.log, "Unreleased reference"))
		note(tally, CANNOT_ASK, h->name, kernel_map(type)->name, (int)t->prog, word(f));
	else
		note(tally, compare(f, !a.err || strstr(a.log, "Unreleased reference")), h->name, kernel_map(type)->name,
		     (int)t->prog, word(f));
}

static bool takes_map(const struct helper_facts *h)
{
	for (int i = 0; i < 5; i++)
		if (h->args[i].kind == ARG_MAP)
			return true;
	return false;
}

static void ask_map_helpers(struct tally *tally)
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

	if (m->key == SIZE_NOT_MODELLED || kver < m->since) {
		tally->n[NOT_CLAIMED]++;
		return;
	}
	fd = ask_map(m->type, key, value, entries, flags, inner ? ask_map_fd(MAP_ARRAY) : -1);
	snprintf(a.log, LOG_SIZE, "%s", fd < 0 ? strerror(-fd) : "made");
	note(tally, compare(fits ? FACT_YES : FACT_NO, fd >= 0), what, m->name, detail, fits ? "yes" : "no");
	if (fd >= 0)
		close(fd);
}

static void ask_creations(struct tally *tally)
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

static const struct {
	const char *name;
	void (*ask)(struct tally *);
} questions[] = {
	{"helpers by program type", ask_helpers},
	{"context accesses", ask_contexts},
	{"return values", ask_returns},
	{"helpers by map type", ask_map_helpers},
	{"map creation", ask_creations},
};

int main(int argc, char **argv)
{
	struct utsname u;
	unsigned major = 0, minor = 0;
	uint32_t differ = 0;

	verbose = argc > 1 && !strcmp(argv[1], "-v");
	if (!ask_possible()) {
		puts("skipped: this process may not load BPF programs");
		return SKIPPED;
	}
	uname(&u);
	sscanf(u.release, "%u.%u", &major, &minor);
	kver = KVER(major, minor);
	printf("%-26s%10s%10s%14s%12s\n", "", "agree", "differ", "not claimed", "cannot ask");
	for (size_t i = 0; i < ARRAY_LEN(questions); i++) {
		struct tally t = {{0}};

		questions[i].ask(&t);
		printf("%-26s%10u%10u%14u%12u\n", questions[i].name, t.n[AGREE], t.n[DIFFER], t.n[NOT_CLAIMED], t.n[CANNOT_ASK]);
		differ += t.n[DIFFER];
	}
	if (differ && kver != KVER_DEFAULT)
		printf("this is Linux %u.%u: the tables speak of another version\n", major, minor);
	return differ && kver == KVER_DEFAULT;
}
