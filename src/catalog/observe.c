/* SPDX-License-Identifier: Apache-2.0 */
/* One exchange into the catalog: its service, its place in the trie, its cell, its event. */
#include "catalog/evidence.h"
#include "catalog/observations.h"
#include "catalog/parts.h"

#include "base/hash.h"
#include "http/url.h"

struct observing {
    struct catalog *catalog;
    const struct exchange *exchange;
    struct service_evidence *service;
    struct fields request, response;
    struct credential *credentials;
    size_t credential_count;
    struct slice path; /* decoded for people; segments are decoded apart */
    struct path_segment *segments;
    size_t segment_count;
    uint16_t flags;                 /* of the event */
    struct signal_reading *signals; /* NULL: they are off */
};

static void remember_word(struct observing *with, uint64_t hash)
{
    if (with->service->values.words)
        filter_add_to(with->service->values.words, hash);
    else
        filter_add(&with->service->values, &with->catalog->account, hash);
}

/* Strings are remembered as far as they could be words in a path: identifiers by shape need no witness. */
static void remember_string(void *context, struct slice text, uint64_t hash)
{
    if (filter_could_be_word_wide(text))
        remember_word(context, hash);
}

static uint64_t consumer_hash(const struct observing *with)
{
    struct address client = with->exchange->client;

    if (with->credential_count)
        return with->credentials[0].content;
    client.port = 0;
    return hash_content(slice_make(client.bytes, sizeof client.bytes));
}

/* The base addresses a service was asked under. A known one, which is the usual case, only counts. */
static void learn_servers(struct observing *with)
{
    struct sample *servers = &with->service->servers;
    struct slice scheme = with->exchange->scheme, server;
    uint64_t hash = hash_mix(hash_content(with->service->key), hash_content(scheme));
    struct sample_entry *known = (struct sample_entry *)(uintptr_t)sample_find(servers, hash);

    if (known) {
        known->count++;
        servers->total++;
        return;
    }
    server = arena_printf(&with->catalog->scratch, "%.*s://%.*s", SLICE_ARG(scheme),
                          SLICE_ARG(with->service->key));
    if (server.len)
        sample_add(servers, &with->catalog->account, hash, server, 1);
}

static bool learn_cell(struct observing *with, struct path_node *node)
{
    struct catalog *catalog = with->catalog;
    struct cell *cell = cell_get(&node->cells, &catalog->account, with->exchange->method);
    struct pair *query, *headers, *cookies;
    struct cell_input input = {
        .exchange = with->exchange,
        .request_fields = &with->request,
        .response_fields = &with->response,
        .credentials = with->credentials,
        .credential_count = with->credential_count,
        .consumer = consumer_hash(with),
        .signals = with->signals,
    };
    struct cell_learner learner = {
        .account = &catalog->account,
        .arena = &catalog->scratch,
        .learner = catalog->learner,
        .ledger = &with->service->ledger,
        .listener = remember_string,
        .listener_context = with,
    };

    if (!cell)
        return false;
    input.query_count = parts_query(with->exchange, &catalog->scratch, &query);
    input.header_count =
        parts_headers(&with->request, with->credentials, with->credential_count, &catalog->scratch, &headers);
    input.cookie_count = parts_cookies(fields_find(&with->request, FIELD_COOKIE), with->credentials,
                                       with->credential_count, &catalog->scratch, &cookies);
    input.query = query;
    input.headers = headers;
    input.cookies = cookies;
    for (size_t i = 0; i < input.query_count; i++)
        if (filter_could_be_word(query[i].value))
            remember_word(with, hash_content(query[i].value));
    cell_learn(cell, &learner, &input);
    return true;
}

static void read_signals(struct observing *with, bool is_noise)
{
    struct catalog *catalog = with->catalog;
    struct slice query = with->exchange->target;

    if (catalog->settings.signals.off)
        return;
    with->signals = arena_get(&catalog->scratch, sizeof *with->signals);
    if (!with->signals)
        return;
    slice_cut(&query, '?');
    /* The list of facts is large and mostly stays unused. */
    memset(with->signals, 0, offsetof(struct signal_reading, facts));
    with->signals->fact_count = 0;
    with->signals->exchange = with->exchange;
    with->signals->request = &with->request;
    with->signals->response = &with->response;
    with->signals->credentials = with->credentials;
    with->signals->credential_count = with->credential_count;
    with->signals->path = with->path;
    with->signals->query = query;
    with->signals->is_noise = is_noise;
    with->signals->settings = &catalog->settings.signals;
    with->signals->key = catalog->settings.key;
    with->signals->memory = catalog->signals;
    with->signals->arena = &catalog->scratch;
    signal_read(with->signals);
}

