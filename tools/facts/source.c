// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * source: a kernel tree, parsed by libclang file by file. The tree is not configured: its autoconf.h and what the build
 * would generate are stand-ins (stubs/), headers of asm/ that the architecture leaves to the generic ones are found
 * there (-idirafter), and what still fails to parse is left out by clang itself. Bodies are copied into trees of our
 * own when they are asked for, once.
 */
#include "facts.h"

#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

struct entry {           /* of a hash table; NULL key: free */
	const void *key;
	void *value;
};

struct table {
	struct entry *at;
	uint32_t n, cap;
};

struct unit {
	struct source *source;
	CXTranslationUnit tu;
	const char *file;
	CXFile main;
	struct table names;    /* name -> struct decl: functions and variables at file scope */
	struct table decls;    /* hash of a cursor -> struct decl, chained */
	VEC(struct top) tops;
	bool topped;
	bool whole;            /* what it includes belongs to it: our own, and files that only collect others */
};

struct source {
	struct arena *arena;
	struct intern *names;
	CXIndex index;
	const char *tree, *stubs, *generic;
	VEC(struct unit *) units;
	struct table enums;    /* name -> struct top */
};

/* ---- hash tables of interned strings and cursors ---- */

static void *table_get(const struct table *t, const void *key, uint32_t hash)
{
	if (!t->cap)
		return NULL;
	for (uint32_t i = hash & (t->cap - 1); t->at[i].key; i = (i + 1) & (t->cap - 1))
		if (t->at[i].key == key)
			return t->at[i].value;
	return NULL;
}

static uint32_t hash_pointer(const void *p)
{
	return (uint32_t)(((uintptr_t)p >> 3) * UINT64_C(0x9e3779b97f4a7c15) >> 32);
}

static void table_put(struct table *t, const void *key, uint32_t hash, void *value);

static void table_grow(struct table *t)
{
	struct table bigger = {.cap = t->cap ? t->cap * 2 : 256};

	bigger.at = calloc(bigger.cap, sizeof(*bigger.at));
	if (!bigger.at)
		abort();
	for (uint32_t i = 0; i < t->cap; i++)
		if (t->at[i].key)
			table_put(&bigger, t->at[i].key, hash_pointer(t->at[i].key), t->at[i].value);
	free(t->at);
	*t = bigger;
}

static void table_put(struct table *t, const void *key, uint32_t hash, void *value)
{
	uint32_t i;

	if (t->n * 2 >= t->cap)
		table_grow(t);
	for (i = hash & (t->cap - 1); t->at[i].key && t->at[i].key != key; i = (i + 1) & (t->cap - 1))
		;
	t->n += !t->at[i].key;
	t->at[i].key = key;
	t->at[i].value = value;
}

/* ---- small things of libclang ---- */

static const char *take(struct source *s, CXString string)
{
	const char *c = clang_getCString(string), *name = intern_str(s->names, c ? c : "");

	clang_disposeString(string);
	return name;
}

static struct shape shape_of(CXType t)
{
	struct shape none = {0, false};
	long long size;

	t = clang_getCanonicalType(t);
	if (t.kind == CXType_Enum)
		t = clang_getCanonicalType(clang_getEnumDeclIntegerType(clang_getTypeDeclaration(t)));
	if (t.kind < CXType_Bool || t.kind > CXType_Int128)
		return none;
	size = clang_Type_getSizeOf(t);
	if (size <= 0 || size > 8)
		return none;
	return (struct shape){(uint8_t)size, t.kind >= CXType_Char_S && t.kind != CXType_UChar};
}

static bool evaluate(CXCursor c, int64_t *value)
{
	CXEvalResult r = clang_Cursor_Evaluate(c);
	bool known = r && clang_EvalResult_getKind(r) == CXEval_Int;

	if (known)
		*value = clang_EvalResult_isUnsignedInt(r) ? (int64_t)clang_EvalResult_getAsUnsigned(r) : clang_EvalResult_getAsLongLong(r);
	if (r)
		clang_EvalResult_dispose(r);
	return known;
}

