/* SPDX-License-Identifier: Apache-2.0 */
/* Floods: traffic that wants all the memory there is, written to standard output as fast as it can be read.
 *
 *   flood paths EXCHANGES DISTINCT   NDJSON: ordinary words and identifiers in DISTINCT different paths
 *   flood hosts EXCHANGES            NDJSON: every exchange asks another host
 *   flood faults EXCHANGES SERVICES  NDJSON: that many services with the same faults: tokens in URLs, administration open to all
 *   flood names EXCHANGES            NDJSON: new names of JSON members, query parameters, headers, cookies in each
 *   flood half-open FLOWS            pcap: as many SYNs, nothing else
 *   flood connections FLOWS          pcap: as many whole connections with one tiny exchange each
 *   flood holes FLOWS                pcap: connections whose first request byte never comes
 *   flood fragments DATAGRAMS        pcap: first fragments whose second never comes
 *   flood pipeline REQUESTS          pcap: requests on one connection, none of them answered
 *   flood chunks CHUNKS              pcap: one chunked response of one-byte chunks that never ends
 *   flood gzip BYTES                 gzip: an exchange record whose body is that many bytes long
 *   flood zeros BYTES                gzip: zeros
 *
 * tools/hostile uses it. Same arguments, same bytes. Checksums are left at zero, as offloading network cards do. */
#include <inttypes.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>

#define EPOCH 1700000000u
#define BLOCK ((size_t)64 << 20) /* bytes a compressed block of a bomb stands for */

/* splitmix64's finisher: a number that looks like chance, from any number. */
static uint64_t mix(uint64_t number)
{
    number += 0x9e3779b97f4a7c15u;
    number = (number ^ (number >> 30)) * 0xbf58476d1ce4e5b9u;
    number = (number ^ (number >> 27)) * 0x94d049bb133111ebu;
    return number ^ (number >> 31);
}

static void word(char *out, uint64_t chance)
{
    static const char syllables[] = "karomilatenusopidefagubehicojuzyvexowiqa";
    unsigned count = 2 + (unsigned)(chance % 3);

    for (unsigned i = 0; i < count; i++) {
        chance = mix(chance);
        memcpy(out + (size_t)i * 2, syllables + chance % 20 * 2, 2);
    }
    out[(size_t)count * 2] = 0;
}

/* A path of two to six segments: mostly words that nobody can tell from a resource's name, some identifiers. */
static void path_of(char *out, uint64_t number)
{
    uint64_t chance = mix(number);
    unsigned count = 2 + (unsigned)(chance % 5);

    for (unsigned i = 0; i < count; i++) {
        char segment[24];

        chance = mix(chance);
        if (chance % 4 == 0)
            snprintf(segment, sizeof segment, "%" PRIu64, chance >> 40);
        else
            word(segment, chance >> 8);
        out += sprintf(out, "/%s", segment);
    }
}

static void record(uint64_t number, const char *host, const char *target, const char *headers,
                   const char *body)
{
    printf("{\"ts\":%" PRIu64 ".%06u,\"dur\":0.01,\"conn\":%" PRIu64 ",\"client\":\"10.%u.%u.%u:%u\","
           "\"server\":\"192.0.2.1:80\",\"req\":{\"method\":\"GET\",\"target\":\"%s\",\"version\":\"1.1\","
           "\"headers\":[[\"Host\",\"%s\"]%s],\"body\":null},\"resp\":{\"status\":200,\"headers\":"
           "[[\"Content-Type\",\"application/json\"]],\"body\":\"%s\"}}\n",
           EPOCH + number / 1000, (unsigned)(number % 1000 * 1000), number / 8,
           (unsigned)(number >> 19 & 255), (unsigned)(number >> 11 & 255), (unsigned)(number >> 3 & 255),
           (unsigned)(1024 + number % 60000), target, host, headers, body);
}

static void flood_paths(uint64_t exchanges, uint64_t distinct)
{
    char path[128], body[256];

    for (uint64_t i = 0; i < exchanges; i++) {
        path_of(path, mix(i) % distinct);
        snprintf(body, sizeof body, "{\\\"id\\\":%" PRIu64 ",\\\"name\\\":\\\"%s\\\",\\\"total\\\":%u.5}",
                 mix(i) >> 30, path + 1, (unsigned)(i % 977));
        record(i, "api.example.com", path, "", body);
    }
}

