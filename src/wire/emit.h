/* SPDX-License-Identifier: Apache-2.0 */
/* The last step of the wire: a request and a response, one of which may be missing, become an exchange for the sink.
 * Content codings come off here, the target is split, and exchanges and bodies are counted. */
#ifndef WIRE_EMIT_H
#define WIRE_EMIT_H

#include "base/arena.h"
#include "base/ledger.h"
#include "http/coding.h"
#include "http/h1.h"
#include "wire/flow.h"

struct emitter {
    exchange_sink *sink;
    void *context;
    struct ledger *ledger;
    struct arena arena; /* of the exchange being told */
    struct coding coding;
};

/* How this exchange counts (LEDGER_EXCHANGES). */
enum emit_count {
    EMIT_PAIR,
    EMIT_UNANSWERED,
    EMIT_UNASKED,
    EMIT_EARLY, /* a request for whose keeping there was no memory; its response may still come, */
    EMIT_REST,  /* and is this: the exchange was counted already */
};

bool emitter_init(struct emitter *emitter, struct memory *account, size_t body_most);
/* request or response may be NULL, as `count` says. */
void emitter_emit(struct emitter *emitter, const struct flow *flow, const struct h1_message *request,
                  const struct h1_message *response, enum emit_count count);
void emitter_done(struct emitter *emitter);

#endif
