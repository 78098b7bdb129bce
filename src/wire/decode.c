/* SPDX-License-Identifier: Apache-2.0 */
/* The loop that peels a packet down to TCP, and the counting of what happens to it. */
#include "wire/decode.h"

#include "base/hash.h"
#include "wire/fragments.h"
#include "wire/layer.h"

#define NESTED_MOST 8  /* IP headers within one another */
#define LAYERS_MOST 64 /* headers of any kind */

struct decoder {
    struct memory *account;
    struct ledger ledger;
    struct fragments fragments;
};

struct decoder *decoder_new(struct memory *account, const struct decoder_settings *settings)
{
    struct decoder *decoder = memory_get(account, sizeof *decoder);
    size_t most = settings && settings->fragment_memory ? settings->fragment_memory : (size_t)4 << 20;
    int64_t timeout = settings && settings->fragment_timeout ? settings->fragment_timeout : 30000000000;

    if (!decoder)
        return NULL;
    decoder->account = account;
    fragments_init(&decoder->fragments, account, most, timeout);
    return decoder;
}

void decoder_free(struct decoder *decoder)
{
    if (!decoder)
        return;
    fragments_done(&decoder->fragments);
    memory_give(decoder->account, decoder, sizeof *decoder);
}

const struct ledger *decoder_ledger(const struct decoder *decoder)
{
    return &decoder->ledger;
}

bool decoder_knows_link(uint32_t link_type)
{
    return layer_knows_link(link_type);
}

static void collect_fragment_losses(struct decoder *decoder)
{
    decoder->ledger.lost[LOSS_fragment_missing] += decoder->fragments.lost;
    decoder->fragments.lost = 0;
}

void decoder_finish(struct decoder *decoder)
{
    fragments_drop(&decoder->fragments);
    collect_fragment_losses(decoder);
}

static struct address address_of(const struct ip_header *header, const uint8_t *at, uint16_t port)
{
    struct address address = { .family = header->family, .port = port };

    memcpy(address.bytes, at, header->family == 4 ? 4 : 16);
    return address;
}

static uint64_t endpoint_hash(const struct address *address)
{
    uint64_t high, low;

    memcpy(&high, address->bytes, 8);
    memcpy(&low, address->bytes + 8, 8);
    return hash_mix(hash_mix(high, low), address->port);
}

uint64_t segment_flow_hash(const struct segment *segment)
{
    uint64_t first = endpoint_hash(&segment->source), second = endpoint_hash(&segment->destination);

    return first < second ? hash_mix(first, second) : hash_mix(second, first);
}

/* RFC 9293 3.1. PEEL_MORE: *ret is a segment. */
static enum peel read_tcp(const struct layer *layer, const struct ip_header *header, int64_t time,
                          struct segment *ret)
{
    const uint8_t *at = layer->span.at;
    size_t head, payload, here;

    if (layer->span.len < 20)
        return header->length >= 20 ? PEEL_CUT : PEEL_MALFORMED;
    head = (size_t)(at[12] >> 4) * 4;
    if (head < 20 || head > header->length)
        return PEEL_MALFORMED;
    payload = header->length - head;
    here = layer->span.len > head ? layer->span.len - head : 0;
    *ret = (struct segment){
        .time = time,
        .source = address_of(header, header->source, read16(at)),
        .destination = address_of(header, header->destination, read16(at + 2)),
        .sequence = read32(at + 4),
        .acknowledgement = read32(at + 8),
        .flags = at[13] & 0x3f,
        .window = read16(at + 14),
        .payload = here ? slice_make(at + head, here) : (struct slice){ NULL, 0 },
        .missing = (uint32_t)(payload - here),
    };
    return PEEL_MORE;
}

/* *packets: captured packets behind `layer`, more when fragments became whole. PEEL_MORE: go on with `layer`. */
static enum peel add_fragment(struct decoder *decoder, struct layer *layer, struct ip_header *header,
                              int64_t time, uint64_t *packets)
{
    size_t width = header->family == 4 ? 4 : 16;
    struct fragment fragment = {
        .key = { .identification = header->identification,
                 .protocol = header->family == 4 ? header->protocol : 0,
                 .family = header->family },
        .offset = header->offset,
        .more = header->more,
        .protocol = header->protocol,
        .time = time,
        .packets = *packets,
        .bytes = slice_make(layer->span.at, layer->span.len),
    };
    struct whole_datagram whole;
    enum fragment_verdict verdict;

    if (layer->span.len < header->length)
        return PEEL_CUT;
    memcpy(fragment.key.source, header->source, width);
    memcpy(fragment.key.destination, header->destination, width);
    verdict = fragments_add(&decoder->fragments, &fragment, &whole);
    collect_fragment_losses(decoder);
    if (verdict != FRAGMENT_WHOLE)
        return verdict == FRAGMENT_WAITS ? PEEL_FRAGMENT : PEEL_MALFORMED;
    *packets = whole.packets;
    layer->type = header->protocol = whole.protocol;
    layer->span = (struct span){ (const uint8_t *)whole.bytes.at, whole.bytes.len, whole.bytes.len };
    header->length = whole.bytes.len;
    return PEEL_MORE;
}

/* Layer after layer. PEEL_MORE: *ret is a segment; PEEL_FRAGMENT: the packet waits, or was counted with its datagram. */
static enum peel decode(struct decoder *decoder, const struct packet *packet, uint64_t *packets,
                        struct segment *ret)
{
    size_t original = packet->original > packet->captured ? packet->original : packet->captured;
    struct layer layer = { LAYER_LINK, packet->link_type, { packet->bytes, packet->captured, original } };
    struct ip_header header = { 0 };
    enum peel peel = PEEL_MORE;
    int nested = 0;

    for (int layers = 0; peel == PEEL_MORE; layers++) {
        if (layers == LAYERS_MOST)
            return PEEL_MALFORMED;
        switch (layer.kind) {
        case LAYER_LINK:
        case LAYER_ETHERNET:
        case LAYER_ETHERTYPE: peel = peel_link(&layer); break;
        case LAYER_IP:
        case LAYER_IPV4:
        case LAYER_IPV6:
            if (++nested > NESTED_MOST)
                return PEEL_MALFORMED;
            peel = peel_ip(&layer, &header);
            if (peel == PEEL_FRAGMENT)
                peel = add_fragment(decoder, &layer, &header, packet->time, packets);
            break;
        case LAYER_TRANSPORT:
            if (layer.type == PROTOCOL_TCP)
                return read_tcp(&layer, &header, packet->time, ret);
            peel = peel_tunnel(&layer);
            break;
        }
    }
    return peel;
}

bool decoder_packet(struct decoder *decoder, const struct packet *packet, struct segment *ret)
{
    struct ledger *ledger = &decoder->ledger;
    uint64_t packets = 1;

    fragments_release(&decoder->fragments);
    ledger->seen[LEDGER_PACKETS]++;
    switch (decode(decoder, packet, &packets, ret)) {
    case PEEL_MORE:
        if (ret->missing)
            ledger->lost[LOSS_packet_cut] += packets;
        else
            ledger->analysed[LEDGER_PACKETS] += packets;
        return true;
    case PEEL_FRAGMENT: break;
    case PEEL_CUT: ledger->lost[LOSS_packet_cut] += packets; break;
    case PEEL_MALFORMED: ledger->lost[LOSS_packet_malformed] += packets; break;
    case PEEL_UNKNOWN: ledger->lost[LOSS_link_unknown] += packets; break;
    case PEEL_NOT_TCP: ledger->lost[LOSS_not_tcp] += packets; break;
    }
    return false;
}
