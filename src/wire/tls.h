/* SPDX-License-Identifier: Apache-2.0 */
/* The readable beginning of a TLS connection (RFC 8446, RFC 5246): the server name of the ClientHello, the version that the
 * ServerHello chose and, up to TLS 1.2, the subject of the server's certificate. What follows is encrypted and only counted by the caller. */
#ifndef WIRE_TLS_H
#define WIRE_TLS_H

#include "base/slice.h"
#include "http/step.h"
#include "wire/pool.h"

#include <stdint.h>

/* Do these bytes begin a TLS connection (a handshake record)? With `midstream`, any record. STEP_DONE: yes. */
enum step tls_looks_like(struct slice bytes, bool midstream);

struct tls;

/* What is read here never holds more than this. */
#define TLS_HANDSHAKE_MOST 32768
#define TLS_NAME_MOST 253

/* NULL when memory is refused. */
struct tls *tls_new(struct pool *pool);
/* Bytes of one direction, in order. true: nothing more can be learned, further bytes need not be given. */
bool tls_bytes(struct tls *tls, struct pool *pool, bool from_client, struct slice bytes);
/* Bytes of one direction are missing: it cannot be read any further. Answers as tls_bytes. */
bool tls_gap(struct tls *tls, struct pool *pool, bool from_client);
/* Empty when not learned; valid until tls_free. */
struct slice tls_server_name(const struct tls *tls);
/* The certificate's common name, else its first DNS name. */
struct slice tls_subject(const struct tls *tls);
/* What the server chose: 0x0300 (SSL 3.0), 0x0301 (TLS 1.0) to 0x0304 (TLS 1.3); 0 when not learned. */
uint16_t tls_version(const struct tls *tls);
/* NULL is allowed. */
void tls_free(struct tls *tls, struct pool *pool);

#endif
