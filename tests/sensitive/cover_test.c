/* SPDX-License-Identifier: Apache-2.0 */
#include "sensitive/cover.h"

#include "base/check.h"
#include "base/hash.h"

static bool all_are_covers(const char *const *values, size_t count)
{
    struct memory account = { 0 };
    struct sample sample = { .keep = 0 };
    bool all;

    sample_init(&sample, 8);
    sample.silent = true;
    for (size_t i = 0; i < count; i++)
        assert_true(sample_add(&sample, &account, hash_content(slice_of(values[i])), slice_of(values[i]), 1));
    all = cover_is_all(&sample);
    sample_done(&sample, &account);
    return all;
}

#define COVERS(...)                                                                                          \
    all_are_covers((const char *const[]){ __VA_ARGS__ },                                                     \
                   sizeof((const char *const[]){ __VA_ARGS__ }) / sizeof(const char *))

static void covers_are_known_by_their_hash(void **state)
{
    assert_true(COVERS("********"));
    assert_true(COVERS("****", "********", "[REDACTED]"));
    assert_true(COVERS("xxxxxxxx"));
    assert_true(COVERS("\xe2\x80\xa2\xe2\x80\xa2\xe2\x80\xa2\xe2\x80\xa2"));
    assert_true(COVERS("Passwort", "Mot de passe"));
    assert_true(COVERS("required", "optional"));
}

static void one_value_beside_covers_is_a_value(void **state)
{
    assert_false(COVERS("********", "sommer7"));
    assert_false(COVERS("sommer7"));
    assert_false(COVERS("password"));
    assert_false(COVERS("****1234"));
    assert_false(COVERS("*"));
    assert_false(all_are_covers(NULL, 0));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(covers_are_known_by_their_hash),
        cmocka_unit_test(one_value_beside_covers_is_a_value),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
