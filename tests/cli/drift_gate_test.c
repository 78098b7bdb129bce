/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/drift_gate.h"

#include "base/check.h"

static struct drift_row row_of(enum drift_kind kind, enum severity severity)
{
    return (struct drift_row){ .kind = kind, .severity = severity };
}

static bool passes(const char *list, enum drift_kind kind, enum severity severity)
{
    struct drift_row row = row_of(kind, severity);
    struct drift_gate gate;
    struct error err = { 0 };

    if (!drift_gate_read(slice_of(list), "fail-on", &gate, &err))
        fail_msg("%s: %s", list, err.text);
    return drift_gate_passes(&gate, &row);
}

static void a_severity_lets_through_what_is_at_least_as_bad(void **state)
{
    for (int least = SEVERITY_INFO; least < SEVERITIES; least++) {
        for (int severity = SEVERITY_INFO; severity < SEVERITIES; severity++)
            assert_int_equal(
                passes(severity_name((enum severity)least), DRIFT_TYPE_MISMATCH, (enum severity)severity),
                severity >= least);
    }
}

static void a_kind_lets_itself_through_whatever_its_severity(void **state)
{
    for (int i = 0; i < DRIFT_KINDS; i++) {
        for (int j = 0; j < DRIFT_KINDS; j++)
            assert_int_equal(passes(drift_kinds[i].name, (enum drift_kind)j, SEVERITY_INFO), i == j);
    }
}

static void a_family_is_all_its_kinds(void **state)
{
    for (int i = 0; i < DRIFT_KINDS; i++) {
        for (int family = DRIFT_MISSING; family <= DRIFT_DEAD; family++)
            assert_int_equal(
                passes(drift_family_name((enum drift_family)family), (enum drift_kind)i, SEVERITY_INFO),
                drift_kinds[i].family == (enum drift_family)family);
    }
}

static void what_is_listed_counts_each_for_itself(void **state)
{
    assert_true(passes("dead, high", DRIFT_UNOBSERVED_FIELD, SEVERITY_INFO));
    assert_true(passes("dead,high", DRIFT_TYPE_MISMATCH, SEVERITY_HIGH));
    assert_false(passes("dead,high", DRIFT_TYPE_MISMATCH, SEVERITY_MEDIUM));
    assert_true(passes("high,medium", DRIFT_TYPE_MISMATCH, SEVERITY_MEDIUM));
    assert_true(passes("undocumented_*_field", DRIFT_UNDOCUMENTED_REQUEST_FIELD, SEVERITY_INFO));
    assert_false(passes("undocumented_*_field", DRIFT_UNDOCUMENTED_STATUS, SEVERITY_CRITICAL));
}

static void any_is_everything_and_none_is_nothing(void **state)
{
    for (int i = 0; i < DRIFT_KINDS; i++) {
        assert_true(passes("any", (enum drift_kind)i, SEVERITY_INFO));
        assert_false(passes("none", (enum drift_kind)i, SEVERITY_CRITICAL));
    }
}

static void what_nobody_knows_is_refused_in_one_sentence(void **state)
{
    static const struct {
        const char *list, *says;
    } cases[] = {
        { "", "--fail-on has nothing before or after a comma." },
        { ",", "--fail-on has nothing before or after a comma." },
        { "high,", "--fail-on has nothing before or after a comma." },
        { "high,,low", "--fail-on has nothing before or after a comma." },
        { "hihg", "--fail-on knows no 'hihg'; did you mean 'high'?" },
        { "wrong,type_mismach", "--fail-on knows no 'type_mismach'; did you mean 'type_mismatch'?" },
        { "High", "--fail-on knows no 'High'; did you mean 'high'?" },
        { "none,high", "--fail-on takes none only alone." },
        { "zebra\x1b[31m",
          "--fail-on knows no 'zebra\\x1b[31m': it takes kinds of drift, missing, wrong or dead, or a "
          "least severity from info to critical." },
        { "zebra*",
          "--fail-on knows no 'zebra*': it takes kinds of drift, missing, wrong or dead, or a least severity "
          "from info to critical." },
    };

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct error err = { 0 };
        struct drift_gate gate;

        assert_false(drift_gate_read(slice_of(cases[i].list), "fail-on", &gate, &err));
        assert_int_equal(err.kind, ERROR_USAGE);
        assert_string_equal(err.text, cases[i].says);
    }
}

static void kinds_alone_know_no_severity(void **state)
{
    struct error err = { 0 };
    struct drift_gate gate;
    struct drift_row row = row_of(DRIFT_TYPE_MISMATCH, SEVERITY_CRITICAL);

    assert_true(drift_gate_read_kinds(SLICE("wrong"), "kind", &gate, &err));
    assert_true(drift_gate_passes(&gate, &row));
    assert_true(drift_gate_read_kinds(SLICE("dead"), "kind", &gate, &err));
    assert_false(drift_gate_passes(&gate, &row));
    assert_false(drift_gate_read_kinds(SLICE("high"), "kind", &gate, &err));
    assert_string_equal(err.text, "--kind knows no 'high': it takes kinds of drift, missing, wrong or dead.");
    assert_false(drift_gate_read_kinds(SLICE("none"), "kind", &gate, NULL));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_severity_lets_through_what_is_at_least_as_bad),
        cmocka_unit_test(a_kind_lets_itself_through_whatever_its_severity),
        cmocka_unit_test(a_family_is_all_its_kinds),
        cmocka_unit_test(what_is_listed_counts_each_for_itself),
        cmocka_unit_test(any_is_everything_and_none_is_nothing),
        cmocka_unit_test(what_nobody_knows_is_refused_in_one_sentence),
        cmocka_unit_test(kinds_alone_know_no_severity),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
