// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* code: see code.h. Operation fields are table indexes; what has no row does not exist. */
#include "object/code.h"

#include <linux/bpf.h>

/* Newer than some headers. */
enum { MODE_MEMSX = 0x80, JUMP_COND = 0xe0, LOAD_ACQ = 0x100, STORE_REL = 0x110, ADDR_SPACE_CAST = 1 };

static const struct { bool known; uint8_t op; } alu_ops[16] = {
	[BPF_ADD >> 4] = {true, OP_ADD}, [BPF_SUB >> 4] = {true, OP_SUB}, [BPF_MUL >> 4] = {true, OP_MUL}, [BPF_DIV >> 4] = {true, OP_UDIV},
	[BPF_OR >> 4] = {true, OP_OR}, [BPF_AND >> 4] = {true, OP_AND}, [BPF_LSH >> 4] = {true, OP_SHL}, [BPF_RSH >> 4] = {true, OP_LSHR},
	[BPF_MOD >> 4] = {true, OP_UMOD}, [BPF_XOR >> 4] = {true, OP_XOR}, [BPF_ARSH >> 4] = {true, OP_ASHR},
};

static const struct { bool known; uint8_t op; } jump_ops[16] = {
	[BPF_JEQ >> 4] = {true, OP_EQ}, [BPF_JGT >> 4] = {true, OP_UGT}, [BPF_JGE >> 4] = {true, OP_UGE}, [BPF_JSET >> 4] = {true, OP_SET},
	[BPF_JNE >> 4] = {true, OP_NE}, [BPF_JSGT >> 4] = {true, OP_SGT}, [BPF_JSGE >> 4] = {true, OP_SGE}, [BPF_JLT >> 4] = {true, OP_ULT},
	[BPF_JLE >> 4] = {true, OP_ULE}, [BPF_JSLT >> 4] = {true, OP_SLT}, [BPF_JSLE >> 4] = {true, OP_SLE},
};

static const struct { int32_t imm; uint8_t op; bool fetch; } atomics[] = {
	{BPF_ADD, ATOMIC_ADD, false}, {BPF_ADD | BPF_FETCH, ATOMIC_ADD, true}, {BPF_AND, ATOMIC_AND, false}, {BPF_AND | BPF_FETCH, ATOMIC_AND, true},
	{BPF_OR, ATOMIC_OR, false}, {BPF_OR | BPF_FETCH, ATOMIC_OR, true}, {BPF_XOR, ATOMIC_XOR, false}, {BPF_XOR | BPF_FETCH, ATOMIC_XOR, true},
	{BPF_XCHG, ATOMIC_XCHG, true}, {BPF_CMPXCHG, ATOMIC_CMPXCHG, true}, {LOAD_ACQ, ATOMIC_LOAD, true}, {STORE_REL, ATOMIC_STORE, false},
};

static unsigned size_of(uint8_t code)
{
	switch (BPF_SIZE(code)) {
	case BPF_B: return 8;
	case BPF_H: return 16;
	case BPF_W: return 32;
	default: return 64;
	}
}

static void refuse(struct code *c, const char *kernel)
{
	c->kind = CODE_REFUSED;
	c->refused = kernel;
}

static void decode_move(struct code *c, const struct bpf_insn *in)
{
	c->kind = CODE_MOVE;
	if (!in->off)
		return;
	if (c->is_imm || (in->imm && in->off != ADDR_SPACE_CAST)) {
		refuse(c, "BPF_MOV uses reserved fields");
	} else if (in->off == ADDR_SPACE_CAST && c->width == 64) {
		c->kind = CODE_ASPACE;
		c->imm = in->imm;
	} else if (in->off == 8 || in->off == 16 || (in->off == 32 && c->width == 64)) {
		c->kind = CODE_EXTEND;
		c->from = (uint8_t)in->off;
	} else {
		refuse(c, "BPF_MOV uses reserved fields");
	}
}

static void decode_swap(struct code *c, const struct bpf_insn *in)
{
	bool to_be = BPF_SRC(in->code) == BPF_TO_BE;

	c->kind = CODE_SWAP;
	c->swaps = BPF_CLASS(in->code) == BPF_ALU64 || to_be == (__BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__);
	c->is_v4 = BPF_CLASS(in->code) == BPF_ALU64;
	c->width = (uint8_t)in->imm;
	if (in->src_reg || in->off || (in->imm != 16 && in->imm != 32 && in->imm != 64) || (BPF_CLASS(in->code) == BPF_ALU64 && to_be))
		refuse(c, "BPF_END uses reserved fields");
}

