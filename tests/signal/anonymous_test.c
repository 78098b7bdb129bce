/* SPDX-License-Identifier: Apache-2.0 */
/* Who asked without a credential, and what travelled as http. */
#include "signal/read.h"

#include "base/check.h"

#include <stdio.h>
#include <stdlib.h>

#define ANSWER "{\"id\": 7, \"state\": \"open\"}"

static void yes_and_no_are_told_apart(void **state)
{
    static const struct shown yes = { .answer = ANSWER }, no = { .status = 401, .answer = ANSWER },
                              taken_back = { .answer = "{\"error\": \"unauthorized\"}" },
                              missing = { .status = 404, .answer = ANSWER },
                              known = { .asked = "Authorization: Bearer abcdef123456", .answer = ANSWER };

    assert_true(signal_shows(yes, MARK_anonymous_success));
    assert_false(signal_shows(yes, MARK_anonymous_refused));
    assert_true(signal_shows(no, MARK_anonymous_refused));
    assert_true(signal_shows(taken_back, MARK_anonymous_refused));
    assert_false(signal_shows(taken_back, MARK_anonymous_success));
    assert_false(signal_shows(missing, MARK_anonymous_refused));
    assert_false(signal_shows(missing, MARK_anonymous_success));
    assert_false(signal_shows(known, MARK_anonymous));
    assert_false(signal_shows(known, MARK_anonymous_success));
}

static void what_may_be_a_credential_leaves_doubt(void **state)
{
    static const struct {
        struct shown talk;
        bool doubtful;
    } rows[] = {
        { { .answer = ANSWER }, false },
        { { .answer = "{\"user\": null}" }, true },
        { { .method = "POST", .answer = "{}" }, false },
        { { .asked = "Cookie: shop=aB3dE5gH7jK9mN1pQ3sT", .answer = ANSWER }, true },
        { { .asked = "Cookie: _ga=GA1.2.123456789.1700000000; lang=en", .answer = ANSWER }, false },
        { { .asked = "Cookie: csrftoken=aB3dE5gH7jK9mN1pQ3sT", .answer = ANSWER }, false },
        { { .asked = "X-Hub-Signature: sha256=0011223344", .answer = ANSWER }, true },
        { { .asked = "X-Partner-Auth: 4711", .answer = ANSWER }, true },
        { { .asked = "X-Request-Id: aB3dE5gH7jK9mN1pQ3sT", .answer = ANSWER }, false },
        { { .target = "/files/7?signature=00112233", .answer = ANSWER }, true },
        { { .target = "/files/7?sort=name", .answer = ANSWER }, false },
        { { .target = "/shares/aB3dE5gH7jK9mN1pQ3sTvW", .answer = ANSWER }, true },
        { { .target = "/shares/0f8fad5b-d9cb-469f-a165-70867728950e", .answer = ANSWER }, false },
        { { .method = "POST", .body = "{\"item\": 1, \"apiKey\": \"k-12345\"}", .answer = ANSWER }, true },
        { { .method = "POST", .body = "item=1&api_key=k12345", .answer = ANSWER }, true },
        { { .method = "POST", .body = "{\"item\": 1}", .answer = ANSWER }, false },
    };

    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        if (signal_shows(rows[i].talk, MARK_anonymous_doubtful) != rows[i].doubtful)
            fail_msg("row %zu", i);
}

static void http_counts_where_others_can_read_it(void **state)
{
#define TOKEN .scheme = "http", .asked = "Authorization: Bearer abcdef123456"
    static const struct {
        struct shown talk;
        bool open;
    } rows[] = {
        { { TOKEN, .server = "203.0.113.10:80" }, true },
        { { TOKEN, .server = "10.0.0.5:80" }, true },
        { { TOKEN, .server = "10.0.0.5:8080" }, false },
        { { TOKEN, .server = "10.0.0.5:8080", .authority = "api.example.com:8080" }, true },
        { { TOKEN, .client = "10.0.0.9:40000", .server = "10.0.0.5:80" }, false },
        { { TOKEN, .client = "127.0.0.1:40000", .server = "127.0.0.1:80" }, false },
        { { TOKEN, .client = "", .server = "" }, true },
        { { TOKEN, .client = "", .server = "", .authority = "localhost:3000" }, false },
        { { TOKEN, .client = "", .server = "", .authority = "stock.internal" }, false },
        { { TOKEN, .client = "", .server = "", .authority = "192.168.1.5:80" }, false },
        { { TOKEN "\nX-Forwarded-Proto: https" }, false },
        { { TOKEN "\nForwarded: for=198.51.100.7;proto=https" }, false },
        { { TOKEN "\nOrigin: https://shop.example.com" }, false },
        { { TOKEN, .answered = "Strict-Transport-Security: max-age=1" }, false },
        { { .scheme = "http" }, false },
        { { .asked = "Authorization: Bearer abcdef123456" }, false },
    };
#undef TOKEN

    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        if (signal_shows(rows[i].talk, MARK_plain_credential_open) != rows[i].open)
            fail_msg("row %zu", i);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(yes_and_no_are_told_apart),
        cmocka_unit_test(what_may_be_a_credential_leaves_doubt),
        cmocka_unit_test(http_counts_where_others_can_read_it),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
