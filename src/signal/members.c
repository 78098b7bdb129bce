/* SPDX-License-Identifier: Apache-2.0 */
#include "signal/sent.h"

#define ARRAY_MOST 256

void members_begin(struct members *members, struct slice json, size_t most)
{
    *members = (struct members){ json.at, json.at + (json.len < most ? json.len : most), 0 };
}

static const char *past_blanks(const char *at, const char *end)
{
    while (at < end && (unsigned char)*at <= ' ')
        at++;
    return at;
}

/* From behind the opening quote to the closing one; NULL when there is none. */
static const char *string_end(const char *at, const char *end)
{
    while (at < end) {
        const char *quote = memchr(at, '"', (size_t)(end - at)), *before = quote;

        if (!quote)
            return NULL;
        while (before > at && before[-1] == '\\')
            before--;
        if ((quote - before) % 2 == 0)
            return quote;
        at = quote + 1;
    }
    return NULL;
}

/* The value behind a colon; containers are entered by who asks for the next member. */
static bool read_value(struct members *members, struct member *ret)
{
    const char *at = past_blanks(members->at, members->end), *stop;

    if (at >= members->end)
        return false;
    ret->is_text = *at == '"';
    if (ret->is_text) {
        stop = string_end(at + 1, members->end);
        if (!stop)
            return false;
        ret->value = slice_make(at + 1, (size_t)(stop - at - 1));
        members->at = stop + 1;
        return true;
    }
    stop = at;
    if (*at == '{' || *at == '[') {
        ret->value = slice_make(at, 1);
        members->at = at;
        return true;
    }
    while (stop < members->end && (unsigned char)*stop > ' ' && *stop != ',' && *stop != '}' && *stop != ']')
        stop++;
    ret->value = slice_make(at, (size_t)(stop - at));
    members->at = stop;
    return stop < members->end;
}

/* A string: a key when a colon follows, else a value in an array. */
static bool read_key(struct members *members, struct member *ret)
{
    const char *start = members->at, *stop = string_end(start, members->end);

    if (!stop) {
        members->at = members->end;
        return false;
    }
    members->at = past_blanks(stop + 1, members->end);
    if (members->at >= members->end || *members->at != ':')
        return false;
    members->at++;
    ret->key = slice_make(start, (size_t)(stop - start));
    ret->depth = members->depth;
    return true;
}

enum members_step members_next(struct members *members, struct member *ret)
{
    while (members->at < members->end) {
        switch (*members->at++) {
        case '{':
        case '[': members->depth++; break;
        case '}':
        case ']':
            if (members->depth == 0)
                return MEMBERS_END;
            members->depth--;
            return MEMBERS_CLOSED;
        case '"':
            if (read_key(members, ret))
                return read_value(members, ret) ? MEMBERS_MEMBER : MEMBERS_END;
            break;
        default: break;
        }
    }
    return MEMBERS_END;
}

struct slice members_array(const struct members *members, const struct member *member)
{
    size_t left = (size_t)(members->end - member->value.at), most = left < ARRAY_MOST ? left : ARRAY_MOST;
    const char *stop = memchr(member->value.at, ']', most);

    return slice_make(member->value.at, stop ? (size_t)(stop - member->value.at) + 1 : most);
}
