/* SPDX-License-Identifier: Apache-2.0 */
/* A pairing reads the two directions of an HTTP/1 flow and puts each response to its request: in order, as HTTP/1
 * answers (RFC 9112 9.3.2). It exists only while something is open: between exchanges a flow needs none.
 *
 * A request is copied when it is complete and waits for its response, which is then told in place. A response that is
 * complete before its request is (a server that refuses an upload) waits the other way round.
 *
 * Where bytes are missing, order alone would pair wrongly. Responses lost in a hole leave their requests unanswered.
 * Requests lost in a hole leave responses behind: a request sent before any of those was acknowledged is not paired. */
#ifndef WIRE_PAIRING_H
#define WIRE_PAIRING_H

#include "http/h1.h"
#include "wire/emit.h"
#include "wire/flow.h"
#include "wire/pool.h"

/* What the pairings of a lane share. */
struct pairings {
    struct h1 h1;
    struct pool *pool;
    struct ledger *ledger;
    struct emitter *emitter;
    uint32_t requests_most;
};

struct pairing;

bool pairings_init(struct pairings *pairings, struct memory *account, size_t body_most);
void pairings_done(struct pairings *pairings);

/* NULL when memory is refused. A direction that is `midstream` searches for its first message. */
struct pairing *pairing_new(struct pairings *pairings, bool request_midstream, bool response_midstream);
/* The flow's client and sides must be known; flow->pairing is the pairing. `acknowledged`: see stream.h. */
void pairing_bytes(struct pairings *pairings, struct flow *flow, bool is_response, struct slice bytes,
                   int64_t time, uint32_t acknowledged);
void pairing_gap(struct pairings *pairings, struct flow *flow, bool is_response, uint64_t count,
                 int64_t time);
/* Requests were lost in a hole, when responses up to this sequence number had passed. */
void pairing_requests_lost(struct pairing *pairing, uint32_t responses_at);
/* The direction ended in order. */
void pairing_end(struct pairings *pairings, struct flow *flow, bool is_response, int64_t time);
/* Nothing is open: pairing_free loses nothing, and a new pairing (not midstream) goes on where this one stopped. */
bool pairing_is_idle(const struct pairing *pairing);
/* Both directions have left HTTP. */
bool pairing_is_upgraded(const struct pairing *pairing);
/* The flow is over: everything open is told and counted. */
void pairing_close(struct pairings *pairings, struct flow *flow, int64_t time);
/* Counts the bytes that passed and gives the memory back. Idle, upgraded or closed. */
void pairing_free(struct pairings *pairings, struct pairing *pairing);

#endif
