/* SPDX-License-Identifier: Apache-2.0 */
/* Trees that were read become trees that are written. Nothing changes its meaning: numbers keep their digits, however
 * many, since a double would round them. */
#include "tree/document_node.h"

#include "base/byte.h"
#include "tree/tree.h"

#include <math.h>
#include <string.h>

/* A container that is longer than this is not kept on one line. */
#define FLOW_LONGEST 100

static size_t digits_from(struct slice text, size_t at)
{
    while (at < text.len && byte_is_digit(text.at[at]))
        at++;
    return at;
}

/* The pieces of a JSON number (RFC 8259, 6): where its integer ends, and where its fraction; false when it is none. */
static bool is_json_number(struct slice text, size_t *ret_integer, size_t *ret_fraction)
{
    size_t begin = text.len && text.at[0] == '-', at = digits_from(text, begin), after;

    if (at == begin || (text.at[begin] == '0' && at > begin + 1))
        return false;
    *ret_integer = at;
    if (at < text.len && text.at[at] == '.') {
        after = digits_from(text, at + 1);
        if (after == at + 1)
            return false;
        at = after;
    }
    *ret_fraction = at;
    if (at == text.len)
        return true;
    if ((text.at[at] | 0x20) != 'e')
        return false;
    at++;
    at += at < text.len && (text.at[at] == '-' || text.at[at] == '+');
    after = digits_from(text, at);
    return after > at && after == text.len;
}

/* YAML 1.1 reads 1e22 as text: it wants a point before the exponent and a sign in it. */
static struct node *with_exponent(struct document *document, struct slice text, size_t integer,
                                  size_t fraction)
{
    struct slice exponent = slice_make(text.at + fraction + 1, text.len - fraction - 1), digits;

    digits = arena_printf(document->arena, "%.*s%s%c%s%.*s", (int)fraction, text.at,
                          integer == fraction ? ".0" : "", text.at[fraction],
                          byte_is_digit(exponent.at[0]) ? "+" : "", SLICE_ARG(exponent));
    if (!digits.at)
        document->failed = true;
    return digits.at ? document_digits(document, digits) : NULL;
}

/* "+.50" is 0.50 and "5." is 5.0: the digits are those of JSON once these habits are put right. */
static struct slice tidy(struct document *document, struct slice text)
{
    bool is_negative = text.len && text.at[0] == '-';
    size_t at = text.len && (text.at[0] == '-' || text.at[0] == '+'), end, rest;

    while (at + 1 < text.len && text.at[at] == '0' && byte_is_digit(text.at[at + 1]))
        at++;
    end = digits_from(text, at);
    if (end == at && digits_from(text, at + 1) == at + 1)
        return text; /* no digit where one could be */
    rest = end < text.len && text.at[end] == '.' && digits_from(text, end + 1) == end + 1 ? end + 1 : end;
    return arena_printf(document->arena, "%s%s%.*s%.*s", is_negative ? "-" : "", end == at ? "0" : "",
                        (int)(end - at), text.at + at, (int)(text.len - rest), text.at + rest);
}

/* What only YAML calls a number. */
static struct node *yaml_number(struct document *document, struct slice text)
{
    struct tree_node node = { .kind = TREE_NUMBER, .text = text };
    uint64_t value;
    double number;

    if (tree_unsigned(&node, &value))
        return document_unsigned(document, value);
    if (tree_number(&node, &number))
        return document_double(document, number);
    if (text.len && slice_ends_with_nocase(text, SLICE(".inf")))
        return document_double(document, text.at[0] == '-' ? -INFINITY : INFINITY);
    if (slice_ends_with_nocase(text, SLICE(".nan")))
        return document_null(document);
    return document_text(document, text);
}

struct node *document_number(struct document *document, struct slice digits)
{
    size_t integer, fraction;

    if (!is_json_number(digits, &integer, &fraction)) {
        struct slice tidied = tidy(document, digits);

        if (!tidied.at || !is_json_number(tidied, &integer, &fraction))
            return yaml_number(document, digits);
        digits = tidied;
    }
    if (fraction == digits.len)
        return document_digits(document, digits);
    return with_exponent(document, digits, integer, fraction);
}

void document_flow_like(struct node *node, const struct tree_node *tree)
{
    size_t length = tree && tree->end > tree->start ? tree->end - tree->start : 0;

    if (!tree || !tree->file || tree->file->is_json || !tree->is_flow || tree->is_aliased)
        return;
    if (length <= FLOW_LONGEST && !memchr(tree->file->text.at + tree->start, '\n', length))
        document_flow(node);
}

static struct node *container(struct document *document, const struct tree_node *tree)
{
    bool is_mapping = tree->kind == TREE_MAPPING;
    struct node *node = is_mapping ? document_object(document) : document_array(document);

    for (uint32_t i = 0; i < tree->count && !document->failed; i++) {
        if (is_mapping)
            document_put(document, node, tree->members[i].key,
                         document_tree(document, tree->members[i].value));
        else
            document_add(document, node, document_tree(document, tree->elements[i]));
    }
    document_flow_like(node, tree);
    return node;
}

struct node *document_tree(struct document *document, const struct tree_node *tree)
{
    if (!tree)
        return NULL;
    switch (tree->kind) {
    case TREE_NULL: return document_null(document);
    case TREE_BOOLEAN: return document_boolean(document, tree->is_true);
    case TREE_NUMBER: return document_number(document, tree->text);
    case TREE_STRING: return document_text(document, tree->text);
    default: return container(document, tree);
    }
}
