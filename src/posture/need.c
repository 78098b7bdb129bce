/* SPDX-License-Identifier: Apache-2.0 */
#include "posture/need.h"

#include "base/byte.h"
#include "base/words.h"

/* ---- for everybody ---- */

/* What visitors, browsers and other people's servers call without having an account. */
static bool is_for_visitors(struct slice path)
{
    static const char *const words[] = {
        "contact",    "feedback", "feedbacks",  "newsletter", "newsletters",  "subscribe",    "unsubscribe",
        "track",      "collect",  "beacon",     "beacons",    "telemetry",    "analytics",    "webhook",
        "webhooks",   "hook",     "hooks",      "callback",   "callbacks",    "ipn",          "csp",
        "consent",    "consents", "quote",      "quotes",     "estimate",     "estimates",    "calculate",
        "calculator", "validate", "validation", "verify",     "check",        "availability", "lookup",
        "search",     "suggest",  "query",      "ping",       "echo",         "captcha",      "captchas",
        "challenge",  "login",    "signin",     "signup",     "register",     "registration", "oauth",
        "oauth2",     "token",    "introspect", "revoke",     "logout",       "signout",      "forgot",
        "reset",      "activate", "activation", "confirm",    "confirmation", "otp",          "wellknown",
        "known",      "health",   "healthz",    "status",     "ready",        "live",         "version",
        "translate",  "convert",  "preview",    "render",     "cart",         "carts",        "basket",
        "baskets",    "visitor",  "visitors",   "waitlist",   "demo",         "survey",       "surveys",
        "poll",       "polls",    "anonymous",  "guest",      "public",       "impression",   "impressions",
        "clicks",     "pageview", "pageviews",  "refresh",    "saml",         "sso",          "acs",
        "slack",      "inbound",  "notify",     "pixel",      "rpc",          "jsonrpc",
    };

    return WORDS_SAY(path, words);
}

static bool is_for_everybody(const struct posture_endpoint *endpoint)
{
    const uint32_t purposes = PURPOSE_PUBLIC | PURPOSE_LOGIN | PURPOSE_LOGOUT | PURPOSE_RESET |
                              PURPOSE_SIGNUP | PURPOSE_DOCS | PURPOSE_OPERATIONS;

    return (endpoint->purpose & purposes) != 0;
}

/* ---- sensitive data ---- */

/* A shop's own address and phone number stand on its front page: contact data matter where they are those of people. */
static bool is_about_people(const struct posture_endpoint *endpoint)
{
    static const char *const words[] = {
        "user",        "users",     "customer",   "customers",  "member",    "members",    "account",
        "accounts",    "patient",   "patients",   "employee",   "employees", "person",     "persons",
        "people",      "profile",   "profiles",   "lead",       "leads",     "subscriber", "subscribers",
        "guest",       "guests",    "student",    "students",   "driver",    "drivers",    "applicant",
        "applicants",  "candidate", "candidates", "order",      "orders",    "invoice",    "invoices",
        "booking",     "bookings",  "passenger",  "passengers", "clients",   "borrower",   "tenant",
        "beneficiary", "contacts",  "me",         "owner",      "owners",    "recipient",  "payment",
        "payments",    "dashboard", "memories",   "vehicle",    "post",      "posts",      "comment",
        "comments",
    };
    size_t identity = 0, email = 0;

    for (size_t i = 0; i < endpoint->data_count; i++)
        if (endpoint->data[i].place == EXPOSED_RESPONSE_BODY) {
            identity += endpoint->data[i].class.class == DATA_person_name ||
                        endpoint->data[i].class.class == DATA_birth_date;
            email += endpoint->data[i].class.class == DATA_email;
        }
    return (identity && email) || WORDS_SAY(endpoint->endpoint->path, words);
}

/* Tokens and keys stand in answers that begin a session or set an app up: those are other checks' questions. Salaries stand in
 * advertisements and dates of birth in encyclopedias. */
static bool is_class_of_people(const struct exposed *row, bool about_people)
{
    switch (row->class.class) {
    case DATA_password:
    case DATA_password_hash:
    case DATA_private_key:
    case DATA_connection_string: return true;
    case DATA_salary:
    case DATA_balance: return about_people;
    default: break;
    }
    switch (row->row->group) {
    case GROUP_CREDENTIAL:
    case GROUP_TECHNICAL: return false;
    case GROUP_CONTACT: return about_people;
    case GROUP_IDENTITY: return about_people || row->row->severity >= SEVERITY_HIGH;
    default: return true;
    }
}

