// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * kernel: what the kernel says about helpers, kfuncs, map types, program types and contexts, as data. No function here
 * decides anything that a table could say. What a table does not know it answers with "not modelled" (NULL, or the
 * value named so), and nobody may guess beyond that.
 *
 * Versions are KVER(6, 18); a fact with `since` 0 has always been there, `until` 0 means still.
 * Sources: each table names the kernel file and function that it mirrors.
 */
#ifndef BPFPROOF_KERNEL_H
#define BPFPROOF_KERNEL_H

#include "base/base.h"

#ifdef __cplusplus
extern "C" {
#endif

#define KVER(major, minor) (((uint32_t)(major) << 16) | (uint32_t)(minor))
#define KVER_NEWEST KVER(6, 18) /* the tables know no later one */
#define KVER_DEFAULT KVER_NEWEST

/* What is neither a function nor a type, and since when the kernel takes it: features.def. */
enum kernel_feature {
#define FEATURE(name, major, minor, words) FEATURE_##name,
#include "kernel/features.def"
#undef FEATURE
	KERNEL_FEATURES
};
uint32_t kernel_feature_since(enum kernel_feature f);
const char *kernel_feature_words(enum kernel_feature f); /* "global variables" */
const char *kernel_feature_name(enum kernel_feature f);  /* "GLOBAL_DATA" */
enum kernel_feature kernel_feature_named(const char *name); /* KERNEL_FEATURES: there is none */

enum fact { FACT_NO, FACT_YES, FACT_UNKNOWN /* depends on something that is not modelled */ };

/* ---- map types: include/uapi/linux/bpf.h, enum bpf_map_type. map_types.c has one row each. ---- */

enum map_type {
#define MAP_TYPE(number, name) MAP_##name = number,
#include "kernel/generated/map_types.def"
#undef MAP_TYPE
	MAP_INSN_ARRAY = 34, /* newer than the generated rows */
	MAP_TYPES
};

/* What bpf_map_lookup_elem gives for a map of this type (kernel: check_map_func_compatibility, ret type fix-ups in
 * mark_ptr_not_null_reg): the polymorphic heart. */
enum lookup_result {
	LOOKUP_NONE,         /* the helper does not take this map type */
	LOOKUP_VALUE,        /* pointer to the value, may be null */
	LOOKUP_RDONLY_VALUE, /* the same, but programs may not write it */
	LOOKUP_INNER_MAP,    /* the inner map, may be null: good for map arguments only */
	LOOKUP_SOCKET,       /* struct bpf_sock, may be null; carries a reference */
	LOOKUP_XDP_SOCK,     /* struct bpf_xdp_sock, may be null */
};

/* What sizes map creation takes (map_alloc_check of each type). */
enum size_rule {
	SIZE_ANY,      /* at least 1 */
	SIZE_ZERO,     /* must be 0 */
	SIZE_FOUR,     /* must be 4 */
	SIZE_FIXED,    /* a number of its own, see size */
	SIZE_LPM_KEY,  /* 4 + 1 .. 4 + 256 */
	SIZE_4_OR_8,
	SIZE_STACK,    /* multiple of 8, up to sysctl perf_event_max_stack frames */
	SIZE_ANY_OR_ZERO,
	SIZE_NOT_MODELLED,
	SIZE_8_OR_16,  /* cgroup storage keys: the id alone, or struct bpf_cgroup_storage_key */
};

/* Fields in a map value that the kernel itself works on (btf_parse_fields); map_check_btf says where they may be. */
enum map_special {
	SPECIAL_SPIN_LOCK = 1 << 0,  /* bpf_spin_lock, bpf_res_spin_lock */
	SPECIAL_TIMER = 1 << 1,      /* bpf_timer, bpf_wq, bpf_task_work */
	SPECIAL_KPTR = 1 << 2,       /* kptrs, bpf_refcount */
	SPECIAL_GRAPH = 1 << 3,      /* bpf_list_head, bpf_rb_root */
	SPECIAL_UPTR = 1 << 4,
};

/* The same one by one: members of records that belong to the kernel, told by their type's name or by a tag of what a pointer points to. */
enum field_kind {
	FIELD_SPIN_LOCK, FIELD_RES_SPIN_LOCK, FIELD_TIMER, FIELD_WQ, FIELD_TASK_WORK, FIELD_LIST_HEAD, FIELD_LIST_NODE, FIELD_RB_ROOT,
	FIELD_RB_NODE, FIELD_REFCOUNT, FIELD_KPTR_UNREF, FIELD_KPTR_REF, FIELD_KPTR_PERCPU, FIELD_UPTR, FIELD_KINDS
};
#define FIELD_BIT(kind) (1u << FIELD_##kind)

struct field_facts {
	const char *type;        /* "struct bpf_spin_lock", or NULL */
	const char *tag;         /* "kptr", or NULL */
	const char *name;        /* for people: "bpf_spin_lock", "kptr" */
	uint32_t since, size;    /* bytes */
};
const struct field_facts *kernel_field(enum field_kind k);
const char *kernel_field_tag(const char *tag, uint32_t kver); /* what newer kernels call what that kernel calls so; mostly the same */

struct map_facts {
	enum map_type type;
	const char *name;            /* "BPF_MAP_TYPE_HASH" */
	uint32_t since;
	enum size_rule key, value;
	uint32_t key_fixed, value_fixed;  /* for SIZE_FIXED */
	uint32_t max_value;          /* largest value_size that creation takes, 0 when only memory limits it */
	enum { ENTRIES_POSITIVE, ENTRIES_ZERO, ENTRIES_POW2_PAGE /* ring buffers */, ENTRIES_ANY, ENTRIES_AUTO /* libbpf fills 0 in */ } entries;
	uint32_t flags_allowed;      /* BPF_F_* bits that creation takes */
	uint32_t flags_required;
	enum lookup_result lookup;
	bool percpu;                 /* the value exists once per CPU */
	bool btf_required;           /* key and value must have BTF */
	const char *flat;            /* why pointers inside keys/values are or are not meaningful; NULL */
	bool sleepable;              /* sleepable programs of the newest kernel may use it */
	bool for_each;               /* bpf_for_each_map_elem takes it */
	uint32_t special;            /* enum map_special: what the value may hold; others are refused at creation */
};

const struct map_facts *kernel_map(enum map_type type); /* NULL: not modelled */
/* May sleepable programs use it? check_map_prog_compatibility() */
enum fact kernel_map_sleepable(const struct map_facts *m, uint32_t kver);
/* May maps of this type be inside maps of maps? bpf_map_meta_alloc() */
enum fact kernel_map_inner(enum map_type type);
uint32_t kernel_map_special(const struct map_facts *m, uint32_t kver); /* m->special in that kernel */
/* The first of these BPF_F_* flags that came later than kver, and since when; NULL: that kernel knows them all. */
const char *kernel_map_flag_newer(uint32_t flags, uint32_t kver, uint32_t *since);
const struct map_facts *kernel_map_by_name(const char *name);
const char *kernel_lookup_result_name(enum lookup_result r); /* for people: "value, may be null" */

/* Does this kernel let `helper` work on a map of this type? Both directions of check_map_func_compatibility. */
enum fact kernel_map_helper(enum map_type type, uint32_t helper);

/* ---- program types: include/uapi/linux/bpf.h, enum bpf_prog_type ---- */

enum prog_type {
#define PROG_TYPE(number, name) PROG_##name = number,
#include "kernel/generated/prog_types.def"
#undef PROG_TYPE
	PROG_TYPES
};

/* Attach types that change what a program may do; 0 means "none that matters". Values are the kernel's own
 * (enum bpf_attach_type) plus one, so that 0 stays free. */
typedef uint16_t attach_type;

enum {
	ATTACH_NONE,
#define ATTACH_TYPE(number, name) ATTACH_##name = (number) + 1,
#include "kernel/generated/attach_types.def"
#undef ATTACH_TYPE
	ATTACH_TRACE_UPROBE_SESSION, /* newer than the generated rows */
	ATTACH_TYPES
};

/* kernel_map_helper for one program type: only some may update sock maps (may_update_sockmap). */
enum fact kernel_map_helper_in(enum map_type type, uint32_t helper, enum prog_type prog, attach_type attach);
/* The same for one kernel version; PROG_UNSPEC: whatever the program is. */
enum fact kernel_map_helper_at(enum map_type type, uint32_t helper, enum prog_type prog, attach_type attach, uint32_t kver);

/* How a section name says what program it holds (libbpf: section_defs). */
struct section_facts {
	const char *prefix;      /* "xdp", "tp/", "cgroup/connect4" ... */
	bool exact;              /* no "/more" allowed behind it */
	bool needs_more;         /* must be followed by a target */
	enum prog_type prog;
	attach_type attach;      /* expected_attach_type + 1, or 0 */
	bool sleepable;
	bool frags;              /* declares itself able to work on multi-buffer packets */
	uint32_t since;
};
const struct section_facts *kernel_section(const char *section); /* NULL: unknown section. A leading '?' is skipped. */
const struct section_facts *kernel_section_at(size_t i);         /* NULL past the end */
/* libbpf before 1.0 and other loaders took any name that began with a known one ("xdp_drop"): the row it would have
 * been, for a section that kernel_section does not know. */
const struct section_facts *kernel_section_legacy(const char *section);

/* What a context field turns into when loaded. */
enum ctx_result {
	CTX_SCALAR, CTX_PACKET, CTX_PACKET_END, CTX_PACKET_META, CTX_FLOW_KEYS, CTX_SOCK_COMMON_OR_NULL, CTX_SOCKET,
	CTX_SOCKET_OR_NULL, CTX_BTF,         /* pointer to the kernel struct named `btf`, trusted */
	CTX_BTF_OR_NULL,
	CTX_NONE /* neither read nor written (hole, or refused) */,
};

/* One field of a context struct (the is_valid_access function of the program type). kernel_ctx_access reads all of it. */
struct ctx_field {
	const char *name;
	uint16_t off, size;      /* bytes; size of the whole member (arrays: all of it) */
	enum ctx_result result;
	const char *btf;
	uint64_t not_progs;      /* bit per prog_type: refused there though the struct is the same */
	uint64_t write_progs;    /* bit per prog_type that may write; 0: every one */
	uint8_t read_sizes, write_sizes; /* the access sizes taken, or-ed: 1 | 2 | 4 | 8; 0: none */
	bool start_only;         /* an access must begin where the member does */
	uint64_t attach;         /* bit per attach_type: refused elsewhere; 0: any */
	uint64_t write_attach;   /* bit per attach_type that may write; 0: any */
};

enum ctx_kind {
	CTX_STRUCT,   /* fields as listed */
	CTX_REGS,     /* pt_regs: aligned reads in [0, size) */
	CTX_RAW_ARGS, /* u64 arguments: 8-byte reads; the kernel knows their types from BTF */
	CTX_BUFFER,   /* tracepoint record, perf data: aligned reads up to a size only the kernel knows */
	CTX_SYSCALL_MEM, /* SYSCALL programs: any memory up to U16_MAX */
	CTX_NOT_MODELLED,
};

struct ctx_facts {
	enum ctx_kind kind;
	const char *name;        /* "__sk_buff": the struct as programs see it */
	uint32_t size;
	const struct ctx_field *fields;
	size_t nfields;
};

/* May a program of this type access `size` bytes of its context at this offset, and what does a load give? `field` is NULL
 * where the context is no struct. The kernel wants every context access aligned to its own size. */
struct ctx_access {
	enum fact ok;
	enum ctx_result result;
	const char *btf;
	const struct ctx_field *field;
};
struct ctx_access kernel_ctx_access(enum prog_type prog, attach_type attach, int64_t off, uint32_t size, bool write);
/* The same for one kernel version: older ones lack members. */
struct ctx_access kernel_ctx_access_at(enum prog_type prog, attach_type attach, int64_t off, uint32_t size, bool write, uint32_t kver);

/* The socket structs that helpers and contexts hand out: read-only mirrors, checked like a context. */
enum sock_kind { SOCK_FULL /* bpf_sock */, SOCK_COMMON /* bpf_sock, first fields */, SOCK_TCP, SOCK_XDP, SOCK_KINDS };
const struct ctx_facts *kernel_sock(enum sock_kind kind);
struct ctx_access kernel_sock_access(enum sock_kind kind, int64_t off, uint32_t size, bool write);

enum packet_access { PACKET_NONE, PACKET_READ, PACKET_WRITE };

struct range_rule { bool known; int64_t lo, hi; };

struct prog_facts {
	enum prog_type type;
	const char *name;        /* "BPF_PROG_TYPE_XDP" */
	const char *family;      /* for people: "xdp", "tc", "kprobe", "tracing" */
	uint32_t since;
	const struct ctx_facts *ctx;
	enum packet_access packet; /* what the program itself may do with packet bytes */
	bool tracing;            /* is_tracing_prog_type and friends: no locks, no timers ... */
	bool packet_args;        /* packet memory may also be given to helpers with HELPER_PACKET_ARGS (in CGROUP_SOCKOPT to all) */
	const char *own;         /* the kernel's own record behind the context, "xdp_buff": bpf_cast_to_kern_ctx(); NULL where it is none */
};
const struct prog_facts *kernel_prog(enum prog_type type);
/* check_return_code: the values R0 may have at exit, by attach type; known=false when any value is fine or it is not modelled. */
struct range_rule kernel_return_range(enum prog_type type, attach_type attach);
struct range_rule kernel_return_range_at(enum prog_type type, attach_type attach, uint32_t kver);

/* ---- callbacks: functions of the program that helpers and kfuncs call ---- */

/* What a parameter of the function is then. */
enum handed {
	HANDED_NOTHING, HANDED_MAP, HANDED_KEY, HANDED_VALUE, HANDED_COUNT, HANDED_CONTEXT /* what the program passes on */, HANDED_TASK, HANDED_VMA,
	HANDED_DYNPTR, HANDED_NODE /* of the tree */, HANDED_UNKNOWN, HANDED_KINDS
};

struct callback_facts {
	const char *name;        /* "bpf_loop" */
	uint8_t function, context; /* numbers of arguments, from 0; context CALLBACK_NO_CONTEXT: none */
	bool later;              /* not before the call returns, and on its own */
	bool sleeps;             /* it may sleep, whatever the program may */
	uint8_t map;             /* number of the argument that is the map of HANDED_MAP, KEY and VALUE, or lies in a value of it */
	enum handed params[4];
	struct range_rule range; /* of its result */
};
#define CALLBACK_NO_CONTEXT 255
const struct callback_facts *kernel_callback(const char *name); /* NULL: calls nothing, or not modelled */

/* ---- trust.c: what kernel objects lead to ---- */

/* How far a pointer that was read from a trusted object is trusted itself (type_is_trusted() and kin). */
enum member_trust {
	MEMBER_WALKED,          /* not: good for helpers, not for kfuncs that want trusted arguments */
	MEMBER_RCU,             /* inside an RCU section */
	MEMBER_RCU_OR_NULL,
	MEMBER_TRUSTED,
	MEMBER_TRUSTED_OR_NULL,
};
enum member_trust kernel_member_trust(const char *record, const char *member); /* "task_struct", "real_parent" */
bool kernel_rcu_kptr(const char *record); /* rcu_protected_object(): kptrs to it are good in an RCU section */

/* SEC("iter/TARGET"): the members of its context that are not plain kernel objects. */
struct iter_member {
	uint16_t off;
	enum { ITER_OBJECT, ITER_BUF, ITER_RDONLY_BUF } kind;
	bool maybe_null, trusted;
};
const struct iter_member *kernel_iter_member(const char *target, uint32_t off);

/* To walk through them all; false past the end. */
bool kernel_member_at(size_t i, const char **record, const char **member);
bool kernel_iter_at(size_t i, const char **target, const struct iter_member **members, size_t *n);

/* ---- struct_ops: structs of functions that programs stand in for; "tcp_congestion_ops" ---- */

enum { STRUCT_OPS_MOST = 16 };
struct struct_ops_facts {
	const char *record;
	uint32_t since;
	bool all_sleep;                                     /* there is no check_member */
	const char *no_stub[STRUCT_OPS_MOST];               /* no program may be these ... */
	const char *stubs[STRUCT_OPS_MOST];                 /* ... or only these may */
	const char *may_sleep[STRUCT_OPS_MOST];
	const char *may_sleep_somewhere[STRUCT_OPS_MOST];   /* it differs between kernels */
};
enum fact kernel_struct_ops_member(const char *record, const char *member, bool sleepable, uint32_t kver); /* may a program be that member? */
uint32_t kernel_struct_ops_since(const char *record); /* 0: not known */
uint32_t kernel_struct_ops_member_since(const char *record, const char *member); /* the same where no member is known to be newer */
const struct struct_ops_facts *kernel_struct_ops_at(size_t i); /* NULL past the end */

/* May programs of that struct write this member of a kernel object? `path` to it as a header spells it: "scx.slice"; NULL: not known. */
enum fact kernel_object_written(const char *ops, const char *object, const char *path);

/* ---- arguments.c: what may be handed to a program, beyond its type ---- */

enum argument_flags { ARGUMENT_MAYBE_NULL = 1, ARGUMENT_MAYBE_ERROR = 2 /* to the verifier a number */, ARGUMENT_OWNED = 4 /* with a reference */,
	ARGUMENT_TCP_SOCK = 8 /* a struct sock that is a whole struct tcp_sock */ };
int kernel_tracepoint_argument(const char *name, uint32_t n, uint32_t kver); /* as programs count; -1: that kernel says nothing of this tracepoint */
uint8_t kernel_member_argument(const char *record, const char *member, uint32_t n, uint32_t kver); /* "sched_ext_ops", "dispatch" */

/* ---- LSM hooks: SEC("lsm/NAME") ---- */

enum lsm_returns { LSM_RETURNS_ERRNO /* 0 or a negative errno */, LSM_RETURNS_BOOL, LSM_RETURNS_NOTHING };
struct lsm_hook_facts {
	const char *name;        /* "file_open" */
	enum lsm_returns returns;
	enum fact sleepable;     /* FACT_YES or FACT_UNKNOWN */
	bool closed;             /* no program may attach */
	uint32_t since;          /* 0: older than 6.12 */
};
const struct lsm_hook_facts *kernel_lsm_hook(const char *name);
const struct lsm_hook_facts *kernel_lsm_hook_at(size_t i); /* NULL past the end */
enum fact kernel_lsm_hook_available(const struct lsm_hook_facts *h, uint32_t kver); /* had it come by then? */
uint32_t kernel_lsm_hook_since(const struct lsm_hook_facts *h); /* the first kernel that is known to have it; 0: older than all that are known */
uint32_t kernel_lsm_until(const char *name); /* the first kernel that has it no more; 0: all newer ones have it */
/* What a program of ATTACH_LSM_MAC on that hook may return, from 6.12 on; before that the kernel did not look. */
struct range_rule kernel_lsm_range(const char *name);

/* ---- helpers: struct bpf_func_proto of each ---- */

enum helper_id { /* HELPER_map_lookup_elem = 1 ...: the UAPI numbers */
#define HELPER(number, name) HELPER_##name = number,
#include "kernel/generated/helper_ids.def"
#undef HELPER
	HELPER_IDS
};

enum arg_kind {
	ARG_NONE, ARG_ANYTHING, ARG_MAP, ARG_MAP_KEY, ARG_MAP_VALUE, ARG_MEM, ARG_FIXED_MEM, ARG_SIZE, ARG_SIZE_OR_ZERO,
	ARG_ALLOC_SIZE_OR_ZERO, ARG_CTX, ARG_SPIN_LOCK, ARG_SOCK_COMMON, ARG_SOCKET, ARG_BTF_ID, ARG_BTF_ID_SOCK_COMMON,
	ARG_RINGBUF_MEM, ARG_PERCPU_BTF_ID, ARG_FUNC, ARG_STACK, ARG_CONST_STR, ARG_TIMER, ARG_KPTR_XCHG_DEST, ARG_DYNPTR,
	ARG_SCALAR /* any number, but no pointer */,
	ARG_KINDS
};

enum arg_flags {
	ARG_MAYBE_NULL = 1 << 0, /* null is fine; for memory only when the size that follows is 0 */
	ARG_UNINIT = 1 << 1,    /* memory the callee fills: need not be initialised */
	ARG_WRITE = 1 << 2,     /* memory the callee writes */
	ARG_RDONLY = 1 << 3,    /* the callee only reads: read-only memory is fine */
	ARG_RELEASE = 1 << 4,   /* gives up the reference */
	ARG_ALIGNED = 1 << 5,
	ARG_DYNPTR_LOCAL = 1 << 6, ARG_DYNPTR_RINGBUF = 1 << 7, ARG_DYNPTR_SKB = 1 << 8, ARG_DYNPTR_XDP = 1 << 9,
};

struct arg_facts {
	enum arg_kind kind;
	uint32_t flags;
	uint32_t size;      /* FIXED_MEM */
	const char *btf;    /* BTF_ID: the struct it must be */
};

enum ret_kind {
	RET_INTEGER, RET_VOID, RET_MAP_VALUE /* of the map argument; for lookup see enum lookup_result */, RET_SOCKET,
	RET_TCP_SOCK, RET_SOCK_COMMON, RET_MEM /* as many bytes as the ALLOC_SIZE argument says */, RET_DYNPTR_MEM,
	RET_MEM_OR_BTF_ID /* a per-CPU or kernel variable */, RET_BTF_ID, RET_KPTR /* kptr_xchg: what was there */,
	RET_NOT_MODELLED
};

enum helper_flags {
	HELPER_GPL = 1 << 0,
	HELPER_SLEEPS = 1 << 1,          /* only in sleepable programs */
	HELPER_CHANGES_PACKET = 1 << 2,  /* bpf_helper_changes_pkt_data: packet pointers die */
	HELPER_ACQUIRES = 1 << 3,        /* the result carries a reference (is_acquire_function) */
	HELPER_PACKET_ARGS = 1 << 4,     /* pkt_access: memory arguments may be packet memory */
	HELPER_MAYBE_NULL = 1 << 5,      /* the result may be null */
	HELPER_CALLBACK = 1 << 6,        /* calls a BPF function given as argument, before it returns */
	HELPER_ASYNC_CALLBACK = 1 << 7,  /* ... later (timers) */
	HELPER_LOCK = 1 << 8, HELPER_UNLOCK = 1 << 9,
	HELPER_RET_RDONLY = 1 << 10, HELPER_RET_TRUSTED = 1 << 11, HELPER_RET_RCU = 1 << 12,
	HELPER_NORETURN_ON_SUCCESS = 1 << 13, /* tail call */
	HELPER_PTR_CAST = 1 << 14,       /* the result is the first argument in another shape and shares its reference */
};

/* What is known of an integer result (do_refine_retval_range). */
enum ret_range {
	RANGE_NONE,
	RANGE_UP_TO_SIZE, /* -4095 .. the largest value of the size argument */
	RANGE_CPU,        /* 0 .. number of CPUs - 1, which only the kernel knows */
};

struct helper_facts {
	uint32_t id;
	const char *name;        /* "bpf_map_lookup_elem" */
	uint32_t since;
	struct arg_facts args[5];
	enum ret_kind ret;
	const char *ret_btf;     /* struct name without "struct" */
	uint32_t flags;          /* enum helper_flags */
	enum ret_range range;
	uint64_t progs;          /* bit per prog_type: may call it, whatever the attach type */
	uint64_t progs_maybe;    /* bit per prog_type: only with some attach types, or not derivable */
};
const struct helper_facts *kernel_helper(uint32_t id); /* NULL: not modelled */
const struct helper_facts *kernel_helper_by_name(const char *name);
/* The same, where the program type decides what the arguments are (bpf_get_socket_cookie takes ctx in most types, a
 * socket in tracing). Prefer this one when the program type is known. */
const struct helper_facts *kernel_helper_in(uint32_t id, enum prog_type prog);
/* The same for one kernel version: older ones want more of some arguments. PROG_UNSPEC: the type is not known. */
const struct helper_facts *kernel_helper_at(uint32_t id, enum prog_type prog, uint32_t kver);
uint32_t kernel_helper_count(void); /* numbers below this may be helpers */
enum fact kernel_helper_available(const struct helper_facts *h, enum prog_type prog, attach_type attach);
/* The same for one kernel version: newer kernels let more program types call some helpers. */
enum fact kernel_helper_available_at(const struct helper_facts *h, enum prog_type prog, attach_type attach, uint32_t kver);
/* The first kernel that is known to let such programs call it: where trees differ, that of the later one. */
uint32_t kernel_helper_since(const struct helper_facts *h, enum prog_type prog, attach_type attach);
/* Is it for GPL-compatible programs only? */
bool kernel_helper_gpl(const struct helper_facts *h, enum prog_type prog, attach_type attach);

/* ---- kfuncs: BTF_ID_FLAGS lists. Absent means "not modelled", never "does not exist". ---- */

enum kfunc_flags {
	KFUNC_ACQUIRE = 1 << 0, KFUNC_RELEASE = 1 << 1, KFUNC_RET_NULL = 1 << 2, KFUNC_TRUSTED_ARGS = 1 << 3, KFUNC_SLEEPABLE = 1 << 4,
	KFUNC_DESTRUCTIVE = 1 << 5, KFUNC_RCU = 1 << 6, KFUNC_RCU_PROTECTED = 1 << 7, KFUNC_ITER_NEW = 1 << 8, KFUNC_ITER_NEXT = 1 << 9,
	KFUNC_ITER_DESTROY = 1 << 10, KFUNC_CHANGES_PACKET = 1 << 11, KFUNC_NORETURN = 1 << 12,
};

struct kfunc_facts {
	const char *name;
	uint32_t flags;
	uint32_t since;
	const char *ret;         /* C type as the kernel declares it: "struct task_struct *", "int", "void" */
	struct { const char *type, *name; } args[8]; /* the name carries the suffix (__sz, __k, __nullable ...) */
	uint8_t nargs;
	uint64_t progs;          /* bit per prog_type that may call it in the kernel of the generated rows; ask kernel_kfunc_available */
};
const struct kfunc_facts *kernel_kfunc(const char *name);
/* May such programs call it? A kernel that is older than the kfunc says no. Struct_ops: some of them may. */
enum fact kernel_kfunc_available(const struct kfunc_facts *k, enum prog_type prog, attach_type attach, uint32_t kver);
bool kernel_kfunc_in_module(const char *name); /* a module may bring it, by the kernel's configuration */
const struct kfunc_facts *kernel_kfunc_at(size_t i); /* by name; NULL past the end */
uint32_t kernel_kfunc_until(const char *name); /* the first kernel that has it no more; 0: all newer ones have it */
/* What that kernel calls parameter `n`: suffixes came and changed. */
const char *kernel_kfunc_parameter(const struct kfunc_facts *k, uint32_t n, uint32_t kver);

/* ---- kfunc_roles.c: what kfuncs do beyond their flags and suffixes ---- */

/* Pairs that open and close a section of the program. */
enum bracket_kind { BRACKET_RCU, BRACKET_PREEMPT, BRACKET_IRQ, BRACKET_LOCK, BRACKET_LOCK_IRQ };

struct bracket_facts {
	const char *kfunc;
	enum bracket_kind kind;
	int by;                  /* 1 opens, -1 closes */
};
const struct bracket_facts *kernel_bracket(const char *kfunc); /* NULL: it is none */

/* Objects of the program's own, and the lists and trees that hold them. */
enum graph_op {
	GRAPH_NEW,   /* a new object */
	GRAPH_SHARE, /* one more reference to one */
	GRAPH_ADD,   /* puts a node in */
	GRAPH_TAKE,  /* takes a node out: the result owns it */
	GRAPH_LOOK,  /* shows a node that stays in */
};

struct graph_facts {
	const char *name;
	enum graph_op op;
	uint32_t head, node;     /* FIELD_BIT of the first and of the second argument; 0: not there */
};
const struct graph_facts *kernel_graph(const char *kfunc); /* NULL: another kind of kfunc */

/* Bytes of the structs that programs keep on their stack for kfuncs and helpers: "bpf_dynptr", "bpf_iter_num"; 0: not known. */
uint32_t kernel_stack_object(const char *record);
bool kernel_stack_object_at(size_t i, const char **record, uint32_t *size);

#ifdef __cplusplus
}
#endif
#endif
