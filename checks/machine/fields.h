// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * fields: the members of records that belong to the kernel: locks, timers, list heads and nodes, kptrs. They are told by their type's
 * name or by a tag, in map values, in sections of globals and in objects from bpf_obj_new().
 *
 * Kernel: btf_get_field_type(), btf_parse_fields(), struct btf_record.
 */
#ifndef BPFPROOF_FIELDS_H
#define BPFPROOF_FIELDS_H

#include "machine/machine.h"

#define FIELDS_ALL (~0u)
#define FIELDS_KPTR (FIELD_BIT(KPTR_UNREF) | FIELD_BIT(KPTR_REF) | FIELD_BIT(KPTR_PERCPU) | FIELD_BIT(UPTR))
#define FIELDS_LOCK (FIELD_BIT(SPIN_LOCK) | FIELD_BIT(RES_SPIN_LOCK))
/* What a map value may hold; nodes are for objects from bpf_obj_new(). */
#define FIELDS_MAP (FIELDS_ALL & ~(FIELD_BIT(LIST_NODE) | FIELD_BIT(RB_NODE)))

struct special_field {
	enum field_kind kind;
	uint64_t off, size;         /* bytes, from the start of the outermost record */
	type_id type;
	const char *const *tags;    /* btf_decl_tags of the member */
	uint32_t ntags;
};

/* The first one of `kinds` (bits) that a byte of [from, to) of type t belongs to. */
bool field_find(const struct unit *u, type_id t, uint64_t from, uint64_t to, uint32_t kinds, struct special_field *out);
/* The one that begins at `off`. */
bool field_begins(const struct unit *u, type_id t, uint64_t off, uint32_t kinds, struct special_field *out);

/* Gives tags their newer names, once, finds which types have special fields, and the unit's maps that are `untold`. */
void fields_settle(struct unit *u, uint32_t kver);

/* The type of the whole object that p points into, as the program declares it; 0 when that is not known or has no such fields. */
type_id field_record(const struct unit *u, const struct value *p);
/* The one that p points to the start of. */
bool field_pointed(const struct unit *u, const struct value *p, uint32_t kinds, struct special_field *out);

/* What a list or tree may hold, from the head's "contains:TYPE:MEMBER": the record, and the offset of its node. */
struct contents {
	type_id record;
	uint64_t off;
};
bool field_contents(const struct unit *u, const struct special_field *head, struct contents *out);

#endif
