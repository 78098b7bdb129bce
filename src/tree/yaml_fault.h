/* SPDX-License-Identifier: Apache-2.0 */
/* libfyaml's complaints in words that say what to do. */
#ifndef TREE_YAML_FAULT_H
#define TREE_YAML_FAULT_H

#include <stdbool.h>

/* Whether it is about indentation that a lenient reader takes. */
bool yaml_fault_is_mild(const char *message);
/* One sentence; NULL when there is nothing better than the message. */
const char *yaml_fault_sentence(const char *message);
/* Whether the place to look at is where the container begins that is not closed. */
bool yaml_fault_is_unclosed(const char *message);

#endif
