/* SPDX-License-Identifier: Apache-2.0 */
#include "../base/check.h"
#include "desk.h"

#include <stdio.h>
#include <stdlib.h>

static const char sample[] =
    "{\"ts\":1735689600.132507,\"dur\":0.019429,\"conn\":7,\"client\":\"198.51.100.2:27919\",\"server\":\"10."
    "0.6.58:8000\","
    "\"req\":{\"method\":\"POST\",\"target\":\"/v1/"
    "users?x=1#frag\",\"version\":\"1.1\",\"headers\":[[\"Host\",\"api.example\"],"
    "[\"Content-Type\",\"application/json\"]],\"body\":\"{\\\"name\\\":\\\"\\u00e9\\\"}\"},"
    "\"resp\":{\"status\":201,\"headers\":[[\"Content-Type\",\"text/plain\"]],\"body\":\"plain\"},"
    "\"truth\":{\"op\":[1,{\"a\":null}]}}\n"
    "\n"
    "{\"truth\":1,\"resp\":{\"body\":null,\"headers\":[],\"status\":204},\"req\":{\"body\":null,\"headers\":["
    "[\"host\",\" b:81 \"]],"
    "\"target\":\"http://"
    "user:pw@proxy.example:8080?q\",\"method\":\"DELETE\",\"version\":\"1.0\"},\"ts\":2}\r\n"
    "{\"ts\":3,\"req\":{\"method\":\"GET\",\"target\":\"/lost\",\"headers\":[]},\"resp\":null}\n"
    "{\"ts\":4.000000001,\"req\":null,\"resp\":{\"status\":500,\"headers\":[],\"body\":{\"b64\":\"AAH/\"}}}";

#define SAMPLE_TOLD                                                                                          \
    "POST http://api.example|/v1/users?x=1 1.1 201 at 1735689600132507000+19429000 from 198.51.100.2:27919 " \
    "to 10.0.6.58:8000 conn 7\n"                                                                             \
    "> Host: api.example\n"                                                                                  \
    "> Content-Type: application/json\n"                                                                     \
    "> whole 13 [{\"name\":\"\xc3\xa9\"}]\n"                                                                 \
    "< Content-Type: text/plain\n"                                                                           \
    "< whole 5 [plain]\n"                                                                                    \
    "DELETE http://proxy.example:8080|/?q 1.0 204 at 2000000000+0 flags 10\n"                                \
    "> host: b:81\n"                                                                                         \
    "GET http://|/lost 1.1 0 at 3000000000+0 flags 2\n"                                                      \
    " http://| 1.1 500 at 4000000001+0 flags 1\n"                                                            \
    "< whole 3 ["

static void lines_become_exchanges_whatever_the_size_of_reads(void **state)
{
    static const size_t sizes[] = { 0, 1, 7, 100 };

    for (size_t i = 0; i < 4; i++) {
        struct desk desk;

        desk_begin(&desk);
        desk.read_size = sizes[i];
        desk_read(&desk, SLICE(sample));
        assert_memory_equal(desk.told.at, SAMPLE_TOLD, sizeof SAMPLE_TOLD - 1);
        assert_memory_equal(desk.told.at + sizeof SAMPLE_TOLD - 1, "\0\1\xff]\n", 6);
        assert_int_equal(desk.errors, 0);
        assert_int_equal(desk.progress.exchanges, 4);
        assert_records(&desk, 4, 0, 0);
        desk_end(&desk);
    }
}

static void a_file_cut_anywhere_keeps_the_lines_that_were_whole(void **state)
{
    for (size_t len = 1; len < sizeof sample - 1; len++) {
        struct desk desk;
        uint64_t breaks = 0;
        bool at_edge =
            sample[len - 1] == '\n' || sample[len - 1] == '\r' || sample[len] == '\n' || sample[len] == '\r';

        for (size_t i = 0; i < len; i++)
            breaks += sample[i] == '\n' && sample[i + 1] != '\n';
        breaks += at_edge && sample[len - 1] != '\n';
        desk_begin(&desk);
        desk.forced = "ndjson";
        desk.read_size = 1 + len % 9;
        desk_read(&desk, slice_make(sample, len));
        if (sample[len - 1] == '\n' && sample[len] == '\n')
            breaks++;
        assert_int_equal(desk.progress.exchanges, breaks);
        assert_int_equal(desk.errors, !at_edge);
        if (!at_edge)
            assert_error_has(&desk, "ends inside line");
        assert_records(&desk, breaks + !at_edge, 0, !at_edge);
        desk_end(&desk);
    }
}

