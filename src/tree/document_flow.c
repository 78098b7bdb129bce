/* SPDX-License-Identifier: Apache-2.0 */
/* The printer of what stands in brackets: JSON, and YAML in flow style. */
#include "tree/document_node.h"

struct document_style document_style_usual(bool is_json)
{
    return (struct document_style){
        .is_json = is_json, .quote = '"', .unit = SLICE("  "), .margin = SLICE(""), .list_step = 2, .dash = 2
    };
}

static void new_line(struct buffer *out, const struct document_style *style, size_t depth)
{
    buffer_byte(out, '\n');
    buffer_append(out, style->margin);
    for (size_t i = 0; i < depth; i++)
        buffer_append(out, style->unit);
}

static void put_text(struct buffer *out, struct slice text, const struct document_style *style)
{
    if (style->is_json || style->is_quoted)
        document_quote(out, text, !style->is_json);
    else
        document_scalar(out, text, style, true);
}

/* After a plain key a colon alone would be part of it. */
void document_flow_key(struct buffer *out, struct slice key, const struct document_style *style)
{
    put_text(out, key, style);
    buffer_byte(out, ':');
    if (!style->is_tight || !(style->is_json || style->is_quoted))
        buffer_byte(out, ' ');
}

void document_flow_node(struct buffer *out, const struct node *node, const struct document_style *style,
                        size_t depth, bool is_line)
{
    bool is_object = node->kind == NODE_OBJECT;

    if (node->kind == NODE_TEXT) {
        put_text(out, node->text, style);
        return;
    }
    if (node->kind < NODE_TEXT) {
        document_plain(out, node);
        return;
    }
    is_line = is_line || node->is_flow || !node->count || !style->unit.len;
    buffer_byte(out, is_object ? '{' : '[');
    for (const struct member *member = node->first; member; member = member->next) {
        if (!is_line)
            new_line(out, style, depth + 1);
        if (is_object)
            document_flow_key(out, member->key, style);
        document_flow_node(out, member->value, style, depth + 1, is_line);
        if (member->next)
            buffer_text(out, is_line && !style->is_tight ? ", " : ",");
    }
    if (!is_line)
        new_line(out, style, depth);
    buffer_byte(out, is_object ? '}' : ']');
}

void document_json(const struct node *node, struct buffer *out)
{
    struct document_style style = document_style_usual(true);

    if (node)
        document_flow_node(out, node, &style, 0, false);
    buffer_byte(out, '\n');
}

void document_print(struct slice key, const struct node *value, const struct document_style *style,
                    bool is_flow, struct buffer *out)
{
    if (!value)
        return;
    if (!is_flow) {
        document_block_member(out, key, value, style);
        out->len -= out->len > 0; /* the line feed */
        return;
    }
    if (key.at)
        document_flow_key(out, key, style);
    document_flow_node(out, value, style, 0, false);
}
