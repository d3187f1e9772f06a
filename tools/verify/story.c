// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * story: see story.h. Which branches are told is decided first: the last ones, each instruction once. Then the path is followed, to
 * put them in the words that were right at their step; and at its end there are the registers that matter, and where they came from.
 */
#include "verify/story.h"

#include "kernel/kernel.h"

#include <stdlib.h>

enum { MOST_BRANCHES = 12, MOST_SUBJECTS = 4 };

/* A conditional jump on the path, and what holds behind it. */
struct branch {
	uint32_t step, insn;
	const char *words;
	uint32_t times;
};

/* Something to be told of a step. */
struct telling {
	uint32_t step;
	const char *words;
};

/* A register that matters. */
struct subject {
	uint32_t reg;
	struct value value;
};

struct teller {
	struct outcome *out;
	const struct log *log;
	const struct places *places;
	struct arena *arena;
	struct message_match match;
	struct slice line;               /* the message */
	const struct message_class *class;
	struct branch branches[MOST_BRANCHES]; /* in the order of the path */
	uint32_t nbranches, next_branch, left_out;
	struct subject subjects[MOST_SUBJECTS];
	uint32_t nsubjects;
	VEC(struct telling) tellings;
	struct values values;
};

const char *outcome_name(enum outcome_verdict v)
{
	static const char *const names[] = {"accepted", "rejected", "cannot-say"};

	return names[v];
}

/* ---- which message ---- */

const struct message_class *story_message(const struct log *log, struct message_match *match, struct slice *line)
{
	struct message_match summary = {0};
	struct slice summary_line = {0};

	for (uint32_t i = log->said.n; i-- > 0;) {
		struct slice said = log->said.at[i];

		*match = kernel_message_match(said.s, said.n);
		*line = said;
		if (match->message && match->message->kind == MESSAGE_REASON)
			return match->message->class;
		if (match->message && match->message->kind == MESSAGE_SUMMARY && !summary.message) {
			summary = *match;
			summary_line = said;
		}
	}
	*match = summary;
	*line = summary.message ? summary_line : log->said.n ? log->said.at[log->said.n - 1] : (struct slice){0};
	return summary.message ? summary.message->class : NULL;
}

/* ---- words for values ---- */

/* "'v'", or "R7" */
static const char *name_words(struct arena *a, const struct value *v, uint32_t reg)
{
	return v && v->name.n ? arena_printf(a, "'%.*s'", (int)v->name.n, v->name.s) : arena_printf(a, "R%u", reg);
}

/* The same, but a value without a name is called by what made it. */
static const char *value_words(const struct teller *t, const struct value *v, uint32_t reg)
{
	if (v && !v->name.n && v->origin != NO_STEP && v->origin < t->log->path.n) {
		struct insn in = insn_read(t->log->path.at[v->origin].text);

		if (in.kind == INSN_CALL && in.callee.n)
			return arena_printf(t->arena, "the result of '%.*s'", (int)in.callee.n, in.callee.s);
	}
	return name_words(t->arena, v, reg);
}

static const char *reg_words(uint32_t reg, void *user)
{
	struct teller *t = user;

	return value_words(t, values_reg(&t->values, reg), reg);
}

/* "0x3f" as people write it */
static const char *number_words(struct arena *a, struct slice right)
{
	const char *text = arena_printf(a, "%.*s", (int)right.n, right.s);
	char *end;
	long long n = strtoll(text, &end, 0);

	return *end || !right.n || n > 1000000 ? text : arena_printf(a, "%lld", n);
}

static bool is_pointer(const struct value *v)
{
	return v->state.n && *v->state.s >= 'a' && *v->state.s <= 'z' && !slice_starts(v->state, "scalar") && !slice_starts(v->state, "inv");
}

