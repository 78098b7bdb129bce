/* SPDX-License-Identifier: Apache-2.0 */
/* A message as every protocol and every source hands it on: header fields, a body and what was odd about it.
 * It travels by value and borrows everything; whoever hands it out says until when. */
#ifndef HTTP_MESSAGE_H
#define HTTP_MESSAGE_H

#include "base/slice.h"

#include <stdint.h>

struct header {
    struct slice name,
        value; /* as received, value trimmed, obsolete folds replaced by spaces (RFC 9112 5.2) */
};

enum body_state {
    BODY_NONE,      /* the message has no body, or an empty one */
    BODY_WHOLE,     /* `body` is all of it, decoded */
    BODY_ABSENT,    /* it had one; the source does not carry it */
    BODY_CUT,       /* a gap, a reset or the end of the capture took part of it; `body` is what came before */
    BODY_TOO_LARGE, /* above the ceiling, before or after decoding; `body` is empty */
    BODY_UNDECODABLE, /* content coding unknown or damaged; `body` is empty */
};

/* What was odd about a message; it was read all the same. */
enum message_oddity {
    ODDITY_FOLDED_HEADER = 1u << 0, /* obs-fold */
    ODDITY_BARE_LF = 1u << 1,       /* lines ended by LF alone */
    ODDITY_LENGTH_CONFLICT =
        1u << 2, /* several differing Content-Length, or Content-Length with Transfer-Encoding */
    ODDITY_BAD_HEADER = 1u << 3,        /* a field line without a colon, or with spaces before it */
    ODDITY_MANY_HEADERS = 1u << 4,      /* more than the limit: the rest was counted and left out */
    ODDITY_NO_VERSION = 1u << 5,        /* HTTP/0.9 style, or a version we do not know */
    ODDITY_UNTIL_CLOSE = 1u << 6,       /* body ended by the end of the connection */
    ODDITY_NOT_LISTED_CODING = 1u << 7, /* body is coded although no Content-Encoding says so */
    ODDITY_TRAILERS = 1u << 8,          /* trailer fields came (they are in headers, last) */
    ODDITY_START_LINE = 1u << 9,        /* lower-case "http/1.1", extra blanks, blanks in the target */
};

struct message {
    const struct header *headers;
    size_t header_count;
    struct slice body;
    enum body_state body_state;
    uint32_t oddities;   /* enum message_oddity */
    uint64_t wire_bytes; /* head and body as they were on the wire (best knowledge of the source) */
    uint64_t body_bytes; /* body on the wire, before decoding */
};

#endif
