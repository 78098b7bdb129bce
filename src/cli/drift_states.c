/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/drift_states.h"

#include "base/table.h"

#define ROOM SLICE("drift")

struct reading {
    const struct drift *drift;
    struct arena *arena;
    struct drift_states *states;
    struct table found; /* struct finding by id */
    size_t room;
    bool remember, failed;
};

/* "GET /users/{id} response:200 /debug" */
static struct slice subject_of(const struct drift_row *row, struct arena *arena)
{
    const struct slice parts[] = { row->method, row->template, row->location, row->name };
    struct buffer out;
    struct slice kept;

    buffer_init(&out, arena->account);
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        if (parts[i].len && out.len)
            buffer_byte(&out, ' ');
        buffer_append(&out, parts[i]);
    }
    kept = arena_copy(arena, buffer_slice(&out));
    buffer_done(&out);
    return kept;
}

static bool describe(struct reading *reading)
{
    const struct drift *drift = reading->drift;
    struct finding *found = arena_get_array(reading->arena, drift->row_count + 1, sizeof *found);

    reading->states->found = found;
    for (size_t i = 0; found && i < drift->row_count; i++) {
        const struct drift_row *row = &drift->rows[i];

        found[i] = (struct finding){
            .id = row->id,
            .room = ROOM,
            .kind = slice_of(drift_kinds[row->kind].name),
            .service = row->service,
            .subject = subject_of(row, reading->arena),
            .severity = row->severity,
            .count = row->support.count,
            .of = row->of,
            .first_seen = row->support.first,
            .last_seen = row->support.last,
            .newest = row->of_service ? row->of_service->support.last : 0,
            .state = FINDING_OPEN,
            .is_new = true,
        };
        if (!table_put(&reading->found, row->id, &found[i]))
            return false;
    }
    return found != NULL;
}

/* Where no document speaks today, what was found with one yesterday is not mended. */
static bool remember(const struct reading *reading, struct store *store, int64_t now, struct error *err)
{
    const struct drift *drift = reading->drift;
    struct slice *services = arena_get_array(reading->arena, drift->service_count + 1, sizeof *services);
    size_t count = 0;

    if (!services)
        return error_set(err, ERROR_MEMORY, "There is no memory to remember what was found.");
    for (size_t i = 0; i < drift->service_count; i++)
        if (drift->services[i].pair_count)
            services[count++] = drift->services[i].service->key;
    return findings_update(store, ROOM, services, count, reading->states->found, drift->row_count, now,
                           reading->arena, err);
}

static bool is_in_scope(const struct drift *drift, struct slice service)
{
    for (size_t i = 0; i < drift->service_count; i++) {
        if (drift->services[i].pair_count && slice_eq(drift->services[i].service->key, service))
            return true;
    }
    return false;
}

static struct finding *new_gone(struct reading *reading)
{
    struct drift_states *states = reading->states;
    struct finding *grown;

    if (states->gone_count < reading->room)
        return &states->gone[states->gone_count++];
    reading->room = reading->room ? 2 * reading->room : 64;
    grown = arena_get_array(reading->arena, reading->room, sizeof *grown);
    if (!grown)
        return NULL;
    if (states->gone_count)
        memcpy(grown, states->gone, states->gone_count * sizeof *grown);
    states->gone = grown;
    return &grown[states->gone_count++];
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

    if (found && !reading->remember)
        recall(found, stored, reading->arena);
    if (found || stored->state != FINDING_FIXED || !is_in_scope(reading->drift, stored->service))
        return;
    gone = new_gone(reading);
    reading->failed = reading->failed || !gone;
    if (gone)
        *gone = keep(stored, reading->arena);
}

bool drift_states_read(struct store *store, const struct drift *drift, bool should_remember, int64_t now,
                       struct arena *arena, struct drift_states *ret, struct error *err)
{
    struct reading reading = { .drift = drift, .arena = arena, .states = ret, .remember = should_remember };
    bool done;

    *ret = (struct drift_states){ .gone_count = 0 };
    table_init(&reading.found, arena->account);
    done = describe(&reading) || error_set(err, ERROR_MEMORY, "There is no memory for what was found.");
    if (done && should_remember)
        done = remember(&reading, store, now, err);
    if (done)
        done = findings_list(store, ROOM, (struct slice){ NULL, 0 }, take_stored, &reading, err);
    if (done && reading.failed)
        done = error_set(err, ERROR_MEMORY, "There is no memory for what was found before.");
    table_done(&reading.found);
    return done;
}

void drift_states_accept(struct drift_states *states, const struct drift *drift,
                         struct acceptances *acceptances, int64_t now, struct arena *arena)
{
    for (size_t i = 0; i < drift->row_count; i++) {
        struct finding *finding = &states->found[i];
        const struct acceptance *acceptance = acceptances_find(acceptances, &drift->rows[i], now);
        struct buffer place;

        if (!acceptance || finding->state == FINDING_FIXED)
            continue;
        buffer_init(&place, arena->account);
        position_print(acceptance->at, &place);
        finding->state = FINDING_ACCEPTED;
        finding->expires = acceptance->until;
        finding->reason = arena_printf(arena, "%.*s (%.*s)", SLICE_ARG(acceptance->reason),
                                       SLICE_ARG(buffer_slice(&place)));
        buffer_done(&place);
    }
}
