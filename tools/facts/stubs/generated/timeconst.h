/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/* Stands for what the build of a kernel generates. */
#define HZ_TO_MSEC_MUL32 1
#define HZ_TO_MSEC_ADJ32 0
