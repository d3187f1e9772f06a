// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * lower_impl: what the lower_*.cpp files share. Lowering is the unit: positions, types, and everything with an address.
 * Body is one function: an expression gives an operand when it is a scalar (rvalue), an address when it is an lvalue,
 * and is written to an address when it is a record, array or anything wider than 64 bits (into).
 *
 * Recursion is bounded by a depth that no program written by people reaches; behind it the lowering gives up with an
 * opaque instruction, as it does for everything that it does not know.
 */
#ifndef BPFPROOF_LOWER_IMPL_H
#define BPFPROOF_LOWER_IMPL_H

#include "compat.h"
#include "lower.h"

#include "clang/AST/ASTContext.h"
#include "clang/AST/Decl.h"
#include "clang/AST/DeclCXX.h"
#include "clang/AST/Expr.h"
#include "clang/AST/ExprCXX.h"
#include "clang/AST/Stmt.h"
#include "clang/AST/StmtCXX.h"
#include "clang/Basic/SourceManager.h"
#include "llvm/ADT/APSInt.h"
#include "llvm/ADT/DenseMap.h"
#include "llvm/ADT/SmallVector.h"
#include "llvm/ADT/StringMap.h"
#include "llvm/ADT/StringRef.h"

#include <string>
#include <vector>

namespace bpfproof {

/* ---- lower_pos.cpp: where the user wrote it ---- */

class Positions {
public:
	Positions(clang::ASTContext &ctx, struct unit *u);
	const struct pos &at(clang::SourceRange r);
	const struct pos &at(clang::SourceLocation l) { return at(clang::SourceRange(l, l)); }

private:
	clang::SourceManager &sm;
	const clang::LangOptions &lang;
	struct unit *u;
	llvm::DenseMap<uint64_t, struct pos> known; /* by both raw encodings */
	const char *last_spelled = nullptr, *last_file = nullptr; /* presumed file names repeat */

	clang::SourceLocation file_loc(clang::SourceLocation l, bool end) const;
	const char *macro_at(clang::SourceLocation expansion) const;
	struct pos make(clang::SourceRange r);
};

/* ---- lower_type.cpp, lower_record.cpp ---- */

/*
 * Records are named first and filled in when something needs their members: a kernel's vmlinux.h reaches everything
 * through pointers, and one program needs a handful.
 */
class Types {
public:
	Types(clang::ASTContext &ctx, struct unit *u, Positions &positions);

	type_id get(clang::QualType t);
	type_id of(const clang::ValueDecl *d);           /* with the tags that only its declaration has */
	type_id pointer_to(clang::QualType pointee);
	type_id of_function(const clang::FunctionDecl *fd); /* with parameter names */
	type_id complete(clang::QualType t);             /* its members too, through arrays and one pointer */
	type_id complete(const clang::RecordDecl *def);
	clang::RecordDecl *record(clang::QualType t) const; /* the usable definition, or NULL */
	std::string record_name(const clang::TagDecl *d) const; /* "struct foo"; "" for unnamed ones */
	std::string known_as(const clang::TagDecl *d) const;    /* or else the typedef of an unnamed one */
	void finish();                                   /* what was only named gets its size */

	unsigned width(clang::QualType t) const;         /* of a scalar of up to 64 bits; else 0 */
	bool in_memory(clang::QualType t) const;         /* no scalar: records, arrays, 128-bit integers ... */
	uint64_t size(clang::QualType t) const;          /* bytes; 0 when it has none */
	uint32_t align(clang::QualType t) const;
	bool is_signed(clang::QualType t) const;
	bool usable(clang::QualType t) const;            /* complete, not dependent, not erroneous */
	unsigned access_flags(clang::QualType t) const;  /* INSTR_VOLATILE, INSTR_ARENA for an lvalue of this type */
	uint32_t addr_space(clang::QualType pointee) const;

private:
	clang::ASTContext &ctx;
	struct unit *u;
	Positions &positions;
	llvm::DenseMap<const void *, type_id> by_type; /* QualType, sugar and all */
	llvm::DenseMap<const clang::TagDecl *, type_id> by_decl;
	llvm::StringMap<type_id> by_shape; /* derived types and named scalars are made once */
	std::vector<const clang::RecordDecl *> named; /* not filled in yet */
	llvm::DenseMap<const clang::RecordDecl *, bool> filled;

