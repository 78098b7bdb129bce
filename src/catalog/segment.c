/* SPDX-License-Identifier: Apache-2.0 */
#include "catalog/segment.h"

#include "base/byte.h"
#include "exchange/exchange.h"

struct counts {
    size_t digits, lower, upper, hex_letters, dashes, underscores, dots, other;
    bool hex_only; /* hexadecimal digits of one case */
};

static struct counts count_characters(struct slice segment)
{
    struct counts counts = { .hex_only = true };
    bool hex_lower = false, hex_upper = false;

    for (size_t i = 0; i < segment.len; i++) {
        char c = segment.at[i];

        if (c >= '0' && c <= '9') {
            counts.digits++;
        } else if (c >= 'a' && c <= 'z') {
            counts.lower++;
            counts.hex_letters += c <= 'f';
            hex_lower |= c <= 'f';
            counts.hex_only &= c <= 'f';
        } else if (c >= 'A' && c <= 'Z') {
            counts.upper++;
            counts.hex_letters += c <= 'F';
            hex_upper |= c <= 'F';
            counts.hex_only &= c <= 'F';
        } else {
            counts.hex_only = false;
            counts.dashes += c == '-';
            counts.underscores += c == '_';
            counts.dots += c == '.';
            counts.other += c != '-' && c != '_' && c != '.';
        }
    }
    counts.hex_only &= !(hex_lower && hex_upper);
    return counts;
}

/* RFC 9562 text form, with or without hyphens at 8-4-4-4-12. */
static bool is_uuid(struct slice segment)
{
    if (segment.len != 36)
        return false;
    for (size_t i = 0; i < 36; i++) {
        bool dash = i == 8 || i == 13 || i == 18 || i == 23;

        if (dash ? segment.at[i] != '-' : byte_hex_value(segment.at[i]) < 0)
            return false;
    }
    return true;
}

static bool is_date(struct slice segment)
{
    if (segment.len < 7 || !byte_is_digit(segment.at[0]) || segment.at[4] != '-')
        return false;
    for (size_t i = 0; i < segment.len && i < 10; i++)
        if (i == 4 || i == 7 ? segment.at[i] != '-' : !byte_is_digit(segment.at[i]))
            return false;
    return segment.len == 7 || segment.len == 10 || (segment.len > 10 && segment.at[10] == 'T');
}

static bool is_email(struct slice segment)
{
    const char *at = memchr(segment.at, '@', segment.len);
    const char *end = segment.at + segment.len;

    return at && at > segment.at && end - at > 3 && memchr(at, '.', (size_t)(end - at)) &&
           !memchr(at + 1, '@', (size_t)(end - at - 1));
}

static bool is_number(struct slice segment, const struct counts *counts)
{
    bool sign = segment.at[0] == '-' || segment.at[0] == '+';
    size_t plus = sign && segment.at[0] == '+';

    return counts->digits && counts->lower + counts->upper + counts->underscores == 0 &&
           counts->other == plus && counts->dots <= 1 && counts->dashes == (size_t)(sign && !plus) &&
           segment.at[segment.len - 1] != '.';
}

/* v1, V2, v1.2, v0.1, v1beta1, v2alpha. */
static bool is_version(struct slice segment)
{
    size_t i = 1;

    if (segment.len < 2 || segment.len > 10 || (segment.at[0] != 'v' && segment.at[0] != 'V') ||
        !byte_is_digit(segment.at[1]))
        return false;
    while (i < segment.len && (byte_is_digit(segment.at[i]) || segment.at[i] == '.'))
        i++;
    if (i > 6)
        return false;
    struct slice rest = { segment.at + i, segment.len - i };
    if (slice_starts_with(rest, SLICE("beta")))
        rest = (struct slice){ rest.at + 4, rest.len - 4 };
    else if (slice_starts_with(rest, SLICE("alpha")))
        rest = (struct slice){ rest.at + 5, rest.len - 5 };
    return rest.len == 0 ||
           (rest.len < 3 && byte_is_digit(rest.at[0]) && rest.at - segment.at > (ptrdiff_t)i);
}

