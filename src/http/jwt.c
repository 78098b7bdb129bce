/* SPDX-License-Identifier: Apache-2.0 */
#include "http/jwt.h"

#include <stdint.h>

/* clang-format off */
/* One more than the value of a digit of base64url (RFC 4648 5); 0: it is none. */
static const uint8_t digits[256] = {
    0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
    0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
    0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 63, 0, 0,
    53, 54, 55, 56, 57, 58, 59, 60, 61, 62, 0, 0, 0, 0, 0, 0,
    0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15,
    16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 0, 0, 0, 0, 64,
    0, 27, 28, 29, 30, 31, 32, 33, 34, 35, 36, 37, 38, 39, 40, 41,
    42, 43, 44, 45, 46, 47, 48, 49, 50, 51, 52, 0, 0, 0, 0, 0,
};
/* clang-format on */

static unsigned value_of(char digit)
{
    return digits[(unsigned char)digit] - 1u;
}

static bool is_base64url(struct slice text)
{
    bool others = false;

    for (size_t i = 0; i < text.len; i++)
        others |= digits[(unsigned char)text.at[i]] == 0;
    return !others && text.len % 4 != 1;
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
