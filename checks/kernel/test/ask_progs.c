// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * ask_progs: which program type may call which helper and kfunc, what helpers take, and what a program may return.
 */
#include "ask.h"

#include <stdio.h>

/* ---- which program type may call which helper ---- */

void ask_helpers(struct tally *tally)
{
	for (size_t i = 0; i < ntargets; i++) {
		const struct target *t = &targets[i];
		bool loads = fine_return(t) >= 0;

		for (uint32_t id = 1; id < kernel_helper_count(); id++) {
			const struct helper_facts *h = kernel_helper(id);
			const struct bpf_insn insns[] = {CALL((int)id), MOV_IMM(0, 0), EXIT()};
			enum fact f = kernel_helper_available_at(h, t->prog, t->attach, ask_kver);
			bool no, sleeps;

			if (loads)
				ask_load(t, insns, ARRAY_LEN(insns));
			no = strstr(answer.log, "cannot use helper") || strstr(answer.log, "unknown func") || strstr(answer.log, "invalid func") ||
			     strstr(answer.log, "not allowed in probe") || strstr(answer.log, "not supported for program type") ||
			     strstr(answer.log, "supported only for");
			sleeps = strstr(answer.log, "might sleep");
			if (!loads || (!answer.log[0] && answer.err))
				note(tally, CANNOT_ASK, h->name, name_of(t), (int)id, word(f));
			else if (sleeps && !(h->flags & HELPER_SLEEPS))
				note(tally, DIFFER, h->name, name_of(t), (int)id, "it does not sleep");
			else
				note(tally, compare(f, !no), h->name, name_of(t), (int)id, word(f));
		}
	}
}

/* ---- which helpers want a GPL-compatible program ---- */

void ask_licences(struct tally *tally)
{
	for (size_t i = 0; i < ntargets; i++) {
		const struct target *t = &targets[i];

		if (t->prog == PROG_LSM || t->prog == PROG_STRUCT_OPS || fine_return(t) < 0) /* these want it themselves */
			continue;
		answer.proprietary = true;
		for (uint32_t id = 1; id < kernel_helper_count(); id++) {
			const struct helper_facts *h = kernel_helper_in(id, t->prog);
			const struct bpf_insn insns[] = {CALL((int)id), MOV_IMM(0, 0), EXIT()};
			bool gpl = h->flags & HELPER_GPL;

			if (kernel_helper_available(h, t->prog, t->attach) != FACT_YES)
				continue;
			ask_load(t, insns, ARRAY_LEN(insns));
			note(tally, id == HELPER_get_func_ip ? NOT_CLAIMED : /* the attach type decides */
			     compare(gpl ? FACT_YES : FACT_NO, strstr(answer.log, "GPL-restricted")), h->name, name_of(t),
			     (int)id, gpl ? "GPL" : "any licence");
		}
		answer.proprietary = false;
	}
}

/* ---- which program type may call which kfunc ---- */

/* Types of which the table says that some of them may: it depends on the attach type, the hook or the struct_ops. */
static const uint64_t some_only = UINT64_C(1) << PROG_TRACING | UINT64_C(1) << PROG_STRUCT_OPS | UINT64_C(1) << PROG_LSM |
				  UINT64_C(1) << PROG_KPROBE;

static void ask_kfunc(struct tally *tally, const struct target *t, const struct kfunc_facts *f, uint32_t id)
{
	const struct bpf_insn insns[] = {INSN(BPF_JMP | BPF_CALL, 0, BPF_PSEUDO_KFUNC_CALL, 0, (int)id), MOV_IMM(0, 0), EXIT()};
	enum fact may = kernel_kfunc_available(f, t->prog, t->attach, KVER_NEWEST);
	bool no, sleeps;

	ask_load(t, insns, ARRAY_LEN(insns));
	no = strstr(answer.log, "is not allowed") && strstr(answer.log, "calling kernel function");
	sleeps = strstr(answer.log, "program must be sleepable");
	if (strstr(answer.log, "metadata kfuncs require"))
		note(tally, CANNOT_ASK, f->name, name_of(t), (int)id, "-");
	else if (sleeps && !(f->flags & KFUNC_SLEEPABLE))
		note(tally, DIFFER, f->name, name_of(t), (int)id, "it does not sleep");
	else if (may == FACT_YES && no && some_only & UINT64_C(1) << t->prog)
		note(tally, NOT_CLAIMED, f->name, name_of(t), (int)id, "yes");
	else
		note(tally, compare(may, !no), f->name, name_of(t), (int)id, may == FACT_YES ? "yes" : "no");
}

void ask_kfuncs(struct tally *tally)
{
	bool loads[256];

	for (size_t i = 0; i < ntargets; i++)
		loads[i] = fine_return(&targets[i]) >= 0;
	for (size_t k = 0; kernel_kfunc_at(k); k++) {
		const struct kfunc_facts *f = kernel_kfunc_at(k);
		uint32_t id = ask_kfunc_id(f->name);

		for (size_t i = 0; i < ntargets; i++) {
			if (id && loads[i])
				ask_kfunc(tally, &targets[i], f, id);
			else
				tally->n[CANNOT_ASK]++;
		}
	}
}

