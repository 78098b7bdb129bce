/* SPDX-License-Identifier: Apache-2.0 */
/* The tokenizer is two small machines. The outer one knows what may come next (`state`: a value, a key, a
 * comma …); the inner one reads a token and, when a chunk ends in the middle, remembers which (`open`) and
 * how far (`open_state`). What is shorter than a token but longer than a byte, an escape or a UTF-8
 * sequence, is collected in `unit` when it is cut, so that the usual case never looks there.
 *
 * Strings without escapes are answered where they stand. Others are unescaped into `text`, sixteen bytes a
 * step. */
#include "json/stream.h"

#include "json/plain.h"
#include "json/unit.h"

#include <assert.h>

enum state { BOM_1, BOM_2, BOM_3, VALUE, VALUE_OR_END, KEY, KEY_OR_END, COLON, COMMA, DONE, BAD };

enum open { OPEN_NOTHING, OPEN_STRING, OPEN_KEY, OPEN_NUMBER, OPEN_TRUE, OPEN_FALSE, OPEN_NULL };

/* How far a number is (RFC 8259 6). */
enum number {
    START,
    MINUS,
    ZERO,
    INTEGER,
    POINT,
    FRACTION,
    EXPONENT,
    EXPONENT_SIGN,
    EXPONENT_DIGITS,
    NUMBER_OVER
};

#define NUMBER_LONGEST 4096
#define TEXT_STEP 16384

void json_stream_init(struct json_stream *stream, struct memory *account, size_t text_limit)
{
    *stream = (struct json_stream){ .text_limit = text_limit ? text_limit : (size_t)64 << 20 };
    buffer_init(&stream->text, account);
    json_stream_reset(stream);
}

void json_stream_reset(struct json_stream *stream)
{
    stream->at = stream->end = stream->begin = NULL;
    stream->last = stream->cut = stream->skipping = stream->at_end = stream->out_of_memory = false;
    stream->state = BOM_1;
    stream->open = OPEN_NOTHING;
    stream->unit_len = 0;
    stream->depth = 0;
    stream->base = stream->line_start = 0;
    stream->line = 1;
    stream->wrong = NULL;
    buffer_reset(&stream->text);
}

void json_stream_done(struct json_stream *stream)
{
    buffer_done(&stream->text);
}

void json_stream_feed(struct json_stream *stream, struct slice chunk, bool last)
{
    assert(stream->at == stream->end);
    stream->base += (uint64_t)(stream->end - stream->begin);
    stream->begin = stream->at = chunk.len ? chunk.at : "";
    stream->end = stream->begin + chunk.len;
    stream->last = last;
}

void json_stream_skip(struct json_stream *stream)
{
    stream->skipping = true;
    stream->skip_depth = stream->depth;
}

void json_stream_skip_rest(struct json_stream *stream)
{
    assert(stream->depth > 0);
    stream->skipping = true;
    stream->skip_depth = stream->depth - 1;
}

bool json_stream_take(struct json_stream *stream, struct slice text, struct buffer *into)
{
    struct buffer swap = *into;

    if (text.len == 0 || text.at != stream->text.at) {
        buffer_reset(into);
        return buffer_append(into, text);
    }
    *into = stream->text;
    into->len = text.len;
    stream->text = swap;
    buffer_reset(&stream->text);
    return true;
}

uint64_t json_stream_offset(const struct json_stream *stream)
{
    return stream->base + (uint64_t)(stream->at - stream->begin);
}

struct json_stream_error json_stream_error(const struct json_stream *stream)
{
    uint64_t offset = json_stream_offset(stream);

    return (struct json_stream_error){
        .what = stream->wrong ? stream->wrong : "nothing is wrong",
        .offset = offset,
        .line = stream->line,
        .column = offset - stream->line_start + 1,
        .at_end = stream->at_end,
        .out_of_memory = stream->out_of_memory,
    };
}

static enum json_token bad(struct json_stream *stream, const char *wrong)
{
    stream->state = BAD;
    stream->wrong = wrong;
    return JSON_BAD;
}