#define GOOD "{\"ts\":1,\"req\":{\"method\":\"GET\",\"target\":\"/\",\"headers\":[]},\"resp\":null}\n"
#define GOOD_TOLD "GET http://|/ 1.1 0 at 1000000000+0 flags 2\n"

static void a_malformed_line_costs_that_line_and_is_named(void **state)
{
    static const struct {
        const char *line, *warning;
    } rows[] = {
        { "{\"ts\":1,", "it is no JSON, it ends too early (column 9)" },
        { "{\"ts\":1,\"req\":{\"method\":\"GET\",\"target\":\"/\",\"headers\":[]}} x", "(column 59)" },
        { "[1,2]", "it is no object" },
        { "12", "it is no object" },
        { "{}", "it has no \"ts\"" },
        { "{\"ts\":1}", "neither request nor response" },
        { "{\"ts\":\"now\",\"req\":{\"method\":\"GET\",\"target\":\"/\"}}", "\"ts\" is no time" },
        { "{\"ts\":1e99,\"req\":{\"method\":\"GET\",\"target\":\"/\"}}", "\"ts\" is no time" },
        { "{\"req\":{\"method\":\"GET\",\"target\":\"/\"}}", "it has no \"ts\"" },
        { "{\"ts\":1,\"req\":[]}", "a message is no object" },
        { "{\"ts\":1,\"req\":{\"method\":\"GET\"}}", "no target" },
        { "{\"ts\":1,\"req\":{\"target\":\"/\"}}", "no method" },
        { "{\"ts\":1,\"req\":{\"method\":{},\"target\":\"/\"}}", "\"method\" is no text" },
        { "{\"ts\":1,\"req\":{\"method\":\"GET\",\"target\":7}}", "\"target\" is no text" },
        { "{\"ts\":1,\"req\":{\"method\":\"GET\",\"target\":\"ftp://a/b\"}}", "no target" },
        { "{\"ts\":1,\"req\":{\"method\":\"GET\",\"target\":\"/\",\"headers\":{}}}",
          "\"headers\" is no list" },
        { "{\"ts\":1,\"req\":{\"method\":\"GET\",\"target\":\"/\",\"headers\":[\"a\"]}}",
          "no pair of texts" },
        { "{\"ts\":1,\"req\":{\"method\":\"GET\",\"target\":\"/\",\"headers\":[[\"a\"]]}}",
          "no pair of texts" },
        { "{\"ts\":1,\"req\":{\"method\":\"GET\",\"target\":\"/\",\"headers\":[[\"a\",\"b\",\"c\"]]}}",
          "no pair" },
        { "{\"ts\":1,\"req\":{\"method\":\"GET\",\"target\":\"/\",\"headers\":[[\"a\",[1]]]}}",
          "no pair of texts" },
        { "{\"ts\":1,\"req\":{\"method\":\"GET\",\"target\":\"/\",\"body\":[1]}}", "\"body\" is neither" },
        { "{\"ts\":1,\"req\":{\"method\":\"GET\",\"target\":\"/\",\"body\":{\"x\":1}}}", "without \"b64\"" },
        { "{\"ts\":1,\"req\":{\"method\":\"GET\",\"target\":\"/\",\"body\":{\"b64\":[]}}}",
          "\"b64\" is no text" },
        { "{\"ts\":1,\"req\":{\"method\":\"GET\",\"target\":\"/\"},\"resp\":{\"status\":\"x\"}}",
          "no status code" },
        { "{\"ts\":1,\"req\":{\"method\":\"GET\",\"target\":\"/\"},\"resp\":{\"status\":1000}}",
          "no status code" },
        { "{\"ts\":1,\"dur\":{\"a\":[1]},\"req\":{\"method\":\"GET\",\"target\":\"/\"}}",
          "\"dur\" is no duration" },
        { "{\"ts\":1,\"client\":5,\"req\":{\"method\":\"GET\",\"target\":\"/\"}}", "an address is no text" },
        { "{\"ts\":1,\"conn\":[],\"req\":{\"method\":\"GET\",\"target\":\"/\"}}", "\"conn\" is no number" },
    };

    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct memory account = { .limit = 0 };
        struct buffer file;
        struct desk desk;

        buffer_init(&file, &account);
        buffer_printf(&file, GOOD "%s\n" GOOD, rows[i].line);
        desk_begin(&desk);
        desk_read(&desk, buffer_slice(&file));
        assert_told(&desk, GOOD_TOLD GOOD_TOLD);
        assert_int_equal(desk.errors, 0);
        assert_records(&desk, 3, 1, 0);
        assert_int_equal(desk.warnings.total, 1);
        assert_warning_has(&desk, "line 2 was left out");
        assert_warning_has(&desk, rows[i].warning);
        desk_end(&desk);
        buffer_done(&file);
    }
}

