/* SPDX-License-Identifier: Apache-2.0 */
/* A second opinion on JSON texts (RFC 8259): one byte at a time, by recursive descent, as plainly as possible. Shares
 * nothing with json/scan.h, and is what tests and fuzzing hold it against. */
#ifndef TESTS_JSON_JUDGE_H
#define TESTS_JSON_JUDGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#define JUDGE_DEPTH 2000

struct judge {
    const unsigned char *at, *end;
    unsigned depth;
};

static inline int judge_peek(const struct judge *judge)
{
    return judge->at < judge->end ? *judge->at : -1;
}

static inline bool judge_take(struct judge *judge, int byte)
{
    if (judge_peek(judge) != byte)
        return false;
    judge->at++;
    return true;
}

static inline void judge_blanks(struct judge *judge)
{
    while (judge_peek(judge) == ' ' || judge_peek(judge) == '\t' || judge_peek(judge) == '\n' ||
           judge_peek(judge) == '\r')
        judge->at++;
}

static inline bool judge_word(struct judge *judge, const char *word)
{
    while (*word)
        if (!judge_take(judge, *word++))
            return false;
    return true;
}

static inline size_t judge_digits(struct judge *judge)
{
    size_t count = 0;

    for (; judge_peek(judge) >= '0' && judge_peek(judge) <= '9'; count++)
        judge->at++;
    return count;
}

static inline bool judge_number(struct judge *judge)
{
    judge_take(judge, '-');
    if (!judge_take(judge, '0') && judge_digits(judge) == 0)
        return false;
    if (judge_take(judge, '.') && judge_digits(judge) == 0)
        return false;
    if (judge_take(judge, 'e') || judge_take(judge, 'E')) {
        if (!judge_take(judge, '+'))
            judge_take(judge, '-');
        return judge_digits(judge) > 0;
    }
    return true;
}

/* One UTF-8 sequence, decoded; the shortest form of a code point that is no surrogate. */
static inline bool judge_character(struct judge *judge)
{
    static const uint32_t smallest[] = { 0, 0, 0x80, 0x800, 0x10000 };
    int lead = *judge->at++;
    unsigned len = lead < 0x80   ? 1
                   : lead < 0xc0 ? 0
                   : lead < 0xe0 ? 2
                   : lead < 0xf0 ? 3
                   : lead < 0xf8 ? 4
                                 : 0;
    uint32_t point;

    if (len == 0)
        return false;
    if (len == 1)
        return true;
    point = (uint32_t)lead & (0x7fu >> len);
    for (unsigned i = 1; i < len; i++) {
        int next = judge_peek(judge);

        if (next < 0x80 || next > 0xbf)
            return false;
        point = point << 6 | ((uint32_t)next & 0x3f);
        judge->at++;
    }
    return point >= smallest[len] && point <= 0x10ffff && (point < 0xd800 || point > 0xdfff);
}

static inline bool judge_escape(struct judge *judge)
{
    int letter = judge_peek(judge);

    judge->at++;
    if (letter != 'u')
        return letter > 0 && strchr("\"\\/bfnrt", letter);
    for (int i = 0; i < 4; i++) {
        int digit = judge_peek(judge);

        if (digit <= 0 || !strchr("0123456789abcdefABCDEF", digit))
            return false;
        judge->at++;
    }
    return true;
}

static inline bool judge_string(struct judge *judge)
{
    if (!judge_take(judge, '"'))
        return false;
    for (;;) {
        int next = judge_peek(judge);

        if (next < 0x20)
            return false;
        if (judge_take(judge, '"'))
            return true;
        if (judge_take(judge, '\\') ? !judge_escape(judge) : !judge_character(judge))
            return false;
    }
}

static inline bool judge_value(struct judge *judge);

static inline bool judge_members(struct judge *judge)
{
    do {
        judge_blanks(judge);
        if (!judge_string(judge))
            return false;
        judge_blanks(judge);
        if (!judge_take(judge, ':') || !judge_value(judge))
            return false;
        judge_blanks(judge);
    } while (judge_take(judge, ','));
    return judge_take(judge, '}');
}

static inline bool judge_elements(struct judge *judge)
{
    do {
        if (!judge_value(judge))
            return false;
        judge_blanks(judge);
    } while (judge_take(judge, ','));
    return judge_take(judge, ']');
}

static inline bool judge_value(struct judge *judge)
{
    bool valid;

    judge_blanks(judge);
    if (++judge->depth > JUDGE_DEPTH)
        return false;
    switch (judge_peek(judge)) {
    case '{':
        judge->at++;
        judge_blanks(judge);
        valid = judge_take(judge, '}') || judge_members(judge);
        break;
    case '[':
        judge->at++;
        judge_blanks(judge);
        valid = judge_take(judge, ']') || judge_elements(judge);
        break;
    case '"': valid = judge_string(judge); break;
    case 't': valid = judge_word(judge, "true"); break;
    case 'f': valid = judge_word(judge, "false"); break;
    case 'n': valid = judge_word(judge, "null"); break;
    default: valid = judge_number(judge);
    }
    judge->depth--;
    return valid;
}

static inline bool judge_json(const void *text, size_t len)
{
    struct judge judge = { text, (const unsigned char *)text + len, 0 };

    if (!judge_value(&judge))
        return false;
    judge_blanks(&judge);
    return judge.at == judge.end;
}

#endif