/* One value in all answers of one address: the company's own telephone number, or its account for donations. */
static bool is_constant(const struct posture_endpoint *endpoint, const struct exposed *row)
{
    const struct field *field = row->field;
    double distinct = 0;

    if (row->row->group != GROUP_CONTACT && row->class.class != DATA_iban &&
        row->class.class != DATA_bank_account)
        return false;
    if (row->support.count < 3 || memchr(endpoint->endpoint->path.at, '{', endpoint->endpoint->path.len))
        return false;
    if (field->values)
        distinct += sample_distinct(&field->values->sample);
    if (field->numbers)
        distinct += sample_distinct(&field->numbers->sample);
    return distinct > 0 && distinct < 2;
}

static bool is_sensitive(const struct posture_endpoint *endpoint, const struct exposed *row,
                         bool about_people)
{
    return row->place == EXPOSED_RESPONSE_BODY && row->status >= 200 && row->status < 300 &&
           row->row->severity >= SEVERITY_MEDIUM && is_class_of_people(row, about_people) &&
           !is_constant(endpoint, row);
}

static const struct exposed *worst_data(const struct posture_endpoint *endpoint)
{
    const struct exposed *worst = NULL;
    bool about_people = endpoint->data_count && is_about_people(endpoint);

    for (size_t i = 0; i < endpoint->data_count; i++) {
        const struct exposed *row = &endpoint->data[i];

        if (is_sensitive(endpoint, row, about_people) &&
            (!worst || row->row->severity > worst->row->severity))
            worst = row;
    }
    return worst;
}

/* ---- siblings ---- */

/* "v2", "api", "rest": they stand before everything and group nothing. */
static bool is_prefix(struct slice segment)
{
    static const char *const words[] = { "api",      "apis",   "rest",    "service", "services",
                                         "internal", "web",    "app",     "mobile",  "rpc",
                                         "gateway",  "public", "private", "ws",      "json" };

    if (SLICE_AMONG_NOCASE(segment, words))
        return true;
    return segment.len >= 2 && segment.len <= 4 && (segment.at[0] | 0x20) == 'v' &&
           byte_is_digit(segment.at[1]);
}

/* The path up to and with the first segment that names a thing: "/api/v1/orders" of "/api/v1/orders/{id}/lines". */
static struct slice family_of(struct slice path)
{
    struct slice rest = path, segment;

    while (slice_next(&rest, '/', &segment)) {
        if (segment.at[0] == '{')
            break;
        if (!is_prefix(segment))
            return slice_make(path.at, (size_t)(segment.at + segment.len - path.at));
    }
    return (struct slice){ NULL, 0 };
}

static bool is_below(struct slice path, struct slice above)
{
    return above.len && path.len >= above.len && slice_starts_with(path, above) &&
           (path.len == above.len || path.at[above.len] == '/');
}

static bool is_read(const struct endpoint *endpoint)
{
    return slice_eq(endpoint->method, SLICE("GET")) || slice_eq(endpoint->method, SLICE("HEAD"));
}

/* "/users/me" must ask, whatever the rest does. */
static bool is_own(struct slice path)
{
    static const char *const words[] = { "me", "self", "mine", "my", "current" };

    return WORDS_SAY(path, words);
}

/* Pictures, pages and scripts of a thing that itself asks are mostly for everybody. */
static bool is_decoration(const struct endpoint *endpoint)
{
    for (size_t i = 0; i < endpoint->response_count; i++) {
        const struct response *response = &endpoint->responses[i];

        for (size_t j = 0; response->status / 100 == 2 && j < response->content_count; j++) {
            struct slice type = response->contents[j].media_type;

            if (!slice_starts_with(type, SLICE("image/")) && !slice_starts_with(type, SLICE("font/")) &&
                !slice_eq(type, SLICE("text/html")) && !slice_eq(type, SLICE("text/css")))
                return false;
        }
    }
    return true;
}

/* Refused somebody, or never seen without a credential in more than a few calls. */
static bool evidently_asks(const struct posture_endpoint *endpoint)
{
    struct asking asking = asking_of(endpoint->endpoint);

    return asking.refused || (endpoint->asks_credential && (asking.refused_with || asking.with >= 10));
}

static bool siblings_ask(const struct posture_endpoint *endpoint, struct need *need)
{
    const struct posture_service *service = endpoint->service;
    struct slice path = endpoint->endpoint->path, family = family_of(path);
    bool kin = false;

    if (family.len == 0 || is_decoration(endpoint->endpoint))
        return false;
    for (size_t i = 0; i < service->endpoint_count; i++) {
        const struct posture_endpoint *other = &service->endpoints[i];

        if (other == endpoint || is_read(other->endpoint) != is_read(endpoint->endpoint) ||
            !is_below(other->endpoint->path, family) || is_own(other->endpoint->path) ||
            is_for_everybody(other))
            continue;
        need->siblings++;
        need->asking += evidently_asks(other);
        kin |= evidently_asks(other) && is_below(path, other->endpoint->path);
    }
    return need->asking * 2 > need->siblings && (need->asking >= 2 || kin);
}