static enum CXChildVisitResult collect(CXCursor c, CXCursor parent, CXClientData data)
{
	VEC(CXCursor) *kids = data;

	vec_push(kids, c);
	return CXChildVisit_Continue;
}

/* ---- declarations ---- */

static struct decl *decl_of(struct unit *u, CXCursor c)
{
	CXCursor canonical = clang_getCanonicalCursor(c), definition;
	uint64_t hash = clang_hashCursor(canonical);
	const void *key = NULL;
	struct decl *d;
	struct source *s = u->source;
	enum CXCursorKind kind = clang_getCursorKind(c);
	CXType type = clang_getCursorType(c);

	/* different cursors may have the same hash */
	for (uint64_t same = 1; same < 256; same++) {
		key = (const void *)(uintptr_t)(hash << 8 | same);
		d = table_get(&u->decls, key, hash_pointer(key));
		if (!d)
			break;
		if (clang_equalCursors(clang_getCanonicalCursor(d->cursor), canonical))
			return d;
	}
	d = arena_alloc(s->arena, sizeof(*d));
	definition = clang_getCursorDefinition(c);
	d->cursor = clang_Cursor_isNull(definition) ? canonical : definition;
	d->name = take(s, clang_getCursorSpelling(c));
	d->unit = u;
	d->file = u->file;
	d->kind = kind;
	d->shape = shape_of(type);
	if (clang_getPointeeType(clang_getCanonicalType(type)).kind == CXType_FunctionProto)
		type = clang_getCanonicalType(type); /* so that it can be seen, whatever a typedef calls it */
	d->type = take(s, clang_getTypeSpelling(kind == CXCursor_FunctionDecl ? clang_getResultType(type) : type));
	table_put(&u->decls, key, hash_pointer(key), d);
	if (kind == CXCursor_FunctionDecl)
		for (int i = 0; i < clang_Cursor_getNumArguments(d->cursor); i++)
			vec_push(&d->params, decl_of(u, clang_Cursor_getArgument(d->cursor, (unsigned)i)));
	return d;
}

/* ---- bodies ---- */

static struct node *convert(struct unit *u, CXCursor c);

static struct node *node_new(struct unit *u, CXCursor c, uint32_t kids)
{
	struct node *n = arena_alloc(u->source->arena, sizeof(*n));

	n->kind = clang_getCursorKind(c);
	n->shape = shape_of(clang_getCursorType(c));
	n->n = kids;
	n->kids = kids ? arena_alloc(u->source->arena, kids * sizeof(*n->kids)) : NULL;
	return n;
}

static struct node *constant(struct unit *u, CXCursor c, int64_t value)
{
	struct node *n = node_new(u, c, 0);

	n->constant = true;
	n->value = value;
	return n;
}

static struct node *convert_reference(struct unit *u, CXCursor c)
{
	CXCursor to = clang_getCursorReferenced(c);
	enum CXCursorKind kind = clang_getCursorKind(to);
	struct node *n;

	if (kind == CXCursor_EnumConstantDecl) {
		n = constant(u, c, clang_getEnumConstantDeclValue(to));
		n->name = take(u->source, clang_getCursorSpelling(to));
		return n;
	}
	n = node_new(u, c, 0);
	n->name = take(u->source, clang_getCursorSpelling(c));
	if (kind == CXCursor_FunctionDecl || kind == CXCursor_VarDecl || kind == CXCursor_ParmDecl)
		n->decl = decl_of(u, to);
	return n;
}

/* `.member = value` and `[index] = value`: designators, then the value; those of anonymous structs stand before the member. */
static struct node *convert_item(struct unit *u, CXCursor c)
{
	VEC(CXCursor) kids = {0};
	struct node *n = NULL;

