/* SPDX-License-Identifier: Apache-2.0 */
/* Cookies, log-ins, resets and credentials in URLs. */
#include "signal/path_words.h"
#include "signal/read.h"

#include "base/check.h"

#include <stdio.h>
#include <stdlib.h>

#define RANDOM "aB3dE5gH7jK9mN1pQ3sTvW5y"
#define OTHER "zY9xW7vU5tS3rQ1pN9mL7kJ5"

struct row {
    struct shown talk;
    const char *told;
};

static void hold(const struct row *rows, size_t count, enum fact_kind kind)
{
    for (size_t i = 0; i < count; i++)
        if (strcmp(signal_subjects(rows[i].talk, kind), rows[i].told) != 0)
            fail_msg("row %zu tells \"%s\", not \"%s\"", i, signal_subjects(rows[i].talk, kind),
                     rows[i].told);
}

#define HOLD(rows, kind) hold((rows), sizeof(rows) / sizeof *(rows), (kind))

static void flags_of_session_cookies_are_missed(void **state)
{
#define SET(text)                                                                                            \
    {                                                                                                        \
        .answered = "Set-Cookie: " text                                                                      \
    }
    static const struct row rows[] = {
        { SET("sessionid=" RANDOM "; Path=/"), "sessionid: Secure HttpOnly SameSite" },
        { SET("sessionid=" RANDOM "; secure; httponly"), "sessionid: SameSite" },
        { SET("connect.sid=s%3A" RANDOM "; HttpOnly; SameSite=None"), "connect.sid: Secure" },
        { SET("sessionid=" RANDOM "; Secure; HttpOnly; SameSite=Lax"), "" },
        { SET("__Host-sid=" RANDOM "; Secure; SameSite=Lax"), "__Host-sid: HttpOnly" },
        { SET("XSRF-TOKEN=" RANDOM "; Path=/"), "" },
        { SET("_ga=" RANDOM), "" },
        { SET("lang=en"), "" },
        { SET("session=dark"), "" },
        { SET("visid_incap_1=" RANDOM), "" },
        { SET("sessionid=" RANDOM "; Max-Age=0"), "" },
        { SET("sessionid=" RANDOM "; Expires=Thu, 01 Jan 1970 00:00:00 GMT"), "" },
        { SET("sessionid=" RANDOM "; Expires=Wed, 01-Jan-2031 00:00:00 GMT"),
          "sessionid: Secure HttpOnly SameSite" },
        { SET("sessionid="), "" },
    };
#undef SET

    HOLD(rows, FACT_cookie_flaw);
}

static void a_login_keeps_or_renews_the_session(void **state)
{
#define LOGIN .method = "POST", .target = "/api/login", .asked = "Cookie: sid=" RANDOM
#define PASSWORD .body = "{\"user\": \"mia\", \"password\": \"sommer\"}"
    static const struct row rows[] = {
        { { LOGIN, PASSWORD, .answer = "{\"ok\": true, \"user\": \"mia\"}" }, "kept" },
        { { LOGIN, PASSWORD, .answered = "Set-Cookie: sid=" RANDOM }, "kept" },
        { { LOGIN, PASSWORD, .answered = "Set-Cookie: sid=" OTHER }, "renewed" },
        { { LOGIN, PASSWORD, .answered = "Set-Cookie: auth=" OTHER }, "renewed" },
        { { LOGIN, PASSWORD, .answer = "{\"token\": \"" OTHER "\"}" }, "" },
        { { LOGIN, PASSWORD, .status = 401 }, "" },
        { { LOGIN, PASSWORD, .answer = "{\"error\": \"wrong password\"}" }, "" },
        { { LOGIN, PASSWORD, .answered = "Content-Type: text/html", .answer = "<p>wrong" }, "" },
        { { LOGIN, PASSWORD, .status = 302, .answered = "Location: /home" }, "kept" },
        { { LOGIN, PASSWORD, .status = 302, .answered = "Location: /login?failed" }, "" },
        { { LOGIN, PASSWORD, .answer = "{\"mfa_required\": 1}" }, "" },
        { { LOGIN, .body = "{\"code\": \"1234\"}", .answer = "{\"ok\": true, \"user\": \"mia\"}" }, "" },
        { { .method = "POST", .target = "/api/login", PASSWORD }, "" },
        { { .method = "POST", .target = "/api/orders", .asked = "Cookie: sid=" RANDOM, PASSWORD }, "" },
        { { .method = "POST",
            .target = "/signin",
            .asked = "Cookie: sid=" RANDOM,
            .body = "u=mia&password=sommer" },
          "kept" },
    };

    HOLD(rows, FACT_login_session);
}

