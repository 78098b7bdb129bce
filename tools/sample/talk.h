/* SPDX-License-Identifier: Apache-2.0 */
/* A TCP conversation as a capture point sees it: handshake, segments with acknowledgements, and the trouble that real
 * networks make. */
#ifndef SAMPLE_TALK_H
#define SAMPLE_TALK_H

#include "capture.h"

struct peer {
    uint8_t family; /* 4 or 6 */
    uint8_t bytes[16];
    uint16_t port;
};

enum trouble {
    TROUBLE_NONE,
    TROUBLE_SWAP,   /* the last two segments change places */
    TROUBLE_REPEAT, /* a segment comes twice */
    TROUBLE_LOSE,   /* a segment in the middle was never captured */
};

struct talk {
    struct capture *capture;
    struct peer client, server;
    uint32_t next[2]; /* sequence numbers: client's, server's */
    int64_t time;     /* now */
    bool deaf;        /* the capture never holds what the server says */
};

/* "203.0.113.9" or "2001:db8::7" with a port. The address must be right: it is ours. */
struct peer peer_of(const char *address, unsigned port);

/* Three-way handshake at `time`; `late`: the capture started after it. */
void talk_open(struct talk *talk, struct capture *capture, struct peer client, struct peer server,
               int64_t time, bool late);
void talk_send(struct talk *talk, bool from_client, const void *bytes, size_t len, enum trouble trouble);
void talk_close(struct talk *talk);
void talk_reset(struct talk *talk);
/* One UDP datagram. */
void talk_datagram(struct capture *capture, int64_t time, struct peer from, struct peer to, const void *bytes,
                   size_t len);

#endif
