/* SPDX-License-Identifier: Apache-2.0 */
#include "catalog/traffic.h"

#include "base/check.h"

#include <stdio.h>
#include <stdlib.h>

#define HEADERS 40
#define PIECES 200

/* Exact copies of all texts of one exchange. */
struct copies {
    char *at[PIECES];
    size_t count;
};

static struct slice copy(struct copies *copies, struct slice text, size_t slack)
{
    char *made = malloc(text.len + slack ? text.len + slack : 1);

    assert_non_null(made);
    assert_true(copies->count < PIECES);
    if (text.len)
        memcpy(made, text.at, text.len);
    memset(made + text.len, '"', slack);
    copies->at[copies->count++] = made;
    return slice_make(made, text.len);
}

static void copies_free(struct copies *copies)
{
    for (size_t i = 0; i < copies->count; i++)
        free(copies->at[i]);
}

static size_t read_headers(struct copies *copies, const char *text, struct header *ret, const char *body)
{
    struct slice rest = slice_of(text ? text : "");
    size_t count = 0;
    bool typed = false;

    while (rest.len) {
        struct slice value = slice_cut(&rest, '\n'), name = slice_cut(&value, ':');

        assert_true(count + 1 < HEADERS);
        typed |= slice_eq_nocase(name, SLICE("content-type"));
        ret[count++] = (struct header){ copy(copies, name, 0), copy(copies, slice_trim(value), 0) };
    }
    if (body && !typed)
        ret[count++] = (struct header){ SLICE("Content-Type"), SLICE("application/json") };
    return count;
}

static void fill_message(struct copies *copies, struct message *message, struct header *headers,
                         const char *fields, const char *body, enum body_state state)
{
    message->header_count = read_headers(copies, fields, headers, body);
    message->headers = headers;
    message->body_state = state;
    if (state == BODY_NONE && body && *body)
        message->body_state = BODY_WHOLE;
    if (body)
        message->body = copy(copies, slice_of(body), BODY_SLACK);
    message->body_bytes = message->body.len;
    message->wire_bytes = message->body.len + 100;
}

static const char *or_usual(const char *text, const char *usual)
{
    return text ? text : usual;
}

void traffic_tell(struct catalog *catalog, const struct ask *ask)
{
    struct header asked[HEADERS], answered[HEADERS];
    struct copies copies = { .count = 0 };
    struct exchange exchange = {
        .started = ask->at * 1000000,
        .ended = (ask->at + ask->took) * 1000000,
        .version_major = 1,
        .version_minor = 1,
        .status = ask->status < 0 ? 0 : (uint16_t)(ask->status ? ask->status : 200),
    };

    assert_true(address_parse(slice_of(or_usual(ask->client, "203.0.113.7")), &exchange.client));
    assert_true(address_parse(slice_of(or_usual(ask->server, "10.0.0.5:80")), &exchange.server));
    exchange.scheme = copy(&copies, slice_of(or_usual(ask->scheme, "http")), 0);
    if (!ask->unasked) {
        exchange.method = copy(&copies, slice_of(or_usual(ask->method, "GET")), 0);
        exchange.authority = copy(&copies, slice_of(or_usual(ask->authority, TRAFFIC_HOST)), 0);
        exchange.target = copy(&copies, slice_of(or_usual(ask->target, "/")), 0);
        fill_message(&copies, &exchange.request, asked, ask->headers, ask->body, ask->body_state);
    } else {
        exchange.flags |= EXCHANGE_NO_REQUEST;
    }
    if (ask->status >= 0)
        fill_message(&copies, &exchange.response, answered, ask->answer_headers, ask->answer,
                     ask->answer_state);
    else
        exchange.flags |= EXCHANGE_NO_RESPONSE;
    catalog_observe(catalog, &exchange);
    copies_free(&copies);
}

struct catalog *catalog_open(size_t memory_limit)
{
    struct catalog_settings settings = { .memory_limit = memory_limit, .key = "0123456789abcde" };
    struct error err = { .kind = ERROR_NONE };
    struct catalog *catalog = catalog_new(&settings, &err);

    assert_non_null(catalog);
    return catalog;
}

void traffic_open(struct traffic *traffic)
{
    *traffic = (struct traffic){ .catalog = catalog_open(0), .clock = 1700000000000 };
}

static void forget_inventory(struct traffic *traffic)
{
    inventory_free(traffic->inventory);
    traffic->inventory = NULL;
    assert_int_equal(traffic->account.used, 0);
}

void traffic_close(struct traffic *traffic)
{
    assert_ledger_adds_up(traffic->catalog);
    forget_inventory(traffic);
    catalog_free(traffic->catalog);
}

void traffic_ask(struct traffic *traffic, struct ask ask)
{
    traffic->clock += 1000;
    if (ask.at == 0)
        ask.at = traffic->clock;
    traffic_tell(traffic->catalog, &ask);
    forget_inventory(traffic);
}

void traffic_exchange(struct traffic *traffic, const char *method, const char *target, int status,
                      const char *answer)
{
    traffic_ask(
        traffic,
        (struct ask){ .method = method, .target = target, .status = status, .answer = answer, .took = 5 });
}

const struct inventory *traffic_inventory(struct traffic *traffic)
{
    struct error err = { .kind = ERROR_NONE };

    if (!traffic->inventory)
        traffic->inventory = inventory_build(traffic->catalog, &traffic->account, &err);
    assert_non_null(traffic->inventory);
    return traffic->inventory;
}

const struct service *traffic_service(struct traffic *traffic)
{
    const struct inventory *inventory = traffic_inventory(traffic);

    assert_int_equal(inventory->service_count, 1);
    return &inventory->services[0];
}

