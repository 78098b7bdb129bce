/* SPDX-License-Identifier: Apache-2.0 */
#include "base/clock.h"
#include "engine/inside.h"

#define FLUSH_EVERY (NANOSECONDS_PER_SECOND / 5) /* a quiet interface still gets its exchanges learned */
#define PROGRESS_EVERY (NANOSECONDS_PER_SECOND / 10)
#define SAVE_SECONDS 10.0
#define SAVE_SHARE 20 /* a checkpoint is followed by at least so many times its own cost of work */

uint64_t engine_exchanges(struct engine *engine)
{
    uint64_t sum = atomic_load_explicit(&engine->home.exchanges, memory_order_relaxed);

    for (unsigned i = 0; engine->crew && i < crew_lanes(engine->crew); i++)
        sum += atomic_load_explicit(&crew_lane(engine->crew, i)->exchanges, memory_order_relaxed);
    return sum;
}

uint64_t engine_events(struct engine *engine)
{
    uint64_t sum = atomic_load_explicit(&engine->home.events, memory_order_relaxed);

    for (unsigned i = 0; engine->crew && i < crew_lanes(engine->crew); i++)
        sum += atomic_load_explicit(&crew_lane(engine->crew, i)->events, memory_order_relaxed);
    return sum;
}

static void pulse_progress(struct engine *engine, int64_t now)
{
    struct source_progress source = files_progress(engine->files);
    struct engine_progress progress = {
        .source = files_current(engine->files),
        .sources = files_opened(engine->files),
        .bytes = source.bytes,
        .total = source.total,
        .packets = source.packets,
        .records = engine->files_ledger.seen[LEDGER_RECORDS],
        .exchanges = engine_exchanges(engine),
        .seconds = (double)(now - engine->started) / (double)NANOSECONDS_PER_SECOND,
    };

    if (now - engine->rate_since >= NANOSECONDS_PER_SECOND) {
        engine->rate = (double)(progress.exchanges - engine->rate_exchanges) /
                       ((double)(now - engine->rate_since) / (double)NANOSECONDS_PER_SECOND);
        engine->rate_since = now;
        engine->rate_exchanges = progress.exchanges;
    }
    progress.exchanges_per_second = engine->rate;
    if (engine->rate <= 0 && progress.seconds > 0)
        progress.exchanges_per_second = (double)progress.exchanges / progress.seconds;
    engine->settings->progress(engine->settings->progress_context, &progress);
    engine->last_progress = now;
}

static bool pulse_is_time_to_save(const struct engine *engine, int64_t now)
{
    double wanted =
        engine->settings->checkpoint_seconds > 0 ? engine->settings->checkpoint_seconds : SAVE_SECONDS;
    int64_t pause = (int64_t)(wanted * (double)NANOSECONDS_PER_SECOND);

    if (pause < SAVE_SHARE * engine->save_cost)
        pause = SAVE_SHARE * engine->save_cost;
    return now - engine->last_save >= pause;
}

static bool pulse_is_out_of_memory(struct engine *engine)
{
    bool out = engine->out_of_memory || atomic_load(&engine->home.out_of_memory);

    for (unsigned i = 0; engine->crew && i < crew_lanes(engine->crew); i++)
        out = out || atomic_load(&crew_lane(engine->crew, i)->out_of_memory);
    return out;
}

/* The lanes' ceilings are small, and the chief's is not: what a lane would have to forget must not depend on how many
 * lanes there are. */
static bool pulse_lane_is_full(struct engine *engine)
{
    bool full = engine->chief != &engine->home &&
                atomic_load_explicit(&engine->home.wants_to_give, memory_order_relaxed);

    for (unsigned i = 0; engine->crew && i < crew_lanes(engine->crew); i++) {
        struct lane *lane = crew_lane(engine->crew, i);

        full = full ||
               (lane != engine->chief && atomic_load_explicit(&lane->wants_to_give, memory_order_relaxed));
    }
    return full;
}

bool pulse(struct engine *engine, struct error *err)
{
    int64_t now = clock_monotonic();

    if (pulse_is_out_of_memory(engine))
        return error_set(err, ERROR_MEMORY, "no memory to go on: what was saved before is kept");
    if (engine->store && store_is_failing(engine->store))
        return store_settle(engine->store, err);
    if (engine->crew && now - engine->last_flush >= FLUSH_EVERY) {
        crew_flush(engine->crew);
        engine->last_flush = now;
    }
    if (pulse_lane_is_full(engine))
        saving_merge(engine);
    if (engine->settings->progress && now - engine->last_progress >= PROGRESS_EVERY)
        pulse_progress(engine, now);
    return !pulse_is_time_to_save(engine, now) || saving_checkpoint(engine, RUN_OPEN, err);
}