static void flood_hosts(uint64_t exchanges)
{
    char host[64];

    for (uint64_t i = 0; i < exchanges; i++) {
        snprintf(host, sizeof host, "h%" PRIx64 ".example.com", mix(i));
        record(i, host, "/users/1", "", "{\\\"id\\\":1}");
    }
}

static void flood_faults(uint64_t exchanges, uint64_t services)
{
    char host[64], target[128], body[256];

    for (uint64_t i = 0; i < exchanges; i++) {
        uint64_t chance = mix(i);

        snprintf(host, sizeof host, "s%" PRIu64 ".example.com", i % services);
        snprintf(target, sizeof target, "/admin/users/%u?access_token=%016" PRIx64 "%016" PRIx64,
                 (unsigned)(i / services % 100), chance, mix(chance));
        snprintf(body, sizeof body, "{\\\"id\\\":%u,\\\"email\\\":\\\"m%u@example.com\\\"}",
                 (unsigned)(i % 977), (unsigned)(chance % 9973));
        record(i, host, i / services % 2 ? target : "/admin/settings", "", body);
    }
}

static void flood_names(uint64_t exchanges)
{
    char target[96], headers[128], body[128];

    for (uint64_t i = 0; i < exchanges; i++) {
        uint64_t chance = mix(i);

        snprintf(target, sizeof target, "/r%u?q%" PRIx64 "=1", (unsigned)(i % 50), chance);
        snprintf(headers, sizeof headers, ",[\"X-H%" PRIx64 "\",\"1\"],[\"Cookie\",\"c%" PRIx64 "=1\"]",
                 chance, chance);
        snprintf(body, sizeof body, "{\\\"k%" PRIx64 "\\\":{\\\"m%" PRIx64 "\\\":[1]},\\\"id\\\":1}", chance,
                 mix(chance));
        record(i, "api.example.com", target, headers, body);
    }
}

static void put16(uint8_t *at, unsigned number)
{
    at[0] = (uint8_t)(number >> 8);
    at[1] = (uint8_t)number;
}

static void put32(uint8_t *at, uint32_t number)
{
    put16(at, number >> 16);
    put16(at + 2, number & 0xffff);
}

enum { FIN = 1, SYN = 2, ACK = 16 };

/* One connection as the captures here need it: client 10.x:port to 192.0.2.1:80. */
struct flow {
    uint64_t number;
    uint32_t sequence[2]; /* of the client, of the server */
};

static void capture_begin(void)
{
    static const uint32_t header[] = { 0xa1b2c3d4, 4u << 16 | 2, 0, 0, 262144, 1 };

    fwrite(header, sizeof header, 1, stdout);
}

static void frame(uint64_t tick, const uint8_t *head, size_t head_len, const void *data, size_t len)
{
    uint32_t packet[4] = { (uint32_t)(EPOCH + tick / 1000000), (uint32_t)(tick % 1000000),
                           (uint32_t)(head_len + len), (uint32_t)(head_len + len) };

    fwrite(packet, sizeof packet, 1, stdout);
    fwrite(head, head_len, 1, stdout);
    if (len)
        fwrite(data, len, 1, stdout);
}

/* Ethernet and IPv4 with what both kinds of packets here need; the client's address comes from the number. */
static void ip_head(uint8_t *head, size_t payload, unsigned protocol, uint64_t number, bool from_server)
{
    static const uint8_t ethernet[] = { 2, 0, 0, 0, 0, 1, 2, 0, 0, 0, 0, 2, 8, 0 };
    uint8_t *ip = head + sizeof ethernet;
    uint32_t client = 0x0a000000u | (uint32_t)(number / 50000 & 0xffffff);

    memcpy(head, ethernet, sizeof ethernet);
    memset(ip, 0, 20);
    ip[0] = 0x45;
    put16(ip + 2, (unsigned)(20 + payload));
    put16(ip + 4, (unsigned)(number & 0xffff));
    ip[8] = 64;
    ip[9] = (uint8_t)protocol;
    put32(ip + 12, from_server ? 0xc0000201u : client);
    put32(ip + 16, from_server ? client : 0xc0000201u);
}

