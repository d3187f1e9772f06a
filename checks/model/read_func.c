// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* read_func: one function of the textual form, instruction by instruction, by shape as ops.def has it. */
#include "kernel/kernel.h"
#include "model/reader.h"

static uint32_t read_temp_number(struct reader *r)
{
	uint32_t t = (uint32_t)lex_natural(r, UINT32_MAX);

	/* gaps are fine, but a few instructions shall not make a table of millions */
	if (t >= 256 + 16 * ((uint64_t)r->f->instrs.n + r->f->params.n))
		lex_fail(r, "temporary's number is too large");
	while (!r->error && t >= r->f->temps.n)
		vec_push(&r->f->temps, (struct temp){.def = NO_INSTR});
	return r->error ? 0 : t;
}

static struct operand read_address(struct reader *r, enum operand_kind kind, uint32_t index)
{
	struct operand o = {.kind = kind, .index = index};

	if (!r->error && r->at < r->line_end && (*r->at == '+' || *r->at == '-'))
		o.imm = lex_integer(r);
	return o;
}

static struct operand read_local_ref(struct reader *r)
{
	const char *s;
	size_t n = lex_label(r, &s);
	uint32_t index = n ? symbols_find(&r->locals, s, n) : NO_SYMBOL;

	if (index == NO_SYMBOL) {
		lex_fail(r, "unknown local '$%.*s'", (int)(n < 60 ? n : 60), s);
		index = 0;
	}
	return read_address(r, OPND_LOCAL, index);
}

static struct operand read_object_ref(struct reader *r)
{
	static const enum operand_kind kinds[] = {
		[OBJECT_MAP] = OPND_MAP, [OBJECT_GLOBAL] = OPND_GLOBAL, [OBJECT_FUNC] = OPND_FUNC,
	};
	enum object_kind kind = OBJECT_MAP;
	uint32_t index = 0;

	lex_object(r, &kind, &index);
	return read_address(r, kinds[kind], index);
}

static struct operand read_operand(struct reader *r)
{
	uint64_t v;

	if (lex_char(r, '%'))
		return opnd_temp(read_temp_number(r));
	if (lex_char(r, '$'))
		return read_local_ref(r);
	if (lex_char(r, '@'))
		return read_object_ref(r);
	if (lex_keyword(r, "undef"))
		return opnd_undef();
	if (lex_keyword(r, "none"))
		return opnd_none();
	if (lex_number(r, &v))
		return opnd_imm((int64_t)v);
	lex_fail(r, "expected an operand");
	return opnd_none();
}

static struct operand read_next_operand(struct reader *r)
{
	lex_expect(r, ',');
	return read_operand(r);
}

static uint32_t read_block_ref(struct reader *r)
{
	const char *s;
	uint32_t index;
	size_t n = lex_label(r, &s);

	if (!n)
		return 0;
	index = s[0] == '.' ? symbols_find(&r->blocks, s, n) : NO_SYMBOL;
	if (index == NO_SYMBOL) {
		lex_fail(r, "unknown block '%.*s'", (int)(n < 60 ? n : 60), s);
		return 0;
	}
	return index;
}

static struct instr_more *more_of(struct reader *r, struct instr *i)
{
	if (!i->more)
		i->more = arena_alloc(r->u->arena, sizeof(*i->more));
	return i->more;
}

static void read_name(struct reader *r, struct instr *i)
{
	const char *s = lex_string(r);

	if (s)
		more_of(r, i)->name = s;
}

/* "(a, b)": into the unit's arena, like the builder's. */
static void read_args(struct reader *r, struct instr_more *more)
{
	VEC(struct operand) args = {0};

	lex_expect(r, '(');
	if (!lex_char(r, ')')) {
		do {
			vec_push(&args, read_operand(r));
		} while (!r->error && lex_char(r, ','));
		lex_expect(r, ')');
	}
	if (args.n) {
		more->args.at = arena_copy(r->u->arena, args.at, args.n * sizeof(*args.at));
		more->args.n = more->args.cap = args.n;
	}
	vec_free(&args);
}

static void read_helper(struct reader *r, struct instr_more *more)
{
	const struct helper_facts *h;
	const char *s;
	uint64_t v;
	size_t n;

	more->callee = CALLEE_HELPER;
	if (lex_number(r, &v)) {
		if (v > UINT32_MAX)
			lex_fail(r, "number is too large");
		more->callee_index = (uint32_t)v;
		return;
	}
	n = lex_word(r, &s);
	h = kernel_helper_by_name(intern_strn(r->u->names, s, n));
	if (h)
		more->callee_index = h->id;
	else
		lex_fail(r, "unknown helper '%.*s'", (int)(n < 60 ? n : 60), s);
}

