#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# `bpfproof verify`: what this machine's kernel says of our own small programs; what cannot be loaded, and what is left behind.
. "$(dirname "$0")/common.sh"
clang=clang-$(echo "$MAJORS" | tr ' ' '\n' | tail -n 1)
source=$TOP/testdata/explain/broken.bpf.c
cd "$tmp" || exit 1
compile() { "$clang" -target bpf -mcpu=v3 -I"$TOP/testdata/include" -O2 "$@"; }

# ---- what needs no kernel
run 2 "$BPFPROOF" verify; err "give objects"
run 2 "$BPFPROOF" verify --format=xml x.o; err "there are text and json"
run 0 "$BPFPROOF" verify --help; out "left behind"

# ---- may we?
compile -g -c "$source" -o broken.o || exit 1
"$BPFPROOF" verify broken.o >/dev/null 2>"$tmp/err"
if grep -qE "needs root|does not let this process|not implemented" "$tmp/err"; then
	cat "$tmp/err"
	finish_as=77
	[ "$failures" = 0 ] || finish_as=1
	exit "$finish_as"
fi
line() { grep -n "refused: $1" "$source" | cut -d: -f1; }

# ---- several programs, each alone
run 1 "$BPFPROOF" verify broken.o
out "broken.o: fine: accepted"
out "broken.o: unchecked: rejected"
out "$source:$(line unchecked):5: error: 'v' may be null here [bpf-null-deref]"
out "note: here 'key' <= 100"
out "note: 'v' is the result of 'bpf_map_lookup_elem' on 'counts'"
out "kernel: \"R0 invalid mem access 'map_value_or_null'\""
out "$source:$(line short_packet):9: error: 1 byte at packet offset 8"
out "$source:$(line in_a_function):9: error: 'counter' may be null here [bpf-null-deref]"
out "$source:$(line odd_return):9: error: 16 bytes at stack offset -8: outside of the stack frame [bpf-argument-memory]"
out "$source:$(line moved_packet):9: error: 'data' is a number to the verifier, not a pointer [bpf-scalar-deref]"
out "note: here the packet's start + 1 <= 'end'"
out "note: 'bpf_xdp_adjust_head' may move the packet: pointers into it become numbers"
out "broken.o: nowhere: cannot say: this kernel's BTF has no 'there_is_no_such_function'"
grep -qE "broken.o: at_entry: (accepted|cannot say: )" out || bad "no answer for at_entry"
no_out "bpf-unknown"
silent err
run 0 "$BPFPROOF" verify --program=fine broken.o; out "fine: accepted"; no_out "unchecked"
run 1 "$BPFPROOF" verify -p unchecked broken.o broken.o; out "2 rejected"
run 2 "$BPFPROOF" verify -p nowhere broken.o; out "cannot say"
run 2 "$BPFPROOF" verify -p uncheckd broken.o; err "no program 'uncheckd'; did you mean 'unchecked'?"
run 1 "$BPFPROOF" verify --format=json broken.o; silent err
if command -v jq >/dev/null; then
	jq -e '[.programs[] | .verdict] | (map(select(. == "rejected")) | length) == 5 and index("accepted") == 0' out >/dev/null ||
		bad "other verdicts in the JSON"
	jq -e --argjson line "$(line unchecked)" '.programs[] | select(.program == "unchecked")
		| .rule == "null-deref" and .section == "xdp" and .finding.line == $line and .finding.column == 5
		and (.finding.notes | length) > 2 and (.fix | length) > 10' out >/dev/null || bad "another finding in the JSON"
fi

# ---- what belongs to other programs is put aside; what nobody says is told
cat >mixed.c <<'END'
#include "bpf_min.h"
struct there_is_none { int (*answer)(void); };
SEC("struct_ops/answer") int answer(void *ctx) { return 42; }
SEC(".struct_ops") struct there_is_none ops = { .answer = (void *)answer };

extern int bpf_there_is_none(void) __attribute__((section(".ksyms")));
SEC("tc") int calls(struct __sk_buff *skb) { return bpf_there_is_none(); }
SEC("tc") int beside(struct __sk_buff *skb) { return 0; }
SEC("no_type_that_anybody_knows") int guessed(struct __sk_buff *skb) { return skb->len > 5; }
SEC("nor_this") int guessed_badly(struct __sk_buff *skb) { return *(int *)(long)skb->len; }

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY_OF_MAPS);
	__uint(max_entries, 4);
	__uint(key_size, 4);
	__uint(value_size, 4);
} given_later SEC(".maps");
SEC("xdp") int uses_map_of_maps(struct xdp_md *ctx)
{
	u32 key = 0;

	return bpf_map_lookup_elem(&given_later, &key) ? 1 : 2;
}
END
cat >slots.c <<'END'
#include "bpf_min.h"

