/* SPDX-License-Identifier: Apache-2.0 */
#include "sensitive/vocabulary.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>

static void letters_lose_their_marks(void **state)
{
    static const char *const pairs[][2] = {
        { "Müller", "muller" },  { "Łukasz", "lukasz" },  { "José", "jose" },
        { "Straße", "strasse" }, { "O'Brien", "obrien" }, { "Nguyễn", "nguyen" },
        { "ŞAHİN", "sahin" },    { "Žižek", "zizek" },    { "Øystein", "oystein" },
    };
    char folded[FOLDED_MOST];
    size_t len;

    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
        assert_true(vocabulary_fold(slice_of(pairs[i][0]), folded, &len));
        if (!slice_eq(slice_make(folded, len), slice_of(pairs[i][1])))
            fail_msg("%s becomes %.*s", pairs[i][0], (int)len, folded);
    }
    assert_false(vocabulary_fold(SLICE("R2D2"), folded, &len));
    assert_false(vocabulary_fold(SLICE("Иван"), folded, &len));
    assert_false(vocabulary_fold(SLICE("\xc3"), folded, &len));
    assert_false(
        vocabulary_fold(SLICE("abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyz"), folded, &len));
}

static void words_are_found_and_sorted(void **state)
{
    static const char *const words[] = {
#define WORD(text, roles) text,
#include "sensitive/words.list"
#undef WORD
    };

    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        if (i && strcmp(words[i - 1], words[i]) >= 0)
            fail_msg("\"%s\" stands before \"%s\"", words[i - 1], words[i]);
        if (vocabulary_roles(slice_of(words[i])) == 0)
            fail_msg("\"%s\" is not found", words[i]);
    }
    assert_true(vocabulary_roles(SLICE("Anna")) & WORD_GIVEN);
    assert_true(vocabulary_roles(SLICE("MÜLLER")) & WORD_SURNAME);
    assert_int_equal(vocabulary_roles(SLICE("zyrgon")), 0);
    assert_true(vocabulary_looks_ordinary(SLICE("fulfilling")));
    assert_false(vocabulary_looks_ordinary(SLICE("king")));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(letters_lose_their_marks),
        cmocka_unit_test(words_are_found_and_sorted),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
