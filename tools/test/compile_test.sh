#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# The plugin in a compile that makes an object: which one it looks at, where what it finds there stands, and what silences that.
. "$(dirname "$0")/common.sh"
clang=$1
cd "$tmp" || exit 1

# What only the object shows: the source of `raw` is assembly, and that of `joined` is right. Each is a line of its own.
cat >head.h <<'END'
#include "bpf_min.h"
#define RAW(name) SEC("xdp") __attribute__((naked)) int name(void) { asm volatile("r0 = *(u32 *)(r1 + 2); exit"); }
#define JOINED(name) SEC("tc") int name(struct __sk_buff *skb) { skb->mark = 0; skb->queue_mapping = 0; return 0; }
END
{ echo '#include "head.h"'; echo 'RAW(raw)'; echo 'JOINED(joined)'; } >both.bpf.c
{ echo '#include "head.h"'; echo 'RAW(raw)'; } >raw.bpf.c
{ echo '#include "bpf_min.h"'; echo 'SEC("xdp") int fine(struct xdp_md *ctx) { return XDP_PASS; }'; } >fine.bpf.c

compile() # STATUS SOURCE FLAG...
{
	local status=$1 source=$2
	shift 2
	rm -f out.o
	run "$status" "$clang" -O2 -g -target bpf -I"$TOP/testdata/include" -c "$source" -o out.o -fplugin="$PLUGIN" -Wno-unused-command-line-argument "$@"
}
arg() { echo "-fplugin-arg-bpfproof-$1"; }
count() { [ "$(grep -c 'warning: .*\[bpf-' err)" = "$1" ] || { bad "not $1 findings"; cat err >&2; }; }

# ---- found in the object alone
compile 0 both.bpf.c "$(arg output=both.jsonl)"; count 2
err "both.bpf.c:2:"; err "[bpf-context]"; err "note: found in the compiled object"
err "both.bpf.c:3:"; err "[bpf-compiler-undid]"
[ -s out.o ] || bad "there is no object file"
grep -q '"file":"both.bpf.c","line":2,' both.jsonl || bad "the place of a finding: $(cat both.jsonl)"
compile 0 fine.bpf.c; silent err

# ---- wrong in the source, and not there any more: the byte behind the end is read for nothing
cat >taken.bpf.c <<'END'
#include "bpf_min.h"
SEC("xdp") int taken(struct xdp_md *ctx)
{
	u8 *data = (void *)(long)ctx->data, *end = (void *)(long)ctx->data_end;

	return data + 4 <= end && (data[4] & 0x100) ? XDP_DROP : XDP_PASS;
}
END
compile 0 taken.bpf.c "$(arg object=no)"; count 1; err "[bpf-bounds]"
compile 0 taken.bpf.c; silent err
compile 0 taken.bpf.c "$(arg pedantic)"; count 1; err "the compiler took it out"
sed 's/0x100/0x80/' taken.bpf.c >left.bpf.c
compile 0 left.bpf.c; count 1; err "[bpf-bounds]"

# ---- its level: clang's switches, rules, and an error that leaves no object
compile 1 raw.bpf.c -Werror; err "error: "; err "[bpf-context]"
[ ! -e out.o ] || bad "there is an object file after an error"
compile 1 raw.bpf.c "$(arg rule=context:error)"; err "error: "
compile 0 raw.bpf.c -w; silent err
compile 0 raw.bpf.c -Wno-backend-plugin; silent err
compile 0 both.bpf.c "$(arg disable=context)"; count 1
compile 0 both.bpf.c "$(arg disable=compiler-undid)"; count 1; err "[bpf-context]"

