/* SPDX-License-Identifier: Apache-2.0 */
/* A pull tokenizer for JSON (RFC 8259, strictly) that comes in chunks: no tree, memory bounded by the
 * longest string somebody wants. For documents we read (HAR, NDJSON, documents of our own), not for
 * bodies: those have json/scan.h.
 *
 *     json_stream_feed(&stream, chunk, last);
 *     while ((token = json_stream_next(&stream, &text)) != JSON_MORE) ...
 *
 * Text. Strings and keys are unescaped: \u pairs are joined, a lone surrogate becomes U+FFFD, invalid
 * UTF-8 is an error. A string that lies in one chunk and holds no escape is a slice of that chunk; any
 * other stands in the stream's own buffer. Either is valid until the next call of json_stream_next or
 * json_stream_feed, and BODY_SLACK bytes behind it are readable if they are behind the chunk. A string
 * longer than text_limit is cut there (stream->cut says so) and read to its end; a number longer than 4096
 * bytes is an error.
 *
 * Where a chunk is cut changes nothing: not the tokens, not the verdict, not the position of an error.
 * Neither does skipping. Depth: more than JSON_STREAM_DEPTH open containers is an error. A byte order mark
 * at the start is let pass (RFC 8259 8.1 allows that). */
#ifndef JSON_STREAM_H
#define JSON_STREAM_H

#include "base/buffer.h"
#include "base/slice.h"

#include <stdint.h>

#define JSON_STREAM_DEPTH 512

enum json_token {
    JSON_MORE, /* the chunk is used up: feed the next one */
    JSON_END,  /* the last chunk is used up, and the document is whole */
    JSON_BAD,  /* not JSON: see json_stream_error. Every later answer is the same */
    JSON_OBJECT,
    JSON_OBJECT_END,
    JSON_ARRAY,
    JSON_ARRAY_END,
    JSON_KEY,    /* text is the unescaped key */
    JSON_STRING, /* text is the unescaped string */
    JSON_NUMBER, /* text is the number as written */
    JSON_TRUE,
    JSON_FALSE,
    JSON_NULL,
};

struct json_stream {
    const char *at, *end, *begin; /* the chunk */
    bool last;                    /* no chunk follows */
    bool cut;                     /* the text just answered was longer than text_limit */
    bool skipping;
    uint8_t state; /* what may come next: stream.c */
    uint8_t open;  /* the token that the end of a chunk cut, and how far it was read */
    uint8_t open_state;
    uint8_t unit_len; /* of an escape or UTF-8 sequence that the end of a chunk cut */
    char unit[12];
    uint32_t depth, skip_depth;
    uint64_t containers[JSON_STREAM_DEPTH / 64]; /* one bit a level: 1 is an object */
    uint64_t base;                               /* offset of `begin` in the document */
    uint64_t line;                               /* 1-based */
    uint64_t line_start;                         /* offset at which that line begins */
    size_t text_limit;
    size_t number_len;
    struct buffer text;
    const char *wrong; /* what was wrong, in a few words; NULL while nothing is */
    bool at_end, out_of_memory;
};

/* text_limit: longest text kept, in bytes; 0: 64 MiB. */
void json_stream_init(struct json_stream *stream, struct memory *account, size_t text_limit);
/* Begins another document; keeps the memory. */
void json_stream_reset(struct json_stream *stream);
void json_stream_done(struct json_stream *stream);

/* Allowed at the start and after JSON_MORE. The chunk must stay where it is until JSON_MORE (JSON_END,
 * JSON_BAD) is answered. `last`: nothing follows. */
void json_stream_feed(struct json_stream *stream, struct slice chunk, bool last);
/* *text is set for KEY, STRING and NUMBER. */
enum json_token json_stream_next(struct json_stream *stream, struct slice *text);
/* After JSON_KEY, or where a value of an array may begin: that value will be checked but not answered; the
 * next token is the one behind it. After JSON_OBJECT or JSON_ARRAY: the rest of that container with its
 * end. */
void json_stream_skip(struct json_stream *stream);
void json_stream_skip_rest(struct json_stream *stream);

/* Makes `text`, just answered, the content of `into`, which must use the same account: by swapping buffers
 * where the text stands in the stream's own, else by copying. false when memory was refused. */
bool json_stream_take(struct json_stream *stream, struct slice text, struct buffer *into);

/* Bytes of the document used up so far. */
uint64_t json_stream_offset(const struct json_stream *stream);

/* Where and why JSON_BAD; line and column (in bytes) are 1-based. out_of_memory: the account refused, the
 * document may be fine. at_end: the document ended too early. */
struct json_stream_error {
    const char *what;
    uint64_t offset, line, column;
    bool at_end, out_of_memory;
};
struct json_stream_error json_stream_error(const struct json_stream *stream);

/* number * 10^scale, rounded towards zero, from a number as JSON_NUMBER gives it: exact, without going
 * through a double. false when it is no number or does not fit. json_number_scaled("1.5", 9, &ns):
 * 1500000000. */
bool json_number_scaled(struct slice number, int scale, int64_t *ret);

#endif
