// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* image: see image.h. libelf finds the tables; where they lie is checked here once more, for damaged files. */
#include "object/image.h"

#include <bpf/btf.h>
#include <bpf/libbpf.h>
#include <errno.h>
#include <fcntl.h>
#include <gelf.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

static const char *read_bytes(const char *path, void **bytes, size_t *n)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	const char *why = NULL;
	struct stat st;
	ssize_t got = 1;

	*n = 0;
	*bytes = NULL;
	if (fd < 0)
		return strerror(errno);
	if (fstat(fd, &st))
		why = strerror(errno);
	else if (!S_ISREG(st.st_mode) || st.st_size > INT32_MAX)
		why = "no file that could be an object";
	else if (!(*bytes = calloc(1, (size_t)st.st_size + 1)))
		why = strerror(ENOMEM);
	while (!why && *n < (size_t)st.st_size && got > 0) {
		got = read(fd, (char *)*bytes + *n, (size_t)st.st_size - *n);
		*n += got > 0 ? (size_t)got : 0;
	}
	close(fd);
	return why;
}

bool image_is_object(const char *path)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	char head[SELFMAG];
	bool is = fd >= 0 && read(fd, head, sizeof(head)) == sizeof(head) && !memcmp(head, ELFMAG, SELFMAG);

	if (fd >= 0)
		close(fd);
	return is;
}

static const char *check_header(Elf *elf, const char *ident, size_t n)
{
	GElf_Ehdr header;

	if (n < EI_NIDENT || memcmp(ident, ELFMAG, SELFMAG))
		return n >= 4 && !memcmp(ident, "BC\xC0\xDE", 4) ? "LLVM bitcode, not an object; compile without -emit-llvm and -flto" : "not an ELF object";
	if (!elf || !gelf_getehdr(elf, &header))
		return "a damaged ELF object";
	if (gelf_getclass(elf) != ELFCLASS64 || header.e_machine != EM_BPF)
		return "an ELF object for another machine, not for BPF; compile with -target bpf";
	if (ident[EI_DATA] != (__BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__ ? ELFDATA2LSB : ELFDATA2MSB))
		return "an object of the other byte order, which is not modelled";
	return NULL;
}

static void read_section(struct image *m, Elf *elf, size_t strings, size_t i, size_t file_size)
{
	struct image_section s = {.name = ""};
	Elf_Scn *scn = elf_getscn(elf, i);
	const char *name;
	GElf_Shdr h;

	if (scn && gelf_getshdr(scn, &h)) {
		name = elf_strptr(elf, strings, h.sh_name);
		s.name = name ? name : "";
		s.kind = h.sh_type;
		s.size = h.sh_size;
		s.is_code = h.sh_type == SHT_PROGBITS && (h.sh_flags & SHF_EXECINSTR);
		if (h.sh_type != SHT_NOBITS && h.sh_offset <= file_size && h.sh_size <= file_size - h.sh_offset)
			s.data = (const uint8_t *)m->bytes + h.sh_offset;
		else if (h.sh_type != SHT_NOBITS || h.sh_size > INT32_MAX)
			s.size = 0;
	}
	vec_push(&m->sections, s);
}

static void read_symbols(struct image *m, Elf *elf, Elf_Scn *scn, const GElf_Shdr *h)
{
	Elf_Data *data = elf_getdata(scn, NULL);
	GElf_Sym sym;

	for (int i = 0; data && gelf_getsym(data, i, &sym); i++) {
		const char *name = elf_strptr(elf, h->sh_link, sym.st_name);
		struct image_symbol s = {
			.name = name ? name : "",
			.section = sym.st_shndx,
			.value = sym.st_value,
			.size = sym.st_size,
			.type = GELF_ST_TYPE(sym.st_info),
			.bind = GELF_ST_BIND(sym.st_info),
			.is_hidden = GELF_ST_VISIBILITY(sym.st_other) == STV_HIDDEN || GELF_ST_VISIBILITY(sym.st_other) == STV_INTERNAL,
		};

		vec_push(&m->symbols, s);
	}
}

static void read_relocs(struct image *m, Elf_Scn *scn, const GElf_Shdr *h)
{
	Elf_Data *data = elf_getdata(scn, NULL);
	GElf_Rel rel;

	for (int i = 0; data && gelf_getrel(data, i, &rel); i++) {
		struct image_reloc r = {
			.section = h->sh_info,
			.off = rel.r_offset,
			.symbol = (uint32_t)GELF_R_SYM(rel.r_info),
			.type = (uint32_t)GELF_R_TYPE(rel.r_info),
		};

		vec_push(&m->relocs, r);
	}
}

static int order_relocs(const void *pa, const void *pb)
{
	const struct image_reloc *a = pa, *b = pb;

	if (a->section != b->section)
		return a->section < b->section ? -1 : 1;
	return a->off < b->off ? -1 : a->off > b->off;
}

static void read_types(struct image *m, const struct image_section *s)
{
	m->btf = m->btf || !s->data || s->size > UINT32_MAX ? m->btf : btf__new(s->data, (uint32_t)s->size);
	if (libbpf_get_error(m->btf))
		m->btf = NULL;
}

static int silent(enum libbpf_print_level level, const char *fmt, va_list ap)
{
	return 0;
}

