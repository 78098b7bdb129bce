/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/findings_states.h"

#include "base/pattern.h"
#include "cli/findings_text.h"
#include "cli/remembered.h"

#define ROOM SLICE("posture")

/* Findings that must stay as they are. */
struct standing {
    const struct posture *posture;
    struct arena *arena;
    struct finding *first;
    size_t count, room;
    bool failed;
};

static struct slice subject_of(const struct posture_finding *finding, struct arena *arena)
{
    struct buffer out;
    struct slice kept;

    buffer_init(&out, arena->account);
    findings_text_subject(&out, finding);
    kept = arena_copy(arena, buffer_slice(&out));
    buffer_done(&out);
    return kept;
}

static struct finding describe(const struct posture_finding *finding, struct arena *arena)
{
    return (struct finding){
        .id = finding->id,
        .room = ROOM,
        .kind = slice_of(finding->check->id),
        .service = finding->service->service->key,
        .subject = subject_of(finding, arena),
        .severity = finding->severity,
        .count = finding->count,
        .of = finding->of,
        .first_seen = finding->first,
        .last_seen = finding->last,
        .newest = finding->service->service->support.last,
        .state = FINDING_OPEN,
        .is_new = true,
    };
}

static bool is_switched_off(const struct posture_settings *settings, struct slice check)
{
    for (size_t i = 0; i < settings->change_count; i++)
        if (settings->changes[i].disabled && pattern_match(settings->changes[i].check, check))
            return true;
    return false;
}

static void take_standing(void *context, const struct finding *stored)
{
    struct standing *standing = context;
    struct finding *grown = standing->first;

    if (stored->state == FINDING_FIXED || !is_switched_off(standing->posture->settings, stored->kind))
        return;
    if (standing->count == standing->room) {
        standing->room = standing->room ? 2 * standing->room : 16;
        grown = arena_get_array(standing->arena, standing->room, sizeof *grown);
        if (!grown) {
            standing->failed = true;
            return;
        }
        if (standing->count)
            memcpy(grown, standing->first, standing->count * sizeof *grown);
        standing->first = grown;
    }
    grown[standing->count] = *stored;
    grown[standing->count].id = arena_copy(standing->arena, stored->id);
    grown[standing->count].kind = arena_copy(standing->arena, stored->kind);
    grown[standing->count].service = arena_copy(standing->arena, stored->service);
    grown[standing->count].subject = arena_copy(standing->arena, stored->subject);
    standing->count++;
}

static bool no_memory(struct error *err)
{
    return error_set(err, ERROR_MEMORY, "There is no memory for what was found.");
}

bool findings_states_read(struct store *store, const struct posture *posture, bool should_remember,
                          int64_t now, struct arena *arena, struct findings_states *ret, struct error *err)
{
    struct slice *services = arena_get_array(arena, posture->service_count + 1, sizeof *services);
    struct standing standing = { .posture = posture, .arena = arena };
    struct remembered remembered = { .room = ROOM, .services = services };

    *ret = (struct findings_states){ .gone_count = 0 };
    if (posture->settings->change_count &&
        !findings_list(store, ROOM, (struct slice){ NULL, 0 }, take_standing, &standing, err))
        return false;
    remembered.found_count = posture->finding_count + standing.count;
    remembered.found = arena_get_array(arena, remembered.found_count + 1, sizeof *remembered.found);
    if (!services || !remembered.found || standing.failed)
        return no_memory(err);
    for (size_t i = 0; i < posture->service_count; i++)
        services[remembered.service_count++] = posture->services[i].service->key;
    for (size_t i = 0; i < posture->finding_count; i++)
        remembered.found[i] = describe(&posture->findings[i], arena);
    if (standing.count)
        memcpy(remembered.found + posture->finding_count, standing.first,
               standing.count * sizeof *standing.first);
    if (!remembered_read(store, &remembered, should_remember, now, arena, err))
        return false;
    *ret = (struct findings_states){ remembered.found, remembered.gone, remembered.gone_count };
    return true;
}
