// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * relevance: which numbers matter. Two states that differ only in numbers that nothing depends on are one state. A number
 * matters once something was decided by it: a branch that its value settled, an offset added to a pointer, a size. From
 * such a use the marks go backward along definitions, through the locals that the run was seen to write and read, into
 * callers. Marks only grow, are shared by all paths of a program, and one mark too many only costs time.
 *
 * Kernel: mark_chain_precision().
 */
#ifndef BPFPROOF_RELEVANCE_H
#define BPFPROOF_RELEVANCE_H

#include "model/model.h"

struct relevance;

struct relevance *relevance_new(const struct unit *u);
void relevance_free(struct relevance *r);

/* Instruction i of f reads or writes [off, off+size) of a local of `owner`; size 0: anywhere in it. */
void relevance_touch(struct relevance *r, const struct func *f, const struct instr *i, const struct func *owner, uint32_t local,
		     int64_t off, uint32_t size, bool write);
/* `i` of `caller` enters f: its arguments are f's parameters, f's results its own. */
void relevance_call(struct relevance *r, const struct func *caller, const struct instr *i, const struct func *f);
/* Something depends on the value of o in f. */
void relevance_need(struct relevance *r, const struct func *f, struct operand o);
/* f comes to a comparison of two registers, and either side is open: where one comes to matter, so does the other. */
void relevance_tie(struct relevance *r, const struct func *f, const struct instr *compare);
/* Something depends on what lies in a local. */
void relevance_need_local(struct relevance *r, const struct func *owner, uint32_t local);

bool relevance_of_slot(const struct relevance *r, const struct func *f, uint32_t block, uint32_t slot);
bool relevance_of_bytes(const struct relevance *r, const struct func *owner, uint32_t local, uint32_t off, uint32_t size);

#endif
