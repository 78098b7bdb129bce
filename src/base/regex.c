/* SPDX-License-Identifier: Apache-2.0 */
#define PCRE2_CODE_UNIT_WIDTH 8
#include "base/regex.h"

#include <pcre2.h>

#define STEPS_MOST 20000
#define PATTERN_MOST 20000 /* longer than any that people write: compiling takes time with the length */
#define WHY_MOST 128

struct regex {
    struct memory *account;
    pcre2_general_context *memory;
    pcre2_match_context *limits;
    pcre2_code *code; /* NULL: no valid pattern */
    int error;
    char why[WHY_MOST];
};

static void *take(PCRE2_SIZE size, void *account)
{
    return memory_library_get(account, size);
}

static void give(void *at, void *account)
{
    memory_library_give(account, at);
}

void regex_cache_init(struct regex_cache *cache, struct memory *account)
{
    table_init(&cache->known, account);
}

static void regex_free(struct regex *regex)
{
    pcre2_code_free(regex->code);
    pcre2_match_context_free(regex->limits);
    pcre2_general_context_free(regex->memory);
    memory_give(regex->account, regex, sizeof *regex);
}

void regex_cache_done(struct regex_cache *cache)
{
    struct table_entry entry;
    size_t cursor = 0;

    while (table_next(&cache->known, &cursor, &entry))
        regex_free(entry.value);
    table_done(&cache->known);
}

/* \u as in JavaScript, [] and [^], $ at the very end. */
static bool compile(struct regex *regex, struct slice pattern)
{
    pcre2_compile_context *context;
    PCRE2_SIZE offset;

    regex->memory = pcre2_general_context_create(take, give, regex->account);
    regex->limits = regex->memory ? pcre2_match_context_create(regex->memory) : NULL;
    context = regex->limits ? pcre2_compile_context_create(regex->memory) : NULL;
    if (!context)
        return false;
    pcre2_set_match_limit(regex->limits, STEPS_MOST);
    pcre2_set_compile_extra_options(context, PCRE2_EXTRA_ALT_BSUX);
    pcre2_set_max_pattern_length(context, PATTERN_MOST);
    regex->code = pcre2_compile((PCRE2_SPTR)(pattern.at ? pattern.at : ""), pattern.len,
                                PCRE2_UTF | PCRE2_ALT_BSUX | PCRE2_ALLOW_EMPTY_CLASS | PCRE2_DOLLAR_ENDONLY |
                                    PCRE2_MATCH_UNSET_BACKREF,
                                &regex->error, &offset, context);
    pcre2_compile_context_free(context);
    if (!regex->code)
        pcre2_get_error_message(regex->error, (PCRE2_UCHAR *)regex->why, sizeof regex->why);
    return true;
}

const struct regex *regex_get(struct regex_cache *cache, struct slice pattern)
{
    struct memory *account = cache->known.account;
    struct regex *regex = table_find(&cache->known, pattern);

    if (regex)
        return regex;
    regex = memory_get(account, sizeof *regex);
    if (!regex)
        return NULL;
    *regex = (struct regex){ .account = account };
    if (compile(regex, pattern) && table_put(&cache->known, pattern, regex))
        return regex;
    regex_free(regex);
    return NULL;
}

enum regex_answer regex_search(const struct regex *regex, struct slice text)
{
    pcre2_match_data *data;
    int result;

    if (!regex || !regex->code)
        return REGEX_UNKNOWN;
    data = pcre2_match_data_create(1, regex->memory);
    if (!data)
        return REGEX_UNKNOWN;
    result =
        pcre2_match(regex->code, (PCRE2_SPTR)(text.at ? text.at : ""), text.len, 0, 0, data, regex->limits);
    pcre2_match_data_free(data);
    if (result == PCRE2_ERROR_NOMATCH)
        return REGEX_NO;
    return result < 0 ? REGEX_UNKNOWN : REGEX_YES;
}

bool regex_is_wrong(const struct regex *regex, const char **ret_why)
{
    if (!regex || regex->code)
        return false;
    *ret_why = regex->why;
    /* ECMA-262 has no such bounds. */
    return regex->error != PCRE2_ERROR_LOOKBEHIND_NOT_FIXED_LENGTH &&
           regex->error != PCRE2_ERROR_PATTERN_TOO_LARGE &&
           regex->error != PCRE2_ERROR_PATTERN_TOO_COMPLICATED &&
           regex->error != PCRE2_ERROR_PATTERN_STRING_TOO_LONG &&
           regex->error != PCRE2_ERROR_SUBPATTERN_NAME_TOO_LONG && regex->error != PCRE2_ERROR_HEAP_FAILED;
}
