// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * ctx_access: reads the rows of contexts.c. An access is answered by the member that it begins in; the kernel wants it
 * aligned to its own size, and inside the member unless it begins where the member does (a 4-byte read of a port that
 * was once wider). Of older kernels, the rows say what their trees do otherwise.
 */
#include "kernel/tables.h"

enum {
	RAW_ARGS = 12 * 8,        /* MAX_BPF_FUNC_ARGS */
	TRACE_RECORD = 8192,      /* PERF_MAX_TRACE_SIZE */
	SYSCALL_CTX = 0xffff,     /* U16_MAX */
	REGS_COMMON = 64,         /* no machine has fewer bytes of registers */
	REGS_MOST = 1024,         /* nor this many */
};

static const struct ctx_access refused = {.ok = FACT_NO, .result = CTX_NONE};
static const struct ctx_access unknown = {.ok = FACT_UNKNOWN, .result = CTX_SCALAR};
static const struct ctx_access scalar = {.ok = FACT_YES, .result = CTX_SCALAR};

static const struct ctx_field *field_at(const struct ctx_facts *c, int64_t off)
{
	for (size_t i = 0; i < c->nfields; i++)
		if (off >= c->fields[i].off && off < c->fields[i].off + c->fields[i].size)
			return &c->fields[i];
	return NULL;
}

/* One of the attach types in `allowed`? Not knowing the attach type is not knowing. */
static enum fact attach_in(uint64_t allowed, attach_type attach)
{
	if (!allowed)
		return FACT_YES;
	if (attach == ATTACH_NONE || attach >= 64)
		return FACT_UNKNOWN;
	return allowed & UINT64_C(1) << attach ? FACT_YES : FACT_NO;
}

static enum fact both(enum fact a, enum fact b)
{
	if (a == FACT_NO || b == FACT_NO)
		return FACT_NO;
	return a == FACT_YES && b == FACT_YES ? FACT_YES : FACT_UNKNOWN;
}

static struct ctx_access in_field(const struct ctx_field *f, uint64_t prog, attach_type attach, int64_t off, uint32_t size, bool write)
{
	struct ctx_access a = refused;

	if (!f)
		return a;
	a.field = f;
	if (f->not_progs & prog || !(write ? f->write_sizes & size : f->read_sizes & size))
		return a;
	if (off != f->off && (f->start_only || off + size > f->off + f->size))
		return a;
	if (write && f->write_progs && !(f->write_progs & prog))
		return a;
	a.ok = attach_in(f->attach, attach);
	if (write)
		a.ok = both(a.ok, attach_in(f->write_attach, attach));
	if (a.ok == FACT_NO)
		return a;
	a.result = f->result;
	a.btf = f->btf;
	return a;
}

static struct ctx_access in_struct(const struct ctx_facts *c, uint64_t prog, attach_type attach, int64_t off, uint32_t size, bool write)
{
	return in_field(field_at(c, off), prog, attach, off, size, write);
}

static struct ctx_access in_regs(const struct ctx_facts *c, enum prog_type prog, int64_t off, uint32_t size)
{
	if (off >= REGS_MOST)
		return refused;
	if (prog == PROG_PERF_EVENT && size != 8) /* perf's own two members take less, registers do not */
		return off + size <= REGS_COMMON ? refused : unknown;
	return off + size <= c->size ? scalar : unknown;
}

static struct ctx_access in_raw_args(enum prog_type prog, int64_t off, uint32_t size)
{
	if (off >= RAW_ARGS)
		return refused;
	if (prog == PROG_RAW_TRACEPOINT)
		return scalar;
	if (prog == PROG_RAW_TRACEPOINT_WRITABLE) /* the first one is the writable buffer */
		return off ? scalar : size == 8 ? unknown : refused;
	return off % 8 ? refused : unknown; /* the argument's type decides the rest */
}

