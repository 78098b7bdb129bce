/* SPDX-License-Identifier: Apache-2.0 */
/* Where in a body's evidence a field stands. Rows name places by text, in which keys may hold slashes; the fields themselves
 * are certain. */
#include "drift/addition_inside.h"

static size_t look_below(const struct field *root, const struct field *field,
                         const struct field *ret[PLACE_DEPTH], size_t depth)
{
    const struct field *below[] = { root->items, root->other }, *child;
    size_t cursor = 0, found = 0;

    if (depth == PLACE_DEPTH)
        return 0;
    ret[depth] = root;
    if (root == field)
        return depth + 1;
    while (!found && (child = schema_next(root, &cursor)))
        found = look_below(child, field, ret, depth + 1);
    for (size_t i = 0; !found && i < sizeof below / sizeof *below; i++)
        found = below[i] ? look_below(below[i], field, ret, depth + 1) : 0;
    return found;
}

size_t place_path(const struct field *root, const struct field *field, const struct field *ret[PLACE_DEPTH])
{
    return look_below(root, field, ret, 0);
}

const struct field *place_follow(const struct field *root, const struct field *const *path, size_t count)
{
    for (size_t i = 1; root && i < count; i++) {
        if (path[i] == path[i - 1]->items)
            root = root->items;
        else if (path[i] == path[i - 1]->other)
            root = root->other;
        else
            root = schema_find(root, path[i]->key);
    }
    return root;
}

/* ---- contents */

struct contents {
    const struct content *at;
    size_t count;
};

static struct contents contents_at(const struct endpoint *endpoint, struct slice location)
{
    struct slice status = location;
    unsigned long long code;

    if (slice_eq(location, SLICE("request")))
        return (struct contents){ endpoint->requests, endpoint->request_count };
    slice_cut(&status, ':');
    if (!slice_to_u64(status, 999, &code))
        return (struct contents){ NULL, 0 };
    for (size_t i = 0; i < endpoint->response_count; i++) {
        if (endpoint->responses[i].status == code)
            return (struct contents){ endpoint->responses[i].contents, endpoint->responses[i].content_count };
    }
    return (struct contents){ NULL, 0 };
}

const struct content *place_content(const struct endpoint *endpoint, struct slice location,
                                    const struct field *field)
{
    struct contents contents = contents_at(endpoint, location);
    const struct field *path[PLACE_DEPTH];

    for (size_t i = 0; i < contents.count; i++) {
        if (contents.at[i].schema && place_path(schema_root(contents.at[i].schema), field, path))
            return &contents.at[i];
    }
    return NULL;
}

const struct content *place_media(const struct endpoint *endpoint, struct slice location,
                                  struct slice media_type)
{
    struct contents contents = contents_at(endpoint, location);

    for (size_t i = 0; i < contents.count; i++) {
        if (slice_eq(contents.at[i].media_type, media_type))
            return &contents.at[i];
    }
    return NULL;
}
