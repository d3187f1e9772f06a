#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# `bpfproof check` and its neighbours as people call them: exit statuses, formats, compile databases, mistakes.
. "$(dirname "$0")/common.sh"
cd "$tmp" || exit 1
demo=$TOP/testdata/demo
include=-I$TOP/testdata/include

# ---- the frame
run 2 "$BPFPROOF"; err "Usage: bpfproof COMMAND"
run 0 "$BPFPROOF" --help; out "signature"; silent err
run 0 "$BPFPROOF" --version; out "bpfproof "
run 2 "$BPFPROOF" chekc; err "did you mean 'check'?"
run 0 "$BPFPROOF" help check; out "--kernel=VERSION"
run 2 "$BPFPROOF" help nothing; err "no command 'nothing'"

# ---- nothing found, findings, cannot run
run 0 "$BPFPROOF" check "$demo/xdp_filter.bpf.c" -- "$include"
silent out; silent err
run 1 "$BPFPROOF" check "$demo/xdp_filter.broken.bpf.c" -- "$include"
out "[bpf-null-deref]"; out "in 1 of 1 file"; no_out "warnings generated"
run 1 "$BPFPROOF" check "$demo/xdp_filter.bpf.c" "$demo/xdp_filter.broken.bpf.c" -- "$include"
out "in 1 of 2 files"
run 2 "$BPFPROOF" check nothing.c; err "cannot read 'nothing.c'"
run 2 "$BPFPROOF" check; err "give files"
run 2 "$BPFPROOF" check "$demo/xdp_filter.bpf.c"
err "does not compile"; err "bpftool btf dump"
echo 'int broken(' >broken.c
run 2 "$BPFPROOF" check broken.c; err "broken.c: does not compile"
run 2 "$BPFPROOF" check "$demo/xdp_filter.bpf.c" broken.c -- "$include"; no_err "xdp_filter.bpf.c: does"
echo 'int x;' >x.c
run 2 "$BPFPROOF" check x.c -- -target x86_64; err "compiled with -target bpf"
run 2 "$BPFPROOF" check --clang=nothing x.c; err "there is no compiler 'nothing'"
run 2 "$BPFPROOF" check --clang=/bin/true x.c; err "'/bin/true' is no clang"
run 0 "$BPFPROOF" check x.c
printf 'static int unused;\n' >w.c
run 0 "$BPFPROOF" check w.c -- -Wall -Werror=unused-function
run 2 "$BPFPROOF" check w.c -- -Wall -Werror; out "unused"
mkdir 'with blank'; cp "$demo/xdp_filter.broken.bpf.c" "with blank/it's.c"
run 1 "$BPFPROOF" check "with blank/it's.c" -- "$include"; out "with blank/it's.c:"

# ---- mistakes in options are told before anything runs
run 2 "$BPFPROOF" check --kernel=new x.c; err "not a kernel version"
run 2 "$BPFPROOF" check --format=jsn x.c; err "did you mean 'json'?"
run 2 "$BPFPROOF" check --rule=nul:off x.c; err "expected 'null-deref'"
run 2 "$BPFPROOF" check --rule=null-deref:loud x.c; err "'warning'"
run 2 "$BPFPROOF" check --option=kernl=1 x.c; err "expected 'kernel'"
run 2 "$BPFPROOF" check -j 0 x.c; err "no number of jobs"

# ---- options reach the plugin
run 0 "$BPFPROOF" check --disable='*' "$demo/xdp_filter.broken.bpf.c" -- "$include"; silent out
run 1 "$BPFPROOF" check --rule=null-deref:error "$demo/xdp_filter.broken.bpf.c" -- "$include"; out "error: "; silent err
run 1 "$BPFPROOF" check "$demo/xdp_filter.broken.bpf.c" -- "$include" -Werror; out "warning: "; silent err
run 0 "$BPFPROOF" check --stats "$demo/xdp_filter.bpf.c" -- "$include"; out "xdp_filter: "; out "instructions"

