/* SPDX-License-Identifier: Apache-2.0 */
/* The tokens, the verdict and the place of an error are the same wherever the document is cut; skipping changes no
 * verdict; what was read and written again reads the same. */
#include "base/hash.h"
#include "json/stream.h"
#include "json/writer.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

struct outcome {
    enum json_token last;
    uint64_t value, tokens, offset, line, column;
};

static void require(bool claim)
{
    if (!claim)
        abort();
}

static void rewrite(struct json_writer *json, enum json_token token, struct slice text)
{
    switch (token) {
    case JSON_OBJECT: json_begin_object(json); break;
    case JSON_ARRAY: json_begin_array(json); break;
    case JSON_OBJECT_END:
    case JSON_ARRAY_END: json_end(json); break;
    case JSON_KEY: json_key(json, text); break;
    case JSON_STRING: json_string(json, text); break;
    case JSON_NUMBER: json_raw(json, text); break;
    case JSON_TRUE:
    case JSON_FALSE: json_bool(json, token == JSON_TRUE); break;
    case JSON_NULL: json_null(json); break;
    case JSON_MORE:
    case JSON_END:
    case JSON_BAD: break;
    }
}

/* Chunks are copies of their own size, so that AddressSanitizer sees a read past the end of one. */
static struct outcome run(struct slice document, size_t chunk, bool skip, struct buffer *again,
                          uint32_t *deepest)
{
    struct memory account = { .limit = 0 };
    struct outcome outcome = { 0 };
    struct json_stream stream;
    struct json_stream_error error;
    struct json_writer json;
    struct slice text = { 0 };
    char *copy = NULL;

    json_stream_init(&stream, &account, 0);
    if (again)
        json_writer_init(&json, again, document.len % 2);
    while ((outcome.last = json_stream_next(&stream, &text)) != JSON_END && outcome.last != JSON_BAD) {
        if (outcome.last == JSON_MORE) {
            size_t len = document.len < chunk ? document.len : chunk;

            free(copy);
            copy = malloc(len ? len : 1);
            require(copy != NULL);
            if (len)
                memcpy(copy, document.at, len);
            document = slice_make(document.at + len, document.len - len);
            json_stream_feed(&stream, slice_make(copy, len), document.len == 0);
            continue;
        }
        outcome.tokens++;
        outcome.value = hash_mix(outcome.value, outcome.last);
        if (outcome.last == JSON_KEY || outcome.last == JSON_STRING || outcome.last == JSON_NUMBER)
            outcome.value = hash_mix(outcome.value, text.len ? hash_content(text) : 1);
        if (again)
            rewrite(&json, outcome.last, text);
        if (deepest && stream.depth > *deepest)
            *deepest = stream.depth;
        if (skip && outcome.last == JSON_KEY && text.len % 2)
            json_stream_skip(&stream);
        if (skip && outcome.last == JSON_ARRAY && outcome.tokens % 3 == 0)
            json_stream_skip_rest(&stream);
    }
    error = json_stream_error(&stream);
    outcome.offset = error.offset;
    outcome.line = error.line;
    outcome.column = error.column;
    require(!error.out_of_memory);
    free(copy);
    json_stream_done(&stream);
    require(account.used == 0);
    return outcome;
}

static void require_same_end(const struct outcome *a, const struct outcome *b)
{
    require(a->last == b->last && a->offset == b->offset && a->line == b->line && a->column == b->column);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct memory account = { .limit = 0 };
    struct slice document = slice_make(data, size);
    struct outcome whole, parts, bytes, skipped;
    struct buffer again;
    uint32_t deepest = 0;
    int64_t number;

    buffer_init(&again, &account);
    whole = run(document, size + 1, false, &again, &deepest);
    parts = run(document, 1 + size % 13, false, NULL, NULL);
    bytes = run(document, 1, false, NULL, NULL);
    skipped = run(document, 1 + size % 7, true, NULL, NULL);
    require_same_end(&whole, &parts);
    require_same_end(&whole, &bytes);
    require_same_end(&whole, &skipped);
    require(whole.value == parts.value && whole.tokens == parts.tokens);
    require(whole.value == bytes.value && whole.tokens == bytes.tokens);
    if (whole.last == JSON_END && deepest <= JSON_WRITER_DEPTH) {
        struct outcome rewritten = run(buffer_slice(&again), size + 1, false, NULL, NULL);

        require(rewritten.last == JSON_END && rewritten.value == whole.value);
    }
    (void)json_number_scaled(document, (int)(size % 20), &number);
    buffer_done(&again);
    return 0;
}
