// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * bir: the textual form, shared by its printer and its reader. Inside the folder only.
 *
 *   bpfproof-model 1
 *   unit "count.bpf.c"
 *   file vmlinux.h "include/vmlinux.h"
 *   license "GPL" ; 21:1-29
 *   type u32 = int "u32" size 4 ; vmlinux.h:3:22-25
 *   type u32* = ptr of u32
 *   type struct.val = struct "struct val" size 8 align 4
 *       field "count" : u32 at 0 ; 5:7-12
 *       field "flag" : u32 at 32 width 1
 *   end
 *   map @counts btf ; 9:3-9
 *       type BPF_MAP_TYPE_HASH
 *       key : u32 size 4
 *       value : struct.val size 8
 *       max_entries 16
 *   end
 *   global @limit rodata section ".rodata" : u32 size 4 align 4 const volatile
 *       bytes 0a000000
 *   end
 *   func @prog : func9 global section "xdp" ; 12:5-9
 *       param %0 : ctx*
 *       local $key : u32 size 4 align 4 ; 14:6-9
 *   .b0 "entry":
 *       store.32 $key, 0 : u32 !init ; 14:6-13
 *       %1 = call.64 helper bpf_map_lookup_elem (@counts, $key) : void* ; 15:20-50
 *       ...
 *   end ; 20:1-2
 *
 * One line, one thing; what is not said is 0 or nothing. Labels are the names of the source made into one word, with
 * #index behind them where two would be the same; a label that begins with a digit stands for what has no name.
 * A position follows `;`: [file:]line:column[-[line:]column][ in MACRO]; the main file is not named. Comments follow
 * two slashes.
 */
#ifndef BPFPROOF_MODEL_BIR_H
#define BPFPROOF_MODEL_BIR_H

#include "model/model.h"

/* ---- words.c: flags and enums in words ---- */

struct word {
	const char *text;
	uint32_t bits;
};

extern const struct word type_flag_words[], func_flag_words[], instr_flag_words[]; /* end in a NULL text */
extern const char *const type_kind_words[], *const map_form_words[], *const global_kind_words[], *const linkage_words[];
extern const char *const atomic_words[], *const env_words[]; /* all end in NULL */

enum { NO_WORD = -1 };
int find_word(const char *const *words, const char *s, size_t n);      /* index, or NO_WORD */
uint32_t find_flag(const struct word *words, const char *s, size_t n); /* bits, or 0 */
uint8_t shape_width(enum op_shape shape); /* the width of instructions that mention none */

/* ---- symbols.c: a map from strings to numbers ---- */

struct symbols {
	struct arena *arena;
	struct symbol {
		const char *s;
		uint32_t hash, index;
	} *at;
	uint32_t cap, n;
};

#define NO_SYMBOL UINT32_MAX
uint32_t symbols_find(const struct symbols *t, const char *s, size_t n);        /* index, or NO_SYMBOL */
bool symbols_add(struct symbols *t, const char *s, size_t n, uint32_t index);   /* false when it is there already */

/* ---- label.c: labels for everything that has one ---- */

static inline bool is_label_char(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || (c && strchr("_.*[]<>#", c));
}

struct labels {
	const struct unit *u;
	struct arena *arena;
	const char **types, **maps, **globals, **funcs; /* maps, globals and functions share one name space */
	struct symbols files; /* path to index in file_at */
	VEC(const char *) file_paths, file_labels; /* label NULL: the main file */
};

void labels_make(struct labels *l, const struct unit *u); /* for a whole unit, unique */
void labels_free(struct labels *l);
const char **labels_locals(struct labels *l, const struct func *f);
const char *labels_file(struct labels *l, const char *path);

/* ---- print_instr.c ---- */

struct printer {
	const struct unit *u;
	struct labels *labels;
	const char **locals; /* of the function at hand */
	struct text *out;
};

void print_string(struct text *out, const char *s);
void print_instr(const struct printer *p, const struct func *f, const struct instr *i);

#endif
