/* SPDX-License-Identifier: Apache-2.0 */
/* Texts that nobody writes and that libfyaml 0.7 takes quadratic time or hundreds of bytes a byte for. They are refused
 * before it sees them. */
#ifndef TREE_YAML_GUARD_H
#define TREE_YAML_GUARD_H

#include "tree/lines.h"

/* NULL when the text may be read; else a sentence, and the 1-based line it is about. */
const char *yaml_guard(const struct lines *lines, uint32_t *ret_line);

#endif
