#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# The plugin's outer half in one clang: loading, options, levels, suppressions, output. What is found is not the matter here.
. "$(dirname "$0")/common.sh"
clang=$1
cd "$tmp" || exit 1

cat >head.h <<'END'
typedef unsigned int __u32;
typedef unsigned long long __u64;
#define SEC(name) __attribute__((section(name), used))
#define __uint(name, val) int(*name)[val]
#define __type(name, val) __typeof__(val) *name
static void *(*bpf_map_lookup_elem)(void *map, const void *key) = (void *)1;
struct {
	__uint(type, 1);
	__uint(max_entries, 16);
	__type(key, __u32);
	__type(value, __u64);
} counts SEC(".maps");
struct xdp_md { __u32 data, data_end; };
#define BUMP(p) (*(p) += 1)
/* a whole program with the mistake on the line where this is written */
#define PROGRAM(name) \
	SEC("xdp") int name(struct xdp_md *ctx) { __u32 key = 0; __u64 *v = bpf_map_lookup_elem(&counts, &key); *v += 1; return 2; }
END
cat >bad.c <<'END'
#include "head.h"
SEC("xdp")
int count(struct xdp_md *ctx)
{
	__u32 key = 0;
	__u64 *v = bpf_map_lookup_elem(&counts, &key);

	*v += 1;
	return 2;
}
char LICENSE[] SEC("license") = "GPL";
END

compile() # STATUS SOURCE FLAG...
{
	local status=$1 source=$2
	shift 2
	rm -f out.o
	run "$status" "$clang" -O2 -g -target bpf -c "$source" -o out.o -fplugin="$PLUGIN" "$@"
}
arg() { echo "-fplugin-arg-bpfproof-$1"; }

# ---- a warning by default; the object is made
compile 0 bad.c
err "bad.c:8:"; err "warning: "; err "[bpf-null-deref]"; err "note: kernel: \""; silent out
[ -s out.o ] || bad "there is no object file"

# ---- clang's own switches for -Wbackend-plugin rule the level
compile 1 bad.c -Werror; err "error: "; err "[bpf-null-deref]"
[ ! -e out.o ] || bad "there is an object file after an error"
compile 1 bad.c -Werror=backend-plugin; err "error: "
compile 0 bad.c -Werror -Wno-error=backend-plugin; err "warning: "
compile 0 bad.c -Wno-backend-plugin; silent err
compile 0 bad.c -w; silent err
{
	echo '#include "head.h"'
	echo '#pragma clang diagnostic ignored "-Wbackend-plugin"'
	echo 'PROGRAM(one)'
	echo '#pragma clang diagnostic error "-Wbackend-plugin"'
	echo 'PROGRAM(two)'
} >pragma.c
compile 1 pragma.c "$(arg output=pragma.jsonl)"; err "pragma.c:5:"; no_err "pragma.c:3:"
[ "$(wc -l <pragma.jsonl)" = 1 ] || bad "a pragma does not rule the output file"

# ---- levels of rules
compile 1 bad.c "$(arg rule=null-deref:error)"; err "error: "
compile 1 bad.c "$(arg rule=bpf-null-deref:error)"; err "error: "
compile 1 bad.c "$(arg level=error)"; err "error: "
compile 0 bad.c "$(arg level=error)" "$(arg rule=null-deref:warning)"; err "warning: "
compile 0 bad.c "$(arg rule=null-deref:off)"; silent err
compile 0 bad.c "$(arg disable='null-*,leak')"; silent err
compile 0 bad.c "$(arg disable='*')" "$(arg enable=null-deref)"; err "[bpf-null-deref]"
compile 0 bad.c "$(arg rule=null-deref:error)" -w; silent err

# ---- mistakes in options are errors that say what there is, the nearest first; in the environment they warn
compile 1 bad.c "$(arg kernl=5.15)"; err "unknown option 'kernl'; expected 'kernel'"
compile 1 bad.c "$(arg kernel)"; err "needs a value: 'kernel=VERSION'"
compile 1 bad.c "$(arg kernel=six)"; err "'six' is not a kernel version"
compile 1 bad.c "$(arg pedantic=1)"; err "takes no value"
compile 1 bad.c "$(arg rule=null)"; err "has no level"
compile 1 bad.c "$(arg rule=nul-deref:off)"; err "no rule 'nul-deref'; expected 'null-deref'"
compile 1 bad.c "$(arg dump=ast)"; err "expected 'model'"
export BPFPROOF_OPTIONS="  disable=null-deref   kernl=1 "
compile 0 bad.c; err "warning: BPFPROOF_OPTIONS: unknown option 'kernl'"; no_err "[bpf-null"
compile 0 bad.c "$(arg enable=null-deref)"; err "[bpf-null-deref]"
unset BPFPROOF_OPTIONS

