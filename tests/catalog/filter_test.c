/* SPDX-License-Identifier: Apache-2.0 */
#include "catalog/filter.h"

#include "base/check.h"
#include "base/random.h"

/* The rule in so many words. */
static bool is_word(struct slice text)
{
    size_t digits = 0, parting = 0;

    for (size_t i = 0; i < text.len; i++) {
        digits += text.at[i] >= '0' && text.at[i] <= '9';
        parting += text.at[i] == ' ' || text.at[i] == '/' || text.at[i] == ':' || text.at[i] == '@';
    }
    if (text.len < 2 || text.len > 40 || (text.len == 36 && text.at[8] == '-' && text.at[13] == '-'))
        return false;
    if (text.at[0] >= '0' && text.at[0] <= '9' && (text.len < 4 || (text.at[1] >= '0' && text.at[1] <= '9')))
        return false;
    return parting == 0 && digits * 4 <= text.len;
}

static void words_are_worth_remembering_and_identifiers_are_not(void **state)
{
    static const char *const words[] = {
        "ab", "shipped", "blue-jacket", "order7", "2fa-codes", "caf\xc3\xa9"
    };
    static const char *const others[] = {
        "",
        "a",
        "12",
        "2019-01-02",
        "two words",
        "a/b",
        "a:b",
        "me@x.y",
        "a1b2c3d4e5f6",
        "1ab",
        "long words that go on and on and on and on",
        "aaaaaaaa-aaaa-aaaa-aaaa-aaaaaaaaaaaa",
    };

    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        assert_true(filter_could_be_word(slice_of(words[i])));
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        assert_false(filter_could_be_word(slice_of(others[i])));
}

static void what_stands_behind_a_word_does_not_matter(void **state)
{
    static const char letters[] = "abcdefghijklmnopqrstuvwxyz-_.ABC\xc3 /:@0123456789";
    uint64_t random = 7;
    char room[FILTER_WORD + 8];

    for (unsigned round = 0; round < 200000; round++) {
        size_t len = random_below(&random, 44), most = round % 2 ? sizeof letters - 1 : 32;
        struct slice text = { room, len };

        for (size_t i = 0; i < sizeof room; i++)
            room[i] = letters[random_below(&random, i < len ? most : sizeof letters - 1)];
        if (len == 36 && round % 3 == 0)
            room[8] = room[13] = '-';
        assert_int_equal(filter_could_be_word(text), is_word(text));
        assert_int_equal(filter_could_be_word_wide(text), is_word(text));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(words_are_worth_remembering_and_identifiers_are_not),
        cmocka_unit_test(what_stands_behind_a_word_does_not_matter),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