/* ---- what helpers take ---- */

/* What the verifier says it expected when an argument of this kind is given something else altogether. */
static const char *const expected[ARG_KINDS] = {
	[ARG_MAP] = "map_ptr", [ARG_MAP_KEY] = "fp, pkt", [ARG_MAP_VALUE] = "fp, pkt", [ARG_MEM] = "fp, pkt",
	[ARG_FIXED_MEM] = "fp, pkt", [ARG_SIZE] = "scalar", [ARG_SIZE_OR_ZERO] = "scalar",
	[ARG_ALLOC_SIZE_OR_ZERO] = "scalar", [ARG_SCALAR] = "scalar", [ARG_CTX] = "ctx",
	[ARG_SPIN_LOCK] = "map_value, ptr_", [ARG_SOCK_COMMON] = "sock_common, sock, tcp_sock, xdp_sock\n",
	[ARG_BTF_ID_SOCK_COMMON] = "sock_common, sock, tcp_sock, xdp_sock, ptr_", [ARG_SOCKET] = "sock\n",
	[ARG_BTF_ID] = "ptr_, trusted_ptr_", [ARG_RINGBUF_MEM] = "ringbuf_mem", [ARG_PERCPU_BTF_ID] = "percpu_ptr_",
	[ARG_FUNC] = "func", [ARG_STACK] = "fp\n", [ARG_CONST_STR] = "map_value\n", [ARG_TIMER] = "map_value\n",
	[ARG_KPTR_XCHG_DEST] = "map_value, ptr_", [ARG_DYNPTR] = "fp, dynptr_ptr",
};

/* Any map that the helper takes; or one that no helper takes. */
static int map_for(uint32_t helper)
{
	for (int type = 1; type < MAP_TYPES; type++)
		if (kernel_map_helper((enum map_type)type, helper) == FACT_YES && ask_map_fd((enum map_type)type) >= 0)
			return ask_map_fd((enum map_type)type);
	return ask_map_fd(MAP_SOCKMAP);
}

/* The complaint about this register, up to what was expected of it; NULL: it is not the register that was refused. */
static const char *complaint(int reg)
{
	char start[24];
	const char *p;

	snprintf(start, sizeof(start), "R%d type=", reg);
	p = strstr(answer.log, start);
	p = p ? strstr(p, "expected=") : NULL;
	return p ? p + strlen("expected=") : NULL;
}

static void ask_argument(struct tally *tally, const struct target *t, const struct helper_facts *h, int arg)
{
	enum arg_kind kind = h->args[arg].kind;
	const char *want = expected[kind], *said;
	bool number = want && !strcmp(want, "scalar");
	const struct odd odd = {arg, {number ? MOV_REG(0, 10) : MOV_IMM(0, 1)}, 1};
	struct bpf_insn insns[MOST_ARGS + 3];
	uint32_t n = set_args(insns, h, takes_map(h) ? map_for(h->id) : 0, &odd);
	char shown[80];

	insns[n++] = CALL((int)h->id);
	insns[n++] = MOV_IMM(0, 0);
	insns[n++] = EXIT();
	ask_load(t, insns, n);
	said = complaint(arg + 1);
	snprintf(shown, sizeof(shown), "%.*s", want ? (int)strcspn(want, "\n") : 8, want ? want : "anything");
	if (!said && want)
		note(tally, CANNOT_ASK, h->name, name_of(t), arg + 1, shown);
	else
		note(tally, said && (!want || strncmp(said, want, strlen(want))) ? DIFFER : AGREE, h->name, name_of(t), arg + 1,
		     shown);
}

/* Memory that the helper writes may not be a map that programs only read; memory that it reads may. */
static void ask_writes(struct tally *tally, const struct target *t, const struct helper_facts *h, int arg, int rdonly)
{
	const struct odd odd = {arg, {INSN(BPF_LD | BPF_DW | BPF_IMM, 0, BPF_PSEUDO_MAP_VALUE, 0, rdonly), INSN(0, 0, 0, 0, 0)}, 2};
	bool writes = h->args[arg].flags & ARG_WRITE, forbidden;
	struct bpf_insn insns[MOST_ARGS + 3];
	uint32_t n = set_args(insns, h, takes_map(h) ? map_for(h->id) : 0, &odd);

	insns[n++] = CALL((int)h->id);
	insns[n++] = MOV_IMM(0, 0);
	insns[n++] = EXIT();
	ask_load(t, insns, n);
	forbidden = strstr(answer.log, "write into map forbidden");
	note(tally, answer.err && !forbidden && !strstr(answer.log, "reference leak") ? CANNOT_ASK :
	     compare(writes ? FACT_YES : FACT_NO, forbidden), h->name, name_of(t), arg + 1, writes ? "written" : "read");
}

