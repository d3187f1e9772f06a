// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * kfuncs: kernel functions that programs may call by name, in the order of their names. The suffixes of parameter names
 * (__sz, __k, __nullable ...) are rules for the caller. A program type is listed also where only some attach types,
 * hooks or struct_ops may call.
 *
 * Generated from the BTF_ID_FLAGS lists and their register_btf_kfunc_id_set calls, bpf_prog_type_to_kfunc_hook in
 * kernel/bpf/btf.c and the filters of the lists; kfuncs_newer.def is of a newer tree. By hand are the versions (kfunc_since.def) and
 * who may call them in newer kernels (kfunc_progs.c).
 */
#include "kernel/tables.h"

#pragma GCC diagnostic ignored "-Woverride-init" /* rows by hand complete those before them */

enum {
#define SINCE(name, major, minor) SINCE_##name = KVER(major, minor),
#include "kernel/kfunc_since.def"
#undef SINCE
};

enum {
#define KFUNC(name, ret, ...) AT_##name,
#include "kernel/generated/kfuncs.def"
	GENERATED,
	BEFORE_NEWER = GENERATED - 1,
#include "kernel/generated/kfuncs_newer.def"
#undef KFUNC
};

#define KFUNC(name_, ret_, ...) [AT_##name_] = {.name = #name_, .ret = ret_, .since = SINCE_##name_, __VA_ARGS__},

static const struct kfunc_facts kfuncs[] = {
#include "kernel/generated/kfuncs.def"
#include "kernel/generated/kfuncs_newer.def"
	/* is_bpf_throw_kfunc in kernel/bpf/verifier.c */
	[AT_bpf_throw].flags = KFUNC_NORETURN,
	/* special_kfunc_list there */
	[AT_bpf_xdp_pull_data].flags = KFUNC_CHANGES_PACKET,
};

static const struct kfunc_facts *search(const char *name, size_t lo, size_t hi)
{
	while (lo < hi) {
		size_t mid = lo + (hi - lo) / 2;
		int c = strcmp(name, kfuncs[mid].name);

		if (!c)
			return &kfuncs[mid];
		if (c < 0)
			hi = mid;
		else
			lo = mid + 1;
	}
	return NULL;
}

const struct kfunc_facts *kernel_kfunc(const char *name)
{
	const struct kfunc_facts *k = search(name, 0, GENERATED);

	return k ? k : search(name, GENERATED, ARRAY_LEN(kfuncs));
}

/* The two parts are merged by name. */
const struct kfunc_facts *kernel_kfunc_at(size_t i)
{
	size_t a = 0, b = GENERATED;

	if (i >= ARRAY_LEN(kfuncs))
		return NULL;
	for (;;) {
		bool first = b == ARRAY_LEN(kfuncs) || (a < GENERATED && strcmp(kfuncs[a].name, kfuncs[b].name) < 0);
		const struct kfunc_facts *k = first ? &kfuncs[a++] : &kfuncs[b++];

		if (!i--)
			return k;
	}
}

/* By hand: renamed, the newer names are rows of their own. */
uint32_t kernel_kfunc_until(const char *name)
{
	static const struct {
		const char *name;
		uint32_t until;
	} gone[] = {
		{"cgroup_rstat_flush", KVER(6, 16)}, {"cgroup_rstat_updated", KVER(6, 16)},
		/* the newer names are from 6.13; these are gone in 6.18 at the latest */
		{"scx_bpf_consume", KVER(6, 18)}, {"scx_bpf_dispatch", KVER(6, 18)}, {"scx_bpf_dispatch_vtime", KVER(6, 18)},
		{"scx_bpf_dispatch_from_dsq", KVER(6, 18)}, {"scx_bpf_dispatch_vtime_from_dsq", KVER(6, 18)},
		{"scx_bpf_dispatch_from_dsq_set_slice", KVER(6, 18)}, {"scx_bpf_dispatch_from_dsq_set_vtime", KVER(6, 18)},
	};

	for (size_t i = 0; i < ARRAY_LEN(gone); i++)
		if (!strcmp(gone[i].name, name))
			return gone[i].until;
	return 0;
}

/* By hand: parameters that are called otherwise than in the rows, from `since` until before `until` (0: still). The titles are in versions.md. */
static const struct {
	const char *kfunc;
	uint8_t n;
	uint32_t since, until;
	const char *name;
} renamed[] = {
	{"bpf_dynptr_slice", 2, KVER(6, 4), KVER(6, 5), "buffer"},
	{"bpf_dynptr_slice_rdwr", 2, KVER(6, 4), KVER(6, 5), "buffer"},
	{"bpf_wq_set_callback_impl", 3, KVER(6, 16), 0, "aux__prog"},
};

const char *kernel_kfunc_parameter(const struct kfunc_facts *k, uint32_t n, uint32_t kver)
{
	for (size_t i = 0; i < ARRAY_LEN(renamed); i++)
		if (renamed[i].n == n && kver >= renamed[i].since && (!renamed[i].until || kver < renamed[i].until) && !strcmp(renamed[i].kfunc, k->name))
			return renamed[i].name;
	return n < k->nargs ? k->args[n].name : NULL;
}

/* By hand: registered in files that a kernel's configuration may make modules of (obj-$(CONFIG_...) of their Makefiles). */
bool kernel_kfunc_in_module(const char *name)
{
	static const char *const begin[] = {
		"bpf_ct_", "bpf_skb_ct_", "bpf_xdp_ct_", "bpf_xdp_flow_lookup", /* net/netfilter */
		"bpf_skb_get_xfrm_info", "bpf_skb_set_xfrm_info", "bpf_xdp_get_xfrm_state", "bpf_xdp_xfrm_state_release", /* net/xfrm */
		"bpf_skb_get_fou_encap", "bpf_skb_set_fou_encap", /* net/ipv4/fou_bpf.c */
		"bbr_", "cubictcp_", "dctcp_", /* net/ipv4/tcp_*.c */
		"hid_bpf_",
	};

	for (size_t i = 0; i < ARRAY_LEN(begin); i++)
		if (!strncmp(name, begin[i], strlen(begin[i])))
			return true;
	return false;
}
