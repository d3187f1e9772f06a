/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/* Stands for the compiler's own, which kernels before 5.15 include. */
#ifndef FACTS_STDARG_H
#define FACTS_STDARG_H

typedef __builtin_va_list va_list;
#define va_start(list, last) __builtin_va_start(list, last)
#define va_arg(list, type) __builtin_va_arg(list, type)
#define va_end(list) __builtin_va_end(list)
#define va_copy(to, from) __builtin_va_copy(to, from)

#endif
