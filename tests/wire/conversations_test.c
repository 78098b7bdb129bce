/* SPDX-License-Identifier: Apache-2.0 */
/* The conversations of tests/cases/http1, pushed through TCP: in segments of any size they tell the same exchanges, and
 * as many messages as the case says. */
#include "base/check.h"
#include "http/conversation.h"
#include "wire/script.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define CASES "tests/cases/http1"

struct written {
    uint64_t bytes, gaps;
    bool midstream, ended;
};

static bool is_midstream(const struct conversation *conversation)
{
    return conversation->count && conversation->steps[0].kind == CONVERSATION_MIDSTREAM;
}

static struct written write_script(struct script *script, const struct conversation *conversation,
                                   size_t size)
{
    struct written written = { .midstream = is_midstream(conversation) };
    bool ended[2] = { false, false };

    if (!written.midstream)
        script_open(script);
    for (size_t i = 0; i < conversation->count; i++) {
        const struct conversation_step *step = &conversation->steps[i];
        enum who who = step->from_server ? SERVER : CLIENT;

        switch (step->kind) {
        case CONVERSATION_BYTES:
            script_say_in(script, who, step->bytes, size);
            written.bytes += step->bytes.len;
            break;
        case CONVERSATION_GAP:
            script->next[who] += (uint32_t)step->count;
            written.gaps += step->count;
            break;
        case CONVERSATION_CLOSE:
            script_fin(script, who);
            ended[who] = true;
            break;
        case CONVERSATION_RESET:
            script_segment(script, who, SEGMENT_RST, SLICE(""));
            ended[CLIENT] = ended[SERVER] = written.ended = true;
            break;
        case CONVERSATION_MIDSTREAM: break;
        }
    }
    if (!ended[CLIENT])
        script_fin(script, CLIENT);
    if (!ended[SERVER])
        script_fin(script, SERVER);
    return written;
}

static uint64_t bytes_in(const struct conversation *conversation)
{
    uint64_t bytes = 0;

    for (size_t i = 0; i < conversation->count; i++)
        bytes += conversation->steps[i].bytes.len;
    return bytes;
}

/* Lines of the expected story that name a message, or lose one. */
static uint64_t messages_in(struct slice story)
{
    uint64_t messages = 0;

    while (story.len) {
        struct slice line = slice_cut(&story, '\n');

        if (line.len > 2 && (line.at[0] == '>' || line.at[0] == '<') && line.at[2] != ' ' &&
            !slice_starts_with(slice_make(line.at + 2, line.len - 2), SLICE("skipped ")) &&
            !slice_starts_with(slice_make(line.at + 2, line.len - 2), SLICE("opaque ")))
            messages++;
    }
    return messages;
}

static void play_in(const struct conversation *conversation, size_t size, struct played *played)
{
    const struct flows_settings settings = { .body_most = conversation->limits.body_bytes };
    struct script *script = calloc(1, sizeof *script);
    struct written written;

    assert_non_null(script);
    script_init(script, 40000);
    written = write_script(script, conversation, size);
    script_play(script, &settings, played);
    assert_true(played->ledger.seen[LEDGER_BYTES] <= written.bytes + written.gaps);
    if (!written.midstream && !written.ended)
        assert_int_equal(played->ledger.seen[LEDGER_BYTES], written.bytes + written.gaps);
    script_done(script);
    free(script);
}

static void segments_of_any_size_tell_the_same(void **state)
{
    static const size_t sizes[] = { 1448, 100, 7, 1 };
    struct conversation **all;
    size_t count = conversation_read_all(CASES, &all);
    struct played *whole = calloc(2, sizeof *whole), *cut = whole + 1;

    assert_true(count > 20);
    for (size_t i = 0; i < count; i++) {
        if (all[i]->limits.head_bytes || all[i]->limits.header_count) /* flows have the usual ones */
            continue;
        play_in(all[i], 60000, whole);
        for (size_t j = 0; j < sizeof sizes / sizeof *sizes; j++) {
            if (bytes_in(all[i]) / sizes[j] > SCRIPT_SEGMENTS - 100 || is_midstream(all[i]))
                continue; /* midstream, the first segment decides what there is to see */
            play_in(all[i], sizes[j], cut);
            if (strcmp(whole->story, cut->story) != 0)
                fail_msg("%s in segments of %zu:\n%s\nbut whole:\n%s", all[i]->name, sizes[j], cut->story,
                         whole->story);
            assert_memory_equal(&whole->ledger.lost, &cut->ledger.lost, sizeof whole->ledger.lost);
        }
    }
    conversation_free_all(all, count);
    free(whole);
}

static void every_message_of_a_case_is_counted(void **state)
{
    struct conversation **all;
    size_t count = conversation_read_all(CASES, &all), compared = 0;
    struct played *played = calloc(1, sizeof *played);

    for (size_t i = 0; i < count; i++) {
        if (all[i]->limits.head_bytes || all[i]->limits.header_count || all[i]->blind || is_midstream(all[i]))
            continue;
        play_in(all[i], 1448, played);
        if (played->ledger.lost[LOSS_not_http]) /* flows look before they read */
            continue;
        if (played->ledger.seen[LEDGER_MESSAGES] != messages_in(all[i]->story))
            fail_msg("%s: %llu messages, expected %llu\n%s", all[i]->name,
                     (unsigned long long)played->ledger.seen[LEDGER_MESSAGES],
                     (unsigned long long)messages_in(all[i]->story), played->story);
        compared++;
    }
    assert_true(compared > 20);
    conversation_free_all(all, count);
    free(played);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(segments_of_any_size_tell_the_same),
        cmocka_unit_test(every_message_of_a_case_is_counted),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
