/* SPDX-License-Identifier: Apache-2.0 */
/* Tokens made for somebody else, or by somebody else, that were accepted: where nearly all accepted tokens name one audience (or come
 * from one issuer), a few that do not are an exception nobody makes on purpose. Several audiences in regular use (a web page's and a
 * phone's), and issuers of one owner (a tenant each), are look-alikes. */
#include "posture/check.h"
#include "posture/merged_facts.h"
#include "signal/jwt_facts.h"

#include <inttypes.h>

#define LEAST 10 /* tokens of the usual one */
#define USUAL_SHARE 0.8
#define ODD_SHARE 0.05 /* above it, it is in regular use */
#define ODD_MOST 3     /* odd ones; more are a crowd of tenants */

/* "a b": whether one of the words is that. */
static bool names(struct slice audiences, struct slice wanted)
{
    struct slice word;

    while (slice_next(&audiences, ' ', &word))
        if (slice_eq(word, wanted))
            return true;
    return false;
}

static struct slice host_of(struct slice issuer)
{
    const char *start = issuer.len ? memmem(issuer.at, issuer.len, "://", 3) : NULL;
    struct slice host = start ? slice_make(start + 3, (size_t)(issuer.at + issuer.len - start - 3)) : issuer;

    host = slice_cut(&host, '/');
    return slice_cut(&host, ':');
}

/* The same audience among several; the same owner's issuer. */
static bool is_alike(enum fact_kind kind, struct slice usual, struct slice other)
{
    struct slice first = usual;

    if (kind == FACT_jwt_issuer)
        return slice_eq_nocase(jwt_owner_of(host_of(usual)), jwt_owner_of(host_of(other)));
    first = slice_cut(&first, ' ');
    return names(other, first) || names(usual, other);
}

static void judge(const struct posture_service *service, struct reporter *reporter, enum fact_kind kind)
{
    const struct merged_fact *facts;
    size_t count = merged_facts(service, kind, report_arena(reporter), &facts), odd = 0;
    uint64_t all = 0, alike = 0;

    for (size_t i = 0; i < count; i++) {
        bool same = is_alike(kind, facts[0].subject, facts[i].subject);

        all += facts[i].support.count;
        alike += same ? facts[i].support.count : 0;
        odd += !same;
    }
    if (odd == 0 || odd > ODD_MOST || alike < LEAST || (double)alike < USUAL_SHARE * (double)all)
        return;
    for (size_t i = 1; i < count; i++) {
        if (is_alike(kind, facts[0].subject, facts[i].subject) ||
            (double)facts[i].support.count > ODD_SHARE * (double)all + 2)
            continue;
        report(reporter, SLICE(""), report_severity(reporter),
               &(struct sighting){
                   .location = kind == FACT_jwt_issuer ? SLICE("issuer") : SLICE("audience"),
                   .evidence = report_text(reporter,
                                           "%" PRIu64 " of %" PRIu64
                                           " accepted tokens %s \"%.*s\"; the usual one is \"%.*s\"",
                                           facts[i].support.count, all,
                                           kind == FACT_jwt_issuer ? "were made by" : "were made for",
                                           SLICE_ARG(facts[i].subject), SLICE_ARG(facts[0].subject)),
                   .count = facts[i].support.count,
                   .of = all,
                   .first = facts[i].support.first,
                   .last = facts[i].support.last,
               });
    }
}

static void run(const struct posture_service *service, struct reporter *reporter)
{
    judge(service, reporter, FACT_jwt_audience);
    judge(service, reporter, FACT_jwt_issuer);
}

const struct check check_jwt_wrong_audience = {
    .id = "jwt.wrong_audience",
    .title = "Tokens made for or by others are accepted",
    .why = "A token that another service gave away, or that a stranger made, opens this one.",
    .fix = "Verify iss and aud of every token against what this service expects, besides the signature.",
    .severity = SEVERITY_HIGH,
    .group = CHECKS_WHO,
    .owasp = "API2:2023",
    .cwe = 1270,
    .run = run,
};
