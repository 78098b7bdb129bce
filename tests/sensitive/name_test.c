/* SPDX-License-Identifier: Apache-2.0 */
#include "sensitive/name.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>

static void names_say_their_class_in_all_styles(void **state)
{
    static const struct {
        enum data_class class;
        const char *name;
    } cases[] = {
        { DATA_payment_card, "cardNumber" },
        { DATA_payment_card, "cc_num" },
        { DATA_payment_card, "CREDIT-CARD-NO" },
        { DATA_payment_card, "creditcardnumber" },
        { DATA_email, "customerEmailAddr" },
        { DATA_email, "e_mail" },
        { DATA_email, "usr_eml" },
        { DATA_email, "emailaddress2" },
        { DATA_email, "emails" },
        { DATA_email, "E-Mail Address" },
        { DATA_phone, "msisdn" },
        { DATA_phone, "tel" },
        { DATA_phone, "cust_ph_no" },
        { DATA_phone, "mobilePhoneNumber" },
        { DATA_phone, "homephone" },
        { DATA_birth_date, "dob" },
        { DATA_birth_date, "dateOfBirth" },
        { DATA_birth_date, "birth_dt" },
        { DATA_birth_date, "fecha_nacimiento" },
        { DATA_birth_date, "dateofbirth" },
        { DATA_person_name, "firstName" },
        { DATA_person_name, "lname" },
        { DATA_person_name, "cardholder_name" },
        { DATA_person_name, "patientName" },
        { DATA_person_name, "customerfullname" },
        { DATA_person_name, "nachname" },
        { DATA_us_ssn, "ssn" },
        { DATA_us_ssn, "socialSecurityNo" },
        { DATA_iban, "ibanNumber" },
        { DATA_coordinates, "latitude" },
        { DATA_coordinates, "lng" },
        { DATA_coordinates, "geo.lat" },
        { DATA_address, "billingAddressLine1" },
        { DATA_address, "street" },
        { DATA_password, "newPassword" },
        { DATA_password, "db_pwd" },
        { DATA_password, "passwort" },
        { DATA_api_key, "X-Api-Key" },
        { DATA_api_key, "clientSecret" },
        { DATA_access_token, "refresh_token" },
        { DATA_session_id, "JSESSIONID" },
        { DATA_session_id, "sessionId" },
        { DATA_card_code, "cvv2" },
        { DATA_one_time_code, "otpCode" },
        { DATA_ip_address, "clientIp" },
        { DATA_ip_address, "remote_addr" },
        { DATA_mac_address, "deviceMac" },
        { DATA_diagnosis, "icd10_code" },
        { DATA_medical_record, "patient_mrn" },
        { DATA_blood_group, "bloodType" },
        { DATA_salary, "annual_salary" },
        { DATA_balance, "acctBal" },
        { DATA_driving_licence, "driversLicenseNo" },
        { DATA_passport, "passport_no" },
        { DATA_vin, "vehicleVin" },
        { DATA_uk_nino, "national_insurance_no" },
        { DATA_connection_string, "databaseUrl" },
        { DATA_private_key, "rsa_private_key" },
        { DATA_cloud_key, "awsAccessKeyId" },
        { DATA_prescription, "current_medication" },
    };

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        if (!(sensitive_name(NULL, slice_of(cases[i].name)) & CLASS_BIT(cases[i].class)))
            fail_msg("%s is a name of %s", cases[i].name, data_class_row(cases[i].class)->name);
}

static void what_is_about_the_thing_is_not_the_thing(void **state)
{
    static const char *const names[] = {
        "",
        "id",
        "status",
        "orderNumber",
        "emailVerified",
        "email_template",
        "hasEmail",
        "phoneType",
        "card_type",
        "passwordPolicy",
        "tokenType",
        "productName",
        "companyName",
        "country",
        "createdAt",
        "last4",
        "cardLast4",
        "addressId",
        "sessionCount",
        "pinned",
        "spin",
        "message",
        "publicKey",
        "primaryKey",
        "nextPageToken",
        "maxTokens",
        "currency",
        "total",
        "birthPlaceId",
        "ipVersion",
        "macOs",
        "locationId",
        "salaryCurrency",
        "giftCardType",
        "hostName",
        "secretary",
        "assignment",
        "wage_type",
        "isPasswordExpired",
        "phone_model",
        "cursor",
        "etag",
        "description",
        "category",
        "compass",
        "passed",
        "keyboard",
        "monkey",
    };

    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (sensitive_name(NULL, slice_of(names[i])))
            fail_msg("%s is no name of a class", names[i]);
}

static void lists_are_sorted(void **state)
{
    static const char *const lists[][4096] = {
        {
#define TERM(text, canonical, roles) text,
#include "sensitive/terms.list"
#undef TERM
        },
        {
#define NAME(words, class, strength) words,
#include "sensitive/names.list"
#undef NAME
        },
    };

    for (size_t list = 0; list < 2; list++)
        for (size_t i = 1; lists[list][i]; i++) {
            int order = strcmp(lists[list][i - 1], lists[list][i]);

            if (order > 0 || (order == 0 && list == 0))
                fail_msg("\"%s\" stands before \"%s\"", lists[list][i - 1], lists[list][i]);
        }
}

/* Each row of the list must be found by its own words, or it is dead. */
static void every_row_can_be_met(void **state)
{
    static const struct {
        const char *words;
        unsigned class, strength;
    } rows[] = {
#define DATA_NOTHING DATA_CLASSES
#define NAME(words, class, strength) { words, DATA_##class, NAME_##strength },
#include "sensitive/names.list"
#undef NAME
    };
    static bool seen[DATA_BUILT_IN];

    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct name_terms terms;
        struct name_meaning meaning;

        name_split(slice_of(rows[i].words), &terms);
        name_meaning(&terms, NULL, &meaning);
        if (rows[i].class == DATA_CLASSES
                ? !meaning.is_other
                : name_says(&meaning, (enum data_class)rows[i].class) == NAME_SILENT)
            fail_msg("\"%s\" is never met", rows[i].words);
        if (rows[i].class < DATA_BUILT_IN)
            seen[rows[i].class] |= rows[i].strength == NAME_SURE;
    }
    for (unsigned i = 0; i < DATA_BUILT_IN; i++)
        if (!seen[i])
            fail_msg("class %s has no sure name", data_class_row((enum data_class)i)->name);
}

static void long_and_odd_names_are_borne(void **state)
{
    char name[600];

    for (size_t i = 0; i < sizeof name; i++)
        name[i] = i % 3 ? 'a' : '_';
    assert_int_equal(sensitive_name(NULL, slice_make(name, sizeof name)), 0);
    memset(name, 'p', sizeof name);
    assert_int_equal(sensitive_name(NULL, slice_make(name, sizeof name)), 0);
    assert_int_equal(sensitive_name(NULL, SLICE("\xff\xfe\0\x01")), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(names_say_their_class_in_all_styles),
        cmocka_unit_test(what_is_about_the_thing_is_not_the_thing),
        cmocka_unit_test(lists_are_sorted),
        cmocka_unit_test(every_row_can_be_met),
        cmocka_unit_test(long_and_odd_names_are_borne),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