/* One side of a branch: as value_words, but places in the packet are called by what they are. */
static const char *side_words(const struct teller *t, const struct values *v, int reg)
{
	const struct value *value = values_reg(v, (uint32_t)reg);
	const char *state, *off;

	if (!value->name.n && slice_starts(value->state, "pkt_end("))
		return "the packet's end";
	if (value->name.n || !slice_starts(value->state, "pkt(") || slice_find(value->state, "umax") || slice_find(value->state, "var_off"))
		return value_words(t, value, (uint32_t)reg);
	state = arena_printf(t->arena, "%.*s", (int)value->state.n, value->state.s);
	off = strstr(state, "off=");
	return !off ? "the packet's start" : arena_printf(t->arena, "the packet's start + %d", atoi(off + strlen("off=")));
}

/* What holds where the jump was taken, or was not; NULL: it cannot be put in words. */
static const char *branch_words(const struct teller *t, const struct values *v, const struct insn *in, bool taken)
{
	struct arena *a = t->arena;
	const struct value *left = values_reg(v, (uint32_t)in->dst);
	const char *name = side_words(t, v, in->dst), *right, *opposite = insn_opposite(in->op);
	const char *op = taken ? arena_printf(a, "%.*s", (int)in->op.n, in->op.s) : opposite;
	bool is_signed = op && *op == 's';

	right = in->src >= 0 ? side_words(t, v, in->src) : number_words(a, in->right);
	if (slice_is(in->op, "&"))
		return arena_printf(a, "here %s & %s is %s", name, right, taken ? "not 0" : "0");
	if (!op)
		return NULL;
	if (in->src < 0 && !strcmp(right, "0") && is_pointer(left))
		return arena_printf(a, "here %s is %s", name, !strcmp(op, "==") ? "null" : "not null");
	return arena_printf(a, "here %s %s %s%s", name, op + is_signed, right, is_signed ? ", as signed numbers" : "");
}

/* ---- on the way ---- */

/* Is this step a jump that depends on something, and do we know where it went? */
static bool is_branch(const struct log *log, uint32_t step)
{
	return step + 1 < log->path.n && slice_starts(log->path.at[step].text, "if ");
}

static struct branch *branch_at(struct teller *t, uint32_t insn)
{
	for (uint32_t i = 0; i < t->nbranches; i++)
		if (t->branches[i].insn == insn)
			return &t->branches[i];
	return NULL;
}

static void choose_branches(struct teller *t)
{
	struct branch *b, swap;

	for (uint32_t step = t->log->path.n; step-- > 0;) {
		if (!is_branch(t->log, step))
			continue;
		b = branch_at(t, t->log->path.at[step].insn);
		if (b)
			b->times++;
		else if (t->nbranches < MOST_BRANCHES)
			t->branches[t->nbranches++] = (struct branch){.step = step, .insn = t->log->path.at[step].insn, .times = 1};
		else
			t->left_out++;
	}
	for (uint32_t i = 0; i < t->nbranches / 2; i++) {
		swap = t->branches[i];
		t->branches[i] = t->branches[t->nbranches - 1 - i];
		t->branches[t->nbranches - 1 - i] = swap;
	}
}

static void on_step(const struct values *v, uint32_t step, void *user)
{
	struct teller *t = user;
	struct branch *b = t->next_branch < t->nbranches ? &t->branches[t->next_branch] : NULL;
	struct insn in;

	if (!b || b->step != step)
		return;
	t->next_branch++;
	in = insn_read(t->log->path.at[step].text);
	if (in.kind == INSN_BRANCH && in.off)
		b->words = branch_words(t, v, &in, t->log->path.at[step + 1].insn == b->insn + 1 + (uint32_t)in.off);
}

/* ---- what matters at the end ---- */

static void add_subject(struct teller *t, uint32_t reg)
{
	const struct value *v = values_reg(&t->values, reg);

	for (uint32_t i = 0; i < t->nsubjects; i++)
		if (t->subjects[i].reg == reg)
			return;
	if (v && reg != 10 && t->nsubjects < MOST_SUBJECTS)
		t->subjects[t->nsubjects++] = (struct subject){reg, *v};
}

