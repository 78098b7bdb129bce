/* SPDX-License-Identifier: Apache-2.0 */
/* What may be kept of a value as it is: default deny. Documents need the words of enumerations, short numbers, dates
 * and identifiers of objects; nobody needs names of people, free text, or anything that is random enough to be a
 * secret. */
#include "base/byte.h"
#include "base/words.h"
#include "sensitive/calendar.h"
#include "sensitive/glance.h"
#include "sensitive/sensitive.h"
#include "sensitive/token.h"
#include "sensitive/vocabulary.h"

#define KEPT_MOST 64
#define KEPT_WORDS 3
#define NUMBER_DIGITS 6
#define DECIMAL_DIGITS 9

/* Forms so weak that ordinary codes have them: "A12", "B+". */
#define CLASSES_WEAK (CLASS_BIT(DATA_diagnosis) | CLASS_BIT(DATA_blood_group))

enum keep sensitive_keep_named(class_set by_name)
{
    for (unsigned i = 0; i < DATA_BUILT_IN; i++)
        if ((by_name & CLASS_BIT(i)) && data_class_row((enum data_class)i)->shows_nothing)
            return KEEP_NOTHING;
    return by_name & CLASS_ALL ? KEEP_MASK : KEEP_TEXT;
}

static bool is_name_only(unsigned roles)
{
    return (roles & WORD_NAME) && !(roles & (WORD_ORDINARY | WORD_BUSINESS | WORD_STREET | WORD_UNIT));
}

static bool is_mark(char c)
{
    return c && strchr(",.&/+-()!'\":;#%$|", c);
}

static struct slice without_marks(struct slice word)
{
    while (word.len && is_mark(word.at[0]))
        word = slice_make(word.at + 1, word.len - 1);
    while (word.len && is_mark(word.at[word.len - 1]))
        word.len--;
    if (word.len > 2 && memcmp(word.at + word.len - 2, "'s", 2) == 0)
        word.len -= 2;
    return word;
}

/* Short numbers, sizes, versions: "14", "4.5", "128GB", "v2", "2-in-1". */
static bool is_figure(struct slice word)
{
    size_t digits = 0, letters = 0;

    for (size_t i = 0; i < word.len; i++) {
        digits += byte_is_digit(word.at[i]);
        letters += byte_is_letter(word.at[i]);
    }
    return digits && digits <= 5 && letters <= 4;
}

/* "J." */
static bool is_initial(struct slice word)
{
    return word.len == 2 && byte_is_upper(word.at[0]) && word.at[1] == '.';
}

static bool is_acronym(struct slice word)
{
    for (size_t i = 0; i < word.len; i++)
        if (!byte_is_upper(word.at[i]))
            return false;
    return word.len <= 4;
}

struct phrase {
    size_t words, capitals;
    size_t unknown; /* capitalised and in no list */
    size_t names;   /* sure ones */
    bool given_first, surname_last, initial;
};

static void add_known(struct phrase *phrase, struct slice word, unsigned roles, struct slice folded)
{
    bool capital = byte_is_upper(word.at[0]);

    phrase->capitals += capital;
    phrase->names += is_name_only(roles);
    if (phrase->words == 1)
        phrase->given_first = roles & WORD_GIVEN;
    phrase->surname_last = phrase->words > 1 && (roles & WORD_SURNAME);
    phrase->unknown += capital && roles == 0 && !is_acronym(word) && !vocabulary_looks_ordinary(folded);
}

/* false: a word that is none. */
static bool add_word(struct phrase *phrase, struct slice word)
{
    char folded[FOLDED_MOST];
    size_t len;

    phrase->initial |= is_initial(word);
    word = without_marks(word);
    phrase->words++;
    if (word.len == 0 || is_figure(word))
        return true;
    while (word.len) {
        struct slice part = slice_cut(&word, memchr(word.at, '/', word.len) ? '/' : '-');

        if (part.len == 0 || is_figure(part))
            continue;
        if (!vocabulary_fold(part, folded, &len))
            return false;
        add_known(phrase, part, vocabulary_folded(slice_make(folded, len)), slice_make(folded, len));
    }
    return true;
}

static bool is_vocabulary(struct slice text)
{
    struct phrase phrase = { 0 };
    struct slice word;

    while (slice_next(&text, ' ', &word))
        if (!add_word(&phrase, word))
            return false;
    if (phrase.words > KEPT_WORDS)
        return false;
    if ((phrase.names && phrase.words > 1) || (phrase.initial && phrase.surname_last))
        return false;
    /* "Mark Green": words as well, but in the order of a name. */
    if (phrase.given_first && phrase.surname_last && phrase.capitals == phrase.words)
        return false;
    return phrase.unknown == 0 || phrase.capitals <= 1;
}

static bool is_number(struct slice text, const struct glance *glance)
{
    if (!glance_only(glance, HAS_DIGIT | HAS_DASH | HAS_DOT | HAS_PLUS) || glance->digits == 0)
        return false;
    if (text.at[0] == '-' || text.at[0] == '+')
        text = slice_make(text.at + 1, text.len - 1);
    if (glance->digits == text.len)
        return text.len <= NUMBER_DIGITS ||
               (text.len == 8 && (text.at[0] == '1' || text.at[0] == '2') && calendar_is_birth(text.at));
    return glance->digits + 1 == text.len && memchr(text.at, '.', text.len) &&
           glance->digits <= DECIMAL_DIGITS;
}

static bool is_moment(struct slice text, const struct glance *glance)
{
    unsigned year;

    if (!(glance->has & HAS_DIGIT))
        return false;
    if (calendar_date(text, &year))
        return glance->upper + glance->lower <= 9;
    /* 12:30, 08:15:00, +02:00 */
    return glance_only(glance, HAS_DIGIT | HAS_COLON | HAS_PLUS | HAS_DASH | HAS_DOT) &&
           (glance->has & HAS_COLON) && glance->digits <= 9;
}

enum keep sensitive_keep(class_set found, struct slice text)
{
    struct glance glance;
    class_set classes = found & CLASS_ALL;

    if (!(found & CLASS_EVIDENT))
        classes &= ~CLASSES_WEAK;
    if (classes)
        return sensitive_keep_named(classes);
    text = slice_trim(text);
    if (text.len > KEPT_MOST || (found & CLASS_LEAKS))
        return KEEP_MASK;
    glance_at(text, &glance);
    if (text.len == 0 || token_is_media_type(text) || is_number(text, &glance) || is_moment(text, &glance))
        return KEEP_TEXT;
    if (glance.has & HAS_LINE)
        return KEEP_MASK;
    if (glance.spaces)
        return glance.digits <= NUMBER_DIGITS && is_vocabulary(text) ? KEEP_TEXT : KEEP_MASK;
    return token_is_public(text, &glance) ? KEEP_TEXT : KEEP_MASK;
}
