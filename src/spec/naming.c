/* SPDX-License-Identifier: Apache-2.0 */
/* A template is a row of literals and parameters. Literals that every path shares, "api" and versions say
 * nothing about an operation and are left out; the rest are its nouns, in the singular where a parameter
 * follows. A last literal that is a verb ("/orders/{orderId}/cancel") is the operation's verb. */
#include "spec/naming.h"

#include "base/table.h"

#include <string.h>

#define ROUTE_MOST 40

struct route {
    size_t count;
    struct slice segments[ROUTE_MOST];
    bool is_parameter[ROUTE_MOST];
};

struct naming {
    struct arena *arena;
    struct table used;
    size_t shared;     /* leading segments that all paths have in common and that are dropped */
    bool has_versions; /* more than one: they tell operations apart */
};

static void route_read(struct slice path, struct route *ret)
{
    ret->count = 0;
    while (path.len && ret->count < ROUTE_MOST) {
        struct slice segment = slice_cut(&path, '/');

        if (!segment.len)
            continue;
        ret->is_parameter[ret->count] = memchr(segment.at, '{', segment.len) != NULL;
        ret->segments[ret->count++] = segment;
    }
}

/* v1, v2.1, 2.0, 2024-10-01 */
static bool is_version(struct slice segment)
{
    size_t i = segment.len && (segment.at[0] == 'v' || segment.at[0] == 'V');
    size_t digits = 0;

    if (i == segment.len)
        return false;
    for (size_t at = i; at < segment.len; at++) {
        bool is_digit = segment.at[at] >= '0' && segment.at[at] <= '9';

        if (!is_digit && segment.at[at] != '.' && segment.at[at] != '-')
            return false;
        digits += is_digit;
    }
    return digits > 0 && (i > 0 || digits < segment.len);
}

/* "/api/users" is about users, "/api/{apiId}" about an API. */
static bool is_meaningless(const struct route *route, size_t i)
{
    static const char *const list[] = { "api", "apis", "rest", "public" };
    bool is_prefix = i + 1 < route->count && !route->is_parameter[i + 1];

    return is_version(route->segments[i]) || (is_prefix && SLICE_AMONG_NOCASE(route->segments[i], list));
}

/* Not what the operation is about when something else stands before it. */
static bool is_pronoun(struct slice segment)
{
    static const char *const list[] = { "me",     "self",   "current", "mine",  "all",  "list",
                                        "latest", "recent", "query",   "count", "bulk", "batch" };

    return SLICE_AMONG_NOCASE(segment, list);
}

/* Stands for one of what comes before, like a parameter. */
static bool is_one_of_them(struct slice segment)
{
    static const char *const list[] = { "me", "self", "current" };

    return SLICE_AMONG_NOCASE(segment, list);
}

static bool is_verb(struct slice word, bool is_safe_method)
{
    static const char *const reading[] = { "search", "find",   "lookup",   "download", "export", "preview",
                                           "ping",   "verify", "validate", "check",    "login",  "logout" };
    static const char *const acting[] = {
        "signin",      "signup",    "signout",   "register",     "cancel",   "activate", "deactivate",
        "enable",      "disable",   "approve",   "reject",       "accept",   "decline",  "confirm",
        "refresh",     "revoke",    "reset",     "resend",       "send",     "submit",   "publish",
        "unpublish",   "archive",   "unarchive", "restore",      "upload",   "import",   "subscribe",
        "unsubscribe", "invite",    "merge",     "move",         "copy",     "clone",    "duplicate",
        "rename",      "assign",    "unassign",  "close",        "reopen",   "start",    "stop",
        "pause",       "resume",    "restart",   "retry",        "run",      "execute",  "trigger",
        "sync",        "calculate", "authorize", "authenticate", "capture",  "refund",   "void",
        "pay",         "complete",  "finish",    "rotate",       "generate", "convert",  "attach",
        "detach",      "add",       "remove",    "lock",         "unlock",   "follow",   "unfollow",
        "like",        "unlike",    "mark"
    };

    return SLICE_AMONG_NOCASE(word, reading) || (!is_safe_method && SLICE_AMONG_NOCASE(word, acting));
}

/* "users.json" -> "users": what a file ending says is no part of the name. */
static struct slice without_ending(struct slice segment)
{
    static const char *const endings[] = { ".json", ".xml", ".csv", ".html", ".php", ".jsp", ".aspx", ".do" };

    for (size_t i = 0; i < sizeof endings / sizeof *endings; i++) {
        if (segment.len > strlen(endings[i]) && slice_ends_with(segment, slice_of(endings[i])))
            return slice_make(segment.at, segment.len - strlen(endings[i]));
    }
    return segment;
}

