// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* One before an index that may be 0: among the stack's objects that is still the stack; needs kernel 6.3. */
// expected-no-diagnostics
#include "bpf_min.h"

static char input[4];
static int result;

SEC("tc") int one_before(struct __sk_buff *skb)
{
	char buffer[16];
	unsigned long len, last;

	__builtin_memcpy(buffer, input, 4);
	len = buffer[0] & 0xf;
	last = len - 1;
	buffer[len] = 42;
	result = buffer[last];
	input[0] = (char)skb->mark;
	return TC_ACT_OK;
}
