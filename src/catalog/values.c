/* SPDX-License-Identifier: Apache-2.0 */
/* Counting values, and what the counts amount to. */
#include "catalog/values.h"

#include "base/hash.h"
#include "catalog/format.h"
#include "catalog/kept.h"
#include "catalog/segment.h"
#include "json/scan.h"

/* Values of these formats are no closed set, however few there were. */
#define ENUM_NEVER                                                                                           \
    (FORMAT_UUID | FORMAT_DATE_TIME | FORMAT_DATE | FORMAT_TIME | FORMAT_EMAIL | FORMAT_URI |                \
     FORMAT_HOSTNAME | FORMAT_IPV4 | FORMAT_IPV6)

#define ENUM_SEEN 10
#define ENUM_REPEATS 4 /* of each value, on average */

void values_init(struct values *values)
{
    *values = (struct values){ .possible = VALUES_ANY, .beyond = UINT64_MAX };
    sample_init(&values->sample, VALUES_SAMPLE);
}

void values_done(struct values *values, struct memory *account)
{
    sample_done(&values->sample, account);
}

static inline uint64_t values_beyond(const struct sample *sample)
{
    bool full = sample->overflowed && sample->count == sample->keep;

    return full ? sample->entries[sample->count - 1].hash : UINT64_MAX;
}

static void values_cache(struct values *values)
{
    const struct sample *sample = &values->sample;

    for (uint32_t i = 0; i < sample->count && i < sizeof values->tags; i++)
        values->tags[i] = (uint8_t)sample->entries[i].hash;
    values->beyond = values_beyond(sample);
}

/* The same after one value was added. A new one moves the tags behind it; one that was there all the time had a wrong
 * tag, or it would have been counted by it. */
static void values_cache_added(struct values *values, uint64_t hash)
{
    const struct sample *sample = &values->sample;
    uint32_t place = sample_place(sample, hash);

    if (place >= sample->count || sample->entries[place].hash != hash)
        return;
    if (sample->entries[place].count > 1 || place >= sizeof values->tags) {
        values_cache(values);
        return;
    }
    memmove(values->tags + place + 1, values->tags + place, sizeof values->tags - 1 - place);
    values->tags[place] = (uint8_t)hash;
    values->beyond = values_beyond(sample);
}

/* A value that is not in the sample yet is judged when somebody wants to know; before it gets in, when the sample would keep but
 * a part of it. */
static bool values_take(struct values *values, const struct values_keeper *keeper, struct slice text,
                        uint64_t hash)
{
    struct sample_value value;
    char mask[MASK_MOST];

    if (text.len <= SAMPLE_TEXT) {
        value = (struct sample_value){ .text = text, .full_len = (uint32_t)text.len, .raw = text.len > 0 };
    } else {
        struct sample_entry *known = (struct sample_entry *)(uintptr_t)sample_find(&values->sample, hash);

        if (known) {
            known->count++;
            values->sample.total++;
            return true;
        }
        kept_value(keeper->classifier, &values->sample, text, mask, &value);
    }
    return sample_add_kept(&values->sample, keeper->account, hash, &value, 1);
}

void values_settle(struct values *values, const struct values_keeper *keeper)
{
    struct sample *sample = &values->sample;
    struct sample_value value;
    char mask[MASK_MOST];

    for (uint32_t i = 0; i < sample->count; i++) {
        if (!sample->entries[i].raw)
            continue;
        kept_value(keeper->classifier, sample, sample_text(&sample->entries[i]), mask, &value);
        sample_settle(sample, keeper->account, i, &value);
    }
}

/* Mostly without a search and often without a look at the entries: a value is beyond the k smallest, or where its tag
 * is. What the tags do not know may still be there. */
static inline bool values_keep(struct values *values, const struct values_keeper *keeper, struct slice text,
                               uint64_t hash)
{
    bool whole;

    if (hash > values->beyond) {
        values->sample.total++;
        return true;
    }
    whole = values_take(values, keeper, text, hash);
    values_cache_added(values, hash);
    return whole;
}

