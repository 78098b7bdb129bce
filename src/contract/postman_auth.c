/* SPDX-License-Identifier: Apache-2.0 */
/* How saved requests authenticate: their own auth, else that of the nearest folder around them, else the collection's. */
#include "contract/postman.h"

/* A parameter of an auth: a list of {key, value} in version 2.1, a mapping in 2.0. */
static struct slice detail(const struct tree_node *auth, struct slice type, const char *name)
{
    const struct tree_node *details = tree_get(auth, type);

    if (details && details->kind == TREE_MAPPING)
        return postman_member(details, name);
    for (uint32_t i = 0; details && details->kind == TREE_SEQUENCE && i < details->count; i++) {
        if (slice_eq(postman_member(details->elements[i], "key"), slice_of(name)))
            return postman_member(details->elements[i], "value");
    }
    return SLICE("");
}

/* Tokens of oauth2 may be sent in the query; as they usually are, they are bearer tokens. */
static void read_kind(struct contract_scheme *scheme)
{
    static const struct {
        struct slice type;
        enum contract_scheme_kind kind;
        struct slice name; /* of an HTTP scheme */
    } kinds[] = {
        { SLICE_TEXT("bearer"), CONTRACT_BEARER, SLICE_TEXT("") },
        { SLICE_TEXT("oauth2"), CONTRACT_BEARER, SLICE_TEXT("") },
        { SLICE_TEXT("jwt"), CONTRACT_BEARER, SLICE_TEXT("") },
        { SLICE_TEXT("basic"), CONTRACT_BASIC, SLICE_TEXT("") },
        { SLICE_TEXT("digest"), CONTRACT_DIGEST, SLICE_TEXT("") },
        { SLICE_TEXT("apikey"), CONTRACT_API_KEY, SLICE_TEXT("") },
        { SLICE_TEXT("oauth1"), CONTRACT_HTTP_OTHER, SLICE_TEXT("OAuth") },
        { SLICE_TEXT("awsv4"), CONTRACT_HTTP_OTHER, SLICE_TEXT("AWS4-HMAC-SHA256") },
        { SLICE_TEXT("hawk"), CONTRACT_HTTP_OTHER, SLICE_TEXT("Hawk") },
        { SLICE_TEXT("ntlm"), CONTRACT_HTTP_OTHER, SLICE_TEXT("NTLM") },
        { SLICE_TEXT("edgegrid"), CONTRACT_HTTP_OTHER, SLICE_TEXT("EG1-HMAC-SHA256") },
        { SLICE_TEXT("asap"), CONTRACT_BEARER, SLICE_TEXT("") },
    };

    scheme->kind = CONTRACT_SCHEME_UNKNOWN;
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        if (!slice_eq_nocase(scheme->type, kinds[i].type))
            continue;
        scheme->kind = kinds[i].kind;
        scheme->name = kinds[i].name;
    }
}

static void read_key(struct postman *postman, const struct tree_node *auth, struct contract_scheme *scheme)
{
    scheme->name = postman_text(postman, detail(auth, scheme->type, "key"));
    scheme->place = CONTRACT_HEADER;
    if (slice_eq_nocase(detail(auth, scheme->type, "in"), SLICE("query")))
        scheme->place = CONTRACT_QUERY;
    if (!scheme->name.len)
        scheme->name = SLICE("X-Api-Key");
}

/* "apikey-X-Key" and the like: one scheme for each way, however many requests go it. */
static struct slice id_of(struct postman *postman, const struct contract_scheme *scheme)
{
    struct slice id;

    if (scheme->kind != CONTRACT_API_KEY)
        return scheme->type;
    id = arena_printf(&postman->reading->set->arena, "%.*s-%s-%.*s", SLICE_ARG(scheme->type),
                      contract_place_name(scheme->place), SLICE_ARG(scheme->name));
    postman->reading->failed |= !id.at;
    return id;
}