static bool is_semver(struct slice segment, const struct counts *counts)
{
    return counts->dots >= 2 && counts->digits >= 3 && byte_is_digit(segment.at[0]) && segment.len <= 24 &&
           counts->lower + counts->upper <= counts->digits + 5 && counts->other == 0;
}

/* Words of letters, joined by hyphens or underscores, and digits at the end. */
static bool ends_in_number(struct slice segment)
{
    size_t end = segment.len;

    while (end > 0 && byte_is_digit(segment.at[end - 1]))
        end--;
    if (end == segment.len || end < 2 || (segment.at[end - 1] != '-' && segment.at[end - 1] != '_'))
        return false;
    for (size_t i = 0; i + 1 < end; i++)
        if (byte_is_digit(segment.at[i]) || segment.at[i] == '.')
            return false;
    return true;
}

static enum segment_class classify_word(struct slice segment, const struct counts *counts)
{
    size_t letters = counts->lower + counts->upper;

    if (counts->digits && counts->dashes + counts->underscores + counts->dots == 0)
        return SEGMENT_WORD_DIGITS;
    if (counts->digits && ends_in_number(segment))
        return SEGMENT_NUMBERED;
    if (counts->dots)
        return SEGMENT_DOTTED;
    if (counts->dashes)
        return SEGMENT_KEBAB;
    if (counts->underscores)
        return SEGMENT_SNAKE;
    if (counts->lower == 0 && segment.len <= 5)
        return SEGMENT_UPPER;
    if (letters == 2 && segment.len == 2)
        return SEGMENT_TWO;
    if (counts->upper == 0)
        return SEGMENT_WORD;
    if (counts->upper == 1 && segment.at[0] >= 'A' && segment.at[0] <= 'Z')
        return SEGMENT_CAPITALISED;
    return counts->lower ? SEGMENT_CAMEL : SEGMENT_OTHER;
}

static unsigned kind_of(char c)
{
    return c >= '0' && c <= '9' ? 1u : c >= 'a' && c <= 'z' ? 2u : c >= 'A' && c <= 'Z' ? 3u : 0u;
}

#define RANDOM_WITHOUT_CASE                                                                                  \
    16 /* shorter texts of letters of one case and digits are not random enough to say so */

/* Base62, base64url, ULID, often behind a prefix ("obj_", "cus-"). Neighbours in random text of digits and both cases
 * differ in kind 62 times in 100; camelCase and words with numbers stay below 40. */
static bool is_random(struct slice segment, const struct counts *counts)
{
    size_t start = 0, changes = 0, vowels = 0, kinds[4] = { 0 }, len;

    if (segment.len < 10 || counts->dots + counts->other)
        return false;
    for (size_t i = 0; i < segment.len && i < 8; i++)
        if (segment.at[i] == '_' || segment.at[i] == '-')
            start = i + 1;
    len = segment.len - start;
    for (size_t i = start; i < segment.len; i++) {
        kinds[kind_of(segment.at[i])]++;
        vowels += memchr("aeiouAEIOU", segment.at[i], 10) != NULL;
        changes += i > start && kind_of(segment.at[i]) != kind_of(segment.at[i - 1]);
    }
    if (len >= 10 && kinds[2] && kinds[3] && kinds[0] * 8 <= len && changes * 100 >= 43 * (len - 1))
        return len >= 14 || kinds[1] > 0;
    /* Shouting without rhyme: a quarter of the letters are capitals, and vowels are rarer than in any language. */
    if (len >= 14 && kinds[2] && kinds[0] * 8 <= len && kinds[3] * 4 >= kinds[2] + kinds[3] &&
        vowels * 3 <= len - kinds[1])
        return true;
    if (len < RANDOM_WITHOUT_CASE)
        return false;
    return kinds[1] >= 3 && kinds[1] * 6 >= len && kinds[0] <= 1;
}

/* Nothing but letters of one case, too few to be random: most segments there are. */
static bool is_plain_word(struct slice segment)
{
    size_t i = 0;

    while (i < segment.len && byte_is_lower(segment.at[i]))
        i++;
    return i == segment.len && i < RANDOM_WITHOUT_CASE;
}

