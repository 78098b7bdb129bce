/* SPDX-License-Identifier: Apache-2.0 */
/* Security schemes of a service, out of the credentials its cells saw. */
#include "catalog/inventory_build.h"

#include "base/words.h"

#include <stdlib.h>

/* Accepted; a query parameter also at least once the strongest that was given: a token parameter beside an API key
 * header is data. */
bool security_is_scheme(const struct security_evidence *entry)
{
    return entry->accepted > 0 && (entry->leading > 0 || entry->kind != CREDENTIAL_API_KEY_QUERY);
}

static enum security_kind kind_of(enum credential_kind kind)
{
    switch (kind) {
    case CREDENTIAL_BEARER: return SECURITY_BEARER;
    case CREDENTIAL_BASIC: return SECURITY_BASIC;
    case CREDENTIAL_DIGEST: return SECURITY_DIGEST;
    case CREDENTIAL_OTHER:
    case CREDENTIAL_MUTUAL_TLS: return SECURITY_HTTP_OTHER;
    case CREDENTIAL_API_KEY_HEADER:
    case CREDENTIAL_API_KEY_QUERY:
    case CREDENTIAL_COOKIE: break;
    }
    return SECURITY_API_KEY;
}

static enum place place_of(const struct security_evidence *entry)
{
    if (entry->kind == CREDENTIAL_API_KEY_QUERY)
        return PLACE_QUERY;
    return entry->kind == CREDENTIAL_COOKIE ? PLACE_COOKIE : PLACE_HEADER;
}

/* A bare token in Authorization names no scheme: for documents it is a key in that header. */
static bool is_bare_token(const struct security_evidence *entry)
{
    return entry->kind == CREDENTIAL_OTHER && entry->name.len == 0;
}

static struct security_scheme scheme_of(const struct security_evidence *entry)
{
    struct security_scheme scheme = { .kind = kind_of(entry->kind),
                                      .place = place_of(entry),
                                      .name = entry->name };

    if (is_bare_token(entry)) {
        scheme.kind = SECURITY_API_KEY;
        scheme.name = SLICE("Authorization");
    }
    return scheme;
}

static bool same_scheme(const struct security_scheme *a, const struct security_scheme *b)
{
    bool named = a->kind == SECURITY_API_KEY || a->kind == SECURITY_HTTP_OTHER;

    if (a->kind != b->kind || (a->kind == SECURITY_API_KEY && a->place != b->place))
        return false;
    if (!named)
        return true;
    return a->place == PLACE_HEADER ? slice_eq_nocase(a->name, b->name) : slice_eq(a->name, b->name);
}

const struct security_scheme *security_find(const struct security_scheme *schemes, size_t count,
                                            const struct security_evidence *entry)
{
    struct security_scheme wanted = scheme_of(entry);

    for (size_t i = 0; i < count; i++)
        if (same_scheme(&schemes[i], &wanted))
            return &schemes[i];
    return NULL;
}

static struct slice scheme_id(const struct security_scheme *scheme, struct arena *arena)
{
    static const char *const places[] = {
        [PLACE_PATH] = "", [PLACE_QUERY] = "query", [PLACE_HEADER] = "", [PLACE_COOKIE] = "cookie"
    };
    struct words words = { 0 };

    switch (scheme->kind) {
    case SECURITY_BEARER: return SLICE("bearerAuth");
    case SECURITY_BASIC: return SLICE("basicAuth");
    case SECURITY_DIGEST: return SLICE("digestAuth");
    case SECURITY_HTTP_OTHER:
        words_add(&words, scheme->name);
        words_add(&words, SLICE("auth"));
        return words_join(&words, WORDS_CAMEL, arena);
    case SECURITY_API_KEY: break;
    }
    words_add(&words, slice_of(places[scheme->place]));
    words_add(&words, scheme->name);
    words_add(&words, SLICE("auth"));
    return words_join(&words, WORDS_CAMEL, arena);
}

struct scheme_list {
    struct security_scheme *at;
    uint64_t *jwt; /* of support.count, tokens that were JWTs */
    size_t count, room;
    struct arena *arena;
};

static bool list_add(struct scheme_list *list, const struct security_evidence *entry)
{
    struct security_scheme *known = (struct security_scheme *)security_find(list->at, list->count, entry);

    if (!known) {
        if (list->count == list->room) {
            size_t room = list->room ? list->room * 2 : 8;
            struct security_scheme *grown = arena_get_array(list->arena, room, sizeof *grown);
            uint64_t *jwt = arena_get_array(list->arena, room, sizeof *jwt);

            if (!grown || !jwt)
                return false;
            if (list->count) {
                memcpy(grown, list->at, list->count * sizeof *grown);
                memcpy(jwt, list->jwt, list->count * sizeof *jwt);
            }
            list->at = grown;
            list->jwt = jwt;
            list->room = room;
        }
        list->at[list->count] = scheme_of(entry);
        known = &list->at[list->count++];
    }
    list->jwt[known - list->at] += entry->jwt;
    support_merge(&known->support, &entry->support);
    return true;
}

static bool collect(struct scheme_list *list, const struct template_node *node)
{
    for (; node; node = node->next) {
        const struct node_groups *groups = node->user;

        for (const struct cell_group *group = groups ? groups->groups : NULL; group; group = group->next)
            for (size_t i = 0; i < group->count; i++)
                for (const struct security_evidence *entry = group->cells[i]->security; entry;
                     entry = entry->next)
                    if (security_is_scheme(entry) && !list_add(list, entry))
                        return false;
        if (node->child && !collect(list, node->child))
            return false;
    }
    return true;
}

static int order_schemes(const void *a, const void *b)
{
    const struct security_scheme *left = a, *right = b;
    int order = slice_compare(left->id, right->id);

    return order ? order : slice_compare(left->name, right->name);
}

static bool give_ids(struct scheme_list *list)
{
    for (size_t i = 0; i < list->count; i++) {
        struct slice plain = scheme_id(&list->at[i], list->arena);

        if (!plain.len)
            return false;
        list->at[i].id = plain;
        list->at[i].is_jwt = list->jwt[i] * 10 >= list->at[i].support.count * 9;
    }
    if (list->count == 0)
        return true;
    qsort(list->at, list->count, sizeof *list->at, order_schemes);
    for (size_t i = 1, first = 0; i < list->count; i++) {
        if (!slice_eq(list->at[i].id, list->at[first].id)) {
            first = i;
            continue;
        }
        list->at[i].id = arena_printf(list->arena, "%.*s%zu", SLICE_ARG(list->at[i].id), i - first + 1);
        if (!list->at[i].id.len)
            return false;
    }
    return true;
}

bool security_schemes(struct inventory_own *own, const struct template_node *root, struct service *service)
{
    struct scheme_list list = { .arena = &own->arena };

    if (!collect(&list, root))
        return false;
    if (!give_ids(&list))
        return false;
    service->schemes = list.at;
    service->scheme_count = list.count;
    return true;
}
