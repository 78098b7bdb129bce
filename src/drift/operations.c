/* SPDX-License-Identifier: Apache-2.0 */
/* Operations: which documented one is which observed one, what is there that no document names, and what documents name that
 * was never there. */
#include "drift/holding.h"

#include "catalog/catalog.h"
#include "drift/template.h"

#define UNOBSERVED_LEAST 100 /* exchanges of the service before "never" is said at all */
#define RARE_PER_OPERATION 20
#define LONG_ENOUGH (7 * 24 * 3600 * 1000000000ll)

/* ---- the documented ---- */

/* One more document that promises the operation. */
static bool add_said(struct holding *holding, struct held *held, const struct contract_operation *operation)
{
    const struct contract_operation **said =
        arena_get_array(holding->arena, held->said_count + 1, sizeof *said);

    if (!said)
        return false;
    if (held->said_count)
        memcpy(said, held->said, held->said_count * sizeof *said);
    said[held->said_count++] = operation;
    held->said = said;
    return true;
}

static bool hold_at(struct holding *holding, const struct drift_pair *pair,
                    const struct contract_operation *operation, struct slice base)
{
    struct slice template = template_join(base, operation->path, holding->arena);
    struct slice key = template_key(operation->method, template, holding->arena);
    struct held *held;

    if (!template.at || !key.at)
        return false;
    held = table_find(&holding->known, key);
    if (!held) {
        held = &holding->held[holding->held_count++];
        *held = (struct held){ .pair = pair, .method = operation->method, .template = template };
        held->path_key = template_key(SLICE(""), template, holding->arena);
        if (!table_put(&holding->known, key, held))
            return false;
    }
    return add_said(holding, held, operation);
}

/* An operation with servers of its own is looked for where those say, and where the document's others are. */
static bool hold_operation(struct holding *holding, const struct drift_pair *pair,
                           const struct contract_operation *operation)
{
    struct slice base;
    bool elsewhere = pairing_is_elsewhere(pair, operation, &base);
    size_t before;

    if (elsewhere && !hold_at(holding, pair, operation, base))
        return false;
    before = holding->held_count;
    if (!hold_at(holding, pair, operation, pair->base))
        return false;
    for (size_t i = before; i < holding->held_count; i++)
        holding->held[i].is_guess = elsewhere;
    return true;
}

/* The same operation below another base path of its document: seen at one of them is seen. */
static bool link_twins(struct holding *holding)
{
    struct table first;
    bool linked = true;

    table_init(&first, holding->account);
    for (size_t i = 0; i < holding->held_count && linked; i++) {
        struct held *held = &holding->held[i];
        struct slice key = slice_make(&held->said[0], sizeof held->said[0]);

        held->twin = table_find(&first, key);
        /* Where an operation has servers of its own, the other place is none that the document names. */
        if (held->twin && held->twin->pair == held->pair)
            held->twin = NULL;
        linked = held->twin || table_put(&first, key, held);
    }
    table_done(&first);
    return linked;
}

static bool attach(struct holding *holding, struct held *held, const struct endpoint *endpoint)
{
    if (held->seen_count == held->seen_room) {
        size_t room = held->seen_room ? held->seen_room * 2 : 1;
        const struct endpoint **grown = arena_get_array(holding->arena, room, sizeof *grown);

        if (!grown)
            return false;
        if (held->seen_count)
            memcpy(grown, held->seen, held->seen_count * sizeof *grown);
        held->seen = grown;
        held->seen_room = room;
    }
    held->seen[held->seen_count++] = endpoint;
    return true;
}

/* A documented parameter of which so few values were seen that evidence took them for literals, or one that takes whole
 * paths. What evidence sets apart from a parameter that was seen as such is something else. */
static struct held *covering(struct holding *holding, const struct endpoint *endpoint)
{
    size_t score, most = 0, segments = template_segments(endpoint->path);
    struct held *best = NULL;

    for (size_t i = 0; i < holding->held_count; i++) {
        struct held *held = &holding->held[i];

        if (!slice_eq(held->method, endpoint->method) ||
            !template_covers(held->template, endpoint->path, &score))
            continue;
        if (held->is_exact && template_segments(held->template) == segments)
            continue;
        if (!best || score > most) {
            best = held;
            most = score;
        }
    }
    return best;
}