/* Registers that a line of the kernel's names, as "R2" or "arg#1", which is counted from 0. */
static void subjects_in(struct teller *t, struct slice line)
{
	for (uint32_t i = 0; i + 1 < line.n; i++) {
		struct slice rest = slice_from(line, line.s + i);
		bool is_reg = *rest.s == 'R' && (!i || rest.s[-1] == ' '), is_arg = slice_starts(rest, "arg#") || slice_starts(rest, "trusted arg");
		uint32_t n = 0, k = is_reg ? 1 : 0;

		while (is_arg && k < rest.n && (rest.s[k] < '0' || rest.s[k] > '9'))
			k++;
		if ((!is_reg && !is_arg) || k >= rest.n || rest.s[k] < '0' || rest.s[k] > '9')
			continue;
		for (; k < rest.n && rest.s[k] >= '0' && rest.s[k] <= '9' && n < REGS; k++)
			n = n * 10 + (uint32_t)(rest.s[k] - '0');
		add_subject(t, n + is_arg);
	}
}

static void find_subjects(struct teller *t)
{
	struct insn in;

	for (uint32_t i = 0; i < t->log->said.n; i++)
		subjects_in(t, t->log->said.at[i]);
	if (!t->log->path.n)
		return;
	in = insn_read(t->log->path.at[t->log->path.n - 1].text);
	if (in.kind == INSN_LOAD || in.kind == INSN_MOVE) /* what is in the other one does not matter any more */
		in.regs = (uint16_t)(in.src >= 0 ? 1u << in.src : 0);
	for (uint32_t reg = 0; reg < REGS && in.kind != INSN_CALL; reg++)
		if (in.regs & (1u << reg))
			add_subject(t, reg);
}

static bool at_call(const struct log *log)
{
	return log->path.n && slice_starts(log->path.at[log->path.n - 1].text, "call ");
}

/* ---- telling ---- */

static void note_at(struct teller *t, struct finding *f, uint32_t step, const char *text)
{
	struct slice line;
	struct pos pos;

	if (step_place(t->log, t->places, step, &pos, &line, t->arena) && pos.file)
		report_note(t->out->report, f, &pos, text);
	else if (line.n)
		report_note(t->out->report, f, NULL, arena_printf(t->arena, "%s: `%.*s`", text, (int)line.n, line.s));
	else
		report_note(t->out->report, f, NULL, arena_printf(t->arena, "%s: instruction %u", text, t->log->path.at[step].insn));
}

static const char *origin_words(struct teller *t, const struct subject *s)
{
	const struct log_step *step = &t->log->path.at[s->value.origin];
	struct insn in = insn_read(step->text);
	const char *name = name_words(t->arena, &s->value, s->reg);
	struct slice map = state_map(step->after);

	if (in.kind == INSN_CALL && map.n)
		return arena_printf(t->arena, "%s is the result of '%.*s' on '%.*s'", name, (int)in.callee.n, in.callee.s, (int)map.n, map.s);
	if (in.kind == INSN_CALL)
		return arena_printf(t->arena, "%s is the result of '%.*s'", name, (int)in.callee.n, in.callee.s);
	if (in.kind == INSN_LOAD)
		return arena_printf(t->arena, "%s was read from memory here", name);
	return arena_printf(t->arena, "%s was computed here", name);
}

/* The last step of the path that is this instruction. */
static uint32_t step_of(const struct log *log, uint32_t insn)
{
	for (uint32_t i = log->path.n; i-- > 0;)
		if (log->path.at[i].insn == insn)
			return i;
	return NO_STEP;
}

static void collect(struct teller *t, uint32_t step, const char *words)
{
	struct telling n = {step, words};

	if (step != NO_STEP && words)
		vec_push(&t->tellings, n);
}

