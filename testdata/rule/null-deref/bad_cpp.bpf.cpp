// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* The same mistake through what C++ has: references, templates, members, lambdas. */
#include "bpf_min.h"

struct Stats {
	u64 packets, bytes;

	void count(u64 n)
	{
		packets += n; // expected-warning {{'this' may be null here: it is read through without a check [bpf-null-deref]}}
		// expected-note@-1 {{kernel: "invalid mem access 'map_value_or_null'"}}
	}
};

struct counts_map {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 16);
	__type(key, u32);
	__type(value, Stats);
} counts SEC(".maps");

template <typename T> static __always_inline T *lookup(u32 key)
{
	return static_cast<T *>(bpf_map_lookup_elem(&counts, &key));
}

extern "C" SEC("xdp") int by_template(xdp_md *ctx)
{
	Stats *s = lookup<Stats>(ctx->ingress_ifindex);

	s->packets++; // expected-warning {{'s' may be null here}}
	// expected-note@-1 {{kernel: "invalid mem access 'map_value_or_null'"}}
	return XDP_PASS;
}

extern "C" SEC("xdp") int by_reference(xdp_md *ctx)
{
	Stats &s = *lookup<Stats>(ctx->ingress_ifindex);

	s.bytes += 3; // expected-warning {{'s' may be null here}}
	// expected-note@-1 {{kernel: "invalid mem access 'map_value_or_null'"}}
	return XDP_PASS;
}

extern "C" SEC("xdp") int by_method(xdp_md *ctx)
{
	lookup<Stats>(ctx->ingress_ifindex)->count(1);
	return XDP_PASS;
}

class Counter {
	Stats *stats;

public:
	explicit Counter(u32 key) : stats(lookup<Stats>(key)) {}
	operator bool() const { return stats; }
	Stats &operator*() const { return *stats; }
};

extern "C" SEC("xdp") int by_member(xdp_md *ctx)
{
	Counter c(ctx->ingress_ifindex);

	(*c).packets++; // expected-warning {{this pointer may be null here}}
	// expected-note@-1 {{kernel: "invalid mem access 'map_value_or_null'"}}
	return XDP_PASS;
}

extern "C" SEC("xdp") int by_lambda(xdp_md *ctx)
{
	Stats *s = lookup<Stats>(ctx->ingress_ifindex);
	auto count = [&](u64 n) {
		s->packets += n; // expected-warning {{this pointer may be null here}}
		// expected-note@-1 {{kernel: "invalid mem access 'map_value_or_null'"}}
	};

	count(2);
	return XDP_PASS;
}
