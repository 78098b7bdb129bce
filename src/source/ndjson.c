/* SPDX-License-Identifier: Apache-2.0 */
/* Exchange NDJSON: one HTTP exchange a line, as docs/exchange-ndjson.md tells. A line that cannot be
 * understood costs that line. Text stays in the window while its line is read; only what holds escapes is
 * copied. */
#include "base/hash.h"
#include "source/input.h"
#include "source/recognise.h"
#include "source/record.h"
#include "source/source.h"
#include "json/stream.h"

#include <inttypes.h>

#define LINE_MOST ((size_t)64 << 20)
#define SNIFF_LINES 8 /* the first lines may be damaged */
#define LINES_A_STEP 256

struct ndjson {
    struct json_stream json;
    struct record record;
    struct slice line, target, version; /* the line being read, and what of it waits for the rest */
    bool has_time;
    uint64_t number;     /* of the line being read, 1-based */
    size_t scanned;      /* bytes of the window in which no line ends */
    bool passing;        /* inside a line that is too long */
    uint64_t read, lost; /* lines that were exchanges, and that were not */
};

static bool ndjson_sniff(struct slice head)
{
    for (int i = 0; i < SNIFF_LINES && head.len; i++) {
        struct slice line = slice_cut(&head, '\n');

        if (json_head_has_key(line, SLICE("req"), JSON_MORE, false))
            return true;
    }
    return false;
}

static bool ndjson_open(struct source_run *run, struct error *err)
{
    struct ndjson *nd = memory_get(run->account, sizeof *nd);

    if (nd && record_init(&nd->record, run->account)) {
        json_stream_init(&nd->json, run->account, LINE_MOST);
        run->state = nd;
        return true;
    }
    memory_give(run->account, nd, sizeof *nd);
    return error_set(err, ERROR_MEMORY, "no memory left to read %s", input_name(run->input));
}

static void ndjson_close(struct source_run *run)
{
    struct ndjson *nd = run->state;

    json_stream_done(&nd->json);
    record_done(&nd->record);
    memory_give(run->account, nd, sizeof *nd);
    run->state = NULL;
}

/* ---- one line: each reader takes the tokens of one value; false where the line stops being JSON ---- */

static enum json_token take(struct ndjson *nd, struct slice *text)
{
    return json_stream_next(&nd->json, text);
}

/* Text of the line stays; what the stream unescaped must be copied before it reads on. */
static struct slice keep(struct ndjson *nd, struct slice text)
{
    return text.at >= nd->line.at && text.at <= nd->line.at + nd->line.len ? text
                                                                           : record_keep(&nd->record, text);
}

/* A value of another kind than was expected: the rest of it is passed over. */
static bool unexpected(struct ndjson *nd, enum json_token token, const char *why)
{
    if (token == JSON_BAD)
        return false;
    record_wrong(&nd->record, why);
    if (token == JSON_OBJECT || token == JSON_ARRAY)
        json_stream_skip_rest(&nd->json);
    return true;
}

static bool read_string(struct ndjson *nd, struct slice *ret, const char *why)
{
    struct slice text;
    enum json_token token = take(nd, &text);

    if (token == JSON_STRING)
        *ret = keep(nd, text);
    else if (token != JSON_NULL)
        return unexpected(nd, token, why);
    return true;
}

static bool read_seconds(struct ndjson *nd, int64_t *ret, const char *why)
{
    struct slice text;
    enum json_token token = take(nd, &text);

    if (token == JSON_NULL || (token == JSON_NUMBER && json_number_scaled(text, 9, ret)))
        return true;
    return unexpected(nd, token, why);
}

static bool read_connection(struct ndjson *nd)
{
    struct slice text;
    enum json_token token = take(nd, &text);
    int64_t number = 0;

    if (token == JSON_NUMBER && json_number_scaled(text, 0, &number))
        nd->record.exchange.connection = (uint64_t)number;
    else if (token == JSON_STRING)
        nd->record.exchange.connection = text.len ? hash_content(text) : 0;
    else if (token != JSON_NULL)
        return unexpected(nd, token, "\"conn\" is no number");
    return true;
}

