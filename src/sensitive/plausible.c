/* SPDX-License-Identifier: Apache-2.0 */
#include "sensitive/plausible.h"

/* What values of a class look like as a whole. Lengths of 0 ask nothing. */
struct shape {
    bool strings, integers, numbers; /* types it comes in */
    uint16_t shortest, longest;      /* of strings, in code points: the longest lies between them */
    double least, most;              /* of integers and numbers; 0, 0: any */
};

#define TEXT(shortest, longest)                                                                              \
    {                                                                                                        \
        true, false, false, shortest, longest, 0, 0                                                          \
    }
#define CODE(shortest, longest)                                                                              \
    {                                                                                                        \
        true, true, false, shortest, longest, 0, 0                                                           \
    }

static const struct shape shapes[DATA_BUILT_IN] = {
    [DATA_payment_card] = CODE(12, 40),
    [DATA_iban] = TEXT(15, 64),
    [DATA_email] = TEXT(6, 320),
    [DATA_phone] = { true, true, false, 5, 40, 1e5, 1e16 },
    [DATA_address] = TEXT(4, 500),
    [DATA_person_name] = TEXT(2, 100),
    [DATA_birth_date] = { true, true, false, 4, 40, 0, 0 },
    [DATA_coordinates] = { true, true, true, 3, 80, -180, 180 },
    [DATA_us_ssn] = CODE(9, 11),
    [DATA_uk_nino] = TEXT(9, 13),
    [DATA_uk_nhs] = CODE(10, 12),
    [DATA_de_tax_id] = CODE(11, 14),
    [DATA_fr_nir] = CODE(13, 21),
    [DATA_es_dni] = TEXT(9, 12),
    [DATA_it_codice_fiscale] = TEXT(16, 19),
    [DATA_nl_bsn] = CODE(8, 11),
    [DATA_br_cpf] = CODE(11, 14),
    [DATA_br_cnpj] = CODE(14, 18),
    [DATA_in_aadhaar] = CODE(12, 14),
    [DATA_in_pan] = TEXT(10, 10),
    [DATA_ca_sin] = CODE(9, 11),
    [DATA_au_tfn] = CODE(8, 11),
    [DATA_national_id] = CODE(6, 24),
    [DATA_passport] = { true, true, false, 6, 96, 1e5, 1e10 },
    [DATA_driving_licence] = CODE(5, 25),
    [DATA_vin] = TEXT(17, 17),
    [DATA_ip_address] = TEXT(6, 50),
    [DATA_mac_address] = TEXT(12, 17),
    [DATA_diagnosis] = TEXT(3, 2000),
    [DATA_medical_record] = CODE(4, 40),
    [DATA_prescription] = TEXT(3, 500),
    [DATA_blood_group] = TEXT(1, 13),
    [DATA_salary] = { true, true, true, 2, 40, 0, 0 },
    [DATA_balance] = { true, true, true, 1, 30, 0, 0 },
    [DATA_bank_account] = CODE(4, 40),
    [DATA_password] = CODE(4, 256),
    [DATA_password_hash] = TEXT(8, 512),
    [DATA_private_key] = TEXT(24, 65535),
    [DATA_cloud_key] = TEXT(16, 4096),
    [DATA_jwt] = TEXT(30, 65535),
    [DATA_access_token] = TEXT(10, 65535),
    [DATA_session_id] = TEXT(8, 4096),
    [DATA_api_key] = TEXT(8, 4096),
    [DATA_connection_string] = TEXT(10, 4096),
    [DATA_card_code] = { true, true, false, 3, 4, 0, 9999 },
    [DATA_one_time_code] = { true, true, false, 4, 14, 0, 99999999 },
};

static uint64_t values_of(const struct field_look *look)
{
    return look->string_count + look->integer_count + look->number_count + look->boolean_count;
}

static bool is_mostly(uint64_t count, uint64_t all)
{
    return count * 2 > all;
}

static double range_odds(const struct field_look *look, const struct shape *shape)
{
    if (shape->least < shape->most && (look->number_min < shape->least || look->number_max > shape->most))
        return IMPLAUSIBLE;
    return 0;
}

/* The longest may be an outlier ("unknown" among codes), the shortest as well. */
static double length_odds(const struct field_look *look, const struct shape *shape)
{
    if (look->length_max == 0) /* not known */
        return 0;
    if (look->length_max < shape->shortest || look->length_min > shape->longest)
        return -7;
    return look->length_max > shape->longest ? -1 : 0;
}

/* Numbers of their own kind. */
static double number_odds(const struct field_look *look, enum data_class class)
{
    switch (class) {
    case DATA_birth_date: /* a year, days or moments since 1970 */
        return look->number_max > 2030 && look->number_max < 1e7 ? IMPLAUSIBLE : 0;
    case DATA_salary: return look->number_max < 5 ? IMPLAUSIBLE : look->number_max < 1000 ? -0.5 : 0.5;
    case DATA_balance: return look->number_max < 5 && look->number_min >= 0 ? -3 : 0.5;
    case DATA_coordinates: return look->number_count ? 0.5 : -1.5; /* whole degrees only */
    case DATA_card_code: return look->number_min < 0 || look->number_max < 100 ? IMPLAUSIBLE : 0;
    case DATA_one_time_code: return look->number_max < 1000 ? IMPLAUSIBLE : 0;
    case DATA_medical_record:
    case DATA_national_id:
    case DATA_driving_licence:
    case DATA_bank_account: return look->number_max < 1e4 ? -5 : 0;
    case DATA_password: return look->number_max < 1000 ? -6 : 0;
    default: return 0;
    }
}

double plausible_odds(const struct field_look *look, enum data_class class)
{
    const struct shape *shape = &shapes[class];
    uint64_t all = values_of(look);

    if (all == 0)
        return -1; /* only ever null or empty: the name alone */
    if (is_mostly(look->boolean_count, all))
        return IMPLAUSIBLE;
    if (is_mostly(look->string_count, all)) {
        if (class == DATA_birth_date && look->number_of_days)
            return 1.5;
        if (class == DATA_passport &&
            look->length_min > 20) /* a machine readable zone that fails its check digits */
            return -7;
        return shape->strings ? length_odds(look, shape) : IMPLAUSIBLE;
    }
    if (is_mostly(look->number_count, all) ? !shape->numbers : !shape->integers)
        return IMPLAUSIBLE;
    return range_odds(look, shape) + number_odds(look, class);
}
