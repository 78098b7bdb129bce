/* SPDX-License-Identifier: Apache-2.0 */
/* JSON (RFC 8259) with positions, strictly: what is wrong may still be YAML, which read.c tries next. One pass; strings
 * without escapes are slices of the file. That the text is UTF-8 is known already, so a string is searched for its end
 * only. */
#include "tree/builder.h"
#include "tree/read.h"

#include "base/byte.h"
#include "json/simd.h"
#include "json/unit.h"

struct json_reader {
    struct builder build;
    const char *at, *end;
    const char *line_start;
    uint32_t line;
};

enum step { STEP_VALUE, STEP_KEY, STEP_AFTER, STEP_END, STEP_STOP };

static uint32_t offset_of(const struct json_reader *json, const char *at)
{
    return (uint32_t)(at - json->build.file->text.at);
}

static uint32_t column_of(const struct json_reader *json, const char *at)
{
    return (uint32_t)(at - json->line_start) + 1;
}

/* RFC 8259 2. Line ends are LF, CR LF, and CR alone, as YAML has them. */
static void skip_space(struct json_reader *json)
{
    const char *at = json->at; /* a NUL stands at the end */

    for (;; at++) {
        if (*at == '\n' || (*at == '\r' && at[1] != '\n')) {
            json->line++;
            json->line_start = at + 1;
        } else if (*at != ' ' && *at != '\t' && *at != '\r') {
            break;
        }
    }
    json->at = at;
}

/* Words and numbers whole, anything else one character; the sentence escapes it. */
static struct slice found_text(const struct json_reader *json)
{
    const char *at = json->at;
    size_t len = 0, most = (size_t)(json->end - at);

    while (len < most && len < 40 &&
           (byte_is_alphanumeric(at[len]) || at[len] == '_' || at[len] == '.' || at[len] == '-'))
        len++;
    if (len == 0 && most) {
        int sequence = (unsigned char)*at < 0x80 ? 1 : json_utf8(at, most);

        len = sequence > 0 ? (size_t)sequence : 1;
    }
    return slice_make(at, len);
}

static enum step expected(struct json_reader *json, const char *what)
{
    struct position at = { json->build.file, json->line, column_of(json, json->at) };
    struct slice found = found_text(json);

    json->build.stopped = true;
    if (json->at == json->end)
        fault_add(json->build.faults, FAULT_FATAL, at, "syntax", "expected %s, found the end of the file",
                  what);
    else if (*json->at == '/' && (json->at[1] == '/' || json->at[1] == '*'))
        fault_add(json->build.faults, FAULT_FATAL, at, "json-comment",
                  "expected %s, found a comment: JSON has none", what);
    else
        fault_add(json->build.faults, FAULT_FATAL, at, "syntax", "expected %s, found '%.*s'", what,
                  SLICE_ARG(found));
    return STEP_STOP;
}

static bool wrong(struct json_reader *json, const char *at, const char *what)
{
    return builder_stop(&json->build, json->line, column_of(json, at), "syntax", what);
}

/* The first byte from `at` on that is a quote, a backslash or a control character; a NUL stands behind the last. */
static const char *string_stop(const char *at, const char *end)
{
    while (end - at >= SIMD_BYTES) {
        uint32_t stop = simd_string_stop(simd_load(at));

        if (stop)
            return at + simd_first(stop);
        at += SIMD_BYTES;
    }
    while ((unsigned char)*at >= 0x20 && *at != '"' && *at != '\\')
        at++;
    return at;
}

/* Appends what a backslash at `at` stands for; answers its length, 0 with a fault. */
static size_t take_escape(struct json_reader *json, const char *at, char **to)
{
    uint32_t code;
    int len = json_escape(at, (size_t)(json->end - at), &code);

    if (len <= 0) {
        wrong(json, at,
              "this backslash begins no escape that JSON knows; a backslash itself is written \\\\");
        return 0;
    }
    *to += json_encode(code, *to);
    return (size_t)len;
}

/* The end of the string that begins behind `begin`, or NULL with a fault. *escapes: whether there are any. */
static const char *string_end(struct json_reader *json, const char *begin, bool *escapes)
{
    const char *at = string_stop(begin, json->end);

    for (*escapes = false; at < json->end && *at == '\\' && at + 1 < json->end; *escapes = true)
        at = string_stop(at + 2, json->end);
    if (at < json->end && *at == '"')
        return at;
    if (at >= json->end || *at == '\\')
        wrong(json, begin - 1, "this string has no closing quote");
    else if (*at == '\n' || *at == '\r')
        wrong(json, at, "a string must not go on in the next line; a line end in it is written \\n");
    else
        wrong(json, at, "a control character in a string; it must be written as an escape such as \\t");
    return NULL;
}

static struct slice decode(struct json_reader *json, const char *at, const char *end)
{
    char *begin = arena_get(json->build.arena, (size_t)(end - at)), *to = begin;

    json->build.failed |= !begin;
    while (begin && at < end) {
        const char *escape = memchr(at, '\\', (size_t)(end - at));
        size_t plain = (size_t)((escape ? escape : end) - at), taken = 0;

        memcpy(to, at, plain);
        to += plain;
        at += plain;
        if (escape && (taken = take_escape(json, at, &to)) == 0)
            return slice_make(NULL, 0);
        at += taken;
    }
    return slice_make(begin, (size_t)(to - begin));
}

/* A string whose opening quote is next; {NULL, 0} when reading stops. */
static struct slice take_string(struct json_reader *json)
{
    const char *begin = json->at + 1;
    bool escapes;
    const char *end = string_end(json, begin, &escapes);
    struct slice text;

    if (!end)
        return slice_make(NULL, 0);
    text = escapes ? decode(json, begin, end) : slice_make(begin, (size_t)(end - begin));
    json->at = end + 1;
    return text;
}

