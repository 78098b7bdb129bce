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

/* Statuses and their ranges: numbers to YAML, or words that begin like one. */
static bool is_code(struct slice text)
{
    return text.len == 3 && text.at[0] >= '1' && text.at[0] <= '5' &&
           ((byte_is_digit(text.at[1]) && byte_is_digit(text.at[2])) ||
            (text.at[1] == 'X' && text.at[2] == 'X'));
}

static void quote_single(struct buffer *out, struct slice text)
{
    buffer_byte(out, '\'');
    for (size_t i = 0; i < text.len; i++) {
        buffer_byte(out, text.at[i]);
        if (text.at[i] == '\'')
            buffer_byte(out, '\'');
    }
    buffer_byte(out, '\'');
}

void document_scalar(struct buffer *out, struct slice text, const struct document_style *style, bool is_flow)
{
    if (is_plain(text, is_flow))
        buffer_append(out, text);
    else if (style->quote == '\'' && is_visible(text))
        quote_single(out, text);
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

static bool is_block(const struct node *node)
{
    return node->kind >= NODE_ARRAY && node->count && !node->is_flow;
}

/* What stands after a key, a dash or nothing: scalars and flow nodes, with the end of the line. */
static void inline_node(struct buffer *out, const struct node *node, const struct document_style *style,
                        size_t columns)
{
    if (node->kind == NODE_TEXT && is_literal(node->text)) {
        literal_text(out, node->text, columns);
        return;
    }
    if (node->kind == NODE_TEXT)
        document_scalar(out, node->text, style, false);
    else
        document_flow_node(out, node, style, 0, true);
    buffer_byte(out, '\n');
}

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
            length += (size_t)(key.at - start) + (point == '"' || point == '\\' || point == '\'');
    }
    return length;
}

/* quote: 0 for as needed. */
static void block_key(struct buffer *out, struct slice key, const struct document_style *style,
                      size_t columns, char quote)
{
    if (key_length(key) > KEY_IMPLICIT) {
        buffer_text(out, "? ");
        document_scalar(out, key, style, false);
        buffer_byte(out, '\n');
        indent(out, columns);
    } else if (style->has_plain_codes && is_code(key)) {
        buffer_append(out, key);
    } else if (quote == '"' || (quote && !is_visible(key))) {
        document_quote(out, key, true);
    } else if (quote) {
        quote_single(out, key);
    } else {
        document_scalar(out, key, style, false);
    }
    buffer_byte(out, ':');
}

static void block_node(struct buffer *out, const struct node *node, const struct document_style *style,
                       size_t columns, bool is_begun);

/* Its first line is indented already. */
static void block_member(struct buffer *out, struct slice key, const struct node *value,
                         const struct document_style *style, size_t columns, char quote)
{
    size_t below = columns + (!key.at                     ? style->dash
                              : value->kind == NODE_ARRAY ? style->list_step
                                                          : style->unit.len);

    if (key.at)
        block_key(out, key, style, columns, quote);
    else
        buffer_byte(out, '-');
    if (key.at && is_block(value)) {
        buffer_byte(out, '\n');
        block_node(out, value, style, below, false);
        return;
    }
    indent(out, key.at ? 1 : style->dash - 1);
    if (is_block(value))
        block_node(out, value, style, below, true);
    else
        inline_node(out, value, style, columns + (key.at ? style->unit.len : style->dash));
}

/* is_begun: the first line is indented already, by the dash of a sequence. */
static void block_node(struct buffer *out, const struct node *node, const struct document_style *style,
                       size_t columns, bool is_begun)
{
    for (const struct member *member = node->first; member; member = member->next) {
        struct slice key = member->key;

        if (node->kind == NODE_ARRAY)
            key.at = NULL;
        else if (!key.at)
            key = SLICE("");
        if (!is_begun)
            indent(out, columns);
        is_begun = false;
        block_member(out, key, member->value, style, columns, 0);
    }
}

void document_block_member(struct buffer *out, struct slice key, const struct node *value,
                           const struct document_style *style)
{
    block_member(out, key, value, style, style->margin.len, style->key_quote);
}

void document_yaml(const struct node *node, struct buffer *out)
{
    struct document_style style = document_style_usual(false);

    if (!node)
        buffer_byte(out, '\n');
    else if (is_block(node))
        block_node(out, node, &style, 0, false);
    else
        inline_node(out, node, &style, 2);
}
