/* SPDX-License-Identifier: Apache-2.0 */
/* Every class is weighed against two rivals: that the field is something unrelated, whose values hardly ever pass, and
 * that it is a look-alike, values of the same form that pass as often as chance has it. The class itself may be written
 * in ways that the validator does not know, or be mixed with other values. With k of n distinct values passing and
 * B(r) = r^k (1 - r)^(n - k):
 *
 *     odds = e^name * (most * B(passes) + mixed * mean B(1/4, 1/2, 3/4) + unknown * B(~0))
 *          / (UNRELATED * B(STRAY) + alike * e^(part of name) * B(chance))
 *
 * and what stands around adds to the exponent. A name lifts look-alikes as well, though less: what is called "card number"
 * and does not pass is a number of some other card. */
#include "sensitive/decide.h"

#include <math.h>

#include "sensitive/context.h"
#include "sensitive/cover.h"
#include "sensitive/plausible.h"

#define UNRELATED 400.0 /* fields of anything else for one of a class */
#define STRAY 0.0005    /* of their values pass all the same */
#define WITHIN_UNRELATED 1000.0
#define WITHIN_STRAY 0.0002
#define WITHIN_STRAY_PLAIN 0.03

struct tally {
    uint32_t of;                    /* distinct values */
    uint32_t namelike;              /* of them could be names of people, by no known word */
    uint32_t whole[DATA_CLASSES];   /* that passed as a whole */
    uint32_t evident[DATA_CLASSES]; /* of these, written as little else is */
    uint32_t within[DATA_CLASSES];  /* that hold one inside */
    uint32_t within_evident[DATA_CLASSES];
};

static void tally_entry(struct tally *tally, class_set marks)
{
    bool within = marks & CLASS_WITHIN, evident = marks & CLASS_EVIDENT;
    class_set left = marks & CLASS_ALL;

    tally->of++;
    tally->namelike += (marks & CLASS_NAMELIKE) != 0;
    while (left) {
        unsigned class = (unsigned)__builtin_ctzll(left);

        left &= left - 1;
        tally->whole[class] += !within;
        tally->evident[class] += !within && evident;
        tally->within[class] += within;
        tally->within_evident[class] += within && evident;
    }
}

/* What stands for no value says nothing of a class. */
static bool is_absent(const struct sample_entry *entry)
{
    static const char *const known[] = { "n/a",          "na",        "none",  "null",     "nil",
                                         "unknown",      "undefined", "-",     "--",       "not available",
                                         "not provided", "tbd",       "empty", "redacted", "0",
                                         "test",         "xxx",       "***",   "?",        "not applicable",
                                         "not set" };

    return entry->full_len == 0 ||
           (sample_is_whole(entry) && entry->len < 16 && SLICE_AMONG_NOCASE(sample_text(entry), known));
}

static void tally_sample(struct tally *tally, const struct sample *sample)
{
    for (uint32_t i = 0; sample && i < sample->count; i++)
        if (!is_absent(&sample->entries[i]))
            tally_entry(tally, sample->entries[i].marks);
}

/* log(r^k (1 - r)^(n - k)) */
static double log_chance(double r, uint32_t k, uint32_t n)
{
    return k * log(r) + (n - k) * log(1 - r);
}

static double log_add(double a, double b)
{
    double most = a > b ? a : b;

    return most + log(exp(a - most) + exp(b - most));
}

struct weights {
    double passes, most, mixed, unknown;
};

#define UNKNOWN_RATE 0.02

static struct weights weights_of(const struct data_class_row *row)
{
    double passes = row->passes > 0 ? row->passes : 0.95;
    double unknown = passes > 0.95 ? 0.001 : (1 - passes) / 2, mixed = 0.05;

    return (struct weights){ passes, 1 - mixed - unknown, mixed, unknown };
}

static double log_of_class(const struct data_class_row *row, uint32_t k, uint32_t n)
{
    static const double rates[] = { 0.25, 0.5, 0.75 };
    struct weights weights = weights_of(row);
    double sum = log(weights.most) + log_chance(weights.passes, k, n);

    for (size_t i = 0; i < 3; i++)
        sum = log_add(sum, log(weights.mixed / 3) + log_chance(rates[i], k, n));
    return log_add(sum, log(weights.unknown) + log_chance(UNKNOWN_RATE, k, n));
}

