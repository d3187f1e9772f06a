// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * eval: runs a function of the kernel on values that we choose. What it asks of the kernel around it has no answer here;
 * then both answers are taken, one run after the other: the choices of a run are written down, and the next run
 * repeats them with the last one changed. So the outcomes of all runs together are everything that the function may do,
 * and what was said of every run holds in any kernel.
 */
#include "facts.h"

#include <stdlib.h>

enum { MOST_RUNS = 4096, MOST_CHOICES = 40, MOST_STEPS = 200000, MOST_DEPTH = 40 };

enum flow { NEXT, BREAK, CONTINUE, RETURN, GOTO, STOP };

struct cell {
	const struct decl *variable;
	struct value v;
};

struct frame {
	VEC(struct cell) vars;
	struct value result;
	const char *label; /* where a goto goes */
};

static const struct value unknown = {.kind = V_UNKNOWN};

/* ---- questions ---- */

static void give_up(struct eval *e, const char *why)
{
	if (!e->broken)
		e->broken = why;
}

/* Yes or no, as this run has it. */
static bool choose(struct eval *e, const char *what)
{
	if (!e->why)
		e->why = what ? what : "something";
	if (e->at == MOST_CHOICES) {
		give_up(e, "asks too much");
		return false;
	}
	if (e->at == e->nchoices)
		e->choice[e->nchoices++] = 0;
	return e->choice[e->at++];
}

static const char *what_is_asked(const struct node *n)
{
	const char *name;

	if (n->name && *n->name)
		return n->name;
	for (uint32_t i = 0; i < n->n; i++)
		if ((name = what_is_asked(n->kids[i])))
			return name;
	return NULL;
}

static bool truth(struct eval *e, struct value v, const struct node *n)
{
	switch (v.kind) {
	case V_INT:
		return v.i != 0;
	case V_UNKNOWN:
		return choose(e, what_is_asked(n));
	default:
		return true;
	}
}

/* ---- variables ---- */

static struct cell *variable(struct frame *f, const struct decl *d)
{
	for (uint32_t i = f->vars.n; i-- > 0;)
		if (f->vars.at[i].variable == d)
			return &f->vars.at[i];
	return NULL;
}

static void set_variable(struct frame *f, const struct decl *d, struct value v)
{
	struct cell *c = variable(f, d);

	if (c)
		c->v = v;
	else
		vec_push(&f->vars, (struct cell){d, v});
}

/* ---- expressions ---- */

static struct value eval(struct eval *e, struct frame *f, const struct node *n);
static enum flow exec(struct eval *e, struct frame *f, const struct node *n);
static struct value call(struct eval *e, struct decl *function, const struct value *args, uint32_t nargs);

static void assign(struct eval *e, struct frame *f, const struct node *to, struct value v)
{
	struct value base;

	v = value_fit(v, to->shape);
	if (to->kind == CXCursor_DeclRefExpr && to->decl) {
		set_variable(f, to->decl, v);
	} else if (to->kind == CXCursor_MemberRefExpr && to->n) {
		base = eval(e, f, to->kids[0]);
		if (base.kind == V_OBJECT)
			object_set(base.object, to->name, v);
	} else if (to->kind == CXCursor_CStyleCastExpr && to->n) {
		assign(e, f, to->kids[0], v);
	}
}

static struct value eval_reference(struct eval *e, struct frame *f, const struct node *n)
{
	struct cell *c;

	if (!n->decl)
		return unknown;
	c = variable(f, n->decl);
	if (c)
		return c->v;
	if (n->decl->kind == CXCursor_FunctionDecl)
		return (struct value){.kind = V_DECL, .decl = n->decl};
	return unknown;
}

static struct value eval_unary(struct eval *e, struct frame *f, const struct node *n)
{
	const struct node *of = n->kids[0];
	struct value v;

