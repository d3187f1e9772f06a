// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* A template of BPF assembly: read first, and written into the body only when all of it could be read. */
#ifndef BPFPROOF_LOWER_ASM_H
#define BPFPROOF_LOWER_ASM_H

#include "lower_impl.h"

namespace bpfproof {

int asm_tied_input(const clang::GCCAsmStmt *s, unsigned output);

/* A place that an instruction reads or writes. */
struct AsmValue {
	enum { NONE, REGISTER, OPERAND, NUMBER } kind = NONE;
	int n = 0;
	bool narrow = false; /* w0, or an operand with constraint w */
	int64_t number = 0;
};

struct AsmInsn {
	enum { MOVE, EXTEND, ALU, NEG, SWAP, LOAD, STORE, CALL, JUMP, BRANCH } kind = MOVE;
	AsmValue to, from;     /* STORE: at `to`; BRANCH: what is compared */
	AsmValue off;          /* LOAD, STORE: added to the address, a number or an operand that is one */
	enum op op = OP_ADD;   /* ALU, BRANCH */
	unsigned width = 64;   /* LOAD, STORE, SWAP, EXTEND */
	bool is_signed = false;
	bool wide = false;     /* takes two instruction slots */
	const char *needs = nullptr; /* the feature of the kernel, where not every one knows such instructions */
	int goto_label = -1;   /* JUMP, BRANCH: out of the assembly ... */
	std::string callee;    /* CALL: by name, when `from` is none */
	std::string label;     /* ... to a label in it ... */
	int64_t skip = 0;      /* ... or over so many slots */
	int target = -1;       /* the instruction that the last two mean */
};

class AsmProgram {
public:
	AsmProgram(Body &body, const clang::GCCAsmStmt *s) : body(body), s(s) {}
	bool parse();
	void emit();

private:
	Body &body;
	const clang::GCCAsmStmt *s;
	std::vector<AsmInsn> insns;
	llvm::StringMap<int> labels;
	bool flows = false; /* has jumps, so that values live in locals */

	/* while writing: registers first, then operands */
	enum { REGISTERS = 11 };
	std::vector<struct operand> values;
	std::vector<Lvalue> outputs;

	bool parse_line(llvm::StringRef line);
	bool parse_assignment(llvm::StringRef left, llvm::StringRef op, llvm::StringRef right);
	bool parse_branch(llvm::StringRef line);
	bool parse_target(llvm::StringRef text, AsmInsn *i);
	bool parse_value(llvm::StringRef text, AsmValue *v) const;
	bool parse_memory(llvm::StringRef text, AsmInsn *i, AsmValue *base) const;
	bool resolve();
	bool check_operands() const;
	bool check_order() const;
	int operand_number(llvm::StringRef name) const;
	std::string constraint(unsigned n) const;
	const clang::Expr *input(const AsmValue &v) const;
	const struct func *function_named(llvm::StringRef name) const;
	bool number_of(const AsmValue &v, int64_t *n) const;

	void start();
	void finish();
	struct operand read(const AsmValue &v, unsigned width);
	void write(const AsmValue &v, struct operand x, unsigned width);
	size_t index_of(const AsmValue &v) const { return v.kind == AsmValue::REGISTER ? v.n : REGISTERS + v.n; }
	struct operand address(const AsmValue &base, const AsmValue &off);
	void emit_call(const AsmInsn &i);
	void emit_jump(const AsmInsn &i, const std::vector<uint32_t> &blocks, uint32_t next);
	void emit_needs(const AsmInsn &i);
	void emit_insn(const AsmInsn &i);
};

} // namespace bpfproof

#endif
