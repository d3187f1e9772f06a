// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * func: the functions of the object. A function is a symbol in a section with instructions; in every section but .text it is a program. What a
 * call calls is in its relocation, or in its offset when both are in one section. How many arguments a function takes shows in
 * which of r1 to r5 it reads before it writes them, which depends on what the functions that it calls take: found by repeating until nothing
 * changes.
 */
#include "object/listing.h"
#include "object/lower.h"

#include "kernel/kernel.h"

#include <bpf/btf.h>
#include <gelf.h>
#include <linux/bpf.h>
#include <stdlib.h>

/* ---- finding ---- */

/*
 * What bpf_core_patch_insn() does to an instruction, but for offsets: those stay the object's own, as the model's records do. Numbers of types
 * stay, too: what they are good for is the name.
 */
static void settle(struct lower *l, const struct function *f, uint32_t slot, struct code *c)
{
	const struct image_core *r = image_core_at(l->m, f->section, f->start + slot * INSN_BYTES);
	struct core_answer a = r ? core_ask(l->core, r) : (struct core_answer){0};

	if (a.is == CORE_SETTLED && r->kind == CORE_FIELD_OFFSET) {
		if ((c->kind == CODE_LOAD || c->kind == CODE_STORE) && (a.other_kind || a.value > INT16_MAX)) {
			a.is = a.other_kind ? CORE_POISON : CORE_FAILED;
			a.words = a.other_kind ? "failed to resolve CO-RE relocation: size of a member" : "failed to relocate: insn->off too large";
		} else if ((c->kind == CODE_LOAD || c->kind == CODE_STORE) && a.size && a.size <= 8 && a.size != a.local_size) {
			c->width = (uint8_t)(a.size * 8);
		}
	} else if (a.is == CORE_SETTLED && r->kind != CORE_TYPE_ID_TARGET) {
		c->imm = c->kind == CODE_WIDE ? (int64_t)a.value : (int32_t)a.value;
		c->is_settled = true;
	}
	if (a.is == CORE_POISON || a.is == CORE_FAILED) {
		c->kind = CODE_REFUSED;
		c->refused = a.words;
	}
}

static void decode(struct lower *l, struct function *f)
{
	const uint8_t *bytes = image_section(l->m, f->section)->data + f->start;
	struct bpf_insn insn, more;
	bool wide = false;

	f->code = arena_alloc(l->m->arena, f->n * sizeof(*f->code));
	f->calls = arena_alloc(l->m->arena, f->n * sizeof(*f->calls));
	f->args = arena_alloc(l->m->arena, f->n);
	for (uint32_t i = 0; i < f->n; i++) {
		bool last = i + 1 == f->n;

		f->calls[i] = NO_FUNCTION;
		if (wide) {
			f->code[i].kind = CODE_SECOND;
			wide = false;
			continue;
		}
		memcpy(&insn, bytes + (size_t)i * INSN_BYTES, sizeof(insn));
		if (!last)
			memcpy(&more, bytes + (size_t)(i + 1) * INSN_BYTES, sizeof(more));
		f->code[i] = code_decode(&insn, last ? NULL : &more);
		wide = f->code[i].kind == CODE_WIDE;
		if (l->core && f->code[i].kind != CODE_REFUSED)
			settle(l, f, i, &f->code[i]);
	}
}

static void add_function(struct lower *l, const struct image_symbol *s)
{
	const char *section = image_section(l->m, s->section)->name;
	struct function f = {
		.name = s->name,
		.section = s->section,
		.start = (uint32_t)s->value,
		.n = (uint32_t)(s->size / INSN_BYTES),
		.func = NO_FUNC,
		.is_program = strcmp(section, ".text") != 0,
		.is_global = s->bind != STB_LOCAL && !s->is_hidden,
	};

	if (!l->functions_at[f.section])
		l->functions_at[f.section] = arena_alloc(l->m->arena, image_section(l->m, f.section)->size / INSN_BYTES * sizeof(**l->functions_at));
	if (l->functions_at[f.section][f.start / INSN_BYTES])
		return;
	vec_push(&l->functions, f);
	l->functions_at[f.section][f.start / INSN_BYTES] = l->functions.n;
}

