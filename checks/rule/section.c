// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * section: the section of a program says nothing that libbpf knows, or something else than the program's own declaration. A loader may
 * know better, so that is a hazard. An LSM hook that is closed to programs is a rejection.
 *
 * libbpf: find_sec_def(), bpf_object__init_prog(), bpf_object_load_prog(). Kernel: bpf_lsm_verify_prog().
 */
#include "base/spell.h"
#include "rule/typeless.h"

enum { FAR = 3 }; /* edits that make it another word */

/* "Xdp/ingress" was meant to be "xdp": the part before the first '/' decides, or before the second where that is nearer. */
static const char *nearest(struct rules *r, const char *section)
{
	const char *best = NULL;
	size_t distance = FAR;

	for (size_t i = 0; kernel_section_at(i); i++) {
		const char *known = kernel_section_at(i)->prefix;
		const char *typed;
		size_t d, n = 0, parts = 1;

		for (const char *p = known; *p; p++)
			parts += *p == '/';
		while (section[n] && (section[n] != '/' || --parts))
			n++;
		if (n + FAR <= strlen(known) || strlen(known) + FAR <= n)
			continue;
		typed = arena_printf(r->unit->arena, "%.*s", (int)n, section);
		d = spell_distance(typed, known);
		if (d < distance && d * 3 <= strlen(known)) {
			distance = d;
			best = known;
		}
	}
	return best;
}

static void unknown(struct rules *r, const struct func *f, const char *section)
{
	const struct section_facts *legacy = kernel_section_legacy(section);
	const char *close = nearest(r, section), *words = arena_printf(r->unit->arena, "missing BPF prog type, check ELF section name '%s'", f->section);

	if (close)
		rule_say_at(r, VERDICT_HAZARD, f->name, &f->pos, words, "section \"%s\" names no type of program; did you mean \"%s\"?", f->section, close);
	else if (legacy)
		rule_say_at(r, VERDICT_HAZARD, f->name, &f->pos, words, "section \"%s\" names no type of program for libbpf 1.0 and newer; \"%s\" does", f->section,
			    legacy->prefix);
	else
		rule_say_at(r, VERDICT_MAY, f->name, &f->pos, words, "section \"%s\" names no type of program that libbpf knows", f->section);
}

static bool has_context(const struct prog_facts *p)
{
	return p && (p->ctx->kind == CTX_STRUCT || p->ctx->kind == CTX_REGS);
}

static void context(struct rules *r, const struct func *f, const struct prog_facts *prog)
{
	const char *has = typeless_context(r->unit, f), *belongs = NULL;

	if (!has || !has_context(prog) || !strcmp(has, prog->ctx->name))
		return;
	for (int t = 1; t < PROG_TYPES; t++) {
		const struct prog_facts *other = kernel_prog((enum prog_type)t);

		if (has_context(other) && !strcmp(has, other->ctx->name)) {
			belongs = other->name;
			break;
		}
	}
	if (belongs)
		rule_say_at(r, VERDICT_HAZARD, f->name, &f->pos, NULL, "section \"%s\" makes a program of type %s, which is given a 'struct %s', not a 'struct %s'",
			    f->section, prog->name, prog->ctx->name, has);
}

/* SEC("lsm/getprocattr"); the kernel has the list since 6.12. */
static void hook(struct rules *r, const struct event *e, const char *section)
{
	const char *target = strchr(section, '/');
	const struct lsm_hook_facts *h = target ? kernel_lsm_hook(target + 1) : NULL;

	if (h && h->closed && e->m->kernel >= KVER(6, 12) && e->m->kernel <= KVER_NEWEST)
		rule_say_at(r, VERDICT_REJECT, e->func->name, &e->func->pos, arena_printf(r->unit->arena, "points to disabled hook bpf_lsm_%s", h->name),
			    "no program may be attached to the LSM hook '%s'", h->name);
}

bool rule_section(struct rules *r, const struct event *e)
{
	const struct func *f = e->func;
	const char *section = f->section + (*f->section == '?');

	if (r->trial)
		return false;
	if (f->linkage == LINK_STATIC) {
		rule_say_at(r, VERDICT_HAZARD, f->name, &f->pos, arena_printf(r->unit->arena, "prog '%s': static programs are not supported", f->name),
			    "program '%s' is static: libbpf takes functions that are visible outside only", f->name);
		return false;
	}
	if (!kernel_section(section))
		unknown(r, f, section);
	else
		context(r, f, e->m->prog);
	if (e->m->section && e->m->section->prog == PROG_LSM)
		hook(r, e, section);
	return false;
}
