/* SPDX-License-Identifier: Apache-2.0 */
/* Tokens and codes of password resets: what they look like where a reset was accepted with one, and whether the answer to who asks for a
 * reset holds it. Codes of six digits are usual, and fine where guesses are counted: that is another check's question. */
#include "base/byte.h"
#include "http/jwt.h"
#include "signal/answer.h"
#include "signal/member.h"
#include "signal/path_words.h"

#define SHORT_DIGITS 5 /* 100 000 codes are tried in an hour */
#define SHORT_TEXT 7   /* characters; 36^7 is 2^36 */
#define NEAR_SECONDS (7 * 24 * 3600)

struct reset {
    struct signal_reading *reading;
    bool has_password, has_proof, is_path; /* a new password; a token or code; the path says reset */
    struct slice told;                     /* what the answer holds of it: its name; static text */
};

static bool is_proof_name(struct slice name)
{
    static const char *const names[] = { "token",
                                         "resettoken",
                                         "passwordresettoken",
                                         "resetpasswordtoken",
                                         "otp",
                                         "otpcode",
                                         "code",
                                         "resetcode",
                                         "pin",
                                         "verificationcode",
                                         "recoverytoken",
                                         "recoverycode",
                                         "confirmationcode",
                                         "resetkey",
                                         "onetimecode",
                                         "passcode" };

    return MEMBER_AMONG(name, names);
}

static bool all_are(struct slice text, bool (*is)(char))
{
    for (size_t i = 0; i < text.len; i++)
        if (!is(text.at[i]))
            return false;
    return text.len > 0;
}

static bool is_hex(char c)
{
    return byte_hex_value(c) >= 0;
}

static bool is_printable(char c)
{
    return c > ' ' && c <= '~';
}

static bool is_near(const struct reset *reset, uint64_t seconds)
{
    int64_t now = reset->reading->exchange->started / 1000000000;

    return seconds < INT64_MAX && (int64_t)seconds > now - NEAR_SECONDS &&
           (int64_t)seconds < now + NEAR_SECONDS;
}

static bool is_time(const struct reset *reset, struct slice value)
{
    unsigned long long number;
    uint64_t hex = 0;

    if (slice_to_u64(value, UINT64_MAX, &number))
        return is_near(reset, number) || (value.len == 13 && is_near(reset, number / 1000));
    /* PHP's uniqid: seconds in eight hexadecimal digits, microseconds in five. */
    if (value.len != 13 || !all_are(value, is_hex))
        return false;
    for (size_t i = 0; i < 8; i++)
        hex = hex << 4 | (unsigned)byte_hex_value(value.at[i]);
    return is_near(reset, hex);
}

/* base64 of an address, a number or a time is no secret. */
static bool is_encoded(const struct reset *reset, struct slice value)
{
    struct slice text = value.len >= 8 && value.len <= 128 ? jwt_decode(value, reset->reading->arena)
                                                           : (struct slice){ NULL, 0 };

    if (text.len < 4 || !all_are(text, is_printable))
        return false;
    return all_are(text, byte_is_digit) || (memchr(text.at, '@', text.len) && memchr(text.at, '.', text.len));
}

static bool is_uuid_of_time(struct slice value)
{
    return value.len == 36 && value.at[8] == '-' && value.at[13] == '-' && value.at[14] == '1' &&
           value.at[18] == '-' && value.at[23] == '-';
}

static void judge(struct reset *reset, struct slice value)
{
    struct signal_reading *reading = reset->reading;

    if (is_time(reset, value))
        signal_tell(reading, FACT_reset_token, SLICE("made of the time"));
    else if (all_are(value, byte_is_digit) && value.len <= SHORT_DIGITS)
        signal_tellf(reading, FACT_reset_token, "%zu digits", value.len);
    else if (is_uuid_of_time(value))
        signal_tell(reading, FACT_reset_token, SLICE("UUID of version 1, made of the time"));
    else if (memchr(value.at, '@', value.len) || is_encoded(reset, value))
        signal_tell(reading, FACT_reset_token, SLICE("made of what is known of the account"));
    else if (value.len <= SHORT_TEXT && all_are(value, byte_is_alphanumeric) &&
             !all_are(value, byte_is_digit))
        signal_tellf(reading, FACT_reset_token, "%zu characters", value.len);
}

/* ---- what was asked ---- */

