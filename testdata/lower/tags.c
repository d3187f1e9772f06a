// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* Type tags: clang 14 has them beside its types, later versions in them. */
#define __kptr __attribute__((btf_type_tag("kptr")))
#define __rcu __attribute__((btf_type_tag("rcu")))

struct task {
	struct task __rcu *parent;
	int pid;
};

typedef struct task __kptr *task_kptr;

struct value {
	struct task __kptr *one, *other;
	task_kptr named;
	struct task __kptr *several[2];
};

int read(struct value *v, struct task __rcu *t)
{
	struct task __rcu *local = t->parent;

	v->one = 0;
	return local->pid + (v->named == v->several[1]);
}
