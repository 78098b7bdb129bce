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

#define MARKS (HAS_SPACE | HAS_DASH)
#define GROUPED (HAS_DIGIT | MARKS)
#define NAMES (HAS_LETTER | HAS_SPACE | HAS_DASH | HAS_DOT | HAS_COMMA | HAS_QUOTE | HAS_HIGH)
#define SIGNS (HAS_UPPER | HAS_DIGIT)
#define ANY 0xffffffffu
#define TOKEN (ANY & ~HAS_SPACE & ~HAS_LINE & ~HAS_HIGH)

static const struct validator validators[] = {
    { DATA_payment_card, GROUPED, HAS_DIGIT, 12, 24, 12, 19, card_number },
    { DATA_iban, HAS_LETTER | GROUPED, HAS_DIGIT, 15, 42, 4, 32, bank_iban },
    { DATA_email, ANY & ~HAS_SPACE & ~HAS_LINE, HAS_AT | HAS_DOT, 6, 320, 0, 320, contact_email },
    { DATA_phone, ANY & ~HAS_UPPER & ~HAS_UNDERSCORE & ~HAS_AT & ~HAS_COMMA, HAS_DIGIT, 8, 32, 8, 20,
      contact_phone },
    { DATA_address, ANY & ~HAS_AT & ~HAS_EQUALS & ~HAS_ANGLE, HAS_DIGIT | HAS_SPACE, 6, 200, 1, 40,
      address_postal },
    { DATA_address, ANY & ~HAS_AT & ~HAS_SPACE & ~HAS_ANGLE, HAS_DIGIT | HAS_HIGH, 6, 200, 1, 40,
      address_postal },
    { DATA_person_name, NAMES, 0, 2, 80, 0, 0, person_name },
    { DATA_birth_date, ANY & ~HAS_AT & ~HAS_HIGH, HAS_DIGIT, 8, 35, 5, 24, calendar_birth },
    { DATA_coordinates, ANY & ~HAS_AT, HAS_DIGIT | HAS_DOT, 6, 64, 5, 60, place_coordinates },
    { DATA_coordinates, ANY & ~HAS_AT, HAS_DIGIT | HAS_HIGH, 10, 64, 5, 60, place_coordinates },
    { DATA_us_ssn, GROUPED, HAS_DIGIT, 9, 11, 9, 9, national_us_ssn },
    { DATA_uk_nino, SIGNS | MARKS, SIGNS, 9, 13, 6, 6, national_uk_nino },
    { DATA_uk_nhs, GROUPED, HAS_DIGIT, 10, 12, 10, 10, national_uk_nhs },
    { DATA_de_tax_id, HAS_DIGIT | HAS_SPACE, HAS_DIGIT, 11, 14, 11, 11, national_de_tax_id },
    { DATA_fr_nir, SIGNS | HAS_SPACE | HAS_DOT, HAS_DIGIT, 15, 21, 14, 15, national_fr_nir },
    { DATA_es_dni, SIGNS | HAS_LOWER | HAS_DASH | HAS_DOT | HAS_SPACE, HAS_DIGIT, 9, 12, 7, 8,
      national_es_dni },
    { DATA_it_codice_fiscale, SIGNS | HAS_LOWER | HAS_SPACE, 0, 16, 19, 0, 7, national_it_codice_fiscale },
    { DATA_nl_bsn, HAS_DIGIT | HAS_DOT | HAS_SPACE, HAS_DIGIT, 8, 11, 8, 9, national_nl_bsn },
    { DATA_br_cpf, HAS_DIGIT | HAS_DOT | HAS_DASH, HAS_DIGIT, 11, 14, 11, 11, national_br_cpf },
    { DATA_br_cnpj, SIGNS | HAS_DOT | HAS_DASH | HAS_SLASH, HAS_DIGIT, 14, 18, 2, 14, national_br_cnpj },
    { DATA_in_aadhaar, GROUPED, HAS_DIGIT, 12, 14, 12, 12, national_in_aadhaar },
    { DATA_in_pan, SIGNS, SIGNS, 10, 10, 4, 4, national_in_pan },
    { DATA_ca_sin, GROUPED, HAS_DIGIT, 9, 11, 9, 9, national_ca_sin },
    { DATA_au_tfn, GROUPED, HAS_DIGIT, 8, 11, 8, 9, national_au_tfn },
    { DATA_national_id, SIGNS | HAS_LOWER | MARKS | HAS_DOT | HAS_PLUS, HAS_DIGIT, 9, 18, 7, 18,
      national_id },
    { DATA_passport, SIGNS | HAS_ANGLE | HAS_LINE | HAS_SPACE, HAS_ANGLE, 44, 96, 0, 80, document_passport },
    { DATA_driving_licence, SIGNS, SIGNS, 16, 16, 6, 12, document_driving_licence },
    { DATA_vin, SIGNS, SIGNS, 17, 17, 3, 16, document_vin },
    { DATA_ip_address, HAS_DIGIT | HAS_DOT | HAS_COLON, HAS_DIGIT | HAS_DOT, 7, 21, 4, 17, network_ip },
    { DATA_ip_address, HAS_DIGIT | HAS_LETTER | HAS_DOT | HAS_COLON, HAS_COLON, 6, 45, 0, 32, network_ip },
    { DATA_mac_address, HAS_DIGIT | HAS_LETTER | HAS_DOT | HAS_COLON | HAS_DASH, 0, 14, 17, 0, 12,
      network_mac },
    { DATA_diagnosis, SIGNS | HAS_DOT, SIGNS, 3, 8, 1, 6, medical_diagnosis },
    { DATA_medical_record, SIGNS | HAS_LOWER | MARKS | HAS_COLON | HAS_UNDERSCORE | HAS_OTHER, HAS_DIGIT, 7,
      24, 4, 16, medical_record },
    { DATA_prescription, HAS_DIGIT | HAS_DASH, HAS_DIGIT | HAS_DASH, 11, 13, 9, 11, medical_prescription },
    { DATA_prescription, ANY & ~HAS_AT & ~HAS_EQUALS, HAS_DIGIT | HAS_SPACE | HAS_LOWER, 5, 80, 1, 16,
      medical_prescription },
    { DATA_blood_group, ANY & ~HAS_AT & ~HAS_EQUALS & ~HAS_HIGH, 0, 2, 13, 0, 1, medical_blood_group },
    { DATA_bank_account, GROUPED, HAS_DIGIT, 9, 17, 9, 14, bank_account },
    { DATA_password_hash, TOKEN, 0, 20, 512, 0, 512, secret_password_hash },
    { DATA_private_key, ANY, HAS_DASH | HAS_SPACE | HAS_UPPER, 27, 4096, 0, 4096, secret_private_key },
    { DATA_cloud_key, TOKEN, HAS_LOWER, 18, 1100, 0, 1100, secret_cloud_key },
    { DATA_cloud_key, SIGNS | HAS_DASH, SIGNS, 18, 80, 0, 80, secret_cloud_key },
    { DATA_jwt, TOKEN, HAS_DOT | HAS_LETTER, 36, 4096, 0, 4096, secret_jwt },
    { DATA_access_token, TOKEN | HAS_SPACE, HAS_SPACE, 14, 4096, 0, 4096, secret_authorization },
    { DATA_connection_string, TOKEN, HAS_COLON | HAS_SLASH | HAS_AT, 12, 1024, 0, 1024,
      secret_connection_string },
    { DATA_connection_string, ANY & ~HAS_LINE, HAS_EQUALS, 20, 2048, 0, 2048, secret_connection_string },
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
        if (fit == FIT_ALIKE)
            set |= CLASS_NAMELIKE;
        else if (fit != FIT_NO)
            set |= CLASS_BIT(validators[i].class) | (fit == FIT_EVIDENT ? CLASS_EVIDENT : 0);
    }
    return set;
}

