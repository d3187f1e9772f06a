#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# The mutator finds in testdata/mutate/sites.bpf.c what sites.txt lists, and with it every kind of mistake; each change leaves a file
# that clang can read. --update writes sites.txt.
. "$(dirname "$0")/common.sh"
data=$TOP/testdata/mutate
compile=("$CLANG" -O2 -g -target bpf -mcpu=v3 -w -fsyntax-only -I "$TOP/testdata/include")

run 0 "${compile[@]}" -fplugin="$MUTATOR" -fplugin-arg-mutator-output="$tmp/sites" "$data/sites.bpf.c"
silent out
silent err
jq -r --rawfile text "$data/sites.bpf.c" '[.line, .column, .kind, (.programs | join(" ")),
	($text[.offset:.offset + .length] | tojson), (.replacement | tojson)] | join(" ")' "$tmp/sites" | sort -n >"$tmp/list"
[ "${1-}" != --update ] || cp "$tmp/list" "$data/sites.txt"
diff -u "$data/sites.txt" "$tmp/list" || bad "sites.txt differs"
sed -n 's/^KIND(\([a-z_]*\),.*/\1/p' "$TOP/plugin/mutate/kinds.def" | tr _ - | while read -r kind; do
	grep -q " $kind " "$tmp/list" || echo "$kind"
done >"$tmp/without"
[ ! -s "$tmp/without" ] || bad "no site of kind: $(tr '\n' ' ' <"$tmp/without")"

# every seventh change, for the time it takes
awk 'NR % 7 == 1' "$tmp/sites" | while read -r site; do
	offset=$(jq .offset <<<"$site") length=$(jq .length <<<"$site")
	{ head -c "$offset" "$data/sites.bpf.c"; jq -j .replacement <<<"$site"; tail -c +$((offset + length + 1)) "$data/sites.bpf.c"; } >"$tmp/mutant.c"
	"${compile[@]}" "$tmp/mutant.c" 2>"$tmp/said" || { echo "$site"; cat "$tmp/said"; }
done >"$tmp/broken"
[ ! -s "$tmp/broken" ] || { bad "changes that do not compile"; cat "$tmp/broken" >&2; }
finish
