/* SPDX-License-Identifier: Apache-2.0 */
#include "catalog/parts.h"

#include "base/byte.h"

#include "http/cookie.h"
#include "http/form.h"
#include "http/media.h"
#include "http/multipart.h"
#include "http/url.h"

static const struct slice analytics_cookies[] = {
    SLICE_TEXT("_ga"),  SLICE_TEXT("_gid"), SLICE_TEXT("_gat"),       SLICE_TEXT("_fb"),
    SLICE_TEXT("_hj"),  SLICE_TEXT("_pk"),  SLICE_TEXT("amplitude"),  SLICE_TEXT("intercom"),
    SLICE_TEXT("ajs_"), SLICE_TEXT("_gcl"), SLICE_TEXT("optimizely"), SLICE_TEXT("__utm"),
};

static bool is_credential(struct slice name, enum credential_kind kind, const struct credential *credentials,
                          size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (credentials[i].kind == kind && slice_eq(credentials[i].name, name))
            return true;
    return false;
}

/* ---- pairs ---- */

/* Never more pairs than there are separators, so a short query takes a short array. */
static size_t most_pairs(struct slice text, char separator)
{
    size_t most = 1;

    for (size_t i = 0; i < text.len; i++)
        most += text.at[i] == separator;
    return most < PARTS_PAIRS ? most : PARTS_PAIRS;
}

static size_t form_pairs(struct slice text, struct arena *arena, struct pair **ret)
{
    size_t count = 0, most = most_pairs(text, '&');
    struct pair *pairs = text.len ? arena_get(arena, most * sizeof *pairs) : NULL;
    struct form_pair pair;

    *ret = pairs;
    while (pairs && count < most && form_next(&text, arena, &pair, NULL))
        if (pair.name.len)
            pairs[count++] = (struct pair){ .name = pair.name, .value = pair.value };
    return count;
}

size_t parts_query(const struct exchange *exchange, struct arena *arena, struct pair **ret)
{
    struct slice rest = exchange->target;

    slice_cut(&rest, '?');
    return form_pairs(rest, arena, ret);
}

bool parts_form(struct slice body, struct arena *arena, struct pair **ret, size_t *ret_count)
{
    *ret_count = form_pairs(body, arena, ret);
    return *ret_count > 0;
}

bool parts_multipart(struct slice content_type, struct slice body, struct arena *arena, struct pair **ret,
                     size_t *ret_count)
{
    struct pair *pairs = arena_get(arena, PARTS_PAIRS * sizeof *pairs);
    struct multipart walk;
    struct multipart_part part;
    enum step step = STEP_DONE;
    size_t count = 0;

    if (!pairs || !multipart_begin(&walk, content_type, body))
        return false;
    while (count < PARTS_PAIRS && (step = multipart_next(&walk, &part)) == STEP_MORE)
        if (part.name.len)
            pairs[count++] =
                (struct pair){ .name = part.name, .value = part.body, .is_file = part.has_filename };
    *ret = pairs;
    *ret_count = count;
    return step != STEP_BAD && count > 0;
}

size_t parts_headers(const struct fields *fields, const struct credential *credentials,
                     size_t credential_count, struct arena *arena, struct pair **ret)
{
    struct pair *pairs = NULL;
    size_t count = 0;

    for (size_t i = 0; i < fields->count && count < PARTS_PAIRS; i++) {
        const struct header *header = &fields->headers[i];

        if (fields->flags[i] & FIELD_MECHANIC ||
            is_credential(header->name, CREDENTIAL_API_KEY_HEADER, credentials, credential_count))
            continue;
        if (!pairs && !(pairs = arena_get(arena, fields->count * sizeof *pairs)))
            break;
        pairs[count++] = (struct pair){ .name = header->name, .value = header->value };
    }
    *ret = pairs;
    return count;
}

