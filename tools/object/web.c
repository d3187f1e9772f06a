// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * web: see web.h. Liveness keeps apart what is not used together: only where a register is live on entry does a block join the values
 * that come in.
 */
#include "object/web.h"

#include <bpf/btf.h>
#include <linux/bpf.h>
#include <stdlib.h>

static void *table(size_t n, size_t item)
{
	void *p = calloc(n + 1, item);

	if (!p)
		__builtin_trap();
	return p;
}

static uint16_t reads(const struct lower *l, const struct function *f, uint32_t slot)
{
	return f->code[slot].kind == CODE_CALL ? lower_call_reads(l, f, slot) : code_reads(&f->code[slot]);
}

/* ---- blocks ---- */

static bool bad(struct webs *w, uint32_t slot, const char *words)
{
	if (w->bad_slot == NO_SLOT) {
		w->bad_slot = slot;
		w->bad_words = words;
	}
	return false;
}

static int64_t target(const struct function *f, uint32_t slot)
{
	return (int64_t)slot + 1 + f->code[slot].off;
}

/* check_subprogs() */
static bool check_jumps(struct webs *w, const struct function *f)
{
	const struct code *last = &f->code[f->n - 1];

	for (uint32_t i = 0; i < f->n; i++)
		if (code_jumps(&f->code[i]) && (target(f, i) < 0 || target(f, i) >= f->n))
			return bad(w, i, "jump out of range");
	if (last->kind != CODE_EXIT && last->kind != CODE_JUMP && last->kind != CODE_GOTO)
		return bad(w, f->n - 1, "last insn is not an exit or jmp");
	for (uint32_t i = 0; i < f->n; i++)
		if (code_jumps(&f->code[i]) && f->code[target(f, i)].kind == CODE_SECOND)
			return bad(w, i, "jump into the middle of ldimm64 insn");
	return true;
}

/* resolve_pseudo_ldimm64(): numbers of files instead of maps; the first three are never maps. */
static void check_maps(struct webs *w, const struct lower *l, const struct function *f)
{
	for (uint32_t i = 0; i < f->n; i++) {
		const struct code *c = &f->code[i];

		if (c->kind == CODE_WIDE && (c->pseudo == BPF_PSEUDO_MAP_FD || c->pseudo == BPF_PSEUDO_MAP_VALUE) && (uint32_t)c->imm <= 2 &&
		    !image_reloc_at(l->m, f->section, (uint64_t)f->start + (uint64_t)i * INSN_BYTES))
			bad(w, i, "is not pointing to valid bpf_map");
	}
}

/* check_btf_func(), check_abnormal_return(): what may leave a function before its end must give a number. */
static void check_leaving(struct webs *w, const struct lower *l, const struct function *f)
{
	const struct image_func *info = image_func_at(l->m, f->section, f->start);
	const struct btf_type *t = info ? lower_btf(l, info->type) : NULL, *proto = t && btf_is_func(t) ? lower_btf(l, t->type) : NULL;
	uint32_t id = proto && btf_is_func_proto(proto) ? proto->type : 0;
	const struct btf_type *result = id ? lower_strip(l, &id) : NULL;
	bool number = result && ((btf_is_int(result) && result->size <= 8) || btf_is_any_enum(result));

	if (f->is_program || (l->m->btf && !proto) || number)
		return;
	for (uint32_t i = 0; i < f->n; i++)
		if (f->code[i].kind == CODE_PACKET)
			bad(w, i, l->m->btf ? "LD_ABS is only allowed in functions that return 'int'." : "LD_ABS is not allowed in subprogs without BTF");
}

static void find_blocks(struct webs *w, const struct function *f)
{
	uint8_t *leader = table(f->n, 1);

	leader[0] = 1;
	for (uint32_t i = 0; i < f->n; i++) {
		if (code_jumps(&f->code[i]))
			leader[target(f, i)] = 1;
		for (uint32_t k = 0; f->code[i].kind == CODE_GOTO && lower_next(f, i, k) >= 0; k++)
			leader[lower_next(f, i, k)] = 1;
		if (code_ends(&f->code[i]) && i + 1 < f->n)
			leader[i + 1] = 1;
	}
	for (uint32_t i = 0; i < f->n; i++) {
		struct web_block b = {.first = i};

		if (leader[i])
			vec_push(&w->blocks, b);
		w->blocks.at[w->blocks.n - 1].n++;
		w->block_of[i] = w->blocks.n - 1;
	}
	free(leader);
}

/* The k-th block behind a block, or NO_SLOT. */
static uint32_t successor(const struct webs *w, const struct function *f, uint32_t block, uint32_t k)
{
	const struct web_block *b = &w->blocks.at[block];
	int64_t to = lower_next(f, b->first + b->n - 1, k);

	return to < 0 ? NO_SLOT : w->block_of[to];
}

/* check_cfg() */
static void check_reach(struct webs *w, const struct function *f)
{
	uint8_t *seen = table(w->blocks.n, 1);
	VEC(uint32_t) todo = {0};

	vec_push(&todo, 0);
	seen[0] = 1;
	while (todo.n) {
		uint32_t block = todo.at[--todo.n], to;

		for (uint32_t k = 0; (to = successor(w, f, block, k)) != NO_SLOT; k++)
			if (!seen[to]) {
				seen[to] = 1;
				vec_push(&todo, to);
			}
	}
	for (uint32_t b = 0; b < w->blocks.n; b++)
		if (!seen[b])
			bad(w, w->blocks.at[b].first, "unreachable insn");
	vec_free(&todo);
	free(seen);
}

