/* SPDX-License-Identifier: Apache-2.0 */
#include "http/jwt.h"

#include <stdint.h>

/* The value of a digit of base64url plus one; 0: it is none. Tokens are long, and most of them are met once an hour. */
static const uint8_t digits[256] = {
    ['A'] = 1,  ['B'] = 2,  ['C'] = 3,  ['D'] = 4,  ['E'] = 5,  ['F'] = 6,  ['G'] = 7,  ['H'] = 8,
    ['I'] = 9,  ['J'] = 10, ['K'] = 11, ['L'] = 12, ['M'] = 13, ['N'] = 14, ['O'] = 15, ['P'] = 16,
    ['Q'] = 17, ['R'] = 18, ['S'] = 19, ['T'] = 20, ['U'] = 21, ['V'] = 22, ['W'] = 23, ['X'] = 24,
    ['Y'] = 25, ['Z'] = 26, ['a'] = 27, ['b'] = 28, ['c'] = 29, ['d'] = 30, ['e'] = 31, ['f'] = 32,
    ['g'] = 33, ['h'] = 34, ['i'] = 35, ['j'] = 36, ['k'] = 37, ['l'] = 38, ['m'] = 39, ['n'] = 40,
    ['o'] = 41, ['p'] = 42, ['q'] = 43, ['r'] = 44, ['s'] = 45, ['t'] = 46, ['u'] = 47, ['v'] = 48,
    ['w'] = 49, ['x'] = 50, ['y'] = 51, ['z'] = 52, ['0'] = 53, ['1'] = 54, ['2'] = 55, ['3'] = 56,
    ['4'] = 57, ['5'] = 58, ['6'] = 59, ['7'] = 60, ['8'] = 61, ['9'] = 62, ['-'] = 63, ['_'] = 64,
};

static unsigned value_of(char digit)
{
    return digits[(uint8_t)digit] - 1u;
}

static bool is_base64url(struct slice text)
{
    bool is = true;

    for (size_t i = 0; i < text.len; i++)
        is &= digits[(uint8_t)text.at[i]] != 0;
    return is && text.len % 4 != 1;
}

static struct slice unpad(struct slice text)
{
    for (int i = 0; i < 2 && text.len && text.at[text.len - 1] == '='; i++)
        text.len--;
    return text;
}

bool jwt_split(struct slice text, struct jwt *ret)
{
    struct jwt jwt;
    struct slice rest = text;

    /* base64url of '{"' and of '{' with a blank or line end after it */
    if (!slice_starts_with(text, SLICE("eyJ")) && !slice_starts_with(text, SLICE("eyA")) &&
        !slice_starts_with(text, SLICE("ewo")) && !slice_starts_with(text, SLICE("ew0")))
        return false;
    jwt.header = slice_cut(&rest, '.');
    jwt.payload = slice_cut(&rest, '.');
    jwt.signature = rest;
    /* Both dots must be there: the parts and they are all of the text. */
    if (jwt.payload.len == 0 || jwt.header.len + jwt.payload.len + jwt.signature.len + 2 != text.len)
        return false;
    if (!is_base64url(jwt.header) || !is_base64url(jwt.payload) || !is_base64url(jwt.signature))
        return false;
    *ret = jwt;
    return true;
}

struct slice jwt_decode(struct slice part, struct arena *arena)
{
    const struct slice nothing = { NULL, 0 };
    size_t len = 0;
    unsigned bits = 0, have = 0; /* `have` of the low bits are not written yet */

    part = unpad(part);
    if (!is_base64url(part) || part.len / 4 * 3 > JWT_PART_MOST)
        return nothing;
    char *at = arena_get(arena, part.len / 4 * 3 + 3 + BODY_SLACK);
    if (!at)
        return nothing;
    for (size_t i = 0; i < part.len; i++) {
        bits = (bits << 6 & 0xffff) | value_of(part.at[i]);
        have += 6;
        if (have >= 8) {
            have -= 8;
            at[len++] = (char)(bits >> have);
        }
    }
    memset(at + len, 0, BODY_SLACK);
    return (struct slice){ at, len };
}
