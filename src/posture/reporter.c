/* SPDX-License-Identifier: Apache-2.0 */
#include "posture/reporter.h"

#include "base/hash.h"
#include "base/pattern.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#define PLACES_MOST 4096 /* of one finding; further ones are only counted in its figures */

struct place_link {
    struct place_link *next;
    struct finding_place place;
};

/* A finding that still grows. */
struct draft {
    struct draft *next;
    struct slice subject;
    struct place_link *places;
    size_t place_count;
    enum severity severity;
    uint64_t count, of;
    int64_t first, last;
};

struct reporter {
    struct posture *posture;
    const struct posture_service *service;
    const struct check *check;
    enum severity severity;
    bool is_told;         /* the severity is the user's: no place raises or lowers it */
    struct draft *drafts; /* of this check in this service */
    struct posture_finding *findings;
    size_t count, room;
    bool failed;
};

struct arena *report_arena(struct reporter *reporter)
{
    return &reporter->posture->arena;
}

enum severity report_severity(const struct reporter *reporter)
{
    return reporter->severity;
}

struct slice report_text(struct reporter *reporter, const char *format, ...)
{
    char text[1024];
    va_list arguments;
    struct slice copy;
    int len;

    va_start(arguments, format);
    len = vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    if (len <= 0)
        return (struct slice){ NULL, 0 };
    copy = arena_copy(report_arena(reporter),
                      slice_make(text, (size_t)len < sizeof text ? (size_t)len : sizeof text - 1));
    reporter->failed |= copy.at == NULL;
    return copy;
}

bool check_never(const struct posture_service *service, uint64_t count, double share)
{
    return service->lost <= 0.01 && (double)count * log1p(-share) < log(0.01);
}

static struct draft *draft_of(struct reporter *reporter, struct slice subject)
{
    struct draft *draft = reporter->drafts;

    while (draft && !slice_eq(draft->subject, subject))
        draft = draft->next;
    if (draft)
        return draft;
    draft = arena_get_array(report_arena(reporter), 1, sizeof *draft);
    if (!draft) {
        reporter->failed = true;
        return NULL;
    }
    draft->subject = subject.len ? arena_copy(report_arena(reporter), subject) : subject;
    draft->next = reporter->drafts;
    reporter->drafts = draft;
    return draft;
}

static void widen(struct draft *draft, const struct finding_place *place)
{
    bool is_first = draft->place_count == 0;

    draft->severity = is_first || place->severity > draft->severity ? place->severity : draft->severity;
    draft->count += place->count;
    draft->of += place->of;
    if (place->first && (!draft->first || place->first < draft->first))
        draft->first = place->first;
    if (place->last > draft->last)
        draft->last = place->last;
    draft->place_count++;
}

void report(struct reporter *reporter, struct slice subject, enum severity severity,
            const struct sighting *place)
{
    struct draft *draft = draft_of(reporter, subject);
    struct place_link *link = draft ? arena_get_array(report_arena(reporter), 1, sizeof *link) : NULL;
    const struct support *support =
        place->endpoint ? &place->endpoint->endpoint->support : &reporter->service->service->support;

    if (!link) {
        reporter->failed = true;
        return;
    }
    link->place = (struct finding_place){
        .endpoint = place->endpoint,
        .location = place->location,
        .evidence = place->evidence,
        .example = place->example,
        .severity = reporter->is_told ? reporter->severity : severity,
        .count = place->count,
        .of = place->of,
        .first = place->first ? place->first : support->first,
        .last = place->last ? place->last : support->last,
    };
    widen(draft, &link->place);
    link->next = draft->places;
    draft->places = link;
}

/* ---- from drafts to findings ---- */

static int order_places(const void *a, const void *b)
{
    const struct finding_place *left = a, *right = b;
    int order = (int)right->severity - (int)left->severity;

    if (order == 0 && (left->endpoint == NULL) != (right->endpoint == NULL))
        return left->endpoint ? 1 : -1;
    if (order == 0 && left->endpoint)
        order =
            (left->endpoint > right->endpoint) - (left->endpoint < right->endpoint); /* as in the inventory */
    if (order == 0)
        order = slice_compare(left->location, right->location);
    return order ? order : slice_compare(left->evidence, right->evidence);
}

