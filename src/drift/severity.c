/* SPDX-License-Identifier: Apache-2.0 */
/* How much a row matters, and why. */
#include "drift/holding.h"

#include "base/words.h"

static const enum severity usual[DRIFT_KINDS] = {
    [DRIFT_UNDOCUMENTED_SERVICE] = SEVERITY_HIGH,
    [DRIFT_UNDOCUMENTED_OPERATION] = SEVERITY_MEDIUM,
    [DRIFT_PARAMETER_DOCUMENTED_AS_VALUE] = SEVERITY_LOW,
    [DRIFT_UNDOCUMENTED_QUERY_PARAM] = SEVERITY_LOW,
    [DRIFT_UNDOCUMENTED_HEADER_PARAM] = SEVERITY_LOW,
    [DRIFT_UNDOCUMENTED_COOKIE_PARAM] = SEVERITY_LOW,
    [DRIFT_UNDOCUMENTED_REQUEST_FIELD] = SEVERITY_MEDIUM,
    [DRIFT_UNDOCUMENTED_RESPONSE_FIELD] = SEVERITY_LOW,
    [DRIFT_UNDOCUMENTED_STATUS] = SEVERITY_LOW,
    [DRIFT_UNDOCUMENTED_REQUEST_MEDIA_TYPE] = SEVERITY_LOW,
    [DRIFT_UNDOCUMENTED_RESPONSE_MEDIA_TYPE] = SEVERITY_LOW,
    [DRIFT_UNDOCUMENTED_ENUM_VALUE] = SEVERITY_LOW,
    [DRIFT_UNDOCUMENTED_SECURITY] = SEVERITY_MEDIUM,
    [DRIFT_SECURITY_NOT_ENFORCED] = SEVERITY_HIGH,
    [DRIFT_SECURITY_SCHEME_MISMATCH] = SEVERITY_MEDIUM,
    [DRIFT_TYPE_MISMATCH] = SEVERITY_MEDIUM,
    [DRIFT_NULL_NOT_ALLOWED] = SEVERITY_LOW,
    [DRIFT_FORMAT_MISMATCH] = SEVERITY_LOW,
    [DRIFT_PATTERN_MISMATCH] = SEVERITY_LOW,
    [DRIFT_VALUE_OUT_OF_RANGE] = SEVERITY_LOW,
    [DRIFT_LENGTH_OUT_OF_RANGE] = SEVERITY_LOW,
    [DRIFT_ITEMS_OUT_OF_RANGE] = SEVERITY_LOW,
    [DRIFT_MISSING_REQUIRED_PARAM] = SEVERITY_LOW,
    [DRIFT_MISSING_REQUIRED_FIELD] = SEVERITY_MEDIUM,
    [DRIFT_MISSING_REQUIRED_BODY] = SEVERITY_LOW,
    [DRIFT_DEPRECATED_IN_USE] = SEVERITY_LOW,
    [DRIFT_DEPRECATED_PARAM_IN_USE] = SEVERITY_INFO,
    [DRIFT_OLD_VERSION_IN_USE] = SEVERITY_MEDIUM,
    [DRIFT_SCHEME_MISMATCH] = SEVERITY_HIGH,
    [DRIFT_HOST_MISMATCH] = SEVERITY_LOW,
    [DRIFT_BASE_PATH_MISMATCH] = SEVERITY_MEDIUM,
    [DRIFT_UNOBSERVED_OPERATION] = SEVERITY_INFO,
    [DRIFT_UNOBSERVED_PARAM] = SEVERITY_INFO,
    [DRIFT_UNOBSERVED_FIELD] = SEVERITY_INFO,
    [DRIFT_UNOBSERVED_STATUS] = SEVERITY_INFO,
};

/* What people call interfaces that callers from outside should never reach. */
static bool is_internal(struct slice path)
{
    static const char *const names[] = { "admin",       "administrator", "internal", "debug",   "actuator",
                                         "management",  "manage",        "private",  "console", "backoffice",
                                         "sysadmin",    "superuser",     "root",     "ops",     "operator",
                                         "maintenance", "heapdump",      "env",      "metrics", "trace",
                                         "pprof",       "jolokia",       "swagger",  "graphiql" };

    while (path.len) {
        struct slice segment = slice_cut(&path, '/');

        if (segment.len && segment.at[0] != '{' && WORDS_SAY(segment, names))
            return true;
    }
    return false;
}

