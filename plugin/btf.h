// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* btf: a kernel's BTF from a file, through libbpf, for the core to ask. */
#ifndef BPFPROOF_PLUGIN_BTF_H
#define BPFPROOF_PLUGIN_BTF_H

#include "kernel/btf.h"
#include "object/core.h"

#ifdef __cplusplus
extern "C" {
#endif

/*
 * An ELF file with BTF in it, or BTF alone. When the path ends in "btf/vmlinux", as the kernel's own does, the files beside it
 * are its modules. NULL when it cannot be read: `why` says so then (arena). The caller closes it.
 */
struct kernel_btf *btf_open(const char *path, struct arena *a, const char **why);
void btf_close(struct kernel_btf *b); /* NULL is fine */

/* For the CO-RE relocations of objects; NULL gives a kernel of which nothing is known. */
struct core_kernel btf_core(struct kernel_btf *b);

#ifdef __cplusplus
}
#endif
#endif
