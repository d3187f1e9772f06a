// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* Interrupts, saved and restored in order; needs kernel 6.14. */
// expected-no-diagnostics
#include "bpf_min.h"

SEC("tc") int in_order(struct __sk_buff *skb)
{
	unsigned long outer, inner;

	bpf_local_irq_save(&outer);
	bpf_local_irq_save(&inner);
	bpf_local_irq_restore(&inner);
	bpf_local_irq_restore(&outer);
	return TC_ACT_OK;
}