	clang_visitChildren(c, collect, &kids);
	if (clang_getCursorKind(c) == CXCursor_UnexposedExpr && kids.n > 1) {
		CXCursor designator = kids.at[kids.n - 2];

		n = node_new(u, c, 1);
		n->kind = CXCursor_MemberRef;
		if (clang_getCursorKind(designator) == CXCursor_MemberRef)
			n->name = take(u->source, clang_getCursorSpelling(designator));
		else
			n->constant = evaluate(designator, &n->value);
		n->kids[0] = convert(u, kids.at[kids.n - 1]);
	}
	vec_free(&kids);
	return n ? n : convert(u, c);
}

static struct node *convert_kids(struct unit *u, CXCursor c, struct node *(*one)(struct unit *u, CXCursor c))
{
	VEC(CXCursor) kids = {0};
	struct node *n;

	clang_visitChildren(c, collect, &kids);
	n = node_new(u, c, kids.n);
	for (uint32_t i = 0; i < kids.n; i++)
		n->kids[i] = one(u, kids.at[i]);
	vec_free(&kids);
	return n;
}

/* What stands around an expression and says nothing more: its type may. */
static struct node *convert_around(struct unit *u, CXCursor c)
{
	VEC(CXCursor) kids = {0};
	struct node *n = NULL, *inner;
	uint32_t expressions = 0, last = 0;
	int64_t value;

	clang_visitChildren(c, collect, &kids);
	for (uint32_t i = 0; i < kids.n; i++)
		if (clang_isExpression(clang_getCursorKind(kids.at[i]))) {
			expressions++;
			last = i;
		}
	if (expressions == 1 && clang_getCursorKind(kids.at[last]) != CXCursor_MemberRef) {
		inner = convert(u, kids.at[last]);
		n = node_new(u, c, 1);
		n->kind = CXCursor_CStyleCastExpr;
		n->kids[0] = inner;
		if (inner->constant && evaluate(c, &value))
			(n = constant(u, c, value))->name = inner->name;
		else if (!n->shape.size || (n->shape.size == inner->shape.size && n->shape.is_signed == inner->shape.is_signed))
			n = inner;
	} else if (evaluate(c, &value)) {
		n = constant(u, c, value);
	} else { /* such as a ?: b */
		n = node_new(u, c, expressions);
		for (uint32_t i = 0, k = 0; i < kids.n; i++)
			if (clang_isExpression(clang_getCursorKind(kids.at[i])))
				n->kids[k++] = convert(u, kids.at[i]);
	}
	vec_free(&kids);
	return n;
}

static struct node *convert_call(struct unit *u, CXCursor c)
{
	int nargs = clang_Cursor_getNumArguments(c);
	CXCursor to = clang_getCursorReferenced(c);
	struct node *n = node_new(u, c, nargs > 0 ? (uint32_t)nargs : 0);

	n->name = take(u->source, clang_getCursorSpelling(c));
	if (clang_getCursorKind(to) == CXCursor_FunctionDecl)
		n->decl = decl_of(u, to);
	for (int i = 0; i < nargs; i++)
		n->kids[i] = convert(u, clang_Cursor_getArgument(c, (unsigned)i));
	return n;
}

static struct node *convert_var(struct unit *u, CXCursor c)
{
	CXCursor init = clang_Cursor_getVarDeclInitializer(c);
	bool has = !clang_Cursor_isNull(init) && clang_isExpression(clang_getCursorKind(init));
	struct node *n = node_new(u, c, has);

	n->decl = decl_of(u, c);
	if (has)
		n->kids[0] = convert(u, init);
	return n;
}

static bool all_constant(const struct node *n)
{
	for (uint32_t i = 0; i < n->n; i++)
		if (!n->kids[i]->constant)
			return false;
	return n->n;
}

static struct node *convert(struct unit *u, CXCursor c)
{
	enum CXCursorKind kind = clang_getCursorKind(c);
	struct node *n;
	int64_t value;

