// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* values: see values.h. One pass over the path; moves, spills and fills carry a value along, everything else makes a new one. */
#include "verify/values.h"

#include <stdlib.h>

struct follower {
	struct values *v;
	const struct log *log;
	const struct places *places;
	struct slice line;       /* the source line whose instructions are being followed */
	int last;                /* the register that it wrote last, or -1 */
	uint32_t last_frame;
};

static const struct value nothing = {.origin = NO_STEP};

static struct frame_values *frame(struct values *v)
{
	return &v->frames[v->depth];
}

const struct value *values_reg(const struct values *v, uint32_t reg)
{
	return reg < REGS ? &v->frames[v->depth].regs[reg] : NULL;
}

static void clear_frame(struct frame_values *f)
{
	for (int i = 0; i < REGS; i++)
		f->regs[i] = nothing;
	f->nslots = 0;
	f->call = NO_STEP;
}

/* ---- what source lines tell ---- */

static bool is_word(char c)
{
	return (c >= '0' && c <= '9') || ((c | 32) >= 'a' && (c | 32) <= 'z') || c == '_';
}

/* Is there more than one statement or variable? */
static bool is_one_statement(struct slice line)
{
	int deep = 0;

	for (uint32_t i = 0; i < line.n; i++) {
		deep += (line.s[i] == '(' || line.s[i] == '{') - (line.s[i] == ')' || line.s[i] == '}');
		if ((line.s[i] == ',' && !deep) || line.s[i] == '"')
			return false;
		if (line.s[i] == ';')
			return slice_find(slice_from(line, line.s + i), "=") == NULL;
	}
	return true;
}

/* "v" of "struct value *v = f(x);"; empty where something other than one plain variable is assigned, or nothing. */
static struct slice assigned(struct slice line)
{
	uint32_t eq = 0, start;

	while (eq < line.n && (is_word(line.s[eq]) || line.s[eq] == ' ' || line.s[eq] == '*' || line.s[eq] == '\t'))
		eq++;
	if (eq == 0 || eq + 1 >= line.n || line.s[eq] != '=' || line.s[eq + 1] == '=' || !is_one_statement(line))
		return (struct slice){0};
	line = slice_trim((struct slice){line.s, eq});
	for (start = line.n; start > 0 && is_word(line.s[start - 1]); start--)
		;
	if (start == line.n || line.s[0] == '*' || (line.s[start] >= '0' && line.s[start] <= '9'))
		return (struct slice){0};
	return slice_from(line, line.s + start);
}

static bool place_in_log(const struct log *log, uint32_t step, struct pos *pos, struct slice *text, struct arena *a)
{
	const struct log_step *s = &log->path.at[step];
	const struct log_line *line = s->line != NO_LINE ? &log->lines.at[s->line] : NULL;

	if (!line)
		return false;
	*text = line->text;
	if (line->file.n) {
		pos->file = arena_printf(a, "%.*s", (int)line->file.n, line->file.s);
		pos->line = line->line;
		pos->col = 1; /* logs have no columns */
	}
	return true;
}

bool step_place(const struct log *log, const struct places *places, uint32_t step, struct pos *pos, struct slice *text, struct arena *a)
{
	const char *line = NULL;

	*pos = (struct pos){0};
	*text = (struct slice){0};
	if (places && places->at(places->user, log->path.at[step].insn, pos, &line)) {
		if (line)
			*text = slice_trim((struct slice){line, (uint32_t)strlen(line)});
		return true;
	}
	return place_in_log(log, step, pos, text, a);
}

/* As step_place, without making a position. */
static struct slice text_of(const struct follower *f, uint32_t step)
{
	const struct log_step *s = &f->log->path.at[step];
	const char *line = NULL;
	struct pos pos;

	if (f->places && f->places->at(f->places->user, s->insn, &pos, &line))
		return line ? slice_trim((struct slice){line, (uint32_t)strlen(line)}) : (struct slice){0};
	return s->line != NO_LINE ? f->log->lines.at[s->line].text : (struct slice){0};
}

