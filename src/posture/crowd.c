/* SPDX-License-Identifier: Apache-2.0 */
#include "posture/crowd.h"

#include "base/hash.h"

void crowd_init(struct crowd *crowd, struct memory *account)
{
    *crowd = (struct crowd){ .account = account, .actor_most = CROWD_ACTORS, .use_most = CROWD_USES };
}

void crowd_done(struct crowd *crowd)
{
    memory_give(crowd->account, crowd->actors, crowd->actor_room * sizeof *crowd->actors);
    memory_give(crowd->account, crowd->actor_slots, 2 * crowd->actor_room * sizeof *crowd->actor_slots);
    memory_give(crowd->account, crowd->uses, crowd->use_room * sizeof *crowd->uses);
    memory_give(crowd->account, crowd->use_slots, 2 * crowd->use_room * sizeof *crowd->use_slots);
}

/* ---- finding ---- */

static uint32_t actor_hash(const uint64_t hash[2])
{
    return (uint32_t)hash_mix(hash[0], hash[1]);
}

static uint32_t use_hash(uint32_t endpoint, uint32_t actor)
{
    return (uint32_t)hash_mix((uint64_t)endpoint << 32 | actor, 1);
}

/* The slot of that actor, or the free one where it would stand. Rooms are powers of two, and half of the slots are free. */
static uint32_t *actor_slot(const struct crowd *crowd, const uint64_t hash[2])
{
    uint32_t mask = 2 * crowd->actor_room - 1, at = actor_hash(hash) & mask;

    while (crowd->actor_slots[at] &&
           memcmp(crowd->actors[crowd->actor_slots[at] - 1].seen.hash, hash, 2 * sizeof *hash) != 0)
        at = (at + 1) & mask;
    return &crowd->actor_slots[at];
}

static uint32_t *use_slot(const struct crowd *crowd, uint32_t endpoint, uint32_t actor)
{
    uint32_t mask = 2 * crowd->use_room - 1, at = use_hash(endpoint, actor) & mask;

    for (; crowd->use_slots[at]; at = (at + 1) & mask) {
        const struct crowd_use *use = &crowd->uses[crowd->use_slots[at] - 1];

        if (use->endpoint == endpoint && use->actor == actor)
            break;
    }
    return &crowd->use_slots[at];
}

static void place_actors(struct crowd *crowd)
{
    memset(crowd->actor_slots, 0, 2 * crowd->actor_room * sizeof *crowd->actor_slots);
    for (uint32_t i = 0; i < crowd->actor_count; i++)
        *actor_slot(crowd, crowd->actors[i].seen.hash) = i + 1;
}

static void place_uses(struct crowd *crowd)
{
    memset(crowd->use_slots, 0, 2 * crowd->use_room * sizeof *crowd->use_slots);
    for (uint32_t i = 0; i < crowd->use_count; i++)
        *use_slot(crowd, crowd->uses[i].endpoint, crowd->uses[i].actor) = i + 1;
}

/* ---- growing ---- */

/* Room for items of `size` and their slots; *items and *slots stay as they were when refused. */
static bool grow(struct crowd *crowd, void **items, size_t size, uint32_t **slots, uint32_t *room)
{
    uint32_t wanted = *room ? 2 * *room : 64;
    uint32_t *grown_slots = memory_get(crowd->account, 2 * wanted * sizeof *grown_slots);
    void *grown = grown_slots ? memory_resize(crowd->account, *items, *room * size, wanted * size) : NULL;

    if (!grown) {
        memory_give(crowd->account, grown_slots, 2 * wanted * sizeof *grown_slots);
        return false;
    }
    memory_give(crowd->account, *slots, 2 * *room * sizeof **slots);
    *items = grown;
    *slots = grown_slots;
    *room = wanted;
    return true;
}

/* ---- forgetting ---- */

static size_t count_busier(const struct crowd *crowd, bool of_uses, uint64_t calls)
{
    size_t count = 0;

    for (uint32_t i = 0; i < (of_uses ? crowd->use_count : crowd->actor_count); i++)
        count += (of_uses ? crowd->uses[i].calls : crowd->actors[i].seen.calls) > calls;
    return count;
}

