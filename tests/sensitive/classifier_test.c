/* SPDX-License-Identifier: Apache-2.0 */
#include "sensitive/decide.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>

static const struct custom_class badge = {
    .name = SLICE_TEXT("badge"),
    .title = SLICE_TEXT("number of a badge"),
    .pattern = SLICE_TEXT("B-[0-9]{8}"),
    .validator = SLICE_TEXT("luhn"),
    .names = SLICE_TEXT("badge number,staff badge"),
    .severity = SEVERITY_HIGH,
};

static void custom_classes_are_found_by_pattern_validator_and_name(void **state)
{
    struct memory account = { 0 };
    struct classifier *classifier = classifier_new(&badge, 1, &account, NULL);

    assert_non_null(classifier);
    assert_int_equal(classifier_custom_count(classifier), 1);
    assert_string_equal(classifier_row(classifier, DATA_CUSTOM)->title, "number of a badge");
    assert_null(classifier_row(classifier, (enum data_class)(DATA_CUSTOM + 1)));
    assert_string_equal(classifier_row(classifier, DATA_iban)->name, "iban");
    assert_true(sensitive_value(classifier, SLICE("B-12345674")) & CLASS_BIT(DATA_CUSTOM));
    assert_false(sensitive_value(classifier, SLICE("B-12345675")) & CLASS_BIT(DATA_CUSTOM));
    assert_false(sensitive_value(classifier, SLICE("C-12345674")) & CLASS_BIT(DATA_CUSTOM));
    assert_true(sensitive_name(classifier, SLICE("staffBadgeNumber")) & CLASS_BIT(DATA_CUSTOM));
    assert_false(sensitive_name(classifier, SLICE("badgeColor")) & CLASS_BIT(DATA_CUSTOM));
    classifier_free(classifier);
    assert_int_equal(account.used, 0);
}

static void patterns_hold_for_the_whole_value(void **state)
{
    struct memory account = { 0 };
    struct custom_class plain = { .name = SLICE("case"),
                                  .pattern = SLICE("[0-9]{8}|x"),
                                  .validator = SLICE("luhn") };
    struct classifier *classifier = classifier_new(&plain, 1, &account, NULL);

    assert_true(sensitive_value(classifier, SLICE("12345674")) & CLASS_BIT(DATA_CUSTOM));
    assert_false(sensitive_value(classifier, SLICE("12345675")) & CLASS_BIT(DATA_CUSTOM));
    assert_false(sensitive_value(classifier, SLICE("112345674")) & CLASS_BIT(DATA_CUSTOM));
    assert_false(sensitive_value(NULL, SLICE("12345674")) & CLASS_BIT(DATA_CUSTOM));
    classifier_free(classifier);
    assert_int_equal(account.used, 0);
}

static void mistakes_are_named(void **state)
{
    static const struct {
        struct custom_class class;
        const char *text;
    } cases[] = {
        { { .name = SLICE_TEXT("a b"), .names = SLICE_TEXT("x") }, "class 1: its name must be" },
        { { .name = SLICE_TEXT("iban"), .names = SLICE_TEXT("x") }, "is a built-in class" },
        { { .name = SLICE_TEXT("case"), .pattern = SLICE_TEXT("a)(b") }, "no regular expression" },
        { { .name = SLICE_TEXT("case"), .pattern = SLICE_TEXT("[") }, "class \"case\"" },
        { { .name = SLICE_TEXT("case"), .validator = SLICE_TEXT("md5") }, "there is no validator \"md5\"" },
        { { .name = SLICE_TEXT("case") }, "needs a pattern, a validator or names" },
    };
    struct memory account = { 0 };

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct error err = { 0 };

        assert_null(classifier_new(&cases[i].class, 1, &account, &err));
        assert_int_equal(err.kind, ERROR_USAGE);
        if (!strstr(err.text, cases[i].text))
            fail_msg("\"%s\" should say \"%s\"", err.text, cases[i].text);
    }
    assert_int_equal(account.used, 0);
}

static void no_more_than_eight_and_none_twice(void **state)
{
    struct custom_class many[DATA_CUSTOM_MOST + 1];
    struct memory account = { 0 };
    struct error err = { 0 };

    for (size_t i = 0; i <= DATA_CUSTOM_MOST; i++)
        many[i] = badge;
    assert_null(classifier_new(many, 2, &account, &err));
    assert_non_null(strstr(err.text, "stands twice"));
    err = (struct error){ 0 };
    assert_null(classifier_new(many, DATA_CUSTOM_MOST + 1, &account, &err));
    assert_non_null(strstr(err.text, "class 9"));
    assert_int_equal(account.used, 0);
}

static void refused_memory_is_an_error(void **state)
{
    for (uint64_t fail_at = 1; fail_at < 40; fail_at++) {
        struct memory account = { .fail_at = fail_at };
        struct error err = { 0 };
        struct classifier *classifier = classifier_new(&badge, 1, &account, &err);

        if (!classifier)
            assert_int_equal(err.kind, ERROR_MEMORY);
        classifier_free(classifier);
        assert_int_equal(account.used, 0);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(custom_classes_are_found_by_pattern_validator_and_name),
        cmocka_unit_test(patterns_hold_for_the_whole_value),
        cmocka_unit_test(mistakes_are_named),
        cmocka_unit_test(no_more_than_eight_and_none_twice),
        cmocka_unit_test(refused_memory_is_an_error),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