/* The line is over: what it assigned is in the register that it wrote last. */
static void end_line(struct follower *f)
{
	struct slice name = assigned(f->line);

	if (f->last >= 0 && name.n)
		f->v->frames[f->last_frame].regs[f->last].name = name;
	f->last = -1;
}

static void wrote(struct follower *f, int reg)
{
	if (!frame(f->v)->regs[reg].is_address)
		f->last = reg;
	else if (f->last == reg)
		f->last = -1;
	f->last_frame = f->v->depth;
}

/* ---- what states tell ---- */

/* Up to the next space that is not in parentheses. */
static struct slice take_word(struct slice *rest)
{
	struct slice word = {rest->s, 0};
	int deep = 0;

	for (; word.n < rest->n && (deep || word.s[word.n] != ' '); word.n++)
		deep += (word.s[word.n] == '(') - (word.s[word.n] == ')');
	*rest = slice_trim(slice_from(*rest, word.s + word.n));
	return word;
}

/* "R0_w=map_value(...)" */
static void read_register(struct frame_values *f, struct slice word, uint32_t step)
{
	const char *eq = slice_find(word, "=");
	uint32_t reg = 0, i = 1;

	while (i < word.n && word.s[i] >= '0' && word.s[i] <= '9' && reg < REGS)
		reg = reg * 10 + (uint32_t)(word.s[i++] - '0');
	if (!eq || i == 1 || reg >= REGS)
		return;
	f->regs[reg].state = slice_from(word, eq + 1);
	f->regs[reg].shown = step;
}

static void read_state(struct follower *f, struct slice state, uint32_t step)
{
	struct values *v = f->v;

	if (slice_starts(state, "frame")) {
		unsigned depth = (unsigned)(state.s[5] - '0');

		if (depth < FRAMES && depth != v->depth) {
			while (v->depth < depth)
				clear_frame(&v->frames[++v->depth]);
			v->depth = depth;
			f->last = -1;
		}
		(void)take_word(&state);
	}
	while (state.n) {
		struct slice word = take_word(&state);

		if (*word.s == 'R')
			read_register(frame(v), word, step);
	}
}

struct slice state_map(struct slice state)
{
	const char *at = slice_find(state, "map=");
	struct slice name;
	uint32_t n = 0;

	if (!at)
		return (struct slice){0};
	name = slice_from(state, at + 4);
	while (n < name.n && name.s[n] != ',' && name.s[n] != ')')
		n++;
	return (struct slice){name.s, n};
}

/* ---- what instructions do ---- */

static struct slot *find_slot(struct frame_values *f, int32_t off)
{
	for (uint32_t i = 0; i < f->nslots; i++)
		if (f->slots[i].off == off)
			return &f->slots[i];
	return NULL;
}

static void spill(struct frame_values *f, int32_t off, struct value value)
{
	struct slot *s = find_slot(f, off);

	if (!s && f->nslots == SLOTS) {
		memmove(f->slots, f->slots + 1, (SLOTS - 1) * sizeof(*f->slots));
		f->nslots--;
	}
	if (!s)
		s = &f->slots[f->nslots++];
	*s = (struct slot){off, value};
}

static void load(struct follower *f, uint32_t step, const struct insn *in)
{
	struct frame_values *fr = frame(f->v);
	const struct slot *s = in->src == 10 ? find_slot(fr, in->off) : NULL;

	if (s)
		fr->regs[in->dst] = s->value;
	else
		fr->regs[in->dst] = (struct value){.origin = step};
}

static void enter(struct follower *f, uint32_t step, const struct insn *in)
{
	struct values *v = f->v;
	struct frame_values *from = frame(v), *to;
	uint32_t target = f->log->path.at[step].insn + 1 + (uint32_t)in->off;

	if (v->depth + 1 == FRAMES)
		return;
	to = &v->frames[++v->depth];
	clear_frame(to);
	to->call = step;
	for (uint32_t i = 1; i <= 5; i++) {
		const char *name = f->places ? f->places->parameter(f->places->user, target, i - 1) : NULL;

		to->regs[i] = from->regs[i];
		if (name)
			to->regs[i].name = (struct slice){name, (uint32_t)strlen(name)};
	}
	f->last = -1;
}

