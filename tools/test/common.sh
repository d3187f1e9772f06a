# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# shellcheck shell=bash
# Sourced by the test scripts: a scratch folder, and words for what is wanted. Failures are counted, `finish` tells.

set -u
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
failures=0
unset BPFPROOF_OPTIONS LD_PRELOAD
export LC_ALL=C

bad() { echo "FAIL: $*" >&2; failures=$((failures + 1)); }

# run STATUS COMMAND...: leaves what it wrote in $tmp/out and $tmp/err
run()
{
	local want=$1 status=0
	shift
	"$@" >"$tmp/out" 2>"$tmp/err" </dev/null || status=$?
	[ "$status" = "$want" ] || { bad "exit status $status, not $want: $*"; cat "$tmp/out" "$tmp/err" >&2; }
}

# out TEXT / err TEXT: the last run wrote it; no_out, no_err: it did not
out() { grep -qF -- "$1" "$tmp/out" || { bad "not in the output: $1"; cat "$tmp/out" >&2; }; }
err() { grep -qF -- "$1" "$tmp/err" || { bad "not in standard error: $1"; cat "$tmp/err" >&2; }; }
no_out() { ! grep -F -- "$1" "$tmp/out" >&2 || bad "in the output: $1"; }
no_err() { ! grep -F -- "$1" "$tmp/err" >&2 || bad "in standard error: $1"; }
silent() { [ ! -s "$tmp/$1" ] || { bad "std$1 is not empty"; cat "$tmp/$1" >&2; }; }

finish() { [ "$failures" = 0 ] || { echo "$failures failed" >&2; exit 1; }; exit 0; }
