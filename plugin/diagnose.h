// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * diagnose: findings become clang diagnostics. They have the level that clang's -Wbackend-plugin has at that place,
 * so that -Werror, -w, -Wno-backend-plugin and #pragma clang diagnostic work on every version, but show the rule's
 * name in place of a -W flag that clang would not know.
 */
#ifndef BPFPROOF_DIAGNOSE_H
#define BPFPROOF_DIAGNOSE_H

#include "options.h"
#include "report/report.h"

#include "clang/Basic/Diagnostic.h"
#include "clang/Basic/SourceLocation.h"

namespace clang {
class SourceManager;
} // namespace clang

/* Where a position of the model lies in clang's terms; invalid when it did not come from this translation unit. */
clang::SourceLocation location_of(const struct pos &p);
clang::SourceLocation end_location_of(const struct pos &p);

/* False for what the user cannot change: system headers, and places that are not in a file. */
bool in_user_code(const clang::SourceManager &sm, const struct pos &p);

/* What clang and the options make of a finding: ignored (-w, a pragma), a warning, an error. */
clang::DiagnosticsEngine::Level level_of(clang::DiagnosticsEngine &de, const struct options &o, const struct finding &f);

void diagnose(clang::DiagnosticsEngine &de, const struct options &o, const struct report &r);

#endif
