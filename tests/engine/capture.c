/* SPDX-License-Identifier: Apache-2.0 */
#include "engine/capture.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define EXCHANGES_MOST 4
#define START 1700000000u /* seconds */

enum { FIN = 1, SYN = 2, PSH = 8, ACK = 16 };

struct output {
    char *at;
    size_t len, room;
};

static void put(struct output *out, const void *bytes, size_t len)
{
    if (out->len + len > out->room) {
        out->room = 2 * out->room + len + 4096;
        out->at = realloc(out->at, out->room);
    }
    memcpy(out->at + out->len, bytes, len);
    out->len += len;
}

static void put_u32(struct output *out, uint32_t value)
{
    put(out, &value, sizeof value);
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

static unsigned exchanges_of(unsigned connection)
{
    return 1 + connection * 7 % EXCHANGES_MOST;
}

/* One frame: Ethernet, IPv4, TCP. `round` is its place within the connection. */
static void put_packet(struct output *out, unsigned connection, unsigned round, bool from_client,
                       uint8_t flags, uint32_t sequence, uint32_t acknowledgement, const char *payload)
{
    uint8_t frame[54] = { 2, 0, 0, 0, 0, 1, 2, 0, 0, 0, 0, 2, 8, 0, 0x45 };
    uint8_t client[4] = { 10, 0, (uint8_t)(connection >> 8), (uint8_t)connection };
    uint8_t server[4] = { 192, 0, 2, (uint8_t)(1 + connection % 3) };
    size_t len = strlen(payload);
    uint32_t micro = round * 20000 + connection * 3;
    unsigned client_port = 40000 + connection % 20000;

    big16(frame + 16, (unsigned)(40 + len));
    frame[22] = 64;
    frame[23] = 6;
    memcpy(frame + 26, from_client ? client : server, 4);
    memcpy(frame + 30, from_client ? server : client, 4);
    big16(frame + 34, from_client ? client_port : 80);
    big16(frame + 36, from_client ? 80 : client_port);
    big32(frame + 38, sequence);
    big32(frame + 42, acknowledgement);
    frame[46] = 0x50;
    frame[47] = flags;
    big16(frame + 48, 60000);
    put_u32(out, START + micro / 1000000);
    put_u32(out, micro % 1000000);
    put_u32(out, (uint32_t)(sizeof frame + len));
    put_u32(out, (uint32_t)(sizeof frame + len));
    put(out, frame, sizeof frame);
    put(out, payload, len);
}

static void make_request(char text[400], unsigned connection, unsigned number)
{
    static const char *const hosts[] = { "shop.example", "bank.example", "health.example" };
    unsigned id = connection * 31 + number * 7;

    switch (id % 3) {
    case 0:
        snprintf(text, 400,
                 "GET /v1/items/%u?limit=%u HTTP/1.1\r\nHost: %s\r\nAuthorization: Bearer t%05u\r\n\r\n",
                 1000 + id, id % 50, hosts[connection % 3], connection % 11);
        break;
    case 1:
        snprintf(text, 400, "GET /v1/users/%u/orders HTTP/1.1\r\nHost: %s\r\n\r\n", 20 + id % 300,
                 hosts[connection % 3]);
        break;
    default:
        snprintf(text, 400,
                 "POST /v1/orders HTTP/1.1\r\nHost: %s\r\nContent-Type: application/json\r\nContent-Length: "
                 "26\r\n\r\n"
                 "{\"item\":%6u,\"count\":%2u}",
                 hosts[connection % 3], 100000 + id % 900000, 10 + id % 90);
    }
}

static void make_response(char text[400], unsigned connection, unsigned number)
{
    char body[160];
    unsigned id = connection * 31 + number * 7;
    int len =
        snprintf(body, sizeof body, "{\"id\":%u,\"state\":\"%s\",\"price\":%u.50,\"tags\":[\"a\",\"b\"]}", id,
                 id % 5 ? "open" : "closed", id % 90);

    snprintf(text, 400, "HTTP/1.1 %s\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s",
             id % 29 ? "200 OK" : "404 Not Found", len, body);
}

struct talk {
    struct output *out;
    unsigned lose_every, payloads;
};

/* Plays the connection up to packet `round` and puts that one out; false when there is no such packet. */
static bool put_round(struct talk *talk, unsigned connection, unsigned round)
{
    uint32_t client = 1000 * connection + 1, server = 0xfffffff0u + connection; /* the server's wraps */
    unsigned count = exchanges_of(connection);
    char text[400];

    if (round < 3) {
        put_packet(talk->out, connection, round, round != 1,
                   round == 2 ? ACK
                   : round    ? SYN | ACK
                              : SYN,
                   round == 1 ? server - 1
                   : round    ? client
                              : client - 1,
                   round == 2 ? server
                   : round    ? client
                              : 0,
                   "");
        return true;
    }
    for (unsigned number = 0, at = 3; number < count; number++, at += 2) {
        make_request(text, connection, number);
        if (at == round && (!talk->lose_every || ++talk->payloads % talk->lose_every))
            put_packet(talk->out, connection, round, true, PSH | ACK, client, server, text);
        client += (uint32_t)strlen(text);
        make_response(text, connection, number);
        if (at + 1 == round && (!talk->lose_every || ++talk->payloads % talk->lose_every))
            put_packet(talk->out, connection, round, false, PSH | ACK, server, client, text);
        server += (uint32_t)strlen(text);
    }
    if (round < 3 + 2 * count)
        return true;
    if (round > 3 + 2 * count + 1)
        return false;
    if (round == 3 + 2 * count)
        put_packet(talk->out, connection, round, true, FIN | ACK, client, server, "");
    else
        put_packet(talk->out, connection, round, false, FIN | ACK, server, client + 1, "");
    return true;
}

char *capture_make(struct capture_part part, size_t *ret_len)
{
    static const uint32_t head[] = { 0xa1b2c3d4u, 2 | 4 << 16, 0, 0, 262144, 1 };
    struct output out = { 0 };
    struct talk talk = { &out, part.lose_every, 0 };

    put(&out, head, sizeof head);
    for (unsigned round = 0; round < 3 + 2 * EXCHANGES_MOST + 2; round++)
        for (unsigned i = 0; i < part.count; i++)
            put_round(&talk, part.first + i * part.step, round);
    *ret_len = out.len;
    return out.at;
}

unsigned capture_exchanges(struct capture_part part)
{
    unsigned sum = 0;

    for (unsigned i = 0; i < part.count; i++)
        sum += exchanges_of(part.first + i * part.step);
    return sum;
}

size_t capture_cut(const char *bytes, size_t len, size_t at)
{
    size_t place = CAPTURE_HEAD;

    while (place < at && place + 16 <= len) {
        uint32_t captured;

        memcpy(&captured, bytes + place + 8, sizeof captured);
        place += 16 + captured;
    }
    return place;
}