static void tcp(uint64_t tick, struct flow *flow, bool from_server, unsigned flags, const void *data,
                size_t len)
{
    uint8_t head[54] = { 0 }, *segment = head + 34;
    unsigned port = 1024 + (unsigned)(flow->number % 50000);

    ip_head(head, 20 + len, 6, flow->number, from_server);
    put16(segment, from_server ? 80 : port);
    put16(segment + 2, from_server ? port : 80);
    put32(segment + 4, flow->sequence[from_server]);
    if (flags & ACK)
        put32(segment + 8, flow->sequence[!from_server]);
    segment[12] = 5 << 4;
    segment[13] = (uint8_t)flags;
    put16(segment + 14, 64240);
    frame(tick, head, sizeof head, data, len);
    flow->sequence[from_server] += (uint32_t)len + (flags & (SYN | FIN) ? 1 : 0);
}

static struct flow flow_open(uint64_t number, uint64_t tick)
{
    struct flow flow = { number, { (uint32_t)mix(number), (uint32_t)(mix(number) >> 32) } };

    tcp(tick, &flow, false, SYN, NULL, 0);
    tcp(tick + 1, &flow, true, SYN | ACK, NULL, 0);
    return flow;
}

static void text(uint64_t tick, struct flow *flow, bool from_server, const char *words)
{
    tcp(tick, flow, from_server, ACK, words, strlen(words));
}

static void flood_half_open(uint64_t flows)
{
    capture_begin();
    for (uint64_t i = 0; i < flows; i++) {
        struct flow flow = { i, { (uint32_t)mix(i), 0 } };

        tcp(i, &flow, false, SYN, NULL, 0);
    }
}

static void flood_connections(uint64_t flows)
{
    capture_begin();
    for (uint64_t i = 0; i < flows; i++) {
        struct flow flow = flow_open(i, i * 10);

        text(i * 10 + 2, &flow, false, "GET /a HTTP/1.1\r\nHost: x.example\r\n\r\n");
        text(i * 10 + 3, &flow, true, "HTTP/1.1 204 No Content\r\n\r\n");
        tcp(i * 10 + 4, &flow, false, FIN | ACK, NULL, 0);
        tcp(i * 10 + 5, &flow, true, FIN | ACK, NULL, 0);
    }
}

static void flood_holes(uint64_t flows)
{
    static char rest[1400];

    memset(rest, 'a', sizeof rest);
    capture_begin();
    for (uint64_t i = 0; i < flows; i++) {
        struct flow flow = flow_open(i, i * 10);

        flow.sequence[0]++;
        tcp(i * 10 + 2, &flow, false, ACK, rest, sizeof rest);
        flow.sequence[0]++;
        tcp(i * 10 + 3, &flow, false, ACK, rest, sizeof rest);
    }
}

static void flood_fragments(uint64_t datagrams)
{
    static uint8_t rest[1480];

    capture_begin();
    for (uint64_t i = 0; i < datagrams; i++) {
        uint8_t head[34];

        ip_head(head, sizeof rest, 6, i * 50000 + (mix(i) & 0xffff), false);
        put16(head + 20, 0x2000); /* more fragments */
        frame(i, head, sizeof head, rest, sizeof rest);
    }
}

static void flood_pipeline(uint64_t requests)
{
    struct flow flow;

    capture_begin();
    flow = flow_open(1, 0);
    for (uint64_t i = 0; i < requests; i++)
        text(2 + i, &flow, false, "GET /a?b=c HTTP/1.1\r\nHost: x.example\r\nAccept: text/plain\r\n\r\n");
}

static void flood_chunks(uint64_t chunks)
{
    static char many[200 * 6 + 1];
    struct flow flow;

    for (size_t i = 0; i < 200; i++)
        memcpy(many + i * 6, "1\r\na\r\n", 6);
    capture_begin();
    flow = flow_open(1, 0);
    text(2, &flow, false, "GET /endless HTTP/1.1\r\nHost: x.example\r\n\r\n");
    text(3, &flow, true,
         "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n");
    for (uint64_t i = 0; i < chunks / 200; i++)
        text(4 + i, &flow, true, many);
}