# ---- formats
for format in json jsonl sarif github; do
	run 1 "$BPFPROOF" check -f $format "$demo"/*.broken.bpf.c -- "$include"
	silent err
	out "null-deref"
	if command -v jq >/dev/null && [ $format != github ]; then
		jq -e . "$tmp/out" >/dev/null || bad "$format is not JSON"
	fi
done
run 0 "$BPFPROOF" check -f json x.c; out '"findings": []'
run 2 "$BPFPROOF" check -f json broken.c; err "error: "; out '"findings": []'

# ---- compile databases: as a list, as a command line with a launcher and a pipe; other targets stay out
cp "$demo/xdp_filter.broken.bpf.c" a.c
cp a.c b.c
cat >compile_commands.json <<END
[{"directory": "$tmp", "file": "a.c",
  "arguments": ["/usr/bin/clang", "--target=bpf", "-O2", "-g", "$include", "-c", "a.c", "-o", "a.o", "-MD", "-MF", "a.d", "-w"]},
 {"directory": "$tmp/with blank", "file": "../b.c",
  "command": "ccache clang -target bpf \"$include\" -DX='a b' -emit-llvm -c ../b.c -o - | llc -o b.o"},
 {"directory": "$tmp", "file": "x.c", "command": "gcc -c x.c"}]
END
run 1 "$BPFPROOF" check -p .; out "in 2 of 2 files"; out "a.c:"; silent err
run 1 "$BPFPROOF" check -p "$tmp" b.c; out "in 1 of 1 file"
run 1 "$BPFPROOF" check -f jsonl -p "$tmp" b.c; out '"file":"with blank/../b.c"'
run 2 "$BPFPROOF" check -p . x.c; err "has no entry"
run 2 "$BPFPROOF" check -p nowhere; err "there is no 'nowhere'"
run 2 "$BPFPROOF" check -p "with blank"; err "CMAKE_EXPORT_COMPILE_COMMANDS"
[ ! -e a.o ] && [ ! -e a.d ] || bad "check left files behind"
echo '[' >compile_commands.json
run 2 "$BPFPROOF" check -p .; err "line "
echo '[]' >compile_commands.json
run 2 "$BPFPROOF" check -p .; err "none of the 0 entries"

# ---- requires
cat >needs.bpf.c <<'E'
#include "bpf_min.h"
enum bpf_func_id { BPF_FUNC_loop = 181 };
int counter;
static long step(u32 i, void *data) { return 0; }
SEC("xdp") int first(struct xdp_md *ctx)
{
	if (__builtin_preserve_enum_value(*(typeof(enum bpf_func_id) *)BPF_FUNC_loop, 0))
		bpf_loop(4, step, NULL, 0);
	__sync_fetch_and_or(&counter, 1);
	return XDP_PASS;
}
SEC("?fentry/do_unlinkat") int second(unsigned long long *ctx) { return 0; }
E
run 0 "$BPFPROOF" requires needs.bpf.c -- "$include"; silent err
out "Linux 5.12 has everything"; out "5.12  atomic operations other than addition, or with a result  needs.bpf.c:9 ('first')"
out "5.2   global variables"; out "5.17  helper bpf_loop  needs.bpf.c:8 ('first'), unless an open question is answered otherwise"
out "5.5   section fentry  needs.bpf.c:12 ('second'), unless the loader leaves it out"
run 0 "$BPFPROOF" requires -f json needs.bpf.c -- "$include"; out '"kernel": "5.12"'
printf '%s\n' '#include "bpf_min.h"' 'SEC("kprobe/f") int early(void *ctx) { return bpf_get_current_pid_tgid() != 0; }' \
	'SEC("xdp") int late(struct xdp_md *ctx) { return bpf_get_current_pid_tgid() ? XDP_PASS : XDP_DROP; }' >types.bpf.c
run 0 "$BPFPROOF" requires types.bpf.c -- "$include"; out "Linux 6.12 has everything"; out "6.12  helper bpf_get_current_pid_tgid  types.bpf.c:3 ('late')"
run 0 "$BPFPROOF" requires "$TOP/testdata/rule/kernel-version/good_each.bpf.c" -- "$include"
out "Linux 6.9 has everything"
for need in "6.9   map type BPF_MAP_TYPE_ARENA" "6.7   kfunc bpf_throw" "6.4   kfunc bpf_iter_num_new" "5.19  helper bpf_kptr_xchg" "5.17  helper bpf_loop" \
	"5.19  helper bpf_ringbuf_reserve_dynptr" "5.15  helper bpf_timer_init" "5.11  helper bpf_get_current_task_btf" "5.11  map type BPF_MAP_TYPE_TASK_STORAGE" \
	"5.10  section lsm.s" "5.8   map type BPF_MAP_TYPE_RINGBUF"; do
	out "$need"
done
cat >v4.bpf.c <<'E'
#include "bpf_min.h"
SEC("xdp") int builtins(struct xdp_md *ctx)
{
	u32 i = ctx->ingress_ifindex;
	long n = (signed char)ctx->rx_queue_index;
	return __builtin_bswap32(i) + n;
}
SEC("xdp") int assembly(struct xdp_md *ctx)
{
	u64 v = 1;
	asm volatile("%0 = bswap32 %0" : "+r"(v));
	asm volatile goto("gotol %l[out]" :::: out);
out:
	return v;
}
E
run 0 "$BPFPROOF" requires v4.bpf.c -- "$include" -mcpu=v3 -fsyntax-only
out "6.6   unconditional byte swaps (-mcpu=v4)  v4.bpf.c:11 ('assembly')"; out "6.6   jumps over more than 32767 instructions (-mcpu=v4)  v4.bpf.c:12 ('assembly')"
sed '/^SEC.*assembly/,$d' v4.bpf.c >v4_builtins.bpf.c
run 0 "$BPFPROOF" requires v4_builtins.bpf.c -- "$include" -mcpu=v4
out "perhaps"; out "6.6   unconditional byte swaps (-mcpu=v4)  v4_builtins.bpf.c:6 ('builtins'), unless the compiler swaps a constant instead"
out "6.6   sign-extending moves (-mcpu=v4)  v4_builtins.bpf.c:5 ('builtins'), unless the compiler finds another way"
run 0 "$BPFPROOF" requires v4_builtins.bpf.c -- "$include" -mcpu=v3; ! grep -q "6\.6" out || bad "-mcpu=v3 needs nothing of v4"
run 2 "$BPFPROOF" requires nothing.c; err "cannot read 'nothing.c'"

# ---- rules, signature
run 0 "$BPFPROOF" rules; out "bpf-null-deref"
run 0 "$BPFPROOF" rules bpf-null-deref; out "null"
run 2 "$BPFPROOF" rules nul-deref; err "did you mean 'null-deref'?"
run 0 "$BPFPROOF" signature map_lookup_elem sockmap; out "struct bpf_sock"
run 0 "$BPFPROOF" signature bpf_map_lookup_elem; out "BPF_MAP_TYPE_HASH "
run 0 "$BPFPROOF" signature; out "bpf_ringbuf_reserve"
run 0 "$BPFPROOF" signature xdp; out "struct xdp_md"; out " bpf_xdp_adjust_head"; out "data_end"; no_out "bpf_skb_store_bytes"
run 0 "$BPFPROOF" signature --kernel=5.4 xdp; no_out "bpf_loop"
run 0 "$BPFPROOF" signature ringbuf; out "BPF_MAP_TYPE_RINGBUF: map type 27, since Linux 5.8"; out "bpf_ringbuf_reserve "
run 0 "$BPFPROOF" signature bpf_task_from_pid; out "struct task_struct *"; no_out " SOCKET_FILTER"
run 0 "$BPFPROOF" signature -f json map_lookup_elem devmap; out '"result": "read-only value, may be null"'
run 0 "$BPFPROOF" signature -f markdown hash; out "| bpf_map_lookup_elem | value, may be null |"
run 0 "$BPFPROOF" signature -k 5.4 bpf_loop; out "Linux 5.4"; out "does not have it"
run 0 "$BPFPROOF" signature bpf_loop; out "argument 2, called with (number of the turn, context)"; out "0 to 1"; no_out "not modelled"
run 0 "$BPFPROOF" signature -k 6.12 bpf_wq_set_callback_impl; out "void *aux__ign"
run 0 "$BPFPROOF" signature bpf_wq_set_callback_impl; out "void *aux__prog"; out "called later, with (map, key, value)"
run 0 "$BPFPROOF" signature bpf_rcu_read_lock; out "begins an RCU read section"
run 0 "$BPFPROOF" signature cgroup_rstat_flush; out "does not have it any more"
run 0 "$BPFPROOF" signature cgroup_sock_addr; out "CGROUP_UDP4_RECVMSG "; out "otherwise, see below"
run 0 "$BPFPROOF" signature -k 6.12 get_func_ip; out "TRACE_FENTRY, MODIFY_RETURN"
run 2 "$BPFPROOF" signature -f yaml xdp; err "no format 'yaml'"
run 2 "$BPFPROOF" signature map_lokup_elem; err "did you mean 'bpf_map_lookup_elem'?"
run 2 "$BPFPROOF" signature map_lookup_elem hsh; err "no map type"
run 2 "$BPFPROOF" signature ktime_get_ns hash; err "takes no map"

# ---- clangd: what cannot work is said
run 0 "$BPFPROOF" clangd --help; out "BPFPROOF_OPTIONS"
run 2 "$BPFPROOF" clangd --clangd=nothing; err "there is no program 'nothing'"
run 2 "$BPFPROOF" clangd --option=kernl=5; err "expected 'kernel'"
run 2 "$BPFPROOF" clangd --clangd=/bin/true; err "linked in statically"
finish
