/* SPDX-License-Identifier: Apache-2.0 */
/* Servers: those that are the same first, then those that differ in one thing, so that a host that moved is not told as one that
 * went and one that came. */
#include "difference/finder.h"

#include <inttypes.h>

#define SERVERS_COMPARED                                                                                     \
    ((size_t)1 << 16) /* pairs looked at; a document with more servers tells only of added and removed */

/* A list of servers, and which of them have found their like. */
struct side {
    const struct contract_server *list;
    bool *is_paired;
    size_t count, left;
};

/* What two servers have in common, one bit each. */
enum { SAME_SCHEME = 1, SAME_HOST = 2, SAME_PORT = 4, SAME_BASE = 8, SAME_ALL = 15 };

static unsigned common(const struct contract_server *old, const struct contract_server *new)
{
    return (slice_eq(old->scheme, new->scheme) ? SAME_SCHEME : 0) |
           (slice_eq(old->host, new->host) ? SAME_HOST : 0) | (old->port == new->port ? SAME_PORT : 0) |
           (slice_eq(old->base, new->base) ? SAME_BASE : 0);
}

static struct slice server_text(struct difference_finder *finder, const struct contract_server *server)
{
    buffer_reset(&finder->text);
    if (server->scheme.len)
        buffer_printf(&finder->text, "%.*s:", SLICE_ARG(server->scheme));
    if (server->host.len)
        buffer_printf(&finder->text, "//%.*s", SLICE_ARG(server->host));
    if (server->port)
        buffer_printf(&finder->text, ":%" PRIu16, server->port);
    buffer_append(&finder->text, server->base);
    if (finder->text.len == 0)
        buffer_byte(&finder->text, '/');
    return difference_keep(finder);
}

static struct slice port_text(struct difference_finder *finder, uint16_t port)
{
    return port ? arena_printf(&finder->out->arena, "%" PRIu16, port) : SLICE("that of the scheme");
}

static struct slice base_text(struct slice base)
{
    return base.len ? base : SLICE("/");
}

static enum difference_kind scheme_kind(struct slice old, struct slice new)
{
    if (slice_eq(old, SLICE("http")) && slice_eq(new, SLICE("https")))
        return DIFFERENCE_SERVER_SCHEME_SECURED;
    if (slice_eq(old, SLICE("https")) && slice_eq(new, SLICE("http")))
        return DIFFERENCE_SERVER_SCHEME_UNSECURED;
    return DIFFERENCE_SERVER_SCHEME_CHANGED;
}

static void tell_pair(struct difference_finder *finder, const struct difference_place *place,
                      const struct contract_server *old, const struct contract_server *new)
{
    struct difference_edit edit = { .old_at = old->at, .new_at = new->at };
    unsigned same = common(old, new);

    if (!(same & SAME_SCHEME) && old->scheme.len && new->scheme.len) {
        edit.before = old->scheme;
        edit.after = new->scheme;
        difference_add(finder, scheme_kind(old->scheme, new->scheme), place, edit);
    }
    if (!(same & SAME_HOST)) {
        edit.before = old->host;
        edit.after = new->host;
        difference_add(finder, DIFFERENCE_SERVER_HOST_CHANGED, place, edit);
    }
    if (!(same & SAME_PORT)) {
        edit.before = port_text(finder, old->port);
        edit.after = port_text(finder, new->port);
        difference_add(finder, DIFFERENCE_SERVER_PORT_CHANGED, place, edit);
    }
    if (!(same & SAME_BASE)) {
        edit.before = base_text(old->base);
        edit.after = base_text(new->base);
        difference_add(finder,
                       finder->is_moved ? DIFFERENCE_SERVER_BASE_PATH_MOVED
                                        : DIFFERENCE_SERVER_BASE_PATH_CHANGED,
                       place, edit);
    }
}

/* Pairs what has these things in common. */
static void pair(struct difference_finder *finder, const struct difference_place *place, struct side *old,
                 struct side *new, unsigned same)
{
    for (size_t n = 0; n < new->count && old->left &&new->left; n++) {
        for (size_t o = 0; o < old->count && !new->is_paired[n]; o++) {
            if (old->is_paired[o] || (common(&old->list[o], &new->list[n]) & same) != same)
                continue;
            old->is_paired[o] = new->is_paired[n] = true;
            old->left--;
            new->left--;
            tell_pair(finder, place, &old->list[o], &new->list[n]);
        }
    }
}

static void tell_rest(struct difference_finder *finder, const struct difference_place *place,
                      const struct side *old, const struct side *new)
{
    for (size_t i = 0; i < new->count; i++) {
        struct difference_edit edit = { .old_at = old->list[0].at, .new_at = new->list[i].at };

        if (new->is_paired[i])
            continue;
        edit.after = server_text(finder, &new->list[i]);
        difference_add(finder, DIFFERENCE_SERVER_ADDED, place, edit);
    }
    for (size_t i = 0; i < old->count; i++) {
        struct difference_edit edit = { .old_at = old->list[i].at, .new_at = new->list[0].at };

        if (old->is_paired[i])
            continue;
        edit.before = server_text(finder, &old->list[i]);
        difference_add(finder, DIFFERENCE_SERVER_REMOVED, place, edit);
    }
}

/* A document that says nothing of servers is called where it was found: nothing to pair. */
static bool is_unsaid(const struct side *side)
{
    return side->count == 1 && !side->list[0].host.len && !side->list[0].scheme.len &&
           !side->list[0].base.len;
}

static void pair_all(struct difference_finder *finder, const struct difference_place *place, struct side *old,
                     struct side *new)
{
    static const unsigned steps[] = {
        SAME_HOST | SAME_PORT | SAME_BASE,
        SAME_SCHEME | SAME_HOST | SAME_PORT,
        SAME_SCHEME | SAME_HOST | SAME_BASE,
        SAME_HOST,
    };

    if (old->count * new->count > SERVERS_COMPARED)
        return;
    pair(finder, place, old, new, SAME_ALL);
    if (is_unsaid(old) || is_unsaid(new))
        return;
    for (size_t i = 0; i < sizeof steps / sizeof *steps; i++)
        pair(finder, place, old, new, steps[i]);
    if (old->left == 1 && new->left == 1)
        pair(finder, place, old, new, 0);
}

void difference_servers(struct difference_finder *finder, const struct difference_place *place,
                        const struct contract_server *old, size_t old_count,
                        const struct contract_server *new, size_t new_count)
{
    struct arena *arena = finder->graph.arena;
    struct difference_place here = *place;
    struct side olds = { old, arena_get_array(arena, old_count + 1, sizeof(bool)), old_count, old_count };
    struct side news = { new, arena_get_array(arena, new_count + 1, sizeof(bool)), new_count, new_count };

    if (!olds.is_paired || !news.is_paired) {
        finder->out->failed = true;
        return;
    }
    here.location = SLICE("server");
    pair_all(finder, &here, &olds, &news);
    if (old_count && new_count)
        tell_rest(finder, &here, &olds, &news);
}
