/* SPDX-License-Identifier: Apache-2.0 */
/* Link layers and what stands between them and IP: Ethernet, Linux cooked captures, loopback, raw IP; VLAN tags, MPLS
 * label stacks, PPPoE sessions. */
#include "wire/layer.h"

#define MPLS_LABELS_MOST 16

enum link_type {
    LINK_NULL = 0,
    LINK_ETHERNET = 1,
    LINK_RAW_OLD = 12, /* DLT_RAW of most systems, */
    LINK_RAW_BSD = 14, /* and of OpenBSD */
    LINK_RAW = 101,
    LINK_LOOP = 108,
    LINK_SLL = 113,
    LINK_IPV4 = 228,
    LINK_IPV6 = 229,
    LINK_SLL2 = 276,
};

bool layer_knows_link(uint32_t link_type)
{
    switch (link_type) {
    case LINK_NULL:
    case LINK_ETHERNET:
    case LINK_RAW_OLD:
    case LINK_RAW_BSD:
    case LINK_RAW:
    case LINK_LOOP:
    case LINK_SLL:
    case LINK_IPV4:
    case LINK_IPV6:
    case LINK_SLL2: return true;
    default: return false;
    }
}

static enum peel short_of(struct span span, size_t need)
{
    return span.wire >= need ? PEEL_CUT : PEEL_MALFORMED;
}

static enum peel next(struct layer *layer, enum layer_kind kind, uint32_t type, size_t skip)
{
    layer->kind = kind;
    layer->type = type;
    layer->span = span_after(layer->span, skip);
    return PEEL_MORE;
}

/* The address family of the capturing host, in that host's byte order (LOOP: network order): 2 is IPv4 everywhere;
 * IPv6 is 10 on Linux, 24, 28 and 30 on the BSDs. */
static enum peel peel_loopback(struct layer *layer)
{
    const uint8_t *at = layer->span.at;
    uint32_t family;

    if (layer->span.len < 4)
        return short_of(layer->span, 4);
    family = read32(at);
    if (family >= 1u << 16)
        family = (uint32_t)at[3] << 24 | (uint32_t)at[2] << 16 | (uint32_t)at[1] << 8 | at[0];
    if (family == 2)
        return next(layer, LAYER_IPV4, 0, 4);
    if (family == 10 || family == 24 || family == 28 || family == 30)
        return next(layer, LAYER_IPV6, 0, 4);
    return PEEL_UNKNOWN;
}

static enum peel peel_cooked(struct layer *layer, size_t size, size_t type_at)
{
    if (layer->span.len < size)
        return short_of(layer->span, size);
    return next(layer, LAYER_ETHERTYPE, read16(layer->span.at + type_at), size);
}

static enum peel peel_link_type(struct layer *layer)
{
    switch (layer->type) {
    case LINK_ETHERNET: return next(layer, LAYER_ETHERNET, 0, 0);
    case LINK_NULL:
    case LINK_LOOP: return peel_loopback(layer);
    case LINK_RAW_OLD:
    case LINK_RAW_BSD:
    case LINK_RAW: return next(layer, LAYER_IP, 0, 0);
    case LINK_IPV4: return next(layer, LAYER_IPV4, 0, 0);
    case LINK_IPV6: return next(layer, LAYER_IPV6, 0, 0);
    case LINK_SLL: return peel_cooked(layer, 16, 14);
    case LINK_SLL2: return peel_cooked(layer, 20, 0);
    default: return PEEL_UNKNOWN;
    }
}

/* Two addresses and an EtherType; below 1536 it is a length and LLC follows (IEEE 802.3), of which only SNAP with an
 * EtherType carries IP. */
static enum peel peel_ethernet(struct layer *layer)
{
    static const uint8_t snap[6] = { 0xaa, 0xaa, 0x03, 0, 0, 0 };
    uint32_t type;

    if (layer->span.len < 14)
        return short_of(layer->span, 14);
    type = read16(layer->span.at + 12);
    if (type >= 1536)
        return next(layer, LAYER_ETHERTYPE, type, 14);
    if (layer->span.len < 22)
        return PEEL_UNKNOWN;
    for (size_t i = 0; i < sizeof snap; i++) {
        if (layer->span.at[14 + i] != snap[i])
            return PEEL_UNKNOWN;
    }
    return next(layer, LAYER_ETHERTYPE, read16(layer->span.at + 20), 22);
}

/* Labels up to the one with the bottom-of-stack bit (RFC 3032 2.1). What follows is not said: IP shows its version;
 * a first nibble of 0 is a pseudowire control word before Ethernet (RFC 4385 3); else it is taken for Ethernet. */
static enum peel peel_mpls(struct layer *layer)
{
    size_t size = 0;

    for (int labels = 0;; labels++) {
        if (labels == MPLS_LABELS_MOST)
            return PEEL_MALFORMED;
        size += 4;
        if (layer->span.len < size + 1)
            return short_of(layer->span, size + 1);
        if (layer->span.at[size - 2] & 1)
            break;
    }
    switch (layer->span.at[size] >> 4) {
    case 4: return next(layer, LAYER_IPV4, 0, size);
    case 6: return next(layer, LAYER_IPV6, 0, size);
    case 0:
        if (layer->span.len < size + 4)
            return short_of(layer->span, size + 4);
        return next(layer, LAYER_ETHERNET, 0, size + 4);
    default: return next(layer, LAYER_ETHERNET, 0, size);
    }
}

/* RFC 2516 4: version and type 1, code 0, a length; then a PPP protocol number. */
static enum peel peel_pppoe(struct layer *layer)
{
    const uint8_t *at = layer->span.at;
    uint16_t length;

    if (layer->span.len < 8)
        return short_of(layer->span, 8);
    length = read16(at + 4);
    if (at[0] != 0x11 || length < 2)
        return PEEL_MALFORMED;
    if (at[1] != 0)
        return PEEL_UNKNOWN;
    layer->span = span_limit(layer->span, 6 + (size_t)length);
    switch (read16(at + 6)) {
    case 0x0021: return next(layer, LAYER_IPV4, 0, 8);
    case 0x0057: return next(layer, LAYER_IPV6, 0, 8);
    case 0x0281: return next(layer, LAYER_ETHERTYPE, 0x8847, 8);
    default: return PEEL_UNKNOWN;
    }
}

static enum peel peel_ethertype(struct layer *layer)
{
    switch (layer->type) {
    case 0x0800: return next(layer, LAYER_IPV4, 0, 0);
    case 0x86dd: return next(layer, LAYER_IPV6, 0, 0);
    case 0x8100: /* IEEE 802.1Q, */
    case 0x88a8: /* 802.1ad, */
    case 0x9100: /* and what QinQ used before it */
        if (layer->span.len < 4)
            return short_of(layer->span, 4);
        return next(layer, LAYER_ETHERTYPE, read16(layer->span.at + 2), 4);
    case 0x8847:
    case 0x8848: return peel_mpls(layer);
    case 0x8864: return peel_pppoe(layer);
    case 0x6558: return next(layer, LAYER_ETHERNET, 0, 0); /* transparent Ethernet bridging (GRE, GENEVE) */
    default: return PEEL_UNKNOWN;
    }
}

enum peel peel_link(struct layer *layer)
{
    switch (layer->kind) {
    case LAYER_LINK: return peel_link_type(layer);
    case LAYER_ETHERNET: return peel_ethernet(layer);
    case LAYER_ETHERTYPE: return peel_ethertype(layer);
    default: return PEEL_UNKNOWN;
    }
}
