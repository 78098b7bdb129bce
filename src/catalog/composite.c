/* SPDX-License-Identifier: Apache-2.0 */
#include "catalog/composite.h"

#include "base/byte.h"
#include "catalog/segment.h"

static bool is_name_character(char c)
{
    return byte_is_alphanumeric(c) || c == '_' || c == '-' || c == '.' || c == '$';
}

static size_t name_length(struct slice text)
{
    size_t len = 0;

    while (len < text.len && is_name_character(text.at[len]))
        len++;
    return len;
}

struct pattern {
    char *at;
    size_t len;
};

static void put(struct pattern *pattern, struct slice text)
{
    memcpy(pattern->at + pattern->len, text.at, text.len);
    pattern->len += text.len;
}

/* name(value), name(key=value,key=value); OData quotes strings. */
static bool recognise_call(struct slice segment, struct pattern *pattern)
{
    size_t name = name_length(segment), pieces = 0;
    struct slice rest;

    if (name == 0 || name + 3 > segment.len || segment.at[name] != '(' || segment.at[segment.len - 1] != ')')
        return false;
    put(pattern, slice_make(segment.at, name + 1));
    rest = slice_make(segment.at + name + 1, segment.len - name - 2);
    while (rest.len) {
        struct slice value = slice_cut(&rest, ','), key = value;
        size_t len = name_length(value);

        if (++pieces > COMPOSITE_PIECES || (len == 0 && value.len == 0))
            return false;
        if (len && len < value.len && value.at[len] == '=') {
            key.len = len + 1;
            put(pattern, key);
        }
        put(pattern, rest.len ? SLICE("{},") : SLICE("{}"));
    }
    put(pattern, SLICE(")"));
    return pieces > 0;
}

/* name;key=value;key=value */
static bool recognise_matrix(struct slice segment, struct pattern *pattern)
{
    struct slice rest = segment, stem = slice_cut(&rest, ';');
    size_t pieces = 0;

    if (stem.len == 0 || rest.len == 0)
        return false;
    put(pattern, stem);
    while (rest.len) {
        struct slice value = slice_cut(&rest, ';'), key = slice_cut(&value, '=');

        if (key.len == 0 || name_length(key) != key.len || ++pieces > COMPOSITE_PIECES)
            return false;
        if (slice_eq_nocase(key, SLICE("jsessionid")))
            continue;
        put(pattern, SLICE(";"));
        put(pattern, key);
        put(pattern, SLICE("={}"));
    }
    return true;
}

bool composite_recognise(struct slice segment, struct arena *arena, struct slice *ret)
{
    bool call = segment.len && segment.at[segment.len - 1] == ')';
    struct pattern pattern = { NULL, 0 };

    if (segment.len > SEGMENT_LENGTH || (!call && !(segment.len && memchr(segment.at, ';', segment.len))))
        return false;
    pattern.at = arena_get(arena, segment.len * 2 + 3 * COMPOSITE_PIECES + 3);
    if (!pattern.at)
        return false;
    if (call ? !recognise_call(segment, &pattern) : !recognise_matrix(segment, &pattern))
        return false;
    *ret = slice_make(pattern.at, pattern.len);
    return true;
}

size_t composite_split(struct slice pattern, struct slice segment, struct slice ret[COMPOSITE_PIECES])
{
    size_t count = 0;

    if (segment.len == 0)
        return 0;
    while (pattern.len) {
        const char *hole = memmem(pattern.at, pattern.len, "{}", 2), *end;
        size_t before = hole ? (size_t)(hole - pattern.at) : pattern.len;
        struct slice after;

        if (before > segment.len || memcmp(pattern.at, segment.at, before) != 0)
            return 0;
        segment = slice_make(segment.at + before, segment.len - before);
        if (!hole)
            return segment.len == 0 ? count : 0;
        pattern = slice_make(hole + 2, pattern.len - before - 2);
        after = pattern;
        hole = memmem(after.at, after.len, "{}", 2);
        if (hole)
            after.len = (size_t)(hole - after.at);
        end = after.len ? memmem(segment.at, segment.len, after.at, after.len) : segment.at + segment.len;
        if (!end || count == COMPOSITE_PIECES)
            return 0;
        ret[count++] = slice_make(segment.at, (size_t)(end - segment.at));
        segment = slice_make(end, segment.len - (size_t)(end - segment.at));
    }
    return segment.len == 0 ? count : 0;
}

static bool all_fit(struct slice pattern, const struct slice *values, size_t count)
{
    struct slice pieces[COMPOSITE_PIECES];

    for (size_t i = 0; i < count; i++) {
        size_t found = composite_split(pattern, values[i], pieces);

        if (found < 2)
            return false;
        for (size_t j = 0; j < found; j++)
            if (pieces[j].len == 0 || memchr(pieces[j].at, ',', pieces[j].len))
                return false;
    }
    return true;
}

/* A mask that still has two parts hides two numbers (catalog/kept.h). */
static enum segment_class class_of_piece(struct slice piece)
{
    return slice_eq(piece, SLICE("***")) ? SEGMENT_NUMBER : segment_classify(piece);
}

/* Coordinates are two numbers; a pair of different kinds of things is a pair. Two of a kind may be a short list. */
static bool is_pair(const struct slice *values, size_t count)
{
    struct slice pieces[COMPOSITE_PIECES];
    bool all_numbers = true, all_differ = true;

    for (size_t i = 0; i < count; i++) {
        enum segment_class first, second;

        if (composite_split(SLICE("{},{}"), values[i], pieces) != 2)
            return false;
        first = class_of_piece(pieces[0]);
        second = class_of_piece(pieces[1]);
        all_numbers &= first == SEGMENT_NUMBER && second == SEGMENT_NUMBER;
        all_differ &= first != second;
    }
    return all_numbers || all_differ;
}

struct slice composite_of_values(const struct slice *values, size_t count)
{
    if (count >= 2 && all_fit(SLICE("{}...{}"), values, count))
        return SLICE("{}...{}");
    if (count >= 3 && all_fit(SLICE("{},{}"), values, count) && is_pair(values, count))
        return SLICE("{},{}");
    return (struct slice){ NULL, 0 };
}

struct slice composite_name(struct slice pattern, size_t index)
{
    const char *hole = pattern.at;
    size_t end, start;

    for (size_t i = 0; i <= index; i++) {
        hole = memmem(hole, (size_t)(pattern.at + pattern.len - hole), "{}", 2);
        if (!hole)
            return (struct slice){ NULL, 0 };
        hole += i < index ? 2 : 0;
    }
    end = (size_t)(hole - pattern.at);
    if (end == 0 || pattern.at[end - 1] != '=')
        return (struct slice){ NULL, 0 };
    start = --end;
    while (start > 0 && is_name_character(pattern.at[start - 1]))
        start--;
    return slice_make(pattern.at + start, end - start);
}