static void read_tables(struct image *m, Elf *elf, size_t file_size)
{
	const struct image_section *ext = NULL;
	libbpf_print_fn_t before = libbpf_set_print(silent);
	size_t strings = 0, n = 0;
	Elf_Scn *scn;
	GElf_Shdr h;

	elf_getshdrstrndx(elf, &strings);
	elf_getshdrnum(elf, &n);
	for (size_t i = 0; i < n; i++)
		read_section(m, elf, strings, i, file_size);
	for (size_t i = 1; i < n; i++) {
		const struct image_section *s = &m->sections.at[i];

		scn = elf_getscn(elf, i);
		if (!scn || !gelf_getshdr(scn, &h) || !s->data)
			continue;
		if (h.sh_type == SHT_SYMTAB && !m->symbols.n)
			read_symbols(m, elf, scn, &h);
		else if (h.sh_type == SHT_REL)
			read_relocs(m, scn, &h);
		else if (!strcmp(s->name, BTF_ELF_SEC))
			read_types(m, s);
		else if (!strcmp(s->name, BTF_EXT_ELF_SEC))
			ext = s;
	}
	if (m->relocs.n)
		qsort(m->relocs.at, m->relocs.n, sizeof(*m->relocs.at), order_relocs);
	if (ext && m->btf)
		image_read_ext(m, ext);
	libbpf_set_print(before);
}

/* libelf's strings are its own. */
static void keep_strings(struct image *m)
{
	for (uint32_t i = 0; i < m->sections.n; i++)
		m->sections.at[i].name = arena_printf(m->arena, "%s", m->sections.at[i].name);
	for (uint32_t i = 0; i < m->symbols.n; i++)
		m->symbols.at[i].name = arena_printf(m->arena, "%s", m->symbols.at[i].name);
}

struct image *image_parse(void *bytes, size_t n, const char *path, struct arena *a, const char **why)
{
	struct image *m = calloc(1, sizeof(*m));
	Elf *elf;

	if (!m)
		__builtin_trap();
	m->bytes = bytes;
	m->size = n;
	m->path = path;
	m->arena = a;
	elf_version(EV_CURRENT);
	elf = elf_memory(bytes, n);
	*why = check_header(elf, bytes, n);
	if (!*why) {
		read_tables(m, elf, n);
		keep_strings(m);
	}
	if (elf)
		elf_end(elf);
	if (!*why && !m->sections.n)
		*why = "an ELF object without sections";
	if (!*why)
		return m;
	image_free(m);
	return NULL;
}

struct image *image_read(const char *path, struct arena *a, const char **why)
{
	void *bytes;
	size_t n;

	*why = read_bytes(path, &bytes, &n);
	if (!*why)
		return image_parse(bytes, n, path, a, why);
	free(bytes);
	return NULL;
}

void image_free(struct image *m)
{
	if (!m)
		return;
	vec_free(&m->sections);
	vec_free(&m->symbols);
	vec_free(&m->relocs);
	vec_free(&m->lines);
	vec_free(&m->funcs);
	vec_free(&m->cores);
	btf__free(m->btf);
	free(m->bytes);
	free(m);
}

/* ---- asking ---- */

const struct image_section *image_section(const struct image *m, uint32_t i)
{
	return &m->sections.at[i < m->sections.n ? i : 0];
}

const struct image_reloc *image_reloc_at(const struct image *m, uint32_t section, uint64_t off)
{
	struct image_reloc key = {.section = section, .off = off};

	return m->relocs.n ? bsearch(&key, m->relocs.at, m->relocs.n, sizeof(key), order_relocs) : NULL;
}

const struct image_symbol *image_reloc_symbol(const struct image *m, const struct image_reloc *r)
{
	return r && r->symbol < m->symbols.n ? &m->symbols.at[r->symbol] : NULL;
}

/* Index of the first record behind (section, off), in a table of records that begin with these two. */
static uint32_t behind(const void *table, uint32_t n, size_t item, uint32_t section, uint32_t off)
{
	uint32_t low = 0, high = n;

	while (low < high) {
		uint32_t mid = low + (high - low) / 2, key[2];

		memcpy(key, (const char *)table + mid * item, sizeof(key));
		if (key[0] < section || (key[0] == section && key[1] <= off))
			low = mid + 1;
		else
			high = mid;
	}
	return low;
}

const struct image_line *image_line_at(const struct image *m, uint32_t section, uint32_t off, uint32_t from)
{
	uint32_t i = behind(m->lines.at, m->lines.n, sizeof(*m->lines.at), section, off);
	const struct image_line *l = i ? &m->lines.at[i - 1] : NULL;

	return l && l->section == section && l->off >= from ? l : NULL;
}

const struct image_func *image_func_at(const struct image *m, uint32_t section, uint32_t off)
{
	uint32_t i = behind(m->funcs.at, m->funcs.n, sizeof(*m->funcs.at), section, off);
	const struct image_func *f = i ? &m->funcs.at[i - 1] : NULL;

	return f && f->section == section && f->off == off ? f : NULL;
}

const struct image_core *image_core_at(const struct image *m, uint32_t section, uint32_t off)
{
	uint32_t i = behind(m->cores.at, m->cores.n, sizeof(*m->cores.at), section, off);
	const struct image_core *c = i ? &m->cores.at[i - 1] : NULL;

	return c && c->section == section && c->off == off ? c : NULL;
}