static void list_functions(struct lower *l)
{
	l->functions_at = arena_alloc(l->m->arena, l->m->sections.n * sizeof(*l->functions_at));
	for (uint32_t i = 0; i < l->m->symbols.n; i++)
		if (listing_is_function(l->m, &l->m->symbols.at[i]))
			add_function(l, &l->m->symbols.at[i]);
}

int32_t lower_function_at(const struct lower *l, uint32_t section, uint64_t off)
{
	const struct image_section *s = image_section(l->m, section);

	if (section >= l->m->sections.n || !l->functions_at[section] || off % INSN_BYTES || off >= s->size / INSN_BYTES * INSN_BYTES)
		return NO_FUNCTION;
	return (int32_t)l->functions_at[section][off / INSN_BYTES] - 1;
}

/* ---- relocations of code ---- */

static struct target undefined(struct lower *l, uint32_t symbol, bool call)
{
	const char *name = l->m->symbols.at[symbol].name;
	int id = l->m->btf && call ? btf__find_by_name_kind(l->m->btf, name, BTF_KIND_FUNC) : -1;
	const struct btf_type *t = id > 0 ? lower_btf(l, (uint32_t)id) : NULL;
	struct target to = {.kind = TARGET_KFUNC, .name = name, .prototype = t ? t->type : 0, .weak = l->m->symbols.at[symbol].bind == STB_WEAK};

	if (call)
		return to;
	return (struct target){.kind = TARGET_OPERAND, .operand = lower_extern(l, symbol)};
}

struct target lower_target(struct lower *l, const struct function *f, uint32_t slot)
{
	const struct code *c = &f->code[slot];
	uint64_t off = (uint64_t)f->start + (uint64_t)slot * INSN_BYTES;
	const struct image_reloc *r = image_reloc_at(l->m, f->section, off);
	const struct image_symbol *s = image_reloc_symbol(l->m, r);
	struct target to = {.kind = TARGET_UNKNOWN, .function = NO_FUNCTION};
	bool call = c->kind == CODE_CALL;

	if (r && !s)
		return to;
	if (s && !s->section)
		return undefined(l, r->symbol, call);
	if (!s && call && c->pseudo == BPF_PSEUDO_CALL)
		to.function = lower_function_at(l, f->section, off + (uint64_t)(c->imm + 1) * INSN_BYTES);
	else if (s && call)
		to.function = lower_function_at(l, s->section, s->value + (uint64_t)(c->imm + 1) * INSN_BYTES);
	else if (s && image_section(l->m, s->section)->is_code)
		to.function = lower_function_at(l, s->section, s->value + (uint64_t)c->imm);
	else if (s && lower_address(l, s, c->imm, &to.operand))
		to.kind = TARGET_OPERAND;
	else if (!s && !c->pseudo)
		to.kind = TARGET_NONE;
	if (to.function != NO_FUNCTION)
		to.kind = TARGET_FUNCTION;
	return to;
}

/* ---- arguments ---- */

/* 5 when not known: then nobody looks at them. */
static uint32_t helper_args(const struct lower *l, const struct function *f, uint32_t helper)
{
	const struct section_facts *s = kernel_section(image_section(l->m, f->section)->name);
	const struct helper_facts *h = s ? kernel_helper_in(helper, s->prog) : kernel_helper(helper);
	uint32_t n = 0;

	while (h && n < 5 && h->args[n].kind != ARG_NONE)
		n++;
	return h ? n : 5;
}

static uint32_t kfunc_args(const struct lower *l, const struct target *to)
{
	const struct btf_type *t = lower_btf(l, to->prototype);
	const struct kfunc_facts *k = kernel_kfunc(to->name);
	uint32_t n = t && btf_is_func_proto(t) ? btf_vlen(t) : k ? k->nargs : 0;

	return n > 5 ? 5 : n;
}

