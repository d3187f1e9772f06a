// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * kernel-version: something is used that the kernel in question does not have yet. The answer to a question that the program itself
 * asks of the kernel (bpf_core_enum_value_exists(), bpf_ksym_exists(), LINUX_KERNEL_VERSION) is open, so what stands behind one is not
 * reported. With the option "needs" nothing is: what is used goes into the report as it is, for `bpfproof requires`.
 *
 * Kernel: check_helper_call(), map_create(), bpf_prog_load_check_attach(); libbpf: resolving ksyms, bpf_object__sanitize_prog().
 */
#include "machine/fields.h"
#include "rule/version.h"

#define FAILS "failed to load: -22"
#define MAP_FAILS "failed to create: Invalid argument(-22)"

static const char *version(struct rules *r, uint32_t kver)
{
	return arena_printf(r->unit->arena, "%u.%u", kver >> 16, kver & 0xffff);
}

static void need(struct rules *r, const struct event *e, const struct use *u, const struct pos *at)
{
	struct need n = {.kind = u->kind, .name = u->name, .since = u->since, .unless = u->unless, .program = e->kind == EVENT_MAP ? NULL : e->m->entry};

	n.pos = at ? *at : (struct pos){0};
	if (!n.unless && e->st && e->st->uncertain)
		n.unless = NEED_OPEN;
	if (n.unless || !e->st || !e->st->nassumed || pending_certain(r, e, arena_copy(r->unit->arena, &n, sizeof(n))))
		report_need(r->report, &n);
}

bool version_used(struct rules *r, const struct event *e, enum verdict v, const struct use *u)
{
	if (r->options->needs) {
		need(r, e, u, rule_place(r, e->instr));
		return false;
	}
	if (u->unless || e->m->kernel >= u->since)
		return false;
	rule_say(r, e, v, NULL, 0, u->kernel, "%s%s%s%s came with Linux %s, and Linux %s does not have %s", u->kind, *u->kind ? " '" : "", u->name,
		 *u->kind ? "'" : "", version(r, u->since), version(r, e->m->kernel), *u->kind ? "it" : "them");
	return v == VERDICT_REJECT;
}

/* libbpf calls the older helper where the kernel does not have the newer one. */
static bool loader_replaces(uint32_t helper)
{
	return helper == HELPER_probe_read_user || helper == HELPER_probe_read_kernel || helper == HELPER_probe_read_user_str ||
	       helper == HELPER_probe_read_kernel_str;
}

/* What every kernel in question has needs no words. */
static bool is_old(const struct rules *r, const struct event *e, uint32_t since)
{
	return !r->options->needs && e->m->kernel >= since;
}

static bool helper(struct rules *r, const struct event *e)
{
	struct use u = {"helper", e->helper->name, e->helper->since, arena_printf(r->unit->arena, "invalid func unknown#%u", e->helper->id),
			loader_replaces(e->helper->id) ? "libbpf calls an older one instead" : NULL};

	if (r->options->needs && e->m->prog && e->m->section) /* otherwise it is for helper-program to say */
		u.since = kernel_helper_since(e->helper, e->m->prog->type, e->m->section->attach);
	return version_used(r, e, VERDICT_REJECT, &u);
}

static bool kfunc(struct rules *r, const struct event *e)
{
	struct use u = {"kfunc", e->kfunc->name, e->kfunc->since,
			arena_printf(r->unit->arena, "extern (func ksym) '%s': not found in kernel or module BTFs", e->kfunc->name), NULL};

	return version_used(r, e, VERDICT_REJECT, &u);
}

/* What a kernel had once. */
static bool kfunc_gone(struct rules *r, const struct event *e)
{
	uint32_t until = e->kfunc ? kernel_kfunc_until(e->kfunc->name) : 0;

	if (!until || e->m->kernel < until || r->options->needs)
		return false;
	rule_say(r, e, VERDICT_REJECT, NULL, 0, arena_printf(r->unit->arena, "extern (func ksym) '%s': not found in kernel or module BTFs", e->kfunc->name),
		 "kfunc '%s' is no more since Linux %s, and this is for Linux %s", e->kfunc->name, version(r, until), version(r, e->m->kernel));
	return true;
}

/* ---- programs and maps ---- */

/* SEC("lsm/NAME") */
static void hook(struct rules *r, const struct event *e, const char *now)
{
	const char *slash = strchr(e->func->section, '/');
	const struct lsm_hook_facts *h = slash ? kernel_lsm_hook(slash + 1) : NULL;
	uint32_t until = h ? kernel_lsm_until(h->name) : 0;
	const char *kernel = h ? arena_printf(r->unit->arena, "prog '%s': failed to find kernel BTF type ID of '%s': -3", e->func->name, h->name) : NULL;

	if (h && r->options->needs && kernel_lsm_hook_since(h)) {
		struct use u = {"LSM hook", h->name, kernel_lsm_hook_since(h), NULL, *e->func->section == '?' ? "the loader leaves it out" : NULL};

		need(r, e, &u, &e->func->pos);
	}
	if (!h || r->options->needs || *e->func->section == '?')
		return;
	if (e->m->kernel < h->since)
		rule_say_at(r, VERDICT_REJECT, e->func->name, &e->func->pos, kernel, "LSM hook '%s' came with Linux %s, and Linux %s does not have it", h->name,
			    version(r, h->since), now);
	else if (kernel_lsm_hook_available(h, e->m->kernel) == FACT_NO)
		rule_say_at(r, VERDICT_REJECT, e->func->name, &e->func->pos, kernel, "Linux %s does not have the LSM hook '%s' yet", now, h->name);
	else if (until && e->m->kernel >= until)
		rule_say_at(r, VERDICT_REJECT, e->func->name, &e->func->pos, kernel, "LSM hook '%s' is no more since Linux %s, and this is for Linux %s", h->name,
			    version(r, until), now);
}

