/* SPDX-License-Identifier: Apache-2.0 */
#include "../base/check.h"
#include "../base/random.h"
#include "desk.h"

#include <stdio.h>
#include <stdlib.h>

/* ---- an entry out of members, in any order ---- */

static const char *const request_members[] = {
    "\"method\":\"POST\"",
    "\"url\":\"https://api.example:8443/v1/users?x=1#top\"",
    "\"httpVersion\":\"http/2.0\"",
    ("\"headers\":[{\"value\":\"application/"
     "json\",\"name\":\"Content-Type\",\"comment\":{}},{\"name\":\":path\",\"value\":\"/\"}]"),
    "\"queryString\":[{\"name\":\"x\",\"value\":\"1\"}]",
    "\"cookies\":[{\"name\":\"s\",\"value\":\"1\"}]",
    "\"postData\":{\"text\":\"{\\\"a\\\":1}\",\"mimeType\":\"application/json\",\"params\":[]}",
    "\"headersSize\":-1",
    "\"bodySize\":7",
};
static const char *const response_members[] = {
    "\"status\":200",
    "\"statusText\":\"OK\"",
    "\"httpVersion\":\"h2\"",
    "\"headers\":[{\"name\":\"Set-Cookie\",\"value\":\"a=1\\nb=2\"}]",
    "\"content\":{\"encoding\":\"base64\",\"text\":\"aGVsbG8=\",\"size\":5,\"mimeType\":\"text/plain\"}",
    "\"redirectURL\":\"\"",
    "\"bodySize\":30",
    "\"_transferSize\":100",
};

#define COUNT(array) (sizeof array / sizeof *array)

static void put_shuffled(struct buffer *out, const char *const *members, size_t count, uint64_t *seed)
{
    const char *order[16];

    memcpy(order, members, count * sizeof *members);
    for (size_t i = count; i > 1; i--) {
        size_t k = random_below(seed, i);
        const char *swap = order[i - 1];

        order[i - 1] = order[k];
        order[k] = swap;
    }
    buffer_text(out, "{");
    for (size_t i = 0; i < count; i++)
        buffer_printf(out, "%s%s", i ? ",\n " : "", order[i]);
    buffer_text(out, "}");
}

static void put_entry(struct buffer *out, uint64_t *seed)
{
    struct memory account = { .limit = 0 };
    struct buffer request, response;
    const char *members[9] = {
        "\"startedDateTime\":\"2025-01-01T00:00:00.132Z\"",
        "\"time\":19.429",
        "\"cache\":{\"x\":[1,{}]}",
        "\"timings\":{\"send\":0,\"wait\":1}",
        "\"serverIPAddress\":\"[2001:db8::1]\"",
        "\"connection\":\"17\"",
        "\"_initiator\":{\"type\":\"script\",\"stack\":{\"callFrames\":[]}}",
    };

    buffer_init(&request, &account);
    buffer_init(&response, &account);
    buffer_text(&request, "\"request\":");
    put_shuffled(&request, request_members, COUNT(request_members), seed);
    buffer_byte(&request, '\0');
    buffer_text(&response, "\"response\":");
    put_shuffled(&response, response_members, COUNT(response_members), seed);
    buffer_byte(&response, '\0');
    members[7] = request.at;
    members[8] = response.at;
    put_shuffled(out, members, 9, seed);
    buffer_done(&request);
    buffer_done(&response);
}

#define ENTRY_TOLD                                                                                           \
    "POST https://api.example:8443|/v1/users?x=1 2.0 200 at 1735689600132000000+19429000 to "                \
    "[2001:db8::1]:8443 conn 17 flags 4\n"                                                                   \
    "> Content-Type: application/json\n"                                                                     \
    "> whole 7 [{\"a\":1}]\n"                                                                                \
    "< Set-Cookie: a=1\n"                                                                                    \
    "< Set-Cookie: b=2\n"                                                                                    \
    "< Content-Type: text/plain\n"                                                                           \
    "< whole 30 [hello]\n"

static void the_order_of_members_does_not_matter(void **state)
{
    uint64_t seed = 21;

    for (int i = 0; i < 300; i++) {
        struct bench bench;

        bench_begin(&bench);
        buffer_text(&bench.file, "{\"log\":{\"version\":\"1.2\",\"pages\":[{\"entries\":[1]}],\"entries\":[");
        put_entry(&bench.file, &seed);
        buffer_text(&bench.file, "],\"creator\":{}}}");
        desk_read(&bench.desk, buffer_slice(&bench.file));
        assert_told(&bench.desk, ENTRY_TOLD);
        assert_int_equal(bench.desk.errors, 0);
        assert_records(&bench.desk, 1, 0, 0);
        bench_end(&bench);
    }
}

