/* SPDX-License-Identifier: Apache-2.0 */
/* The decoder turns link-layer packets into TCP segments: it takes off link layers, tags, tunnels and IP, and puts
 * fragments together. It keeps nothing else, so one thread (the reader) decodes for all lanes; segment_flow_hash says which
 * lane a segment belongs to.
 *
 * Every packet is counted once (LEDGER_PACKETS): analysed when a segment without a missing byte came of it, or when it
 * was a fragment of such a segment; else as one loss. Fragments still waiting are open until they are completed,
 * time out, or decoder_finish.
 *
 * Checksums are not verified: offloading makes most of them wrong in captures taken on the sending host. Lengths are. */
#ifndef WIRE_DECODE_H
#define WIRE_DECODE_H

#include "base/ledger.h"
#include "base/memory.h"
#include "exchange/exchange.h"
#include "wire/packet.h"

enum segment_flag {
    SEGMENT_FIN = 0x01,
    SEGMENT_SYN = 0x02,
    SEGMENT_RST = 0x04,
    SEGMENT_PSH = 0x08,
    SEGMENT_ACK = 0x10,
    SEGMENT_URG = 0x20,
};

struct segment {
    int64_t time;
    struct address source, destination;
    uint32_t sequence, acknowledgement;
    uint8_t flags;        /* enum segment_flag */
    uint16_t window;      /* not scaled */
    struct slice payload; /* PACKET_SLACK readable bytes follow; empty slices may have a NULL `at` */
    uint32_t
        missing; /* payload bytes after `payload` that were on the wire and were cut off by the snap length */
};

/* The same for both directions of a connection, on every machine, in every run: which lane it belongs to. */
uint64_t segment_flow_hash(const struct segment *segment);

struct decoder_settings {
    size_t
        fragment_memory; /* bytes held for incomplete datagrams; 0: 4 MiB. The oldest datagram goes first. */
    int64_t fragment_timeout; /* capture time, nanoseconds; 0: 30 s */
};

struct decoder;

/* NULL when memory is refused. settings may be NULL. */
struct decoder *decoder_new(struct memory *account, const struct decoder_settings *settings);
/* true: a segment came out; its payload is borrowed from the packet, or (put together from fragments) from the decoder
 * until its next call. false: the packet was counted in the ledger, or waits as a fragment. */
bool decoder_packet(struct decoder *decoder, const struct packet *packet, struct segment *ret);
/* End of the capture: what still waits for fragments is counted as lost. */
void decoder_finish(struct decoder *decoder);
const struct ledger *decoder_ledger(const struct decoder *decoder);
void decoder_free(struct decoder *decoder);

/* Is this link type one we read? For a source that wants to say so before the first packet. */
bool decoder_knows_link(uint32_t link_type);

#endif
