// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* fuzz_model: the reader and all that takes a model, up to the findings in every form, under libFuzzer. */
#include "model/test/try_model.h"
#include "rule/check.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

/* What it is checked for follows from its length, so that one text is always checked alike. */
static void check(struct unit *u, size_t n)
{
	static const uint32_t kernels[] = {0, KVER(4, 14), KVER(5, 4), KVER(5, 15), KVER(6, 1), KVER(6, 17)};
	struct check_options options = {
		.kernel = kernels[n % ARRAY_LEN(kernels)],
		.pedantic = n & 1,
		.needs = n % 31 == 0,
		.budget = n % 16 ? 20000 : 0, /* mostly less than usual: for each that is slow, others get no turn */
	};
	struct report *r = report_new();
	struct text out = {0};

	check_unit(u, &options, r);
	report_sort(r);
	r->show_stats = r->show_unmodelled = true;
	for (size_t i = 0; report_sink_at(i); i++)
		report_sink_at(i)->print(r, false, &out);
	text_free(&out);
	report_free(r);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	const char *error;
	struct arena *a;
	struct unit *u;
	bool valid;

	try_model((const char *)data, n, &valid);
	if (!valid)
		return 0;
	a = arena_new();
	u = model_read((const char *)data, n, a, &error);
	check(u, n);
	model_unit_free(u);
	arena_free(a);
	return 0;
}
