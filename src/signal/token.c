/* SPDX-License-Identifier: Apache-2.0 */
/* Credentials that were accepted: what kind they are, and what JWTs say of themselves. One that was refused shows that the API is on
 * its guard, whatever it looks like. */
#include "base/byte.h"
#include "base/hash.h"
#include "http/url.h"
#include "signal/answer.h"
#include "signal/jwt_facts.h"
#include "signal/path_words.h"

#define SKEW 300 /* seconds that clocks may differ by */
#define DAY (24 * 3600)

/* ---- what is no credential ---- */

static bool is_one_character(struct slice value)
{
    for (size_t i = 1; i < value.len; i++)
        if (value.at[i] != value.at[0])
            return false;
    return true;
}

/* What programs send when they have none, and what testers send to see whether anybody looks. */
static bool is_junk(struct slice value)
{
    static const char *const whole[] = { "null",  "undefined", "none",   "nil",    "nan",
                                         "false", "true",      "token",  "bearer", "abc",
                                         "123",   "string",    "foo",    "bar",    "1234",
                                         "12345", "abc123",    "abcdef", "asdf",   "[object object]" };
    static const struct slice parts[] = {
        SLICE_TEXT("invalid"), SLICE_TEXT("garbage"), SLICE_TEXT("bogus"),    SLICE_TEXT("wrong"),
        SLICE_TEXT("fake"),    SLICE_TEXT("dummy"),   SLICE_TEXT("nonsense"), SLICE_TEXT("your_"),
        SLICE_TEXT("your-"),   SLICE_TEXT("{{"),      SLICE_TEXT("tampered"), SLICE_TEXT("expired")
    };

    if (value.len < 3 || SLICE_AMONG_NOCASE(value, whole) || is_one_character(value))
        return true;
    for (size_t i = 0; value.len <= 48 && i < sizeof parts / sizeof *parts; i++)
        if (slice_contains_nocase(value, parts[i]))
            return true;
    return false;
}

/* ---- user name and password ---- */

static size_t base64_start(struct slice text, char *to, size_t most)
{
    static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    unsigned bits = 0, have = 0;
    size_t len = 0;

    for (size_t i = 0; i < text.len && text.at[i] != '=' && len < most; i++) {
        const char *digit = text.at[i] ? memchr(digits, text.at[i], 64) : NULL;

        if (!digit)
            return 0;
        bits = (bits << 6 & 0xffff) | (unsigned)(digit - digits);
        have += 6;
        if (have >= 8) {
            have -= 8;
            to[len++] = (char)(bits >> have);
        }
    }
    return len;
}

/* A person's or a program's password; keys are sent as Basic, too, with one half empty or a word in it. */
static bool is_password(struct slice value)
{
    static const char *const words[] = {
        "api",   "apikey", "api_key", "api-key",        "token",        "key",
        "oauth", "oauth2", "bearer",  "x-access-token", "x-token-auth", "x-oauth-basic"
    };
    char text[512];
    struct slice password = slice_make(text, base64_start(value, text, sizeof text));
    struct slice user = slice_cut(&password, ':');
    bool is_key =
        !user.len || !password.len || SLICE_AMONG_NOCASE(user, words) || SLICE_AMONG_NOCASE(password, words);

    return !is_key;
}

static void read_basic(struct signal_reading *reading, const struct credential *credential)
{
    /* RFC 6749 2.3.1: that is how clients prove themselves where tokens are made. */
    static const struct slice makers[] = { SLICE_TEXT("token"), SLICE_TEXT("introspect"),
                                           SLICE_TEXT("revoke"), SLICE_TEXT("oauth"), SLICE_TEXT("login") };

    if (!PATH_SAYS(reading->path, makers) && is_password(credential->value) && answer_is_accepted(reading))
        signal_tell(reading, FACT_basic_password, SLICE("user name and password"));
}

/* ---- JWT ---- */

/* How long it lives, where that is long; empty otherwise. */
static struct slice lifetime_of(const struct signal_reading *reading, const struct jwt_facts *facts)
{
    int64_t from = facts->has_issued ? facts->issued : reading->exchange->started / 1000000000;
    int64_t seconds = facts->expires - from;

    if (!facts->has_expiry)
        return SLICE("no end");
    if (seconds > 365 * DAY)
        return SLICE("more than a year");
    if (seconds > 30 * DAY)
        return SLICE("more than 30 days");
    return seconds > DAY + SKEW ? SLICE("more than a day") : SLICE("");
}

