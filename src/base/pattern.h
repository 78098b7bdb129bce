/* SPDX-License-Identifier: Apache-2.0 */
/* Patterns as people write them on a command line and in files: `*` stands for anything, `?` for one byte; all else,
 * braces and brackets included, for itself. */
#ifndef BASE_PATTERN_H
#define BASE_PATTERN_H

#include "base/slice.h"

#include <stdint.h>

bool pattern_is_glob(struct slice pattern);
/* The whole text. Takes at most pattern.len * text.len steps. */
bool pattern_match(struct slice pattern, struct slice text);
/* A glob against the whole text, any other pattern anywhere in it. */
bool pattern_match_loosely(struct slice pattern, struct slice text);

#endif
