// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* Sections, contents and addresses of variables. */
#define SEC(name) __attribute__((section(name), used))

struct all {
	int a;
	char c;
	long *p;
	unsigned x : 3, y : 7;
};

long number = 5;
int zero;
static int seen;
static int unseen;
const int fixed = 3;
const volatile int setting = 4;
const volatile long unset;
int custom SEC(".data.mine") = 7;
int zeroed SEC(".bss.mine");
extern int other;
struct all all = {1, 'c', &number, 5, 100};
struct all *to_all = &all + 1;
char text[] = "text";
const char *pointer = "pointed" + 2;
int (*function)(int);
int callback(int x)
{
	static int count = 3;

	return x + count++ + seen + fixed + setting + unset + other + text[x];
}
int (*functions[])(int) = {callback, 0};
struct ops {
	int (*run)(int x);
	char name[8];
};
SEC(".struct_ops") struct ops ops = {.run = callback, .name = "ops"};
int __attribute__((address_space(1))) far;
int __attribute__((address_space(1))) *near_to_far(int __attribute__((address_space(1))) *p)
{
	*p = far;
	return p + 1;
}
char license[] SEC("license") = "Dual MIT/GPL";
