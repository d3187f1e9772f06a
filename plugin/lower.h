// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * lower: one translation unit of clang's AST becomes one program model. Expressions are lowered directly and
 * recursively (clang's CFG gives only statement order, and different orders in different versions); what has no
 * lowering becomes an opaque instruction that says why. Only what the programs of the unit reach is lowered: every
 * function with a section or in the main file, what these call, and the types on the way.
 *
 * Records by value have no registers of their own in the model. A function that takes a record gets the address of
 * the caller's copy; one that returns a record stores it through an extra first parameter and returns nothing. So
 * the number of parameters in func.params can differ from that in func.type.
 *
 * Positions say where the user wrote something: the place in a file, with the outermost macro's name when it came
 * out of one. Their handles are raw encodings of file locations: SourceLocation::getFromRawEncoding(pos.handle).
 */
#ifndef BPFPROOF_LOWER_H
#define BPFPROOF_LOWER_H

#include "model/model.h"

#include "llvm/ADT/DenseSet.h"

namespace clang {
class ASTContext;
class Decl;
class SourceLocation;
} // namespace clang
namespace llvm {
template <typename T> class ArrayRef;
}

/*
 * `decls` are the top-level declarations in source order, as HandleTopLevelDecl delivered them; of those in `broken`
 * the parser lost something, so the bodies in them are not looked at. The model keeps nothing of
 * the AST but handles; the caller frees it with model_unit_free(). Never NULL, also for erroneous code.
 */
struct unit *lower_unit(clang::ASTContext &ctx, llvm::ArrayRef<clang::Decl *> decls, const llvm::DenseSet<const clang::Decl *> &broken);

/* The position of a range as the model has it; `end` is the begin of the last token and may be invalid. */
struct pos lower_pos(clang::ASTContext &ctx, struct unit *u, clang::SourceLocation begin, clang::SourceLocation end);

#endif
