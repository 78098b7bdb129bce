/* SPDX-License-Identifier: Apache-2.0 */
/* HTTP/1.0 and HTTP/1.1 messages out of one direction of a connection (RFC 9112).
 *
 * No I/O. A lane has one `struct h1`: limits, listener, scratch memory, shared by all its connections. Each
 * direction of each connection has one small `struct h1_half`. The caller feeds bytes in stream order, says
 * where the capture has a hole and where the stream ends; the listener hears of heads and of whole messages.
 *
 * Copies. A message that lies entirely within one h1_feed is not copied: its slices point into the caller's
 * bytes. Otherwise what came is kept once, head and body in one buffer, so that a body is always contiguous.
 *
 * Bytes add up: fed = sum of (wire_bytes - missing_bytes) of all messages + skipped + opaque + h1_pending. */
#ifndef HTTP_H1_H
#define HTTP_H1_H

#include "base/memory.h"
#include "base/slice.h"
#include "http/message.h"
#include "http/step.h"

#include <stdint.h>

struct h1_limits {
    size_t head_bytes;   /* 0: 1 MiB; at least 64. A longer head is lost (H1_LOST_MALFORMED) */
    size_t body_bytes;   /* 0: 16 MiB, transfer-decoded. A longer body is counted and BODY_TOO_LARGE */
    size_t header_count; /* 0: 256. Further fields set ODDITY_MANY_HEADERS and are counted in fields_seen */
};

/* One message. Valid, with all it points to, until the callback returns. */
struct h1_message {
    bool is_response;
    bool interim;  /* 1xx but 101: the final response to the same request is still to come */
    bool upgraded; /* 101, or CONNECT with 2xx: this half is opaque from here on (tell the other one) */
    bool cut;      /* the end of the message was not seen: reset, end of capture, or place lost after a gap */
    bool after_loss; /* bytes were skipped or missing before it: messages may have been lost between */
    bool keep_alive; /* what it says about persistence (RFC 9112 9.3) */
    uint8_t version_major, version_minor; /* 0, 9 when none was written */
    uint16_t status;                      /* responses */
    struct slice method, target;          /* requests; as sent */
    struct slice reason;                  /* responses; may be empty */
    struct slice
        head; /* all bytes of the head, in which the slices above and the headers lie; empty with trailers */
    size_t fields_seen;     /* header and trailer fields, kept or not */
    int64_t started;        /* the `time` fed with its first byte */
    int64_t ended;          /* and with its last; in a head callback the same as started */
    uint64_t missing_bytes; /* bytes of wire_bytes that the capture never held */
    /* Headers point to where the bytes stand. body: transfer coding off, content coding still on, BODY_SLACK
     * readable bytes after it. wire_bytes counts everything from the first byte on, framing and missing bytes
     * included; body_bytes counts the body without chunk framing. In a head callback there is no body yet. */
    struct message message;
};

enum h1_lost {
    H1_LOST_INCOMPLETE, /* head cut off by a gap or by the end */
    H1_LOST_MALFORMED,  /* nobody would read this as HTTP/1, or the head is above its limit */
    H1_LOST_MEMORY,     /* the account refused to keep a partial head */
};

/* What the request asked that the next response answers: it decides whether there is a body (RFC 9112
 * 6.3). */
enum h1_asked {
    H1_ASKED_UNKNOWN, /* the request was not seen; the reader guesses from the bytes that follow */
    H1_ASKED_OTHER,
    H1_ASKED_HEAD,
    H1_ASKED_CONNECT,
};

struct h1_listener {
    /* A final response head was read (not called for 1xx): what did its request ask? May be NULL: always
     * unknown. */
    enum h1_asked (*asked)(void *context);
    /* A head was read; exactly one `message` follows for it. May be NULL. */
    void (*head)(void *context, const struct h1_message *head);
    /* The message is over, whole or cut. */
    void (*message)(void *context, const struct h1_message *message);
    /* A message was begun and its head could not be read. `bytes` of it have been added to half->skipped
     * already; more may follow, as they are searched for the next start line. May be NULL. */
    void (*lost)(void *context, enum h1_lost why, uint64_t bytes);
};

#define H1_SPARES 16

