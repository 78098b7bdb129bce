/* SPDX-License-Identifier: Apache-2.0 */
/* What accepted credentials say: JWT by their parts, written here as JSON and encoded. */
#include "signal/jwt_facts.h"
#include "signal/read.h"

#include "base/check.h"

#include <openssl/hmac.h>
#include <stdio.h>
#include <stdlib.h>

static size_t encode(const void *bytes, size_t len, char *to)
{
    static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    const unsigned char *at = bytes;
    unsigned bits = 0, have = 0;
    size_t made = 0;

    for (size_t i = 0; i < len; i++) {
        bits = (bits << 8 | at[i]) & 0xffff;
        for (have += 8; have >= 6; have -= 6)
            to[made++] = digits[bits >> (have - 6) & 63];
    }
    if (have)
        to[made++] = digits[bits << (6 - have) & 63];
    to[made] = '\0';
    return made;
}

/* header.payload, without a signature; until the next call. */
static char text[4096];

static size_t jwt_parts(const char *header, const char *payload)
{
    size_t len = encode(header, strlen(header), text);

    text[len++] = '.';
    return len + encode(payload, strlen(payload), text + len);
}

static const char *jwt(const char *header, const char *payload, const char *signature)
{
    size_t len = jwt_parts(header, payload);

    snprintf(text + len, sizeof text - len, ".%s", signature);
    return text;
}

static const char *jwt_signed(const EVP_MD *digest, const char *secret, const char *header,
                              const char *payload)
{
    unsigned char made[EVP_MAX_MD_SIZE];
    size_t len = jwt_parts(header, payload);
    unsigned made_len = 0;

    assert_non_null(
        HMAC(digest, secret, (int)strlen(secret), (const unsigned char *)text, len, made, &made_len));
    text[len++] = '.';
    encode(made, made_len, text + len);
    return text;
}

static struct shown asked_with(const char *token)
{
    static char fields[5000];

    snprintf(fields, sizeof fields, "Authorization: Bearer %s", token);
    return (
        struct shown){ .target = "/orders/7", .asked = fields, .answer = "{\"id\": 7, \"state\": \"open\"}" };
}

#define NOW "1767225600"
#define ENDS "\"iat\":1767225600,\"exp\":1767226500"

