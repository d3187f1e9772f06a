// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * signature: the polymorphic signature table, for people: what a helper takes, what it gives, on which map types it
 * works and what comes back there, and which programs may call it. Everything printed is read from checks/kernel.
 */
#include "cmd.h"
#include "kernel/kernel.h"

#include <argp.h>
#include <ctype.h>
#include <stdio.h>
#include <strings.h>

struct question {
	const char *helper, *map;
};

static error_t parse(int key, char *value, struct argp_state *state)
{
	struct question *q = state->input;

	if (key != ARGP_KEY_ARG)
		return ARGP_ERR_UNKNOWN;
	if (state->arg_num == 0)
		q->helper = value;
	else if (state->arg_num == 1)
		q->map = value;
	else
		argp_error(state, "one helper and one map type at a time");
	return 0;
}

static const struct argp argp = {
	NULL,
	parse,
	"[HELPER [MAP_TYPE]]",
	"Shows what a BPF helper takes and gives: its arguments, its result by map type, the programs that may call it."
	"\vWithout HELPER, lists all of them. 'bpf_' and 'BPF_MAP_TYPE_' may be left out, case does not matter.",
	NULL, NULL, NULL,
};

/* ---- words ---- */

static const char *const arg_words[ARG_KINDS] = {
	[ARG_ANYTHING] = "any number or pointer",
	[ARG_MAP] = "map",
	[ARG_MAP_KEY] = "memory as large as the map's key",
	[ARG_MAP_VALUE] = "memory as large as the map's value",
	[ARG_MEM] = "memory, as large as the next argument says",
	[ARG_FIXED_MEM] = "memory",
	[ARG_SIZE] = "size of that memory, at least 1",
	[ARG_SIZE_OR_ZERO] = "size of that memory, may be 0",
	[ARG_ALLOC_SIZE_OR_ZERO] = "constant size of what is returned",
	[ARG_CTX] = "the program's context",
	[ARG_SPIN_LOCK] = "struct bpf_spin_lock in a map value or allocated object",
	[ARG_SOCK_COMMON] = "socket (struct sock_common or any that begins with one)",
	[ARG_SOCKET] = "full socket (struct bpf_sock)",
	[ARG_BTF_ID] = "kernel object",
	[ARG_BTF_ID_SOCK_COMMON] = "kernel socket or struct bpf_sock_common",
	[ARG_RINGBUF_MEM] = "record from bpf_ringbuf_reserve",
	[ARG_PERCPU_BTF_ID] = "per-CPU kernel variable",
	[ARG_FUNC] = "function of this program",
	[ARG_STACK] = "stack memory",
	[ARG_CONST_STR] = "constant string in a read-only map",
	[ARG_TIMER] = "struct bpf_timer in a map value",
	[ARG_KPTR_XCHG_DEST] = "kptr field of a map value or allocated object",
	[ARG_DYNPTR] = "dynptr",
};

static const struct {
	uint32_t flag;
	const char *words;
} flag_words[] = {
	{ARG_MAYBE_NULL, "may be null"},
	{ARG_UNINIT, "need not be initialised"},
	{ARG_WRITE, "is written"},
	{ARG_RDONLY, "is only read"},
	{ARG_RELEASE, "its reference is given up"},
	{ARG_ALIGNED, "must be aligned"},
	{ARG_DYNPTR_LOCAL, "local memory"},
	{ARG_DYNPTR_RINGBUF, "ring buffer"},
	{ARG_DYNPTR_SKB, "skb"},
	{ARG_DYNPTR_XDP, "xdp"},
};

static const char *const ret_words[] = {
	[RET_INTEGER] = "number",
	[RET_VOID] = "nothing",
	[RET_MAP_VALUE] = "what is in the map, see below",
	[RET_SOCKET] = "struct bpf_sock *",
	[RET_TCP_SOCK] = "struct bpf_tcp_sock *",
	[RET_SOCK_COMMON] = "struct bpf_sock_common *",
	[RET_MEM] = "memory of the size asked for",
	[RET_DYNPTR_MEM] = "memory of the size asked for",
	[RET_MEM_OR_BTF_ID] = "pointer to the variable",
	[RET_BTF_ID] = "kernel object",
	[RET_KPTR] = "the kernel object that was there",
	[RET_NOT_MODELLED] = "not modelled",
};

static const struct {
	uint32_t flag;
	const char *words;
} helper_words[] = {
	{HELPER_MAYBE_NULL, "the result may be null: check it before use"},
	{HELPER_ACQUIRES, "the result carries a reference: release it on every path"},
	{HELPER_RET_RDONLY, "the result may only be read"},
	{HELPER_CHANGES_PACKET, "packet pointers are no longer good after the call: load and check them again"},
	{HELPER_GPL, "only for programs with a GPL-compatible license"},
	{HELPER_SLEEPS, "only in sleepable programs"},
	{HELPER_PACKET_ARGS, "memory arguments may be packet memory"},
	{HELPER_CALLBACK, "calls the function before it returns"},
	{HELPER_ASYNC_CALLBACK, "calls the function later"},
	{HELPER_LOCK, "takes a lock: release it before the program ends"},
	{HELPER_UNLOCK, "releases a lock"},
	{HELPER_NORETURN_ON_SUCCESS, "does not return when it succeeds"},
};

/* ---- printing ---- */

static void print_since(uint32_t since)
{
	if (since)
		printf("  since Linux %u.%u", since >> 16, since & 0xffff);
}

