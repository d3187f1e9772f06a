// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* words: what the textual form calls the model's flags and enums; the printer and the reader use the same tables. */
#include "model/bir.h"

const struct word type_flag_words[] = {
	{"signed", TYPE_SIGNED},
	{"bool", TYPE_BOOL},
	{"char", TYPE_CHAR},
	{"incomplete", TYPE_INCOMPLETE},
	{"flexible", TYPE_FLEXIBLE},
	{"packed", TYPE_PACKED},
	{"core", TYPE_CORE},
	{"not-trivial", TYPE_NOT_TRIVIAL},
	{"not-standard", TYPE_NOT_STANDARD},
	{"polymorphic", TYPE_POLYMORPHIC},
	{"variadic", TYPE_VARIADIC},
	{"to-const", TYPE_CONST_POINTEE},
	{"to-volatile", TYPE_VOLATILE_POINTEE},
	{"reference", TYPE_REFERENCE},
	{NULL, 0},
};

const struct word func_flag_words[] = {
	{"noinline", FUNC_NOINLINE},
	{"always-inline", FUNC_ALWAYS_INLINE},
	{"naked", FUNC_NAKED},
	{"noreturn", FUNC_NORETURN},
	{"ksym", FUNC_KSYM},
	{"errors", FUNC_ERRORS},
	{"variadic", FUNC_VARIADIC},
	{"hidden", FUNC_HIDDEN},
	{"system", FUNC_SYSTEM},
	{NULL, 0},
};

const struct word instr_flag_words[] = {
	{"volatile", INSTR_VOLATILE},
	{"clobber", INSTR_CLOBBER},
	{"implicit", INSTR_IMPLICIT},
	{"bitfield", INSTR_BITFIELD},
	{"arena", INSTR_ARENA},
	{"init", INSTR_INIT},
	{"dead", INSTR_DEAD},
	{"tail", INSTR_TAIL},
	{NULL, 0},
};

const char *const type_kind_words[] = {
	[TYPE_NONE] = "none", [TYPE_VOID] = "void", [TYPE_INT] = "int", [TYPE_FLOAT] = "float", [TYPE_ENUM] = "enum",
	[TYPE_PTR] = "ptr", [TYPE_ARRAY] = "array", [TYPE_VECTOR] = "vector", [TYPE_STRUCT] = "struct",
	[TYPE_UNION] = "union", [TYPE_FUNC] = "func", NULL,
};

const char *const map_form_words[] = {
	[MAP_BTF] = "btf", [MAP_LEGACY] = "legacy", [MAP_EXTERN] = "extern", NULL,
};

const char *const global_kind_words[] = {
	[GLOBAL_DATA] = "data", [GLOBAL_RODATA] = "rodata", [GLOBAL_KCONFIG] = "kconfig", [GLOBAL_KSYM] = "ksym",
	[GLOBAL_EXTERN] = "external", [GLOBAL_SPECIAL] = "special", NULL,
};

const char *const linkage_words[] = {
	[LINK_GLOBAL] = "global", [LINK_STATIC] = "static", [LINK_WEAK] = "weak", [LINK_EXTERN] = "extern", NULL,
};

const char *const atomic_words[] = {
	[ATOMIC_ADD] = "add", [ATOMIC_SUB] = "sub", [ATOMIC_AND] = "and", [ATOMIC_OR] = "or", [ATOMIC_XOR] = "xor",
	[ATOMIC_NAND] = "nand", [ATOMIC_XCHG] = "xchg", [ATOMIC_CMPXCHG] = "cmpxchg", [ATOMIC_LOAD] = "load",
	[ATOMIC_STORE] = "store", NULL,
};

const char *const env_words[] = {
	[ENV_FIELD_EXISTS] = "field-exists", [ENV_FIELD_OFFSET] = "field-offset", [ENV_FIELD_SIZE] = "field-size",
	[ENV_FIELD_SIGNED] = "field-signed", [ENV_FIELD_LSHIFT] = "field-lshift", [ENV_FIELD_RSHIFT] = "field-rshift",
	[ENV_TYPE_EXISTS] = "type-exists", [ENV_TYPE_SIZE] = "type-size", [ENV_TYPE_MATCHES] = "type-matches",
	[ENV_TYPE_ID_LOCAL] = "type-id-local", [ENV_TYPE_ID_TARGET] = "type-id-target",
	[ENV_ENUM_EXISTS] = "enum-exists", [ENV_ENUM_VALUE] = "enum-value", [ENV_KSYM] = "ksym",
	[ENV_CONSTANT_P] = "constant-p", NULL,
};

_Static_assert(ARRAY_LEN(atomic_words) == ATOMIC_OPS + 1, "a word for every atomic operation");
_Static_assert(ARRAY_LEN(env_words) == ENV_KINDS + 1, "a word for every question to the environment");

int find_word(const char *const *words, const char *s, size_t n)
{
	for (int i = 0; words[i]; i++)
		if (strlen(words[i]) == n && !memcmp(words[i], s, n))
			return i;
	return NO_WORD;
}

uint32_t find_flag(const struct word *words, const char *s, size_t n)
{
	for (; words->text; words++)
		if (strlen(words->text) == n && !memcmp(words->text, s, n))
			return words->bits;
	return 0;
}

uint8_t shape_width(enum op_shape shape)
{
	switch (shape) {
	case SHAPE_PTR:
	case SHAPE_FIELD:
	case SHAPE_CAST:
		return 64;
	case SHAPE_COMPARE:
		return 32;
	default:
		return 0;
	}
}
