// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * contexts: what a program may read and write behind its context pointer, and what the value then is. One row a
 * member, in the order of include/uapi/linux/bpf.h; ctx_access.c interprets them.
 *
 * Mirrors the is_valid_access function of each program type: net/core/filter.c, kernel/bpf/cgroup.c,
 * kernel/trace/bpf_trace.c, net/netfilter/nf_bpf_link.c, drivers/media/rc/bpf-lirc.c.
 */
#include "kernel/tables.h"

#define A(name) (UINT64_C(1) << ATTACH_##name)

#define AT(n, o, s) .name = n, .off = o, .size = s
#define ONLY(bytes) .read = true, .read_sizes = bytes, .elem = bytes /* reads of exactly that size */
#define NARROW .read = true, .narrow = true, .elem = 4, .read_sizes = 1 | 2 | 4
#define WRITE(sizes) .write = true, .write_sizes = sizes
#define POINTER(what) ONLY(8), .result = CTX_##what

/* ---- __sk_buff ---- */

#define SKB_TC (P(SCHED_CLS) | P(SCHED_ACT))
#define DISSECTOR P(FLOW_DISSECTOR)

/* What the socket part of __sk_buff is kept from. */
#define NO_SOCKET (P(SOCKET_FILTER) | LWT | SKB_TC | DISSECTOR)

static const struct ctx_field sk_buff[] = {
	{AT("len", 0, 4), NARROW, .not_progs = DISSECTOR},
	{AT("pkt_type", 4, 4), NARROW, .not_progs = DISSECTOR},
	{AT("mark", 8, 4), NARROW, WRITE(4), .not_progs = DISSECTOR | P(SK_SKB),
		.write_progs = SKB_TC | LWT | P(CGROUP_SKB)},
	{AT("queue_mapping", 12, 4), NARROW, WRITE(4), .not_progs = DISSECTOR, .write_progs = SKB_TC},
	{AT("protocol", 16, 4), NARROW, .not_progs = DISSECTOR},
	{AT("vlan_present", 20, 4), NARROW, .not_progs = DISSECTOR},
	{AT("vlan_tci", 24, 4), NARROW, .not_progs = DISSECTOR},
	{AT("vlan_proto", 28, 4), NARROW, .not_progs = DISSECTOR},
	{AT("priority", 32, 4), NARROW, WRITE(4), .not_progs = DISSECTOR,
		.write_progs = SKB_TC | LWT | P(CGROUP_SKB) | P(SK_SKB)},
	{AT("ingress_ifindex", 36, 4), NARROW, .not_progs = DISSECTOR},
	{AT("ifindex", 40, 4), NARROW, .not_progs = DISSECTOR},
	{AT("tc_index", 44, 4), NARROW, WRITE(4), .not_progs = DISSECTOR, .write_progs = SKB_TC | P(SK_SKB)},
	{AT("cb", 48, 20), .read = true, .narrow = true, .elem = 4, .read_sizes = 1 | 2 | 4 | 8, WRITE(1 | 2 | 4 | 8),
		.not_progs = DISSECTOR, .write_progs = SKB_TC | LWT | P(CGROUP_SKB) | P(SOCKET_FILTER)},
	{AT("hash", 68, 4), NARROW, .not_progs = DISSECTOR},
	{AT("tc_classid", 72, 4), NARROW, WRITE(4), .write_progs = SKB_TC,
		.not_progs = DISSECTOR | P(SOCKET_FILTER) | LWT | P(CGROUP_SKB) | P(SK_SKB)},
	{AT("data", 76, 4), ONLY(4), .result = CTX_PACKET, .not_progs = P(SOCKET_FILTER)},
	{AT("data_end", 80, 4), ONLY(4), .result = CTX_PACKET_END, .not_progs = P(SOCKET_FILTER)},
	{AT("napi_id", 84, 4), NARROW, .not_progs = DISSECTOR},
	{AT("family", 88, 4), NARROW, .not_progs = NO_SOCKET},
	{AT("remote_ip4", 92, 4), ONLY(4), .not_progs = NO_SOCKET},
	{AT("local_ip4", 96, 4), ONLY(4), .not_progs = NO_SOCKET},
	{AT("remote_ip6", 100, 16), ONLY(4), .not_progs = NO_SOCKET},
	{AT("local_ip6", 116, 16), ONLY(4), .not_progs = NO_SOCKET},
	{AT("remote_port", 132, 4), NARROW, .not_progs = NO_SOCKET},
	{AT("local_port", 136, 4), NARROW, .not_progs = NO_SOCKET},
	{AT("data_meta", 140, 4), ONLY(4), .result = CTX_PACKET_META, .not_progs = ~SKB_TC},
	{AT("flow_keys", 144, 8), POINTER(FLOW_KEYS), .not_progs = ~DISSECTOR},
	{AT("tstamp", 152, 8), ONLY(8), WRITE(8), .not_progs = DISSECTOR | P(SOCKET_FILTER) | LWT | P(SK_SKB),
		.write_progs = SKB_TC | P(CGROUP_SKB)},
	{AT("wire_len", 160, 4), NARROW, .not_progs = ~SKB_TC},
	{AT("gso_segs", 164, 4), NARROW, .not_progs = DISSECTOR},
	{AT("sk", 168, 8), POINTER(SOCK_COMMON_OR_NULL), .not_progs = DISSECTOR},
	{AT("gso_size", 176, 4), NARROW, .not_progs = DISSECTOR},
	{AT("tstamp_type", 180, 1), ONLY(1), .not_progs = ~SKB_TC},
	{AT("hwtstamp", 184, 8), ONLY(8), .not_progs = DISSECTOR | P(SOCKET_FILTER) | LWT | P(SK_SKB)},
};

