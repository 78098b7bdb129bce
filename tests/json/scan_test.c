/* SPDX-License-Identifier: Apache-2.0 */
#include "json/scan.h"

#include "base/check.h"
#include "json/judge.h"
#include "json/made.h"
#include "json/oracle.h"
#include "json/verdicts.h"

#include <float.h>
#include <stdio.h>
#include <stdlib.h>

/* What may follow a body: nothing in it may change the verdict. */
static const char *const slacks[] = {
    "0000000000000000", "\"\"\"\"\"\"\"\"\"\"\"\"\"\"\"\"",
    "]}]}]}]}]}]}]}]}", "                ",
    ",1,1,1,1,1,1,1,1", "\x80\xbf\x80\xbf\x80\xbf\x80\xbf\x80\xbf\x80\xbf\x80\xbf\x80\xbf"
};

/* A body in an allocation that ends with its slack, so that a sanitizer sees what lies beyond. */
static bool is_valid_before(const char *text, size_t len, const char *slack)
{
    struct memory account = { .limit = 0 };
    struct scan_nest nest = { .account = &account };
    char *body = malloc(len + BODY_SLACK);
    bool valid;

    assert_non_null(body);
    if (len)
        memcpy(body, text, len);
    for (size_t i = 0; i < BODY_SLACK; i += 16)
        memcpy(body + len + i, slack, 16);
    valid = scan_is_valid(slice_make(body, len), &nest);
    free(body);
    scan_nest_done(&nest);
    assert_int_equal(account.used, 0);
    return valid;
}

static bool is_valid(const char *text, size_t len)
{
    bool valid = is_valid_before(text, len, slacks[0]);

    for (size_t i = 1; i < sizeof slacks / sizeof *slacks; i++)
        assert_int_equal(is_valid_before(text, len, slacks[i]), valid);
    return valid;
}

static void the_grammar_is_rfc_8259(void **state)
{
    for (size_t i = 0; i < sizeof accepted / sizeof *accepted; i++) {
        if (!is_valid(accepted[i].at, accepted[i].len))
            fail_msg("refused: %.*s", (int)accepted[i].len, accepted[i].at);
        assert_true(judge_json(accepted[i].at, accepted[i].len));
    }
    for (size_t i = 0; i < sizeof refused / sizeof *refused; i++) {
        if (is_valid(refused[i].at, refused[i].len))
            fail_msg("accepted: %.*s", (int)refused[i].len, refused[i].at);
        assert_false(judge_json(refused[i].at, refused[i].len));
    }
}

/* Blanks before every text move it over all places in a block. */
static void verdicts_do_not_depend_on_where_a_text_stands(void **state)
{
    char text[160];

    for (size_t shift = 1; shift <= 33; shift++) {
        memset(text, ' ', shift);
        for (size_t i = 0; i < sizeof accepted / sizeof *accepted; i++) {
            memcpy(text + shift, accepted[i].at, accepted[i].len);
            assert_true(is_valid_before(text, shift + accepted[i].len, slacks[shift % 6]));
        }
        for (size_t i = 0; i < sizeof refused / sizeof *refused; i++) {
            memcpy(text + shift, refused[i].at, refused[i].len);
            assert_false(is_valid_before(text, shift + refused[i].len, slacks[shift % 6]));
        }
    }
}

static void a_text_cut_anywhere_is_refused(void **state)
{
    static const char whole[] =
        "{\"a\\u00e9\": [1.5e3, -2, true, null, \"\xf0\x9f\x98\x80\"], \"b\": {\"c\": \"\"}}";

    assert_true(is_valid(whole, sizeof whole - 1));
    for (size_t len = 0; len < sizeof whole - 1; len++)
        assert_false(is_valid(whole, len));
}

static void made_bodies_and_damaged_ones_are_judged_as_libjansson_does(void **state)
{
    char text[4096];
    struct made made = { .at = text, .room = sizeof text, .seed = 5, .keys = 9 };
    size_t good = 0, bad = 0;

    for (size_t round = 0; round < 6000; round++) {
        enum oracle_verdict verdict;
        bool valid;

        made.len = 0;
        made_value(&made, 5);
        if (round % 2)
            made_damage(&made);
        valid = is_valid_before(text, made.len, slacks[round % 6]);
        assert_int_equal(valid, judge_json(text, made.len));
        verdict = oracle_judge(slice_make(text, made.len));
        if (verdict != ORACLE_ABSTAINS)
            assert_int_equal(valid, verdict == ORACLE_ACCEPTS);
        good += valid;
        bad += !valid;
    }
    assert_true(good > 2000 && bad > 1000);
}

static void deep_nesting_is_walked_up_to_the_limit(void **state)
{
    size_t levels[] = { 511, 512, 513, 100000, SCAN_DEPTH, SCAN_DEPTH + 1 };

    for (size_t i = 0; i < sizeof levels / sizeof *levels; i++) {
        size_t len = 2 * levels[i] + 1;
        char *text = malloc(len);

        assert_non_null(text);
        memset(text, '[', levels[i]);
        text[levels[i]] = '0';
        memset(text + levels[i] + 1, ']', levels[i]);
        assert_int_equal(is_valid_before(text, len, slacks[2]), levels[i] <= SCAN_DEPTH);
        text[levels[i] - 1] = '{';
        assert_false(is_valid_before(text, len, slacks[2]));
        free(text);
    }
}