static bool read_address(struct ndjson *nd, struct address *ret)
{
    struct slice text = { 0 };

    if (!read_string(nd, &text, "an address is no text"))
        return false;
    if (text.len && !address_parse(text, ret))
        *ret = (struct address){ 0 }; /* a host name, a socket: not known */
    return true;
}

static bool read_status(struct ndjson *nd)
{
    struct slice text;
    enum json_token token = take(nd, &text);
    int64_t status;

    if (token != JSON_NUMBER || !json_number_scaled(text, 0, &status) || status < 0 || status > 999)
        return unexpected(nd, token, "\"status\" is no status code");
    nd->record.exchange.status = (uint16_t)status;
    return true;
}

/* ["Name", "value"] */
static bool read_header(struct ndjson *nd, struct record_message *message, enum json_token token)
{
    struct slice pair[2] = { 0 }, text;
    size_t count = 0;

    if (token != JSON_ARRAY)
        return unexpected(nd, token, "a header is no pair of texts");
    while ((token = take(nd, &text)) != JSON_ARRAY_END) {
        if (token != JSON_STRING || count == 2) {
            if (!unexpected(nd, token, "a header is no pair of texts"))
                return false;
            continue;
        }
        pair[count++] = keep(nd, text);
    }
    if (count == 2)
        record_header(&nd->record, message, pair[0], pair[1]);
    else
        record_wrong(&nd->record, "a header is no pair of texts");
    return true;
}

static bool read_headers(struct ndjson *nd, struct record_message *message)
{
    struct slice text;
    enum json_token token = take(nd, &text);

    if (token == JSON_NULL)
        return true;
    if (token != JSON_ARRAY)
        return unexpected(nd, token, "\"headers\" is no list");
    while ((token = take(nd, &text)) != JSON_ARRAY_END) {
        if (!read_header(nd, message, token))
            return false;
    }
    return true;
}

/* A body as text: already decoded. */
static void text_body(struct ndjson *nd, struct record_message *message, struct slice text)
{
    message->body = text;
    if (text.at < nd->line.at || text.at > nd->line.at + nd->line.len) {
        if (!json_stream_take(&nd->json, text, &message->held))
            record_wrong(&nd->record, "there is no memory left for it");
        message->body = buffer_slice(&message->held);
    }
    message->body_state = message->body.len ? BODY_WHOLE : BODY_NONE;
    message->body_bytes = message->body.len;
}

/* {"b64": "…"}: as it was on the wire. */
static bool coded_body(struct ndjson *nd, struct record_message *message)
{
    struct slice text;
    enum json_token token;
    bool found = false;

    while ((token = take(nd, &text)) == JSON_KEY) {
        if (!slice_eq(text, SLICE("b64"))) {
            json_stream_skip(&nd->json);
            continue;
        }
        token = take(nd, &text);
        if (token != JSON_STRING) {
            if (!unexpected(nd, token, "\"b64\" is no text"))
                return false;
            continue;
        }
        found = true;
        if (record_base64(&nd->record, message, text))
            message->coded = true;
    }
    if (!found)
        record_wrong(&nd->record, "\"body\" is an object without \"b64\"");
    return token == JSON_OBJECT_END;
}

static bool read_body(struct ndjson *nd, struct record_message *message, bool *seen)
{
    struct slice text;
    enum json_token token = take(nd, &text);

    *seen = true;
    if (token == JSON_STRING)
        text_body(nd, message, text);
    else if (token == JSON_OBJECT)
        return coded_body(nd, message);
    else if (token != JSON_NULL)
        return unexpected(nd, token, "\"body\" is neither text nor an object");
    return true;
}

/* A message that is told without "body" had one if its headers say so: the file does not carry it. */
static void absent_body(struct record_message *message)
{
    struct slice length = record_find_header(message, SLICE("content-length"));
    unsigned long long bytes = 0;

    if (slice_to_u64(length, UINT64_MAX, &bytes)
            ? bytes > 0
            : record_find_header(message, SLICE("transfer-encoding")).len > 0) {
        message->body_state = BODY_ABSENT;
        message->body_bytes = bytes;
    }
}

