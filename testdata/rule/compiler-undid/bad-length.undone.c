// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* Not empty and not too long, which sizeof says: older compilers make one comparison of the two, of the length less one. */
// undone: v2 14
// undone: v3 14
#include "values.h"

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
	if (len > 0 && len <= sizeof(v->text)) // finds: compiler-undid
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
	if (len <= sizeof(v->text))
		bpf_ringbuf_output(&ring, v->text, len, 0);
	return 0;
}