static void read_kfunc(struct reader *r, struct instr *i)
{
	const char *s;
	size_t n;

	i->more->callee = CALLEE_KFUNC;
	read_name(r, i);
	if (!i->more->name && (n = lex_label(r, &s)))
		i->more->name = intern_strn(r->u->names, s, n);
}

static void read_call(struct reader *r, struct instr *i)
{
	struct instr_more *more = more_of(r, i);
	enum object_kind kind = OBJECT_FUNC;

	if (lex_keyword(r, "helper")) {
		read_helper(r, more);
	} else if (lex_keyword(r, "kfunc")) {
		read_kfunc(r, i);
	} else if (lex_keyword(r, "indirect")) {
		more->callee = CALLEE_INDIRECT;
		more->target = read_operand(r);
	} else {
		lex_expect(r, '@');
		lex_object(r, &kind, &more->callee_index);
		if (kind != OBJECT_FUNC)
			lex_fail(r, "what is called is no function");
	}
	read_args(r, more);
	if (lex_keyword(r, "as"))
		more->func_type = lex_type(r);
}

static void keep_cases(struct reader *r, struct instr *i, const struct switch_case *cases, uint32_t n)
{
	struct instr_more *more = more_of(r, i);

	if (!n)
		return;
	more->cases.at = arena_copy(r->u->arena, cases, n * sizeof(*cases));
	more->cases.n = more->cases.cap = n;
}

static void read_switch(struct reader *r, struct instr *i)
{
	VEC(struct switch_case) cases = {0};
	bool dflt = false;

	i->a = read_operand(r);
	while (!r->error && !dflt) {
		struct switch_case c = {0};

		lex_expect(r, ',');
		dflt = lex_keyword(r, "default");
		if (!dflt) {
			c.lo = c.hi = lex_natural(r, UINT64_MAX);
			if (lex_char(r, '.')) {
				lex_expect(r, '.');
				c.hi = lex_natural(r, UINT64_MAX);
			}
		}
		lex_expect(r, ':');
		c.block = read_block_ref(r);
		if (dflt)
			i->to[0] = c.block;
		else
			vec_push(&cases, c);
	}
	keep_cases(r, i, cases.at, cases.n);
	vec_free(&cases);
}

static void read_goto(struct reader *r, struct instr *i)
{
	VEC(struct switch_case) cases = {0};

	i->a = read_operand(r);
	while (!r->error && lex_char(r, ','))
		vec_push(&cases, (struct switch_case){.block = read_block_ref(r)});
	keep_cases(r, i, cases.at, cases.n);
	vec_free(&cases);
}

static void read_imm(struct reader *r, struct instr *i)
{
	lex_expect(r, ',');
	i->imm = lex_integer(r);
}

static void read_address_offset(struct reader *r, struct instr *i)
{
	if (lex_char(r, ','))
		i->imm = lex_integer(r);
}

static void read_few_args(struct reader *r, struct instr *i)
{
	more_of(r, i);
	if (lex_char(r, '(')) {
		r->at--;
		read_args(r, i->more);
	}
}

