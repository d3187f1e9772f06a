/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/* Stands for what the build of a kernel generates. */
#define NR_PAGEFLAGS 24
#define MAX_NR_ZONES 5
#define NR_CPUS_BITS 6
#define SPINLOCK_SIZE 4
#define LRU_GEN_WIDTH 0
#define __LRU_REFS_WIDTH 0
