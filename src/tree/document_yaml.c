/* SPDX-License-Identifier: Apache-2.0 */
/* The YAML printer. Block style, double quotes wherever any reader could see something other than a
 * string: YAML 1.1 has sexagesimal numbers, octals, dates, merge keys and yes/no/on/off; YAML 1.2 has none
 * of them. What is written plain is a word or a path that neither touches. */
#include "base/byte.h"
#include "tree/document_node.h"

#include "base/text.h"

#include <string.h>

/* A key beyond 1024 characters must be marked with "? " (YAML 1.2.2, 7.4.2); this leaves room for the
 * quotes. */
#define KEY_IMPLICIT 1000

/* Words that YAML 1.1 or 1.2 resolves to null or a boolean, in any case. */
static bool is_reserved(struct slice text)
{
    static const char *const words[] = { "y", "n", "yes", "no", "on", "off", "true", "false", "null" };

    return SLICE_AMONG_NOCASE(text, words);
}

static bool is_visible(struct slice text)
{
    uint32_t point;

    while (text.len) {
        text_take(&text, &point);
        if (!document_is_visible(point))
            return false;
    }
    return true;
}

/* Bytes that mean nothing inside a plain scalar, wherever they stand but first. */
static bool is_harmless(char byte, bool is_flow)
{
    if (byte_is_alphanumeric(byte) || strchr("_-./+$", byte))
        return byte != 0;
    return !is_flow && ((byte & 0x80) || (byte && strchr(" {}()[];=~^<>'*!%@&|,", byte)));
}

static bool is_plain(struct slice text, bool is_flow)
{
    if (!text.len || text.len > KEY_IMPLICIT || is_reserved(text))
        return false;
    /* No digit, sign or point first: then no number, date or document mark can come of it. */
    if (!byte_is_letter(text.at[0]) && text.at[0] != '/' && text.at[0] != '_' && text.at[0] != '$' &&
        !(text.at[0] & 0x80))
        return false;
    if (text.at[text.len - 1] == ' ')
        return false;
    for (size_t i = 0; i < text.len; i++) {
        bool is_colon_inside = text.at[i] == ':' && !is_flow && i + 1 < text.len && text.at[i + 1] != ' ';

        if (!is_harmless(text.at[i], is_flow) && !is_colon_inside)
            return false;
    }
    return is_visible(text);
}

static void scalar_text(struct buffer *out, struct slice text, bool is_flow)
{
    if (is_plain(text, is_flow))
        buffer_append(out, text);
    else
        document_quote(out, text, true);
}

/* A literal block shows lines as they are. It cannot begin with a space or an empty line (that would set
 * another indentation), it ends with one line feed at most, and we keep away from white space before line
 * ends. */
static bool is_literal(struct slice text)
{
    size_t lines = 0;

    if (!text.len || text.at[0] == ' ' || text.at[0] == '\n')
        return false;
    for (; text.len; lines++) {
        struct slice line = slice_cut(&text, '\n');

        if (!is_visible(line) || (line.len && line.at[line.len - 1] == ' '))
            return false;
        if (!text.len && !line.len)
            return false;
    }
    return lines > 1;
}

static void indent(struct buffer *out, size_t columns)
{
    for (size_t i = 0; i < columns; i++)
        buffer_byte(out, ' ');
}

static void literal_text(struct buffer *out, struct slice text, size_t columns)
{
    buffer_text(out, text.at[text.len - 1] == '\n' ? "|\n" : "|-\n");
    while (text.len) {
        struct slice line = slice_cut(&text, '\n');

        if (line.len)
            indent(out, columns);
        buffer_append(out, line);
        buffer_byte(out, '\n');
    }
}

static void flow_node(struct buffer *out, const struct node *node)
{
    bool is_object = node->kind == NODE_OBJECT;

    if (node->kind == NODE_TEXT) {
        scalar_text(out, node->text, true);
        return;
    }
    if (node->kind < NODE_TEXT) {
        document_plain(out, node);
        return;
    }
    buffer_byte(out, is_object ? '{' : '[');
    for (const struct member *member = node->first; member; member = member->next) {
        if (is_object) {
            scalar_text(out, member->key, true);
            buffer_text(out, ": ");
        }
        flow_node(out, member->value);
        if (member->next)
            buffer_text(out, ", ");
    }
    buffer_byte(out, is_object ? '}' : ']');
}

static bool is_block(const struct node *node)
{
    return node->kind >= NODE_ARRAY && node->count && !node->is_flow;
}

/* What stands after a key, a dash or nothing: scalars and flow nodes, with the end of the line. */
static void inline_node(struct buffer *out, const struct node *node, size_t columns)
{
    if (node->kind == NODE_TEXT && is_literal(node->text)) {
        literal_text(out, node->text, columns);
        return;
    }
    if (node->kind == NODE_TEXT)
        scalar_text(out, node->text, false);
    else
        flow_node(out, node);
    buffer_byte(out, '\n');
}

static void block_node(struct buffer *out, const struct node *node, size_t columns, bool is_begun);

/* Bytes of a key as it is printed, give or take the quotes. */
static size_t key_length(struct slice key)
{
    size_t length = 0;
    uint32_t point;

    while (key.len) {
        const char *start = key.at;

        text_take(&key, &point);
        if (!document_is_visible(point))
            length += point < 0x10000 ? 6 : 10;
        else
            length += (size_t)(key.at - start) + (point == '"' || point == '\\');
    }
    return length;
}

static void block_key(struct buffer *out, struct slice key, size_t columns)
{
    if (key_length(key) > KEY_IMPLICIT) {
        buffer_text(out, "? ");
        scalar_text(out, key, false);
        buffer_byte(out, '\n');
        indent(out, columns);
    } else {
        scalar_text(out, key, false);
    }
    buffer_byte(out, ':');
}

/* is_begun: the first line is indented already, by the dash of a sequence. */
static void block_node(struct buffer *out, const struct node *node, size_t columns, bool is_begun)
{
    for (const struct member *member = node->first; member; member = member->next) {
        const struct node *value = member->value;

        if (!is_begun)
            indent(out, columns);
        is_begun = false;
        if (node->kind == NODE_OBJECT)
            block_key(out, member->key, columns);
        else
            buffer_byte(out, '-');
        if (!is_block(value)) {
            buffer_byte(out, ' ');
            inline_node(out, value, columns + 2);
        } else if (node->kind == NODE_ARRAY) {
            buffer_byte(out, ' ');
            block_node(out, value, columns + 2, true);
        } else {
            buffer_byte(out, '\n');
            block_node(out, value, columns + 2, false);
        }
    }
}

void document_yaml(const struct node *node, struct buffer *out)
{
    if (!node)
        buffer_byte(out, '\n');
    else if (is_block(node))
        block_node(out, node, 0, false);
    else
        inline_node(out, node, 2);
}
