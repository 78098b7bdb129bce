/* SPDX-License-Identifier: Apache-2.0 */
#include "sensitive/name.h"

#include "base/byte.h"
#include "sensitive/classifier.h"

#define TERM_PART 0x1u
#define TERM_NEUTRAL 0x2u
#define TERM_OWNER 0x4u
#define TERM_NEGATOR 0x8u
#define TERM_STOP 0x10u
#define TERM_OTHER 0x20u

#define PHRASE_MOST ((size_t)160)
#define PARTS_MOST 4

struct term {
    const char *text, *canonical;
    uint8_t roles;
};

static const struct term terms_known[] = {
#define TERM(text, canonical, roles) { text, canonical, roles },
#include "sensitive/terms.list"
#undef TERM
};

#define DATA_NOTHING DATA_CLASSES

struct named {
    const char *words;
    uint8_t class, strength;
};

static const struct named names_known[] = {
#define NAME(words, class, strength) { words, DATA_##class, NAME_##strength },
#include "sensitive/names.list"
#undef NAME
};

#define COUNT(list) (sizeof(list) / sizeof *(list))

static int compare_text(struct slice text, const char *known)
{
    int order = strncmp(text.at, known, text.len);

    return order ? order : -(known[text.len] != '\0');
}

static const struct term *find_term(struct slice word)
{
    size_t low = 0, high = COUNT(terms_known);

    while (low < high) {
        size_t middle = (low + high) / 2;
        int order = compare_text(word, terms_known[middle].text);

        if (order == 0)
            return &terms_known[middle];
        if (order < 0)
            high = middle;
        else
            low = middle + 1;
    }
    return NULL;
}