static double name_odds(const struct context *context, enum data_class class, double alike)
{
    switch (name_says(&context->own, class)) {
    case NAME_SURE: return 9;
    case NAME_LIKELY: return 6;
    case NAME_HINT: return 3.5;
    default: break;
    }
    if (context->own.is_registered)
        return -60;
    if (context->own.is_other)
        return -4;
    if (context->own.count)
        return alike > 1 ? -3 : -1.5;
    return context->is_nameless ? 0 : -0.5;
}

/* What passes by its form alone, written plainly, tells nothing of itself from its look-alikes. */
#define SOFT 0.5

static double log_of_alikes(const struct data_class_row *row, bool is_evident, uint32_t k, uint32_t n)
{
    double chance = row->chance < 0.99 ? row->chance : 0.99;

    if (row->chance < SOFT)
        return log_chance(chance, k, n);
    if (!is_evident)
        return log_of_class(row, k, n);
    /* Codes of which some happen to have the form. */
    return log_add(log(0.5) + log_chance(chance, k, n),
                   log(0.25) + log_add(log_chance(0.1, k, n), log_chance(0.3, k, n)));
}

static double log_of_rivals(const struct data_class_row *row, bool is_evident, double name, uint32_t k,
                            uint32_t n)
{
    double lift = name > 3.5 ? (name - 3.5) * 0.45 : 0, alike = is_evident ? row->alike : row->alike_plain;

    return log_add(log(UNRELATED) + log_chance(STRAY, k, n),
                   log(alike) + lift + log_of_alikes(row, is_evident, k, n));
}

static double within_odds(uint32_t k, uint32_t n, bool evident)
{
    static const double rates[] = { 0.03, 0.1, 0.3, 0.6, 0.95 };
    double stray = evident ? WITHIN_STRAY : WITHIN_STRAY_PLAIN, sum = log(0.1) + log_chance(rates[0], k, n);

    for (size_t i = 1; i < sizeof rates / sizeof *rates; i++)
        sum = log_add(sum, log(0.15) + log_chance(rates[i], k, n));
    return sum - log(WITHIN_UNRELATED) - log_chance(stray, k, n);
}

static double sure_of(double odds)
{
    return 1 / (1 + exp(-odds));
}

static bool is_of_numbers(const struct field_look *look)
{
    return look->number_count > look->integer_count + look->string_count;
}

/* Values that a validator does not know may be of the class all the same where there is no check digit: days of birth
 * as numbers and those of today's children, streets and names of everywhere. */
static bool is_named_anyhow(const struct field_look *look, enum data_class class, enum name_strength said)
{
    switch (class) {
    case DATA_birth_date:
        return look->integer_count > look->string_count || (said == NAME_SURE && look->number_of_days);
    case DATA_person_name:
    case DATA_address:
    case DATA_prescription:
    case DATA_diagnosis: return said == NAME_SURE && look->string_count > 0;
    default: return false;
    }
}

/* By the name alone: no value is kept, or the validator knows few forms and few values pass. */
static bool is_by_name(const struct field_look *look, const struct data_class_row *row, uint32_t k,
                       uint32_t n)
{
    return n == 0 || is_of_numbers(look) || (row->passes <= 0 && 2 * k < n);
}

/* Among names of people that are known those that are not are names as well; fewer must be known where the field is
 * called "name". */
static bool is_among_names(const struct context *context, const struct tally *tally)
{
    uint32_t known = tally->whole[DATA_person_name] + tally->within[DATA_person_name];
    bool all = 10 * (known + tally->namelike) >= 9 * tally->of;

    return 6 * known >= tally->of ||
           (all && 16 * known >= tally->of && name_says(&context->own, DATA_person_name));
}

