/* SPDX-License-Identifier: Apache-2.0 */
/* Far-reaching scopes and roles of accepted tokens that nothing needed in all that was seen: administration that administers nothing, writing that writes nothing. What any service of all needed is needed. */
#include "base/words.h"
#include "posture/check.h"
#include "posture/merged_facts.h"

#include <inttypes.h>

#define LEAST 50 /* exchanges with it */

enum reach_of_scope { REACHES_WRITES, REACHES_ALL, REACHES_ADMIN };

static enum reach_of_scope reach_of(struct slice scope)
{
    static const char *const admin[] = { "admin",      "administrator", "root",  "superuser",
                                         "superadmin", "manager",       "manage" };
    static const char *const all[] = { "all", "full", "fullaccess" };

    if (WORDS_SAY(scope, admin))
        return REACHES_ADMIN;
    if (memchr(scope.at, '*', scope.len) || WORDS_SAY(scope, all))
        return REACHES_ALL;
    return REACHES_WRITES;
}

static bool is_needed_at(enum reach_of_scope reach, const struct posture_endpoint *endpoint)
{
    static const char *const administered[] = {
        "admin", "administration", "manage", "management",  "users",
        "roles", "settings",       "config", "permissions", "internal"
    };
    bool writes = !slice_eq(endpoint->endpoint->method, SLICE("GET")) &&
                  !slice_eq(endpoint->endpoint->method, SLICE("HEAD"));

    if (reach == REACHES_WRITES)
        return writes;
    if (reach == REACHES_ALL)
        return writes || endpoint->purpose & PURPOSE_ADMIN;
    return endpoint->purpose & PURPOSE_ADMIN || slice_eq(endpoint->endpoint->method, SLICE("DELETE")) ||
           WORDS_SAY(endpoint->endpoint->path, administered);
}

struct tally {
    uint64_t times, needed;
    bool is_cut; /* too many scopes at some endpoint to know */
};

static void count_at(struct tally *tally, const struct posture_endpoint *endpoint, struct slice scope,
                     enum reach_of_scope reach)
{
    const struct observations *seen = endpoint->endpoint->observations;
    const struct observed_fact *facts;
    size_t count = observed_facts(seen, FACT_token_scope, &facts);

    tally->is_cut |= seen && seen->overflowed[FACT_token_scope / 64] >> (FACT_token_scope % 64) & 1;
    for (size_t i = 0; i < count; i++)
        if (slice_eq(facts[i].subject, scope)) {
            tally->times += facts[i].support.count;
            if (is_needed_at(reach, endpoint))
                tally->needed += facts[i].support.count;
        }
}

static struct tally count_everywhere(const struct posture *posture, struct slice scope)
{
    struct tally tally = { 0 };
    enum reach_of_scope reach = reach_of(scope);

    for (size_t i = 0; i < posture->service_count; i++)
        for (size_t j = 0; j < posture->services[i].endpoint_count; j++)
            count_at(&tally, &posture->services[i].endpoints[j], scope, reach);
    return tally;
}

static void run(const struct posture_service *service, struct reporter *reporter)
{
    static const char *const never[] = { [REACHES_WRITES] = "changed anything",
                                         [REACHES_ALL] = "changed anything",
                                         [REACHES_ADMIN] = "administered anything" };
    const struct merged_fact *facts;
    size_t count = merged_facts(service, FACT_token_scope, report_arena(reporter), &facts);

    for (size_t i = 0; i < count; i++) {
        struct tally tally;

        if (facts[i].support.count < LEAST)
            continue;
        tally = count_everywhere(service->posture, facts[i].subject);
        if (tally.needed || tally.is_cut)
            continue;
        report(reporter, SLICE(""), report_severity(reporter),
               &(struct sighting){
                   .location = report_text(reporter, "token %.*s", SLICE_ARG(facts[i].subject)),
                   .evidence = report_text(
                       reporter,
                       "%" PRIu64 " answers 2xx went to tokens with \"%.*s\"; none of the "
                       "calls %s",
                       tally.times, SLICE_ARG(facts[i].subject), never[reach_of(facts[i].subject)]),
                   .count = tally.times,
                   .of = tally.times,
               });
    }
}

const struct check check_more_unused_scopes = {
    .id = "more.unused_scopes",
    .title = "Tokens with scopes that nothing needed",
    .why = "A token that leaks can do what its scopes say, not what its owner used it for.",
    .fix = "Ask for and issue the narrowest scopes that the calls need; give far-reaching ones out for the "
           "one call that needs them.",
    .severity = SEVERITY_INFO,
    .group = CHECKS_MORE,
    .owasp = "API5:2023",
    .cwe = 272,
    .run = run,
};
