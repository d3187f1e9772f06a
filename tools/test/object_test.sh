#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# `bpfproof check` on objects: testdata/rule/*/*.object.c say in comments what is found where ("// finds: RULE"), and with which
# options ("// options: --disable=RULE"). Then what the command does with objects that are damaged, and with several at once.
. "$(dirname "$0")/common.sh"
cd "$tmp" || exit 1
clang=${1:?the compiler}

compile() { "$clang" -O2 -g -target bpf -mcpu=v3 -I"$TOP/testdata/include" -c "$1" -o "$2" || bad "$1 does not compile"; }

for source in "$TOP"/testdata/rule/*/*.object.c; do
	name=${source#"$TOP/"}
	compile "$source" case.o
	# shellcheck disable=SC2046
	"$BPFPROOF" check --format jsonl $(sed -n 's,^// options: ,,p' "$source") case.o >found 2>err || [ $? = 1 ] || bad "$name: $(cat err)"
	sed -nE 's/.*"rule":"([^"]*)".*"file":"[^"]*","line":([0-9]+).*/\2 \1/p' found | sort -u >is
	awk '{ if (match($0, /finds: [a-z-]+/)) print NR, substr($0, RSTART + 7, RLENGTH - 7) }' "$source" | sort -u >want
	diff want is >differs || { bad "$name: what is found where (< wanted, > found)"; cat differs >&2; }
done
[ -e case.o ] || bad "no cases"

# ---- an object's findings in every format, with sources beside them, one program alone
compile "$TOP/testdata/rule/uninitialised/bad.object.c" bad.o
compile "$TOP/testdata/rule/uninitialised/good.object.c" good.o
run 0 "$BPFPROOF" check good.o; silent out; silent err
run 1 "$BPFPROOF" check bad.o good.o; out "bad.object.c:"; out "[bpf-uninitialised]"; out "in 1 of 2 files"
run 1 "$BPFPROOF" check --program=after_a_call bad.o; out "1 finding in"
run 1 "$BPFPROOF" check -f sarif bad.o; out bpf-uninitialised
run 0 "$BPFPROOF" check --kernel=6.6 --stats good.o; out "every path followed"

# ---- requires
compile "$TOP/testdata/rule/kernel-version/good_instructions.object.c" newer.o
run 0 "$BPFPROOF" requires newer.o; out "Linux 6.9 has everything"; out "6.9   may_goto  "; out "6.6   sign-extending loads (-mcpu=v4)  "
out "6.6   sign-extending moves (-mcpu=v4)  "; out "6.6   signed divisions (-mcpu=v4)  "; out "6.3   reads of stack that nobody wrote  "; out "5.3   loops  "

# ---- no line records: the instruction's number
"$clang" -O2 -target bpf -I"$TOP/testdata/include" -c "$TOP/testdata/rule/uninitialised/bad.object.c" -o plain.o
run 1 "$BPFPROOF" check plain.o; out "plain.o(after_a_call):"

# ---- what is no object
head -c 200 bad.o >short.o
run 2 "$BPFPROOF" check short.o; err "short.o: "
cp "$BPFPROOF" native.o
run 2 "$BPFPROOF" check native.o; err "for another machine"
run 0 "$MUTATE" 1500 bad.o good.o case.o
finish