static enum json_token no_memory(struct json_stream *stream)
{
    stream->out_of_memory = true;
    return bad(stream, "out of memory");
}

/* The chunk is used up in the middle of something. */
static enum json_token more(struct json_stream *stream)
{
    if (!stream->last)
        return JSON_MORE;
    stream->at_end = true;
    return bad(stream, "it ends too early");
}

static bool in_object(const struct json_stream *stream)
{
    uint32_t level = stream->depth - 1;

    return stream->depth && (stream->containers[level / 64] >> (level % 64) & 1);
}

static void value_is_over(struct json_stream *stream)
{
    stream->open = OPEN_NOTHING;
    stream->state = stream->depth ? COMMA : DONE;
}

static enum json_token enter(struct json_stream *stream, bool object)
{
    uint32_t level = stream->depth;
    uint64_t bit = (uint64_t)1 << (level % 64);

    if (level == JSON_STREAM_DEPTH)
        return bad(stream, "it is nested too deeply");
    if (object)
        stream->containers[level / 64] |= bit;
    else
        stream->containers[level / 64] &= ~bit;
    stream->depth++;
    stream->at++;
    stream->state = object ? KEY_OR_END : VALUE_OR_END;
    return object ? JSON_OBJECT : JSON_ARRAY;
}

static enum json_token leave(struct json_stream *stream)
{
    bool object = in_object(stream);

    stream->depth--;
    stream->at++;
    value_is_over(stream);
    return object ? JSON_OBJECT_END : JSON_ARRAY_END;
}

static enum json_token string_is_over(struct json_stream *stream, struct slice direct, struct slice *text)
{
    bool key = stream->open == OPEN_KEY;

    stream->at++;
    if (key) {
        stream->open = OPEN_NOTHING;
        stream->state = COLON;
    } else {
        value_is_over(stream);
    }
    stream->cut = direct.len > stream->text_limit && !stream->skipping;
    if (stream->cut) {
        /* Never half a character. */
        direct.len = stream->text_limit;
        while (direct.len && ((uint8_t)direct.at[direct.len] & 0xc0) == 0x80)
            direct.len--;
    }
    *text = direct;
    return key ? JSON_KEY : JSON_STRING;
}

/* Passes what needs no attention, copying it to `text` unless nobody wants it: plain bytes, escapes of one
 * letter, whole UTF-8 sequences. */
static bool unescape(struct json_stream *stream)
{
    const char *at = stream->at;
    bool attention = false;

    while (at < stream->end && !attention) {
        size_t span = (size_t)(stream->end - at) < TEXT_STEP ? (size_t)(stream->end - at) : TEXT_STEP;
        const char *stop = at + span;
        char *out;

        /* The last unit may reach beyond `stop` by three bytes. */
        if (!buffer_reserve(&stream->text, span + 4))
            return false;
        out = stream->text.at + stream->text.len;
        while (at < stop && !attention) {
            size_t len = json_plain_copy(at, stop, out);
            int sequence;

            at += len;
            out += len;
            if (at == stop)
                break;
            if (*at == '\\' && stream->end - at >= 2 && json_escape_letter(at[1])) {
                *out++ = json_escape_letter(at[1]);
                at += 2;
            } else if ((uint8_t)*at >= 0x80 && (sequence = json_utf8(at, (size_t)(stream->end - at))) > 0) {
                memcpy(out, at, (size_t)sequence);
                out += sequence;
                at += sequence;
            } else {
                attention = true;
            }
        }
        stream->text.len = (size_t)(out - stream->text.at);
        if (stream->text.len > stream->text_limit)
            break;
    }
    stream->at = at;
    return true;
}

/* The same when nobody wants the text, or has all of it that may be kept. */
static const char *pass(const char *at, const char *end)
{
    int sequence;

    for (;;) {
        at = json_plain_end(at, end);
        if (at == end || (uint8_t)*at < 0x80)
            return at;
        sequence = json_utf8(at, (size_t)(end - at));
        if (sequence <= 0)
            return at;
        at += sequence;
    }
}

