/* SPDX-License-Identifier: Apache-2.0 */
#include "base/clock.h"

#include "base/check.h"
#include "base/random.h"

#include <stdlib.h>
#include <time.h>

static void times_are_read_as_rfc_3339_has_them(void **state)
{
    static const struct {
        const char *text;
        int64_t seconds, nanoseconds;
    } cases[] = {
        { "1970-01-01T00:00:00Z", 0, 0 },
        { "2026-11-24T05:29:07.123Z", 1795498147, 123000000 },
        { "2026-11-24t05:29:07z", 1795498147, 0 },
        { "2026-11-24T07:29:07+02:00", 1795498147, 0 },
        { "2026-11-23T23:59:07-05:30", 1795498147, 0 },
        { "2026-11-24T05:29:07-00:00", 1795498147, 0 },
        { "1985-04-12T23:20:50.52Z", 482196050, 520000000 },
        { "1996-12-19T16:39:57-08:00", 851042397, 0 },
        { "1937-01-01T12:00:27.87+00:20", -1041337173, 870000000 },
        { "2000-02-29T00:00:00Z", 951782400, 0 },
        { "2024-02-29T23:59:59.999999999Z", 1709251199, 999999999 },
        { "2024-02-29T23:59:59.9999999999999Z", 1709251199, 999999999 },
        { "1990-12-31T23:59:60Z", 662688000, 0 },
        { "1990-12-31T15:59:60-08:00", 662688000, 0 },
        { "1677-09-22T00:00:00Z", -9223286400, 0 },
        { "2262-04-11T23:47:16Z", 9223372036, 0 },
    };

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        int64_t time = 7;

        assert_true(clock_parse(slice_of(cases[i].text), &time));
        assert_int_equal(time, cases[i].seconds * NANOSECONDS_PER_SECOND + cases[i].nanoseconds);
    }
}

static void everything_else_is_no_time(void **state)
{
    static const char *const cases[] = {
        "",
        "2026",
        "2026-11-24",
        "2026-11-24T05:29:07",
        "2026-11-24 05:29:07Z",
        "2026-11-24T05:29Z",
        "2026-11-24T05:29:07.Z",
        "2026-11-24T05:29:07,1Z",
        "2026-11-24T05:29:07Z ",
        "2026-11-24T05:29:07ZZ",
        "2026-11-24T05:29:07+0200",
        "2026-11-24T05:29:07+02",
        "2026-11-24T05:29:07+24:00",
        "2026-11-24T05:29:07+02:60",
        "2026-13-01T00:00:00Z",
        "2026-00-01T00:00:00Z",
        "2026-01-00T00:00:00Z",
        "2026-01-32T00:00:00Z",
        "2026-04-31T00:00:00Z",
        "2026-02-29T00:00:00Z",
        "1900-02-29T00:00:00Z",
        "2100-02-29T00:00:00Z",
        "2026-11-24T24:00:00Z",
        "2026-11-24T05:60:00Z",
        "2026-11-24T05:29:61Z",
        "2026-11-24T05:29:60Z",
        "1998-12-31T22:59:60Z",
        "+026-11-24T05:29:07Z",
        "2026-1-24T05:29:07Z",
        "1677-09-21T00:12:43Z", /* the nanoseconds do not fit into 64 bits */
        "2262-04-11T23:47:17Z",
        "0000-01-01T00:00:00Z",
        "9999-12-31T23:59:59Z",
    };

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        int64_t time = 7;

        assert_false(clock_parse(slice_of(cases[i]), &time));
        assert_int_equal(time, 7);
    }
}

static void no_prefix_of_a_time_reads_beyond_its_end(void **state)
{
    const struct slice text = SLICE("2026-11-24T05:29:07.123456+02:00");

    for (size_t len = 0; len < text.len; len++) {
        char *exact = malloc(len ? len : 1);
        int64_t time;

        memcpy(exact, text.at, len);
        assert_false(clock_parse(slice_make(exact, len), &time));
        free(exact);
    }
}

static void what_is_written_is_read_again(void **state)
{
    uint64_t seed = 2;

    for (size_t i = 0; i < 20000; i++) {
        int64_t time = (int64_t)random_next(&seed), second, back;
        char text[CLOCK_TEXT];

        clock_format(time, true, text);
        if (!clock_parse(slice_of(text), &back)) {
            assert_true(time < INT64_MIN + NANOSECONDS_PER_SECOND);
            continue;
        }
        assert_true(back <= time && time - back < 1000000);
        clock_format(time, false, text);
        assert_true(clock_parse(slice_of(text), &second));
        assert_true(second <= time && time - second < NANOSECONDS_PER_SECOND);
    }
}

static void days_are_those_of_the_system_calendar(void **state)
{
    for (int64_t day = -100000; day < 100000; day += 13) {
        time_t seconds = (time_t)(day * 86400 + (day & 0xffff));
        char text[CLOCK_TEXT], expected[CLOCK_TEXT];
        struct tm parts;

        gmtime_r(&seconds, &parts);
        strftime(expected, sizeof expected, "%Y-%m-%dT%H:%M:%SZ", &parts);
        clock_format(seconds * NANOSECONDS_PER_SECOND, false, text);
        assert_string_equal(text, expected);
    }
}

static void a_day_is_a_whole_date_and_nothing_else(void **state)
{
    static const char *const wrong[] = { "",           "2027-3-01",  "2027-03-1",   "2027-02-29",
                                         "2027-13-01", "2027-00-01", "2027-03-01 ", "2027-03-01T00:00:00Z",
                                         "2027/03/01", "2262-04-12", "1677-09-20",  "+027-03-01" };
    int64_t time = 7, day;

    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
        assert_false(clock_parse_day(slice_of(wrong[i]), &time));
    assert_int_equal(time, 7);
    assert_true(clock_parse_day(SLICE("2028-02-29"), &day));
    assert_true(clock_parse(SLICE("2028-02-29T00:00:00Z"), &time));
    assert_true(day == time);
    assert_true(clock_parse_day(SLICE("1970-01-01"), &day) && day == 0);
}

static void the_ends_of_time_can_be_written(void **state)
{
    char text[CLOCK_TEXT];

    clock_format(INT64_MAX, true, text);
    assert_string_equal(text, "2262-04-11T23:47:16.854Z");
    clock_format(INT64_MIN, true, text);
    assert_string_equal(text, "1677-09-21T00:12:43.145Z");
    clock_format(-1, true, text);
    assert_string_equal(text, "1969-12-31T23:59:59.999Z");
}

static void clocks_go_forward(void **state)
{
    int64_t before = clock_monotonic();

    assert_true(clock_monotonic() >= before);
    assert_true(clock_now() > 1700000000 * NANOSECONDS_PER_SECOND);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(times_are_read_as_rfc_3339_has_them),
        cmocka_unit_test(everything_else_is_no_time),
        cmocka_unit_test(no_prefix_of_a_time_reads_beyond_its_end),
        cmocka_unit_test(what_is_written_is_read_again),
        cmocka_unit_test(days_are_those_of_the_system_calendar),
        cmocka_unit_test(a_day_is_a_whole_date_and_nothing_else),
        cmocka_unit_test(the_ends_of_time_can_be_written),
        cmocka_unit_test(clocks_go_forward),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
