/* SPDX-License-Identifier: Apache-2.0 */
/* Credentials of new operations: said in the document's own words where it has them. */
#include "drift/addition_inside.h"

/* ---- schemes */

static bool is_same_place(enum place seen, enum contract_place said)
{
    return (seen == PLACE_QUERY && said == CONTRACT_QUERY) ||
           (seen == PLACE_HEADER && said == CONTRACT_HEADER) ||
           (seen == PLACE_COOKIE && said == CONTRACT_COOKIE);
}

/* The field of HTTP's own credentials, however it is described. */
static bool is_authorization(const struct contract_scheme *scheme)
{
    return scheme->kind == CONTRACT_API_KEY && scheme->place == CONTRACT_HEADER &&
           slice_eq_nocase(scheme->name, SLICE("authorization"));
}

/* 0: another one; the larger the nearer. */
static unsigned likeness(const struct contract_scheme *said, const struct security_scheme *seen)
{
    if (seen->kind == SECURITY_API_KEY) {
        bool same = said->kind == CONTRACT_API_KEY && is_same_place(seen->place, said->place) &&
                    (seen->place == PLACE_HEADER ? slice_eq_nocase(said->name, seen->name)
                                                 : slice_eq(said->name, seen->name));

        return same ? 3 : 0;
    }
    if (is_authorization(said))
        return 1;
    switch (seen->kind) {
    case SECURITY_BEARER:
        return said->kind != CONTRACT_BEARER ? 0 : slice_eq_nocase(said->type, SLICE("http")) ? 3 : 2;
    case SECURITY_BASIC: return said->kind == CONTRACT_BASIC ? 3 : 0;
    case SECURITY_DIGEST: return said->kind == CONTRACT_DIGEST ? 3 : 0;
    default: return said->kind == CONTRACT_HTTP_OTHER && slice_eq_nocase(said->name, seen->name) ? 3 : 0;
    }
}

static const struct contract_scheme *scheme_there(const struct planning *planning,
                                                  const struct security_scheme *seen)
{
    const struct contract *contract = planning->contract;
    const struct contract_scheme *best = NULL;
    unsigned most = 0;

    for (size_t i = 0; i < contract->scheme_count; i++) {
        unsigned here = likeness(&contract->schemes[i], seen);

        if (here > most) {
            most = here;
            best = &contract->schemes[i];
        }
    }
    return best;
}

static bool is_id_taken(const struct planning *planning, struct slice id)
{
    for (size_t i = 0; i < planning->contract->scheme_count; i++) {
        if (slice_eq(planning->contract->schemes[i].id, id))
            return true;
    }
    return false;
}

void addition_match_schemes(struct planning *planning, struct spec_part *part, const struct service *service)
{
    for (size_t i = 0; i < service->scheme_count; i++) {
        const struct contract_scheme *there = scheme_there(planning, &service->schemes[i]);
        struct slice own = spec_part_scheme_id(part, &service->schemes[i]), id = own;

        for (unsigned number = 2; !there && id.at && is_id_taken(planning, id); number++)
            id = arena_printf(planning->arena, "%.*s%u", SLICE_ARG(own), number);
        planning->failed |= !id.at;
        spec_part_call_scheme(part, &service->schemes[i], there ? there->id : id);
    }
}

/* false when the format has no word for it. */
static bool add_scheme(struct planning *planning, struct spec_part *part,
                       const struct security_scheme *scheme)
{
    struct spot home = spot_root(planning);
    struct slice id = spec_part_scheme_id(part, scheme);
    struct node *node;

    if (scheme_there(planning, scheme))
        return true;
    node = spec_part_scheme(part, scheme);
    if (!node)
        return false;
    stamp_put(planning, node, &scheme->support);
    if (planning->dialect == SPEC_20) {
        home = spot_object(planning, home, "securityDefinitions", NULL);
    } else {
        home = spot_object(planning, home, "components", NULL);
        home = spot_object(planning, home, "securitySchemes", NULL);
    }
    return spot_put(planning, home, id, node, NULL) || spot_is(spot_get(planning, home, id));
}

/* ---- operations */

static bool was_any_accepted(const struct endpoint *endpoint)
{
    for (size_t i = 0; i < endpoint->security_count; i++) {
        if (endpoint->security[i].accepted)
            return true;
    }
    return endpoint->anonymous_accepted > 0;
}

static const struct tree_node *inherited(const struct planning *planning)
{
    const struct tree_node *list = TREE_GET(planning->contract->file->root, "security");

    return list && list->kind == TREE_SEQUENCE && list->count ? list : NULL;
}

/* Whether the document demands the scheme of every operation: one alternative that names it alone. */
static bool is_inherited(const struct planning *planning, struct slice id)
{
    const struct tree_node *list = inherited(planning);

    return list && list->count == 1 && list->elements[0]->kind == TREE_MAPPING &&
           list->elements[0]->count == 1 && slice_eq(list->elements[0]->members[0].key, id);
}

struct node *addition_security(struct planning *planning, struct spec_part *part,
                               const struct service *service, const struct endpoint *endpoint)
{
    bool any_accepted = was_any_accepted(endpoint), is_said = endpoint->security_required;
    struct node *node = spec_part_security(part, endpoint);

    if (!node)
        return inherited(planning) && endpoint->anonymous_accepted ? document_array(planning->document)
                                                                   : NULL;
    for (size_t i = 0; i < endpoint->security_count; i++) {
        const struct endpoint_security *security = &endpoint->security[i];

        if (any_accepted && !security->accepted)
            continue;
        if (!add_scheme(planning, part, security->scheme))
            return NULL;
        is_said = is_said && is_inherited(planning, spec_part_scheme_id(part, security->scheme));
    }
    return is_said ? NULL : node;
}