	switch ((int)kind) {
	case CXCursor_IntegerLiteral: case CXCursor_CharacterLiteral: case CXCursor_UnaryExpr:
		if (evaluate(c, &value))
			return constant(u, c, value);
		return node_new(u, c, 0);
	case CXCursor_StringLiteral:
		n = node_new(u, c, 0);
		n->name = take(u->source, clang_getCursorSpelling(c)); /* with its quotes */
		if (strlen(n->name) >= 2)
			n->name = intern_strn(u->source->names, n->name + 1, strlen(n->name) - 2);
		return n;
	case CXCursor_DeclRefExpr:
		return convert_reference(u, c);
	case CXCursor_ParenExpr: case CXCursor_CStyleCastExpr: case CXCursor_UnexposedExpr:
		return convert_around(u, c);
	case CXCursor_StmtExpr: case CXCursor_GenericSelectionExpr:
		if (evaluate(c, &value))
			return constant(u, c, value);
		return convert_kids(u, c, convert);
	case CXCursor_CallExpr:
		return convert_call(u, c);
	case CXCursor_InitListExpr:
		return convert_kids(u, c, convert_item);
	case CXCursor_VarDecl:
		return convert_var(u, c);
	default:
		n = convert_kids(u, c, convert);
	}
	if ((kind == CXCursor_BinaryOperator || kind == CXCursor_UnaryOperator) && all_constant(n) && evaluate(c, &value))
		return constant(u, c, value);
	switch ((int)kind) {
	case CXCursor_UnaryOperator:
		n->op = clang_getCursorUnaryOperatorKind(c);
		break;
	case CXCursor_BinaryOperator: case CXCursor_CompoundAssignOperator:
		n->op = clang_getCursorBinaryOperatorKind(c);
		break;
	case CXCursor_MemberRefExpr: case CXCursor_LabelStmt: case CXCursor_LabelRef:
		n->name = take(u->source, clang_getCursorSpelling(c));
		break;
	default:
		break;
	}
	return n;
}

static enum CXChildVisitResult find_block(CXCursor c, CXCursor parent, CXClientData data)
{
	if (clang_getCursorKind(c) != CXCursor_CompoundStmt)
		return CXChildVisit_Continue;
	*(CXCursor *)data = c;
	return CXChildVisit_Break;
}

struct node *source_body(struct source *s, struct decl *d)
{
	CXCursor at = clang_getNullCursor();

	if (d->asked)
		return d->body;
	d->asked = true;
	if (d->kind == CXCursor_FunctionDecl)
		clang_visitChildren(d->cursor, find_block, &at);
	else
		at = clang_Cursor_getVarDeclInitializer(d->cursor);
	if (!clang_Cursor_isNull(at))
		d->body = convert(d->unit, at);
	return d->body;
}

const struct node *node_field(const struct node *list, const char *member)
{
	for (uint32_t i = 0; list && i < list->n; i++)
		if (list->kids[i]->kind == CXCursor_MemberRef && list->kids[i]->name && !strcmp(list->kids[i]->name, member))
			return list->kids[i]->kids[0];
	return NULL;
}

/* ---- names ---- */

static enum CXChildVisitResult note_name(CXCursor c, CXCursor parent, CXClientData data)
{
	struct unit *u = data;
	enum CXCursorKind kind = clang_getCursorKind(c);
	const char *name;
	struct decl *d;

	if (kind != CXCursor_FunctionDecl && kind != CXCursor_VarDecl)
		return CXChildVisit_Continue;
	name = take(u->source, clang_getCursorSpelling(c));
	if (!table_get(&u->names, name, hash_pointer(name))) {
		d = decl_of(u, c);
		table_put(&u->names, name, hash_pointer(name), d);
	}
	return CXChildVisit_Continue;
}

struct decl *source_decl_in(struct source *s, struct unit *u, const char *name)
{
	name = intern_str(s->names, name);
	return table_get(&u->names, name, hash_pointer(name));
}

/* __weak and the like have no cursor kind of their own. */
static enum CXChildVisitResult find_attribute(CXCursor c, CXCursor parent, CXClientData data)
{
	if (clang_getCursorKind(c) == CXCursor_UnexposedAttr)
		*(bool *)data = true;
	return CXChildVisit_Continue;
}

