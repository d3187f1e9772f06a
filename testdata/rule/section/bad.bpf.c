// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* LSM hooks that no program may be attached to. The running kernel may lack BPF LSM: not replayed. */
#include "bpf_min.h"

SEC("lsm/getprocattr") int closed(unsigned long long *ctx)
// expected-warning@-1 {{no program may be attached to the LSM hook 'getprocattr' [bpf-section]}}
// expected-note@-2 {{kernel: "points to disabled hook bpf_lsm_getprocattr"}}
{
	return 0;
}

SEC("lsm.s/audit_rule_match") int closed_too(unsigned long long *ctx)
// expected-warning@-1 {{no program may be attached to the LSM hook 'audit_rule_match' [bpf-section]}}
{
	return 0;
}
