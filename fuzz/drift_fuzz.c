/* SPDX-License-Identifier: Apache-2.0 */
/* Any document at all, held against the same sixty exchanges: it never crashes, rows stand in order with ids of their own,
 * every text of theirs is UTF-8, and found again they are the same. Documents after the first are set apart by a line "---". */
#include "base/text.h"
#include "catalog/catalog.h"
#include "drift/drift.h"

#include <stdio.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define HOST "api.example.com"
#define DOCUMENTS_MOST 3
#define TIMES 3

static void must(bool holds)
{
    if (!holds)
        abort();
}

/* ---- the exchanges ---- */

static const struct told {
    const char *method, *host, *target, *header, *body;
    uint16_t status;
    const char *type, *answer;
} told[] = {
    { "GET", HOST, "/users/%d", NULL, NULL, 200, "application/json",
      "{\"id\":%d,\"name\":\"anna\",\"age\":null,\"mail\":\"a@b.example\",\"tags\":[\"x\",\"y\"],\"at\":{"
      "\"city\":\"c\",\"zip\":12}}" },
    { "GET", HOST, "/users/me", "Authorization: Bearer abcdefgh1234567890", NULL, 200, "application/json",
      "{\"id\":7,\"role\":\"admin\"}" },
    { "GET", HOST, "/users?page=%d&sort=name&filter[age]=3&ids[]=1", NULL, NULL, 200, "application/json",
      "[{\"id\":%d},{\"id\":\"x\"}]" },
    { "POST", HOST, "/users", "X-Tenant: acme", "{\"name\":\"n%d\",\"admin\":true,\"price\":1.5}", 201,
      "application/json", "{\"id\":%d}" },
    { "POST", HOST, "/users", NULL, NULL, 400, "application/problem+json", "{\"title\":\"no\"}" },
    { "DELETE", HOST, "/users/%d", NULL, NULL, 204, NULL, NULL },
    { "GET", HOST, "/v1/items/%d", "Cookie: sid=12345; theme=dark", NULL, 200, "application/json",
      "{\"kind\":\"cat\",\"lives\":%d}" },
    { "GET", HOST, "/v2/items/%d", NULL, NULL, 200, "application/json",
      "{\"kind\":\"dog\",\"bark\":\"2026-01-0%d\"}" },
    { "POST", HOST, "/v1/items/%d:cancel", NULL, NULL, 202, NULL, NULL },
    { "GET", HOST, "/v1/files/a/b/c%d.txt", NULL, NULL, 200, "text/plain", "hello" },
    { "GET", HOST, "/v1/report(kind=a%d,year=2026)", NULL, NULL, 200, "application/json",
      "{\"by\":{\"k%d\":1,\"l\":2}}" },
    { "PUT", HOST, "/v1/items/%d", NULL, "{\"a\":[1,2,{\"b\":\"\"}]}", 403, NULL, NULL },
    { "GET", HOST, "/gone/%d", NULL, NULL, 404, "application/json", "{}" },
    { "GET", HOST, "/health", NULL, NULL, 200, "application/json", "{}" },
    { "HEAD", HOST, "/users", NULL, NULL, 200, NULL, NULL },
    { "GET", HOST, "/admin/x?role=a", NULL, NULL, 302, NULL, NULL },
    { "GET", HOST, "/old", NULL, NULL, 200, "application/xml", "<a/>" },
    { "GET", "10.0.0.5:8080", "/api/v1/users/%d", NULL, NULL, 200, "application/json", "{\"id\":%d}" },
    { "POST", "10.0.0.5:8080", "/api/v1/users", NULL, "a=1&b=x%d", 200, "application/json", "{}" },
    { "GET", "shop.example.com", "/", NULL, NULL, 200, "application/json", "{\"a\":true}" },
};

/* The text with the number where %d stands, and the slack that bodies need. */
static struct slice numbered(char room[512], const char *text, int number)
{
    const char *place = text ? strstr(text, "%d") : NULL;
    int len = 0;

    memset(room, 0, 512);
    if (place)
        len = snprintf(room, 512 - BODY_SLACK, "%.*s%d%s", (int)(place - text), text, number, place + 2);
    else if (text)
        len = snprintf(room, 512 - BODY_SLACK, "%s", text);
    return slice_make(room, (size_t)len);
}

static void fill(struct message *message, struct header headers[2], size_t count, struct slice body)
{
    message->headers = headers;
    message->header_count = count;
    message->body = body;
    message->body_state = body.len ? BODY_WHOLE : BODY_NONE;
    message->body_bytes = message->wire_bytes = body.len;
}

