// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* What the parts of usage share. Inside the folder only. */
#ifndef BPFPROOF_MODEL_USAGE_H
#define BPFPROOF_MODEL_USAGE_H

#include "model/model.h"

#define NO_LOCAL UINT32_MAX

/* What an instruction does with the address that an operand holds. */
enum role {
	ROLE_VALUE,  /* anything: for the address of a local, an escape */
	ROLE_NONE,   /* neither reads nor writes nor keeps it */
	ROLE_CHAIN,  /* the result is an address in the same object */
	ROLE_READ,
	ROLE_WRITE,
	ROLE_UPDATE, /* reads and writes */
};

enum role usage_role(const struct instr *i, uint32_t operand);

/* The local that an address points into, and how far when that is a constant. */
struct place {
	uint32_t local; /* or NO_LOCAL */
	bool exact;
	int64_t off;
};

/* The place that an operand holds the address of; `temps` as usage_places() made them. */
struct place usage_place(const struct place *temps, struct operand o);
struct place *usage_places(const struct func *f); /* per temporary, on the heap */

/* Bytes that a store, copy or fill writes. */
uint64_t usage_written(const struct instr *i);

/* Which members of records nobody reads. On the heap. */
struct members;
struct members *usage_members(const struct unit *u);                             /* members.c */
void usage_members_free(struct members *m);
bool usage_unread(const struct members *m, const struct func *f, const struct instr *i); /* i stores into such a one */

/* `ignored`: no caller wants the result. */
void usage_dead(const struct unit *u, struct func *f, const struct place *places, const struct members *m, bool ignored); /* dead.c */
void usage_live(struct unit *u, struct func *f, const struct place *places);     /* live.c: locals */
void usage_stack(const struct unit *u, struct func *f, const struct place *places);                    /* stack.c */

/* ranges.c: slot s is live on entry to blocks.at[first[s] .. first[s + 1]), in no order. On the heap. */
struct ranges {
	uint32_t *first;
	VEC(uint32_t) blocks;
	uint32_t nslots;
};
struct ranges usage_ranges(const struct func *f);
void usage_ranges_free(struct ranges *r);

void usage_live_slots(struct unit *u, struct func *f, const struct ranges *r, const uint32_t *number); /* live.c; `number` per slot: its new one, or NULL */
void usage_share(struct unit *u, struct func *f, const struct ranges *r);        /* share.c; instead of usage_live_slots() */

void *usage_table(size_t n, size_t item); /* zeroed, on the heap, never NULL */

#endif
