/* SPDX-License-Identifier: Apache-2.0 */
/* The engine's parts share one struct: intake.c takes packets and exchanges in, saving.c makes checkpoints, pulse.c says
 * when it is time for one and tells of progress, engine.c sets up and reports. Internal. */
#ifndef ENGINE_INSIDE_H
#define ENGINE_INSIDE_H

#include "base/arena.h"
#include "engine/crew.h"
#include "engine/engine.h"
#include "source/files.h"

struct engine {
    const struct engine_settings *settings;
    struct memory account;  /* the reader's */
    struct store *store;    /* NULL: nothing is kept */
    struct arena overrides; /* those in force when the run began */
    struct files *files;
    struct ledger files_ledger;
    struct warnings warnings;
    struct decoder *decoder;
    struct lane
        home; /* the reader's own lane: all there is with one lane, else what comes from files of exchanges */
    struct crew *crew;  /* NULL: home follows the connections itself */
    struct lane *chief; /* home, or the first of the crew: its catalog is where everything comes together */
    bool out_of_memory; /* a segment found no batch */

    /* intake.c */
    uint64_t files_seen; /* files_opened when the last packet came */
    int64_t last_packet; /* its time */
    bool had_packet;

    /* saving.c */
    struct store_run run;
    struct ledger base;              /* of the catalog when the run began */
    struct ledger added;             /* of this run, as far as the catalog has it */
    struct event_block *open_blocks; /* room for one a lane */
    size_t open_room;
    bool overflowed;       /* some knowledge of a lane found no room in the common catalog */
    double saving_seconds; /* spent so far */

    /* pulse.c; all times of clock_monotonic */
    int64_t started, last_flush, last_save, last_progress, save_cost;
    int64_t rate_since;
    uint64_t rate_exchanges;
    double rate;
};

void intake_packet(void *context, const struct packet *packet);
void intake_exchange(void *context, const struct exchange *exchange);
/* No packet of any source is to come: what is still open is reported with its loss. */
void intake_finish(struct engine *engine);

uint64_t engine_exchanges(struct engine *engine);
uint64_t engine_events(struct engine *engine);

/* The chief's catalog gets what the other lanes have learned since; theirs begin anew. */
void saving_merge(struct engine *engine);
/* Brings all lanes' knowledge together and saves it. A run that goes on leaves out of its ledger what is still open: if
 * it dies, the file says what was done and not what might have been. */
bool saving_checkpoint(struct engine *engine, enum run_state state, struct error *err);
/* The run's ledger, as of the last checkpoint. */
struct ledger saving_ledger(const struct engine *engine);

/* After every step of the sources: lets lanes have what waits, tells of progress, saves when it is time. */
bool pulse(struct engine *engine, struct error *err);

#endif