static struct slice finding_id(struct reporter *reporter, struct slice subject)
{
    uint64_t hash = hash_mix(
        hash_mix(hash_content(slice_of(reporter->check->id)), hash_content(reporter->service->service->key)),
        hash_content(subject));

    return report_text(reporter, "p%012llx", (unsigned long long)(hash >> 16));
}

static bool finding_add(struct reporter *reporter, const struct draft *draft)
{
    size_t count = draft->place_count < PLACES_MOST ? draft->place_count : PLACES_MOST, at = 0;
    struct finding_place *places =
        arena_get_array(report_arena(reporter), draft->place_count, sizeof *places);

    if (reporter->count == reporter->room) {
        size_t room = reporter->room ? 2 * reporter->room : 64;
        struct posture_finding *grown = arena_get_array(report_arena(reporter), room, sizeof *grown);

        if (!grown)
            return false;
        if (reporter->count)
            memcpy(grown, reporter->findings, reporter->count * sizeof *grown);
        reporter->findings = grown;
        reporter->room = room;
    }
    if (!places)
        return false;
    for (const struct place_link *link = draft->places; link; link = link->next)
        places[at++] = link->place;
    qsort(places, draft->place_count, sizeof *places, order_places);
    reporter->findings[reporter->count++] = (struct posture_finding){
        .id = finding_id(reporter, draft->subject),
        .check = reporter->check,
        .service = reporter->service,
        .subject = draft->subject,
        .severity = draft->severity,
        .places = places,
        .place_count = count,
        .place_total = draft->place_count,
        .count = draft->count,
        .of = draft->of,
        .first = draft->first,
        .last = draft->last,
    };
    return true;
}

static int order_findings(const void *a, const void *b)
{
    const struct posture_finding *left = a, *right = b;
    int order;

    if (left->service != right->service)
        return left->service < right->service ? -1 : 1;
    if (left->severity != right->severity)
        return left->severity > right->severity ? -1 : 1;
    order = strcmp(left->check->id, right->check->id);
    return order ? order : slice_compare(left->subject, right->subject);
}

/* ---- running ---- */

/* What the configuration makes of a check; false: it is switched off. */
static bool is_wanted(struct reporter *reporter, const struct check *check)
{
    const struct posture_settings *settings = reporter->posture->settings;
    bool wanted = true;

    reporter->severity = check->severity;
    reporter->is_told = false;
    for (size_t i = 0; i < settings->change_count; i++) {
        const struct check_change *change = &settings->changes[i];

        if (!pattern_match(change->check, slice_of(check->id)))
            continue;
        if (change->disabled) {
            wanted = false;
        } else {
            reporter->severity = change->severity;
            reporter->is_told = true;
        }
    }
    return wanted;
}

static bool run_check(struct reporter *reporter, const struct check *check)
{
    reporter->check = check;
    if (!is_wanted(reporter, check))
        return true;
    for (size_t i = 0; i < reporter->posture->service_count; i++) {
        reporter->service = &reporter->posture->services[i];
        reporter->drafts = NULL;
        check->run(reporter->service, reporter);
        for (const struct draft *draft = reporter->drafts; draft; draft = draft->next)
            if (!finding_add(reporter, draft))
                return false;
    }
    return true;
}

bool reporter_run(struct posture *posture, const struct posture_options *options)
{
    const struct check *const *checks = options->checks ? options->checks : check_table;
    struct reporter reporter = { .posture = posture };

    for (size_t i = 0; checks[i]; i++)
        if (!run_check(&reporter, checks[i]) || reporter.failed)
            return false;
    if (reporter.count)
        qsort(reporter.findings, reporter.count, sizeof *reporter.findings, order_findings);
    posture->findings = reporter.findings;
    posture->finding_count = reporter.count;
    return true;
}