static void only_the_first_malformed_lines_are_told_and_all_are_counted(void **state)
{
    struct memory account = { .limit = 0 };
    struct buffer file;
    struct desk desk;

    buffer_init(&file, &account);
    buffer_text(&file, GOOD);
    for (int i = 0; i < 1000; i++)
        buffer_text(&file, "{\"broken\n");
    desk_begin(&desk);
    desk_read(&desk, buffer_slice(&file));
    assert_records(&desk, 1001, 1000, 0);
    assert_int_equal(desk.warnings.total, 1000);
    assert_int_equal(desk.warnings.kept, WARNINGS_KEPT);
    assert_string_equal(strstr(desk.warnings.text[WARNINGS_KEPT - 1], "line 17"),
                        "line 17 was left out: it is no JSON, it ends too early (column 9)");
    desk_end(&desk);
    buffer_done(&file);
}

static void a_file_without_a_single_exchange_is_refused(void **state)
{
    struct desk desk;

    desk_begin(&desk);
    desk_read(&desk, SLICE("{\"req\":1}\n{\"req\":2}\n"));
    assert_error_has(&desk, "holds no exchange: none of its 2 lines could be understood");
    assert_records(&desk, 2, 2, 0);
    desk_end(&desk);
}

static void a_damaged_first_line_does_not_hide_what_the_file_is(void **state)
{
    struct desk desk;

    desk_begin(&desk);
    desk_read(&desk, SLICE("{\"ts\":1,\"re\n" GOOD));
    assert_told(&desk, GOOD_TOLD);
    desk_end(&desk);
}

static void bodies_say_what_the_file_knows_of_them(void **state)
{
    static const struct {
        const char *response, *told;
    } rows[] = {
        { "\"status\":200,\"headers\":[],\"body\":\"\"", "" },
        { "\"status\":200,\"headers\":[],\"body\":null", "" },
        { "\"status\":200,\"headers\":[]", "" },
        { "\"status\":200,\"body\":null,\"headers\":[[\"Content-Length\",\"5\"]]", "< Content-Length: 5\n" },
        { "\"status\":200,\"headers\":[[\"Content-Length\",\"5\"]]", "< Content-Length: 5\n< absent 5 []\n" },
        { "\"status\":200,\"headers\":[[\"Content-Length\",\"0\"]]", "< Content-Length: 0\n" },
        { "\"status\":304,\"headers\":[[\"Content-Length\",\"5\"]]", "< Content-Length: 5\n" },
        { "\"status\":200,\"headers\":[[\"Transfer-Encoding\",\"chunked\"]]",
          "< Transfer-Encoding: chunked\n< absent 0 []\n" },
        { "\"status\":200,\"headers\":[],\"body\":{\"b64\":\"\"}", "" },
        { "\"status\":200,\"headers\":[],\"body\":{\"x\":[1],\"b64\":\"YWI=\",\"y\":2}", "< whole 2 [ab]\n" },
        { "\"status\":200,\"headers\":[],\"body\":{\"b64\":\"Y\\u0057I\\/\"}", "< whole 3 [ab?]\n" },
        { "\"status\":200,\"headers\":[],\"body\":{\"b64\":\"not base64!\"}", "< undecodable 0 []\n" },
        { "\"status\":200,\"body\":{\"b64\":\"H4sIAAAAAAACA8tIzcnJBwCGphA2BQAAAA==\"},"
          "\"headers\":[[\"Content-Encoding\",\"gzip\"]]",
          "< Content-Encoding: gzip\n< whole 25 [hello]\n" },
        { "\"status\":200,\"headers\":[[\"Content-Encoding\",\"gzip\"]],\"body\":{\"b64\":\"H4sIAAAA\"}",
          "< Content-Encoding: gzip\n< undecodable 6 []\n" },
        { "\"status\":200,\"headers\":[[\"Content-Encoding\",\"gzip\"]],\"body\":\"text\"",
          "< Content-Encoding: gzip\n< whole 4 [text]\n" },
        { "\"status\":200,\"headers\":[],\"body\":\"once\",\"body\":\"tw\\u0069ce\"", "< whole 5 [twice]\n" },
    };

    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct memory account = { .limit = 0 };
        struct buffer file;
        struct desk desk;

        buffer_init(&file, &account);
        buffer_printf(
            &file, "{\"ts\":1,\"req\":{\"method\":\"GET\",\"target\":\"/\",\"headers\":[]},\"resp\":{%s}}\n",
            rows[i].response);
        desk_begin(&desk);
        desk_read(&desk, buffer_slice(&file));
        assert_string_equal(strchr(desk.told.at, '\n') + 1, rows[i].told);
        assert_records(&desk, 1, 0, 0);
        desk_end(&desk);
        buffer_done(&file);
    }
}

