/* SPDX-License-Identifier: Apache-2.0 */
#include "base/text.h"

#include "base/check.h"
#include "base/random.h"

#include <stdlib.h>

/* A buffer, filled by the function under test and compared. */
struct shown {
    struct memory account;
    struct buffer out;
};

static int shown_setup(void **state)
{
    struct shown *shown = calloc(1, sizeof *shown);

    buffer_init(&shown->out, &shown->account);
    *state = shown;
    return 0;
}

static int shown_teardown(void **state)
{
    struct shown *shown = *state;

    buffer_done(&shown->out);
    free(shown);
    return 0;
}

static struct slice escaped(void **state, struct slice text)
{
    struct shown *shown = *state;

    buffer_reset(&shown->out);
    text_escape(&shown->out, text);
    return buffer_slice(&shown->out);
}

static void what_people_write_is_kept(void **state)
{
    static const char *const cases[] = { "",           "/users/{userId}", "caf\u00e9", "\u65e5\u672c\u8a9e",
                                         "\U0001f600", "a\\x1b" };

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_slice_equal(escaped(state, slice_of(cases[i])), cases[i]);
}

static void nothing_moves_the_cursor_or_forges_a_line(void **state)
{
    assert_slice_equal(escaped(state, SLICE("\x1b[2J\x1b]0;x\a")), "\\x1b[2J\\x1b]0;x\\x07");
    assert_slice_equal(escaped(state, SLICE("a\r\nb\tc\bd\x7f\0e")), "a\\x0d\\x0ab\\x09c\\x08d\\x7f\\x00e");
    assert_slice_equal(escaped(state, SLICE("\xc2\x9b"
                                            "2J\xc2\x85")),
                       "\\u{009b}2J\\u{0085}"); /* C1: CSI, NEL */
    assert_slice_equal(escaped(state, SLICE("\u2028\u2029")), "\\u{2028}\\u{2029}");
}

static void nothing_turns_the_direction_of_the_text(void **state)
{
    static const uint32_t controls[] = { 0x61c,  0x200e, 0x200f, 0x202a, 0x202b, 0x202c,
                                         0x202d, 0x202e, 0x2066, 0x2067, 0x2068, 0x2069 };

    for (size_t i = 0; i < sizeof controls / sizeof *controls; i++) {
        uint32_t point = controls[i];
        char raw[3] = { (char)(0xe0 | point >> 12), (char)(0x80 | (point >> 6 & 0x3f)),
                        (char)(0x80 | (point & 0x3f)) };
        char two[2] = { (char)(0xc0 | point >> 6), (char)(0x80 | (point & 0x3f)) };
        struct slice text = point < 0x800 ? slice_make(two, 2) : slice_make(raw, 3);

        assert_int_equal(escaped(state, text).len, 8);
        assert_memory_equal(escaped(state, text).at, "\\u{", 3);
    }
}

static void bytes_that_are_not_utf8_are_shown_as_bytes(void **state)
{
    assert_slice_equal(escaped(state, SLICE("a\xff\xfe")), "a\\xff\\xfe");
    assert_slice_equal(escaped(state, SLICE("\xc3")), "\\xc3");                            /* cut off */
    assert_slice_equal(escaped(state, SLICE("\xe2\x82")), "\\xe2\\x82");                   /* cut off */
    assert_slice_equal(escaped(state, SLICE("\xc0\x9b")), "\\xc0\\x9b");                   /* overlong ESC */
    assert_slice_equal(escaped(state, SLICE("\xe0\x80\x9b")), "\\xe0\\x80\\x9b");          /* overlong ESC */
    assert_slice_equal(escaped(state, SLICE("\xf0\x80\x80\x9b")), "\\xf0\\x80\\x80\\x9b"); /* overlong ESC */
    assert_slice_equal(escaped(state, SLICE("\xed\xa0\x80")), "\\xed\\xa0\\x80");          /* a surrogate */
    assert_slice_equal(escaped(state, SLICE("\xf4\x90\x80\x80")),
                       "\\xf4\\x90\\x80\\x80"); /* above U+10FFFF */
    assert_slice_equal(escaped(state, SLICE("\x9b"
                                            "2J")),
                       "\\x9b2J"); /* CSI of 8-bit terminals */
    assert_slice_equal(escaped(state, SLICE("\xc3(")), "\\xc3(");
}

