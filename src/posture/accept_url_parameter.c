/* SPDX-License-Identifier: Apache-2.0 */
/* Parameters and members that take an URL for the server to do something with. How bad it is depends on what was let through: an
 * address that only the server can reach is worse than a web page. */
#include "posture/stakes.h"

#include <inttypes.h>

/* What a member's name says an URL is for. */
enum use { USE_UNKNOWN, USE_FETCHED, USE_CALLED_BACK, USE_SHOWN };

static bool has_word(struct slice name, const char *const *words, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (slice_contains_nocase(name, slice_of(words[i])))
            return true;
    return false;
}
#define HAS(name, words) has_word((name), (words), sizeof(words) / sizeof *(words))

/* Webhooks are called back on purpose; links are shown; redirects are followed by the browser; the rest may be fetched. */
static enum use use_of(struct slice name, struct slice path)
{
    static const char *const redirects[] = { "redirect",   "return", "next", "continue",    "success_url",
                                             "successUrl", "cancel", "goto", "post_logout", "logout" };
    static const char *const shown[] = { "website", "homepage",  "link",     "avatar",    "photo",
                                         "picture", "logo",      "profile",  "blog",      "twitter",
                                         "github",  "facebook",  "linkedin", "permalink", "canonical",
                                         "icon",    "thumbnail", "banner",   "cover",     "privacy",
                                         "terms" };
    static const char *const called[] = {
        "callback", "webhook", "hook", "notify", "notification", "ping_url"
    };
    static const char *const called_paths[] = { "webhook", "hook", "subscription", "callback" };
    static const char *const fetched[] = { "url",   "uri",      "src",    "source", "target",   "dest",
                                           "fetch", "proxy",    "load",   "import", "feed",     "remote",
                                           "host",  "endpoint", "api",    "server", "document", "file",
                                           "image", "path",     "domain", "site",   "page",     "upstream" };

    if (HAS(name, redirects) || HAS(name, shown))
        return USE_SHOWN;
    if (HAS(name, called) || HAS(path, called_paths))
        return USE_CALLED_BACK;
    return HAS(name, fetched) ? USE_FETCHED : USE_UNKNOWN;
}

static enum severity severity_of(struct reporter *reporter, enum use use, bool inside)
{
    if (inside)
        return use == USE_SHOWN ? SEVERITY_LOW : SEVERITY_HIGH;
    return use == USE_FETCHED ? report_severity(reporter) : SEVERITY_LOW;
}

/* "query url": where, and the name. */
static struct slice name_of(struct slice subject)
{
    slice_cut(&subject, ' ');
    return subject;
}

/* The first place inside that was let through, if any. */
static const struct observed_fact *inside_of(const struct observations *seen, struct slice subject,
                                             struct slice *ret_what)
{
    const struct observed_fact *facts;
    size_t count = observed_facts(seen, FACT_url_inside, &facts);

    for (size_t i = 0; i < count; i++) {
        struct slice rest = facts[i].subject;

        if (!slice_eq(slice_cut(&rest, ':'), subject))
            continue;
        *ret_what = slice_trim(rest);
        return &facts[i];
    }
    return NULL;
}

static void place(struct reporter *reporter, const struct posture_endpoint *endpoint,
                  const struct observed_fact *taken)
{
    const struct observations *seen = endpoint->endpoint->observations;
    struct slice what = { NULL, 0 }, name = name_of(taken->subject);
    enum use use = use_of(name, endpoint->endpoint->path);
    const struct observed_fact *inside = inside_of(seen, taken->subject, &what);
    bool refused = observed_subject(seen, FACT_url_refused, taken->subject) > 0;
    uint64_t of = observed(seen, MARK_success);

    /* What was refused once is checked; what is shown to people is nobody's door. */
    if ((refused && !inside) || (!inside && use == USE_SHOWN))
        return;
    report(reporter, SLICE(""), severity_of(reporter, use, inside != NULL),
           &(struct sighting){
               .endpoint = endpoint,
               .location = taken->subject,
               .evidence =
                   inside ? report_text(reporter,
                                        "%" PRIu64
                                        " requests whose URL leads to %.*s were answered 2xx, of %" PRIu64
                                        " that carried one",
                                        inside->support.count, SLICE_ARG(what), taken->support.count)
                          : report_text(reporter,
                                        "%" PRIu64 " of %" PRIu64 " answered requests carried an URL in it",
                                        taken->support.count, of),
               .count = inside ? inside->support.count : taken->support.count,
               .of = inside ? taken->support.count : of,
               .first = taken->support.first,
               .last = taken->support.last,
           });
}

static void run(const struct posture_service *service, struct reporter *reporter)
{
    for (size_t i = 0; i < service->endpoint_count; i++) {
        const struct observed_fact *taken;
        size_t count = observed_facts(service->endpoints[i].endpoint->observations, FACT_url_taken, &taken);

        for (size_t j = 0; j < count; j++)
            place(reporter, &service->endpoints[i], &taken[j]);
    }
}

const struct check check_accept_url_parameter = {
    .id = "accept.url_parameter",
    .title = "The server is told an URL to use",
    .why = "If it fetches what it is told to, whoever sends the request reaches what only the server "
           "reaches: internal "
           "services, the cloud's metadata, files.",
    .fix = "Allow schemes and hosts by a list, resolve the name and refuse private addresses, do not follow "
           "redirects, and "
           "let such calls leave through a proxy of their own.",
    .severity = SEVERITY_MEDIUM,
    .group = CHECKS_ACCEPTED,
    .owasp = "API7:2023",
    .cwe = 918,
    .run = run,
};
