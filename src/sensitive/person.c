/* SPDX-License-Identifier: Apache-2.0 */
/* Names of people: "Anna Smith", "Smith, Anna", "Dr. José M. García López", "王伟". There is no checksum; a name is
 * known by its words, and by having no word that products, places and companies are called by. */
#include "base/byte.h"
#include "sensitive/validators.h"
#include "sensitive/vocabulary.h"

#define PIECES_MOST 6

struct pieces {
    size_t count;
    unsigned roles[PIECES_MOST]; /* of words that are neither initials, titles nor particles */
};

static bool is_particle(struct slice word)
{
    static const char *const known[] = { "de", "la",  "del", "da",   "dos", "das", "do",  "di", "du",
                                         "le", "van", "von", "der",  "den", "ten", "ter", "zu", "al",
                                         "el", "bin", "ibn", "bint", "y",   "e",   "af",  "av", "st" };

    return SLICE_AMONG_NOCASE(word, known);
}

static bool is_title(struct slice word)
{
    static const char *const known[] = { "mr",   "mrs",  "ms",   "miss",   "dr",   "prof", "sir",
                                         "herr", "hr",   "fru",  "sig",    "dott", "pan",  "pani",
                                         "bc",   "mgr",  "mudr", "dipl",   "univ", "mag",  "frau",
                                         "mme",  "mlle", "sr",   "sra",    "jr",   "ii",   "iii",
                                         "iv",   "md",   "phd",  "dds",    "dvm",  "esq",  "don",
                                         "rev",  "ing",  "mx",   "dr.med", "lord", "lady" };

    return SLICE_AMONG_NOCASE(word, known);
}

static bool is_capital(struct slice word)
{
    unsigned char first = (unsigned char)word.at[0];

    /* Two-byte letters: capitals of Latin-1 lie below U+00DF, elsewhere they have even numbers, roughly. */
    return byte_is_upper(word.at[0]) || (first == 0xc3 && word.len > 1 && (unsigned char)word.at[1] < 0x9f) ||
           first == 0xc4 || first == 0xc5 || first == 0xe1;
}

/* "Anne-Marie" counts once, by its parts together. */
static bool hyphened_roles(struct slice word, unsigned *ret)
{
    unsigned all = 0;
    struct slice part;

    *ret = 0;
    while (slice_next(&word, '-', &part)) {
        char folded[FOLDED_MOST];
        size_t len;

        if (!vocabulary_fold(part, folded, &len))
            return false;
        all = vocabulary_folded(slice_make(folded, len));
        *ret |= all;
        if (!(all & WORD_NAME) && (all & WORD_ORDINARY)) {
            *ret = all;
            return true;
        }
    }
    return true;
}

/* false: no word of a name. */
static bool add_piece(struct pieces *pieces, struct slice word, bool is_first)
{
    unsigned roles;

    while (word.len && (word.at[word.len - 1] == ',' || word.at[word.len - 1] == '.'))
        word.len--;
    if (word.len == 0)
        return false;
    if (is_title(word) || memchr(word.at, '.', word.len) || (!is_first && is_particle(word)) ||
        (word.len == 1 && byte_is_upper(word.at[0])))
        return true;
    if (!is_capital(word) || pieces->count == PIECES_MOST || !hyphened_roles(word, &roles))
        return false;
    pieces->roles[pieces->count++] = roles;
    return true;
}

static bool is_sure_name(unsigned roles, unsigned kind)
{
    return (roles & kind) && !(roles & (WORD_ORDINARY | WORD_BUSINESS | WORD_STREET));
}

/* A word that is no name: it may be an unknown one, or one that things are called by. */
static bool is_of_things(unsigned roles)
{
    return !(roles & WORD_NAME) && roles != 0;
}

static enum fit judge_two(unsigned given, unsigned surname)
{
    if (is_of_things(given) || is_of_things(surname))
        return FIT_NO;
    if ((given & WORD_GIVEN) && (surname & WORD_SURNAME))
        return is_sure_name(given, WORD_GIVEN) || is_sure_name(surname, WORD_SURNAME) ? FIT_EVIDENT : FIT_NO;
    if (is_sure_name(given, WORD_GIVEN) && !(surname & WORD_ORDINARY))
        return FIT_EVIDENT;
    if (is_sure_name(surname, WORD_SURNAME) && given == 0)
        return FIT_EVIDENT;
    return is_sure_name(given, WORD_GIVEN) || (is_sure_name(surname, WORD_SURNAME) && (given & WORD_GIVEN))
               ? FIT_PLAIN
               : FIT_NO;
}