# ---- output and statistics
compile 0 bad.c "$(arg output=o.jsonl)" "$(arg quiet)" "$(arg stats)"; silent err
grep -q '"rule":"null-deref"' o.jsonl || bad "the finding is not in the output file"
tail -n 1 o.jsonl | grep -q '^{"stats":\[{"name":"count"' || bad "no statistics in the output file: $(tail -n 1 o.jsonl)"
if command -v jq >/dev/null; then
	fields='"rule","verdict","programs","file","line","column","end_line","end_column","message","kernel_message","notes","fixes"'
	jq -c 'select(.rule) | keys_unsorted' o.jsonl | grep -qxF "[$fields]" || bad "other fields: $(jq -c keys_unsorted o.jsonl)"
	jq -se '.[0] | .verdict == "will-reject" and .programs == ["count"] and .file == "bad.c" and .line == 8 and .end_line == 8 and
	       .end_column > .column and (.fixes[0].edits[0] | .line == 6 and (.text | contains("if (!v)")))' o.jsonl >/dev/null ||
		bad "not what was found: $(cat o.jsonl)"
fi
compile 0 bad.c "$(arg output=no/such/folder/o.jsonl)"; err "cannot write 'no/such/folder/o.jsonl'"; err "[bpf-null-deref]"
compile 0 bad.c "$(arg stats)"; err "count: "; err " instructions"
compile 0 bad.c "$(arg dump=model)"; out "count"; no_out "; invalid"

# ---- only for BPF, unless asked; preprocessing and precompiling are left alone
run 0 "$clang" -c bad.c -o out.o -fplugin="$PLUGIN" -Wno-unused; no_err "[bpf-"
run 0 "$clang" -c bad.c -o out.o -fplugin="$PLUGIN" "$(arg any-target)"; err "[bpf-null-deref]"
run 0 "$clang" -target bpfeb -O2 -c bad.c -o out.o -fplugin="$PLUGIN"; err "[bpf-null-deref]"
run 0 "$clang" -target bpf -E bad.c -o out.i -fplugin="$PLUGIN"; silent err
run 0 "$clang" -target bpf -x c-header head.h -o head.pch -fplugin="$PLUGIN"; silent err
run 0 "$clang" -target bpf -fsyntax-only bad.c -fplugin="$PLUGIN"; err "[bpf-null-deref]"

# ---- code in system headers is not the user's
mkdir sys
{ echo '#include "head.h"'; echo 'PROGRAM(in_header)'; } >sys/prog.h
{ echo '#include <prog.h>'; echo 'PROGRAM(mine)'; } >uses.c
compile 0 uses.c -I. -isystem sys; err "uses.c:2:"; no_err "prog.h:2"
compile 0 uses.c -I. -Isys; err "prog.h:2:"

# ---- macros: where the user wrote it
cat >macro.c <<'END'
#include "head.h"
SEC("xdp")
int count(struct xdp_md *ctx)
{
	__u32 key = 0;
	__u64 *v = bpf_map_lookup_elem(&counts, &key);
	BUMP(v);
	return 2;
}
END
compile 0 macro.c "$(arg output=macro.jsonl)"; err "macro.c:7:2: warning: "; err "macro.c:7:2: note: in expansion of macro 'BUMP'"
grep -q '"notes":\[{"file":"macro.c","line":7,"column":2,"message":"in expansion of macro .BUMP."' macro.jsonl || bad "no macro in the output file"

