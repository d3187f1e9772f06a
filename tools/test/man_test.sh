#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# The manual page names every command and every option that --help names, and nothing else; and it is well-formed.
. "$(dirname "$0")/common.sh"
page=$TOP/tools/bpfproof.1
command -v man >/dev/null || exit 77

MANWIDTH=300 man -l -E ascii "$page" 2>/dev/null | sed 's/.\x08//g' >"$tmp/page"
[ -s "$tmp/page" ] || bad "man shows nothing"
run 0 man -l -E ascii --warnings "$page"
silent err

"$BPFPROOF" --help | sed -n 's/^  \([a-z]*\)  .*/\1/p' >"$tmp/commands"
[ "$(wc -l <"$tmp/commands")" -ge 4 ] || bad "--help lists no commands"
while read -r command; do
	grep -q "bpfproof $command" "$tmp/page" || bad "the page has no 'bpfproof $command'"
	"$BPFPROOF" help "$command" >"$tmp/help" || bad "no help for $command"
	grep -oE -- '(^|[ ,])--?[a-zA-Z][a-z-]*' "$tmp/help" | tr -d ' ,' >>"$tmp/options"
done <"$tmp/commands"
sort -u "$tmp/options" | while read -r option; do
	case $option in -[?O] | -g | -target | --version) continue ;; esac
	grep -qE -- "(^|[^a-z-])$option([^a-z-]|\$)" "$tmp/page" || echo "$option"
done >"$tmp/missing"
[ ! -s "$tmp/missing" ] || bad "options that the page does not have: $(tr '\n' ' ' <"$tmp/missing")"

grep -oE -- '--[a-z][a-z-]+' "$tmp/page" | sort -u | while read -r option; do
	grep -qx -- "$option" "$tmp/options" || echo "$option"
done | grep -vxE -- '--(help|version|variable)' >"$tmp/unknown"
[ ! -s "$tmp/unknown" ] || bad "options that no command has: $(tr '\n' ' ' <"$tmp/unknown")"

# the plugin's options: an unknown one is answered with all of them
clang=$(echo "$MAJORS" | tr ' ' '\n' | tail -n 1)
echo 'int x;' >"$tmp/x.c"
"clang-$clang" -target bpf -fsyntax-only -fplugin="$PLUGIN" -fplugin-arg-bpfproof-nonsense "$tmp/x.c" 2>"$tmp/err"
grep -o "'[a-z-]*'" "$tmp/err" | tr -d "'" | grep -v nonsense >"$tmp/known"
[ "$(wc -l <"$tmp/known")" -gt 10 ] || bad "the plugin names no options: $(cat "$tmp/err")"
while read -r option; do
	grep -qE "^ +$option(=|  |\$)" "$tmp/page" || bad "the page does not have the plugin option '$option'"
done <"$tmp/known"
finish
