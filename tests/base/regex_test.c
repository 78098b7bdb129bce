/* SPDX-License-Identifier: Apache-2.0 */
#include "base/regex.h"

#include "base/check.h"

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
    const struct CMUnitTest tests[] = { cmocka_unit_test(patterns_match_as_in_ecma_262) };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