	type_id add_once(struct type &t);
	type_id scalar(clang::QualType t, const char *name);
	type_id pointer(clang::QualType pointee, uint32_t flags, const std::vector<std::string> &more_tags);
	type_id array(clang::QualType t);
	type_id function(const clang::FunctionType *ft, const clang::FunctionDecl *fd);
	type_id enumeration(const clang::EnumDecl *d);
	type_id record_id(const clang::RecordDecl *d);
	void fill(const clang::RecordDecl *d);
	void add_bases(const clang::CXXRecordDecl *d, struct type *t);
	void add_field(const clang::FieldDecl *f, uint64_t bit_off, struct type *t);
	void add_decl_tags(const clang::Decl *d, struct field *f) const;
	void describe(const clang::RecordDecl *d, struct type *t);
	type_id from_loc(clang::QualType t, clang::TypeLoc loc);
	const char *keep(llvm::StringRef s) { return intern_strn(u->names, s.data(), s.size()); }
};

/* ---- lower_decl.cpp, lower_global.cpp, lower_map.cpp: what has an address in the unit ---- */

class Lowering {
public:
	clang::ASTContext &ctx;
	clang::SourceManager &sm;
	struct unit *u;
	Positions positions;
	Types types;

	Lowering(clang::ASTContext &ctx, const llvm::DenseSet<const clang::Decl *> &broken);
	void run(llvm::ArrayRef<clang::Decl *> decls);

	uint32_t func(const clang::FunctionDecl *fd);
	struct operand var(const clang::VarDecl *vd);      /* address: OPND_GLOBAL or OPND_MAP */
	struct operand string(llvm::StringRef bytes, clang::QualType t);
	struct operand constant(clang::QualType t, const clang::APValue &v); /* an unnamed const global */
	struct operand compound(const clang::CompoundLiteralExpr *e); /* at file scope */
	struct operand static_address(clang::APValue::LValueBase base); /* OPND_NONE: it has none at compile time */
	/* The helper whose address this variable holds, by libbpf's convention; 0: none. */
	uint32_t helper(const clang::VarDecl *vd);
	bool is_map(const clang::VarDecl *vd) const;
	bool ok(const clang::FunctionDecl *fd);            /* no errors inside */
	const char *keep(llvm::StringRef s) { return intern_strn(u->names, s.data(), s.size()); }

private:
	const llvm::DenseSet<const clang::Decl *> &broken;
	llvm::DenseMap<const clang::FunctionDecl *, uint32_t> funcs;
	llvm::DenseMap<const clang::VarDecl *, struct operand> vars;
	llvm::DenseMap<const clang::VarDecl *, uint32_t> helpers;
	llvm::DenseMap<const clang::Expr *, struct operand> literals; /* compound ones */
	llvm::StringMap<uint32_t> strings;
	llvm::SmallVector<std::pair<const clang::FunctionDecl *, uint32_t>, 32> bodies; /* still to be lowered */
	size_t next_body = 0;
	unsigned nstrings = 0, nconstants = 0, ncompound = 0;

	void root(clang::Decl *d);
	bool is_root(const clang::FunctionDecl *fd) const;
	bool is_root(const clang::VarDecl *vd) const;
	void license(const clang::VarDecl *vd);
	struct func describe(const clang::FunctionDecl *fd, const clang::FunctionDecl *def);
	std::string name_of(const clang::NamedDecl *d) const;

	uint32_t add_global(const clang::VarDecl *vd);
	enum global_kind kind_of(const clang::VarDecl *vd, llvm::StringRef section) const;
	void init_global(uint32_t index, const clang::VarDecl *vd);
	void set_init(uint32_t index, const clang::APValue &v, clang::QualType t);
	uint32_t add_private(llvm::StringRef name, llvm::StringRef section, clang::QualType t);

