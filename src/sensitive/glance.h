/* SPDX-License-Identifier: Apache-2.0 */
/* A first look at a text: which kinds of bytes it has and how many. It costs one pass, and tells most values from most
 * classes, so that hardly any validator runs for nothing. */
#ifndef SENSITIVE_GLANCE_H
#define SENSITIVE_GLANCE_H

#include "base/slice.h"

#include <stdint.h>

#define HAS_LOWER 0x1u
#define HAS_UPPER 0x2u
#define HAS_DIGIT 0x4u
#define HAS_SPACE 0x8u
#define HAS_DASH 0x10u
#define HAS_UNDERSCORE 0x20u
#define HAS_DOT 0x40u
#define HAS_AT 0x80u
#define HAS_COLON 0x100u
#define HAS_SLASH 0x200u
#define HAS_PLUS 0x400u
#define HAS_BRACKET 0x800u /* ( ) */
#define HAS_COMMA 0x1000u
#define HAS_EQUALS 0x2000u
#define HAS_DOLLAR 0x4000u
#define HAS_ANGLE 0x8000u  /* < > */
#define HAS_QUOTE 0x10000u /* ' " */
#define HAS_LINE 0x20000u  /* line feed, carriage return */
#define HAS_HIGH 0x40000u  /* not ASCII */
#define HAS_OTHER 0x80000u
#define HAS_LETTER (HAS_LOWER | HAS_UPPER)

struct glance {
    uint32_t has;
    uint32_t lower, upper, digits, spaces;
};

void glance_at(struct slice text, struct glance *ret);
static inline bool glance_only(const struct glance *glance, uint32_t kinds)
{
    return (glance->has & ~kinds) == 0;
}

/* What a validator says: no; yes, written like much else; yes, written as little else is; of names of people: could
 * be, nothing speaks against it. */
enum fit { FIT_NO, FIT_PLAIN, FIT_EVIDENT, FIT_ALIKE };

/* Digits of the text without the separators in `marks`; 0 when there is anything else, separators stand together or at
 * an end, or there are more than `most`. */
size_t digits_take(struct slice text, const char *marks, char *ret, size_t most);
/* Whether groups of the text, cut at single bytes of `marks`, have these lengths: "3-2-4" as "\3\2\4". */
bool groups_are(struct slice text, const char *marks, const char *lengths);

#endif
