// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* Keys and values that are more than bytes. */
#include "bpf_min.h"

struct job {
	u32 id;
	struct task_struct *owner;
	// expected-warning@-1 {{the value of map 'jobs' (BPF_MAP_TYPE_HASH) holds a pointer, 'owner': a program gets it back as a number, and to user space it means nothing [bpf-plain-data]}}
};

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 4);
	__type(key, u32);
	__type(value, struct job);
} jobs SEC(".maps"); // expected-note {{'jobs' is defined here}}

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 4);
	__type(key, u32);
	__type(value, char *);
	// expected-warning@-1 {{the value of map 'names' (BPF_MAP_TYPE_HASH) is a pointer: a program gets it back as a number, and to user space it means nothing [bpf-plain-data]}}
} names SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 4);
	__type(key, const char *);
	// expected-warning@-1 {{the key of map 'by_name' (BPF_MAP_TYPE_HASH) is a pointer: the address is compared, not what it points to [bpf-plain-data]}}
	__type(value, u64);
} by_name SEC(".maps");

struct table {
	u64 calls;
	struct {
		u32 number;
		int (*handler)(int);
		// expected-warning@-1 {{the value of map 'tables' (BPF_MAP_TYPE_ARRAY) holds a function's address, 'entry[0].handler'}}
	} entry[2];
};

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 4);
	__type(key, u32);
	__type(value, struct table);
} tables SEC(".maps");

struct message {
	u32 length;
	char text[];
};

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 4);
	__type(key, u32);
	__type(value, struct message);
	// expected-warning@-1 {{the value of map 'messages' (BPF_MAP_TYPE_ARRAY) ends in an array without a size: the map has no room for its elements [bpf-plain-data]}}
} messages SEC(".maps");