struct inner {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 1);
	__type(key, u32);
	__type(value, u32);
};
struct other {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 1);
	__type(key, u32);
	__type(value, u32);
} other SEC(".maps");
struct {
	__uint(type, BPF_MAP_TYPE_ARRAY_OF_MAPS);
	__uint(max_entries, 1);
	__type(key, u32);
	__array(values, struct inner);
} outer SEC(".maps") = { .values = { (void *)&other } };
SEC("xdp") int in_a_map(struct xdp_md *ctx)
{
	u32 key = 0;

	return bpf_map_lookup_elem(&outer, &key) ? 1 : 2;
}

int absent(struct xdp_md *ctx);
struct {
	__uint(type, BPF_MAP_TYPE_PROG_ARRAY);
	__uint(max_entries, 1);
	__uint(key_size, 4);
	__array(values, int(void *));
} calls SEC(".maps") = { .values = { (void *)&absent } };
SEC("xdp") int absent(struct xdp_md *ctx) { return 1; }
SEC("xdp") int called(struct xdp_md *ctx)
{
	bpf_tail_call(ctx, &calls, 0);
	return 2;
}
END
compile -g -c mixed.c -o mixed.o
compile -g -c slots.c -o slots.o
run 1 "$BPFPROOF" verify mixed.o
out "answer: cannot say: "
out "calls: cannot say: this kernel has no kfunc 'bpf_there_is_none'"
out "beside: accepted"
out "guessed: accepted: as BPF_PROG_TYPE_SCHED_CLS; the section 'no_type_that_anybody_knows' does not say what type it is"
out "guessed_badly: rejected: as all types with this context, among them BPF_PROG_TYPE_SCHED_CLS"
out "[bpf-scalar-deref]"
out "uses_map_of_maps: cannot say: map 'given_later' needs an inner map, which user space gives before it loads the program"

# ---- slots of maps are filled before the verifier is asked, those for tail calls behind it
run 2 "$BPFPROOF" verify slots.o
out "in_a_map: cannot say: map 'outer' needs an inner map"
out "called: accepted"

# ---- the log is kept, and explain says the same of it
run 1 "$BPFPROOF" verify --log=kept broken.o
run 1 "$BPFPROOF" explain kept/broken.o.unchecked.log
out "broken.bpf.c:$(line unchecked):1: error: 'v' may be null here [bpf-null-deref]"

cat >early.c <<'END'
#include "bpf_min.h"
SEC("tc") __attribute__((naked)) int early(void) {
	__asm__ volatile("goto 1f; r0 = 1; 1: r0 = 0; exit");
}
END
compile -g -c early.c -o early.o
run 1 "$BPFPROOF" verify --log=kept early.o; out "early.c:3:"; out "[bpf-refused]"
run 1 "$BPFPROOF" explain kept/early.o.early.log; out "early.c:3:1: error: instruction 1 is never reached [bpf-refused]"

# ---- BTF that the kernel refuses because of another function: the log has its lines all the same
cat >naked.c <<'END'
#include "bpf_min.h"
SEC("tc") __attribute__((naked)) int unnamed(void *ctx) { __asm__ volatile("r0 = 0; exit"); }
SEC("tc") int bad(struct __sk_buff *skb) { return *(int *)(long)skb->len; }
END
compile -g -c naked.c -o naked.o
run 1 "$BPFPROOF" verify --log=kept naked.o; out "unnamed: accepted"; out "[bpf-scalar-deref]"
grep -q "@ naked.c:3" kept/naked.o.bad.log || bad "the log has no lines"

# ---- without BTF, without line info
compile -c "$source" -o plain.o
run 2 "$BPFPROOF" verify -p unchecked plain.o; out "plain.o: cannot say: libbpf cannot open it: "; out "compile with -g"
cat >old.c <<'END'
static long (*lookup)(void *, long) = (void *)1;
__attribute__((section("xdp"), used)) int plain(void *ctx)
{
	return *(int *)lookup(ctx, 0);
}
char _license[] __attribute__((section("license"), used)) = "GPL";
END
compile -c old.c -o old.o
run 1 "$BPFPROOF" verify old.o; out "old.o: plain: rejected"; out "[bpf-argument-type]"; out "compile with -g"

# ---- foreign and damaged files
run 2 "$BPFPROOF" verify nothing.o; err "nothing.o: No such file"
run 2 "$BPFPROOF" verify .; err "no file that could be an object"
run 2 "$BPFPROOF" verify "$source"; err "not an ELF object"
run 2 "$BPFPROOF" verify "$BPFPROOF"; err "not for BPF"
run 2 "$BPFPROOF" verify /dev/null; err "no file that could be an object"
: >empty.o
run 2 "$BPFPROOF" verify empty.o; err "not an ELF object"
compile -emit-llvm -c "$source" -o bitcode.o
run 2 "$BPFPROOF" verify bitcode.o; err "LLVM bitcode"
echo 'int x;' >x.c
compile -g -c x.c -o no_programs.o
run 2 "$BPFPROOF" verify no_programs.o
"$clang" -target bpfeb -c x.c -o big_endian.o
run 2 "$BPFPROOF" verify big_endian.o; err "other byte order"
run 1 "$BPFPROOF" verify nothing.o broken.o; err "nothing.o"; out "unchecked: rejected"
size=$(stat -c %s broken.o)
for part in 1 2 3 5 7 9; do
	head -c $((size * part / 10)) broken.o >cut.o
	timeout 60 "$BPFPROOF" verify cut.o >out 2>err
	status=$?
	[ $status -le 2 ] || bad "exit status $status for an object cut to $part tenths"
