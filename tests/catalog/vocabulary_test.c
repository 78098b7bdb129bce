/* SPDX-License-Identifier: Apache-2.0 */
#include "catalog/vocabulary.h"

#include "base/check.h"

static void words_of_apis_are_known_singular_and_plural(void **state)
{
    static const char *const known[] = { "user",          "users",  "category",     "categories",
                                         "addresses",     "search", "userAccounts", "user-accounts",
                                         "user_accounts", "USERS",  "batch",        "people" };
    static const char *const unknown[] = { "ada", "berlin", "xyzzy", "qwertz" };
    bool verb;

    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (vocabulary_share(slice_of(known[i]), &verb) < 1)
            fail_msg("%s", known[i]);
    for (size_t i = 0; i < sizeof unknown / sizeof *unknown; i++)
        if (vocabulary_share(slice_of(unknown[i]), &verb) > 0)
            fail_msg("%s", unknown[i]);
    assert_true(vocabulary_share(SLICE("ada-users"), &verb) == 0.5);
    assert_true(vocabulary_share(SLICE(""), &verb) == 0);
    assert_true(vocabulary_share(SLICE("-_."), &verb) == 0);
}

static void verbs_come_first(void **state)
{
    bool verb;

    vocabulary_share(SLICE("cancelOrder"), &verb);
    assert_true(verb);
    vocabulary_share(SLICE("orderCancel"), &verb);
    assert_false(verb);
}

static void plurals_announce_identifiers(void **state)
{
    static const char *const plural[] = {
        "users", "orders", "line-items", "userAccounts", "people", "menus"
    };
    static const char *const singular[] = {
        "user", "status", "address", "access", "news-feed", "analysis", ""
    };

    for (size_t i = 0; i < sizeof plural / sizeof *plural; i++)
        if (!vocabulary_is_plural(slice_of(plural[i])))
            fail_msg("%s", plural[i]);
    for (size_t i = 0; i < sizeof singular / sizeof *singular; i++)
        if (vocabulary_is_plural(slice_of(singular[i])))
            fail_msg("%s", singular[i]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(words_of_apis_are_known_singular_and_plural),
        cmocka_unit_test(verbs_come_first),
        cmocka_unit_test(plurals_announce_identifiers),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