static size_t squeeze(z_stream *stream, const void *data, size_t len, int flush, uint8_t *out, size_t room)
{
    stream->next_in = (z_const Bytef *)data;
    stream->avail_in = (uInt)len;
    stream->next_out = out;
    stream->avail_out = (uInt)room;
    if (deflate(stream, flush) == Z_STREAM_ERROR)
        exit(1);
    return room - stream->avail_out;
}

/* gzip of `before` and then `bytes` times `fill`. A block is compressed once, ends in a full flush, which makes it
 * independent of what came before, and is written again and again. */
static void bomb(const char *before, char fill, uint64_t bytes)
{
    static const uint8_t header[] = { 0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 2, 3 };
    uint64_t blocks = (bytes + BLOCK - 1) / BLOCK, whole = strlen(before) + blocks * BLOCK;
    uLong check = crc32(0, (const Bytef *)before, (uInt)strlen(before)), one;
    uint8_t small[512], tail[8], *packed = malloc(BLOCK / 500), *plain = malloc(BLOCK);
    z_stream stream = { 0 };
    size_t len;

    if (!packed || !plain || deflateInit2(&stream, 9, Z_DEFLATED, -15, 9, Z_DEFAULT_STRATEGY) != Z_OK)
        exit(1);
    memset(plain, fill, BLOCK);
    one = crc32(0, plain, (uInt)BLOCK);
    fwrite(header, sizeof header, 1, stdout);
    fwrite(small, squeeze(&stream, before, strlen(before), Z_FULL_FLUSH, small, sizeof small), 1, stdout);
    len = squeeze(&stream, plain, BLOCK, Z_FULL_FLUSH, packed, BLOCK / 500);
    for (uint64_t i = 0; i < blocks; i++) {
        fwrite(packed, len, 1, stdout);
        check = crc32_combine(check, one, (z_off_t)BLOCK);
    }
    fwrite(small, squeeze(&stream, NULL, 0, Z_FINISH, small, sizeof small), 1, stdout);
    for (unsigned i = 0; i < 4; i++) {
        tail[i] = (uint8_t)(check >> 8 * i);
        tail[4 + i] = (uint8_t)(whole >> 8 * i);
    }
    fwrite(tail, sizeof tail, 1, stdout);
    deflateEnd(&stream);
    free(packed);
    free(plain);
}

static void flood_gzip(uint64_t bytes)
{
    bomb("{\"ts\":1700000000.5,\"dur\":0.1,\"conn\":1,\"client\":\"10.0.0.1:1024\",\"server\":\"192.0.2.1:"
         "80\",\"req\":"
         "{\"method\":\"GET\",\"target\":\"/"
         "a\",\"version\":\"1.1\",\"headers\":[[\"Host\",\"x.example\"]],\"body\":\"",
         'a', bytes);
}

static void flood_zeros(uint64_t bytes)
{
    bomb("", 0, bytes);
}

int main(int argc, char **argv)
{
    static const struct {
        const char *name;
        void (*make)(uint64_t count);
    } floods[] = {
        { "hosts", flood_hosts },         { "names", flood_names },
        { "half-open", flood_half_open }, { "connections", flood_connections },
        { "holes", flood_holes },         { "fragments", flood_fragments },
        { "pipeline", flood_pipeline },   { "chunks", flood_chunks },
        { "gzip", flood_gzip },           { "zeros", flood_zeros },
    };
    static char buffer[1 << 20];

    setvbuf(stdout, buffer, _IOFBF, sizeof buffer);
    if (argc == 4 && (strcmp(argv[1], "paths") == 0 || strcmp(argv[1], "faults") == 0)) {
        (argv[1][0] == 'p' ? flood_paths : flood_faults)(strtoull(argv[2], NULL, 10),
                                                         strtoull(argv[3], NULL, 10));
        return fflush(stdout) != 0;
    }
    for (size_t i = 0; argc == 3 && i < sizeof floods / sizeof *floods; i++)
        if (strcmp(argv[1], floods[i].name) == 0) {
            floods[i].make(strtoull(argv[2], NULL, 10));
            return fflush(stdout) != 0;
        }
    fprintf(stderr, "usage: flood NAME COUNT, see the head of bench/flood.c\n");
    return 2;
}