static void decode_alu(struct code *c, const struct bpf_insn *in)
{
	unsigned op = BPF_OP(in->code) >> 4;

	c->width = BPF_CLASS(in->code) == BPF_ALU64 ? 64 : 32;
	c->is_imm = BPF_SRC(in->code) == BPF_K;
	c->imm = in->imm;
	if (BPF_OP(in->code) == BPF_END) {
		decode_swap(c, in);
		return;
	}
	if (BPF_OP(in->code) == BPF_MOV) {
		decode_move(c, in);
		return;
	}
	if (BPF_OP(in->code) == BPF_NEG) {
		c->kind = CODE_NEG;
		if (!c->is_imm || in->src_reg || in->off || in->imm)
			refuse(c, "BPF_NEG uses reserved fields");
		return;
	}
	c->kind = CODE_ALU;
	c->op = alu_ops[op].op;
	if (!alu_ops[op].known)
		refuse(c, "invalid BPF_ALU opcode");
	else if ((c->is_imm ? in->src_reg : in->imm) || in->off > 1 || in->off < 0 || (in->off && c->op != OP_UDIV && c->op != OP_UMOD))
		refuse(c, "BPF_ALU uses reserved fields");
	else if ((c->op == OP_UDIV || c->op == OP_UMOD) && c->is_imm && !in->imm)
		refuse(c, "div by zero");
	else if ((c->op == OP_SHL || c->op == OP_LSHR || c->op == OP_ASHR) && c->is_imm && (in->imm < 0 || in->imm >= c->width))
		refuse(c, "invalid shift");
	else if (in->off)
		c->op = c->op == OP_UDIV ? OP_SDIV : OP_SMOD;
}

static void decode_jump(struct code *c, const struct bpf_insn *in)
{
	bool narrow = BPF_CLASS(in->code) == BPF_JMP32;
	unsigned op = BPF_OP(in->code) >> 4;

	c->width = narrow ? 32 : 64;
	c->is_imm = BPF_SRC(in->code) == BPF_K;
	c->imm = in->imm;
	c->off = in->off;
	switch (BPF_OP(in->code)) {
	case BPF_CALL:
		c->kind = CODE_CALL;
		c->pseudo = in->src_reg;
		if (narrow || BPF_SRC(in->code) != BPF_K || in->dst_reg || (in->off && in->src_reg != BPF_PSEUDO_KFUNC_CALL))
			refuse(c, "BPF_CALL uses reserved fields");
		return;
	case BPF_EXIT:
		c->kind = CODE_EXIT;
		if (narrow || BPF_SRC(in->code) != BPF_K || in->imm || in->src_reg || in->dst_reg)
			refuse(c, "BPF_EXIT uses reserved fields");
		return;
	case BPF_JA:
		if (BPF_SRC(in->code) == BPF_X && !narrow) {
			c->kind = CODE_GOTO;
			if (in->src_reg || in->off || in->imm)
				refuse(c, "BPF_JA|BPF_X uses reserved fields");
			return;
		}
		c->kind = CODE_JUMP;
		c->off = narrow ? in->imm : in->off;
		c->is_v4 = narrow;
		if (BPF_SRC(in->code) != BPF_K || in->src_reg || in->dst_reg || (narrow ? in->off : in->imm))
			refuse(c, "BPF_JA uses reserved fields");
		return;
	case JUMP_COND:
		c->kind = CODE_MAY;
		if (narrow || in->src_reg || in->dst_reg || in->imm)
			refuse(c, "invalid may_goto");
		return;
	}
	c->kind = CODE_BRANCH;
	c->op = jump_ops[op].op;
	if (!jump_ops[op].known)
		refuse(c, "invalid BPF_JMP opcode");
	else if (c->is_imm ? in->src_reg : in->imm)
		refuse(c, "BPF_JMP/JMP32 uses reserved fields");
}

static void decode_atomic(struct code *c, const struct bpf_insn *in)
{
	c->kind = CODE_ATOMIC;
	for (size_t i = 0; i < ARRAY_LEN(atomics); i++)
		if (atomics[i].imm == in->imm) {
			c->op = atomics[i].op;
			c->fetch = atomics[i].fetch;
			if (c->width < 32 && c->op != ATOMIC_LOAD && c->op != ATOMIC_STORE)
				refuse(c, "invalid atomic operand size");
			return;
		}
	refuse(c, "BPF_ATOMIC uses invalid atomic opcode");
}