/* What the call's line assigns is the result. */
static void leave(struct follower *f)
{
	struct values *v = f->v;
	struct value result = frame(v)->regs[0];
	uint32_t call = frame(v)->call;

	if (!v->depth)
		return;
	v->depth--;
	for (int i = 1; i <= 5; i++)
		frame(v)->regs[i] = nothing;
	if (call != NO_STEP)
		result.name = assigned(text_of(f, call));
	frame(v)->regs[0] = result;
	f->last = -1;
}

static void follow(struct follower *f, uint32_t step, const struct insn *in)
{
	struct frame_values *fr = frame(f->v);

	switch (in->kind) {
	case INSN_MOVE:
		fr->regs[in->dst] = in->src == 10 ? (struct value){.origin = step, .is_address = true} : fr->regs[in->src];
		wrote(f, in->dst);
		break;
	case INSN_LOAD:
		load(f, step, in);
		wrote(f, in->dst);
		break;
	case INSN_CONST:
	case INSN_ALU:
		fr->regs[in->dst] = (struct value){.origin = step, .is_address = in->kind == INSN_ALU && fr->regs[in->dst].is_address};
		wrote(f, in->dst);
		break;
	case INSN_STORE:
		if (in->dst == 10)
			spill(fr, in->off, in->src >= 0 ? fr->regs[in->src] : nothing);
		break;
	case INSN_CALL:
		for (int i = 1; i <= 5; i++)
			fr->regs[i] = nothing;
		fr->regs[0] = (struct value){.origin = step};
		wrote(f, 0);
		break;
	case INSN_ENTER:
		enter(f, step, in);
		break;
	case INSN_EXIT:
		leave(f);
		break;
	case INSN_BRANCH:
	case INSN_OTHER:
		break;
	}
}

/* The parameters of the function that the path begins in. */
static void begin(struct follower *f)
{
	uint32_t insn = f->log->path.n ? f->log->path.at[0].insn : 0;

	clear_frame(frame(f->v));
	for (uint32_t i = 1; i <= 5; i++) {
		const char *name = f->places ? f->places->parameter(f->places->user, insn, i - 1) : NULL;

		if (name)
			frame(f->v)->regs[i].name = (struct slice){name, (uint32_t)strlen(name)};
	}
}

/* What lines did not tell, debug information may: of the registers that an instruction names, and of all where the path ends. */
static void name_variables(struct follower *f, uint32_t step, const struct insn *in)
{
	bool last = step + 1 == f->log->path.n;

	if (!f->places)
		return;
	for (int r = 0; r < REGS - 1; r++) {
		struct value *value = &frame(f->v)->regs[r];
		const char *name = !value->name.n && (last || r == in->dst || r == in->src) ? f->places->variable(f->places->user, f->log->path.at[step].insn, (uint32_t)r) : NULL;

		if (name)
			value->name = (struct slice){name, (uint32_t)strlen(name)};
	}
}

void values_follow(struct values *v, const struct log *log, const struct places *places,
		   void (*on)(const struct values *v, uint32_t step, void *user), void *user)
{
	struct follower f = {.v = v, .log = log, .places = places, .last = -1};

	v->depth = 0;
	begin(&f);
	for (uint32_t i = 0; i < log->path.n; i++) {
		const struct log_step *s = &log->path.at[i];
		struct slice line = text_of(&f, i);
		struct insn in = insn_read(s->text);

		if (line.s != f.line.s || line.n != f.line.n)
			end_line(&f);
		f.line = line;
		if (s->before.n)
			read_state(&f, s->before, i);
		name_variables(&f, i, &in);
		on(v, i, user);
		if (i + 1 == log->path.n)
			break; /* refused: it did not happen */
		follow(&f, i, &in);
		if (s->after.n)
			read_state(&f, s->after, i);
	}
}
