/* SPDX-License-Identifier: Apache-2.0 */
#include "engine/engine.h"

#include "base/buffer.h"
#include "base/clock.h"
#include "catalog/inventory.h"
#include "engine/inside.h"
#include "exchange/credential.h"

#include <sys/random.h>
#include <sys/resource.h>

#define MEMORY_LIMIT ((size_t)512 << 20)
#define MEMORY_LEAST ((size_t)16 << 20) /* less is not worth dividing */
#define SOURCE_TEXT 1000                /* of the run's row: names of what was observed */

/* How the ceiling is shared out. The same for any number of lanes where it decides what is forgotten; the rest is for
 * batches, events on their way to the disk and evidence while it is being saved. */
static size_t share_of_flows(size_t limit)
{
    return limit / 4;
}

static size_t share_of_catalog(size_t limit)
{
    return limit / 8 * 3;
}

static size_t share_of_lane_catalogs(size_t limit)
{
    return limit / 8;
}

static size_t engine_memory_limit(const struct engine *engine)
{
    size_t limit = engine->settings->memory_limit ? engine->settings->memory_limit : MEMORY_LIMIT;

    return limit < MEMORY_LEAST ? MEMORY_LEAST : limit;
}

static unsigned engine_lanes(const struct engine *engine)
{
    unsigned lanes = engine->settings->lanes ? engine->settings->lanes : 1;

    return lanes > ENGINE_LANES_MOST ? ENGINE_LANES_MOST : lanes;
}

static bool engine_open_store(struct engine *engine, struct error *err)
{
    const char *path = engine->settings->database;

    if (path && !*path)
        return true;
    engine->store = store_open(store_path(path), STORE_OBSERVE, err);
    return engine->store != NULL;
}

static bool engine_draw_key(const struct engine *engine, uint8_t key[KEYED_HASH_KEY], struct error *err)
{
    if (engine->store)
        memcpy(key, store_key(engine->store), KEYED_HASH_KEY);
    else if (getrandom(key, KEYED_HASH_KEY, 0) != KEYED_HASH_KEY)
        return error_system(err, "the system gives no random numbers");
    return true;
}

/* The first lane's catalog is where everything comes together, and has the largest share. */
static struct crew *engine_start_crew(struct lane_settings settings, size_t limit, unsigned lanes,
                                      struct error *err)
{
    struct lane_settings each[ENGINE_LANES_MOST];

    settings.flows_memory = share_of_flows(limit) / lanes;
    for (unsigned i = 0; i < lanes; i++) {
        each[i] = settings;
        each[i].catalog.memory_limit = i ? share_of_lane_catalogs(limit) / lanes : share_of_catalog(limit);
    }
    return crew_start(lanes, each, err);
}

static bool engine_open_lanes(struct engine *engine, struct error *err)
{
    size_t limit = engine_memory_limit(engine);
    unsigned lanes = engine_lanes(engine);
    struct lane_settings settings = { .store = engine->store,
                                      .catalog.signals = engine->settings->signals,
                                      .classes = engine->settings->classes,
                                      .class_count = engine->settings->class_count };

    if (!engine_draw_key(engine, settings.catalog.key, err))
        return false;
    if (engine->store && !store_read_overrides(engine->store, &engine->overrides, &settings.catalog, err))
        return false;
    if (lanes > 1 && !(engine->crew = engine_start_crew(settings, limit, lanes, err)))
        return false;
    settings.catalog.memory_limit =
        lanes > 1 ? share_of_lane_catalogs(limit) / lanes : share_of_catalog(limit);
    settings.flows_memory = lanes > 1 ? 0 : share_of_flows(limit);
    engine->chief = engine->crew ? crew_lane(engine->crew, 0) : &engine->home;
    return lane_init(&engine->home, &settings, err) && lane_begin_catalog(engine->chief, err);
}

static bool engine_open_sources(struct engine *engine, struct error *err)
{
    const struct engine_settings *settings = engine->settings;
    struct files_setup setup = {
        .places = settings->places,
        .place_count = settings->place_count,
        .interface = settings->interface,
        .forced = settings->from,
        .options = settings->options,
        .sink = { .context = engine, .packet = intake_packet, .exchange = intake_exchange },
        .account = &engine->account,
        .ledger = &engine->files_ledger,
        .warnings = &engine->warnings,
        .stop = settings->stop,
    };

    engine->files = files_new(&setup, err);
    if (!engine->files)
        return false;
    engine->decoder = decoder_new(&engine->account, NULL);
    return engine->decoder || error_set(err, ERROR_MEMORY, "no memory to decode packets");
}

static void source_text_add(struct buffer *text, const char *name)
{
    if (text->len)
        buffer_byte(text, ' ');
    buffer_text(text, name);
}

static bool engine_begin_run(struct engine *engine, struct error *err)
{
    const struct engine_settings *settings = engine->settings;
    struct buffer text;
    bool fine;

    if (!engine->store)
        return true;
    buffer_init(&text, &engine->account);
    for (size_t i = 0; i < settings->place_count && text.len < SOURCE_TEXT; i++)
        source_text_add(&text, settings->places[i]);
    if (settings->interface)
        source_text_add(&text, settings->interface);
    engine->run.source = slice_make(text.at, text.len < SOURCE_TEXT ? text.len : SOURCE_TEXT);
    fine = store_read_catalog(engine->store, engine->chief->catalog, err) &&
           store_run_begin(engine->store, &engine->run, settings->event_limit, err);
    engine->run.source = (struct slice){ NULL, 0 };
    buffer_done(&text);
    if (fine)
        catalog_mark_saved(engine->chief->catalog);
    engine->base = *catalog_ledger(engine->chief->catalog);
    return fine;
}

