// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* Interrupts that are saved and not restored, or not as they were saved; needs kernel 6.14. */
#include "bpf_min.h"

SEC("tc") int left_off(struct __sk_buff *skb)
{
	unsigned long flags;

	bpf_local_irq_save(&flags);
	if (skb->mark)
		return TC_ACT_SHOT;
		// expected-warning@-1 {{the program ends with interrupts off: 'bpf_local_irq_restore' is missing on this path [bpf-unbalanced]}}
		// expected-note@-2 {{kernel: "cannot be used inside bpf_local_irq_save-ed region"}}
	bpf_local_irq_restore(&flags);
	return TC_ACT_OK;
}

SEC("tc") int out_of_order(struct __sk_buff *skb)
{
	unsigned long outer, inner;

	bpf_local_irq_save(&outer);
	bpf_local_irq_save(&inner);
	bpf_local_irq_restore(&outer);
	// expected-warning@-1 {{'&outer' is not the innermost one: 'bpf_local_irq_restore' has to undo the last save first [bpf-unbalanced]}}
	// expected-note@-2 {{kernel: "cannot restore irq state out of order"}}
	bpf_local_irq_restore(&inner);
	return TC_ACT_OK;
}

SEC("tc") int never_saved(struct __sk_buff *skb)
{
	unsigned long flags = 0;

	bpf_local_irq_restore(&flags);
	// expected-warning@-1 {{'&flags' does not hold what interrupts were saved to: 'bpf_local_irq_restore' cannot restore them [bpf-unbalanced]}}
	// expected-note@-2 {{kernel: "expected an initialized irq flag as arg"}}
	return TC_ACT_OK;
}

SEC("tc") int saved_twice(struct __sk_buff *skb)
{
	unsigned long flags;

	bpf_local_irq_save(&flags);
	bpf_local_irq_save(&flags);
	// expected-warning@-1 {{'&flags' still holds what was saved before: 'bpf_local_irq_save' wants a variable of its own [bpf-unbalanced]}}
	// expected-note@-2 {{kernel: "expected uninitialized irq flag as arg"}}
	bpf_local_irq_restore(&flags);
	return TC_ACT_OK;
}

static unsigned long shared;

SEC("tc") int not_on_the_stack(struct __sk_buff *skb)
{
	bpf_local_irq_save(&shared);
	// expected-warning@-1 {{'&shared' is not a variable of the program's own: 'bpf_local_irq_save' wants the address of an 'unsigned long' on the stack [bpf-unbalanced]}}
	// expected-note@-2 {{kernel: "doesn't point to an irq flag on stack"}}
	bpf_local_irq_restore(&shared);
	return TC_ACT_OK;
}
