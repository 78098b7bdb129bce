/* SPDX-License-Identifier: Apache-2.0 */
/* Which validators a value is shown to: those whose form it can have, told by the kinds and numbers of its bytes. */
#include "base/byte.h"
#include "sensitive/classifier.h"
#include "sensitive/validators.h"
#include "sensitive/within.h"

#define VALUE_MOST 4096

struct validator {
    enum data_class class;
    uint32_t allowed; /* kinds of bytes that may be there */
    uint32_t needed;  /* that must */
    uint16_t len_min, len_max;
    uint16_t digits_min, digits_max;
    enum fit (*judge)(struct slice text);
};

#define GROUPED (HAS_DIGIT | HAS_SPACE | HAS_DASH)
#define ANY 0xffffffffu

static const struct validator validators[] = {
    { DATA_payment_card, GROUPED, HAS_DIGIT, 13, 24, 13, 19, card_number },
    { DATA_iban, HAS_LETTER | GROUPED, HAS_DIGIT, 15, 42, 4, 32, bank_iban },
    { DATA_email, ANY & ~HAS_SPACE & ~HAS_LINE, HAS_AT | HAS_DOT, 6, 320, 0, 320, contact_email },
};

static bool can_be(const struct validator *validator, size_t len, const struct glance *glance)
{
    return (glance->has & ~validator->allowed) == 0 &&
           (glance->has & validator->needed) == validator->needed && len >= validator->len_min &&
           len <= validator->len_max && glance->digits >= validator->digits_min &&
           glance->digits <= validator->digits_max;
}

static class_set of_whole(struct slice text, const struct glance *glance)
{
    class_set set = 0;

    for (size_t i = 0; i < sizeof validators / sizeof *validators; i++) {
        enum fit fit;

        if (!can_be(&validators[i], text.len, glance))
            continue;
        fit = validators[i].judge(text);
        if (fit != FIT_NO)
            set |= CLASS_BIT(validators[i].class) | (fit == FIT_EVIDENT ? CLASS_EVIDENT : 0);
    }
    return set;
}

class_set sensitive_value(struct classifier *classifier, struct slice text)
{
    struct glance glance;
    class_set set;

    if (text.len > VALUE_MOST)
        text.len = VALUE_MOST;
    text = slice_trim(text);
    if (text.len < 2)
        return classifier_value(classifier, text);
    glance_at(text, &glance);
    set = of_whole(text, &glance);
    if ((set & CLASS_ALL) == 0)
        set |= within_find(text, &glance);
    return set | classifier_value(classifier, text);
}
