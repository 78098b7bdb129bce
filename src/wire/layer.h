/* SPDX-License-Identifier: Apache-2.0 */
/* One layer of a packet comes off at a time: each peel_ function reads the header in front of `at` and says what is
 * behind it. They keep no state; IP fragments and TCP are the decoder's. */
#ifndef WIRE_LAYER_H
#define WIRE_LAYER_H

#include "wire/span.h"

enum layer_kind {
    LAYER_LINK, /* `type` is a link type */
    LAYER_ETHERNET,
    LAYER_ETHERTYPE, /* `type` is an EtherType */
    LAYER_IP,        /* version 4 or 6, as the first nibble says */
    LAYER_IPV4,
    LAYER_IPV6,
    LAYER_TRANSPORT, /* `type` is an IP protocol number; the IP header stands in struct ip_header */
};

enum peel {
    PEEL_MORE,      /* a layer came off: `layer` is the next one */
    PEEL_FRAGMENT,  /* IP: what follows is a fragment */
    PEEL_CUT,       /* the capture is too short */
    PEEL_MALFORMED, /* a header contradicts itself or its packet */
    PEEL_UNKNOWN,   /* no protocol we read at the link or network layer */
    PEEL_NOT_TCP,   /* IP that carries neither TCP nor a tunnel we open */
};

struct layer {
    enum layer_kind kind;
    uint32_t type;
    struct span span;
};

/* The innermost IP header so far. */
struct ip_header {
    uint8_t family;                      /* 4 or 6 */
    const uint8_t *source, *destination; /* 4 or 16 bytes, in the packet */
    uint8_t protocol;
    size_t
        length; /* of the payload, as the header says (or the wire, where offloading left the length out) */
    bool more;  /* fragments */
    uint32_t offset, identification;
};

/* LAYER_LINK, LAYER_ETHERNET and LAYER_ETHERTYPE (tags, MPLS, PPPoE). */
enum peel peel_link(struct layer *layer);
bool layer_knows_link(uint32_t link_type);
/* LAYER_IP, LAYER_IPV4 and LAYER_IPV6: PEEL_MORE leaves the transport, PEEL_FRAGMENT the bytes of the fragment. */
enum peel peel_ip(struct layer *layer, struct ip_header *header);
/* LAYER_TRANSPORT but TCP: VXLAN, GENEVE, GRE, ERSPAN, IP in IP, MPLS in IP. */
enum peel peel_tunnel(struct layer *layer);

#define PROTOCOL_TCP 6

#endif
