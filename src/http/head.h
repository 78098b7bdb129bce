/* SPDX-License-Identifier: Apache-2.0 */
/* The head of an HTTP/1 message: start line and field lines in one pass, as slices into the bytes given (RFC
 * 9112 2-5). Odd but readable heads are read on and flagged. Holds no memory; knows nothing of bodies beyond
 * what the head says about them. */
#ifndef HTTP_HEAD_H
#define HTTP_HEAD_H

#include "http/message.h"
#include "http/step.h"

struct head {
    struct slice method, target, reason;
    uint8_t version_major, version_minor;
    uint16_t status;
    struct header *headers; /* set by the caller, with header_room */
    size_t header_room, header_count;
    size_t fields_seen;
    uint32_t oddities;
    size_t len; /* bytes of the head with its empty line */
    /* What decides where the message ends (RFC 9112 6) */
    bool has_length; /* a readable Content-Length; the first one counts */
    bool has_coding; /* Transfer-Encoding other than "identity" */
    bool chunked;    /* ... and its last coding is chunked */
    bool says_close, says_keep_alive;
    uint64_t content_length;
};

/* BODY_SLACK bytes must be readable after `bytes`. STEP_MORE: no end of the head in sight (the start line is
 * good as far as it goes). STEP_BAD: the start line is not HTTP. On STEP_DONE a folded field has
 * ODDITY_FOLDED_HEADER set and its value is only the first line: head_unfold the bytes and read them
 * again. */
enum step head_read(struct slice bytes, bool is_response, struct head *head);
/* Field lines alone, up to and including the empty line (trailers); adds to what `head` holds. */
enum step head_read_fields(struct slice bytes, struct head *head);
/* Start lines alone, without their end. */
bool head_is_request_line(struct slice line);
bool head_is_status_line(struct slice line);
/* Writes blanks over the line ends before continuation lines (RFC 9112 5.2), the start line's excepted. */
void head_unfold(char *at, size_t len, bool has_start_line);

#endif
