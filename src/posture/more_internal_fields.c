/* SPDX-License-Identifier: Apache-2.0 */
/* Members of answers that are internal by their names: of the database, of the framework, or called so by their authors. Names that say nothing for certain are left to drift, which knows what a document promises. */
#include "base/words.h"
#include "catalog/schema.h"
#include "posture/check.h"
#include "posture/shape.h"

#include <stdio.h>

#define LEAST 3 /* answers with it */
#define DEPTH 8
#define SHOWN 4

struct found {
    char names[200];
    size_t count;
    uint64_t times;
};

/* What object mappers and databases leave in objects when these are sent as they are. */
static bool is_of_machinery(struct slice name)
{
    static const char *const names[] = { "__v",
                                         "_rev",
                                         "_class",
                                         "$$hashKey",
                                         "hibernateLazyInitializer",
                                         "_sa_instance_state",
                                         "__proto__",
                                         "_state",
                                         "_shards",
                                         "_seq_no",
                                         "_primary_term",
                                         "objectClass",
                                         "__EntityKey",
                                         "rowguid" };

    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (slice_eq(name, slice_of(names[i])))
            return true;
    return false;
}

/* "internalNotes", "debug_info"; a single word may be a switch, and an "internal_tracker" is a tracker. Traces are
 * errors.stack_trace. */
static bool is_called_internal(const struct field *member)
{
    static const char *const heads[] = { "internal", "debug", "dbg" };
    static const char *const tails[] = { "note", "notes",   "comment", "comments",  "remark",   "remarks",
                                         "memo", "id",      "ref",     "reference", "priority", "score",
                                         "cost", "price",   "margin",  "rating",    "flag",     "flags",
                                         "info", "data",    "path",    "url",       "host",     "ip",
                                         "user", "use",     "only",    "message",   "messages", "log",
                                         "logs", "details", "status",  "state",     "address",  "key" };
    struct words words = { 0 };

    words_add(&words, member->key);
    if (words.count == 0 || !SLICE_AMONG_NOCASE(words_at(&words, 0), heads))
        return false;
    return words.count == 1 ? member->types[TYPE_OBJECT] > 0
                            : SLICE_AMONG_NOCASE(words_at(&words, words.count - 1), tails);
}

static void add(struct found *found, const struct field *member)
{
    size_t len = strlen(found->names);

    if (found->count < SHOWN)
        snprintf(found->names + len, sizeof found->names - len, "%s%.*s", found->count ? ", " : "",
                 member->key.len < 40 ? (int)member->key.len : 40, member->key.at);
    found->count++;
    found->times = member->present > found->times ? member->present : found->times;
}

static void walk(struct found *found, const struct field *field, unsigned depth)
{
    const struct field *member;
    size_t cursor = 0;

    if (depth == DEPTH)
        return;
    if (field->items)
        walk(found, field->items, depth + 1);
    if (field_is_map(field))
        return; /* its keys are data */
    while ((member = schema_next(field, &cursor))) {
        if (member->present >= LEAST && (is_of_machinery(member->key) || is_called_internal(member)))
            add(found, member);
        else
            walk(found, member, depth + 1);
    }
}

static void look(const struct posture_endpoint *endpoint, const struct response *response,
                 struct reporter *reporter)
{
    struct found found = { .count = 0 };

    for (size_t i = 0; i < response->content_count; i++)
        if (response->contents[i].kind == CONTENT_JSON && response->contents[i].schema)
            walk(&found, schema_root(response->contents[i].schema), 0);
    if (found.count == 0)
        return;
    report(reporter, SLICE(""), report_severity(reporter),
           &(struct sighting){
               .endpoint = endpoint,
               .location = report_text(reporter, "response %u", (unsigned)response->status),
               .evidence = report_text(reporter, "%zu member%s internal by name: %s%s", found.count,
                                       found.count == 1 ? " is" : "s are", found.names,
                                       found.count > SHOWN ? " ..." : ""),
               .count = found.times,
               .of = response->support.count,
           });
}

/* Where much of a record or the house's own affairs are handed out, response.wider_than_siblings says so. */
static bool is_told_elsewhere(const struct posture_endpoint *endpoint, struct reporter *reporter)
{
    struct shape shape;
    size_t marks = 0;

    if (!shape_of(endpoint, report_arena(reporter), &shape))
        return true;
    for (size_t i = 0; i < shape.inside_count; i++)
        marks += shape.insides[i].inside >= INSIDE_AFFAIR ? 2 : 1;
    return marks >= 2;
}

static void run(const struct posture_service *service, struct reporter *reporter)
{
    for (size_t i = 0; i < service->endpoint_count; i++) {
        const struct posture_endpoint *endpoint = &service->endpoints[i];

        if (endpoint->purpose & (PURPOSE_OPERATIONS | PURPOSE_ADMIN) || is_told_elsewhere(endpoint, reporter))
            continue;
        for (size_t j = 0; j < endpoint->endpoint->response_count; j++)
            if (endpoint->endpoint->responses[j].status / 100 == 2)
                look(endpoint, &endpoint->endpoint->responses[j], reporter);
    }
}

const struct check check_more_internal_fields = {
    .id = "more.internal_fields",
    .title = "Answers with members that are internal by name",
    .why = "They tell how the inside is built, and sooner or later what stands in them.",
    .fix = "Build answers from the members that consumers need, instead of sending the object of the "
           "database as it is.",
    .severity = SEVERITY_INFO,
    .group = CHECKS_MORE,
    .owasp = "API3:2023",
    .cwe = 213,
    .run = run,
};
