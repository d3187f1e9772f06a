// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * compat: every difference between the clang versions that the lowering and the plugin meet (14 to 22), so that no
 * other file asks for a version. Sugar types are never named: the canonical type or getAs<> says the same everywhere.
 */
#ifndef BPFPROOF_COMPAT_H
#define BPFPROOF_COMPAT_H

#include "clang/AST/ASTContext.h"
#include "clang/AST/Attr.h"
#include "clang/AST/Decl.h"
#include "clang/AST/Expr.h"
#include "clang/AST/Stmt.h"
#include "clang/AST/Type.h"
#include "clang/AST/TypeLoc.h"
#include "clang/Basic/Version.h"
#include "llvm/ADT/StringRef.h"

#include <string>

#if CLANG_VERSION_MAJOR < 14
#error "bpfproof needs clang 14 or newer"
#endif

namespace bpfproof {

inline bool starts_with(llvm::StringRef s, llvm::StringRef prefix)
{
	return s.substr(0, prefix.size()) == prefix;
}

inline unsigned bit_width(const clang::FieldDecl *f, const clang::ASTContext &ctx)
{
#if CLANG_VERSION_MAJOR >= 20
	(void)ctx;
	return f->getBitWidthValue();
#else
	return f->getBitWidthValue(ctx);
#endif
}

/* The template as the source has it, with %0 and %[name] still in it. */
inline std::string asm_template(const clang::GCCAsmStmt *s)
{
#if CLANG_VERSION_MAJOR >= 21
	return s->getAsmString();
#else
	return s->getAsmString()->getString().str();
#endif
}

#if CLANG_VERSION_MAJOR >= 18
inline constexpr auto plain_array = clang::ArraySizeModifier::Normal;
#else
inline constexpr auto plain_array = clang::ArrayType::Normal;
#endif

/*
 * From version 20 on, clang sets the padding of a C record to zero when an initialiser names some of its members and it
 * is not constant; before, only constants and mostly-zero records had their padding written.
 */
inline bool init_zeroes_padding(const clang::LangOptions &lang)
{
	return CLANG_VERSION_MAJOR >= 20 && !lang.CPlusPlus;
}

/* The value of a variable's initialiser. Before version 17, C's arrays and records are evaluated only as constant expressions. */
inline bool evaluate_initializer(const clang::Expr *init, const clang::ASTContext &ctx, const clang::VarDecl *vd, clang::APValue *out)
{
	llvm::SmallVector<clang::PartialDiagnosticAt, 4> notes;

	if (init->EvaluateAsInitializer(*out, ctx, vd, notes, true))
		return true;
#if CLANG_VERSION_MAJOR < 17
	clang::Expr::EvalResult r;

	if (!ctx.getLangOpts().CPlusPlus && init->EvaluateAsConstantExpr(r, ctx)) {
		*out = r.Val;
		return true;
	}
#endif
	return false;
}

/* The string of a btf_type_tag that this step of sugar carries, or "". Version 14 keeps it in the TypeLoc only. */
inline llvm::StringRef type_tag(clang::QualType t)
{
#if CLANG_VERSION_MAJOR >= 15
	if (const auto *tag = llvm::dyn_cast<clang::BTFTagAttributedType>(t.getTypePtr()))
		return tag->getAttr()->getBTFTypeTag();
#else
	(void)t;
#endif
	return llvm::StringRef();
}

inline constexpr bool type_tags_in_locs = CLANG_VERSION_MAJOR < 15;

inline llvm::StringRef type_tag(clang::TypeLoc loc)
{
	if (auto a = loc.getAs<clang::AttributedTypeLoc>())
		if (const auto *tag = a.getAttrAs<clang::BTFTypeTagAttr>())
			return tag->getBTFTypeTag();
	return llvm::StringRef();
}

} // namespace bpfproof

#endif