static void list_operations(const struct inventory *inventory, struct buffer *out)
{
    for (size_t i = 0; i < inventory->service_count; i++)
        for (size_t j = 0; j < inventory->services[i].endpoint_count; j++) {
            const struct endpoint *endpoint = &inventory->services[i].endpoints[j];

            if (out->len)
                buffer_byte(out, '\n');
            buffer_append(out, endpoint->method);
            buffer_byte(out, ' ');
            buffer_append(out, endpoint->path);
        }
}

void assert_endpoints(struct traffic *traffic, const char *expected)
{
    struct memory account = { .limit = 0 };
    struct buffer lines;

    buffer_init(&lines, &account);
    list_operations(traffic_inventory(traffic), &lines);
    buffer_byte(&lines, '\0');
    assert_string_equal(lines.at, expected);
    buffer_done(&lines);
}

const struct endpoint *traffic_endpoint(struct traffic *traffic, const char *operation)
{
    const struct inventory *inventory = traffic_inventory(traffic);
    struct slice path = slice_of(operation), method = slice_cut(&path, ' ');

    for (size_t i = 0; i < inventory->service_count; i++)
        for (size_t j = 0; j < inventory->services[i].endpoint_count; j++) {
            const struct endpoint *endpoint = &inventory->services[i].endpoints[j];

            if (slice_eq(endpoint->method, method) && slice_eq(endpoint->path, path))
                return endpoint;
        }
    assert_endpoints(traffic, operation); /* fails, and shows what there is */
    return NULL;
}

const struct parameter *endpoint_parameter(const struct endpoint *endpoint, enum place place,
                                           const char *name)
{
    for (size_t i = 0; i < endpoint->parameter_count; i++)
        if (endpoint->parameters[i].place == place && slice_eq(endpoint->parameters[i].name, slice_of(name)))
            return &endpoint->parameters[i];
    return NULL;
}

const struct response *endpoint_response(const struct endpoint *endpoint, int status)
{
    for (size_t i = 0; i < endpoint->response_count; i++)
        if (endpoint->responses[i].status == status)
            return &endpoint->responses[i];
    return NULL;
}

const struct security_scheme *service_scheme(const struct service *service, const char *id)
{
    for (size_t i = 0; i < service->scheme_count; i++)
        if (slice_eq(service->schemes[i].id, slice_of(id)))
            return &service->schemes[i];
    return NULL;
}

static void assert_adds_up(const struct ledger *ledger)
{
    assert_int_equal(ledger_open(ledger, LEDGER_EXCHANGES), 0);
    assert_int_equal(ledger_open(ledger, LEDGER_BODIES), 0);
}

void assert_ledger_adds_up(struct catalog *catalog)
{
    struct memory account = { .limit = 0 };
    struct error err = { .kind = ERROR_NONE };
    struct inventory *inventory = inventory_build(catalog, &account, &err);

    assert_non_null(inventory);
    assert_adds_up(catalog_ledger(catalog));
    assert_adds_up(&inventory->ledger);
    for (size_t i = 0; i < inventory->service_count; i++)
        assert_adds_up(&inventory->services[i].ledger);
    inventory_free(inventory);
}

void catalog_bytes(const struct catalog *catalog, struct buffer *out)
{
    for (size_t i = 0; i < catalog_service_count(catalog); i++)
        assert_true(catalog_write_service(catalog, i, out));
    assert_true(catalog_write_rest(catalog, out));
}

static void list_catalog(const struct catalog *catalog, struct buffer *out)
{
    struct memory account = { .limit = 0 };
    struct error err = { .kind = ERROR_NONE };
    struct inventory *inventory = inventory_build(catalog, &account, &err);

    assert_non_null(inventory);
    listing_write(inventory, out);
    inventory_free(inventory);
    assert_int_equal(account.used, 0);
}

/* Shows the first line that differs. */
static void assert_same_lines(struct slice left, struct slice right)
{
    while (left.len || right.len) {
        struct slice one = slice_cut(&left, '\n'), other = slice_cut(&right, '\n');

        if (!slice_eq(one, other))
            fail_msg("\n%.*s\n%.*s\n", SLICE_ARG(one), SLICE_ARG(other));
    }
}

void assert_same_catalog(const struct catalog *one, const struct catalog *other)
{
    struct memory account = { .limit = 0 };
    struct buffer left, right;

    buffer_init(&left, &account);
    buffer_init(&right, &account);
    list_catalog(one, &left);
    list_catalog(other, &right);
    assert_same_lines(buffer_slice(&left), buffer_slice(&right));
    buffer_reset(&left);
    buffer_reset(&right);
    catalog_bytes(one, &left);
    catalog_bytes(other, &right);
    assert_int_equal(left.len, right.len);
    assert_memory_equal(left.at, right.at, left.len);
    buffer_done(&left);
    buffer_done(&right);
}

void read_into(struct catalog *into, const struct catalog *from)
{
    struct memory account = { .limit = 0 };
    struct error err = { .kind = ERROR_NONE };
    struct buffer bytes;

    buffer_init(&bytes, &account);
    for (size_t i = 0; i < catalog_service_count(from); i++) {
        buffer_reset(&bytes);
        assert_true(catalog_write_service(from, i, &bytes));
        assert_true(catalog_read_service(into, buffer_slice(&bytes), &err));
    }
    buffer_reset(&bytes);
    assert_true(catalog_write_rest(from, &bytes));
    assert_true(catalog_read_rest(into, buffer_slice(&bytes), &err));
    buffer_done(&bytes);
}
