// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * ask: questions to the running kernel through the bare bpf() system call, so that the tables can be compared with it.
 * A program is loaded and thrown away at once; nothing is ever attached or run.
 */
#ifndef BPFPROOF_KERNEL_TEST_ASK_H
#define BPFPROOF_KERNEL_TEST_ASK_H

#include <linux/bpf.h>

#include "kernel/kernel.h"

/* A way to load a program: the type, where it says it will be attached, and the kernel symbol it is for. */
struct target {
	enum prog_type prog;
	attach_type attach;
	const char *btf;     /* function, typedef or struct in the kernel's BTF; NULL when the type needs none */
	bool sleepable;
	uint32_t member;     /* struct_ops: which function pointer */
};
extern const struct target targets[];
extern const size_t ntargets;

#define LOG_SIZE (1 << 16)
struct answer {
	int err;             /* 0: loaded; else errno */
	bool states;         /* in: log what the verifier knows after each instruction */
	bool proprietary;    /* in: not under the GPL */
	char log[LOG_SIZE];
};

extern struct answer answer;

bool ask_possible(void); /* may this process load programs at all? */
void ask_load(const struct target *t, const struct bpf_insn *insns, uint32_t n);
int fine_return(const struct target *t); /* a value that the program may return; -1: nothing loads */
int ask_map(enum map_type type, uint32_t key, uint32_t value, uint32_t entries, uint32_t flags, int inner); /* fd or -errno */
uint32_t ask_btf_id(const char *name); /* 0: the kernel has no such thing */
uint32_t ask_kfunc_id(const char *name);
const char *ask_member(const char *record, uint32_t i); /* its name in the kernel's struct; NULL past the last */
int ask_map_fd(enum map_type type);    /* a small map of that type, made once; or -errno */
/* A map whose value is a struct that begins with a field of this kernel struct; -ENOENT: the kernel has no such struct */
int ask_map_with_field(enum map_type type, const char *field, uint32_t size);

/* ---- keeping count ---- */

enum outcome { AGREE, DIFFER, NOT_CLAIMED, CANNOT_ASK, OUTCOMES };
struct tally {
	uint32_t n[OUTCOMES];
};

extern bool ask_verbose;
extern uint32_t ask_kver; /* the running kernel */

const char *name_of(const struct target *t);
const char *word(enum fact f);
enum outcome compare(enum fact table, bool kernel);
void note(struct tally *tally, enum outcome o, const char *what, const char *who, int detail, const char *table);

/* Sets up every argument of a call so well as any can be: ctx is kept in r6, `map` is what map arguments get. `odd` is the
 * argument (0..4) that gets `value` instead; -1: none. */
struct odd {
	int arg;
	struct bpf_insn value[2];
	uint32_t n;
};
uint32_t set_args(struct bpf_insn *insns, const struct helper_facts *h, int map, const struct odd *odd);
enum { MOST_ARGS = 40 }; /* instructions that set_args may need */
bool takes_map(const struct helper_facts *h);
/* Leaves 128 bytes of packet behind r7, or ends the program; 0: this program type has no packet. */
uint32_t get_packet(struct bpf_insn *insns, const struct target *t);

/* ---- the questions ---- */

void ask_prog_types(struct tally *t);
void ask_map_types(struct tally *t);
void ask_known_helpers(struct tally *t);
void ask_helpers(struct tally *t);
void ask_licences(struct tally *t);
void ask_kfuncs(struct tally *t);
void ask_arguments(struct tally *t);
void ask_returns(struct tally *t);
void ask_struct_ops(struct tally *t);
void ask_contexts(struct tally *t);
void ask_packets(struct tally *t);
void ask_socks(struct tally *t);
void ask_map_helpers(struct tally *t);
void ask_inner_maps(struct tally *t);
void ask_sleepable_maps(struct tally *t);
void ask_creations(struct tally *t);
void ask_special_fields(struct tally *t);

#define INSN(c, d, s, o, i) ((struct bpf_insn){.code = (c), .dst_reg = (d), .src_reg = (s), .off = (o), .imm = (i)})
#define MOV_IMM(dst, imm) INSN(BPF_ALU64 | BPF_MOV | BPF_K, dst, 0, 0, imm)
#define MOV_REG(dst, src) INSN(BPF_ALU64 | BPF_MOV | BPF_X, dst, src, 0, 0)
#define ADD_IMM(dst, imm) INSN(BPF_ALU64 | BPF_ADD | BPF_K, dst, 0, 0, imm)
#define LOAD(size, dst, src, off) INSN(BPF_LDX | (size) | BPF_MEM, dst, src, off, 0)
#define STORE(size, dst, src, off) INSN(BPF_STX | (size) | BPF_MEM, dst, src, off, 0)
#define STORE_IMM(size, dst, off, imm) INSN(BPF_ST | (size) | BPF_MEM, dst, 0, off, imm)
#define CALL(helper) INSN(BPF_JMP | BPF_CALL, 0, 0, 0, helper)
#define EXIT() INSN(BPF_JMP | BPF_EXIT, 0, 0, 0, 0)
#define MAP_FD(dst, fd) INSN(BPF_LD | BPF_DW | BPF_IMM, dst, BPF_PSEUDO_MAP_FD, 0, fd), INSN(0, 0, 0, 0, 0)

#endif
