/* SPDX-License-Identifier: Apache-2.0 */
#include "signal/answer.h"

#include "signal/memory.h"
#include "json/stream.h"

#define TOKENS_MOST 64 /* of one body; a refusal has few */

struct reading_answer {
    struct json_stream stream;
    unsigned values, nulls; /* values that say something; null, false, "" */
    bool says_no, is_refused;
    bool is_open; /* the container of an error opened just now: an empty one is none */
};

static bool says_who(struct slice text)
{
    static const struct slice words[] = {
        SLICE_TEXT("unauthori"),     SLICE_TEXT("unauthenticated"), SLICE_TEXT("not authori"),
        SLICE_TEXT("not logged in"), SLICE_TEXT("log in"),          SLICE_TEXT("login required"),
        SLICE_TEXT("access denied"), SLICE_TEXT("forbidden"),       SLICE_TEXT("token"),
        SLICE_TEXT("authenticat"),   SLICE_TEXT("permission"),      SLICE_TEXT("credential"),
    };

    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (slice_contains_nocase(text, words[i]))
            return true;
    return false;
}

static bool is_yes_key(struct slice key)
{
    static const char *const keys[] = { "success",    "ok",        "successful", "authenticated",
                                        "authorized", "issuccess", "is_success" };

    return SLICE_AMONG_NOCASE(key, keys);
}

static bool is_error_key(struct slice key)
{
    static const char *const keys[] = { "error", "errors", "err", "exception", "fault" };

    return SLICE_AMONG_NOCASE(key, keys);
}

static bool is_verdict_key(struct slice key)
{
    static const char *const keys[] = { "status",     "result",      "state",     "code",
                                        "statuscode", "status_code", "error_code" };

    return SLICE_AMONG_NOCASE(key, keys);
}

static bool is_bad_verdict(struct slice text)
{
    static const char *const words[] = { "error",        "fail",         "failed",         "failure",
                                         "unauthorized", "unauthorised", "forbidden",      "denied",
                                         "nok",          "ko",           "unauthenticated" };

    return SLICE_AMONG_NOCASE(text, words);
}

static void weigh_string(struct reading_answer *with, struct slice key, struct slice text)
{
    if (is_error_key(key) && text.len) {
        with->says_no = true;
        with->is_refused |= says_who(text);
    } else if (is_verdict_key(key) && is_bad_verdict(text)) {
        with->says_no = true;
        with->is_refused |= text.at[0] == 'u' || text.at[0] == 'U' ||
                            slice_contains_nocase(text, SLICE("forb")) ||
                            slice_contains_nocase(text, SLICE("denied"));
    }
}

static void weigh_number(struct reading_answer *with, struct slice key, struct slice text)
{
    unsigned long long number;

    if (!is_verdict_key(key) || !slice_to_u64(text, 599, &number) || number < 400)
        return;
    with->says_no = true;
    with->is_refused |= number == 401 || number == 403;
}

/* One member of the body's object, or what lies deeper. key: of the first level, empty deeper. */
static void weigh(struct reading_answer *with, enum json_token token, struct slice key, struct slice text)
{
    switch (token) {
    case JSON_STRING:
        if (text.len)
            with->values++;
        else
            with->nulls++;
        weigh_string(with, key, text);
        break;
    case JSON_NUMBER:
        with->values++;
        weigh_number(with, key, text);
        break;
    case JSON_FALSE:
        with->nulls++;
        with->says_no |= is_yes_key(key);
        break;
    case JSON_NULL: with->nulls++; break;
    case JSON_TRUE: with->values++; break;
    case JSON_OBJECT:
    case JSON_ARRAY: with->is_open = is_error_key(key); break;
    default: break;
    }
}

/* Messages beside the verdict say why. */
static void read_members(struct reading_answer *with)
{
    char name[32] = "";
    size_t name_len = 0;
    struct slice text;
    bool whole = false;
    unsigned seen = 0;

    for (enum json_token token; seen < TOKENS_MOST; seen++) {
        token = json_stream_next(&with->stream, &text);
        if (token == JSON_MORE || token == JSON_END || token == JSON_BAD) {
            whole = token == JSON_END;
            break;
        }
        with->says_no |= with->is_open && token != JSON_OBJECT_END && token != JSON_ARRAY_END;
        with->is_open = false;
        if (token == JSON_KEY) {
            name_len = with->stream.depth == 1 && text.len < sizeof name ? text.len : 0;
            memcpy(name, text.at, name_len);
            continue;
        }
        /* {"error": {"message": "unauthorized"}}: what is said deeper counts where an error stands. */
        if (token == JSON_STRING && with->says_no)
            with->is_refused |= says_who(text);
        if (with->stream.depth > 1 && token != JSON_OBJECT && token != JSON_ARRAY)
            name_len = 0;
        weigh(with, token, slice_make(name, name_len), text);
    }
    with->says_no &= whole;
    with->values += !whole; /* no JSON, or more of it than a refusal has */
}

enum answer answer_read(struct slice body, struct memory *account)
{
    struct reading_answer with = { .says_no = false };

    if (body.len > ANSWER_MOST)
        return ANSWER_PLAIN;
    while (body.len && (unsigned char)*body.at <= ' ') {
        body.at++;
        body.len--;
    }
    if (body.len == 0 || (*body.at != '{' && *body.at != '['))
        return ANSWER_PLAIN;
    json_stream_init(&with.stream, account, ANSWER_MOST);
    json_stream_feed(&with.stream, body, true);
    read_members(&with);
    json_stream_done(&with.stream);
    if (with.says_no)
        return with.is_refused ? ANSWER_REFUSED : ANSWER_NO;
    return with.values == 0 || (with.nulls && with.values <= 1) ? ANSWER_SLIGHT : ANSWER_PLAIN;
}

enum answer answer_of(struct signal_reading *reading)
{
    if (reading->answer == ANSWER_UNREAD)
        reading->answer =
            (uint8_t)(reading->exchange->response.body_state == BODY_WHOLE
                          ? answer_read(reading->exchange->response.body, reading->memory->account)
                          : ANSWER_PLAIN);
    return (enum answer)reading->answer;
}
