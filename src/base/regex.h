/* SPDX-License-Identifier: Apache-2.0 */
/* Regular expressions that documents hold (ECMA-262, as JSON Schema has them), matched by PCRE2 in its ECMA ways. A search gives up
 * after a bounded number of steps, whatever the pattern. Compiled once a cache; memory is counted. */
#ifndef BASE_REGEX_H
#define BASE_REGEX_H

#include "base/table.h"

struct regex;

struct regex_cache {
    struct table known;
};

enum regex_answer { REGEX_NO, REGEX_YES, REGEX_UNKNOWN /* no valid pattern, or the search was given up */ };

void regex_cache_init(struct regex_cache *cache, struct memory *account);
/* Ends all its patterns. */
void regex_cache_done(struct regex_cache *cache);

/* The pattern, valid or not; its text is borrowed. NULL only when memory was refused. */
const struct regex *regex_get(struct regex_cache *cache, struct slice pattern);
/* Whether the text holds a match. regex may be NULL: unknown. */
enum regex_answer regex_search(const struct regex *regex, struct slice text);
/* Whether it is no regular expression, and why, in a few words (static for as long as the cache). What is only too much for PCRE2
 * is no mistake. */
bool regex_is_wrong(const struct regex *regex, const char **ret_why);

#endif