enum segment_class segment_classify(struct slice segment)
{
    struct counts counts;
    struct address address;

    if (segment.len == 0)
        return SEGMENT_OTHER;
    if (segment.len > SEGMENT_LENGTH)
        return SEGMENT_ODD;
    if (is_plain_word(segment))
        return segment.len == 2 ? SEGMENT_TWO : SEGMENT_WORD;
    if (is_uuid(segment))
        return SEGMENT_UUID;
    counts = count_characters(segment);
    if (counts.digits == segment.len)
        return SEGMENT_INTEGER;
    if (segment.len >= 7 && is_date(segment))
        return SEGMENT_DATE;
    if (is_version(segment))
        return SEGMENT_VERSION;
    if (is_number(segment, &counts))
        return SEGMENT_NUMBER;
    if (counts.other) {
        if (is_email(segment))
            return SEGMENT_EMAIL;
        return address_parse(segment, &address) && address.port == 0 ? SEGMENT_ADDRESS : SEGMENT_ODD;
    }
    if (counts.dots >= 3 && memmem(segment.at, segment.len, "...", 3))
        return SEGMENT_ODD; /* two revisions compared */
    if (counts.dots == 3 && counts.lower + counts.upper + counts.dashes + counts.underscores == 0)
        return SEGMENT_ADDRESS;
    if (is_semver(segment, &counts))
        return SEGMENT_SEMVER;
    if (counts.hex_only && segment.len >= 8 && counts.digits >= 2 && counts.hex_letters >= 1)
        return SEGMENT_HEX;
    if (is_random(segment, &counts))
        return SEGMENT_RANDOM;
    if (segment.len >= 8 && counts.digits >= 4 && counts.digits * 3 >= segment.len)
        return SEGMENT_DIGITS;
    return classify_word(segment, &counts);
}

const char *segment_class_name(enum segment_class class)
{
    static const char *const names[SEGMENT_CLASSES] = {
        [SEGMENT_INTEGER] = "integer",
        [SEGMENT_UUID] = "uuid",
        [SEGMENT_HEX] = "hex",
        [SEGMENT_DATE] = "date",
        [SEGMENT_EMAIL] = "email",
        [SEGMENT_DIGITS] = "digits",
        [SEGMENT_RANDOM] = "random",
        [SEGMENT_NUMBER] = "number",
        [SEGMENT_ODD] = "text",
        [SEGMENT_ADDRESS] = "address",
        [SEGMENT_VERSION] = "version",
        [SEGMENT_SEMVER] = "semver",
        [SEGMENT_WORD_DIGITS] = "word-digits",
        [SEGMENT_NUMBERED] = "numbered",
        [SEGMENT_TWO] = "two-letters",
        [SEGMENT_UPPER] = "upper",
        [SEGMENT_WORD] = "word",
        [SEGMENT_KEBAB] = "kebab",
        [SEGMENT_SNAKE] = "snake",
        [SEGMENT_DOTTED] = "dotted",
        [SEGMENT_CAPITALISED] = "capitalised",
        [SEGMENT_CAMEL] = "camel",
        [SEGMENT_OTHER] = "other",
        [SEGMENT_PATTERN] = "pattern",
    };
    return names[class];
}

bool segment_split(struct slice segment, struct slice *ret_stem, struct slice *ret_suffix)
{
    size_t i = segment.len;
    size_t letters;

    while (i > 0 && ((segment.at[i - 1] >= 'a' && segment.at[i - 1] <= 'z') ||
                     (segment.at[i - 1] >= 'A' && segment.at[i - 1] <= 'Z')))
        i--;
    letters = segment.len - i;
    if (i < 2 || letters == 0)
        return false;
    if (segment.at[i - 1] == '.') {
        if (letters < 2 || letters > 5)
            return false;
        for (size_t j = i; j < segment.len; j++)
            if (segment.at[j] < 'a')
                return false;
    } else if (segment.at[i - 1] != ':' || letters > 40) {
        return false;
    }
    *ret_stem = (struct slice){ segment.at, i - 1 };
    *ret_suffix = (struct slice){ segment.at + i - 1, letters + 1 };
    return true;
}