static void an_address_that_is_none_is_not_known(void **state)
{
    struct desk desk;

    desk_begin(&desk);
    desk_read(&desk,
              SLICE("{\"ts\":1,\"client\":\"unix:/run/x\",\"server\":\"[2001:db8::1]:443\",\"conn\":\"abc\","
                    "\"req\":{\"method\":\"GET\",\"target\":\"*\"}}"));
    assert_non_null(strstr(desk.told.at, "GET http://|* 1.1 0 at 1000000000+0 to [2001:db8::1]:443 conn "));
    assert_null(strstr(desk.told.at, "from"));
    desk_end(&desk);
}

static void a_tunnel_leaves_http(void **state)
{
    struct desk desk;

    desk_begin(&desk);
    desk_read(
        &desk,
        SLICE(
            "{\"ts\":1,\"req\":{\"method\":\"CONNECT\",\"target\":\"a:443\"},\"resp\":{\"status\":200}}\n"
            "{\"ts\":1,\"req\":{\"method\":\"GET\",\"target\":\"https://a/w\"},\"resp\":{\"status\":101}}"));
    assert_told(&desk, "CONNECT http://|a:443 1.1 200 at 1000000000+0 flags 8\n"
                       "GET https://a|/w 1.1 101 at 1000000000+0 flags c\n");
    desk_end(&desk);
}

static void headers_above_the_limit_are_left_out_and_said_so(void **state)
{
    struct memory account = { .limit = 0 };
    struct buffer file;
    struct desk desk;

    buffer_init(&file, &account);
    buffer_text(&file, "{\"ts\":1,\"req\":{\"method\":\"GET\",\"target\":\"/\",\"headers\":[[\"a\",\"b\"]");
    for (int i = 0; i < 1000; i++)
        buffer_text(&file, ",[\"a\",\"b\"]");
    buffer_text(&file, "]}}");
    desk_begin(&desk);
    desk_read(&desk, buffer_slice(&file));
    assert_int_equal(strlen(strchr(desk.told.at, '\n') + 1), 256 * strlen("> a: b\n") + strlen("> odd 10\n"));
    desk_end(&desk);
    buffer_done(&file);
}

static void a_line_above_64_mib_costs_that_line_and_no_more_memory(void **state)
{
    struct memory account = { .limit = 0 };
    struct buffer file;
    struct desk desk;

    buffer_init(&file, &account);
    buffer_text(&file, GOOD "{\"ts\":1,\"x\":\"");
    assert_true(buffer_reserve(&file, (size_t)70 << 20));
    memset(file.at + file.len, 'x', (size_t)70 << 20);
    file.len += (size_t)70 << 20;
    buffer_text(&file, "\"}\n" GOOD);
    desk_begin(&desk);
    desk_read(&desk, buffer_slice(&file));
    assert_told(&desk, GOOD_TOLD GOOD_TOLD);
    assert_records(&desk, 3, 1, 0);
    assert_warning_has(&desk, "line 2 was left out: it is longer than 64 MiB");
    assert_true(desk.account.peak < (size_t)200 << 20);
    desk_end(&desk);
    buffer_done(&file);
}

static void refused_memory_leaks_nothing(void **state)
{
    for (uint64_t nth = 1; nth < 40; nth++) {
        struct desk desk;

        desk_begin(&desk);
        desk.account.fail_at = nth;
        desk_read(&desk, SLICE(sample));
        assert_int_equal(ledger_open(&desk.ledger, LEDGER_RECORDS), 0);
        desk_end(&desk);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lines_become_exchanges_whatever_the_size_of_reads),
        cmocka_unit_test(a_file_cut_anywhere_keeps_the_lines_that_were_whole),
        cmocka_unit_test(a_malformed_line_costs_that_line_and_is_named),
        cmocka_unit_test(only_the_first_malformed_lines_are_told_and_all_are_counted),
        cmocka_unit_test(a_file_without_a_single_exchange_is_refused),
        cmocka_unit_test(a_damaged_first_line_does_not_hide_what_the_file_is),
        cmocka_unit_test(bodies_say_what_the_file_knows_of_them),
        cmocka_unit_test(an_address_that_is_none_is_not_known),
        cmocka_unit_test(a_tunnel_leaves_http),
        cmocka_unit_test(headers_above_the_limit_are_left_out_and_said_so),
        cmocka_unit_test(a_line_above_64_mib_costs_that_line_and_no_more_memory),
        cmocka_unit_test(refused_memory_leaks_nothing),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
