/* SPDX-License-Identifier: Apache-2.0 */
/* Segments of a few connections. A first byte chooses ceilings; then each segment is
 *
 *     flags: TCP flags (6 bits), direction, "acknowledge all that was sent"
 *     where: connection (2 bits), time that passed (6 bits, in powers of two of 64 ns)
 *     move:  signed, added to the sequence number that would come next
 *     length of the payload (6 bits, the largest value: 16 bits follow) and cut-off bytes (2 bits)
 *
 * and its payload. The books must balance, memory must come back, bodies must be readable. */
#include "wire/flows.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define CONNECTIONS 4

static void check(bool holds)
{
    if (!holds)
        abort();
}

static unsigned touch(struct slice bytes, size_t slack)
{
    unsigned sum = 0;

    for (size_t i = 0; bytes.len && i < bytes.len + slack; i++)
        sum += (unsigned char)bytes.at[i];
    return sum;
}

static unsigned touch_message(const struct message *message)
{
    unsigned sum = touch(message->body, BODY_SLACK);

    check(message->body_state <= BODY_UNDECODABLE);
    for (size_t i = 0; i < message->header_count; i++)
        sum += touch(message->headers[i].name, 0) + touch(message->headers[i].value, 0);
    return sum;
}

static void on_exchange(void *context, const struct exchange *exchange)
{
    volatile unsigned *sum = context;

    check(exchange->scheme.len == 4 && exchange->connection != 0);
    *sum += touch(exchange->method, 0) + touch(exchange->authority, 0) + touch(exchange->target, 0);
    *sum += touch_message(&exchange->request) + touch_message(&exchange->response);
}

static void on_tls(void *context, struct slice name, struct slice subject, uint16_t version,
                   const struct address *server, int64_t time, uint64_t bytes)
{
    volatile unsigned *sum = context;

    *sum += touch(name, 0) + touch(subject, 0);
}

struct reader {
    const uint8_t *at, *end;
};

static unsigned take(struct reader *reader)
{
    return reader->at < reader->end ? *reader->at++ : 0;
}

/* Plays one segment; `next` is what both ends say next, by connection. */
static void play(struct flows *flows, struct reader *reader, uint32_t next[CONNECTIONS][2], int64_t *time)
{
    unsigned flags = take(reader), where = take(reader), move = take(reader), length = take(reader);
    unsigned side = flags >> 6 & 1, connection = where & 3, count = length >> 2;
    struct address ends[2] = { { { 10, 0, 0, 1 }, 4, (uint16_t)(1000 + connection) },
                               { { 10, 0, 0, 2 }, 4, 80 } };
    struct segment segment = { .source = ends[side], .destination = ends[!side], .flags = flags & 0x3f };
    char *payload;

    if (count == 63)
        count = take(reader) << 8 | take(reader);
    count = count < (size_t)(reader->end - reader->at) ? count : (unsigned)(reader->end - reader->at);
    payload = malloc(count + PACKET_SLACK);
    check(payload != NULL);
    memcpy(payload, reader->at, count);
    memset(payload + count, '}', PACKET_SLACK);
    reader->at += count;
    *time += (int64_t)64 << (where >> 2 & 31);
    segment.time = *time;
    segment.sequence = next[connection][side] + (uint32_t)(int32_t)(int8_t)move;
    segment.acknowledgement = flags & 0x80 ? next[connection][!side] : next[connection][!side] - 1;
    segment.missing = (length & 3) * 5;
    segment.payload = slice_make(payload, count);
    next[connection][side] = segment.sequence + count + segment.missing +
                             (segment.flags & SEGMENT_SYN ? 1 : 0) + (segment.flags & SEGMENT_FIN ? 1 : 0);
    flows_segment(flows, &segment);
    free(payload);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct reader reader = { data, data + size };
    unsigned ceilings = take(&reader);
    volatile unsigned sum = 0;
    struct flows_settings settings = { .exchange = on_exchange,
                                       .exchange_context = (void *)(uintptr_t)&sum,
                                       .tls = on_tls,
                                       .tls_context = (void *)(uintptr_t)&sum,
                                       .flows_most = ceilings & 1 ? 2 : 0,
                                       .window_most = ceilings & 2 ? 100 : 0,
                                       .requests_most = ceilings & 4 ? 2 : 0,
                                       .body_most = ceilings & 8 ? 20 : 1 << 16 };
    struct memory account = { .limit = ceilings & 16 ? 60000 : 0 };
    struct flows *flows = flows_new(&account, &settings);
    uint32_t next[CONNECTIONS][2] = { { 0xfffffff0u, 5 }, { 7, 0xffffff00u }, { 1, 1 }, { 2, 2 } };
    int64_t time = 1;

    if (!flows)
        return 0;
    while (reader.at < reader.end)
        play(flows, &reader, next, &time);
    flows_finish(flows);
    for (enum ledger_unit unit = 0; unit < LEDGER_UNITS; unit++)
        check(ledger_open(flows_ledger(flows), unit) == 0);
    flows_free(flows);
    check(account.used == 0);
    return 0;
}
