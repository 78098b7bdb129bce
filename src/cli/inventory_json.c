/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/inventory_print.h"

#include "cli/data_text.h"
#include "cli/ledger_json.h"
#include "cli/posture_json.h"
#include "cli/show_json.h"

#include <stdio.h>

static void key_text(struct json_writer *json, const char *key, struct slice text)
{
    json_key(json, slice_of(key));
    json_string(json, text);
}

static void parameters(struct json_writer *json, const struct endpoint *endpoint)
{
    static const char *const places[] = { "path", "query", "header", "cookie" };

    json_key(json, SLICE("parameters"));
    json_begin_array(json);
    for (size_t i = 0; i < endpoint->parameter_count; i++) {
        json_begin_object(json);
        key_text(json, "name", endpoint->parameters[i].name);
        key_text(json, "in", slice_of(places[endpoint->parameters[i].place]));
        json_key(json, SLICE("required"));
        json_bool(json, endpoint->parameters[i].required);
        json_end(json);
    }
    json_end(json);
}

static void endpoint_posture(const struct listing *listing, struct json_writer *json,
                             const struct service *service, const struct endpoint *endpoint)
{
    const struct posture_endpoint *posture = judgement_endpoint(listing->judgement, service, endpoint);

    data_names_json(json, posture->data, posture->data_count);
    key_text(json, "exposure", slice_of(reach_name(posture->reach)));
    risk_json(json, judgement_endpoint_risk(listing->judgement, posture));
}

static void service_posture(const struct listing *listing, struct json_writer *json,
                            const struct service *service)
{
    const struct posture_service *posture = judgement_service(listing->judgement, service);

    exposure_json(json, posture);
    risk_json(json, judgement_service_risk(listing->judgement, posture));
}

static void endpoints(const struct listing *listing, struct json_writer *json, const struct service *service)
{
    json_key(json, SLICE("endpoints"));
    json_begin_array(json);
    for (size_t i = 0; i < service->endpoint_count; i++) {
        const struct endpoint *endpoint = &service->endpoints[i];

        if (!listing_shows(listing, endpoint))
            continue;
        json_begin_object(json);
        endpoint_json(json, endpoint);
        endpoint_posture(listing, json, service, endpoint);
        parameters(json, endpoint);
        json_key(json, SLICE("statuses"));
        json_begin_object(json);
        for (size_t j = 0; j < endpoint->response_count; j++) {
            char status[8];

            snprintf(status, sizeof status, "%u", endpoint->responses[j].status);
            json_key(json, slice_of(status));
            json_unsigned(json, endpoint->responses[j].support.count);
        }
        json_end(json);
        json_end(json);
        output_json(listing->invocation->out, json->out);
    }
    json_end(json);
}

static void noise(struct json_writer *json, const struct service *service)
{
    json_key(json, SLICE("noise"));
    json_begin_array(json);
    for (int kind = 0; kind < NOISE_KINDS; kind++) {
        const struct noise *kept_out = &service->noise[kind];

        if (kept_out->count == 0)
            continue;
        json_begin_object(json);
        key_text(json, "kind", slice_of(noise_name((enum noise_kind)kind)));
        json_key(json, SLICE("count"));
        json_unsigned(json, kept_out->count);
        json_key(json, SLICE("paths"));
        json_unsigned(json, kept_out->paths);
        json_key(json, SLICE("examples"));
        json_begin_array(json);
        for (size_t i = 0; i < kept_out->example_count; i++)
            json_string(json, kept_out->examples[i]);
        json_end(json);
        json_end(json);
    }
    json_end(json);
}

static void service_object(const struct listing *listing, struct json_writer *json,
                           const struct service *service)
{
    json_begin_object(json);
    key_text(json, "service", service->key);
    key_text(json, "host", service->host);
    json_key(json, SLICE("port"));
    if (service->port)
        json_unsigned(json, service->port);
    else
        json_null(json);
    json_key(json, SLICE("servers"));
    json_begin_array(json);
    for (size_t i = 0; i < service->server_count; i++)
        json_string(json, service->servers[i]);
    json_end(json);
    support_json(json, &service->support);
    service_posture(listing, json, service);
    endpoints(listing, json, service);
    noise(json, service);
    json_key(json, SLICE("ledger"));
    ledger_json(json, &service->ledger);
    json_end(json);
}

static void blind_spots(struct json_writer *json, const struct inventory *inventory)
{
    json_key(json, SLICE("blindSpots"));
    json_begin_array(json);
    for (size_t i = 0; i < inventory->blind_spot_count; i++) {
        const struct blind_spot *spot = &inventory->blind_spots[i];

        json_begin_object(json);
        key_text(json, "name", spot->name);
        key_text(json, "evidence", spot->evidence);
        json_key(json, SLICE("connections"));
        json_unsigned(json, spot->connections);
        json_key(json, SLICE("bytes"));
        json_unsigned(json, spot->bytes);
        support_json(json, &spot->support);
        json_end(json);
    }
    json_end(json);
}

void inventory_json(const struct listing *listing)
{
    const struct inventory *inventory = listing->knowledge->inventory;
    struct buffer part;
    struct json_writer json;

    buffer_init(&part, listing->invocation->account);
    json_writer_init(&json, &part, true);
    json_begin_object(&json);
    support_json(&json, &inventory->support);
    json_key(&json, SLICE("services"));
    json_begin_array(&json);
    for (size_t i = 0; i < inventory->service_count; i++) {
        if (knowledge_selects(listing->knowledge, &inventory->services[i]))
            service_object(listing, &json, &inventory->services[i]);
    }
    json_end(&json);
    blind_spots(&json, inventory);
    json_key(&json, SLICE("ledger"));
    ledger_json(&json, &inventory->ledger);
    json_end(&json);
    buffer_byte(&part, '\n');
    output_json(listing->invocation->out, &part);
    buffer_done(&part);
}
