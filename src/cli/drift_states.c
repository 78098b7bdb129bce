/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/drift_states.h"

#include "cli/remembered.h"

#define ROOM SLICE("drift")

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

static struct finding *describe(const struct drift *drift, struct arena *arena)
{
    struct finding *found = arena_get_array(arena, drift->row_count + 1, sizeof *found);

    for (size_t i = 0; found && i < drift->row_count; i++) {
        const struct drift_row *row = &drift->rows[i];

        found[i] = (struct finding){
            .id = row->id,
            .room = ROOM,
            .kind = slice_of(drift_kinds[row->kind].name),
            .service = row->service,
            .subject = subject_of(row, arena),
            .severity = row->severity,
            .count = row->support.count,
            .of = row->of,
            .first_seen = row->support.first,
            .last_seen = row->support.last,
            .newest = row->of_service ? row->of_service->support.last : 0,
            .state = FINDING_OPEN,
            .is_new = true,
        };
    }
    return found;
}

bool drift_states_read(struct store *store, const struct drift *drift, bool should_remember, int64_t now,
                       struct arena *arena, struct drift_states *ret, struct error *err)
{
    struct slice *services = arena_get_array(arena, drift->service_count + 1, sizeof *services);
    struct remembered remembered = {
        .room = ROOM,
        .services = services,
        .found = describe(drift, arena),
        .found_count = drift->row_count,
    };

    *ret = (struct drift_states){ .gone_count = 0 };
    if (!services || !remembered.found)
        return error_set(err, ERROR_MEMORY, "There is no memory for what was found.");
    /* Where no document speaks today, what was found with one yesterday is not mended. */
    for (size_t i = 0; i < drift->service_count; i++)
        if (drift->services[i].pair_count)
            services[remembered.service_count++] = drift->services[i].service->key;
    if (!remembered_read(store, &remembered, should_remember, now, arena, err))
        return false;
    *ret = (struct drift_states){ remembered.found, remembered.gone, remembered.gone_count };
    return true;
}

void drift_states_accept(struct drift_states *states, const struct drift *drift,
                         struct acceptances *acceptances, int64_t now, struct arena *arena)
{
    for (size_t i = 0; i < drift->row_count; i++) {
        struct finding *finding = &states->found[i];
        const struct acceptance *acceptance = drift_acceptances_find(acceptances, &drift->rows[i], now);
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