static void decode_memory(struct code *c, const struct bpf_insn *in)
{
	uint8_t class = BPF_CLASS(in->code), mode = BPF_MODE(in->code);

	c->width = (uint8_t)size_of(in->code);
	c->off = in->off;
	c->imm = in->imm;
	if (class == BPF_LDX && (mode == BPF_MEM || (mode == MODE_MEMSX && c->width < 64))) {
		c->kind = CODE_LOAD;
		c->is_signed = mode == MODE_MEMSX;
		if (in->imm)
			refuse(c, "BPF_LDX uses reserved fields");
	} else if (class == BPF_STX && mode == BPF_MEM) {
		c->kind = CODE_STORE;
		if (in->imm)
			refuse(c, "BPF_STX uses reserved fields");
	} else if (class == BPF_STX && mode == BPF_ATOMIC) {
		decode_atomic(c, in);
	} else if (class == BPF_ST && mode == BPF_MEM) {
		c->kind = CODE_STORE;
		c->is_imm = true;
		if (in->src_reg)
			refuse(c, "BPF_ST uses reserved fields");
	} else {
		refuse(c, "unknown opcode");
	}
}

static void decode_ld(struct code *c, const struct bpf_insn *in, const struct bpf_insn *more)
{
	uint8_t mode = BPF_MODE(in->code);

	c->width = (uint8_t)size_of(in->code);
	c->imm = in->imm;
	if (mode == BPF_IMM && c->width == 64) {
		c->kind = CODE_WIDE;
		c->pseudo = in->src_reg;
		if (!more || more->code || more->dst_reg || more->src_reg || more->off)
			refuse(c, "invalid bpf_ld_imm64 insn");
		else
			c->imm = (int64_t)((uint64_t)(uint32_t)in->imm | (uint64_t)(uint32_t)more->imm << 32);
		if (in->off)
			refuse(c, "unrecognized bpf_ld_imm64 insn");
	} else if ((mode == BPF_ABS || mode == BPF_IND) && c->width < 64) {
		c->kind = CODE_PACKET;
		c->is_imm = mode == BPF_ABS;
		if (in->dst_reg || in->off || (c->is_imm && in->src_reg))
			refuse(c, "BPF_LD_[ABS|IND] uses reserved fields");
	} else {
		refuse(c, "invalid BPF_LD mode");
	}
}

struct code code_decode(const struct bpf_insn *in, const struct bpf_insn *more)
{
	struct code c = {.dst = in->dst_reg, .src = in->src_reg};

	switch (BPF_CLASS(in->code)) {
	case BPF_ALU:
	case BPF_ALU64:
		decode_alu(&c, in);
		break;
	case BPF_JMP:
	case BPF_JMP32:
		decode_jump(&c, in);
		break;
	case BPF_LD:
		decode_ld(&c, in, more);
		break;
	default:
		decode_memory(&c, in);
	}
	if (c.kind != CODE_REFUSED && c.kind != CODE_CALL && c.kind != CODE_WIDE && (c.dst >= CODE_REGS || c.src >= CODE_REGS))
		refuse(&c, c.dst >= CODE_REGS ? "invalid destination register" : "invalid source register");
	else if (c.kind == CODE_WIDE && c.dst >= CODE_REGS)
		refuse(&c, "invalid destination register");
	else if (c.kind != CODE_REFUSED && (code_writes(&c) >> CODE_FRAME & 1))
		refuse(&c, "frame pointer is read only");
	return c;
}

/* ---- registers ---- */

static uint16_t bit(unsigned reg)
{
	return (uint16_t)(1u << reg);
}

uint16_t code_reads(const struct code *c)
{
	uint16_t src = c->is_imm ? 0 : bit(c->src), dst = bit(c->dst);

	switch (c->kind) {
	case CODE_ALU:
	case CODE_BRANCH:
	case CODE_STORE:
		return dst | src;
	case CODE_MOVE:
	case CODE_EXTEND:
	case CODE_LOAD:
	case CODE_ASPACE:
		return src;
	case CODE_NEG:
	case CODE_SWAP:
	case CODE_GOTO:
		return dst;
	case CODE_ATOMIC:
		return c->op == ATOMIC_LOAD ? src : (uint16_t)(dst | src | (c->op == ATOMIC_CMPXCHG ? bit(0) : 0));
	case CODE_PACKET:
		return bit(6) | src;
	case CODE_EXIT:
		return bit(0);
	default:
		return 0;
	}
}

