/* SPDX-License-Identifier: Apache-2.0 */
/* People know better, and may change their minds: what an override changes, and that nothing is lost by it. */
#include "catalog/catalog.h"

#include "base/check.h"
#include "catalog/evidence.h"
#include "catalog/made.h"

#include <stdio.h>

static void add(struct traffic *traffic, enum override_kind kind, const char *path)
{
    const struct override row = { .kind = kind, .path = slice_of(path) };
    struct error err = { .kind = ERROR_NONE };

    assert_true(catalog_override(traffic->catalog, &row, &err));
    inventory_free(traffic->inventory);
    traffic->inventory = NULL;
}

static void ask_users(struct traffic *traffic)
{
    static const char *const words[] = { "me", "search", "ada", "joe" };

    for (unsigned i = 0; i < 40; i++) {
        char target[100];

        snprintf(target, sizeof target, "/users/%u/orders", i * 37 % 101);
        traffic_exchange(traffic, "GET", target, 200, "[{\"total\":1}]");
        snprintf(target, sizeof target, "/users/%s", words[i % 4]);
        traffic_exchange(traffic, "GET", target, 200, "{\"name\":\"a\"}");
    }
}

static void a_pin_keeps_a_template_as_it_is_written(void **state)
{
    struct traffic traffic;

    traffic_open(&traffic);
    ask_users(&traffic);
    add(&traffic, OVERRIDE_PIN, "/users/{memberId}/orders");
    assert_non_null(traffic_endpoint(&traffic, "GET /users/{memberId}/orders"));
    traffic_close(&traffic);
}

static void a_split_makes_a_literal_of_a_value(void **state)
{
    struct traffic traffic;

    traffic_open(&traffic);
    add(&traffic, OVERRIDE_SPLIT, "/users/37");
    ask_users(&traffic);
    assert_non_null(traffic_endpoint(&traffic, "GET /users/37/orders"));
    assert_non_null(traffic_endpoint(&traffic, "GET /users/{userId}/orders"));
    traffic_close(&traffic);
}

static void a_merge_makes_one_parameter_of_all_siblings(void **state)
{
    struct traffic traffic;

    traffic_open(&traffic);
    ask_users(&traffic);
    add(&traffic, OVERRIDE_MERGE, "/users/{who}");
    assert_endpoints(&traffic, "GET /users/{who}\nGET /users/{who}/orders");
    traffic_close(&traffic);
}

static void a_literal_that_is_named_survives_a_merge_beside_it(void **state)
{
    struct traffic traffic;

    traffic_open(&traffic);
    ask_users(&traffic);
    add(&traffic, OVERRIDE_SPLIT, "/users/me");
    add(&traffic, OVERRIDE_MERGE, "/users/{who}");
    assert_endpoints(&traffic, "GET /users/{who}\nGET /users/{who}/orders\nGET /users/me");
    traffic_close(&traffic);
}

static void an_override_of_another_service_changes_nothing(void **state)
{
    const struct override row = { OVERRIDE_MERGE, SLICE("other.example"), SLICE("/users/{who}") };
    struct traffic traffic;

    traffic_open(&traffic);
    ask_users(&traffic);
    assert_true(catalog_override(traffic.catalog, &row, NULL));
    assert_non_null(traffic_endpoint(&traffic, "GET /users/me"));
    traffic_close(&traffic);
}

static void a_path_without_a_slash_is_refused_with_a_reason(void **state)
{
    const struct override row = { .kind = OVERRIDE_PIN, .path = SLICE("users") };
    struct error err = { .kind = ERROR_NONE };
    struct catalog *catalog = catalog_open(0);

    assert_false(catalog_override(catalog, &row, &err));
    assert_int_equal(err.kind, ERROR_USAGE);
    assert_non_null(strstr(err.text, "slash"));
    catalog_free(catalog);
}

/* Segments that an override names are kept apart from then on; when the override goes, they fall in with the others. */
static void without_its_overrides_a_catalog_is_what_it_would_have_been(void **state)
{
    static const struct override rows[] = {
        { OVERRIDE_PIN, { NULL, 0 }, { "/users/{id}/orders", 18 } },
        { OVERRIDE_SPLIT, { NULL, 0 }, { "/users/3", 8 } },
        { OVERRIDE_SPLIT, { NULL, 0 }, { "/17", 3 } },
        { OVERRIDE_SPLIT, { NULL, 0 }, { "/tags/9/berlin", 14 } },
        { OVERRIDE_MERGE, { NULL, 0 }, { "/tags/{tag}", 11 } },
    };
    const struct path_limits tight = { .identifiers = 1, .words = 2 };
    uint64_t seed = made_seed(21);
    struct catalog *with = catalog_open(0), *without = catalog_open(0), *undone = catalog_open(0);

    with->limits = without->limits = undone->limits = tight;
    for (unsigned i = 0; i < 600; i++) {
        struct made_ask made;

        if (i % 150 == 0) /* some before the traffic, some while it comes */
            assert_true(catalog_override(with, &rows[i / 150], NULL));
        if (i == 500)
            assert_true(catalog_override(with, &rows[4], NULL));
        made_ask(&made, seed, i);
        traffic_tell(with, &made.ask);
        traffic_tell(without, &made.ask);
    }
    read_into(undone, with);
    assert_same_catalog(undone, without);
    catalog_free(with);
    catalog_free(without);
    catalog_free(undone);
}

