#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# The score on the kernel corpus: no accepted program is flagged, and none stands worse than in testdata/kernel/baseline.json.
# Skipped where the corpus, or a backend for the clang that the baseline is of, cannot be had.
set -u

skip() { echo "skipped: $*"; exit 77; }
command -v jq >/dev/null || skip "jq is not installed"
clang=$(jq -r .clang "$TOP/testdata/kernel/baseline.json") || exit 1
case ";$MAJORS;" in *";${clang#clang-};"*) ;; *) skip "there is no backend for $clang" ;; esac
export CLANG=$clang
"$TOP/tools/scripts/corpus"
case $? in
0) ;;
2) skip "the corpus cannot be had here" ;;
*) exit 1 ;;
esac
exec "$TOP/tools/scripts/conformance" --plugin "$PLUGIN" --clang "$clang" -j2