static struct held *find_held(struct holding *holding, const struct endpoint *endpoint)
{
    struct slice key = template_key(endpoint->method, endpoint->path, holding->arena);

    return key.at ? table_find(&holding->known, key) : NULL;
}

bool operations_hold(struct holding *holding)
{
    const struct drift_service *service = holding->service;
    size_t most = 0;

    for (size_t i = 0; i < service->pair_count; i++)
        most += service->pairs[i].contract->operation_count;
    holding->held = arena_get_array(holding->arena, 2 * most + 1, sizeof *holding->held);
    holding->held_count = 0;
    if (!holding->held)
        return false;
    for (size_t i = 0; i < service->pair_count; i++)
        for (size_t j = 0; j < service->pairs[i].contract->operation_count; j++) {
            const struct contract_operation *operation = &service->pairs[i].contract->operations[j];

            if (operation->origin == CONTRACT_PATHS &&
                !hold_operation(holding, &service->pairs[i], operation))
                return false;
        }
    return link_twins(holding);
}

/* ---- what no document names ---- */

static bool path_is_documented(const struct holding *holding, struct slice path, const struct held **ret)
{
    struct slice wanted = template_key(SLICE(""), path, holding->arena);

    for (size_t i = 0; i < holding->held_count; i++)
        if (slice_eq(wanted, holding->held[i].path_key)) {
            *ret = &holding->held[i];
            return true;
        }
    return false;
}

/* GET answers HEAD too (RFC 9110 9.3.2), and OPTIONS is asked by browsers; neither is documented anywhere. */
static bool is_implied(const struct holding *holding, const struct endpoint *endpoint)
{
    const struct held *held;

    return (slice_eq(endpoint->method, SLICE("HEAD")) || slice_eq(endpoint->method, SLICE("OPTIONS"))) &&
           path_is_documented(holding, endpoint->path, &held);
}

static void undocumented_row(struct holding *holding, const struct endpoint *endpoint)
{
    struct drift_row *row = row_add(holding, DRIFT_UNDOCUMENTED_OPERATION);
    const struct contract *contract = holding->service->pairs[0].contract;
    const struct held *held = NULL;

    row->service = holding->service->service->key;
    row->of_service = holding->service->service;
    row->method = endpoint->method;
    row->template = endpoint->path;
    row->endpoint = endpoint;
    row->support = endpoint->support;
    row->of = holding->service->service->support.count;
    row->at = contract->paths ? tree_position(contract->paths)
                              : (struct position){ contract->file, contract->file->root ? 1 : 0, 1 };
    row->is_place_to_add = true;
    if (path_is_documented(holding, endpoint->path, &held)) {
        row->at = held->said[0]->path_at;
        row->template = held->template; /* parameters are called as the document calls them */
        row->summary = row_printf(holding, "The path is documented, its method %.*s is not.",
                                  SLICE_ARG(endpoint->method));
    } else {
        row->summary = SLICE("No document names this operation.");
    }
    row->proposal = row_printf(holding, "Document %.*s %.*s, or stop serving it.",
                               SLICE_ARG(endpoint->method), SLICE_ARG(row->template));
}

/* ---- what was never seen ---- */

/* Connections to the same host that nobody could look into; NULL: none. */
static const struct blind_spot *blind_spot_of(const struct holding *holding)
{
    const struct inventory *inventory = holding->drift->inventory;

    for (size_t i = 0; i < inventory->blind_spot_count; i++)
        if (slice_eq_nocase(inventory->blind_spots[i].name, holding->service->service->host))
            return &inventory->blind_spots[i];
    return NULL;
}

static struct slice absence_doubt(struct holding *holding)
{
    const struct service *service = holding->service->service;
    int64_t span = service->support.last - service->support.first;
    const struct blind_spot *blind = blind_spot_of(holding);

    if (blind)
        return row_printf(holding,
                          "%llu TLS connections to this host could not be read: it may have been in one",
                          (unsigned long long)blind->connections);
    if (holding->drift->lost >= 0.001)
        return row_printf(holding, "%.1f%% of the traffic was lost: it may have been among that",
                          holding->drift->lost * 100);
    if (service->support.count < RARE_PER_OPERATION * holding->held_count)
        return row_printf(holding,
                          "%llu exchanges for %zu documented operations: rare ones may not have come yet",
                          (unsigned long long)service->support.count, holding->held_count);
    if (span < LONG_ENOUGH)
        return SLICE("less than a week of traffic: what runs weekly may not have come yet");
    return (struct slice){ NULL, 0 };
}