static void refused_memory_refuses_deep_bodies_only(void **state)
{
    struct memory account = { .fail_at = 1 };
    struct scan_nest nest = { .account = &account };
    char deep[1400 + BODY_SLACK] = { 0 };

    memset(deep, '[', 700);
    memset(deep + 700, ']', 700);
    assert_true(scan_is_valid(slice_make(deep + 200, 1000), &nest));
    assert_false(scan_is_valid(slice_make(deep, 1400), &nest));
}

static void utf8_is_what_decodes_to_a_code_point(void **state)
{
    for (uint32_t word = 0; word < 0x1000000; word += word < 0x10000 ? 1 : 251) {
        char text[8 + BODY_SLACK] = { '"', (char)(word >> 16), (char)(word >> 8), (char)word, '"', '"' };
        struct judge judge = { (unsigned char *)text + 1, (unsigned char *)text + 4, 0 };
        bool valid = true;

        while (valid && judge.at < judge.end)
            valid = judge_character(&judge);
        assert_int_equal(scan_utf8(text + 1, text + 4), valid);
    }
}

static void code_points_are_counted(void **state)
{
    assert_int_equal(scan_code_points(SLICE("")), 0);
    assert_int_equal(scan_code_points(SLICE("abc")), 3);
    assert_int_equal(scan_code_points(SLICE("\xc3\xa9t\xc3\xa9")), 3);
    assert_int_equal(
        scan_code_points(SLICE("\xe6\xbc\xa2\xe5\xad\x97\xf0\x9f\x98\x80 and plain text behind")), 25);
}

static void assert_unescaped(const char *raw, const char *expected, size_t len)
{
    char text[64];

    assert_int_equal(scan_unescape(slice_of(raw), text), len);
    assert_memory_equal(text, expected, len);
}

static void escapes_become_the_text_they_stand_for(void **state)
{
    assert_unescaped("", "", 0);
    assert_unescaped("plain", "plain", 5);
    assert_unescaped("\\\"\\\\\\/\\b\\f\\n\\r\\t", "\"\\/\b\f\n\r\t", 8);
    assert_unescaped("a\\u0041\\u00e9\\u6F22z", "aA\xc3\xa9\xe6\xbc\xa2z", 8);
    assert_unescaped("\\u0000", "", 1);
    assert_unescaped("\\ud83d\\ude00", "\xf0\x9f\x98\x80", 4);
    assert_unescaped("\\uDBFF\\uDFFF", "\xf4\x8f\xbf\xbf", 4);
    assert_unescaped("\\ud83d", "\xef\xbf\xbd", 3);
    assert_unescaped("\\ude00x", "\xef\xbf\xbdx", 4);
    assert_unescaped("\\ud83d\\u0041",
                     "\xef\xbf\xbd"
                     "A",
                     4);
    assert_unescaped("\\ud83d\\ud83d\\ude00", "\xef\xbf\xbd\xf0\x9f\x98\x80", 7);
}

static void numbers_have_the_value_that_strtod_gives(void **state)
{
    static const char *const numbers[] = { "0",
                                           "-0",
                                           "7",
                                           "-12",
                                           "12345678",
                                           "123456789012345",
                                           "1234567890123456",
                                           "0.1",
                                           "-0.30",
                                           "3.14159265358979",
                                           "1e3",
                                           "1E-7",
                                           "123456789012345678901234567890",
                                           "0.000000000000000000000000000000000000001",
                                           "9007199254740993",
                                           "1.7976931348623157e308" };

    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++)
        assert_true(scan_number_value(slice_of(numbers[i])) == strtod(numbers[i], NULL));
}

static void numbers_beyond_all_bounds_stay_finite(void **state)
{
    char digits[400];

    assert_true(scan_number_value(SLICE("1e999")) == DBL_MAX);
    assert_true(scan_number_value(SLICE("-1e999999999999")) == -DBL_MAX);
    assert_true(scan_number_value(SLICE("1e-999999999999")) == 0);
    memset(digits, '9', sizeof digits);
    assert_true(scan_number_value(slice_make(digits, 400)) == DBL_MAX);
    assert_true(scan_number_value(slice_make(digits, 100)) > 9e99);
    digits[0] = '-';
    digits[2] = '.';
    assert_true(scan_number_value(slice_make(digits, 400)) == -9);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_grammar_is_rfc_8259),
        cmocka_unit_test(verdicts_do_not_depend_on_where_a_text_stands),
        cmocka_unit_test(a_text_cut_anywhere_is_refused),
        cmocka_unit_test(made_bodies_and_damaged_ones_are_judged_as_libjansson_does),
        cmocka_unit_test(deep_nesting_is_walked_up_to_the_limit),
        cmocka_unit_test(refused_memory_refuses_deep_bodies_only),
        cmocka_unit_test(utf8_is_what_decodes_to_a_code_point),
        cmocka_unit_test(code_points_are_counted),
        cmocka_unit_test(escapes_become_the_text_they_stand_for),
        cmocka_unit_test(numbers_have_the_value_that_strtod_gives),
        cmocka_unit_test(numbers_beyond_all_bounds_stay_finite),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
