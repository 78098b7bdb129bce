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

static const struct content *find_in(const struct content *contents, size_t count, const struct field *field)
{
    const struct field *path[PLACE_DEPTH];

    for (size_t i = 0; i < count; i++) {
        if (contents[i].schema && place_path(schema_root(contents[i].schema), field, path))
            return &contents[i];
    }
    return NULL;
}

const struct content *place_content(const struct endpoint *endpoint, struct slice location,
                                    const struct field *field)
{
    struct slice status = location;
    unsigned long long code;

    if (slice_eq(location, SLICE("request")))
        return find_in(endpoint->requests, endpoint->request_count, field);
    slice_cut(&status, ':');
    if (!slice_to_u64(status, 999, &code))
        return NULL;
    for (size_t i = 0; i < endpoint->response_count; i++) {
        if (endpoint->responses[i].status == code)
            return find_in(endpoint->responses[i].contents, endpoint->responses[i].content_count, field);
    }
    return NULL;
}
