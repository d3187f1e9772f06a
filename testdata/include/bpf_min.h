// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * bpf_min: what the tests of the rules need of vmlinux.h, bpf_helpers.h and bpf_core_read.h, and no more. Names,
 * layouts and numbers are those of the kernel's UAPI; kernel objects have only the members that a test reads.
 */
#ifndef BPF_MIN_H
#define BPF_MIN_H

typedef unsigned char u8;
typedef unsigned short u16;
typedef unsigned int u32;
typedef unsigned long long u64;
typedef signed char s8;
typedef short s16;
typedef int s32;
typedef long long s64;
typedef u16 __be16;
typedef u32 __be32;

#ifdef __cplusplus
#define NULL nullptr
#define typeof __typeof__
#define __core /* there is no CO-RE in C++ */
#else
#define __core __attribute__((preserve_access_index))
typedef _Bool bool;
#define true 1
#define false 0
#define NULL ((void *)0)
#endif

#define SEC(name) __attribute__((section(name), used))
#define __always_inline inline __attribute__((always_inline))
#define __noinline __attribute__((noinline))
#define __uint(name, val) int(*name)[val]
#define __type(name, val) typeof(val) *name
#define __array(name, val) typeof(val) *name[]
#define __kptr __attribute__((btf_type_tag("kptr")))
#define __kptr_untrusted __attribute__((btf_type_tag("kptr_untrusted")))
#define __ksym __attribute__((section(".ksyms")))
#define __arg_ctx __attribute__((btf_decl_tag("arg:ctx")))
#define __arg_nonnull __attribute__((btf_decl_tag("arg:nonnull")))
#define barrier() __asm__ volatile("" ::: "memory")

#ifndef NO_LICENSE
static const char _license[] SEC("license") = "GPL";
#endif

enum bpf_map_type {
	BPF_MAP_TYPE_HASH = 1, BPF_MAP_TYPE_ARRAY, BPF_MAP_TYPE_PROG_ARRAY, BPF_MAP_TYPE_PERF_EVENT_ARRAY, BPF_MAP_TYPE_PERCPU_HASH,
	BPF_MAP_TYPE_PERCPU_ARRAY, BPF_MAP_TYPE_STACK_TRACE, BPF_MAP_TYPE_CGROUP_ARRAY, BPF_MAP_TYPE_LRU_HASH,
	BPF_MAP_TYPE_LRU_PERCPU_HASH, BPF_MAP_TYPE_LPM_TRIE, BPF_MAP_TYPE_ARRAY_OF_MAPS, BPF_MAP_TYPE_HASH_OF_MAPS,
	BPF_MAP_TYPE_DEVMAP, BPF_MAP_TYPE_SOCKMAP, BPF_MAP_TYPE_CPUMAP, BPF_MAP_TYPE_XSKMAP, BPF_MAP_TYPE_SOCKHASH,
	BPF_MAP_TYPE_CGROUP_STORAGE, BPF_MAP_TYPE_REUSEPORT_SOCKARRAY, BPF_MAP_TYPE_PERCPU_CGROUP_STORAGE, BPF_MAP_TYPE_QUEUE,
	BPF_MAP_TYPE_STACK, BPF_MAP_TYPE_SK_STORAGE, BPF_MAP_TYPE_DEVMAP_HASH, BPF_MAP_TYPE_STRUCT_OPS, BPF_MAP_TYPE_RINGBUF,
	BPF_MAP_TYPE_INODE_STORAGE, BPF_MAP_TYPE_TASK_STORAGE, BPF_MAP_TYPE_BLOOM_FILTER, BPF_MAP_TYPE_USER_RINGBUF,
	BPF_MAP_TYPE_CGRP_STORAGE, BPF_MAP_TYPE_ARENA,
};

enum { BPF_ANY, BPF_NOEXIST, BPF_EXIST };

#define BPF_F_NO_PREALLOC (1u << 0)
#define BPF_F_RDONLY (1u << 3)
#define BPF_F_RDONLY_PROG (1u << 7)
#define BPF_F_WRONLY_PROG (1u << 8)
#define BPF_F_MMAPABLE (1u << 10)
#define BPF_F_CURRENT_NETNS (-1L)
#define BPF_F_CURRENT_CPU 0xffffffffULL
#define BPF_LOCAL_STORAGE_GET_F_CREATE 1ULL
#define LIBBPF_PIN_BY_NAME 1

