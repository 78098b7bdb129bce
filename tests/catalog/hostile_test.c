/* SPDX-License-Identifier: Apache-2.0 */
/* Law 5 for the catalog: whatever stands in an exchange is learned, counted and shown without harm. */
#include "catalog/catalog.h"

#include "base/check.h"
#include "base/random.h"
#include "catalog/evidence.h"
#include "catalog/traffic.h"

#include <stdlib.h>

struct bytes {
    char *at;
    size_t len;
};

static struct bytes repeat(const char *piece, size_t times)
{
    size_t len = strlen(piece);
    struct bytes bytes = { malloc(len * times + 1), len * times };

    assert_non_null(bytes.at);
    for (size_t i = 0; i < times; i++)
        memcpy(bytes.at + i * len, piece, len);
    return bytes;
}

static struct slice slice_bytes(struct bytes bytes)
{
    return slice_make(bytes.at, bytes.len);
}

/* Learns one exchange three times, then decides, explains, stores, reads and decides again. */
static void survives(struct exchange *exchange)
{
    struct catalog *catalog = catalog_open(0), *again = catalog_open(0);
    struct memory account = { .limit = 0 };
    struct buffer out;

    for (int i = 0; i < 3; i++)
        catalog_observe(catalog, exchange);
    assert_int_equal(catalog_ledger(catalog)->seen[LEDGER_EXCHANGES], 3);
    assert_ledger_adds_up(catalog);
    read_into(again, catalog);
    assert_same_catalog(again, catalog);
    buffer_init(&out, &account);
    catalog_why(catalog, (struct slice){ NULL, 0 }, exchange->method, exchange->target, false, &out, NULL);
    catalog_why(catalog, (struct slice){ NULL, 0 }, exchange->method, exchange->target, true, &out, NULL);
    buffer_done(&out);
    assert_int_equal(account.used, 0);
    catalog_free(catalog);
    catalog_free(again);
}

static struct exchange usual(void)
{
    return (struct exchange){ .method = SLICE("GET"),
                              .scheme = SLICE("http"),
                              .authority = SLICE("a.example"),
                              .target = SLICE("/a"),
                              .status = 200 };
}

static void endless_paths(void **state)
{
    static const char *const pieces[] = { "/a", "/",    "a",       "%41", "/1",  ".txt",
                                          ":x", ";a=b", "/x(y=z)", "/..", "%2f", "," };

    for (size_t i = 0; i < sizeof pieces / sizeof *pieces; i++) {
        struct bytes path = repeat(pieces[i], (1 << 20) / strlen(pieces[i]));
        struct exchange exchange = usual();

        path.at[0] = '/';
        exchange.target = slice_bytes(path);
        survives(&exchange);
        exchange.status = 404;
        survives(&exchange);
        free(path.at);
    }
}

static void ten_thousand_query_parameters(void **state)
{
    static const char *const pieces[] = { "&a=b",    "&=", "&a", "&%00=%ff", "&api_key=aB3dE6gH9jK2mN5p",
                                          "&x=1,2,3" };

    for (size_t i = 0; i < sizeof pieces / sizeof *pieces; i++) {
        struct bytes query = repeat(pieces[i], 10000);
        struct exchange exchange = usual();

        query.at[0] = '?';
        exchange.target = slice_bytes(query);
        survives(&exchange);
        free(query.at);
    }
}

static void every_single_byte(void **state)
{
    for (unsigned c = 0; c < 256; c++) {
        char target[] = "/ab/x?q=y", name[] = "X-Thing", value[] = "value", method[] = "GET",
             host[] = "a.example";
        struct header header = { { name, 7 }, { value, 5 } };
        struct exchange exchange = usual();

        target[3] = target[4] = target[8] = name[4] = value[2] = method[1] = host[2] = (char)c;
        exchange.target = slice_make(target, 9);
        exchange.method = slice_make(method, 3);
        exchange.authority = slice_make(host, 9);
        exchange.request.headers = exchange.response.headers = &header;
        exchange.request.header_count = exchange.response.header_count = 1;
        survives(&exchange);
    }
}

