// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* listing: see listing.h. */
#include "object/listing.h"

#include <gelf.h>
#include <linux/bpf.h>

enum { MAX_SLOTS = 1 << 20 };

bool listing_is_function(const struct image *m, const struct image_symbol *s)
{
	const struct image_section *in = image_section(m, s->section);

	return s->type == STT_FUNC && s->section && in->is_code && in->data && s->value % sizeof(struct bpf_insn) == 0 &&
	       s->size >= sizeof(struct bpf_insn) && s->value <= in->size && s->size <= in->size - s->value &&
	       s->size / sizeof(struct bpf_insn) <= MAX_SLOTS;
}

static bool walk(const struct image *m, const struct image_symbol *s, bool (*see)(const struct listed *at, void *user), void *user)
{
	const uint8_t *bytes = image_section(m, s->section)->data + s->value;
	uint32_t n = (uint32_t)(s->size / sizeof(struct bpf_insn));
	struct bpf_insn insn[2];

	for (uint32_t i = 0; i < n; i++) {
		struct listed at = {.slot = i, .line = image_line_at(m, s->section, (uint32_t)(s->value + i * sizeof(*insn)), (uint32_t)s->value)};

		memcpy(insn, bytes + i * sizeof(*insn), (i + 1 < n ? 2 : 1) * sizeof(*insn));
		at.code = code_decode(&insn[0], i + 1 < n ? &insn[1] : NULL);
		if (!see(&at, user))
			return false;
		i += at.code.kind == CODE_WIDE;
	}
	return true;
}

void listing_walk(const struct image *m, const char *function, bool (*see)(const struct listed *at, void *user), void *user)
{
	for (uint32_t i = 0; i < m->symbols.n; i++)
		if (listing_is_function(m, &m->symbols.at[i]) && (!function || !strcmp(m->symbols.at[i].name, function)) &&
		    !walk(m, &m->symbols.at[i], see, user))
			return;
}
