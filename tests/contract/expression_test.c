/* SPDX-License-Identifier: Apache-2.0 */
#include "contract/expression.h"

#include "base/check.h"

static void patterns_match_as_in_ecma_262(void **state)
{
    static const struct {
        const char *pattern, *text;
        enum expression_answer answer;
    } expected[] = {
        { "^x-", "x-rate", EXPRESSION_MATCHES },
        { "^x-", "rate-x-", EXPRESSION_DIFFERS },
        { "x-", "rate-x-", EXPRESSION_MATCHES },
        { "", "anything", EXPRESSION_MATCHES },
        { "^$", "", EXPRESSION_MATCHES },
        { "^$", "a", EXPRESSION_DIFFERS },
        { "^[a-z0-9_]+$", "snake_case_2", EXPRESSION_MATCHES },
        { "^[a-z0-9_]+$", "Camel", EXPRESSION_DIFFERS },
        { "^[^a-z]*$", "ABC 1", EXPRESSION_MATCHES },
        { "^[^a-z]*$", "ABc", EXPRESSION_DIFFERS },
        { "^(foo|bar|)$", "bar", EXPRESSION_MATCHES },
        { "^(foo|bar|)$", "", EXPRESSION_MATCHES },
        { "^(foo|bar|)$", "baz", EXPRESSION_DIFFERS },
        { "^a|b$", "xb", EXPRESSION_MATCHES },
        { "^a|b$", "xbx", EXPRESSION_DIFFERS },
        { "^\\d{3}-\\d{2,4}$", "123-4567", EXPRESSION_MATCHES },
        { "^\\d{3}-\\d{2,4}$", "123-45678", EXPRESSION_DIFFERS },
        { "^\\d{3}-\\d{2,4}$", "123-4", EXPRESSION_DIFFERS },
        { "^a{2,}$", "aaaa", EXPRESSION_MATCHES },
        { "^a{2,}$", "a", EXPRESSION_DIFFERS },
        { "^a{0}b$", "b", EXPRESSION_MATCHES },
        { "^(?:ab)+?$", "ababab", EXPRESSION_MATCHES },
        { "^(a*)*$", "aaaaaaaaaaaaaaaaaaaaaaaaaaaab", EXPRESSION_DIFFERS },
        { "^(\\w+\\s?)*$", "some words here and then some!", EXPRESSION_DIFFERS },
        { "^.$", "\xc3\xa4", EXPRESSION_MATCHES },
        { "^[\\u00e4\\x41]$", "\xc3\xa4", EXPRESSION_MATCHES },
        { "^[\\D]$", "5", EXPRESSION_DIFFERS },
        { "^[\\W_-]+$", "_-*", EXPRESSION_MATCHES },
        { "^\\S+$", "a b", EXPRESSION_DIFFERS },
        { "^\\/a\\.b\\$$", "/a.b$", EXPRESSION_MATCHES },
        { "^{a}$", "{a}", EXPRESSION_MATCHES },
        { "^a{x}$", "a{x}", EXPRESSION_MATCHES },
        { "^(?!x)", "a", EXPRESSION_UNKNOWN },
        { "^(a)\\1$", "aa", EXPRESSION_UNKNOWN },
        { "\\p{L}", "a", EXPRESSION_UNKNOWN },
        { "a{1000}", "a", EXPRESSION_UNKNOWN },
        { "(((a{9}){9}){9}){9}", "a", EXPRESSION_UNKNOWN },
        { "[z-a]", "a", EXPRESSION_UNKNOWN },
        { "[a", "a", EXPRESSION_UNKNOWN },
        { "(a", "a", EXPRESSION_UNKNOWN },
        { "a)", "a", EXPRESSION_UNKNOWN },
        { "*a", "a", EXPRESSION_UNKNOWN },
        { "a**", "a", EXPRESSION_UNKNOWN },
        { "a\\", "a", EXPRESSION_UNKNOWN },
    };

    for (size_t i = 0; i < sizeof expected / sizeof *expected; i++) {
        enum expression_answer answer =
            expression_match(slice_of(expected[i].pattern), slice_of(expected[i].text));

        if (answer != expected[i].answer)
            fail_msg("%s on %s: %d", expected[i].pattern, expected[i].text, answer);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(patterns_match_as_in_ecma_262) };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