done
for part in $(seq 1 40); do
	cp broken.o damaged.o
	printf '\377\377' | dd of=damaged.o bs=1 seek=$((size * part / 41)) conv=notrunc status=none
	timeout 60 "$BPFPROOF" verify damaged.o >out 2>err
	status=$?
	[ $status -le 2 ] || bad "exit status $status for an object damaged at $part / 41"
done

# ---- a log of more than 64 MiB: the end of it is what matters
pad=$(printf '%0700d' 0)
{
	echo '#include "bpf_min.h"'
	echo 'struct { __uint(type, BPF_MAP_TYPE_HASH); __uint(max_entries, 16); __type(key, u32); __type(value, u64); } bpfproof_map SEC(".maps");'
	echo 'SEC("tc") int bpfproof_long(struct __sk_buff *skb) {'
	echo 'u32 key = 0; u64 sum = 0;'
	echo 'for (u32 i = 0; i < 100000; i++) {'
	for k in 1 2 3 4 5; do echo "__asm__ volatile(\"%0 += $k\" : \"+r\"(sum)); /* $pad */"; done
	echo '}'
	echo 'return *(u64 *)bpf_map_lookup_elem(&bpfproof_map, &key) + sum; /* here */'
	echo '}'
} >long.c
compile -g -c long.c -o long.o
run 1 "$BPFPROOF" verify --log=kept long.o
out "long.c:$(grep -n 'here' long.c | cut -d: -f1):"; out "[bpf-null-deref]"
[ "$(stat -c %s kept/long.o.bpfproof_long.log)" -gt 60000000 ] || bad "the log is not large"
out "the log does not have the beginning of the path"
sed 's/return \*.*/return sum; }/; $d' long.c >fine.c
compile -g -c fine.c -o fine.o
run 0 "$BPFPROOF" verify fine.o

# ---- a map that cannot be created, and a program that does without

cat >without.c <<'END'
#include "bpf_min.h"
struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 1);
	__type(key, u16);
	__type(value, u32);
} short_key SEC(".maps");
SEC("xdp") int without(struct xdp_md *ctx)
{
	return XDP_PASS;
}
END
compile -g -c without.c -o without.o
run 0 "$BPFPROOF" verify without.o
out "without.o: without: accepted"
out "    without map 'short_key', which cannot be created: "
run 0 "$BPFPROOF" verify --format json without.o
jq -e '.programs[0].without == ["short_key"]' out >/dev/null || bad "the map is not named in the JSON"

# ---- nothing is left behind, even when killed: no pins, programs, maps
cat >pinned.c <<'END'
#include "bpf_min.h"
struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 16);
	__type(key, u32);
	__type(value, u64);
	__uint(pinning, 1); /* LIBBPF_PIN_BY_NAME */
} bpfproof_pinned SEC(".maps");
SEC("xdp") int pinned(struct xdp_md *ctx)
{
	u32 key = 0;

	return bpf_map_lookup_elem(&bpfproof_pinned, &key) ? XDP_PASS : XDP_DROP;
}
END
compile -g -c pinned.c -o pinned.o
run 0 "$BPFPROOF" verify pinned.o
[ ! -e /sys/fs/bpf/bpfproof_pinned ] || bad "a map was pinned"
for delay in 0.1 0.4 1 2; do
	"$BPFPROOF" verify long.o pinned.o long.o >/dev/null 2>&1 &
	child=$!
	sleep "$delay"
	kill -9 "$child" 2>/dev/null
	wait "$child" 2>/dev/null
done
sleep 1
[ ! -e /sys/fs/bpf/bpfproof_pinned ] || bad "a map was pinned"
"$LEFT" bpfproof_pinned bpfproof_map bpfproof_long || bad "something was left in the kernel"

# ---- without privileges
if command -v setpriv >/dev/null && [ "$(id -u)" = 0 ]; then
	chmod 755 "$tmp"; cp "$BPFPROOF" "$tmp/bpfproof"; chmod 755 "$tmp/bpfproof"
	setpriv --reuid=65534 --regid=65534 --clear-groups "$tmp/bpfproof" verify broken.o >out 2>err
	[ $? = 2 ] || bad "without root it should say so"
	err "needs root"
fi
finish
