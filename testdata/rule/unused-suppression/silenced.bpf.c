// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* By its own name, written out; which is unused itself where there was nothing to silence. */
#include "bpf_min.h"

int x; // NOLINT(bpf-bounds, bpf-unused-suppression)

// expected-warning@+1 {{'bpf-unused-suppression' finds nothing here}}
int y; /* NOLINT(bpf-unused-suppression) */
