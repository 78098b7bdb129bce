/* SPDX-License-Identifier: Apache-2.0 */
/* Looking things up in a tree that was read. Look-up by key is in mapping.c. Recursion is bounded: no tree is deeper than
 * TREE_DEPTH. */
#include "tree/tree.h"

#include "base/byte.h"
#include "tree/number.h"
#include "json/writer.h"

#include <math.h>

const char *tree_kind_name(enum tree_kind kind)
{
    static const char *const names[] = { "null",     "a boolean",  "a number",
                                         "a string", "a sequence", "a mapping" };

    return names[kind];
}

/* ~1 is '/', ~0 is '~' (RFC 6901 3 and 4). Decodes into `to`, which has room for the token; false when it is none. */
static bool token_decode(struct slice token, char *to, size_t *ret)
{
    size_t len = 0;

    for (size_t i = 0; i < token.len; i++) {
        char byte = token.at[i];

        if (byte == '~') {
            if (++i == token.len || (token.at[i] != '0' && token.at[i] != '1'))
                return false;
            byte = token.at[i] == '1' ? '/' : '~';
        }
        to[len++] = byte;
    }
    *ret = len;
    return true;
}

/* Whether the token, decoded, is that key; for tokens that are too long to be decoded somewhere. */
static bool token_is(struct slice token, struct slice key)
{
    size_t at = 0;

    for (size_t i = 0; i < token.len; i++, at++) {
        char byte = token.at[i];

        if (byte == '~') {
            if (++i == token.len || (token.at[i] != '0' && token.at[i] != '1'))
                return false;
            byte = token.at[i] == '1' ? '/' : '~';
        }
        if (at == key.len || key.at[at] != byte)
            return false;
    }
    return at == key.len;
}

static const struct tree_node *member_of(const struct tree_node *mapping, struct slice token)
{
    char decoded[1024];
    size_t len;

    if (!token.len || !memchr(token.at, '~', token.len))
        return tree_get(mapping, token);
    if (token.len <= sizeof decoded)
        return token_decode(token, decoded, &len) ? tree_get(mapping, slice_make(decoded, len)) : NULL;
    for (uint32_t i = 0; i < mapping->count; i++) {
        if (token_is(token, mapping->members[i].key))
            return mapping->members[i].value;
    }
    return NULL;
}

/* Array indices have no leading zeros (RFC 6901 4). */
static const struct tree_node *element_of(const struct tree_node *sequence, struct slice token)
{
    unsigned long long place;

    if (!sequence->count || (token.len > 1 && token.at[0] == '0') ||
        !slice_to_u64(token, sequence->count - 1, &place))
        return NULL;
    return sequence->elements[place];
}

const struct tree_node *tree_pointer(const struct tree_node *node, struct slice pointer)
{
    if (pointer.len && pointer.at[0] != '/')
        return NULL;
    while (node && pointer.len) {
        struct slice token;

        pointer = slice_make(pointer.at + 1, pointer.len - 1);
        token = pointer;
        if (pointer.len) {
            const char *next = memchr(pointer.at, '/', pointer.len);

            token.len = next ? (size_t)(next - pointer.at) : pointer.len;
            pointer = slice_make(pointer.at + token.len, pointer.len - token.len);
        }
        node = node->kind == TREE_MAPPING    ? member_of(node, token)
               : node->kind == TREE_SEQUENCE ? element_of(node, token)
                                             : NULL;
    }
    return node;
}

struct slice tree_string(const struct tree_node *node)
{
    return node && node->kind == TREE_STRING ? node->text : slice_make("", 0);
}

bool tree_is_true(const struct tree_node *node)
{
    return node && node->kind == TREE_BOOLEAN && node->is_true;
}

bool tree_number(const struct tree_node *node, double *ret)
{
    return node && node->kind == TREE_NUMBER && number_double(node->text, ret);
}

bool tree_unsigned(const struct tree_node *node, uint64_t *ret)
{
    return node && node->kind == TREE_NUMBER && number_unsigned(node->text, ret);
}

static bool members_equal(const struct tree_node *a, const struct tree_node *b)
{
    for (uint32_t i = 0; i < a->count; i++) {
        const struct tree_node *other = tree_get(b, a->members[i].key);

        if (!other || !tree_equal(a->members[i].value, other))
            return false;
    }
    return true;
}

static bool elements_equal(const struct tree_node *a, const struct tree_node *b)
{
    for (uint32_t i = 0; i < a->count; i++) {
        if (!tree_equal(a->elements[i], b->elements[i]))
            return false;
    }
    return true;
}

bool tree_equal(const struct tree_node *a, const struct tree_node *b)
{
    if (a == b)
        return true;
    if (!a || !b || a->kind != b->kind || a->count != b->count)
        return false;
    switch (a->kind) {
    case TREE_NULL: return true;
    case TREE_BOOLEAN: return a->is_true == b->is_true;
    case TREE_NUMBER: return number_equal(a->text, b->text);
    case TREE_STRING: return slice_eq(a->text, b->text);
    case TREE_SEQUENCE: return elements_equal(a, b);
    default: return members_equal(a, b);
    }
}

/* What is no number in JSON becomes null. */
static void write_number(struct json_writer *json, struct slice text)
{
    struct buffer number;

    buffer_init(&number, json->out->account);
    if (number_json(text, &number))
        json_raw(json, buffer_slice(&number));
    else
        json_null(json);
    json->out->failed |= number.failed;
    buffer_done(&number);
}

static void write_node(struct json_writer *json, const struct tree_node *node);

static void write_container(struct json_writer *json, const struct tree_node *node)
{
    if (node->kind == TREE_MAPPING)
        json_begin_object(json);
    else
        json_begin_array(json);
    for (uint32_t i = 0; i < node->count; i++) {
        if (node->kind == TREE_MAPPING)
            json_key(json, node->members[i].key);
        write_node(json, node->kind == TREE_MAPPING ? node->members[i].value : node->elements[i]);
    }
    json_end(json);
}

static void write_node(struct json_writer *json, const struct tree_node *node)
{
    if (!node) {
        json_null(json);
        return;
    }
    switch (node->kind) {
    case TREE_NULL: json_null(json); break;
    case TREE_BOOLEAN: json_bool(json, node->is_true); break;
    case TREE_NUMBER:
        if (number_is_json(node->text))
            json_raw(json, node->text);
        else
            write_number(json, node->text);
        break;
    case TREE_STRING: json_string(json, node->text); break;
    default: write_container(json, node);
    }
}

void tree_json(const struct tree_node *node, struct buffer *out)
{
    struct json_writer json;

    json_writer_init(&json, out, false);
    write_node(&json, node);
}
