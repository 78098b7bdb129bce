/* SPDX-License-Identifier: Apache-2.0 */
#include "base/clock.h"
#include "engine/inside.h"

static unsigned saving_lanes(const struct engine *engine)
{
    return engine->crew ? crew_lanes(engine->crew) : 0;
}

/* Ledgers are sums of unsigned counts, so a difference may be added like any other (modulo 2^64). */
static struct ledger ledger_minus(const struct ledger *whole, const struct ledger *part)
{
    struct ledger difference = *whole;

    for (unsigned i = 0; i < LEDGER_UNITS; i++) {
        difference.seen[i] -= part->seen[i];
        difference.analysed[i] -= part->analysed[i];
    }
    for (unsigned i = 0; i < LEDGER_LOSSES; i++)
        difference.lost[i] -= part->lost[i];
    return difference;
}

/* What everything before the catalog has counted. */
static struct ledger saving_counted(struct engine *engine, bool going_on)
{
    struct ledger ledger = *decoder_ledger(engine->decoder);

    ledger_add(&ledger, &engine->files_ledger);
    ledger_add(&ledger, &engine->home.ledger);
    if (engine->home.flows)
        ledger_add(&ledger, flows_ledger(engine->home.flows));
    for (unsigned i = 0; i < saving_lanes(engine); i++)
        ledger_add(&ledger, flows_ledger(crew_lane(engine->crew, i)->flows));
    for (enum ledger_unit unit = 0; going_on && unit < LEDGER_UNITS; unit++)
        ledger.seen[unit] = ledger.analysed[unit] + ledger_lost(&ledger, unit);
    return ledger;
}

static void saving_add_ledger(struct engine *engine, bool going_on)
{
    struct ledger counted = saving_counted(engine, going_on);
    struct ledger more = ledger_minus(&counted, &engine->added);

    catalog_add_ledger(engine->chief->catalog, &more);
    engine->added = counted;
}

struct ledger saving_ledger(const struct engine *engine)
{
    struct ledger whole = { 0 };

    if (!engine->chief || !engine->chief->catalog)
        return whole;
    whole = *catalog_ledger(engine->chief->catalog);
    return ledger_minus(&whole, &engine->base);
}

void saving_merge(struct engine *engine)
{
    struct catalog *into = engine->chief->catalog;

    if (!engine->crew)
        return;
    crew_rest(engine->crew);
    for (unsigned i = 0; i < saving_lanes(engine); i++)
        if (crew_lane(engine->crew, i) != engine->chief &&
            !lane_give_catalog(crew_lane(engine->crew, i), into))
            engine->overflowed = true;
    if (!lane_give_catalog(&engine->home, into))
        engine->overflowed = true;
}

static bool saving_block(struct engine *engine, struct lane *lane, size_t *count, struct error *err)
{
    if (event_packer_count(lane->packer) == 0)
        return true;
    if (!event_packer_encode(lane->packer, &engine->open_blocks[*count]))
        return error_set(err, ERROR_MEMORY, "no memory to save events");
    ++*count;
    return true;
}

static bool saving_blocks(struct engine *engine, size_t *ret, struct error *err)
{
    *ret = 0;
    for (unsigned i = 0; i < saving_lanes(engine); i++)
        if (!saving_block(engine, crew_lane(engine->crew, i), ret, err))
            return false;
    return saving_block(engine, &engine->home, ret, err);
}

static bool saving_store(struct engine *engine, enum run_state state, struct error *err)
{
    struct source_progress progress = files_progress(engine->files);
    struct ledger ledger = saving_ledger(engine);
    struct store_checkpoint checkpoint = {
        .catalog = engine->chief->catalog,
        .run = &engine->run,
        .ledger = &ledger,
        .open_blocks = engine->open_blocks,
    };

    if (!engine->store)
        return true;
    if (!saving_blocks(engine, &checkpoint.open_count, err))
        return false;
    engine->run.state = state;
    engine->run.packets = progress.packets;
    engine->run.bytes = progress.bytes;
    engine->run.exchanges = engine_exchanges(engine);
    engine->run.events = engine_events(engine);
    if (!store_checkpoint(engine->store, &checkpoint, err))
        return false;
    engine->run.checkpoints++;
    return true;
}

bool saving_checkpoint(struct engine *engine, enum run_state state, struct error *err)
{
    int64_t started = clock_monotonic();
    bool fine;

    saving_merge(engine);
    saving_add_ledger(engine, state == RUN_OPEN);
    fine = saving_store(engine, state, err);
    engine->last_save = clock_monotonic();
    engine->save_cost = engine->last_save - started;
    engine->saving_seconds += (double)engine->save_cost / (double)NANOSECONDS_PER_SECOND;
    return fine;
}
