// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * object: see object.h. Where libbpf put a function shows in the calls: the same instruction calls a symbol in the object and an offset in
 * the finished program. So calls are followed from the program on, and each function that is met is placed once. The same walk
 * without a finished program tells what a program uses.
 */
#define _GNU_SOURCE /* memmem */
#include "verify/object.h"

#include <bpf/btf.h>
#include <bpf/libbpf.h>
#include <errno.h>
#include <fcntl.h>
#include <gelf.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

enum { INSN = sizeof(struct bpf_insn) };

struct function {
	const char *name;
	uint32_t section, off, size; /* in bytes */
};

struct line_record {
	uint32_t section, off;       /* of the first instruction */
	const char *file, *text;
	uint32_t line, col;
};

struct relocation {
	uint32_t section, off;       /* of the instruction */
	uint32_t to_section, to_off; /* of the symbol; section 0: it is not in this object */
	const char *name;            /* of the symbol */
};

/* Something that the object wants from the kernel. */
struct symbol {
	const char *name;
	size_t info;                 /* where st_info is in the bytes */
	bool missing;
};

/* A section with struct_ops maps. */
struct struct_ops {
	size_t name_at;              /* where sh_name is in the bytes */
	uint32_t name;               /* what it is when the section is to be seen */
};

/* A function in the finished program. */
struct placed {
	const struct function *function;
	uint32_t start, n;           /* in instructions */
};

struct object {
	char *bytes;
	size_t size;
	Elf *elf;
	struct btf *btf;
	struct arena *arena;
	VEC(struct function) functions;
	VEC(struct line_record) lines;       /* by section and offset */
	VEC(struct relocation) relocations;  /* the same */
	VEC(struct symbol) symbols;
	VEC(struct struct_ops) struct_ops;
	VEC(struct placed) placed;
};

/* ---- reading ---- */

static const char *read_file(struct object *o, const char *path)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	struct stat st;
	size_t n = 0;
	ssize_t got = 1;

	if (fd < 0 || fstat(fd, &st)) {
		const char *why = strerror(errno);

		if (fd >= 0)
			close(fd);
		return why;
	}
	if (!S_ISREG(st.st_mode) || st.st_size > INT32_MAX) {
		close(fd);
		return "no file that could be an object";
	}
	o->bytes = calloc(1, (size_t)st.st_size + 1);
	while (o->bytes && n < (size_t)st.st_size && got > 0) {
		got = read(fd, o->bytes + n, (size_t)st.st_size - n);
		n += got > 0 ? (size_t)got : 0;
	}
	close(fd);
	o->size = n;
	return o->bytes ? NULL : strerror(ENOMEM);
}

static const char *open_elf(struct object *o)
{
	const char *ident = o->bytes;
	GElf_Ehdr header;

	if (o->size < EI_NIDENT || memcmp(ident, ELFMAG, SELFMAG))
		return o->size && !memcmp(ident, "BC\xC0\xDE", o->size < 4 ? o->size : 4)
			       ? "LLVM bitcode, not an object; compile without -emit-llvm and -flto"
			       : "not an ELF object";
	elf_version(EV_CURRENT);
	o->elf = elf_memory(o->bytes, o->size);
	if (!o->elf || !gelf_getehdr(o->elf, &header))
		return "a damaged ELF object";
	if (gelf_getclass(o->elf) != ELFCLASS64)
		return "a 32-bit ELF object, not for BPF";
	if (header.e_machine != EM_BPF)
		return "an ELF object for another machine, not for BPF; compile with -target bpf";
	if (ident[EI_DATA] != (__BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__ ? ELFDATA2LSB : ELFDATA2MSB))
		return "an object of the other byte order, which this machine's kernel cannot take";
	return NULL;
}

static bool section_at(const struct object *o, size_t i, GElf_Shdr *header, const char **name, Elf_Data **data)
{
	Elf_Scn *scn = elf_getscn(o->elf, i);
	size_t strings;

	if (!scn || !gelf_getshdr(scn, header) || elf_getshdrstrndx(o->elf, &strings))
		return false;
	*name = elf_strptr(o->elf, strings, header->sh_name);
	*data = header->sh_type == SHT_NOBITS ? NULL : elf_getdata(scn, NULL);
	return *name != NULL;
}

