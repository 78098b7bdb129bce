/* SPDX-License-Identifier: Apache-2.0 */
#include "posture/settings_reading.h"

#include "base/nearest.h"

#include <stdarg.h>
#include <stdio.h>

#define WORD_MOST 64

void *settings_array(struct settings_reading *reading, size_t count, size_t size)
{
    void *array = arena_get_array(&reading->reader->arena, count + 1, size);

    reading->failed |= array == NULL;
    return array;
}

bool settings_fault(struct settings_reading *reading, const struct tree_node *at, const char *rule,
                    const char *format, ...)
{
    char text[512];
    va_list arguments;

    va_start(arguments, format);
    vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    return fault_add(&reading->reader->faults, FAULT_ERROR, tree_position(at), rule, "%s", text);
}

static const char *near_word(struct slice word, settings_word *get)
{
    char text[WORD_MOST];

    if (word.len == 0 || word.len >= sizeof text)
        return NULL;
    memcpy(text, word.at, word.len);
    text[word.len] = '\0';
    return nearest_word(text, get, NULL);
}

bool settings_misspelt(struct settings_reading *reading, struct position at, const char *rule,
                       const char *what, struct slice word, settings_word *get)
{
    const char *near = near_word(word, get);

    return fault_add(&reading->reader->faults, FAULT_ERROR, at, rule,
                     near ? "%s \"%.*s\"; did you mean \"%s\"?" : "%s \"%.*s\"", what, SLICE_ARG(word), near);
}

bool settings_text(struct settings_reading *reading, const struct tree_node *node, const char *key,
                   struct slice *ret)
{
    if (node->kind == TREE_SEQUENCE || node->kind == TREE_MAPPING)
        return settings_fault(reading, node, "settings-value", "`%s` takes a text, not %s", key,
                              tree_kind_name(node->kind));
    *ret = node->kind == TREE_NULL ? slice_make(NULL, 0) : slice_trim(node->text);
    return ret->len || settings_fault(reading, node, "settings-value", "`%s` is empty", key);
}

size_t settings_texts(struct settings_reading *reading, const struct tree_node *node, const char *key,
                      const struct slice **ret, const struct tree_node ***ret_nodes)
{
    size_t most = node->kind == TREE_SEQUENCE ? node->count : node->kind != TREE_NULL, count = 0;
    struct slice *texts = settings_array(reading, most, sizeof *texts);
    const struct tree_node **nodes = settings_array(reading, most, sizeof(const struct tree_node *));

    *ret = texts;
    if (ret_nodes)
        *ret_nodes = nodes;
    for (size_t i = 0; texts && nodes && i < most; i++) {
        nodes[count] = node->kind == TREE_SEQUENCE ? node->elements[i] : node;
        count += settings_text(reading, nodes[count], key, &texts[count]);
    }
    return count;
}

static const char *severity_word(const void *context, size_t index)
{
    return index < SEVERITIES ? severity_name((enum severity)index) : NULL;
}

bool settings_severity(struct settings_reading *reading, const struct tree_node *node, enum severity *ret)
{
    struct slice text = { NULL, 0 };

    if (!settings_text(reading, node, "severity", &text))
        return false;
    return severity_from(text, ret) || settings_misspelt(reading, tree_position(node), "settings-severity",
                                                         "there is no severity", text, severity_word);
}

bool settings_mapping(struct settings_reading *reading, const struct tree_node *node, const char *key)
{
    if (!node || node->kind == TREE_NULL)
        return false;
    return node->kind == TREE_MAPPING ||
           settings_fault(reading, node, "settings-value", "`%s` is a mapping, not %s", key,
                          tree_kind_name(node->kind));
}

void settings_keys(struct settings_reading *reading, const struct tree_node *mapping, const char *what,
                   settings_word *get)
{
    for (uint32_t i = 0; i < mapping->count; i++) {
        const struct tree_member *member = &mapping->members[i];
        size_t j = 0;

        while (get(NULL, j) && !slice_eq(member->key, slice_of(get(NULL, j))))
            j++;
        if (!get(NULL, j))
            settings_misspelt(reading, tree_key_position(mapping, member), "settings-key", what, member->key,
                              get);
    }
}
