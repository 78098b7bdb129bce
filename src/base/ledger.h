/* SPDX-License-Identifier: Apache-2.0 */
/* The ledger (law 3): for every unit, seen = analysed + the sum of its named losses. Whoever takes something in counts
 * it as seen; whoever finishes with it counts it as analysed or as one loss, exactly once. Losses stand in
 * base/losses.list. A ledger is plain data: it may be copied, added and stored. */
#ifndef BASE_LEDGER_H
#define BASE_LEDGER_H

#include "base/slice.h"

#include <stdint.h>

enum ledger_unit {
    LEDGER_PACKETS,  /* link-layer frames of captures */
    LEDGER_SEGMENTS, /* TCP segments (after tunnels and fragments) */
    LEDGER_BYTES, /* bytes of TCP payload, each byte of a stream once; missing ones count as seen and lost to gap */
    LEDGER_MESSAGES,  /* HTTP messages, requests and responses */
    LEDGER_EXCHANGES, /* one request with its response */
    LEDGER_BODIES,    /* message bodies that are not empty */
    LEDGER_RECORDS,   /* entries of HAR files, lines of NDJSON */
    LEDGER_PATHS, /* paths with evidence of their own; counted when an inventory is made, not as they come */
    LEDGER_UNITS
};

enum ledger_loss {
#define LOSS(name, text, unit, help) LOSS_##name,
#include "base/losses.list"
#undef LOSS
    LEDGER_LOSSES
};

struct ledger {
    uint64_t seen[LEDGER_UNITS];
    uint64_t analysed[LEDGER_UNITS];
    uint64_t lost[LEDGER_LOSSES];
};

const char *ledger_unit_name(enum ledger_unit unit); /* "packets" */
const char *ledger_loss_name(enum ledger_loss loss); /* "memory-limit": the listed name with hyphens */
const char *ledger_loss_help(enum ledger_loss loss);
enum ledger_unit ledger_loss_unit(enum ledger_loss loss);
/* The loss of that (hyphenated) name, LEDGER_LOSSES when there is none: for reading stored ledgers. */
enum ledger_loss ledger_loss_find(struct slice name);

void ledger_add(struct ledger *into, const struct ledger *from);
uint64_t ledger_lost(const struct ledger *ledger, enum ledger_unit unit);
/* seen - analysed - lost: what is neither; 0 is the law. Negative when something was counted twice. */
int64_t ledger_open(const struct ledger *ledger, enum ledger_unit unit);

#endif
