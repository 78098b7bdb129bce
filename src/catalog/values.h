/* SPDX-License-Identifier: Apache-2.0 */
/* What was learned of the scalar values at one place (a JSON field, a query parameter, a path segment).
 *
 * Everything here merges exactly and does not depend on order: counts add, ranges widen, the mask of possible formats
 * is an intersection, distinct values are a bottom-k sample (base/sample.h). What it means - enum or free text, which
 * format, which type - is decided when somebody asks (law 2). */
#ifndef CATALOG_VALUES_H
#define CATALOG_VALUES_H

#include "base/sample.h"
#include "json/simd.h"

struct classifier;

/* Formats a string may have: one bit each. VALUES_ANY until the first non-empty string; every string clears the bits
 * it does not match. The names in the comments are those OpenAPI documents use. */
enum value_format {
    FORMAT_UUID = 1u << 0,      /* uuid */
    FORMAT_DATE_TIME = 1u << 1, /* date-time: RFC 3339 */
    FORMAT_DATE = 1u << 2,      /* date: RFC 3339 full-date, a real day */
    FORMAT_TIME = 1u << 3,      /* time */
    FORMAT_EMAIL = 1u << 4,     /* email */
    FORMAT_URI = 1u << 5,       /* uri: absolute, with a scheme */
    FORMAT_HOSTNAME = 1u << 6,  /* hostname: at least two labels, last one letters */
    FORMAT_IPV4 = 1u << 7,      /* ipv4 */
    FORMAT_IPV6 = 1u << 8,      /* ipv6 */
    FORMAT_BYTE = 1u << 9,      /* byte: base64, padded or mixed enough not to be a word */
    FORMAT_PHONE = 1u << 10,    /* phone */
    FORMAT_DURATION = 1u << 11, /* duration: ISO 8601 */
    /* Lexical shapes: what text outside JSON (query, path, form) stands for. */
    FORMAT_INTEGER = 1u << 16,
    FORMAT_NUMBER = 1u << 17,       /* set for integers too */
    FORMAT_BOOLEAN = 1u << 18,      /* true / false */
    FORMAT_LIST = 1u << 19,         /* contains a comma between non-empty parts without spaces: a,b,c */
    FORMAT_LIST_INTEGER = 1u << 20, /* every part an integer; set for single integers too */
};
#define FORMAT_ALL (0xfffu | 0x1fu << 16)
#define VALUES_ANY 0xffffffffu

struct values {                      /* the first 64 bytes are all that most values touch */
    uint64_t count;                  /* strings seen, empty ones included */
    uint64_t beyond;                 /* no hash above it is in the sample; cached, may lag behind */
    uint32_t possible;               /* enum value_format bits that every non-empty string matched */
    uint32_t length_min, length_max; /* in characters (Unicode code points), meaningless while count is 0 */
    struct sample sample;            /* distinct values, bottom-VALUES_SAMPLE */
    uint64_t empty;                  /* strings that were empty: they clear no format bit */
    uint64_t lists;   /* strings with FORMAT_LIST; not counted in JSON bodies, where a list is an array */
    uint8_t tags[32]; /* the low bytes of the hashes in the sample, in its order; cached, may be wrong */
};

#define VALUES_SAMPLE 24

/* Who keeps values: from where the memory comes, and the classes that decide what is kept of them (catalog/kept.h). */
struct values_keeper {
    struct memory *account;
    struct classifier *classifier; /* may be NULL */
};

void values_init(struct values *values);
/* `text` is the value itself, unescaped. false when memory was refused: counts hold, the sample may lack it. */
bool values_add(struct values *values, const struct values_keeper *keeper, struct slice text);
/* The same for one string (or, as text, one integer) of a JSON body by who has its hash_content and its length in code
 * points already. */
bool values_add_json(struct values *values, const struct values_keeper *keeper, struct slice text,
                     size_t points, uint64_t hash);
bool values_add_integer(struct values *values, const struct values_keeper *keeper, struct slice text,
                        uint64_t hash);
/* The same for `count` occurrences of a value that was judged before: an entry of another sample. */
bool values_add_entry(struct values *values, struct memory *account, const struct sample_entry *entry,
                      size_t points, uint64_t count);

/* Settles what may be kept of values that came since (catalog/kept.h): whoever stores them, shows them or decides by them does it
 * first. Most values are pushed out of their sample before anybody asks. */
void values_settle(struct values *values, const struct values_keeper *keeper);

/* Counts a value that the sample holds; false, and nothing done, when it may not hold it. All else that can be learned
 * from a value was learned when it came first. Not for empty ones. */
static inline bool values_count_known(struct values *values, uint64_t hash)
{
    struct sample *sample = &values->sample;
    uint32_t places;

    if (hash > values->beyond)
        return false;
    places = simd_equal(simd_load(values->tags), (char)hash) |
             simd_equal(simd_load(values->tags + SIMD_BYTES), (char)hash) << SIMD_BYTES;
    for (; places; places &= places - 1) {
        unsigned place = simd_first(places);

        if (place < sample->count && sample->entries[place].hash == hash) {
            values->count++;
            sample->total++;
            sample->entries[place].count++;
            return true;
        }
    }
    return false;
}

/* Counts a value and its length in code points. */
static inline void values_measure(struct values *values, size_t points)
{
    uint32_t length = points < UINT32_MAX ? (uint32_t)points : UINT32_MAX;

    if (values->count == 0 || length < values->length_min)
        values->length_min = length;
    if (values->count == 0 || length > values->length_max)
        values->length_max = length;
    values->count++;
}

/* Counts a value of which nothing but its length can still be learned: no format is possible any more, and the sample
 * has smaller ones. false, and nothing done, when there may be more to it. Not for empty ones. */
static inline bool values_count_settled(struct values *values, size_t points, uint64_t hash)
{
    if (hash <= values->beyond || values->possible)
        return false;
    values_measure(values, points);
    values->sample.total++;
    return true;
}

/* The same into values of another name, under which other things may be kept: what is kept of each is settled by its own. */
bool values_merge_settled(struct values *into, const struct values_keeper *keeper, const struct values *from);
bool values_merge(struct values *into, struct memory *account, const struct values *from);
void values_done(struct values *values, struct memory *account);

/* The formats that one string matches. */
uint32_t format_of(struct slice text);
/* The one format all strings share, most specific first; 0 when none or too little support (fewer than 2 values, or
 * only lexical bits). */
uint32_t values_format(const struct values *values);
const char *format_name(uint32_t bit); /* "uuid"; NULL for lexical bits */
/* Whether the values are a closed set: few distinct ones, each repeated often enough that a free text would have shown
 * more, all known as they are, none looking like an identifier, a sentence or a number. `ret` (may be NULL) gets how
 * many. */
bool values_is_enum(const struct values *values, size_t *ret);

#endif
