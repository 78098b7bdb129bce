/* SPDX-License-Identifier: Apache-2.0 */
#include "catalog/kept.h"

#include "base/byte.h"
#include "catalog/format.h"
#include "catalog/guessable.h"

/* Two labels are file names and versions as often as hosts: a few endings tell, and so do three labels. */
static bool ends_like_host(struct slice text)
{
    static const char *const endings[] = { ".com",     ".net",   ".org",      ".io",  ".dev",
                                           ".example", ".local", ".internal", ".edu", ".gov",
                                           ".cloud",   ".app",   ".eu",       ".de",  ".uk" };

    for (size_t i = 0; i < sizeof endings / sizeof *endings; i++)
        if (slice_ends_with(text, slice_of(endings[i])))
            return true;
    return false;
}

static uint32_t traits_of(struct slice text, uint32_t wanted)
{
    uint32_t traits = 0;

    if (text.len == 0)
        return 0;
    if (wanted & FORMAT_ALL)
        traits |= format_narrow(wanted & FORMAT_ALL, text);
    if (wanted & (TRAIT_BASE64 | TRAIT_BASE64_MARKED) && format_is_evident_base64(text)) {
        bool marked = memchr(text.at, '=', text.len) || memchr(text.at, '+', text.len) ||
                      memchr(text.at, '/', text.len);

        traits |= TRAIT_BASE64 | (marked ? TRAIT_BASE64_MARKED : 0u);
    }
    if (wanted & TRAIT_PHONE && format_is_evident_phone(text))
        traits |= TRAIT_PHONE;
    if (wanted & TRAIT_HOST && ends_like_host(text))
        traits |= TRAIT_HOST;
    if (wanted & TRAITS_GUESSABLE)
        traits |= guessable_traits(text);
    return traits & wanted;
}

uint32_t kept_traits(const struct sample_entry *entry, uint32_t wanted)
{
    return entry->masked ? entry->traits & wanted : traits_of(sample_text(entry), wanted);
}

static void keep_as(enum keep keep, struct slice text, char mask[MASK_MOST], struct sample_value *ret)
{
    ret->full_len = text.len < UINT32_MAX ? (uint32_t)text.len : UINT32_MAX;
    ret->text = text;
    ret->masked = keep != KEEP_TEXT && text.len > 0;
    if (!ret->masked)
        return;
    ret->traits = traits_of(text, UINT32_MAX);
    ret->text = keep == KEEP_MASK ? slice_make(mask, mask_write(text, mask)) : slice_make(NULL, 0);
}

void kept_value(struct classifier *classifier, const struct sample *sample, struct slice text,
                char mask[MASK_MOST], struct sample_value *ret)
{
    enum keep keep;

    *ret = (struct sample_value){ .marks = text.len ? sensitive_value(classifier, text) : 0 };
    keep = text.len ? sensitive_keep(ret->marks, text) : KEEP_TEXT;
    if (sample->silent)
        keep = KEEP_NOTHING;
    else if (sample->veiled && keep == KEEP_TEXT)
        keep = KEEP_MASK;
    keep_as(keep, text, mask, ret);
}

void kept_again(struct classifier *classifier, const struct sample *sample, struct sample_value *value,
                char mask[MASK_MOST])
{
    uint64_t marks = value->marks;
    uint32_t full_len = value->full_len;

    kept_value(classifier, sample, value->text, mask, value);
    value->marks |= marks;
    value->full_len = full_len;
}

/* Forms that words of an API have as well: "grace", "A10", "AB". */
#define LOOSE                                                                                                \
    (CLASS_BIT(DATA_person_name) | CLASS_BIT(DATA_diagnosis) | CLASS_BIT(DATA_blood_group) |                 \
     CLASS_BIT(DATA_address) | CLASS_BIT(DATA_passport) | CLASS_BIT(DATA_driving_licence))

static bool has_digit(struct slice text)
{
    for (size_t i = 0; i < text.len; i++)
        if (byte_is_digit(text.at[i]))
            return true;
    return false;
}

#define TOKEN_SHORTEST 16