static struct postman_scheme *keep(struct postman *postman, const struct contract_scheme *scheme)
{
    struct postman_scheme *entry = table_find(&postman->reading->scheme_ids, scheme->id);

    if (entry)
        return entry;
    entry = reading_get(postman->reading, 1, sizeof *entry);
    if (!entry)
        return NULL;
    entry->scheme = *scheme;
    if (!table_put(&postman->reading->scheme_ids, entry->scheme.id, entry))
        postman->reading->failed = true;
    if (postman->last_scheme)
        postman->last_scheme->next = entry;
    else
        postman->schemes = entry;
    postman->last_scheme = entry;
    postman->scheme_count++;
    return entry;
}

static struct postman_scheme *scheme_of(struct postman *postman, const struct tree_node *auth)
{
    struct contract_scheme scheme = { .type = postman_member(auth, "type"),
                                      .node = auth,
                                      .at = tree_position(auth) };

    read_kind(&scheme);
    if (scheme.kind == CONTRACT_API_KEY)
        read_key(postman, auth, &scheme);
    scheme.id = id_of(postman, &scheme);
    return keep(postman, &scheme);
}

/* A header that somebody wrote by hand says the same. */
static struct postman_scheme *scheme_of_header(struct postman *postman, const struct tree_node *headers)
{
    struct slice value = postman_header(headers, SLICE("authorization"));
    struct contract_scheme scheme = { .node = headers, .at = tree_position(headers) };

    if (!value.len)
        return NULL;
    scheme.type = slice_cut(&value, ' ');
    if (slice_eq_nocase(scheme.type, SLICE("bearer")))
        scheme.type = SLICE("bearer");
    else if (slice_eq_nocase(scheme.type, SLICE("basic")))
        scheme.type = SLICE("basic");
    else
        return NULL;
    read_kind(&scheme);
    scheme.id = scheme.type;
    return keep(postman, &scheme);
}

static void require(struct postman *postman, struct postman_scheme *scheme,
                    struct postman_operation *operation)
{
    struct contract_alternative *alternative = reading_get(postman->reading, 1, sizeof *alternative);
    struct contract_requirement *requirement = reading_get(postman->reading, 1, sizeof *requirement);

    if (!alternative || !requirement)
        return;
    requirement->scheme = &scheme->scheme;
    *alternative = (struct contract_alternative){ .requirements = requirement, .count = 1 };
    operation->operation.security = alternative;
    operation->operation.security_count = 1;
    operation->requirement = requirement;
    operation->scheme = scheme;
}

void postman_auth(struct postman *postman, const struct tree_node *own, const struct postman_folder *folder,
                  const struct tree_node *headers, struct postman_operation *operation)
{
    const struct tree_node *auth = own && own->kind == TREE_MAPPING ? own : folder->auth;
    struct postman_scheme *scheme = auth ? NULL : scheme_of_header(postman, headers);
    struct contract_operation *said = &operation->operation;
    bool is_none = slice_eq_nocase(postman_member(auth, "type"), SLICE("noauth"));

    if (!auth && !scheme)
        return;
    said->security_said = true;
    said->security_own = scheme || auth == own;
    said->security_at = tree_position(auth ? auth : headers);
    if (auth && !is_none)
        scheme = scheme_of(postman, auth);
    if (scheme)
        require(postman, scheme, operation);
}

void postman_schemes_finish(struct postman *postman)
{
    struct contract_scheme *list = reading_get(postman->reading, postman->scheme_count, sizeof *list);
    size_t count = 0;

    for (struct postman_scheme *entry = postman->schemes; list && entry; entry = entry->next) {
        list[count] = entry->scheme;
        entry->kept = &list[count++];
    }
    postman->reading->contract->schemes = list;
    postman->reading->contract->scheme_count = count;
}

/* Its schemes are those of the contract, now that these are known. */
void postman_auth_finish(struct postman_operation *operation)
{
    if (operation->requirement && operation->scheme->kept)
        operation->requirement->scheme = operation->scheme->kept;
}
