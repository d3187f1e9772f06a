// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* log_parts: what log.c (the verifier's own lines) and log_frames.c (what tools print around them) share. */
#ifndef BPFPROOF_VERIFY_LOG_PARTS_H
#define BPFPROOF_VERIFY_LOG_PARTS_H

#include "verify/log.h"

enum { NO_LOG = UINT32_MAX };

struct reader {
	struct logs *logs;
	uint32_t log;            /* the one that lines belong to, or NO_LOG */
	bool framed;             /* a tool says where logs begin and end */
	uint32_t line;           /* the last source line, or NO_LINE */
	bool line_is_new, line_is_unsure;
	struct slice before;     /* a state that was shown before the next step */
	VEC(uint32_t) line_of;   /* by instruction: the source line that begins there, + 1 */
	VEC(struct slice) outside; /* what libbpf said outside of logs */
	unsigned depth;
};

struct log *log_current(struct reader *r);                       /* NULL: none */
struct log *log_open(struct reader *r, struct slice program);
void log_close(struct reader *r);
void log_read_line(struct reader *r, struct slice line);

/* If `a` begins with it, goes behind it. */
bool log_take(struct slice *a, const char *words);
bool log_take_number(struct slice *a, uint32_t *number);
bool log_take_place(struct slice place, struct log_line *line); /* "prog.bpf.c:21", and nothing else */

/* What stands between `before` and the next `quote`. */
struct slice log_quoted(struct slice line, const char *before, const char *quote);

/* Is this a tool's line about a log? Then it is dealt with. */
bool log_frame_line(struct reader *r, struct slice line);

#endif
