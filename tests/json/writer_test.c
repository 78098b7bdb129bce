/* SPDX-License-Identifier: Apache-2.0 */
#include "json/writer.h"

#include "../base/check.h"
#include "../base/random.h"
#include "oracle.h"

#include <float.h>
#include <inttypes.h>
#include <locale.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

struct desk {
    struct memory account;
    struct buffer out;
    struct json_writer json;
};

static void desk_begin(struct desk *desk, bool pretty)
{
    *desk = (struct desk){ .account = { .limit = 0 } };
    buffer_init(&desk->out, &desk->account);
    json_writer_init(&desk->json, &desk->out, pretty);
}

static void assert_written(struct desk *desk, const char *expected)
{
    assert_false(desk->out.failed);
    assert_slice_equal(buffer_slice(&desk->out), expected);
    buffer_done(&desk->out);
}

static void write_sample(struct json_writer *json)
{
    json_begin_object(json);
    json_key(json, SLICE("name"));
    json_text(json, "orders");
    json_key(json, SLICE("methods"));
    json_begin_array(json);
    json_string(json, SLICE("GET"));
    json_begin_object(json);
    json_end(json);
    json_begin_array(json);
    json_end(json);
    json_end(json);
    json_key(json, SLICE("seen"));
    json_bool(json, true);
    json_key(json, SLICE("owner"));
    json_text(json, NULL);
    json_end(json);
}

static void one_line_has_no_spaces(void **state)
{
    struct desk desk;

    desk_begin(&desk, false);
    write_sample(&desk.json);
    assert_written(&desk, "{\"name\":\"orders\",\"methods\":[\"GET\",{},[]],\"seen\":true,\"owner\":null}");
}

static void pretty_is_indented_by_two(void **state)
{
    struct desk desk;

    desk_begin(&desk, true);
    write_sample(&desk.json);
    assert_written(&desk, "{\n"
                          "  \"name\": \"orders\",\n"
                          "  \"methods\": [\n"
                          "    \"GET\",\n"
                          "    {},\n"
                          "    []\n"
                          "  ],\n"
                          "  \"seen\": true,\n"
                          "  \"owner\": null\n"
                          "}");
}

static void strings_cannot_leave_their_quotes_or_move_a_cursor(void **state)
{
    struct desk desk;

    desk_begin(&desk, false);
    json_string(&desk.json, SLICE("a\"b\\c/\b\f\n\r\t\x01\x1b[2J\x7f\xc2\x9b\xc3\xa9"));
    assert_written(&desk, "\"a\\\"b\\\\c/\\b\\f\\n\\r\\t\\u0001\\u001b[2J\\u007f\\u009b\xc3\xa9\"");
    desk_begin(&desk, false);
    json_string(&desk.json, slice_make("a\0b", 3));
    assert_written(&desk, "\"a\\u0000b\"");
}

static void bytes_that_are_not_utf8_become_replacement_characters(void **state)
{
    struct desk desk;

    desk_begin(&desk, false);
    json_string(&desk.json, SLICE("\xff"
                                  "a\xc3"
                                  "b\xe2\x82"
                                  "c\xed\xa0\x80\xf0\x9f\x98\x80\xe2\x82"));
    assert_written(&desk, "\"\xef\xbf\xbd"
                          "a\xef\xbf\xbd"
                          "b\xef\xbf\xbd\xef\xbf\xbd"
                          "c"
                          "\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\xf0\x9f\x98\x80\xef\xbf\xbd\xef\xbf\xbd\"");
}

static void any_bytes_make_a_valid_document(void **state)
{
    uint64_t seed = 5;

    for (int i = 0; i < 3000; i++) {
        size_t len = random_below(&seed, 40);
        char bytes[40];
        struct desk desk;

        for (size_t k = 0; k < len; k++)
            bytes[k] =
                (char)(random_below(&seed, 3) ? random_below(&seed, 256) : 'a' + random_below(&seed, 26));
        desk_begin(&desk, random_below(&seed, 2));
        json_begin_object(&desk.json);
        json_key(&desk.json, slice_make(bytes, len));
        json_string(&desk.json, slice_make(bytes, len));
        json_end(&desk.json);
        /* The oracle cannot hold a NUL in a key. */
        if (!memchr(bytes, 0, len))
            assert_int_equal(oracle_judge(buffer_slice(&desk.out)), ORACLE_ACCEPTS);
        for (size_t k = 0; k < desk.out.len; k++)
            assert_true((uint8_t)desk.out.at[k] >= 0x20 || desk.out.at[k] == '\n');
        buffer_done(&desk.out);
    }
}

