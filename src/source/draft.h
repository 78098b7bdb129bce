/* SPDX-License-Identifier: Apache-2.0 */
/* A draft is an exchange being put together from a record that tells it in its own words and order (HAR, NDJSON). Text
 * that does not stay where it was read is kept in an arena; bodies stand in buffers of their own, which are used again.
 * After draft_reset everything is empty; draft_finish makes the exchange whole. */
#ifndef SOURCE_DRAFT_H
#define SOURCE_DRAFT_H

#include "base/arena.h"
#include "base/buffer.h"
#include "exchange/exchange.h"

#define DRAFT_HEADERS 256                    /* as many as the HTTP/1 reader keeps: the rest is counted */
#define DRAFT_BYTES_MOST ((size_t)128 << 20) /* text of one exchange, bodies apart */

struct draft_message {
    struct header *headers; /* DRAFT_HEADERS of them */
    size_t header_count;
    uint64_t header_bytes; /* as they would stand on the wire */
    bool more_headers;
    bool present;          /* the record has this message */
    bool coded;            /* the body is as it was on the wire: draft_finish takes its Content-Encoding off */
    struct slice body;     /* in `held`, or where it was read */
    struct buffer held, spare;
    enum body_state body_state;
    uint64_t body_bytes;   /* on the wire */
};

struct draft {
    struct memory *account;
    struct arena text;
    size_t kept; /* bytes in `text` */
    struct exchange exchange;
    struct draft_message request, response;
    const char *wrong; /* why no exchange can be made of it, in a few words; the first reason stays */
};

/* false when memory was refused (nothing to undo). */
bool draft_init(struct draft *draft, struct memory *account);
void draft_reset(struct draft *draft);
void draft_done(struct draft *draft);

/* Keeps the first reason. */
void draft_wrong(struct draft *draft, const char *why);
/* A copy that lives until draft_reset; {NULL, 0} and `wrong` when there is no room. */
struct slice draft_keep(struct draft *draft, struct slice text);
/* Adds a header whose name and value live until draft_reset. A value of several lines is several headers (Chrome joins
 * Set-Cookie so); names that begin with a colon are HTTP/2's pseudo-headers and are left out, but for :authority, which
 * is taken for Host when nothing better comes. */
void draft_header(struct draft *draft, struct draft_message *message, struct slice name, struct slice value);
struct slice draft_find_header(const struct draft_message *message, struct slice name);

/* "https://api.example.com:8443/v1?x=1#y": scheme, authority (without user), target (without fragment). false when it
 * is an absolute URL of something that is not HTTP (data:, blob:, chrome-extension:), or none. */
bool draft_url(struct draft *draft, struct slice url);
/* The port of the authority, or the scheme's own. */
uint16_t draft_port(const struct draft *draft);
/* A request target in any form of RFC 9112 3.2. */
bool draft_target(struct draft *draft, struct slice target);
/* "HTTP/1.1", "1.1", "h2", "http/2.0", "h3". What nobody knows counts as 1.1. */
void draft_version(struct draft *draft, struct slice version);

/* `text` is base64: decodes it to message->held. false when it is not: body_state says so. */
bool draft_base64(struct draft *draft, struct draft_message *message, struct slice text);
/* May this response have a body at all (RFC 9110 9.3.2, 15.3.5, 15.4.5)? */
bool draft_response_has_body(const struct draft *draft);
/* Fills draft->exchange from the rest; false when it cannot be one: `wrong` says why. */
bool draft_finish(struct draft *draft);

#endif