static void read_shape(struct reader *r, struct instr *i)
{
	switch (op_info[i->op].shape) {
	case SHAPE_BIN:
	case SHAPE_CMP:
	case SHAPE_PTR:
		i->a = read_operand(r);
		i->b = read_next_operand(r);
		break;
	case SHAPE_STORE:
		i->a = read_operand(r);
		i->b = read_next_operand(r);
		read_address_offset(r, i);
		break;
	case SHAPE_UN:
	case SHAPE_CONV:
	case SHAPE_CAST:
	case SHAPE_LOCAL:
		i->a = read_operand(r);
		break;
	case SHAPE_LOAD:
		i->a = read_operand(r);
		read_address_offset(r, i);
		break;
	case SHAPE_FIELD:
		i->a = read_operand(r);
		read_imm(r, i);
		break;
	case SHAPE_COPY:
	case SHAPE_FILL:
	case SHAPE_COMPARE:
		i->a = read_operand(r);
		i->b = read_next_operand(r);
		read_imm(r, i);
		break;
	case SHAPE_ATOMIC:
		i->from = (uint8_t)lex_choice(r, atomic_words, "atomic operation");
		i->a = read_operand(r);
		i->b = read_next_operand(r);
		if (i->from == ATOMIC_CMPXCHG && lex_char(r, ','))
			i->c = read_operand(r);
		read_address_offset(r, i);
		break;
	case SHAPE_CALL:
		read_call(r, i);
		break;
	case SHAPE_ENV:
		i->from = (uint8_t)lex_choice(r, env_words, "question to the environment");
		read_name(r, i);
		read_imm(r, i);
		read_few_args(r, i);
		break;
	case SHAPE_NEEDS:
		read_name(r, i);
		break;
	case SHAPE_OPAQUE:
		read_name(r, i);
		read_few_args(r, i);
		break;
	case SHAPE_BR:
		i->a = read_operand(r);
		lex_expect(r, ',');
		i->to[0] = read_block_ref(r);
		lex_expect(r, ',');
		i->to[1] = read_block_ref(r);
		break;
	case SHAPE_JMP:
		i->to[0] = read_block_ref(r);
		break;
	case SHAPE_SWITCH:
		read_switch(r, i);
		break;
	case SHAPE_GOTO:
		read_goto(r, i);
		break;
	case SHAPE_RET:
		if (!lex_done(r) && *r->at != ':' && *r->at != '!')
			i->a = read_operand(r);
		break;
	case SHAPE_ANY:
	case SHAPE_NONE:
		break;
	}
}

/* "zext.8.32": the mnemonic and up to two widths; false when there is no such operation. */
static bool read_mnemonic(struct reader *r, struct instr *i)
{
	uint64_t widths[2] = {0};
	unsigned n = 0;
	const char *s;
	size_t len = lex_label(r, &s), name = 0;

	while (name < len && s[name] != '.')
		name++;
	for (i->op = 0; i->op < OP_COUNT; i->op++)
		if (strlen(op_info[i->op].mnemonic) == name && !memcmp(op_info[i->op].mnemonic, s, name))
			break;
	if (i->op == OP_COUNT) {
		lex_fail(r, "unknown operation '%.*s'", (int)(name < 40 ? name : 40), s);
		return false;
	}
	r->at = s + name;
	while (n < 2 && r->at < r->line_end && *r->at == '.') { /* at once: what follows a space is a block */
		r->at++;
		widths[n++] = lex_natural(r, 255);
	}
	i->width = shape_width(op_info[i->op].shape);
	if (op_info[i->op].shape == SHAPE_CONV) {
		i->from = (uint8_t)widths[0];
		i->width = (uint8_t)widths[1];
	} else if (n) {
		i->width = (uint8_t)widths[0];
		if (op_info[i->op].shape == SHAPE_LOAD)
			i->from = (uint8_t)widths[1];
	}
	return !r->error;
}

static void read_instr(struct reader *r)
{
	struct instr i = {.dst = NO_TEMP};
	bool typed = false;
	type_id type = 0;
	uint32_t flags = 0;
	struct pos pos;

	if (lex_char(r, '%')) {
		i.dst = read_temp_number(r);
		typed = lex_char(r, ':');
		type = typed ? lex_type(r) : 0;
		lex_expect(r, '=');
	}
	if (!read_mnemonic(r, &i))
		return;
	read_shape(r, &i);
	i.type = lex_of_type(r);
	if (op_info[i.op].shape == SHAPE_FIELD)
		read_name(r, &i);
	while (lex_char(r, '!'))
		if (!lex_flag(r, instr_flag_words, &flags))
			lex_fail(r, "unknown flag");
	i.flags = (uint8_t)flags;
	lex_end(r, &pos);
	if (r->error)
		return;
	i.pos = model_place_add(r->u, &pos);
	if (i.dst != NO_TEMP && !r->f->temps.at[i.dst].is_var) {
		r->f->temps.at[i.dst].type = typed ? type : i.type;
		r->f->temps.at[i.dst].def = r->f->instrs.n;
	}
	vec_push(&r->f->instrs, i);
	r->f->blocks.at[r->f->blocks.n - 1].count++;
}

/* ".b0 "name":" */
static void read_block(struct reader *r)
{
	struct block block = {.first = r->f->instrs.n};
	const char *s;
	size_t n = lex_label(r, &s);

	block.name = lex_string(r);
	if (!block.name && n > 1 && !(n > 2 && s[1] == 'b' && s[2] >= '0' && s[2] <= '9'))
		block.name = intern_strn(r->u->names, s + 1, n - 1);
	lex_expect(r, ':');
	lex_end(r, NULL);
	vec_push(&r->f->blocks, block);
}

