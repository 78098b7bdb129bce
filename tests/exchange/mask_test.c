/* SPDX-License-Identifier: Apache-2.0 */
#include "exchange/mask.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>

static void shapes_stay_and_contents_go(void **state)
{
    static const char *const rows[][2] = {
        { "", "" },
        { "abc", "***" },
        { "1234", "1***" },
        { "Anna", "A***" },
        { "4111111111111111", "4***1" },
        { "anna.smith@example.com", "a***@e***.com" },
        { "a@b.de", "a***@***" },
        { "@handle", "@***" },
        { "mail to anna@home", "m***e" },
        { "\xc3\xa9t\xc3\xa9 \xc3\xa0 la mer", "\xc3\xa9***r" },
        { "\xff\xfe\xfd", "***" },
    };
    char text[MASK_MOST];

    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct slice got = { text, mask_write(slice_of(rows[i][0]), text) };
        if (!slice_eq(got, slice_of(rows[i][1])))
            fail_msg("%s became %.*s, not %s", rows[i][0], SLICE_ARG(got), rows[i][1]);
    }
}

/* Letters and digits of the mask, however they are spread. */
static size_t shown(struct slice mask)
{
    size_t count = 0;

    for (size_t i = 0; i < mask.len; i++)
        count += mask.at[i] != '*' && mask.at[i] != '@' && mask.at[i] != '.';
    return count;
}

static void never_more_than_a_quarter_is_shown(void **state)
{
    static const char *const domains[] = { "", "@b.c", "@b.co", "@b.com", "@example.museum", "@example.com",
                                           "@" };
    char value[128], text[MASK_MOST];

    for (size_t i = 0; i < sizeof domains / sizeof *domains; i++) {
        for (size_t name = 0; name < 60; name++) {
            memset(value, 'x', name);
            strcpy(value + name, domains[i]);
            size_t len = strlen(value);
            struct slice mask = { text, mask_write((struct slice){ value, len }, text) };
            assert_true(mask.len <= MASK_MOST);
            if (shown(mask) > len / 4)
                fail_msg("%s became %.*s", value, SLICE_ARG(mask));
        }
    }
}

static void memory_that_is_refused_hides_everything(void **state)
{
    struct memory account = { 0 }, refusing = { .fail_at = 1 };
    struct arena arena;

    arena_init(&arena, &account, 0);
    assert_true(slice_eq(mask_value(SLICE("secret-token"), &arena), SLICE("s***n")));
    arena_done(&arena);
    arena_init(&arena, &refusing, 0);
    assert_true(slice_eq(mask_value(SLICE("secret-token"), &arena), SLICE("***")));
    arena_done(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(shapes_stay_and_contents_go),
        cmocka_unit_test(never_more_than_a_quarter_is_shown),
        cmocka_unit_test(memory_that_is_refused_hides_everything),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