/* Packet memory in place of this argument. */
static void ask_packet(struct tally *tally, const struct target *t, const struct helper_facts *h, int arg)
{
	const struct prog_facts *p = kernel_prog(t->prog);
	bool may = p->packet_args && (h->flags & HELPER_PACKET_ARGS || t->prog == PROG_CGROUP_SOCKOPT), refused;
	const struct odd odd = {arg, {MOV_REG(0, 7)}, 1};
	struct bpf_insn insns[MOST_ARGS + 12];
	uint32_t n = get_packet(insns, t);

	if (!n)
		return;
	n += set_args(&insns[n], h, takes_map(h) ? map_for(h->id) : 0, &odd);
	insns[n++] = CALL((int)h->id);
	insns[n++] = MOV_IMM(0, 0);
	insns[n++] = EXIT();
	ask_load(t, insns, n);
	refused = strstr(answer.log, "helper access to the packet is not allowed");
	note(tally, answer.err && !refused && !strstr(answer.log, "reference leak") ? CANNOT_ASK :
	     compare(may ? FACT_YES : FACT_NO, !refused), h->name, name_of(t), arg + 1, may ? "packet may be" : "no packet");
}

void ask_arguments(struct tally *tally)
{
	enum { RDONLY_PROG = 1 << 7 };
	int rdonly = ask_map(MAP_ARRAY, 4, 128, 1, RDONLY_PROG, -1);

	for (uint32_t id = 1; id < kernel_helper_count(); id++) {
		uint64_t asked = 0;

		for (size_t i = 0; i < ntargets; i++) {
			const struct target *t = &targets[i];
			const struct helper_facts *h = kernel_helper_in(id, t->prog);

			if (asked & UINT64_C(1) << t->prog || kernel_helper_available(h, t->prog, t->attach) != FACT_YES ||
			    fine_return(t) < 0 || (h->flags & HELPER_SLEEPS && !t->sleepable))
				continue;
			asked |= UINT64_C(1) << t->prog;
			for (int arg = 0; arg < 5; arg++) {
				enum arg_kind kind = h->args[arg].kind;

				ask_argument(tally, t, h, arg);
				if (kind == ARG_MEM || kind == ARG_FIXED_MEM || kind == ARG_MAP_VALUE || kind == ARG_MAP_KEY) {
					ask_writes(tally, t, h, arg, rdonly);
					ask_packet(tally, t, h, arg);
				}
			}
		}
	}
}

/* ---- what a program may return ---- */

void ask_returns(struct tally *tally)
{
	static const int values[] = {-4096, -4095, -2, -1, 0, 1, 2, 3, 4, 5, 6, 7, 8, 255, INT32_MAX};

	for (size_t i = 0; i < ntargets; i++) {
		const struct target *t = &targets[i];
		struct range_rule r = kernel_return_range(t->prog, t->attach);
		bool loads = fine_return(t) >= 0;

		for (size_t k = 0; k < ARRAY_LEN(values); k++) {
			const struct bpf_insn insns[] = {MOV_IMM(0, values[k]), EXIT()};
			bool fits = !r.known || (values[k] >= r.lo && values[k] <= r.hi);

			if (!loads) {
				tally->n[CANNOT_ASK]++;
				continue;
			}
			ask_load(t, insns, ARRAY_LEN(insns));
			/* a table that knows no range claims nothing */
			note(tally, r.known || answer.err ? compare(!r.known ? FACT_UNKNOWN : fits ? FACT_YES : FACT_NO, !answer.err) : AGREE,
			     "returns", name_of(t), values[k], fits ? "yes" : "no");
		}
	}
}

/* ---- which members of structs of operations a program may be ---- */

void ask_struct_ops(struct tally *tally)
{
	static const struct bpf_insn insns[] = {MOV_IMM(0, 0), EXIT()};
	const char *member;

	for (size_t i = 0; kernel_struct_ops_at(i); i++) {
		const char *record = kernel_struct_ops_at(i)->record;

		if (!ask_btf_id(record))
			note(tally, CANNOT_ASK, "not in this kernel", record, 0, "-");
		for (uint32_t k = 0; (member = ask_member(record, k)); k++)
			for (int sleepable = 0; sleepable <= 1; sleepable++) {
				struct target t = {PROG_STRUCT_OPS, .btf = record, .member = k, .sleepable = sleepable};
				enum fact f = kernel_struct_ops_member(record, member, sleepable, ask_kver);

				ask_load(&t, insns, ARRAY_LEN(insns));
				if (strstr(answer.log, "attach to invalid member"))
					continue; /* no function */
				if (strstr(answer.log, "not a supported struct") || (answer.err && !answer.log[0]))
					note(tally, CANNOT_ASK, member, record, sleepable, word(f));
				else
					note(tally, compare(f, !strstr(answer.log, "attach to unsupported member")), member, record, sleepable, word(f));
			}
	}
}