static void entries_are_found_in_a_log_a_list_or_an_array(void **state)
{
    static const char *const frames[][2] = {
        { "{\"log\":{\"entries\":[", "]}}" },
        { "\xef\xbb\xbf{\"log\":{\"entries\":[", "]}}\n" },
        { "{\"comment\":{\"log\":{\"entries\":[{}]}},\"log\":{\"creator\":{\"entries\":[{}]},\"entries\":[",
          "],\"x\":1},\"y\":[]}" },
        { "{\"entries\":[", "]}" },
        { "[", "]" },
    };
    uint64_t seed = 22;

    for (size_t i = 0; i < COUNT(frames); i++) {
        struct bench bench;

        bench_begin(&bench);
        buffer_text(&bench.file, frames[i][0]);
        put_entry(&bench.file, &seed);
        buffer_text(&bench.file, ",\n");
        put_entry(&bench.file, &seed);
        buffer_text(&bench.file, frames[i][1]);
        desk_read(&bench.desk, buffer_slice(&bench.file));
        assert_told(&bench.desk, ENTRY_TOLD ENTRY_TOLD);
        assert_int_equal(bench.desk.errors, 0);
        bench_end(&bench);
    }
}

static void the_size_of_reads_does_not_matter(void **state)
{
    static const size_t sizes[] = { 1, 2, 3, 5, 16, 61 };
    struct bench bench;
    uint64_t seed = 23;

    bench_begin(&bench);
    buffer_text(&bench.file, "{\"log\":{\"entries\":[");
    for (int i = 0; i < 3; i++) {
        buffer_text(&bench.file, i ? "," : "");
        put_entry(&bench.file, &seed);
    }
    buffer_text(&bench.file, "]}}");
    for (size_t i = 0; i < COUNT(sizes); i++) {
        desk_again(&bench.desk);
        bench.desk.read_size = sizes[i];
        desk_read(&bench.desk, buffer_slice(&bench.file));
        assert_told(&bench.desk, ENTRY_TOLD ENTRY_TOLD ENTRY_TOLD);
    }
    desk_again(&bench.desk);
    desk_read_pipe(&bench.desk, buffer_slice(&bench.file));
    assert_told(&bench.desk, ENTRY_TOLD ENTRY_TOLD ENTRY_TOLD);
    bench_end(&bench);
}

static void a_file_cut_anywhere_keeps_the_entries_that_were_whole(void **state)
{
    struct bench bench;
    uint64_t seed = 24;
    size_t ends[3] = { 0 }, begins[2];

    bench_begin(&bench);
    buffer_text(&bench.file, "{\"log\":{\"entries\":[");
    begins[0] = bench.file.len;
    put_entry(&bench.file, &seed);
    ends[1] = bench.file.len;
    buffer_text(&bench.file, ",");
    begins[1] = bench.file.len;
    put_entry(&bench.file, &seed);
    ends[2] = bench.file.len;
    buffer_text(&bench.file, "]}}");
    bench.desk.forced = "har";
    for (size_t len = 0; len < bench.file.len; len++) {
        size_t whole = len >= ends[2] ? 2 : len >= ends[1] ? 1 : 0;
        bool inside = whole < 2 && len > begins[whole];

        desk_again(&bench.desk);
        bench.desk.read_size = 64 + len % 200;
        desk_read(&bench.desk, slice_make(bench.file.at, len));
        assert_told_lines(&bench.desk, ENTRY_TOLD ENTRY_TOLD, whole * 7);
        assert_int_equal(bench.desk.errors, 1);
        assert_error_has(&bench.desk, "ends too early");
        assert_records(&bench.desk, whole + inside, 0, inside);
    }
    bench_end(&bench);
}

static void broken_json_is_named_by_byte_line_and_column(void **state)
{
    struct bench bench;
    uint64_t seed = 25;

    bench_begin(&bench);
    buffer_text(&bench.file, "{\"log\":{\"entries\":[");
    put_entry(&bench.file, &seed);
    buffer_text(&bench.file, ",\n{\"request\":{\"method\" \"GET\"}}]}}");
    desk_read(&bench.desk, buffer_slice(&bench.file));
    assert_told(&bench.desk, ENTRY_TOLD);
    assert_error_has(&bench.desk, "is no JSON from byte 948 on (line 25, column 22): ':' was expected");
    assert_records(&bench.desk, 2, 1, 0);
    bench_end(&bench);
}

