/* SPDX-License-Identifier: Apache-2.0 */
/* Measured with libfyaml 0.7.12: within a line every bracket and comma costs it some 300 bytes, because what follows may
 * turn out to be a key; empty lines in a block scalar, directives and %-escapes in tags are looked at again from their
 * beginning for every byte. With these limits 32 MB of the worst take it seconds and some 100 MB. */
#include "tree/yaml_guard.h"

#define INDICATORS_MOST 200000 /* in one line */
#define EMPTY_MOST 500         /* lines in a row */
#define DIRECTIVES_MOST 100
#define DIRECTIVE_MOST 1000 /* bytes */
#define ESCAPES_MOST 100    /* of one tag */

static bool has_many_indicators(struct slice line)
{
    size_t count = 0;

    if (line.len <= INDICATORS_MOST)
        return false;
    for (size_t i = 0; i < line.len; i++)
        count += line.at[i] == '[' || line.at[i] == '{' || line.at[i] == ',' || line.at[i] == ':';
    return count > INDICATORS_MOST;
}

static bool is_blank(struct slice line)
{
    size_t at = 0;

    while (at < line.len &&
           (line.at[at] == ' ' || line.at[at] == '\t' || line.at[at] == '\r' || line.at[at] == '\n'))
        at++;
    return at == line.len;
}

/* The word that begins at `at`, which is a tag when it begins with '!'. */
static bool has_many_escapes(const char *at, const char *end)
{
    size_t count = 0;

    for (; at < end && *at != ' ' && *at != '\n' && *at != '\r' && *at != '\t'; at++)
        count += *at == '%';
    return count > ESCAPES_MOST;
}

static const char *look_for_tags(const struct lines *lines, uint32_t *ret_line)
{
    const char *begin = lines->text.at, *end = begin + lines->text.len, *at = begin;
    uint32_t line = 1;

    for (; at < end && (at = memchr(at, '!', (size_t)(end - at))); at++) {
        if (!has_many_escapes(at, end))
            continue;
        while (line < lines->count && begin + lines->starts[line] <= at)
            line++;
        *ret_line = line;
        return "a tag with more than 100 %-escapes";
    }
    return NULL;
}

const char *yaml_guard(const struct lines *lines, uint32_t *ret_line)
{
    size_t empty = 0, directives = 0;

    for (uint32_t i = 0; i < lines->count; i++) {
        size_t start = lines->starts[i], end = i + 1 < lines->count ? lines->starts[i + 1] : lines->text.len;
        struct slice line = slice_make(lines->text.at + start, end - start);
        bool is_directive = line.len && *line.at == '%';

        *ret_line = i + 1;
        empty = is_blank(line) ? empty + 1 : 0;
        directives += is_directive;
        if (empty > EMPTY_MOST)
            return "more than 500 empty lines in a row: YAML like this is not read";
        if (directives > DIRECTIVES_MOST || (is_directive && line.len > DIRECTIVE_MOST))
            return "more or longer lines that begin with % than are read in YAML";
        if (has_many_indicators(line))
            return "more than 200000 brackets and commas in one line: YAML like this is not read; break the "
                   "line";
    }
    return look_for_tags(lines, ret_line);
}
