/* SPDX-License-Identifier: Apache-2.0 */
/* Payment cards: issuer ranges with the lengths that issuers use (ISO/IEC 7812, the schemes' own tables of ranges),
 * and Luhn. */
#include "base/byte.h"
#include "sensitive/checksum.h"
#include "sensitive/validators.h"

#define DIGITS_MOST 19
#define LENGTH(n) (1u << (n))

#define MAESTRO                                                                                              \
    (LENGTH(12) | LENGTH(13) | LENGTH(14) | LENGTH(15) | LENGTH(16) | LENGTH(17) | LENGTH(18) | LENGTH(19))

/* The first six digits from `low` to `high`. */
struct issuer {
    unsigned low, high;
    unsigned lengths;
};

static const struct issuer issuers[] = {
    { 180000, 180099, LENGTH(15) }, /* JCB */
    { 213100, 213199, LENGTH(15) },
    { 220000, 220499, LENGTH(16) },                           /* Mir */
    { 222100, 272099, LENGTH(16) },                           /* Mastercard */
    { 300000, 305999, LENGTH(14) },                           /* Diners Club */
    { 340000, 349999, LENGTH(15) },                           /* American Express */
    { 352800, 358999, LENGTH(16) },                           /* JCB */
    { 360000, 369999, LENGTH(14) },                           /* Diners Club */
    { 370000, 379999, LENGTH(15) },                           /* American Express */
    { 380000, 399999, LENGTH(14) },                           /* Diners Club */
    { 400000, 499999, LENGTH(13) | LENGTH(16) | LENGTH(19) }, /* Visa */
    { 501800, 501899, MAESTRO },                              /* Maestro */
    { 502000, 502099, MAESTRO },
    { 503800, 503899, MAESTRO },
    { 510000, 559999, LENGTH(16) },                                        /* Mastercard */
    { 589300, 589399, MAESTRO },                                           /* Maestro */
    { 601100, 601199, LENGTH(16) | LENGTH(19) },                           /* Discover */
    { 606282, 606282, LENGTH(16) },                                        /* Hipercard */
    { 607000, 608999, LENGTH(16) },                                        /* RuPay */
    { 620000, 629999, LENGTH(16) | LENGTH(17) | LENGTH(18) | LENGTH(19) }, /* UnionPay */
    { 630400, 630499, MAESTRO },                                           /* Maestro */
    { 636368, 636368, LENGTH(16) },                                        /* Elo */
    { 644000, 659999, LENGTH(16) | LENGTH(19) },                           /* Discover, RuPay */
    { 675900, 676399, MAESTRO },                                           /* Maestro */
    { 979200, 979299, LENGTH(16) },                                        /* Troy */
};

static bool issuer_uses(const char *digits, size_t count)
{
    unsigned head = 0;

    for (size_t i = 0; i < 6; i++)
        head = head * 10 + (unsigned)(digits[i] - '0');
    for (size_t i = 0; i < sizeof issuers / sizeof *issuers && issuers[i].low <= head; i++)
        if (head <= issuers[i].high)
            return issuers[i].lengths & LENGTH(count);
    return false;
}

/* As cards are embossed: 4-4-4-4, 4-6-5, 4-6-4, 4-4-4-4-3. */
static bool is_grouped(struct slice text)
{
    return groups_are(text, " -", "\4\4\4\4") || groups_are(text, " -", "\4\6\5") ||
           groups_are(text, " -", "\4\6\4") || groups_are(text, " -", "\4\4\4\4\3");
}

static bool is_one_digit(const char *digits, size_t count)
{
    for (size_t i = 1; i < count; i++)
        if (digits[i] != digits[0])
            return false;
    return true;
}

enum fit card_number(struct slice text)
{
    char digits[DIGITS_MOST];
    size_t count = digits_take(text, " -", digits, sizeof digits);

    if (count < 12 || !issuer_uses(digits, count) || is_one_digit(digits, count) ||
        !checksum_luhn(slice_make(digits, count)))
        return FIT_NO;
    if (count == text.len)
        return FIT_PLAIN;
    return is_grouped(text) ? FIT_EVIDENT : FIT_NO;
}
