#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# `bpfproof explain` on logs as the tools print them: the verdict, the rule, the line, the story, what is unknown.
. "$(dirname "$0")/common.sh"
logs=$TOP/testdata/explain

# explains STATUS LOG TEXT...: from the file and from standard input, as text and as JSON
explains()
{
	local status=$1 log=$logs/$2.log
	shift 2
	run "$status" "$BPFPROOF" explain "$log"
	cp "$tmp/out" "$tmp/from-file"
	for text in "$@"; do out "$text"; done
	"$BPFPROOF" explain <"$log" >"$tmp/out" 2>/dev/null
	cmp -s "$tmp/out" "$tmp/from-file" || bad "another answer from standard input for $log"
	run "$status" "$BPFPROOF" explain --format=json "$log"
	if command -v jq >/dev/null; then
		jq -e '(.programs | length > 0) and (keys == ["kernel", "programs", "tool", "version"]) and ([.programs[] | keys] | unique == [[
			"class", "finding", "fix", "kernel_message", "object", "program", "reason", "rule", "section", "verdict", "without"]])' \
			"$tmp/out" >/dev/null || bad "other members in the JSON for $log"
	fi
}

null='[bpf-null-deref]'

# ---- every tool's way to print it
explains 1 libbpf "unchecked: rejected" "unchecked.bpf.c:19:1: error: 'v' may be null here $null" \
	"unchecked.bpf.c:18:1: note: 'v' is the result of 'bpf_map_lookup_elem' on 'counts'" \
	"unchecked.bpf.c:16:1: note: here 'key' <= 100" \
	"'v' is in R0, last shown as map_value_or_null(id=1,map=counts,ks=4,vs=8)" \
	"kernel: \"R0 invalid mem access 'map_value_or_null'\"" "compare the pointer with NULL"
out "unchecked.bpf.o"
explains 1 bpftool "unchecked: rejected" "unchecked.bpf.c:19:1: error: 'v' may be null here $null"
explains 1 veristat "broken.bpf.o: fine: accepted" "broken.bpf.o: unchecked: rejected" "broken.bpf.o: short_packet: rejected" \
	"broken.bpf.c:38:1: error: 'v' may be null here $null" \
	"broken.bpf.c:48:1: error: 1 byte at packet offset 8, but only 4 bytes were compared with the packet's end on this path [bpf-bounds]" \
	"kernel: \"R1 offset is outside of the packet\"" "kernel, before that: \"invalid access to packet"
explains 1 veristat-level2 "ranges.bpf.o: ranges: rejected" "ranges.bpf.c:26:1: error: 4 bytes at offset 64 of a map's value" "[bpf-bounds]"
explains 1 cilium "unchecked: rejected" "unchecked.bpf.c:19:1: error: 'v' may be null here $null"
explains 1 cilium-short "unchecked: rejected" "may be null here $null" "does not have the beginning of the path"
explains 1 aya "unchecked.bpf.c:19:1: error: 'v' may be null here $null"
explains 1 aya-debug "unchecked.bpf.c:19:1: error: 'v' may be null here $null"
explains 1 bcc "count: rejected" "may be null here $null" "source line: \`*v += 1;\`" \
	"'v' is the result of 'bpf_map_lookup_elem': \`u64 *v = bpf_map_lookup_elem((void *)bpf_pseudo_fd(1, -1), &key);\`"
explains 1 iproute2 "classifier: rejected" "the result of 'bpf_map_lookup_elem' may be null here $null" "kernel: \"R0 invalid mem access" "at instruction 8: r1 = *(u64 *)(r0 +0)" "compile with -g"

# ---- the kernel's own, old and new
explains 1 kernel-leak "leak.bpf.c:16:1: error: a reference is not released on this path [bpf-leak]" \
	"leak.bpf.c:13:1: note: here 'event' is not null" "leak.bpf.c:16:1: note: here R1 == 7" "leak.bpf.c:11:1: note: acquired here" \
	"it may be a later one"
explains 1 kernel-ranges "ranges.bpf.c:24:1: note: here R1 <= 16" "ranges.bpf.c:22:1: note: here R8 != 3" \
	"ranges.bpf.c:26:1: error: 4 bytes at offset 64 of a map's value, which is 64 bytes long [bpf-bounds]"
explains 1 kernel-moved "broken.bpf.c:88:1: error: R7 is a number to the verifier, not a pointer [bpf-scalar-deref]" \
	"broken.bpf.c:86:1: note: here the packet's start + 1 <= the packet's end" \
	"broken.bpf.c:86:1: note: 'bpf_xdp_adjust_head' may move the packet: pointers into it become numbers" \
	"note: here the result of 'bpf_xdp_adjust_head' == 0" "get it again behind it"
explains 1 kernel-global "global.bpf.c:17:1: error: 8 bytes at stack offset -4: outside of the stack frame [bpf-argument-memory]" \
	"Caller passes invalid args into func#1 ('sum')"