static void print_args(const struct helper_facts *h)
{
	for (size_t i = 0; i < ARRAY_LEN(h->args) && h->args[i].kind != ARG_NONE; i++) {
		const struct arg_facts *arg = &h->args[i];
		const char *words = arg->kind < ARG_KINDS ? arg_words[arg->kind] : NULL;

		printf("  argument %zu  %s", i + 1, words ? words : "not modelled");
		if (arg->btf)
			printf(" (struct %s)", arg->btf);
		if (arg->kind == ARG_FIXED_MEM && arg->size)
			printf(" of %u bytes", arg->size);
		for (size_t k = 0; k < ARRAY_LEN(flag_words); k++)
			if (arg->flags & flag_words[k].flag)
				printf(", %s", flag_words[k].words);
		putchar('\n');
	}
}

static bool takes_map(const struct helper_facts *h)
{
	for (size_t i = 0; i < ARRAY_LEN(h->args); i++)
		if (h->args[i].kind == ARG_MAP)
			return true;
	return false;
}

/* "read-only value, may be null" for lookups; for other helpers only whether they work there. */
static void print_map(const struct helper_facts *h, const struct map_facts *m)
{
	enum fact works = kernel_map_helper(m->type, h->id);

	printf("  %-36s ", m->name);
	if (works == FACT_UNKNOWN)
		printf("not modelled\n");
	else if (works == FACT_NO)
		printf("no: this map type does not take it\n");
	else if (h->ret == RET_MAP_VALUE)
		printf("%s\n", kernel_lookup_result_name(m->lookup));
	else
		printf("yes\n");
}

static void print_maps(const struct helper_facts *h)
{
	printf("by map type:\n");
	for (int t = 0; t < MAP_TYPES; t++) {
		const struct map_facts *m = kernel_map((enum map_type)t);

		if (m && m->name && kernel_map_helper(m->type, h->id) != FACT_NO)
			print_map(h, m);
	}
	printf("  all others                           no\n");
}

/* Names of program types, wrapped. */
static void print_programs(const struct helper_facts *h)
{
	size_t column = (size_t)printf("programs:");

	for (int t = 0; t < PROG_TYPES; t++) {
		const struct prog_facts *p = kernel_prog((enum prog_type)t);
		const char *name = p ? p->name + strlen("BPF_PROG_TYPE_") : "", *some = h->progs >> t & 1 ? "" : "(some)";

		if (!p || !((h->progs | h->progs_maybe) >> t & 1))
			continue;
		if (column + strlen(name) + strlen(some) > 100)
			column = (size_t)printf("\n         ") - 1;
		column += (size_t)printf(" %s%s", name, some);
	}
	putchar('\n');
}

static void print_helper(const struct helper_facts *h)
{
	const char *ret = (unsigned)h->ret < ARRAY_LEN(ret_words) ? ret_words[h->ret] : NULL;

	printf("%s  helper %u", h->name, h->id);
	print_since(h->since);
	putchar('\n');
	print_args(h);
	printf("  gives       %s", ret ? ret : "not modelled");
	if (h->ret_btf)
		printf(" (struct %s)", h->ret_btf);
	putchar('\n');
	for (size_t i = 0; i < ARRAY_LEN(helper_words); i++)
		if (h->flags & helper_words[i].flag)
			printf("  %s\n", helper_words[i].words);
}

static int list(void)
{
	for (uint32_t id = 1; id < kernel_helper_count(); id++) {
		const struct helper_facts *h = kernel_helper(id);

		if (!h)
			continue;
		printf("%4u  %-36s", id, h->name);
		print_since(h->since);
		printf("%s\n", takes_map(h) ? "  by map type" : "");
	}
	return EXIT_CLEAN;
}

/* ---- names ---- */

static void normalise(const char *s, const char *prefix, int (*letter)(int), char *out, size_t room)
{
	size_t n = strlen(prefix), used;

	used = strncasecmp(s, prefix, n) ? (size_t)snprintf(out, room, "%s%s", prefix, s) : (size_t)snprintf(out, room, "%s", s);
	for (size_t i = 0; i < used && i < room; i++)
		out[i] = (char)letter((unsigned char)out[i]);
}

static int no_helper(const char *typed)
{
	struct arena *a = arena_new();
	const char **names = arena_alloc(a, (kernel_helper_count() + 1) * sizeof(*names));
	size_t n = 0;
	int status;

	for (uint32_t id = 1; id < kernel_helper_count(); id++)
		if (kernel_helper(id))
			names[n++] = kernel_helper(id)->name;
	status = cannot("no helper '%s'%s", typed, did_you_mean(a, typed, names, n));
	arena_free(a);
	return status;
}

static int no_map(const char *typed)
{
	const char *names[MAP_TYPES];
	struct arena *a = arena_new();
	size_t n = 0;
	int status;

	for (int t = 0; t < MAP_TYPES; t++)
		if (kernel_map((enum map_type)t))
			names[n++] = kernel_map((enum map_type)t)->name;
	status = cannot("no map type '%s'%s", typed, did_you_mean(a, typed, names, n));
	arena_free(a);
	return status;
}

int cmd_signature(int argc, char **argv)
{
	struct question q = {0};
	const struct helper_facts *h;
	const struct map_facts *m;
	char name[64];

	argp_parse(&argp, argc, argv, 0, NULL, &q);
	if (!q.helper)
		return list();
	normalise(q.helper, "bpf_", tolower, name, sizeof(name));
	h = kernel_helper_by_name(name);
	if (!h)
		return no_helper(name);
	if (!q.map) {
		print_helper(h);
		if (takes_map(h))
			print_maps(h);
		print_programs(h);
		return EXIT_CLEAN;
	}
	normalise(q.map, "BPF_MAP_TYPE_", toupper, name, sizeof(name));
	m = kernel_map_by_name(name);
	if (!m)
		return no_map(name);
	print_helper(h);
	if (!takes_map(h))
		return cannot("%s takes no map", h->name);
	print_map(h, m);
	return EXIT_CLEAN;
}