	if (n->op == CXUnaryOperator_AddrOf) {
		/* &list[0] is the list */
		while (of->kind == CXCursor_ArraySubscriptExpr && of->n)
			of = of->kids[0];
		if (of->kind == CXCursor_DeclRefExpr && of->decl && !variable(f, of->decl))
			return (struct value){.kind = V_DECL, .decl = of->decl};
		if (of->kind == CXCursor_MemberRefExpr && of->n) {
			v = eval(e, f, of->kids[0]);
			return v.kind == V_OBJECT ? value_object(object_sub(v.object, of->name)) : unknown;
		}
		v = eval(e, f, of);
		return v.kind == V_OBJECT ? v : unknown;
	}
	v = eval(e, f, of);
	switch (n->op) {
	case CXUnaryOperator_LNot:
		return v.kind == V_UNKNOWN ? unknown : value_int(!truth(e, v, of));
	case CXUnaryOperator_Minus:
		return v.kind == V_INT ? value_fit(value_int(-v.i), n->shape) : unknown;
	case CXUnaryOperator_Not:
		return v.kind == V_INT ? value_fit(value_int(~v.i), n->shape) : unknown;
	case CXUnaryOperator_Plus: case CXUnaryOperator_Extension:
		return v;
	case CXUnaryOperator_PreInc: case CXUnaryOperator_PostInc:
		assign(e, f, of, value_arith(CXBinaryOperator_Add, v, value_int(1), n->shape));
		return n->op == CXUnaryOperator_PreInc ? eval(e, f, of) : v;
	case CXUnaryOperator_PreDec: case CXUnaryOperator_PostDec:
		assign(e, f, of, value_arith(CXBinaryOperator_Sub, v, value_int(1), n->shape));
		return n->op == CXUnaryOperator_PreDec ? eval(e, f, of) : v;
	case CXUnaryOperator_Deref:
		return v.kind == V_OBJECT || v.kind == V_DECL ? v : unknown;
	default:
		return unknown;
	}
}

static struct value eval_binary(struct eval *e, struct frame *f, const struct node *n)
{
	struct value a, b;

	switch (n->op) {
	case CXBinaryOperator_Assign:
		b = eval(e, f, n->kids[1]);
		assign(e, f, n->kids[0], b);
		return b;
	case CXBinaryOperator_LAnd:
		if (!truth(e, eval(e, f, n->kids[0]), n->kids[0]))
			return value_int(0);
		return value_int(truth(e, eval(e, f, n->kids[1]), n->kids[1]));
	case CXBinaryOperator_LOr:
		if (truth(e, eval(e, f, n->kids[0]), n->kids[0]))
			return value_int(1);
		return value_int(truth(e, eval(e, f, n->kids[1]), n->kids[1]));
	case CXBinaryOperator_Comma:
		eval(e, f, n->kids[0]);
		return eval(e, f, n->kids[1]);
	default:
		break;
	}
	a = eval(e, f, n->kids[0]);
	b = eval(e, f, n->kids[1]);
	if (n->op >= CXBinaryOperator_LT && n->op <= CXBinaryOperator_NE)
		return value_compare(n->op, a, b, n->kids[0]->shape);
	return value_arith(n->op, a, b, n->shape);
}

/*
 * What is asked of the kernel around, and what we say: the loader is root, the kernel is not locked down and knows its types,
 * nothing is offloaded, the JIT can all.
 */
static const struct {
	const char *function;
	int64_t says;
} given[] = {
	{"bpf_token_capable", 1}, {"bpf_capable", 1}, {"perfmon_capable", 1}, {"capable", 1}, {"bpf_net_capable", 1},
	{"bpf_prog_is_offloaded", 0}, {"bpf_prog_is_dev_bound", 0}, {"bpf_log", 0}, {"verbose", 0},
	{"security_locked_down", 0}, {"bpf_get_btf_vmlinux", 4096}, {"metadata_dst_alloc_percpu", 4096},
	{"bpf_jit_supports_kfunc_call", 1}, {"bpf_jit_supports_percpu_insn", 1}, {"bpf_jit_needs_zext", 0}, {"reg_bounds_sync", 0}, {"reg_bounds_sanity_check", 0},
};

