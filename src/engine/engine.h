/* SPDX-License-Identifier: Apache-2.0 */
/* The engine wires it all: sources → decoder → lanes (flows, catalog, events) → store, with checkpoints, a memory
 * ceiling and a clean stop.
 *
 * The calling thread reads. With one lane it does everything itself; with more, each further lane is a thread that owns
 * the connections whose segment_flow_hash falls to it, a catalog and an event packer, and the reader hands it batches of
 * segments; the first lane stays the reader's.
 * Nothing is shared while they work. At a checkpoint the lanes stand still, their catalogs merge into the first one,
 * and that is saved. The outcome does not depend on the number of lanes (law 1). */
#ifndef ENGINE_ENGINE_H
#define ENGINE_ENGINE_H

#include "base/error.h"
#include "base/ledger.h"
#include "sensitive/sensitive.h"
#include "signal/signal.h"
#include "source/source.h"

#include <signal.h>
#include <stddef.h>
#include <stdint.h>

#define ENGINE_LANES_MOST 64
#define ENGINE_FAILURES_MOST 16

struct engine_progress {
    const char *source;    /* being read now, as the user named it */
    uint64_t sources;      /* opened so far */
    uint64_t bytes, total; /* of all sources, as stored; total 0: not known (a pipe, an interface) */
    uint64_t packets, records, exchanges; /* of the whole run */
    double seconds;                       /* since the start */
    double exchanges_per_second;          /* over the last second or so */
};
typedef void engine_progress_sink(void *context, const struct engine_progress *progress);

struct engine_settings {
    const char *const *places; /* files, directories, "-" */
    size_t place_count;
    const char *interface;         /* a live one, read after all places; NULL: none */
    struct source_options options; /* zero: defaults */
    const char *from;              /* force this kind of source (--from); NULL: recognise by content */
    const char *database;          /* path, see store_path; "" : none, learn only (the catalog is dropped) */
    unsigned lanes;                /* 0: 1; at most ENGINE_LANES_MOST */
    size_t memory_limit;           /* bytes, all in all; 0: 512 MiB */
    uint64_t event_limit;          /* bytes of stored events; 0: the store's default */
    double
        checkpoint_seconds; /* wall time between checkpoints; 0: 10. Never more often than costs 5 % of the run */
    struct signal_settings signals;     /* its classifier is each lane's own */
    const struct custom_class *classes; /* of sensitive data, of the user's; borrowed while it runs */
    size_t class_count;
    const volatile sig_atomic_t *stop; /* not zero: finish what was read, save and report; may be NULL */
    engine_progress_sink *progress;    /* at most ten times a second, from the calling thread; may be NULL */
    void *progress_context;
};

struct engine_report {
    struct ledger ledger; /* of this run: packets … records */
    bool ledger_closed;   /* seen == analysed + losses for every unit (law 3) */
    uint64_t packets, bytes, records, exchanges, events;
    uint64_t checkpoints;
    size_t services; /* the database knows now, this run and those before together; likewise ... */
    size_t endpoints, blind_spots;
    uint64_t sources_read; /* opened and recognised */
    uint64_t
        sources_failed; /* could not be opened or understood, or broke off: one sentence each, the first few */
    struct error failures[ENGINE_FAILURES_MOST];
    struct warnings warnings; /* what the sources said without stopping */
    bool stopped;             /* by the stop flag */
    unsigned lanes;
    double wall_seconds, cpu_seconds;
    double checkpoint_seconds; /* of the wall time, spent in checkpoints */
    size_t peak_memory;        /* resident, whole process */
};

/* Observes every place and then the interface, and saves. True when the run came to its end: sources that failed stand
 * in the report, and what they gave before is kept. False with *err set when it could not start or had to break off
 * (store, memory, a place that does not exist); what was saved before stays. *report is filled in both cases. */
bool engine_observe(const struct engine_settings *settings, struct engine_report *report, struct error *err);

#endif