static double whole_odds(const struct field_look *look, const struct context *context,
                         const struct data_class_row *row, enum data_class class, const struct tally *tally)
{
    uint32_t k = tally->whole[class] + tally->within[class], n = tally->of;
    bool is_evident = k > 0 && 2 * tally->evident[class] >= tally->whole[class];

    if (class == DATA_person_name && is_evident && is_among_names(context, tally))
        k += tally->namelike;
    double name = name_odds(context, class, is_evident ? row->alike : row->alike_plain);
    double around = context_odds(context, class, row->group);

    if (is_by_name(look, row, k, n) ||
        (2 * k < n && is_named_anyhow(look, class, name_says(&context->own, class))))
        return name + around - log(UNRELATED) + (class < DATA_BUILT_IN ? plausible_odds(look, class) : 0);
    if (k == 0 && class < DATA_BUILT_IN)
        around += plausible_odds(look, class);
    return name + around + log_of_class(row, k, n) - log_of_rivals(row, is_evident, name, k, n);
}

/* Whether the class is claimed, and how surely. */
static bool judge(const struct classifier *classifier, const struct field_look *look,
                  const struct context *context, const struct tally *tally, enum data_class class,
                  struct field_class *ret)
{
    const struct data_class_row *row = classifier_row(classifier, class);
    uint32_t whole = tally->whole[class], within = tally->within[class];
    enum name_strength said = name_says(&context->own, class);
    bool is_within = within > whole;
    double odds;

    if (!row || (whole + within == 0 && said == NAME_SILENT))
        return false;
    if (is_within && said < NAME_LIKELY)
        odds = within_odds(within, tally->of, 2 * tally->within_evident[class] >= within);
    else
        odds = whole_odds(look, context, row, class, tally);
    *ret = (struct field_class){ class, sure_of(odds), whole + within, tally->of, is_within };
    return ret->confidence >= FIELD_CLASS_SURE;
}

static bool is_proven(const struct field_class *claim)
{
    return !claim->is_within && claim->matched > 0 && claim->matched * 2 >= claim->of;
}

static bool is_soft(const struct classifier *classifier, const struct field_class *claim)
{
    return claim->matched == 0 || classifier_row(classifier, claim->class)->chance >= SOFT;
}

/* What the name alone says gives way to what values prove: "token" full of JWTs, "account number" full of IBANs. What
 * has a form only gives way to check digits: ten digits with one are no telephone numbers. */
static size_t drop_weaker(const struct classifier *classifier, struct field_class *claims, size_t count)
{
    bool proven = false, checked = false;
    size_t kept = 0;

    for (size_t i = 0; i < count; i++) {
        proven |= is_proven(&claims[i]);
        checked |= is_proven(&claims[i]) && !is_soft(classifier, &claims[i]);
    }
    for (size_t i = 0; i < count; i++) {
        bool weaker = proven && !is_proven(&claims[i]), softer = checked && is_soft(classifier, &claims[i]);

        if (claims[i].is_within || !(weaker || softer))
            claims[kept++] = claims[i];
    }
    return kept;
}

static void insert(struct field_class *claims, size_t *count, const struct field_class *claim)
{
    size_t at = *count;

    while (at > 0 && claims[at - 1].confidence < claim->confidence) {
        claims[at] = claims[at - 1];
        at--;
    }
    claims[at] = *claim;
    ++*count;
}

size_t sensitive_decide(const struct classifier *classifier, const struct field_look *look,
                        struct field_class ret[FIELD_CLASSES_MOST])
{
    struct field_class claims[DATA_CLASSES], claim;
    struct tally tally = { 0 };
    struct context context;
    size_t count = 0;

    if (look->strings && look->integer_count + look->number_count == 0 && cover_is_all(look->strings))
        return 0;
    tally_sample(&tally, look->strings);
    tally_sample(&tally, look->integers);
    context_of(classifier, look, &context);
    for (unsigned i = 0; i < DATA_CLASSES; i++)
        if (judge(classifier, look, &context, &tally, (enum data_class)i, &claim))
            insert(claims, &count, &claim);
    count = drop_weaker(classifier, claims, count);
    if (count > FIELD_CLASSES_MOST)
        count = FIELD_CLASSES_MOST;
    memcpy(ret, claims, count * sizeof *ret);
    return count;
}