/* What only a running kernel can say. */
static const char *const not_given[] = {"bpf_iter_get_func_proto", "find_vpid"};

static struct value eval_call(struct eval *e, struct frame *f, const struct node *n)
{
	struct decl *function = n->decl;
	struct value args[12];

	if (!function || n->n > ARRAY_LEN(args))
		return unknown;
	if (!strcmp(function->name, "__builtin_expect") && n->n)
		return eval(e, f, n->kids[0]);
	for (size_t i = 0; i < ARRAY_LEN(given); i++)
		if (!strcmp(given[i].function, function->name))
			return value_int(given[i].says);
	for (size_t i = 0; i < ARRAY_LEN(not_given); i++)
		if (!strcmp(not_given[i], function->name))
			return unknown;
	for (uint32_t i = 0; i < n->n; i++)
		args[i] = eval(e, f, n->kids[i]);
	if (!strcmp(function->name, "btf_id_set_contains") || !strcmp(function->name, "btf_id_set8_contains")) {
		if (e->contains && n->n == 2 && args[0].kind == V_DECL && args[1].kind == V_STRING)
			return value_int(e->contains(e->data, args[0].decl, args[1].s));
		return unknown;
	}
	if (!strcmp(function->name, "btf_find_by_name_kind")) {
		e->type_named = n->n > 1 && args[1].kind == V_STRING ? args[1].s : NULL;
		return value_int(1);
	}
	return value_fit(call(e, function, args, n->n), n->shape);
}

static struct value eval_block(struct eval *e, struct frame *f, const struct node *block)
{
	enum flow flow = NEXT;

	if (block->kind != CXCursor_CompoundStmt || !block->n)
		return unknown;
	for (uint32_t i = 0; i + 1 < block->n && flow == NEXT; i++)
		flow = exec(e, f, block->kids[i]);
	return flow == NEXT ? eval(e, f, block->kids[block->n - 1]) : unknown;
}

static struct value eval(struct eval *e, struct frame *f, const struct node *n)
{
	struct value v;

	if (n->constant)
		return value_int(n->value);
	if (++e->steps > MOST_STEPS)
		give_up(e, "takes too long");
	if (e->broken)
		return unknown;
	switch ((int)n->kind) {
	case CXCursor_DeclRefExpr:
		return eval_reference(e, f, n);
	case CXCursor_StringLiteral:
		return (struct value){.kind = V_STRING, .s = n->name};
	case CXCursor_MemberRefExpr:
		v = n->n ? eval(e, f, n->kids[0]) : unknown;
		return v.kind == V_OBJECT ? object_get(v.object, n->name) : unknown;
	case CXCursor_CStyleCastExpr:
		return n->n ? value_fit(eval(e, f, n->kids[0]), n->shape) : unknown;
	case CXCursor_UnaryOperator:
		return n->n ? eval_unary(e, f, n) : unknown;
	case CXCursor_BinaryOperator: case CXCursor_CompoundAssignOperator:
		if (n->n != 2)
			return unknown;
		v = eval_binary(e, f, n);
		if (n->kind == CXCursor_CompoundAssignOperator)
			assign(e, f, n->kids[0], v);
		return v;
	case CXCursor_ConditionalOperator:
		if (n->n == 3)
			return eval(e, f, n->kids[truth(e, eval(e, f, n->kids[0]), n->kids[0]) ? 1 : 2]);
		return unknown;
	case CXCursor_CallExpr:
		return eval_call(e, f, n);
	case CXCursor_UnexposedExpr: /* a ?: b */
		if (n->n < 2)
			return unknown;
		v = eval(e, f, n->kids[0]);
		return truth(e, v, n->kids[0]) ? v : eval(e, f, n->kids[n->n - 1]);
	case CXCursor_StmtExpr:
		return n->n ? eval_block(e, f, n->kids[0]) : unknown;
	default:
		return unknown;
	}
}

/* ---- statements ---- */