static struct tree_node *node_here(struct json_reader *json, enum tree_kind kind)
{
    struct tree_node *node = builder_node(&json->build, kind);

    if (node) {
        node->line = json->line;
        node->column = column_of(json, json->at);
        node->start = offset_of(json, json->at);
    }
    return node;
}

static enum step finish(struct json_reader *json, struct tree_node *node)
{
    node->end = offset_of(json, json->at);
    return builder_value(&json->build, node) ? STEP_AFTER : STEP_STOP;
}

static enum step take_text(struct json_reader *json)
{
    struct tree_node *node = node_here(json, TREE_STRING);

    if (!node)
        return STEP_STOP;
    node->text = take_string(json);
    return node->text.at ? finish(json, node) : STEP_STOP;
}

static enum step take_literal(struct json_reader *json, struct slice word, enum tree_kind kind)
{
    struct tree_node *node;

    if (!slice_eq(found_text(json), word))
        return expected(json, "a value");
    node = node_here(json, kind);
    if (!node)
        return STEP_STOP;
    node->is_plain = true;
    node->is_true = *word.at == 't';
    node->text = slice_make(json->at, word.len);
    json->at += word.len;
    return finish(json, node);
}

static const char *skip_digits(const char *at)
{
    while (byte_is_digit(*at))
        at++;
    return at;
}

/* The end of a number (RFC 8259 6); NULL when it is none. */
static const char *number_end(const char *at)
{
    at += *at == '-';
    if (!byte_is_digit(*at))
        return NULL;
    at = *at == '0' ? at + 1 : skip_digits(at);
    if (*at == '.') {
        if (!byte_is_digit(at[1]))
            return NULL;
        at = skip_digits(at + 1);
    }
    if (*at == 'e' || *at == 'E') {
        at++;
        at += *at == '-' || *at == '+';
        if (!byte_is_digit(*at))
            return NULL;
        at = skip_digits(at);
    }
    return byte_is_alphanumeric(*at) || *at == '.' ? NULL : at;
}

static enum step take_number(struct json_reader *json)
{
    const char *end = number_end(json->at);
    struct tree_node *node;

    if (!end)
        return expected(json, "a number such as 12, -0.5 or 1e3");
    node = node_here(json, TREE_NUMBER);
    if (!node)
        return STEP_STOP;
    node->is_plain = true;
    node->text = slice_make(json->at, (size_t)(end - json->at));
    json->at = end;
    return finish(json, node);
}

static enum step close_container(struct json_reader *json)
{
    struct tree_node *node = builder_top(&json->build)->node;

    json->at++;
    node->end = offset_of(json, json->at);
    return builder_close(&json->build) ? STEP_AFTER : STEP_STOP;
}

static enum step open_container(struct json_reader *json, enum tree_kind kind)
{
    struct tree_node *node = node_here(json, kind);
    bool is_mapping = kind == TREE_MAPPING;

    if (!node)
        return STEP_STOP;
    node->is_flow = true;
    if (!builder_open(&json->build, node, NULL))
        return STEP_STOP;
    json->at++;
    skip_space(json);
    if (*json->at == (is_mapping ? '}' : ']'))
        return close_container(json);
    return is_mapping ? STEP_KEY : STEP_VALUE;
}

static enum step take_value(struct json_reader *json)
{
    switch (*json->at) {
    case '{': return open_container(json, TREE_MAPPING);
    case '[': return open_container(json, TREE_SEQUENCE);
    case '"': return take_text(json);
    case 't': return take_literal(json, SLICE("true"), TREE_BOOLEAN);
    case 'f': return take_literal(json, SLICE("false"), TREE_BOOLEAN);
    case 'n': return take_literal(json, SLICE("null"), TREE_NULL);
    default: break;
    }
    if (*json->at == '-' || byte_is_digit(*json->at))
        return take_number(json);
    return expected(json, "a value");
}

static enum step take_key(struct json_reader *json)
{
    struct tree_member key = { .line = json->line,
                               .column = column_of(json, json->at),
                               .start = offset_of(json, json->at) };

    if (*json->at != '"')
        return expected(json, "a key in double quotes");
    key.key = take_string(json);
    if (!key.key.at || !builder_key(&json->build, key))
        return STEP_STOP;
    skip_space(json);
    if (*json->at != ':')
        return expected(json, "':' behind a key");
    json->at++;
    skip_space(json);
    return STEP_VALUE;
}

/* What follows a value. */
static enum step take_after(struct json_reader *json)
{
    struct builder_frame *top = builder_top(&json->build);
    bool is_mapping = top && top->node->kind == TREE_MAPPING;

    skip_space(json);
    if (!top)
        return json->at == json->end ? STEP_END : expected(json, "nothing behind the end of the document");
    if (*json->at == (is_mapping ? '}' : ']'))
        return close_container(json);
    if (*json->at != ',')
        return expected(json, is_mapping ? "',' or '}' behind a member" : "',' or ']' behind an element");
    json->at++;
    skip_space(json);
    return is_mapping ? STEP_KEY : STEP_VALUE;
}

void read_json(struct tree_reader *reader, struct tree_file *file, struct faults *faults)
{
    struct json_reader json = {
        .at = file->text.at, .end = file->text.at + file->text.len, .line_start = file->text.at, .line = 1
    };
    enum step step = STEP_VALUE;

    builder_init(&json.build, reader, file, faults);
    skip_space(&json);
    while (step < STEP_END)
        step = step == STEP_VALUE ? take_value(&json)
               : step == STEP_KEY ? take_key(&json)
                                  : take_after(&json);
    if (step == STEP_END)
        file->root = json.build.root;
    faults->failed |= json.build.failed;
    builder_done(&json.build);
}
