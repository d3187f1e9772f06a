// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * show: a scalar in words. People are told one range: the signed one where the value may be negative, else the
 * unsigned one; an end that says nothing is left out.
 */
#include "value/value.h"

#include <inttypes.h>

static void print_signed(struct scalar s, struct text *out)
{
	if (s.smin == INT64_MIN && s.smax == INT64_MAX)
		text_add(out, "unknown");
	else if (s.smin == INT64_MIN)
		text_addf(out, "<= %" PRId64, s.smax);
	else if (s.smax == INT64_MAX)
		text_addf(out, ">= %" PRId64, s.smin);
	else
		text_addf(out, "[%" PRId64 ", %" PRId64 "]", s.smin, s.smax);
}

void scalar_print(struct scalar s, struct text *out)
{
	bool may_be_negative = s.smin < 0;

	if (!scalar_valid(s))
		text_add(out, "impossible");
	else if (scalar_is_const(s))
		text_addf(out, "= %" PRId64, (int64_t)s.bits.value);
	else if (may_be_negative && s.smin == INT64_MIN && s.smax == INT64_MAX && (s.umin || s.umax != UINT64_MAX))
		text_addf(out, "[%" PRIu64 ", %" PRIu64 "]", s.umin, s.umax);
	else
		print_signed(s, out);
}

void scalar_print_all(struct scalar s, struct text *out)
{
	text_addf(out, "bits=(%#" PRIx64 "; %#" PRIx64 ")", s.bits.value, s.bits.mask);
	text_addf(out, " u64=[%" PRIu64 ", %" PRIu64 "] s64=[%" PRId64 ", %" PRId64 "]", s.umin, s.umax, s.smin, s.smax);
	text_addf(out, " u32=[%" PRIu32 ", %" PRIu32 "] s32=[%" PRId32 ", %" PRId32 "]", s.u32min, s.u32max, s.s32min,
		  s.s32max);
}
