/* SPDX-License-Identifier: Apache-2.0 */
/* The service as a whole: whether any document speaks for it, and whether what it says of host, scheme and base path holds. */
#include "drift/holding.h"

#include "base/byte.h"
#include "drift/template.h"

static struct drift_row *service_row(struct holding *holding, enum drift_kind kind)
{
    struct drift_row *row = row_add(holding, kind);
    const struct service *service = holding->service->service;

    row->service = service->key;
    row->of_service = service;
    row->support = service->support;
    row->of = holding->drift->exchanges;
    row->location = SLICE("server");
    return row;
}

static void undocumented(struct holding *holding)
{
    struct drift_row *row = service_row(holding, DRIFT_UNDOCUMENTED_SERVICE);
    const struct service *service = holding->service->service;

    row->location = SLICE("");
    row->summary = row_printf(holding, "%zu operations, %llu exchanges, and no document speaks for it.",
                              service->endpoint_count, (unsigned long long)service->support.count);
    row->proposal =
        row_printf(holding, "Start from what was seen: plainsight openapi -s %.*s", SLICE_ARG(service->key));
}

static const struct contract_server *first_server(const struct drift_pair *pair)
{
    return &pair->contract->servers[0];
}

/* ---- base path ---- */

static void compare_base(struct holding *holding, const struct drift_pair *pair)
{
    struct drift_row *row;
    size_t literals;

    for (size_t i = 0; i < pair->contract->server_count; i++)
        if (template_covers(pair->contract->servers[i].base, pair->base, &literals))
            return;
    row = service_row(holding, DRIFT_BASE_PATH_MISMATCH);
    row->at = first_server(pair)->at;
    row->name = pair->base.len ? pair->base : SLICE("/");
    row->documented = first_server(pair)->base.len ? first_server(pair)->base : SLICE("/");
    row->observed = row->name;
    row->summary = row_printf(holding, "Documented paths are served below %.*s, not below %.*s.",
                              SLICE_ARG(row->name), SLICE_ARG(row->documented));
    row->proposal = SLICE("Correct the server's path in the document.");
}

/* ---- host ---- */

/* An address, or a name without a dot: what things are called inside, where documents do not look. */
static bool is_inside(struct slice host)
{
    bool has_dot = false, has_letter = false;

    for (size_t i = 0; i < host.len; i++) {
        has_dot |= host.at[i] == '.';
        has_letter |= byte_is_letter(host.at[i]);
    }
    return !has_dot || !has_letter || slice_ends_with_nocase(host, SLICE(".local")) ||
           slice_ends_with_nocase(host, SLICE(".internal")) || memchr(host.at, ':', host.len);
}

static bool names_host(const struct drift_pair *pair)
{
    for (size_t i = 0; i < pair->contract->server_count; i++)
        if (pair->contract->servers[i].host.len == 0 || is_inside(pair->contract->servers[i].host))
            return false;
    return true;
}

static void compare_host(struct holding *holding, const struct drift_pair *pair)
{
    const struct service *service = holding->service->service;
    struct drift_row *row;

    if (slice_starts_with(pair->reason, SLICE("host ")) || !names_host(pair) || is_inside(service->host))
        return;
    for (size_t i = 0; i < pair->contract->server_count; i++)
        if (slice_eq_nocase(pair->contract->servers[i].host, service->host))
            return;
    row = service_row(holding, DRIFT_HOST_MISMATCH);
    row->at = first_server(pair)->at;
    row->name = service->host;
    row->documented = first_server(pair)->host;
    row->observed = service->host;
    row->summary = row_printf(holding, "Served under %.*s; the document names %.*s.",
                              SLICE_ARG(service->host), SLICE_ARG(row->documented));
    row->proposal = SLICE("Add the host to `servers`, or find out who serves it there.");
}

/* ---- scheme ---- */

static bool promises_only(const struct drift_pair *pair, struct slice scheme)
{
    for (size_t i = 0; i < pair->contract->server_count; i++)
        if (!slice_eq(pair->contract->servers[i].scheme, scheme))
            return false;
    return true;
}

static const struct drift_transport *transport_of(const struct holding *holding)
{
    for (size_t i = 0; i < holding->options->transport_count; i++)
        if (slice_eq(holding->options->transports[i].service, holding->service->service->key))
            return &holding->options->transports[i];
    return NULL;
}

static void compare_scheme(struct holding *holding, const struct drift_pair *pair)
{
    const struct drift_transport *transport = transport_of(holding);
    struct drift_row *row;

    if (!transport || !transport->plain_count || !promises_only(pair, SLICE("https")))
        return;
    row = service_row(holding, DRIFT_SCHEME_MISMATCH);
    row->at = first_server(pair)->at;
    row->name = SLICE("http");
    row->documented = SLICE("https");
    row->observed = SLICE("http");
    row->support.count = transport->plain_count;
    row->of = holding->service->service->support.count;
    row->summary = row_printf(holding, "%llu exchanges went in the clear to a public address.",
                              (unsigned long long)transport->plain_count);
    row->proposal = SLICE("Redirect http to https and send Strict-Transport-Security (RFC 6797).");
}

void services_compare(struct holding *holding)
{
    const struct drift_service *service = holding->service;

    if (service->pair_count == 0) {
        undocumented(holding);
        return;
    }
    for (size_t i = 0; i < service->pair_count; i++) {
        compare_base(holding, &service->pairs[i]);
        compare_host(holding, &service->pairs[i]);
        compare_scheme(holding, &service->pairs[i]);
    }
}