/* Whether digits and capitals cut it into pieces shorter than words are: on average below 2.75 characters. */
static bool is_cut_up(struct slice text)
{
    size_t pieces = 1;

    for (size_t i = 1; i < text.len; i++) {
        char before = text.at[i - 1], here = text.at[i];

        pieces +=
            byte_is_digit(before) != byte_is_digit(here) || (byte_is_lower(before) && byte_is_upper(here));
    }
    return text.len * 4 < pieces * 11;
}

/* Long and of letters and digits that make no words; or what addresses and the like are, words and figures. */
static bool is_no_word(class_set found, struct slice text)
{
    if (!has_digit(text) || sensitive_keep(found, text) == KEEP_TEXT)
        return false;
    return memchr(text.at, ' ', text.len) || (text.len >= TOKEN_SHORTEST && is_cut_up(text));
}

/* Whether something that stands where words do is surely none. */
static bool is_surely_sensitive(class_set found, struct slice text)
{
    class_set classes = found & CLASS_ALL;

    if (!memchr(text.at, ' ', text.len))
        classes &= ~LOOSE;
    return (classes && (found & CLASS_EVIDENT || sensitive_keep_named(classes) == KEEP_NOTHING)) ||
           is_no_word(found, text);
}

/* Two coordinates in one segment: what they are is not shown, that there are two is (catalog/composite.h). */
static bool is_pair_of_numbers(struct slice text)
{
    struct slice rest = text, first = slice_cut(&rest, ',');

    return segment_classify(first) == SEGMENT_NUMBER && segment_classify(rest) == SEGMENT_NUMBER;
}

static bool may_be_literal(enum segment_class class, struct slice text)
{
    if (class != SEGMENT_ODD)
        return !segment_is_identifier(class);
    /* "$metadata", "@me", "~" */
    for (size_t i = 0; i < text.len; i++)
        if (memchr(" ,=+", text.at[i], 4) || (unsigned char)text.at[i] >= 0x80 ||
            (text.at[i] == '@' && i > 0))
            return false;
    return true;
}

void kept_segment(struct classifier *classifier, enum segment_class class, struct slice text,
                  char mask[MASK_MOST], struct sample_value *ret)
{
    enum keep keep;

    *ret = (struct sample_value){ .marks = sensitive_value(classifier, text) };
    if (may_be_literal(class, text))
        keep = is_surely_sensitive(ret->marks, text) ? KEEP_MASK : KEEP_TEXT;
    else
        keep = sensitive_keep(ret->marks, text);
    keep_as(keep, text, mask, ret);
    if (!ret->masked)
        return;
    if (sensitive_keep_named(ret->marks & CLASS_ALL) == KEEP_NOTHING || ret->text.len == 0)
        ret->text = SLICE("***");
    else if (is_pair_of_numbers(text))
        ret->text = SLICE("***,***");
    else if (memmem(text.at, text.len, "...", 3)) /* from one to another */
        ret->text = SLICE("***...***");
    else if (slice_ends_with(text, SLICE(".."))) /* the same; the other one was taken for an ending */
        ret->text = SLICE("***..");
}

/* Hexadecimal digits in groups, as UUIDs and some other identifiers of objects are written. */
static bool is_grouped(struct slice text)
{
    size_t groups = 1;

    for (size_t i = 0; i < text.len; i++) {
        groups += text.at[i] == '-';
        if (text.at[i] != '-' && byte_hex_value(text.at[i]) < 0)
            return false;
    }
    return groups >= 4;
}

/* Few letters, hyphens and underscores: what nearly all names are made of, and no value that says anything by its form. */
static bool is_plain_name(struct slice key)
{
    if (key.len >= TOKEN_SHORTEST)
        return false;
    for (size_t i = 0; i < key.len; i++)
        if (!byte_is_letter(key.at[i]) && key.at[i] != '_' && key.at[i] != '-')
            return false;
    return true;
}

bool kept_key_is_data(struct slice key)
{
    class_set found;
    enum segment_class class;

    if (key.len < 4 || is_plain_name(key))
        return false;
    found = sensitive_value(NULL, key);
    class = segment_classify(key);
    /* Names of many words may look random; then they have no digits. */
    if (segment_is_identifier(class) && class != SEGMENT_ODD && has_digit(key) && !is_grouped(key) &&
        !memchr(key.at, ' ', key.len))
        return sensitive_keep(found, key) != KEEP_TEXT;
    return !is_grouped(key) && is_surely_sensitive(found, key);
}
