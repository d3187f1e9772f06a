// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* C++ has more ways to be no plain data; not replayed. */
#include "bpf_min.h"

struct Shape {
	u32 sides;
	virtual int area() const { return 0; }
};

struct shapes_map {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 4);
	__type(key, u32);
	__type(value, Shape);
	// expected-warning@-1 {{[bpf-plain-data]}}
} shapes SEC(".maps");

struct View {
	u64 length;
	const u8 &first;
	// expected-warning@-1 {{the value of map 'views' (BPF_MAP_TYPE_HASH) holds a reference, 'first'}}
};

struct views_map {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 4);
	__type(key, u32);
	__type(value, View);
} views SEC(".maps");

struct Counted {
	u64 n;
	Counted(const Counted &other) : n(other.n + 1) {}
};

struct counted_map {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 4);
	__type(key, u32);
	__type(value, Counted);
	// expected-warning@-1 {{the value of map 'counted' (BPF_MAP_TYPE_HASH) is an object that cannot be copied as bytes: a map copies bytes [bpf-plain-data]}}
} counted SEC(".maps");

struct Base {
	u32 a;
};

struct Derived : Base {
	u32 b;
};

struct derived_map {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 4);
	__type(key, u32);
	__type(value, Derived);
	// expected-warning@-1 {{the value of map 'derived' (BPF_MAP_TYPE_HASH) is an object whose layout the language leaves open: a map copies bytes [bpf-plain-data]}}
} derived SEC(".maps");
