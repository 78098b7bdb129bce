/* SPDX-License-Identifier: Apache-2.0 */
/* Members that say what somebody may do, owes or owns, sent by few and taken by the service: the answer shows them as they were
 * sent, or a later answer shows that the one they were sent for has them now. What most clients send is meant to be sent; what the
 * service refused from others, or answered with another value, it checks. */
#include "posture/stakes.h"

#include <inttypes.h>

/* Names that give power, as against those that are usual members of orders and profiles. */
static bool is_strong(struct slice name)
{
    static const char *const strong[] = { "admin",  "role",   "roles",    "staff",     "superuser", "root",
                                          "permis", "privil", "scopes",   "verified",  "authorit",  "balance",
                                          "credit", "wallet", "usertype", "user_type", "access" };

    for (size_t i = 0; i < sizeof strong / sizeof *strong; i++)
        if (slice_contains_nocase(name, slice_of(strong[i])))
            return true;
    return false;
}

/* Who chooses a password there makes an account of their own. */
static bool takes_password(const struct endpoint *endpoint)
{
    for (size_t i = 0; i < endpoint->accepted_request_count; i++) {
        const struct schema *schema = endpoint->accepted_requests[i].schema;

        if (schema && (schema_find(schema_root(schema), SLICE("password")) ||
                       schema_find(schema_root(schema), SLICE("passwd"))))
            return true;
    }
    return false;
}

/* Endpoints where people describe themselves: nothing there is for them to grant. */
static bool is_own(const struct posture_endpoint *endpoint)
{
    static const char *const words[] = { "register", "signup", "sign-up", "/me", "profile", "registration" };

    if (endpoint->purpose & PURPOSE_SIGNUP || takes_password(endpoint->endpoint))
        return true;
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (slice_contains_nocase(endpoint->endpoint->path, slice_of(words[i])))
            return true;
    return false;
}

/* Few of the requests carry it: of an endpoint about oneself a third is few, where people manage others a twentieth. */
static bool is_rare(const struct posture_endpoint *endpoint, struct slice name, uint64_t sent)
{
    uint64_t of = observed(endpoint->endpoint->observations, MARK_write_success);

    if (!is_strong(name))
        return of >= 20 && sent * 20 <= of && !slice_eq(endpoint->endpoint->method, SLICE("PATCH"));
    return is_own(endpoint) ? of >= 4 && sent * 3 <= of : of >= 10 && sent * 10 <= of;
}

static void place(struct reporter *reporter, const struct posture_endpoint *endpoint, struct slice name,
                  uint64_t count, const struct support *support, const char *effect)
{
    const struct observations *seen = endpoint->endpoint->observations;
    uint64_t of = observed(seen, MARK_write_success);
    enum severity severity = report_severity(reporter);

    if (!is_strong(name) && severity > SEVERITY_MEDIUM)
        severity = SEVERITY_MEDIUM;
    report(reporter, SLICE(""), severity,
           &(struct sighting){
               .endpoint = endpoint,
               .location = report_text(reporter, "request body %.*s", SLICE_ARG(name)),
               .evidence =
                   report_text(reporter, "%" PRIu64 " of %" PRIu64 " accepted requests sent \"%.*s\"; %s",
                               count, of, SLICE_ARG(name), effect),
               .count = count,
               .of = of,
               .first = support->first,
               .last = support->last,
           });
}

/* Told by the answer itself. */
static bool report_echo(struct reporter *reporter, const struct posture_endpoint *endpoint, struct slice name,
                        uint64_t sent)
{
    const struct observations *seen = endpoint->endpoint->observations;
    const struct observed_fact *facts;
    size_t count = observed_facts(seen, FACT_privilege_echoed, &facts);

    for (size_t i = 0; i < count; i++)
        if (slice_eq(facts[i].subject, name) && observed_subject(seen, FACT_privilege_ignored, name) == 0) {
            place(reporter, endpoint, name, sent, &facts[i].support, "the answer shows it as it was sent");
            return true;
        }
    return false;
}

static const struct observed_fact *find_held(const struct posture_service *service,
                                             const struct observed_fact *given)
{
    for (size_t i = 0; i < service->endpoint_count; i++) {
        const struct observed_fact *facts;
        size_t count =
            observed_facts(service->endpoints[i].endpoint->observations, FACT_privilege_held, &facts);

        for (size_t j = 0; j < count; j++)
            if (slice_eq(facts[j].subject, given->subject) && facts[j].support.last > given->support.first)
                return &facts[j];
    }
    return NULL;
}

/* Told by a later answer about the same person. */
static void report_later(struct reporter *reporter, const struct posture_endpoint *endpoint,
                         struct slice name, uint64_t sent)
{
    const struct observed_fact *given;
    size_t count = observed_facts(endpoint->endpoint->observations, FACT_privilege_given, &given);

    for (size_t i = 0; i < count; i++) {
        struct slice rest = given[i].subject;

        if (!slice_eq(slice_cut(&rest, ' '), name) || !find_held(endpoint->service, &given[i]))
            continue;
        place(reporter, endpoint, name, sent, &given[i].support,
              "a later answer shows it for the one it was sent for");
        return;
    }
}

static void look(struct reporter *reporter, const struct posture_endpoint *endpoint)
{
    const struct observations *seen = endpoint->endpoint->observations;
    const struct observed_fact *sent;
    size_t count = observed_facts(seen, FACT_privilege_sent, &sent);

    for (size_t i = 0; i < count; i++) {
        struct slice name = sent[i].subject;
        uint64_t times = sent[i].support.count;

        if (is_rare(endpoint, name, times) && observed_subject(seen, FACT_privilege_refused, name) == 0 &&
            !report_echo(reporter, endpoint, name, times))
            report_later(reporter, endpoint, name, times);
    }
}

static void run(const struct posture_service *service, struct reporter *reporter)
{
    for (size_t i = 0; i < service->endpoint_count; i++)
        if (!(service->endpoints[i].purpose & PURPOSE_ADMIN))
            look(reporter, &service->endpoints[i]);
}

const struct check check_accept_mass_assignment = {
    .id = "accept.mass_assignment",
    .title = "Members nobody should send take effect",
    .why = "Whoever adds a member to an ordinary request raises their own rights, balance or rank.",
    .fix = "Take from a request only the members this operation is for (an allow-list per operation and "
           "role), and refuse "
           "others with 400.",
    .severity = SEVERITY_HIGH,
    .group = CHECKS_ACCEPTED,
    .owasp = "API3:2023",
    .cwe = 915,
    .run = run,
};
