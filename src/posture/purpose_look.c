/* SPDX-License-Identifier: Apache-2.0 */
#include "posture/purpose_look.h"

#include "base/byte.h"

#define NAME_MOST 48
#define DEPTH 2 /* levels below the body itself whose fields are asked */

static bool is_among(struct slice word, const char *list)
{
    struct slice rest = slice_of(list), one;

    while (slice_next(&rest, ' ', &one))
        if (slice_eq(one, word))
            return true;
    return false;
}

/* ---- the template ---- */

/* "v1", "v2.7", "2024-01", "1.0", "latest". */
static bool is_version(struct slice text)
{
    size_t i = 0, digits = 0;

    if (text.len && (text.at[0] == 'v' || text.at[0] == 'V'))
        i++;
    for (; i < text.len; i++) {
        if (!byte_is_digit(text.at[i]) && text.at[i] != '.' && text.at[i] != '-' && text.at[i] != '_')
            return false;
        digits += byte_is_digit(text.at[i]);
    }
    return digits > 0;
}

/* Without what only says how a thing is written. */
static struct slice without_suffix(struct slice text)
{
    static const char *const suffixes[] = { ".json", ".xml",    ".php",  ".aspx", ".asp", ".jsp",
                                            ".do",   ".action", ".html", ".cgi",  ".ashx" };

    for (size_t i = 0; i < sizeof suffixes / sizeof *suffixes; i++) {
        struct slice suffix = slice_of(suffixes[i]);

        if (text.len > suffix.len && slice_ends_with_nocase(text, suffix))
            return slice_make(text.at, text.len - suffix.len);
    }
    return text;
}

static void add_segment(struct look *look, struct slice text)
{
    if (text.len == 0)
        return;
    if (memchr(text.at, '{', text.len)) {
        look->has_parameter = look->ends_in_parameter = true;
        return;
    }
    if (is_version(text))
        return;
    look->ends_in_parameter = false;
    if (look->count < LOOK_SEGMENTS)
        words_add(&look->segments[look->count++], without_suffix(text));
}

void look_init(struct look *look, const struct endpoint *endpoint)
{
    struct slice rest = endpoint->path;
    struct slice method = endpoint->method;

    memset(look, 0, sizeof *look);
    look->endpoint = endpoint;
    look->is_post = slice_eq(method, SLICE("POST"));
    look->is_get = slice_eq(method, SLICE("GET"));
    look->writes = look->is_post || slice_eq(method, SLICE("PUT")) || slice_eq(method, SLICE("PATCH")) ||
                   slice_eq(method, SLICE("DELETE"));
    while (rest.len) {
        struct slice segment = slice_cut(&rest, '/');

        while (segment.len)
            add_segment(look, slice_cut(&segment, ':'));
    }
}

/* Words first to last of a segment, written in one; false when they are too long for any list. */
static bool join(const struct words *words, size_t first, size_t count, char text[NAME_MOST], size_t *len)
{
    for (size_t i = first; i < first + count; i++) {
        struct slice word = words_at(words, i);

        if (*len + word.len > NAME_MOST)
            return false;
        memcpy(text + *len, word.at, word.len);
        *len += word.len;
    }
    return true;
}

bool look_is(const struct look *look, size_t segment, const char *list)
{
    char text[NAME_MOST];
    size_t len = 0;

    return join(&look->segments[segment], 0, look->segments[segment].count, text, &len) &&
           is_among(slice_make(text, len), list);
}

bool look_says(const struct look *look, size_t segment, const char *list)
{
    const struct words *words = &look->segments[segment];

    for (size_t first = 0; first < words->count; first++)
        for (size_t count = 1; count <= 3 && first + count <= words->count; count++) {
            char text[NAME_MOST];
            size_t len = 0;

            if (join(words, first, count, text, &len) && is_among(slice_make(text, len), list))
                return true;
        }
    return false;
}

bool look_last_is(const struct look *look, const char *list)
{
    return look->count && look_is(look, look->count - 1, list);
}

bool look_last_says(const struct look *look, const char *list)
{
    return look->count && look_says(look, look->count - 1, list);
}

bool look_end_says(const struct look *look, const char *list)
{
    return look_last_says(look, list) || (look->count > 1 && look_says(look, look->count - 2, list));
}

bool look_any_is(const struct look *look, const char *list)
{
    for (size_t i = 0; i < look->count; i++)
        if (look_is(look, i, list))
            return true;
    return false;
}

bool look_any_says(const struct look *look, const char *list)
{
    for (size_t i = 0; i < look->count; i++)
        if (look_says(look, i, list))
            return true;
    return false;
}

bool look_end_is(const struct look *look, const char *list)
{
    char text[NAME_MOST];
    size_t len = 0;

    if (look->count < 2)
        return false;
    for (size_t i = look->count - 2; i < look->count; i++)
        if (!join(&look->segments[i], 0, look->segments[i].count, text, &len))
            return false;
    return is_among(slice_make(text, len), list);
}