# ---- what silences it
cat >silenced.bpf.c <<'END'
#include "head.h"
RAW(a) // NOLINT(bpf-context)
// NOLINTNEXTLINE(bpf-context)
RAW(b)
__attribute__((annotate("bpfproof:ignore=context"))) RAW(c)
#pragma clang diagnostic ignored "-Wbackend-plugin"
RAW(d)
#pragma clang diagnostic warning "-Wbackend-plugin"
JOINED(e) // NOLINT(bpf-compiler-undid)
JOINED(f) // NOLINT
END
compile 0 silenced.bpf.c; silent err
# of use in a compile with an object, so not unused in one without
compile 0 silenced.bpf.c -fsyntax-only; silent err
compile 0 silenced.bpf.c "$(arg object=no)"; silent err
# where it is known what an object shows, or none is needed for that
echo '#include "bpf_min.h"' >unused.bpf.c
echo 'SEC("xdp") int fine(struct xdp_md *ctx) { return XDP_PASS; } // NOLINT(bpf-leak)' >>unused.bpf.c
compile 0 unused.bpf.c; err "[bpf-unused-suppression]"
compile 0 unused.bpf.c -fsyntax-only; err "[bpf-unused-suppression]"
mkdir sys
{ echo '#include "head.h"'; echo 'RAW(raw)'; } >sys/prog.h
echo '#include <prog.h>' >uses.bpf.c
compile 0 uses.bpf.c -I. -isystem sys; silent err
compile 0 uses.bpf.c -I. -Isys; err "sys/prog.h:2:"
# what a program does wrong in a function of such a header, it does wrong
cat >sys/jump.h <<'END'
static inline __attribute__((always_inline)) void jump(void *ctx, const void *map)
{
	asm volatile("r1 = %[ctx]; r2 = %[map]; r3 = 1; call 12" :: [ctx] "r"(ctx), [map] "r"(map) : "r0", "r1", "r2", "r3", "r4", "r5");
}
END
cat >calls.bpf.c <<'END'
#include "bpf_min.h"
#include <jump.h>
struct { __uint(type, BPF_MAP_TYPE_HASH); __uint(max_entries, 1); __type(key, u32); __type(value, u32); } counts SEC(".maps");
SEC("xdp") int calls(struct xdp_md *ctx) { jump(ctx, &counts); return XDP_PASS; }
END
compile 0 calls.bpf.c -isystem sys; count 1; err "calls.bpf.c:4:"; err "[bpf-map-helper]"

# ---- where there is no object, or none with types, nothing happens
compile 0 both.bpf.c "$(arg object=no)"; silent err
compile 0 both.bpf.c -g0; silent err
compile 0 both.bpf.c -g0 "$(arg not-modelled)"; err "the object: it has no types; compile with -g"
compile 0 both.bpf.c -g0 "$(arg object=yes)"; err "warning: bpfproof: the object was not checked: it has no types"
compile 1 both.bpf.c "$(arg object=maybe)"; err "expected 'yes', 'no'"
for flags in -S '-S -emit-llvm' -emit-llvm -fsyntax-only -E; do
	# shellcheck disable=SC2086
	compile 0 both.bpf.c $flags "$(arg object=yes)"; silent err
done
compile 0 both.bpf.c -o /dev/null; silent err
run 0 bash -c "'$clang' -O2 -g -target bpf -I'$TOP/testdata/include' -c both.bpf.c -o - -fplugin='$PLUGIN' | cat >piped.o"; silent err
[ -s piped.o ] || bad "no object in the pipe"

# ---- under its own name from the start, far away, beside an older one, without a name of its own
compile 0 both.bpf.c -Xclang -fno-temp-file; count 2
mkdir far
compile 0 both.bpf.c -o far/out.name.o; count 2
compile 0 fine.bpf.c -o far/out.name.o; silent err
cd far || exit 1
run 0 "$clang" -O2 -g -target bpf -I"$TOP/testdata/include" -c ../both.bpf.c -fplugin="$PLUGIN"
cd .. || exit 1
count 2; err "../both.bpf.c:2:"
cp both.bpf.c 'a "b" %s.bpf.c'
compile 0 'a "b" %s.bpf.c' -o 'a "b" %s.o'; count 2

# ---- preprocessed, and with lines of another file
"$clang" -O2 -g -target bpf -I"$TOP/testdata/include" -E both.bpf.c -o both.i
compile 0 both.i; err "both.bpf.c:2:"; err "both.bpf.c:3:"; count 2
{ echo '#include "head.h"'; echo '#line 100 "elsewhere.y"'; echo 'RAW(raw)'; } >line.bpf.c
compile 0 line.bpf.c; err "elsewhere.y:100:"

# ---- several at the same time, to one name and to names that begin alike
for i in 1 2 3 4 5 6; do
	for name in raw fine; do
		"$clang" -O2 -g -target bpf -I"$TOP/testdata/include" -c $name.bpf.c -o same.o -fplugin="$PLUGIN" 2>$name.$i &
	done
	"$clang" -O2 -g -target bpf -I"$TOP/testdata/include" -c fine.bpf.c -o same-00000000.o -fplugin="$PLUGIN" 2>other.$i &
	wait
	[ "$(cat raw.$i fine.$i other.$i | grep -c 'warning: ')" = 1 ] && grep -q 'warning: ' raw.$i || { bad "at the same time"; cat ./*.$i >&2; }
done
find . -name '*.tmp' | grep . && bad "temporary files are left"
finish
