/* SPDX-License-Identifier: Apache-2.0 */
/* Postal addresses. A street and a number beside it, in the order that countries use: "12 Main St, Springfield", "12
 * rue de la Paix", "Hauptstraße 5, 10115 Berlin", "Calle Mayor 12", "ул. Ленина, 5"; post office boxes; a city with
 * state and code. */
#include "base/byte.h"
#include "sensitive/validators.h"
#include "sensitive/vocabulary.h"

#define WORDS_OF_PART 10

struct part {
    size_t count;
    struct slice words[WORDS_OF_PART];
};

/* false: too many words for a part of an address. */
static bool split_part(struct slice text, struct part *ret)
{
    struct slice word;

    ret->count = 0;
    while (slice_next(&text, ' ', &word)) {
        while (word.len > 1 && word.at[word.len - 1] == '.')
            word.len--;
        if (ret->count == WORDS_OF_PART)
            return false;
        ret->words[ret->count++] = word;
    }
    return true;
}

/* 12, 12a, 221B, 12-14, 5/7, #12: at most five digits at the start. */
static bool is_house_number(struct slice word)
{
    size_t digits = 0, at;

    if (word.len && word.at[0] == '#')
        word = slice_make(word.at + 1, word.len - 1);
    while (digits < word.len && byte_is_digit(word.at[digits]))
        digits++;
    if (digits == 0 || digits > 5 || word.len > digits + 5)
        return false;
    at = digits;
    if (at < word.len && (word.at[at] == '-' || word.at[at] == '/'))
        for (at++; at < word.len && byte_is_digit(word.at[at]); at++)
            ;
    if (at < word.len && byte_is_letter(word.at[at]))
        at++;
    return at == word.len;
}

static bool is_street(struct slice word)
{
    return vocabulary_roles(word) & WORD_STREET;
}

/* "Hauptstraße", "Lindenweg", "Kerkstraat": the kind of street is the end of its name. */
static bool ends_as_street(struct slice word)
{
    static const char *const ends[] = { "strasse", "str",   "weg",    "gasse", "platz",  "allee",
                                        "damm",    "ufer",  "straat", "laan",  "gracht", "plein",
                                        "gatan",   "vagen", "gata",   "vej",   "gade",   "katu",
                                        "tie",     "veien", "gaten",  "steig", "singel", "kade" };
    char folded[FOLDED_MOST];
    size_t len;

    if (!vocabulary_fold(word, folded, &len) || vocabulary_folded(slice_make(folded, len)) & WORD_ORDINARY)
        return false;
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++)
        if (len >= strlen(ends[i]) + 3 && slice_ends_with(slice_make(folded, len), slice_of(ends[i])))
            return true;
    return false;
}

static bool is_capital_or_digit(struct slice word)
{
    return byte_is_upper(word.at[0]) || byte_is_digit(word.at[0]) || (unsigned char)word.at[0] >= 0xc3;
}

static bool is_direction(struct slice word)
{
    static const char *const known[] = { "N",  "S",  "E",     "W",     "NE",   "NW",
                                         "SE", "SW", "North", "South", "East", "West" };

    return SLICE_AMONG_NOCASE(word, known);
}

/* What may stand behind the kind of street: a direction, a unit, a number. */
static bool is_tail(const struct part *part, size_t from)
{
    for (size_t i = from; i < part->count; i++) {
        struct slice word = part->words[i];
        bool unit = vocabulary_roles(word) & WORD_UNIT;

        if (!unit && !is_direction(word) && !is_house_number(word) && word.at[0] != '#' && word.len > 2)
            return i > from; /* a city without a comma before it */
    }
    return true;
}

