// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* features: since when the kernel takes what is neither a function nor a type. */
#include "kernel/tables.h"

static const struct {
	const char *name, *words;
	uint32_t since;
} features[KERNEL_FEATURES] = {
#define FEATURE(name, major, minor, words) [FEATURE_##name] = {#name, words, KVER(major, minor)},
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

const char *kernel_feature_name(enum kernel_feature f)
{
	return features[f].name;
}

enum kernel_feature kernel_feature_named(const char *name)
{
	int f = 0;

	while (f < KERNEL_FEATURES && strcmp(features[f].name, name))
		f++;
	return (enum kernel_feature)f;
}