static void nothing_at_all(void **state)
{
    struct exchange exchange = { .scheme = SLICE("http") };

    survives(&exchange);
    exchange.flags = EXCHANGE_NO_REQUEST;
    survives(&exchange);
    exchange.flags = EXCHANGE_NO_RESPONSE;
    survives(&exchange);
    exchange.flags = EXCHANGE_NO_REQUEST | EXCHANGE_NO_RESPONSE;
    survives(&exchange);
}

static void long_methods_hosts_and_media_types(void **state)
{
    struct bytes text = repeat("aB3/", 16384);
    struct header headers[] = { { SLICE("Content-Type"), slice_make(text.at, 65535) },
                                { SLICE("Authorization"), slice_make(text.at, 65535) },
                                { SLICE("Cookie"), slice_make(text.at, 65535) },
                                { slice_make(text.at, 60000), slice_make(text.at, 60000) },
                                { SLICE(""), SLICE("") } };
    struct bytes body = repeat("{", 5000 + BODY_SLACK);
    struct exchange exchange = usual();

    exchange.method = slice_make(text.at, 10000);
    exchange.request.headers = exchange.response.headers = headers;
    exchange.request.header_count = exchange.response.header_count = 5;
    exchange.request.body = exchange.response.body = slice_make(body.at, 5000);
    exchange.request.body_state = exchange.response.body_state = BODY_WHOLE;
    survives(&exchange);
    memset(text.at, 'h', text.len);
    exchange.authority = slice_make(text.at, 60000);
    survives(&exchange);
    free(text.at);
    free(body.at);
}

static void times_beyond_all_times(void **state)
{
    static const int64_t times[] = { INT64_MIN, INT64_MIN + 1, -1, 0, 1, INT64_MAX - 1, INT64_MAX };
    enum { TIMES = sizeof times / sizeof *times };

    for (size_t i = 0; i < TIMES * TIMES; i++) {
        struct exchange exchange = usual();

        exchange.started = times[i / TIMES];
        exchange.ended = times[i % TIMES];
        survives(&exchange);
    }
}

static void statuses_that_do_not_exist(void **state)
{
    struct catalog *catalog = catalog_open(0), *again = catalog_open(0);

    for (unsigned status = 0; status <= UINT16_MAX; status += 257) {
        struct exchange exchange = usual();

        exchange.status = (uint16_t)status;
        catalog_observe(catalog, &exchange);
    }
    assert_ledger_adds_up(catalog);
    read_into(again, catalog);
    assert_same_catalog(again, catalog);
    catalog_free(catalog);
    catalog_free(again);
}

static void noise_of_all_kinds(void **state)
{
    uint64_t seed = 7;
    struct catalog *catalog = catalog_open(0), *again = catalog_open(0);

    for (unsigned i = 0; i < 3000; i++) {
        char text[300], body[200 + BODY_SLACK];
        struct header headers[3];
        struct exchange exchange = usual();

        for (size_t j = 0; j < sizeof text; j++)
            text[j] = random_below(&seed, 3) ? "/?&=;:%.,(){}aB1 "[random_below(&seed, 17)]
                                             : (char)random_next(&seed);
        memcpy(body, text, 200);
        exchange.target = slice_make(text, random_below(&seed, 200));
        for (size_t j = 0; j < 3; j++)
            headers[j] = (struct header){ slice_make(text + 10 * j, random_below(&seed, 30)),
                                          slice_make(text + 40 * j, random_below(&seed, 60)) };
        headers[0].name = SLICE("Content-Type");
        exchange.request.headers = exchange.response.headers = headers;
        exchange.request.header_count = exchange.response.header_count = 3;
        exchange.response.body = slice_make(body, random_below(&seed, 200));
        exchange.response.body_state = BODY_WHOLE;
        exchange.status = (uint16_t)(200 + random_below(&seed, 300));
        catalog_observe(catalog, &exchange);
    }
    assert_ledger_adds_up(catalog);
    read_into(again, catalog);
    assert_same_catalog(again, catalog);
    catalog_free(catalog);
    catalog_free(again);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(endless_paths),
        cmocka_unit_test(ten_thousand_query_parameters),
        cmocka_unit_test(every_single_byte),
        cmocka_unit_test(nothing_at_all),
        cmocka_unit_test(long_methods_hosts_and_media_types),
        cmocka_unit_test(times_beyond_all_times),
        cmocka_unit_test(statuses_that_do_not_exist),
        cmocka_unit_test(noise_of_all_kinds),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