static struct slice last_name(struct slice pointer)
{
    const char *slash = pointer.len ? memrchr(pointer.at, '/', pointer.len) : NULL;

    return slash ? slice_make(slash + 1, (size_t)(pointer.at + pointer.len - slash - 1)) : pointer;
}

static bool is_secret(struct slice name)
{
    static const char *const names[] = { "password", "passwd", "secret", "token", "credential", "credentials",
                                         "ssn",      "pin",    "cvv",    "cvc",   "iban",       "otp" };

    return WORDS_SAY(last_name(name), names);
}

static bool is_privileged(struct slice name)
{
    static const char *const names[] = { "admin",     "role",      "roles",   "permission", "permissions",
                                         "privilege", "scope",     "scopes",  "balance",    "price",
                                         "discount",  "credit",    "tenant",  "owner",      "verified",
                                         "approved",  "superuser", "internal" };

    return WORDS_SAY(last_name(name), names);
}

static bool changes_state(struct slice method)
{
    return !slice_eq(method, SLICE("GET")) && !slice_eq(method, SLICE("HEAD")) &&
           !slice_eq(method, SLICE("OPTIONS"));
}

static void raise(struct drift_row *row, enum severity severity, struct slice reason)
{
    if (severity > row->severity)
        row->severity = severity;
    row->severity_reason = reason;
}

static void judge_operation(struct drift_row *row)
{
    const struct endpoint *endpoint = row->endpoint;

    if (is_internal(row->template) || (row->of_service && is_internal(row->of_service->host)))
        raise(row, SEVERITY_HIGH, SLICE("an admin or internal interface, by its name"));
    else if (endpoint && endpoint->anonymous_accepted && changes_state(row->method))
        raise(row, SEVERITY_HIGH, SLICE("it changes state and was answered without a credential"));
    else if (endpoint && !endpoint->by_class[2])
        raise(row, SEVERITY_LOW, SLICE("it never answered with success"));
    else
        raise(row, SEVERITY_LOW, SLICE("it is served and used, and nobody reviewed it"));
    if (endpoint && !endpoint->by_class[2] && row->severity == SEVERITY_MEDIUM)
        row->severity = SEVERITY_LOW;
}

static void judge_service(struct drift_row *row)
{
    const struct service *service = row->of_service;
    bool internal = is_internal(service->host);

    raise(row, SEVERITY_HIGH, SLICE("nobody who goes by the documents knows of it"));
    for (size_t i = 0; i < service->endpoint_count && !internal; i++)
        internal = is_internal(service->endpoints[i].path);
    if (internal)
        raise(row, SEVERITY_CRITICAL, SLICE("it has admin or internal interfaces, by their names"));
}

void severity_judge(struct holding *holding, struct drift_row *row)
{
    row->severity = usual[row->kind];
    row->severity_reason = SLICE("usual for its kind");
    switch (row->kind) {
    case DRIFT_UNDOCUMENTED_SERVICE: judge_service(row); break;
    case DRIFT_UNDOCUMENTED_OPERATION: judge_operation(row); break;
    case DRIFT_UNDOCUMENTED_REQUEST_FIELD:
    case DRIFT_UNDOCUMENTED_QUERY_PARAM:
        if (is_privileged(row->name))
            raise(row, SEVERITY_HIGH, SLICE("its name says that it decides about rights or money"));
        break;
    case DRIFT_UNDOCUMENTED_RESPONSE_FIELD:
        if (is_secret(row->name))
            raise(row, SEVERITY_HIGH, SLICE("its name says that it is a secret"));
        break;
    case DRIFT_UNDOCUMENTED_STATUS:
        if (slice_starts_with(row->name, SLICE("2")))
            raise(row, SEVERITY_MEDIUM, SLICE("success that callers were not told of"));
        break;
    case DRIFT_SECURITY_NOT_ENFORCED:
        if (changes_state(row->method))
            raise(row, SEVERITY_CRITICAL, SLICE("it changes state"));
        break;
    default: break;
    }
}