/* Bodies of noise are counted like others, but teach nothing. */
static void count_noise_bodies(struct observing *with)
{
    struct ledger *ledger = &with->service->ledger;

    ledger->analysed[LEDGER_BODIES] += cell_count_body(ledger, with->exchange->request.body_state);
    ledger->analysed[LEDGER_BODIES] += cell_count_body(ledger, with->exchange->response.body_state);
}

static bool place_exchange(struct observing *with)
{
    const struct exchange *exchange = with->exchange;
    struct service_evidence *service = with->service;
    struct catalog *catalog = with->catalog;
    bool is_missing = exchange->status == 404 || exchange->status == 410;
    enum noise_kind noise =
        noise_recognise(exchange, &with->request, &with->response, with->path, with->credential_count > 0);
    struct path_node *node;

    if (noise != NOISE_KINDS) {
        with->flags |= EVENT_NOISE;
        noise_add(&service->noise[noise], catalog->limits.classifier, &catalog->account, exchange->method,
                  with->path, exchange->started);
        count_noise_bodies(with);
        read_signals(with, true);
        return !with->signals || observations_learn(&service->aside, &catalog->account, with->signals);
    }
    read_signals(with, false);
    with->segments = arena_get(&catalog->scratch, PATH_DEPTH * sizeof *with->segments);
    if (!with->segments)
        return false;
    with->segment_count = path_split(parts_path(exchange), &catalog->scratch, with->segments, PATH_DEPTH);
    node = path_enter(is_missing ? service->missing : service->paths, &catalog->account, catalog->limits,
                      with->segments, with->segment_count, 1);
    return node && learn_cell(with, node);
}

/* The class path: identifiers and what must not be written down by their shape, words as they are. */
static struct slice event_cell(struct observing *with)
{
    char *text = arena_get(&with->catalog->scratch, with->segment_count * (SEGMENT_LENGTH + 2) + 1);
    size_t len = 0;

    if (!text)
        return SLICE("/");
    for (size_t i = 0; i < with->segment_count; i++) {
        const struct path_segment *segment = &with->segments[i];
        bool masked = (segment_is_identifier(segment->class) || segment->is_masked) && !segment->is_suffix;
        struct slice part = masked ? slice_of(segment_class_name(segment->class)) : segment->text;

        if (!segment->is_suffix)
            text[len++] = '/';
        if (masked)
            text[len++] = '*';
        memcpy(text + len, part.at, part.len);
        len += part.len;
        if (masked)
            text[len++] = '*';
    }
    return len ? slice_make(text, len) : SLICE("/");
}

static uint32_t saturate(uint64_t bytes)
{
    return bytes > UINT32_MAX ? UINT32_MAX : (uint32_t)bytes;
}

static void tell_event(struct observing *with)
{
    const struct exchange *exchange = with->exchange;
    const uint8_t *key = with->catalog->settings.key;
    struct address client = exchange->client;
    struct event event = {
        .time = exchange->started,
        .duration =
            exchange->ended > exchange->started ? (uint64_t)exchange->ended - (uint64_t)exchange->started : 0,
        .service = with->service->key,
        .method = exchange->method,
        .client = exchange->client,
        .server = exchange->server,
        .status = exchange->status,
        .flags = with->flags,
        .request_bytes = saturate(exchange->request.wire_bytes),
        .response_bytes = saturate(exchange->response.wire_bytes),
    };

    if (!with->catalog->settings.on_event)
        return;
    client.port = 0;
    if (with->credential_count)
        memcpy(event.actor, with->credentials[0].keyed, sizeof event.actor);
    else
        keyed_hash(key, slice_make(client.bytes, sizeof client.bytes), event.actor);
    for (size_t i = 0; i < with->segment_count && event.object_count < EVENT_OBJECTS; i++)
        if (segment_is_identifier(with->segments[i].class) && !with->segments[i].is_suffix) {
            uint64_t object[2];

            keyed_hash(key, with->segments[i].text, object);
            event.objects[event.object_count++] = object[0];
        }
    event.cell = event_cell(with);
    with->catalog->settings.on_event(with->catalog->settings.event_context, &event);
}