bool source_may_be_weak(struct decl *d)
{
	if (!d->looked)
		clang_visitChildren(d->cursor, find_attribute, &d->attributes);
	d->looked = true;
	return d->attributes;
}

struct decl *source_decl(struct source *s, const char *name)
{
	struct decl *declared = NULL;

	for (uint32_t i = 0; i < s->units.n; i++) {
		struct decl *d = source_decl_in(s, s->units.at[i], name);

		if (d && clang_isCursorDefinition(d->cursor) && !source_may_be_weak(d))
			return d;
		if (d && (!declared || (clang_isCursorDefinition(d->cursor) && !clang_isCursorDefinition(declared->cursor))))
			declared = d;
	}
	return declared;
}

/* ---- enums, structs ---- */

struct enum_search {
	struct unit *u;
	VEC(struct top) *found;
	const char *name;
	bool here;
};

static enum CXChildVisitResult note_constant(CXCursor c, CXCursor parent, CXClientData data)
{
	struct unit *u = data;
	struct top *t;

	if (clang_getCursorKind(c) == CXCursor_EnumDecl || clang_getCursorKind(c) == CXCursor_UnexposedDecl)
		return CXChildVisit_Recurse;
	if (clang_getCursorKind(c) != CXCursor_EnumConstantDecl)
		return CXChildVisit_Continue;
	t = arena_alloc(u->source->arena, sizeof(*t));
	t->name = take(u->source, clang_getCursorSpelling(c));
	t->kind = CXCursor_EnumConstantDecl;
	t->cursor = c;
	t->value = clang_getEnumConstantDeclValue(c);
	if (!table_get(&u->source->enums, t->name, hash_pointer(t->name)))
		table_put(&u->source->enums, t->name, hash_pointer(t->name), t);
	return CXChildVisit_Continue;
}

bool source_enum(struct source *s, const char *constant, int64_t *value)
{
	const struct top *t;

	constant = intern_str(s->names, constant);
	t = table_get(&s->enums, constant, hash_pointer(constant));
	if (t)
		*value = t->value;
	return t;
}

int64_t source_enum_or(struct source *s, const char *constant, int64_t otherwise)
{
	int64_t value;

	return source_enum(s, constant, &value) ? value : otherwise;
}

static enum CXChildVisitResult collect_constant(CXCursor c, CXCursor parent, CXClientData data)
{
	struct enum_search *e = data;

	vec_push(e->found, (struct top){take(e->u->source, clang_getCursorSpelling(c)), CXCursor_EnumConstantDecl, c, clang_getEnumConstantDeclValue(c)});
	return CXChildVisit_Continue;
}

const struct top *source_enum_of(struct source *s, const char *constant, size_t *n)
{
	const char *name = intern_str(s->names, constant);
	const struct top *t = table_get(&s->enums, name, hash_pointer(name));
	VEC(struct top) found = {0};
	struct enum_search e = {.u = s->units.at[0], .found = (void *)&found};
	const struct top *copy;

	*n = 0;
	if (!t)
		return NULL;
	clang_visitChildren(clang_getCursorSemanticParent(t->cursor), collect_constant, &e);
	copy = arena_copy(s->arena, found.at, found.n * sizeof(*found.at));
	*n = found.n;
	vec_free(&found);
	return copy;
}

struct struct_search {
	const char *tag;
	CXCursor found;
	struct source *s;
	VEC(struct member) members;
	uint64_t base;
};

static enum CXChildVisitResult find_struct(CXCursor c, CXCursor parent, CXClientData data)
{
	struct struct_search *q = data;

	if (clang_getCursorKind(c) != CXCursor_StructDecl || !clang_isCursorDefinition(c) ||
	    take(q->s, clang_getCursorSpelling(c)) != q->tag)
		return CXChildVisit_Continue;
	q->found = c;
	return CXChildVisit_Break;
}

