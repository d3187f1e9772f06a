// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* Maps in all their forms. */
#define SEC(name) __attribute__((section(name), used))
#define __uint(name, val) int(*name)[val]
#define __type(name, val) typeof(val) *name
#define __array(name, val) typeof(val) *name[]
#define __ulong(name, val) enum { unique_##name = val } name

typedef unsigned int u32;
typedef unsigned long long u64;
struct value {
	u64 n, m;
};

struct {
	__uint(type, 1);
	__uint(max_entries, 64);
	__type(key, u32);
	__type(value, struct value);
	__uint(map_flags, 1 | 2);
	__uint(pinning, 1);
} hash SEC(".maps");

static struct {
	__uint(type, 33);
	__uint(max_entries, 10);
	__ulong(map_extra, 1ull << 44);
} arena SEC(".maps");

struct inner {
	__uint(type, 2);
	__uint(max_entries, 1);
	__uint(key_size, 4);
	__uint(value_size, 8);
} first SEC(".maps");

struct {
	__uint(type, 12);
	__uint(max_entries, 2);
	__type(key, u32);
	__array(values, struct inner);
} outer SEC(".maps") = {
	.values = {&first},
};

struct {
	__uint(type, 13);
	__uint(max_entries, 2);
	__type(key, u32);
	__array(values, struct {
		__uint(type, 27);
		__uint(max_entries, 4096);
	});
} nested SEC(".maps");

int tail(void *ctx)
{
	return 0;
}

struct {
	__uint(type, 3);
	__uint(max_entries, 2);
	__uint(key_size, 4);
	__array(values, int(void *));
} jumps SEC(".maps") = {
	.values = {[1] = (void *)&tail},
};

struct bpf_map_def {
	u32 type, key_size, value_size, max_entries, map_flags;
};

struct bpf_map_def SEC("maps") legacy = {
	.type = 2,
	.key_size = sizeof(u32),
	.value_size = sizeof(struct value),
	.max_entries = 3,
};

extern struct {
	__uint(type, 1);
	__type(key, u64);
} elsewhere SEC(".maps");

void *use(int i)
{
	return i ? (void *)&hash : &elsewhere;
}
