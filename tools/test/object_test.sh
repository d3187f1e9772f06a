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
	sed -nE 's/^[^[{]*\{"rule":"([^"]*)"[^{]*"file":"[^"]*","line":([0-9]+).*/\2 \1/p' found | sort -u >is
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

# ---- loops that iterators end are followed whole, whatever is counted in them; a callback's too
cat >turns.bpf.c <<'C'
#include "bpf_min.h"
u64 total;
static long add(u32 i, void *sum) { *(u64 *)sum += i; return 0; }
SEC("tc") int nested(struct __sk_buff *skb)
{
	struct bpf_iter_num outer, inner;
	u32 turns = 0, all = 0;
	u64 sum = 0;

	bpf_iter_num_new(&outer, 0, 1000);
	while (bpf_iter_num_next(&outer)) {
		turns++;
		bpf_iter_num_new(&inner, 0, 1000);
		while (bpf_iter_num_next(&inner))
			all += turns;
		bpf_iter_num_destroy(&inner);
	}
	bpf_iter_num_destroy(&outer);
	bpf_loop(1000, add, &sum, 0);
	total = sum + all;
	return 0;
}
C
compile turns.bpf.c turns.o
run 0 "$BPFPROOF" check --stats turns.o; out "every path followed"; no_out "not every path"

# ---- requires
compile "$TOP/testdata/rule/kernel-version/good_instructions.object.c" newer.o
run 0 "$BPFPROOF" requires newer.o; out "Linux 6.9 has everything"; out "6.9   may_goto  "; out "6.6   sign-extending loads (-mcpu=v4)  "
out "6.6   unconditional byte swaps (-mcpu=v4)  "; out "6.6   jumps over more than 32767 instructions (-mcpu=v4)  "
out "6.6   sign-extending moves (-mcpu=v4)  "; out "6.6   signed divisions (-mcpu=v4)  "; out "6.3   reads of stack that nobody wrote  "; out "5.3   loops  "

# ---- registers are called as debug information calls them; without it, as registers
cat >names.bpf.c <<'C'
#include "bpf_min.h"
struct { __uint(type, BPF_MAP_TYPE_HASH); __uint(max_entries, 8); __type(key, u32); __type(value, u64); } counts SEC(".maps");
static __noinline u64 add(u64 *slot, u64 n) { return *slot += n; }
static __always_inline u64 *find(void *map, u32 id) { u32 k = id; return bpf_map_lookup_elem(map, &k); }
SEC("xdp") int unchecked(struct xdp_md *ctx) { return add(find(&counts, ctx->rx_queue_index), 3) > 10; }
SEC("xdp") int inlined(struct xdp_md *ctx)
{
	u64 *value = find(&counts, ctx->rx_queue_index);

	return ctx->ingress_ifindex ? *value : 1;
}
SEC("xdp") int size(struct xdp_md *ctx)
{
	char text[16] = {};
	u32 length = ctx->rx_queue_index;

	return bpf_trace_printk(text, length) + length;
}
C
compile names.bpf.c names.o
run 1 "$BPFPROOF" check names.o; out "'slot' may be null"; out "'value' may be null"; out "'length', the size for"
strip=$(dirname "$(readlink -f "$(command -v "$clang")")")/llvm-strip
if [ -x "$strip" ] && "$strip" -g names.o -o stripped.o; then
	run 1 "$BPFPROOF" check stripped.o; out "'r1' may be null"; out "'bpf_map_lookup_elem()' may be null"; no_out slot; no_out length; out "names.bpf.c:3:"
fi

# ---- no line records: the instruction's number
"$clang" -O2 -target bpf -I"$TOP/testdata/include" -c "$TOP/testdata/rule/uninitialised/bad.object.c" -o plain.o
run 1 "$BPFPROOF" check plain.o; out "plain.o(after_a_call):"; out "instruction 2 of 'after_a_call': r0 += r1"

# ---- every instruction set, several objects linked into one, and gcc's objects
cat >null.bpf.c <<'C'
#include "bpf_min.h"
struct { __uint(type, BPF_MAP_TYPE_HASH); __uint(max_entries, 8); __type(key, u32); __type(value, u64); } counts SEC(".maps");
static __noinline u64 add(u64 *v, u64 n) { return *v += n; }
SEC("xdp") int unchecked(struct xdp_md *ctx)
{
	u32 key = 0;
	u64 *v = bpf_map_lookup_elem(&counts, &key);

	return add(v, 3) > 10 ? XDP_DROP : XDP_PASS; /* in add() it is read through */
}
SEC("xdp") int checked(struct xdp_md *ctx)
{
	s32 i = ctx->rx_queue_index, j = (s16)i;
	u32 key = __builtin_bswap32(i / 3 + j);
	u64 *v = bpf_map_lookup_elem(&counts, &key);

	if (!v)
		return XDP_PASS;
	__sync_fetch_and_add(v, 1);
	return add(v, 3) > 10 ? XDP_DROP : XDP_PASS;
}
C
for cpu in v1 v2 v3 v4; do
	"$clang" -O2 -g -target bpf -mcpu=$cpu -I"$TOP/testdata/include" -c null.bpf.c -o null.o 2>/dev/null || continue
	run 1 "$BPFPROOF" check -f jsonl null.o; out '"rule":"null-deref"'; out '"programs":["unchecked"]'; no_out '"checked"'
done
for bpftool in bpftool /usr/sbin/bpftool "${XDG_CACHE_HOME:-$HOME/.cache}/bpfproof/linux-6.12/generated/bpftool/bootstrap/bpftool"; do
	"$bpftool" gen object linked.o bad.o null.o 2>/dev/null || continue
	run 1 "$BPFPROOF" check linked.o; out "[bpf-uninitialised]"; out "[bpf-null-deref]"; out "null.bpf.c:"
	break
done
if command -v bpf-gcc >/dev/null; then
	sed 's/^HELPER.*//; s/bpf_map_lookup_elem(&/lookup(\&/' null.bpf.c >gcc.c
	{ echo 'void *lookup(void *, const void *) __attribute__((kernel_helper(1)));'; cat gcc.c; } >gcc.bpf.c
	bpf-gcc -O1 -gbtf -I"$TOP/testdata/include" -c gcc.bpf.c -o gcc.o 2>err || { bad "gcc does not compile"; cat err >&2; }
	run 1 "$BPFPROOF" check -f jsonl gcc.o; out '"rule":"null-deref"'; out '"programs":["unchecked"]'; no_out '"checked"'
fi

# ---- what is no object
head -c 200 bad.o >short.o
run 2 "$BPFPROOF" check short.o; err "short.o: "
cp "$BPFPROOF" native.o
run 2 "$BPFPROOF" check native.o; err "for another machine"
compile "$TOP/testdata/rule/kernel-btf/bad_member.bpf.c" relocated.o
run 0 "$MUTATE" 1500 bad.o good.o case.o relocated.o names.o
finish
