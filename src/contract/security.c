/* SPDX-License-Identifier: Apache-2.0 */
/* Security schemes (OpenAPI 3.1 4.8.27, Swagger 2.0 "Security Definitions Object") and what asks for them. */
#include "contract/reading.h"

static enum contract_place place_of(struct slice in)
{
    if (slice_eq_nocase(in, SLICE("query")))
        return CONTRACT_QUERY;
    return slice_eq_nocase(in, SLICE("cookie")) ? CONTRACT_COOKIE : CONTRACT_HEADER;
}

/* Names of HTTP schemes are compared without case (RFC 9110 11.1). */
static void read_http(struct contract_scheme *scheme)
{
    scheme->name = tree_string(TREE_GET(scheme->node, "scheme"));
    if (slice_eq_nocase(scheme->name, SLICE("bearer")))
        scheme->kind = CONTRACT_BEARER;
    else if (slice_eq_nocase(scheme->name, SLICE("basic")))
        scheme->kind = CONTRACT_BASIC;
    else if (slice_eq_nocase(scheme->name, SLICE("digest")))
        scheme->kind = CONTRACT_DIGEST;
    else
        scheme->kind = CONTRACT_HTTP_OTHER;
    if (scheme->kind != CONTRACT_HTTP_OTHER)
        scheme->name = SLICE("");
    scheme->bearer_format = tree_string(TREE_GET(scheme->node, "bearerFormat"));
}

/* OAuth 2 and OpenID Connect tokens are sent as bearer tokens (RFC 6750). */
static void read_kind(struct contract_scheme *scheme)
{
    static const struct {
        struct slice type;
        enum contract_scheme_kind kind;
    } kinds[] = {
        { SLICE_TEXT("oauth2"), CONTRACT_BEARER },        { SLICE_TEXT("openIdConnect"), CONTRACT_BEARER },
        { SLICE_TEXT("basic"), CONTRACT_BASIC },          { SLICE_TEXT("apiKey"), CONTRACT_API_KEY },
        { SLICE_TEXT("mutualTLS"), CONTRACT_MUTUAL_TLS },
    };

    scheme->kind = CONTRACT_SCHEME_UNKNOWN;
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        if (slice_eq_nocase(scheme->type, kinds[i].type))
            scheme->kind = kinds[i].kind;
    }
    if (slice_eq_nocase(scheme->type, SLICE("http")))
        read_http(scheme);
    if (scheme->kind == CONTRACT_API_KEY) {
        scheme->name = tree_string(TREE_GET(scheme->node, "name"));
        scheme->place = place_of(tree_string(TREE_GET(scheme->node, "in")));
    }
}

static void note_id(struct reading *reading, struct contract_scheme *scheme)
{
    if (!table_put(&reading->scheme_ids, scheme->id, scheme))
        reading->failed = true;
}

void reading_schemes(struct reading *reading, const struct tree_node *node)
{
    struct contract_scheme *list;

    if (!node || node->kind != TREE_MAPPING)
        return;
    list = reading_get(reading, node->count, sizeof *list);
    for (uint32_t i = 0; list && i < node->count; i++) {
        const struct tree_member *member = &node->members[i];

        list[i].id = member->key;
        list[i].at = tree_key_position(node, member);
        list[i].node = reference_follow(reading->set, member->value);
        list[i].type = tree_string(TREE_GET(list[i].node, "type"));
        read_kind(&list[i]);
        note_id(reading, &list[i]);
    }
    reading->contract->schemes = list;
    reading->contract->scheme_count = list ? node->count : 0;
}

/* Required but defined nowhere: one scheme for each such name. */
static const struct contract_scheme *find_scheme(struct reading *reading, const struct tree_node *node,
                                                 const struct tree_member *member)
{
    struct contract_scheme *scheme = table_find(&reading->scheme_ids, member->key);

    if (scheme)
        return scheme;
    scheme = reading_get(reading, 1, sizeof *scheme);
    if (!scheme)
        return NULL;
    *scheme = (struct contract_scheme){ .id = member->key,
                                        .kind = CONTRACT_SCHEME_UNKNOWN,
                                        .at = tree_key_position(node, member) };
    note_id(reading, scheme);
    return scheme;
}

static void read_alternative(struct reading *reading, const struct tree_node *node,
                             struct contract_alternative *ret)
{
    struct contract_requirement *list = reading_get(reading, node->count, sizeof *list);
    size_t count = 0;

    for (uint32_t i = 0; list && i < node->count; i++) {
        const struct tree_member *member = &node->members[i];

        list[count].scheme = find_scheme(reading, node, member);
        list[count].scopes = reading_strings(reading, member->value, &list[count].scope_count);
        count += list[count].scheme != NULL;
    }
    ret->requirements = list;
    ret->count = count;
}

/* OpenAPI 3.1 4.8.30: one element of the list is enough, and it wants all that it names. */
bool reading_security(struct reading *reading, const struct tree_node *node,
                      const struct contract_alternative **ret, size_t *ret_count)
{
    struct contract_alternative *list;
    size_t count = 0;

    if (!node || node->kind != TREE_SEQUENCE)
        return false;
    list = reading_get(reading, node->count, sizeof *list);
    for (uint32_t i = 0; list && i < node->count; i++) {
        if (node->elements[i]->kind == TREE_MAPPING)
            read_alternative(reading, node->elements[i], &list[count++]);
    }
    *ret = list;
    *ret_count = count;
    return true;
}
