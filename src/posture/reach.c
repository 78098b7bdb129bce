/* SPDX-License-Identifier: Apache-2.0 */
#include "posture/reach.h"

#include "base/operation.h"
#include "base/pattern.h"
#include "posture/history.h"

static bool is_listed(const struct slice *globs, size_t count, struct slice text)
{
    for (size_t i = 0; i < count; i++)
        if (pattern_match(globs[i], text))
            return true;
    return false;
}

static bool is_held(const struct network *networks, size_t count, const struct address *address)
{
    for (size_t i = 0; i < count; i++)
        if (network_holds(&networks[i], address))
            return true;
    return false;
}

enum reach reach_of_address(const struct posture_settings *settings, const struct address *address)
{
    if (address->family == 0)
        return REACH_UNKNOWN;
    if (is_held(settings->partner, settings->partner_count, address))
        return REACH_PARTNER;
    if (is_held(settings->internal, settings->internal_count, address))
        return REACH_INTERNAL;
    return network_is_public(address) ? REACH_PUBLIC : REACH_INTERNAL;
}

/* Who called, as far as addresses tell. */
struct callers {
    uint64_t outside, partner, inside;
    uint64_t proxied; /* through proxies, whoever for */
};

static void add_observed(struct callers *callers, const struct observations *seen, bool count_outside)
{
    callers->outside += observed(seen, MARK_spoken_outside);
    callers->proxied += observed(seen, MARK_behind_proxy);
    if (count_outside)
        callers->outside += observed(seen, MARK_client_outside);
}

static enum reach reach_of_callers(const struct callers *callers)
{
    if (callers->outside)
        return REACH_PUBLIC;
    if (callers->partner)
        return REACH_PARTNER;
    return callers->inside && !callers->proxied ? REACH_INTERNAL : REACH_UNKNOWN;
}

enum reach reach_declared(const struct posture_settings *settings, const struct service *service)
{
    if (is_listed(settings->public_hosts, settings->public_host_count, service->key))
        return REACH_PUBLIC;
    if (is_listed(settings->partner_hosts, settings->partner_host_count, service->key))
        return REACH_PARTNER;
    if (is_listed(settings->internal_hosts, settings->internal_host_count, service->key))
        return REACH_INTERNAL;
    return REACH_UNKNOWN;
}

/* Names that mean nothing outside (RFC 6761, RFC 6762, RFC 8375, and what people and clusters use), and addresses likewise. */
static bool lies_inside(struct slice host)
{
    static const char *const ends[] = { ".local", ".internal", ".localhost", ".home.arpa",   ".lan",
                                        ".corp",  ".intranet", ".svc",       ".localdomain", ".private" };
    struct address address;

    if (address_parse(host, &address))
        return !network_is_public(&address);
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++)
        if (slice_ends_with_nocase(host, slice_of(ends[i])))
            return true;
    return host.len && !memchr(host.at, '.', host.len) && !memchr(host.at, ':', host.len);
}

enum reach reach_of_service(const struct posture_settings *settings, const struct service *service,
                            const struct service_history *history)
{
    enum reach declared = reach_declared(settings, service), called;
    struct callers callers = { 0 };

    if (declared != REACH_UNKNOWN)
        return declared;
    if (history)
        callers = (struct callers){ history->outside, history->partner, history->inside, 0 };
    for (size_t i = 0; i < service->endpoint_count; i++)
        add_observed(&callers, service->endpoints[i].observations, !history);
    called = reach_of_callers(&callers);
    if (called != REACH_PUBLIC && called != REACH_PARTNER && lies_inside(service->host))
        return REACH_INTERNAL;
    return called;
}

enum reach reach_of_endpoint(const struct posture_settings *settings, const struct posture_service *service,
                             const struct endpoint *endpoint, const struct endpoint_history *history)
{
    struct callers callers = { 0 };
    enum reach called;

    if (history)
        callers = (struct callers){ history->outside, history->partner, history->inside, 0 };
    add_observed(&callers, endpoint->observations, !history);
    called = reach_of_callers(&callers);
    if (called == REACH_PUBLIC)
        return called;
    if (called == REACH_UNKNOWN || reach_declared(settings, service->service) != REACH_UNKNOWN)
        return service->reach;
    return callers.inside + callers.partner >= REACH_SURE || service->reach != REACH_PUBLIC ? called
                                                                                            : service->reach;
}

/* A pattern without a method is about all of them. */
static bool is_public(struct slice pattern, struct slice operation)
{
    const char *slash = operation.len ? memchr(operation.at, '/', operation.len) : NULL;

    if (pattern.len && pattern.at[0] == '/' && slash)
        operation = slice_make(slash, operation.len - (size_t)(slash - operation.at));
    return pattern_match(pattern, operation);
}

bool reach_is_declared_public(const struct posture_settings *settings, const struct endpoint *endpoint)
{
    struct memory account = { .limit = 0 };
    struct buffer operation;
    bool found = false;

    if (settings->public_operation_count == 0)
        return false;
    buffer_init(&operation, &account);
    buffer_append(&operation, endpoint->method);
    buffer_byte(&operation, ' ');
    operation_write_template(&operation, endpoint->path);
    for (size_t i = 0; i < settings->public_operation_count && !operation.failed && !found; i++)
        found = is_public(settings->public_operations[i], buffer_slice(&operation));
    buffer_done(&operation);
    return found;
}