/* How the program is attached is looked at when it is loaded, but not for these types. */
static bool loads_anyway(const struct section_facts *s)
{
	static const uint64_t unchecked = UINT64_C(1) << PROG_KPROBE | UINT64_C(1) << PROG_XDP | UINT64_C(1) << PROG_SCHED_CLS | UINT64_C(1) << PROG_SK_SKB |
					  UINT64_C(1) << PROG_SK_REUSEPORT;

	return s->attach != ATTACH_NONE && !s->frags && unchecked >> s->prog & 1;
}

static void program(struct rules *r, const struct event *e)
{
	const struct section_facts *s = e->m->section;
	const char *name = e->func->section, *now = version(r, e->m->kernel);

	if (!s || !e->m->prog || !kernel_section(name)) /* nothing, or another loader's */
		return;
	if (s->prog == PROG_LSM)
		hook(r, e, now);
	if (r->options->needs) {
		struct use u = {"section", s->prefix, s->since, NULL, *name == '?' ? "the loader leaves it out" : NULL};

		need(r, e, &u, &e->func->pos);
		return;
	}
	if (*name == '?' || e->m->kernel >= s->since)
		return;
	if (e->m->kernel < e->m->prog->since)
		rule_say_at(r, VERDICT_REJECT, e->func->name, &e->func->pos, FAILS, "programs of type %s came with Linux %s, and Linux %s does not have them",
			    e->m->prog->name, version(r, e->m->prog->since), now);
	else if (loads_anyway(s))
		rule_say_at(r, VERDICT_HAZARD, e->func->name, &e->func->pos, NULL, "section \"%s\" came with Linux %s: Linux %s cannot attach it", name,
			    version(r, s->since), now);
	else
		rule_say_at(r, VERDICT_REJECT, e->func->name, &e->func->pos, FAILS, "section \"%s\" came with Linux %s, and Linux %s does not have it", name,
			    version(r, s->since), now);
}

/* Members of the value that belong to the kernel, each kind once. */
static void fields(struct rules *r, const struct event *e)
{
	uint32_t kinds = FIELDS_MAP;
	struct special_field f;

	while (field_find(r->unit, e->map->value_type, 0, UINT64_MAX, kinds, &f)) {
		const struct field_facts *k = kernel_field(f.kind);
		struct use u = {"map field", k->name, k->since, NULL, NULL};

		need(r, e, &u, &e->map->pos);
		kinds &= ~(1u << f.kind);
	}
}

static void map(struct rules *r, const struct event *e)
{
	const struct map_facts *k = kernel_map((enum map_type)e->map->map_type);
	const struct pos *at = &e->map->type_pos;
	uint32_t since = 0;
	const char *flag;

	if (k && r->options->needs) {
		struct use u = {"map type", k->name, k->since, MAP_FAILS, NULL};

		need(r, e, &u, at->file ? at : &e->map->pos);
	} else if (k && e->m->kernel < k->since) {
		rule_say_at(r, VERDICT_REJECT, NULL, at, MAP_FAILS, "%s came with Linux %s, and Linux %s does not have it", k->name, version(r, k->since),
			    version(r, e->m->kernel));
	}
	if (r->options->needs) {
		fields(r, e);
		for (uint32_t rest = e->map->map_flags; rest; rest &= rest - 1)
			if ((flag = kernel_map_flag_newer(rest & -rest, 0, &since))) {
				struct use u = {"map flag", flag, since, MAP_FAILS, NULL};

				need(r, e, &u, &e->map->pos);
			}
	} else if (k && e->m->kernel >= k->since && (flag = kernel_map_flag_newer(e->map->map_flags, e->m->kernel, &since))) {
		rule_say_at(r, VERDICT_REJECT, NULL, &e->map->pos, MAP_FAILS, "map flag %s came with Linux %s, and Linux %s does not have it", flag, version(r, since),
			    version(r, e->m->kernel));
	}
}

bool rule_kernel_version(struct rules *r, const struct event *e)
{
	switch (e->kind) {
	case EVENT_MAP:
		map(r, e);
		return false;
	case EVENT_PROGRAM:
		program(r, e);
		return version_features(r, e);
	case EVENT_HELPER:
		return version_features(r, e) || (e->helper && !is_old(r, e, e->helper->since) && helper(r, e));
	case EVENT_KFUNC:
		return kfunc_gone(r, e) || (e->kfunc && !is_old(r, e, e->kfunc->since) && kfunc(r, e));
	default:
		return version_features(r, e);
	}
}