/* ---- liveness ---- */

static uint16_t live_before(const struct lower *l, const struct function *f, const struct web_block *b, uint16_t live)
{
	for (uint32_t i = b->first + b->n; i-- > b->first;)
		live = (uint16_t)((live & ~code_changes(&f->code[i])) | reads(l, f, i));
	return live;
}

static void find_live(struct webs *w, const struct lower *l, const struct function *f)
{
	bool more = true;

	while (more) {
		more = false;
		for (uint32_t b = w->blocks.n; b-- > 0;) {
			uint32_t to;
			uint16_t live = 0;

			for (uint32_t k = 0; (to = successor(w, f, b, k)) != NO_SLOT; k++)
				live |= w->blocks.at[to].live;
			live = live_before(l, f, &w->blocks.at[b], live);
			more |= live != w->blocks.at[b].live;
			w->blocks.at[b].live = live;
		}
	}
}

/* ---- union-find ---- */

static uint32_t find(struct webs *w, uint32_t node)
{
	while (w->parent[node] != node)
		node = w->parent[node] = w->parent[w->parent[node]];
	return node;
}

static void join(struct webs *w, uint32_t a, uint32_t b)
{
	a = find(w, a);
	b = find(w, b);
	if (a != b)
		w->parent[a < b ? b : a] = a < b ? a : b;
}

static uint32_t entry_node(uint32_t block, unsigned reg)
{
	return block * CODE_REGS + reg;
}

static uint32_t write_node(const struct webs *w, uint32_t slot, unsigned reg)
{
	return w->writes[slot] + (uint32_t)__builtin_popcount(code_changes(&w->code[slot]) & ((1u << reg) - 1));
}

void webs_enter(struct webs *w, uint32_t block)
{
	for (unsigned r = 0; r < CODE_REGS; r++)
		w->current[r] = entry_node(block, r);
}

uint32_t webs_read(struct webs *w, unsigned reg)
{
	return find(w, w->current[reg]);
}

uint32_t webs_write(struct webs *w, uint32_t slot, unsigned reg)
{
	w->current[reg] = write_node(w, slot, reg);
	return find(w, w->current[reg]);
}

static void walk(struct webs *w, const struct function *f, uint32_t block)
{
	const struct web_block *b = &w->blocks.at[block];

	webs_enter(w, block);
	for (uint32_t i = b->first; i < b->first + b->n; i++) {
		uint16_t changes = code_changes(&f->code[i]);

		for (unsigned r = 0; r < CODE_REGS; r++)
			if (changes >> r & 1)
				w->current[r] = write_node(w, i, r);
	}
}

static void join_all(struct webs *w, const struct function *f)
{
	for (uint32_t b = 0; b < w->blocks.n; b++) {
		uint32_t to;

		walk(w, f, b);
		for (uint32_t k = 0; (to = successor(w, f, b, k)) != NO_SLOT; k++)
			for (unsigned r = 0; r < CODE_FRAME; r++)
				if (w->blocks.at[to].live >> r & 1)
					join(w, entry_node(to, r), w->current[r]);
	}
}

static void count(struct webs *w, const struct function *f)
{
	for (uint32_t i = 0; i < f->n; i++) {
		uint16_t changes = code_changes(&f->code[i]);

		for (unsigned r = 0; r < CODE_REGS; r++) {
			struct web *web;

			if (!(changes >> r & 1))
				continue;
			web = &w->info[find(w, write_node(w, i, r))];
			web->reg = (uint8_t)r;
			if (r && (f->code[i].kind == CODE_CALL || f->code[i].kind == CODE_PACKET))
				web->is_undefined = true;
			else
				web->defs++;
		}
	}
	for (unsigned r = 0; r < CODE_FRAME; r++)
		if (w->blocks.at[0].live >> r & 1) {
			struct web *web = &w->info[find(w, entry_node(0, r))];

			web->reg = (uint8_t)r;
			if (r >= 1 && r <= f->params)
				web->is_param = true;
			else
				web->is_undefined = true;
		}
}

struct webs *webs_find(const struct lower *l, const struct function *f)
{
	struct webs *w = table(1, sizeof(*w));

	w->bad_slot = NO_SLOT;
	w->block_of = table(f->n, sizeof(*w->block_of));
	if (!check_jumps(w, f))
		return w;
	for (uint32_t i = 0; i < f->n; i++)
		if (f->code[i].kind == CODE_GOTO && lower_next(f, i, 0) < 0) {
			bad(w, i, NULL);
			return w;
		}
	check_maps(w, l, f);
	check_leaving(w, l, f);
	find_blocks(w, f);
	check_reach(w, f);
	if (w->bad_slot != NO_SLOT)
		return w;
	find_live(w, l, f);
	w->code = f->code;
	w->writes = table(f->n, sizeof(*w->writes));
	w->n = w->blocks.n * CODE_REGS;
	for (uint32_t i = 0; i < f->n; i++) {
		w->writes[i] = w->n;
		w->n += (uint32_t)__builtin_popcount(code_changes(&f->code[i]));
	}
	w->parent = table(w->n, sizeof(*w->parent));
	w->info = table(w->n, sizeof(*w->info));
	for (uint32_t i = 0; i < w->n; i++)
		w->parent[i] = i;
	join_all(w, f);
	count(w, f);
	return w;
}

void webs_free(struct webs *w)
{
	vec_free(&w->blocks);
	free(w->block_of);
	free(w->writes);
	free(w->parent);
	free(w->info);
	free(w);
}
