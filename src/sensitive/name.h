/* SPDX-License-Identifier: Apache-2.0 */
/* What a name says: "usr_eml", "customerEmailAddress" and "emailaddress2" are names of e-mail addresses,
 * "emailVerified" and "email_template" are not. Words are brought to one form (terms.list), written-together words
 * taken apart, and the longest end of the name that names.list knows decides. */
#ifndef SENSITIVE_NAME_H
#define SENSITIVE_NAME_H

#include "base/words.h"
#include "sensitive/sensitive.h"

#define NAME_WORDS_MOST 12

/* How much a name says; sums of log odds in sensitive/decide.c. */
enum name_strength { NAME_SILENT, NAME_HINT, NAME_LIKELY, NAME_SURE };

struct name_terms {
    size_t count;
    struct slice words[NAME_WORDS_MOST]; /* canonical; into static text or `split` */
    uint8_t roles[NAME_WORDS_MOST];
    struct words split;
};

#define NAME_MEANT_MOST 16
struct name_meaning {
    size_t count;
    struct name_meant {
        enum data_class class;
        enum name_strength strength;
    } meant[NAME_MEANT_MOST];
    bool is_other;      /* a name of something else: "orderNumber", "emailTemplate" */
    bool is_registered; /* a number of some other register, with check digits of its own: ISBN, IMEI, EAN */
    bool is_neutral;    /* nothing but "value", "data", "item": ask what it stands in */
};

/* Takes a name apart; it must outlive *ret. */
void name_split(struct slice name, struct name_terms *ret);
/* Puts the words of one name before those of another: "card", "number". */
void name_prepend(struct name_terms *terms, const struct name_terms *before);
void name_meaning(const struct name_terms *terms, const struct classifier *classifier,
                  struct name_meaning *ret);
enum name_strength name_says(const struct name_meaning *meaning, enum data_class class);

#endif