static void observe(struct catalog *catalog, const struct told *one, int number)
{
    char target[512], asked[512], answered[512];
    struct header request[2], response[2];
    size_t request_count = 0, response_count = 0;
    struct exchange exchange = {
        .method = slice_of(one->method),
        .scheme = SLICE("https"),
        .authority = slice_of(one->host),
        .target = numbered(target, one->target, number),
        .status = one->status,
        .started = (1700000000ll + number * 100000) * 1000000000,
    };
    struct slice body = numbered(asked, one->body, number);

    exchange.ended = exchange.started + 1000;
    exchange.server.family = 4;
    if (one->header) {
        struct slice value = slice_of(one->header), name = slice_cut(&value, ':');

        request[request_count++] = (struct header){ name, slice_trim(value) };
    }
    if (body.len)
        request[request_count++] =
            (struct header){ SLICE("Content-Type"), body.at[0] == '{'
                                                        ? SLICE("application/json")
                                                        : SLICE("application/x-www-form-urlencoded") };
    if (one->type)
        response[response_count++] = (struct header){ SLICE("Content-Type"), slice_of(one->type) };
    fill(&exchange.request, request, request_count, body);
    fill(&exchange.response, response, response_count, numbered(answered, one->answer, number));
    catalog_observe(catalog, &exchange);
}

static struct catalog *open_catalog(void)
{
    struct catalog_settings settings = { .memory_limit = 64 << 20 };
    struct catalog *catalog = catalog_new(&settings, NULL);

    must(catalog != NULL);
    for (int number = 1; number <= TIMES; number++)
        for (size_t i = 0; i < sizeof told / sizeof *told; i++)
            observe(catalog, &told[i], number);
    return catalog;
}

/* ---- the rows ---- */

static void must_be_text(struct slice text)
{
    while (text.len) {
        size_t before = text.len;
        unsigned char first = (unsigned char)text.at[0];
        uint32_t point;

        must(text_take(&text, &point) && (first < 0x80 || before - text.len > 1));
    }
}

static void must_be_row(const struct drift_row *row)
{
    must(row->kind < DRIFT_KINDS && row->severity < SEVERITIES);
    must(row->id.len == 13 && row->id.at[0] == 'd');
    must(row->service.len && row->of_service && row->severity_reason.len);
    must(row->summary.len && row->proposal.len);
    must(row->example_count <= DRIFT_EXAMPLES);
    must_be_text(row->summary);
    must_be_text(row->proposal);
    must_be_text(row->documented);
    must_be_text(row->observed);
    must_be_text(row->doubt);
    for (size_t i = 0; i < row->example_count; i++)
        must_be_text(row->examples[i]);
    if (row->operation)
        must(row->at.file != NULL);
}

static int order_of(const struct drift_row *a, const struct drift_row *b)
{
    int order = slice_compare(a->service, b->service);

    if (!order)
        order = slice_compare(a->template, b->template);
    if (!order)
        order = slice_compare(a->method, b->method);
    if (!order)
        order = (int)a->kind - (int)b->kind;
    if (!order)
        order = slice_compare(a->location, b->location);
    return order ? order : slice_compare(a->name, b->name);
}

static void must_hold(const struct drift *drift)
{
    must(drift->inventory != NULL && drift->lost >= 0 && drift->lost <= 1);
    for (size_t i = 0; i < drift->row_count; i++) {
        must_be_row(&drift->rows[i]);
        must(i == 0 || order_of(&drift->rows[i - 1], &drift->rows[i]) <= 0);
        for (size_t j = 0; j < i; j++)
            must(!slice_eq(drift->rows[i].id, drift->rows[j].id));
    }
    for (size_t i = 0; i < drift->service_count; i++)
        must(drift->services[i].documented_seen <= drift->services[i].documented);
}

static void must_be_same(const struct drift *one, const struct drift *other)
{
    must(one->row_count == other->row_count);
    for (size_t i = 0; i < one->row_count; i++)
        must(slice_eq(one->rows[i].id, other->rows[i].id) &&
             slice_eq(one->rows[i].observed, other->rows[i].observed) &&
             one->rows[i].support.count == other->rows[i].support.count);
}

/* ---- one input ---- */

static struct slice take_document(struct slice *rest)
{
    const char *end = rest->len ? memmem(rest->at, rest->len, "\n---\n", 5) : NULL;
    size_t len = end ? (size_t)(end - rest->at) : rest->len;
    struct slice document = slice_make(rest->at, len);

    *rest = slice_make(rest->at + len, rest->len - len);
    if (end)
        *rest = slice_make(rest->at + 5, rest->len - 5);
    return document;
}

static void hold(struct contract_set *documents, struct catalog *catalog, struct memory *account)
{
    struct drift_options options = { .service = { NULL, 0 } };
    struct error err = { .kind = ERROR_NONE };
    struct drift *once, *again;

    once = drift_new(documents, catalog, &options, account, &err);
    must(once || err.kind == ERROR_MEMORY);
    if (!once)
        return;
    must_hold(once);
    again = drift_new(documents, catalog, &options, account, &err);
    if (again)
        must_be_same(once, again);
    drift_free(again);
    drift_free(once);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct memory account = { .limit = (size_t)256 << 20 };
    struct slice rest = slice_make(data, size);
    struct contract_set documents;
    struct catalog *catalog = open_catalog();

    contract_set_init(&documents, &account, "/nowhere");
    for (int i = 0; i < DOCUMENTS_MOST && (rest.len || i == 0); i++) {
        struct error err = { .kind = ERROR_NONE };
        char name[20];

        snprintf(name, sizeof name, "%d.yaml", i);
        contract_read_text(&documents, name, take_document(&rest), &err);
    }
    hold(&documents, catalog, &account);
    contract_set_done(&documents);
    must(account.used == 0);
    catalog_free(catalog);
    return 0;
}