static bool read_message(struct ndjson *nd, struct record_message *message, bool is_request)
{
    struct exchange *exchange = &nd->record.exchange;
    struct slice text;
    enum json_token token = take(nd, &text);
    bool has_body = false;

    if (token == JSON_NULL)
        return true;
    if (token != JSON_OBJECT)
        return unexpected(nd, token, "a message is no object");
    message->present = true;
    while ((token = take(nd, &text)) == JSON_KEY) {
        bool whole = true;

        if (slice_eq(text, SLICE("headers")))
            whole = read_headers(nd, message);
        else if (slice_eq(text, SLICE("body")))
            whole = read_body(nd, message, &has_body);
        else if (is_request && slice_eq(text, SLICE("method")))
            whole = read_string(nd, &exchange->method, "\"method\" is no text");
        else if (is_request && slice_eq(text, SLICE("target")))
            whole = read_string(nd, &nd->target, "\"target\" is no text");
        else if (is_request && slice_eq(text, SLICE("version")))
            whole = read_string(nd, &nd->version, "\"version\" is no text");
        else if (!is_request && slice_eq(text, SLICE("status")))
            whole = read_status(nd);
        else
            json_stream_skip(&nd->json);
        if (!whole)
            return false;
    }
    if (!has_body)
        absent_body(message);
    return token == JSON_OBJECT_END;
}

static bool read_member(struct ndjson *nd, struct slice key, int64_t *duration)
{
    struct exchange *exchange = &nd->record.exchange;

    if (slice_eq(key, SLICE("ts"))) {
        nd->has_time = true;
        return read_seconds(nd, &exchange->started, "\"ts\" is no time");
    }
    if (slice_eq(key, SLICE("dur")))
        return read_seconds(nd, duration, "\"dur\" is no duration");
    if (slice_eq(key, SLICE("conn")))
        return read_connection(nd);
    if (slice_eq(key, SLICE("client")))
        return read_address(nd, &exchange->client);
    if (slice_eq(key, SLICE("server")))
        return read_address(nd, &exchange->server);
    if (slice_eq(key, SLICE("req")))
        return read_message(nd, &nd->record.request, true);
    if (slice_eq(key, SLICE("resp")))
        return read_message(nd, &nd->record.response, false);
    json_stream_skip(&nd->json);
    return true;
}

/* All tokens of the line; false where it stops being JSON. */
static bool read_tokens(struct ndjson *nd, int64_t *duration)
{
    struct slice text;
    enum json_token token = take(nd, &text);

    if (token != JSON_OBJECT)
        return unexpected(nd, token, "it is no object") && take(nd, &text) == JSON_END;
    while ((token = take(nd, &text)) == JSON_KEY) {
        if (!read_member(nd, text, duration))
            return false;
    }
    return token == JSON_OBJECT_END && take(nd, &text) == JSON_END;
}

static bool finish(struct ndjson *nd, int64_t duration)
{
    struct record *record = &nd->record;
    struct exchange *exchange = &record->exchange;

    if (!nd->has_time)
        record_wrong(record, "it has no \"ts\"");
    if (record->request.present && !record->wrong && !record_target(record, nd->target))
        record_wrong(record, "its request has no target");
    record_version(record, nd->version);
    if (__builtin_add_overflow(exchange->started, duration > 0 ? duration : 0, &exchange->ended))
        exchange->ended = exchange->started;
    if (!record_response_has_body(record) && record->response.body_state == BODY_ABSENT) {
        record->response.body_state = BODY_NONE;
        record->response.body_bytes = 0;
    }
    return record_finish(record);
}

/* column 0: it is JSON, but no exchange. */
static void lose(struct source_run *run, const char *why, uint64_t column)
{
    struct ndjson *nd = run->state;

    nd->lost++;
    run->ledger->lost[LOSS_record_malformed]++;
    if (column)
        warnings_add(run->warnings,
                     "%s: line %" PRIu64 " was left out: it is no JSON, %s (column %" PRIu64 ")",
                     input_name(run->input), nd->number, why, column);
    else
        warnings_add(run->warnings, "%s: line %" PRIu64 " was left out: %s", input_name(run->input),
                     nd->number, why);
}

static bool is_blank(struct slice line)
{
    if (line.len && line.at[line.len - 1] == '\r')
        line.len--;
    return slice_trim(line).len == 0;
}

