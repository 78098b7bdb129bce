/* SPDX-License-Identifier: Apache-2.0 */
/* A document under construction: an ordered tree of objects, arrays and scalars in an arena, printed as
 * JSON or as YAML that readers of YAML 1.1 and of 1.2 understand alike, and exactly as the JSON.
 *
 * Text is borrowed: it must live as long as the arena. What is not UTF-8 is replaced by visible \xNN when
 * a node is made, so both printers say the same. Printed text holds no control, bidi control or other
 * invisible character unescaped: a document may be shown on a terminal (law 5).
 *
 * Building never fails in the middle: a refused allocation sets `failed`, makes nodes NULL, and NULL is
 * accepted (and ignored) wherever a node goes in. Check `failed` once, at the end. */
#ifndef TREE_DOCUMENT_H
#define TREE_DOCUMENT_H

#include "base/arena.h"
#include "base/buffer.h"

struct node;
struct tree_node;

struct document {
    struct arena *arena;
    bool failed;
    size_t made; /* nodes so far: who builds from documents of others can stop in time */
};

struct node *document_object(struct document *document);
struct node *document_array(struct document *document);
struct node *document_text(struct document *document, struct slice text);
struct node *document_boolean(struct document *document, bool value);
struct node *document_null(struct document *document);
struct node *document_unsigned(struct document *document, uint64_t value);
/* Infinities become the largest double, NaN becomes null. */
struct node *document_double(struct document *document, double value);
/* A number with the digits it was written with. What is a number in YAML only (0x1f, +1, .5, .inf) is written as JSON
 * has it, an exponent with the point and sign that YAML 1.1 asks for; what is no number becomes text. */
struct node *document_number(struct document *document, struct slice digits);
/* All of a tree that was read (tree/tree.h), its texts borrowed; NULL gives NULL. Recursive: the reader bounds depth. */
struct node *document_tree(struct document *document, const struct tree_node *tree);
/* A container that stands for one that was read is written on one line where that one is short and stood on one. */
void document_flow_like(struct node *node, const struct tree_node *tree);

/* Members keep the order in which they are put. Of two equal keys the first stays; only keys that had to
 * be rewritten because they were not UTF-8 are compared: others are the caller's promise to differ. */
void document_put(struct document *document, struct node *object, struct slice key, struct node *value);
void document_add(struct document *document, struct node *array, struct node *value);
void document_put_text(struct document *document, struct node *object, const char *key, struct slice text);
void document_put_unsigned(struct document *document, struct node *object, const char *key, uint64_t value);

/* Another value for a key that is there. */
void document_replace(struct node *object, const char *key, struct node *value);
/* Another text for a node of text. */
void document_set_text(struct document *document, struct node *node, struct slice text);

/* Containers only: this one, and all below it, on one line. */
void document_flow(struct node *node);
/* Members or elements; 0 for scalars and NULL. */
size_t document_count(const struct node *node);
/* The member of that key; NULL when there is none. */
struct node *document_get(const struct node *object, const char *key);
struct node *document_member(const struct node *object, struct slice key);
/* Walks members or elements in their order: start with *cursor = NULL; false at the end. ret_key may be NULL. */
bool document_next(const struct node *container, const void **cursor, struct slice *ret_key,
                   struct node **ret);

/* Both end with a line feed. A refused allocation shows as out->failed. */
void document_json(const struct node *node, struct buffer *out);
void document_yaml(const struct node *node, struct buffer *out);

/* How text is laid out that goes in between what others wrote. */
struct document_style {
    bool is_json;         /* else YAML */
    bool is_quoted;       /* flow style YAML with keys and texts in double quotes, as JSON has them */
    bool is_tight;        /* in brackets no space behind comma and colon */
    bool has_plain_codes; /* YAML: keys such as 200 stand without quotes */
    char quote;           /* YAML: which of ' and " where one is needed and both would do */
    char key_quote;       /* the same for the key that document_print is given, needed or not; 0: as needed */
    struct slice margin;  /* white space that begins every line but the first */
    struct slice unit;    /* one more level of it; empty: what is in brackets stands on one line */
    size_t list_step, dash; /* block style: columns from a key to the dashes below it, from dash to element */
};

/* What document_json and document_yaml go by. */
struct document_style document_style_usual(bool is_json);
/* One member (key.at is NULL: one element) of a container of that style, without line feed at its end; an element
 * in block style begins with its dash. is_flow: the container has brackets, which in JSON all have. */
void document_print(struct slice key, const struct node *value, const struct document_style *style,
                    bool is_flow, struct buffer *out);

#endif
