/* SPDX-License-Identifier: Apache-2.0 */
#include "drift/template.h"

#include "base/check.h"

struct fixture {
    struct memory account;
    struct arena arena;
};

static void begin(struct fixture *fixture)
{
    *fixture = (struct fixture){ .account.limit = 0 };
    arena_init(&fixture->arena, &fixture->account, 0);
}

static void end(struct fixture *fixture)
{
    arena_done(&fixture->arena);
    assert_int_equal(fixture->account.used, 0);
}

static void keys_forget_names_and_empty_segments(void **state)
{
    static const char *const cases[][3] = {
        { "GET", "/users/{userId}/orders/", "GET /users/{}/orders" },
        { "", "/users/{userId}", "/users/{}" },
        { "GET", "/", "GET " },
        { "GET", "//a//b", "GET /a/b" },
        { "POST", "/jobs/{id}:cancel", "POST /jobs/{}:cancel" },
        { "GET", "/f(a={x},b={y})", "GET /f(a={},b={})" },
        { "GET", "/user-{id}.{ext}", "GET /user-{}.{}" },
        { "GET", "/a/{b", "GET /a/{" },
        { "GET", "/a}/b", "GET /a}/b" },
        { "GET", "", "GET " },
    };
    struct fixture fixture;

    begin(&fixture);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_slice_equal(template_key(slice_of(cases[i][0]), slice_of(cases[i][1]), &fixture.arena),
                           cases[i][2]);
    end(&fixture);
}

static void joints_have_one_slash(void **state)
{
    struct fixture fixture;

    begin(&fixture);
    assert_slice_equal(template_join(SLICE("/v1"), SLICE("/a"), &fixture.arena), "/v1/a");
    assert_slice_equal(template_join(SLICE("/v1/"), SLICE("/a"), &fixture.arena), "/v1/a");
    assert_slice_equal(template_join(SLICE("/v1"), SLICE("a"), &fixture.arena), "/v1/a");
    assert_slice_equal(template_join(SLICE(""), SLICE("/a"), &fixture.arena), "/a");
    assert_slice_equal(template_join(SLICE("/"), SLICE("/"), &fixture.arena), "/");
    end(&fixture);
}

static void assert_covers(const char *documented, const char *observed, bool expected)
{
    size_t score;

    if (template_covers(slice_of(documented), slice_of(observed), &score) != expected)
        fail_msg("%s should %scover %s", documented, expected ? "" : "not ", observed);
}

static void parameters_cover_their_segment_and_literals_themselves(void **state)
{
    assert_covers("/users/{id}", "/users/anna", true);
    assert_covers("/users/{id}", "/users/{userId}", true);
    assert_covers("/users/{id}", "/users", false);
    assert_covers("/users/{id}", "/users/anna/orders", false);
    assert_covers("/users/me", "/users/{userId}", false);
    assert_covers("/users/me", "/users/me", true);
    assert_covers("/users/me", "/users/men", false);
    assert_covers("/", "/", true);
    assert_covers("", "/", true);
    assert_covers("/", "/a", false);
}

static void text_around_a_parameter_must_be_there(void **state)
{
    assert_covers("/user-{id}", "/user-17", true);
    assert_covers("/user-{id}", "/group-17", false);
    assert_covers("/user-{id}", "/user-", false);
    assert_covers("/user-{id}", "/{name}", true);
    assert_covers("/{id}.json", "/7.json", true);
    assert_covers("/{id}.json", "/7.xml", false);
    assert_covers("/{id}.json", "/.json", false);
    assert_covers("/{a}-{b}", "/x-y", true);
    assert_covers("/{a}-{b}", "/xy", false);
    assert_covers("/{a}-{b}", "/x-", false);
}

static void only_names_of_paths_take_whole_paths(void **state)
{
    static const char *const greedy[] = { "/f/{path}",  "/f/{filePath}", "/f/{proxy+}",
                                          "/f/{rest*}", "/f/{KEY}",      "/f/{wildcard}" };

    for (size_t i = 0; i < sizeof greedy / sizeof *greedy; i++)
        assert_covers(greedy[i], "/f/a/b/c", true);
    assert_covers("/f/{id}", "/f/a/b/c", false);
    assert_covers("/f/{path}/x", "/f/a/b/x", false);
    assert_covers("/f/{path}", "/f", false);
}

static void literal_text_decides_which_fits_better(void **state)
{
    size_t one, other;

    assert_true(template_covers(SLICE("/a/{x}"), SLICE("/a/b.json"), &one));
    assert_true(template_covers(SLICE("/a/{x}.json"), SLICE("/a/b.json"), &other));
    assert_true(other > one);
}

static void heads_and_numbers_of_segments(void **state)
{
    assert_slice_equal(template_head(SLICE("/api/v1/users"), 2), "/api/v1");
    assert_slice_equal(template_head(SLICE("/api/v1/users"), 0), "");
    assert_slice_equal(template_head(SLICE("/api"), 2), "");
    assert_slice_equal(template_head(SLICE("//api//v1"), 2), "//api//v1");
    assert_int_equal(template_segments(SLICE("/api//v1/")), 2);
    assert_int_equal(template_segments(SLICE("/")), 0);
    assert_int_equal(template_segments(SLICE("")), 0);
}

static void refused_memory_is_no_key(void **state)
{
    struct memory account = { .fail_at = 1 };
    struct arena arena;

    arena_init(&arena, &account, 0);
    assert_null(template_key(SLICE("GET"), SLICE("/a"), &arena).at);
    assert_null(template_join(SLICE("/a"), SLICE("/b"), &arena).at);
    arena_done(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(keys_forget_names_and_empty_segments),
        cmocka_unit_test(joints_have_one_slash),
        cmocka_unit_test(parameters_cover_their_segment_and_literals_themselves),
        cmocka_unit_test(text_around_a_parameter_must_be_there),
        cmocka_unit_test(only_names_of_paths_take_whole_paths),
        cmocka_unit_test(literal_text_decides_which_fits_better),
        cmocka_unit_test(heads_and_numbers_of_segments),
        cmocka_unit_test(refused_memory_is_no_key),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