static bool search_struct(struct struct_search *q, struct source *s, const char *tag)
{
	q->s = s;
	q->tag = intern_str(s->names, tag);
	q->found = clang_getNullCursor();
	for (uint32_t i = 0; i < s->units.n && clang_Cursor_isNull(q->found); i++)
		clang_visitChildren(clang_getTranslationUnitCursor(s->units.at[i]->tu), find_struct, q);
	return !clang_Cursor_isNull(q->found);
}

static enum CXVisitorResult add_member(CXCursor c, CXClientData data)
{
	struct struct_search *q = data;
	long long bits = clang_Cursor_getOffsetOfField(c);
	CXType type = clang_getCursorType(c);
	struct member m = {
		.name = take(q->s, clang_getCursorSpelling(c)),
		.type = take(q->s, clang_getTypeSpelling(type)),
		.off = (uint32_t)((uint64_t)bits / 8 + q->base),
		.size = (uint32_t)clang_Type_getSizeOf(type),
	};

	if (clang_Cursor_isAnonymousRecordDecl(clang_getTypeDeclaration(type))) {
		uint64_t outer = q->base;

		q->base = m.off;
		clang_Type_visitFields(type, add_member, q);
		q->base = outer;
	} else if (!clang_Cursor_isBitField(c) && *m.name) {
		vec_push(&q->members, m);
	}
	return CXVisit_Continue;
}

const struct member *source_members(struct source *s, const char *tag, size_t *n)
{
	struct struct_search q = {0};
	const struct member *copy;

	*n = 0;
	if (!search_struct(&q, s, tag))
		return NULL;
	clang_Type_visitFields(clang_getCursorType(q.found), add_member, &q);
	copy = arena_copy(s->arena, q.members.at, q.members.n * sizeof(*copy));
	*n = q.members.n;
	vec_free(&q.members);
	return copy;
}

uint32_t source_sizeof(struct source *s, const char *tag)
{
	struct struct_search q = {0};

	return search_struct(&q, s, tag) ? (uint32_t)clang_Type_getSizeOf(clang_getCursorType(q.found)) : 0;
}

/* ---- what stands in one file ---- */

static enum CXChildVisitResult note_top(CXCursor c, CXCursor parent, CXClientData data)
{
	struct unit *u = data;
	enum CXCursorKind kind = clang_getCursorKind(c);
	struct top t = {.kind = kind, .cursor = c};
	CXFile file;

	clang_getExpansionLocation(clang_getCursorLocation(c), &file, NULL, NULL, NULL);
	if (!u->whole && !clang_File_isEqual(file, u->main))
		return CXChildVisit_Continue;
	if (kind == CXCursor_EnumDecl || kind == CXCursor_UnexposedDecl)
		return CXChildVisit_Recurse;
	t.name = take(u->source, clang_getCursorSpelling(c));
	if (kind == CXCursor_EnumConstantDecl)
		t.value = clang_getEnumConstantDeclValue(c);
	vec_push(&u->tops, t);
	return CXChildVisit_Continue;
}

const struct top *source_tops(struct source *s, struct unit *u, size_t *n)
{
	if (!u->topped) {
		u->topped = true;
		clang_visitChildren(clang_getTranslationUnitCursor(u->tu), note_top, u);
	}
	*n = u->tops.n;
	return u->tops.at;
}

size_t source_units(const struct source *s)
{
	return s->units.n;
}

const char *source_unit_file(const struct source *s, size_t unit)
{
	return s->units.at[unit]->file;
}

struct unit *source_unit(struct source *s, size_t unit)
{
	return s->units.at[unit];
}

/* ---- the tree ---- */

/* A folder whose asm/ is the generic one. */
static const char *generic_headers(struct source *s, const char *from, const char *as)
{
	const char *folder = arena_printf(s->arena, "%s/%s", s->generic, as);
	const char *to = arena_printf(s->arena, "%s/%s", s->tree, from);

	mkdir(folder, 0700);
	if (symlink(to, arena_printf(s->arena, "%s/asm", folder)))
		fprintf(stderr, "cannot make links in %s\n", folder);
	return folder;
}

