/* SPDX-License-Identifier: Apache-2.0 */
#include "signal/member.h"

#include "base/byte.h"
#include "http/form.h"
#include "signal/memory.h"
#include "json/stream.h"

#define NAME_MOST 48

static void walk_json(const struct signal_reading *reading, struct slice body, member_sink *sink,
                      void *context)
{
    struct json_stream stream;
    struct slice text, name = { NULL, 0 };
    char kept[NAME_MOST];
    size_t seen = 0;

    json_stream_init(&stream, reading->memory->account, MEMBER_BYTES);
    json_stream_feed(&stream, body, false);
    for (enum json_token token; seen < MEMBER_MOST; seen++) {
        token = json_stream_next(&stream, &text);
        if (token == JSON_MORE || token == JSON_END || token == JSON_BAD)
            break;
        if (token == JSON_KEY) {
            name = slice_make(kept, text.len < NAME_MOST ? text.len : NAME_MOST);
            memcpy(kept, text.at, name.len);
        } else if ((token == JSON_STRING || token == JSON_NUMBER) && name.len) {
            sink(context, name, text);
        }
    }
    json_stream_done(&stream);
}

static void walk_form(const struct signal_reading *reading, struct slice body, member_sink *sink,
                      void *context)
{
    struct form_pair pair;

    for (size_t seen = 0; seen < MEMBER_MOST && form_next(&body, reading->arena, &pair, NULL); seen++)
        if (pair.name.len)
            sink(context, slice_make(pair.name.at, pair.name.len < NAME_MOST ? pair.name.len : NAME_MOST),
                 pair.value);
}

void member_walk(const struct signal_reading *reading, const struct message *message, member_sink *sink,
                 void *context)
{
    struct slice body = message->body;

    if (message->body_state != BODY_WHOLE && message->body_state != BODY_CUT)
        return;
    while (body.len && (unsigned char)*body.at <= ' ')
        body = slice_make(body.at + 1, body.len - 1);
    body.len = body.len < MEMBER_BYTES ? body.len : MEMBER_BYTES;
    if (body.len == 0)
        return;
    if (*body.at == '{' || *body.at == '[')
        walk_json(reading, body, sink, context);
    else if (*body.at != '<' && memchr(body.at, '=', body.len))
        walk_form(reading, body, sink, context);
}

static bool is_same(struct slice name, const char *listed)
{
    for (size_t i = 0; i < name.len; i++) {
        char c = byte_lower(name.at[i]);

        if (c == '-' || c == '_' || c == '.')
            continue;
        if (!c || *listed++ != c) /* a name may hold a NUL */
            return false;
    }
    return *listed == '\0';
}

bool member_is_among(struct slice name, const char *const *list, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (is_same(name, list[i]))
            return true;
    return false;
}
