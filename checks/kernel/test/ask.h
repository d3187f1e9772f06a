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
	char log[LOG_SIZE];
};

bool ask_possible(void); /* may this process load programs at all? */
void ask_load(const struct target *t, const struct bpf_insn *insns, uint32_t n, struct answer *a);
int ask_map(enum map_type type, uint32_t key, uint32_t value, uint32_t entries, uint32_t flags, int inner); /* fd or -errno */
uint32_t ask_btf_id(const char *name); /* 0: the kernel has no such thing */
int ask_map_fd(enum map_type type);    /* a small map of that type, made once; or -errno */
int ask_own_btf(void);                 /* BTF with type 1 = int; fd or -errno */

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