static uint32_t section_named(const struct object *o, const char *wanted)
{
	const char *name;
	GElf_Shdr header;
	Elf_Data *data;

	for (size_t i = 1; section_at(o, i, &header, &name, &data); i++)
		if (!strcmp(name, wanted))
			return (uint32_t)i;
	return 0;
}

static void read_functions(struct object *o, const GElf_Shdr *header, Elf_Data *symbols)
{
	GElf_Sym sym;

	for (int i = 0; gelf_getsym(symbols, i, &sym); i++) {
		struct function f = {
			.name = elf_strptr(o->elf, header->sh_link, sym.st_name),
			.section = sym.st_shndx,
			.off = (uint32_t)sym.st_value,
			.size = (uint32_t)sym.st_size,
		};

		if (GELF_ST_TYPE(sym.st_info) == STT_FUNC && f.name && f.section != SHN_UNDEF)
			vec_push(&o->functions, f);
		if (f.section == SHN_UNDEF && f.name && GELF_ST_BIND(sym.st_info) == STB_GLOBAL) {
			struct symbol s = {f.name, header->sh_offset + (size_t)i * sizeof(Elf64_Sym) + offsetof(Elf64_Sym, st_info), false};

			vec_push(&o->symbols, s);
		}
	}
}

static uint32_t symbol_strings(const struct object *o, uint32_t section)
{
	GElf_Shdr header;

	return gelf_getshdr(elf_getscn(o->elf, section), &header) ? header.sh_link : 0;
}

static void read_relocations(struct object *o, const GElf_Shdr *header, Elf_Data *data)
{
	Elf_Scn *scn = elf_getscn(o->elf, header->sh_link);
	Elf_Data *symbols = scn ? elf_getdata(scn, NULL) : NULL;
	GElf_Rel rel;
	GElf_Sym sym;

	for (int i = 0; symbols && gelf_getrel(data, i, &rel); i++)
		if (gelf_getsym(symbols, (int)GELF_R_SYM(rel.r_info), &sym)) {
			struct relocation r = {
				.section = header->sh_info,
				.off = (uint32_t)rel.r_offset,
				.to_section = sym.st_shndx,
				.to_off = (uint32_t)sym.st_value,
				.name = elf_strptr(o->elf, symbol_strings(o, header->sh_link), sym.st_name),
			};

			vec_push(&o->relocations, r);
		}
}

/* ---- .BTF.ext: line records, section by section ---- */

struct ext_header {
	uint16_t magic;
	uint8_t version, flags;
	uint32_t header_size, func_off, func_size, line_off, line_size;
};

static bool word_at(const Elf_Data *d, uint64_t off, uint32_t *word)
{
	if (off + sizeof(*word) > d->d_size)
		return false;
	memcpy(word, (const char *)d->d_buf + off, sizeof(*word));
	return true;
}

static void read_line(struct object *o, const Elf_Data *d, uint64_t at, uint32_t section)
{
	uint32_t off, file, text, line_col;
	struct line_record l = {.section = section};

	if (!word_at(d, at, &off) || !word_at(d, at + 4, &file) || !word_at(d, at + 8, &text) || !word_at(d, at + 12, &line_col))
		return;
	l.off = off;
	l.file = btf__name_by_offset(o->btf, file);
	l.text = btf__name_by_offset(o->btf, text);
	l.line = BPF_LINE_INFO_LINE_NUM(line_col);
	l.col = BPF_LINE_INFO_LINE_COL(line_col);
	if (l.file && *l.file && l.line)
		vec_push(&o->lines, l);
}

static void read_lines(struct object *o, const Elf_Data *d)
{
	struct ext_header h;
	uint64_t at, end;
	uint32_t record, name, n;

	if (!d || !o->btf || d->d_size < sizeof(h))
		return;
	memcpy(&h, d->d_buf, sizeof(h));
	at = (uint64_t)h.header_size + h.line_off;
	end = at + h.line_size;
	if (h.magic != BTF_MAGIC || end > d->d_size || !word_at(d, at, &record) || record < 16)
		return;
	for (at += 4; at + 8 <= end && word_at(d, at, &name) && word_at(d, at + 4, &n);) {
		const char *section = btf__name_by_offset(o->btf, name);
		uint32_t index = section ? section_named(o, section) : 0;

		at += 8;
		if (n > (end - at) / record)
			return;
		for (uint32_t i = 0; i < n; i++, at += record)
			read_line(o, d, at, index);
	}
}