static const struct ctx_field xdp_md[] = {
	{AT("data", 0, 4), ONLY(4), .result = CTX_PACKET},
	{AT("data_end", 4, 4), ONLY(4), .result = CTX_PACKET_END},
	{AT("data_meta", 8, 4), ONLY(4), .result = CTX_PACKET_META},
	{AT("ingress_ifindex", 12, 4), ONLY(4)},
	{AT("rx_queue_index", 16, 4), ONLY(4)},
	{AT("egress_ifindex", 20, 4), ONLY(4), .attach = A(XDP_DEVMAP)},
};

/* ---- cgroup ---- */

#define SOCK_LIFE (A(CGROUP_INET_SOCK_CREATE) | A(CGROUP_INET_SOCK_RELEASE))
#define BOUND4 A(CGROUP_INET4_POST_BIND)
#define BOUND6 A(CGROUP_INET6_POST_BIND)

static const struct ctx_field sock[] = {
	{AT("bound_dev_if", 0, 4), ONLY(4), WRITE(4), .attach = SOCK_LIFE},
	{AT("family", 4, 4), NARROW, .start_only = true},
	{AT("type", 8, 4), NARROW, .start_only = true},
	{AT("protocol", 12, 4), NARROW, .start_only = true},
	{AT("mark", 16, 4), ONLY(4), WRITE(4), .attach = SOCK_LIFE},
	{AT("priority", 20, 4), ONLY(4), WRITE(4), .attach = SOCK_LIFE},
	{AT("src_ip4", 24, 4), NARROW, .attach = BOUND4},
	{AT("src_ip6", 28, 16), NARROW, .attach = BOUND6},
	{AT("src_port", 44, 4), NARROW, .start_only = true, .attach = BOUND4 | BOUND6},
	{AT("dst_port", 48, 2), NARROW},
	{AT("dst_ip4", 52, 4), NARROW},
	{AT("dst_ip6", 56, 16), NARROW},
	{AT("state", 72, 4), NARROW, .start_only = true},
	{AT("rx_queue_mapping", 76, 4), NARROW, .start_only = true},
};

