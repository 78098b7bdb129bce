/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/remembered.h"

#include "base/table.h"

struct reading {
    struct remembered *remembered;
    struct arena *arena;
    struct table found; /* struct finding by id */
    size_t room;
    bool should_remember, failed;
};

static bool is_looked_at(const struct remembered *remembered, struct slice service)
{
    for (size_t i = 0; i < remembered->service_count; i++)
        if (slice_eq(remembered->services[i], service))
            return true;
    return false;
}

static struct finding *new_gone(struct reading *reading)
{
    struct remembered *remembered = reading->remembered;
    struct finding *grown;

    if (remembered->gone_count < reading->room)
        return &remembered->gone[remembered->gone_count++];
    reading->room = reading->room ? 2 * reading->room : 64;
    grown = arena_get_array(reading->arena, reading->room, sizeof *grown);
    if (!grown)
        return NULL;
    if (remembered->gone_count)
        memcpy(grown, remembered->gone, remembered->gone_count * sizeof *grown);
    remembered->gone = grown;
    return &grown[remembered->gone_count++];
}

static struct finding keep(const struct finding *finding, struct arena *arena)
{
    struct finding kept = *finding;

    kept.id = arena_copy(arena, finding->id);
    kept.kind = arena_copy(arena, finding->kind);
    kept.service = arena_copy(arena, finding->service);
    kept.subject = arena_copy(arena, finding->subject);
    kept.reason = arena_copy(arena, finding->reason);
    return kept;
}

/* Only memory is read, so the words of what was found before and is there again are ours to find. */
static void recall(struct finding *found, const struct finding *stored, struct arena *arena)
{
    found->state = stored->state == FINDING_FIXED && stored->count >= found->count ? FINDING_FIXED
                   : stored->state == FINDING_FIXED                                ? FINDING_RETURNED
                                                                                   : stored->state;
    found->opened = stored->opened;
    found->changed = stored->changed;
    found->expires = stored->expires;
    found->is_new = false;
    found->reason =
        found->state == stored->state ? arena_copy(arena, stored->reason) : (struct slice){ NULL, 0 };
}

static void take_stored(void *context, const struct finding *stored)
{
    struct reading *reading = context;
    struct finding *found = table_find(&reading->found, stored->id), *gone;

    if (found && !reading->should_remember)
        recall(found, stored, reading->arena);
    if (found || stored->state != FINDING_FIXED || !is_looked_at(reading->remembered, stored->service))
        return;
    gone = new_gone(reading);
    reading->failed = reading->failed || !gone;
    if (gone)
        *gone = keep(stored, reading->arena);
}

static bool index_found(struct reading *reading)
{
    for (size_t i = 0; i < reading->remembered->found_count; i++)
        if (!table_put(&reading->found, reading->remembered->found[i].id, &reading->remembered->found[i]))
            return false;
    return true;
}

bool remembered_read(struct store *store, struct remembered *remembered, bool should_remember, int64_t now,
                     struct arena *arena, struct error *err)
{
    struct reading reading = { .remembered = remembered, .arena = arena, .should_remember = should_remember };
    bool done;

    table_init(&reading.found, arena->account);
    done = index_found(&reading) || error_set(err, ERROR_MEMORY, "There is no memory for what was found.");
    if (done && should_remember)
        done = findings_update(store, remembered->room, remembered->services, remembered->service_count,
                               remembered->found, remembered->found_count, now, arena, err);
    if (done)
        done = findings_list(store, remembered->room, (struct slice){ NULL, 0 }, take_stored, &reading, err);
    if (done && reading.failed)
        done = error_set(err, ERROR_MEMORY, "There is no memory for what was found before.");
    table_done(&reading.found);
    return done;
}