static void tokens_are_read_by_their_parts(void **state)
{
    static const struct {
        const char *header, *payload, *signature;
        enum fact_kind kind;
        const char *told;
    } rows[] = {
        { "{\"alg\":\"RS256\"}", "{" ENDS "}", "c2ln", FACT_jwt_unsigned, "" },
        { "{\"alg\":\"none\"}", "{" ENDS "}", "", FACT_jwt_unsigned, "accepted" },
        { "{\"alg\":\"nOnE\"}", "{" ENDS "}", "c2ln", FACT_jwt_unsigned, "accepted" },
        { "{\"alg\":\"HS256\"}", "{" ENDS "}", "", FACT_jwt_unsigned, "accepted" },
        { "{\"alg\":\"RS256\"}", "{" ENDS "}", "c2ln", FACT_jwt_lifetime, "" },
        { "{\"alg\":\"RS256\"}", "{\"sub\":\"7\"}", "c2ln", FACT_jwt_lifetime, "no end" },
        { "{\"alg\":\"RS256\"}", "{\"typ\":\"Refresh\"}", "c2ln", FACT_jwt_lifetime, "" },
        { "{\"alg\":\"RS256\",\"typ\":\"dpop+jwt\"}", "{\"jti\":\"7\"}", "c2ln", FACT_jwt_lifetime, "" },
        { "{\"alg\":\"RS256\"}", "{\"iat\":" NOW ",\"exp\":1767312000}", "c2ln", FACT_jwt_lifetime, "" },
        { "{\"alg\":\"RS256\"}", "{\"iat\":" NOW ",\"exp\":1767400000}", "c2ln", FACT_jwt_lifetime,
          "more than a day" },
        { "{\"alg\":\"RS256\"}", "{\"iat\":" NOW ",\"exp\":1770000000}", "c2ln", FACT_jwt_lifetime,
          "more than 30 days" },
        { "{\"alg\":\"RS256\"}", "{\"exp\":1800000000}", "c2ln", FACT_jwt_lifetime, "more than a year" },
        { "{\"alg\":\"RS256\"}", "{\"exp\":1767225700000}", "c2ln", FACT_jwt_lifetime, "" },
        { "{\"alg\":\"RS256\"}", "{" ENDS ",\"email\":\"mia@example.com\"}", "c2ln", FACT_jwt_personal,
          "e-mail address" },
        { "{\"alg\":\"RS256\"}", "{" ENDS ",\"email\":\"\",\"email_verified\":true}", "c2ln",
          FACT_jwt_personal, "" },
        { "{\"alg\":\"RS256\"}", "{" ENDS ",\"sub\":\"mia@example.com\"}", "c2ln", FACT_jwt_personal,
          "e-mail address" },
        { "{\"alg\":\"RS256\"}", "{" ENDS ",\"data\":{\"password\":\"0192023a7bbd73250516f069df18b500\"}}",
          "c2ln", FACT_jwt_personal, "password or its hash" },
        { "{\"alg\":\"RS256\"}",
          "{" ENDS ",\"phone_number\":\"+41 31 555 01 02\",\"birthdate\":\"1990-01-02\"}", "c2ln",
          FACT_jwt_personal, "date of birth; phone number" },
        { "{\"alg\":\"RS256\"}", "{" ENDS ",\"name\":\"orders-service\"}", "c2ln", FACT_jwt_personal, "" },
        { "{\"alg\":\"RS256\"}", "{" ENDS ",\"name\":\"Mia Meier\"}", "c2ln", FACT_jwt_personal,
          "name of a person" },
        { "{\"alg\":\"RS256\",\"kid\":\"2024-01--prod\"}", "{" ENDS "}", "c2ln", FACT_jwt_foreign_key, "" },
        { "{\"alg\":\"RS256\",\"kid\":\"kV7/3+aQ==\"}", "{" ENDS "}", "c2ln", FACT_jwt_foreign_key, "" },
        { "{\"alg\":\"HS256\",\"kid\":\"../../dev/null\"}", "{" ENDS "}", "c2ln", FACT_jwt_foreign_key,
          "kid with a path" },
        { "{\"alg\":\"HS256\",\"kid\":\"a' or 1=1 --\"}", "{" ENDS "}", "c2ln", FACT_jwt_foreign_key,
          "kid with quotes or commands" },
        { "{\"alg\":\"RS256\",\"jku\":\"https://keys.example.com/jwks\"}", "{" ENDS "}", "c2ln",
          FACT_jwt_foreign_key, "" },
        { "{\"alg\":\"RS256\",\"jku\":\"https://evil.test/jwks\"}", "{" ENDS "}", "c2ln",
          FACT_jwt_foreign_key, "jku of another host" },
        { "{\"alg\":\"RS256\",\"jku\":\"https://id.test/jwks\"}", "{\"iss\":\"https://id.test\"," ENDS "}",
          "c2ln", FACT_jwt_foreign_key, "" },
        { "{\"alg\":\"RS256\",\"jwk\":{\"kty\":\"RSA\"}}", "{" ENDS "}", "c2ln", FACT_jwt_foreign_key,
          "jwk: its own public key" },
        { "{\"alg\":\"RS256\"}", "{\"aud\":[\"b\",\"a\"]," ENDS "}", "c2ln", FACT_jwt_audience, "a b" },
        { "{\"alg\":\"RS256\"}", "{\"aud\":\"mia@example.com\"," ENDS "}", "c2ln", FACT_jwt_audience, "" },
        { "{\"alg\":\"RS256\"}", "{\"iss\":\"https://id.example.com/\"," ENDS "}", "c2ln", FACT_jwt_issuer,
          "https://id.example.com/" },
    };

    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct shown talk = asked_with(jwt(rows[i].header, rows[i].payload, rows[i].signature));

        if (strcmp(signal_subjects(talk, rows[i].kind), rows[i].told) != 0)
            fail_msg("row %zu: %s %s tells \"%s\", not \"%s\"", i, rows[i].header, rows[i].payload,
                     signal_subjects(talk, rows[i].kind), rows[i].told);
    }
}

static void what_is_refused_says_nothing(void **state)
{
    struct shown talk = asked_with(jwt("{\"alg\":\"none\"}", "{\"sub\":\"mia@example.com\"}", ""));

    talk.status = 401;
    assert_string_equal(signal_subjects(talk, FACT_jwt_unsigned), "");
    assert_string_equal(signal_subjects(talk, FACT_jwt_lifetime), "");
    talk.status = 200;
    talk.answer = "{\"error\": \"unauthorized\"}";
    assert_string_equal(signal_subjects(talk, FACT_jwt_unsigned), "");
}