no_out "'half' is in R1"
explains 1 kernel-5.4 "a number without a lower bound is added to a 'map_value' pointer [bpf-pointer-math]" "here the result of 'bpf_map_lookup_elem' != 0: instruction 7"
no_out "== 0"

# ---- parts of logs, other answers
explains 1 head-cut "[bpf-bounds]" "does not have the beginning of the path" "ranges.bpf.c:26:1"
explains 1 tail-cut "refused, but the log ends before it says why" "[bpf-unknown]"
explains 0 accepted "accepted"
explains 1 unknown "prog.bpf.c:7:1: error: the kernel refuses: \"the moon is in the wrong phase\" [bpf-unknown]" "bpfproof does not know this message"
explains 2 libbpf-kfunc "cannot say: this kernel has no kfunc 'bpf_there_is_none'"
explains 1 libbpf-map "map 'sized_later' cannot be created as it is defined" "[bpf-map-definition]"
run 2 "$BPFPROOF" explain "$logs/no-log.log"; err "there is no verifier log in"; silent out

# ---- each rule's page quotes the kernel: explain knows these words, and takes at least one of them for this rule's
for page in "$TOP"/checks/rule/*.md; do
	rule=${page##*/} rule=${rule%.md} mine=0 quotes=0
	while IFS= read -r words; do
		words=${words%%  *} # without a remark behind it
		quotes=$((quotes + 1))
		for insn in "(79) r0 = *(u64 *)(r1 +0)" "(85) call bpf_map_lookup_elem#1"; do
			"$BPFPROOF" explain --format=json >"$tmp/out" <<-END
			0: R1=ctx() R10=fp0
			0: $insn
			$words
			END
			case $words in libbpf:*) ;; *) no_out '"unknown"' ;; esac
			! grep -qE "\"rule\": ?\"$rule\"" "$tmp/out" || mine=$((mine + 1))
		done
	done < <(sed -n '/^## What the kernel says/,/^## /s/^    //p' "$page")
	# a rule that only says why another was broken has no messages of its own
	grep -qE "^CLASS\(.*\"$rule\"," "$TOP/checks/kernel/messages.def" || continue
	[ "$quotes" = 0 ] || [ "$mine" -gt 0 ] || bad "no message on the page of '$rule' is taken for one of this rule"
done

# ---- mistakes, and what people do to logs
run 2 "$BPFPROOF" explain nothing.log; err "cannot read nothing.log"
run 2 "$BPFPROOF" explain /; err "cannot read /"
run 2 "$BPFPROOF" explain /dev/null; err "no verifier log"
run 2 "$BPFPROOF" explain --format=xml /dev/null; err "there are text and json"
run 2 "$BPFPROOF" explain a b; err "one log at a time"
run 0 "$BPFPROOF" explain --help; out "veristat"
for how in 's/^/Nov 22 10:00:00 host loader[7]: libbpf: /' 's/^/    /' 's/$/\r/' 's/.*/\x1b[31m&\x1b[0m/'; do
	case $how in *libbpf*) from=libbpf; how='/^libbpf/s/^/Nov 22 10:00:00 host loader[7]: /' ;; *) from=kernel-leak ;; esac
	sed "$how" "$logs/$from.log" >"$tmp/changed.log"
	run 1 "$BPFPROOF" explain "$tmp/changed.log"
	out "rejected"; no_out "bpf-unknown"
done
cat "$logs"/kernel-leak.log "$logs"/kernel-ranges.log >"$tmp/two.log"
run 1 "$BPFPROOF" explain "$tmp/two.log"; out "[bpf-leak]"; out "[bpf-bounds]"

# ---- large ones: linear time, and little memory besides
{ echo "0: R1=ctx() R10=fp0"; awk 'BEGIN { for (i = 0; i < 400000; i++) printf "; x = x + %d; @ big.c:%d\n%d: (07) r1 += 1                      ; R1=scalar(id=%d)\n", i % 7, i % 7 + 1, i % 7, i }'
  echo "7: (79) r1 = *(u64 *)(r0 +0)"; echo "R0 invalid mem access 'map_value_or_null'"; } >"$tmp/big.log"
run 1 timeout 60 "$BPFPROOF" explain "$tmp/big.log"; out "$null"
yes "from 7 to 8: R0=1" | head -n 300000 >"$tmp/odd.log"
timeout 60 "$BPFPROOF" explain "$tmp/odd.log" >/dev/null 2>&1
[ $? = 2 ] || bad "a log of branches only is no log"
head -c 3000000 /dev/zero | tr '\0' 'R' >"$tmp/line.log"
timeout 60 "$BPFPROOF" explain "$tmp/line.log" >/dev/null 2>&1
[ $? = 2 ] || bad "one long line is no log"
finish
