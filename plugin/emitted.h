// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * emitted: the object that this very compile makes. When the main action is through with a translation unit, the object is complete, but
 * still has the name of a temporary file that clang does not tell; it is among the files that this process has open.
 */
#ifndef BPFPROOF_EMITTED_H
#define BPFPROOF_EMITTED_H

#include "model/model.h"
#include "report/report.h"

#include <string>

namespace clang {
class CompilerInstance;
class SourceManager;
} // namespace clang

/* Where it can be read; "" when there is none, which `why` explains unless none was asked for. */
std::string emitted_object(const clang::CompilerInstance &ci, const char *&why);

/* Findings that an object's line records place get the handles of this translation unit, whose model is `u`. */
void emitted_locate(struct report &r, const struct unit &u, const clang::SourceManager &sm);

#endif
