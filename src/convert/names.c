/* SPDX-License-Identifier: Apache-2.0 */
/* Names of components. Swagger 2.0 allows any, 3.x only [A-Za-z0-9._-]+ (3.0.3, Components Object); and what
 * comes from other files must not take a name that is in use. */
#include "convert/parts.h"

#include "base/byte.h"

struct taken {
    unsigned next; /* the number to try behind this name when it is wanted again */
};

/* Sections of 2.0 and what they become. Shared parameters become one of two. */
static const struct {
    const char *key;
    const char *sections[2];
} old_sections[] = {
    { "definitions", { "schemas" } },
    { "parameters", { "parameters", "requestBodies" } },
    { "responses", { "responses" } },
    { "securityDefinitions", { "securitySchemes" } },
};

static bool is_allowed(char byte)
{
    return byte_is_alphanumeric(byte) || byte == '.' || byte == '_' || byte == '-';
}

static bool is_name(struct slice text)
{
    for (size_t i = 0; i < text.len; i++) {
        if (!is_allowed(text.at[i]))
            return false;
    }
    return text.len > 0;
}

/* A run of what is not allowed becomes one underscore; none at the end: "List[Pet]" is List_Pet. */
static struct slice sanitise(struct converter *converter, struct slice text)
{
    char *at = convert_get(converter, text.len + 1, 1);
    size_t len = 0;

    for (size_t i = 0; at && i < text.len; i++) {
        if (is_allowed(text.at[i]))
            at[len++] = text.at[i];
        else if (len && at[len - 1] != '_')
            at[len++] = '_';
    }
    while (len && at[len - 1] == '_')
        len--;
    return len ? slice_make(at, len) : SLICE("component");
}

static struct slice key_of(struct converter *converter, struct slice section, struct slice name)
{
    struct slice key = arena_printf(converter->document->arena, "%.*s/", SLICE_ARG(section));
    char *at = convert_get(converter, key.len + name.len, 1);

    if (!at || !key.at)
        return SLICE("");
    memcpy(at, key.at, key.len);
    if (name.len)
        memcpy(at + key.len, name.at, name.len);
    return slice_make(at, key.len + name.len);
}

static void take(struct converter *converter, const char *section, struct slice name)
{
    struct taken *taken = convert_get(converter, 1, sizeof *taken);

    if (!taken)
        return;
    taken->next = 2;
    if (!table_put(&converter->names, key_of(converter, slice_of(section), name), taken))
        converter->document->failed = true;
}

struct slice convert_new_name(struct converter *converter, const char *section, struct slice wish)
{
    struct slice clean = is_name(wish) ? wish : sanitise(converter, wish), name = clean;
    struct taken *taken = table_find(&converter->names, key_of(converter, slice_of(section), clean));

    while (taken && name.at && table_find(&converter->names, key_of(converter, slice_of(section), name)))
        name = arena_printf(converter->document->arena, "%.*s_%u", SLICE_ARG(clean), taken->next++);
    if (!name.at) {
        converter->document->failed = true;
        return SLICE("");
    }
    take(converter, section, name);
    return name;
}

static void take_members(struct converter *converter, const struct tree_node *map, const char *section)
{
    for (uint32_t i = 0; map && map->kind == TREE_MAPPING && i < map->count; i++)
        take(converter, section, map->members[i].key);
}

/* After those that stay have been taken. */
static void rename_members(struct converter *converter, const struct tree_node *map, struct slice old,
                           const char *section)
{
    for (uint32_t i = 0; map && map->kind == TREE_MAPPING && i < map->count; i++) {
        struct slice name = map->members[i].key, *fresh;

        if (is_name(name))
            continue;
        fresh = convert_get(converter, 1, sizeof *fresh);
        if (!fresh)
            return;
        *fresh = convert_new_name(converter, section, name);
        if (!table_put(&converter->renamed, key_of(converter, old, name), fresh))
            converter->document->failed = true;
        CONVERT_NOTE(converter, map->members[i].value, "renamed-component",
                     "'%.*s' is no name in OpenAPI 3: it is called %.*s now", SLICE_ARG(name),
                     SLICE_ARG(*fresh));
    }
}

static void names_20(struct converter *converter)
{
    for (size_t i = 0; i < sizeof old_sections / sizeof *old_sections; i++) {
        const struct tree_node *map = tree_get(converter->root, slice_of(old_sections[i].key));

        for (size_t j = 0; j < 2 && old_sections[i].sections[j]; j++)
            take_members(converter, map, old_sections[i].sections[j]);
        rename_members(converter, map, slice_of(old_sections[i].key), old_sections[i].sections[0]);
    }
}

void convert_names(struct converter *converter)
{
    const struct tree_node *components = TREE_GET(converter->root, "components");

    if (converter->from == CONTRACT_SWAGGER_20) {
        names_20(converter);
        return;
    }
    for (uint32_t i = 0; components && components->kind == TREE_MAPPING && i < components->count; i++) {
        struct slice section = arena_copy(converter->document->arena, components->members[i].key);

        if (section.at)
            take_members(converter, components->members[i].value, section.at);
    }
}

struct slice convert_name(struct converter *converter, struct slice section, struct slice name)
{
    const struct slice *fresh =
        is_name(name) ? NULL : table_find(&converter->renamed, key_of(converter, section, name));

    return fresh ? *fresh : name;
}
