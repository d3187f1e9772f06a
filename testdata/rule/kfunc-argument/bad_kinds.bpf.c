// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* Null where a kfunc wants a dynptr or a function, a slice of no bytes, a cast to what is no struct; needs kernel 6.7. */
#include "bpf_graph.h"

extern int bpf_dynptr_from_skb(struct __sk_buff *skb, u64 flags, struct bpf_dynptr *ptr) __ksym;
extern void *bpf_dynptr_slice(const struct bpf_dynptr *p, u32 offset, void *buffer__opt, u32 buffer__szk) __ksym;
extern void *bpf_rdonly_cast(const void *obj, u32 btf_id) __ksym;

struct leaf {
	struct bpf_rb_node sorted;
	u64 count;
};

private(A) struct bpf_spin_lock lock;
private(A) struct bpf_rb_root tree __contains(leaf, sorted);

SEC("tc") int no_dynptr(struct __sk_buff *skb)
{
	return bpf_dynptr_slice(NULL, 0, NULL, 8) ? TC_ACT_SHOT : TC_ACT_OK;
	// expected-warning@-1 {{argument 1 of 'bpf_dynptr_slice' must be a dynptr on the stack, but this is not [bpf-stack-object]}}
	// expected-note@-2 {{kernel: "expected pointer to stack or"}}
}

SEC("tc") int no_bytes(struct __sk_buff *skb)
{
	struct bpf_dynptr packet;
	char buffer[8] = {}, *bytes;

	if (bpf_dynptr_from_skb(skb, 0, &packet))
		return TC_ACT_OK;
	bytes = bpf_dynptr_slice(&packet, 0, buffer, 0);
	if (!bytes)
		return TC_ACT_OK;
	return *bytes;
	// expected-warning@-1 {{which is 0 bytes long [bpf-bounds]}}
	// expected-note@-2 {{kernel: "min value is outside of the allowed memory range"}}
}

SEC("tc") int no_function(struct __sk_buff *skb)
{
	struct leaf *leaf = bpf_obj_new(struct leaf);

	if (!leaf)
		return TC_ACT_OK;
	bpf_spin_lock(&lock);
	bpf_rbtree_add(&tree, &leaf->sorted, NULL);
	// expected-warning@-1 {{argument 3 of 'bpf_rbtree_add_impl' must be a function of the program, but this is not [bpf-kfunc-argument]}}
	// expected-note@-2 {{kernel: "arg2 expected pointer to func"}}
	bpf_spin_unlock(&lock);
	return TC_ACT_OK;
}

SEC("tc") int no_struct(struct __sk_buff *skb)
{
	u64 *word = bpf_rdonly_cast(skb, __builtin_btf_type_id(*(u64 *)NULL, 1));
	// expected-warning@-1 {{argument 2 of 'bpf_rdonly_cast' must be the type of a struct, but 'u64' is a number [bpf-kfunc-argument]}}
	// expected-note@-2 {{kernel: "kfunc bpf_rdonly_cast type ID argument must be of a struct"}}

	return *word;
}