/* ---- what an entry may say ---- */

#define MINIMAL_REQUEST "\"method\":\"GET\",\"url\":\"http://a/\""

static void put_minimal(struct buffer *out, const char *request, const char *response, const char *more)
{
    buffer_printf(out, "{\"startedDateTime\":\"2025-01-01T00:00:00Z\",\"request\":{%s}%s%s%s%s}", request,
                  response ? ",\"response\":{" : "", response ? response : "", response ? "}" : "", more);
}

static void entries_are_understood_with_the_liberties_that_writers_take(void **state)
{
    static const struct {
        const char *request, *response, *more, *told;
    } rows[] = {
        { MINIMAL_REQUEST, NULL, "", "GET http://a|/ 1.1 0 at 1735689600000000000+0 flags 2\n" },
        { MINIMAL_REQUEST, "\"status\":0", "", "GET http://a|/ 1.1 0 at 1735689600000000000+0 flags 2\n" },
        { MINIMAL_REQUEST, NULL, ",\"response\":null,\"time\":-1",
          "GET http://a|/ 1.1 0 at 1735689600000000000+0 flags 2\n" },
        { MINIMAL_REQUEST ",\"httpVersion\":\"\"", "\"status\":200", ",\"connection\":\"\"",
          "GET http://a|/ 1.1 200 at 1735689600000000000+0\n" },
        { MINIMAL_REQUEST ",\"httpVersion\":\"h3\"", "\"status\":200.0", ",\"connection\":443",
          "GET http://a|/ 3.0 200 at 1735689600000000000+0 conn 443\n" },
        { "\"method\":\"GET\",\"url\":\"wss://a/chat\"", "\"status\":101",
          ",\"serverIPAddress\":\"10.0.0.1\"",
          "GET https://a|/chat 1.1 101 at 1735689600000000000+0 to 10.0.0.1:443 flags c\n" },
        { "\"method\":\"GET\",\"url\":\"HTTP://u:p@A:1\"", "\"status\":200", ",\"serverIPAddress\":\"\"",
          "GET http://A:1|/ 1.1 200 at 1735689600000000000+0 flags 10\n" },
        /* A body that is not there. */
        { MINIMAL_REQUEST, "\"status\":200,\"content\":{\"size\":10,\"mimeType\":\"a/b\"},\"bodySize\":4", "",
          "GET http://a|/ 1.1 200 at 1735689600000000000+0\n< Content-Type: a/b\n< absent 4 []\n" },
        { MINIMAL_REQUEST, "\"status\":200,\"content\":{},\"bodySize\":4", "",
          "GET http://a|/ 1.1 200 at 1735689600000000000+0\n< absent 4 []\n" },
        { MINIMAL_REQUEST, "\"status\":200,\"content\":{\"size\":0},\"bodySize\":4", "",
          "GET http://a|/ 1.1 200 at 1735689600000000000+0\n" },
        { "\"method\":\"PUT\",\"url\":\"http://a/\",\"bodySize\":9", "\"status\":200", "",
          "PUT http://a|/ 1.1 200 at 1735689600000000000+0\n> absent 9 []\n" },
        /* A cached body behind a 304, a size behind HEAD. */
        { MINIMAL_REQUEST, "\"status\":304,\"content\":{\"text\":\"old\",\"size\":3}", "",
          "GET http://a|/ 1.1 304 at 1735689600000000000+0\n" },
        { "\"method\":\"HEAD\",\"url\":\"http://a/\"", "\"status\":200,\"content\":{\"size\":3}", "",
          "HEAD http://a|/ 1.1 200 at 1735689600000000000+0\n" },
        { MINIMAL_REQUEST, "\"status\":200,\"content\":{\"text\":\"%%%\",\"encoding\":\"base64\"}", "",
          "GET http://a|/ 1.1 200 at 1735689600000000000+0\n< undecodable 0 []\n" },
        /* Forms taken apart. */
        { "\"method\":\"POST\",\"url\":\"http://a/\",\"postData\":{\"mimeType\":\"application/"
          "x-www-form-urlencoded\","
          "\"params\":[{\"name\":\"a b\",\"value\":\"1&2\"},{\"name\":\"c\"}]}",
          "\"status\":200", "",
          "POST http://a|/ 1.1 200 at 1735689600000000000+0\n"
          "> Content-Type: application/x-www-form-urlencoded\n> whole 12 [a+b=1%262&c=]\n" },
        { "\"method\":\"POST\",\"url\":\"http://a/"
          "\",\"postData\":{\"params\":[{\"name\":\"f\",\"value\":\"v\","
          "\"fileName\":\"x.txt\",\"contentType\":\"text/plain\"}],\"mimeType\":\"multipart/form-data; "
          "boundary=B\"}",
          "\"status\":200", "",
          "POST http://a|/ 1.1 200 at 1735689600000000000+0\n"
          "> Content-Type: multipart/form-data; boundary=B\n> whole 103 [--B\r\nContent-Disposition: "
          "form-data; "
          "name=\"f\"; filename=\"x.txt\"\r\nContent-Type: text/plain\r\n\r\nv\r\n--B--\r\n]\n" },
        { "\"method\":\"POST\",\"url\":\"http://a/"
          "\",\"postData\":{\"params\":[{\"name\":\"f\",\"value\":\"v\"}],"
          "\"mimeType\":\"multipart/form-data\"}",
          "\"status\":200", "",
          "POST http://a|/ 1.1 200 at 1735689600000000000+0\n> Content-Type: multipart/form-data\n> absent 0 "
          "[]\n" },
        { "\"method\":\"POST\",\"url\":\"http://a/"
          "\",\"postData\":{\"text\":\"aGk=\",\"_encoding\":\"base64\"}",
          "\"status\":200", "", "POST http://a|/ 1.1 200 at 1735689600000000000+0\n> whole 2 [hi]\n" },
    };

    for (size_t i = 0; i < COUNT(rows); i++) {
        struct bench bench;

        bench_begin(&bench);
        buffer_text(&bench.file, "{\"log\":{\"entries\":[");
        put_minimal(&bench.file, rows[i].request, rows[i].response, rows[i].more);
        buffer_text(&bench.file, "]}}");
        desk_read(&bench.desk, buffer_slice(&bench.file));
        assert_told(&bench.desk, rows[i].told);
        assert_records(&bench.desk, 1, 0, 0);
        assert_int_equal(bench.desk.errors, 0);
        bench_end(&bench);
    }
}

