/* SPDX-License-Identifier: Apache-2.0 */
/* Requests and responses of an operation: statuses, content types, and where a body's schema is known, its fields. */
#include "drift/fields.h"

#define NEVER_LEAST 1000 /* exchanges of the operation before a status is said to be dead */
#define NEVER_TIME (7 * 24 * 3600 * 1000000000ll)

/* ---- content types ---- */

static struct slice list_types(const struct held_endpoint *at, const struct contract_media *contents,
                               size_t count)
{
    struct slice list = SLICE("");

    for (size_t i = 0; i < count; i++)
        list = arena_printf(at->holding->arena, "%.*s%s%.*s", SLICE_ARG(list), i ? ", " : "",
                            SLICE_ARG(contents[i].type));
    return list;
}

static void media_row(const struct held_endpoint *at, enum drift_kind kind, struct slice location,
                      const struct content *content, struct position position)
{
    struct drift_row *row = row_add_for(at, kind);

    row->location = location;
    row->name = content->media_type;
    row->content = content;
    row->support = content->support;
    row->at = position;
    row->is_place_to_add = true;
    row->observed = content->media_type;
    row->proposal = row_printf(at->holding, "Document %.*s, or stop %s it.", SLICE_ARG(content->media_type),
                               kind == DRIFT_UNDOCUMENTED_REQUEST_MEDIA_TYPE ? "accepting" : "sending");
}

/* A body whose sender said no type was filed under a guess. */
static bool compare_contents(const struct held_endpoint *at, const struct content *contents, size_t count,
                             const struct contract_media *promised, size_t promised_count,
                             struct slice location, struct position position)
{
    bool is_request = slice_eq(location, SLICE("request"));
    enum drift_kind kind =
        is_request ? DRIFT_UNDOCUMENTED_REQUEST_MEDIA_TYPE : DRIFT_UNDOCUMENTED_RESPONSE_MEDIA_TYPE;

    for (size_t i = 0; i < count; i++) {
        const struct contract_media *media =
            contract_media_for(promised, promised_count, contents[i].media_type);

        if (!media) {
            media_row(at, kind, location, &contents[i], position);
            at->holding->rows[at->holding->row_count - 1].documented =
                list_types(at, promised, promised_count);
            at->holding->rows[at->holding->row_count - 1].summary =
                row_printf(at->holding, "%llu bodies of a type that is not documented.",
                           (unsigned long long)contents[i].support.count);
        } else if (media->schema && contents[i].schema) {
            fields_compare(at, &contents[i], media->schema, location, is_request);
        }
    }
    return true;
}

/* ---- requests ---- */

static void compare_request(const struct held_endpoint *at)
{
    const struct endpoint *endpoint = at->endpoint;
    const struct contract_operation *said = at->said;

    if (said->body_required && endpoint->accepted && endpoint->accepted_with_body < endpoint->accepted) {
        struct drift_row *row = row_add_for(at, DRIFT_MISSING_REQUIRED_BODY);

        row->location = SLICE("request");
        row->at = said->body ? tree_position(said->body) : said->at;
        row->support.count = endpoint->accepted - endpoint->accepted_with_body;
        row->of = endpoint->accepted;
        row->documented = SLICE("required");
        row->summary = row_printf(at->holding, "Accepted without a body %llu times of %llu.",
                                  (unsigned long long)row->support.count, (unsigned long long)row->of);
        row->proposal = SLICE("Set `required: false`, or refuse requests without a body.");
    }
    if (endpoint->request_count && (said->has_body || !said->node || endpoint->accepted_with_body))
        compare_contents(at, endpoint->requests, endpoint->request_count, said->contents, said->content_count,
                         SLICE("request"), said->body ? tree_position(said->body) : said->at);
}

/* ---- responses ---- */

static void undocumented_status(const struct held_endpoint *at, const struct response *response)
{
    struct drift_row *row = row_add_for(at, DRIFT_UNDOCUMENTED_STATUS);
    const struct tree_node *responses = TREE_GET(at->said->node, "responses");

    row->location = SLICE("response");
    row->name = row_printf(at->holding, "%u", response->status);
    row->support = response->support;
    if (responses)
        row->at = tree_position(responses);
    row->is_place_to_add = true;
    row->summary =
        row_printf(at->holding, "Answered %llu of %llu times.", (unsigned long long)response->support.count,
                   (unsigned long long)at->endpoint->support.count);
    row->proposal = row_printf(at->holding, "Document the response %.*s.", SLICE_ARG(row->name));
}

/* 304 is the answer of a cache protocol (RFC 9110 15.4.5), 1xx are no final answers. */
static bool is_mechanic(uint16_t status)
{
    return status < 200 || status == 304;
}

/* A collection is one of requests: of answers it says what somebody saved, and no more. */
static bool is_collection(const struct contract_operation *said)
{
    return said->contract->format == CONTRACT_POSTMAN_21;
}

static bool was_seen(const struct held *held, const struct contract_response *promised)
{
    for (size_t i = 0; i < held->seen_count; i++)
        for (size_t j = 0; j < held->seen[i]->response_count; j++) {
            uint16_t status = held->seen[i]->responses[j].status;

            if (status >= promised->from && status <= promised->to)
                return true;
        }
    return false;
}

static void unobserved_status(const struct held_endpoint *at, const struct contract_response *promised)
{
    const struct support *support = &at->endpoint->support;
    struct drift_row *row;

    if (promised->from == 0 || promised->from >= 500 || support->count < NEVER_LEAST ||
        support->last - support->first < NEVER_TIME || was_seen(at->held, promised))
        return;
    row = row_add_for(at, DRIFT_UNOBSERVED_STATUS);
    row->location = SLICE("response");
    row->name = promised->code;
    row->at = promised->at;
    row->support = (struct support){ 0 };
    row->of = support->count;
    row->summary = row_printf(at->holding, "Not once in %llu answers.", (unsigned long long)support->count);
    row->proposal = SLICE("Remove it if it cannot happen.");
}

static void compare_response(const struct held_endpoint *at, const struct response *response)
{
    const struct contract_response *promised = contract_response_for(at->said, response->status);
    struct slice location;

    if (!promised) {
        if (!is_mechanic(response->status) && !(is_collection(at->said) && at->said->response_count == 0))
            undocumented_status(at, response);
        return;
    }
    location = row_printf(at->holding, "response:%u", response->status);
    /* A response of which no content is documented at all is often one of which nobody cared to. */
    if (promised->content_count ||
        (response->status < 300 && response->status != 204 && !is_collection(at->said)))
        compare_contents(at, response->contents, response->content_count, promised->contents,
                         promised->content_count, location, promised->at);
}

void bodies_compare(const struct held_endpoint *at)
{
    compare_request(at);
    for (size_t i = 0; i < at->endpoint->response_count; i++)
        compare_response(at, &at->endpoint->responses[i]);
    for (size_t i = 0; i < at->said->response_count; i++)
        unobserved_status(at, &at->said->responses[i]);
}
