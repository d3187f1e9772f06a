// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * pending: findings on paths that took one side of a branch which only the loading kernel decides. One that is made on both sides does not
 * depend on that branch, and neither does one that was made behind a place which both sides reach in the same state. What is
 * left of its assumptions when all such have gone must be nothing, or the finding is not told.
 */
#include "rule/rule.h"

static bool same_finding(const struct pending *p, const struct rules *r, const struct event *e, const struct need *need)
{
	return p->rule == r->rule && p->instr == e->instr && p->entry == e->m->entry && !p->need == !need && (!need || !strcmp(p->need->name, need->name));
}

/* Index in `set` of the one assumption that differs in its side only; -1 when the sets differ otherwise. */
static int flipped(const struct pending *p, const struct assumption *set, uint32_t n)
{
	int at = -1;

	if (p->n != n)
		return -1;
	for (uint32_t i = 0; i < n; i++) {
		uint32_t k = 0;

		while (k < n && p->set[k].instr != set[i].instr)
			k++;
		if (k == n)
			return -1;
		if (p->set[k].side != set[i].side) {
			if (at >= 0)
				return -1;
			at = (int)i;
		}
	}
	return at;
}

static bool same_set(const struct pending *p, const struct assumption *set, uint32_t n)
{
	return p->n == n && !memcmp(p->set, set, n * sizeof *set);
}

static uint32_t cancel(struct rules *r, const struct event *e, const struct need *need, struct assumption *set, uint32_t n)
{
	for (bool again = true; n && again;) {
		again = false;
		for (uint32_t i = 0; i < r->pending.n && !again; i++) {
			int at = same_finding(&r->pending.at[i], r, e, need) ? flipped(&r->pending.at[i], set, n) : -1;

			if (at >= 0) {
				set[at] = set[--n];
				again = true;
			}
		}
	}
	return n;
}

bool pending_certain(struct rules *r, const struct event *e, const struct need *need)
{
	struct pending p = {.need = need, .rule = r->rule, .instr = e->instr, .entry = e->m->entry, .visit = e->st->from};

	if (e->st->uncertain)
		return false;
	for (uint32_t i = 0; i < e->st->nassumed; i++)
		if (!visit_has_twin(e->st->from, e->st->assumed[i].instr))
			p.set[p.n++] = e->st->assumed[i];
	p.n = cancel(r, e, need, p.set, p.n);
	if (!p.n)
		return true;
	for (uint32_t i = 0; i < r->pending.n; i++)
		if (same_finding(&r->pending.at[i], r, e, need) && same_set(&r->pending.at[i], p.set, p.n) && r->pending.at[i].visit == p.visit)
			return false;
	visit_hold(p.visit);
	vec_push(&r->pending, p);
	return false;
}

/* The draft becomes a finding. */
static void promote(struct rules *r, struct pending *p)
{
	const struct pos *at = rule_place(r, p->instr);

	p->told = true;
	if (p->need) {
		report_need(r->report, p->need);
		return;
	}
	for (uint32_t i = 0; i < r->drafts->findings.n; i++) {
		const struct finding *d = &r->drafts->findings.at[i];

		if (strcmp(d->rule, p->rule->info.name) || d->pos.line != at->line || d->pos.col != at->col || strcmp(d->pos.file, at->file))
			continue;
		report_join(r->rejections, d, p->entry);
		return;
	}
}

void pending_twin(struct rules *r, const struct visit *v, const struct instr *branch)
{
	for (uint32_t i = 0; i < r->pending.n; i++) {
		struct pending *p = &r->pending.at[i];

		if (p->told || !visit_within(p->visit, v))
			continue;
		for (uint32_t k = 0; k < p->n; k++)
			if (p->set[k].instr == branch)
				p->set[k--] = p->set[--p->n];
		if (!p->n)
			promote(r, p);
	}
}

void pending_end(struct rules *r)
{
	for (uint32_t i = 0; i < r->pending.n; i++) {
		const struct pending *p = &r->pending.at[i];
		struct need open = p->need ? *p->need : (struct need){0};

		open.unless = NEED_OPEN;
		if (!p->told && p->need)
			report_need(r->report, &open);
		else if (!p->told)
			report_unmodelled(r->report, r->pending.at[i].entry, "a finding was not told: it depends on what only the loading kernel knows",
					  rule_place(r, r->pending.at[i].instr));
		visit_drop(r->pending.at[i].visit);
	}
	r->pending.n = 0;
}
