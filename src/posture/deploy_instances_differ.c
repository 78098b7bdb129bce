/* SPDX-License-Identifier: Apache-2.0 */
/* Servers behind one name that do not behave alike. A server that was replaced by another one, before and after a change, is no instance that differs: both must have been at work at the same time. */
#include "posture/check.h"
#include "posture/history.h"

#include <inttypes.h>

#define LEAST 3
#define ERRORS_LEAST 30 /* calls of each */

static bool overlap(const struct server_history *one, const struct server_history *other)
{
    return one->first < other->last && other->first < one->last;
}

static const char *name_of(const struct server_history *server, char text[ADDRESS_TEXT])
{
    address_format(&server->address, true, text);
    return text;
}

/* It answers without a credential what the other one refuses. */
static struct slice answering_anybody(struct reporter *reporter, const struct server_history *weak,
                                      const struct server_history *strong)
{
    char name[ADDRESS_TEXT], other[ADDRESS_TEXT];

    if (weak->anonymous_success < LEAST || weak->anonymous_refused || strong->anonymous_refused < LEAST ||
        strong->anonymous_success)
        return (struct slice){ NULL, 0 };
    return report_text(
        reporter, "server %s answered %" PRIu64 " requests without a credential; %s refused all %" PRIu64,
        name_of(weak, name), weak->anonymous_success, name_of(strong, other), strong->anonymous_refused);
}

static struct slice failing(struct reporter *reporter, const struct server_history *weak,
                            const struct server_history *strong)
{
    char name[ADDRESS_TEXT], other[ADDRESS_TEXT];

    if (weak->calls < ERRORS_LEAST || strong->calls < ERRORS_LEAST || weak->errors * 5 < weak->calls ||
        strong->errors * 50 > strong->calls)
        return (struct slice){ NULL, 0 };
    return report_text(
        reporter, "server %s failed in %" PRIu64 " of %" PRIu64 " calls (5xx); %s in %" PRIu64 " of %" PRIu64,
        name_of(weak, name), weak->errors, weak->calls, name_of(strong, other), strong->errors,
        strong->calls);
}

static bool compare(struct reporter *reporter, const struct posture_endpoint *endpoint,
                    const struct server_history *weak, const struct server_history *strong)
{
    struct slice evidence = answering_anybody(reporter, weak, strong);
    bool is_open = evidence.len > 0;

    if (!is_open)
        evidence = failing(reporter, weak, strong);
    if (!evidence.len)
        return false;
    report(reporter, is_open ? SLICE("authentication") : SLICE("errors"),
           is_open ? report_severity(reporter) : SEVERITY_LOW,
           &(struct sighting){ .endpoint = endpoint,
                               .evidence = evidence,
                               .count = is_open ? weak->anonymous_success : weak->errors,
                               .of = weak->calls });
    return true;
}

static void look(struct reporter *reporter, const struct posture_endpoint *endpoint)
{
    const struct endpoint_history *history = endpoint->history;

    for (size_t i = 0; history && i < history->server_count; i++)
        for (size_t j = 0; j < history->server_count; j++)
            if (i != j && overlap(&history->servers[i], &history->servers[j]) &&
                compare(reporter, endpoint, &history->servers[i], &history->servers[j]))
                break;
}

static void run(const struct posture_service *service, struct reporter *reporter)
{
    for (size_t i = 0; i < service->endpoint_count; i++)
        look(reporter, &service->endpoints[i]);
}

const struct check check_deploy_instances_differ = {
    .id = "deploy.instances_differ",
    .title = "Servers of one service behave differently",
    .why = "One instance with another configuration is enough: requests are spread over all of them, and an "
           "attacker asks until the open one answers.",
    .fix = "Find the instance whose configuration or release differs, and deploy all of them from one "
           "definition.",
    .severity = SEVERITY_HIGH,
    .group = CHECKS_DEPLOYED,
    .owasp = "API8:2023",
    .cwe = 1188,
    .run = run,
};
