/* SPDX-License-Identifier: Apache-2.0 */
#include "desk.h"

#include "../base/check.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

void desk_begin(struct desk *desk)
{
    *desk = (struct desk){ .account = { .limit = 0 } };
    buffer_init(&desk->told, &desk->own);
}

void desk_end(struct desk *desk)
{
    assert_int_equal(desk->account.used, 0);
    buffer_done(&desk->told);
    assert_int_equal(desk->own.used, 0);
}

void desk_again(struct desk *desk)
{
    buffer_reset(&desk->told);
    desk->ledger = (struct ledger){ 0 };
    desk->warnings = (struct warnings){ 0 };
    desk->error = (struct error){ 0 };
    desk->errors = desk->opened = desk->steps = 0;
    desk->stop = 0;
}

static void on_packet(void *context, const struct packet *packet)
{
    struct desk *desk = context;
    volatile uint8_t touched = 0;

    for (uint32_t i = 0; i < PACKET_SLACK; i++)
        touched = touched ^ packet->bytes[packet->captured + i]; /* must be readable */
    buffer_printf(&desk->told, "%" PRId64 " link %" PRIu32 " %" PRIu32 "/%" PRIu32 " ", packet->time,
                  packet->link_type, packet->captured, packet->original);
    for (uint32_t i = 0; i < packet->captured; i++)
        buffer_printf(&desk->told, "%02x", packet->bytes[i]);
    buffer_text(&desk->told, "\n");
}

static void tell_message(struct buffer *out, char sign, const struct message *message)
{
    static const char *const states[] = { "none", "whole", "absent", "cut", "too large", "undecodable" };

    for (size_t i = 0; i < message->header_count; i++)
        buffer_printf(out, "%c %.*s: %.*s\n", sign, SLICE_ARG(message->headers[i].name),
                      SLICE_ARG(message->headers[i].value));
    if (message->oddities)
        buffer_printf(out, "%c odd %x\n", sign, message->oddities);
    if (message->body_state == BODY_NONE)
        return;
    buffer_printf(out, "%c %s %" PRIu64 " [", sign, states[message->body_state], message->body_bytes);
    buffer_append(out, message->body);
    buffer_text(out, "]\n");
    if (message->body_state == BODY_WHOLE) {
        volatile char touched = 0;

        for (size_t i = 0; i < BODY_SLACK; i++)
            touched = touched ^ message->body.at[message->body.len + i]; /* must be readable */
    }
}

static void tell_address(struct buffer *out, const char *name, const struct address *address)
{
    char text[ADDRESS_TEXT];

    if (!address->family)
        return;
    address_format(address, true, text);
    buffer_printf(out, " %s %s", name, text);
}

static void on_exchange(void *context, const struct exchange *exchange)
{
    struct desk *desk = context;
    struct buffer *out = &desk->told;

    buffer_printf(out, "%.*s %.*s://%.*s|%.*s %u.%u %u at %" PRId64 "+%" PRId64, SLICE_ARG(exchange->method),
                  SLICE_ARG(exchange->scheme), SLICE_ARG(exchange->authority), SLICE_ARG(exchange->target),
                  exchange->version_major, exchange->version_minor, exchange->status, exchange->started,
                  exchange->ended - exchange->started);
    tell_address(out, "from", &exchange->client);
    tell_address(out, "to", &exchange->server);
    if (exchange->connection)
        buffer_printf(out, " conn %" PRIu64, exchange->connection);
    if (exchange->flags)
        buffer_printf(out, " flags %x", exchange->flags);
    buffer_text(out, "\n");
    tell_message(out, '>', &exchange->request);
    tell_message(out, '<', &exchange->response);
    if (desk->stop_after && --desk->stop_after == 0)
        desk->stop = 1;
}

void desk_read_places(struct desk *desk, const char *const *places, size_t count)
{
    struct files_setup setup = {
        .places = places,
        .place_count = count,
        .interface = desk->interface,
        .forced = desk->forced,
        .options = { .read_size = desk->read_size },
        .sink = { desk, on_packet, on_exchange },
        .account = &desk->account,
        .ledger = &desk->ledger,
        .warnings = &desk->warnings,
        .stop = &desk->stop,
    };
    struct error err = { .kind = ERROR_NONE };
    struct files *files = files_new(&setup, &err);
    enum step step = files ? STEP_MORE : STEP_BAD;

    while (step != STEP_DONE) {
        if (step == STEP_BAD) {
            assert_int_not_equal(err.kind, ERROR_NONE);
            if (desk->errors++ == 0)
                desk->error = err;
            err = (struct error){ .kind = ERROR_NONE };
        }
        if (!files || (desk->most_steps && desk->steps == desk->most_steps))
            break;
        desk->steps++;
        step = files_next(files, &err);
    }
    assert_int_equal(err.kind, ERROR_NONE);
    if (files) {
        desk->progress = files_progress(files);
        desk->opened = (unsigned)files_opened(files);
    }
    files_free(files);
    buffer_byte(&desk->told, '\0');
}

void desk_read(struct desk *desk, struct slice bytes)
{
    int file = memfd_create("bytes", MFD_CLOEXEC);
    char path[32];
    const char *places[] = { path };

    assert_true(file >= 0);
    assert_int_equal(write(file, bytes.at, bytes.len), bytes.len);
    snprintf(path, sizeof path, "/proc/self/fd/%d", file);
    desk_read_places(desk, places, 1);
    close(file);
}

void desk_read_pipe(struct desk *desk, struct slice bytes)
{
    int ends[2], old = dup(STDIN_FILENO);
    const char *places[] = { "-" };

    assert_int_equal(pipe(ends), 0);
    assert_int_equal(write(ends[1], bytes.at, bytes.len), bytes.len);
    close(ends[1]);
    dup2(ends[0], STDIN_FILENO);
    close(ends[0]);
    desk_read_places(desk, places, 1);
    if (old >= 0) {
        dup2(old, STDIN_FILENO);
        close(old);
    } else {
        close(STDIN_FILENO);
    }
}

void assert_told_lines(const struct desk *desk, const char *expected, size_t lines)
{
    const char *end = expected;

    while (lines--)
        end = strchr(end, '\n') + 1;
    assert_int_equal(strlen(desk->told.at), end - expected);
    assert_memory_equal(desk->told.at, expected, end - expected);
}

void assert_records(const struct desk *desk, uint64_t seen, uint64_t malformed, uint64_t cut)
{
    assert_int_equal(desk->ledger.seen[LEDGER_RECORDS], seen);
    assert_int_equal(desk->ledger.lost[LOSS_record_malformed], malformed);
    assert_int_equal(desk->ledger.lost[LOSS_record_cut], cut);
    assert_int_equal(ledger_open(&desk->ledger, LEDGER_RECORDS), 0);
}

void assert_error_has(const struct desk *desk, const char *part)
{
    if (!strstr(desk->error.text, part))
        fail_msg("\"%s\" is not in \"%s\"", part, desk->error.text);
}

void assert_warning_has(const struct desk *desk, const char *part)
{
    for (uint32_t i = 0; i < desk->warnings.kept; i++) {
        if (strstr(desk->warnings.text[i], part))
            return;
    }
    fail_msg("no warning says \"%s\"; the first is \"%s\"", part, desk->warnings.text[0]);
}

void bench_begin(struct bench *bench)
{
    *bench = (struct bench){ .account = { .limit = 0 } };
    desk_begin(&bench->desk);
    buffer_init(&bench->file, &bench->account);
}

void bench_end(struct bench *bench)
{
    buffer_done(&bench->file);
    desk_end(&bench->desk);
}
