// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* The kernel's list of program types, as declarations that can be read: who decides for each, and what its context is. */
#include <linux/types.h>
#include <uapi/linux/bpf.h>

#define BPF_MAP_TYPE(type, ops)
#define BPF_LINK_TYPE(type, name)

enum {
#define BPF_PROG_TYPE(type, name, context, internal) facts_ops__##name##__##type = type,
#include <linux/bpf_types.h>
#undef BPF_PROG_TYPE
};

#define BPF_PROG_TYPE(type, name, context, internal) extern context *facts_context__##type;
#include <linux/bpf_types.h>

/* Flags of kfuncs are macros. */
#include <linux/btf.h>

enum {
	facts_flags, /* none before 6.0 */
#define FLAG(name) facts_flag__##name = name,
#ifdef KF_ACQUIRE
	FLAG(KF_ACQUIRE) FLAG(KF_RELEASE) FLAG(KF_RET_NULL) FLAG(KF_TRUSTED_ARGS) FLAG(KF_SLEEPABLE) FLAG(KF_DESTRUCTIVE)
#endif
#ifdef KF_RCU
	FLAG(KF_RCU)
#endif
#ifdef KF_ITER_NEW
	FLAG(KF_ITER_NEW) FLAG(KF_ITER_NEXT) FLAG(KF_ITER_DESTROY)
#endif
#ifdef KF_RCU_PROTECTED
	FLAG(KF_RCU_PROTECTED)
#endif
};
