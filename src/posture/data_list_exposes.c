/* SPDX-License-Identifier: Apache-2.0 */
/* Sensitive members in the items of lists: secrets, contacts of whoever wrote or owns an item, and what even the single view leaves out. */
#include "posture/data.h"
#include "posture/shape.h"

#include "base/words.h"

#include <inttypes.h>

#define LEAST_ITEMS 2
#define LEAST_VIEWS 10 /* of one item, before it can be said to leave something out */

/* The endpoint that shows one of the list's items: its path with one parameter more. */
static const struct posture_endpoint *single_view(const struct posture_service *service,
                                                  const struct posture_endpoint *list)
{
    struct slice path = list->endpoint->path;

    for (size_t i = 0; i < service->endpoint_count; i++) {
        struct slice other = service->endpoints[i].endpoint->path;

        if (slice_eq(service->endpoints[i].endpoint->method, SLICE("GET")) && other.len > path.len + 3 &&
            slice_starts_with(other, path) && other.at[path.len] == '/' && other.at[path.len + 1] == '{' &&
            !memchr(other.at + path.len + 1, '/', other.len - path.len - 1))
            return &service->endpoints[i];
    }
    return NULL;
}

/* Below the list's items: "/posts/[]/author/email" for a list at "/posts". */
static bool is_in_list(const struct exposed *row, const struct shape *shape, struct slice *ret_rest)
{
    struct slice rest = row->pointer;

    if (!slice_starts_with(rest, shape->pointer))
        return false;
    rest = slice_make(rest.at + shape->pointer.len, rest.len - shape->pointer.len);
    if (!slice_starts_with(rest, SLICE("/[]/")))
        return false;
    *ret_rest = slice_make(rest.at + 4, rest.len - 4);
    return true;
}

/* Whether it stands in somebody who only belongs to the item: its author, its owner. */
static bool is_of_somebody(const struct posture_endpoint *endpoint, struct slice below)
{
    static const char *const people[] = { "author", "user",     "owner",    "creator",  "seller",
                                          "buyer",  "customer", "reviewer", "member",   "created",
                                          "poster", "sender",   "assignee", "commenter" };
    struct slice rest = below, first;
    struct words words = { 0 };

    first = slice_cut(&rest, '/');
    if (rest.len == 0)
        return false;
    words_add(&words, first);
    /* {"users": [{"user": {...}}]} is about users. */
    return words.count && !slice_contains_nocase(endpoint->endpoint->path, first) &&
           slice_is_among_nocase(words_at(&words, 0), people, sizeof people / sizeof *people);
}

/* "/links/secrets" says where something is. */
static bool is_link(struct slice below)
{
    static const char *const words[] = { "link", "links", "href", "url", "uri", "path" };
    struct words found = { 0 };

    words_add(&found, below);
    for (size_t i = 0; i < found.count; i++)
        if (slice_is_among_nocase(words_at(&found, i), words, sizeof words / sizeof *words))
            return true;
    return false;
}

/* Passwords are told by another check, wherever they stand. Of tokens only those count that let somebody in: prices, pages and calls
 * have tokens and sessions as well, and "secretId" names a secret. */
static bool is_secret(const struct exposed *row, struct slice below)
{
    static const char *const entries[] = { "token",         "tokens",  "access", "auth", "authentication",
                                           "authorization", "refresh", "bearer", "api",  "user",
                                           "login",         "oauth",   "jwt",    "apps" };
    const char *slash;
    struct words words = { 0 };

    while ((slash = memchr(below.at, '/', below.len)) && slash[1] != '[')
        below = slice_make(slash + 1, (size_t)(below.at + below.len - slash - 1));
    words_add(&words, below);
    if (words.count == 0 || slice_eq(words_at(&words, words.count - 1), SLICE("id")))
        return false;
    switch (row->class.class) {
    case DATA_password:
    case DATA_session_id:
    case DATA_one_time_code: return false;
    case DATA_access_token:
    case DATA_jwt:
        for (size_t i = 0; i < words.count; i++)
            if (!slice_is_among_nocase(words_at(&words, i), entries, sizeof entries / sizeof *entries))
                return false;
        return true;
    default: return true;
    }
}

static const char *reason_of(const struct posture_service *service, const struct posture_endpoint *endpoint,
                             const struct exposed *row, struct slice below)
{
    const struct posture_endpoint *single = single_view(service, endpoint);

    if (is_link(below) || (row->row->group == GROUP_CREDENTIAL && !is_secret(row, below)))
        return NULL;
    if (row->row->group == GROUP_CREDENTIAL)
        return "a secret of every item";
    if (single && observed(single->endpoint->observations, MARK_success) >= LEAST_VIEWS &&
        single->data_count && !data_answers(single, row->class.class))
        return "the view of one item leaves it out";
    if (is_of_somebody(endpoint, below) && row->row->severity >= SEVERITY_MEDIUM &&
        row->row->group != GROUP_TECHNICAL)
        return "of whoever belongs to the item, not what the list is about";
    return NULL;
}

static void look_at(const struct posture_service *service, const struct posture_endpoint *endpoint,
                    const struct shape *shape, struct reporter *reporter)
{
    for (size_t i = 0; i < endpoint->data_count; i++) {
        const struct exposed *row = &endpoint->data[i];
        struct slice below;
        const char *reason =
            data_is_answer(row) && row->row->severity >= SEVERITY_MEDIUM && is_in_list(row, shape, &below)
                ? reason_of(service, endpoint, row, below)
                : NULL;

        if (reason)
            data_report(endpoint, row,
                        row->row->severity >= SEVERITY_HIGH ? SEVERITY_HIGH : report_severity(reporter),
                        report_text(reporter, "%s in lists of up to %" PRIu32 " items: %s", row->row->title,
                                    shape->list->items_max, reason),
                        reporter);
    }
}

static void run(const struct posture_service *service, struct reporter *reporter)
{
    for (size_t i = 0; i < service->endpoint_count; i++) {
        const struct posture_endpoint *endpoint = &service->endpoints[i];
        struct shape shape;

        if (endpoint->data_count == 0 || !slice_eq(endpoint->endpoint->method, SLICE("GET")))
            continue;
        if (shape_of(endpoint, report_arena(reporter), &shape) && shape.list &&
            shape.list->items_max >= LEAST_ITEMS)
            look_at(service, endpoint, &shape, reporter);
    }
}

const struct check check_data_list_exposes = {
    .id = "data.list_exposes",
    .title = "Lists hold sensitive data that they do not need",
    .why = "One call hands out the data of many people, and the screen shows none of it.",
    .fix = "Leave it out of lists; whoever needs it asks for the one object.",
    .severity = SEVERITY_MEDIUM,
    .group = CHECKS_GIVEN,
    .owasp = "API3:2023",
    .cwe = 213,
    .run = run,
};
