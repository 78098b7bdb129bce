/* SPDX-License-Identifier: Apache-2.0 */
/* tshark reads the same packets and must see the same requests and responses. Where there is no tshark, this is
 * skipped and says so. */
#include "wire/decode.h"
#include "wire/flows.h"

#include "base/check.h"
#include "base/random.h"
#include "wire/build.h"
#include "wire/script.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define CONNECTIONS 12
#define LINES_MOST 4096

struct lines {
    char *at[LINES_MOST];
    size_t count;
};

static void add_line(struct lines *lines, const char *text)
{
    assert_true(lines->count < LINES_MOST);
    lines->at[lines->count++] = strdup(text);
}

static int by_text(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

static void free_lines(struct lines *lines)
{
    for (size_t i = 0; i < lines->count; i++)
        free(lines->at[i]);
}

/* Some exchanges of every kind, in segments of some size. */
static void write_connection(struct script *script, unsigned number, uint64_t *random)
{
    static const char *const methods[] = { "GET", "POST", "DELETE", "HEAD" };
    size_t exchanges = 3 + random_below(random, 10), size = 50 + random_below(random, 1400);
    char text[4096];

    script_init(script, 40000 + number);
    script_open(script);
    for (size_t i = 0; i < exchanges; i++) {
        size_t body = i % 4 == 1 ? random_below(random, 2000) : 0;
        int len = snprintf(text, sizeof text,
                           "%s /%u/%zu?q=%%20 HTTP/1.1\r\nHost: h\r\nContent-Length: %zu\r\n\r\n%*s",
                           methods[i % 4], number, i, body, (int)body, "");

        script_say_in(script, CLIENT, slice_make(text, (size_t)len), size);
        script_acknowledge(script, SERVER);
        body = i % 4 == 3 ? 0 : random_below(random, 3000);
        if (i % 3 == 2 && body)
            len = snprintf(text, sizeof text,
                           "HTTP/1.1 20%zu OK\r\nTransfer-Encoding: chunked\r\n\r\n%zx\r\n%*s\r\n0\r\n\r\n",
                           i % 3, body, (int)body, "");
        else
            len = snprintf(text, sizeof text, "HTTP/1.1 20%zu OK\r\nContent-Length: %zu\r\n\r\n%*s", i % 3,
                           body, (int)body, "");
        script_say_in(script, SERVER, slice_make(text, (size_t)len), size);
        script_acknowledge(script, CLIENT);
    }
    script_close(script);
}

/* Neighbouring segments of one direction change places, some come twice. */
static void spoil(struct script *script, uint64_t *random)
{
    for (size_t i = 4; i + 4 < script->count; i++) {
        struct segment *a = &script->segments[i], *b = a + 1;

        if (random_below(random, 6) == 0 && a->payload.len && b->payload.len &&
            a->source.port == b->source.port) {
            struct segment moved = *a;

            *a = *b;
            *b = moved;
            a->time = b->time - 1000;
        }
        if (random_below(random, 10) == 0 && a->payload.len && script->count < SCRIPT_SEGMENTS - 10) {
            script_repeat(script, i, i + 1);
            script->segments[i + 1].time += 10000;
            i++;
        }
    }
}

static void write_little(FILE *file, uint32_t value)
{
    fwrite(&value, sizeof value, 1, file);
}

static void write_packet(FILE *file, const struct segment *segment)
{
    static struct build build;
    struct packet packet;

    build_reset(&build);
    build_ethernet(&build, TYPE_IPV4);
    build_ipv4(&build, 6, segment->source.bytes[3], segment->destination.bytes[3]);
    build_tcp(&build, segment->source.port, segment->destination.port, segment->sequence, segment->flags);
    for (int i = 0; i < 4; i++) /* acknowledgement */
        build.bytes[14 + 20 + 8 + i] = (uint8_t)(segment->acknowledgement >> (24 - 8 * i));
    build_bytes(&build, segment->payload.at, segment->payload.len);
    packet = build_packet(&build, 1);
    write_little(file, (uint32_t)(segment->time / 1000000000));
    write_little(file, (uint32_t)(segment->time % 1000000000 / 1000));
    write_little(file, packet.captured);
    write_little(file, packet.original);
    fwrite(packet.bytes, packet.captured, 1, file);
}

static void write_capture(const char *path, struct script *const *scripts)
{
    FILE *file = fopen(path, "wb");
    bool more = true;

    assert_non_null(file);
    write_little(file, 0xa1b2c3d4);
    write_little(file, 4u << 16 | 2);
    write_little(file, 0);
    write_little(file, 0);
    write_little(file, 262144);
    write_little(file, 1);
    for (size_t at = 0; more; at++) {
        more = false;
        for (int i = 0; i < CONNECTIONS; i++) {
            if (at < scripts[i]->count) {
                write_packet(file, &scripts[i]->segments[at]);
                more = true;
            }
        }
    }
    fclose(file);
}

static void note(void *context, const struct exchange *exchange)
{
    char text[256];

    assert_false(exchange->flags & (EXCHANGE_NO_REQUEST | EXCHANGE_NO_RESPONSE));
    snprintf(text, sizeof text, "%u %.*s %.*s", exchange->client.port, SLICE_ARG(exchange->method),
             SLICE_ARG(exchange->target));
    add_line(context, text);
    snprintf(text, sizeof text, "%u %u", exchange->client.port, exchange->status);
    add_line(context, text);
}

static void read_ourselves(const char *path, struct lines *lines)
{
    struct flows_settings settings = { .exchange = note, .exchange_context = lines };
    struct memory account = { 0 };
    struct decoder *decoder = decoder_new(&account, NULL);
    struct flows *flows = flows_new(&account, &settings);
    FILE *file = fopen(path, "rb");
    uint32_t head[4];

    assert_non_null(file);
    fseek(file, 24, SEEK_SET);
    while (fread(head, sizeof head, 1, file) == 1) {
        uint8_t bytes[2048 + PACKET_SLACK];
        struct packet packet = { (int64_t)head[0] * 1000000000 + (int64_t)head[1] * 1000, 1, head[2], head[3],
                                 bytes };
        struct segment segment;

        assert_true(head[2] <= 2048 && fread(bytes, head[2], 1, file) == 1);
        if (decoder_packet(decoder, &packet, &segment))
            flows_segment(flows, &segment);
    }
    fclose(file);
    flows_finish(flows);
    assert_balanced(flows_ledger(flows));
    flows_free(flows);
    decoder_free(decoder);
}

/* Fields of every HTTP message that tshark finds. */
static void read_with_tshark(const char *path, struct lines *lines)
{
    char command[512], line[512];
    FILE *pipe;

    snprintf(
        command, sizeof command,
        "tshark -n -r %s -o tcp.reassemble_out_of_order:TRUE -Y http -T fields -E separator=/s -e tcp.srcport"
        " -e tcp.dstport -e http.request.method -e http.request.uri -e http.response.code 2>/dev/null",
        path);
    pipe = popen(command, "r");
    assert_non_null(pipe);
    while (fgets(line, sizeof line, pipe)) {
        char *end, *rest, text[512];
        unsigned long source = strtoul(line, &end, 10), destination = strtoul(end, &rest, 10);

        rest[strcspn(rest, "\n")] = 0;
        while (*rest == ' ')
            rest++;
        while (*rest && rest[strlen(rest) - 1] == ' ')
            rest[strlen(rest) - 1] = 0;
        snprintf(text, sizeof text, "%lu %s", source == 80 ? destination : source, rest);
        add_line(lines, text);
    }
    assert_int_equal(pclose(pipe), 0);
}

static void tshark_sees_the_same_messages(void **state)
{
    struct script *scripts[CONNECTIONS];
    struct lines ours = { .count = 0 }, theirs = { .count = 0 };
    char path[] = "/tmp/wire-oracle-XXXXXX";
    int file = mkstemp(path);
    uint64_t random = 11;

    if (access("/usr/bin/tshark", X_OK) != 0) {
        print_message("skipped: there is no tshark here\n");
        unlink(path);
        skip();
    }
    assert_true(file >= 0);
    close(file);
    for (unsigned i = 0; i < CONNECTIONS; i++) {
        scripts[i] = calloc(1, sizeof *scripts[i]);
        write_connection(scripts[i], i, &random);
        if (i % 2)
            spoil(scripts[i], &random);
    }
    write_capture(path, scripts);
    read_ourselves(path, &ours);
    read_with_tshark(path, &theirs);
    unlink(path);
    qsort(ours.at, ours.count, sizeof *ours.at, by_text);
    qsort(theirs.at, theirs.count, sizeof *theirs.at, by_text);
    assert_true(ours.count > 2 * CONNECTIONS);
    for (size_t i = 0; i < ours.count && i < theirs.count; i++)
        assert_string_equal(ours.at[i], theirs.at[i]);
    assert_int_equal(ours.count, theirs.count);
    free_lines(&ours);
    free_lines(&theirs);
    for (int i = 0; i < CONNECTIONS; i++) {
        script_done(scripts[i]);
        free(scripts[i]);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(tshark_sees_the_same_messages),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
