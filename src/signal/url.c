/* SPDX-License-Identifier: Apache-2.0 */
/* Credentials in URLs, which histories, logs of proxies and Referer fields keep. Look-alikes: links that are meant to be used once,
 * signed links, tokens of pages, streams (a browser's EventSource and WebSocket can send no header field). */
#include "base/byte.h"
#include "signal/answer.h"
#include "signal/member.h"
#include "signal/path_words.h"

static bool is_link_path(struct slice path)
{
    static const struct slice links[] = {
        SLICE_TEXT("verif"),    SLICE_TEXT("confirm"), SLICE_TEXT("activat"),     SLICE_TEXT("reset"),
        SLICE_TEXT("recover"),  SLICE_TEXT("forgot"),  SLICE_TEXT("invit"),       SLICE_TEXT("magic"),
        SLICE_TEXT("callback"), SLICE_TEXT("oauth"),   SLICE_TEXT("unsubscribe"), SLICE_TEXT("share"),
        SLICE_TEXT("download"), SLICE_TEXT("signup"),  SLICE_TEXT("register"),    SLICE_TEXT("authorize"),
        SLICE_TEXT("optin"),    SLICE_TEXT("webhook"), SLICE_TEXT("preview"),     SLICE_TEXT("pixel"),
    };

    return PATH_SAYS(path, links);
}

/* A signature over the address and its end: RFC 3986 knows none, yet stores of files all do. */
static bool is_signed(struct slice query)
{
    static const struct slice signatures[] = { SLICE_TEXT("X-Amz-Signature="),
                                               SLICE_TEXT("X-Goog-Signature="), SLICE_TEXT("Signature="),
                                               SLICE_TEXT("sig="), SLICE_TEXT("hmac=") };

    for (size_t i = 0; i < sizeof signatures / sizeof *signatures; i++)
        if (slice_contains_nocase(query, signatures[i]))
            return true;
    return false;
}

static bool is_stream(const struct signal_reading *reading)
{
    return reading->exchange->flags & EXCHANGE_UPGRADED ||
           slice_starts_with_nocase(fields_value(reading->response, FIELD_ID_content_type),
                                    SLICE("text/event-stream"));
}

/* The name of a parameter is the client's text: what is no plain name is not repeated. */
static bool is_plain_name(struct slice name)
{
    for (size_t i = 0; i < name.len; i++)
        if (!byte_is_letter(name.at[i]) && !memchr("-_.", name.at[i], 3))
            return false;
    return name.len > 0 && name.len <= 40;
}

static void tell_parameter(struct signal_reading *reading, const struct credential *credential)
{
    static const char *const keys[] = { "apikey", "appkey",  "key",      "accesskey",   "subscriptionkey",
                                        "appid",  "license", "apitoken", "clientsecret" };
    static const char *const others[] = { "code", "sig", "xamzsignature" };
    struct slice name = credential->name;

    if (MEMBER_AMONG(name, others) || !is_plain_name(name))
        return;
    if (MEMBER_AMONG(name, keys) || slice_contains_nocase(name, SLICE("key")))
        signal_tell(reading, FACT_query_key, name);
    else
        signal_tellf(reading, FACT_url_credential, "query %.*s", SLICE_ARG(name));
}

static void read_keys(struct signal_reading *reading)
{
    bool is_fine = is_signed(reading->query) || is_link_path(reading->path) || is_stream(reading) ||
                   !answer_is_accepted(reading);

    for (size_t i = 0; !is_fine && i < reading->credential_count; i++)
        if (reading->credentials[i].kind == CREDENTIAL_API_KEY_QUERY)
            tell_parameter(reading, &reading->credentials[i]);
}

/* Passwords are no credentials of a request by their form, so they are looked for by name. */
static void read_passwords(struct signal_reading *reading)
{
    static const char *const secrets[] = { "password", "passwd",     "pwd",          "pass",
                                           "secret",   "passphrase", "userpassword", "clientsecret" };
    struct slice rest = reading->query;

    while (rest.len) {
        struct slice value = slice_cut(&rest, '&'), name = slice_cut(&value, '=');

        if (value.len >= 3 && name.len >= 3 && memchr("psuc", name.at[0] | 0x20, 4) &&
            MEMBER_AMONG(name, secrets) && answer_is_accepted(reading))
            signal_tellf(reading, FACT_url_credential, "query %.*s", SLICE_ARG(name));
    }
}

static void read_path(struct signal_reading *reading)
{
    const char *jwt = memmem(reading->path.at, reading->path.len, "/eyJ", 4);
    const char *session = memchr(reading->path.at, ';', reading->path.len);

    if (session && slice_starts_with_nocase(
                       slice_make(session, (size_t)(reading->path.at + reading->path.len - session)),
                       SLICE(";jsessionid=")))
        signal_tell(reading, FACT_url_credential, SLICE("path jsessionid"));
    if (jwt && !is_link_path(reading->path) &&
        memchr(jwt, '.', (size_t)(reading->path.at + reading->path.len - jwt)))
        signal_tell(reading, FACT_url_credential, SLICE("path JWT"));
}

/* What a server sends the browser to: the implicit grant, which RFC 9700 2.1.2 tells not to use. */
static void read_location(struct signal_reading *reading)
{
    struct slice location = fields_value(reading->response, FIELD_ID_location);
    const char *user = location.len ? memmem(location.at, location.len, "://", 3) : NULL;
    struct slice authority =
        user ? slice_make(user + 3, (size_t)(location.at + location.len - user - 3)) : location;

    if (slice_contains_nocase(location, SLICE("access_token=")))
        signal_tell(reading, FACT_url_credential, SLICE("header Location access_token"));
    authority = slice_cut(&authority, '/');
    if (user && memchr(authority.at, '@', authority.len) && memchr(authority.at, ':', authority.len))
        signal_tell(reading, FACT_url_credential, SLICE("header Location user name and password"));
}

void signal_url(struct signal_reading *reading)
{
    if (reading->exchange->status >= 300 && reading->exchange->status < 400 &&
        fields_have(reading->response, FIELD_ID_location))
        read_location(reading);
    if (!signal_is_success(reading))
        return;
    if (reading->exchange->flags & EXCHANGE_USERINFO)
        signal_tell(reading, FACT_url_credential, SLICE("user name and password before the host"));
    if (reading->path.len >= 40)
        read_path(reading);
    if (reading->query.len == 0)
        return;
    read_passwords(reading);
    for (size_t i = 0; i < reading->credential_count; i++)
        if (reading->credentials[i].kind == CREDENTIAL_API_KEY_QUERY) {
            read_keys(reading);
            return;
        }
}