/* Number, one to four words, kind of street; or number, kind of street, words. */
static bool number_first(const struct part *part)
{
    static const char *const before_names[] = { "rue",   "avenue",  "boulevard", "chemin", "impasse",
                                                "quai",  "allee",   "via",       "viale",  "piazza",
                                                "calle", "avenida", "rua",       "ulica",  "ul" };

    if (part->count < 3 || !is_house_number(part->words[0]))
        return false;
    if (is_street(part->words[1]) && !byte_is_upper(part->words[1].at[0]))
        return true; /* rue, avenue, calle in small letters */
    for (size_t i = 2; i < part->count && i < 6; i++) {
        if (!is_capital_or_digit(part->words[i - 1]) && part->words[i - 1].len > 3)
            return false;
        if (is_street(part->words[i]) && is_capital_or_digit(part->words[i]) && is_tail(part, i + 1))
            return true;
    }
    /* 12 Rue de la Paix, 5 Via Roma; but "2 Way Radio" */
    return SLICE_AMONG_NOCASE(part->words[1], before_names) && is_capital_or_digit(part->words[2]);
}

/* Kind of street and number behind it: "Calle Mayor 12", "Lindenweg 5a", "Via Roma 10", "ul. Długa 5". */
static bool number_last(const struct part *part, const struct part *next)
{
    bool street = false;
    size_t i = 0;

    if (part->count == 0 || !(is_capital_or_digit(part->words[0]) || is_street(part->words[0])))
        return false;
    if (byte_is_digit(part->words[0].at[0]))
        return false;
    for (; i < part->count && i < 6; i++) {
        street |=
            ends_as_street(part->words[i]) || (is_street(part->words[i]) && (i == 0 || part->count > i + 1));
        if (i > 0 && is_house_number(part->words[i]))
            return street && i + 2 >= part->count;
    }
    return street && (ends_as_street(part->words[part->count - 1]) || is_street(part->words[0])) &&
           next->count > 0 && is_house_number(next->words[0]);
}

static bool is_post_box(struct slice text)
{
    static const char *const heads[] = { "PO Box ",     "P.O. Box ", "P.O Box ", "Post Office Box ",
                                         "Postfach ",   "Apartado ", "BP ",      "GPO Box ",
                                         "Private Bag " };

    for (size_t i = 0; i < sizeof heads / sizeof *heads; i++)
        if (slice_starts_with_nocase(text, slice_of(heads[i])) && text.len > strlen(heads[i]) &&
            byte_is_digit(text.at[strlen(heads[i])]))
            return true;
    return false;
}

/* IL 62704, CA 94105-1234 */
static bool is_state_and_code(const struct part *part)
{
    static const char states[] =
        "AL AK AZ AR CA CO CT DE DC FL GA HI ID IL IN IA KS KY LA ME MD MA MI MN MS MO MT NE NV NH NJ NM NY "
        "NC ND OH OK OR "
        "PA RI SC SD TN TX UT VT VA WA WV WI WY PR NSW VIC QLD TAS ACT ON QC BC AB MB SK NS NB";
    size_t last = part->count - 1;
    struct slice state, code;

    if (part->count < 2)
        return false;
    state = part->words[last - 1];
    code = part->words[last];
    if (state.len < 2 || state.len > 3 || !byte_is_upper(state.at[0]) || !byte_is_upper(state.at[1]))
        return false;
    return memmem(states, sizeof states, state.at, state.len) &&
           (code.len == 4 || code.len == 5 || code.len == 10) && byte_is_digit(code.at[0]) &&
           byte_is_digit(code.at[3]);
}

/* A1 1AA to AA1A 1AA, K1A 0B1 */
static bool is_lettered_code(struct slice text)
{
    size_t len = text.len;

    if (len < 6 || len > 8 || text.at[len - 4] != ' ' || !byte_is_digit(text.at[len - 3]) ||
        !byte_is_upper(text.at[0]))
        return false;
    if (byte_is_digit(text.at[len - 1]))
        return len == 7 && byte_is_upper(text.at[len - 2]) && byte_is_digit(text.at[1]) &&
               byte_is_upper(text.at[2]);
    return byte_is_upper(text.at[len - 1]) && byte_is_upper(text.at[len - 2]) &&
           (byte_is_digit(text.at[1]) || byte_is_digit(text.at[2]));
}

