// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "rule/const_string.h"
#include "rule/region.h"

/* The section is laid out, and no byte of it from there on is zero. */
static bool unterminated(const struct rules *r, const struct value *v)
{
	const struct global *g = v->kind == VAL_GLOBAL && r->unit->final && (v->flags & VAL_RDONLY) ? &r->unit->globals.at[v->object] : NULL;

	return g && g->has_init && g->init && scalar_is_const(v->s) && v->off >= 0 && (uint64_t)v->off < g->size &&
	       !memchr(g->init + v->off, 0, g->size - (uint64_t)v->off);
}

/* The compiler makes constants of variables of the file that nobody writes. */
static bool writable(const struct rules *r, const struct event *e)
{
	const struct value *v = e->ptr;

	if (v->kind == VAL_MAP_VALUE)
		return !(r->unit->maps.at[v->object].map_flags & F_RDONLY_PROG);
	return v->kind == VAL_GLOBAL && !(v->flags & VAL_RDONLY) && (!r->unit->globals.at[v->object].is_static || e->m->written[v->object]);
}

const char *const_string_refused(const struct rules *r, const struct event *e)
{
	if (writable(r, e))
		return "does not point to a readonly map";
	if ((e->ptr->kind == VAL_MAP_VALUE || e->ptr->kind == VAL_GLOBAL) && !scalar_is_const(e->ptr->s))
		return "is not a constant address";
	return unterminated(r, e->ptr) ? "string is not zero-terminated" : NULL;
}
