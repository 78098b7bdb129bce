/* SPDX-License-Identifier: Apache-2.0 */
/* Old versions beside newer ones. */
#include "drift/story.h"

#define WITHOUT_DOCUMENT "undocumented_service"

static void assert_versions(const char *lines, const char *rows)
{
    struct story story;

    story_open(&story, NULL);
    story_tell(&story, lines);
    assert_drift(&story, rows);
    story_close(&story);
}

static void an_old_version_beside_a_newer_one_is_one_row(void **state)
{
    assert_versions("20x GET /v1/users/# -> 200 {\"id\":#}\n20x GET /v2/users/# -> 200 {\"id\":#}",
                    "old_version_in_use /v1 v1: -> v2\n" WITHOUT_DOCUMENT);
    assert_versions("20x GET /v2/users/# -> 200 {\"id\":#}", WITHOUT_DOCUMENT);
}

static void versions_that_share_no_operation_are_two_apis(void **state)
{
    assert_versions("20x GET /v1/users/# -> 200 {\"id\":#}\n20x GET /v2/orders/# -> 200 {\"id\":#}",
                    WITHOUT_DOCUMENT);
    assert_versions("20x GET /v1/users/# -> 200 {\"id\":#}\n20x POST /v2/users/# -> 200 {\"id\":#}",
                    WITHOUT_DOCUMENT);
}

static void versions_below_different_prefixes_are_two_apis(void **state)
{
    assert_versions("20x GET /shop/v1/users/# -> 200 {\"id\":#}\n20x GET /bank/v2/users/# -> 200 {\"id\":#}",
                    WITHOUT_DOCUMENT);
    assert_versions("20x GET /shop/v1/users/# -> 200 {\"id\":#}\n20x GET /shop/v2/users/# -> 200 {\"id\":#}",
                    "old_version_in_use /shop/v1 v1: -> v2\n" WITHOUT_DOCUMENT);
}

static void a_beta_comes_before_its_version(void **state)
{
    assert_versions("20x GET /v1beta1/users/# -> 200 {\"id\":#}\n20x GET /v1/users/# -> 200 {\"id\":#}",
                    "old_version_in_use /v1beta1 v1beta1: -> v1\n" WITHOUT_DOCUMENT);
}

static void every_old_one_points_to_the_newest(void **state)
{
    assert_versions(
        "20x GET /v1/users/# -> 200 {\"id\":#}\n20x GET /v2/users/# -> 200 {\"id\":#}\n20x GET /v10/users/# "
        "-> 200 {\"id\":#}",
        "old_version_in_use /v1 v1: -> v10\nold_version_in_use /v2 v2: -> v10\n" WITHOUT_DOCUMENT);
}

static void where_the_old_version_is_documented_the_row_says_where(void **state)
{
    struct story story;

    story_open(&story, PROMISES "  /v2/users/{id}: {get: {" OK "}}\n  /v1/users/{id}: {get: {" OK "}}\n");
    story_tell(&story, "20x GET /v1/users/# -> 200 {\"id\":#}\n30x GET /v2/users/# -> 200 {\"id\":#}");
    assert_drift(&story, "old_version_in_use /v1 v1: -> v2");
    assert_int_equal(story_row(&story, DRIFT_OLD_VERSION_IN_USE)->at.line, 6);
    assert_int_equal(story_row(&story, DRIFT_OLD_VERSION_IN_USE)->support.count, 20);
    assert_int_equal(story_row(&story, DRIFT_OLD_VERSION_IN_USE)->of, 50);
    story_close(&story);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_old_version_beside_a_newer_one_is_one_row),
        cmocka_unit_test(versions_that_share_no_operation_are_two_apis),
        cmocka_unit_test(versions_below_different_prefixes_are_two_apis),
        cmocka_unit_test(a_beta_comes_before_its_version),
        cmocka_unit_test(every_old_one_points_to_the_newest),
        cmocka_unit_test(where_the_old_version_is_documented_the_row_says_where),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