static int order_lines(const void *pa, const void *pb)
{
	const struct line_record *a = pa, *b = pb;

	if (a->section != b->section)
		return a->section < b->section ? -1 : 1;
	return a->off < b->off ? -1 : a->off > b->off;
}

static int order_relocations(const void *pa, const void *pb)
{
	const struct relocation *a = pa, *b = pb;

	if (a->section != b->section)
		return a->section < b->section ? -1 : 1;
	return a->off < b->off ? -1 : a->off > b->off;
}

static void read_sections(struct object *o)
{
	Elf_Data *data, *ext = NULL;
	const char *name;
	GElf_Shdr header;

	for (size_t i = 1; section_at(o, i, &header, &name, &data); i++) {
		if (data && header.sh_type == SHT_SYMTAB)
			read_functions(o, &header, data);
		else if (data && header.sh_type == SHT_REL)
			read_relocations(o, &header, data);
		else if (data && !strcmp(name, BTF_ELF_SEC))
			o->btf = btf__new(data->d_buf, (uint32_t)data->d_size);
		else if (data && !strcmp(name, BTF_EXT_ELF_SEC))
			ext = data;
	}
	if (libbpf_get_error(o->btf))
		o->btf = NULL;
	read_lines(o, ext);
	if (o->lines.n)
		qsort(o->lines.at, o->lines.n, sizeof(*o->lines.at), order_lines);
	if (o->relocations.n)
		qsort(o->relocations.at, o->relocations.n, sizeof(*o->relocations.at), order_relocations);
}

/* ---- struct_ops maps ---- */

/* Ends every ".struct_ops.link" in these strings behind ".struct_ops", which is what libbpf before 1.2 knows. */
static void shorten_names(struct object *o, const GElf_Shdr *header)
{
	static const char long_name[] = ".struct_ops.link";
	char *at = o->bytes + header->sh_offset, *end = at + header->sh_size;

	if (header->sh_offset > o->size || header->sh_size > o->size - header->sh_offset)
		return;
	while ((at = memmem(at, (size_t)(end - at), long_name, sizeof(long_name)))) {
		at += strlen(".struct_ops");
		*at = '\0';
	}
}

static void find_struct_ops(struct object *o)
{
	bool old = libbpf_major_version() == 1 && libbpf_minor_version() < 2, plain = section_named(o, ".struct_ops") != 0;
	size_t strings = 0;
	GElf_Ehdr elf;
	GElf_Shdr header;
	const char *name;
	Elf_Data *data;

	if (!gelf_getehdr(o->elf, &elf) || elf_getshdrstrndx(o->elf, &strings))
		return;
	for (size_t i = 1; section_at(o, i, &header, &name, &data); i++) {
		bool optional = *name == '?'; /* libbpf 1.5 */
		struct struct_ops s = {elf.e_shoff + i * elf.e_shentsize + offsetof(Elf64_Shdr, sh_name), header.sh_name + (old && optional)};

		name += optional;
		if (header.sh_type == SHT_PROGBITS && (!strcmp(name, ".struct_ops") || !strcmp(name, ".struct_ops.link")) &&
		    s.name_at + sizeof(s.name) <= o->size)
			vec_push(&o->struct_ops, s);
	}
	if (!old || plain || !o->struct_ops.n)
		return;
	for (size_t i = 1; section_at(o, i, &header, &name, &data); i++)
		if (i == strings || !strcmp(name, BTF_ELF_SEC))
			shorten_names(o, &header);
}

struct object *object_read(const char *path, struct arena *a, const char **why)
{
	struct object *o = calloc(1, sizeof(*o));

	if (!o)
		__builtin_trap();
	o->arena = a;
	*why = read_file(o, path);
	if (!*why)
		*why = open_elf(o);
	if (*why) {
		object_free(o);
		return NULL;
	}
	read_sections(o);
	find_struct_ops(o);
	return o;
}

void object_free(struct object *o)
{
	if (!o)
		return;
	vec_free(&o->functions);
	vec_free(&o->lines);
	vec_free(&o->relocations);
	vec_free(&o->symbols);
	vec_free(&o->struct_ops);
	vec_free(&o->placed);
	btf__free(o->btf);
	if (o->elf)
		elf_end(o->elf);
	free(o->bytes);
	free(o);
}

const void *object_bytes(const struct object *o, size_t *size)
{
	*size = o->size;
	return o->bytes;
}

bool object_has_lines(const struct object *o)
{
	return o->lines.n > 0;
}

