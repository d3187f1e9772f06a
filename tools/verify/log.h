// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * log: reads what the verifier says while it follows a program, whoever printed it: libbpf, bpftool, veristat, cilium/ebpf, aya, bcc, or
 * nobody but the kernel. What comes out is, for each program, the one path that led to the refusal, instruction by instruction, and
 * the lines that came after it. The text stays where it is; everything points into it. Time and memory are linear in the text.
 */
#ifndef BPFPROOF_VERIFY_LOG_H
#define BPFPROOF_VERIFY_LOG_H

#include "base/base.h"

struct slice {
	const char *s;
	uint32_t n;
};

#define SLICE(literal) ((struct slice){literal, sizeof(literal) - 1})
bool slice_is(struct slice a, const char *s);
bool slice_starts(struct slice a, const char *s);
const char *slice_find(struct slice a, const char *s); /* NULL: is not in it */
struct slice slice_from(struct slice a, const char *from); /* the rest */
struct slice slice_trim(struct slice a);               /* without white space around it */

enum { NO_LINE = UINT32_MAX };

/* One instruction on the path. Empty slices: the log does not say. */
struct log_step {
	uint32_t insn;
	uint32_t line;           /* index in log.lines, or NO_LINE */
	struct slice text;       /* "r0 = *(u32 *)(r1 +4)" */
	struct slice before;     /* the registers where they were shown before it: at the start, at branches */
	struct slice after;      /* "R0_w=scalar(...)": the registers that it changed */
	bool popped;             /* its other side was followed from here on */
	bool guessed;            /* the log does not show its line; this is that of an instruction before */
};

/* "; v->n++; @ prog.bpf.c:21" */
struct log_line {
	struct slice text, file; /* file: empty before 6.10 */
	uint32_t line;
};

enum log_verdict { LOG_UNKNOWN, LOG_ACCEPTED, LOG_REJECTED };

struct log {
	struct slice program, object; /* their names, where the log has them */
	struct slice error;      /* "Permission denied" */
	enum log_verdict verdict;
	VEC(struct log_step) path;
	VEC(struct log_line) lines;
	struct log_line place;   /* where it was refused, in the logs that `bpfproof verify` kept; line 0: it does not say */
	VEC(struct slice) said;  /* the lines behind the last step that are neither steps nor states; the last ones when there are many */
	bool head_lost;          /* the path does not begin where the program does */
	bool tail_lost;          /* the log ends before the verifier did */
	bool ended;              /* the verifier's statistics were there */
};

struct logs {
	VEC(struct log) at;
	struct arena *arena;
};

/* How `bpfproof verify` begins a line about a refusal that the verifier shows no source line for: "... prog.bpf.c:21" */
#define LOG_PLACE "bpfproof: refused at "

/* The text must stay until logs_free(). */
void logs_read(struct logs *logs, const char *text, size_t n);
void logs_free(struct logs *logs);

#endif