bool look_is_at_root(const struct look *look)
{
    static const char places[] =
        "api apis rest public internal private system sys admin management manage monitor "
        "monitoring ops actuator debug service services svc app web core gateway common "
        "server backend mgmt status diagnostics";

    for (size_t i = 0; i + 1 < look->count; i++)
        if (!look_is(look, i, places) && !look_says(look, i, "service svc api gateway"))
            return false;
    return !look->has_parameter;
}

/* ---- names of fields ---- */

/* "new_password" -> "newpassword"; too long ones are in no list. */
static bool is_named(struct slice name, const char *list)
{
    char text[NAME_MOST];
    size_t len = 0;

    for (size_t i = 0; i < name.len; i++) {
        char byte = name.at[i];

        if (byte_is_upper(byte))
            byte = (char)(byte - 'A' + 'a');
        if (!byte_is_lower(byte) && !byte_is_digit(byte))
            continue;
        if (len == sizeof text)
            return false;
        text[len++] = byte;
    }
    return is_among(slice_make(text, len), list);
}

static bool field_holds(const struct field *object, const char *list, int depth)
{
    const struct field *field;
    size_t cursor = 0;

    if (!object)
        return false;
    while ((field = schema_next(object, &cursor)))
        if (is_named(field->key, list) || (depth > 0 && field_holds(field, list, depth - 1)))
            return true;
    return object->items && field_holds(object->items, list, depth);
}

static bool contents_hold(const struct content *contents, size_t count, const char *list)
{
    for (size_t i = 0; i < count; i++)
        if (contents[i].schema && field_holds(schema_root(contents[i].schema), list, DEPTH))
            return true;
    return false;
}

bool look_asks(const struct look *look, const char *list)
{
    const struct endpoint *endpoint = look->endpoint;

    for (size_t i = 0; i < endpoint->parameter_count; i++)
        if (endpoint->parameters[i].place == PLACE_QUERY && is_named(endpoint->parameters[i].name, list))
            return true;
    return contents_hold(endpoint->requests, endpoint->request_count, list);
}

bool look_gives(const struct look *look, const char *list)
{
    const struct endpoint *endpoint = look->endpoint;

    for (size_t i = 0; i < endpoint->response_count; i++)
        if (endpoint->responses[i].status / 100 == 2 &&
            contents_hold(endpoint->responses[i].contents, endpoint->responses[i].content_count, list))
            return true;
    return false;
}

bool look_hands_out(const struct look *look, const char *list)
{
    struct slice rest = slice_of(list), name;
    char text[NAME_MOST + 1];

    while (slice_next(&rest, ' ', &name)) {
        if (name.len > NAME_MOST)
            continue;
        memcpy(text, name.at, name.len);
        text[name.len] = '\0';
        if (look_gives(look, text) && !look_asks(look, text))
            return true;
    }
    return false;
}

static bool contents_hold_only(const struct content *contents, size_t count, const char *list,
                               const char *needed)
{
    bool found = false;

    for (size_t i = 0; i < count; i++) {
        const struct field *root = contents[i].schema ? schema_root(contents[i].schema) : NULL, *field;
        size_t cursor = 0;

        while (root && (field = schema_next(root, &cursor))) {
            if (!is_named(field->key, list))
                return false;
            found |= is_named(field->key, needed);
        }
    }
    return found;
}

bool look_asks_only(const struct look *look, const char *list, const char *needed)
{
    return contents_hold_only(look->endpoint->requests, look->endpoint->request_count, list, needed);
}

bool look_gives_only(const struct look *look, const char *list, const char *needed)
{
    const struct endpoint *endpoint = look->endpoint;

    for (size_t i = 0; i < endpoint->response_count; i++)
        if (endpoint->responses[i].status / 100 == 2)
            return contents_hold_only(endpoint->responses[i].contents, endpoint->responses[i].content_count,
                                      list, needed);
    return false;
}

static bool begins_with_any(struct slice text, const char *list)
{
    struct slice rest = slice_of(list), head;

    while (slice_next(&rest, ' ', &head))
        if (slice_starts_with(text, head))
            return true;
    return false;
}

bool look_answers(const struct look *look, const char *types)
{
    const struct endpoint *endpoint = look->endpoint;

    for (size_t i = 0; i < endpoint->response_count; i++)
        for (size_t j = 0;
             endpoint->responses[i].status / 100 == 2 && j < endpoint->responses[i].content_count; j++)
            if (begins_with_any(endpoint->responses[i].contents[j].media_type, types))
                return true;
    return false;
}

bool look_has_header(const struct look *look, const char *part)
{
    const struct endpoint *endpoint = look->endpoint;

    for (size_t i = 0; i < endpoint->parameter_count; i++)
        if (endpoint->parameters[i].place == PLACE_HEADER &&
            slice_contains_nocase(endpoint->parameters[i].name, slice_of(part)))
            return true;
    return false;
}