/* The first row of that name, NULL when there is none. */
static const struct named *find_name(struct slice phrase)
{
    size_t low = 0, high = COUNT(names_known);

    while (low < high) {
        size_t middle = (low + high) / 2;

        if (compare_text(phrase, names_known[middle].words) > 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low < COUNT(names_known) && compare_text(phrase, names_known[low].words) == 0 ? &names_known[low]
                                                                                         : NULL;
}

static void add_term(struct name_terms *ret, struct slice word, const struct term *term)
{
    if (ret->count == NAME_WORDS_MOST || (term && (term->roles & TERM_STOP) && !(term->roles & TERM_PART)))
        return;
    ret->words[ret->count] = term ? slice_of(term->canonical) : word;
    ret->roles[ret->count++] = term ? term->roles : 0;
}

static const struct term *part_at(struct slice word, size_t from, size_t to)
{
    const struct term *term = to - from >= 2 ? find_term(slice_make(word.at + from, to - from)) : NULL;

    /* Small words ("my", "new") begin what is written together. */
    return term && ((term->roles & (TERM_PART | TERM_OWNER | TERM_STOP)) || from == 0 ||
                    (to - from > 2 && term->roles & TERM_NEUTRAL))
               ? term
               : NULL;
}

/* "creditcardnumber": known words put together, at most PARTS_MOST, longest first. Short ones ("no", "id") only at an
 * end. */
static bool take_apart(struct slice word, size_t from, size_t depth, const struct term *ret[PARTS_MOST],
                       size_t *ret_count)
{
    if (from == word.len) {
        *ret_count = depth;
        return true;
    }
    if (depth == PARTS_MOST)
        return false;
    for (size_t to = word.len; to > from + 1; to--) {
        const struct term *term = part_at(word, from, to);

        if (!term || (to - from == 2 && from > 0 && to < word.len && word.len < 10))
            continue;
        ret[depth] = term;
        if (take_apart(word, to, depth + 1, ret, ret_count))
            return true;
    }
    return false;
}

static void add_word(struct name_terms *ret, struct slice word)
{
    const struct term *term = find_term(word), *parts[PARTS_MOST];
    struct slice stem = word;
    char singular[WORD_LENGTH];
    size_t count = 0;

    while (!term && stem.len > 2 && byte_is_digit(stem.at[stem.len - 1])) {
        stem.len--;
        term = find_term(stem);
    }
    if (!term && stem.len > 3 && stem.at[stem.len - 1] == 's')
        term = find_term(slice_make(singular, word_singular(stem, singular)));
    if (term || stem.len < 5 || !take_apart(stem, 0, 0, parts, &count)) {
        add_term(ret, word, term);
        return;
    }
    for (size_t i = 0; i < count; i++)
        add_term(ret, stem, parts[i]);
}

void name_split(struct slice name, struct name_terms *ret)
{
    ret->count = 0;
    ret->split.count = 0;
    words_add(&ret->split, name);
    for (size_t i = 0; i < ret->split.count; i++)
        add_word(ret, words_at(&ret->split, i));
}

void name_prepend(struct name_terms *terms, const struct name_terms *before)
{
    size_t room = NAME_WORDS_MOST - terms->count, count = before->count < room ? before->count : room;

    memmove(terms->words + count, terms->words, terms->count * sizeof *terms->words);
    memmove(terms->roles + count, terms->roles, terms->count * sizeof *terms->roles);
    memcpy(terms->words, before->words + before->count - count, count * sizeof *terms->words);
    memcpy(terms->roles, before->roles + before->count - count, count * sizeof *terms->roles);
    terms->count += count;
}

/* Words from..to with spaces between them; empty when they are too long. */
static struct slice phrase_of(const struct name_terms *terms, size_t from, size_t to, char text[PHRASE_MOST])
{
    size_t len = 0;

    for (size_t i = from; i < to; i++) {
        if (len + terms->words[i].len + 1 > PHRASE_MOST)
            return SLICE("");
        if (i > from)
            text[len++] = ' ';
        memcpy(text + len, terms->words[i].at, terms->words[i].len);
        len += terms->words[i].len;
    }
    return slice_make(text, len);
}

static void mean(struct name_meaning *ret, enum data_class class, enum name_strength strength)
{
    if (ret->count < NAME_MEANT_MOST && name_says(ret, class) == NAME_SILENT)
        ret->meant[ret->count++] = (struct name_meant){ class, strength };
}

/* All rows of one name. */
static void mean_rows(const struct named *row, struct name_meaning *ret)
{
    for (const struct named *each = row;
         each < names_known + COUNT(names_known) && strcmp(each->words, row->words) == 0; each++) {
        if (each->class == DATA_CLASSES)
            ret->is_other = true;
        else
            mean(ret, (enum data_class)each->class, (enum name_strength)each->strength);
    }
}

/* "name" alone, or after somebody who has one, is a person's; "product name" is not. What a hint stands behind must be
 * an owner. */
static bool is_hint_out_of_place(const struct named *row, const struct name_terms *terms, size_t from)
{
    if (row->strength != NAME_HINT || row->class == DATA_CLASSES || from == 0)
        return false;
    return !(terms->roles[from - 1] & (TERM_OWNER | TERM_NEUTRAL));
}

static bool has_role(const struct name_terms *terms, size_t from, size_t to, unsigned role)
{
    for (size_t i = from; i < to; i++)
        if (terms->roles[i] & role)
            return true;
    return false;
}

static bool mean_end(const struct name_terms *terms, size_t end, struct name_meaning *ret)
{
    char text[PHRASE_MOST];

    for (size_t from = 0; from < end; from++) {
        struct slice phrase = phrase_of(terms, from, end, text);
        const struct named *row = phrase.len ? find_name(phrase) : NULL;

        if (!row)
            continue;
        if (is_hint_out_of_place(row, terms, from) || has_role(terms, 0, from, TERM_NEGATOR)) {
            ret->is_other = true;
            return true;
        }
        mean_rows(row, ret);
        return true;
    }
    return false;
}

/* Registers whose check digits are the same as those of some class: ISBN-10 and NHS numbers, SIREN and SIN. */
static bool is_of_register(const struct name_terms *terms)
{
    static const char *const registers[] = {
        "isbn",  "isbn10", "isbn13", "issn",  "ean",  "ean13", "upc",   "gtin",   "imei", "meid",
        "imsi",  "iccid",  "siren",  "siret", "asin", "doi",   "orcid", "gln",    "sscc", "lei",
        "cusip", "isin",   "sedol",  "figi",  "ismn", "isni",  "duns",  "barcode"
    };

    for (size_t i = 0; i < terms->count; i++)
        if (SLICE_AMONG_NOCASE(terms->words[i], registers))
            return true;
    return false;
}

void name_meaning(const struct name_terms *terms, const struct classifier *classifier,
                  struct name_meaning *ret)
{
    size_t end = terms->count;

    *ret = (struct name_meaning){ .is_neutral = true, .is_registered = is_of_register(terms) };
    for (size_t i = 0; i < end; i++)
        ret->is_neutral &= (terms->roles[i] & TERM_NEUTRAL) != 0;
    for (;; end--) {
        if (end == 0 || mean_end(terms, end, ret))
            break;
        if (!(terms->roles[end - 1] & TERM_NEUTRAL))
            break;
    }
    if (ret->count == 0)
        ret->is_other |= has_role(terms, 0, terms->count, TERM_OTHER | TERM_NEGATOR);
    classifier_mean(classifier, terms, ret);
}

enum name_strength name_says(const struct name_meaning *meaning, enum data_class class)
{
    for (size_t i = 0; i < meaning->count; i++)
        if (meaning->meant[i].class == class)
            return meaning->meant[i].strength;
    return NAME_SILENT;
}

class_set sensitive_name(const struct classifier *classifier, struct slice name)
{
    struct name_terms terms;
    struct name_meaning meaning;
    class_set set = 0;

    name_split(name, &terms);
    name_meaning(&terms, classifier, &meaning);
    for (size_t i = 0; i < meaning.count; i++)
        if (meaning.meant[i].strength >= NAME_LIKELY)
            set |= CLASS_BIT(meaning.meant[i].class);
    return set;
}
