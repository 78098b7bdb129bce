/* SPDX-License-Identifier: Apache-2.0 */
/* What is said of people's health: ICD-10 codes, record numbers that say what they are, NDC codes and doses, blood
 * groups. */
#include "base/byte.h"
#include "sensitive/validators.h"

/* A letter, a digit, a digit or A or B; after a point up to four more. Without a point much else is written so. */
enum fit medical_diagnosis(struct slice text)
{
    size_t rest = 3, letters = 0;
    bool pointed = text.len > 3 && text.at[3] == '.';

    if (text.len < 3 || text.len > 8 || !byte_is_upper(text.at[0]) || !byte_is_digit(text.at[1]) ||
        !(byte_is_digit(text.at[2]) || text.at[2] == 'A' || text.at[2] == 'B'))
        return FIT_NO;
    rest += pointed;
    if (text.len - rest > 4 || (pointed && text.len == rest))
        return FIT_NO;
    for (size_t i = rest; i < text.len; i++) {
        if (!byte_is_digit(text.at[i]) && (!byte_is_upper(text.at[i]) || (!pointed && i + 1 < text.len)))
            return FIT_NO;
        letters += byte_is_upper(text.at[i]);
    }
    /* Letters: X fills places, the last says which encounter. */
    return letters > 3 ? FIT_NO : pointed ? FIT_EVIDENT : FIT_PLAIN;
}

/* MRN-0012345, MRN 12345, PAT-12345. */
enum fit medical_record(struct slice text)
{
    size_t at = 3, digits = 0;

    if (!slice_starts_with_nocase(text, SLICE("MRN")))
        return FIT_NO;
    while (at < text.len && text.at[at] && strchr("-_:# ", text.at[at]))
        at++;
    for (; at < text.len; at++) {
        if (!byte_is_digit(text.at[at]) && !byte_is_upper(text.at[at]) && text.at[at] != '-')
            return FIT_NO;
        digits += byte_is_digit(text.at[at]);
    }
    return digits >= 4 ? FIT_EVIDENT : FIT_NO;
}

/* Labeler, product, package: 4-4-2, 5-3-2, 5-4-1 and 5-4-2 digits. */
static bool is_ndc(struct slice text)
{
    return groups_are(text, "-", "\4\4\2") || groups_are(text, "-", "\5\3\2") ||
           groups_are(text, "-", "\5\4\1") || groups_are(text, "-", "\5\4\2");
}

static bool is_dose_unit(struct slice word)
{
    static const char *const units[] = { "mg",     "mcg",    "µg",    "ug",       "iu",  "mg/ml",
                                         "mcg/ml", "mg/5ml", "mg/kg", "units/ml", "mEq", "IU/ml" };

    return SLICE_AMONG_NOCASE(word, units);
}

/* "Amoxicillin 500 mg", "Lisinopril 10mg tablet", "500 mg twice daily". */
static bool has_dose(struct slice text)
{
    struct slice word;

    while (slice_next(&text, ' ', &word)) {
        size_t digits = 0;

        while (digits < word.len &&
               (byte_is_digit(word.at[digits]) || word.at[digits] == '.' || word.at[digits] == ','))
            digits++;
        if (digits == 0 || digits > 7)
            continue;
        if (digits == word.len && !slice_next(&text, ' ', &word))
            return false;
        else if (digits < word.len)
            word = slice_make(word.at + digits, word.len - digits);
        while (word.len &&
               (word.at[word.len - 1] == ',' || word.at[word.len - 1] == ';' || word.at[word.len - 1] == ')'))
            word.len--;
        if (is_dose_unit(word))
            return true;
    }
    return false;
}

static bool is_digits_and_dashes(struct slice text)
{
    for (size_t i = 0; i < text.len; i++)
        if (!byte_is_digit(text.at[i]) && text.at[i] != '-')
            return false;
    return true;
}

enum fit medical_prescription(struct slice text)
{
    if (is_digits_and_dashes(text))
        return is_ndc(text) ? FIT_EVIDENT : FIT_NO;
    return text.len >= 5 && has_dose(text) ? FIT_EVIDENT : FIT_NO;
}

/* "A+", "AB-", "O Rh+", "B positive", "0 neg". Marks of schools know A and B with signs as well. */
enum fit medical_blood_group(struct slice text)
{
    static const char *const factors[] = { "+",           "-",           "rh+",    "rh-",       "rh +",
                                           "rh -",        "pos",         "neg",    "positive",  "negative",
                                           "rh positive", "rh negative", "+ve",    "-ve",       "rhd+",
                                           "rhd-",        "(+)",         "(-)",    "_positive", "_negative",
                                           "_pos",        "_neg",        "rh(d)+", "rh(d)-" };
    size_t group = text.len >= 2 && memcmp(text.at, "AB", 2) == 0 ? 2 : 1;
    struct slice factor;

    if (!strchr("ABO0", text.at[0]) || text.at[0] == '\0')
        return FIT_NO;
    factor = slice_trim(slice_make(text.at + group, text.len - group));
    if (!SLICE_AMONG_NOCASE(factor, factors))
        return FIT_NO;
    return group == 2 || text.at[0] == 'O' || factor.len > 1 ? FIT_EVIDENT : FIT_PLAIN;
}
