/* SPDX-License-Identifier: Apache-2.0 */
#include "json/unit.h"

#include "base/byte.h"

#define REPLACEMENT 0xfffd

/* The four digits of \uXXXX at `at`. */
static int four(const char *at, size_t have, uint32_t *code)
{
    uint32_t value = 0;

    for (size_t i = 2; i < 6; i++) {
        if (i >= have)
            return JSON_UNIT_MORE;
        if (byte_hex_value(at[i]) < 0)
            return JSON_UNIT_BAD;
        value = value << 4 | (uint32_t)byte_hex_value(at[i]);
    }
    *code = value;
    return 6;
}

int json_escape(const char *at, size_t have, uint32_t *code)
{
    uint32_t high, low;
    int length;

    if (have < 2)
        return JSON_UNIT_MORE;
    if (at[1] != 'u') {
        *code = (uint8_t)json_escape_letter(at[1]);
        return *code ? 2 : JSON_UNIT_BAD;
    }
    length = four(at, have, &high);
    if (length <= 0)
        return length;
    *code = high >= 0xd800 && high <= 0xdfff ? REPLACEMENT : high;
    if (high < 0xd800 || high > 0xdbff)
        return length;
    /* A high surrogate: a low one must follow at once to make a pair. */
    if (have < 8) {
        const char next[2] = { '\\', 'u' };

        for (size_t i = 6; i < have; i++) {
            if (at[i] != next[i - 6])
                return length;
        }
        return JSON_UNIT_MORE;
    }
    if (at[6] != '\\' || at[7] != 'u')
        return length;
    switch (four(at + 6, have - 6, &low)) {
    case JSON_UNIT_MORE: return JSON_UNIT_MORE;
    case JSON_UNIT_BAD: return length;
    default: break;
    }
    if (low < 0xdc00 || low > 0xdfff)
        return length;
    *code = 0x10000 + ((high - 0xd800) << 10) + (low - 0xdc00);
    return 12;
}

size_t json_encode(uint32_t code, char to[4])
{
    if (code < 0x80) {
        to[0] = (char)code;
        return 1;
    }
    if (code < 0x800) {
        to[0] = (char)(0xc0 | code >> 6);
        to[1] = (char)(0x80 | (code & 0x3f));
        return 2;
    }
    if (code < 0x10000) {
        to[0] = (char)(0xe0 | code >> 12);
        to[1] = (char)(0x80 | (code >> 6 & 0x3f));
        to[2] = (char)(0x80 | (code & 0x3f));
        return 3;
    }
    to[0] = (char)(0xf0 | code >> 18);
    to[1] = (char)(0x80 | (code >> 12 & 0x3f));
    to[2] = (char)(0x80 | (code >> 6 & 0x3f));
    to[3] = (char)(0x80 | (code & 0x3f));
    return 4;
}