struct h1 {
    struct h1_limits limits;
    struct h1_listener listener;
    struct memory *account;
    struct header *headers; /* scratch: limits.header_count of them */
    struct h1_spare {
        char *at;
        size_t room;
    } spares[H1_SPARES]; /* buffers given back by halves, for the next that needs one */
    size_t spare_count;
};

struct h1_half {
    uint8_t state; /* all of this is the reader's own but the totals at the end */
    uint8_t after_probe;
    uint8_t body_state;
    bool is_response;
    bool after_loss;
    bool has_line;    /* the partial head kept holds at least its start line */
    bool opaque_next; /* opaque once the message being read is over */
    uint32_t oddities;
    int64_t started;
    uint64_t wire_bytes, body_bytes, missing_bytes; /* of the message being read */
    uint64_t remaining;                             /* bytes of body, or of chunk, still to come */
    char *buffer;                                   /* what had to be kept: head, then body, then trailers */
    size_t len, room;
    size_t head_len;  /* bytes of `buffer` that are the head (0: the head is not complete) */
    size_t body_len;  /* bytes of body after the head */
    size_t scanned;   /* progress inside the state, e.g. bytes of the last line of a partial head */
    uint64_t skipped; /* bytes that belong to no message (running total) */
    uint64_t opaque;  /* bytes after the half left HTTP (running total) */
};

/* limits may be NULL. false when memory was refused. The account must outlive it. */
bool h1_init(struct h1 *h1, const struct h1_limits *limits, const struct h1_listener *listener,
             struct memory *account);
void h1_done(struct h1 *h1);

void h1_half_init(struct h1_half *half, bool is_response);
/* Gives its buffer back to the lane without telling the listener anything. */
void h1_half_done(struct h1 *h1, struct h1_half *half);

/* The listener must not feed any half of the same lane: they share scratch memory.
 *
 * Takes all of `bytes`, of which BODY_SLACK more must be readable after the end. They need not live longer
 * than the call. `context` goes to the listener.
 * STEP_MORE: reading on. STEP_DONE: the half has left HTTP. STEP_BAD: it has lost its place and is
 * searching. */
enum step h1_feed(struct h1 *h1, struct h1_half *half, void *context, struct slice bytes, int64_t time);
/* The capture never held the next `count` bytes. Inside a body or chunk of known length they cost that body
 * only, and reading goes on exactly after it; elsewhere the half searches for the next start line. */
enum step h1_gap(struct h1 *h1, struct h1_half *half, void *context, uint64_t count, int64_t time);
/* The stream has ended (FIN, RST, eviction or end of capture): `orderly` says that it was a FIN, which ends a
 * body that runs until close. Everything still open is reported, then the half is as after h1_half_init, but
 * keeps its totals (skipped, opaque). */
void h1_close(struct h1 *h1, struct h1_half *half, void *context, bool orderly, int64_t time);
/* The capture began in the middle of this stream: search for the first start line. Right after
 * h1_half_init. */
void h1_start_midstream(struct h1_half *half);
/* The other half said that HTTP is over here (101, CONNECT): from now on bytes are only counted. An
 * unfinished head is counted as opaque too; a message whose body is being read is finished first. */
void h1_go_opaque(struct h1 *h1, struct h1_half *half);

/* Between messages, nothing kept: safe to forget. */
bool h1_is_idle(const struct h1_half *half);
/* Bytes of a message or of a search that are not accounted for yet. */
uint64_t h1_pending(const struct h1_half *half);
/* Bytes of memory this half holds. */
static inline size_t h1_half_memory(const struct h1_half *half)
{
    return half->room;
}

/* To keep a message beyond the callback: the bytes h1_copy needs (aligned to 16), and the copy, which points
 * only into `memory`. The body is copied too, followed by BODY_SLACK bytes. */
size_t h1_copy_size(const struct h1_message *message);
void h1_copy(const struct h1_message *message, void *memory, struct h1_message *ret);

/* Are these the first bytes of a request or of a response? STEP_DONE: yes. STEP_MORE: could be, not enough
 * bytes.
 * STEP_BAD: no. Leading empty lines are allowed. */
enum step h1_looks_like_request(struct slice bytes);
enum step h1_looks_like_response(struct slice bytes);

#endif