static void unobserved_row(struct holding *holding, const struct held *held)
{
    struct drift_row *row = row_add(holding, DRIFT_UNOBSERVED_OPERATION);
    const struct service *service = holding->service->service;

    row->service = service->key;
    row->of_service = service;
    row->method = held->method;
    row->template = held->template;
    row->operation = held->said[0];
    row->at = held->said[0]->at;
    row->of = service->support.count;
    row->summary = row_printf(holding, "Not once in %llu exchanges of the service.",
                              (unsigned long long)service->support.count);
    row->proposal = held->said[0]->deprecated
                        ? SLICE("It is deprecated: remove it from the document and from the service.")
                        : SLICE("Remove it if it is dead; else find out why nobody calls it where we look.");
    row->doubt = absence_doubt(holding);
}

/* ---- one operation ---- */

static void deprecated_row(const struct held_endpoint *at)
{
    struct drift_row *row = row_add_for(at, DRIFT_DEPRECATED_IN_USE);

    row->summary = row_printf(at->holding, "Called %llu times by about %llu callers.",
                              (unsigned long long)at->endpoint->support.count,
                              (unsigned long long)at->endpoint->consumers);
    row->proposal =
        at->said->sunset.len
            ? row_printf(at->holding, "Move its callers before %.*s.", SLICE_ARG(at->said->sunset))
            : SLICE("Move its callers, and say until when it is served (Sunset, RFC 8594).");
}

static void compare_with(const struct held_endpoint *at)
{
    if (at->said->deprecated)
        deprecated_row(at);
    parameters_compare(at);
    bodies_compare(at);
    security_compare(at);
}

/* What one document says is documented: a row stands only when it follows from all of them. */
static void compare_held(struct holding *holding, const struct held *held)
{
    for (size_t i = 0; i < held->seen_count; i++) {
        size_t first = holding->row_count;

        for (size_t j = 0; j < held->said_count; j++) {
            struct held_endpoint at = { holding, held, held->said[j], held->seen[i] };
            size_t second = holding->row_count;

            compare_with(&at);
            if (j)
                rows_intersect(holding, first, second);
        }
    }
}

/* Seen below any base path; or asked for, if only to be told that there is no such thing. */
static bool was_seen(const struct holding *holding, const struct held *held)
{
    if (held->seen_count || held->is_value)
        return true;
    for (size_t i = 0; i < holding->held_count; i++)
        if (holding->held[i].twin == held && holding->held[i].seen_count)
            return true;
    return catalog_missed(holding->catalog, holding->service->service->key, held->method, held->template) > 0;
}

static void count_documented(struct holding *holding, const struct held *held)
{
    bool seen = was_seen(holding, held);

    if (held->is_guess)
        return;
    holding->service->documented++;
    holding->service->documented_seen += seen;
    if (!seen && holding->service->service->support.count >= UNOBSERVED_LEAST)
        unobserved_row(holding, held);
}

void operations_compare(struct holding *holding)
{
    struct drift_service *service = holding->service;
    const struct service *seen = service->service;
    bool *known = arena_get_array(holding->arena, seen->endpoint_count + 1, sizeof *known);

    if (!known) {
        holding->failed = true;
        return;
    }
    for (size_t i = 0; i < seen->endpoint_count; i++) {
        struct held *held = find_held(holding, &seen->endpoints[i]);

        known[i] = held != NULL;
        if (held)
            held->is_exact = true;
        holding->failed |= held && !attach(holding, held, &seen->endpoints[i]);
    }
    for (size_t i = 0; i < seen->endpoint_count; i++) {
        struct held *held = known[i] ? NULL : covering(holding, &seen->endpoints[i]);

        if (!held && !known[i])
            held = written_as_value(holding, &seen->endpoints[i]);
        if (held)
            holding->failed |= !attach(holding, held, &seen->endpoints[i]);
        else if (!known[i] && !is_implied(holding, &seen->endpoints[i])) {
            undocumented_row(holding, &seen->endpoints[i]);
            service->undocumented++;
        }
    }
    for (size_t i = 0; i < holding->held_count; i++) {
        struct held *held = &holding->held[i];

        if (held->seen_count)
            compare_held(holding, held);
        if (!held->twin)
            count_documented(holding, held);
    }
}
