#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# The score on the kernel corpus, or with "objects" on what became of it: no accepted program is flagged, and none stands worse than in
# testdata/kernel/baseline.json, or objects-asm.json and objects-c.json beside it.
# Skipped where the corpus, or a backend for the clang that the baseline is of, cannot be had.
set -u

skip() { echo "skipped: $*"; exit 77; }
source=/usr/src/linux-source-6.12.tar.xz
btf=${VMLINUX_BTF:-/sys/kernel/btf/vmlinux}

command -v jq >/dev/null || skip "jq is not installed"
clang=$(jq -r .clang "$TOP/testdata/kernel/baseline.json") || exit 1
case " $MAJORS " in *" ${clang#clang-} "*) ;; *) skip "there is no backend for $clang" ;; esac
[ -r "$btf" ] || skip "there is no kernel BTF at $btf"
[ -r "$source" ] || [ -e "${XDG_CACHE_HOME:-$HOME/.cache}/bpfproof/linux-6.12/.extracted" ] ||
	skip "$source is missing: install linux-source-6.12"
[ "${1-}" != objects ] || exec "$TOP/tools/scripts/conformance-objects" --tool "$BPFPROOF" --clang "$clang" -j2
exec "$TOP/tools/scripts/conformance" --plugin "$PLUGIN" --clang "$clang" -j2
