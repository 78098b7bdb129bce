/* SPDX-License-Identifier: Apache-2.0 */
/* What a flow speaks: told the bytes of a flow in order, this finds out whether they are HTTP, TLS or something else,
 * hands them to who reads that, and counts every byte under what became of it. */
#ifndef WIRE_SPEECH_H
#define WIRE_SPEECH_H

#include "wire/flow_table.h"
#include "wire/flows.h"
#include "wire/pairing.h"
#include "wire/stream.h"
#include "wire/tls.h"

/* What a lane needs for that. */
struct speech {
    struct ledger *ledger;
    struct flow_table *table;
    struct pool *pool;
    struct pairings pairings;
    tls_sink *tls;
    void *tls_context;
};

/* For struct streams; the context is a struct speech. */
extern const struct stream_listener speech_listener;

/* The flow is over: what it still holds is told, counted and given back. */
void speech_close(struct speech *speech, struct flow *flow);
/* Does forgetting the flow now lose anything? */
bool speech_is_open(const struct flow *flow);
/* Which side serves, as far as anyone can tell. */
unsigned flow_server(const struct flow *flow);

#endif
