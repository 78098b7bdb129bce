/* SPDX-License-Identifier: Apache-2.0 */
#include "contract/reading.h"

#include "base/byte.h"

void *reading_get(struct reading *reading, size_t count, size_t size)
{
    void *at = count ? arena_get_array(&reading->set->arena, count, size) : NULL;

    if (count && !at)
        reading->failed = true;
    return at;
}

struct slice reading_copy(struct reading *reading, struct slice text)
{
    struct slice copy = arena_copy(&reading->set->arena, text);

    if (!copy.at)
        reading->failed = true;
    return copy;
}

struct slice reading_lower(struct reading *reading, struct slice text)
{
    size_t i = 0;
    char *at;

    while (i < text.len && !byte_is_upper(text.at[i]))
        i++;
    if (i == text.len)
        return text;
    at = reading_get(reading, text.len + 1, 1);
    if (!at)
        return SLICE("");
    for (i = 0; i < text.len; i++)
        at[i] = byte_lower(text.at[i]);
    return slice_make(at, text.len);
}

struct slice reading_scalar(const struct tree_node *node)
{
    bool is_scalar =
        node && (node->kind == TREE_STRING || node->kind == TREE_NUMBER || node->kind == TREE_BOOLEAN);

    return is_scalar ? node->text : SLICE("");
}

const struct slice *reading_strings(struct reading *reading, const struct tree_node *node, size_t *ret_count)
{
    struct slice *texts;
    size_t count = 0;

    *ret_count = 0;
    if (!node || node->kind != TREE_SEQUENCE)
        return NULL;
    texts = reading_get(reading, node->count, sizeof *texts);
    for (size_t i = 0; texts && i < node->count; i++) {
        if (node->elements[i]->kind == TREE_STRING)
            texts[count++] = node->elements[i]->text;
    }
    *ret_count = count;
    return texts;
}

bool reading_is_extension(struct slice key)
{
    return slice_starts_with(key, SLICE("x-"));
}

struct shared_key {
    const struct tree_node *node;
    const void *kind;
};

struct shared_part {
    struct shared_key key;
    void *value;
};

void *reading_shared(const struct reading *reading, const struct tree_node *node, const void *kind)
{
    struct shared_key key = { node, kind };
    const struct shared_part *part = table_find(&reading->shared, slice_make(&key, sizeof key));

    return part ? part->value : NULL;
}

void reading_share(struct reading *reading, const struct tree_node *node, const void *kind, void *value)
{
    struct shared_part *part = reading_get(reading, 1, sizeof *part);

    if (!part)
        return;
    *part = (struct shared_part){ .key = { node, kind }, .value = value };
    if (!table_put(&reading->shared, slice_make(&part->key, sizeof part->key), part))
        reading->failed = true;
}