static void weak_reset_tokens_are_told_by_their_form(void **state)
{
#define RESET .method = "POST", .target = "/password/reset"
    static const struct row rows[] = {
        { { RESET, .body = "{\"token\": \"" RANDOM RANDOM "\", \"password\": \"x1\"}" }, "" },
        { { RESET, .body = "{\"code\": \"123456\", \"password\": \"x1\"}" }, "" },
        { { RESET, .body = "{\"code\": \"1234\", \"password\": \"x1\"}" }, "4 digits" },
        { { RESET, .body = "{\"code\": 1234, \"password\": \"x1\"}" }, "4 digits" },
        { { RESET, .status = 400, .body = "{\"code\": \"1234\", \"password\": \"x1\"}" }, "" },
        { { RESET, .body = "{\"code\": \"1234\"}", .answer = "{\"success\": false}" }, "" },
        { { RESET, .body = "code=a1b2c&password=x1" }, "5 characters" },
        { { RESET, .body = "{\"token\": \"1767225000\", \"password\": \"x1\"}" }, "made of the time" },
        { { RESET, .body = "{\"token\": \"1767225000123\", \"password\": \"x1\"}" }, "made of the time" },
        { { RESET, .body = "{\"token\": \"6955b900a1b2c\", \"password\": \"x1\"}" }, "made of the time" },
        { { RESET, .body = "{\"token\": \"d9428888-122b-11e1-b85c-61cd3cbb3210\"}" },
          "UUID of version 1, made of the time" },
        { { RESET, .body = "{\"token\": \"0f8fad5b-d9cb-469f-a165-70867728950e\"}" }, "" },
        { { RESET, .body = "{\"token\": \"bWlhQGV4YW1wbGUuY29t\"}" },
          "made of what is known of the account" },
        { { .target = "/account/recover?token=bWlhQGV4YW1wbGUuY29t" },
          "made of what is known of the account" },
        { { .method = "POST", .target = "/check-otp", .body = "{\"otp\": \"1234\", \"password\": \"x1\"}" },
          "4 digits" },
        { { .method = "POST", .target = "/check-otp", .body = "{\"otp\": \"1234\"}" }, "" },
        { { .method = "POST",
            .target = "/counter/reset",
            .asked = "Authorization: Bearer " RANDOM,
            .body = "{\"code\": \"1234\"}" },
          "" },
        { { .method = "POST",
            .target = "/forgot",
            .body = "{\"email\": \"a@b.example\"}",
            .answer = "{\"token\": \"" RANDOM "\"}" },
          "in the answer" },
        { { .method = "POST",
            .target = "/forgot",
            .body = "{\"email\": \"a@b.example\"}",
            .answer = "{\"link\": \"https://example.com/reset?token=1\"}" },
          "link in the answer" },
        { { .method = "POST",
            .target = "/forgot",
            .body = "{\"email\": \"a@b.example\"}",
            .answer =
                "{\"code\": 20000, \"message\": \"sent\", \"help\": \"https://example.com/help/reset\"}" },
          "" },
        { { RESET, .body = "{\"token\": \"" RANDOM "\", \"password\": \"x1\"}",
            .answer = "{\"token\": \"" OTHER "\"}" },
          "" },
    };

    HOLD(rows, FACT_reset_token);
}

static void credentials_in_urls_are_told_by_their_place(void **state)
{
    static const struct row rows[] = {
        { { .target = "/feed?access_token=" RANDOM }, "query access_token" },
        { { .target = "/feed?page=2&sessionid=" RANDOM }, "query sessionid" },
        { { .target = "/feed?page_token=" RANDOM }, "" },
        { { .target = "/feed?api_key=" RANDOM }, "" },
        { { .target = "/feed?access_token=" RANDOM, .status = 401 }, "" },
        { { .target = "/feed?access_token=" RANDOM, .answered = "Content-Type: text/event-stream" }, "" },
        { { .target = "/verify?token=" RANDOM }, "" },
        { { .target = "/blob?token=" RANDOM "&sig=" RANDOM }, "" },
        { { .target = "/login?user=mia&password=sommer" }, "query password" },
        { { .target = "/login?user=mia&password=" }, "" },
        { { .target = "/a/long/path/with/a/session/in/it;jsessionid=" RANDOM }, "path jsessionid" },
        { { .target = "/calendar/eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiI3In0.c2lnbmF0dXJl" }, "path JWT" },
        { { .target = "/invite/eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiI3In0.c2lnbmF0dXJl" }, "" },
        { { .flags = EXCHANGE_USERINFO }, "user name and password before the host" },
        { { .status = 302, .answered = "Location: https://app.example.com/#access_token=" RANDOM },
          "header Location access_token" },
        { { .status = 302, .answered = "Location: https://mia:sommer@files.example.com/x" },
          "header Location user name and password" },
        { { .status = 302, .answered = "Location: https://app.example.com/?code=" RANDOM }, "" },
    };
    static const struct row keys[] = {
        { { .target = "/feed?api_key=" RANDOM }, "api_key" },
        { { .target = "/feed?key=" RANDOM }, "key" },
        { { .target = "/feed?key=theme" }, "" },
        { { .target = "/feed?api_key=" RANDOM, .status = 403 }, "" },
    };

    HOLD(rows, FACT_url_credential);
    HOLD(keys, FACT_query_key);
}

static void words_begin_where_they_should(void **state)
{
    static const struct slice words[] = { SLICE_TEXT("reset"), SLICE_TEXT("log") };

    assert_true(PATH_SAYS(SLICE("/reset"), words));
    assert_true(PATH_SAYS(SLICE("/v1/user-Reset/2"), words));
    assert_true(PATH_SAYS(SLICE("/passwordReset"), words));
    assert_true(PATH_SAYS(SLICE("/login"), words));
    assert_false(PATH_SAYS(SLICE("/preset"), words));
    assert_false(PATH_SAYS(SLICE("/catalog"), words));
    assert_false(PATH_SAYS(SLICE(""), words));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(flags_of_session_cookies_are_missed),
        cmocka_unit_test(a_login_keeps_or_renews_the_session),
        cmocka_unit_test(weak_reset_tokens_are_told_by_their_form),
        cmocka_unit_test(credentials_in_urls_are_told_by_their_place),
        cmocka_unit_test(words_begin_where_they_should),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
