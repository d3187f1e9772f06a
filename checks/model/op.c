// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * op: the table behind ops.def, how comparisons belong together, and the two walks that everyone needs who is handed an
 * instruction without wanting to know its shape: over its operands and over its successors.
 */
#include "model/model.h"

const struct op_info op_info[OP_COUNT] = {
#define OP(name, mnemonic, shape, flags) [OP_##name] = {mnemonic, SHAPE_##shape, flags},
#include "model/ops.def"
};

static const struct { uint8_t negated, mirrored; } comparisons[OP_COUNT] = {
	[OP_EQ] = {OP_NE, OP_EQ},    [OP_NE] = {OP_EQ, OP_NE},
	[OP_ULT] = {OP_UGE, OP_UGT}, [OP_ULE] = {OP_UGT, OP_UGE}, [OP_UGT] = {OP_ULE, OP_ULT}, [OP_UGE] = {OP_ULT, OP_ULE},
	[OP_SLT] = {OP_SGE, OP_SGT}, [OP_SLE] = {OP_SGT, OP_SGE}, [OP_SGT] = {OP_SLE, OP_SLT}, [OP_SGE] = {OP_SLT, OP_SLE},
	[OP_SET] = {OP_COUNT, OP_SET},
};

enum op op_negated(enum op compare)
{
	return (enum op)comparisons[compare].negated;
}

enum op op_mirrored(enum op compare)
{
	return (enum op)comparisons[compare].mirrored;
}

const struct operand *model_operand(const struct instr *i, uint32_t k)
{
	switch (k) {
	case 0:
		return &i->a;
	case 1:
		return &i->b;
	case 2:
		return &i->c;
	case 3:
		return i->more ? &i->more->target : NULL;
	default:
		return i->more && k - 4 < i->more->args.n ? &i->more->args.at[k - 4] : NULL;
	}
}

uint32_t model_successor(const struct instr *end, uint32_t k)
{
	switch (op_info[end->op].shape) {
	case SHAPE_JMP:
		return k < 1 ? end->to[0] : NO_BLOCK;
	case SHAPE_BR:
		return k < 2 ? end->to[k] : NO_BLOCK;
	case SHAPE_SWITCH:
		if (k == 0)
			return end->to[0];
		k--;
		/* fall through */
	case SHAPE_GOTO:
		return end->more && k < end->more->cases.n ? end->more->cases.at[k].block : NO_BLOCK;
	default:
		return NO_BLOCK;
	}
}
