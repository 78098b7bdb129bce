/* SPDX-License-Identifier: Apache-2.0 */
/* Law 4 for the catalog: refused memory and low ceilings cost knowledge, never the program, and are counted. */
#include "catalog/evidence.h"

#include "base/check.h"
#include "base/random.h"
#include "catalog/made.h"

#include <stdio.h>
#include <stdlib.h>

/* catalog_free, with a look at the account in between: it lives inside the catalog. */
static void assert_all_given_back(struct catalog *catalog)
{
    struct memory outside = { .used = sizeof *catalog };

    catalog_release(catalog);
    assert_int_equal(catalog->account.used, 0);
    memory_give(&outside, catalog, sizeof *catalog);
}

/* Everything a catalog can be asked to do, once. */
static void live_through(struct catalog *catalog, uint64_t seed, size_t exchanges)
{
    const struct address server = { .bytes = { 10 }, .family = 4 };
    const struct override pin = { OVERRIDE_PIN, SLICE(TRAFFIC_HOST), SLICE("/users/{userId}/orders") };
    struct error err = { .kind = ERROR_NONE };

    catalog_override(catalog, &pin, &err);
    for (size_t i = 0; i < exchanges; i++) {
        struct made_ask made;

        made_ask(&made, seed, i);
        traffic_tell(catalog, &made.ask);
    }
    catalog_observe_tls(catalog, SLICE("bank.example"), SLICE(""), 0x0301, &server, 1, 2);
    catalog_override(catalog, &pin, &err);
}

static void assert_inventory_survives(const struct catalog *catalog)
{
    struct memory account = { .limit = 0 };
    struct error err = { .kind = ERROR_NONE };
    struct inventory *inventory = inventory_build(catalog, &account, &err);

    assert_non_null(inventory);
    inventory_free(inventory);
    assert_int_equal(account.used, 0);
}

static void assert_stored_and_read(const struct catalog *catalog)
{
    struct catalog *read = catalog_open(0);

    read_into(read, catalog);
    assert_inventory_survives(read);
    catalog_free(read);
}

static void refused_memory_costs_knowledge_only(void **state)
{
    enum { EXCHANGES = 60 };
    uint64_t seed = made_seed(11), calls;
    struct catalog *catalog = catalog_open(0);

    catalog->limits = (struct path_limits){ .identifiers = 1, .words = 3 };
    live_through(catalog, seed, EXCHANGES);
    calls = catalog->account.calls;
    assert_all_given_back(catalog);
    for (uint64_t fail_at = 1; fail_at < calls; fail_at += 1 + fail_at / 60) {
        catalog = catalog_open(0);
        catalog->limits = (struct path_limits){ .identifiers = 1, .words = 3 };
        catalog->account.fail_at = catalog->account.calls + fail_at;
        live_through(catalog, seed, EXCHANGES);
        catalog->account.fail_at = 0;
        assert_int_equal(catalog_ledger(catalog)->seen[LEDGER_EXCHANGES], EXCHANGES);
        assert_ledger_adds_up(catalog);
        assert_stored_and_read(catalog);
        live_through(catalog, seed, 3);
        assert_all_given_back(catalog);
    }
}

static void one_refusal_is_told_and_leaves_a_catalog_that_goes_on(void **state)
{
    uint64_t seed = made_seed(12);
    struct catalog *from = catalog_open(0);
    struct memory account = { .limit = 0 };
    struct buffer blob;
    bool refused = true, whole = false;

    live_through(from, seed, 80);
    buffer_init(&blob, &account);
    assert_true(catalog_write_service(from, catalog_service_count(from) / 2, &blob));
    for (uint64_t fail_at = 1; refused || !whole; fail_at += 1 + fail_at / 40) {
        struct catalog *merged = catalog_open(0), *read = catalog_open(0);
        struct error err = { .kind = ERROR_NONE };

        merged->account.fail_at = merged->account.calls + fail_at;
        read->account.fail_at = read->account.calls + fail_at;
        refused = !catalog_merge(merged, from, &err);
        assert_true(refused == (err.kind == ERROR_MEMORY));
        assert_true(!refused || merged->account.denied);
        err = (struct error){ .kind = ERROR_NONE };
        whole = catalog_read_service(read, buffer_slice(&blob), &err);
        assert_true(whole || err.kind == ERROR_MEMORY);
        assert_ledger_adds_up(merged);
        assert_all_given_back(merged);
        assert_all_given_back(read);
    }
    buffer_done(&blob);
    catalog_free(from);
}

static void an_inventory_is_whole_or_none(void **state)
{
    uint64_t seed = made_seed(1234);
    struct catalog *catalog = catalog_open(0);
    struct inventory *inventory = NULL;

    live_through(catalog, seed, 60);
    for (uint64_t fail_at = 1; !inventory; fail_at++) {
        struct memory account = { .fail_at = fail_at };
        struct error err = { .kind = ERROR_NONE };

        inventory = inventory_build(catalog, &account, &err);
        assert_true(inventory || err.kind == ERROR_MEMORY);
        assert_true(!inventory || account.denied == 0);
        inventory_free(inventory);
        assert_int_equal(account.used, 0);
    }
    catalog_free(catalog);
}

