/* SPDX-License-Identifier: Apache-2.0 */
#include "catalog/segment.h"

#include "base/check.h"

static void segments_are_what_they_look_like(void **state)
{
    static const struct {
        const char *text;
        enum segment_class class;
    } cases[] = {
        { "42", SEGMENT_INTEGER },
        { "0", SEGMENT_INTEGER },
        { "20261124", SEGMENT_INTEGER },
        { "6f9619ff-8b86-d011-b42d-00c04fc964ff", SEGMENT_UUID },
        { "6F9619FF-8B86-D011-B42D-00C04FC964FF", SEGMENT_UUID },
        { "507f1f77bcf86cd799439011", SEGMENT_HEX },
        { "deadbeef", SEGMENT_WORD }, /* no digit: may be a word */
        { "2026-11-24", SEGMENT_DATE },
        { "2026-11", SEGMENT_DATE },
        { "2026-11-24T10:00:00Z", SEGMENT_DATE },
        { "ada@example.com", SEGMENT_EMAIL },
        { "cus_1234567890", SEGMENT_DIGITS },
        { "01ARZ3NDEKTSV4RRFFQ69G5FAV", SEGMENT_RANDOM },
        { "dQw4w9WgXcQaB3xZ", SEGMENT_RANDOM },
        { "-33.87", SEGMENT_NUMBER },
        { "3.5", SEGMENT_NUMBER },
        { "a b", SEGMENT_ODD },
        { "caf\xc3\xa9", SEGMENT_ODD },
        { "52.52,13.41", SEGMENT_ODD },
        { "main...dev", SEGMENT_ODD },
        { "192.168.0.1", SEGMENT_ADDRESS },
        { "2001:db8::1", SEGMENT_ADDRESS },
        { "v1", SEGMENT_VERSION },
        { "V2", SEGMENT_VERSION },
        { "v1.2", SEGMENT_VERSION },
        { "v1beta1", SEGMENT_VERSION },
        { "1.2.3", SEGMENT_SEMVER },
        { "oauth2", SEGMENT_WORD_DIGITS },
        { "de", SEGMENT_TWO },
        { "EUR", SEGMENT_UPPER },
        { "users", SEGMENT_WORD },
        { "blue-sky", SEGMENT_KEBAB },
        { "new_york", SEGMENT_SNAKE },
        { "ada.lopez", SEGMENT_DOTTED },
        { "Berlin", SEGMENT_CAPITALISED },
        { "getAll", SEGMENT_CAMEL },
    };

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        if (segment_classify(slice_of(cases[i].text)) != cases[i].class)
            fail_msg("%s is %s", cases[i].text,
                     segment_class_name(segment_classify(slice_of(cases[i].text))));
}

static void words_with_letters_and_digits_are_not_taken_for_identifiers(void **state)
{
    static const char *const words[] = { "users",
                                         "createInvoiceLineItem",
                                         "list-all-the-things",
                                         "v1",
                                         "oauth2",
                                         "web3",
                                         "base64",
                                         "UPPER",
                                         "iso8601",
                                         "getHTTPStatus",
                                         "ip_list",
                                         "2fa",
                                         "x",
                                         "",
                                         "s3" };

    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (segment_is_identifier(segment_classify(slice_of(words[i]))))
            fail_msg("%s", words[i]);
}

static void a_segment_beyond_all_measure_is_a_value(void **state)
{
    char text[SEGMENT_LENGTH + 1];

    memset(text, 'a', sizeof text);
    assert_int_equal(segment_classify(slice_make(text, sizeof text)), SEGMENT_ODD);
    assert_int_equal(segment_classify(slice_make(text, SEGMENT_LENGTH)), SEGMENT_WORD);
}

static void every_class_has_a_name(void **state)
{
    for (int class = 0; class < SEGMENT_CLASSES; class ++)
        assert_non_null(segment_class_name((enum segment_class) class));
}

static void endings_and_actions_may_be_split_off(void **state)
{
    static const struct {
        const char *text, *stem, *suffix; /* stem NULL: none */
    } cases[] = {
        { "42.json", "42", ".json" }, { "spec1:cancel", "spec1", ":cancel" },
        { "a.b.xml", "a.b", ".xml" }, { "x:getAll", "x", ":getAll" },
        { "7.patch", "7", ".patch" }, { "ada.moreau", NULL, NULL },
        { "a.JSON", NULL, NULL },     { "a.c", NULL, NULL },
        { "plain", NULL, NULL },      { ".env", NULL, NULL },
        { ":cancel", NULL, NULL },    { "a:", NULL, NULL },
        { "a.", NULL, NULL },         { "12:30", NULL, NULL },
        { "a.mp3", NULL, NULL },      { "", NULL, NULL },
    };

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct slice stem, suffix;

        assert_int_equal(segment_split(slice_of(cases[i].text), &stem, &suffix), cases[i].stem != NULL);
        if (cases[i].stem) {
            assert_slice_equal(stem, cases[i].stem);
            assert_slice_equal(suffix, cases[i].suffix);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(segments_are_what_they_look_like),
        cmocka_unit_test(words_with_letters_and_digits_are_not_taken_for_identifiers),
        cmocka_unit_test(a_segment_beyond_all_measure_is_a_value),
        cmocka_unit_test(every_class_has_a_name),
        cmocka_unit_test(endings_and_actions_may_be_split_off),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