static uint16_t event_flags(const struct exchange *exchange, size_t credentials)
{
    uint32_t flags = 0;

    flags |= exchange->flags & EXCHANGE_NO_REQUEST ? EVENT_NO_REQUEST : 0u;
    flags |= exchange->flags & EXCHANGE_NO_RESPONSE ? EVENT_NO_RESPONSE : 0u;
    flags |= exchange->flags & EXCHANGE_TLS ? EVENT_TLS : 0u;
    flags |= credentials == 0 ? EVENT_ANONYMOUS : 0u;
    flags |= exchange->request.oddities || exchange->response.oddities ? EVENT_ODD : 0u;
    if (exchange->request.body_state > BODY_ABSENT || exchange->response.body_state > BODY_ABSENT)
        flags |= EVENT_BODY_LOST;
    return (uint16_t)flags;
}

void catalog_keep_under_ceiling(struct catalog *catalog)
{
    while (catalog->account.used > catalog->settings.memory_limit / 10 * 9 && catalog->limits.words > 1) {
        catalog->limits.words /= 2;
        if (catalog->limits.words <= 64)
            catalog->limits.identifiers = catalog->limits.words > 8 ? 2 : 1;
        for (size_t i = 0; i < catalog->services.count; i++) {
            path_tighten(catalog->sorted[i]->paths, &catalog->account, catalog->limits);
            path_tighten(catalog->sorted[i]->missing, &catalog->account, catalog->limits);
        }
    }
}

/* Where to count an exchange whose request was not captured: it has a service (by the server's address) but no path. */
static bool count_half(struct observing *with)
{
    const struct exchange *exchange = with->exchange;
    struct ledger *ledger = &with->service->ledger;

    if (exchange->flags & EXCHANGE_NO_REQUEST) {
        ledger->lost[LOSS_response_unasked]++;
        count_noise_bodies(with);
        return true;
    }
    return false;
}

static void observe_in_service(struct observing *with)
{
    struct service_evidence *service = with->service;
    const struct exchange *exchange = with->exchange;
    struct ledger *ledger = &service->ledger;

    service->changed = service->has_raw = true;
    ledger->seen[LEDGER_EXCHANGES]++;
    support_add(&service->support, exchange->started, 1);
    if (!count_half(with)) {
        learn_servers(with);
        if (!place_exchange(with))
            ledger->lost[LOSS_memory_limit]++;
        else if (exchange->flags & EXCHANGE_NO_RESPONSE)
            ledger->lost[LOSS_request_unanswered]++;
        else
            ledger->analysed[LEDGER_EXCHANGES]++;
    }
    tell_event(with);
}

/* Services are few and asked for by the same few spellings of their authority. */
static struct service_evidence *find_service(struct catalog *catalog, const struct exchange *exchange)
{
    struct slice authority = exchange->authority;
    struct known_authority *known = &catalog->authorities[hash_table(authority) % CATALOG_AUTHORITIES];
    struct service_evidence *service;
    struct authority parts;

    if (authority.len && known->service && slice_eq(authority, (struct slice){ known->text, known->len }) &&
        slice_eq(exchange->scheme, known->is_https ? SLICE("https") : SLICE("http")))
        return known->service;
    service = service_get(catalog, parts_service_key(exchange, &catalog->scratch));
    /* What is no authority means the server it was sent to, another time another one. */
    if (service && authority.len <= sizeof known->text && url_split_authority(authority, &parts)) {
        known->service = service;
        known->len = (uint8_t)authority.len;
        known->is_https = slice_eq(exchange->scheme, SLICE("https"));
        memcpy(known->text, authority.at, authority.len);
    }
    return service;
}

void catalog_observe(struct catalog *catalog, const struct exchange *exchange)
{
    struct credential credentials[CREDENTIAL_MOST];
    struct observing with = { .catalog = catalog, .exchange = exchange, .credentials = credentials };

    with.service = find_service(catalog, exchange);
    if (!with.service) {
        catalog->unplaced.seen[LEDGER_EXCHANGES]++;
        catalog->unplaced.lost[LOSS_memory_limit]++;
    } else {
        fields_read(&catalog->fields, &exchange->request, false, &catalog->scratch, &with.request);
        fields_read(&catalog->fields, &exchange->response, true, &catalog->scratch, &with.response);
        with.credential_count =
            credential_find(&catalog->credentials, &with.request, exchange->target, credentials);
        with.flags = event_flags(exchange, with.credential_count);
        with.path = parts_decoded_path(exchange, &catalog->scratch);
        observe_in_service(&with);
    }
    arena_reset(&catalog->scratch);
    if (catalog->account.used > catalog->settings.memory_limit / 10 * 9)
        catalog_keep_under_ceiling(catalog);
}