/* Jumps name blocks that come later, so their labels are collected first. */
static void collect_blocks(struct reader *r)
{
	const char *next = r->next, *s;
	uint32_t line = r->line, n_blocks = 0;
	size_t n;

	while (lex_line(r) && !lex_keyword(r, "end")) {
		if (*r->at != '.')
			continue;
		n = lex_label(r, &s);
		if (!symbols_add(&r->blocks, s, n, n_blocks++))
			lex_fail(r, "block '%.*s' is there twice", (int)(n < 60 ? n : 60), s);
	}
	r->next = next;
	r->line = line;
}

static void read_param(struct reader *r)
{
	uint32_t t;

	lex_expect(r, '%');
	t = read_temp_number(r);
	if (r->error)
		return;
	r->f->temps.at[t].type = lex_of_type(r);
	vec_push(&r->f->params, t);
	lex_end(r, NULL);
}

/* "var %3 "r1" : T"; "temp %4 "r2"": the rest is where it is assigned */
static void read_temp(struct reader *r, bool is_var)
{
	const char *name;
	uint32_t t;

	lex_expect(r, '%');
	t = read_temp_number(r);
	name = lex_string(r);
	if (r->error)
		return;
	if (r->f->instrs.n)
		lex_fail(r, "what a temporary is stands in front of the instructions");
	r->f->temps.at[t].is_var = is_var;
	r->f->temps.at[t].name = name;
	if (is_var)
		r->f->temps.at[t].type = lex_of_type(r);
	lex_end(r, NULL);
}

static void read_local(struct reader *r)
{
	struct local l = {.param = -1};
	const char *s;
	size_t n;

	lex_expect(r, '$');
	n = lex_label(r, &s);
	if (n && !symbols_add(&r->locals, s, n, r->f->locals.n))
		lex_fail(r, "local '$%.*s' is there twice", (int)(n < 60 ? n : 60), s);
	if (n && !(s[0] >= '0' && s[0] <= '9'))
		l.name = intern_strn(r->u->names, s, n);
	l.type = lex_of_type(r);
	l.size = model_type(r->u, l.type)->size;
	l.align = model_type(r->u, l.type)->align;
	while (!lex_done(r)) {
		if (lex_keyword(r, "size"))
			l.size = lex_natural(r, MAX_SIZE);
		else if (lex_keyword(r, "align"))
			l.align = (uint32_t)lex_natural(r, UINT32_MAX);
		else if (lex_keyword(r, "param"))
			l.param = (int32_t)lex_natural(r, INT32_MAX);
		else if (lex_keyword(r, "name"))
			l.name = lex_string(r);
		else
			break;
	}
	lex_end(r, &l.pos);
	vec_push(&r->f->locals, l);
}

static void read_func_head(struct reader *r)
{
	struct func *f = r->f;
	const char *tag;

	f->type = lex_of_type(r);
	f->linkage = (enum linkage)lex_choice(r, linkage_words, "linkage");
	while (!lex_done(r)) {
		if (lex_keyword(r, "section"))
			f->section = lex_string(r);
		else if (lex_keyword(r, "name"))
			f->name = lex_string(r);
		else if (lex_keyword(r, "ignore"))
			f->ignore = lex_string(r);
		else if (lex_keyword(r, "tag")) {
			tag = lex_string(r);
			if (!tag)
				lex_fail(r, "expected a string");
			else
				vec_push(&f->decl_tags, tag);
		} else if (!lex_flag(r, func_flag_words, &f->flags))
			break;
	}
	lex_end(r, &f->pos);
}

void read_func(struct reader *r, uint32_t index)
{
	bool ended = false;

	r->f = &r->u->funcs.at[index];
	r->locals = (struct symbols){.arena = r->scratch};
	r->blocks = (struct symbols){.arena = r->scratch};
	read_func_head(r);
	collect_blocks(r);
	while (!ended && lex_line(r)) {
		if (*r->at == '.')
			read_block(r);
		else if (lex_keyword(r, "end"))
			ended = true;
		else if (lex_keyword(r, "param"))
			read_param(r);
		else if (lex_keyword(r, "var"))
			read_temp(r, true);
		else if (lex_keyword(r, "temp"))
			read_temp(r, false);
		else if (lex_keyword(r, "local"))
			read_local(r);
		else if (r->f->blocks.n)
			read_instr(r);
		else
			lex_fail(r, "expected param, local, a block or end");
	}
	if (ended)
		lex_end(r, &r->f->end_pos);
	else
		lex_fail(r, "function does not end");
}
