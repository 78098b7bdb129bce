/* SPDX-License-Identifier: Apache-2.0 */
/* The tree, and what its printers share. Numbers are kept as the digits both printers write. */
#include "tree/document_node.h"

#include "base/text.h"
#include "json/writer.h"

#include <float.h>
#include <inttypes.h>
#include <math.h>
#include <stdio.h>

static struct node *node_new(struct document *document, enum node_kind kind)
{
    struct node *node = arena_get_array(document->arena, 1, sizeof *node);

    document->made++;
    if (node)
        node->kind = kind;
    else
        document->failed = true;
    return node;
}

static bool is_utf8(struct slice text)
{
    uint32_t point;

    while (text.len) {
        if (!text_take(&text, &point))
            return false;
    }
    return true;
}

/* Valid UTF-8 stays as it is, borrowed; other bytes are written as \xNN. */
static struct slice rewrite(struct document *document, struct slice text, bool *ret_changed)
{
    struct slice all = text;
    size_t room = 0;
    uint32_t point;
    char *at, *to;

    if (is_utf8(text))
        return text;
    *ret_changed = true;
    while (text.len)
        room += text_take(&text, &point) ? 4 : 5;
    to = at = arena_get(document->arena, room + 1);
    if (!at) {
        document->failed = true;
        return SLICE("");
    }
    while (all.len) {
        const char *start = all.at;

        if (text_take(&all, &point)) {
            memcpy(to, start, (size_t)(all.at - start));
            to += all.at - start;
        } else {
            to += snprintf(to, 5, "\\x%02x", (unsigned)point & 0xff);
        }
    }
    return slice_make(at, (size_t)(to - at));
}

struct node *document_object(struct document *document)
{
    return node_new(document, NODE_OBJECT);
}

struct node *document_array(struct document *document)
{
    return node_new(document, NODE_ARRAY);
}

struct node *document_text(struct document *document, struct slice text)
{
    struct node *node = node_new(document, NODE_TEXT);
    bool changed = false;

    if (node)
        node->text = rewrite(document, text, &changed);
    return node;
}

void document_set_text(struct document *document, struct node *node, struct slice text)
{
    bool changed = false;

    if (node && node->kind == NODE_TEXT)
        node->text = rewrite(document, text, &changed);
}

struct node *document_boolean(struct document *document, bool value)
{
    return node_new(document, value ? NODE_TRUE : NODE_FALSE);
}

struct node *document_null(struct document *document)
{
    return node_new(document, NODE_NULL);
}

struct node *document_digits(struct document *document, struct slice digits)
{
    struct node *node = node_new(document, NODE_NUMBER);

    if (!node)
        return NULL;
    node->text = arena_copy(document->arena, digits);
    if (!node->text.at) {
        document->failed = true;
        return NULL;
    }
    return node;
}

struct node *document_unsigned(struct document *document, uint64_t value)
{
    char digits[24];

    snprintf(digits, sizeof digits, "%" PRIu64, value);
    return document_digits(document, slice_of(digits));
}

struct node *document_double(struct document *document, double value)
{
    char shortest[JSON_DOUBLE_TEXT];

    if (isnan(value))
        return document_null(document);
    if (isinf(value))
        value = value > 0 ? DBL_MAX : -DBL_MAX;
    json_format_double(value, shortest);
    return document_number(document, slice_of(shortest));
}

static void append(struct document *document, struct node *to, struct slice key, struct node *value)
{
    struct member *member = arena_get_array(document->arena, 1, sizeof *member);

    if (!member) {
        document->failed = true;
        return;
    }
    member->key = key;
    member->value = value;
    if (to->last)
        to->last->next = member;
    else
        to->first = member;
    to->last = member;
    to->count++;
}

static struct member *find(const struct node *object, struct slice key)
{
    for (struct member *member = object->first; member; member = member->next) {
        if (slice_eq(member->key, key))
            return member;
    }
    return NULL;
}

void document_put(struct document *document, struct node *object, struct slice key, struct node *value)
{
    bool changed = false;

    if (!object || !value)
        return;
    key = rewrite(document, key, &changed);
    object->has_rewritten |= changed;
    if (object->has_rewritten && find(object, key))
        return;
    append(document, object, key, value);
}