/* What stands behind `case 1: case 2:`. */
static const struct node *behind_labels(const struct node *n)
{
	while ((n->kind == CXCursor_CaseStmt || n->kind == CXCursor_DefaultStmt) && n->n)
		n = n->kids[n->n - 1];
	return n;
}

static bool case_matches(const struct node *n, int64_t v)
{
	for (; n->kind == CXCursor_CaseStmt || n->kind == CXCursor_DefaultStmt; n = n->kids[n->n - 1]) {
		if (n->kind == CXCursor_CaseStmt && n->kids[0]->constant &&
		    (n->n == 3 ? v >= n->kids[0]->value && v <= n->kids[1]->value : v == n->kids[0]->value))
			return true;
		if (!n->n)
			return false;
	}
	return false;
}

static bool has_default(const struct node *n)
{
	for (; n->kind == CXCursor_CaseStmt || n->kind == CXCursor_DefaultStmt; n = n->kids[n->n - 1]) {
		if (n->kind == CXCursor_DefaultStmt)
			return true;
		if (!n->n)
			return false;
	}
	return false;
}

static uint32_t switch_start(struct eval *e, const struct node *n, const struct node *block, struct value v)
{
	if (v.kind == V_INT) {
		for (uint32_t i = 0; i < block->n; i++)
			if (case_matches(block->kids[i], v.i))
				return i;
	} else {
		for (uint32_t i = 0; i < block->n; i++)
			if (block->kids[i]->kind == CXCursor_CaseStmt && choose(e, what_is_asked(n->kids[0])))
				return i;
	}
	for (uint32_t i = 0; i < block->n; i++)
		if (has_default(block->kids[i]))
			return i;
	return block->n;
}

static enum flow exec_block(struct eval *e, struct frame *f, const struct node *n, uint32_t from)
{
	for (uint32_t i = from; i < n->n; i++) {
		enum flow flow = exec(e, f, behind_labels(n->kids[i]));

		if (flow == GOTO)
			for (uint32_t k = 0; k < n->n; k++)
				if (n->kids[k]->kind == CXCursor_LabelStmt && !strcmp(n->kids[k]->name, f->label)) {
					i = k - 1;
					flow = NEXT;
					break;
				}
		if (flow != NEXT)
			return flow;
	}
	return NEXT;
}

static enum flow exec_loop(struct eval *e, struct frame *f, const struct node *cond, const struct node *step,
			   const struct node *body, bool body_first)
{
	for (;;) {
		enum flow flow = NEXT;

		if (!body_first && cond && !truth(e, eval(e, f, cond), cond))
			return NEXT;
		body_first = false;
		if (e->broken)
			return STOP;
		flow = exec(e, f, body);
		if (flow == BREAK)
			return NEXT;
		if (flow != NEXT && flow != CONTINUE)
			return flow;
		if (step)
			eval(e, f, step);
	}
}

static void declare(struct eval *e, struct frame *f, const struct node *n)
{
	struct value v = n->n ? value_fit(eval(e, f, n->kids[0]), n->decl->shape) : unknown;

	set_variable(f, n->decl, v);
}

static enum flow exec(struct eval *e, struct frame *f, const struct node *n)
{
	const struct node *cond;
	uint32_t start;

