/* SPDX-License-Identifier: Apache-2.0 */
/* An exchange: one HTTP request with its response, decoded, as every source hands it to the right
 * (DESIGN.md).
 *
 * All slices point into buffers that somebody upstream owns and are valid until the sink returns. Bodies are
 * decoded: transfer coding and content coding are off. BODY_SLACK bytes after a body are readable. A source
 * that lacks a part (an access log has no bodies) says so in body_state rather than leaving a lie. */
#ifndef EXCHANGE_EXCHANGE_H
#define EXCHANGE_EXCHANGE_H

#include "http/message.h"

#include <stdint.h>

/* An IPv4 address stands in the first 4 bytes; family 0: not known. */
struct address {
    uint8_t bytes[16];
    uint8_t family; /* 0, 4 or 6 */
    uint16_t port;
};

enum exchange_flag {
    EXCHANGE_NO_REQUEST = 1u << 0,  /* only the response was captured */
    EXCHANGE_NO_RESPONSE = 1u << 1, /* only the request was captured; status is 0 */
    EXCHANGE_TLS = 1u << 2, /* it travelled encrypted and somebody decrypted it (HAR with https URL, ...) */
    EXCHANGE_UPGRADED = 1u << 3, /* 101, or CONNECT with 2xx: the connection left HTTP afterwards */
    EXCHANGE_USERINFO = 1u << 4, /* the URL held a user name and a password, which `authority` does not */
};

struct exchange {
    int64_t started; /* first byte of the request (or of the response when there is no request) */
    int64_t ended;   /* last byte of the response; started when not known */
    struct address client, server;
    struct slice method;    /* as sent: methods are case-sensitive (RFC 9110 9.1) */
    struct slice scheme;    /* "http" or "https"; never empty */
    struct slice authority; /* host[:port] from absolute-form target or Host; empty when there is none */
    struct slice
        target; /* origin-form: path and query, undecoded, no fragment; "*" and authority-form as sent */
    uint8_t version_major, version_minor;
    uint16_t status; /* 0: no response seen. The final one; 1xx are counted by the source */
    uint32_t flags;  /* enum exchange_flag */
    struct message request, response;
    uint64_t connection; /* unique within one run of one source; 0: not known */
};

/* Called once per exchange; everything in it is borrowed until the call returns. */
typedef void exchange_sink(void *context, const struct exchange *exchange);

/* The value of the first header of that name (case-insensitive); {NULL, 0} when there is none. */
struct slice message_header(const struct message *message, struct slice name);

/* "203.0.113.7" / "2001:db8::1" (RFC 5952); with port "203.0.113.7:80", "[2001:db8::1]:80".
 * NUL-terminated. */
#define ADDRESS_TEXT 64
void address_format(const struct address *address, bool with_port, char text[ADDRESS_TEXT]);
/* Reads "203.0.113.7:80", "[2001:db8::1]:80", or without port (port 0); false when it is no address. */
bool address_parse(struct slice text, struct address *ret);

#endif
