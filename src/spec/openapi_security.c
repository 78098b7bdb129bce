/* SPDX-License-Identifier: Apache-2.0 */
/* Security schemes of a service and what its operations ask for. Alternatives stand side by side; where
 * requests without any credential were answered as well, {} is one of them. */
#include "spec/openapi_parts.h"

static bool is_token(char byte)
{
    return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') || (byte >= '0' && byte <= '9') ||
           byte == '-' || byte == '_' || byte == '.';
}

static bool is_taken(const struct openapi *openapi, size_t count, struct slice id)
{
    for (size_t i = 0; i < count; i++) {
        if (slice_eq(openapi->scheme_ids[i], id))
            return true;
    }
    return false;
}

/* Component names are [A-Za-z0-9._-]+ (OpenAPI, "Components Object"). */
static struct slice scheme_id(struct openapi *openapi, size_t index)
{
    struct slice id = openapi->service->schemes[index].id, copy, unique;
    char *text;

    copy = unique = arena_copy(openapi->document.arena, id.len ? id : SLICE("auth"));
    text = (char *)(uintptr_t)copy.at;
    for (size_t i = 0; i < copy.len; i++)
        text[i] = is_token(text[i]) ? text[i] : '_';
    for (unsigned number = 2; copy.at && unique.at && is_taken(openapi, index, unique); number++)
        unique = arena_printf(openapi->document.arena, "%.*s%u", SLICE_ARG(copy), number);
    return unique;
}

bool openapi_name_schemes(struct openapi *openapi)
{
    size_t count = openapi->service->scheme_count;

    openapi->scheme_ids = arena_get_array(openapi->document.arena, count + 1, sizeof *openapi->scheme_ids);
    for (size_t i = 0; openapi->scheme_ids && i < count; i++) {
        openapi->scheme_ids[i] = scheme_id(openapi, i);
        if (!openapi->scheme_ids[i].at)
            return false;
    }
    return openapi->scheme_ids != NULL;
}

static void put_http(struct document *document, struct node *node, struct slice scheme)
{
    document_put_text(document, node, "type", SLICE("http"));
    document_put_text(document, node, "scheme", scheme);
}

static void put_api_key(struct document *document, struct node *node, const char *in, struct slice name)
{
    document_put_text(document, node, "type", SLICE("apiKey"));
    document_put_text(document, node, "in", slice_of(in));
    document_put_text(document, node, "name", name);
}

bool openapi_is_token(struct slice text)
{
    for (size_t i = 0; i < text.len; i++) {
        if (!is_token(text.at[i]))
            return false;
    }
    return text.len > 0;
}

struct node *openapi_scheme(struct openapi *openapi, const struct security_scheme *scheme)
{
    struct document *document = &openapi->document;
    struct node *node = document_object(document);

    switch (scheme->kind) {
    case SECURITY_BEARER:
        put_http(document, node, SLICE("bearer"));
        if (scheme->is_jwt)
            document_put_text(document, node, "bearerFormat", SLICE("JWT"));
        break;
    case SECURITY_BASIC: put_http(document, node, SLICE("basic")); break;
    case SECURITY_DIGEST: put_http(document, node, SLICE("digest")); break;
    case SECURITY_HTTP_OTHER:
        /* A bare token, or what is no scheme by RFC 9110 11.1: all that can be said is where it stands. */
        if (openapi_is_token(scheme->name))
            put_http(document, node, scheme->name);
        else
            put_api_key(document, node, "header", SLICE("Authorization"));
        break;
    case SECURITY_API_KEY:
        put_api_key(document, node,
                    scheme->place == PLACE_QUERY    ? "query"
                    : scheme->place == PLACE_COOKIE ? "cookie"
                                                    : "header",
                    scheme->name);
        break;
    }
    openapi_put_support(openapi, node, &scheme->support, openapi->service->support.count);
    return node;
}

struct node *openapi_schemes(struct openapi *openapi)
{
    struct node *node = document_object(&openapi->document);

    for (size_t i = 0; i < openapi->service->scheme_count; i++)
        document_put(&openapi->document, node, openapi->scheme_ids[i],
                     openapi_scheme(openapi, &openapi->service->schemes[i]));
    return node;
}

static struct slice id_of(const struct openapi *openapi, const struct security_scheme *scheme)
{
    const struct service *service = openapi->service;

    for (size_t i = 0; i < service->scheme_count; i++) {
        if (&service->schemes[i] == scheme || slice_eq(service->schemes[i].id, scheme->id))
            return openapi->scheme_ids[i];
    }
    return SLICE("");
}

/* Credentials that were never accepted say something only when nothing else was. */
static bool was_any_accepted(const struct endpoint *endpoint)
{
    for (size_t i = 0; i < endpoint->security_count; i++) {
        if (endpoint->security[i].accepted)
            return true;
    }
    return endpoint->anonymous_accepted > 0;
}

/* Credentials that all accepted exchanges carried together are needed together: one requirement with all of them. */
static struct node *joint_requirement(struct openapi *openapi, const struct endpoint *endpoint)
{
    struct document *document = &openapi->document;
    struct node *joint = document_object(document);
    size_t count = 0;

    for (size_t i = 0; i < endpoint->security_count; i++) {
        struct slice id = id_of(openapi, endpoint->security[i].scheme);

        if (!endpoint->security[i].always || !endpoint->security[i].accepted || !id.len)
            continue;
        document_put(document, joint, id, document_array(document));
        count++;
    }
    document_flow(joint);
    return count > 1 ? joint : NULL;
}

struct node *openapi_security(struct openapi *openapi, const struct endpoint *endpoint)
{
    struct document *document = &openapi->document;
    struct node *list = document_array(document);
    bool any_accepted = was_any_accepted(endpoint);
    struct node *joint = joint_requirement(openapi, endpoint);

    if (joint) {
        document_add(document, list, joint);
        return list;
    }
    for (size_t i = 0; i < endpoint->security_count; i++) {
        const struct endpoint_security *security = &endpoint->security[i];
        struct slice id = id_of(openapi, security->scheme);
        struct node *one;

        if (!id.len || (any_accepted && !security->accepted))
            continue;
        one = document_object(document);
        document_put(document, one, id, document_array(document));
        document_flow(one);
        document_add(document, list, one);
    }
    if (document_count(list) && !endpoint->security_required && endpoint->anonymous_accepted)
        document_add(document, list, document_object(document));
    return document_count(list) ? list : NULL;
}
