// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* btf_test: a kernel and a module of one function each, made with libbpf, and what plugin/btf.c reads of them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include <bpf/btf.h>
#include <cmocka.h>

#include "btf.h"

struct place {
	char folder[64], kernel[128], copy[128];
};

static void write_btf(const struct btf *btf, const char *path)
{
	uint32_t size;
	const void *data = btf__raw_data(btf, &size);
	FILE *f = fopen(path, "w");

	assert_non_null(f);
	assert_int_equal(fwrite(data, 1, size, f), size);
	fclose(f);
}

static void add_function(struct btf *btf, const char *name, int result)
{
	int proto = btf__add_func_proto(btf, result);

	assert_true(btf__add_func(btf, name, BTF_FUNC_STATIC, proto) > 0);
}

static int make(void **state)
{
	static struct place p;
	struct btf *kernel = btf__new_empty(), *module;
	int number = btf__add_int(kernel, "int", 4, BTF_INT_SIGNED), record, pointer, proto;
	char path[256];

	snprintf(p.folder, sizeof(p.folder), "/tmp/btf_test.XXXXXX");
	assert_non_null(mkdtemp(p.folder));
	snprintf(path, sizeof(path), "%s/btf", p.folder);
	assert_int_equal(mkdir(path, 0700), 0);
	snprintf(p.kernel, sizeof(p.kernel), "%s/btf/vmlinux", p.folder);
	snprintf(p.copy, sizeof(p.copy), "%s/copy", p.folder);
	add_function(kernel, "in_kernel", number);
	record = btf__add_struct(kernel, "record", 4);
	btf__add_field(kernel, "member", number, 0, 0);
	pointer = btf__add_ptr(kernel, record);
	proto = btf__add_func_proto(kernel, number);
	btf__add_func_param(kernel, "r", pointer);
	pointer = btf__add_ptr(kernel, proto);
	btf__add_struct(kernel, "operations", 8);
	btf__add_field(kernel, "take", pointer, 0, 0);
	write_btf(kernel, p.kernel);
	write_btf(kernel, p.copy);
	module = btf__new_empty_split(kernel);
	add_function(module, "in_module", number);
	btf__add_union(module, "in_module", 4);
	btf__add_field(module, "member", number, 0, 0);
	snprintf(path, sizeof(path), "%s/btf/module", p.folder);
	write_btf(module, path);
	btf__free(module);
	btf__free(kernel);
	*state = &p;
	return 0;
}

static int remove_all(void **state)
{
	struct place *p = *state;
	char path[256];

	snprintf(path, sizeof(path), "%s/btf/module", p->folder);
	unlink(path);
	unlink(p->kernel);
	unlink(p->copy);
	snprintf(path, sizeof(path), "%s/btf", p->folder);
	rmdir(path);
	return rmdir(p->folder);
}

static void finds_modules(void **state)
{
	struct place *p = *state;
	struct arena *a = arena_new();
	const char *why = NULL;
	struct kernel_btf *b = btf_open(p->kernel, a, &why);

	assert_non_null(b);
	assert_true(b->whole);
	assert_non_null(b->find(b, BTF_FUNC, "in_kernel"));
	assert_non_null(b->find(b, BTF_FUNC, "in_module"));
	assert_null(b->find(b, BTF_FUNC, "nowhere"));
	assert_null(b->find(b, BTF_TRACEPOINT, "in_kernel"));
	assert_true(b->whole);
	btf_close(b);
	arena_free(a);
}

static void finds_in_one_module(void **state)
{
	struct place *p = *state;
	struct arena *a = arena_new();
	const char *why = NULL;
	struct kernel_btf *b = btf_open(p->kernel, a, &why);

	assert_non_null(b);
	assert_non_null(b->find(b, BTF_FUNC, "module:in_module"));
	assert_null(b->find(b, BTF_FUNC, "module:in_kernel"));
	assert_non_null(b->find(b, BTF_FUNC, "vmlinux:in_kernel"));
	assert_null(b->find(b, BTF_FUNC, "vmlinux:in_module"));
	assert_null(b->find(b, BTF_FUNC, "another:in_module"));
	assert_true(b->has_module(b, "module:nowhere"));
	assert_true(b->has_module(b, "vmlinux:nowhere"));
	assert_true(b->has_module(b, "in_kernel"));
	assert_false(b->has_module(b, "another:in_module"));
	assert_true(b->whole);
	btf_close(b);
	arena_free(a);
}

static void finds_operations(void **state)
{
	struct place *p = *state;
	struct arena *a = arena_new();
	const char *why = NULL;
	struct kernel_btf *b = btf_open(p->kernel, a, &why);
	const struct btf_func *f;

	assert_non_null(b);
	f = b->find(b, BTF_MEMBER, "operations.take");
	assert_non_null(f);
	assert_int_equal(f->nargs, 1);
	assert_int_equal(f->args[0].is, BTF_OBJECT);
	assert_string_equal(f->args[0].record, "record");
	assert_null(b->find(b, BTF_MEMBER, "operations.another"));
	assert_null(b->find(b, BTF_MEMBER, "record.member"));
	btf_close(b);
	arena_free(a);
}

static void finds_members(void **state)
{
	struct place *p = *state;
	struct arena *a = arena_new();
	const char *why = NULL;
	struct kernel_btf *b = btf_open(p->kernel, a, &why);

	assert_non_null(b);
	assert_int_equal(b->member(b, false, "record", "member"), BTF_HAS);
	assert_int_equal(b->member(b, false, "record", "another"), BTF_HAS_NOT);
	assert_int_equal(b->member(b, true, "record", "member"), BTF_NO_RECORD);
	assert_int_equal(b->member(b, true, "in_module", "member"), BTF_HAS);
	assert_int_equal(b->member(b, true, "in_module", "another"), BTF_HAS_NOT);
	assert_int_equal(b->member(b, false, "nowhere", "member"), BTF_NO_RECORD);
	btf_close(b);
	arena_free(a);
}

static void a_copy_has_none(void **state)
{
	struct place *p = *state;
	struct arena *a = arena_new();
	const char *why = NULL;
	struct kernel_btf *b = btf_open(p->copy, a, &why);

	assert_non_null(b);
	assert_false(b->whole);
	assert_non_null(b->find(b, BTF_FUNC, "in_kernel"));
	assert_null(b->find(b, BTF_FUNC, "in_module"));
	btf_close(b);
	arena_free(a);
}

static void says_what_is_wrong(void **state)
{
	struct arena *a = arena_new();
	const char *why = NULL;

	assert_null(btf_open("/nowhere/at/all", a, &why));
	assert_string_equal(why, "cannot read '/nowhere/at/all': No such file or directory");
	assert_null(btf_open("/dev/null", a, &why));
	assert_string_equal(why, "'/dev/null' holds no BTF that can be read");
	arena_free(a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(finds_modules),
		cmocka_unit_test(finds_in_one_module),
		cmocka_unit_test(finds_operations),
		cmocka_unit_test(finds_members),
		cmocka_unit_test(a_copy_has_none),
		cmocka_unit_test(says_what_is_wrong),
	};

	return cmocka_run_group_tests(tests, make, remove_all);
}
