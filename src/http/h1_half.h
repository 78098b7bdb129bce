/* SPDX-License-Identifier: Apache-2.0 */
/* Inside the HTTP/1 reader: what its files share. Nobody else includes this.
 *   h1.c        heads, and the loop over states
 *   h1_body.c   where a body ends, and its pieces
 *   h1_search.c finding the next start line, gaps and ends
 *   h1_report.c telling the listener, copying messages
 *   h1_buffer.c the memory of a half */
#ifndef HTTP_H1_HALF_H
#define HTTP_H1_HALF_H

#include "http/h1.h"
#include "http/head.h"

enum h1_state {
    H1_START, /* between messages */
    H1_HEAD,  /* `buffer` holds the beginning of a head */
    /* Inside a message whose head was reported: */
    H1_PROBE, /* is there a body at all? `after_probe` is the state if there is */
    H1_LENGTH,
    H1_CHUNK_SIZE,
    H1_CHUNK_EXTENSION,
    H1_CHUNK_DATA,
    H1_CHUNK_END,
    H1_TRAILERS,
    H1_UNTIL_CLOSE,
    /* Outside of any message: */
    H1_SEARCH, /* `buffer` holds the last bytes searched, in case a start line began there */
    H1_OPAQUE,
};

/* One call of h1_feed, h1_gap or h1_close. */
struct h1_reader {
    struct h1 *h1;
    struct h1_half *half;
    void *context;
    int64_t time;
    const char *start, *at, *end; /* the caller's bytes and the cursor */
    struct head head;             /* valid while head_at is where the head stands */
    const char *head_at;          /* NULL: not read in this call */
    struct slice direct;          /* body so far, while all of it stands in the caller's bytes */
    bool upgraded;
    bool endless; /* the head says nothing of use about where its message ends */
};

struct h1_reader h1_reader_make(struct h1 *h1, struct h1_half *half, void *context, int64_t time);

static inline size_t h1_left(const struct h1_reader *reader)
{
    return (size_t)(reader->end - reader->at);
}

static inline bool h1_in_body(const struct h1_half *half)
{
    return half->state >= H1_PROBE && half->state <= H1_UNTIL_CLOSE;
}

/* h1.c */
void h1_run(struct h1_reader *reader);
/* Reads other bytes than the caller's at this place: a constant, or a buffer taken from the half. */
void h1_run_aside(struct h1_reader *reader, struct slice bytes);

/* h1_body.c */
void h1_frame_body(struct h1_reader *reader, enum h1_asked asked);
/* One step inside a message. false: its framing is broken. */
bool h1_read_body(struct h1_reader *reader);
/* Answers the question of H1_PROBE. */
void h1_probe_end(struct h1_reader *reader, bool has_body);
/* Head and body so far move into the half's own buffer. false: refused; the message has been reported cut. */
bool h1_keep_body(struct h1_reader *reader);

/* h1_search.c */
void h1_search(struct h1_reader *reader);

/* h1_report.c */
void h1_report_head(struct h1_reader *reader);
void h1_finish(struct h1_reader *reader);
/* Reports the open message as cut and searches on. */
void h1_cut_off(struct h1_reader *reader);
/* Counts `bytes` as skipped and searches on. What the buffer holds stays. */
void h1_lose_head(struct h1_reader *reader, enum h1_lost why, uint64_t bytes);
/* Makes reader->head that of the open message, reading it again where it moved. */
void h1_settle_head(struct h1_reader *reader);

/* h1_buffer.c */
/* Room for `more` bytes and BODY_SLACK after them; false when refused (nothing changes). */
bool h1_buffer_reserve(struct h1 *h1, struct h1_half *half, size_t more);
/* Within what was reserved. */
void h1_buffer_append(struct h1_half *half, struct slice bytes);
void h1_buffer_drop_front(struct h1_half *half, size_t count);
/* Moves little content out of a large buffer. */
void h1_buffer_trim(struct h1 *h1, struct h1_half *half);
void h1_buffer_release(struct h1 *h1, struct h1_half *half);
void h1_spare_put(struct h1 *h1, char *at, size_t room);

#endif