/* Segments from `first` on are this operation's own. */
static bool is_named(const struct naming *naming, const struct route *route, size_t i)
{
    return i >= naming->shared && !route->is_parameter[i] && !is_meaningless(route, i);
}

/* The word after the colon of "{id}:cancel", or nothing. */
static struct slice custom_verb(struct slice segment)
{
    const char *brace = memrchr(segment.at, '}', segment.len);
    struct slice rest = SLICE("");

    if (brace)
        rest = slice_make(brace + 1, segment.len - (size_t)(brace + 1 - segment.at));
    return rest.len > 1 && rest.at[0] == ':' ? slice_make(rest.at + 1, rest.len - 1) : SLICE("");
}

static void add_parameter(struct words *words, struct slice segment)
{
    const char *open = memchr(segment.at, '{', segment.len);
    struct slice name = slice_make(open + 1, segment.len - (size_t)(open + 1 - segment.at));

    words_add(words, slice_cut(&name, '}'));
}

/* The nouns of segments before `end`, the last of them in the singular when `is_one`. */
static void add_nouns(const struct naming *naming, const struct route *route, size_t end, bool is_one,
                      struct words *ret)
{
    for (size_t i = 0; i < end; i++) {
        bool is_followed =
            i + 1 < end ? route->is_parameter[i + 1] || is_one_of_them(route->segments[i + 1]) : is_one;

        if (!is_named(naming, route, i))
            continue;
        words_add(ret, without_ending(route->segments[i]));
        if (is_followed)
            words_singularise(ret);
    }
}

static bool is_safe(struct slice method)
{
    return slice_eq(method, SLICE("GET")) || slice_eq(method, SLICE("HEAD"));
}

static void add_method(struct words *words, struct slice method, bool is_item, bool is_many)
{
    if (slice_eq(method, SLICE("GET")))
        words_add(words, is_many ? SLICE("list") : SLICE("get"));
    else if (slice_eq(method, SLICE("POST")))
        words_add(words, is_item ? SLICE("post") : SLICE("create"));
    else if (slice_eq(method, SLICE("PUT")))
        words_add(words, SLICE("replace"));
    else if (slice_eq(method, SLICE("PATCH")))
        words_add(words, SLICE("update"));
    else
        words_add(words, method);
}

/* "/orders/{orderId}/cancel": cancel order; "/users/{userId}/reset-password": reset user password. */
static bool verb_phrase(const struct naming *naming, const struct endpoint *endpoint,
                        const struct route *route, struct words *ret)
{
    size_t last = route->count - 1;
    struct words phrase = { 0 };
    struct slice custom = route->is_parameter[last] ? custom_verb(route->segments[last]) : SLICE("");
    size_t end = custom.len ? route->count : last;

    if (!custom.len && !is_named(naming, route, last))
        return false;
    words_add(&phrase, custom.len ? custom : without_ending(route->segments[last]));
    if (!phrase.count || (!custom.len && !is_verb(words_at(&phrase, 0), is_safe(endpoint->method))))
        return false;
    words_add(ret, words_at(&phrase, 0));
    add_nouns(naming, route, end, end > 0 && route->is_parameter[end - 1], ret);
    for (size_t i = 1; i < phrase.count; i++)
        words_add(ret, words_at(&phrase, i));
    return true;
}

static void name_words(const struct naming *naming, const struct endpoint *endpoint,
                       const struct route *route, struct words *ret)
{
    struct words nouns = { 0 };
    bool is_item = route->count && route->is_parameter[route->count - 1];
    bool is_post = slice_eq(endpoint->method, SLICE("POST"));

    if (route->count && verb_phrase(naming, endpoint, route, ret))
        return;
    add_nouns(naming, route, route->count, is_item || is_post, &nouns);
    if (!nouns.count && is_item)
        add_parameter(&nouns, route->segments[route->count - 1]);
    if (!nouns.count)
        words_add(&nouns, SLICE("root"));
    add_method(ret, endpoint->method, is_item, !is_item && words_is_plural(&nouns));
    words_append(ret, &nouns);
}

/* What the endpoint is about: the last literal that is neither verb nor pronoun. */
static void noun_words(const struct naming *naming, const struct endpoint *endpoint,
                       const struct route *route, struct words *ret)
{
    struct slice found = SLICE("");

    for (size_t i = 0; i < route->count; i++) {
        struct words here = { 0 };

        if (!is_named(naming, route, i))
            continue;
        words_add(&here, without_ending(route->segments[i]));
        if (!here.count || (found.len && (is_pronoun(route->segments[i]) ||
                                          is_verb(words_at(&here, 0), is_safe(endpoint->method)))))
            continue;
        found = route->segments[i];
    }
    words_add(ret, without_ending(found));
    words_singularise(ret);
    if (!ret->count)
        words_add(ret, SLICE("root"));
}