/* So many calls or fewer, and one is forgotten. */
static uint64_t forget_up_to(const struct crowd *crowd, bool of_uses, size_t most)
{
    uint64_t calls = 1;

    while (count_busier(crowd, of_uses, calls) > most / 4 * 3)
        calls *= 2;
    return calls;
}

static void keep_uses(struct crowd *crowd, uint64_t above, const uint32_t *actors)
{
    uint32_t kept = 0;

    for (uint32_t i = 0; i < crowd->use_count; i++) {
        struct crowd_use use = crowd->uses[i];

        if (actors)
            use.actor = actors[use.actor];
        if (use.calls > above && use.actor != CROWD_NONE)
            crowd->uses[kept++] = use;
    }
    crowd->forgotten_uses += crowd->use_count - kept;
    crowd->use_count = kept;
    if (crowd->use_room)
        place_uses(crowd);
}

static bool forget_actors(struct crowd *crowd)
{
    uint64_t above = forget_up_to(crowd, false, crowd->actor_most);
    size_t size = crowd->actor_count * sizeof(uint32_t);
    uint32_t *moved = memory_get(crowd->account, size), kept = 0;

    if (!moved)
        return false;
    for (uint32_t i = 0; i < crowd->actor_count; i++) {
        moved[i] = crowd->actors[i].seen.calls > above ? kept : CROWD_NONE;
        if (moved[i] != CROWD_NONE)
            crowd->actors[kept++] = crowd->actors[i];
    }
    crowd->forgotten_actors += crowd->actor_count - kept;
    crowd->actor_count = kept;
    place_actors(crowd);
    keep_uses(crowd, 0, moved);
    memory_give(crowd->account, moved, size);
    return true;
}

/* ---- adding ---- */

static bool actor_room(struct crowd *crowd)
{
    void *items = crowd->actors;

    if (crowd->actor_count >= crowd->actor_most)
        return forget_actors(crowd);
    if (crowd->actor_count < crowd->actor_room)
        return true;
    if (!grow(crowd, &items, sizeof *crowd->actors, &crowd->actor_slots, &crowd->actor_room))
        return false;
    crowd->actors = items;
    place_actors(crowd);
    return true;
}

static bool use_room(struct crowd *crowd)
{
    void *items = crowd->uses;

    if (crowd->use_count >= crowd->use_most)
        keep_uses(crowd, forget_up_to(crowd, true, crowd->use_most), NULL);
    if (crowd->use_count < crowd->use_room)
        return true;
    if (!grow(crowd, &items, sizeof *crowd->uses, &crowd->use_slots, &crowd->use_room))
        return false;
    crowd->uses = items;
    place_uses(crowd);
    return true;
}

uint32_t crowd_actor(struct crowd *crowd, const uint64_t hash[2])
{
    uint32_t *slot = crowd->actor_room ? actor_slot(crowd, hash) : NULL;
    struct crowd_actor *actor;

    if (slot && *slot)
        return *slot - 1;
    if (!actor_room(crowd))
        return CROWD_NONE;
    actor = &crowd->actors[crowd->actor_count];
    memset(actor, 0, sizeof *actor);
    memcpy(actor->seen.hash, hash, sizeof actor->seen.hash);
    *actor_slot(crowd, hash) = ++crowd->actor_count;
    return crowd->actor_count - 1;
}

uint32_t crowd_use(struct crowd *crowd, uint32_t endpoint, uint32_t actor)
{
    uint32_t *slot = crowd->use_room ? use_slot(crowd, endpoint, actor) : NULL;

    if (slot && *slot)
        return *slot - 1;
    if (!use_room(crowd))
        return CROWD_NONE;
    crowd->uses[crowd->use_count] = (struct crowd_use){ .endpoint = endpoint, .actor = actor };
    *use_slot(crowd, endpoint, actor) = ++crowd->use_count;
    return crowd->use_count - 1;
}

uint32_t crowd_window(uint16_t *slots, uint32_t count, uint32_t *newest, uint32_t at)
{
    uint32_t sum = 0;

    if (count == 0)
        return 0;
    if (at > *newest) {
        uint32_t passed = at - *newest;

        for (uint32_t i = 0; i < passed && i < count; i++)
            slots[(at - i) % count] = 0;
        *newest = at;
    }
    if (slots[*newest % count] < UINT16_MAX)
        slots[*newest % count]++;
    for (uint32_t i = 0; i < count; i++)
        sum += slots[i];
    return sum;
}