#define SENDMSG4 A(CGROUP_UDP4_SENDMSG)
#define SENDMSG6 A(CGROUP_UDP6_SENDMSG)
#define ADDR4                                                                                                          \
	(A(CGROUP_INET4_BIND) | A(CGROUP_INET4_CONNECT) | A(CGROUP_INET4_GETPEERNAME) | A(CGROUP_INET4_GETSOCKNAME) |  \
	 SENDMSG4 | A(CGROUP_UDP4_RECVMSG))
#define ADDR6                                                                                                          \
	(A(CGROUP_INET6_BIND) | A(CGROUP_INET6_CONNECT) | A(CGROUP_INET6_GETPEERNAME) | A(CGROUP_INET6_GETSOCKNAME) |  \
	 SENDMSG6 | A(CGROUP_UDP6_RECVMSG))
#define WIDE .read = true, .narrow = true, .elem = 4, .read_sizes = 1 | 2 | 4 | 8, WRITE(4 | 8)

static const struct ctx_field sock_addr[] = {
	{AT("user_family", 0, 4), ONLY(4)},
	{AT("user_ip4", 4, 4), NARROW, WRITE(4), .attach = ADDR4},
	{AT("user_ip6", 8, 16), WIDE, .attach = ADDR6},
	{AT("user_port", 24, 4), NARROW, WRITE(4)},
	{AT("family", 28, 4), ONLY(4)},
	{AT("type", 32, 4), ONLY(4)},
	{AT("protocol", 36, 4), ONLY(4)},
	{AT("msg_src_ip4", 40, 4), NARROW, WRITE(4), .attach = SENDMSG4},
	{AT("msg_src_ip6", 44, 16), WIDE, .attach = SENDMSG6},
	{AT("sk", 64, 8), POINTER(SOCKET)},
};

static const struct ctx_field cgroup_dev[] = {
	{AT("access_type", 0, 4), NARROW},
	{AT("major", 4, 4), ONLY(4)},
	{AT("minor", 8, 4), ONLY(4)},
};

static const struct ctx_field sysctl[] = {
	{AT("write", 0, 4), NARROW},
	{AT("file_pos", 4, 4), NARROW, WRITE(4)},
};

#define GETSOCKOPT A(CGROUP_GETSOCKOPT)
#define SETSOCKOPT A(CGROUP_SETSOCKOPT)

static const struct ctx_field sockopt[] = {
	{AT("sk", 0, 8), POINTER(SOCKET)},
	{AT("optval", 8, 8), POINTER(PACKET)},
	{AT("optval_end", 16, 8), POINTER(PACKET_END)},
	{AT("level", 24, 4), ONLY(4), WRITE(4), .write_attach = SETSOCKOPT},
	{AT("optname", 28, 4), ONLY(4), WRITE(4), .write_attach = SETSOCKOPT},
	{AT("optlen", 32, 4), ONLY(4), WRITE(4)},
	{AT("retval", 36, 4), ONLY(4), WRITE(4), .attach = GETSOCKOPT},
};

/* ---- sockets ---- */

