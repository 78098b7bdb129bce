/* SPDX-License-Identifier: Apache-2.0 */
/* Tunnels over IP, as traffic mirrors and overlay networks use them. UDP on a tunnel's port whose header does not look
 * like the tunnel is plain UDP. */
#include "wire/layer.h"

enum {
    PROTOCOL_IPV4 = 4,
    PROTOCOL_UDP = 17,
    PROTOCOL_IPV6 = 41,
    PROTOCOL_GRE = 47,
    PROTOCOL_MPLS = 137,
};

enum {
    PORT_VXLAN = 4789,
    PORT_VXLAN_LINUX =
        8472, /* the Linux kernel's default before the port was assigned; Flannel still uses it */
    PORT_GENEVE = 6081,
};

enum {
    ETHERTYPE_ERSPAN = 0x88be, /* type I and II */
    ETHERTYPE_ERSPAN_III = 0x22eb,
};

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

/* RFC 7348 5: the I flag, a 24-bit network identifier, then Ethernet. */
static enum peel peel_vxlan(struct layer *layer)
{
    if (layer->span.len < 16)
        return PEEL_NOT_TCP;
    if (!(layer->span.at[8] & 0x08))
        return PEEL_NOT_TCP;
    return next(layer, LAYER_ETHERNET, 0, 16);
}

/* RFC 8926 3.4: version 0, options in 4-byte words, an EtherType. */
static enum peel peel_geneve(struct layer *layer)
{
    const uint8_t *at = layer->span.at + 8;
    size_t size;

    if (layer->span.len < 16 || at[0] >> 6 != 0)
        return PEEL_NOT_TCP;
    size = 16 + (size_t)(at[0] & 0x3f) * 4;
    if (layer->span.len < size)
        return short_of(layer->span, size);
    return next(layer, LAYER_ETHERTYPE, read16(at + 2), size);
}

static enum peel peel_udp(struct layer *layer)
{
    if (layer->span.len < 8)
        return PEEL_NOT_TCP;
    switch (read16(layer->span.at + 2)) {
    case PORT_VXLAN:
    case PORT_VXLAN_LINUX: return peel_vxlan(layer);
    case PORT_GENEVE: return peel_geneve(layer);
    default: return PEEL_NOT_TCP;
    }
}

/* draft-foschiano-erspan: 12 bytes; the O bit adds a platform header of 8. Frame type 2 carries bare IP. */
static enum peel peel_erspan_iii(struct layer *layer, size_t skip)
{
    const uint8_t *at = layer->span.at + skip;
    size_t size;

    if (layer->span.len < skip + 12)
        return short_of(layer->span, skip + 12);
    size = skip + 12 + (at[11] & 1 ? 8 : 0);
    if (layer->span.len < size)
        return short_of(layer->span, size);
    return next(layer, (at[10] >> 2 & 0x1f) == 2 ? LAYER_IP : LAYER_ETHERNET, 0, size);
}

/* RFC 2784, 2890: flags say which optional words stand behind the protocol type. Version 1 is PPTP; the routing flag
 * of RFC 1701 has long been unused. ERSPAN II numbers its packets (the S flag) and has a header of 8 bytes, type I
 * does neither. */
static enum peel peel_gre(struct layer *layer)
{
    const uint8_t *at = layer->span.at;
    size_t size = 4;
    uint16_t flags, type;

    if (layer->span.len < 4)
        return short_of(layer->span, 4);
    flags = read16(at);
    type = read16(at + 2);
    if (flags & 0x4007)
        return PEEL_NOT_TCP;
    size += flags & 0x8000 ? 4 : 0;
    size += flags & 0x2000 ? 4 : 0;
    size += flags & 0x1000 ? 4 : 0;
    if (type == ETHERTYPE_ERSPAN_III)
        return peel_erspan_iii(layer, size);
    if (type == ETHERTYPE_ERSPAN && flags & 0x1000)
        size += 8;
    if (layer->span.len < size)
        return short_of(layer->span, size);
    if (type == ETHERTYPE_ERSPAN)
        return next(layer, LAYER_ETHERNET, 0, size);
    return next(layer, LAYER_ETHERTYPE, type, size);
}

enum peel peel_tunnel(struct layer *layer)
{
    switch (layer->type) {
    case PROTOCOL_IPV4: return next(layer, LAYER_IPV4, 0, 0);
    case PROTOCOL_IPV6: return next(layer, LAYER_IPV6, 0, 0);
    case PROTOCOL_UDP: return peel_udp(layer);
    case PROTOCOL_GRE: return peel_gre(layer);
    case PROTOCOL_MPLS: return next(layer, LAYER_ETHERTYPE, 0x8847, 0);
    default: return PEEL_NOT_TCP;
    }
}
