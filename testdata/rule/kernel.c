// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * kernel: a kernel of a few functions and types. Compiled with debug information, it is the BTF that the tests of rules ask. What
 * it has, every kernel has, with as many arguments of the same kinds.
 */
struct task_struct {
	int pid;
	struct task_struct *real_parent;
};

struct file {
	unsigned f_flags;
};

struct linux_binprm {
	struct file *file;
};

struct filename;

struct page {
	unsigned long flags;
	union {
		struct {
			unsigned long private;
		};
		int rcu_head;
	};
} *page;

typedef void (*btf_trace_sched_switch)(void *, _Bool preempt, struct task_struct *prev, struct task_struct *next, unsigned prev_state);
typedef void (*btf_trace_sched_process_exec)(void *, struct task_struct *p, int old_pid, struct linux_binprm *bprm);
btf_trace_sched_switch sched_switch;
btf_trace_sched_process_exec sched_process_exec;

int do_unlinkat(int dfd, struct filename *name) { return 0; }
int takes_strings(int n, char **strings) { return 0; }
void returns_nothing(int n) {}
int bpf_lsm_file_open(struct file *file) { return 0; }

void bpf_rcu_read_lock(void) {}
void bpf_rcu_read_unlock(void) {}