	uint32_t add_map(const clang::VarDecl *vd);
	uint32_t map_of_record(const clang::RecordDecl *rd, llvm::StringRef name, const struct pos &where, unsigned depth);
	void map_field(struct map *m, const clang::FieldDecl *f, llvm::StringRef map_name, unsigned depth);
	void legacy_map(struct map *m, const clang::VarDecl *vd, const clang::RecordDecl *rd);

	friend class ConstantWriter;
};

/* ---- Body: lower_stmt.cpp, lower_expr.cpp, lower_place.cpp, lower_cast.cpp, lower_arith.cpp, lower_cond.cpp, lower_init.cpp, lower_call.cpp,
 * lower_builtin.cpp, lower_core.cpp, lower_atomic.cpp, lower_asm.cpp ---- */

/* An lvalue: an address, or bits of the storage unit at an address. */
struct Lvalue {
	struct operand addr;
	clang::QualType type;
	unsigned flags = 0;       /* INSTR_VOLATILE, INSTR_ARENA */
	unsigned bits = 0;        /* width of a bit-field; 0: none */
	unsigned shift = 0, unit = 0; /* where it starts in its storage unit, from the least significant bit, and that unit's width */
	type_id declared = 0;     /* the type with what only the declaration says, or 0 */
	bool split = false;       /* no aligned unit holds it: `unit` is 8, and it goes on in the bytes behind */
};

struct BuiltinCall;

class Body {
public:
	Body(Lowering &l, uint32_t index, const clang::FunctionDecl *fd);
	void run();

private:
	enum { MAX_DEPTH = 1000 };

	Lowering &l;
	clang::ASTContext &ctx;
	Types &types;
	struct unit *u;
	struct build *b = nullptr;
	uint32_t index;
	const clang::FunctionDecl *fd;
	unsigned depth = 0;

	llvm::DenseMap<const clang::VarDecl *, struct operand> vars; /* address of its storage */
	llvm::DenseMap<const clang::Expr *, struct operand> literals; /* compound literals */
	llvm::DenseMap<const clang::OpaqueValueExpr *, struct operand> shared; /* value, or address of lvalues and aggregates */
	llvm::DenseMap<const clang::LabelDecl *, uint32_t> labels;
	llvm::DenseMap<const clang::SwitchCase *, uint32_t> cases;
	std::vector<const clang::LabelDecl *> address_taken;
	struct operand result_at = opnd_none(); /* where a record result goes */
	bool is_result(const clang::VarDecl *vd) const;
	struct operand this_ptr = opnd_none(), this_at = opnd_none(); /* the parameter, and the variable that a body reads it from */
	const clang::Expr *array_index_of = nullptr;
	struct operand array_index = opnd_none(); /* of the ArrayInitLoopExpr that is being written */

	/* What has to be done on the way out of a scope, innermost last. Without a variable: a member of what is being destroyed. */
	struct Cleanup {
		const clang::VarDecl *var;
		struct operand addr;
		clang::QualType type;
	};
	llvm::SmallVector<Cleanup, 4> cleanups;
	size_t outermost = 0; /* how many there are before the function's body */
	struct Target {
		uint32_t block;
		size_t depth; /* of cleanups */
	};
	llvm::SmallVector<Target, 8> breaks, continues;
	llvm::DenseMap<const clang::LabelDecl *, size_t> label_depth;
	bool labels_measured = false;

	/* the place that the next instruction belongs to */
	clang::SourceRange where, synced;
	class At {
	public:
		At(Body &body, clang::SourceRange r) : body(body), saved(body.where)
		{
			if (r.isValid())
				body.where = r;
		}
		~At() { body.where = saved; }

	private:
		Body &body;
		clang::SourceRange saved;
	};
	class Deeper {
	public:
		explicit Deeper(Body &body) : body(body) { body.depth++; }
		~Deeper() { body.depth--; }
		bool too_deep() const { return body.depth > MAX_DEPTH; }

	private:
		Body &body;
	};
	struct build *here(); /* the builder, with the place set */

