/* SPDX-License-Identifier: Apache-2.0 */
/* HAR 1.2 (the W3C draft by Odvarko), read as it comes: an entry is handed out when its last brace was
 * seen, whatever the size of the file and the order of members. Entries may stand in log.entries, in a
 * bare entries list, or in a bare array. */
#include "source/har_entry.h"
#include "source/input.h"
#include "source/recognise.h"

#include <inttypes.h>

#define ENTRIES_A_STEP 64
#define STRING_MOST ((size_t)64 << 20)

static bool har_sniff(struct slice head)
{
    return json_head_has_key(head, SLICE("log"), JSON_OBJECT, false) ||
           json_head_has_key(head, SLICE("entries"), JSON_ARRAY, false) ||
           json_head_has_key(head, SLICE("startedDateTime"), JSON_STRING, true) ||
           json_head_has_key(head, SLICE("request"), JSON_OBJECT, true);
}

static bool har_open(struct source_run *run, struct error *err)
{
    struct har *har = memory_get(run->account, sizeof *har);

    if (har && record_init(&har->record, run->account)) {
        json_stream_init(&har->json, run->account, STRING_MOST);
        run->state = har;
        return true;
    }
    memory_give(run->account, har, sizeof *har);
    return error_set(err, ERROR_MEMORY, "no memory left to read %s", input_name(run->input));
}

static void har_close(struct source_run *run)
{
    struct har *har = run->state;

    json_stream_done(&har->json);
    record_done(&har->record);
    memory_give(run->account, har, sizeof *har);
    run->state = NULL;
}

static void lose(struct source_run *run, const char *why)
{
    struct har *har = run->state;

    run->ledger->lost[LOSS_record_malformed]++;
    warnings_add(run->warnings, "%s: the entry at line %" PRIu64 ", byte %" PRIu64 " was left out: %s",
                 input_name(run->input), har->entry.line, har->entry.offset, why);
}

static void begin_entry(struct source_run *run)
{
    struct har *har = run->state;

    run->ledger->seen[LEDGER_RECORDS]++;
    record_reset(&har->record);
    har->entry = (struct entry){
        .offset = json_stream_offset(&har->json) - 1,
        .line = har->json.line,
        .request_size = -1,
        .response_size = -1,
        .content_size = -1,
    };
    har->in_entry = true;
}

static bool read_entry(struct source_run *run)
{
    struct har *har = run->state;

    begin_entry(run);
    if (!har_read_entry(run))
        return false;
    har->in_entry = false;
    if (!har_finish_entry(har)) {
        lose(run, har->record.wrong);
        return true;
    }
    run->ledger->analysed[LEDGER_RECORDS]++;
    run->progress.exchanges++;
    run->sink.exchange(run->sink.context, &har->record.exchange);
    return true;
}

/* ---- the document ---- */

static enum step fail(struct source_run *run, struct error *err)
{
    struct har *har = run->state;
    struct json_stream_error error = json_stream_error(&har->json);
    const char *name = input_name(run->input);

    if (har->stopped) {
        /* Half an entry is neither read nor lost: it was never asked for. */
        run->ledger->seen[LEDGER_RECORDS] -= har->in_entry;
        har->in_entry = false;
        return STEP_DONE;
    }
    if (har->in_entry)
        run->ledger->lost[error.at_end ? LOSS_record_cut : LOSS_record_malformed]++;
    har->in_entry = false;
    if (input_failed(run->input, err))
        return STEP_BAD;
    if (error.out_of_memory)
        error_set(err, ERROR_MEMORY, "no memory left to read %s at byte %" PRIu64, name, error.offset);
    else if (error.at_end)
        error_set(err, ERROR_INPUT,
                  "%s ends too early, at byte %" PRIu64 " (line %" PRIu64
                  "); the entries before it are kept (write the HAR again)",
                  name, error.offset, error.line);
    else
        error_set(err, ERROR_INPUT,
                  "%s is no JSON from byte %" PRIu64 " on (line %" PRIu64 ", column %" PRIu64
                  "): %s; the entries before it are kept (write the HAR again)",
                  name, error.offset, error.line, error.column, error.what);
    return STEP_BAD;
}

static enum step finish(struct source_run *run, struct error *err)
{
    struct har *har = run->state;

    if (har->found)
        return STEP_DONE;
    error_set(err, ERROR_INPUT, "%s is JSON, but holds no log.entries: it is no HAR", input_name(run->input));
    return STEP_BAD;
}

/* Outside of entries: looks for log and entries. */
static void seek(struct har *har, enum json_token token, struct slice text)
{
    uint32_t depth = har->json.depth;
    bool wanted = har->wanted || (depth == 1 && (token == JSON_OBJECT || token == JSON_ARRAY));

    har->wanted = false;
    if (token == JSON_KEY) {
        har->wanted = slice_eq(text, SLICE("entries")) || (depth == 1 && slice_eq(text, SLICE("log")));
        har->seeks_list = har->wanted && slice_eq(text, SLICE("entries"));
        if (!har->wanted)
            json_stream_skip(&har->json);
    } else if (token == JSON_ARRAY) {
        har->inside = wanted && (depth == 1 || har->seeks_list);
        har->found |= har->inside;
        if (!har->inside)
            json_stream_skip_rest(&har->json);
    } else if (token == JSON_OBJECT && (!wanted || (depth > 1 && har->seeks_list))) {
        json_stream_skip_rest(&har->json);
    }
}

static enum step har_step(struct source_run *run, struct error *err)
{
    struct har *har = run->state;
    struct slice text;
    enum json_token token = har_take(run, &text);

    if (token == JSON_END)
        return finish(run, err);
    if (token == JSON_BAD)
        return fail(run, err);
    if (!har->inside) {
        seek(har, token, text);
        return STEP_MORE;
    }
    if (token == JSON_OBJECT)
        return read_entry(run) ? STEP_MORE : fail(run, err);
    if (token == JSON_ARRAY_END) {
        har->inside = false;
        return STEP_MORE;
    }
    begin_entry(run);
    har->in_entry = false;
    lose(run, "it is no object");
    if (token == JSON_ARRAY)
        json_stream_skip_rest(&har->json);
    return STEP_MORE;
}

static enum step har_next(struct source_run *run, struct error *err)
{
    enum step step = STEP_MORE;

    for (int i = 0; i < ENTRIES_A_STEP && step == STEP_MORE; i++)
        step = har_step(run, err);
    run->progress.bytes = input_bytes(run->input);
    return step;
}

const struct source source_har = {
    .name = "har",
    .help = "HAR 1.2, as browsers and proxies save it",
    .format = "HAR 1.2 files",
    .sniff = har_sniff,
    .open = har_open,
    .next = har_next,
    .close = har_close,
};