static void an_entry_that_makes_no_sense_costs_that_entry(void **state)
{
    static const struct {
        const char *entry, *warning;
    } rows[] = {
        { "7", "it is no object" },
        { "[{\"request\":{}}]", "it is no object" },
        { "{}", "startedDateTime is no time" },
        { "{\"startedDateTime\":\"yesterday\",\"request\":{" MINIMAL_REQUEST "}}",
          "startedDateTime is no time" },
        { "{\"startedDateTime\":\"2025-01-01T00:00:00Z\"}", "no URL" },
        { "{\"startedDateTime\":\"2025-01-01T00:00:00Z\",\"request\":[1]}", "its request is no object" },
        { "{\"startedDateTime\":\"2025-01-01T00:00:00Z\",\"request\":{\"method\":\"GET\"}}", "no URL" },
        { "{\"startedDateTime\":\"2025-01-01T00:00:00Z\",\"request\":{\"url\":\"http://a/\"}}", "no method" },
        { "{\"startedDateTime\":\"2025-01-01T00:00:00Z\",\"request\":{\"method\":\"GET\",\"url\":\"data:text/"
          "plain,x\"}}",
          "its URL is not one of HTTP" },
        { "{\"startedDateTime\":\"2025-01-01T00:00:00Z\",\"request\":{\"method\":\"GET\",\"url\":\"blob:"
          "https://a/b\"}}",
          "its URL is not one of HTTP" },
        { "{\"startedDateTime\":\"2025-01-01T00:00:00Z\",\"request\":{" MINIMAL_REQUEST ",\"headers\":{}}}",
          "a list of headers or parameters is none" },
        { "{\"startedDateTime\":\"2025-01-01T00:00:00Z\",\"request\":{" MINIMAL_REQUEST ",\"headers\":[[]]}}",
          "a header or parameter is no object" },
        { "{\"startedDateTime\":\"2025-01-01T00:00:00Z\",\"request\":{" MINIMAL_REQUEST
          ",\"postData\":{\"text\":{\"a\":1}}}}",
          "a body is no text" },
    };

    for (size_t i = 0; i < COUNT(rows); i++) {
        struct bench bench;
        uint64_t seed = 26;

        bench_begin(&bench);
        buffer_text(&bench.file, "{\"log\":{\"entries\":[");
        put_entry(&bench.file, &seed);
        buffer_printf(&bench.file, ",%s,", rows[i].entry);
        put_entry(&bench.file, &seed);
        buffer_text(&bench.file, "]}}");
        desk_read(&bench.desk, buffer_slice(&bench.file));
        assert_told(&bench.desk, ENTRY_TOLD ENTRY_TOLD);
        assert_records(&bench.desk, 3, 1, 0);
        assert_warning_has(&bench.desk, rows[i].warning);
        assert_int_equal(bench.desk.errors, 0);
        bench_end(&bench);
    }
}

