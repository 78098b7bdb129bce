/* SPDX-License-Identifier: Apache-2.0 */
#include "catalog/composite.h"

#include "base/check.h"

static void patterns_that_one_segment_gives_away(void **state)
{
    static const struct {
        const char *segment, *pattern; /* NULL: plain */
    } cases[] = {
        { "certificates(algorithm='sha1',thumbprint=ab12)", "certificates(algorithm={},thumbprint={})" },
        { "users(42)", "users({})" },
        { "users(42,43)", "users({},{})" },
        { "users;role=admin", "users;role={}" },
        { "users;role=admin;page=2", "users;role={};page={}" },
        { "news;jsessionid=AB12", "news" },
        { "news;page=2;JSESSIONID=AB12", "news;page={}" },
        { "users", NULL },
        { "users()", NULL },
        { "(42)", NULL },
        { ")", NULL },
        { "a)", NULL },
        { "users(42", NULL },
        { ";a=b", NULL },
        { "users;", NULL },
        { "users;=b", NULL },
        { "a(1,2,3,4,5,6,7,8,9)", NULL }, /* more than a person would write */
    };
    struct memory account = { .limit = 0 };
    struct arena arena;

    arena_init(&arena, &account, 0);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct slice pattern;

        assert_int_equal(composite_recognise(slice_of(cases[i].segment), &arena, &pattern),
                         cases[i].pattern != NULL);
        if (cases[i].pattern)
            assert_slice_equal(pattern, cases[i].pattern);
    }
    arena_done(&arena);
}

static void a_pattern_takes_its_values_out_of_a_segment(void **state)
{
    struct slice values[COMPOSITE_PIECES];

    assert_int_equal(composite_split(SLICE("c(a={},b={})"), SLICE("c(a=1,b='x')"), values), 2);
    assert_slice_equal(values[0], "1");
    assert_slice_equal(values[1], "'x'");
    assert_int_equal(composite_split(SLICE("{}...{}"), SLICE("main...dev"), values), 2);
    assert_slice_equal(values[1], "dev");
    assert_int_equal(composite_split(SLICE("{},{}"), SLICE("a"), values), 0);
    assert_int_equal(composite_split(SLICE("c({})"), SLICE("d(1)"), values), 0);
    assert_int_equal(composite_split(SLICE("c({})"), SLICE("c(1)x"), values), 0);
    assert_int_equal(composite_split(SLICE("{}{}{}{}{}{}{}{}{}"), SLICE("aaaaaaaaa"), values), 0);
    assert_int_equal(composite_split(SLICE("{}"), (struct slice){ NULL, 0 }, values), 0);
}

static void values_may_share_a_pattern(void **state)
{
    const struct slice places[] = { SLICE("52.5,13.4"), SLICE("-33.8,151.2"), SLICE("40.7,-74.0") };
    const struct slice changes[] = { SLICE("main...dev"), SLICE("v1...v2") };
    const struct slice lists[] = { SLICE("a,b,c"), SLICE("a,b"), SLICE("d,e") };
    const struct slice pairs_of_a_kind[] = { SLICE("ada,joe"), SLICE("ann,bob"), SLICE("cy,dee") };
    const struct slice plain[] = { SLICE("a"), SLICE("b"), SLICE("c") };

    assert_slice_equal(composite_of_values(places, 3), "{},{}");
    assert_slice_equal(composite_of_values(changes, 2), "{}...{}");
    assert_int_equal(composite_of_values(lists, 3).len, 0);
    assert_int_equal(composite_of_values(pairs_of_a_kind, 3).len, 0); /* may be a short list */
    assert_int_equal(composite_of_values(plain, 3).len, 0);
    assert_int_equal(composite_of_values(places, 2).len, 0); /* too few to tell */
}

static void a_pattern_names_its_values(void **state)
{
    assert_slice_equal(composite_name(SLICE("users;role={};page={}"), 0), "role");
    assert_slice_equal(composite_name(SLICE("users;role={};page={}"), 1), "page");
    assert_slice_equal(composite_name(SLICE("c(a={},{})"), 0), "a");
    assert_slice_equal(composite_name(SLICE("c(a={},{})"), 1), "");
    assert_slice_equal(composite_name(SLICE("{},{}"), 0), "");
    assert_slice_equal(composite_name(SLICE("{}"), 5), "");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(patterns_that_one_segment_gives_away),
        cmocka_unit_test(a_pattern_takes_its_values_out_of_a_segment),
        cmocka_unit_test(values_may_share_a_pattern),
        cmocka_unit_test(a_pattern_names_its_values),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
