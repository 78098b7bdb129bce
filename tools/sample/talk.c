/* SPDX-License-Identifier: Apache-2.0 */
#include "talk.h"

#include <arpa/inet.h>
#include <stdlib.h>
#include <string.h>

#define SEGMENT_MOST 1400
#define MICROSECOND 1000
enum { FIN = 1, SYN = 2, RST = 4, PSH = 8, ACK = 16 };
enum { PROTOCOL_TCP = 6, PROTOCOL_UDP = 17 };

struct peer peer_of(const char *address, unsigned port)
{
    struct peer peer = { .family = strchr(address, ':') ? 6 : 4, .port = (uint16_t)port };

    if (inet_pton(peer.family == 6 ? AF_INET6 : AF_INET, address, peer.bytes) != 1)
        abort();
    return peer;
}

static void big16(uint8_t *at, unsigned value)
{
    at[0] = (uint8_t)(value >> 8);
    at[1] = (uint8_t)value;
}

static void big32(uint8_t *at, uint32_t value)
{
    big16(at, value >> 16);
    big16(at + 2, value & 0xffff);
}

static uint32_t sum_up(uint32_t sum, const uint8_t *at, size_t len)
{
    for (size_t i = 0; i + 1 < len; i += 2)
        sum += (uint32_t)at[i] << 8 | at[i + 1];
    if (len & 1)
        sum += (uint32_t)at[len - 1] << 8;
    return sum;
}

static unsigned fold(uint32_t sum)
{
    while (sum >> 16)
        sum = (sum & 0xffff) + (sum >> 16);
    return ~sum & 0xffff;
}

static size_t address_len(const struct peer *peer)
{
    return peer->family == 6 ? 16 : 4;
}

/* Ethernet and IP around `len` bytes of transport at frame + the answer. */
static size_t wrap(uint8_t *frame, const struct peer *from, const struct peer *to, unsigned protocol,
                   size_t len)
{
    static const uint8_t ethernet[12] = { 2, 0, 0, 0, 0, 1, 2, 0, 0, 0, 0, 2 };
    uint8_t *ip = frame + 14;

    memcpy(frame, ethernet, sizeof ethernet);
    if (from->family == 6) {
        big16(frame + 12, 0x86dd);
        memset(ip, 0, 40);
        ip[0] = 0x60;
        big16(ip + 4, (unsigned)len);
        ip[6] = (uint8_t)protocol;
        ip[7] = 60;
        memcpy(ip + 8, from->bytes, 16);
        memcpy(ip + 24, to->bytes, 16);
        return 54;
    }
    big16(frame + 12, 0x0800);
    memset(ip, 0, 20);
    ip[0] = 0x45;
    big16(ip + 2, (unsigned)len + 20);
    ip[6] = 0x40;
    ip[8] = 60;
    ip[9] = (uint8_t)protocol;
    memcpy(ip + 12, from->bytes, 4);
    memcpy(ip + 16, to->bytes, 4);
    big16(ip + 10, fold(sum_up(0, ip, 20)));
    return 34;
}

/* Fills in the checksum over the pseudo header (RFC 9293 3.1) at `place` of the transport. */
static void seal(uint8_t *transport, size_t len, size_t place, const struct peer *from, const struct peer *to,
                 unsigned protocol)
{
    uint32_t sum = protocol + (uint32_t)len;

    sum = sum_up(sum, from->bytes, address_len(from));
    sum = sum_up(sum, to->bytes, address_len(to));
    big16(transport + place, fold(sum_up(sum, transport, len)));
}