/* ---- functions in the finished program ---- */

static const struct relocation *relocation_at(const struct object *o, uint32_t section, uint32_t off)
{
	struct relocation key = {.section = section, .off = off};

	return o->relocations.n ? bsearch(&key, o->relocations.at, o->relocations.n, sizeof(key), order_relocations) : NULL;
}

static const struct function *function_at(const struct object *o, uint32_t section, uint32_t off)
{
	for (uint32_t i = 0; i < o->functions.n; i++)
		if (o->functions.at[i].section == section && o->functions.at[i].off == off)
			return &o->functions.at[i];
	return NULL;
}

/* The instruction as the object has it. */
static bool insn_at(const struct object *o, uint32_t section, uint32_t off, struct bpf_insn *insn)
{
	Elf_Scn *scn = elf_getscn(o->elf, section);
	Elf_Data *d = scn ? elf_getdata(scn, NULL) : NULL;

	if (!d || !d->d_buf || (uint64_t)off + INSN > d->d_size)
		return false;
	memcpy(insn, (const char *)d->d_buf + off, INSN);
	return true;
}

/* The function that the instruction at this offset calls or takes the address of. */
static const struct function *callee(const struct object *o, uint32_t section, uint32_t off)
{
	const struct relocation *r = relocation_at(o, section, off);
	struct bpf_insn insn;

	if (!insn_at(o, section, off, &insn))
		return NULL;
	if (insn.code == (BPF_LD | BPF_IMM | BPF_DW))
		return r ? function_at(o, r->to_section, r->to_off + (uint32_t)insn.imm) : NULL;
	if (r)
		return function_at(o, r->to_section, r->to_off + (uint32_t)(insn.imm + 1) * INSN);
	return function_at(o, section, off + (uint32_t)(insn.imm + 1) * INSN);
}

static void place(struct object *o, const struct function *f, uint32_t start, size_t room)
{
	struct placed p = {f, start, f->size / INSN};

	for (uint32_t i = 0; i < o->placed.n; i++)
		if (o->placed.at[i].start == start)
			return;
	if (start < room && p.n <= room - start)
		vec_push(&o->placed, p);
}

static bool names_function(const struct bpf_insn *i)
{
	return (i->code == (BPF_JMP | BPF_CALL) && i->src_reg == BPF_PSEUDO_CALL) ||
	       (i->code == (BPF_LD | BPF_IMM | BPF_DW) && i->src_reg == BPF_PSEUDO_FUNC);
}

void object_lay_out(struct object *o, const char *name, const struct bpf_insn *insns, size_t n)
{
	o->placed.n = 0;
	for (uint32_t i = 0; i < o->functions.n && !o->placed.n; i++)
		if (!strcmp(o->functions.at[i].name, name))
			place(o, &o->functions.at[i], 0, n);
	for (uint32_t k = 0; k < o->placed.n; k++) {
		struct placed p = o->placed.at[k];

		for (uint32_t i = 0; i < p.n; i++) {
			const struct bpf_insn *insn = &insns[p.start + i];
			const struct function *f = names_function(insn) ? callee(o, p.function->section, p.function->off + i * INSN) : NULL;

			if (f)
				place(o, f, (uint32_t)((int64_t)p.start + i + 1 + insn->imm), n);
		}
	}
}

/* ---- what a program uses ---- */

static const struct function *function_named(const struct object *o, const char *name)
{
	for (uint32_t i = 0; i < o->functions.n; i++)
		if (!strcmp(o->functions.at[i].name, name))
			return &o->functions.at[i];
	return NULL;
}

static bool is_among(const struct function *const *list, uint32_t n, const struct function *f)
{
	for (uint32_t i = 0; i < n; i++)
		if (list[i] == f)
			return true;
	return false;
}

static bool uses(const struct object *o, const char *program, const char *symbol)
{
	VEC(const struct function *) todo = {0};
	const struct function *f = function_named(o, program);
	bool found = false;

	if (f)
		vec_push(&todo, f);
	for (uint32_t k = 0; k < todo.n && !found; k++) {
		f = todo.at[k];
		for (uint32_t off = 0; off + INSN <= f->size && !found; off += INSN) {
			const struct relocation *r = relocation_at(o, f->section, f->off + off);
			const struct function *to = NULL;
			struct bpf_insn insn;

			found = r && r->name && !strcmp(r->name, symbol);
			if (insn_at(o, f->section, f->off + off, &insn) && ((insn.code == (BPF_JMP | BPF_CALL) && insn.src_reg) || r))
				to = callee(o, f->section, f->off + off);
			if (to && !is_among(todo.at, todo.n, to))
				vec_push(&todo, to);
		}
	}
	vec_free(&todo);
	return found;
}

