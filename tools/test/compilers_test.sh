#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# `bpfproof check OBJ.o`: the demo programs and the shapes of an object (several programs, static and global functions, loops, callbacks, switches, atomics)
# as every clang that is installed compiles them for every -mcpu. In the correct ones nothing is found, in the broken ones a finding for each
# numbered comment. Signed division is for v4 alone. Objects need no backend, so compilers count that have none.
. "$(dirname "$0")/common.sh"
cd "$tmp" || exit 1
compilers=("$@")
[ $# -gt 0 ] || { echo "no compiler"; exit 77; }

cat >shapes.bpf.c <<'C'
#include "bpf_min.h"
struct { __uint(type, BPF_MAP_TYPE_ARRAY); __uint(max_entries, 8); __type(key, u32); __type(value, u64); } counts SEC(".maps");
const volatile u32 limit = 5;
static u64 total;
u32 order[16] = {3, 1, 2};
static __noinline u64 add(u64 *v, u64 n) { return v ? *v += n : 0; }
__noinline int largest(u32 a, u32 b) { return a > b ? a : b; }
static long each(u32 i, u32 *sum) { *sum += i; return *sum > 100; }
SEC("xdp") int several(struct xdp_md *ctx)
{
	u32 key = ctx->rx_queue_index & 7, sum = 0;
	s32 s = (s16)ctx->ingress_ifindex;

	bpf_loop(limit, each, &sum, 0);
	for (int i = 0; i < 16; i++)
		sum += order[i] * (s / DIVISOR);
	__sync_fetch_and_add(&total, sum);
	switch (key) {
	case 0: sum += 11; break;
	case 1: sum = sum * 3; break;
	case 2: sum ^= 0x55; break;
	case 3: sum -= 4; break;
	case 4: sum = __builtin_bswap32(sum); break;
	default: sum >>= 2;
	}
	return largest(sum, key) + add(bpf_map_lookup_elem(&counts, &key), sum) ? XDP_PASS : XDP_DROP;
}
SEC("tc") int another(struct __sk_buff *skb) { return add(0, 1) + largest(skb->len, limit) ? 0 : 1; }
C
objects=0
for clang in "${compilers[@]}"; do
	for cpu in v1 v2 v3 v4; do
		for source in shapes.bpf.c "$TOP"/testdata/demo/*.bpf.c; do
			name=$(basename "$source" .bpf.c)
			"$clang" -O2 -g -target bpf -mcpu=$cpu -DDIVISOR=$([ $cpu = v4 ] && echo -3 || echo 4u) -fno-crash-diagnostics -D__TARGET_ARCH_x86 -I"$TOP/testdata/include" -c "$source" -o case.o 2>err || {
				grep -q "unknown target CPU" err || bad "$name does not compile with $clang for $cpu: $(head -n 3 err)"
				continue
			}
			grep -q "not a recognized processor" err && continue # older ones only warn
			objects=$((objects + 1))
			status=0
			"$BPFPROOF" check -f jsonl case.o >found 2>err || status=$?
			mistakes=$(grep -cE '/\* [0-9]: ' "$source")
			[ "$status" = $((mistakes > 0)) ] && [ "$(wc -l <found)" = "$mistakes" ] ||
				bad "$clang $cpu $name: status $status, $(wc -l <found) findings for $mistakes mistakes: $(cat found err)"
		done
	done
done
# ---- a switch that newer compilers make a jump table of, and an indirect jump, for -mcpu=v4
{
	cat <<'C'
#include "bpf_min.h"
struct { __uint(type, BPF_MAP_TYPE_HASH); __uint(max_entries, 8); __type(key, u32); __type(value, u64); } counts SEC(".maps");
#define CASES(last) \
C
	for i in $(seq 0 23); do echo "	case $i: return ctx->ingress_ifindex * $((i * i + 3)) ^ $((i * 7)); \\"; done
	cat <<'C'
	case 24: last
SEC("xdp") int fine(struct xdp_md *ctx)
{
	switch (ctx->rx_queue_index) { CASES(return 2;) }
	return 1;
}
SEC("xdp") int unchecked(struct xdp_md *ctx)
{
	u32 key = 0;
	u64 *v = bpf_map_lookup_elem(&counts, &key);

	switch (ctx->rx_queue_index) { CASES(return *v;) }
	return 1;
}
C
} >table.bpf.c
for clang in "${compilers[@]}"; do
	for cpu in v3 v4; do
		"$clang" -O2 -g -target bpf -mcpu=$cpu -I"$TOP/testdata/include" -c table.bpf.c -o table.o 2>err || continue
		run 1 "$BPFPROOF" check --kernel=6.19 -f jsonl table.o; out '"rule":"null-deref"'; out '"programs":["unchecked"]'; no_out '"fine"'
		[ "$(wc -l <"$tmp/out")" = 1 ] || bad "$clang $cpu: $(wc -l <"$tmp/out") findings where a pointer is not checked"
		run 1 "$BPFPROOF" check --kernel=6.19 --stats --not-modelled table.o; out "every path followed"
		[ "$cpu" = v4 ] && [ "$("$clang" -dumpversion | cut -d. -f1)" -ge 22 ] || continue
		out "not modelled: a jump table in 'unchecked'"
		run 1 "$BPFPROOF" check --kernel=6.18 --program fine table.o; out "[bpf-kernel-version]"; out "jumps through a table"
	done
done

[ "$objects" -gt $((20 * $#)) ] || bad "only $objects objects for $# compilers"
finish