uint32_t lower_call_args(const struct lower *l, const struct function *f, uint32_t slot)
{
	return f->calls[slot] >= 0 ? l->functions.at[f->calls[slot]].params : f->args[slot];
}

uint16_t lower_call_reads(const struct lower *l, const struct function *f, uint32_t slot)
{
	return (uint16_t)(((1u << lower_call_args(l, f, slot)) - 1) << 1);
}

/* Registers that may be read at `slot` and later before they are written, one round of the backward analysis. */
static bool live_round(const struct lower *l, const struct function *f, uint16_t *live)
{
	bool more = false;

	for (uint32_t i = f->n; i-- > 0;) {
		const struct code *c = &f->code[i];
		uint16_t out = 0;
		int64_t to;

		for (uint32_t k = 0; (to = lower_next(f, i, k)) >= 0; k++)
			out |= to < f->n ? live[to] : 0;
		out = (uint16_t)((out & ~code_changes(c)) | (c->kind == CODE_CALL ? lower_call_reads(l, f, i) : code_reads(c)));
		more |= out != live[i];
		live[i] = out;
	}
	return more;
}

static uint32_t params_of(const struct lower *l, const struct function *f)
{
	uint16_t *live = calloc(f->n, sizeof(*live));
	uint32_t n = 5;

	if (!live)
		__builtin_trap();
	while (live_round(l, f, live))
		;
	while (n && !(live[0] >> n & 1))
		n--;
	free(live);
	return n;
}

/* A global function is checked against its prototype, so its callers must have all of that, and it is given no more; a program gets its context. -1: not told. */
static int declared_params(const struct lower *l, const struct function *f)
{
	const struct image_func *info = image_func_at(l->m, f->section, f->start);
	const struct btf_type *t = info ? lower_btf(l, info->type) : NULL;

	t = t && btf_is_func(t) ? lower_btf(l, t->type) : NULL;
	if (f->is_program)
		return 1;
	return f->is_global && t && btf_is_func_proto(t) ? (btf_vlen(t) > 5 ? 5 : btf_vlen(t)) : -1;
}

static void find_params(struct lower *l)
{
	bool more = true;

	for (uint32_t i = 0; i < l->functions.n; i++) {
		int n = declared_params(l, &l->functions.at[i]);

		l->functions.at[i].params = n > 0 ? (uint32_t)n : 0;
		l->functions.at[i].is_told = n >= 0;
	}
	while (more) {
		more = false;
		for (uint32_t i = 0; i < l->functions.n; i++) {
			if (!l->functions.at[i].is_wanted || l->functions.at[i].is_told)
				continue;

			uint32_t n = params_of(l, &l->functions.at[i]);

			if (n > l->functions.at[i].params) {
				l->functions.at[i].params = n;
				more = true;
			}
		}
	}
}

/* ---- into the unit ---- */

/* A function of the kernel, as C would declare it. */
static void declare_kfunc(struct lower *l, const struct target *to)
{
	struct func decl = {.name = to->name, .section = ".ksyms", .linkage = to->weak ? LINK_WEAK : LINK_EXTERN, .flags = FUNC_KSYM};

	for (uint32_t i = 0; i < l->u->funcs.n; i++)
		if (l->u->funcs.at[i].flags & FUNC_KSYM && !strcmp(l->u->funcs.at[i].name, to->name))
			return;
	model_func_add(l->u, &decl);
}

static void find_callee(struct lower *l, struct function *f, uint32_t slot)
{
	struct target to = lower_target(l, f, slot);

	if (to.kind == TARGET_FUNCTION) {
		f->calls[slot] = to.function;
	} else if (to.kind == TARGET_KFUNC) {
		declare_kfunc(l, &to);
		f->args[slot] = (uint8_t)kfunc_args(l, &to);
	} else {
		f->args[slot] = (uint8_t)(f->code[slot].pseudo ? 5 : helper_args(l, f, (uint32_t)f->code[slot].imm));
	}
}