size_t parts_response_headers(const struct fields *fields, struct arena *arena, struct pair **ret)
{
    struct pair *pairs = NULL;
    size_t count = 0;

    for (size_t i = 0; i < fields->count && count < PARTS_PAIRS; i++) {
        if (fields->flags[i] & FIELD_MECHANIC && !(fields->flags[i] & FIELD_DOCUMENTED))
            continue;
        if (!pairs && !(pairs = arena_get(arena, fields->count * sizeof *pairs)))
            break;
        pairs[count++] = (struct pair){ .name = fields->headers[i].name, .value = fields->headers[i].value };
    }
    *ret = pairs;
    return count;
}

static bool is_analytics(struct slice name)
{
    for (size_t i = 0; i < sizeof analytics_cookies / sizeof *analytics_cookies; i++)
        if (slice_starts_with_nocase(name, analytics_cookies[i]))
            return true;
    return false;
}

size_t parts_cookies(struct slice cookies, const struct credential *credentials, size_t credential_count,
                     struct arena *arena, struct pair **ret)
{
    struct slice rest = cookies, name, value;
    size_t count = 0, most = most_pairs(rest, ';');
    struct pair *pairs = rest.len ? arena_get(arena, most * sizeof *pairs) : NULL;

    *ret = pairs;
    while (pairs && count < most && cookie_next(&rest, &name, &value))
        if (name.len && !is_analytics(name) &&
            !is_credential(name, CREDENTIAL_COOKIE, credentials, credential_count))
            pairs[count++] = (struct pair){ .name = name, .value = value };
    return count;
}

/* ---- bodies ---- */

static struct slice lower_case(struct slice text, struct arena *arena)
{
    bool changed = false;

    for (size_t i = 0; i < text.len; i++)
        changed |= byte_lower(text.at[i]) != text.at[i];
    if (!changed)
        return text;
    text = arena_copy(arena, text);
    for (size_t i = 0; i < text.len; i++)
        ((char *)(uintptr_t)text.at)[i] = byte_lower(text.at[i]);
    return text;
}

/* Without a media type, or with one that says nothing: JSON shows itself by its first character. */
static bool begins_like_json(struct slice body)
{
    size_t i = 0;

    while (i < body.len &&
           (body.at[i] == ' ' || body.at[i] == '\n' || body.at[i] == '\r' || body.at[i] == '\t'))
        i++;
    return i < body.len && (body.at[i] == '{' || body.at[i] == '[');
}

struct parts_body parts_body_kind(struct slice content_type, struct slice content, struct arena *arena)
{
    static const enum content_kind kinds[] = {
        [MEDIA_NONE] = CONTENT_BINARY,         [MEDIA_JSON] = CONTENT_JSON,
        [MEDIA_JSON_LINES] = CONTENT_TEXT,     [MEDIA_FORM] = CONTENT_FORM,
        [MEDIA_MULTIPART] = CONTENT_MULTIPART, [MEDIA_XML] = CONTENT_XML,
        [MEDIA_TEXT] = CONTENT_TEXT,           [MEDIA_BINARY] = CONTENT_BINARY,
    };
    struct parts_body body = { .kind = CONTENT_BINARY };
    struct media media;
    enum media_kind kind = MEDIA_NONE;

    if (media_read(content_type, &media)) {
        body.media_type = lower_case(media.essence, arena);
        kind = media_classify(&media);
        body.kind = kinds[kind];
    }
    if ((kind == MEDIA_NONE || slice_eq(body.media_type, SLICE("text/plain"))) && begins_like_json(content))
        body.kind = CONTENT_JSON;
    return body;
}

/* ---- target and authority ---- */

struct slice parts_path(const struct exchange *exchange)
{
    struct slice rest = exchange->target;

    return slice_cut(&rest, '?');
}

struct slice parts_decoded_path(const struct exchange *exchange, struct arena *arena)
{
    struct slice path = url_trim_slash(url_collapse_slashes(parts_path(exchange), arena));

    path = url_decode(path, arena, NULL);
    return path.len ? path : SLICE("/");
}

struct slice parts_service_key(const struct exchange *exchange, struct arena *arena)
{
    struct authority authority;
    char text[ADDRESS_TEXT];

    if (exchange->authority.len && url_split_authority(exchange->authority, &authority))
        return url_normal_authority(&authority, exchange->scheme, arena);
    address_format(&exchange->server, true, text);
    return arena_copy(arena, slice_of(text));
}