static const struct ctx_field sock_ops[] = {
	{AT("op", 0, 4), ONLY(4)},
	{AT("reply", 4, 4), ONLY(4), WRITE(4)}, /* args[0] and replylong[0] lie here too */
	{AT("args", 8, 12), ONLY(4)},           /* args[1] and up, replylong[1] and up */
	{AT("family", 20, 4), ONLY(4)},
	{AT("remote_ip4", 24, 4), ONLY(4)},
	{AT("local_ip4", 28, 4), ONLY(4)},
	{AT("remote_ip6", 32, 16), ONLY(4)},
	{AT("local_ip6", 48, 16), ONLY(4)},
	{AT("remote_port", 64, 4), ONLY(4)},
	{AT("local_port", 68, 4), ONLY(4)},
	{AT("is_fullsock", 72, 4), ONLY(4)},
	{AT("snd_cwnd", 76, 4), ONLY(4)},
	{AT("srtt_us", 80, 4), ONLY(4)},
	{AT("bpf_sock_ops_cb_flags", 84, 4), ONLY(4)},
	{AT("state", 88, 4), ONLY(4)},
	{AT("rtt_min", 92, 4), ONLY(4)},
	{AT("snd_ssthresh", 96, 4), ONLY(4)},
	{AT("rcv_nxt", 100, 4), ONLY(4)},
	{AT("snd_nxt", 104, 4), ONLY(4)},
	{AT("snd_una", 108, 4), ONLY(4)},
	{AT("mss_cache", 112, 4), ONLY(4)},
	{AT("ecn_flags", 116, 4), ONLY(4)},
	{AT("rate_delivered", 120, 4), ONLY(4)},
	{AT("rate_interval_us", 124, 4), ONLY(4)},
	{AT("packets_out", 128, 4), ONLY(4)},
	{AT("retrans_out", 132, 4), ONLY(4)},
	{AT("total_retrans", 136, 4), ONLY(4)},
	{AT("segs_in", 140, 4), ONLY(4)},
	{AT("data_segs_in", 144, 4), ONLY(4)},
	{AT("segs_out", 148, 4), ONLY(4)},
	{AT("data_segs_out", 152, 4), ONLY(4)},
	{AT("lost_out", 156, 4), ONLY(4)},
	{AT("sacked_out", 160, 4), ONLY(4)},
	{AT("sk_txhash", 164, 4), ONLY(4), WRITE(4)},
	{AT("bytes_received", 168, 8), ONLY(8)},
	{AT("bytes_acked", 176, 8), ONLY(8)},
	{AT("sk", 184, 8), POINTER(SOCKET_OR_NULL)},
	{AT("skb_data", 192, 8), POINTER(PACKET)},
	{AT("skb_data_end", 200, 8), POINTER(PACKET_END)},
	{AT("skb_len", 208, 4), ONLY(4)},
	{AT("skb_tcp_flags", 212, 4), NARROW, .start_only = true},
	{AT("skb_hwtstamp", 216, 8), ONLY(8)},
};

static const struct ctx_field sk_msg_md[] = {
	{AT("data", 0, 8), POINTER(PACKET)},
	{AT("data_end", 8, 8), POINTER(PACKET_END)},
	{AT("family", 16, 4), ONLY(4)},
	{AT("remote_ip4", 20, 4), ONLY(4)},
	{AT("local_ip4", 24, 4), ONLY(4)},
	{AT("remote_ip6", 28, 16), ONLY(4)},
	{AT("local_ip6", 44, 16), ONLY(4)},
	{AT("remote_port", 60, 4), ONLY(4)},
	{AT("local_port", 64, 4), ONLY(4)},
	{AT("size", 68, 4), ONLY(4)},
	{AT("sk", 72, 8), POINTER(SOCKET)},
};

static const struct ctx_field sk_reuseport_md[] = {
	{AT("data", 0, 8), POINTER(PACKET)},
	{AT("data_end", 8, 8), POINTER(PACKET_END)},
	{AT("len", 16, 4), NARROW},
	{AT("eth_protocol", 20, 4), .read = true, .narrow = true, .elem = 4, .read_sizes = 2 | 4},
	{AT("ip_protocol", 24, 4), NARROW},
	{AT("bind_inany", 28, 4), NARROW},
	{AT("hash", 32, 4), ONLY(4)},
	{AT("sk", 40, 8), POINTER(SOCKET)},
	{AT("migrating_sk", 48, 8), POINTER(SOCK_COMMON_OR_NULL)},
};

