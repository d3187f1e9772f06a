// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* fuzz_read: the reader and all that takes a model, under libFuzzer. */
#include "try_model.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	bool valid;

	try_model((const char *)data, n, &valid);
	return 0;
}
