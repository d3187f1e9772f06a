// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#define CHECK(x) ((x) ? fail(__LINE__) : 0)
#define OUTER(x) CHECK((x) + shared)
static int fail(int line)
{
	return line;
}
