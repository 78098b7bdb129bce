/* SPDX-License-Identifier: Apache-2.0 */
/* Flows turn TCP segments into exchanges: a table of connections, each with two streams put in order and the HTTP/1
 * messages on them paired. One `struct flows` belongs to one lane (thread); a connection must stay on its lane
 * (segment_flow_hash). Time is capture time: nothing here looks at a clock.
 *
 * What is lost is counted under its name, each thing once (law 3): after flows_finish, seen = analysed + lost for
 * SEGMENTS, BYTES, MESSAGES, EXCHANGES and BODIES. Bodies handed to the sink whole count as analysed here; who cannot
 * use one further right moves it (a loss there, one less analysed).
 *
 * Memory has ceilings (law 4): connections, bytes waiting out of order, and the limit of the account for everything
 * together: give flows an account of their own. Connections that are over go first, then those that never carried
 * payload, then the one that has been idle longest; it is reported with its loss. */
#ifndef WIRE_FLOWS_H
#define WIRE_FLOWS_H

#include "base/ledger.h"
#include "base/memory.h"
#include "exchange/exchange.h"
#include "wire/decode.h"

/* Once per TLS connection, when it ends or is given up: an API that exists and cannot be read. server_name (SNI) and
 * subject (common name of the certificate, else its first DNS name) are as sent, perhaps empty; borrowed until the call
 * returns. `version` is what the server chose (wire/tls.h), 0 when not seen. `bytes` is the payload of both directions. */
typedef void tls_sink(void *context, struct slice server_name, struct slice subject, uint16_t version,
                      const struct address *server, int64_t time, uint64_t bytes);

struct flows_settings {
    exchange_sink *exchange; /* not NULL */
    void *exchange_context;
    tls_sink *tls; /* may be NULL */
    void *tls_context;
    /* 0 takes the default. */
    uint32_t flows_most;    /* connections remembered at once; 200,000 */
    size_t window_most;     /* bytes one direction may wait out of order before its hole is given up; 1 MiB */
    size_t window_total;    /* the same, all connections together; 64 MiB */
    uint32_t requests_most; /* requests of one connection waiting for their responses; 1,024 */
    size_t body_most;       /* a body longer than this (before or after decoding) is BODY_TOO_LARGE; 16 MiB */
    int64_t idle_timeout;   /* a connection silent for so long is over; 15 min */
    int64_t opening_timeout; /* the same before any payload came; 1 min */
};

struct flows;

/* NULL when memory is refused. The settings are copied. */
struct flows *flows_new(struct memory *account, const struct flows_settings *settings);
/* Calls the sinks from within for whatever became complete. */
void flows_segment(struct flows *flows, const struct segment *segment);
/* End of the capture: everything open is reported with its loss. The flows can be used again afterwards. */
void flows_finish(struct flows *flows);
const struct ledger *flows_ledger(const struct flows *flows);
/* Connections remembered now. */
size_t flows_open(const struct flows *flows);
void flows_free(struct flows *flows);

#endif
