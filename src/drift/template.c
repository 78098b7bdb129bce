/* SPDX-License-Identifier: Apache-2.0 */
#include "drift/template.h"

#include "catalog/guide.h"

struct slice template_key(struct slice method, struct slice path, struct arena *arena)
{
    char *key = arena_get(arena, method.len + path.len + 3);
    size_t len = 0;

    if (!key)
        return (struct slice){ NULL, 0 };
    if (method.len) {
        memcpy(key, method.at, method.len);
        key[method.len] = ' ';
        len = method.len + 1;
    }
    while (path.len) {
        struct slice segment = slice_cut(&path, '/');

        if (segment.len == 0)
            continue;
        key[len++] = '/';
        len += guide_drop_names(segment, key + len);
    }
    return slice_make(key, len);
}

struct slice template_join(struct slice base, struct slice path, struct arena *arena)
{
    while (base.len && base.at[base.len - 1] == '/')
        base.len--;
    return arena_printf(arena, "%.*s%s%.*s", SLICE_ARG(base), path.len && path.at[0] == '/' ? "" : "/",
                        SLICE_ARG(path));
}

/* The literal bytes of a documented segment, in order, with anything where a parameter stands; *score grows by them. */
static bool segment_covers(struct slice promised, struct slice seen, size_t *score)
{
    const char *open = memchr(promised.at, '{', promised.len), *close;
    size_t before = open ? (size_t)(open - promised.at) : promised.len;
    struct slice rest;

    /* Text around the documented parameter belongs to the values of the learned one: user-{id} is {name}. */
    if (open && seen.len > 2 && seen.at[0] == '{' && seen.at[seen.len - 1] == '}' &&
        !memchr(seen.at + 1, '{', seen.len - 1))
        return true;

    if (seen.len < before || memcmp(promised.at, seen.at, before) != 0)
        return false;
    *score += before;
    if (!open)
        return seen.len == before;
    close = memchr(open, '}', (size_t)(promised.at + promised.len - open));
    rest = close ? slice_make(close + 1, (size_t)(promised.at + promised.len - close - 1)) : SLICE("");
    seen = slice_make(seen.at + before, seen.len - before);
    if (rest.len == 0)
        return seen.len > 0;
    for (size_t taken = 1; taken < seen.len; taken++) {
        size_t more = *score;

        if (segment_covers(rest, slice_make(seen.at + taken, seen.len - taken), &more)) {
            *score = more;
            return true;
        }
    }
    return false;
}

/* {path*}, {proxy+}, {filepath}: parameters that people give whole paths. OpenAPI has no way of saying so. */
static bool is_greedy(struct slice segment)
{
    static const char *const names[] = { "wildcard", "proxy",  "splat", "rest",    "filename",
                                         "key",      "object", "any",   "catchall" };
    struct slice name;

    if (segment.len < 3 || segment.at[0] != '{' || segment.at[segment.len - 1] != '}')
        return false;
    name = slice_make(segment.at + 1, segment.len - 2);
    return name.at[name.len - 1] == '*' || name.at[name.len - 1] == '+' ||
           slice_ends_with_nocase(name, SLICE("path")) || SLICE_AMONG_NOCASE(name, names);
}

bool template_covers(struct slice documented, struct slice observed, size_t *ret_score)
{
    *ret_score = 0;
    for (;;) {
        struct slice promised, seen;
        bool more = slice_next(&documented, '/', &promised);

        if (more != slice_next(&observed, '/', &seen))
            return false;
        if (!more)
            return true;
        if (!segment_covers(promised, seen, ret_score))
            return false;
        if (documented.len == 0 && observed.len && is_greedy(promised))
            return true;
    }
}

struct slice template_head(struct slice path, size_t count)
{
    struct slice rest = path, segment;

    for (size_t i = 0; i < count; i++)
        if (!slice_next(&rest, '/', &segment))
            return (struct slice){ path.at, 0 };
        else
            path.len = (size_t)(segment.at + segment.len - path.at);
    return count ? path : (struct slice){ path.at, 0 };
}

size_t template_segments(struct slice path)
{
    struct slice segment;
    size_t count = 0;

    while (slice_next(&path, '/', &segment))
        count++;
    return count;
}
