/* SPDX-License-Identifier: Apache-2.0 */
/* Each place that refers is taken one step and remembered, so a chain costs its length once however many places enter it,
 * and each fault is said once. */
#include "contract/reference.h"

#include "base/byte.h"
#include "contract/reading.h"
#include "contract/reference_file.h"

struct followed {
    const struct tree_node *node; /* key */
    struct reference_hop hop;
    const struct tree_node *end; /* of the chain */
    bool is_followed;
    bool is_reported; /* as a circle */
};

bool reference_is(const struct tree_node *node, struct slice *ret)
{
    const struct tree_node *text = TREE_GET(node, "$ref");

    if (!text || text->kind != TREE_STRING)
        return false;
    if (ret)
        *ret = text->text;
    return true;
}

/* A percent sign without two hexadecimal digits stands for itself: people write such names. */
static struct slice percent_decode(struct contract_set *set, struct slice text)
{
    char *at;
    size_t len = 0;

    if (!text.len || !memchr(text.at, '%', text.len))
        return text;
    at = arena_get(&set->arena, text.len + 1);
    if (!at)
        return SLICE("");
    for (size_t i = 0; i < text.len; i++) {
        int high = i + 2 < text.len && text.at[i] == '%' ? byte_hex_value(text.at[i + 1]) : -1;
        int low = high >= 0 ? byte_hex_value(text.at[i + 2]) : -1;

        if (low >= 0)
            i += 2;
        at[len++] = low >= 0 ? (char)(unsigned char)(16 * high + low) : text.at[i];
    }
    return slice_make(at, len);
}

/* RFC 6901, 4: first ~1, then ~0. */
static struct slice tilde_decode(struct contract_set *set, struct slice text)
{
    char *at;
    size_t len = 0;

    if (!text.len || !memchr(text.at, '~', text.len))
        return text;
    at = arena_get(&set->arena, text.len + 1);
    if (!at)
        return SLICE("");
    for (size_t i = 0; i < text.len; i++) {
        bool is_escape =
            text.at[i] == '~' && i + 1 < text.len && (text.at[i + 1] == '0' || text.at[i + 1] == '1');

        at[len++] = !is_escape ? text.at[i] : text.at[i + 1] == '1' ? '/' : '~';
        i += is_escape;
    }
    return slice_make(at, len);
}

static struct slice last_segment(struct slice text)
{
    const char *slash = text.len ? memrchr(text.at, '/', text.len) : NULL;

    return slash ? slice_make(slash + 1, (size_t)(text.at + text.len - slash) - 1) : text;
}

struct slice reference_name(struct slice reference)
{
    slice_cut(&reference, '#');
    return last_segment(reference);
}

/* "pet" of "schemas/pet.yaml" */
static struct slice file_stem(struct slice path)
{
    struct slice name = last_segment(path), stem = slice_cut(&name, '.');

    return stem;
}

/* Which references name components: those below a container of components, the members of a file that is one container,
 * and whole files. */
static struct slice component_name(struct contract_set *set, struct slice path, struct slice pointer)
{
    static const char *const containers[] = { "schemas", "definitions", "$defs" };
    struct slice rest, name;

    if (!pointer.len)
        return path.len ? file_stem(path) : SLICE("");
    name = last_segment(pointer);
    rest = slice_make(pointer.at, pointer.len - name.len);
    while (rest.len && rest.at[rest.len - 1] == '/')
        rest.len--;
    if (rest.len && !SLICE_AMONG_NOCASE(last_segment(rest), containers))
        return SLICE("");
    return tilde_decode(set, name);
}

static const struct tree_node *find_pointer(struct contract_set *set, const struct tree_file *file,
                                            const struct tree_node *at, struct slice pointer,
                                            struct slice text)
{
    const struct tree_node *found;