void document_add(struct document *document, struct node *array, struct node *value)
{
    if (array && value)
        append(document, array, SLICE(""), value);
}

void document_put_text(struct document *document, struct node *object, const char *key, struct slice text)
{
    document_put(document, object, slice_of(key), document_text(document, text));
}

void document_put_unsigned(struct document *document, struct node *object, const char *key, uint64_t value)
{
    document_put(document, object, slice_of(key), document_unsigned(document, value));
}

void document_flow(struct node *node)
{
    if (node)
        node->is_flow = true;
}

size_t document_count(const struct node *node)
{
    return node ? node->count : 0;
}

void document_replace(struct node *object, const char *key, struct node *value)
{
    struct member *member = object ? find(object, slice_of(key)) : NULL;

    if (member && value)
        member->value = value;
}

struct node *document_member(const struct node *object, struct slice key)
{
    struct member *member = object ? find(object, key) : NULL;

    return member ? member->value : NULL;
}

struct node *document_get(const struct node *object, const char *key)
{
    return document_member(object, slice_of(key));
}

bool document_next(const struct node *container, const void **cursor, struct slice *ret_key,
                   struct node **ret)
{
    const struct member *member = *cursor     ? ((const struct member *)*cursor)->next
                                  : container ? container->first
                                              : NULL;

    if (!member)
        return false;
    *cursor = member;
    *ret = member->value;
    if (ret_key)
        *ret_key = member->key;
    return true;
}

/* Controls, line ends of Unicode, what is invisible or turns the direction of text, and what YAML does not
 * allow. */
bool document_is_visible(uint32_t point)
{
    static const struct {
        uint32_t first, last;
    } hidden[] = {
        { 0x00, 0x1f },       { 0x7f, 0x9f },       { 0xad, 0xad },        { 0x61c, 0x61c },
        { 0x180e, 0x180e },   { 0x200b, 0x200f },   { 0x2028, 0x202e },    { 0x2060, 0x206f },
        { 0xfdd0, 0xfdef },   { 0xfeff, 0xfeff },   { 0xfff0, 0xfffb },    { 0xfffe, 0xffff },
        { 0x1d173, 0x1d17a }, { 0x1fffe, 0x1ffff }, { 0xe0000, 0x10ffff },
    };

    if (point >= 0x20 && point < 0x7f)
        return true;
    for (size_t i = 0; i < sizeof hidden / sizeof *hidden; i++) {
        if (point <= hidden[i].last)
            return point < hidden[i].first;
    }
    return true;
}

static void quote_hidden(struct buffer *out, uint32_t point, bool is_yaml)
{
    if (point == '\n')
        buffer_text(out, "\\n");
    else if (point == '\t')
        buffer_text(out, "\\t");
    else if (point == '\r')
        buffer_text(out, "\\r");
    else if (point < 0x10000)
        buffer_printf(out, "\\u%04x", (unsigned)point);
    else if (is_yaml)
        buffer_printf(out, "\\U%08x", (unsigned)point);
    else
        buffer_printf(out, "\\u%04x\\u%04x", (unsigned)(0xd800 + ((point - 0x10000) >> 10)),
                      (unsigned)(0xdc00 + ((point - 0x10000) & 0x3ff)));
}

void document_quote(struct buffer *out, struct slice text, bool is_yaml)
{
    uint32_t point;

    buffer_byte(out, '"');
    while (text.len) {
        const char *start = text.at;

        text_take(&text, &point);
        if (point == '"' || point == '\\') {
            buffer_byte(out, '\\');
            buffer_byte(out, (char)point);
        } else if (document_is_visible(point)) {
            buffer_append(out, slice_make(start, (size_t)(text.at - start)));
        } else {
            quote_hidden(out, point, is_yaml);
        }
    }
    buffer_byte(out, '"');
}

void document_plain(struct buffer *out, const struct node *node)
{
    switch (node->kind) {
    case NODE_NULL: buffer_text(out, "null"); break;
    case NODE_FALSE: buffer_text(out, "false"); break;
    case NODE_TRUE: buffer_text(out, "true"); break;
    default: buffer_append(out, node->text); break;
    }
}
