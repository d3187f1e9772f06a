// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* What C++ does before and behind what is written: constructors, destructors, captures. */
// expected-no-diagnostics
#include "bpf_min.h"

struct Key {
	u32 a = 1;
	u32 b;
	Key(u32 b) : b(b) {}
};

struct Stats {
	u64 packets, bytes;

	void count(u64 n) { packets += n; }
};

struct keys_map {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 16);
	__type(key, Key);
	__type(value, Stats);
} keys SEC(".maps");

struct events_map {
	__uint(type, BPF_MAP_TYPE_RINGBUF);
	__uint(max_entries, 4096);
} events SEC(".maps");

template <typename K> static __always_inline Stats *lookup(const K &key)
{
	return static_cast<Stats *>(bpf_map_lookup_elem(&keys, &key));
}

extern "C" SEC("xdp") int constructed_key(xdp_md *ctx)
{
	Key key(ctx->ingress_ifindex);

	if (auto *s = lookup(key))
		s->count(1);
	return XDP_PASS;
}

extern "C" SEC("xdp") int temporary_key(xdp_md *ctx)
{
	Stats *s = lookup(Key{ctx->ingress_ifindex});

	return s && s->packets ? XDP_DROP : XDP_PASS;
}

template <typename T> class Record {
	T *at;

public:
	Record() : at(static_cast<T *>(bpf_ringbuf_reserve(&events, sizeof(T), 0))) {}
	Record(const Record &) = delete;
	~Record()
	{
		if (at)
			bpf_ringbuf_submit(at, 0);
	}
	explicit operator bool() const { return at; }
	T *operator->() const { return at; }
};

struct Event {
	Record<Stats> record;
	u32 n = 0;
};

extern "C" SEC("xdp") int given_back(xdp_md *ctx)
{
	Record<Stats> r;

	if (!r)
		return XDP_DROP;
	r->packets = ctx->ingress_ifindex;
	if (ctx->rx_queue_index == 3)
		return XDP_ABORTED;
	r->bytes = 0;
	return XDP_PASS;
}

extern "C" SEC("xdp") int given_back_by_a_member(xdp_md *ctx)
{
	Event e;

	if (e.record)
		e.record->bytes = e.n;
	return XDP_PASS;
}

extern "C" SEC("xdp") int captured(xdp_md *ctx)
{
	Stats *s = lookup(Key(2));
	u64 n = ctx->ingress_ifindex;
	auto add = [s, &n](u64 more) {
		if (s)
			s->bytes += n + more;
		n++;
	};

	add(1);
	add(2);
	return n > 10 ? XDP_DROP : XDP_PASS;
}

extern "C" SEC("xdp") int ranges(xdp_md *ctx)
{
	static constexpr u32 ports[] = {22, 80, 443};
	u32 seen[4] = {}, sum = 0;

	for (u32 p : ports)
		sum += p == ctx->rx_queue_index;
	for (auto &s : seen)
		s = sum++;
	return seen[3] > 4 ? XDP_DROP : XDP_PASS;
}
