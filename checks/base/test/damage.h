// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* damage: changes to a text that often leave it one of its language; what the fuzzers mutate with. */
#ifndef BPFPROOF_DAMAGE_H
#define BPFPROOF_DAMAGE_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* libFuzzer's own names. The first makes of the n bytes at `data` others, at most `room`; the second mixes two texts. */
size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t n, size_t room, unsigned seed);
size_t LLVMFuzzerCustomCrossOver(const uint8_t *a, size_t a_n, const uint8_t *b, size_t b_n, uint8_t *out, size_t room, unsigned seed);

#ifdef __cplusplus
}
#endif
#endif