static bool is_expired(const struct signal_reading *reading, const struct jwt_facts *facts)
{
    return facts->has_expiry && facts->expires + SKEW < reading->exchange->started / 1000000000;
}

static void tell_keys(struct signal_reading *reading, const struct jwt_facts *facts)
{
    struct slice owner = jwt_owner_of(jwt_name(reading->memory, facts->key_host));
    struct slice issuer = jwt_name(reading->memory, facts->issuer), host = reading->exchange->authority;

    host = slice_cut(&host, ':');
    for (size_t i = 0; i < JWT_KEY_KINDS; i++) {
        bool is_host = i == JWT_KEY_JKU || i == JWT_KEY_X5U;

        if (!(facts->keys >> i & 1))
            continue;
        if (is_host && owner.len &&
            (slice_contains_nocase(issuer, owner) || slice_ends_with_nocase(host, owner)))
            continue;
        signal_tell(reading, FACT_jwt_foreign_key, slice_of(jwt_key_name((enum jwt_key)i)));
    }
}

/* What should have been refused: told only when the body does not take the 2xx back. */
static void tell_accepted(struct signal_reading *reading, const struct jwt_facts *facts)
{
    if (!answer_is_accepted(reading))
        return;
    if (is_expired(reading, facts))
        signal_mark(reading, MARK_expired_success);
    if (facts->is_unsigned)
        signal_tell(reading, FACT_jwt_unsigned, SLICE("accepted"));
    if (facts->is_weak)
        signal_tellf(reading, FACT_jwt_weak_secret, "HS%u", facts->hmac_bits);
    if (facts->keys)
        tell_keys(reading, facts);
}

/* Log-ins and renewals take tokens that end, and answer everybody. */
static bool is_renewal(const struct signal_reading *reading)
{
    static const struct slice words[] = { SLICE_TEXT("refresh"), SLICE_TEXT("login"), SLICE_TEXT("logout"),
                                          SLICE_TEXT("signout"), SLICE_TEXT("token"), SLICE_TEXT("renew") };

    return slice_eq(reading->exchange->method, SLICE("POST")) && PATH_SAYS(reading->path, words);
}

static void read_junk(struct signal_reading *reading)
{
    if (!is_renewal(reading) && answer_is_accepted(reading))
        signal_mark(reading, MARK_junk_success);
}

static void read_jwt(struct signal_reading *reading, const struct credential *credential)
{
    const struct jwt_facts *facts = jwt_facts_of(reading, credential);
    struct slice lifetime;
    bool is_suspect;

    if (!facts || facts->is_passing)
        return;
    if (facts->is_broken) {
        read_junk(reading);
        return;
    }
    signal_mark(reading, MARK_jwt_success);
    if (facts->issuer)
        signal_tell(reading, FACT_jwt_issuer, jwt_name(reading->memory, facts->issuer));
    if (facts->audience)
        signal_tell(reading, FACT_jwt_audience, jwt_name(reading->memory, facts->audience));
    lifetime = lifetime_of(reading, facts);
    is_suspect = facts->is_unsigned || facts->is_weak || facts->keys || is_expired(reading, facts);
    if ((!lifetime.len && !is_suspect && !facts->personal) || is_renewal(reading))
        return;
    if (lifetime.len)
        signal_tell(reading, FACT_jwt_lifetime, lifetime);
    if (is_suspect)
        tell_accepted(reading, facts);
    for (unsigned kinds = facts->personal; kinds; kinds &= kinds - 1)
        signal_tell(reading, FACT_jwt_personal,
                    slice_of(jwt_personal_name((enum jwt_personal)__builtin_ctz(kinds))));
}

/* A token that leaves something out is none: "eyJhbGciOi..." without its dots. */
static void read_bearer(struct signal_reading *reading, const struct credential *credential)
{
    if (is_junk(credential->value) || slice_starts_with(credential->value, SLICE("eyJ")))
        read_junk(reading);
    else
        signal_mark(reading, MARK_opaque_success);
}

void signal_token(struct signal_reading *reading)
{
    if (reading->credential_count == 0 || !signal_is_success(reading))
        return;
    for (size_t i = 0; i < reading->credential_count; i++) {
        const struct credential *credential = &reading->credentials[i];

        if (credential->is_jwt)
            read_jwt(reading, credential);
        else if (credential->kind == CREDENTIAL_BEARER)
            read_bearer(reading, credential);
        else if (credential->kind == CREDENTIAL_BASIC)
            read_basic(reading, credential);
        else if (credential->kind == CREDENTIAL_API_KEY_HEADER && is_junk(credential->value))
            read_junk(reading);
    }
}