/* A word that a place can be called by: capitalised, and no ordinary one. */
static bool has_place(const struct part *part)
{
    for (size_t i = 0; i < part->count; i++)
        if (!byte_is_digit(part->words[i].at[0]) && is_capital_or_digit(part->words[i]) &&
            part->words[i].len > 2 && !(vocabulary_roles(part->words[i]) & WORD_ORDINARY))
            return true;
    return false;
}

static bool has_house_number(const struct part *part)
{
    return part->count >= 2 && has_place(part) &&
           (is_house_number(part->words[0]) || is_house_number(part->words[part->count - 1]));
}

/* Four to six digits, or three and two, or a code of letters and digits. */
static bool has_code(const struct part *part)
{
    for (size_t i = 0; i < part->count; i++) {
        struct slice word = part->words[i];
        unsigned long long number;

        if (word.len >= 4 && word.len <= 6 && slice_to_u64(word, 999999, &number))
            return true;
        if (i + 1 < part->count && word.len == 3 && slice_to_u64(word, 999, &number) &&
            part->words[i + 1].len <= 3 && byte_is_digit(part->words[i + 1].at[0]))
            return true;
        if (i + 1 < part->count && part->words[i + 1].len == 3 && byte_is_digit(part->words[i + 1].at[0]) &&
            word.len <= 4 && byte_is_upper(word.at[0]) && byte_is_digit(word.at[word.len - 1]))
            return true;
    }
    return false;
}

/* Addresses of China, Japan, Korea and of Cyrillic script by the words that they have. */
static bool is_of_other_script(struct slice text, bool has_digits)
{
    static const char *const marks[] = { "号",    "號",    "丁目",     "番地", "〒",   "ул.",
                                         "улица", "просп", "проспект", "пер.", "вул.", "번길",
                                         "로 ",   "길 ",   "路",       "街",   "区",   "市" };

    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
        if (has_digits && memmem(text.at, text.len, marks[i], strlen(marks[i])))
            return true;
    return false;
}

struct finding {
    bool street, house, place, code; /* in parts so far */
};

static void look_at_part(const struct part *part, const struct part *next, size_t index, struct finding *ret)
{
    if (index < 3) {
        ret->street |= number_first(part) || number_last(part, next);
        /* "48, rue de la Paix" */
        ret->street |= part->count == 1 && is_house_number(part->words[0]) && next->count > 1 &&
                       is_street(next->words[0]);
        ret->house |= has_house_number(part);
    }
    if (index > 0 && part->count) {
        ret->street |= is_state_and_code(part);
        ret->place |= has_place(part);
        ret->code |= has_code(part);
    }
}

enum fit address_postal(struct slice text)
{
    struct slice rest = text, piece;
    struct part part, next;
    struct finding finding = { .street = is_post_box(text) };
    bool has_digits = false;
    size_t parts = 0;

    for (size_t i = 0; i < text.len; i++)
        has_digits |= byte_is_digit(text.at[i]);
    if ((unsigned char)text.at[0] >= 0xd0)
        return is_of_other_script(text, has_digits) ? FIT_EVIDENT : FIT_NO;
    for (; has_digits && rest.len && parts < 6; parts++) {
        struct slice ahead;

        if (!slice_next(&rest, memchr(rest.at, '\n', rest.len) ? '\n' : ',', &piece) ||
            !split_part(piece, &part))
            return FIT_NO;
        ahead = rest;
        next.count = 0;
        if (slice_next(&ahead, ',', &piece) && !split_part(piece, &next))
            return FIT_NO;
        look_at_part(&part, &next, parts, &finding);
    }
    if (finding.street || (finding.house && finding.place && finding.code))
        return parts > 1 ? FIT_EVIDENT : FIT_PLAIN;
    return has_digits && is_lettered_code(text) ? FIT_PLAIN : FIT_NO;
}
