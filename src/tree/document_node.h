/* SPDX-License-Identifier: Apache-2.0 */
/* What the printers of a document share: the nodes themselves. Only document*.c include this. */
#ifndef TREE_DOCUMENT_NODE_H
#define TREE_DOCUMENT_NODE_H

#include "tree/document.h"

enum node_kind { NODE_NULL, NODE_FALSE, NODE_TRUE, NODE_NUMBER, NODE_TEXT, NODE_ARRAY, NODE_OBJECT };

struct member {
    struct slice key; /* empty in arrays */
    struct node *value;
    struct member *next;
};

struct node {
    enum node_kind kind;
    bool is_flow;
    bool has_rewritten; /* a key was not UTF-8 */
    struct slice text;  /* NODE_TEXT, and the digits of NODE_NUMBER */
    struct member *first, *last;
    size_t count;
};

/* A number of these digits, copied; they are what JSON has and YAML 1.1 understands. */
struct node *document_digits(struct document *document, struct slice digits);
/* Whether a code point may be printed as it is. */
bool document_is_visible(uint32_t point);
/* "text" with escapes: \uNNNN, beyond the basic plane a surrogate pair (JSON) or \UNNNNNNNN (YAML). */
void document_quote(struct buffer *out, struct slice text, bool is_yaml);
/* A text of YAML: plain where every reader takes it for a text, else in quotes. */
void document_scalar(struct buffer *out, struct slice text, const struct document_style *style, bool is_flow);
/* A key and its colon with what follows that, in brackets. */
void document_flow_key(struct buffer *out, struct slice key, const struct document_style *style);
/* A value in brackets, `depth` levels of them below the margin. is_line: all of it on one line. */
void document_flow_node(struct buffer *out, const struct node *node, const struct document_style *style,
                        size_t depth, bool is_line);
/* A member or element in block style, line feed included. */
void document_block_member(struct buffer *out, struct slice key, const struct node *value,
                           const struct document_style *style);
/* null, true, false or a number: the same in JSON and YAML. */
void document_plain(struct buffer *out, const struct node *node);

#endif