/* ---- contexts ---- */

enum xdp_action { XDP_ABORTED, XDP_DROP, XDP_PASS, XDP_TX, XDP_REDIRECT };
enum { TC_ACT_OK = 0, TC_ACT_SHOT = 2 };
enum { SK_DROP, SK_PASS };

struct xdp_md {
	u32 data, data_end, data_meta, ingress_ifindex, rx_queue_index, egress_ifindex;
};

struct bpf_flow_keys;
struct bpf_sock;

struct __sk_buff {
	u32 len, pkt_type, mark, queue_mapping, protocol, vlan_present, vlan_tci, vlan_proto, priority, ingress_ifindex, ifindex, tc_index;
	u32 cb[5];
	u32 hash, tc_classid, data, data_end, napi_id, family, remote_ip4, local_ip4, remote_ip6[4], local_ip6[4], remote_port, local_port, data_meta;
	union { struct bpf_flow_keys *flow_keys; u64 : 64; } __attribute__((aligned(8)));
	u64 tstamp;
	u32 wire_len, gso_segs;
	union { struct bpf_sock *sk; u64 : 64; } __attribute__((aligned(8)));
	u32 gso_size;
};

struct bpf_sock {
	u32 bound_dev_if, family, type, protocol, mark, priority, src_ip4, src_ip6[4], src_port;
	__be16 dst_port;
	u16 : 16;
	u32 dst_ip4, dst_ip6[4], state;
	s32 rx_queue_mapping;
};

struct bpf_tcp_sock {
	u32 snd_cwnd, srtt_us, rtt_min, snd_ssthresh;
};

struct bpf_xdp_sock {
	u32 queue_id;
};

struct bpf_sock_tuple {
	union {
		struct { __be32 saddr, daddr; __be16 sport, dport; } ipv4;
		struct { __be32 saddr[4], daddr[4]; __be16 sport, dport; } ipv6;
	};
};

struct bpf_sock_addr {
	u32 user_family, user_ip4, user_ip6[4], user_port, family, type, protocol, msg_src_ip4, msg_src_ip6[4];
	union { struct bpf_sock *sk; u64 : 64; } __attribute__((aligned(8)));
};

struct sk_reuseport_md {
	union { void *data; u64 : 64; } __attribute__((aligned(8)));
	union { void *data_end; u64 : 64; } __attribute__((aligned(8)));
	u32 len, eth_protocol, ip_protocol, bind_inany, hash;
};

struct pt_regs {
	unsigned long r15, r14, r13, r12, bp, bx, r11, r10, r9, r8, ax, cx, dx, si, di, orig_ax, ip, cs, flags, sp, ss;
};
#define PT_REGS_PARM1(x) ((x)->di)
#define PT_REGS_PARM2(x) ((x)->si)

struct bpf_raw_tracepoint_args {
	u64 args[0];
};

struct sys_enter_args {
	u64 common;
	long id;
	unsigned long args[6];
};

/* ---- what map values may hold ---- */

struct bpf_res_spin_lock {
	u32 val;
};
struct bpf_spin_lock {
	u32 val;
};

struct bpf_timer {
	u64 opaque[2];
} __attribute__((aligned(8)));

struct bpf_wq {
	u64 opaque[2];
} __attribute__((aligned(8)));

struct bpf_task_work {
	u64 opaque;
} __attribute__((aligned(8)));

struct bpf_dynptr {
	u64 opaque[2];
} __attribute__((aligned(8)));

struct bpf_iter_num {
	u64 opaque[1];
} __attribute__((aligned(8)));

/* ---- packets ---- */

#define ETH_P_IP 0x0800
#define bpf_htons(x) ((__be16)__builtin_bswap16(x))

struct ethhdr {
	u8 h_dest[6], h_source[6];
	__be16 h_proto;
} __attribute__((packed));

struct iphdr {
	u8 ihl : 4, version : 4, tos;
	__be16 tot_len, id, frag_off;
	u8 ttl, protocol;
	u16 check;
	__be32 saddr, daddr;
};

struct udphdr {
	__be16 source, dest, len;
	u16 check;
};

/* ---- kernel objects ---- */

