/* SPDX-License-Identifier: Apache-2.0 */
/* Parameters and members that take an URL for the server to do something with. How bad it is depends on what was let through: an
 * address that only the server can reach is worse than a web page. */
#include "base/words.h"
#include "posture/stakes.h"

#include <inttypes.h>

/* What the name and the path say an URL is for. */
enum use {
    USE_UNKNOWN,
    USE_FETCHED,     /* "url", "source", "feed": what a server is told to read */
    USE_CALLED_BACK, /* webhooks: calling them is what they are for */
    USE_PICTURE,     /* a picture of somebody: mostly data, sometimes copied */
    USE_SHOWN,       /* links for people and redirects for browsers: nobody's door */
};

static enum use use_of(struct slice name, struct slice path)
{
    static const char *const shown[] = { "redirect",  "return",   "next",      "continue", "success",
                                         "cancel",    "goto",     "logout",    "website",  "homepage",
                                         "link",      "profile",  "blog",      "twitter",  "github",
                                         "facebook",  "linkedin", "permalink", "privacy",  "terms",
                                         "canonical", "tracker",  "help",      "support" };
    static const char *const pictures[] = { "avatar", "photo", "picture",   "logo",   "image",
                                            "icon",   "cover", "thumbnail", "banner", "map" };
    static const char *const called[] = { "callback", "webhook", "hook", "notify", "notification" };
    static const char *const called_paths[] = { "webhook",  "webhooks",     "hook",          "hooks",
                                                "callback", "subscription", "subscriptions", "callbacks" };
    static const char *const fetched[] = { "url",    "uri",      "src",      "source", "target",
                                           "dest",   "fetch",    "proxy",    "load",   "import",
                                           "feed",   "remote",   "upstream", "server", "host",
                                           "domain", "document", "file",     "page",   "destination" };

    if (WORDS_SAY(name, shown))
        return USE_SHOWN;
    if (WORDS_SAY(name, called) || WORDS_SAY(path, called_paths))
        return USE_CALLED_BACK;
    if (WORDS_SAY(name, pictures))
        return USE_PICTURE;
    return WORDS_SAY(name, fetched) ? USE_FETCHED : USE_UNKNOWN;
}

/* The operation itself is about fetching something. */
static bool is_fetching(struct slice path)
{
    static const char *const verbs[] = { "preview", "fetch",    "proxy",   "import",   "screenshot",
                                         "render",  "convert",  "scan",    "crawl",    "scrape",
                                         "unfurl",  "download", "load",    "ping",     "capture",
                                         "pdf",     "mirror",   "sync",    "remote",   "stock",
                                         "upload",  "image",    "webpage", "validate", "check" };

    return WORDS_SAY(path, verbs);
}

/* Where it leads to the inside and was answered as ever, the door is open as far as can be seen from here; else it is one that may
 * be. */
static enum severity severity_of(struct reporter *reporter, enum use use, struct slice path, bool inside,
                                 bool by_design)
{
    enum severity usual = report_severity(reporter);

    if (inside && !by_design)
        return use == USE_SHOWN ? SEVERITY_LOW : use == USE_PICTURE ? SEVERITY_MEDIUM : SEVERITY_HIGH;
    if (use == USE_FETCHED)
        return is_fetching(path) ? usual : SEVERITY_INFO;
    return use == USE_CALLED_BACK || is_fetching(path) ? SEVERITY_LOW : SEVERITY_INFO;
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
    /* Whoever sends it means machines beside the server: that is what the operation is for. */
    bool by_design = inside && inside->support.count >= 5 && inside->support.count * 2 > taken->support.count;
    bool refused = observed_subject(seen, FACT_url_refused, taken->subject) > 0;
    uint64_t of = observed(seen, MARK_success);
    /* Texts for people may hold an URL now and then, and scanners put theirs everywhere. */
    bool is_text = use == USE_UNKNOWN && taken->support.count * 4 < of;

    if (is_text && !inside)
        return;
    /* What was refused once is checked; links and pictures are data until one leads inside. */
    if ((refused && !inside) || (!inside && (use == USE_SHOWN || use == USE_PICTURE)))
        return;
    report(reporter, SLICE(""),
           is_text ? SEVERITY_LOW
                   : severity_of(reporter, use, endpoint->endpoint->path, inside != NULL, by_design),
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
