// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* Not empty and not too long: two comparisons become one of the length less one, and what is used keeps no bound. */
// undone: v2 14 16 19 22
// undone: v3 14 16 19 22
#include "values.h"

enum { MOST = 256 };

struct {
	__uint(type, BPF_MAP_TYPE_RINGBUF);
	__uint(max_entries, 4096);
} ring SEC(".maps");

SEC("kprobe/f") int undone(struct pt_regs *ctx)
{
	struct value *v = get_value();
	int len;

	if (!v)
		return 0;
	len = bpf_probe_read_kernel_str(v->text, sizeof(v->text), (void *)PT_REGS_PARM1(ctx));
	if (len > 0 && len <= MOST) // finds: compiler-undid
		bpf_ringbuf_output(&ring, v->text, len, 0);
	return 0;
}

SEC("kprobe/f") int kept(struct pt_regs *ctx)
{
	struct value *v = get_value();
	u64 len;

	if (!v)
		return 0;
	len = bpf_probe_read_kernel_str(v->text, sizeof(v->text), (void *)PT_REGS_PARM1(ctx));
	if (len <= MOST)
		bpf_ringbuf_output(&ring, v->text, len, 0);
	return 0;
}