static const struct ctx_field sk_lookup[] = {
	{AT("sk", 0, 8), POINTER(SOCKET_OR_NULL)},
	{AT("family", 8, 4), NARROW},
	{AT("protocol", 12, 4), NARROW},
	{AT("remote_ip4", 16, 4), NARROW},
	{AT("remote_ip6", 20, 16), NARROW},
	{AT("remote_port", 36, 2), NARROW},
	{AT(NULL, 38, 2), .read = true, .narrow = true, .read_sizes = 1 | 2}, /* zero padding, once part of the port */
	{AT("local_ip4", 40, 4), NARROW},
	{AT("local_ip6", 44, 16), NARROW},
	{AT("local_port", 60, 4), NARROW},
	{AT("ingress_ifindex", 64, 4), NARROW},
};

/* ---- others ---- */

static const struct ctx_field nf[] = {
	{AT("state", 0, 8), POINTER(BTF), .btf = "nf_hook_state"},
	{AT("skb", 8, 8), POINTER(BTF), .btf = "sk_buff"},
};

static const struct ctx_field lirc_mode2[] = {
	{AT(NULL, 0, 4), ONLY(4)},
};

/* ---- socket structs that are not contexts: bpf_sock_is_valid_access and friends ---- */

static const struct ctx_field full_sock[] = {
	{AT("bound_dev_if", 0, 4), ONLY(4)},
	{AT("family", 4, 4), NARROW, .start_only = true},
	{AT("type", 8, 4), NARROW, .start_only = true},
	{AT("protocol", 12, 4), NARROW, .start_only = true},
	{AT("mark", 16, 4), ONLY(4)},
	{AT("priority", 20, 4), ONLY(4)},
	{AT("src_ip4", 24, 4), NARROW},
	{AT("src_ip6", 28, 16), NARROW},
	{AT("src_port", 44, 4), NARROW, .start_only = true},
	{AT("dst_port", 48, 2), NARROW},
	{AT("dst_ip4", 52, 4), NARROW},
	{AT("dst_ip6", 56, 16), NARROW},
	{AT("state", 72, 4), NARROW, .start_only = true},
	{AT("rx_queue_mapping", 76, 4), NARROW, .start_only = true},
};

static const struct ctx_field sock_common[] = {
	{AT("bound_dev_if", 0, 4), ONLY(4)},
	{AT("family", 4, 4), NARROW, .start_only = true},
	{AT("type", 8, 4), .result = CTX_NONE},
	{AT("protocol", 12, 4), .result = CTX_NONE},
	{AT("mark", 16, 4), .result = CTX_NONE},
	{AT("priority", 20, 4), .result = CTX_NONE},
	{AT("src_ip4", 24, 4), NARROW},
	{AT("src_ip6", 28, 16), NARROW},
	{AT("src_port", 44, 4), NARROW, .start_only = true},
	{AT("dst_port", 48, 2), NARROW},
	{AT("dst_ip4", 52, 4), NARROW},
	{AT("dst_ip6", 56, 16), NARROW},
	{AT("state", 72, 4), NARROW, .start_only = true},
	{AT("rx_queue_mapping", 76, 4), NARROW, .start_only = true},
};