/* Names of things as programs write them, and nothing else: most strings. */
static bool is_plain_word(const struct glance *glance)
{
    return glance_only(glance, HAS_LOWER | HAS_UNDERSCORE) || glance_only(glance, HAS_UPPER | HAS_UNDERSCORE);
}

/* Traces and errors are texts, or at least types of exceptions; addresses, hosts and paths have a dot, slash or
 * backslash. */
static bool may_leak(struct slice text, const struct glance *glance)
{
    if (text.len < 8 || (glance->has & HAS_AT && text.len < 64))
        return false;
    if (glance->lower == 0)
        return glance_only(glance, HAS_DIGIT | HAS_DOT | HAS_COLON) && (glance->has & HAS_DOT);
    return glance->has & (HAS_DOT | HAS_SLASH | HAS_OTHER) ||
           (glance->spaces && glance->has & (HAS_COLON | HAS_QUOTE | HAS_DASH));
}

class_set sensitive_value(struct classifier *classifier, struct slice text)
{
    struct glance glance;
    class_set set = 0;

    if (text.len > VALUE_MOST)
        text.len = VALUE_MOST;
    text = slice_trim(text);
    if (text.len < 2)
        return classifier_value(classifier, text);
    glance_at(text, &glance);
    if (!is_plain_word(&glance) || glance.upper) {
        set = of_whole(text, &glance);
        if ((set & CLASS_ALL) == 0)
            set |= within_find(text, &glance);
        if (may_leak(text, &glance))
            set |= sensitive_leaks(text);
    }
    return set | classifier_value(classifier, text);
}
