#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# `bpfproof check --object` and plain compiles with the plugin: testdata/rule/compiler-undid/*.undone.c say which versions of clang undo their check for which -mcpu
# ("// undone: v3 14 16"); there the finding stands where "// finds:" is, elsewhere nothing is found. The fix that is offered makes
# the finding go away. As root, the kernel must agree.
. "$(dirname "$0")/common.sh"
clang=${1:?the compiler}
major=$("$clang" -dumpversion | cut -d. -f1)
data=$TOP/testdata/rule/compiler-undid
cd "$tmp" || exit 1

# Without root, or where the kernel does not load a program that is in order, it is not asked.
asks_kernel()
{
	"$clang" -O2 -g -target bpf -I"$TOP/testdata/include" -c "$data/good.undone.c" -o fine.o && "$BPFPROOF" verify fine.o >/dev/null 2>&1
}
if asks_kernel; then kernel=1; else kernel=; fi

# mend FILE FINDINGS.json: what becomes of the file when the fixes are applied, on standard output. Edits stay in one line.
mend()
{
	jq -r '.findings[].fixes[]?.edits[] | [.line, .column, .end_column, .text] | @tsv' "$2" >edits
	awk -F '\t' 'function plain(s) { gsub(/\\n/, "\n", s); gsub(/\\t/, "\t", s); gsub(/\\\\/, "\\", s); return s }
		FNR == NR { n[$1]++; column[$1, n[$1]] = $2; end[$1, n[$1]] = $3; text[$1, n[$1]] = plain($4); next }
		{ at = 1; for (i = 1; i <= n[FNR]; i++) { printf "%s%s", substr($0, at, column[FNR, i] - at), text[FNR, i]; at = end[FNR, i] } print substr($0, at) }' edits "$1"
}

cp "$data/values.h" .
for source in "$data"/*.undone.c; do
	name=${source##*/}
	for cpu in v2 v3; do
		undone=
		! sed -n "s,^// undone: $cpu,,p" "$source" | grep -qw "$major" || undone=1
		# shellcheck disable=SC2046
		"$BPFPROOF" check --clang "$clang" --object --format jsonl $(sed -n 's,^// options: ,,p' "$source") "$source" -- -mcpu=$cpu \
			-I"$TOP/testdata/include" >found 2>err
		[ $? -lt 2 ] || bad "$name: $(cat err)"
		sed -nE 's/.*"rule":"([^"]*)".*"programs":\["undone"\][^{]*"line":([0-9]+),"column".*/\2 \1/p' found | head -c 4000 >is
		awk -v undone="$undone" 'undone && match($0, /finds: [a-z-]+/) { print NR, substr($0, RSTART + 7, RLENGTH - 7) }' "$source" >want
		diff want is >differs || { bad "$name, $cpu: what is found where (< wanted, > found)"; cat differs >&2; }
		[ "$(grep -c '"rule"' found)" = "$(wc -l <want)" ] || { bad "$name, $cpu: findings of other programs"; cat found >&2; }
		# shellcheck disable=SC2046
		"$clang" -O2 -g -target bpf -mcpu=$cpu -I"$TOP/testdata/include" -c "$source" -o plain.o -fplugin="$PLUGIN" \
			-fplugin-arg-bpfproof-output=plain -fplugin-arg-bpfproof-quiet \
			$(sed -n 's,^// options: --,-fplugin-arg-bpfproof-,p' "$source") || bad "$name does not compile with the plugin"
		grep '"rule"' found | cmp -s - plain || { bad "$name, $cpu: a compile says something else"; cat found plain >&2; }
		if [ -s want ] && command -v jq >/dev/null; then
			# shellcheck disable=SC2046
			"$BPFPROOF" check --clang "$clang" --object -f json $(sed -n 's,^// options: ,,p' "$source") "$source" -- -mcpu=$cpu -I"$TOP/testdata/include" >found.json
			mend "$source" found.json >mended.bpf.c
			! cmp -s "$source" mended.bpf.c || bad "$name, $cpu: no fix is offered"
			"$BPFPROOF" check --clang "$clang" --object mended.bpf.c -- -mcpu=$cpu -I"$TOP/testdata/include" >found 2>&1 ||
				{ bad "$name, $cpu: the fix does not help"; cat mended.bpf.c found >&2; }
			"$clang" -O2 -g -Wall -Werror -target bpf -mcpu=$cpu -I"$TOP/testdata/include" -c mended.bpf.c -o mended.o || bad "$name, $cpu: the fix does not compile"
			[ -z "$kernel" ] || "$BPFPROOF" verify mended.o >said || { bad "$name, $cpu: the kernel refuses the fix"; cat mended.bpf.c said >&2; }
		fi
		[ "$kernel" ] || continue
		"$clang" -O2 -g -target bpf -mcpu=$cpu -I"$TOP/testdata/include" -c "$source" -o case.o || bad "$name does not compile"
		"$BPFPROOF" verify case.o >said 2>&1
		if grep -q 'kept: accepted' said; then :; else bad "$name, $cpu: the kernel refuses the shape that is to be kept"; fi
		! grep -q '^SEC.*undone(' "$source" || [ "$undone" = "$(grep -q 'undone: rejected' said && echo 1)" ] ||
			{ bad "$name, $cpu: the kernel does not agree"; cat said >&2; }
	done
done

# ---- what both show is told once, and at the source
cat >both.bpf.c <<'C'
#include "bpf_min.h"
struct { __uint(type, BPF_MAP_TYPE_HASH); __uint(max_entries, 8); __type(key, u32); __type(value, u64); } counts SEC(".maps");
SEC("xdp") int unchecked(struct xdp_md *ctx)
{
	u32 key = 0;
	u64 *v = bpf_map_lookup_elem(&counts, &key);

	return *v ? XDP_DROP : XDP_PASS;
}
C
run 1 "$BPFPROOF" check --clang "$clang" --object both.bpf.c -- -I"$TOP/testdata/include"
out "both.bpf.c:8:"; out "[bpf-null-deref]"; out "1 finding in 1 of 1 file"
run 2 "$BPFPROOF" check --clang "$clang" --object both.bpf.c; out "bpf_min.h"; err "does not compile"
cp "$data"/bad-neighbours.undone.c "$data"/values.h .
run 1 "$BPFPROOF" check --clang "$clang" --object bad-neighbours.undone.c -- -I"$TOP/testdata/include"; out "[bpf-compiler-undid]"
sed -i 's,// finds: compiler-undid,// NOLINT(bpf-compiler-undid),' bad-neighbours.undone.c
run 0 "$BPFPROOF" check --clang "$clang" --object bad-neighbours.undone.c -- -I"$TOP/testdata/include"; no_out "[bpf-"
run 0 "$BPFPROOF" check --clang "$clang" bad-neighbours.undone.c -- -I"$TOP/testdata/include"; no_out "[bpf-"
run 2 "$BPFPROOF" check --clang "$clang" --object both.bpf.c -- -I"$TOP/testdata/include" -target bpfeb; err "only the source was checked"
finish
