/* SPDX-License-Identifier: Apache-2.0 */
#include "base/byte.h"
#include "base/check.h"
#include "drift/drift.h"

#include <stdio.h>

/* Names are stored and written into files: lower-case words joined by underscores. */
static void assert_name(const char *name)
{
    assert_true(byte_is_lower(name[0]));
    for (const char *at = name; *at; at++)
        assert_true(byte_is_lower(*at) || (*at == '_' && at[1] != '_' && at[1] != '\0'));
}

static void every_kind_has_its_words(void **state)
{
    for (unsigned i = 0; i < DRIFT_KINDS; i++) {
        const struct drift_kind_row *row = &drift_kinds[i];

        assert_name(row->name);
        assert_true(byte_is_upper(row->title[0]));
        assert_false(slice_ends_with(slice_of(row->title), SLICE(".")));
        assert_true(byte_is_upper(row->why[0]));
        assert_true(slice_ends_with(slice_of(row->why), SLICE(".")));
    }
}

static void every_name_means_one_kind(void **state)
{
    for (unsigned i = 0; i < DRIFT_KINDS; i++) {
        enum drift_kind kind = DRIFT_KINDS;

        assert_true(drift_kind_from(slice_of(drift_kinds[i].name), &kind));
        assert_int_equal(kind, i);
    }
}

static void other_names_mean_none_and_leave_the_result_alone(void **state)
{
    enum drift_kind kind = DRIFT_TYPE_MISMATCH;

    assert_false(drift_kind_from(SLICE(""), &kind));
    assert_false(drift_kind_from(SLICE("undocumented"), &kind));
    assert_false(drift_kind_from(SLICE("UNDOCUMENTED_OPERATION"), &kind));
    assert_false(drift_kind_from(SLICE("undocumented_operation "), &kind));
    assert_int_equal(kind, DRIFT_TYPE_MISMATCH);
}

static void families_say_what_is_wrong_with_the_document(void **state)
{
    assert_string_equal(drift_family_name(DRIFT_MISSING), "missing");
    assert_string_equal(drift_family_name(DRIFT_WRONG), "wrong");
    assert_string_equal(drift_family_name(DRIFT_DEAD), "dead");
    assert_int_equal(drift_kinds[DRIFT_UNDOCUMENTED_OPERATION].family, DRIFT_MISSING);
    assert_int_equal(drift_kinds[DRIFT_SECURITY_NOT_ENFORCED].family, DRIFT_WRONG);
    assert_int_equal(drift_kinds[DRIFT_UNOBSERVED_OPERATION].family, DRIFT_DEAD);
}

/* People look a kind up by its name. */
static void the_manual_of_drift_has_every_kind(void **state)
{
    static char text[64 << 10];
    FILE *file = fopen("docs/drift.md", "r");
    size_t len;

    assert_non_null(file);
    len = fread(text, 1, sizeof text - 1, file);
    fclose(file);
    text[len] = '\0';
    for (unsigned i = 0; i < DRIFT_KINDS; i++) {
        char row[400];

        snprintf(row, sizeof row, "\n| `%s` | %s | %s |", drift_kinds[i].name,
                 drift_family_name(drift_kinds[i].family), drift_kinds[i].title);
        if (!strstr(text, row))
            fail_msg("docs/drift.md lacks:%s", row);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_kind_has_its_words),
        cmocka_unit_test(every_name_means_one_kind),
        cmocka_unit_test(other_names_mean_none_and_leave_the_result_alone),
        cmocka_unit_test(families_say_what_is_wrong_with_the_document),
        cmocka_unit_test(the_manual_of_drift_has_every_kind),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