struct ctx_access kernel_ctx_access(enum prog_type prog, attach_type attach, int64_t off, uint32_t size, bool write)
{
	const struct prog_facts *p = kernel_prog(prog);
	const struct ctx_facts *c = p ? p->ctx : NULL;

	if (!c || c->kind == CTX_NOT_MODELLED)
		return unknown;
	if (off < 0 || !size || off % size)
		return refused;
	switch (c->kind) {
	case CTX_STRUCT:
		return in_struct(c, PROG_BIT(prog), attach, off, size, write);
	case CTX_SYSCALL_MEM:
		return off < SYSCALL_CTX ? scalar : refused;
	case CTX_REGS:
		return write ? refused : in_regs(c, prog, off, size);
	case CTX_BUFFER:
		return write || off < 8 || off >= TRACE_RECORD ? refused : scalar;
	case CTX_RAW_ARGS:
		return write ? refused : in_raw_args(prog, off, size);
	default:
		return unknown;
	}
}

/* ---- older kernels ---- */

/* Members that an older tree has otherwise than the next newer one, or not at all. */
struct older_field {
	const struct ctx_facts *of;
	struct ctx_field f;
};

#define OLDER(id, n, o, s, ...) {&ctx_##id, {.name = n, .off = o, .size = s, __VA_ARGS__}},
static const struct older_field fields_5_10[] = {
#include "kernel/generated/contexts_5.10.def"
}, fields_6_1[] = {
#include "kernel/generated/contexts_6.1.def"
};

static const struct {
	const struct older_field *fields;
	size_t n;
} older[TREE_OF_ROWS] = {
	[TREE_5_10] = {fields_5_10, ARRAY_LEN(fields_5_10)},
	[TREE_6_1] = {fields_6_1, ARRAY_LEN(fields_6_1)},
};

struct question {
	enum prog_type prog;
	attach_type attach;
	int64_t off;
	uint32_t size;
	bool write;
};

static enum fact in_tree(const void *question, enum tree t)
{
	const struct question *q = question;
	const struct ctx_facts *c = kernel_progs[q->prog].ctx;
	const struct ctx_field *f = NULL;

	for (; !f && t < TREE_OF_ROWS; t++)
		for (size_t i = 0; !f && i < older[t].n; i++)
			if (older[t].fields[i].of == c && q->off >= older[t].fields[i].f.off && q->off < older[t].fields[i].f.off + older[t].fields[i].f.size)
				f = &older[t].fields[i].f;
	return in_field(f ? f : field_at(c, q->off), PROG_BIT(q->prog), q->attach, q->off, q->size, q->write).ok;
}

struct ctx_access kernel_ctx_access_at(enum prog_type prog, attach_type attach, int64_t off, uint32_t size, bool write, uint32_t kver)
{
	const struct question q = {prog, attach, off, size, write};
	const struct prog_facts *p = kernel_prog(prog);
	struct ctx_access now = kernel_ctx_access(prog, attach, off, size, write);
	enum fact ok;

	if (!p || !p->ctx || p->ctx->kind != CTX_STRUCT || off < 0 || !size || off % size || kver >= kernel_tree_version(TREE_OF_ROWS))
		return now;
	if (kver < p->since)
		return unknown;
	ok = kernel_trees_say(kver, in_tree, &q);
	if (ok != FACT_NO && now.ok == FACT_NO)
		return unknown;
	now.ok = ok;
	if (ok == FACT_NO)
		now.result = CTX_NONE;
	return now;
}

const struct ctx_facts *kernel_sock(enum sock_kind kind)
{
	return (unsigned)kind < SOCK_KINDS ? kernel_socks[kind] : NULL;
}

struct ctx_access kernel_sock_access(enum sock_kind kind, int64_t off, uint32_t size, bool write)
{
	const struct ctx_facts *c = kernel_sock(kind);

	if (!c)
		return unknown;
	if (write || off < 0 || !size || off % size)
		return refused;
	return in_struct(c, 0, ATTACH_NONE, off, size, false);
}
