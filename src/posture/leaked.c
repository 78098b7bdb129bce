/* SPDX-License-Identifier: Apache-2.0 */
#include "posture/leaked.h"

#include "base/words.h"

#include <inttypes.h>

#define DEPTH_MOST 8
#define SHORT 40 /* bytes: an address or a path, and nothing else */

struct walking {
    const struct posture_endpoint *endpoint;
    struct reporter *reporter;
    leaked_visitor *visit;
    class_set marks;
};

bool leaked_names(struct slice name, const char *const *list, size_t count)
{
    struct words words = { 0 };

    words_add(&words, name);
    for (size_t i = 0; i < words.count; i++)
        if (slice_is_among_nocase(words_at(&words, i), list, count))
            return true;
    return false;
}

static void look_at_values(const struct walking *walking, const struct field *field, struct leaked *at)
{
    const struct sample *sample = &field->values->sample;

    at->count = 0;
    at->of = field->values->count;
    at->is_within = false;
    for (uint32_t i = 0; i < sample->count; i++)
        if (sample->entries[i].marks & walking->marks) {
            at->count += sample->entries[i].count;
            at->is_within |= sample->entries[i].full_len > SHORT;
        }
    if (at->count)
        walking->visit(walking->endpoint, at, walking->reporter);
}

static void walk(const struct walking *walking, const struct field *field, struct leaked at, unsigned depth)
{
    static const char *const errors[] = {
        "error", "errors", "exception", "debug", "stacktrace", "traceback"
    };
    struct slice pointer = at.pointer;
    size_t cursor = 0;
    const struct field *member;

    if (depth > DEPTH_MOST)
        return;
    if (field->key.len)
        at.name = field->key;
    at.in_error |= field->key.len && leaked_names(field->key, errors, sizeof errors / sizeof *errors);
    if (field->values)
        look_at_values(walking, field, &at);
    while ((member = schema_next(field, &cursor))) {
        at.pointer = report_text(walking->reporter, "%.*s/%.*s", SLICE_ARG(pointer), SLICE_ARG(member->key));
        walk(walking, member, at, depth + 1);
    }
    if (field->items) {
        at.pointer = report_text(walking->reporter, "%.*s/[]", SLICE_ARG(pointer));
        walk(walking, field->items, at, depth + 1);
    }
}

void leaked_each(const struct posture_service *service, class_set marks, leaked_visitor *visit,
                 struct reporter *reporter)
{
    for (size_t i = 0; i < service->endpoint_count; i++) {
        const struct endpoint *endpoint = service->endpoints[i].endpoint;

        for (size_t j = 0; j < endpoint->response_count; j++) {
            const struct response *response = &endpoint->responses[j];
            struct walking walking = { &service->endpoints[i], reporter, visit, marks };

            for (size_t k = 0;
                 response->status >= 200 && response->status < 300 && k < response->content_count; k++)
                if (response->contents[k].kind == CONTENT_JSON && response->contents[k].schema)
                    walk(&walking, schema_root(response->contents[k].schema),
                         (struct leaked){ .status = response->status }, 0);
        }
    }
}

void leaked_report(const struct posture_endpoint *endpoint, const struct leaked *leaked,
                   enum severity severity, const char *what, struct reporter *reporter)
{
    report(reporter, SLICE(""), severity,
           &(struct sighting){
               .endpoint = endpoint,
               .location =
                   report_text(reporter, "response %d %.*s", (int)leaked->status, SLICE_ARG(leaked->pointer)),
               .evidence = report_text(reporter, "at least %" PRIu64 " of %" PRIu64 " values held %s",
                                       leaked->count, leaked->of, what),
               .count = leaked->count,
               .of = leaked->of,
           });
}
