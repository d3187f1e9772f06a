// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * bounds: an access that the machine cannot show to stay inside the memory that its pointer points to (region.c says what is inside).
 *
 * Kernel: check_mem_access().
 */
#include "rule/fix.h"
#include "rule/region.h"

static struct finding *say_packet(struct rules *r, const struct event *e, const struct reach *x, const char *name)
{
	const struct value *rests[] = {e->ptr};
	const char *verb = e->write ? "write" : "read";

	if (x->limit)
		return rule_say(r, e, VERDICT_REJECT, rests, 1, x->kernel, "%s of %u bytes at packet offset %lld, but only %llu bytes were compared with the packet's end",
				verb, e->size, (long long)x->lo, (unsigned long long)x->limit);
	return rule_say(r, e, VERDICT_REJECT, rests, 1, x->kernel, "%s of %u bytes from the packet through %s, which was not compared with the packet's end",
			verb, e->size, name);
}

static struct finding *say_region(struct rules *r, const struct event *e, const struct reach *x, const char *name)
{
	const struct value *rests[] = {e->ptr};
	const char *verb = e->write ? "write" : "read";

	if (x->unbounded)
		return rule_say(r, e, VERDICT_REJECT, rests, 1, x->kernel, "%s of %u bytes through %s: its offset into %s has no bound", verb, e->size, name, x->what);
	if (x->lo == x->hi)
		return rule_say(r, e, VERDICT_REJECT, rests, 1, x->kernel, "%s of %u bytes at offset %lld of %s, which is %llu bytes long", verb, e->size,
				(long long)x->lo, x->what, (unsigned long long)x->limit);
	return rule_say(r, e, VERDICT_REJECT, rests, 1, x->kernel, "%s of %u bytes at an offset in [%lld, %lld] of %s, which is %llu bytes long", verb, e->size,
			(long long)x->lo, (long long)x->hi, x->what, (unsigned long long)x->limit);
}

/* Memory whose end only the kernel knows: its beginning is known, and an index into it has to be a constant (check_buffer_access()). */
static bool on_buffer(struct rules *r, const struct event *e)
{
	const struct value *p = e->ptr, *rests[] = {p};
	const char *name, *verb = e->write ? "write" : "read";

	if ((p->flags & VAL_UNTRUSTED) || (scalar_is_const(p->s) && p->off >= 0))
		return false;
	name = rule_name(r, e, e->operand, "this pointer");
	if (!scalar_is_const(p->s))
		rule_say(r, e, VERDICT_REJECT, rests, 1, "invalid variable buffer offset", "%s of %u bytes through %s: the offset into this buffer must be a constant", verb, e->size, name);
	else
		rule_say(r, e, VERDICT_REJECT, rests, 1, "buffer access: off=", "%s of %u bytes through %s, %lld bytes before this buffer begins", verb, e->size, name, -(long long)p->off);
	return true;
}

bool rule_bounds(struct rules *r, const struct event *e)
{
	const char *name;
	struct finding *f;
	struct reach x;

	if (e->ptr->kind == VAL_BUF)
		return on_buffer(r, e);
	if (!region_left(r, e->ptr, e->size, false, &x))
		return false;
	name = rule_name(r, e, e->operand, "this pointer");
	f = e->ptr->kind == VAL_PACKET || e->ptr->kind == VAL_PACKET_META ? say_packet(r, e, &x, name) : say_region(r, e, &x, name);
	rule_note_origin(r, f, e, e->ptr, rule_name(r, e, rule_base(e, e->operand), "this pointer"));
	region_note_index(r, f, e, e->operand, e->ptr);
	if (e->ptr->kind == VAL_PACKET)
		fix_packet(r, f, e);
	else
		fix_index(r, f, e, region_index(e->func, e->operand));
	return true;
}
