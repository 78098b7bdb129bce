/* SPDX-License-Identifier: Apache-2.0 */
/* Who calls an endpoint, by the stored events. An event does not name its endpoint, because templates are decided late: it
 * names the class path it was learned under, which is looked up in the inventory that is in force now. Noise is left out.
 *
 * A caller is known by the keyed hash of its credential, else of its address; people see a pseudonym made of it, which
 * means the same caller within one database and nothing beyond. */
#ifndef CLI_CALLERS_H
#define CLI_CALLERS_H

#include "catalog/inventory.h"
#include "exchange/event.h"
#include "store/store.h"

#define CALLERS_TOP 3
#define CALLERS_EVENTS                                                                                       \
    200000 /* the newest ones tell who calls; older ones are many and may be of nobody any more */
#define CALLER_NAME 24

struct caller {
    char name[CALLER_NAME]; /* "caller 4f2a91c0" */
    uint64_t calls;
    int64_t first, last;
    bool is_anonymous;          /* at its last call */
    char address[ADDRESS_TEXT]; /* then its address; else empty */
};

struct endpoint_callers {
    uint64_t calls, distinct;
    struct caller top[CALLERS_TOP]; /* most calls first */
    size_t top_count;
};

struct callers;

/* inventory is borrowed. NULL when memory is refused. */
struct callers *callers_new(const struct inventory *inventory, struct memory *account);
void callers_add(void *callers, const struct event *event); /* an event_sink */
/* After the last event. false when memory was refused on the way: the figures would be too low. */
bool callers_settle(struct callers *callers);
void callers_free(struct callers *callers);

/* All three, over the newest events of the store. NULL with *err set. */
struct callers *callers_read(struct store *store, const struct inventory *inventory, struct memory *account,
                             struct error *err);
/* Never NULL: nobody is nobody. `endpoint` is one of the inventory. */
const struct endpoint_callers *callers_of(const struct callers *callers, const struct endpoint *endpoint);
/* Of several endpoints together: a caller of two of them is one. false when memory was refused. */
bool callers_of_all(const struct callers *callers, const struct endpoint *const *endpoints, size_t count,
                    struct endpoint_callers *ret);
/* 0 when all events were read, else the time of the oldest that was. */
int64_t callers_since(const struct callers *callers);

#endif