bool object_missing(struct object *o, const char *program, const char *symbol)
{
	for (uint32_t i = 0; i < o->symbols.n; i++)
		if (!strcmp(o->symbols.at[i].name, symbol)) {
			bool known = o->symbols.at[i].missing;

			o->symbols.at[i].missing = true;
			return !known && !uses(o, program, symbol);
		}
	return false;
}

void object_prepare(struct object *o, const char *program, bool struct_ops)
{
	for (uint32_t i = 0; i < o->struct_ops.n; i++) {
		uint32_t name = struct_ops ? o->struct_ops.at[i].name : 0;

		memcpy(o->bytes + o->struct_ops.at[i].name_at, &name, sizeof(name));
	}
	for (uint32_t i = 0; i < o->symbols.n; i++) {
		const struct symbol *s = &o->symbols.at[i];
		unsigned char *info = (unsigned char *)o->bytes + s->info;
		bool weak = s->missing && !uses(o, program, s->name);

		if (s->info < o->size)
			*info = GELF_ST_INFO(weak ? STB_WEAK : STB_GLOBAL, GELF_ST_TYPE(*info));
	}
}

static const struct btf_type *prototype(const struct object *o, const char *name)
{
	int id = o->btf ? btf__find_by_name_kind(o->btf, name, BTF_KIND_FUNC) : -1;
	const struct btf_type *t = id > 0 ? btf__type_by_id(o->btf, (uint32_t)id) : NULL;

	t = t ? btf__type_by_id(o->btf, t->type) : NULL;
	return t && btf_is_func_proto(t) ? t : NULL;
}

const char *object_context(const struct object *o, const char *program)
{
	const struct btf_type *t = prototype(o, program);
	uint32_t id = t && btf_vlen(t) ? btf_params(t)->type : 0;

	t = id ? btf__type_by_id(o->btf, id) : NULL;
	if (!t || !btf_is_ptr(t))
		return NULL;
	for (t = btf__type_by_id(o->btf, t->type); t && btf_is_mod(t); t = btf__type_by_id(o->btf, t->type))
		;
	return t && btf_is_struct(t) ? btf__name_by_offset(o->btf, t->name_off) : NULL;
}

/* ---- where instructions came from ---- */

static const struct placed *placed_at(const struct object *o, uint32_t insn)
{
	for (uint32_t i = 0; i < o->placed.n; i++)
		if (insn >= o->placed.at[i].start && insn - o->placed.at[i].start < o->placed.at[i].n)
			return &o->placed.at[i];
	return NULL;
}

static bool at(void *user, uint32_t insn, struct pos *pos, const char **text)
{
	const struct object *o = user;
	const struct placed *p = placed_at(o, insn);
	uint32_t off = p ? p->function->off + (insn - p->start) * INSN : 0, low = 0, high = o->lines.n;

	if (!p)
		return false;
	while (low < high) { /* the first record behind it */
		uint32_t mid = low + (high - low) / 2;
		const struct line_record *l = &o->lines.at[mid];

		if (l->section < p->function->section || (l->section == p->function->section && l->off <= off))
			low = mid + 1;
		else
			high = mid;
	}
	if (!low || o->lines.at[low - 1].section != p->function->section || o->lines.at[low - 1].off < p->function->off)
		return false;
	*pos = (struct pos){.file = o->lines.at[low - 1].file, .line = o->lines.at[low - 1].line, .col = o->lines.at[low - 1].col};
	*text = o->lines.at[low - 1].text;
	return true;
}

static const char *parameter(void *user, uint32_t insn, uint32_t n)
{
	const struct object *o = user;
	const struct placed *p = placed_at(o, insn);
	const struct btf_type *t = p && p->start == insn ? prototype(o, p->function->name) : NULL;
	const char *name;

	if (!t || n >= btf_vlen(t))
		return NULL;
	name = btf__name_by_offset(o->btf, btf_params(t)[n].name_off);
	return name && *name ? name : NULL;
}

struct places object_places(struct object *o)
{
	return (struct places){.user = o, .at = at, .parameter = parameter};
}