static void integers_keep_all_their_bits(void **state)
{
    struct desk desk;

    desk_begin(&desk, false);
    json_begin_array(&desk.json);
    json_signed(&desk.json, INT64_MIN);
    json_signed(&desk.json, -1);
    json_unsigned(&desk.json, UINT64_MAX);
    json_raw(&desk.json, SLICE("[1]"));
    json_end(&desk.json);
    assert_written(&desk, "[-9223372036854775808,-1,18446744073709551615,[1]]");
}

static void doubles_are_as_short_as_they_can_be(void **state)
{
    static const struct {
        double value;
        const char *text;
    } rows[] = {
        { 0.0, "0" },
        { -0.0, "-0" },
        { 1.0, "1" },
        { -3.0, "-3" },
        { 0.1, "0.1" },
        { 0.1 + 0.2, "0.30000000000000004" },
        { 1e15, "1e+15" },
        { 123456789012345.0, "123456789012345" },
        { 1e22, "1e+22" },
        { 5e-324, "5e-324" },
        { DBL_MAX, "1.7976931348623157e+308" },
        { DBL_MIN, "2.2250738585072014e-308" },
        { 2.5, "2.5" },
        { 1.0 / 3, "0.3333333333333333" },
        { 9007199254740993.0, "9007199254740992" },
    };

    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char text[JSON_DOUBLE_TEXT];

        json_format_double(rows[i].value, text);
        assert_string_equal(text, rows[i].text);
    }
}

static void doubles_read_back_as_they_were(void **state)
{
    uint64_t seed = 9;

    for (int i = 0; i < 20000; i++) {
        uint64_t bits = random_next(&seed);
        char text[JSON_DOUBLE_TEXT];
        double value;

        memcpy(&value, &bits, sizeof value);
        if (!isfinite(value))
            continue;
        json_format_double(value, text);
        assert_true(strtod(text, NULL) == value);
        if (i % 100 == 0)
            assert_int_not_equal(oracle_judge(slice_of(text)), ORACLE_REJECTS);
    }
}

static void what_is_no_number_is_null(void **state)
{
    struct desk desk;

    desk_begin(&desk, false);
    json_begin_array(&desk.json);
    json_double(&desk.json, INFINITY);
    json_double(&desk.json, NAN);
    json_double(&desk.json, 1.5);
    json_end(&desk.json);
    assert_written(&desk, "[null,null,1.5]");
}

static void the_locale_does_not_matter(void **state)
{
    char text[JSON_DOUBLE_TEXT];

    if (!setlocale(LC_ALL, "de_DE.UTF-8") && !setlocale(LC_ALL, "de_DE"))
        skip();
    json_format_double(1.5, text);
    setlocale(LC_ALL, "C");
    assert_string_equal(text, "1.5");
}

static void too_deep_containers_are_null_and_the_rest_stays_valid(void **state)
{
    struct desk desk;

    desk_begin(&desk, false);
    for (int i = 0; i < JSON_WRITER_DEPTH + 3; i++) {
        json_begin_array(&desk.json);
        json_unsigned(&desk.json, 1);
        json_begin_object(&desk.json);
        json_key(&desk.json, SLICE("k"));
    }
    for (int i = 0; i < 2 * (JSON_WRITER_DEPTH + 3); i++)
        json_end(&desk.json);
    assert_int_equal(oracle_judge(buffer_slice(&desk.out)), ORACLE_ACCEPTS);
    buffer_done(&desk.out);
}

static void refused_memory_shows_once_at_the_end(void **state)
{
    for (uint64_t nth = 1; nth < 4; nth++) {
        struct desk desk;

        desk_begin(&desk, true);
        desk.account.fail_at = nth;
        for (int i = 0; i < 200; i++)
            write_sample(&desk.json);
        assert_true(desk.out.failed);
        buffer_done(&desk.out);
        assert_int_equal(desk.account.used, 0);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(one_line_has_no_spaces),
        cmocka_unit_test(pretty_is_indented_by_two),
        cmocka_unit_test(strings_cannot_leave_their_quotes_or_move_a_cursor),
        cmocka_unit_test(bytes_that_are_not_utf8_become_replacement_characters),
        cmocka_unit_test(any_bytes_make_a_valid_document),
        cmocka_unit_test(integers_keep_all_their_bits),
        cmocka_unit_test(doubles_are_as_short_as_they_can_be),
        cmocka_unit_test(doubles_read_back_as_they_were),
        cmocka_unit_test(what_is_no_number_is_null),
        cmocka_unit_test(the_locale_does_not_matter),
        cmocka_unit_test(too_deep_containers_are_null_and_the_rest_stays_valid),
        cmocka_unit_test(refused_memory_shows_once_at_the_end),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