# ---- suppressions
cat >silenced.c <<'END'
#include "head.h"
PROGRAM(a) // NOLINT
PROGRAM(b) // NOLINT(bpf-null-deref)
PROGRAM(c) /* NOLINT(other-check, bpf-null-*): because */
// NOLINTNEXTLINE(bpf-*)
PROGRAM(d)
// NOLINTBEGIN(bpf-null-deref)
PROGRAM(e)
PROGRAM(f)
// NOLINTEND(bpf-null-deref)
__attribute__((annotate("bpfproof:ignore=null-deref"))) PROGRAM(g)
__attribute__((annotate("bpfproof:ignore=bpf-null-deref,leak"))) PROGRAM(h)
__attribute__((annotate("bpfproof:ignore"))) PROGRAM(i)
END
compile 0 silenced.c; no_err "[bpf-null-deref]"; err "silenced.c:12:"; err "'leak' finds nothing here [bpf-unused-suppression]"
[ "$(grep -c 'warning: ' err)" = 1 ] || { bad "more than one warning"; cat err >&2; }
{
	echo '#include "head.h"'
	echo 'PROGRAM(a) // NOLINT(other-check)'
	echo 'PROGRAM(b) // NOLINT(bpf-leak)'
	echo 'PROGRAM(c) // NOLINTFOO(bpf-null-deref)'
	echo '__attribute__((annotate("bpfproof:ignore=leak"))) PROGRAM(d)'
	echo '// NOLINTEND(bpf-null-deref)'
	echo 'PROGRAM(e) // NOLINTNEXTLINE(bpf-null-deref)'
} >not.c
compile 0 not.c
for line in 2 3 4 5 7; do
	grep -q "^not.c:$line:.*\[bpf-null-deref\]" err || bad "line $line is silenced"
done

# ---- what silences nothing is told, unless it could not have; with the fix
cat >unused.c <<'END'
#include "head.h"
int x; // NOLINT(bpf-null-deref)
int y; /* NOLINT(bpf-no-such-rule) */
int z; // NOLINT(other-check)
const char s[] = "// NOLINT(bpf-null-deref)";
	// NOLINTNEXTLINE(bpf-leak)
struct s { int x __attribute__((annotate("bpfproof:ignore=leak"))); };
END
compile 0 unused.c -fdiagnostics-parseable-fixits
for line in 2 3 6 7; do err "unused.c:$line:"; done
[ "$(grep -c '\[bpf-unused-suppression\]' err)" = 4 ] || { bad "not 4 unused suppressions"; cat err >&2; }
err "there is no rule 'bpf-no-such-rule'"
err 'fix-it:"unused.c":{2:7-2:33}:""'
err 'fix-it:"unused.c":{6:1-7:1}:""'
compile 0 unused.c "$(arg disable=null-deref,leak)"; no_err "unused.c:2:"; no_err "unused.c:6:"; err "unused.c:3:"
compile 1 unused.c -DX -include nothing.h; no_err "unused-suppression"

# ---- code with errors is survived
for code in 'int f(struct nothing x) { return x.a; }' 'SEC("xdp") int f(struct xdp_md *c) { return c->no + ; }' \
	'SEC("xdp") int f(struct xdp_md *c) { __u64 *v = bpf_map_lookup_elem(&nomap, 0); *v = 1; return 1; }' 'int f() {' \
	'struct s { int a[no]; } x; int f(void) { return sizeof(x); }'; do
	{ cat bad.c; echo "$code"; } >errors.c
	compile 1 errors.c; err "[bpf-null-deref]"; no_err "PLEASE submit a bug report"
done

# what the parser dropped may have been the check
cat >half.c <<'END'
#include "head.h"
PROGRAM(whole)
SEC("xdp") int half(struct xdp_md *ctx)
{
	__u32 key = 0;
	__u64 *v = bpf_map_lookup_elem(&counts, &key);
	if (!v) return +;
	return *v;
}
END
compile 1 half.c; err "half.c:2:"; ! grep '^half.c:8:' err >&2 || bad "half a function is judged"

# ---- the loader: harmless elsewhere, and clear where there is no backend
run 0 env LD_PRELOAD="$PLUGIN" ls /; silent err
mkdir alone
cp "$PLUGIN" alone/bpfproof.so
touch alone/bpfproof-99.so alone/bpfproof-7.so
run 0 "$clang" -target bpf -fsyntax-only bad.c -fplugin="$tmp/alone/bpfproof.so" "$(arg kernel=5.15)"
err "bpfproof: not active: not built for clang "; err "has backends for: 7, 99"
ln -s "$PLUGIN" link.so
run 0 "$clang" -target bpf -fsyntax-only bad.c -fplugin=./link.so; err "[bpf-null-deref]"
finish
