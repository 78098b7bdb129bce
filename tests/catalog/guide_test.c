/* SPDX-License-Identifier: Apache-2.0 */
/* Documented templates as a tree, and what they do to the templates of traffic. */
#include "catalog/guide.h"

#include "base/check.h"
#include "catalog/traffic.h"

struct fixture {
    struct memory account;
    struct arena arena;
    struct guide guide;
};

/* Templates one a line, all of GET. */
static void begin(struct fixture *fixture, const char *templates)
{
    struct slice rest = slice_of(templates);

    *fixture = (struct fixture){ .account.limit = 0 };
    arena_init(&fixture->arena, &fixture->account, 0);
    guide_init(&fixture->guide, &fixture->arena, SLICE("api.example.com"));
    while (rest.len)
        assert_true(guide_add(&fixture->guide, slice_cut(&rest, '\n'), SLICE("GET")));
}

static void end(struct fixture *fixture)
{
    arena_done(&fixture->arena);
    assert_int_equal(fixture->account.used, 0);
}

static const struct guide_node *walk(const struct fixture *fixture, const char *path)
{
    const struct guide_node *node = &fixture->guide.root;
    struct slice rest = slice_of(path);

    while (rest.len && node) {
        struct slice segment = slice_cut(&rest, '/');

        if (segment.len)
            node = guide_step(node, segment, 0);
    }
    return node;
}

static void literals_win_over_parameters(void **state)
{
    struct fixture fixture;

    begin(&fixture, "/users/{id}\n/users/me\n/users/{name}/orders");
    assert_ptr_not_equal(walk(&fixture, "/users/me"), walk(&fixture, "/users/7"));
    assert_ptr_equal(walk(&fixture, "/users/8"), walk(&fixture, "/users/7"));
    assert_non_null(walk(&fixture, "/users/7/orders"));
    assert_null(walk(&fixture, "/users/me/orders"));
    assert_null(walk(&fixture, "/orders"));
    end(&fixture);
}

static void methods_stand_where_templates_end(void **state)
{
    struct fixture fixture;

    begin(&fixture, "/users/{id}\n/users/{userId}");
    assert_true(guide_add(&fixture.guide, SLICE("/users/{x}"), SLICE("PUT")));
    assert_true(guide_has_method(walk(&fixture, "/users/7"), SLICE("GET")));
    assert_true(guide_has_method(walk(&fixture, "/users/7"), SLICE("PUT")));
    assert_false(guide_has_method(walk(&fixture, "/users/7"), SLICE("DELETE")));
    assert_false(guide_has_method(walk(&fixture, "/users"), SLICE("GET")));
    assert_false(guide_has_method(NULL, SLICE("GET")));
    assert_null(walk(&fixture, "/users/7")->methods->next->next);
    end(&fixture);
}

static void slashes_too_many_make_no_segments(void **state)
{
    struct fixture fixture;

    begin(&fixture, "//users//{id}/\n\n/");
    assert_true(guide_has_method(walk(&fixture, "/users/7"), SLICE("GET")));
    assert_true(guide_has_method(&fixture.guide.root, SLICE("GET")));
    end(&fixture);
}

static void suffixes_are_cut_as_traffic_is(void **state)
{
    struct fixture fixture;

    begin(&fixture, "/jobs/{id}:cancel\n/files/{id}.json\n/status:check\n/repos/{sha}.{ext}");
    assert_true(guide_has_method(guide_suffix(walk(&fixture, "/jobs/7"), SLICE(":cancel")), SLICE("GET")));
    assert_true(guide_has_suffix(walk(&fixture, "/jobs/7"), SLICE(":cancel")));
    assert_false(guide_has_suffix(walk(&fixture, "/jobs/7"), SLICE(":retry")));
    assert_true(guide_has_suffix(walk(&fixture, "/files/7"), SLICE(".json")));
    assert_true(guide_has_suffix(guide_literal(&fixture.guide.root, SLICE("status"), 0), SLICE(":check")));
    assert_true(guide_has_suffix(walk(&fixture, "/repos/7"), SLICE(".zip")));
    assert_true(guide_has_suffix(walk(&fixture, "/repos/7"), SLICE(":zip")));
    assert_false(guide_has_suffix(NULL, SLICE(".zip")));
    end(&fixture);
}

static void literals_are_decoded_as_traffic_is(void **state)
{
    struct fixture fixture;

    begin(&fixture, "/caf%C3%A9/{id}");
    assert_non_null(walk(&fixture, "/caf\xc3\xa9/7"));
    end(&fixture);
}

static void calls_are_patterns(void **state)
{
    struct fixture fixture;

    begin(&fixture, "/report(kind={kind},year={y})\n/users;role={role}");
    assert_non_null(guide_literal(&fixture.guide.root, SLICE("report(kind={},year={})"), 0));
    assert_non_null(guide_literal(&fixture.guide.root, SLICE("users;role={}"), 0));
    end(&fixture);
}

