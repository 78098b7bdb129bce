/* SPDX-License-Identifier: Apache-2.0 */
#include "catalog/parts.h"

#include "catalog/path.h"

static struct slice target_path(struct slice target)
{
    return slice_cut(&target, '?');
}

struct slice parts_path(const struct exchange *exchange)
{
    return target_path(exchange->target);
}

struct slice parts_decoded_path(const struct exchange *exchange, struct arena *arena)
{
    struct slice rest = target_path(exchange->target);
    char *text = arena_get(arena, rest.len + 2);
    size_t len = 0;

    if (!text)
        return SLICE("/");
    while (rest.len) {
        struct slice part = path_decode(slice_cut(&rest, '/'), arena);

        if (part.len == 0)
            continue;
        text[len++] = '/';
        memcpy(text + len, part.at, part.len);
        len += part.len;
    }
    if (len == 0)
        text[len++] = '/';
    return slice_make(text, len);
}

static struct slice form_decode(struct slice text, struct arena *arena)
{
    char *copy;

    if (text.len && memchr(text.at, '+', text.len)) {
        copy = arena_get(arena, text.len);
        if (copy) {
            for (size_t i = 0; i < text.len; i++)
                copy[i] = text.at[i] == '+' ? ' ' : text.at[i];
            text = slice_make(copy, text.len);
        }
    }
    return path_decode(text, arena);
}

static size_t form_pairs(struct slice text, struct arena *arena, struct pair **ret)
{
    struct pair *pairs = arena_get_array(arena, PARTS_PAIRS, sizeof *pairs);
    size_t count = 0;

    *ret = pairs;
    while (pairs && text.len && count < PARTS_PAIRS) {
        struct slice value = slice_cut(&text, '&'), name = slice_cut(&value, '=');

        if (name.len)
            pairs[count++] = (struct pair){ form_decode(name, arena), form_decode(value, arena), false };
    }
    return count;
}

size_t parts_query(const struct exchange *exchange, struct arena *arena, struct pair **ret)
{
    struct slice rest = exchange->target;

    slice_cut(&rest, '?');
    *ret = NULL;
    return rest.len ? form_pairs(rest, arena, ret) : 0;
}

bool parts_form(struct slice body, struct arena *arena, struct pair **ret, size_t *ret_count)
{
    *ret_count = form_pairs(body, arena, ret);
    return *ret_count > 0;
}

bool parts_multipart(const struct message *message, struct arena *arena, struct pair **ret, size_t *ret_count)
{
    (void)message; (void)arena; *ret = NULL; *ret_count = 0;
    return false;
}

size_t parts_headers(const struct message *message, const struct credential *credentials, size_t credential_count,
                     struct arena *arena, struct pair **ret)
{
    (void)message; (void)credentials; (void)credential_count; (void)arena; *ret = NULL;
    return 0;
}

size_t parts_response_headers(const struct message *message, struct arena *arena, struct pair **ret)
{
    (void)message; (void)arena; *ret = NULL;
    return 0;
}

size_t parts_cookies(const struct message *message, const struct credential *credentials, size_t credential_count,
                     struct arena *arena, struct pair **ret)
{
    (void)message; (void)credentials; (void)credential_count; (void)arena; *ret = NULL;
    return 0;
}

static struct slice lower_copy(struct slice text, struct arena *arena)
{
    struct slice copy = arena_copy(arena, text);

    for (size_t i = 0; i < copy.len; i++)
        if (copy.at[i] >= 'A' && copy.at[i] <= 'Z')
            ((char *)copy.at)[i] += 32;
    return copy;
}

struct parts_body parts_body_kind(const struct message *message, struct arena *arena)
{
    struct slice type = message_header(message, SLICE("Content-Type"));
    struct parts_body body = { lower_copy(slice_trim(slice_cut(&type, ';')), arena), CONTENT_BINARY };

    if (slice_ends_with(body.media_type, SLICE("json")))
        body.kind = CONTENT_JSON;
    else if (slice_eq(body.media_type, SLICE("application/x-www-form-urlencoded")))
        body.kind = CONTENT_FORM;
    else if (slice_starts_with(body.media_type, SLICE("multipart/")))
        body.kind = CONTENT_MULTIPART;
    else if (slice_ends_with(body.media_type, SLICE("xml")))
        body.kind = CONTENT_XML;
    else if (slice_starts_with(body.media_type, SLICE("text/")))
        body.kind = CONTENT_TEXT;
    return body;
}

struct slice parts_service_key(const struct exchange *exchange, struct arena *arena)
{
    char text[ADDRESS_TEXT];
    struct slice key = exchange->authority;

    if (key.len == 0) {
        address_format(&exchange->server, true, text);
        return arena_copy(arena, slice_of(text));
    }
    key = lower_copy(key, arena);
    if (slice_ends_with(key, SLICE(":80")))
        key.len -= 3;
    else if (slice_ends_with(key, SLICE(":443")))
        key.len -= 4;
    return key;
}