static void the_end_of_a_token_is_held_against_the_clock(void **state)
{
    static const struct {
        const char *payload;
        bool expired;
    } rows[] = {
        { "{\"exp\":1767225601}", false },
        { "{\"exp\":1767225400}", false }, /* clocks differ */
        { "{\"exp\":1767225200}", true },
        { "{\"exp\":1000}", true },
    };

    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct shown talk = asked_with(jwt("{\"alg\":\"RS256\"}", rows[i].payload, "c2ln"));

        assert_int_equal(signal_shows(talk, MARK_expired_success), rows[i].expired);
        talk.method = "POST";
        talk.target = "/auth/refresh";
        assert_false(signal_shows(talk, MARK_expired_success));
    }
}

static void well_known_secrets_are_found_when_asked_for(void **state)
{
    const char *header = "{\"alg\":\"HS256\"}", *payload = "{\"sub\":\"7\"," ENDS "}";
    struct shown talk = asked_with(jwt_signed(EVP_sha256(), "secret", header, payload));

    assert_string_equal(signal_subjects(talk, FACT_jwt_weak_secret), "");
    talk.tests_jwt_secrets = true;
    assert_string_equal(signal_subjects(talk, FACT_jwt_weak_secret), "HS256");
    talk = asked_with(jwt_signed(EVP_sha384(), "changeme", "{\"alg\":\"HS384\"}", payload));
    talk.tests_jwt_secrets = true;
    assert_string_equal(signal_subjects(talk, FACT_jwt_weak_secret), "HS384");
    talk = asked_with(jwt_signed(EVP_sha512(), "your-512-bit-secret", "{\"alg\":\"HS512\"}", payload));
    talk.tests_jwt_secrets = true;
    assert_string_equal(signal_subjects(talk, FACT_jwt_weak_secret), "HS512");
    talk = asked_with(jwt_signed(EVP_sha256(), "pB7vQ2xKd9ZsLw4mYt1RfHc6JgNe8UaX", header, payload));
    talk.tests_jwt_secrets = true;
    assert_string_equal(signal_subjects(talk, FACT_jwt_weak_secret), "");
}

static void junk_is_no_credential(void **state)
{
    static const struct {
        const char *token;
        enum mark mark;
    } rows[] = {
        { "null", MARK_junk_success },
        { "undefined", MARK_junk_success },
        { "invalid_token", MARK_junk_success },
        { "aaaaaaaaaaaaaaaa", MARK_junk_success },
        { "eyJhbGciOiJSUzI1NiJ9", MARK_junk_success },
        { "eyJhbGciOiJSUzI1NiJ9.bm90IGpzb24.c2ln", MARK_junk_success },
        { "aB3dE5gH7jK9mN1pQ3sT", MARK_opaque_success },
        { "5f1c2a", MARK_opaque_success },
    };

    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct shown talk = asked_with(rows[i].token);

        if (!signal_shows(talk, rows[i].mark))
            fail_msg("%s", rows[i].token);
        talk.status = 401;
        assert_false(signal_shows(talk, rows[i].mark));
    }
}

static void basic_counts_where_it_holds_a_password(void **state)
{
    static const struct {
        const char *target, *value, *told;
    } rows[] = {
        { "/orders", "bWlhOnNvbW1lcg==", "user name and password" }, /* mia:sommer */
        { "/orders", "c2tfbGl2ZV8xMjM6", "" },                       /* sk_live_123: */
        { "/orders", "YXBpa2V5OjEyMw==", "" },                       /* apikey:123 */
        { "/oauth/token", "bWlhOnNvbW1lcg==", "" },
        { "/orders", "!!!", "" },
    };

    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char fields[128];
        struct shown talk = { .target = rows[i].target, .asked = fields };

        snprintf(fields, sizeof fields, "Authorization: Basic %s", rows[i].value);
        assert_string_equal(signal_subjects(talk, FACT_basic_password), rows[i].told);
    }
}

static void hosts_have_owners(void **state)
{
    static const struct {
        const char *host, *owner;
    } rows[] = {
        { "login.example.com", "example.com" },       { "example.com", "example.com" },
        { "a.b.example.co.uk", "example.co.uk" },     { "localhost", "localhost" },
        { "tenant.eu.auth.example", "auth.example" }, { "", "" },
    };

    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        if (!slice_eq(jwt_owner_of(slice_of(rows[i].host)), slice_of(rows[i].owner)))
            fail_msg("%s: %.*s", rows[i].host, SLICE_ARG(jwt_owner_of(slice_of(rows[i].host))));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(tokens_are_read_by_their_parts),
        cmocka_unit_test(what_is_refused_says_nothing),
        cmocka_unit_test(the_end_of_a_token_is_held_against_the_clock),
        cmocka_unit_test(well_known_secrets_are_found_when_asked_for),
        cmocka_unit_test(junk_is_no_credential),
        cmocka_unit_test(basic_counts_where_it_holds_a_password),
        cmocka_unit_test(hosts_have_owners),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