bool values_add_json(struct values *values, const struct values_keeper *keeper, struct slice text,
                     size_t points, uint64_t hash)
{
    values_measure(values, points);
    if (text.len == 0)
        values->empty++;
    else if (values->possible)
        values->possible = format_narrow(values->possible, text);
    return values_keep(values, keeper, text, hash);
}

bool values_add_integer(struct values *values, const struct values_keeper *keeper, struct slice text,
                        uint64_t hash)
{
    values_measure(values, text.len);
    values->possible &= FORMAT_INTEGER | FORMAT_NUMBER | FORMAT_LIST_INTEGER;
    return values_keep(values, keeper, text, hash);
}

bool values_add(struct values *values, const struct values_keeper *keeper, struct slice text)
{
    uint64_t hash = hash_content(text);

    values->lists += text.len > 0 && format_narrow(FORMAT_LIST, text);
    if (text.len && values_count_known(values, hash))
        return true;
    return values_add_json(values, keeper, text, scan_code_points(text), hash);
}

static struct sample_value entry_value(const struct sample_entry *entry)
{
    return (struct sample_value){
        .text = sample_text(entry),
        .marks = entry->marks,
        .full_len = entry->full_len,
        .traits = entry->traits,
        .masked = entry->masked,
    };
}

bool values_add_entry(struct values *values, struct memory *account, const struct sample_entry *entry,
                      size_t points, uint64_t count)
{
    struct sample_value value = entry_value(entry);
    bool whole;

    if (count == 0)
        return true;
    values_measure(values, points);
    values->count += count - 1;
    values->lists += kept_traits(entry, FORMAT_LIST) ? count : 0;
    values->empty += entry->full_len ? 0 : count;
    if (entry->full_len)
        values->possible &= kept_traits(entry, FORMAT_ALL);
    whole = sample_add_kept(&values->sample, account, entry->hash, &value, count);
    values_cache(values);
    return whole;
}

static void merge_counts(struct values *into, const struct values *from)
{
    if (from->count) {
        if (into->count == 0 || from->length_min < into->length_min)
            into->length_min = from->length_min;
        if (into->count == 0 || from->length_max > into->length_max)
            into->length_max = from->length_max;
    }
    into->count += from->count;
    into->empty += from->empty;
    into->lists += from->lists;
    into->possible &= from->possible;
}

bool values_merge(struct values *into, struct memory *account, const struct values *from)
{
    bool whole;

    merge_counts(into, from);
    whole = sample_merge(&into->sample, account, &from->sample);
    values_cache(into);
    return whole;
}

bool values_merge_settled(struct values *into, const struct values_keeper *keeper, const struct values *from)
{
    uint64_t total = into->sample.total + from->sample.total;
    bool whole = true;

    merge_counts(into, from);
    for (uint32_t i = 0; i < from->sample.count; i++) {
        const struct sample_entry *entry = &from->sample.entries[i];
        struct sample_value value = entry_value(entry);
        char mask[MASK_MOST];

        if (entry->raw)
            kept_value(keeper->classifier, &from->sample, sample_text(entry), mask, &value);
        whole &= sample_add_kept(&into->sample, keeper->account, entry->hash, &value, entry->count);
    }
    into->sample.total = total;
    into->sample.overflowed |= from->sample.overflowed;
    values_cache(into);
    return whole;
}

/* ---- decisions */

/* How many (not empty) values show one of the traits; all in *ret_all. */
static size_t count_traits(const struct sample *sample, uint32_t traits, size_t *ret_all)
{
    size_t count = 0, all = 0;

    for (uint32_t i = 0; i < sample->count; i++) {
        all += sample->entries[i].full_len > 0;
        count += kept_traits(&sample->entries[i], traits) != 0;
    }
    *ret_all = all;
    return count;
}

/* Base64 shares its alphabet with words and numbers: half of the values must look like it, and one must show what
 * random identifiers do not have, padding or the two marks. */
static bool values_are_base64(const struct sample *sample)
{
    size_t values, evident = count_traits(sample, TRAIT_BASE64, &values);

    return evident * 2 >= values && count_traits(sample, TRAIT_BASE64_MARKED, &values) > 0;
}