static bool unit_is_over(struct json_stream *stream, const char *unit, size_t len, uint32_t code)
{
    char encoded[4];

    if (stream->skipping || stream->text.len > stream->text_limit)
        return true;
    if (*unit == '\\') {
        len = json_encode(code, encoded);
        unit = encoded;
    }
    return buffer_append(&stream->text, slice_make(unit, len));
}

static int read_unit(const char *at, size_t have, uint32_t *code)
{
    return *at == '\\' ? json_escape(at, have, code) : json_utf8(at, have);
}

static enum json_token bad_unit(struct json_stream *stream, char first)
{
    return bad(stream, first == '\\' ? "a backslash begins no escape" : "a string is not UTF-8");
}

/* Completes the unit that the end of the last chunk cut. JSON_STRING: done, go on. */
static enum json_token finish_unit(struct json_stream *stream)
{
    while (stream->unit_len) {
        uint32_t code = 0;
        int length = read_unit(stream->unit, stream->unit_len, &code);

        if (length == JSON_UNIT_BAD) {
            /* The position is that of the unit's first byte, wherever the cut was. */
            stream->base -= stream->unit_len;
            return bad_unit(stream, stream->unit[0]);
        }
        if (length == JSON_UNIT_MORE) {
            if (stream->at == stream->end)
                return more(stream);
            stream->unit[stream->unit_len++] = *stream->at++;
            continue;
        }
        if (!unit_is_over(stream, stream->unit, (size_t)length, code))
            return no_memory(stream);
        stream->unit_len = (uint8_t)(stream->unit_len - length);
        memmove(stream->unit, stream->unit + length, stream->unit_len);
        /* Looking for the partner of a surrogate may have taken a byte of something else: the last one. */
        if (stream->unit_len && stream->unit[0] != '\\') {
            assert(stream->unit_len == 1);
            stream->unit_len = 0;
            stream->at--;
        }
    }
    return JSON_STRING;
}

/* Goes on with a string that is not answered where it stands. */
static enum json_token read_string(struct json_stream *stream, struct slice *text)
{
    enum json_token token = finish_unit(stream);

    while (token == JSON_STRING) {
        uint32_t code = 0;
        int length;

        if (stream->skipping || stream->text.len > stream->text_limit)
            stream->at = pass(stream->at, stream->end);
        else if (!unescape(stream))
            return no_memory(stream);
        if (stream->at == stream->end)
            return more(stream);
        if (*stream->at == '"')
            return string_is_over(stream, buffer_slice(&stream->text), text);
        if (json_is_plain(*stream->at))
            continue; /* the limit was met */
        if ((uint8_t)*stream->at < 0x20)
            return bad(stream, "a control character stands in a string");
        length = read_unit(stream->at, (size_t)(stream->end - stream->at), &code);
        if (length == JSON_UNIT_BAD)
            return bad_unit(stream, *stream->at);
        if (length == JSON_UNIT_MORE) {
            stream->unit_len = (uint8_t)(stream->end - stream->at);
            memcpy(stream->unit, stream->at, stream->unit_len);
            stream->at = stream->end;
            return more(stream);
        }
        if (!unit_is_over(stream, stream->at, (size_t)length, code))
            return no_memory(stream);
        stream->at += length;
    }
    return token;
}

static enum json_token begin_string(struct json_stream *stream, bool key, struct slice *text)
{
    const char *begin = stream->at + 1;
    const char *end = pass(begin, stream->end);

    stream->open = key ? OPEN_KEY : OPEN_STRING;
    stream->at = end;
    if (end < stream->end && *end == '"')
        return string_is_over(stream, slice_make(begin, (size_t)(end - begin)), text);
    buffer_reset(&stream->text);
    if (!stream->skipping && end > begin &&
        !buffer_append(&stream->text, slice_make(begin, (size_t)(end - begin))))
        return no_memory(stream);
    return read_string(stream, text);
}