/* A program alone, when one is named, and what it calls. */
static void mark_wanted(struct lower *l, struct function *f)
{
	if (f->is_wanted)
		return;
	f->is_wanted = true;
	decode(l, f);
	lower_tables(l, f);
	for (uint32_t i = 0; i < f->n; i++)
		if (f->code[i].kind == CODE_CALL || f->code[i].kind == CODE_WIDE) {
			find_callee(l, f, i);
			if (f->calls[i] >= 0)
				mark_wanted(l, &l->functions.at[f->calls[i]]);
		}
}

static void find_wanted(struct lower *l)
{
	for (uint32_t i = 0; i < l->functions.n; i++)
		if (!l->options->program || !strcmp(l->functions.at[i].name, l->options->program))
			mark_wanted(l, &l->functions.at[i]);
}

uint32_t lower_declared(struct lower *l, struct function *f)
{
	const struct image_func *info = image_func_at(l->m, f->section, f->start);
	const struct image_line *line = image_line_at(l->m, f->section, f->start, f->start);
	const struct btf_type *t = info ? lower_btf(l, info->type) : NULL;
	struct func decl = {
		.name = f->name,
		.section = f->is_program ? image_section(l->m, f->section)->name : NULL,
		.linkage = !f->is_wanted ? LINK_EXTERN : f->is_global ? LINK_GLOBAL : LINK_STATIC,
		.flags = FUNC_NOINLINE,
		.pos = {.file = line ? line->file : l->m->path, .line = line ? line->line : 0, .col = line ? line->col : 0},
	};

	if (f->func != NO_FUNC)
		return f->func;
	if (t && btf_is_func(t) && t->type < l->ntypes && lower_btf(l, t->type) && btf_is_func_proto(lower_btf(l, t->type)))
		decl.type = l->types[t->type];
	for (uint32_t i = 0; info && i < l->tags.n; i++)
		if (l->tags.at[i].of == info->type)
			vec_push(&decl.decl_tags, intern_str(l->u->names, l->tags.at[i].tag));
	return f->func = model_func_add(l->u, &decl);
}

void lower_functions(struct lower *l)
{
	find_wanted(l);
	find_params(l);
	for (uint32_t i = 0; i < l->functions.n; i++)
		if (l->functions.at[i].is_wanted)
			lower_declared(l, &l->functions.at[i]);
	lower_operations(l);
	for (uint32_t i = 0; i < l->functions.n; i++)
		if (l->functions.at[i].is_wanted)
			lower_body(l, &l->functions.at[i]);
}

/* ---- the whole ---- */

static void read_license(struct lower *l)
{
	for (uint32_t i = 1; i < l->m->sections.n; i++) {
		const struct image_section *s = &l->m->sections.at[i];

		if (!strcmp(s->name, "license") && s->data && s->size)
			l->u->license = intern_strn(l->u->names, (const char *)s->data, strnlen((const char *)s->data, s->size));
	}
}

struct lower *lower_begin(struct image *m, const struct lower_options *options)
{
	static const struct lower_options defaults;
	struct lower *l = arena_alloc(m->arena, sizeof(*l));

	*l = (struct lower){.m = m, .u = model_unit_new(), .options = options ? options : &defaults};
	l->names = names_read(m);
	if (l->options->kernel)
		l->core = core_new(m, l->options->kernel);
	l->u->final = true;
	l->u->file = intern_str(l->u->names, m->path);
	read_license(l);
	lower_types(l);
	lower_maps(l);
	lower_data(l);
	list_functions(l);
	return l;
}

struct unit *lower_end(struct lower *l, const char **why)
{
	struct unit *u = l->u;

	lower_functions(l);
	*why = l->functions.n || u->maps.n ? model_validate(u) : "an object without BPF functions and maps";
	if (*why)
		*why = arena_printf(l->m->arena, "%s", *why);
	vec_free(&l->functions);
	vec_free(&l->tags);
	if (!*why)
		return u;
	model_unit_free(u);
	return NULL;
}

struct unit *lower_image(struct image *m, const struct lower_options *options, const char **why)
{
	return lower_end(lower_begin(m, options), why);
}
