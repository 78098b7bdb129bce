/* SPDX-License-Identifier: Apache-2.0 */
#include "drift/template.h"

#include "catalog/segment.h"

static size_t put_segment(char *to, struct slice segment)
{
    size_t len = 0;
    bool inside = false;

    for (size_t i = 0; i < segment.len; i++) {
        if (!inside || segment.at[i] == '}')
            to[len++] = segment.at[i];
        inside = segment.at[i] == '{' || (inside && segment.at[i] != '}');
    }
    return len;
}

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
        len += put_segment(key + len, segment);
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

static bool next_segment(struct slice *rest, struct slice *ret)
{
    do {
        *ret = slice_cut(rest, '/');
    } while (ret->len == 0 && rest->len);
    return ret->len > 0;
}

bool template_covers(struct slice documented, struct slice observed, size_t *ret_literals)
{
    *ret_literals = 0;
    for (;;) {
        struct slice promised, seen;
        bool more = next_segment(&documented, &promised);

        if (more != next_segment(&observed, &seen))
            return false;
        if (!more)
            return true;
        if (memchr(promised.at, '{', promised.len))
            continue;
        if (!slice_eq(promised, seen))
            return false;
        ++*ret_literals;
    }
}

static bool known_from(const struct guide_node *node, struct slice path);

static bool known_below(const struct guide_node *node, struct slice path)
{
    return node && known_from(node, path);
}

static bool known_from(const struct guide_node *node, struct slice path)
{
    struct slice segment, stem, suffix;

    if (!next_segment(&path, &segment))
        return node->methods != NULL;
    if (!memchr(segment.at, '{', segment.len) && known_below(guide_literal(node, segment), path))
        return true;
    if (known_below(node->parameter, path))
        return true;
    if (!segment_split(segment, &stem, &suffix))
        return false;
    return known_below(guide_suffix(node->parameter, suffix), path) ||
           known_below(guide_suffix(guide_literal(node, stem), suffix), path);
}

bool template_known(const struct guide *guide, struct slice path, size_t skip)
{
    struct slice segment;

    while (skip--)
        if (!next_segment(&path, &segment))
            return false;
    return known_from(&guide->root, path);
}

struct slice template_head(struct slice path, size_t count)
{
    struct slice rest = path, segment;

    for (size_t i = 0; i < count; i++)
        if (!next_segment(&rest, &segment))
            return (struct slice){ path.at, 0 };
        else
            path.len = (size_t)(segment.at + segment.len - path.at);
    return count ? path : (struct slice){ path.at, 0 };
}

size_t template_segments(struct slice path)
{
    struct slice segment;
    size_t count = 0;

    while (next_segment(&path, &segment))
        count++;
    return count;
}