static enum number number_after(enum number state, char byte)
{
    bool digit = byte >= '0' && byte <= '9';
    bool exponent = byte == 'e' || byte == 'E';

    switch (state) {
    case START: return byte == '-' ? MINUS : number_after(MINUS, byte);
    case MINUS: return byte == '0' ? ZERO : digit ? INTEGER : NUMBER_OVER;
    case ZERO: return byte == '.' ? POINT : exponent ? EXPONENT : NUMBER_OVER;
    case INTEGER: return digit ? INTEGER : byte == '.' ? POINT : exponent ? EXPONENT : NUMBER_OVER;
    case POINT: return digit ? FRACTION : NUMBER_OVER;
    case FRACTION: return digit ? FRACTION : exponent ? EXPONENT : NUMBER_OVER;
    case EXPONENT: return byte == '+' || byte == '-' ? EXPONENT_SIGN : digit ? EXPONENT_DIGITS : NUMBER_OVER;
    case EXPONENT_SIGN:
    case EXPONENT_DIGITS: return digit ? EXPONENT_DIGITS : NUMBER_OVER;
    case NUMBER_OVER: break;
    }
    return NUMBER_OVER;
}

static enum json_token read_number(struct json_stream *stream, struct slice *text)
{
    const char *begin = stream->at, *at = begin;
    enum number state = stream->open_state, next;

    while (at < stream->end && (next = number_after(state, *at)) != NUMBER_OVER) {
        state = next;
        at++;
    }
    stream->at = at;
    stream->open_state = (uint8_t)state;
    stream->number_len += (size_t)(at - begin);
    if (stream->number_len > NUMBER_LONGEST) {
        stream->at -= stream->number_len - NUMBER_LONGEST;
        return bad(stream, "a number is longer than 4096 bytes");
    }
    if (at == stream->end && !stream->last) {
        return buffer_append(&stream->text, slice_make(begin, (size_t)(at - begin))) ? JSON_MORE
                                                                                     : no_memory(stream);
    }
    if (state != ZERO && state != INTEGER && state != FRACTION && state != EXPONENT_DIGITS)
        return at == stream->end ? more(stream) : bad(stream, "a number is malformed");
    *text = slice_make(begin, (size_t)(at - begin));
    if (stream->text.len) {
        if (!buffer_append(&stream->text, *text))
            return no_memory(stream);
        *text = buffer_slice(&stream->text);
    }
    value_is_over(stream);
    return JSON_NUMBER;
}

static enum json_token begin_number(struct json_stream *stream, struct slice *text)
{
    stream->open = OPEN_NUMBER;
    stream->open_state = START;
    stream->number_len = 0;
    buffer_reset(&stream->text);
    return read_number(stream, text);
}

static enum json_token read_literal(struct json_stream *stream)
{
    static const char *const words[] = { [OPEN_TRUE] = "true", [OPEN_FALSE] = "false", [OPEN_NULL] = "null" };
    static const enum json_token tokens[] = {
        [OPEN_TRUE] = JSON_TRUE, [OPEN_FALSE] = JSON_FALSE, [OPEN_NULL] = JSON_NULL
    };
    enum json_token token = tokens[stream->open];
    const char *word = words[stream->open];

    while (word[stream->open_state]) {
        if (stream->at == stream->end)
            return more(stream);
        if (*stream->at != word[stream->open_state])
            return bad(stream, "a word is none of true, false, null");
        stream->at++;
        stream->open_state++;
    }
    value_is_over(stream);
    return token;
}

static enum json_token begin_literal(struct json_stream *stream, enum open literal)
{
    stream->open = (uint8_t)literal;
    stream->open_state = 0;
    return read_literal(stream);
}

static enum json_token begin_value(struct json_stream *stream, struct slice *text)
{
    switch (*stream->at) {
    case '{': return enter(stream, true);
    case '[': return enter(stream, false);
    case '"': return begin_string(stream, false, text);
    case 't': return begin_literal(stream, OPEN_TRUE);
    case 'f': return begin_literal(stream, OPEN_FALSE);
    case 'n': return begin_literal(stream, OPEN_NULL);
    case '-': return begin_number(stream, text);
    default: break;
    }
    if (*stream->at >= '0' && *stream->at <= '9')
        return begin_number(stream, text);
    return bad(stream, "a value was expected");
}