    if (!pointer.len)
        return file->root;
    if (pointer.at[0] == '/')
        found = tree_pointer(file->root, pointer);
    else
        found = reference_anchor(set, file, pointer);
    if (!found && pointer.at[0] != '/' && memchr(pointer.at, '/', pointer.len)) {
        struct slice with_slash = arena_printf(&set->arena, "/%.*s", SLICE_ARG(pointer));

        found = tree_pointer(file->root, with_slash);
        if (found)
            fault_add(&set->reader.faults, FAULT_ERROR, tree_position(at), "reference-syntax",
                      "the reference '%.*s' lacks a slash behind '#'", SLICE_ARG(text));
    }
    if (!found)
        fault_add(&set->reader.faults, FAULT_ERROR, tree_position(at), "unresolved-reference",
                  "the reference '%.*s' leads nowhere: %.*s has nothing there", SLICE_ARG(text),
                  SLICE_ARG(file->path));
    return found;
}

/* What the text of a reference names; `at` is the string. */
static struct reference_hop resolve(struct contract_set *set, const struct tree_node *at)
{
    struct slice pointer = at->text, path = percent_decode(set, slice_cut(&pointer, '#'));
    struct reference_hop hop = { .target = NULL };
    const struct tree_file *file = at->file;

    pointer = percent_decode(set, pointer);
    if (path.len)
        file = reference_file(set, at, path);
    if (!file || !file->root)
        return hop;
    hop.target = find_pointer(set, file, at, pointer, at->text);
    if (hop.target)
        hop.name = component_name(set, path, pointer);
    return hop;
}

static struct followed *followed_of(struct contract_set *set, const struct tree_node *node,
                                    const struct tree_node *text)
{
    struct followed *followed = table_find(&set->references, slice_make(&node, sizeof node));

    if (followed)
        return followed;
    followed = arena_get_array(&set->arena, 1, sizeof *followed);
    if (!followed)
        return NULL;
    followed->node = node;
    if (!table_put(&set->references, slice_make(&followed->node, sizeof followed->node), followed))
        return NULL;
    followed->hop = resolve(set, text);
    return followed;
}

struct reference_hop reference_step(struct contract_set *set, const struct tree_node *node)
{
    struct followed *followed = followed_of(set, node, TREE_GET(node, "$ref"));

    return followed ? followed->hop : (struct reference_hop){ .target = NULL };
}

struct reference_hop reference_of_text(struct contract_set *set, const struct tree_node *node)
{
    struct followed *followed = followed_of(set, node, node);

    return followed ? followed->hop : (struct reference_hop){ .target = NULL };
}

static bool is_before(const struct tree_node *a, const struct tree_node *b)
{
    if (a->file != b->file)
        return a->file->order < b->file->order;
    return a->start < b->start;
}

/* The node stands in a circle, or in a chain longer than REFERENCE_CHAIN. Said once for a circle, at its first place. */
static void report_circle(struct contract_set *set, const struct tree_node *node)
{
    const struct tree_node *first = node, *at = node;
    struct followed *followed;

    for (unsigned i = 0; i < REFERENCE_CHAIN && at && reference_is(at, NULL); i++) {
        at = reference_step(set, at).target;
        if (at == node)
            break;
        if (at && reference_is(at, NULL) && is_before(at, first))
            first = at;
    }
    followed = followed_of(set, first, TREE_GET(first, "$ref"));
    if (!followed || followed->is_reported)
        return;
    followed->is_reported = true;
    fault_add(&set->reader.faults, FAULT_ERROR, tree_position(TREE_GET(first, "$ref")), "reference-circle",
              "the reference '%.*s' leads back to itself, or on and on",
              SLICE_ARG(tree_string(TREE_GET(first, "$ref"))));
}

const struct tree_node *reference_follow(struct contract_set *set, const struct tree_node *node)
{
    const struct tree_node *at = node;
    struct followed *first;

    if (!node || !reference_is(node, NULL))
        return node;
    first = followed_of(set, node, TREE_GET(node, "$ref"));
    if (!first || first->is_followed)
        return first ? first->end : NULL;
    first->is_followed = true;
    for (unsigned i = 0; i < REFERENCE_CHAIN && at && reference_is(at, NULL); i++)
        at = reference_step(set, at).target;
    if (at && reference_is(at, NULL)) {
        report_circle(set, at);
        at = NULL;
    }
    first->end = at;
    return at;
}
