/* SPDX-License-Identifier: Apache-2.0 */
#include "source_feed.h"

#include "base/hash.h"
#include "source/files.h"
#include "source/unpacker.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

struct digest {
    uint64_t value, packets, exchanges;
    uint64_t analysed, malformed, cut, drops;
    bool failed;
};

static void require(bool claim)
{
    if (!claim)
        abort();
}

static void mix(struct digest *digest, struct slice bytes)
{
    digest->value = hash_mix(digest->value, bytes.len ? hash_content(bytes) : bytes.len);
}

static void mix_number(struct digest *digest, uint64_t number)
{
    digest->value = hash_mix(digest->value, number);
}

static void on_packet(void *context, const struct packet *packet)
{
    struct digest *digest = context;

    digest->packets++;
    mix_number(digest, (uint64_t)packet->time);
    mix_number(digest, (uint64_t)packet->original << 32 | packet->link_type);
    mix(digest, slice_make(packet->bytes, packet->captured));
    /* The slack must be readable; what stands there is nobody's business. */
    (void)hash_content(slice_make(packet->bytes, (size_t)packet->captured + PACKET_SLACK));
}

static void mix_message(struct digest *digest, const struct message *message)
{
    for (size_t i = 0; i < message->header_count; i++) {
        mix(digest, message->headers[i].name);
        mix(digest, message->headers[i].value);
    }
    mix_number(digest, message->body_state);
    mix_number(digest, message->body_bytes);
    mix_number(digest, message->oddities);
    mix(digest, message->body);
    require(message->body_state == BODY_WHOLE || message->body_state == BODY_CUT || message->body.len == 0);
    if (message->body.len)
        (void)hash_content(slice_make(message->body.at, message->body.len + BODY_SLACK));
}

static void on_exchange(void *context, const struct exchange *exchange)
{
    struct digest *digest = context;

    digest->exchanges++;
    mix_number(digest, (uint64_t)exchange->started);
    mix_number(digest, (uint64_t)exchange->ended);
    mix_number(digest, exchange->status);
    mix_number(digest, exchange->flags);
    mix_number(digest, exchange->connection);
    mix(digest, exchange->method);
    mix(digest, exchange->scheme);
    mix(digest, exchange->authority);
    mix(digest, exchange->target);
    mix_message(digest, &exchange->request);
    mix_message(digest, &exchange->response);
    require(exchange->scheme.len > 0);
    require(exchange->ended >= exchange->started);
    require((exchange->flags & EXCHANGE_NO_REQUEST) || (exchange->method.len && exchange->target.len));
    require(!(exchange->flags & EXCHANGE_NO_RESPONSE) || exchange->status == 0);
}

static struct digest read_all(int file, const char *forced, size_t read_size)
{
    struct digest digest = { 0 };
    struct memory account = { .limit = (size_t)512 << 20 };
    struct ledger ledger = { 0 };
    struct error err = { .kind = ERROR_NONE };
    char path[32];
    const char *places[] = { path };
    struct files_setup setup = {
        .places = places,
        .place_count = 1,
        .forced = forced,
        .options = { .read_size = read_size },
        .sink = { &digest, on_packet, on_exchange },
        .account = &account,
        .ledger = &ledger,
    };
    struct files *files;
    enum step step;

    snprintf(path, sizeof path, "/proc/self/fd/%d", file);
    files = files_new(&setup, &err);
    require(files != NULL);
    while ((step = files_next(files, &err)) != STEP_DONE) {
        if (step != STEP_BAD)
            continue;
        require(err.kind != ERROR_NONE && err.text[0]);
        digest.failed = true;
        err = (struct error){ .kind = ERROR_NONE };
    }
    require(err.kind == ERROR_NONE);
    files_free(files);
    require(account.used == 0);
    require(ledger_open(&ledger, LEDGER_RECORDS) == 0);
    require(ledger.seen[LEDGER_PACKETS] == ledger.lost[LOSS_kernel_drop]);
    digest.analysed = ledger.analysed[LEDGER_RECORDS];
    digest.malformed = ledger.lost[LOSS_record_malformed];
    digest.cut = ledger.lost[LOSS_record_cut];
    digest.drops = ledger.lost[LOSS_kernel_drop];
    return digest;
}

void source_feed(const uint8_t *data, size_t size, const char *forced)
{
    int file = memfd_create("input", MFD_CLOEXEC);
    struct digest whole, parts;

    require(file >= 0 && write(file, data, size) == (ssize_t)size);
    whole = read_all(file, forced, 0);
    parts = read_all(file, forced, 1 + size % 61);
    close(file);
    /* How much of damaged compressed data can be unpacked before the damage shows depends on how it is fed; where a
     * document ends before the damage, it may not show at all. */
    if (unpacker_recognise(slice_make(data, size)) != UNPACKER_NONE && (whole.failed || parts.failed))
        return;
    require(whole.value == parts.value && whole.packets == parts.packets &&
            whole.exchanges == parts.exchanges);
    require(whole.analysed == parts.analysed && whole.malformed == parts.malformed && whole.cut == parts.cut);
    require(whole.drops == parts.drops && whole.failed == parts.failed);
}