static void pass_space(struct json_stream *stream)
{
    const char *at = stream->at;

    for (; at < stream->end && (*at == ' ' || *at == '\n' || *at == '\t' || *at == '\r'); at++) {
        if (*at == '\n') {
            stream->line++;
            stream->line_start = stream->base + (uint64_t)(at + 1 - stream->begin);
        }
    }
    stream->at = at;
}

/* Takes one byte between tokens, or begins a token. JSON_MORE: nothing to answer yet. */
static enum json_token between(struct json_stream *stream, struct slice *text)
{
    char byte = *stream->at;

    switch ((enum state)stream->state) {
    case VALUE_OR_END:
        if (byte == ']')
            return leave(stream);
        return begin_value(stream, text);
    case VALUE: return begin_value(stream, text);
    case KEY_OR_END:
        if (byte == '}')
            return leave(stream);
        return byte == '"' ? begin_string(stream, true, text) : bad(stream, "a key or '}' was expected");
    case KEY: return byte == '"' ? begin_string(stream, true, text) : bad(stream, "a key was expected");
    case COLON:
        if (byte != ':')
            return bad(stream, "':' was expected");
        stream->at++;
        stream->state = VALUE;
        return JSON_MORE;
    case COMMA:
        if (byte == (in_object(stream) ? '}' : ']'))
            return leave(stream);
        if (byte != ',')
            return bad(stream, in_object(stream) ? "',' or '}' was expected" : "',' or ']' was expected");
        stream->at++;
        stream->state = in_object(stream) ? KEY : VALUE;
        return JSON_MORE;
    case DONE: return bad(stream, "something follows the end of the document");
    case BOM_1:
    case BOM_2:
    case BOM_3:
    case BAD: break;
    }
    return JSON_BAD;
}

/* The byte order mark at the start, or none. */
static bool pass_mark(struct json_stream *stream)
{
    static const uint8_t mark[] = { 0xef, 0xbb, 0xbf };

    while (stream->state <= BOM_3 && stream->at < stream->end) {
        if ((uint8_t)*stream->at == mark[stream->state]) {
            stream->at++;
            stream->state = stream->state == BOM_3 ? VALUE : (uint8_t)(stream->state + 1);
        } else if (stream->state == BOM_1) {
            stream->state = VALUE;
        } else {
            bad(stream, "a value was expected");
            return false;
        }
    }
    return true;
}

static enum json_token next(struct json_stream *stream, struct slice *text)
{
    switch ((enum open)stream->open) {
    case OPEN_STRING:
    case OPEN_KEY: return read_string(stream, text);
    case OPEN_NUMBER: return read_number(stream, text);
    case OPEN_TRUE:
    case OPEN_FALSE:
    case OPEN_NULL: return read_literal(stream);
    case OPEN_NOTHING: break;
    }
    if (stream->state <= BOM_3 && !pass_mark(stream))
        return JSON_BAD;
    for (;;) {
        enum json_token token;

        pass_space(stream);
        if (stream->at == stream->end)
            return stream->state == DONE && stream->last ? JSON_END : more(stream);
        token = between(stream, text);
        if (token != JSON_MORE || stream->open != OPEN_NOTHING)
            return token;
    }
}

enum json_token json_stream_next(struct json_stream *stream, struct slice *text)
{
    for (;;) {
        enum json_token token;

        if (stream->state == BAD)
            return JSON_BAD;
        token = next(stream, text);
        if (!stream->skipping || token == JSON_MORE || token == JSON_BAD || token == JSON_END)
            return token;
        if (stream->depth < stream->skip_depth) {
            stream->skipping = false; /* the array was over: there was no value to skip */
            return token;
        }
        if (stream->depth == stream->skip_depth && token != JSON_KEY)
            stream->skipping = false;
    }
}
