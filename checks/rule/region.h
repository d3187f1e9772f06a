// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * region: does an access of some bytes through a pointer stay inside what it points to? Shared by the rules on direct accesses and on memory
 * handed to helpers.
 */
#ifndef BPFPROOF_REGION_H
#define BPFPROOF_REGION_H

#include "rule/rule.h"

#define F_RDONLY_PROG (1u << 7) /* BPF_F_RDONLY_PROG */

struct reach {
	int64_t lo, hi;     /* first and last offset at which the access may begin */
	bool unbounded;
	uint64_t limit;     /* bytes that are there */
	const char *what;   /* what they are: "a value of map 'm' (BPF_MAP_TYPE_ARRAY)" */
	const char *kernel; /* what the kernel says of it */
};

/*
 * False when all of it is inside, or when the memory's extent is not modelled. `given`: to a function of the kernel, which uses it as it
 * is; what the program itself does outside of its objects the compiler may drop.
 */
bool region_left(struct rules *r, const struct value *p, uint64_t size, bool given, struct reach *x);

/* Programs may not write there. Constants of a source that is not laid out yet do not count: the compiler computes what is done with them. */
bool region_read_only(const struct unit *u, const struct value *v);

/* The instruction that added the varying part of an address, or NULL; and what the user would call the index in it. */
const struct instr *region_index(const struct func *f, struct operand o);
struct operand region_user_index(const struct func *f, struct operand o);
struct scalar region_index_range(const struct event *e, const struct instr *add, struct scalar scaled);

/* The note that names the varying index behind `o` and what is known of it. */
void region_note_index(struct rules *r, struct finding *f, const struct event *e, struct operand o, const struct value *p);

/* How many bytes a helper or kfunc may use at this argument of kind memory; 0: not known, or none. argument_memory.c */
uint64_t argument_size(const struct rules *r, const struct event *e);

#endif