/* Other instructions that the message names: where a leaked reference was acquired. */
static void collect_instructions(struct teller *t)
{
	for (uint32_t i = 0; i < t->log->said.n; i++) {
		struct message_match m = kernel_message_match(t->log->said.at[i].s, t->log->said.at[i].n);
		bool leak = m.message && m.message->class && !strcmp(m.message->class->name, "leak");

		for (uint32_t k = 0; k < m.nargs; k++)
			if (m.arg[k].kind == 'i') {
				uint32_t insn = (uint32_t)kernel_message_number(&m, k);

				collect(t, step_of(t->log, insn), leak ? "acquired here" : arena_printf(t->arena, "instruction %u is here", insn));
			}
	}
}

enum ending { ENDS_NOTHING, ENDS_REFERENCE = 1, ENDS_PACKET = 2 };

/* What a call makes invalid. */
static unsigned call_ends(struct slice callee)
{
	char name[64];
	const struct helper_facts *h;
	const struct kfunc_facts *k;
	unsigned ends = ENDS_NOTHING;

	if (callee.n >= sizeof(name))
		return ENDS_NOTHING;
	memcpy(name, callee.s, callee.n);
	name[callee.n] = '\0';
	h = kernel_helper_by_name(name);
	k = kernel_kfunc(name);
	for (size_t i = 0; h && i < ARRAY_LEN(h->args); i++)
		ends |= h->args[i].flags & ARG_RELEASE ? ENDS_REFERENCE : 0;
	ends |= h && h->flags & HELPER_CHANGES_PACKET ? ENDS_PACKET : 0;
	ends |= k && k->flags & KFUNC_RELEASE ? ENDS_REFERENCE : 0;
	ends |= k && k->flags & KFUNC_CHANGES_PACKET ? ENDS_PACKET : 0;
	return ends;
}

/* A pointer that has become a number, and the call that may have done that. */
static void collect_endings(struct teller *t, const struct subject *s)
{
	bool packet = slice_starts(s->value.state, "pkt"), reference = slice_find(s->value.state, "ref_obj_id=") != NULL;
	unsigned wanted = packet ? ENDS_PACKET : reference ? ENDS_REFERENCE : ENDS_NOTHING;

	if (!is_pointer(&s->value) || !t->class || strcmp(t->class->name, "scalar-deref"))
		return;
	for (uint32_t i = t->log->path.n - 1; i-- > s->value.shown + 1;) {
		struct insn in = insn_read(t->log->path.at[i].text);

		if (in.kind != INSN_CALL || !(call_ends(in.callee) & wanted))
			continue;
		collect(t, i, arena_printf(t->arena, packet ? "'%.*s' may move the packet: pointers into it become numbers"
							    : "'%.*s' gives up a reference: what points there becomes a number",
					   (int)in.callee.n, in.callee.s));
		t->out->fix = "use it before that call, or get it again behind it and check it anew";
		return;
	}
}

static int order_tellings(const void *pa, const void *pb)
{
	const struct telling *a = pa, *b = pb;

	return a->step < b->step ? -1 : a->step > b->step;
}

/* The same words of the same line, as macros make them? */
static bool is_said_again(const struct teller *t, const struct telling *before, const struct telling *now)
{
	struct slice text[2];
	struct pos pos[2];

	return !strcmp(before->words, now->words) && step_place(t->log, t->places, before->step, &pos[0], &text[0], t->arena) &&
	       step_place(t->log, t->places, now->step, &pos[1], &text[1], t->arena) && pos[0].line && pos[0].line == pos[1].line &&
	       pos[0].col == pos[1].col;
}

