/* SPDX-License-Identifier: Apache-2.0 */
/* Templates may come with any bytes in their literals and any names for their parameters. In a document a
 * template stands once: endpoints whose templates differ by parameter names only share it, under the names
 * that come first. */
#include "base/byte.h"
#include "spec/openapi_parts.h"

#include <stdio.h>

struct grouping {
    struct openapi *openapi;
    struct table table;
    struct path_group *groups;
    size_t count;
};

static const struct parameter *path_parameter(const struct endpoint *endpoint, size_t index)
{
    for (size_t i = 0; i < endpoint->parameter_count; i++) {
        if (endpoint->parameters[i].place == PLACE_PATH && index-- == 0)
            return &endpoint->parameters[i];
    }
    return NULL;
}

/* What a path segment may hold (RFC 3986 3.3); the rest is percent-encoded. */
static void put_literal(struct buffer *out, struct slice text, size_t i)
{
    char byte = text.at[i];
    bool is_encoded = byte == '%' && i + 2 < text.len && byte_hex_value(text.at[i + 1]) >= 0 &&
                      byte_hex_value(text.at[i + 2]) >= 0;

    if (byte_is_alphanumeric(byte) || is_encoded || (byte && strchr("/-._~!$&'()*+,;=:@", byte)))
        buffer_byte(out, byte);
    else
        buffer_printf(out, "%%%02X", (unsigned char)byte);
}

/* A name that stands between braces, not used before in this template. */
static struct slice safe_name(struct openapi *openapi, const struct path_group *group, struct slice name)
{
    struct slice copy = arena_copy(openapi->document.arena, name.len ? name : SLICE("parameter"));
    char *text = (char *)(uintptr_t)copy.at;
    struct slice unique = copy;

    for (size_t i = 0; i < copy.len; i++) {
        if (!byte_is_alphanumeric(text[i]) && text[i] != '-')
            text[i] = '_';
    }
    for (size_t i = 0, number = 2; i < group->name_count; i++) {
        if (slice_eq_nocase(group->names[i], unique)) {
            unique = arena_printf(openapi->document.arena, "%.*s%zu", SLICE_ARG(copy), number++);
            i = (size_t)-1;
        }
    }
    return unique;
}

/* "{name}" at i, when it is the next path parameter; answers its length, 0 otherwise. */
static size_t placeholder(const struct endpoint *endpoint, size_t index, size_t i)
{
    const struct parameter *parameter = path_parameter(endpoint, index);
    struct slice rest = slice_make(endpoint->path.at + i, endpoint->path.len - i);
    const char *end;

    if (!parameter || rest.at[0] != '{')
        return 0;
    end = memchr(rest.at, '}', rest.len);
    if (!end || !slice_eq(slice_make(rest.at + 1, (size_t)(end - rest.at) - 1), parameter->name))
        return 0;
    return (size_t)(end - rest.at) + 1;
}

/* The template with its parameters named (group given) or blank. */
static struct slice write_path(struct openapi *openapi, const struct endpoint *endpoint,
                               struct path_group *group)
{
    struct buffer out;
    struct slice path;
    size_t index = 0;

    buffer_init(&out, openapi->document.arena->account);
    for (size_t i = 0; i < endpoint->path.len; i++) {
        size_t length = placeholder(endpoint, index, i);

        if (!length) {
            put_literal(&out, endpoint->path, i);
            continue;
        }
        if (group) {
            struct slice name = safe_name(openapi, group, path_parameter(endpoint, index)->name);

            group->names[group->name_count++] = name;
            buffer_printf(&out, "{%.*s}", SLICE_ARG(name));
        } else {
            buffer_text(&out, "{}");
        }
        index++;
        i += length - 1;
    }
    if (!out.len || out.at[0] != '/') {
        path = arena_printf(openapi->document.arena, "/%.*s", (int)out.len, out.len ? out.at : "");
    } else {
        path = arena_copy(openapi->document.arena, buffer_slice(&out));
    }
    if (out.failed || !path.at)
        openapi->document.failed = true;
    buffer_done(&out);
    return path;
}

bool openapi_path(struct openapi *openapi, const struct endpoint *endpoint, struct path_group *ret)
{
    *ret = (struct path_group){ .first = NO_ENDPOINT, .last = NO_ENDPOINT };
    ret->names = arena_get_array(openapi->document.arena, endpoint->parameter_count + 1, sizeof *ret->names);
    if (ret->names)
        ret->path = write_path(openapi, endpoint, ret);
    openapi->document.failed |= !ret->names;
    return !openapi->document.failed;
}

static struct path_group *group_for(struct grouping *grouping, const struct endpoint *endpoint)
{
    struct openapi *openapi = grouping->openapi;
    struct slice key = write_path(openapi, endpoint, NULL);
    struct path_group *group = openapi->document.failed ? NULL : table_find(&grouping->table, key);

    if (group || openapi->document.failed)
        return group;
    group = &grouping->groups[grouping->count];
    if (!openapi_path(openapi, endpoint, group) || !table_put(&grouping->table, key, group)) {
        openapi->document.failed = true;
        return NULL;
    }
    grouping->count++;
    return group;
}

struct path_group *openapi_group_paths(struct openapi *openapi, size_t *ret_count)
{
    const struct service *service = openapi->service;
    struct grouping grouping = { .openapi = openapi };

    grouping.groups =
        arena_get_array(openapi->document.arena, service->endpoint_count + 1, sizeof *grouping.groups);
    openapi->next =
        arena_get_array(openapi->document.arena, service->endpoint_count + 1, sizeof *openapi->next);
    if (!grouping.groups || !openapi->next)
        return NULL;
    table_init(&grouping.table, openapi->document.arena->account);
    for (size_t i = 0; i < service->endpoint_count && !openapi->document.failed; i++) {
        struct path_group *group = group_for(&grouping, &service->endpoints[i]);

        openapi->next[i] = NO_ENDPOINT;
        if (group && group->last != NO_ENDPOINT)
            openapi->next[group->last] = i;
        else if (group)
            group->first = i;
        if (group)
            group->last = i;
    }
    table_done(&grouping.table);
    *ret_count = grouping.count;
    return openapi->document.failed ? NULL : grouping.groups;
}
