/* SPDX-License-Identifier: Apache-2.0 */
#include "catalog/naming.h"

#include "base/words.h"
#include "catalog/composite.h"
#include "catalog/echo.h"

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

/* Members that many kinds of things have: alone they say too little. */
static bool is_general(struct slice key)
{
    static const char *const names[] = { "name", "key",   "code",  "slug",   "number",
                                         "type", "value", "title", "label",  "uuid",
                                         "path", "hash",  "kind",  "status", "state" };

    return SLICE_AMONG_NOCASE(key, names);
}

/* The name that the API's own answers give the value; empty when they do not, or call it id. */
static struct slice echoed_name(const struct template_node *node, const struct template_node *noun,
                                struct arena *arena)
{
    struct slice key = echo_name(node), name;
    struct words words = { 0 };

    if (!key.len || slice_eq(key, SLICE("id")))
        return (struct slice){ NULL, 0 };
    if (is_general(key)) {
        bool is_name = slice_eq(key, SLICE("name"));

        if (!noun || !is_noun(noun->text))
            return key;
        name = arena_copy(arena, key);
        return singular_name(noun->text, is_name ? "name" : name.at, arena);
    }
    words_add(&words, key);
    return words.count   ? words_join(&words, WORDS_CAMEL, arena)
           : words.count ? key
                         : (struct slice){ NULL, 0 };
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
    if (node->is_parameter)
        name = echoed_name(node, noun, arena);
    if (!name.len && noun && is_noun(noun->text))
        name = singular_name(noun->text,
                             between > 0 && !identifiers ? "name"
                             : identifiers               ? "id"
                                                         : "",
                             arena);
    if (name.len)
        return name;
    return identifiers ? SLICE("id") : SLICE("name");
}

static bool is_taken(const struct template_node *node, struct slice name)
{
    for (const struct template_node *above = node; above; above = above->parent) {
        if (above != node && above->is_parameter && slice_eq(above->name, name))
            return true;
        for (size_t i = 0; i < above->piece_count; i++)
            if (slice_eq(above->piece_names[i], name))
                return true;
    }
    return false;
}

static struct slice free_name(const struct template_node *node, struct slice plain, struct arena *arena)
{
    struct slice name = plain;

    for (unsigned number = 2; name.len && is_taken(node, name); number++)
        name = arena_printf(arena, "%.*s%u", SLICE_ARG(plain), number);
    return name;
}

/* ---- several values in one segment ---- */

/* All values the parameter is known to have had, the samples of its buckets included. */
static struct slice *known_values(const struct template_node *node, struct arena *arena, size_t *ret_count)
{
    size_t room = node->value_count, count = 0;
    struct slice *values;

    for (size_t i = 0; i < node->node_count; i++)
        room += node->nodes[i]->values ? node->nodes[i]->values->count : 0;
    values = arena_get_array(arena, room + 1, sizeof *values);
    for (size_t i = 0; values && i < node->value_count; i++)
        if (!node->values[i].is_bucket)
            values[count++] = node->values[i].text;
    for (size_t i = 0; values && i < node->node_count; i++)
        for (uint32_t j = 0; node->nodes[i]->values && j < node->nodes[i]->values->count; j++)
            values[count++] =
                slice_make(node->nodes[i]->values->entries[j].text, node->nodes[i]->values->entries[j].len);
    *ret_count = count;
    return values;
}

static struct slice piece_name(const struct template_node *node, size_t index, struct arena *arena)
{
    static const char *const coordinates[] = { "latitude", "longitude" };
    static const char *const compared[] = { "base", "head" };
    struct slice given = composite_name(node->pattern, index);

    if (given.len)
        return given;
    if (index < 2 && slice_eq(node->pattern, SLICE("{},{}")) && node->value_count &&
        share_of(node, SEGMENT_ODD) > 0.5)
        return slice_of(coordinates[index]);
    if (index < 2 && slice_eq(node->pattern, SLICE("{}...{}")))
        return slice_of(compared[index]);
    return node->is_parameter
               ? plain_name(node, arena)
               : singular_name(slice_cut(&(struct slice){ node->pattern.at, node->pattern.len }, '('), "id",
                               arena);
}

static bool name_pieces(struct template_node *node, struct arena *arena)
{
    struct slice pieces[COMPOSITE_PIECES];
    size_t count = composite_split(node->pattern, node->pattern, pieces);

    node->piece_names = arena_get_array(arena, count + 1, sizeof *node->piece_names);
    if (!node->piece_names)
        return false;
    for (size_t i = 0; i < count; i++) {
        struct slice name = free_name(node, piece_name(node, i, arena), arena);

        if (!name.len)
            return false;
        node->piece_names[node->piece_count++] = name;
    }
    return true;
}

static bool name_node(struct template_node *node, struct arena *arena)
{
    size_t count;
    struct slice *values;

    if (!node->is_parameter) {
        if (node->value_count == 0 || node->values[0].class != SEGMENT_PATTERN)
            return true;
        node->pattern = node->text;
        return name_pieces(node, arena);
    }
    if (node->name.len) {
        node->name = free_name(node, node->name, arena);
        return node->name.len > 0;
    }
    values = known_values(node, arena, &count);
    if (!values)
        return false;
    node->pattern = node->is_catch_all ? (struct slice){ NULL, 0 } : composite_of_values(values, count);
    if (node->pattern.len)
        return name_pieces(node, arena);
    node->name = free_name(node, plain_name(node, arena), arena);
    return node->name.len > 0;
}

bool naming_parameters(struct template_node *root, struct arena *arena)
{
    for (struct template_node *node = root; node; node = node->next)
        if (!name_node(node, arena) || (node->child && !naming_parameters(node->child, arena)))
            return false;
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

/* The pattern with its names in the braces. */
static struct slice fill_pattern(const struct template_node *node, struct arena *arena)
{
    struct slice rest = node->pattern, text = { "", 0 };

    for (size_t i = 0; i < node->piece_count; i++) {
        const char *hole = memmem(rest.at, rest.len, "{}", 2);
        struct slice before = { rest.at, (size_t)(hole - rest.at) };

        before = encode_segment(before, arena);
        text = arena_printf(arena, "%.*s%.*s{%.*s}", SLICE_ARG(text), SLICE_ARG(before),
                            SLICE_ARG(node->piece_names[i]));
        rest.len -= (size_t)(hole + 2 - rest.at);
        rest.at = hole + 2;
    }
    rest = encode_segment(rest, arena);
    return arena_printf(arena, "%.*s%.*s", SLICE_ARG(text), SLICE_ARG(rest));
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
    if (node->piece_count)
        text = fill_pattern(node, arena);
    else if (node->is_parameter)
        text = arena_printf(arena, "{%.*s}", SLICE_ARG(node->name));
    else
        text = encode_segment(node->text, arena);
    return arena_printf(arena, "%.*s%s%.*s", SLICE_ARG(above), slash, SLICE_ARG(text));
}