/* What happened on the way, in the order of the path. */
static void tell_path(struct teller *t, struct finding *f)
{
	if (t->log->head_lost)
		report_note(t->out->report, f, NULL, "the log does not have the beginning of the path");
	if (t->left_out)
		report_note(t->out->report, f, NULL, arena_printf(t->arena, "on the way here: %u earlier branches, not shown", t->left_out));
	for (uint32_t i = 0; i < t->nbranches; i++) {
		const struct branch *b = &t->branches[i];

		collect(t, b->step, b->words && b->times > 1 ? arena_printf(t->arena, "%s (the last of %u times)", b->words, b->times) : b->words);
	}
	for (uint32_t i = 0; i < t->nsubjects; i++)
		if (t->subjects[i].value.origin != NO_STEP)
			collect(t, t->subjects[i].value.origin, origin_words(t, &t->subjects[i]));
	for (uint32_t i = 0; i < t->nsubjects; i++)
		collect_endings(t, &t->subjects[i]);
	collect_instructions(t);
	if (t->tellings.n)
		qsort(t->tellings.at, t->tellings.n, sizeof(*t->tellings.at), order_tellings);
	for (uint32_t i = 0; i < t->tellings.n; i++)
		if (!i || !is_said_again(t, &t->tellings.at[i - 1], &t->tellings.at[i]))
			note_at(t, f, t->tellings.at[i].step, t->tellings.at[i].words);
}

static void tell_states(struct teller *t, struct finding *f, const struct pos *at)
{
	for (uint32_t i = 0; i < t->nsubjects; i++) {
		const struct subject *s = &t->subjects[i];

		if (!s->value.state.n)
			continue;
		if (s->value.name.n)
			report_note(t->out->report, f, at, arena_printf(t->arena, "'%.*s' is in R%u, last shown as %.*s", (int)s->value.name.n, s->value.name.s, s->reg,
									(int)s->value.state.n, s->value.state.s));
		else
			report_note(t->out->report, f, at, arena_printf(t->arena, "R%u was last shown as %.*s", s->reg, (int)s->value.state.n, s->value.state.s));
	}
}

/* How many lines are the kernel's: up to the last one that is known. Behind it there may be words of tools. */
static uint32_t count_said(const struct log *log)
{
	for (uint32_t n = log->said.n; n > 0; n--)
		if (kernel_message_match(log->said.at[n - 1].s, log->said.at[n - 1].n).message)
			return n;
	return log->said.n;
}

/* What the kernel said, all of it; the last line is the one that people search for. */
static void tell_messages(struct teller *t, struct finding *f, const struct pos *at)
{
	uint32_t n = count_said(t->log);

	for (uint32_t i = n > 4 ? n - 4 : 0; i + 1 < n; i++)
		report_note(t->out->report, f, at, arena_printf(t->arena, "kernel, before that: \"%.*s\"", (int)t->log->said.at[i].n, t->log->said.at[i].s));
	if (n)
		report_kernel(t->out->report, f, t->out->kernel);
}

static bool insn_place(struct teller *t, uint32_t insn, struct pos *pos, struct slice *text)
{
	uint32_t step = step_of(t->log, insn);
	const char *line = NULL;

	if (step != NO_STEP)
		return step_place(t->log, t->places, step, pos, text, t->arena);
	*pos = (struct pos){0};
	if (!t->places || !t->places->at(t->places->user, insn, pos, &line))
		return false;
	*text = line ? (struct slice){line, (uint32_t)strlen(line)} : (struct slice){0};
	return true;
}

/* Where the refusal is: at the instruction that the message names, else at the last one; else where the program begins. */
static void find_place(struct teller *t, struct pos *pos, struct slice *text)
{
	for (uint32_t i = 0; i < t->match.nargs; i++)
		if (t->match.arg[i].kind == 'I' && insn_place(t, (uint32_t)kernel_message_number(&t->match, i), pos, text))
			return;
	if (t->log->path.n) {
		(void)step_place(t->log, t->places, t->log->path.n - 1, pos, text, t->arena);
		return;
	}
	if (!insn_place(t, 0, pos, text) && t->log->place.line)
		*pos = (struct pos){.file = arena_printf(t->arena, "%.*s", (int)t->log->place.file.n, t->log->place.file.s), .line = t->log->place.line, .col = 1};
}

static const char *headline(struct teller *t)
{
	const struct message *m = t->match.message;
	struct text words = {0};
	const char *copy;

	if (!m)
		return t->line.n ? arena_printf(t->arena, "the kernel refuses: \"%.*s\"", (int)t->line.n, t->line.s)
		       : t->log->tail_lost ? "refused, but the log ends before it says why" : "refused, and the kernel does not say why";
	kernel_message_words(&t->match, m->why ? m->why : t->class->why, reg_words, t, &words);
	copy = arena_printf(t->arena, "%s", words.s);
	text_free(&words);
	return copy;
}