struct task_struct {
	int pid, tgid;
	struct task_struct *real_parent;
	char comm[16];
} __core;

struct sk_buff {
	u32 len;
} __core;

struct sock_common {
	u16 skc_family;
} __core;

struct sock {
	struct sock_common __sk_common;
} __core;

struct tcp_sock {
	u32 snd_cwnd, rcv_nxt;
} __core;

/* ---- helpers ---- */

#define HELPER(number, ret, name, ...) static ret (*const name)(__VA_ARGS__) = (ret (*)(__VA_ARGS__))number

HELPER(1, void *, bpf_map_lookup_elem, void *map, const void *key);
HELPER(2, long, bpf_map_update_elem, void *map, const void *key, const void *value, u64 flags);
HELPER(3, long, bpf_map_delete_elem, void *map, const void *key);
HELPER(5, u64, bpf_ktime_get_ns, void);
HELPER(6, long, bpf_trace_printk, const char *fmt, u32 fmt_size, ...);
HELPER(7, u32, bpf_get_prandom_u32, void);
HELPER(8, u32, bpf_get_smp_processor_id, void);
HELPER(9, long, bpf_skb_store_bytes, struct __sk_buff *skb, u32 offset, const void *from, u32 len, u64 flags);
HELPER(12, long, bpf_tail_call, void *ctx, void *prog_array_map, u32 index);
HELPER(14, u64, bpf_get_current_pid_tgid, void);
HELPER(16, long, bpf_get_current_comm, void *buf, u32 size_of_buf);
HELPER(25, long, bpf_perf_event_output, void *ctx, void *map, u64 flags, void *data, u64 size);
HELPER(26, long, bpf_skb_load_bytes, const void *skb, u32 offset, void *to, u32 len);
HELPER(27, long, bpf_get_stackid, void *ctx, void *map, u64 flags);
HELPER(35, u64, bpf_get_current_task, void);
HELPER(39, long, bpf_skb_pull_data, struct __sk_buff *skb, u32 len);
HELPER(44, long, bpf_xdp_adjust_head, struct xdp_md *xdp_md, int delta);
HELPER(45, long, bpf_probe_read_str, void *dst, u32 size, const void *unsafe_ptr);
HELPER(51, long, bpf_redirect_map, void *map, u64 key, u64 flags);
HELPER(65, long, bpf_xdp_adjust_tail, struct xdp_md *xdp_md, int delta);
HELPER(69, long, bpf_fib_lookup, void *ctx, void *params, int plen, u32 flags);
HELPER(81, void *, bpf_get_local_storage, void *map, u64 flags);
HELPER(82, long, bpf_sk_select_reuseport, struct sk_reuseport_md *reuse, void *map, void *key, u64 flags);
HELPER(84, struct bpf_sock *, bpf_sk_lookup_tcp, void *ctx, struct bpf_sock_tuple *tuple, u32 tuple_size, u64 netns, u64 flags);
HELPER(85, struct bpf_sock *, bpf_sk_lookup_udp, void *ctx, struct bpf_sock_tuple *tuple, u32 tuple_size, u64 netns, u64 flags);
HELPER(86, long, bpf_sk_release, void *sock);
HELPER(87, long, bpf_map_push_elem, void *map, const void *value, u64 flags);
HELPER(88, long, bpf_map_pop_elem, void *map, void *value);
HELPER(89, long, bpf_map_peek_elem, void *map, void *value);
HELPER(93, long, bpf_spin_lock, struct bpf_spin_lock *lock);
HELPER(94, long, bpf_spin_unlock, struct bpf_spin_lock *lock);
HELPER(95, struct bpf_sock *, bpf_sk_fullsock, struct bpf_sock *sk);
HELPER(96, struct bpf_tcp_sock *, bpf_tcp_sock, struct bpf_sock *sk);
HELPER(99, struct bpf_sock *, bpf_skc_lookup_tcp, void *ctx, struct bpf_sock_tuple *tuple, u32 tuple_size, u64 netns, u64 flags);
HELPER(107, void *, bpf_sk_storage_get, void *map, void *sk, void *value, u64 flags);
HELPER(112, long, bpf_probe_read_user, void *dst, u32 size, const void *unsafe_ptr);
HELPER(113, long, bpf_probe_read_kernel, void *dst, u32 size, const void *unsafe_ptr);
HELPER(114, long, bpf_probe_read_user_str, void *dst, u32 size, const void *unsafe_ptr);
HELPER(115, long, bpf_probe_read_kernel_str, void *dst, u32 size, const void *unsafe_ptr);
HELPER(130, long, bpf_ringbuf_output, void *ringbuf, void *data, u64 size, u64 flags);
HELPER(131, void *, bpf_ringbuf_reserve, void *ringbuf, u64 size, u64 flags);
HELPER(132, void, bpf_ringbuf_submit, void *data, u64 flags);
HELPER(133, void, bpf_ringbuf_discard, void *data, u64 flags);
HELPER(137, struct tcp_sock *, bpf_skc_to_tcp_sock, void *sk);
HELPER(148, long, bpf_copy_from_user, void *dst, u32 size, const void *user_ptr);
HELPER(153, void *, bpf_per_cpu_ptr, const void *percpu_ptr, u32 cpu);
HELPER(154, void *, bpf_this_cpu_ptr, const void *percpu_ptr);
HELPER(156, void *, bpf_task_storage_get, void *map, struct task_struct *task, void *value, u64 flags);
HELPER(158, struct task_struct *, bpf_get_current_task_btf, void);
HELPER(164, long, bpf_for_each_map_elem, void *map, void *callback_fn, void *callback_ctx, u64 flags);
HELPER(169, long, bpf_timer_init, struct bpf_timer *timer, void *map, u64 flags);
HELPER(170, long, bpf_timer_set_callback, struct bpf_timer *timer, void *callback);
HELPER(174, u64, bpf_get_attach_cookie, void *ctx);
HELPER(181, long, bpf_loop, u32 nr_loops, void *callback_fn, void *callback_ctx, u64 flags);
HELPER(209, long, bpf_user_ringbuf_drain, void *map, void *callback_fn, void *ctx, u64 flags);
HELPER(182, long, bpf_strncmp, const char *s1, u32 s1_sz, const char *s2);
HELPER(189, long, bpf_xdp_load_bytes, struct xdp_md *xdp_md, u32 offset, void *buf, u32 len);
HELPER(194, void *, bpf_kptr_xchg, void *dst, void *ptr);
HELPER(195, void *, bpf_map_lookup_percpu_elem, void *map, const void *key, u32 cpu);
HELPER(197, long, bpf_dynptr_from_mem, void *data, u32 size, u64 flags, struct bpf_dynptr *ptr);
HELPER(198, long, bpf_ringbuf_reserve_dynptr, void *ringbuf, u32 size, u64 flags, struct bpf_dynptr *ptr);
HELPER(199, void, bpf_ringbuf_submit_dynptr, struct bpf_dynptr *ptr, u64 flags);
HELPER(200, void, bpf_ringbuf_discard_dynptr, struct bpf_dynptr *ptr, u64 flags);
HELPER(201, long, bpf_dynptr_read, void *dst, u32 len, const struct bpf_dynptr *src, u32 offset, u64 flags);
HELPER(202, long, bpf_dynptr_write, const struct bpf_dynptr *dst, u32 offset, void *src, u32 len, u64 flags);
HELPER(203, void *, bpf_dynptr_data, const struct bpf_dynptr *ptr, u32 offset, u32 len);

/* ---- kfuncs ---- */

#ifdef __cplusplus
extern "C" {
#endif

extern void bpf_rcu_read_lock(void) __ksym;
extern void bpf_rcu_read_unlock(void) __ksym;
extern void bpf_preempt_disable(void) __ksym;
extern void bpf_preempt_enable(void) __ksym;
extern void bpf_local_irq_save(unsigned long *flags__irq_flag) __ksym;
extern void bpf_local_irq_restore(unsigned long *flags__irq_flag) __ksym;
extern int bpf_res_spin_lock(struct bpf_res_spin_lock *lock) __ksym;
extern void bpf_res_spin_unlock(struct bpf_res_spin_lock *lock) __ksym;
extern int bpf_iter_num_new(struct bpf_iter_num *it, int start, int end) __ksym;
extern int *bpf_iter_num_next(struct bpf_iter_num *it) __ksym;
extern void bpf_iter_num_destroy(struct bpf_iter_num *it) __ksym;

#ifdef __cplusplus
}
#endif
#endif
