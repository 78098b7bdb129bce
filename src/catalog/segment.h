/* SPDX-License-Identifier: Apache-2.0 */
/* Path segments: what they look like. Shape is one of several kinds of evidence for "identifier or literal" and the
 * only one available when a request arrives, so it decides how many distinct siblings are kept apart (catalog/path.h). */
#ifndef CATALOG_SEGMENT_H
#define CATALOG_SEGMENT_H

#include "base/slice.h"

enum segment_class {
    /* Identifier shapes: no API names a fixed resource so. Few distinct values are kept apart. */
    SEGMENT_INTEGER,
    SEGMENT_UUID,
    SEGMENT_HEX,  /* 8 or more hexadecimal digits with letters and digits: hashes, ObjectIds */
    SEGMENT_DATE, /* 2026-11-24, 20261124 is an integer */
    SEGMENT_EMAIL,
    SEGMENT_DIGITS,  /* 8 or more characters rich in digits: prefixed ids, phone numbers */
    SEGMENT_RANDOM,  /* 16 or more characters of mixed case and digits: base62, base64url, ULID */
    SEGMENT_NUMBER,  /* signed or with a fraction */
    SEGMENT_ODD,     /* characters no literal has: comma, space, equals sign, non-ASCII ... */
    SEGMENT_ADDRESS, /* IPv4, IPv6 */
    /* Word shapes: a literal or a value, other evidence must tell. */
    SEGMENT_VERSION,     /* v1, v2.1, 2024-01 style is a date */
    SEGMENT_SEMVER,      /* 1.2.3 */
    SEGMENT_WORD_DIGITS, /* short: word and digits: oauth2, frc254 */
    SEGMENT_NUMBERED,    /* words and a number: sheet-33, order_1001 */
    SEGMENT_TWO,         /* two letters: languages, countries */
    SEGMENT_UPPER,       /* 3-5 capitals: currencies, codes */
    SEGMENT_WORD,        /* lower-case letters */
    SEGMENT_KEBAB,
    SEGMENT_SNAKE,
    SEGMENT_DOTTED,
    SEGMENT_CAPITALISED,
    SEGMENT_CAMEL,
    SEGMENT_OTHER,
    SEGMENT_PATTERN, /* several values in one segment, catalog/composite.h; given, never classified */
    SEGMENT_CLASSES
};

/* Segments longer than this are cut for the catalog; their class is ODD. */
#define SEGMENT_LENGTH 200

enum segment_class segment_classify(struct slice segment);
static inline bool segment_is_identifier(enum segment_class class)
{
    return class < SEGMENT_VERSION;
}
const char *segment_class_name(enum segment_class class); /* "integer", "uuid", "word" ... */

/* Splits a structural suffix candidate off: "spec1:cancel" -> ":cancel", "berlin.txt" -> ".txt" (2-5 lower-case
 * letters). false when there is none. Whether the suffix is structural is decided late. */
bool segment_split(struct slice segment, struct slice *ret_stem, struct slice *ret_suffix);

#endif