static void escaped_text_of_any_bytes_is_printable_utf8_and_fits_where_it_is_cut(void **state)
{
    struct shown *shown = *state;
    uint64_t seed = 9;

    for (size_t round = 0; round < 3000; round++) {
        size_t len = random_below(&seed, 40), columns = random_below(&seed, 30);
        unsigned char *raw = malloc(len ? len : 1);
        char field[24];
        struct slice text, rest;

        for (size_t i = 0; i < len; i++)
            raw[i] = (unsigned char)(random_below(&seed, 3) ? 0x80 + random_below(&seed, 0x80)
                                                            : random_next(&seed));
        text = slice_make(raw, len);
        for (rest = escaped(state, text); rest.len;) {
            uint32_t point;

            assert_true(text_take(&rest, &point));
            assert_true(point >= 0x20 && (point < 0x7f || point > 0x9f));
        }
        buffer_reset(&shown->out);
        text_fit(&shown->out, text, columns, true);
        assert_int_equal(text_width(buffer_slice(&shown->out)), columns);
        text_escape_into(field, sizeof field, text);
        assert_true(strlen(field) < sizeof field);
        assert_true(slice_starts_with(escaped(state, text), slice_of(field)));
        free(raw);
    }
}

static void widths_are_those_of_a_terminal(void **state)
{
    assert_int_equal(text_width(SLICE("abc")), 3);
    assert_int_equal(text_width(SLICE("caf\u00e9")), 4);
    assert_int_equal(text_width(SLICE("cafe\u0301")), 4);
    assert_int_equal(text_width(SLICE("\u65e5\u672c")), 4);
    assert_int_equal(text_width(SLICE("\uff21\U0001f600")), 4);
    assert_int_equal(text_width(SLICE("")), 0);
}

static struct slice fitted(void **state, const char *text, size_t columns, bool pad)
{
    struct shown *shown = *state;

    buffer_reset(&shown->out);
    text_fit(&shown->out, slice_of(text), columns, pad);
    return buffer_slice(&shown->out);
}

static void text_is_cut_and_padded_to_its_columns(void **state)
{
    assert_slice_equal(fitted(state, "abcdef", 6, true), "abcdef");
    assert_slice_equal(fitted(state, "abcdefg", 6, true), "abcde\u2026");
    assert_slice_equal(fitted(state, "abc", 6, true), "abc   ");
    assert_slice_equal(fitted(state, "abc", 6, false), "abc");
    assert_slice_equal(fitted(state, "abc", 1, true), "\u2026");
    assert_slice_equal(fitted(state, "abc", 0, true), "");
    assert_slice_equal(fitted(state, "", 2, true), "  ");
    assert_slice_equal(fitted(state, "\u65e5\u672c\u8a9e", 5, true), "\u65e5\u672c\u2026");
    assert_slice_equal(fitted(state, "\u65e5\u672c\u8a9e", 4, true), "\u65e5\u2026 ");
    assert_slice_equal(fitted(state,
                              "ab\x1b"
                              "cd",
                              6, true),
                       "ab\u2026   "); /* an escape is never cut in two */
    assert_slice_equal(fitted(state, "e\u0301e\u0301e\u0301", 2, true), "e\u0301\u2026");
}

static struct slice csv(void **state, const char *text)
{
    struct shown *shown = *state;

    buffer_reset(&shown->out);
    text_csv(&shown->out, slice_of(text));
    return buffer_slice(&shown->out);
}

