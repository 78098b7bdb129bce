/* SPDX-License-Identifier: Apache-2.0 */
#include "catalog/naming.h"

#include "base/words.h"

/* Values by shape: how many of the parameter's distinct values look like that. */
static double share_of(const struct template_node *node, enum segment_class class)
{
    double of_class = 0, all = 0;

    for (size_t i = 0; i < node->value_count; i++) {
        all += node->values[i].distinct;
        if (node->values[i].class == class)
            of_class += node->values[i].distinct;
    }
    return all > 0 ? of_class / all : 0;
}

static double share_of_identifiers(const struct template_node *node)
{
    double identifiers = 0, all = 0;

    for (size_t i = 0; i < node->value_count; i++) {
        all += node->values[i].distinct;
        if (segment_is_identifier(node->values[i].class))
            identifiers += node->values[i].distinct;
    }
    return all > 0 ? identifiers / all : 0;
}

/* The nearest literal above, and how many parameters stand between. */
static const struct template_node *noun_above(const struct template_node *node, size_t *ret_between)
{
    const struct template_node *above = node->parent;

    *ret_between = 0;
    for (; above && above->parent; above = above->parent) {
        if (above->is_suffix)
            continue;
        if (!above->is_parameter)
            return above;
        ++*ret_between;
    }
    return NULL;
}

/* Words that say nothing about what follows: versions and prefixes. */
static bool is_noun(struct slice text)
{
    enum segment_class class = segment_classify(text);

    return class != SEGMENT_VERSION && class != SEGMENT_SEMVER && !segment_is_identifier(class) &&
           !slice_eq_nocase(text, SLICE("api")) && !slice_eq_nocase(text, SLICE("rest"));
}

static struct slice singular_name(struct slice noun, const char *suffix, struct arena *arena)
{
    struct words words = { 0 };

    words_add(&words, noun);
    if (words.count == 0)
        return (struct slice){ NULL, 0 };
    words_singularise(&words);
    if (*suffix && !slice_eq(words_at(&words, words.count - 1), slice_of(suffix)))
        words_add(&words, slice_of(suffix));
    return words_join(&words, WORDS_CAMEL, arena);
}

static struct slice plain_name(const struct template_node *node, struct arena *arena)
{
    size_t between;
    const struct template_node *noun = noun_above(node, &between);
    bool identifiers = share_of_identifiers(node) >= 0.5;
    struct slice name = { NULL, 0 };

    if (node->is_catch_all)
        return SLICE("path");
    if (share_of(node, SEGMENT_DATE) >= 0.5)
        return SLICE("date");
    if (share_of(node, SEGMENT_EMAIL) >= 0.5)
        return SLICE("email");
    if (share_of(node, SEGMENT_SEMVER) + share_of(node, SEGMENT_VERSION) >= 0.5)
        return SLICE("version");
    if (noun && is_noun(noun->text))
        name = singular_name(noun->text, between > 0 && !identifiers ? "name" : identifiers ? "id" : "", arena);
    if (name.len)
        return name;
    return identifiers ? SLICE("id") : SLICE("name");
}

static bool is_taken(const struct template_node *node, struct slice name)
{
    for (const struct template_node *above = node->parent; above; above = above->parent)
        if (above->is_parameter && slice_eq(above->name, name))
            return true;
    return false;
}

bool naming_parameters(struct template_node *root, struct arena *arena)
{
    for (struct template_node *node = root; node; node = node->next) {
        if (node->is_parameter) {
            struct slice plain = plain_name(node, arena);

            node->name = plain;
            for (unsigned number = 2; is_taken(node, node->name); number++)
                node->name = arena_printf(arena, "%.*s%u", SLICE_ARG(plain), number);
            if (!node->name.len)
                return false;
        }
        if (node->child && !naming_parameters(node->child, arena))
            return false;
    }
    return true;
}

/* RFC 3986 3.3: what is no pchar, and braces and percent signs, which would be read as something else. */
static struct slice encode_segment(struct slice text, struct arena *arena)
{
    static const char hex[] = "0123456789ABCDEF";
    char *encoded = arena_get(arena, text.len * 3 + 1);
    size_t len = 0;

    if (!encoded)
        return (struct slice){ NULL, 0 };
    for (size_t i = 0; i < text.len; i++) {
        unsigned char c = (unsigned char)text.at[i];

        if (c <= ' ' || c >= 0x7f || strchr("\"#%/<>?[\\]^`{|}", c)) {
            encoded[len++] = '%';
            encoded[len++] = hex[c >> 4];
            encoded[len++] = hex[c & 15];
        } else {
            encoded[len++] = (char)c;
        }
    }
    return slice_make(encoded, len);
}

struct slice naming_path(const struct template_node *node, struct arena *arena)
{
    struct slice above, text;
    const char *slash = node->is_suffix ? "" : "/";

    if (!node->parent)
        return SLICE("/");
    above = naming_path(node->parent, arena);
    if (above.len == 1)
        above.len = 0;
    if (node->is_parameter)
        return arena_printf(arena, "%.*s%s{%.*s}", SLICE_ARG(above), slash, SLICE_ARG(node->name));
    text = encode_segment(node->text, arena);
    return arena_printf(arena, "%.*s%s%.*s", SLICE_ARG(above), slash, SLICE_ARG(text));
}
