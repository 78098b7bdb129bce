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

static enum reach reach_of_calls(uint64_t outside, uint64_t partner, uint64_t inside)
{
    if (outside)
        return REACH_PUBLIC;
    if (partner)
        return REACH_PARTNER;
    return inside ? REACH_INTERNAL : REACH_UNKNOWN;
}

enum reach reach_of_service(const struct posture_settings *settings, const struct service *service,
                            const struct service_history *history)
{
    if (is_listed(settings->public_hosts, settings->public_host_count, service->key))
        return REACH_PUBLIC;
    if (is_listed(settings->partner_hosts, settings->partner_host_count, service->key))
        return REACH_PARTNER;
    if (is_listed(settings->internal_hosts, settings->internal_host_count, service->key))
        return REACH_INTERNAL;
    return history ? reach_of_calls(history->outside, history->partner, history->inside) : REACH_UNKNOWN;
}

enum reach reach_of_endpoint(const struct posture_settings *settings, const struct posture_service *service,
                             const struct endpoint_history *history)
{
    enum reach called =
        history ? reach_of_calls(history->outside, history->partner, history->inside) : REACH_UNKNOWN;

    return called == REACH_UNKNOWN ? service->reach : called;
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
