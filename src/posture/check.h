/* SPDX-License-Identifier: Apache-2.0 */
/* A check: one thing that may be wrong with an API, told from what was seen. One file, posture/NAME.c, ending in one descriptor, and
 * a line in posture/checks.list (and the file in meson.build). The descriptor carries its words for people: `plainsight checks`,
 * findings, SARIF rules and docs/checks.md are made from it.
 *
 * A check sees one service with its endpoints, siblings included, and everything else through `service->posture`. It reports
 * *places*; places of one check (and subject) in one service become one finding, so that "17 endpoints lack it" is one finding
 * with 17 places.
 *
 * What a check must hold to, because a list that is long or untrue is not read:
 *   - It claims what was seen, with counts and examples (law 7). Absence ("never refused", "no rate limit") is claimed only with
 *     the support that makes chance unlikely (check_never), and not while the ledger says that traffic of the service was lost.
 *   - It knows the look-alikes: public endpoints, health checks, static files, preflights, errors, other people's tokens.
 *   - Its severity is that of the usual case; a place may raise or lower it, with the reason in its evidence. */
#ifndef POSTURE_CHECK_H
#define POSTURE_CHECK_H

#include "posture/posture.h"

enum check_group {
    CHECKS_WHO,       /* who are you: authentication and sessions */
    CHECKS_GUESSABLE, /* what is guessable */
    CHECKS_GIVEN,     /* what is given away */
    CHECKS_ACCEPTED,  /* what is accepted */
    CHECKS_SETUP,     /* how it is set up */
    CHECKS_DEPLOYED,  /* how it is deployed */
    CHECKS_MORE,      /* more than anyone needs */
    CHECK_GROUPS
};
const char *check_group_name(enum check_group group);  /* "who", "guessable" ... */
const char *check_group_title(enum check_group group); /* "Who are you" ... */

struct reporter;

struct check {
    const char
        *id; /* "auth.missing": never changes, people accept findings by it; anchor in docs/checks.md */
    const char *title;      /* one line, as the reader sees it */
    const char *why, *fix;  /* one or two sentences each; fix says what a developer does */
    enum severity severity; /* of the usual case */
    enum check_group group;
    const char *owasp; /* "API2:2023"; empty: none fits */
    uint16_t cwe;      /* 306; 0: none fits */
    void (*run)(const struct posture_service *service, struct reporter *reporter);
};

#define CHECK(name) extern const struct check check_##name;
#include "posture/checks.list"
#undef CHECK

/* All of them in the order of the list; NULL ends it. */
extern const struct check *const check_table[];
const struct check *check_find(struct slice id);
/* The id of each, one after the other; NULL ends them (base/nearest.h). */
const char *check_word(const void *context, size_t index);

/* A place that a check reports. Slices and evidence may be of the reporter's arena or static; they live as long as the posture. */
struct sighting {
    const struct posture_endpoint *endpoint; /* NULL: the service as a whole */
    struct slice
        location; /* "query token", "response 200 /data/[]/ssn", "header Server"; empty: the endpoint as such */
    struct slice
        evidence;        /* one sentence with the figures: "41 of 41 answers without a credential were 2xx" */
    uint64_t count, of;  /* how often, of how many that could have */
    int64_t first, last; /* of the evidence; 0: of the endpoint's (or service's) */
    struct slice example; /* masked; may be empty */
};

/* Adds a place to the finding of that subject (empty: the one of the check; another text makes another finding: a class of data, a
 * header field, a host). severity: of this place. */
void report(struct reporter *reporter, struct slice subject, enum severity severity,
            const struct sighting *place);
/* Text that lives as long as the findings. Empty when memory was refused (the posture then fails as a whole). */
__attribute__((format(printf, 2, 3))) struct slice report_text(struct reporter *reporter, const char *format,
                                                               ...);
struct arena *report_arena(struct reporter *reporter);
/* The severity of the check that runs. */
enum severity report_severity(const struct reporter *reporter);

/* Whether `count` chances without it are enough to say "never", if it happens in `share` of them where it exists: the chance to
 * miss it is below one in a hundred, and nothing of the service's traffic beyond a hundredth was lost. */
bool check_never(const struct posture_service *service, uint64_t count, double share);

#endif