uint16_t code_writes(const struct code *c)
{
	switch (c->kind) {
	case CODE_ALU:
	case CODE_MOVE:
	case CODE_EXTEND:
	case CODE_NEG:
	case CODE_SWAP:
	case CODE_LOAD:
	case CODE_WIDE:
	case CODE_ASPACE:
		return bit(c->dst);
	case CODE_ATOMIC:
		if (!c->fetch)
			return 0;
		return c->op == ATOMIC_CMPXCHG ? bit(0) : c->op == ATOMIC_LOAD ? bit(c->dst) : bit(c->src);
	default:
		return 0;
	}
}

uint16_t code_changes(const struct code *c)
{
	return c->kind == CODE_CALL || c->kind == CODE_PACKET ? 0x3f : code_writes(c);
}

/* ---- disassembly ---- */

static void print_side(const struct code *c, char file, struct text *out)
{
	if (c->is_imm)
		text_addf(out, "%lld", (long long)c->imm);
	else
		text_addf(out, "%c%u", file, c->src);
}

static const char *const signs[OP_COUNT] = {
	[OP_ADD] = "+", [OP_SUB] = "-", [OP_MUL] = "*", [OP_UDIV] = "/", [OP_SDIV] = "s/", [OP_UMOD] = "%", [OP_SMOD] = "s%", [OP_AND] = "&",
	[OP_OR] = "|", [OP_XOR] = "^", [OP_SHL] = "<<", [OP_LSHR] = ">>", [OP_ASHR] = "s>>", [OP_EQ] = "==", [OP_NE] = "!=", [OP_ULT] = "<",
	[OP_ULE] = "<=", [OP_UGT] = ">", [OP_UGE] = ">=", [OP_SLT] = "s<", [OP_SLE] = "s<=", [OP_SGT] = "s>", [OP_SGE] = "s>=", [OP_SET] = "&",
};

void code_print(const struct code *c, struct text *out)
{
	char file = c->width == 32 ? 'w' : 'r';

	switch (c->kind) {
	case CODE_ALU:
		text_addf(out, "%c%u %s= ", file, c->dst, signs[c->op]);
		print_side(c, file, out);
		break;
	case CODE_MOVE:
		text_addf(out, "%c%u = ", file, c->dst);
		print_side(c, file, out);
		break;
	case CODE_EXTEND: text_addf(out, "%c%u = (s%u)%c%u", file, c->dst, c->from, file, c->src); break;
	case CODE_NEG: text_addf(out, "%c%u = -%c%u", file, c->dst, file, c->dst); break;
	case CODE_SWAP: text_addf(out, "r%u = %s%u r%u", c->dst, c->swaps ? "bswap" : "le", c->width, c->dst); break;
	case CODE_LOAD: text_addf(out, "r%u = *(%c%u *)(r%u %+d)", c->dst, c->is_signed ? 's' : 'u', c->width, c->src, c->off); break;
	case CODE_STORE:
		text_addf(out, "*(u%u *)(r%u %+d) = ", c->width, c->dst, c->off);
		print_side(c, 'r', out);
		break;
	case CODE_ATOMIC: text_addf(out, "lock *(u%u *)(r%u %+d) atomic r%u", c->width, c->dst, c->off, c->src); break;
	case CODE_WIDE: text_addf(out, "r%u = %#llx", c->dst, (unsigned long long)c->imm); break;
	case CODE_PACKET: text_addf(out, "r0 = *(u%u *)skb[", c->width); print_side(c, 'r', out); text_add(out, "]"); break;
	case CODE_ASPACE: text_addf(out, "r%u = addr_space_cast(r%u)", c->dst, c->src); break;
	case CODE_JUMP: text_addf(out, "goto pc%+d", c->off); break;
	case CODE_BRANCH:
		text_addf(out, "if %c%u %s ", file, c->dst, signs[c->op]);
		print_side(c, file, out);
		text_addf(out, " goto pc%+d", c->off);
		break;
	case CODE_MAY: text_addf(out, "may_goto pc%+d", c->off); break;
	case CODE_GOTO: text_addf(out, "gotox r%u", c->dst); break;
	case CODE_CALL: text_addf(out, "call %lld", (long long)c->imm); break;
	case CODE_EXIT: text_add(out, "exit"); break;
	default: text_add(out, "?"); break;
	}
}