static struct slice tag_of(const struct naming *naming, const struct route *route)
{
    for (size_t i = 0; i < route->count; i++) {
        if (is_named(naming, route, i))
            return without_ending(route->segments[i]);
    }
    return SLICE("root");
}

static bool take(struct naming *naming, struct slice id)
{
    static char mark;

    return id.len && !table_find(&naming->used, id) && table_put(&naming->used, id, &mark);
}

/* Plain; with the version; with what it is found by; with a number: the first that is free. */
static struct slice unique_id(struct naming *naming, const struct route *route, const struct words *plain)
{
    struct words words = *plain;
    struct slice id = words_join(&words, WORDS_CAMEL, naming->arena), base;

    for (size_t i = 0; i < route->count && id.at; i++) {
        if (take(naming, id))
            return id;
        if (naming->has_versions && is_version(route->segments[i])) {
            words_add(&words, route->segments[i]);
            id = words_join(&words, WORDS_CAMEL, naming->arena);
        }
    }
    for (size_t i = 0, found = 0; i < route->count && id.at; i++) {
        if (!route->is_parameter[i])
            continue;
        words_add(&words, found++ ? SLICE("and") : SLICE("by"));
        add_parameter(&words, route->segments[i]);
    }
    base = id = words_join(&words, WORDS_CAMEL, naming->arena);
    for (unsigned i = 2; id.at && !take(naming, id); i++) {
        if (naming->used.count + 2 < i)
            return (struct slice){ NULL, 0 };
        id = arena_printf(naming->arena, "%.*s%u", SLICE_ARG(base), i);
    }
    return id;
}

/* How many leading literals all paths share, each path having another literal after them: "/admin/v2" of an
 * administration API. Only where there is enough to compare. */
static size_t shared_prefix(const struct service *service)
{
    struct route first, other;
    size_t shared = ROUTE_MOST, branches = 0;
    struct slice branch = SLICE("");

    if (service->endpoint_count < 5)
        return 0;
    route_read(service->endpoints[0].path, &first);
    for (size_t i = 0; i < service->endpoint_count; i++) {
        size_t literals = 0, same = 0;

        route_read(service->endpoints[i].path, &other);
        while (same < first.count && same < other.count && !first.is_parameter[same] &&
               !other.is_parameter[same] && slice_eq(first.segments[same], other.segments[same]))
            same++;
        while (literals < other.count && !other.is_parameter[literals])
            literals++;
        if (same >= literals && same)
            same = literals - 1;
        shared = same < shared ? same : shared;
    }
    for (size_t i = 0; i < service->endpoint_count; i++) {
        route_read(service->endpoints[i].path, &other);
        if (shared < other.count && !slice_eq(branch, other.segments[shared])) {
            branch = other.segments[shared];
            branches++;
        }
    }
    return branches >= 3 ? shared : 0;
}

static bool has_versions(const struct service *service)
{
    struct slice version = SLICE("");
    struct route route;

    for (size_t i = 0; i < service->endpoint_count; i++) {
        struct slice here = SLICE("");

        route_read(service->endpoints[i].path, &route);
        for (size_t at = 0; at < route.count && !here.len; at++)
            here = is_version(route.segments[at]) ? route.segments[at] : here;
        if (i > 0 && !slice_eq(here, version))
            return true;
        version = here;
    }
    return false;
}

struct operation_name *naming_service(const struct service *service, struct arena *arena)
{
    struct operation_name *names = arena_get_array(arena, service->endpoint_count + 1, sizeof *names);
    struct naming naming = { .arena = arena,
                             .shared = shared_prefix(service),
                             .has_versions = has_versions(service) };

    if (!names)
        return NULL;
    table_init(&naming.used, arena->account);
    for (size_t i = 0; i < service->endpoint_count && names; i++) {
        const struct endpoint *endpoint = &service->endpoints[i];
        struct operation_name *name = &names[i];
        struct words words = { 0 };
        struct route route;

        route_read(endpoint->path, &route);
        name_words(&naming, endpoint, &route, &words);
        noun_words(&naming, endpoint, &route, &name->noun);
        name->tag = tag_of(&naming, &route);
        name->summary = words_join(&words, WORDS_TITLE, arena);
        name->id = unique_id(&naming, &route, &words);
        if (!name->summary.at || !name->id.at)
            names = NULL;
    }
    table_done(&naming.used);
    return names;
}