static void json_without_entries_is_no_har(void **state)
{
    static const char *const files[] = { "{\"log\":{}}", "{\"log\":[1,[2]]}",
                                         "{\"log\":{\"entries\":{\"a\":[{}]}}}", "5" };

    for (size_t i = 0; i < COUNT(files); i++) {
        struct desk desk;

        desk_begin(&desk);
        desk.forced = "har";
        desk_read(&desk, slice_of(files[i]));
        assert_error_has(&desk, "holds no log.entries");
        assert_told(&desk, "");
        desk_end(&desk);
    }
}

static void an_empty_log_is_fine(void **state)
{
    struct desk desk;

    desk_begin(&desk);
    desk_read(&desk, SLICE("{\"log\":{\"entries\":[]}}"));
    assert_int_equal(desk.errors, 0);
    assert_told(&desk, "");
    desk_end(&desk);
}

static void memory_does_not_depend_on_the_size_of_the_file(void **state)
{
    struct bench bench;
    uint64_t seed = 27;

    bench_begin(&bench);
    buffer_text(&bench.file, "{\"log\":{\"entries\":[");
    for (int i = 0; i < 3000; i++) {
        buffer_text(&bench.file, i ? "," : "");
        put_entry(&bench.file, &seed);
    }
    buffer_text(&bench.file, "]}}");
    desk_read(&bench.desk, buffer_slice(&bench.file));
    assert_int_equal(bench.desk.progress.exchanges, 3000);
    assert_true(bench.file.len > (size_t)2 << 20);
    assert_true(bench.desk.account.peak < (size_t)600 << 10);
    bench_end(&bench);
}

static void stopping_leaves_a_balanced_ledger(void **state)
{
    struct bench bench;
    uint64_t seed = 28;

    bench_begin(&bench);
    buffer_text(&bench.file, "{\"log\":{\"entries\":[");
    for (int i = 0; i < 500; i++) {
        buffer_text(&bench.file, i ? "," : "");
        put_entry(&bench.file, &seed);
    }
    buffer_text(&bench.file, "]}}");
    bench.desk.read_size = 700;
    bench.desk.stop_after = 3;
    desk_read(&bench.desk, buffer_slice(&bench.file));
    assert_int_equal(bench.desk.errors, 0);
    assert_true(bench.desk.progress.exchanges >= 3 && bench.desk.progress.exchanges < 100);
    assert_records(&bench.desk, bench.desk.progress.exchanges, 0, 0);
    bench_end(&bench);
}

static void refused_memory_leaks_nothing(void **state)
{
    for (uint64_t nth = 1; nth < 60; nth++) {
        struct bench bench;
        uint64_t seed = 29;

        bench_begin(&bench);
        buffer_text(&bench.file, "{\"log\":{\"entries\":[");
        put_entry(&bench.file, &seed);
        buffer_text(&bench.file, "]}}");
        bench.desk.account.fail_at = nth;
        desk_read(&bench.desk, buffer_slice(&bench.file));
        assert_int_equal(ledger_open(&bench.desk.ledger, LEDGER_RECORDS), 0);
        bench_end(&bench);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_order_of_members_does_not_matter),
        cmocka_unit_test(entries_are_found_in_a_log_a_list_or_an_array),
        cmocka_unit_test(the_size_of_reads_does_not_matter),
        cmocka_unit_test(a_file_cut_anywhere_keeps_the_entries_that_were_whole),
        cmocka_unit_test(broken_json_is_named_by_byte_line_and_column),
        cmocka_unit_test(entries_are_understood_with_the_liberties_that_writers_take),
        cmocka_unit_test(an_entry_that_makes_no_sense_costs_that_entry),
        cmocka_unit_test(json_without_entries_is_no_har),
        cmocka_unit_test(an_empty_log_is_fine),
        cmocka_unit_test(memory_does_not_depend_on_the_size_of_the_file),
        cmocka_unit_test(stopping_leaves_a_balanced_ledger),
        cmocka_unit_test(refused_memory_leaks_nothing),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
