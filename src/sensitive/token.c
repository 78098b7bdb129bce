/* SPDX-License-Identifier: Apache-2.0 */
#include "sensitive/token.h"

#include "base/byte.h"
#include "base/words.h"
#include "sensitive/vocabulary.h"

#define MARKS "-_.:/+~*"
#define PARTS_MOST 8
#define DIGITS_MOST 12     /* of an identifier with words in it */
#define BARE_DIGITS_MOST 6 /* with nothing but marks: "555-0192-33" may be a telephone number */

static bool is_hex_run(struct slice text)
{
    for (size_t i = 0; i < text.len; i++)
        if (byte_hex_value(text.at[i]) < 0)
            return false;
    return true;
}

static bool is_uuid(struct slice text)
{
    if (text.len != 36 || !groups_are(text, "-", "\10\4\4\4\14"))
        return false;
    for (size_t i = 0; i < 36; i++)
        if (text.at[i] != '-' && byte_hex_value(text.at[i]) < 0)
            return false;
    return true;
}

/* 26 signs of Crockford's alphabet, the first of which are a time: none is above 7ZZZ... */
static bool is_ulid(struct slice text)
{
    if (text.len != 26 || text.at[0] > '7' || text.at[0] < '0')
        return false;
    for (size_t i = 0; i < 26; i++)
        if (!byte_is_digit(text.at[i]) && (!byte_is_upper(text.at[i]) || strchr("ILOU", text.at[i])))
            return false;
    return true;
}

static bool is_object_id(struct slice text)
{
    return text.len == 24 && is_hex_run(text);
}

static bool is_name_only(unsigned roles)
{
    return (roles & WORD_NAME) && !(roles & (WORD_ORDINARY | WORD_BUSINESS | WORD_STREET | WORD_UNIT));
}

/* "annasmith": a given name and a surname, one of them at least nothing else. */
static bool is_joined_name(struct slice folded)
{
    for (size_t cut = 3; folded.len >= 7 && folded.len <= 24 && cut + 3 <= folded.len; cut++) {
        unsigned given = vocabulary_folded(slice_make(folded.at, cut));
        unsigned surname =
            given & WORD_GIVEN ? vocabulary_folded(slice_make(folded.at + cut, folded.len - cut)) : 0;

        if ((given & WORD_GIVEN) && (surname & WORD_SURNAME) &&
            (is_name_only(given) || is_name_only(surname)))
            return true;
    }
    return false;
}

/* Letters only. Codes of two and three letters are no names: "he", "INR". */
static bool is_name(struct slice word, bool capital)
{
    char folded[FOLDED_MOST];
    size_t len;
    unsigned roles;

    if (!vocabulary_fold(word, folded, &len) || len < 3 || (len == 3 && !capital) ||
        (len <= 4 && byte_is_upper(word.at[1])))
        return false;
    roles = vocabulary_folded(slice_make(folded, len));
    return roles ? is_name_only(roles) : is_joined_name(slice_make(folded, len));
}

static bool has_name(struct slice text)
{
    struct words words = { 0 };

    words_add(&words, text);
    for (size_t i = 0; i < words.count; i++) {
        struct slice word = words_at(&words, i);

        while (word.len && byte_is_digit(word.at[word.len - 1]))
            word.len--;
        if (word.len && is_name(word, byte_is_upper(text.at[0])))
            return true;
    }
    return false;
}

/* How often letters and digits, or small letters and capitals behind them, take turns. */
static size_t turns_of(struct slice text, size_t *ret_digits, size_t *ret_letters)
{
    size_t turns = 0;

    *ret_digits = *ret_letters = 0;
    for (size_t i = 0; i < text.len; i++) {
        bool digit = byte_is_digit(text.at[i]);

        *ret_digits += digit;
        *ret_letters += !digit;
        if (i == 0)
            continue;
        turns += digit != byte_is_digit(text.at[i - 1]);
        turns += byte_is_upper(text.at[i]) && byte_is_lower(text.at[i - 1]);
        turns += byte_is_lower(text.at[i]) && byte_is_upper(text.at[i - 1]) && i > 1 &&
                 byte_is_upper(text.at[i - 2]);
    }
    return turns;
}

/* Consonants without end are no word of any language that is written in Latin letters. */
static bool is_unspeakable(struct slice text)
{
    size_t run = 0, longest = 0;

    for (size_t i = 0; i < text.len; i++) {
        run = strchr("aeiouyAEIOUY_-.", text.at[i]) ? 0 : run + 1;
        longest = run > longest ? run : longest;
    }
    return longest >= 7 && text.len >= 12;
}

/* One part between marks has room for a secret when letters and digits are well mixed, or it is long. */
static bool is_random(struct slice part)
{
    size_t digits, letters, turns = turns_of(part, &digits, &letters);

    if (part.len >= 16 && is_hex_run(part) && digits)
        return true;
    if (digits == 0)
        return (turns >= 4 && part.len < 5 * turns && part.len >= 10) || part.len > 40 ||
               is_unspeakable(part);
    if (part.len >= 8 && letters && turns >= 3)
        return true;
    return part.len >= 16 && letters && digits > 4 && turns >= 2;
}

bool token_is_media_type(struct slice text)
{
    static const char *const heads[] = { "application/", "text/", "image/",   "audio/", "video/",
                                         "multipart/",   "font/", "message/", "model/" };

    for (size_t i = 0; i < sizeof heads / sizeof *heads; i++)
        if (slice_starts_with_nocase(text, slice_of(heads[i])))
            return !memchr(text.at, '@', text.len);
    return false;
}

static bool is_fraction_or_version(const struct glance *glance, size_t len)
{
    return glance_only(glance, HAS_DIGIT | HAS_DOT) && (glance->has & HAS_DOT) && glance->digits <= 9 &&
           len <= 12;
}

bool token_is_public(struct slice text, const struct glance *glance)
{
    size_t parts = 0, from = 0, digits = 0;
    bool only_marks = true;

    if (is_uuid(text) || is_ulid(text) || is_object_id(text) || token_is_media_type(text) ||
        is_fraction_or_version(glance, text.len))
        return true;
    if (glance->has & HAS_HIGH)
        return glance_only(glance, HAS_HIGH | HAS_LOWER | HAS_UPPER) && text.len <= 30 && !has_name(text) &&
               !is_name(text, true);
    if (glance->has & (HAS_AT | HAS_EQUALS | HAS_ANGLE) || memmem(text.at, text.len, "//", 2) ||
        has_name(text))
        return false;
    for (size_t i = 0; i <= text.len; i++) {
        struct slice part;

        if (i < text.len && (text.at[i] == '\0' || !strchr(MARKS, text.at[i])))
            continue;
        part = slice_make(text.at + from, i - from);
        from = i + 1;
        parts += part.len > 0;
        if (is_random(part) || parts > PARTS_MOST)
            return false;
        for (size_t at = 0; at < part.len; at++) {
            digits += byte_is_digit(part.at[at]);
            only_marks &= byte_is_digit(part.at[at]);
        }
    }
    return digits <= (only_marks ? BARE_DIGITS_MOST : DIGITS_MOST);
}
