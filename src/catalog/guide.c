/* SPDX-License-Identifier: Apache-2.0 */
#include "catalog/guide.h"

#include "base/hash.h"
#include "catalog/segment.h"
#include "http/url.h"

void guide_init(struct guide *guide, struct arena *arena, struct slice service)
{
    *guide = (struct guide){ .arena = arena, .service = service };
}

static struct guide_node *find(struct guide_node *list, struct slice text)
{
    while (list && !slice_eq(list->text, text))
        list = list->next;
    return list;
}

static struct guide_node *get(struct guide *guide, struct guide_node **list, struct slice text)
{
    struct guide_node *node = find(*list, text);

    if (node)
        return node;
    node = arena_get_array(guide->arena, 1, sizeof *node);
    if (!node)
        return NULL;
    node->text = arena_copy(guide->arena, text);
    node->hash = hash_content(text);
    node->next = *list;
    *list = node;
    return text.len && !node->text.at ? NULL : node;
}

/* "{id}:cancel", "{id}.json": one parameter and a suffix behind it, as path_split cuts what it meets in traffic. */
static bool split_parameter(struct slice segment, struct slice *ret_suffix)
{
    const char *close = memchr(segment.at, '}', segment.len);
    struct slice rest, stem;

    if (segment.at[0] != '{' || !close)
        return false;
    rest = slice_make(close + 1, (size_t)(segment.at + segment.len - close - 1));
    *ret_suffix = (struct slice){ NULL, 0 };
    if (rest.len && !memchr(rest.at, '{', rest.len)) {
        /* What follows is a suffix when traffic would be cut there too. */
        if (!segment_split(segment, &stem, ret_suffix) || stem.len != segment.len - rest.len)
            return false;
    }
    return rest.len == 0 || ret_suffix->len;
}

static struct guide_node *step_parameter(struct guide *guide, struct guide_node *node, struct slice suffix)
{
    if (!node->parameter)
        node->parameter = arena_get_array(guide->arena, 1, sizeof *node);
    if (!node->parameter || suffix.len == 0)
        return node->parameter;
    return get(guide, &node->parameter->suffixes, suffix);
}

size_t guide_drop_names(struct slice template, char *ret)
{
    size_t len = 0;
    bool inside = false;

    for (size_t i = 0; i < template.len; i++) {
        if (!inside || template.at[i] == '}')
            ret[len++] = template.at[i];
        inside = template.at[i] == '{' || (inside && template.at[i] != '}');
    }
    return len;
}

static bool is_composite(struct slice segment)
{
    const char *open = memchr(segment.at, '{', segment.len);

    return open && open > segment.at &&
           (memchr(segment.at, '(', (size_t)(open - segment.at)) ||
            memchr(segment.at, ';', (size_t)(open - segment.at)));
}

static struct slice pattern_of(struct guide *guide, struct slice segment)
{
    char *text = arena_get(guide->arena, segment.len + 1);

    return text ? slice_make(text, guide_drop_names(segment, text)) : segment;
}

/* {sha}.{format} */
static bool has_parameter_as_suffix(struct slice segment)
{
    for (size_t i = 2; i < segment.len; i++)
        if (segment.at[i] == '{' && (segment.at[i - 1] == '.' || segment.at[i - 1] == ':') &&
            segment.at[i - 2] == '}')
            return true;
    return false;
}

static struct guide_node *step(struct guide *guide, struct guide_node *node, struct slice segment)
{
    struct slice stem, suffix = { NULL, 0 };

    if (is_composite(segment)) /* calls and matrix parameters are learned as patterns (catalog/composite.h) */
        return get(guide, &node->literals, pattern_of(guide, segment));
    if (memchr(segment.at, '{', segment.len)) {
        split_parameter(segment, &suffix);
        node = step_parameter(guide, node, suffix);
        if (node && has_parameter_as_suffix(segment))
            node->has_any_suffix = true;
        return node;
    }
    segment = url_decode(segment, guide->arena, NULL);
    if (segment_split(segment, &stem, &suffix) && suffix.at[0] == ':') {
        node = get(guide, &node->literals, stem);
        return node ? get(guide, &node->suffixes, suffix) : NULL;
    }
    return get(guide, &node->literals, segment);
}

bool guide_add(struct guide *guide, struct slice template, struct slice method)
{
    struct guide_node *node = &guide->root;
    struct guide_method *entry;

    while (template.len && node) {
        struct slice segment = slice_cut(&template, '/');

        if (segment.len)
            node = step(guide, node, segment);
    }
    if (!node)
        return false;
    if (guide_has_method(node, method))
        return true;
    entry = arena_get_array(guide->arena, 1, sizeof *entry);
    if (!entry)
        return false;
    entry->name = arena_copy(guide->arena, method);
    entry->next = node->methods;
    node->methods = entry;
    return entry->name.at != NULL;
}

const struct guide_node *guide_literal(const struct guide_node *node, struct slice text, uint64_t masked)
{
    const struct guide_node *literal = node ? node->literals : NULL;

    if (!masked)
        return find((struct guide_node *)(uintptr_t)literal, text);
    while (literal && literal->hash != masked)
        literal = literal->next;
    return literal;
}

const struct guide_node *guide_suffix(const struct guide_node *node, struct slice text)
{
    return node ? find(node->suffixes, text) : NULL;
}

const struct guide_node *guide_step(const struct guide_node *node, struct slice text, uint64_t masked)
{
    const struct guide_node *literal = guide_literal(node, text, masked);

    return literal || !node ? literal : node->parameter;
}

bool guide_has_suffix(const struct guide_node *stem, struct slice text)
{
    return stem && (stem->has_any_suffix || find(stem->suffixes, text));
}

bool guide_has_method(const struct guide_node *node, struct slice method)
{
    for (const struct guide_method *entry = node ? node->methods : NULL; entry; entry = entry->next)
        if (slice_eq(entry->name, method))
            return true;
    return false;
}
