/* SPDX-License-Identifier: Apache-2.0 */
#include "tree/yaml_text.h"

#include "base/byte.h"
#include "json/unit.h"

#define REPLACEMENT 0xfffd

struct decoder {
    const char *at, *end;
    char *to;
    const char *wrong; /* the first escape that is none */
    char *keep;        /* white space before this came from an escape: folding leaves it alone */
};

static bool is_break(char byte)
{
    return byte == '\n' || byte == '\r';
}

static bool is_white(char byte)
{
    return byte == ' ' || byte == '\t';
}

/* Over one line end, and the white space that begins the next line. */
static void skip_break(struct decoder *decoder)
{
    decoder->at += *decoder->at == '\r' && decoder->at + 1 < decoder->end && decoder->at[1] == '\n' ? 2 : 1;
    while (decoder->at < decoder->end && is_white(*decoder->at))
        decoder->at++;
}

/* Empty lines count as line ends in the text. */
static bool take_empty_lines(struct decoder *decoder)
{
    bool any = false;

    while (decoder->at < decoder->end && is_break(*decoder->at)) {
        skip_break(decoder);
        *decoder->to++ = '\n';
        any = true;
    }
    return any;
}

/* A line end becomes a space, unless empty lines follow (6.5, flow folding). */
static void fold(struct decoder *decoder)
{
    while (decoder->to > decoder->keep && is_white(decoder->to[-1]))
        decoder->to--;
    skip_break(decoder);
    if (!take_empty_lines(decoder))
        *decoder->to++ = ' ';
    decoder->keep = decoder->to;
}

#define WRONG UINT32_MAX

static uint32_t take_hex(struct decoder *decoder, int digits)
{
    uint32_t value = 0;

    for (; digits && decoder->at < decoder->end && byte_hex_value(*decoder->at) >= 0; digits--)
        value = value << 4 | (uint32_t)byte_hex_value(*decoder->at++);
    return digits || value > 0x10ffff ? WRONG : value;
}

/* Pairs of surrogates are JSON's way of writing what YAML has \U for; both are read. */
static uint32_t take_unit(struct decoder *decoder)
{
    uint32_t high = take_hex(decoder, 4), low;
    const char *behind = decoder->at;

    if (high < 0xd800 || high > 0xdbff || decoder->end - behind < 6 || behind[0] != '\\' || behind[1] != 'u')
        return high;
    decoder->at += 2;
    low = take_hex(decoder, 4);
    if (low >= 0xdc00 && low <= 0xdfff)
        return 0x10000 + ((high - 0xd800) << 10) + (low - 0xdc00);
    decoder->at = behind;
    return REPLACEMENT;
}

/* What the letter behind a backslash stands for (5.7). */
static uint32_t take_letter(struct decoder *decoder, char letter)
{
    static const char letters[] = "0abtnvfre \"/\\N_LP\t";
    static const uint32_t codes[] = { 0,   7,   8,   9,    10,   11,   12,     13,     27,
                                      ' ', '"', '/', '\\', 0x85, 0xa0, 0x2028, 0x2029, 9 };
    const char *place = letter ? strchr(letters, letter) : NULL;

    switch (letter) {
    case 'x': return take_hex(decoder, 2);
    case 'u': return take_unit(decoder);
    case 'U': return take_hex(decoder, 8);
    default: return place ? codes[place - letters] : WRONG;
    }
}

/* `at` is behind a backslash. One before a line end joins the lines without a space. */
static void take_escape(struct decoder *decoder)
{
    const char *backslash = decoder->at - 1;

    if (decoder->at < decoder->end && is_break(*decoder->at)) {
        skip_break(decoder);
        take_empty_lines(decoder);
    } else if (decoder->at < decoder->end) {
        uint32_t code = take_letter(decoder, *decoder->at++);

        if (code == WRONG && !decoder->wrong)
            decoder->wrong = backslash;
        if (code == WRONG || (code >= 0xd800 && code <= 0xdfff))
            code = REPLACEMENT;
        decoder->to += json_encode(code, decoder->to);
    }
    decoder->keep = decoder->to;
}

static void decode(struct decoder *decoder, enum yaml_flow style)
{
    while (decoder->at < decoder->end) {
        char byte = *decoder->at;

        if (is_break(byte)) {
            fold(decoder);
            continue;
        }
        decoder->at++;
        if (byte == '\\' && style == YAML_DOUBLE_QUOTED) {
            take_escape(decoder);
            continue;
        }
        *decoder->to++ = byte;
        decoder->at += byte == '\'' && style == YAML_SINGLE_QUOTED;
    }
}

static bool is_verbatim(struct slice raw, enum yaml_flow style)
{
    char special = style == YAML_DOUBLE_QUOTED ? '\\' : style == YAML_SINGLE_QUOTED ? '\'' : '\n';

    return !raw.len || (!memchr(raw.at, '\n', raw.len) && !memchr(raw.at, special, raw.len) &&
                        !memchr(raw.at, '\r', raw.len));
}

struct slice yaml_flow_text(struct arena *arena, struct slice raw, enum yaml_flow style,
                            const char **ret_wrong)
{
    struct decoder decoder = { .at = raw.at, .end = raw.at + raw.len };
    char *begin;

    if (is_verbatim(raw, style))
        return raw;
    /* Two bytes of an escape become three at most: \L and \P. \x and the like have more digits than bytes, but for what is
     * wrong: a replacement takes three. */
    begin = arena_get(arena, raw.len + raw.len / 2 + 4);
    if (!begin)
        return slice_make(NULL, 0);
    decoder.to = decoder.keep = begin;
    decode(&decoder, style);
    if (decoder.wrong)
        *ret_wrong = decoder.wrong;
    return slice_make(begin, (size_t)(decoder.to - begin));
}
