/* SPDX-License-Identifier: Apache-2.0 */
#include "exchange/credential.h"

#include "base/hash.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

static struct credential found[CREDENTIAL_MOST];
static struct credential_memory credentials_met;

static size_t find_all(const struct header *headers, size_t count, const char *target)
{
    static struct field_memory memory;
    struct memory account = { 0 };
    struct message request = { .headers = headers, .header_count = count };
    struct fields fields;
    struct arena arena;

    arena_init(&arena, &account, 0);
    assert_true(fields_read(&memory, &request, false, &arena, &fields));
    size_t credentials = credential_find(&credentials_met, &fields, slice_of(target), found);
    arena_done(&arena);
    return credentials;
}

static size_t find(const char *name, const char *value, const char *target)
{
    static struct header header;

    header = (struct header){ slice_of(name), slice_of(value) };
    return find_all(&header, name ? 1 : 0, target);
}

static void is(size_t at, enum credential_kind kind, const char *name, const char *value)
{
    assert_int_equal(found[at].kind, kind);
    if (!slice_eq(found[at].name, slice_of(name)) || !slice_eq(found[at].value, slice_of(value)))
        fail_msg("got %.*s: %.*s", SLICE_ARG(found[at].name), SLICE_ARG(found[at].value));
}

static void authorization_schemes_are_told_apart(void **state)
{
    static const struct {
        const char *sent;
        enum credential_kind kind;
        const char *name, *value;
    } rows[] = {
        { "Bearer abc123", CREDENTIAL_BEARER, "", "abc123" },
        { "bearer   abc123 ", CREDENTIAL_BEARER, "", "abc123" },
        { "Basic dXNlcjpwdw==", CREDENTIAL_BASIC, "", "dXNlcjpwdw==" },
        { "Digest username=\"mia\", nonce=\"1\", response=\"2\"", CREDENTIAL_DIGEST, "", "mia" },
        { "Token abc123", CREDENTIAL_OTHER, "Token", "abc123" },
        { "AWS4-HMAC-SHA256 Credential=AKID/20260101/eu/s3/aws4_request, Signature=00ff", CREDENTIAL_OTHER,
          "AWS4-HMAC-SHA256", "AKID" },
        { "Hawk id=\"dh37\", ts=\"1353832234\"", CREDENTIAL_OTHER, "Hawk", "dh37" },
        { "7f3c9a1e5b", CREDENTIAL_OTHER, "", "7f3c9a1e5b" },
    };

    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        assert_int_equal(find("authorization", rows[i].sent, "/"), 1);
        is(0, rows[i].kind, rows[i].name, rows[i].value);
        assert_false(found[0].is_jwt);
    }
    assert_int_equal(find("Authorization", "", "/"), 0);
}

static void tokens_of_json_are_recognised(void **state)
{
    const char *token = "Bearer eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiI0MiJ9.c2lnbmF0dXJl";

    assert_int_equal(find("Authorization", token, "/"), 1);
    assert_true(found[0].is_jwt);
}

static void keys_stand_in_headers_queries_and_cookies(void **state)
{
    const struct header headers[] = {
        { SLICE("Cookie"), SLICE("theme=dark; sessionid=\"8f14e45fceea167a5a36\"; _ga=GA1.2.3") },
        { SLICE("X-API-Key"), SLICE("k-2f9d8c7b6a") },
        { SLICE("Accept"), SLICE("application/json") }
    };

    assert_int_equal(find_all(headers, 3, "/v1/x?page=2&api_key=0123abcd4567ef"), 3);
    is(0, CREDENTIAL_API_KEY_HEADER, "X-API-Key", "k-2f9d8c7b6a");
    is(1, CREDENTIAL_API_KEY_QUERY, "api_key", "0123abcd4567ef");
    is(2, CREDENTIAL_COOKIE, "sessionid", "8f14e45fceea167a5a36");
}

static void session_cookies_are_told_by_name_and_value(void **state)
{
    static const char random[] = "8f14e45fceea167a5a36";
    static const struct {
        const char *name;
        bool is_session;
    } rows[] = {
        { "sessionid", true },
        { "PHPSESSID", true },
        { "connect.sid", true },
        { "__Host-sid", true },
        { "__Secure-auth", true },
        { "_app_session", true },
        { "_ga", false },
        { "_sid", false },
        { "XSRF-TOKEN", false },
        { "csrftoken", false },
        { "visid_incap_7", false },
        { "lang", false },
        { "intercom-session", false },
    };

    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        if (credential_is_session_cookie(slice_of(rows[i].name), slice_of(random)) != rows[i].is_session)
            fail_msg("%s", rows[i].name);
    assert_false(credential_is_session_cookie(SLICE("sessionid"), SLICE("yes")));
}

