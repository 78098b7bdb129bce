/* SPDX-License-Identifier: Apache-2.0 */
/* A record is what an entry of a HAR file or a line of NDJSON tells, in its own words and order, on its
 * way to be an exchange. Text that does not stay where it was read is kept in an arena; bodies stand in
 * buffers of their own, which are used again. After record_reset everything is empty; record_finish makes
 * the exchange whole. */
#ifndef SOURCE_RECORD_H
#define SOURCE_RECORD_H

#include "base/arena.h"
#include "base/buffer.h"
#include "exchange/exchange.h"
#include "http/coding.h"

#define RECORD_HEADERS 256                    /* as many as the HTTP/1 reader keeps: the rest is counted */
#define RECORD_BYTES_MOST ((size_t)128 << 20) /* text of one exchange, bodies apart */

struct record_message {
    struct header *headers; /* RECORD_HEADERS of them */
    size_t header_count;
    uint64_t header_bytes; /* as they would stand on the wire */
    bool more_headers;
    bool present;      /* the record has this message */
    bool coded;        /* the body is as it was on the wire: record_finish takes its Content-Encoding off */
    struct slice body; /* in `held`, or where it was read */
    struct buffer held, spare;
    enum body_state body_state;
    uint64_t body_bytes; /* on the wire */
};

struct record {
    struct memory *account;
    struct arena text;
    size_t kept; /* bytes in `text` */
    struct coding coding;
    struct exchange exchange;
    struct record_message request, response;
    const char *wrong; /* why no exchange can be made of it, in a few words; the first reason stays */
};

/* false when memory was refused (nothing to undo). */
bool record_init(struct record *record, struct memory *account);
void record_reset(struct record *record);
void record_done(struct record *record);

/* Keeps the first reason. */
void record_wrong(struct record *record, const char *why);
/* A copy that lives until record_reset; {NULL, 0} and `wrong` when there is no room. */
struct slice record_keep(struct record *record, struct slice text);
/* Adds a header whose name and value live until record_reset. A value of several lines is several headers
 * (Chrome joins Set-Cookie so); names that begin with a colon are HTTP/2's pseudo-headers and are left
 * out, but for :authority, which is taken for Host when nothing better comes. */
void record_header(struct record *record, struct record_message *message, struct slice name,
                   struct slice value);
struct slice record_find_header(const struct record_message *message, struct slice name);

/* "https://api.example.com:8443/v1?x=1#y": scheme, authority (without user), target (without fragment).
 * false when it is an absolute URL of something that is not HTTP (data:, blob:, chrome-extension:), or
 * none. */
bool record_url(struct record *record, struct slice url);
/* The port of the authority, or the scheme's own. */
uint16_t record_port(const struct record *record);
/* A request target in any form of RFC 9112 3.2. */
bool record_target(struct record *record, struct slice target);
/* "HTTP/1.1", "1.1", "h2", "http/2.0", "h3". What nobody knows counts as 1.1. */
void record_version(struct record *record, struct slice version);

/* `text` is base64: decodes it to message->held. false when it is not: body_state says so. */
bool record_base64(struct record *record, struct record_message *message, struct slice text);
/* May this response have a body at all (RFC 9110 9.3.2, 15.3.5, 15.4.5)? */
bool record_response_has_body(const struct record *record);
/* Fills record->exchange from the rest; false when it cannot be one: `wrong` says why. */
bool record_finish(struct record *record);

#endif