struct source *source_open(const char *tree, const char *stubs)
{
	struct arena *a = arena_new();
	struct source *s = arena_alloc(a, sizeof(*s));
	char folder[] = "/tmp/bpfproof-facts-XXXXXX";

	s->arena = a;
	s->names = intern_new(a);
	s->tree = arena_printf(a, "%s", tree);
	s->stubs = arena_printf(a, "%s", stubs);
	s->index = clang_createIndex(0, 0);
	s->generic = arena_printf(a, "%s", mkdtemp(folder) ? folder : "/tmp");
	generic_headers(s, "include/asm-generic", "kernel");
	generic_headers(s, "include/uapi/asm-generic", "uapi");
	return s;
}

struct arena *source_arena(struct source *s)
{
	return s->arena;
}

const char *source_tree(const struct source *s)
{
	return s->tree;
}

void source_close(struct source *s)
{
	static const char *const made[] = {"kernel/asm", "kernel", "uapi/asm", "uapi", "."};

	for (uint32_t i = 0; i < s->units.n; i++) {
		struct unit *u = s->units.at[i];

		for (uint32_t k = 0; k < u->decls.cap; k++)
			if (u->decls.at[k].key)
				vec_free(&((struct decl *)u->decls.at[k].value)->params);
		free(u->names.at);
		free(u->decls.at);
		vec_free(&u->tops);
		clang_disposeTranslationUnit(u->tu);
	}
	for (size_t i = 0; i < ARRAY_LEN(made); i++)
		remove(arena_printf(s->arena, "%s/%s", s->generic, made[i]));
	clang_disposeIndex(s->index);
	free(s->enums.at);
	vec_free(&s->units);
	arena_free(s->arena);
}

bool source_parse(struct source *s, const char *file, bool user_space)
{
	const char *path = *file == '/' ? file : arena_printf(s->arena, "%s/%s", s->tree, file);
#define IN_TREE(dir) arena_printf(s->arena, "-I%s/%s", s->tree, dir)
#define AT_START(header) "-include", arena_printf(s->arena, "%s/%s", s->tree, header)
	const char *const kernel[] = {
		"-w", "-ferror-limit=0", "-nostdinc", "-std=gnu11", "-fms-extensions", "-fshort-wchar", "-funsigned-char", "-D__KERNEL__",
		"-DKBUILD_MODNAME=\"facts\"", "-DKBUILD_BASENAME=\"facts\"", "-DKBUILD_MODFILE=\"facts\"",
		arena_printf(s->arena, "-I%s", s->stubs), IN_TREE("arch/x86/include"), IN_TREE("include"),
		IN_TREE("arch/x86/include/uapi"), IN_TREE("include/uapi"), IN_TREE("kernel/sched"), IN_TREE("drivers/hid"),
		"-idirafter", arena_printf(s->arena, "%s/kernel", s->generic),
		"-idirafter", arena_printf(s->arena, "%s/uapi", s->generic),
		AT_START("include/linux/kconfig.h"), AT_START("include/linux/compiler_types.h"),
	};
	const char *const user[] = {"-w", "-std=gnu11", "-D_GNU_SOURCE", IN_TREE("tools/lib/bpf"), IN_TREE("tools/include"), IN_TREE("tools/include/uapi")};
	struct unit *u = arena_alloc(s->arena, sizeof(*u));

	if (access(path, R_OK))
		return false;
	u->source = s;
	u->whole = path == file || strstr(file, "/build_");
	u->file = arena_printf(s->arena, "%s", file);
	if (clang_parseTranslationUnit2(s->index, path, user_space ? user : kernel, user_space ? ARRAY_LEN(user) : ARRAY_LEN(kernel),
					NULL, 0, CXTranslationUnit_KeepGoing, &u->tu) != CXError_Success)
		return false;
	u->main = clang_getFile(u->tu, path);
	vec_push(&s->units, u);
	clang_visitChildren(clang_getTranslationUnitCursor(u->tu), note_name, u);
	clang_visitChildren(clang_getTranslationUnitCursor(u->tu), note_constant, u);
	return true;
}