static const char *fix_words(struct teller *t)
{
	struct text words = {0};
	const struct message_class *c = t->class;
	const char *copy;

	if (!t->match.message)
		return NULL;
	for (size_t i = 0; at_call(t->log) && c->call_rule && kernel_message_class_at(i); i++)
		if (!strcmp(kernel_message_class_at(i)->name, c->call_rule))
			c = kernel_message_class_at(i);
	kernel_message_words(&t->match, t->match.message->fix ? t->match.message->fix : c->fix, reg_words, t, &words);
	copy = arena_printf(t->arena, "%s", words.s);
	text_free(&words);
	return copy;
}

static void tell(struct teller *t)
{
	struct outcome *o = t->out;
	struct slice text = {0};
	struct pos pos = {0};
	struct finding *f;

	find_place(t, &pos, &text);
	if (!pos.file)
		pos = (struct pos){.file = o->object};
	f = report_add(o->report, o->rule ? o->rule : o->class_name ? o->class_name : "unknown", VERDICT_REJECT, &pos, o->program, headline(t));
	if (!pos.line && text.n)
		report_note(o->report, f, NULL, arena_printf(t->arena, "source line: `%.*s`", (int)text.n, text.s));
	else if (!pos.line && t->log->path.n)
		report_note(o->report, f, NULL, arena_printf(t->arena, "at instruction %u: %.*s (compile with -g, and the source line is told)",
							     t->log->path.at[t->log->path.n - 1].insn, (int)t->log->path.at[t->log->path.n - 1].text.n,
							     t->log->path.at[t->log->path.n - 1].text.s));
	if (t->log->path.n && t->log->path.at[t->log->path.n - 1].guessed && pos.line && !t->places)
		report_note(o->report, f, &pos, "the log does not show the line of the last instructions; it may be a later one");
	tell_path(t, f);
	tell_states(t, f, &pos);
	tell_messages(t, f, &pos);
	if (!t->match.message && t->line.n)
		report_note(o->report, f, NULL, "bpfproof does not know this message");
	else if (t->match.message && !o->rule)
		report_note(o->report, f, NULL, t->class->rule ? "the rule does not predict this one yet"
							      : arena_printf(t->arena, "no rule predicts this yet (class '%s')", o->class_name));
	if (o->fix)
		(void)report_fix(o->report, f, &pos, o->fix);
	o->told = true;
}

void story_tell(struct outcome *o, const struct log *log, const struct places *places)
{
	struct teller *t = calloc(1, sizeof(*t)); /* large */

	if (!t)
		__builtin_trap();
	*t = (struct teller){.out = o, .log = log, .places = places, .arena = o->report->arena};
	o->verdict = log->verdict == LOG_ACCEPTED ? OUTCOME_ACCEPTED : OUTCOME_REJECTED;
	if (o->verdict == OUTCOME_REJECTED) {
		t->class = story_message(log, &t->match, &t->line);
		choose_branches(t);
		values_follow(&t->values, log, places, on_step, t);
		find_subjects(t);
		if (t->class) {
			o->class_name = t->class->name;
			o->rule = kernel_message_rule(t->match.message, at_call(log));
		} else if (t->line.n) {
			o->class_name = "unknown";
		}
		o->fix = fix_words(t);
		if (log->said.n) {
			struct slice last = log->said.at[count_said(log) - 1];

			o->kernel = arena_printf(t->arena, "%.*s", (int)last.n, last.s);
		}
		if (t->class && t->class->about == ABOUT_MACHINE) {
			o->verdict = OUTCOME_CANNOT_SAY;
			o->reason = headline(t);
		} else {
			tell(t);
		}
	}
	vec_free(&t->tellings);
	free(t);
}
