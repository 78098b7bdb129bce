/* SPDX-License-Identifier: Apache-2.0 */
/* A source is where traffic comes from: one file with one descriptor each, listed in source/sources.list.
 * A source reads what it was given, bit by bit, and hands packets or exchanges to the sink; it knows
 * nothing of what becomes of them. To read files, directories and standard input use source/files.h, which
 * opens, recognises and runs them.
 *
 * Ledger: a source counts LEDGER_RECORDS (entries of HAR files, lines of NDJSON, and the one record of a
 * capture file that was cut or damaged), and as packets seen and lost to kernel_drop those which the file
 * or the kernel says were dropped before anybody could read them. Packets handed out are counted by wire,
 * exchanges by whoever learns them.
 *
 * Damage: a source that cannot go on answers STEP_BAD with one sentence that says what, where and what to
 * do. All that was whole before has been handed out by then. */
#ifndef SOURCE_SOURCE_H
#define SOURCE_SOURCE_H

#include "base/error.h"
#include "base/ledger.h"
#include "base/memory.h"
#include "base/slice.h"
#include "exchange/exchange.h"
#include "http/step.h"
#include "source/warnings.h"
#include "wire/packet.h"

#include <signal.h>
#include <stdint.h>

struct input;

/* Both are called from within `next`, on its thread; what they are given is borrowed until they return. */
struct source_sink {
    void *context;
    void (*packet)(void *context, const struct packet *packet);
    exchange_sink *exchange;
};

struct source_progress {
    uint64_t bytes; /* read so far of what lies on disk or came down the pipe (compressed bytes) */
    uint64_t total; /* how many there are; 0: not known (a pipe, an interface) */
    uint64_t packets, exchanges; /* handed to the sink */
};

/* What the user may turn; zero is always the default. */
struct source_options {
    const char *filter;    /* live: a BPF expression (pcap-filter(7)); NULL: everything */
    uint32_t snap_length;  /* live: bytes kept of each packet; 0: 262144 */
    uint32_t buffer_bytes; /* live: the kernel's ring; 0: 64 MiB */
    bool not_promiscuous;  /* live */
    size_t read_size;      /* bytes per read(2); 0: 256 KiB. Tests set 1 */
};

struct source_run {
    /* Set by the caller before open, and valid until close. */
    const struct source *source;
    const struct source_options *options;
    struct memory *account;
    struct ledger *ledger;
    struct source_sink sink;
    struct warnings *warnings;
    const volatile sig_atomic_t *stop; /* non-zero: somebody wants us to end; may be NULL */
    const char *from;                  /* file or interface, as the user wrote it */
    struct input *input;               /* opened, nothing consumed; NULL for a source without sniff */
    /* Set by the source. */
    struct source_progress progress;
    void *state;
};

struct source {
    const char *name;   /* the word after --from */
    const char *help;   /* its line in --help */
    const char *format; /* what such files are called in a sentence: "pcap captures" */
    /* Is this mine? `head` is the beginning of the content, decompressed; at times only some bytes of it.
     * NULL: the source reads no file (an interface) and must be asked for by name. */
    bool (*sniff)(struct slice head);
    /* On failure nothing needs closing. */
    bool (*open)(struct source_run *run, struct error *err);
    /* Does a bounded amount of work: returns after at most some hundreds of KiB, or some 250 ms when
     * nothing comes. STEP_MORE: call again. STEP_DONE: all was read. STEP_BAD: *err says why it ends here. */
    enum step (*next)(struct source_run *run, struct error *err);
    void (*close)(struct source_run *run);
};

#define SOURCE(name) extern const struct source source_##name;
#include "source/sources.list"
#undef SOURCE

/* Every source in the order of the list, which is the order in which they are asked; NULL ends it. */
extern const struct source *const source_table[];
/* The source of that name, or NULL. */
const struct source *source_find(struct slice name);

#endif
