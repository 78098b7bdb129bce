/* SPDX-License-Identifier: Apache-2.0 */
#include "source/recognise.h"

#include "base/buffer.h"
#include "json/stream.h"

#include <stdio.h>

/* Magic numbers show at once; a JSON document may keep the key that tells behind a long first member. A
 * pipe with little in it must not be waited on for more than is needed. */
#define ASK_FIRST 12
#define ASK_STEP 16
#define ASK_MOST ((size_t)1 << 20)
#define LOOK 4096 /* enough to say what foreign content looks like */

struct look {
    size_t offset;
    struct slice mark;
    const char *what;
};

static const char *by_mark(struct slice head)
{
    const struct look looks[] = {
        { 0, SLICE("PK\3\4"), "a ZIP archive: unpack it first" },
        { 0,
          SLICE("\xfd"
                "7zXZ"),
          "an xz-compressed file: unpack it first (xz -d)" },
        { 0, SLICE("BZh"), "a bzip2-compressed file: unpack it first (bzip2 -d)" },
        { 0, SLICE("\x04\x22\x4d\x18"), "an lz4-compressed file: unpack it first (lz4 -d)" },
        { 0, SLICE("7z\xbc\xaf"), "a 7-Zip archive: unpack it first" },
        { 257, SLICE("ustar"), "a tar archive: unpack it first and give its directory" },
        { 0, SLICE("\x1f\x8b"), "a gzip file inside a compressed file: unpack it once" },
        { 0, SLICE("\x28\xb5\x2f\xfd"), "a zstd file inside a compressed file: unpack it once" },
        { 0, SLICE("\x89PNG"), "a PNG image" },
        { 0, SLICE("\xff\xd8\xff"), "a JPEG image" },
        { 0, SLICE("GIF8"), "a GIF image" },
        { 0, SLICE("%PDF"), "a PDF document" },
        { 0,
          SLICE("\x7f"
                "ELF"),
          "a program" },
        { 0, SLICE("SQLite format 3"), "an SQLite database (Plainsight's own is given with --db)" },
        { 0, SLICE("snoop\0"), "a snoop capture: convert it with editcap -F pcapng" },
        { 0, SLICE("GMBU"), "a Network Monitor capture: convert it with editcap -F pcapng" },
        { 0, SLICE("\xff\xfe"), "text in UTF-16: convert it to UTF-8" },
        { 0, SLICE("\xfe\xff"), "text in UTF-16: convert it to UTF-8" },
        { 0, SLICE("CLIENT_RANDOM "), "a TLS key log, which holds keys and no traffic" },
        { 0, SLICE("CLIENT_HANDSHAKE_TRAFFIC_SECRET "), "a TLS key log, which holds keys and no traffic" },
        { 0, SLICE("SERVER_HANDSHAKE_TRAFFIC_SECRET "), "a TLS key log, which holds keys and no traffic" },
        { 0, SLICE("# SSL/TLS secrets log"), "a TLS key log, which holds keys and no traffic" },
        { 0, SLICE("<!DOCTYPE html"), "an HTML page" },
        { 0, SLICE("<html"), "an HTML page" },
        { 0, SLICE("<?xml"), "an XML document" },
        { 0, SLICE("openapi:"), "an OpenAPI document" },
        { 0, SLICE("swagger:"), "an OpenAPI document" },
        { 0, SLICE("HTTP/1."), "a single HTTP message" },
    };

    for (size_t i = 0; i < sizeof looks / sizeof *looks; i++) {
        const struct look *look = &looks[i];

        if (head.len >= look->offset + look->mark.len &&
            memcmp(head.at + look->offset, look->mark.at, look->mark.len) == 0)
            return look->what;
    }
    return NULL;
}

/* mitmproxy writes flows as tnetstrings: a length, a colon, and then what mitmproxy calls a flow. */
static bool is_flow_dump(struct slice head)
{
    size_t digits = 0;

    while (digits < head.len && head.at[digits] >= '0' && head.at[digits] <= '9')
        digits++;
    head.len = head.len < 4096 ? head.len : 4096;
    return digits && digits < 10 && digits < head.len && head.at[digits] == ':' &&
           memmem(head.at, head.len, ":client_conn", 12);
}

static bool is_text(struct slice head)
{
    for (size_t i = 0; i < head.len; i++) {
        uint8_t byte = (uint8_t)head.at[i];

        if (byte < 0x20 ? byte != '\t' && byte != '\n' && byte != '\r' && byte != '\f' && byte != 0x1b
                        : byte == 0x7f)
            return false;
    }
    return true;
}

static struct slice without_space(struct slice head)
{
    if (slice_starts_with(head, SLICE("\xef\xbb\xbf")))
        head = slice_make(head.at + 3, head.len - 3);
    while (head.len && strchr(" \t\r\n", *head.at) && *head.at)
        head = slice_make(head.at + 1, head.len - 1);
    return head;
}

