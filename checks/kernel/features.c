// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* features: since when the kernel takes what is neither a function nor a type. */
#include "kernel/tables.h"

static const struct {
	uint32_t since;
	const char *words;
} features[KERNEL_FEATURES] = {
#define FEATURE(name, major, minor, words) [FEATURE_##name] = {KVER(major, minor), words},
#include "kernel/features.def"
#undef FEATURE
};

uint32_t kernel_feature_since(enum kernel_feature f)
{
	return features[f].since;
}

const char *kernel_feature_words(enum kernel_feature f)
{
	return features[f].words;
}