	/* lower_stmt.cpp, lower_branch.cpp */
	void params();
	struct operand parameter(const char *name, type_id type, clang::QualType t, int32_t n, clang::SourceLocation loc);
	void stmt(const clang::Stmt *s);
	void stmt_here(const clang::Stmt *s);
	void compound(const clang::CompoundStmt *s);
	void if_stmt(const clang::IfStmt *s);
	void do_stmt(const clang::DoStmt *s);
	void for_stmt(const clang::ForStmt *s);
	void range_for(const clang::CXXForRangeStmt *s);
	void switch_stmt(const clang::SwitchStmt *s);
	void return_stmt(const clang::ReturnStmt *s);
	void goto_label(const clang::LabelDecl *label);
	void indirect_goto(const clang::IndirectGotoStmt *s);
	void decl_stmt(const clang::DeclStmt *s);
	void loop(const clang::Expr *cond, const clang::DeclStmt *variable, const clang::Stmt *body, const clang::Expr *inc);
	void jump(Target t);
	void unwind(size_t to, bool forget);
	uint32_t label_block(const clang::LabelDecl *label);
	void measure_labels(const clang::Stmt *s, size_t depth);
	uint32_t block(const char *name) { return build_block(b, name); }
	void begin(uint32_t blk) { build_at(b, blk); }
	bool open() const { return build_open(b); }
	void go(uint32_t blk);
	void find_address_taken(const clang::Stmt *s);

	/* lower_expr.cpp: what expressions are worth */
	struct operand rvalue(const clang::Expr *e, bool needed = true);
	struct operand rvalue_here(const clang::Expr *e, bool needed);
	void discard(const clang::Expr *e);
	struct operand stmt_expr(const clang::StmtExpr *e, bool needed, const struct operand *to);
	const clang::Expr *stmt_expr_begin(const clang::StmtExpr *e);
	struct operand bind(const clang::OpaqueValueExpr *e);
	bool constant(const clang::Expr *e, struct operand *out);
	bool folds(const clang::VarDecl *vd) const;
	struct operand opaque(const char *why, clang::QualType t, llvm::ArrayRef<struct operand> in = {}, unsigned flags = 0);
	struct operand unknown(const clang::Expr *e, const char *why);
	const char *kind_name(const clang::Stmt *s);

	/* lower_place.cpp: where they live */
	Lvalue lvalue(const clang::Expr *e);
	Lvalue lvalue_here(const clang::Expr *e);
	struct operand address(const clang::Expr *e) { return lvalue(e).addr; }
	Lvalue member(const clang::MemberExpr *e);
	Lvalue subscript(const clang::ArraySubscriptExpr *e);
	Lvalue variable(const clang::VarDecl *vd, clang::QualType t);
	Lvalue field(struct operand base, const clang::FieldDecl *f, clang::QualType t, unsigned flags);
	Lvalue plain(struct operand addr, clang::QualType t, unsigned flags = 0);
	Lvalue made_up(const char *why, clang::QualType t);
	struct operand load(const Lvalue &v);
	void store(const Lvalue &v, struct operand x, unsigned more = 0);
	struct operand load_bits(const Lvalue &v);
	void store_bits(const Lvalue &v, struct operand x, unsigned more);

	/* lower_cast.cpp */
	struct operand cast_expr(const clang::CastExpr *e, bool needed);
	struct operand pointer_cast(struct operand x, clang::QualType from, clang::QualType to, unsigned flags);
	struct operand base_cast(const clang::CastExpr *e, struct operand x);

