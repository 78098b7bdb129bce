/* SPDX-License-Identifier: Apache-2.0 */
/* Who asked without a credential, what was answered, and whether that proves anything: the request may hold a credential of a form
 * nobody knows, and the answer may be worth nothing. */
#include "http/cookie.h"
#include "signal/answer.h"
#include "signal/member.h"

/* A cookie of the company's own name may hold a session, if its value is random; one named for it, whatever it holds. */
static bool has_odd_cookie(const struct signal_reading *reading)
{
    static const struct slice others[] = {
        SLICE_TEXT("csrf"),       SLICE_TEXT("xsrf"),     SLICE_TEXT("ajs_"),     SLICE_TEXT("amp"),
        SLICE_TEXT("mp_"),        SLICE_TEXT("optim"),    SLICE_TEXT("utm"),      SLICE_TEXT("inter"),
        SLICE_TEXT("hubspot"),    SLICE_TEXT("hjid"),     SLICE_TEXT("consent"),  SLICE_TEXT("awsalb"),
        SLICE_TEXT("incap"),      SLICE_TEXT("nlbi"),     SLICE_TEXT("datadome"), SLICE_TEXT("bm_"),
        SLICE_TEXT("ak_"),        SLICE_TEXT("amcv"),     SLICE_TEXT("device"),   SLICE_TEXT("visitor"),
        SLICE_TEXT("anon"),       SLICE_TEXT("affinity"), SLICE_TEXT("cart"),     SLICE_TEXT("basket"),
        SLICE_TEXT("lang"),       SLICE_TEXT("bigip"),    SLICE_TEXT("track"),    SLICE_TEXT("client"),
        SLICE_TEXT("experiment"), SLICE_TEXT("kndctr"),
    };
    struct slice cookies = fields_value(reading->request, FIELD_ID_cookie), name, value;

    while (cookie_next(&cookies, &name, &value)) {
        bool named = slice_contains_nocase(name, SLICE("sess")) ||
                     slice_contains_nocase(name, SLICE("auth")) ||
                     slice_contains_nocase(name, SLICE("login"));
        bool other = name.len == 0 || name.at[0] == '_' || value.len < 4 ||
                     (!named && !credential_looks_secret(value, 16));

        for (size_t i = 0; i < sizeof others / sizeof *others && !other; i++)
            other = slice_contains_nocase(name, others[i]);
        if (!other)
            return true;
    }
    return false;
}

/* X-Hub-Signature, Stripe-Signature, X-Partner-Auth with a short value. */
static bool has_odd_field(const struct signal_reading *reading)
{
    const struct fields *fields = reading->request;

    if (!(fields->any & (FIELD_KEY | FIELD_KEY_LIKE | FIELD_NO_SECRET)))
        return false;
    for (size_t i = 0; i < fields->count; i++) {
        struct slice name = fields->headers[i].name;

        if (fields->headers[i].value.len < 4 || fields->flags[i] & (FIELD_NO_KEY | FIELD_MECHANIC))
            continue;
        if (fields->flags[i] & (FIELD_KEY | FIELD_KEY_LIKE) ||
            slice_contains_nocase(name, SLICE("signature")) || slice_contains_nocase(name, SLICE("hmac")))
            return true;
    }
    return false;
}

static bool is_proof(struct slice name)
{
    static const char *const names[] = {
        "token",
        "accesstoken",
        "authtoken",
        "refreshtoken",
        "idtoken",
        "sessiontoken",
        "sessionid",
        "apikey",
        "appkey",
        "key",
        "secret",
        "clientsecret",
        "password",
        "passwd",
        "pwd",
        "signature",
        "sig",
        "hmac",
        "hash",
        "otp",
        "code",
        "pin",
        "ticket",
        "assertion",
        "clientassertion",
        "credential",
        "jwt",
        "passcode",
        "invitetoken",
        "mfatoken",
        "statetoken",
        "challengetoken",
        "nonce",
        "captchatoken",
        "recaptcha",
        "auth",
    };

    return MEMBER_AMONG(name, names);
}

static void look_for_proof(void *context, struct slice name, struct slice value)
{
    bool *found = context;

    *found = *found || (value.len >= 4 && is_proof(name));
}

static bool has_proof_in_query(const struct signal_reading *reading)
{
    struct slice rest = reading->query;

    while (rest.len) {
        struct slice value = slice_cut(&rest, '&'), name = slice_cut(&value, '=');

        if (value.len >= 6 && is_proof(name))
            return true;
    }
    return false;
}

/* An address that nobody can guess is a credential of a kind: /shares/kX9..., /invites/eyJ... */
static bool has_proof_in_path(struct slice path)
{
    struct slice segment;

    while (slice_next(&path, '/', &segment))
        if (segment.len >= 22 && segment.len <= 512) {
            size_t upper = 0, lower = 0, digits = 0;

            for (size_t i = 0; i < segment.len; i++) {
                upper += segment.at[i] >= 'A' && segment.at[i] <= 'Z';
                lower += segment.at[i] >= 'a' && segment.at[i] <= 'z';
                digits += segment.at[i] >= '0' && segment.at[i] <= '9';
            }
            if (upper >= 3 && lower >= 3 && digits >= 2 && upper + lower + digits + 4 >= segment.len)
                return true;
        }
    return false;
}

static bool is_doubtful(struct signal_reading *reading)
{
    bool found = false;

    if (answer_of(reading) == ANSWER_SLIGHT && slice_eq(reading->exchange->method, SLICE("GET")))
        return true;
    if (has_odd_field(reading) || (fields_have(reading->request, FIELD_ID_cookie) && has_odd_cookie(reading)))
        return true;
    if ((reading->query.len && has_proof_in_query(reading)) || has_proof_in_path(reading->path))
        return true;
    member_walk(reading, &reading->exchange->request, look_for_proof, &found);
    return found;
}

void signal_anonymous(struct signal_reading *reading)
{
    uint16_t status = reading->exchange->status;

    if (reading->credential_count)
        return;
    signal_mark(reading, MARK_anonymous);
    if (!signal_is_answered(reading))
        return;
    if (status == 401 || status == 403)
        signal_mark(reading, MARK_anonymous_refused);
    if (!signal_is_success(reading))
        return;
    if (answer_of(reading) >= ANSWER_NO) {
        if (answer_of(reading) == ANSWER_REFUSED)
            signal_mark(reading, MARK_anonymous_refused);
        return;
    }
    signal_mark(reading, MARK_anonymous_success);
    if (is_doubtful(reading))
        signal_mark(reading, MARK_anonymous_doubtful);
}
