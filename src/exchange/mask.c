/* SPDX-License-Identifier: Apache-2.0 */
#include "exchange/mask.h"

#include "json/unit.h"

/* Bytes of the character at `at`: one for anything that is no UTF-8. */
static size_t character(const char *at, size_t have)
{
    int len = (unsigned char)*at < 0x80 ? 1 : json_utf8(at, have);

    return len > 0 ? (size_t)len : 1;
}

static size_t count_characters(struct slice text)
{
    size_t count = 0;

    for (size_t i = 0; i < text.len; i += character(text.at + i, text.len - i))
        count++;
    return count;
}

static struct slice first_character(struct slice text)
{
    return (struct slice){ text.at, text.len ? character(text.at, text.len) : 0 };
}

static struct slice last_character(struct slice text)
{
    size_t start = 0;

    for (size_t i = 0; i < text.len; i += character(text.at + i, text.len - i))
        start = i;
    return (struct slice){ text.at + start, text.len - start };
}

static size_t put(char *text, size_t len, struct slice piece)
{
    memcpy(text + len, piece.at, piece.len);
    return len + piece.len;
}

/* The first character of the name and of the domain, and the end of the domain ("com"), which is nobody's
 * secret but counts against the quarter all the same. */
static size_t mask_email(struct slice value, size_t at, char *text)
{
    struct slice name = { value.at, at }, domain = { value.at + at + 1, value.len - at - 1 };
    const char *dot = domain.len ? memrchr(domain.at, '.', domain.len) : NULL;
    struct slice end =
        dot ? (struct slice){ dot + 1, (size_t)(domain.at + domain.len - dot) - 1 } : SLICE("");
    size_t allowed = count_characters(value) / 4, len = 0;

    if (!dot || name.len == 0 || end.len == 0 || end.len > 6 || dot == domain.at)
        return 0;
    bool shows_end = count_characters(end) + 2 <= allowed;
    len = put(text, len, allowed >= 1 ? first_character(name) : SLICE(""));
    len = put(text, len, SLICE("***@"));
    len = put(text, len, allowed >= 2 ? first_character(domain) : SLICE(""));
    len = put(text, len, SLICE("***"));
    if (shows_end) {
        len = put(text, len, SLICE("."));
        len = put(text, len, end);
    }
    return len;
}

size_t mask_write(struct slice value, char text[MASK_MOST])
{
    const char *at = value.len ? memchr(value.at, '@', value.len) : NULL;
    size_t count = count_characters(value), len = 0;

    if (count == 0)
        return 0;
    if (at && count >= 4 && (len = mask_email(value, (size_t)(at - value.at), text)))
        return len;
    if (count >= 4)
        len = put(text, len, first_character(value));
    len = put(text, len, SLICE("***"));
    if (count >= 8)
        len = put(text, len, last_character(value));
    return len;
}

struct slice mask_value(struct slice value, struct arena *arena)
{
    char text[MASK_MOST];
    struct slice copy = arena_copy(arena, (struct slice){ text, mask_write(value, text) });

    return copy.at ? copy : SLICE("***");
}