static bool values_are_phones(const struct sample *sample)
{
    size_t values, evident = count_traits(sample, TRAIT_PHONE, &values);

    return evident * 2 >= values && values > 0;
}

static bool values_are_hosts(const struct sample *sample)
{
    size_t values, hosts = count_traits(sample, TRAIT_HOST, &values);

    return hosts * 2 > values;
}

uint32_t values_format(const struct values *values)
{
    /* Most specific first; no string matches two of the first eight. */
    static const uint32_t ranked[] = { FORMAT_UUID, FORMAT_DATE_TIME, FORMAT_DATE,
                                       FORMAT_TIME, FORMAT_EMAIL,     FORMAT_URI,
                                       FORMAT_IPV4, FORMAT_IPV6,      FORMAT_DURATION };
    uint32_t possible = values->possible;

    if (values->count - values->empty < 2)
        return 0;
    for (size_t i = 0; i < sizeof ranked / sizeof *ranked; i++)
        if (possible & ranked[i])
            return ranked[i];
    if ((possible & FORMAT_HOSTNAME) && values_are_hosts(&values->sample))
        return FORMAT_HOSTNAME;
    if ((possible & FORMAT_BYTE) && values_are_base64(&values->sample))
        return FORMAT_BYTE;
    if ((possible & FORMAT_PHONE) && values_are_phones(&values->sample))
        return FORMAT_PHONE;
    return 0;
}

enum likeness { LIKE_WORD, LIKE_SENTENCE, LIKE_IDENTIFIER };

/* A member of a closed set is a word or a few, seldom a sentence, never an identifier. */
static enum likeness word_likeness(struct slice text)
{
    static const char marked[] = "(){}[]<>=\"?!;|\\`\n"; /* of expressions, markup and prose */
    size_t blanks = 0, marks = 0;

    for (size_t i = 0; i < text.len; i++) {
        blanks += text.at[i] == ' ';
        marks += memchr(marked, text.at[i], sizeof marked - 1) != NULL;
    }
    switch (segment_classify(text)) {
    case SEGMENT_INTEGER: return text.len <= 3 ? LIKE_WORD : LIKE_IDENTIFIER;
    case SEGMENT_UUID:
    case SEGMENT_HEX:
    case SEGMENT_DATE:
    case SEGMENT_EMAIL:
    case SEGMENT_DIGITS:
    case SEGMENT_RANDOM:
    case SEGMENT_ADDRESS:
    case SEGMENT_SEMVER: return LIKE_IDENTIFIER;
    default: return text.len > 48 || blanks > 2 || marks ? LIKE_SENTENCE : LIKE_WORD;
    }
}

/* Two capitals, nine kinds and more: countries. */
static bool is_country(struct slice text)
{
    return text.len == 2 && text.at[0] >= 'A' && text.at[0] <= 'Z' && text.at[1] >= 'A' && text.at[1] <= 'Z';
}

/* How many distinct values there are; 0 when they are no closed set by their looks. */
static size_t count_words(const struct sample *sample)
{
    size_t values = 0, sentences = 0, languages = 0, surely = 0, countries = 0;

    for (uint32_t i = 0; i < sample->count; i++) {
        struct slice text = sample_text(&sample->entries[i]);
        enum likeness likeness = word_likeness(text);
        bool sure = false;

        if (sample->entries[i].full_len == 0)
            continue;
        if (sample->entries[i].masked || likeness == LIKE_IDENTIFIER)
            return 0;
        values++;
        sentences += likeness == LIKE_SENTENCE;
        languages += format_is_language(text, &sure);
        surely += sure;
        countries += is_country(text);
    }
    if (sentences * 4 > values || (languages == values && surely > 0) || (countries == values && values > 8))
        return 0;
    return values;
}

bool values_is_enum(const struct values *values, size_t *ret)
{
    uint64_t seen = values->count - values->empty;
    size_t words;

    if (values->sample.overflowed || seen < ENUM_SEEN || (values->possible & ENUM_NEVER))
        return false;
    words = count_words(&values->sample);
    if (words < 2 || seen < ENUM_REPEATS * words)
        return false;
    if (ret)
        *ret = words;
    return true;
}
