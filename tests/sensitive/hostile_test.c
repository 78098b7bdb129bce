/* SPDX-License-Identifier: Apache-2.0 */
/* What is said of a value depends on the value alone: not on where it lies, what lies around it, or what was asked
 * before. And nothing outside of it is read. */
#include "sensitive/sensitive.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>

#include "generator.h"

struct said {
    class_set value, leaks, name;
    enum keep keep;
};

/* In a block of its own length, so that the sanitizer sees every byte too far. */
static struct said say(struct slice text)
{
    char *copy = malloc(text.len ? text.len : 1);
    struct slice alone = { copy, text.len };
    struct said said;

    memcpy(copy, text.at, text.len);
    said.value = sensitive_value(NULL, alone);
    said.leaks = sensitive_leaks(alone);
    said.name = sensitive_name(NULL, alone);
    said.keep = sensitive_keep(said.value, alone);
    free(copy);
    return said;
}

static void same(const struct said *a, const struct said *b, struct slice text)
{
    if (a->value != b->value || a->leaks != b->leaks || a->name != b->name || a->keep != b->keep)
        fail_msg("differs: \"%.*s\"", SLICE_ARG(text));
}

static void what_is_said_depends_on_the_value_alone(void **state)
{
    static struct made_field field;
    struct dice dice = { 7 };
    char around[VALUE_ROOM + 64];

    for (unsigned i = 0; i < 300; i++) {
        generator_field(&dice, &field);
        for (size_t j = 0; j < field.count && j < 20; j++) {
            struct slice text = slice_of(field.values[j]);
            struct said first = say(text), again;

            memset(around, "9a @:"[j % 5], sizeof around);
            memcpy(around + 32, text.at, text.len);
            again = say(slice_make(around + 32, text.len));
            same(&first, &again, text);
        }
    }
}

static void every_head_and_tail_of_a_value_is_borne(void **state)
{
    static struct made_field field;
    struct dice dice = { 8 };

    for (unsigned i = 0; i < 400; i++) {
        struct slice text;

        generator_field(&dice, &field);
        text = slice_of(field.values[0]);
        for (size_t cut = 0; cut <= text.len; cut++) {
            say(slice_make(text.at, cut));
            say(slice_make(text.at + cut, text.len - cut));
        }
    }
}

static void any_bytes_are_borne(void **state)
{
    static const char bytes[] = "\0\xff\xfe\x80\xc3\xe4\xf0 @:/.-+()[]{}=&?,;\"'\\\n09AZaz_<>$#%";
    static char text[5000];
    struct dice dice = { 9 };

    for (unsigned i = 0; i < 4000; i++) {
        size_t len = dice_below(&dice, i % 10 ? 64 : sizeof text);

        for (size_t at = 0; at < len; at++)
            text[at] = i % 2 ? bytes[dice_below(&dice, sizeof bytes)] : (char)dice_below(&dice, 256);
        say(slice_make(text, len));
    }
    for (unsigned byte = 0; byte < 256; byte++) {
        memset(text, (int)byte, sizeof text);
        say(slice_make(text, sizeof text));
        say(slice_make(text, 16));
    }
}

static void beyond_four_thousand_bytes_nothing_is_read(void **state)
{
    static char text[6000];

    memset(text, ' ', sizeof text);
    text[0] = 'x';
    memcpy(text + 4200, "anna@example.com", 16);
    assert_int_equal(sensitive_value(NULL, slice_make(text, sizeof text)) & CLASS_ALL, 0);
    memcpy(text + 4000, "anna@example.com", 16);
    assert_true(sensitive_value(NULL, slice_make(text, sizeof text)) & CLASS_BIT(DATA_email));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_said_depends_on_the_value_alone),
        cmocka_unit_test(every_head_and_tail_of_a_value_is_borne),
        cmocka_unit_test(any_bytes_are_borne),
        cmocka_unit_test(beyond_four_thousand_bytes_nothing_is_read),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
