// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* object: see object.h. Everything in the file is taken with suspicion: it may be no object, or a damaged one. */
#include "verify/object_parts.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

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

bool object_section(const struct object *o, size_t i, GElf_Shdr *header, const char **name, Elf_Data **data)
{
	Elf_Scn *scn = elf_getscn(o->elf, i);
	size_t strings;

	if (!scn || !gelf_getshdr(scn, header) || elf_getshdrstrndx(o->elf, &strings))
		return false;
	*name = elf_strptr(o->elf, strings, header->sh_name);
	*data = header->sh_type == SHT_NOBITS ? NULL : elf_getdata(scn, NULL);
	return *name != NULL;
}

uint32_t object_section_named(const struct object *o, const char *wanted)
{
	const char *name;
	GElf_Shdr header;
	Elf_Data *data;

	for (size_t i = 1; object_section(o, i, &header, &name, &data); i++)
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
		uint32_t index = section ? object_section_named(o, section) : 0;

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

int object_order_relocations(const void *pa, const void *pb)
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

	for (size_t i = 1; object_section(o, i, &header, &name, &data); i++) {
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
		qsort(o->relocations.at, o->relocations.n, sizeof(*o->relocations.at), object_order_relocations);
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
	object_find_struct_ops(o);
	object_mend_btf(o);
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
