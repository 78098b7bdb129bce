/* SPDX-License-Identifier: Apache-2.0 */
#define PCRE2_CODE_UNIT_WIDTH 8
#include "drift/regex.h"

#include <pcre2.h>
#include <stdlib.h>

#define STEPS_MOST 20000

struct regex {
    pcre2_code *code; /* NULL: no valid pattern */
};

void regex_cache_init(struct regex_cache *cache, struct memory *account)
{
    table_init(&cache->known, account);
}

void regex_cache_done(struct regex_cache *cache)
{
    struct table_entry entry;
    size_t cursor = 0;

    while (table_next(&cache->known, &cursor, &entry)) {
        struct regex *regex = entry.value;

        pcre2_code_free(regex->code);
        memory_give(cache->known.account, regex, sizeof *regex);
    }
    table_done(&cache->known);
}

static struct regex *compile(struct regex_cache *cache, struct slice pattern)
{
    struct regex *regex = memory_get(cache->known.account, sizeof *regex);
    PCRE2_SIZE offset;
    int error;

    if (!regex)
        return NULL;
    regex->code = pcre2_compile((PCRE2_SPTR)pattern.at, pattern.len, PCRE2_UTF | PCRE2_DOLLAR_ENDONLY, &error,
                                &offset, NULL);
    if (table_put(&cache->known, pattern, regex))
        return regex;
    pcre2_code_free(regex->code);
    memory_give(cache->known.account, regex, sizeof *regex);
    return NULL;
}

enum regex_answer regex_search(struct regex_cache *cache, struct slice pattern, struct slice text)
{
    struct regex *regex = table_find(&cache->known, pattern);
    pcre2_match_data *data;
    pcre2_match_context *context;
    int result = PCRE2_ERROR_NOMEMORY;

    if (!regex)
        regex = compile(cache, pattern);
    if (!regex || !regex->code)
        return REGEX_UNKNOWN;
    data = pcre2_match_data_create(1, NULL);
    context = pcre2_match_context_create(NULL);
    if (data && context) {
        pcre2_set_match_limit(context, STEPS_MOST);
        result =
            pcre2_match(regex->code, (PCRE2_SPTR)(text.at ? text.at : ""), text.len, 0, 0, data, context);
    }
    pcre2_match_context_free(context);
    pcre2_match_data_free(data);
    if (result == PCRE2_ERROR_NOMATCH)
        return REGEX_NO;
    return result < 0 ? REGEX_UNKNOWN : REGEX_YES;
}
