/* SPDX-License-Identifier: Apache-2.0 */
#include "sensitive/glance.h"

#include "base/byte.h"

#define EIGHT(kind) kind, kind, kind, kind, kind, kind, kind, kind
#define O HAS_OTHER
#define L HAS_LOWER
#define U HAS_UPPER
#define D HAS_DIGIT
#define H EIGHT(HAS_HIGH)

static const uint32_t kinds[256] = {
    /* clang-format off */
    O, O, O, O, O, O, O, O, O, HAS_SPACE, HAS_LINE, O, O, HAS_LINE, O, O, EIGHT(O), EIGHT(O),
    HAS_SPACE, O, HAS_QUOTE, O, HAS_DOLLAR, O, O, HAS_QUOTE,
    HAS_BRACKET, HAS_BRACKET, O, HAS_PLUS, HAS_COMMA, HAS_DASH, HAS_DOT, HAS_SLASH,
    D, D, D, D, D, D, D, D, D, D, HAS_COLON, O, HAS_ANGLE, HAS_EQUALS, HAS_ANGLE, O,
    HAS_AT, U, U, U, U, U, U, U, EIGHT(U), EIGHT(U), U, U, U, O, O, O, O, HAS_UNDERSCORE,
    O, L, L, L, L, L, L, L, EIGHT(L), EIGHT(L), L, L, L, O, O, O, O, O,
    H, H, H, H, H, H, H, H, H, H, H, H, H, H, H, H,
    /* clang-format on */
};

void glance_at(struct slice text, struct glance *ret)
{
    struct glance glance = { 0 };

    for (size_t i = 0; i < text.len; i++) {
        uint32_t kind = kinds[(unsigned char)text.at[i]];

        glance.has |= kind;
        glance.lower += kind & HAS_LOWER;
        glance.upper += (kind & HAS_UPPER) >> 1;
        glance.digits += (kind & HAS_DIGIT) >> 2;
        glance.spaces += (kind & HAS_SPACE) >> 3;
    }
    *ret = glance;
}

size_t digits_take(struct slice text, const char *marks, char *ret, size_t most)
{
    size_t count = 0;
    bool was_mark = true;

    for (size_t i = 0; i < text.len; i++) {
        if (byte_is_digit(text.at[i])) {
            if (count == most)
                return 0;
            ret[count++] = text.at[i];
            was_mark = false;
        } else if (was_mark || text.at[i] == '\0' || !strchr(marks, text.at[i])) {
            return 0;
        } else {
            was_mark = true;
        }
    }
    return was_mark ? 0 : count;
}

bool groups_are(struct slice text, const char *marks, const char *lengths)
{
    size_t i = 0;

    while (*lengths) {
        for (char left = *lengths; left > 0; left--, i++)
            if (i == text.len || (text.at[i] && strchr(marks, text.at[i])))
                return false;
        lengths++;
        if (*lengths && (i == text.len || text.at[i] == '\0' || !strchr(marks, text.at[i++])))
            return false;
    }
    return i == text.len;
}
