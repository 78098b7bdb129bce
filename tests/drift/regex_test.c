/* SPDX-License-Identifier: Apache-2.0 */
#include "drift/regex.h"

#include "base/check.h"

#include <time.h>

static enum regex_answer search(const char *pattern, const char *text)
{
    struct memory account = { .limit = 0 };
    struct regex_cache cache;
    enum regex_answer answer, again;

    regex_cache_init(&cache, &account);
    answer = regex_search(&cache, slice_of(pattern), slice_of(text));
    again = regex_search(&cache, slice_of(pattern), slice_of(text));
    regex_cache_done(&cache);
    assert_int_equal(account.used, 0);
    assert_int_equal(answer, again);
    return answer;
}

static void patterns_are_searched_for_anywhere(void **state)
{
    assert_int_equal(search("b", "abc"), REGEX_YES);
    assert_int_equal(search("^b", "abc"), REGEX_NO);
    assert_int_equal(search("^$", ""), REGEX_YES);
    assert_int_equal(search("^a|c$", "abc"), REGEX_YES);
    assert_int_equal(search("", "abc"), REGEX_YES);
}

/* A $ of ECMA-262 does not pass over a line feed at the end. */
static void the_end_is_the_end(void **state)
{
    assert_int_equal(search("^a$", "a\n"), REGEX_NO);
}

static void characters_are_those_of_unicode(void **state)
{
    assert_int_equal(search("^.{3}$", "\xc3\xa4\xc3\xb6\xc3\xbc"), REGEX_YES);
    assert_int_equal(search("^\\p{Lu}", "\xc3\x84"), REGEX_YES);
}

/* \uXXXX and [^] are of ECMA-262 only. */
static void what_people_write_in_ecmascript_is_understood(void **state)
{
    assert_int_equal(search("^\\d{4}-\\d{2}$", "2026-01"), REGEX_YES);
    assert_int_equal(search("^[\\w.-]+@[\\w.-]+$", "anna@example.com"), REGEX_YES);
    assert_int_equal(search("^(?:a|b)(?=c)", "ac"), REGEX_YES);
    assert_int_equal(search("^(?<year>\\d+)$", "2026"), REGEX_YES);
    assert_int_equal(search("^\\u0041+$", "AA"), REGEX_YES);
    assert_int_equal(search("^[\\u00e4-\\u00fc]+$", "\xc3\xa4\xc3\xb6"), REGEX_YES);
    assert_int_equal(search("^[^]*[x]$", "a\nbx"), REGEX_YES);
    assert_int_equal(search("^(a)?\\1b$", "b"), REGEX_YES);
    assert_int_equal(search("^a\\/b$", "a/b"), REGEX_YES);
}

static void bad_patterns_say_nothing(void **state)
{
    assert_int_equal(search("[", "a"), REGEX_UNKNOWN);
    assert_int_equal(search("(", "a"), REGEX_UNKNOWN);
    assert_int_equal(search("a{99999}", "a"), REGEX_UNKNOWN);
}

static void text_that_is_no_utf8_says_nothing(void **state)
{
    assert_int_equal(search("a", "\xff"), REGEX_UNKNOWN);
}

static void a_search_gives_up(void **state)
{
    struct timespec before, after;

    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &before);
    assert_int_equal(search("^(a+)+$", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab"), REGEX_UNKNOWN);
    assert_int_not_equal(search("^(a|a)*$", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab"), REGEX_YES);
    assert_int_not_equal(search("^(.*)*(.*)*(.*)*x$", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab"),
                         REGEX_YES);
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &after);
    assert_true(after.tv_sec - before.tv_sec < 5);
}

static void refused_memory_is_no_answer(void **state)
{
    for (uint64_t fail_at = 1; fail_at < 4; fail_at++) {
        struct memory account = { .fail_at = fail_at };
        struct regex_cache cache;

        regex_cache_init(&cache, &account);
        assert_int_not_equal(regex_search(&cache, SLICE("a"), SLICE("b")), REGEX_YES);
        regex_cache_done(&cache);
        assert_int_equal(account.used, 0);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(patterns_are_searched_for_anywhere),
        cmocka_unit_test(the_end_is_the_end),
        cmocka_unit_test(characters_are_those_of_unicode),
        cmocka_unit_test(what_people_write_in_ecmascript_is_understood),
        cmocka_unit_test(bad_patterns_say_nothing),
        cmocka_unit_test(text_that_is_no_utf8_says_nothing),
        cmocka_unit_test(a_search_gives_up),
        cmocka_unit_test(refused_memory_is_no_answer),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