static void overrides_before_the_traffic_obey_the_laws_too(void **state)
{
    const struct override row = { OVERRIDE_SPLIT, { NULL, 0 }, { "/users/2", 8 } };
    uint64_t seed = made_seed(22);
    struct catalog *all = catalog_open(0), *halves[2] = { catalog_open(0), catalog_open(0) };
    struct catalog *catalogs[] = { all, halves[0], halves[1] };

    for (size_t i = 0; i < 3; i++) {
        catalogs[i]->limits = (struct path_limits){ .identifiers = 1, .words = 1 };
        assert_true(catalog_override(catalogs[i], &row, NULL));
    }
    for (unsigned i = 0; i < 400; i++) {
        struct made_ask made;

        made_ask(&made, seed, i);
        traffic_tell(all, &made.ask);
        traffic_tell(halves[i % 2], &made.ask);
    }
    read_into(halves[1], halves[0]);
    assert_same_catalog(halves[1], all);
    for (size_t i = 0; i < 3; i++)
        catalog_free(catalogs[i]);
}

/* ---- why ---- */

static void tell_why(struct traffic *traffic, const char *url, bool json, struct buffer *out)
{
    struct error err = { .kind = ERROR_NONE };

    buffer_reset(out);
    assert_true(catalog_why(traffic->catalog, (struct slice){ NULL, 0 }, SLICE("GET"), slice_of(url), json,
                            out, &err));
    buffer_byte(out, '\0');
}

static void why_shows_the_evidence_of_every_segment(void **state)
{
    struct memory account = { .limit = 0 };
    struct traffic traffic;
    struct buffer out;

    traffic_open(&traffic);
    ask_users(&traffic);
    buffer_init(&out, &account);
    tell_why(&traffic, "http://api.example.com/users/37/orders?x=1", false, &out);
    assert_non_null(strstr(out.at, "belongs to /users/{userId}/orders in api.example.com"));
    assert_non_null(strstr(out.at, "a parameter"));
    assert_non_null(strstr(out.at, "shape"));
    assert_non_null(strstr(out.at, "literals beside it: "));
    tell_why(&traffic, "/users/me", true, &out);
    assert_non_null(strstr(out.at, "\"template\": \"/users/me\""));
    assert_non_null(strstr(out.at, "\"evidence\""));
    add(&traffic, OVERRIDE_MERGE, "/users/{who}");
    tell_why(&traffic, "/users/me", false, &out);
    assert_non_null(strstr(out.at, "somebody said so"));
    buffer_done(&out);
    traffic_close(&traffic);
}

static void what_an_api_sends_cannot_move_the_cursor(void **state)
{
    struct memory account = { .limit = 0 };
    struct traffic traffic;
    struct buffer out;

    traffic_open(&traffic);
    traffic_exchange(&traffic, "GET", "/a%1b%5b31mred/%07", 200, "{}");
    traffic_exchange(&traffic, "GET", "/b/1", 200, "{}");
    buffer_init(&out, &account);
    tell_why(&traffic, "/a%1b%5b31mred/%07", false, &out);
    assert_null(memchr(out.at, 0x1b, out.len));
    assert_null(memchr(out.at, 0x07, out.len));
    buffer_done(&out);
    traffic_close(&traffic);
}

static void why_of_what_was_never_seen_says_so(void **state)
{
    struct memory account = { .limit = 0 };
    struct error err = { .kind = ERROR_NONE };
    struct traffic traffic;
    struct buffer out;

    traffic_open(&traffic);
    ask_users(&traffic);
    buffer_init(&out, &account);
    assert_false(catalog_why(traffic.catalog, (struct slice){ NULL, 0 }, SLICE("GET"),
                             SLICE("/nowhere/at/all"), false, &out, &err));
    assert_non_null(strstr(err.text, "nothing like that URL was seen"));
    buffer_done(&out);
    traffic_close(&traffic);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_pin_keeps_a_template_as_it_is_written),
        cmocka_unit_test(a_split_makes_a_literal_of_a_value),
        cmocka_unit_test(a_merge_makes_one_parameter_of_all_siblings),
        cmocka_unit_test(a_literal_that_is_named_survives_a_merge_beside_it),
        cmocka_unit_test(an_override_of_another_service_changes_nothing),
        cmocka_unit_test(a_path_without_a_slash_is_refused_with_a_reason),
        cmocka_unit_test(without_its_overrides_a_catalog_is_what_it_would_have_been),
        cmocka_unit_test(overrides_before_the_traffic_obey_the_laws_too),
        cmocka_unit_test(why_shows_the_evidence_of_every_segment),
        cmocka_unit_test(what_an_api_sends_cannot_move_the_cursor),
        cmocka_unit_test(why_of_what_was_never_seen_says_so),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
