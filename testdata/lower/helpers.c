// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* Helpers as variables and as declarations; kfuncs; weak symbols. */
#define __ksym __attribute__((section(".ksyms")))
#define __weak __attribute__((weak))

struct task;
enum { FUNC_ktime_get_ns = 5 };
static void *(*bpf_map_lookup_elem)(void *map, const void *key) = (void *)1;
static unsigned long long (*const bpf_ktime_get_ns)(void) = (void *)FUNC_ktime_get_ns;
extern int bpf_get_smp_processor_id(void);
extern struct task *bpf_task_from_pid(int pid) __weak __ksym;
extern void bpf_task_release(struct task *p) __ksym;
extern int bpf_new_thing(int x) __weak __ksym;
extern const void some_symbol __weak __ksym;
extern const int some_variable __ksym;
extern _Bool CONFIG_X __attribute__((section(".kconfig"))) __weak;
int elsewhere(int x);
static __attribute__((noinline)) int called(int x)
{
	return x + 1;
}
static int never_called(int x)
{
	return x;
}
static inline int inlined(int x)
{
	return never_called(x);
}

__attribute__((section("xdp"))) int program(void *ctx)
{
	struct task *t = bpf_task_from_pid(3);

	if (t)
		bpf_task_release(t);
	if (bpf_new_thing && bpf_new_thing(1))
		return 1;
	if (!&some_symbol || bpf_new_thing == 0)
		return 2;
	return bpf_ktime_get_ns() + bpf_get_smp_processor_id() + elsewhere(1) + inlined(called(2)) + some_variable + CONFIG_X +
	       (bpf_map_lookup_elem(ctx, &t) != 0);
}

__attribute__((weak, visibility("hidden"), btf_decl_tag("tag"))) int hidden(int x __attribute__((btf_decl_tag("arg:x"))))
{
	return x;
}

__attribute__((annotate("bpfproof:ignore=null-deref"))) int quiet(void)
{
	return 0;
}
