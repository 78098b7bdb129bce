/* SPDX-License-Identifier: Apache-2.0 */
/* Patterns of documents (ECMA-262 as JSON Schema has them, matched by PCRE2, which agrees on what people write). Compiled once;
 * a search gives up after a bounded number of steps, whatever the pattern. */
#ifndef DRIFT_REGEX_H
#define DRIFT_REGEX_H

#include "base/table.h"

struct regex_cache {
    struct table known;
};

enum regex_answer { REGEX_NO, REGEX_YES, REGEX_UNKNOWN /* no valid pattern, or the search was given up */ };

void regex_cache_init(struct regex_cache *cache, struct memory *account);
void regex_cache_done(struct regex_cache *cache);
/* Whether the text holds a match. The pattern is borrowed until regex_cache_done. */
enum regex_answer regex_search(struct regex_cache *cache, struct slice pattern, struct slice text);

#endif