/* ---- forms ---- */

static bool takes_contact(const struct posture_endpoint *endpoint)
{
    for (size_t i = 0; i < endpoint->data_count; i++)
        if (endpoint->data[i].place == EXPOSED_REQUEST_BODY && endpoint->data[i].row->group == GROUP_CONTACT)
            return true;
    return false;
}

/* A visitor who leaves name and telephone number to be called back, in a service that elsewhere asks. */
static bool is_form(const struct posture_endpoint *endpoint)
{
    const struct posture_service *service = endpoint->service;
    struct slice family = family_of(endpoint->endpoint->path);
    size_t asking = 0;

    if (!slice_eq(endpoint->endpoint->method, SLICE("POST")) || !takes_contact(endpoint))
        return false;
    for (size_t i = 0; i < service->endpoint_count; i++) {
        const struct posture_endpoint *other = &service->endpoints[i];

        if (!evidently_asks(other))
            continue;
        if (!is_read(other->endpoint) && is_below(other->endpoint->path, family))
            return false;
        asking++;
    }
    return asking > 0;
}

/* ---- together ---- */

struct need need_of(const struct posture_endpoint *endpoint)
{
    struct need need = { .reasons = 0 };
    bool for_visitors = is_for_visitors(endpoint->endpoint->path) || is_form(endpoint);

    if (is_for_everybody(endpoint))
        return need;
    need.data = worst_data(endpoint);
    if (need.data)
        need.reasons |= NEED_DATA;
    if (endpoint->changes_state && !for_visitors)
        need.reasons |= NEED_CHANGE;
    if (endpoint->purpose & PURPOSE_ADMIN && !for_visitors)
        need.reasons |= NEED_ADMIN;
    if (!for_visitors && siblings_ask(endpoint, &need))
        need.reasons |= NEED_SIBLINGS;
    return need;
}

static struct slice data_text(const struct need *need, struct arena *arena)
{
    const struct exposed *data = need->data;

    if (!data)
        return (struct slice){ "", 0 };
    return arena_printf(arena, "it returns: %s (%.*s)", data->row->title,
                        (int)(data->pointer.len < 80 ? data->pointer.len : 80), data->pointer.at);
}

struct slice need_text(const struct need *need, struct arena *arena)
{
    struct slice parts[4];
    size_t count = 0;
    struct slice text = { "", 0 };

    if (need->reasons & NEED_DATA)
        parts[count++] = data_text(need, arena);
    if (need->reasons & NEED_CHANGE)
        parts[count++] = SLICE("it changes state");
    if (need->reasons & NEED_ADMIN)
        parts[count++] = SLICE("it is for administrators by its path");
    if (need->reasons & NEED_SIBLINGS)
        parts[count++] =
            arena_printf(arena, "%zu of %zu endpoints beside it ask for one", need->asking, need->siblings);
    for (size_t i = 0; i < count; i++)
        text = arena_printf(arena, "%.*s%s%.*s", SLICE_ARG(text),
                            i == 0           ? ""
                            : i + 1 == count ? " and "
                                             : ", ",
                            SLICE_ARG(parts[i]));
    return text;
}

enum severity need_severity(const struct need *need, const struct posture_endpoint *endpoint)
{
    enum severity severity = SEVERITY_MEDIUM;

    if (need->reasons & (NEED_CHANGE | NEED_ADMIN))
        severity = SEVERITY_HIGH;
    if (need->data && need->data->row->severity == SEVERITY_CRITICAL)
        severity = SEVERITY_CRITICAL;
    else if (need->data && need->data->row->severity >= SEVERITY_MEDIUM)
        severity = SEVERITY_HIGH;
    if (endpoint->reach == REACH_INTERNAL && severity > SEVERITY_LOW)
        severity = (enum severity)((int)severity - 1);
    return severity;
}

struct asking asking_of(const struct endpoint *endpoint)
{
    const struct observations *seen = endpoint->observations;
    struct asking asking = {
        .open = observed(seen, MARK_anonymous_success) - observed(seen, MARK_anonymous_doubtful),
        .junk = observed(seen, MARK_junk_success),
        .refused = observed(seen, MARK_anonymous_refused),
        .refused_with = observed(seen, MARK_credential_refused),
    };

    for (size_t i = 0; i < endpoint->security_count; i++)
        if (endpoint->security[i].accepted > asking.with)
            asking.with = endpoint->security[i].accepted;
    return asking;
}

bool need_guards(const struct posture_endpoint *endpoint)
{
    struct asking asking = asking_of(endpoint->endpoint);

    if (endpoint->purpose & PURPOSE_PUBLIC || asking.open)
        return false;
    return asking.refused || asking.refused_with || need_of(endpoint).reasons;
}
