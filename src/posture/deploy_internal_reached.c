/* SPDX-License-Identifier: Apache-2.0 */
/* What is named or declared internal, and was answered to addresses outside. Administration that is called from inside nearly always counts as internal, too; where administrators come from outside, that is how it is meant. */
#include "base/words.h"
#include "posture/check.h"
#include "posture/history.h"

#include <inttypes.h>

#define LEAST 1
#define INSIDE_LEAST 10

/* "/internal/users", "/_internal", "/internal-api"; "/quotes/{id}/internalNotes" are notes. */
static bool is_named_internal(struct slice path)
{
    static const char *const tails[] = { "api", "apis", "admin", "rpc", "service", "services", "tools" };
    struct slice part;

    while (slice_next(&path, '/', &part)) {
        struct words words = { 0 };

        if (part.at[0] == '{')
            continue;
        words_add(&words, part);
        if (words.count && words.count <= 2 && slice_eq(words_at(&words, 0), SLICE("internal")) &&
            (words.count == 1 || SLICE_AMONG_NOCASE(words_at(&words, 1), tails)))
            return true;
    }
    return false;
}

/* "internal.example.com", "api.svc.cluster.local", "api.corp": no name that is meant for everybody. */
static bool is_internal_host(struct slice host)
{
    static const char *const labels[] = { "internal", "intranet", "corp", "svc", "int" };
    static const char *const ends[] = {
        ".local", ".lan", ".internal", ".intranet", ".corp", ".cluster.local"
    };
    struct slice label;

    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++)
        if (slice_ends_with_nocase(host, slice_of(ends[i])))
            return true;
    while (slice_next(&host, '.', &label)) {
        if (host.len &&
            (SLICE_AMONG_NOCASE(label, labels) || slice_starts_with_nocase(label, SLICE("internal-")) ||
             slice_ends_with_nocase(label, SLICE("-internal"))))
            return true;
    }
    return false;
}

/* What only people inside call, but for few. */
static bool is_used_inside(const struct endpoint_history *history)
{
    return history->inside >= INSIDE_LEAST && history->outside * 5 <= history->calls;
}

static const char *reason_of(const struct posture_endpoint *endpoint, bool is_declared, bool is_host)
{
    if (is_declared)
        return "the host is declared internal";
    if (is_host)
        return "the host is named internal";
    if (is_named_internal(endpoint->endpoint->path))
        return "the path is named internal";
    if (endpoint->purpose & PURPOSE_ADMIN && is_used_inside(endpoint->history))
        return "administration is otherwise called from inside";
    return NULL;
}

static void run(const struct posture_service *service, struct reporter *reporter)
{
    /* Calls from outside make a service public, unless people said otherwise. */
    bool is_declared = service->reach == REACH_INTERNAL && service->history && service->history->outside;
    bool is_host = is_internal_host(service->service->host);

    for (size_t i = 0; i < service->endpoint_count; i++) {
        const struct posture_endpoint *endpoint = &service->endpoints[i];
        const struct endpoint_history *history = endpoint->history;
        const char *reason;

        if (!history || history->outside_success < LEAST)
            continue;
        reason = reason_of(endpoint, is_declared, is_host);
        if (reason)
            report(reporter, SLICE(""),
                   endpoint->asks_credential && !is_declared ? SEVERITY_LOW : report_severity(reporter),
                   &(struct sighting){
                       .endpoint = endpoint,
                       .evidence = report_text(
                           reporter,
                           "%" PRIu64 " of %" PRIu64 " calls came from addresses outside, %" PRIu64
                           " were answered 2xx; %s",
                           history->outside, history->calls, history->outside_success, reason),
                       .count = history->outside_success,
                       .of = history->calls,
                   });
    }
}

const struct check check_deploy_internal_reached = {
    .id = "deploy.internal_reached",
    .title = "Internal endpoint reached from outside",
    .why = "What is meant for inside often trusts its callers: it asks for less, and tells and does more.",
    .fix = "Route it on internal networks only; if it is meant for outside, name it so or declare it public "
           "in .plainsight.yaml.",
    .severity = SEVERITY_MEDIUM,
    .group = CHECKS_DEPLOYED,
    .owasp = "API9:2023",
    .cwe = 1125,
    .run = run,
};