static void a_name_alone_makes_no_credential(void **state)
{
    static const char *const rows[][3] = {
        { "X-CSRF-Token", "8f14e45fceea167a5a36dedd4bea2543", "/" },
        { "Idempotency-Key", "8f14e45f-ceea-167a-5a36-dedd4bea2543", "/" },
        { "X-Sort-Key", "name", "/" },
        { "X-Request-Id", "8f14e45fceea167a5a36dedd4bea2543", "/" },
        { "Cookie", "session=1; token=yes; csrftoken=8f14e45fceea167a5a36", "/" },
        { NULL, NULL, "/search?key=name&token=next&code=DE" },
        { NULL, NULL, "/plain" },
    };

    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        if (find(rows[i][0], rows[i][1], rows[i][2]))
            fail_msg("%s %s %s: found %.*s", rows[i][0], rows[i][1], rows[i][2], SLICE_ARG(found[0].name));
}

static void client_certificates_behind_a_proxy_count(void **state)
{
    assert_int_equal(
        find("X-Forwarded-Client-Cert", "Hash=468ed33be74eee6556d90c0149c1309e;Subject=\"CN=shop\"", "/"), 1);
    assert_int_equal(found[0].kind, CREDENTIAL_MUTUAL_TLS);
    assert_int_equal(find("X-Forwarded-Client-Cert", "-", "/"), 0);
}

static void no_more_than_the_most_are_answered(void **state)
{
    assert_int_equal(find(NULL, NULL,
                          "/?api_key=0123abcd45&api_key=0123abcd45&api_key=0123abcd45&api_key=0123abcd45&"
                          "api_key=0123abcd45&api_key=0123abcd45&api_key=0123abcd45&api_key=0123abcd45&"
                          "api_key=0123abcd45&api_key=0123abcd45"),
                     CREDENTIAL_MOST);
}

/* SipHash-2-4-128 of 00 01 … 0e under the key 00 01 … 0f: the reference implementation's vector. */
static void the_keyed_hash_is_siphash(void **state)
{
    uint8_t key[KEYED_HASH_KEY], other[KEYED_HASH_KEY] = { 1 };
    char text[15];
    uint64_t hash[2], again[2];

    for (size_t i = 0; i < sizeof key; i++)
        key[i] = (uint8_t)i;
    for (size_t i = 0; i < sizeof text; i++)
        text[i] = (char)i;
    keyed_hash(key, (struct slice){ text, sizeof text }, hash);
    static const uint8_t expected[16] = { 0x54, 0x93, 0xe9, 0x99, 0x33, 0xb0, 0xa8, 0x11,
                                          0x7e, 0x08, 0xec, 0x0f, 0x97, 0xcf, 0xc3, 0xd9 };
    assert_memory_equal(hash, expected, sizeof expected);
    keyed_hash(other, (struct slice){ text, sizeof text }, again);
    assert_memory_not_equal(hash, again, sizeof hash);
}

/* More tokens than are remembered, twice over, so that some are known again and some are not. */
static void a_credential_known_again_is_the_same(void **state)
{
    char value[1024];

    for (unsigned round = 0; round < 2; round++)
        for (unsigned i = 0; i < CREDENTIAL_KNOWN + CREDENTIAL_KNOWN / 2; i++) {
            bool jwt = i % 3 == 0;
            int len = snprintf(value, sizeof value, "Bearer %s.%0*u.c2ln",
                               jwt ? "eyJhbGciOiJub25lIn0" : "opaque", (int)(i % 700 + 5), i);
            struct slice token = slice_make(value + 7, (size_t)len - 7);
            uint64_t keyed[2];

            assert_int_equal(find("Authorization", value, "/"), 1);
            keyed_hash(credentials_met.key, token, keyed);
            assert_memory_equal(found[0].keyed, keyed, sizeof keyed);
            assert_int_equal(found[0].content, hash_content(token));
            assert_int_equal(found[0].is_jwt, jwt);
        }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(authorization_schemes_are_told_apart),
        cmocka_unit_test(tokens_of_json_are_recognised),
        cmocka_unit_test(keys_stand_in_headers_queries_and_cookies),
        cmocka_unit_test(session_cookies_are_told_by_name_and_value),
        cmocka_unit_test(a_name_alone_makes_no_credential),
        cmocka_unit_test(client_certificates_behind_a_proxy_count),
        cmocka_unit_test(no_more_than_the_most_are_answered),
        cmocka_unit_test(the_keyed_hash_is_siphash),
        cmocka_unit_test(a_credential_known_again_is_the_same),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
