/* SPDX-License-Identifier: Apache-2.0 */
/* An inventory as an attacker would have it: every name, path and value holds something that breaks
 * careless writers. */
#ifndef TESTS_SPEC_HOSTILE_H
#define TESTS_SPEC_HOSTILE_H

#include "spec/build.h"

void hostile_build(struct build *build);

/* The same bytes for the same *state, of at most `most`: controls, quotes, Unicode, broken UTF-8, YAML
 * marks. */
struct slice hostile_text(struct arena *arena, uint64_t *state, size_t most);

#endif
