#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# `check OBJ.o --btf FILE`: CO-RE relocations against the BTF of a kernel, here of a small one that clang makes; where privileges allow
# each answer is held against libbpf's own, for that one and for the running kernel.
. "$(dirname "$0")/common.sh"
clang=${1:?the compiler}
cd "$tmp" || exit 1

cat >kernel.c <<'C'
typedef unsigned long long u64;
struct inner { int a; long b[4]; };
enum color { RED = 5, GREEN = 7 };
struct thing {
	long pad;
	union { struct { int x; short y; }; u64 z; };
	struct inner in;
	unsigned flag : 3, wide : 9;
	u64 grown;
	void *ptr;
	char name[16];
	enum color c;
	struct inner *was_number;
	int turned_signed;
	int (*call)(int, void *);
} thing;
struct twice { int a; } twice;
C
cat >program.bpf.c <<'C'
#include "bpf_min.h"
#define IN_KERNEL __attribute__((preserve_access_index))
enum info { OFFSET, SIZE, EXISTS, SIGNED, LSHIFT, RSHIFT };
struct inner { long b[2]; int a; } IN_KERNEL;
enum color { RED, GREEN, BLUE };
struct thing {
	union { struct { short y; int x; }; };
	struct inner in;
	unsigned flag : 2, wide : 5;
	u32 grown;
	int nope;
	void *ptr;
	char name[16];
	int was_number;
	unsigned turned_signed;
	int (*call)(int);
} IN_KERNEL;
struct thing___other { char name[8]; int gone; } IN_KERNEL;
struct missing { int a; } IN_KERNEL;
#define ASK(what, how) sink = __builtin_preserve_field_info(what, how)

volatile u64 sink;

SEC("raw_tp/sys_enter") int every_kind(struct thing *t)
{
	ASK(t->x, OFFSET); ASK(t->y, OFFSET); ASK(t->in.b[1], OFFSET); ASK(t->in.a, OFFSET);
	ASK(t->wide, OFFSET); ASK(t->wide, SIZE); ASK(t->wide, SIGNED); ASK(t->wide, LSHIFT); ASK(t->wide, RSHIFT);
	ASK(t->grown, SIZE); ASK(t->turned_signed, SIGNED); ASK(t->name[3], OFFSET); ASK(t->name, SIZE);
	ASK(t->nope, EXISTS); ASK(t->ptr, EXISTS); ASK(t->was_number, EXISTS); ASK(t->call, EXISTS); ASK(t->in.b[1], EXISTS);
	ASK(((struct thing___other *)t)->gone, EXISTS); ASK(((struct thing___other *)t)->name, EXISTS);
	sink = __builtin_preserve_type_info(*(struct thing *)0, 0);
	sink = __builtin_preserve_type_info(*(struct thing *)0, 1);
	sink = __builtin_preserve_type_info(*(struct missing *)0, 0);
	sink = __builtin_preserve_type_info(*(struct missing *)0, 1);
	sink = __builtin_btf_type_id(*(struct thing *)0, 1);
	sink = __builtin_preserve_enum_value(*(enum color *)RED, 0);
	sink = __builtin_preserve_enum_value(*(enum color *)BLUE, 0);
	sink = __builtin_preserve_enum_value(*(enum color *)GREEN, 1);
	return 0;
}

SEC("raw_tp/sys_enter") int no_member(u64 *ctx)
{
	int v;

	bpf_probe_read_kernel(&v, sizeof(v), &((struct thing *)ctx[0])->nope); /* finds: kernel-btf */
	return v;
}

SEC("raw_tp/sys_enter") int no_record(u64 *ctx)
{
	struct missing *t = (void *)ctx[0];
	int v;

	bpf_probe_read_kernel(&v, sizeof(v), &t->a);
	return v;
}

SEC("raw_tp/sys_enter") int asked_before(u64 *ctx)
{
	struct thing *t = (void *)ctx[0];
	int v = 0;

	if (__builtin_preserve_field_info(t->nope, EXISTS))
		bpf_probe_read_kernel(&v, sizeof(v), &t->nope);
	if (__builtin_preserve_enum_value(*(enum color *)BLUE, 0))
		*(volatile int *)0 = 1;
	if (__builtin_preserve_field_info(t->ptr, EXISTS))
		bpf_probe_read_kernel(&v, sizeof(v), &t->ptr);
	return v;
}

SEC("raw_tp/sys_enter") int no_value(u64 *ctx)
{
	sink = __builtin_preserve_enum_value(*(enum color *)BLUE, 1); /* finds: kernel-btf */
	return 0;
}
C
compile() { "$clang" -O2 -g -target bpf -I"$TOP/testdata/include" -c "$1" -o "$2" || bad "$1 does not compile"; }
compile kernel.c kernel.o
compile program.bpf.c program.o

# found IN_WHICH_KERNEL: "LINE RULE" of what is found
found()
{
	"$BPFPROOF" check -f jsonl --btf "$1" program.o >jsonl 2>err || [ $? = 1 ] || bad "$(cat err)"
	sed -nE 's/.*"rule":"([^"]*)".*"file":"[^"]*program.bpf.c","line":([0-9]+).*/\2 \1/p' jsonl | sort -u
}
awk '{ if (match($0, /finds: [a-z-]+/)) print NR, substr($0, RSTART + 7, RLENGTH - 7) }' program.bpf.c | sort -u >want
found kernel.o >is
diff want is >differs || { bad "what is found where (< wanted, > found)"; cat differs >&2; }
run 1 "$BPFPROOF" check --btf kernel.o program.o
out "the kernel of '$tmp/kernel.o' has no 'struct thing.nope' [bpf-kernel-btf]"
out "failed to resolve CO-RE relocation <byte_off>"; out "struct thing.nope (0:5 @ offset "
out "has no 'enum color::BLUE'"
no_out missing # a module may have it

# a folder of kernel and modules: what is in none is nowhere
mkdir btf
cp kernel.o btf/vmlinux
run 1 "$BPFPROOF" check --btf btf/vmlinux program.o; out "has no 'struct missing.a'"

# ---- libbpf's own answers
for kernel in kernel.o /sys/kernel/btf/vmlinux; do
	[ -r "$kernel" ] || continue
	"$CORE" program.o "$kernel" >out 2>&1
	case $? in
	0) out " 0 not the same" ;;
	77) ;;
	*) bad "libbpf makes something else of the relocations"; cat out >&2 ;;
	esac
done
finish
