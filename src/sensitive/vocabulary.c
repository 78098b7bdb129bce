/* SPDX-License-Identifier: Apache-2.0 */
#include "sensitive/vocabulary.h"

#include "base/byte.h"

struct word {
    char text[15];
    uint8_t roles;
};

static const struct word words[] = {
#define WORD(text, roles) { text, roles },
#include "sensitive/words.list"
#undef WORD
};

/* Letters U+00C0 to U+017F by what they are without their marks; a blank is no letter. */
static const char latin[] = "aaaaaaaceeeeiiiidnooooo ouuuuytsaaaaaaaceeeeiiiidnooooo ouuuuyty"
                            "aaaaaaccccccccddddeeeeeeeeeegggggggghhhhiiiiiiiiiijjjjkkklllllll"
                            "lllnnnnnnnnnoooooooorrrrrrssssssssttttttuuuuuuuuuuuuwwyyyzzzzzzs";

/* U+1EA0 to U+1EF9, as Vietnamese has them. */
static char vietnamese(unsigned point)
{
    return point <= 0x1eb7   ? 'a'
           : point <= 0x1ec7 ? 'e'
           : point <= 0x1ecb ? 'i'
           : point <= 0x1ee3 ? 'o'
           : point <= 0x1ef1 ? 'u'
                             : 'y';
}

/* A letter of two or three bytes; 0 when it is none. */
static char fold_long(const unsigned char *at, size_t have, size_t *ret_len)
{
    unsigned point;

    if (have >= 2 && (at[0] & 0xe0) == 0xc0 && (at[1] & 0xc0) == 0x80) {
        point = (at[0] & 0x1fu) << 6 | (at[1] & 0x3fu);
        *ret_len = 2;
        if (point == 0x1a0 || point == 0x1a1)
            return 'o';
        if (point == 0x1af || point == 0x1b0)
            return 'u';
        return point >= 0xc0 && point <= 0x17f && latin[point - 0xc0] != ' ' ? latin[point - 0xc0] : 0;
    }
    if (have >= 3 && at[0] == 0xe1 && (at[1] & 0xc0) == 0x80 && (at[2] & 0xc0) == 0x80) {
        point = (at[0] & 0xfu) << 12 | (at[1] & 0x3fu) << 6 | (at[2] & 0x3fu);
        *ret_len = 3;
        return point >= 0x1ea0 && point <= 0x1ef9 ? vietnamese(point) : 0;
    }
    return 0;
}

bool vocabulary_fold(struct slice word, char ret[FOLDED_MOST], size_t *ret_len)
{
    size_t len = 0;

    for (size_t i = 0; i < word.len;) {
        size_t taken = 1;
        char c = word.at[i], folded = byte_lower(c);

        if ((unsigned char)c >= 0x80)
            folded = fold_long((const unsigned char *)word.at + i, word.len - i, &taken);
        if (len + 2 > FOLDED_MOST)
            return false;
        if (byte_is_lower(folded))
            ret[len++] = folded;
        else if (c != '\'')
            return false;
        if (taken == 2 && memcmp(word.at + i, "\xc3\x9f", 2) == 0) /* ß */
            ret[len++] = 's';
        i += taken;
    }
    *ret_len = len;
    return len > 0;
}

unsigned vocabulary_folded(struct slice word)
{
    size_t low = 0, high = sizeof words / sizeof *words;

    if (word.len >= sizeof words->text)
        return 0;
    while (low < high) {
        size_t middle = (low + high) / 2;
        int order = strncmp(word.at, words[middle].text, word.len);

        if (order == 0)
            order = -(words[middle].text[word.len] != '\0');
        if (order == 0)
            return words[middle].roles;
        if (order < 0)
            high = middle;
        else
            low = middle + 1;
    }
    return 0;
}

unsigned vocabulary_roles(struct slice word)
{
    char folded[FOLDED_MOST];
    size_t len;

    return vocabulary_fold(word, folded, &len) ? vocabulary_folded(slice_make(folded, len)) : 0;
}

bool vocabulary_looks_ordinary(struct slice folded)
{
    static const char *const ends[] = { "ing",  "tion", "sion",  "ment",  "ness", "able",  "ible",  "ive",
                                        "ship", "ware", "ance",  "ence",  "ity",  "ology", "ics",   "less",
                                        "ful",  "ical", "ously", "ously", "ized", "ated",  "ation", "ance",
                                        "ary",  "ory",  "ous",   "ism",   "ist",  "age",   "ure" };

    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++)
        if (folded.len >= strlen(ends[i]) + 3 && slice_ends_with(folded, slice_of(ends[i])))
            return true;
    return false;
}