static const char *json_look(struct slice head)
{
    if (json_head_has_key(head, SLICE("openapi"), JSON_MORE, false) ||
        json_head_has_key(head, SLICE("swagger"), JSON_MORE, false))
        return "an OpenAPI document";
    if (json_head_has_key(head, SLICE("_postman_id"), JSON_MORE, false) ||
        json_head_has_key(head, SLICE("info"), JSON_MORE, false))
        return "a description of an API or a Postman collection, which holds no traffic";
    return "JSON that is neither a HAR (no \"log\" in it) nor exchange NDJSON (no \"req\" in its first line)";
}

const char *recognise_foreign(struct slice head)
{
    const char *what = by_mark(head);
    struct slice text = without_space(head);

    if (what)
        return what;
    if (is_flow_dump(head))
        return "a mitmproxy flow file: write it as HAR first (mitmdump -nr FILE --set hardump=OUT.har)";
    if (text.len && (*text.at == '{' || *text.at == '['))
        return json_look(text);
    if (is_text(head))
        return "a text file";
    return "binary data of no kind we know";
}

/* The next token of `head` is a value of that kind; JSON_MORE stands for any, even one that has not come
 * yet. */
static bool value_is(struct json_stream *stream, enum json_token kind)
{
    struct slice text;

    return kind == JSON_MORE || json_stream_next(stream, &text) == kind;
}

bool json_head_has_key(struct slice head, struct slice key, enum json_token kind, bool in_array)
{
    struct memory account = { 0 };
    struct json_stream stream;
    uint32_t level = in_array ? 2 : 1;
    enum json_token token;
    struct slice text;
    bool found = false, first = true;

    json_stream_init(&stream, &account, 0);
    json_stream_feed(&stream, head, false);
    while (!found && (token = json_stream_next(&stream, &text)) != JSON_MORE && token != JSON_BAD) {
        if (first && token != (in_array ? JSON_ARRAY : JSON_OBJECT))
            break;
        first = false;
        if (stream.depth < level && (token == JSON_OBJECT_END || token == JSON_ARRAY_END))
            break; /* what follows is another line, or another entry */
        if (token != JSON_KEY || stream.depth != level)
            continue;
        if (slice_eq(text, key)) {
            found = value_is(&stream, kind);
            break;
        }
        json_stream_skip(&stream);
    }
    json_stream_done(&stream);
    return found;
}

static const struct source *ask(struct slice head)
{
    for (size_t i = 0; source_table[i]; i++) {
        if (source_table[i]->sniff && source_table[i]->sniff(head))
            return source_table[i];
    }
    return NULL;
}

/* "pcap captures, pcapng captures, HAR 1.2 files and exchange NDJSON". */
static void list_formats(char *at, size_t room)
{
    size_t count = 0, len = 0;

    for (size_t i = 0; source_table[i]; i++)
        count += source_table[i]->sniff != NULL;
    for (size_t i = 0, n = 0; source_table[i]; i++) {
        int written;

        if (!source_table[i]->sniff)
            continue;
        n++;
        written = snprintf(at + len, room - len, "%s%s",
                           n == 1       ? ""
                           : n == count ? " and "
                                        : ", ",
                           source_table[i]->format);
        len += written > 0 && (size_t)written < room - len ? (size_t)written : 0;
    }
}

static enum step refuse(struct input *input, struct error *err)
{
    struct slice head;
    char formats[192];

    (void)input_fill(input, LOOK);
    head = input_window(input);
    if (input_failed(input, err))
        return STEP_BAD;
    list_formats(formats, sizeof formats);
    if (head.len == 0) {
        error_set(err, ERROR_INPUT,
                  "%s is empty; what can be read is %s, compressed with gzip or zstd or not",
                  input_name(input), formats);
    } else {
        error_set(err, ERROR_INPUT,
                  "%s looks like %s; what can be read is %s, compressed with gzip or zstd or not",
                  input_name(input), recognise_foreign(head), formats);
    }
    return STEP_BAD;
}

/* Only JSON needs more than the first bytes to tell. */
static bool may_tell_later(struct slice head)
{
    struct slice text = without_space(head);

    return text.len == 0 || *text.at == '{' || *text.at == '[';
}

enum step recognise(struct input *input, size_t *asked, const struct source **ret, struct error *err)
{
    enum input_state state;
    struct slice head;

    *asked = *asked ? *asked : ASK_FIRST;
    state = input_fill(input, *asked);
    head = input_window(input);
    /* How much a read brings must not decide. */
    if (head.len > *asked)
        head.len = *asked;
    *ret = ask(head);
    if (*ret)
        return STEP_DONE;
    if (state == INPUT_WAIT)
        return STEP_MORE;
    if (state == INPUT_END || *asked >= ASK_MOST || !may_tell_later(head))
        return refuse(input, err);
    *asked *= ASK_STEP;
    return STEP_MORE;
}
