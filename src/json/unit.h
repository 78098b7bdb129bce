/* SPDX-License-Identifier: Apache-2.0 */
/* The units of a string that are longer than a byte: escapes (RFC 8259 7) and UTF-8 sequences (RFC 3629
 * 4). Readers answer a length, JSON_UNIT_MORE when what is there is the beginning of one, or
 * JSON_UNIT_BAD. */
#ifndef JSON_UNIT_H
#define JSON_UNIT_H

#include <stddef.h>
#include <stdint.h>

#define JSON_UNIT_MORE 0
#define JSON_UNIT_BAD (-1)
#define JSON_UNIT_LONGEST 12 /* two \uXXXX; no reader needs to see more to decide */

/* `at` begins with a byte above 0x7f; have > 0. */
static inline int json_utf8(const char *at, size_t have)
{
    const uint8_t *byte = (const uint8_t *)at;
    uint8_t lead = byte[0];
    int length = lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
    /* The second byte is where overlong forms, surrogates and code points above U+10FFFF show. */
    uint8_t low = lead == 0xe0 ? 0xa0 : lead == 0xf0 ? 0x90 : 0x80;
    uint8_t high = lead == 0xed ? 0x9f : lead == 0xf4 ? 0x8f : 0xbf;

    if (lead < 0xc2 || lead > 0xf4)
        return JSON_UNIT_BAD;
    if (have < 2)
        return JSON_UNIT_MORE;
    if (byte[1] < low || byte[1] > high)
        return JSON_UNIT_BAD;
    for (int i = 2; i < length; i++) {
        if ((size_t)i >= have)
            return JSON_UNIT_MORE;
        if ((byte[i] & 0xc0) != 0x80)
            return JSON_UNIT_BAD;
    }
    return length;
}

/* What the letter after a backslash stands for; 0 for u and for letters that are no escape. */
static inline char json_escape_letter(char letter)
{
    switch (letter) {
    case '"': return '"';
    case '\\': return '\\';
    case '/': return '/';
    case 'b': return '\b';
    case 'f': return '\f';
    case 'n': return '\n';
    case 'r': return '\r';
    case 't': return '\t';
    default: return 0;
    }
}

/* `at` begins with a backslash; have > 0. *code is the character; a surrogate without its partner is
 * U+FFFD, and what follows it is not part of the unit. */
int json_escape(const char *at, size_t have, uint32_t *code);

/* Writes a code point as UTF-8; answers 1 to 4. */
size_t json_encode(uint32_t code, char to[4]);

#endif