	if (++e->steps > MOST_STEPS)
		give_up(e, "takes too long");
	if (e->broken)
		return STOP;
	switch ((int)n->kind) {
	case CXCursor_CompoundStmt:
		return exec_block(e, f, n, 0);
	case CXCursor_DeclStmt:
		for (uint32_t i = 0; i < n->n; i++)
			if (n->kids[i]->kind == CXCursor_VarDecl)
				declare(e, f, n->kids[i]);
		return NEXT;
	case CXCursor_IfStmt:
		cond = n->kids[0];
		if (truth(e, eval(e, f, cond), cond))
			return exec(e, f, n->kids[1]);
		return n->n > 2 ? exec(e, f, n->kids[2]) : NEXT;
	case CXCursor_SwitchStmt:
		if (n->n != 2 || n->kids[1]->kind != CXCursor_CompoundStmt) {
			give_up(e, "has a switch of another form");
			return STOP;
		}
		start = switch_start(e, n, n->kids[1], eval(e, f, n->kids[0]));
		{
			enum flow flow = exec_block(e, f, n->kids[1], start);

			return flow == BREAK ? NEXT : flow;
		}
	case CXCursor_CaseStmt: case CXCursor_DefaultStmt:
		return exec(e, f, behind_labels(n));
	case CXCursor_LabelStmt:
		return n->n ? exec(e, f, n->kids[0]) : NEXT;
	case CXCursor_ReturnStmt:
		f->result = n->n ? eval(e, f, n->kids[0]) : unknown;
		return RETURN;
	case CXCursor_BreakStmt:
		return BREAK;
	case CXCursor_ContinueStmt:
		return CONTINUE;
	case CXCursor_GotoStmt:
		f->label = n->n ? n->kids[0]->name : "";
		return GOTO;
	case CXCursor_WhileStmt:
		return n->n == 2 ? exec_loop(e, f, n->kids[0], NULL, n->kids[1], false) : NEXT;
	case CXCursor_DoStmt:
		return n->n == 2 ? exec_loop(e, f, n->kids[1], NULL, n->kids[0], true) : NEXT;
	case CXCursor_ForStmt:
		if (n->n != 4) {
			give_up(e, "has a loop of another form");
			return STOP;
		}
		exec(e, f, n->kids[0]);
		return exec_loop(e, f, n->kids[1], n->kids[2], n->kids[3], false);
	case CXCursor_NullStmt:
		return NEXT;
	default:
		eval(e, f, n);
		return NEXT;
	}
}

/* ---- calls ---- */

static struct value call(struct eval *e, struct decl *function, const struct value *args, uint32_t nargs)
{
	struct frame f = {.result = unknown};
	const struct node *body;
	enum flow flow;

	if (!clang_isCursorDefinition(function->cursor) || source_may_be_weak(function)) {
		struct decl *elsewhere = source_decl(e->source, function->name);

		function = elsewhere ? elsewhere : function;
	}
	body = source_body(e->source, function);
	if (!body || e->depth == MOST_DEPTH)
		return unknown;
	for (uint32_t i = 0; i < function->params.n; i++)
		set_variable(&f, function->params.at[i], i < nargs ? args[i] : unknown);
	e->depth++;
	flow = exec(e, &f, body);
	e->depth--;
	vec_free(&f.vars);
	if (flow == GOTO)
		give_up(e, "jumps to where it cannot be followed");
	return flow == RETURN ? f.result : unknown;
}

const char *eval_run(struct eval *e, struct decl *function)
{
	uint8_t choices[MOST_CHOICES];
	const char *broken = NULL;

	e->choice = choices;
	e->nchoices = 0;
	for (uint32_t run = 0; run < MOST_RUNS; run++) {
		struct value args[12] = {0}, result;

		e->arena = arena_new();
		e->at = e->steps = e->depth = 0;
		e->why = e->broken = e->type_named = NULL;
		e->arguments(e->data, e, args);
		result = call(e, function, args, function->params.n);
		if (e->broken)
			broken = e->broken;
		else
			e->outcome(e->data, e, result, e->why);
		arena_free(e->arena);
		/* the last choice that was no becomes yes */
		e->nchoices = e->at < e->nchoices ? e->at : e->nchoices;
		while (e->nchoices && choices[e->nchoices - 1])
			e->nchoices--;
		if (!e->nchoices || broken)
			return broken;
		choices[e->nchoices - 1] = 1;
	}
	return "has too many ways through";
}

struct value eval_const(struct source *s, const struct node *n)
{
	uint8_t choices[MOST_CHOICES];
	struct eval e = {.source = s, .arena = source_arena(s), .choice = choices};
	struct frame f = {.result = unknown};
	struct value v = n ? eval(&e, &f, n) : value_int(0);

	vec_free(&f.vars);
	return e.why || e.broken ? unknown : v;
}