/* No word is known, or none but as a name. */
static bool is_alike(const struct pieces *pieces)
{
    for (size_t i = 0; i < pieces->count; i++)
        if (pieces->roles[i] & ~WORD_NAME)
            return false;
    return pieces->count >= 2 && pieces->count <= 4;
}

static enum fit judge_known(const struct pieces *pieces)
{
    unsigned first = pieces->roles[0], last = pieces->roles[pieces->count - 1];
    enum fit there, back;

    if (pieces->count == 1)
        return is_sure_name(first, WORD_NAME) ? FIT_PLAIN : FIT_NO;
    for (size_t i = 1; i + 1 < pieces->count; i++)
        if (is_of_things(pieces->roles[i]))
            return FIT_NO;
    there = judge_two(first, last);
    back = judge_two(last, first); /* surname first, as in East Asia and Hungary */
    return there == FIT_EVIDENT || back == FIT_NO          ? there
           : (first & WORD_SURNAME) && (last & WORD_GIVEN) ? back
                                                           : there;
}

/* ---- scripts other than Latin */

static unsigned take_point(struct slice *text)
{
    const unsigned char *at = (const unsigned char *)text->at;
    size_t len = at[0] < 0x80 ? 1 : at[0] < 0xe0 ? 2 : at[0] < 0xf0 ? 3 : 4;
    unsigned point = at[0] < 0x80 ? at[0] : at[0] & (0x7fu >> len);

    if (len > text->len)
        len = text->len;
    for (size_t i = 1; i < len; i++)
        point = point << 6 | (at[i] & 0x3fu);
    *text = slice_make(text->at + len, text->len - len);
    return point;
}

/* The family names that most people of China and Korea have stand first. */
static enum fit judge_east_asian(struct slice text)
{
    static const char han[] = "王李张張刘劉陈陳杨楊黄黃赵趙吴吳周徐孙孫马馬朱胡郭何林高罗羅郑鄭梁谢謝宋唐许許"
                              "邓鄧韩韓冯馮曹彭曾萧蕭田董潘袁蔡蒋蔣余于杜叶葉程魏苏蘇"
                              "吕呂丁任卢盧姚沈钟鍾姜崔谭譚陆陸范汪廖石金贾贾夏付方邹鄒熊孟秦佐鈴高伊渡中小加"
                              "山松井木清斎池橋石前藤岡長村近";
    static const char hangul[] = "김이박최정강조윤장임한오서신권황안송류전홍";
    struct slice rest = text;
    size_t count = 0;
    bool is_hangul = true, is_han = true;

    while (rest.len) {
        unsigned point = take_point(&rest);

        if (point == ' ' || point == 0x3000)
            continue;
        is_han &= point >= 0x4e00 && point <= 0x9fff;
        is_hangul &= point >= 0xac00 && point <= 0xd7a3;
        count++;
    }
    if (count < 2 || count > 4 || !(is_han || is_hangul))
        return FIT_NO;
    return memmem(is_han ? han : hangul, is_han ? sizeof han : sizeof hangul, text.at, 3) ? FIT_PLAIN
                                                                                          : FIT_NO;
}

/* Endings of surnames and patronymics in Cyrillic. */
static enum fit judge_cyrillic(struct slice text)
{
    static const char *const ends[] = { "ов",   "ова",  "ев",  "ева", "ин",  "ина", "ский",
                                        "ская", "енко", "вич", "вна", "чук", "юк",  "ян" };
    struct slice word;
    size_t words = 0, known = 0;

    while (slice_next(&text, ' ', &word)) {
        unsigned first;
        struct slice rest = word;

        first = take_point(&rest);
        if (first < 0x410 || first > 0x42f)
            return FIT_NO;
        words++;
        for (size_t i = 0; i < sizeof ends / sizeof *ends; i++)
            if (word.len > strlen(ends[i]) + 4 && slice_ends_with(word, slice_of(ends[i]))) {
                known++;
                break;
            }
    }
    return words >= 2 && words <= 3 && known ? FIT_EVIDENT : FIT_NO;
}

static enum fit judge(const struct pieces *pieces)
{
    enum fit fit = judge_known(pieces);

    return fit == FIT_NO && is_alike(pieces) ? FIT_ALIKE : fit;
}

enum fit person_name(struct slice text)
{
    struct pieces pieces = { 0 };
    struct slice rest = text, word;
    unsigned char first = (unsigned char)text.at[0];

    if (first >= 0xe3 && first <= 0xed)
        return judge_east_asian(text);
    if (first == 0xd0)
        return judge_cyrillic(text);
    while (slice_next(&rest, ' ', &word))
        if (!add_piece(&pieces, word, pieces.count == 0))
            return FIT_NO;
    return pieces.count && pieces.count <= 5 ? judge(&pieces) : FIT_NO;
}
