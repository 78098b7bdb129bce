/* SPDX-License-Identifier: Apache-2.0 */
#include "source/base64.h"

#include <stdint.h>

enum { SPACE = 64, PAD = 65, WRONG = 66 };

static uint8_t sextet(char letter)
{
    if (letter >= 'A' && letter <= 'Z')
        return (uint8_t)(letter - 'A');
    if (letter >= 'a' && letter <= 'z')
        return (uint8_t)(letter - 'a' + 26);
    if (letter >= '0' && letter <= '9')
        return (uint8_t)(letter - '0' + 52);
    switch (letter) {
    case '+':
    case '-': return 62;
    case '/':
    case '_': return 63;
    case '=': return PAD;
    case ' ':
    case '\t':
    case '\r':
    case '\n': return SPACE;
    default: return WRONG;
    }
}

bool base64_body(struct slice text, struct buffer *out)
{
    uint8_t values[256];
    uint32_t bits = 0;
    unsigned held = 0, padding = 0;
    char *to;

    for (unsigned i = 0; i < sizeof values; i++)
        values[i] = sextet((char)i);
    if (!buffer_reserve(out, text.len / 4 * 3 + 3))
        return false;
    to = out->at + out->len;
    for (size_t i = 0; i < text.len; i++) {
        uint8_t value = values[(uint8_t)text.at[i]];

        if (value == SPACE)
            continue;
        if (value == PAD) {
            padding++;
            continue;
        }
        if (value == WRONG || padding)
            return false;
        bits = bits << 6 | value;
        if (++held == 4) {
            *to++ = (char)(bits >> 16);
            *to++ = (char)(bits >> 8);
            *to++ = (char)bits;
            held = 0;
        }
    }
    if (held == 1 || padding > 2)
        return false;
    if (held == 3) {
        *to++ = (char)(bits >> 10);
        *to++ = (char)(bits >> 2);
    } else if (held == 2) {
        *to++ = (char)(bits >> 4);
    }
    out->len = (size_t)(to - out->at);
    return true;
}