	/* lower_arith.cpp */
	struct operand imm(uint64_t v, clang::QualType t);
	struct operand imm(const llvm::APSInt &v, clang::QualType t) { return imm(v.extOrTrunc(64).getZExtValue(), t); }
	struct operand bin(enum op op, unsigned width, struct operand x, struct operand y, clang::QualType t);
	struct operand conv(enum op op, unsigned from, unsigned to, struct operand x, clang::QualType t);
	struct operand convert(struct operand x, clang::QualType from, clang::QualType to);
	struct operand resize(struct operand x, unsigned from, bool is_signed, unsigned to, clang::QualType t);
	struct operand to_bool(struct operand x, clang::QualType from, clang::QualType to);
	struct operand binary(const clang::BinaryOperator *e, bool needed);
	struct operand arith(clang::BinaryOperatorKind op, struct operand x, struct operand y, clang::QualType xt, clang::QualType yt, clang::QualType t);
	struct operand compare(clang::BinaryOperatorKind op, struct operand x, struct operand y, clang::QualType t, clang::QualType result);
	struct operand shift(clang::BinaryOperatorKind op, struct operand x, struct operand y, clang::QualType xt, clang::QualType yt);
	struct operand pointer_step(struct operand p, clang::QualType pt, struct operand i, clang::QualType it, bool minus);
	struct operand index_bytes(struct operand i, clang::QualType it, clang::QualType elem, bool minus);
	struct operand pointer_diff(struct operand x, struct operand y, clang::QualType pt, clang::QualType t);
	struct operand assign(const clang::BinaryOperator *e, bool needed);
	void assign_memory(const clang::BinaryOperator *e, const Lvalue &to);
	struct operand compound_assign(const clang::CompoundAssignOperator *e, bool needed, Lvalue *where);
	struct operand unary(const clang::UnaryOperator *e, bool needed);
	struct operand step_at(const clang::UnaryOperator *e, const Lvalue &v, bool needed); /* ++ and --; the value of the expression */
	struct operand update_atomic(const Lvalue &v, clang::BinaryOperatorKind op, struct operand x, bool old, bool needed);
	struct operand bits_kept(const Lvalue &v, struct operand x); /* what a bit-field makes of x */
	struct operand apply(const clang::BinaryOperator *e, struct operand x, struct operand y);

	/* lower_cond.cpp */
	void cond(const clang::Expr *e, uint32_t then, uint32_t otherwise);
	void cond_here(const clang::Expr *e, uint32_t then, uint32_t otherwise);
	void cond_logical(const clang::BinaryOperator *e, uint32_t then, uint32_t otherwise);
	void branch(struct operand x, uint32_t then, uint32_t otherwise);
	const clang::Expr *condition_of(const clang::AbstractConditionalOperator *e);
	struct operand truth(const clang::Expr *e, clang::QualType t); /* && and || as values */
	struct operand conditional(const clang::AbstractConditionalOperator *e, bool needed);
	void conditional_into(const clang::AbstractConditionalOperator *e, struct operand to);
	Lvalue conditional_lvalue(const clang::AbstractConditionalOperator *e);
	static bool is_truth(const clang::Expr *e); /* 0 or 1 by its nature: a comparison, !, && or || */
	int known_truth(const clang::Expr *e);
	const clang::ValueDecl *weak_address(const clang::Expr *e);
	bool asks_for_weak(const clang::BinaryOperator *e);
	struct operand exists(const clang::ValueDecl *d, clang::QualType t);

	/* lower_init.cpp, lower_constant.cpp: records, arrays and what is wider than 64 bits */
	void into(const clang::Expr *e, struct operand to, bool fresh = false);
	void into_here(const clang::Expr *e, struct operand to, bool fresh);
	void init_var(const clang::VarDecl *vd, const clang::Expr *init, struct operand to);
	void init_list(const clang::InitListExpr *e, struct operand to, bool zeroed);
	void init_record(const clang::InitListExpr *e, const clang::RecordDecl *rd, struct operand to, bool zeroed);
	void init_array(const clang::InitListExpr *e, struct operand to, bool zeroed);
	void init_member(const clang::Expr *init, const Lvalue &v, bool zeroed);
	void init_constant(const clang::APValue &v, clang::QualType t, struct operand to);
	bool count_scalars(const clang::APValue &v, clang::QualType t, unsigned *budget);
	void store_scalars(const clang::APValue &v, const Lvalue &to);
	void zero(struct operand to, clang::QualType t);
	void copy_array(const clang::ArrayInitLoopExpr *e, struct operand to);
	void zero_bit_fields(const clang::RecordDecl *rd, struct operand to);
	uint64_t nonzero_bytes(const clang::Expr *e);
	void string_into(llvm::StringRef bytes, struct operand to, clang::QualType t);
	struct operand readable(const Lvalue &v);        /* an address to copy from */
	struct operand readable(const clang::Expr *e);
	void copy(struct operand to, struct operand from, clang::QualType t, unsigned flags = 0);
	struct operand element(struct operand base, uint64_t i, clang::QualType elem);
	struct operand temporary(clang::QualType t); /* address of fresh storage */
	struct operand in_storage(const clang::Expr *e); /* evaluates a record or array to memory; its address */
	struct operand local(const char *name, clang::QualType t, const struct pos *p, bool decl = true);
	void opaque_into(const char *why, struct operand to, clang::QualType t);

