/* SPDX-License-Identifier: Apache-2.0 */
/* What a text is, when it is something that should not lie about: classes of sensitive data.
 *
 * A class is one row of sensitive/classes.list: words for people, the names under which it usually stands, and a validator that
 * looks at one value (checksum, issuer, length, real day), never at a bare pattern where the format offers more. A validator
 * judges *one value*; whether a *field* holds a class is decided late, from many values and what stands around it
 * (sensitive/decide.h).
 *
 * Nothing here keeps a value. What is known of a value is a class_set, 64 bits that depend on the value alone (and on the
 * classes users added), so that it merges like everything else. */
#ifndef SENSITIVE_SENSITIVE_H
#define SENSITIVE_SENSITIVE_H

#include "base/error.h"
#include "base/memory.h"
#include "base/severity.h"
#include "base/slice.h"

#include <stdint.h>

enum data_class {
#define CLASS(id, ...) DATA_##id,
#include "sensitive/classes.list"
#undef CLASS
    DATA_BUILT_IN,    /* below DATA_CUSTOM; the numbers are stored: append only */
    DATA_CUSTOM = 48, /* up to DATA_CUSTOM_MOST classes of the configuration */
    DATA_CLASSES = 56
};
#define DATA_CUSTOM_MOST 8

/* One bit a class; further bits say what else a value showed. */
typedef uint64_t class_set;
#define CLASS_BIT(class) ((class_set)1 << (class))
#define CLASS_ALL (CLASS_BIT(DATA_CLASSES) - 1)
#define CLASS_WITHIN ((class_set)1 << 63) /* found inside a longer text, not as the whole value */
#define CLASS_STACK_TRACE                                                                                    \
    ((class_set)1 << 62) /* not data, yet nobody's business: leaks of the program itself */
#define CLASS_SQL_ERROR ((class_set)1 << 61)
#define CLASS_INTERNAL                                                                                       \
    ((class_set)1 << 60) /* private address, internal host name or path of a server's disk */
#define CLASS_EVIDENT                                                                                        \
    ((class_set)1 << 56) /* written as little else is: an SSN with its hyphens, a phone number with + */
#define CLASS_NAMELIKE                                                                                       \
    ((class_set)1                                                                                            \
     << 57) /* two to four capitalised words, none of which is known as a name or as anything else */
#define CLASS_LEAKS (CLASS_STACK_TRACE | CLASS_SQL_ERROR | CLASS_INTERNAL)

/* What a class is about; the worst of it decides how bad exposure is. */
enum data_group {
    GROUP_CREDENTIAL,
    GROUP_FINANCIAL,
    GROUP_MEDICAL,
    GROUP_IDENTITY,
    GROUP_CONTACT,
    GROUP_TECHNICAL,
    GROUP_CUSTOM
};
const char *data_group_name(enum data_group group); /* "credential", "financial", ... */

struct data_class_row {
    const char *name;  /* "payment_card": stored and shown, never changes */
    const char *title; /* "payment card number" */
    enum data_group group;
    enum severity severity; /* of handing it to somebody who did not ask for it */
    bool shows_nothing;     /* credentials: not even a masked example is kept */
    /* Names that say so, split as base/words.h does, separated by spaces within a name and commas between: "card
     * number,pan". Of built-in classes some, for people; sensitive/names.list has all. */
    const char *names;
    /* See sensitive/classes.list. Share of true values that the validator knows; 0: it knows hardly any, the name must
     * say so. */
    double passes;
    /* How often a look-alike, a value of the same form that is something else, passes by chance: 0 (never) to 1
     * (always). */
    double chance;
    /* Fields of look-alikes for one field of the class: written so that little else looks like it, and written plainly. */
    double alike, alike_plain;
};
/* NULL beyond what exists. Custom classes are rows of their classifier. */
const struct data_class_row *data_class_row(enum data_class class);
bool data_class_from(struct slice name, enum data_class *ret);

/* A class of the user's: `.plainsight.yaml`, classes. */
struct custom_class {
    struct slice name, title;
    struct slice pattern;   /* PCRE2, matched against the whole value; empty: the name alone */
    struct slice validator; /* "luhn", "mod97", "verhoeff", "mod11"; empty: none */
    struct slice names;     /* as data_class_row.names */
    enum severity severity;
    bool shows_nothing;
};

/* Compiled custom classes; not shared between threads. NULL wherever a classifier is taken means: the built-in classes
 * only. */
struct classifier;
struct classifier *classifier_new(const struct custom_class *custom, size_t count, struct memory *account,
                                  struct error *err);
void classifier_free(struct classifier *classifier);
const struct data_class_row *classifier_row(const struct classifier *classifier, enum data_class class);
size_t classifier_custom_count(const struct classifier *classifier);

/* The classes that one value (unescaped, decoded) could be by its form and checksums, and what else it shows. Looks at
 * no more than the first 4096 bytes. Depends on nothing but the value and the classifier's classes. Fast for what is
 * short and plain: a few compares and table look-ups tell most values from all classes. */
class_set sensitive_value(struct classifier *classifier, struct slice text);
/* What a text gives away of the program itself: CLASS_LEAKS. Looks at the first 16 KiB, so that it can be asked of
 * whole bodies. */
#define LEAKS_MOST ((size_t)16 << 10)
class_set sensitive_leaks(struct slice text);
/* The classes that a member, parameter, header or cookie of that name usually holds. */
class_set sensitive_name(const struct classifier *classifier, struct slice name);

/* What may be kept of a value (law 6). */
enum keep {
    KEEP_TEXT, /* vocabulary, numbers, object identifiers: as it is */
    KEEP_MASK, /* its mask (exchange/mask.h) */
    KEEP_NOTHING
};
/* By the value alone: default deny. Kept as it is is only what looks like vocabulary (a word or a few that are no
 * names of people, codes, media types, languages), a short number, a date, an identifier of an object without secret
 * entropy. `found` is its sensitive_value. */
enum keep sensitive_keep(class_set found, struct slice text);
/* By the name it stands under: what sensitive_name says of it. KEEP_TEXT: the name says nothing. */
enum keep sensitive_keep_named(class_set by_name);

#endif
