/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/* Stands for what the build of a kernel generates; nobody asks for what is in it. */