	/* lower_call.cpp */
	struct operand call(const clang::CallExpr *e, bool needed, const struct operand *to = nullptr);
	struct operand call_function(const clang::FunctionDecl *f, llvm::ArrayRef<struct operand> args, clang::QualType result, const struct operand *to);
	struct operand emit_call(struct instr_more *more, llvm::SmallVectorImpl<struct operand> &args, clang::QualType result, const struct operand *to, unsigned flags = 0);
	void callee(const clang::FunctionDecl *f, struct instr_more *more);
	struct operand argument(const clang::Expr *e);

	/* lower_object.cpp */
	void construct(const clang::CXXConstructExpr *e, struct operand to);
	void destroy(struct operand addr, clang::QualType t);
	void init_object(const clang::CXXConstructorDecl *ctor);
	void init_field(const clang::Expr *init, struct operand object, const clang::FieldDecl *f);
	void end_temporaries(const clang::ExprWithCleanups *e);
	void destroys(const clang::CXXDestructorDecl *dtor);
	struct operand base_of(struct operand object, const clang::CXXRecordDecl *rd, clang::QualType base, bool is_virtual);
	void closure(const clang::LambdaExpr *e, struct operand to);
	const clang::FieldDecl *captured(const clang::ValueDecl *what) const;
	void invoke(const clang::CXXMethodDecl *invoker);

	/* lower_builtin.cpp and its kin; see BuiltinCall there. False: no builtin that is known by name. */
	bool builtin(const clang::CallExpr *e, const clang::FunctionDecl *f, bool needed, const struct operand *to, struct operand *out);
	struct operand choose(struct operand condition, struct operand yes, struct operand no, clang::QualType t);
	friend struct Builtins;
	bool core_path(const clang::Expr *e, std::string *path, const clang::RecordDecl **root, uint64_t *bit_off, const clang::FieldDecl **last);
	std::string core_type_name(clang::QualType t);
	struct operand core_env(enum env_kind kind, const std::string &what, int64_t dflt, clang::QualType t);
	struct operand core_field_info(const clang::CallExpr *e);
	struct operand core_type_info(const clang::CallExpr *e);
	struct operand core_enum_value(const clang::CallExpr *e);
	struct operand core_type_id(const clang::CallExpr *e);
	struct operand constant_p(const clang::CallExpr *e);
	struct operand overflow(const clang::CallExpr *e, clang::BinaryOperatorKind op);
	struct operand memory(const clang::CallExpr *e, llvm::StringRef name);
	struct operand sync(const clang::CallExpr *e, llvm::StringRef name, bool needed, bool *known);
	struct operand atomic(const clang::AtomicExpr *e, bool needed);
	struct operand atomic_new_value(enum atomic_op op, struct operand old, struct operand v, unsigned width, clang::QualType t);
	struct operand count_bits(const clang::CallExpr *e, llvm::StringRef name);

	/* lower_asm.cpp */
	void asm_stmt(const clang::GCCAsmStmt *s);
	bool asm_hides(const clang::GCCAsmStmt *s);
	void asm_may_goto(const clang::GCCAsmStmt *s);
	friend class AsmProgram; /* lower_asm_bpf.cpp */
	void asm_opaque(const clang::GCCAsmStmt *s);
};

} // namespace bpfproof

#endif
