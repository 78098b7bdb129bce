/* SPDX-License-Identifier: Apache-2.0 */
#include "base/pattern.h"

#include "base/check.h"

#include <stdlib.h>

static void stars_and_question_marks_stand_for_anything_and_one(void **state)
{
    static const struct {
        const char *pattern, *text;
        bool matches;
    } cases[] = {
        { "", "", true },           { "*", "", true },
        { "*", "abc", true },       { "a*c", "abbc", true },
        { "a*c", "abcd", false },   { "a?c", "abc", true },
        { "a?c", "ac", false },     { "*b*", "abc", true },
        { "**a", "ba", true },      { "a", "", false },
        { "{id}", "{id}", true },   { "[ab]", "a", false },
        { "*.x.*", "a.x.b", true }, { "a*b*c", "aXbYbZc", true },
        { "abc", "abcd", false },
    };

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_int_equal(pattern_match(slice_of(cases[i].pattern), slice_of(cases[i].text)),
                         cases[i].matches);
}

static void a_plain_word_is_looked_for_anywhere(void **state)
{
    assert_true(pattern_match_loosely(SLICE("admin"), SLICE("/v1/admin/users")));
    assert_true(pattern_match_loosely(SLICE(""), SLICE("/")));
    assert_false(pattern_match_loosely(SLICE("admin"), SLICE("/v1/users")));
    assert_false(pattern_match_loosely(SLICE("/v?"), SLICE("/v1/users")));
    assert_true(pattern_match_loosely(SLICE("/v?/*"), SLICE("/v1/users")));
}

static void many_stars_take_no_longer_than_they_should(void **state)
{
    char *text = calloc(1, 20001);

    memset(text, 'a', 20000);
    assert_false(pattern_match(SLICE("*a*a*a*a*a*a*a*a*a*a*a*a*a*b"), slice_make(text, 20000)));
    free(text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(stars_and_question_marks_stand_for_anything_and_one),
        cmocka_unit_test(a_plain_word_is_looked_for_anywhere),
        cmocka_unit_test(many_stars_take_no_longer_than_they_should),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