static void odd_templates_are_survived(void **state)
{
    struct fixture fixture;

    begin(&fixture,
          "{\n}\n/{\n/}\n/{}\n/{a}{b}\n/{a}.\n/{a}:\n/({\n/;{\n/a{b}c{d}e\n/%\n/%zz\n/{a}.{b}.{c}\n/{a}:b:c");
    assert_non_null(fixture.guide.root.parameter);
    end(&fixture);
}

static void refused_memory_is_said(void **state)
{
    bool is_built = false;

    for (uint64_t fail_at = 1; !is_built; fail_at++) {
        struct memory account = { .fail_at = fail_at };
        struct arena arena;
        struct guide guide;

        arena_init(&arena, &account, 1);
        guide_init(&guide, &arena, SLICE(""));
        is_built = guide_add(&guide, SLICE("/a%20b/{c}:d/e(f={g})/{h}.{i}"), SLICE("GET")) &&
                   guide_add(&guide, SLICE("/a/b:c"), SLICE("PUT"));
        if (account.denied && is_built)
            fail_msg("request %zu was refused, and nobody said so", (size_t)fail_at);
        arena_done(&arena);
        assert_int_equal(account.used, 0);
    }
}

/* ---- what it does to traffic */

static void document(struct traffic *traffic, const char *method, const char *template)
{
    struct error err = { .kind = ERROR_NONE };

    assert_true(
        catalog_document(traffic->catalog, SLICE(TRAFFIC_HOST), slice_of(method), slice_of(template), &err));
}

static void documented_names_are_those_of_templates(void **state)
{
    struct traffic traffic;

    traffic_open(&traffic);
    document(&traffic, "GET", "/users/{whoever}");
    traffic_exchange(&traffic, "GET", "/users/7", 200, "{\"id\":7}");
    traffic_exchange(&traffic, "GET", "/users/8", 200, "{\"id\":8}");
    traffic_exchange(&traffic, "GET", "/users/anna", 200, "{\"id\":9}");
    assert_int_equal(traffic_service(&traffic)->endpoint_count, 1);
    traffic_close(&traffic);
}

static void a_documented_literal_is_one_however_it_looks(void **state)
{
    struct traffic traffic;

    traffic_open(&traffic);
    document(&traffic, "GET", "/users/{id}");
    document(&traffic, "GET", "/users/2024");
    for (int i = 0; i < 20; i++)
        traffic_exchange(&traffic, "GET", i % 2 ? "/users/2024" : "/users/17", 200, "{\"id\":7}");
    traffic_endpoint(&traffic, "GET /users/2024");
    assert_int_equal(traffic_service(&traffic)->endpoint_count, 2);
    traffic_close(&traffic);
}

static void what_a_word_does_beyond_the_document_sets_it_apart(void **state)
{
    struct traffic traffic;

    traffic_open(&traffic);
    document(&traffic, "GET", "/users/{id}");
    for (int i = 0; i < 10; i++) {
        traffic_exchange(&traffic, "GET", i % 2 ? "/users/17" : "/users/18", 200,
                         "{\"id\":7,\"name\":\"a\"}");
        traffic_exchange(&traffic, "POST", "/users/search", 200, "{\"hits\":[],\"total\":1}");
    }
    traffic_endpoint(&traffic, "POST /users/search");
    traffic_close(&traffic);
}

static void documents_of_other_services_say_nothing(void **state)
{
    struct error err = { .kind = ERROR_NONE };
    struct traffic traffic;

    traffic_open(&traffic);
    assert_true(catalog_document(traffic.catalog, SLICE("other.example.com"), SLICE("GET"),
                                 SLICE("/tags/{tag}"), &err));
    traffic_exchange(&traffic, "GET", "/tags/red", 200, "{\"n\":1}");
    traffic_endpoint(&traffic, "GET /tags/red");
    document(&traffic, "GET", "/tags/{tag}");
    traffic_exchange(&traffic, "GET", "/tags/red", 200, "{\"n\":1}");
    assert_int_equal(traffic_service(&traffic)->endpoint_count, 1);
    assert_non_null(memchr(traffic_service(&traffic)->endpoints[0].path.at, '{',
                           traffic_service(&traffic)->endpoints[0].path.len));
    traffic_close(&traffic);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(literals_win_over_parameters),
        cmocka_unit_test(methods_stand_where_templates_end),
        cmocka_unit_test(slashes_too_many_make_no_segments),
        cmocka_unit_test(suffixes_are_cut_as_traffic_is),
        cmocka_unit_test(literals_are_decoded_as_traffic_is),
        cmocka_unit_test(calls_are_patterns),
        cmocka_unit_test(odd_templates_are_survived),
        cmocka_unit_test(refused_memory_is_said),
        cmocka_unit_test(documented_names_are_those_of_templates),
        cmocka_unit_test(a_documented_literal_is_one_however_it_looks),
        cmocka_unit_test(what_a_word_does_beyond_the_document_sets_it_apart),
        cmocka_unit_test(documents_of_other_services_say_nothing),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
