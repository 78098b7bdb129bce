/* SPDX-License-Identifier: Apache-2.0 */
/* Whether a log-in gives a new session id. One that stays as it was before may have been given to the visitor by somebody else
 * (session fixation). Told only where the session lives in a cookie: a log-in that answers with a token starts nothing else. */
#include "http/cookie.h"
#include "signal/answer.h"
#include "signal/member.h"
#include "signal/path_words.h"

struct login {
    bool has_password, has_token;
    bool is_unfinished; /* a second factor is asked for */
};

static void look_for_password(void *context, struct slice name, struct slice value)
{
    static const char *const names[] = { "password",     "passwd",        "pwd",        "pass", "passwort",
                                         "userpassword", "loginpassword", "passphrase", "pin" };
    struct login *login = context;

    login->has_password |= value.len > 0 && MEMBER_AMONG(name, names);
}

static void look_for_more(void *context, struct slice name, struct slice value)
{
    static const char *const names[] = { "token",  "accesstoken",  "authtoken",           "idtoken",
                                         "jwt",    "sessiontoken", "authenticationtoken", "access",
                                         "bearer", "sessionid" };
    static const struct slice steps[] = { SLICE_TEXT("mfa"),       SLICE_TEXT("2fa"),
                                          SLICE_TEXT("twofactor"), SLICE_TEXT("two_factor"),
                                          SLICE_TEXT("otp"),       SLICE_TEXT("challenge") };
    struct login *login = context;

    login->has_token |= value.len >= 12 && MEMBER_AMONG(name, names);
    for (size_t i = 0; i < sizeof steps / sizeof *steps; i++)
        login->is_unfinished |=
            slice_contains_nocase(name, steps[i]) || slice_contains_nocase(value, steps[i]);
}

static bool is_past_login(struct signal_reading *reading)
{
    static const struct slice back[] = { SLICE_TEXT("login"), SLICE_TEXT("signin"), SLICE_TEXT("sign-in"),
                                         SLICE_TEXT("error"), SLICE_TEXT("fail"),   SLICE_TEXT("denied") };
    struct slice location = fields_value(reading->response, FIELD_ID_location);
    uint16_t status = reading->exchange->status;

    if (status == 302 || status == 303)
        return location.len && !PATH_SAYS(location, back);
    /* A form that comes back with what was wrong is a page. */
    return answer_is_accepted(reading) &&
           !slice_starts_with_nocase(fields_value(reading->response, FIELD_ID_content_type),
                                     SLICE("text/html"));
}

static bool is_login(struct signal_reading *reading)
{
    static const struct slice words[] = { SLICE_TEXT("login"),   SLICE_TEXT("log-in"),  SLICE_TEXT("signin"),
                                          SLICE_TEXT("sign-in"), SLICE_TEXT("session"), SLICE_TEXT("auth") };
    struct login login = { .has_password = false };

    if (!slice_eq(reading->exchange->method, SLICE("POST")) || !PATH_SAYS(reading->path, words) ||
        !is_past_login(reading))
        return false;
    member_walk(reading, &reading->exchange->request, look_for_password, &login);
    if (!login.has_password)
        return false;
    member_walk(reading, &reading->exchange->response, look_for_more, &login);
    return !login.has_token && !login.is_unfinished;
}

/* Any session cookie with a value that was not there before is a new session. */
static bool is_renewed(const struct signal_reading *reading)
{
    const struct fields *fields = reading->response;
    struct set_cookie cookie;

    for (size_t i = 0; i < fields->count; i++) {
        bool is_known = false;

        if (fields->ids[i] != FIELD_ID_set_cookie || !cookie_read_set(fields->headers[i].value, &cookie) ||
            !credential_is_session_cookie(cookie.name, cookie.value))
            continue;
        for (size_t j = 0; j < reading->credential_count; j++)
            is_known |= slice_eq(reading->credentials[j].value, cookie.value);
        if (!is_known)
            return true;
    }
    return false;
}

void signal_login(struct signal_reading *reading)
{
    bool has_session = false;

    if (reading->exchange->request.body.len == 0)
        return;
    for (size_t i = 0; i < reading->credential_count; i++) {
        if (reading->credentials[i].kind != CREDENTIAL_COOKIE)
            return; /* a token or a key says who it is */
        has_session |= !reading->credentials[i].is_jwt;
    }
    if (has_session && is_login(reading))
        signal_tell(reading, FACT_login_session, is_renewed(reading) ? SLICE("renewed") : SLICE("kept"));
}
