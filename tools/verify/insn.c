// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* insn: see insn.h. The text is cut at the words that every form has; what does not fit is INSN_OTHER. */
#include "verify/insn.h"

static bool take(struct slice *a, const char *words)
{
	if (!slice_starts(*a, words))
		return false;
	*a = slice_trim(slice_from(*a, a->s + strlen(words)));
	return true;
}

static bool take_number(struct slice *a, int32_t *number)
{
	bool minus = a->n && *a->s == '-';
	uint32_t i = minus || (a->n && *a->s == '+'), first = i;
	int64_t n = 0;

	while (i < a->n && a->s[i] >= '0' && a->s[i] <= '9' && n < INT32_MAX)
		n = n * 10 + (a->s[i++] - '0');
	if (i == first || n > INT32_MAX)
		return false;
	*number = (int32_t)(minus ? -n : n);
	*a = slice_from(*a, a->s + i);
	return true;
}

/* "r7", "w7" */
static int take_reg(struct slice *a, bool *narrow)
{
	struct slice rest = *a;
	int32_t n;

	if (rest.n < 2 || (*rest.s != 'r' && *rest.s != 'w') || rest.s[1] < '0' || rest.s[1] > '9')
		return -1;
	*narrow = *rest.s == 'w';
	rest = slice_from(rest, rest.s + 1);
	if (!take_number(&rest, &n) || n > 10)
		return -1;
	*a = slice_trim(rest);
	return n;
}

static bool is_word(char c)
{
	return (c >= '0' && c <= '9') || ((c | 32) >= 'a' && (c | 32) <= 'z') || c == '_';
}

static uint16_t named_regs(struct slice text)
{
	uint16_t regs = 0;

	for (uint32_t i = 0; i + 1 < text.n; i++) {
		struct slice here = slice_from(text, text.s + i);
		bool narrow;
		int reg = i && is_word(text.s[i - 1]) ? -1 : take_reg(&here, &narrow);

		if (reg >= 0 && (here.s == text.s + text.n || !is_word(here.s[0]) || here.s[-1] == ' '))
			regs |= (uint16_t)(1u << reg);
	}
	return regs;
}

/* "*(u32 *)(r1 +4)" */
static bool take_memory(struct slice *a, int *reg, int32_t *off)
{
	const char *open = slice_find(*a, ")(");
	struct slice rest;
	bool narrow;

	if (!slice_starts(*a, "*(") || !open)
		return false;
	rest = slice_from(*a, open + 2);
	*reg = take_reg(&rest, &narrow);
	if (*reg < 0 || !take_number(&rest, off) || !take(&rest, ")"))
		return false;
	*a = rest;
	return true;
}

static void read_branch(struct slice rest, struct insn *in)
{
	const char *jump = slice_find(rest, " goto pc"), *space;
	struct slice to;

	in->dst = take_reg(&rest, &in->narrow);
	if (in->dst < 0 || !jump)
		return;
	to = slice_from(rest, jump + strlen(" goto pc"));
	rest.n = (uint32_t)(jump - rest.s);
	space = slice_find(rest, " ");
	if (!space || !take_number(&to, &in->off))
		return;
	in->op = (struct slice){rest.s, (uint32_t)(space - rest.s)};
	in->right = rest = slice_trim(slice_from(rest, space));
	in->src = take_reg(&rest, &in->narrow);
	in->kind = INSN_BRANCH;
}

static void read_call(struct slice rest, struct insn *in)
{
	const char *hash = slice_find(rest, "#");

	if (take(&rest, "pc")) {
		in->kind = take_number(&rest, &in->off) ? INSN_ENTER : INSN_OTHER;
		return;
	}
	in->kind = INSN_CALL;
	in->callee = hash ? (struct slice){rest.s, (uint32_t)(hash - rest.s)} : rest;
}

/* Behind "rN ". */
static void read_change(struct slice rest, struct insn *in)
{
	struct slice right;
	bool narrow;

	in->kind = INSN_ALU;
	if (!take(&rest, "="))
		return;
	right = rest;
	in->src = take_reg(&right, &narrow);
	if (in->src >= 0) {
		in->kind = right.n ? INSN_ALU : INSN_MOVE;
	} else if (rest.n && ((*rest.s >= '0' && *rest.s <= '9') || (*rest.s == '-' && rest.n > 1 && rest.s[1] >= '0' && rest.s[1] <= '9') ||
			      slice_starts(rest, "map["))) {
		in->kind = INSN_CONST;
	} else if (take_memory(&rest, &in->src, &in->off) || slice_find(rest, "skb[") || slice_find(rest, "atomic")) {
		in->kind = INSN_LOAD;
	}
}

struct insn insn_read(struct slice text)
{
	struct insn in = {.dst = -1, .src = -1, .regs = named_regs(text)};
	struct slice rest = text;

	if (take(&rest, "if ")) {
		read_branch(rest, &in);
	} else if (take(&rest, "call ")) {
		read_call(rest, &in);
	} else if (slice_is(rest, "exit")) {
		in.kind = INSN_EXIT;
	} else if (take_memory(&rest, &in.dst, &in.off)) {
		in.kind = INSN_STORE;
		if (take(&rest, "="))
			in.src = take_reg(&rest, &in.narrow);
	} else if (take(&rest, "lock ")) {
		in.kind = take_memory(&rest, &in.dst, &in.off) ? INSN_STORE : INSN_OTHER;
	} else if ((in.dst = take_reg(&rest, &in.narrow)) >= 0) {
		read_change(rest, &in);
	}
	return in;
}

static const char *const opposites[][2] = {
	{"==", "!="}, {">", "<="}, {"<", ">="}, {"s>", "s<="}, {"s<", "s>="},
};

const char *insn_opposite(struct slice op)
{
	for (size_t i = 0; i < ARRAY_LEN(opposites); i++)
		for (int side = 0; side < 2; side++)
			if (slice_is(op, opposites[i][side]))
				return opposites[i][!side];
	return NULL;
}