static void segment(struct talk *talk, bool from_client, int64_t time, uint32_t sequence, unsigned flags,
                    const uint8_t *bytes, size_t len)
{
    const struct peer *from = from_client ? &talk->client : &talk->server;
    const struct peer *to = from_client ? &talk->server : &talk->client;
    uint8_t frame[1600] = { 0 };
    size_t head = wrap(frame, from, to, PROTOCOL_TCP, 20 + len);
    uint8_t *tcp = frame + head;

    if (talk->deaf && !from_client)
        return;
    big16(tcp, from->port);
    big16(tcp + 2, to->port);
    big32(tcp + 4, sequence);
    if (flags & ACK)
        big32(tcp + 8, talk->next[from_client]);
    tcp[12] = 5 << 4;
    tcp[13] = (uint8_t)flags;
    big16(tcp + 14, 64000);
    if (len)
        memcpy(tcp + 20, bytes, len);
    seal(tcp, 20 + len, 16, from, to, PROTOCOL_TCP);
    capture_frame(talk->capture, time, frame, head + 20 + len);
}

void talk_open(struct talk *talk, struct capture *capture, struct peer client, struct peer server,
               int64_t time, bool late)
{
    *talk = (struct talk){ .capture = capture, .client = client, .server = server, .time = time };
    talk->next[0] = (uint32_t)(client.port * 2654435761u);
    talk->next[1] = (uint32_t)(client.port * 40503u + 0xfffffc00u); /* some of them wrap around */
    if (late)
        return;
    segment(talk, true, talk->time, talk->next[0]++, SYN, NULL, 0);
    talk->time += 240 * MICROSECOND;
    segment(talk, false, talk->time, talk->next[1]++, SYN | ACK, NULL, 0);
    talk->time += 180 * MICROSECOND;
    segment(talk, true, talk->time, talk->next[0], ACK, NULL, 0);
    talk->time += 60 * MICROSECOND;
}

void talk_send(struct talk *talk, bool from_client, const void *bytes, size_t len, enum trouble trouble)
{
    uint32_t *next = &talk->next[!from_client];
    size_t count = (len + SEGMENT_MOST - 1) / SEGMENT_MOST;

    for (size_t i = 0; i < count; i++) {
        size_t from = i * SEGMENT_MOST, piece = len - from < SEGMENT_MOST ? len - from : SEGMENT_MOST;
        const uint8_t *at = (const uint8_t *)bytes + from;
        int64_t time = talk->time + (int64_t)i * 20 * MICROSECOND;
        unsigned flags = i + 1 == count ? PSH | ACK : ACK;

        if (trouble == TROUBLE_SWAP && i + 2 == count)
            time += 40 * MICROSECOND;
        if (trouble != TROUBLE_LOSE || i != count / 2)
            segment(talk, from_client, time, *next, flags, at, piece);
        if (trouble == TROUBLE_REPEAT && i == 0)
            segment(talk, from_client, time + 5 * MICROSECOND, *next, flags, at, piece);
        *next += (uint32_t)piece;
    }
    talk->time += (int64_t)count * 20 * MICROSECOND + 90 * MICROSECOND;
    segment(talk, !from_client, talk->time, talk->next[from_client], ACK, NULL, 0);
    talk->time += 50 * MICROSECOND;
}

void talk_close(struct talk *talk)
{
    segment(talk, true, talk->time, talk->next[0]++, FIN | ACK, NULL, 0);
    segment(talk, false, talk->time + 200 * MICROSECOND, talk->next[1]++, FIN | ACK, NULL, 0);
    segment(talk, true, talk->time + 400 * MICROSECOND, talk->next[0], ACK, NULL, 0);
    talk->time += 500 * MICROSECOND;
}

void talk_reset(struct talk *talk)
{
    segment(talk, true, talk->time, talk->next[0], RST | ACK, NULL, 0);
}

void talk_datagram(struct capture *capture, int64_t time, struct peer from, struct peer to, const void *bytes,
                   size_t len)
{
    uint8_t frame[600] = { 0 };
    size_t head = wrap(frame, &from, &to, PROTOCOL_UDP, 8 + len);
    uint8_t *udp = frame + head;

    big16(udp, from.port);
    big16(udp + 2, to.port);
    big16(udp + 4, (unsigned)len + 8);
    memcpy(udp + 8, bytes, len);
    seal(udp, 8 + len, 6, &from, &to, PROTOCOL_UDP);
    capture_frame(capture, time, frame, head + 8 + len);
}