static void csv_fields_are_quoted_when_needed(void **state)
{
    assert_slice_equal(csv(state, "plain text"), "plain text");
    assert_slice_equal(csv(state, ""), "");
    assert_slice_equal(csv(state, "a,b"), "\"a,b\"");
    assert_slice_equal(csv(state, "say \"hi\""), "\"say \"\"hi\"\"\"");
    assert_slice_equal(csv(state, "\""), "\"\"\"\"");
    assert_slice_equal(csv(state, "a\nb"), "a\\x0ab");
    assert_slice_equal(csv(state, " a"), "\" a\"");
}

static void no_spreadsheet_takes_a_field_for_a_formula(void **state)
{
    assert_slice_equal(csv(state, "=1+1"), "'=1+1");
    assert_slice_equal(csv(state, "+1"), "'+1");
    assert_slice_equal(csv(state, "-1"), "'-1");
    assert_slice_equal(csv(state, "@SUM(A1)"), "'@SUM(A1)");
    assert_slice_equal(csv(state, "\t=1"), "'\\x09=1");
    assert_slice_equal(csv(state, "\r=1"), "'\\x0d=1");
    assert_slice_equal(csv(state, "=cmd|\"/c calc\",1"), "\"'=cmd|\"\"/c calc\"\",1\"");
    assert_slice_equal(csv(state, "\uff1d1+1"), "'\uff1d1+1");
    assert_slice_equal(csv(state, "a;=1"), "\"a;=1\""); /* a cell of its own where ; separates */
    assert_slice_equal(csv(state, "a=b"), "a=b");
}

static void counts_need_five_columns_at_most(void **state)
{
    static const struct {
        uint64_t number;
        const char *count, *bytes;
    } cases[] = {
        { 0, "0", "0 B" },
        { 999, "999", "999 B" },
        { 1000, "1.0 k", "1.0 kB" },
        { 1249, "1.2 k", "1.2 kB" },
        { 1250, "1.3 k", "1.3 kB" },
        { 9949, "9.9 k", "9.9 kB" },
        { 9950, "10 k", "10.0 kB" },
        { 12345, "12 k", "12.3 kB" },
        { 999499, "999 k", "999.5 kB" },
        { 999500, "1.0 M", "999.5 kB" },
        { 999950, "1.0 M", "1.0 MB" },
        { 3400000, "3.4 M", "3.4 MB" },
        { UINT64_MAX, "18 E", "18.4 EB" },
    };
    struct shown *shown = *state;

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        buffer_reset(&shown->out);
        text_count(&shown->out, cases[i].number);
        assert_slice_equal(buffer_slice(&shown->out), cases[i].count);
        buffer_reset(&shown->out);
        text_bytes(&shown->out, cases[i].number);
        assert_slice_equal(buffer_slice(&shown->out), cases[i].bytes);
    }
}

static void a_full_buffer_is_survived(void **state)
{
    struct memory account = { .fail_at = 1 };
    struct buffer out;

    buffer_init(&out, &account);
    text_escape(&out, SLICE("a\nb"));
    text_fit(&out, SLICE("a\nb"), 2, true);
    text_csv(&out, SLICE("\"a\nb"));
    text_count(&out, 1);
    assert_true(out.failed);
    assert_int_equal(out.len, 0);
}

#define WITH_BUFFER(test) cmocka_unit_test_setup_teardown(test, shown_setup, shown_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        WITH_BUFFER(what_people_write_is_kept),
        WITH_BUFFER(nothing_moves_the_cursor_or_forges_a_line),
        WITH_BUFFER(nothing_turns_the_direction_of_the_text),
        WITH_BUFFER(bytes_that_are_not_utf8_are_shown_as_bytes),
        WITH_BUFFER(escaped_text_of_any_bytes_is_printable_utf8_and_fits_where_it_is_cut),
        cmocka_unit_test(widths_are_those_of_a_terminal),
        WITH_BUFFER(text_is_cut_and_padded_to_its_columns),
        WITH_BUFFER(csv_fields_are_quoted_when_needed),
        WITH_BUFFER(no_spreadsheet_takes_a_field_for_a_formula),
        WITH_BUFFER(counts_need_five_columns_at_most),
        cmocka_unit_test(a_full_buffer_is_survived),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