static void look_at_request(void *context, struct slice name, struct slice value)
{
    static const char *const passwords[] = {
        "password", "newpassword", "passwordconfirmation", "confirmpassword", "passwd", "newpass", "pass"
    };
    struct reset *reset = context;

    reset->has_password |= value.len > 0 && MEMBER_AMONG(name, passwords);
    reset->has_proof |= value.len > 0 && is_proof_name(name);
}

static void judge_request(void *context, struct slice name, struct slice value)
{
    if (value.len && is_proof_name(name))
        judge(context, value);
}

static void judge_query(struct reset *reset)
{
    struct slice rest = reset->reading->query;

    while (rest.len) {
        struct slice value = slice_cut(&rest, '&'), name = slice_cut(&value, '=');

        if (value.len && is_proof_name(name)) {
            reset->has_proof = true;
            judge(reset, value);
        }
    }
}

/* ---- what was answered ---- */

/* ".../reset?token=...", ".../reset/aB3dE5...": a page of help about resets has neither. */
static bool is_link_with_token(struct slice value)
{
    const char *last = value.len ? memrchr(value.at, '/', value.len) : NULL;
    struct slice end =
        last ? slice_make(last + 1, (size_t)(value.at + value.len - last - 1)) : (struct slice){ NULL, 0 };

    if (!slice_starts_with_nocase(value, SLICE("http")) || !last)
        return false;
    return slice_contains_nocase(value, SLICE("token=")) || slice_contains_nocase(value, SLICE("otp=")) ||
           (slice_contains_nocase(value, SLICE("reset")) && credential_looks_secret(end, 16));
}

/* {"code": 20000} and {"code": "E10023"} are statuses: a bare code must be long to be another one. */
static bool is_told_proof(struct slice name, struct slice value)
{
    static const char *const ambiguous[] = { "code", "pin" };
    bool is_digits = value.len >= 4 && value.len <= 10 && all_are(value, byte_is_digit);

    if (!is_proof_name(name))
        return false;
    if (MEMBER_AMONG(name, ambiguous))
        return credential_looks_secret(value, 16);
    return is_digits || credential_looks_secret(value, 6);
}

static void look_at_answer(void *context, struct slice name, struct slice value)
{
    struct reset *reset = context;

    if (is_link_with_token(value))
        reset->told = SLICE("link in the answer");
    else if (is_told_proof(name, value))
        reset->told = SLICE("in the answer");
}

static bool is_json(const struct signal_reading *reading)
{
    struct slice body = reading->exchange->response.body;

    return body.len && body.len <= 2 * MEMBER_BYTES && (*body.at == '{' || *body.at == '[');
}

/* Who is known need not prove it with a letter; the token of a link looks like a credential in the query. */
static bool is_logged_in(const struct signal_reading *reading)
{
    for (size_t i = 0; i < reading->credential_count; i++)
        if (reading->credentials[i].kind != CREDENTIAL_API_KEY_QUERY)
            return true;
    return false;
}

void signal_reset(struct signal_reading *reading)
{
    static const struct slice resets[] = { SLICE_TEXT("reset"),    SLICE_TEXT("forgot"),
                                           SLICE_TEXT("forget"),   SLICE_TEXT("recover"),
                                           SLICE_TEXT("lostpass"), SLICE_TEXT("lost-pass") };
    static const struct slice codes[] = { SLICE_TEXT("otp"), SLICE_TEXT("check"), SLICE_TEXT("verify"),
                                          SLICE_TEXT("change"), SLICE_TEXT("password") };
    struct reset reset = { .reading = reading };

    if ((reading->exchange->request.body.len == 0 && reading->query.len == 0) || is_logged_in(reading))
        return;
    reset.is_path = PATH_SAYS(reading->path, resets);
    if ((!reset.is_path && !PATH_SAYS(reading->path, codes)) || !answer_is_accepted(reading))
        return;
    member_walk(reading, &reading->exchange->request, look_at_request, &reset);
    if (reset.is_path || (reset.has_password && reset.has_proof)) {
        member_walk(reading, &reading->exchange->request, judge_request, &reset);
        judge_query(&reset);
    }
    if (!reset.is_path || reset.has_proof || reset.has_password || !is_json(reading))
        return;
    member_walk(reading, &reading->exchange->response, look_at_answer, &reset);
    if (reset.told.len)
        signal_tell(reading, FACT_reset_token, reset.told);
}