static const struct ctx_field tcp_sock[] = {
	{AT("snd_cwnd", 0, 4), ONLY(4)},
	{AT("srtt_us", 4, 4), ONLY(4)},
	{AT("rtt_min", 8, 4), ONLY(4)},
	{AT("snd_ssthresh", 12, 4), ONLY(4)},
	{AT("rcv_nxt", 16, 4), ONLY(4)},
	{AT("snd_nxt", 20, 4), ONLY(4)},
	{AT("snd_una", 24, 4), ONLY(4)},
	{AT("mss_cache", 28, 4), ONLY(4)},
	{AT("ecn_flags", 32, 4), ONLY(4)},
	{AT("rate_delivered", 36, 4), ONLY(4)},
	{AT("rate_interval_us", 40, 4), ONLY(4)},
	{AT("packets_out", 44, 4), ONLY(4)},
	{AT("retrans_out", 48, 4), ONLY(4)},
	{AT("total_retrans", 52, 4), ONLY(4)},
	{AT("segs_in", 56, 4), ONLY(4)},
	{AT("data_segs_in", 60, 4), ONLY(4)},
	{AT("segs_out", 64, 4), ONLY(4)},
	{AT("data_segs_out", 68, 4), ONLY(4)},
	{AT("lost_out", 72, 4), ONLY(4)},
	{AT("sacked_out", 76, 4), ONLY(4)},
	{AT("bytes_received", 80, 8), ONLY(8)},
	{AT("bytes_acked", 88, 8), ONLY(8)},
	{AT("dsack_dups", 96, 4), ONLY(4)},
	{AT("delivered", 100, 4), ONLY(4)},
	{AT("delivered_ce", 104, 4), ONLY(4)},
	{AT("icsk_retransmits", 108, 4), ONLY(4)},
};

static const struct ctx_field xdp_sock[] = {
	{AT("queue_id", 0, 4), ONLY(4)},
};

#define STRUCT(n, bytes, rows) {CTX_STRUCT, n, bytes, rows, ARRAY_LEN(rows)}

const struct ctx_facts ctx_none = {CTX_NOT_MODELLED, "context"};
const struct ctx_facts ctx_sk_buff = STRUCT("__sk_buff", 192, sk_buff);
const struct ctx_facts ctx_xdp_md = STRUCT("xdp_md", 24, xdp_md);
const struct ctx_facts ctx_sock = STRUCT("bpf_sock", 80, sock);
const struct ctx_facts ctx_sock_addr = STRUCT("bpf_sock_addr", 72, sock_addr);
const struct ctx_facts ctx_sock_ops = STRUCT("bpf_sock_ops", 224, sock_ops);
const struct ctx_facts ctx_sk_msg_md = STRUCT("sk_msg_md", 80, sk_msg_md);
const struct ctx_facts ctx_sk_reuseport_md = STRUCT("sk_reuseport_md", 56, sk_reuseport_md);
const struct ctx_facts ctx_sk_lookup = STRUCT("bpf_sk_lookup", 72, sk_lookup);
const struct ctx_facts ctx_sysctl = STRUCT("bpf_sysctl", 8, sysctl);
const struct ctx_facts ctx_sockopt = STRUCT("bpf_sockopt", 40, sockopt);
const struct ctx_facts ctx_cgroup_dev = STRUCT("bpf_cgroup_dev_ctx", 12, cgroup_dev);
const struct ctx_facts ctx_nf = STRUCT("bpf_nf_ctx", 16, nf);
const struct ctx_facts ctx_lirc_mode2 = STRUCT("lirc event", 4, lirc_mode2);
/* x86-64; other machines have other registers, so ctx_access.c is careful past the common part */
const struct ctx_facts ctx_pt_regs = {CTX_REGS, "pt_regs", 168};
const struct ctx_facts ctx_perf_event_data = {CTX_REGS, "bpf_perf_event_data", 184};
const struct ctx_facts ctx_raw_args = {CTX_RAW_ARGS, "arguments"};
const struct ctx_facts ctx_raw_tp_args = {CTX_RAW_ARGS, "bpf_raw_tracepoint_args"};
const struct ctx_facts ctx_tracepoint = {CTX_BUFFER, "tracepoint record"};
const struct ctx_facts ctx_syscall = {CTX_SYSCALL_MEM, "context"};

const struct ctx_facts kernel_socks[SOCK_KINDS] = {
	[SOCK_FULL] = STRUCT("bpf_sock", 80, full_sock),
	[SOCK_COMMON] = STRUCT("bpf_sock", 80, sock_common),
	[SOCK_TCP] = STRUCT("bpf_tcp_sock", 112, tcp_sock),
	[SOCK_XDP] = STRUCT("bpf_xdp_sock", 4, xdp_sock),
};
