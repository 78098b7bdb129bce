/* SPDX-License-Identifier: Apache-2.0 */
/* IPv4 (RFC 791) and IPv6 (RFC 8200) headers. The lengths in them cut off link-layer padding; a length of 0 comes from
 * segmentation offload (the capture saw the packet before the interface cut it up) and means all there is. A length
 * beyond what is here is a packet that the capture, or the mirror before it, has cut. */
#include "wire/layer.h"

#define EXTENSIONS_MOST 16

static enum peel short_of(struct span span, size_t need)
{
    return span.wire >= need ? PEEL_CUT : PEEL_MALFORMED;
}

static enum peel to_transport(struct layer *layer, struct ip_header *header, size_t skip, size_t length)
{
    layer->kind = LAYER_TRANSPORT;
    layer->type = header->protocol;
    layer->span = span_limit(span_after(layer->span, skip), length);
    header->length = length;
    return header->more || header->offset ? PEEL_FRAGMENT : PEEL_MORE;
}

static enum peel peel_ipv4(struct layer *layer, struct ip_header *header)
{
    const uint8_t *at = layer->span.at;
    size_t head, total;

    if (layer->span.len < 20)
        return short_of(layer->span, 20);
    head = (size_t)(at[0] & 15) * 4;
    total = read16(at + 2);
    if (at[0] >> 4 != 4 || head < 20)
        return PEEL_MALFORMED;
    if (total == 0)
        total = layer->span.wire;
    if (total < head)
        return PEEL_MALFORMED;
    if (layer->span.len < head)
        return short_of(layer->span, head);
    *header = (struct ip_header){
        .family = 4,
        .source = at + 12,
        .destination = at + 16,
        .protocol = at[9],
        .more = at[6] & 0x20,
        .offset = (uint32_t)(read16(at + 6) & 0x1fff) * 8,
        .identification = read16(at + 4),
    };
    return to_transport(layer, header, head, total - head);
}

/* Is it an extension header that says its own length? And how long is it? */
static size_t extension_size(uint8_t protocol, const uint8_t *at)
{
    switch (protocol) {
    case 0:   /* hop-by-hop options */
    case 43:  /* routing */
    case 60:  /* destination options */
    case 135: /* mobility */
    case 139: /* host identity */
    case 140: /* shim6 */ return ((size_t)at[1] + 1) * 8;
    case 51: /* authentication (RFC 4302 2.2: in 4-byte words, less 2) */ return ((size_t)at[1] + 2) * 4;
    case 44: /* fragment */ return 8;
    default: return 0;
    }
}

static enum peel peel_ipv6(struct layer *layer, struct ip_header *header)
{
    const uint8_t *at = layer->span.at;
    size_t skip = 40, total;

    if (layer->span.len < 40)
        return short_of(layer->span, 40);
    if (at[0] >> 4 != 6)
        return PEEL_MALFORMED;
    total = read16(at + 4) ? (size_t)read16(at + 4) + 40 : layer->span.wire;
    *header = (struct ip_header){ .family = 6, .source = at + 8, .destination = at + 24, .protocol = at[6] };
    for (int extensions = 0;; extensions++) {
        const uint8_t *extension = at + skip;
        uint8_t protocol = header->protocol;
        size_t size;

        if (layer->span.len < skip + 8) /* no extension header and no transport is shorter */
            break;
        size = extension_size(protocol, extension);
        if (size == 0)
            break;
        if (extensions == EXTENSIONS_MOST || skip + size > total)
            return PEEL_MALFORMED;
        if (layer->span.len < skip + size)
            return short_of(layer->span, skip + size);
        header->protocol = extension[0];
        skip += size;
        if (protocol != 44)
            continue;
        header->offset = read16(extension + 2) & 0xfff8u;
        header->more = extension[3] & 1;
        header->identification = read32(extension + 4);
        if (header->more || header->offset) /* what follows belongs to the whole datagram */
            break;
    }
    return to_transport(layer, header, skip, total - skip);
}

enum peel peel_ip(struct layer *layer, struct ip_header *header)
{
    if (layer->kind == LAYER_IP) {
        if (layer->span.len < 1)
            return short_of(layer->span, 1);
        layer->kind = layer->span.at[0] >> 4 == 6 ? LAYER_IPV6 : LAYER_IPV4;
    }
    return layer->kind == LAYER_IPV4 ? peel_ipv4(layer, header) : peel_ipv6(layer, header);
}
