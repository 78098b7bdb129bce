/* SPDX-License-Identifier: Apache-2.0 */
/* Variables of Postman: {{name}}. */
#include "base/buffer.h"
#include "base/byte.h"
#include "contract/postman.h"

/* Variables hold variables; beyond these they stay as they are. */
#define NESTED_MOST 8
#define TEXT_MOST ((size_t)64 << 10)     /* more than the text itself */
#define EXPANDED_MOST ((size_t)16 << 20) /* of all texts of a collection */

struct slice postman_member(const struct tree_node *node, const char *key)
{
    return reading_scalar(tree_get(node, slice_of(key)));
}

struct slice postman_description(const struct tree_node *node)
{
    const struct tree_node *description = TREE_GET(node, "description");

    return description && description->kind == TREE_MAPPING ? postman_member(description, "content")
                                                            : tree_string(description);
}

bool postman_is_disabled(const struct tree_node *node)
{
    return tree_is_true(TREE_GET(node, "disabled"));
}

/* The collection format calls a variable by `key` or by `id`. */
void postman_variables(struct postman *postman)
{
    const struct tree_node *list = TREE_GET(postman->reading->root, "variable");

    for (uint32_t i = 0; list && list->kind == TREE_SEQUENCE && i < list->count; i++) {
        const struct tree_node *variable = list->elements[i], *value = TREE_GET(variable, "value");
        struct slice name = postman_member(variable, "key");

        if (!name.len)
            name = postman_member(variable, "id");
        if (!name.len || !reading_scalar(value).len || postman_is_disabled(variable))
            continue;
        if (!table_put(&postman->variables, name, (void *)(uintptr_t)value))
            postman->reading->failed = true;
    }
}

static struct slice value_of(const struct postman *postman, struct slice name)
{
    return reading_scalar(table_find(&postman->variables, slice_trim(name)));
}

/* Takes what comes before the next variable, and its name; false when there is none any more. */
static bool next_variable(struct slice *rest, struct slice *ret_before, struct slice *ret_name)
{
    const char *open = rest->len ? memmem(rest->at, rest->len, "{{", 2) : NULL, *end = rest->at + rest->len,
               *close;

    if (!open)
        return false;
    close = memmem(open, (size_t)(end - open), "}}", 2);
    if (!close)
        return false;
    *ret_before = slice_make(rest->at, (size_t)(open - rest->at));
    *ret_name = slice_make(open + 2, (size_t)(close - open) - 2);
    *rest = slice_make(close + 2, (size_t)(end - close) - 2);
    return true;
}

static void put_unknown(struct buffer *out, struct slice name)
{
    buffer_text(out, "{{");
    buffer_append(out, name);
    buffer_text(out, "}}");
}

static void substitute(const struct postman *postman, struct buffer *out, struct slice text, unsigned nested,
                       size_t most)
{
    struct slice before, name, value;

    while (next_variable(&text, &before, &name)) {
        buffer_append(out, before);
        value = value_of(postman, name);
        if (!value.len || nested == NESTED_MOST || out->len + value.len > most)
            put_unknown(out, name);
        else
            substitute(postman, out, value, nested + 1, most);
    }
    buffer_append(out, text);
}

static struct slice kept(struct postman *postman, struct buffer *out)
{
    struct slice text = reading_copy(postman->reading, buffer_slice(out));

    postman->reading->failed |= out->failed;
    postman->expanded += out->len;
    buffer_done(out);
    return text;
}

static bool has_variable(struct slice text)
{
    return text.len && memmem(text.at, text.len, "{{", 2);
}

struct slice postman_text(struct postman *postman, struct slice text)
{
    struct buffer out;

    if (!has_variable(text) || postman->expanded > EXPANDED_MOST)
        return text;
    buffer_init(&out, postman->reading->set->account);
    substitute(postman, &out, text, 0, text.len + TEXT_MOST);
    return kept(postman, &out);
}

/* Whether a string of JSON is open behind the text. */
static bool ends_in_string(struct slice text, bool in_string)
{
    for (size_t i = 0; i < text.len; i++) {
        if (in_string && text.at[i] == '\\')
            i++;
        else if (text.at[i] == '"')
            in_string = !in_string;
    }
    return in_string;
}

struct slice postman_json(struct postman *postman, struct slice text)
{
    struct slice before, name;
    bool in_string = false;
    struct buffer out;

    text = postman_text(postman, text);
    if (!has_variable(text))
        return text;
    buffer_init(&out, postman->reading->set->account);
    while (next_variable(&text, &before, &name)) {
        buffer_append(&out, before);
        in_string = ends_in_string(before, in_string);
        buffer_text(&out, in_string ? "-" : "null");
    }
    buffer_append(&out, text);
    return kept(postman, &out);
}

/* "v1", "v2.1", or several segments: nobody keeps the id of a thing in these. */
static bool is_address(struct slice value)
{
    if (!value.len || memchr(value.at, '/', value.len))
        return value.len > 0;
    if (value.len < 2 || byte_lower(value.at[0]) != 'v')
        return false;
    for (size_t i = 1; i < value.len; i++) {
        if (!byte_is_digit(value.at[i]) && value.at[i] != '.')
            return false;
    }
    return true;
}

/* Braces in a name would end the parameter; ":id" ends with the segment. */
static void put_parameter(struct buffer *out, struct slice name)
{
    buffer_byte(out, '{');
    for (size_t i = 0; i < name.len; i++) {
        if (!memchr("{}/ ", name.at[i], 4))
            buffer_byte(out, name.at[i]);
    }
    buffer_byte(out, '}');
}

static struct slice without_slashes(struct slice text)
{
    while (text.len && text.at[0] == '/')
        text = slice_make(text.at + 1, text.len - 1);
    while (text.len && text.at[text.len - 1] == '/')
        text.len--;
    return text;
}

static void put_segment(struct postman *postman, struct buffer *out, struct slice segment)
{
    struct slice before, name, value;

    if (segment.len > 1 && segment.at[0] == ':' && !has_variable(segment)) {
        put_parameter(out, slice_make(segment.at + 1, segment.len - 1));
        return;
    }
    while (next_variable(&segment, &before, &name)) {
        buffer_append(out, before);
        value = without_slashes(postman_text(postman, value_of(postman, name)));
        if (is_address(value) && !has_variable(value) && value.len < 256)
            buffer_append(out, value);
        else
            put_parameter(out, slice_trim(name));
    }
    buffer_append(out, segment);
}

struct slice postman_template(struct postman *postman, struct slice path)
{
    bool is_last = false;
    struct buffer out;

    buffer_init(&out, postman->reading->set->account);
    if (path.len && path.at[0] == '/')
        path = slice_make(path.at + 1, path.len - 1);
    while (!is_last) {
        is_last = !path.len || !memchr(path.at, '/', path.len);
        buffer_byte(&out, '/');
        put_segment(postman, &out, slice_cut(&path, '/'));
    }
    return kept(postman, &out);
}
