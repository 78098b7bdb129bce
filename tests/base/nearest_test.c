/* SPDX-License-Identifier: Apache-2.0 */
#include "base/nearest.h"

#include "base/check.h"

static const char *const words[] = { "inventory", "observe", "operation", "openapi", "kind", NULL };

static const char *word_at(const void *context, size_t index)
{
    return ((const char *const *)context)[index];
}

static const char *nearest(const char *word)
{
    return nearest_word(word, word_at, words);
}

static void a_slip_is_understood(void **state)
{
    assert_string_equal(nearest("inventroy"), "inventory");
    assert_string_equal(nearest("operaton"), "operation");
    assert_string_equal(nearest("kimd"), "kind");
    assert_string_equal(nearest("observe"), "observe");
}

static void the_beginning_of_a_word_is_enough(void **state)
{
    assert_string_equal(nearest("inv"), "inventory");
    assert_string_equal(nearest("open"), "openapi");
}

static void other_words_are_not_guessed(void **state)
{
    assert_null(nearest("posture"));
    assert_null(nearest("x-anything-that-is-longer-than-any-word-of-ours"));
    assert_null(nearest_word("kind", word_at, (const char *const[]){ NULL }));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_slip_is_understood),
        cmocka_unit_test(the_beginning_of_a_word_is_enough),
        cmocka_unit_test(other_words_are_not_guessed),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
