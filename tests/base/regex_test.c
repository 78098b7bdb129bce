/* SPDX-License-Identifier: Apache-2.0 */
#include "base/regex.h"

#include "base/check.h"

#include <time.h>

static enum regex_answer search(const char *pattern, const char *text)
{
    struct memory account = { .limit = 0 };
    struct regex_cache cache;
    enum regex_answer answer, again;

    regex_cache_init(&cache, &account);
    answer = regex_search(regex_get(&cache, slice_of(pattern)), slice_of(text));
    again = regex_search(regex_get(&cache, slice_of(pattern)), slice_of(text));
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
        assert_int_not_equal(regex_search(regex_get(&cache, SLICE("a")), SLICE("b")), REGEX_YES);
        regex_cache_done(&cache);
        assert_int_equal(account.used, 0);
    }
}

static void patterns_match_as_in_ecma_262(void **state)
{
    static const struct {
        const char *pattern, *text;
        enum regex_answer answer;
    } expected[] = {
        { "^x-", "x-rate", REGEX_YES },
        { "^x-", "rate-x-", REGEX_NO },
        { "x-", "rate-x-", REGEX_YES },
        { "", "anything", REGEX_YES },
        { "^$", "", REGEX_YES },
        { "^$", "a", REGEX_NO },
        { "^[a-z0-9_]+$", "snake_case_2", REGEX_YES },
        { "^[a-z0-9_]+$", "Camel", REGEX_NO },
        { "^[^a-z]*$", "ABC 1", REGEX_YES },
        { "^[^a-z]*$", "ABc", REGEX_NO },
        { "^(foo|bar|)$", "bar", REGEX_YES },
        { "^(foo|bar|)$", "", REGEX_YES },
        { "^(foo|bar|)$", "baz", REGEX_NO },
        { "^a|b$", "xb", REGEX_YES },
        { "^a|b$", "xbx", REGEX_NO },
        { "^\\d{3}-\\d{2,4}$", "123-4567", REGEX_YES },
        { "^\\d{3}-\\d{2,4}$", "123-45678", REGEX_NO },
        { "^\\d{3}-\\d{2,4}$", "123-4", REGEX_NO },
        { "^a{2,}$", "aaaa", REGEX_YES },
        { "^a{2,}$", "a", REGEX_NO },
        { "^a{0}b$", "b", REGEX_YES },
        { "^(?:ab)+?$", "ababab", REGEX_YES },
        { "^(a*)*$", "aaaaaaaaaaaaaaaaaaaaaaaaaaaab", REGEX_UNKNOWN },
        { "^(\\w+\\s?)*$", "some words here and then some!", REGEX_UNKNOWN },
        { "^.$", "\xc3\xa4", REGEX_YES },
        { "^[\\u00e4\\x41]$", "\xc3\xa4", REGEX_YES },
        { "^[\\D]$", "5", REGEX_NO },
        { "^[\\W_-]+$", "_-*", REGEX_YES },
        { "^\\S+$", "a b", REGEX_NO },
        { "^\\/a\\.b\\$$", "/a.b$", REGEX_YES },
        { "^{a}$", "{a}", REGEX_YES },
        { "^a{x}$", "a{x}", REGEX_YES },
        { "^(?!x)", "a", REGEX_YES },
        { "^(a)\\1$", "aa", REGEX_YES },
        { "\\p{L}", "a", REGEX_YES },
        { "a{1000}", "a", REGEX_NO },
        { "(((a{9}){9}){9}){9}", "a", REGEX_NO },
        { "[z-a]", "a", REGEX_UNKNOWN },
        { "[a", "a", REGEX_UNKNOWN },
        { "(a", "a", REGEX_UNKNOWN },
        { "a)", "a", REGEX_UNKNOWN },
        { "*a", "a", REGEX_UNKNOWN },
        { "a**", "a", REGEX_UNKNOWN },
        { "a\\", "a", REGEX_UNKNOWN },
    };

    struct memory memory = { 0 };
    struct regex_cache cache;

    regex_cache_init(&cache, &memory);
    for (size_t i = 0; i < sizeof expected / sizeof *expected; i++) {
        enum regex_answer answer =
            regex_search(regex_get(&cache, slice_of(expected[i].pattern)), slice_of(expected[i].text));

        if (answer != expected[i].answer)
            fail_msg("%s on %s: %d", expected[i].pattern, expected[i].text, answer);
    }
    regex_cache_done(&cache);
    assert_int_equal(memory.used, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(patterns_match_as_in_ecma_262),
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
