#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# The demo programs: the correct ones have no findings and load, of the broken ones every program has a finding on the line
# (or next to it) of its numbered comment, and the kernel refuses it.
. "$(dirname "$0")/common.sh"
clang=$1
demo=$TOP/testdata/demo
flags=(-I"$TOP/testdata/include")

for file in "$demo"/*.bpf.c; do
	name=$(basename "$file" .bpf.c)
	"$clang" -Wall -Werror -O2 -g -target bpf -D__TARGET_ARCH_x86 "${flags[@]}" -idirafter "/usr/include/$(uname -m)-linux-gnu" \
		-c "$file" -o "$tmp/$name.o" || bad "$name does not compile"
	loads=0
	"$LOAD" "$tmp/$name.o" >"$tmp/loads" || loads=$?
	case $name in
	*.broken)
		run 1 "$BPFPROOF" check --clang="$clang" -f jsonl "$file" -- "${flags[@]}"
		mv "$tmp/out" "$tmp/findings"
		grep -nE '/\* [0-9]: ' "$file" | cut -d: -f1 >"$tmp/lines"
		while read -r line; do
			near=$(seq -s '|' $((line - 1)) $((line + 2)))
			grep -qE "\"line\":($near),.*\"verdict\":|\"verdict\":.*\"line\":($near)," "$tmp/findings" ||
				bad "$name: nothing found at line $line"
		done <"$tmp/lines"
		[ "$(wc -l <"$tmp/findings")" = "$(wc -l <"$tmp/lines")" ] ||
			bad "$name: $(wc -l <"$tmp/findings") findings for $(wc -l <"$tmp/lines") mistakes: $(cat "$tmp/findings")"
		if grep ': loads$' "$tmp/loads"; then bad "$name: the kernel takes it"; fi
		;;
	*)
		run 0 "$BPFPROOF" check --clang="$clang" "$file" -- "${flags[@]}"
		if grep ': refused' "$tmp/loads"; then bad "$name: the kernel refuses it"; fi
		;;
	esac
	[ "$loads" = 0 ] || [ "$loads" = 77 ] || bad "$name: cannot be opened"
done
[ "${loads:-0}" = 0 ] || echo "this process may not load programs: the kernel was not asked"
finish