/* `ended`: a line break follows. false: it stops where the file does; it is counted, but not as what. */
static bool read_line(struct source_run *run, struct slice line, bool ended)
{
    struct ndjson *nd = run->state;
    struct json_stream_error error;
    int64_t duration = 0;

    nd->number++;
    if (is_blank(line))
        return true;
    run->ledger->seen[LEDGER_RECORDS]++;
    record_reset(&nd->record);
    json_stream_reset(&nd->json);
    json_stream_feed(&nd->json, line, true);
    nd->line = line;
    nd->target = nd->version = (struct slice){ 0 };
    nd->has_time = false;
    if (!read_tokens(nd, &duration)) {
        error = json_stream_error(&nd->json);
        if (error.at_end && !ended)
            return false;
        if (error.out_of_memory)
            lose(run, "there is no memory left for it", 0);
        else
            lose(run, error.what, error.column);
    } else if (!finish(nd, duration)) {
        lose(run, nd->record.wrong, 0);
    } else {
        nd->read++;
        run->ledger->analysed[LEDGER_RECORDS]++;
        run->progress.exchanges++;
        run->sink.exchange(run->sink.context, &nd->record.exchange);
    }
    return true;
}

/* ---- the file ---- */

static void pass_long_line(struct source_run *run, struct slice window)
{
    struct ndjson *nd = run->state;
    const char *end = memchr(window.at, '\n', window.len);

    if (!nd->passing) {
        nd->number++;
        run->ledger->seen[LEDGER_RECORDS]++;
        lose(run, "it is longer than 64 MiB", 0);
    }
    nd->passing = !end;
    nd->scanned = 0;
    input_consume(run->input, end ? (size_t)(end + 1 - window.at) : window.len);
}

static enum step read_lines(struct source_run *run)
{
    struct ndjson *nd = run->state;
    struct slice window = input_window(run->input);
    const char *begin = window.at, *stop = window.at + window.len;

    if (nd->passing || (nd->scanned > LINE_MOST && !memchr(begin, '\n', window.len))) {
        pass_long_line(run, window);
        return STEP_MORE;
    }
    for (int i = 0; i < LINES_A_STEP; i++) {
        const char *from = begin + nd->scanned;
        const char *end = from < stop ? memchr(from, '\n', (size_t)(stop - from)) : NULL;

        if (!end) {
            nd->scanned = (size_t)(stop - begin);
            break;
        }
        read_line(run, slice_make(begin, (size_t)(end - begin)), true);
        begin = end + 1;
        nd->scanned = 0;
    }
    input_consume(run->input, (size_t)(begin - window.at));
    return STEP_MORE;
}

static enum step finish_file(struct source_run *run, struct error *err)
{
    struct ndjson *nd = run->state;
    struct slice rest = input_window(run->input);
    const char *name = input_name(run->input);
    bool cut = rest.len && !nd->passing && !read_line(run, rest, false);

    input_consume(run->input, rest.len);
    if (cut)
        run->ledger->lost[LOSS_record_cut]++;
    if (input_failed(run->input, err))
        return STEP_BAD;
    if (cut) {
        error_set(err, ERROR_INPUT,
                  "%s ends inside line %" PRIu64 ", at byte %" PRIu64 "; the lines before it are kept", name,
                  nd->number, input_offset(run->input));
        return STEP_BAD;
    }
    if (nd->lost && nd->read == 0) {
        error_set(err, ERROR_INPUT,
                  "%s holds no exchange: none of its %" PRIu64
                  " lines could be understood (the format is described in docs/exchange-ndjson.md)",
                  name, nd->lost);
        return STEP_BAD;
    }
    return STEP_DONE;
}

static enum step ndjson_next(struct source_run *run, struct error *err)
{
    struct ndjson *nd = run->state;
    enum step step = STEP_MORE;

    switch (input_fill(run->input, nd->scanned + 1)) {
    case INPUT_WAIT: break;
    case INPUT_END: step = finish_file(run, err); break;
    case INPUT_READY: step = read_lines(run); break;
    }
    run->progress.bytes = input_bytes(run->input);
    return step;
}

const struct source source_ndjson = {
    .name = "ndjson",
    .help = "exchange NDJSON: one HTTP exchange a line (docs/exchange-ndjson.md)",
    .format = "exchange NDJSON",
    .sniff = ndjson_sniff,
    .open = ndjson_open,
    .next = ndjson_next,
    .close = ndjson_close,
};