/* ---- the ceiling ---- */

#define CEILING ((size_t)4 << 20)

struct flood {
    char target[200], authority[100], headers[300], answer_headers[200], answer[100];
};

/* A different word wherever traffic can put one. */
static void flood_ask(struct flood *flood, uint64_t *seed, struct ask *ask)
{
    unsigned a = (unsigned)random_next(seed), b = (unsigned)random_next(seed);

    snprintf(flood->target, sizeof flood->target, "/w%08x/x%08x/%u/y%x.j%c%c?q%x=%u", a, b, a, b % 5000,
             'a' + a % 26, 'a' + b % 26, a % 4096, b);
    snprintf(flood->authority, sizeof flood->authority, "h%u.example", a % 7 ? a % 3 : b);
    snprintf(flood->headers, sizeof flood->headers, "Cookie: c%x=%u; session%x=aB3xYz%uAbC9\nX-H%x: %u", a, b,
             b % 99, a, b, a);
    snprintf(flood->answer_headers, sizeof flood->answer_headers,
             "Content-Type: application/x%x+json\nX-R%x: 1", a, b);
    snprintf(flood->answer, sizeof flood->answer, "{\"k%x\":\"v%x\",\"n\":{\"%x\":[%u]}}", a, b, b, a);
    *ask = (struct ask){
        .target = flood->target,
        .authority = flood->authority,
        .headers = flood->headers,
        .status = 200 + (int)(a % 800),
        .answer_headers = flood->answer_headers,
        .answer = flood->answer,
        .at = a % 1000000,
        .took = b % 100000,
    };
}

static void a_hostile_flood_stays_under_the_ceiling_and_is_counted(void **state)
{
#ifdef __SANITIZE_ADDRESS__
    enum { COUNT = 20000 };
#else
    enum { COUNT = 200000 };
#endif
    uint64_t seed = made_seed(14);
    struct catalog *catalog = catalog_open(CEILING);
    const struct ledger *ledger;
    struct flood flood;
    struct ask ask;

    for (size_t i = 0; i < COUNT; i++) {
        flood_ask(&flood, &seed, &ask);
        traffic_tell(catalog, &ask);
        assert_true(catalog->account.peak <= CEILING);
    }
    ledger = catalog_ledger(catalog);
    assert_int_equal(ledger->seen[LEDGER_EXCHANGES], COUNT);
    assert_true(ledger->lost[LOSS_memory_limit] > 0);
    assert_true(ledger->analysed[LEDGER_EXCHANGES] > 0);
    assert_ledger_adds_up(catalog);
    assert_stored_and_read(catalog);
    assert_all_given_back(catalog);
}

/* One service that invents paths: its words fall into buckets, and what comes later is still learned. */
static void a_million_paths_of_one_service_are_forgotten_not_refused(void **state)
{
#ifdef __SANITIZE_ADDRESS__
    enum { COUNT = 30000 };
#else
    enum { COUNT = 300000 };
#endif
    struct catalog *catalog = catalog_open(CEILING);
    const struct ledger *ledger;
    uint64_t seed = made_seed(15);

    for (size_t i = 0; i < COUNT; i++) {
        char target[100];

        snprintf(target, sizeof target, "/w%x/%x/z%x", (unsigned)random_next(&seed),
                 (unsigned)random_next(&seed), (unsigned)random_next(&seed));
        traffic_tell(catalog, &(struct ask){ .target = target, .answer = "{\"ok\":true}" });
    }
    assert_true(catalog->account.peak <= CEILING);
    ledger = catalog_ledger(catalog);
    assert_int_equal(ledger->seen[LEDGER_EXCHANGES], COUNT);
    assert_int_equal(ledger->analysed[LEDGER_EXCHANGES] + ledger->lost[LOSS_memory_limit], COUNT);
    assert_true(ledger->analysed[LEDGER_EXCHANGES] > COUNT / 2);
    assert_ledger_adds_up(catalog);
    assert_stored_and_read(catalog);
    assert_all_given_back(catalog);
}

static void services_beyond_the_bound_are_counted_not_kept(void **state)
{
    struct catalog *catalog = catalog_open(0);
    const struct ledger *ledger;

    for (unsigned i = 0; i < CATALOG_SERVICES + 10; i++) {
        char host[40];

        snprintf(host, sizeof host, "h%u.example", i);
        traffic_tell(catalog, &(struct ask){ .authority = host });
    }
    ledger = catalog_ledger(catalog);
    assert_int_equal(catalog_service_count(catalog), CATALOG_SERVICES);
    assert_int_equal(ledger->lost[LOSS_memory_limit], 10);
    assert_int_equal(ledger_open(ledger, LEDGER_EXCHANGES), 0);
    assert_all_given_back(catalog);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(refused_memory_costs_knowledge_only),
        cmocka_unit_test(one_refusal_is_told_and_leaves_a_catalog_that_goes_on),
        cmocka_unit_test(an_inventory_is_whole_or_none),
        cmocka_unit_test(a_hostile_flood_stays_under_the_ceiling_and_is_counted),
        cmocka_unit_test(a_million_paths_of_one_service_are_forgotten_not_refused),
        cmocka_unit_test(services_beyond_the_bound_are_counted_not_kept),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
