// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* CO-RE: questions to the kernel that loads the program, and accesses that it relocates. */
struct inner {
	int x[4];
	unsigned low : 5, high : 3;
};

struct task {
	int pid;
	union {
		int tgid;
		struct inner in;
	};
} __attribute__((preserve_access_index));

typedef struct {
	long v;
} value_t;

enum state { RUNNING, SLEEPING = 5 };

int fields(struct task *t)
{
	int n = __builtin_preserve_field_info(t->pid, 2);

	n += __builtin_preserve_field_info(t->in.x[2], 0);
	n += __builtin_preserve_field_info(t->in.high, 1);
	n += __builtin_preserve_field_info(t->in.high, 4) + __builtin_preserve_field_info(t->in.high, 5);
	n += *__builtin_preserve_access_index(&t->tgid);
	return n + t->in.x[1];
}

long types(void)
{
	return __builtin_preserve_type_info(*(struct task *)0, 0) + __builtin_preserve_type_info(*(value_t *)0, 1) +
	       __builtin_btf_type_id(*(struct inner *)0, 1) + __builtin_preserve_enum_value(*(enum state *)SLEEPING, 1);
}
