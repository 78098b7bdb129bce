/* SPDX-License-Identifier: Apache-2.0 */
/* A lane: what one thread needs to turn segments into knowledge without asking anybody. It owns the connections that
 * fall to it, a catalog and an event packer. Whoever runs the lane is the only one to touch it meanwhile; counters may
 * be read by others at any time. */
#ifndef ENGINE_LANE_H
#define ENGINE_LANE_H

#include "catalog/catalog.h"
#include "sensitive/sensitive.h"
#include "store/event_block.h"
#include "store/store.h"
#include "wire/flows.h"

#include <stdatomic.h>

struct lane_settings {
    struct catalog_settings catalog;    /* on_event is the lane's own, and so are the classifiers */
    const struct custom_class *classes; /* of sensitive data, of the user's; borrowed */
    size_t class_count;
    size_t flows_memory; /* 0: this lane follows no connections */
    struct store *store; /* where events go; NULL: nowhere */
};

struct lane {
    struct lane_settings settings;
    struct memory account;
    struct memory flows_account; /* its limit is theirs */
    struct flows *flows;
    struct classifier *classifier; /* of the user's classes, no two threads'; NULL: there are none */
    struct catalog *catalog;       /* may be NULL: nothing learned yet */
    struct event_packer *packer;   /* NULL without a store */
    struct ledger ledger;          /* messages of whole exchanges; those from flows stand in flows_ledger */
    _Atomic uint64_t exchanges, events;
    atomic_bool out_of_memory; /* an event or exchange was lost: the run must end */
    atomic_bool wants_to_give; /* its catalog fills up: lane_give_catalog is due */
};

/* Works in place; false with *err set when memory is refused (lane_done all the same). */
bool lane_init(struct lane *lane, const struct lane_settings *settings, struct error *err);
/* Otherwise the lane makes its catalog when it learns its first exchange. */
bool lane_begin_catalog(struct lane *lane, struct error *err);
void lane_segment(struct lane *lane, const struct segment *segment);
/* An exchange of a source that hands out whole exchanges. The catalog counts exchanges and bodies, whatever they came
 * from; their messages are counted here. */
void lane_exchange(struct lane *lane, const struct exchange *exchange);
/* Moves all knowledge into another catalog; the lane begins anew at its next exchange. False: not all of it fitted under
 * the other's ceiling. */
bool lane_give_catalog(struct lane *lane, struct catalog *into);
void lane_done(struct lane *lane);

#endif
