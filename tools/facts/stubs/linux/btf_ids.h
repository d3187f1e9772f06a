/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/*
 * The kernel writes its lists of BTF ids in assembly. Here each list and each row is a constant instead, in the order of the
 * source: facts_begin__LIST, facts_row__KIND__NAME__NUMBER = flags, facts_end__LIST. Lists keep their kernel names too.
 */
#include_next <linux/btf_ids.h>

#ifndef FACTS_BTF_IDS_H
#define FACTS_BTF_IDS_H

#define FACTS_PASTE_(a, b) a##b
#define FACTS_PASTE(a, b) FACTS_PASTE_(a, b)
#define FACTS_ROW(kind, name, value) enum { FACTS_PASTE(facts_row__##kind##__##name##__, __COUNTER__) = (value) };
#define FACTS_BEGIN(list) enum { facts_begin__##list };
#define FACTS_END(list) enum { facts_end__##list };

#undef BTF_ID
#undef BTF_ID_FLAGS
#undef BTF_ID_UNUSED
#undef BTF_ID_LIST
#undef BTF_ID_LIST_GLOBAL
#undef BTF_ID_LIST_SINGLE
#undef BTF_ID_LIST_GLOBAL_SINGLE
#undef BTF_SET_START
#undef BTF_SET_START_GLOBAL
#undef BTF_SET_END
#undef BTF_SET8_START
#undef BTF_SET8_END
#undef BTF_KFUNCS_START
#undef BTF_KFUNCS_END

#define BTF_ID(kind, name) FACTS_ROW(kind, name, 0)
#define BTF_ID_FLAGS(kind, name, ...) FACTS_ROW(kind, name, 0 __VA_OPT__(|) __VA_ARGS__)
#define BTF_ID_UNUSED FACTS_ROW(unused, , 0)
#define BTF_ID_LIST(name) FACTS_BEGIN(name) static u32 __maybe_unused name[64];
#define BTF_ID_LIST_GLOBAL(name, n) FACTS_BEGIN(name) u32 __maybe_unused name[n];
#define BTF_ID_LIST_SINGLE(name, kind, type) BTF_ID_LIST(name) BTF_ID(kind, type)
#define BTF_ID_LIST_GLOBAL_SINGLE(name, kind, type) BTF_ID_LIST_GLOBAL(name, 1) BTF_ID(kind, type)
#define BTF_SET_START(name) FACTS_BEGIN(name) static struct btf_id_set __maybe_unused name = { 0 };
#define BTF_SET_START_GLOBAL(name) FACTS_BEGIN(name) struct btf_id_set __maybe_unused name = { 0 };
#define BTF_SET_END(name) FACTS_END(name)
#define BTF_SET8_START(name) FACTS_BEGIN(name) static struct btf_id_set8 __maybe_unused name = { 0 };
#define BTF_SET8_END(name) FACTS_END(name)
#define BTF_KFUNCS_START(name) FACTS_BEGIN(name) static struct btf_id_set8 __maybe_unused name = { 0 };
#define BTF_KFUNCS_END(name) FACTS_END(name)

#endif
