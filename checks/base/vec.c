// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * vec: the two calls behind the VEC() macros. Capacity doubles, so that pushing n items costs O(n); counts are 32
 * bits because every index in the model is.
 */
#include "base/base.h"

#include <stdlib.h>

void *vec_grow(void *at, uint32_t need, uint32_t *cap, size_t item)
{
	uint64_t room = *cap ? *cap : 4;

	if (need <= *cap)
		return at;
	while (room < need)
		room *= 2;
	if (room > UINT32_MAX)
		room = UINT32_MAX;
	if (room > SIZE_MAX / item)
		__builtin_trap();
	at = realloc(at, room * item);
	if (!at)
		__builtin_trap();
	*cap = (uint32_t)room;
	return at;
}

void *vec_alloc(uint32_t room, size_t item)
{
	void *at = room <= SIZE_MAX / item ? malloc(room * item) : NULL;

	if (!at)
		__builtin_trap();
	return at;
}

void vec_release(void *at)
{
	free(at);
}