/* Sources are looked up first: a mistyped name must not leave an empty database behind. */
static bool engine_open(struct engine *engine, struct error *err)
{
    engine->open_room = engine_lanes(engine) + 1;
    engine->open_blocks = memory_get(&engine->account, engine->open_room * sizeof *engine->open_blocks);
    if (!engine->open_blocks)
        return error_set(err, ERROR_MEMORY, "no memory to begin");
    return engine_open_sources(engine, err) && engine_open_store(engine, err) &&
           engine_open_lanes(engine, err) && engine_begin_run(engine, err);
}

static void engine_note_failure(struct engine_report *report, const struct error *failure)
{
    if (report->sources_failed < ENGINE_FAILURES_MOST)
        report->failures[report->sources_failed] = *failure;
    report->sources_failed++;
}

static bool engine_read(struct engine *engine, struct engine_report *report, struct error *err)
{
    struct error failure = { 0 };
    enum step step;

    while ((step = files_next(engine->files, &failure)) != STEP_DONE) {
        if (step == STEP_BAD)
            engine_note_failure(report, &failure);
        failure = (struct error){ 0 };
        if (!pulse(engine, err))
            return false;
    }
    return true;
}

static bool engine_is_stopped(const struct engine *engine)
{
    return engine->settings->stop && *engine->settings->stop;
}

static bool engine_finish(struct engine *engine, struct error *err)
{
    intake_finish(engine);
    return saving_checkpoint(engine, engine_is_stopped(engine) ? RUN_STOPPED : RUN_FINISHED, err) &&
           (!engine->store || store_settle(engine->store, err));
}

static double cpu_seconds(const struct rusage *usage)
{
    return (double)(usage->ru_utime.tv_sec + usage->ru_stime.tv_sec) +
           (double)(usage->ru_utime.tv_usec + usage->ru_stime.tv_usec) / 1e6;
}

/* The chief's catalog is all that the database knows: nothing needs to be read back to count it. */
static void engine_count_known(struct engine *engine, struct engine_report *report)
{
    const struct catalog *catalog = engine->chief ? engine->chief->catalog : NULL;

    if (!catalog)
        return;
    report->services = catalog_service_count(catalog);
    report->blind_spots = catalog_blind_spot_count(catalog);
    inventory_count(catalog, &engine->account, &report->endpoints, NULL);
}

static void engine_fill_report(struct engine *engine, struct engine_report *report,
                               const struct rusage *before)
{
    struct source_progress progress =
        engine->files ? files_progress(engine->files) : (struct source_progress){ 0 };
    struct rusage usage;

    report->ledger = saving_ledger(engine);
    report->ledger_closed = true;
    for (enum ledger_unit unit = 0; unit < LEDGER_UNITS; unit++)
        report->ledger_closed = report->ledger_closed && ledger_open(&report->ledger, unit) == 0;
    report->packets = progress.packets;
    report->bytes = progress.bytes;
    report->records = report->ledger.seen[LEDGER_RECORDS];
    report->exchanges = engine_exchanges(engine);
    report->events = engine_events(engine);
    report->checkpoints = engine->run.checkpoints;
    engine_count_known(engine, report);
    report->sources_read = engine->files ? files_opened(engine->files) : 0;
    if (engine->overflowed)
        warnings_add(&engine->warnings, "part of what was learned did not fit under the memory ceiling");
    report->warnings = engine->warnings;
    report->stopped = engine_is_stopped(engine);
    report->lanes = engine_lanes(engine);
    report->wall_seconds = (double)(clock_monotonic() - engine->started) / (double)NANOSECONDS_PER_SECOND;
    report->checkpoint_seconds = engine->saving_seconds;
    if (getrusage(RUSAGE_SELF, &usage) == 0) {
        report->cpu_seconds = cpu_seconds(&usage) - cpu_seconds(before);
        report->peak_memory = (size_t)usage.ru_maxrss * 1024;
    }
}

static void engine_close(struct engine *engine)
{
    crew_free(engine->crew);
    store_close(engine->store);
    lane_done(&engine->home);
    files_free(engine->files);
    decoder_free(engine->decoder);
    arena_done(&engine->overrides);
    memory_give(&engine->account, engine->open_blocks, engine->open_room * sizeof *engine->open_blocks);
}

bool engine_observe(const struct engine_settings *settings, struct engine_report *report, struct error *err)
{
    struct engine engine = { .settings = settings, .started = clock_monotonic() };
    struct rusage before = { 0 };
    bool fine;

    getrusage(RUSAGE_SELF, &before);
    *report = (struct engine_report){ 0 };
    arena_init(&engine.overrides, &engine.account, 0);
    engine.last_flush = engine.last_save = engine.last_progress = engine.rate_since = engine.started;
    fine = engine_open(&engine, err) && engine_read(&engine, report, err) && engine_finish(&engine, err);
    engine_fill_report(&engine, report, &before);
    engine_close(&engine);
    return fine;
}
