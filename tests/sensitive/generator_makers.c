/* SPDX-License-Identifier: Apache-2.0 */
/* Every class with how its values are made and what its fields are called. Some names are in no list of the program. */
#include "generator_national.h"

#include <stdio.h>

#define FORMED(name, ...)                                                                                    \
    static void name(struct dice *dice, char *to)                                                            \
    {                                                                                                        \
        static const char *const forms[] = { __VA_ARGS__ };                                                  \
                                                                                                             \
        dice_form(dice, DICE_PICK(dice, forms), to);                                                         \
    }

#define PICKED(name, ...)                                                                                    \
    static void name(struct dice *dice, char *to)                                                            \
    {                                                                                                        \
        static const char *const words[] = { __VA_ARGS__ };                                                  \
                                                                                                             \
        strcpy(to, DICE_PICK(dice, words));                                                                  \
    }

static void phone(struct dice *dice, char *to)
{
    static const char *const forms[] = { "+49 30 19999999",     "+49\\151999999\\9\\9", "+44 20 7999 9999",
                                         "+1-2\\12-555-9999",   "(3\\05) 555-9999",     "415-555-9999",
                                         "+33 6 99 99 99 99",   "06 99 99 99 99",       "+91 9\\8999 99999",
                                         "+55 11 9\\9999-9999", "+1 650 555 9999",      "020 7946 9999",
                                         "+61 4\\12 999 999",   "+81-3-4999-9999",      "+34 6\\12 999 999" };

    dice_form(dice, DICE_PICK(dice, forms), to);
}

static void born(struct dice *dice, char *to)
{
    unsigned year = 1940 + dice_below(dice, 66), month = 1 + dice_below(dice, 12),
             day = 1 + dice_below(dice, 28);

    sprintf(to, "%04u-%02u-%02u", year, month, day);
}

static void born_by_marks(struct dice *dice, char *to)
{
    unsigned year = 1940 + dice_below(dice, 66), month = 1 + dice_below(dice, 12),
             day = 1 + dice_below(dice, 28);

    sprintf(to, dice_below(dice, 2) ? "%02u/%02u/%04u" : "%02u.%02u.%04u", day, month, year);
}

static void place_pair(struct dice *dice, char *to)
{
    sprintf(to, dice_below(dice, 2) ? "%s%u.%04u, %s%u.%04u" : "%s%u.%05u,%s%u.%05u",
            dice_below(dice, 2) ? "" : "-", dice_below(dice, 80), dice_below(dice, 9999),
            dice_below(dice, 2) ? "" : "-", dice_below(dice, 170), dice_below(dice, 9999));
}

static void latitude(struct dice *dice, char *to)
{
    sprintf(to, "%s%u.%06u", dice_below(dice, 2) ? "" : "-", dice_below(dice, 85), dice_below(dice, 999999));
}

static void ip(struct dice *dice, char *to)
{
    if (dice_below(dice, 5) == 0)
        dice_form(dice, "2001:db8:xxxx:xxxx::xxxx", to);
    else
        sprintf(to, "%u.%u.%u.%u", 1 + dice_below(dice, 223), dice_below(dice, 256), dice_below(dice, 256),
                1 + dice_below(dice, 254));
}

static void amount(struct dice *dice, char *to)
{
    sprintf(to, "%u", 20000 + dice_below(dice, 200000));
}

static void ndc(struct dice *dice, char *to)
{
    static const char *const drugs[] = { "Amoxicillin",  "Lisinopril", "Metformin",
                                         "Atorvastatin", "Ibuprofen",  "Zolpidem" };

    if (dice_below(dice, 2))
        dice_form(dice, "99999-9999-99", to);
    else
        sprintf(to, "%s %u mg", DICE_PICK(dice, drugs), 5 * (1 + dice_below(dice, 100)));
}

static void jwt(struct dice *dice, char *to)
{
    dice_form(dice, "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.", to);
    strcpy(to, "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJzdWIiOi");
    dice_form(dice, "zzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzz.zzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzz",
              to + strlen(to));
}

/* Prefixes stand apart from what follows, lest scanners of repositories take the forms for keys. */
static void cloud_key(struct dice *dice, char *to)
{
    static const char *const heads[] = { "AK"
                                         "IA",
                                         "gh"
                                         "p_",
                                         "xo"
                                         "xb-",
                                         "sk"
                                         "_live_",
                                         "AI"
                                         "za",
                                         "gl"
                                         "pat-" };
    static const char *const tails[] = { "XXXXXXXXXXXXXXXX",
                                         "zzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzz",
                                         "999999999999-999999999999-zzzzzzzzzzzzzzzzzzzzzzzz",
                                         "zzzzzzzzzzzzzzzzzzzzzzzz",
                                         "zzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzz",
                                         "zzzzzzzzzzzzzzzzzzzz" };
    unsigned kind = dice_below(dice, 6);

    strcpy(to, heads[kind]);
    dice_form(dice, tails[kind], to + strlen(to));
}

static void private_key(struct dice *dice, char *to)
{
    snprintf(to, VALUE_ROOM, "-----BEGIN %sPRIVATE KEY-----\n", dice_below(dice, 2) ? "RSA " : "");
    dice_form(dice, "zzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzz", to + strlen(to));
}

static void connection(struct dice *dice, char *to)
{
    char word[16];

    dice_form(dice, "zzzzzzzzzz", word);
    switch (dice_below(dice, 3)) {
    case 0: sprintf(to, "postgres://app:%s@db%u.example.com:5432/shop", word, dice_below(dice, 9)); break;
    case 1:
        sprintf(to, "Server=db%u;Database=shop;User Id=sa;Password=%s;", dice_below(dice, 9), word);
        break;
    default:
        sprintf(to, "jdbc:mysql://db%u:3306/shop?user=root&password=%s", dice_below(dice, 9), word);
        break;
    }
}

static void british_licence(struct dice *dice, char *to)
{
    dice_form(dice, "AAAAA9\\0\\1\\1\\99AA9AA", to);
}

FORMED(in_pan_nearly, "AAA\\K\\A1999A", "AAA\\M\\A1999A", "AAA\\Z\\A1999A")
FORMED(phone_digits, "41\\555\\529999", "2\\125559999", "49\\1519999999\\9", "+1415\\5559999",
       "0\\7999999999")
FORMED(ssn_digits, "2199\\1\\1999", "4571\\199\\12")
FORMED(german_card, "T22000129\\3", "L01X00T47\\1")
FORMED(passport_number, "A99999999", "199999999", "AA9999999")
FORMED(licence_number, "A9999999", "199999999", "AA999999A", "A999-9999-9999")
FORMED(mac, "xx:xx:xx:xx:xx:xx", "xx-xx-xx-xx-xx-xx")
FORMED(icd, "\\E11.9", "\\J45.9\\0\\9", "\\S72.\\0\\0\\1\\A", "\\I1\\0.9", "\\M54.5", "\\F32.9", "\\K21.9",
       "\\Z99.9", "\\C50.9")
FORMED(mrn, "MRN-9999999", "MRN99999999", "MRN 999999")
FORMED(mrn_bare, "19999999", "A-9999999", "P999999")
FORMED(account_number, "1999999999", "199999999999")
FORMED(bcrypt, "$2b$12$zzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzz")
FORMED(opaque, "zzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzz", "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
       "zzzzzzzzzzzzzzzzzzzzzz")
FORMED(cvv, "999", "1999")
FORMED(otp, "999999", "1999")
PICKED(password, "hunter2", "Passw0rd!", "correct horse", "letmein", "Tr0ub4dor&3", "qwerty123", "S3cret!!",
       "zaq12wsx", "welcome1", "iloveyou")
PICKED(blood, "A+", "A-", "B+", "B-", "AB+", "AB-", "O+", "O-")
PICKED(blood_words, "A positive", "B negative", "AB Rh+", "O Rh-", "O positive", "A neg")

#define NAMES(name, ...) static const char *const name[] = { __VA_ARGS__, NULL }
static void upper_name(struct dice *dice, char *to)
{
    people_full_name(dice, to);
    for (; *to; to++)
        if (*to >= 'a' && *to <= 'z')
            *to = (char)(*to - 'a' + 'A');
}

static void street_only(struct dice *dice, char *to)
{
    static const char *const streets[] = { "Main St",    "Oak Avenue",     "Maple Road",
                                           "Elm Street", "Lakeview Drive", "High Street" };

    sprintf(to, "%u %s", 1 + dice_below(dice, 2000), DICE_PICK(dice, streets));
}

static void born_epoch(struct dice *dice, char *to)
{
    sprintf(to, "%u", 100000000 + dice_below(dice, 900000000));
}

static void pay(struct dice *dice, char *to)
{
    sprintf(to, "$%u,%03u", 20 + dice_below(dice, 200), dice_below(dice, 1000));
}

NAMES(n_card, "card number", "cc num", "credit card", "pan", "card no", "payment card number",
      "credit card number", "card num", "debit card no", "cc number", "crd nbr", "card acct nbr");
NAMES(n_iban, "iban", "account iban", "bank iban", "iban number", "iban code", "payout iban");
NAMES(n_email, "email", "email address", "mail", "e mail", "contact email", "email addr", "user email",
      "work email", "eml", "notification email", "recovery email", "invoice email");
NAMES(n_phone, "phone", "phone number", "mobile", "mobile no", "tel", "telephone", "msisdn", "cell phone",
      "contact number", "phone no", "whatsapp number", "sms phone", "hand phone");
NAMES(n_address, "address", "street address", "address line 1", "shipping address", "billing address",
      "home address", "addr", "mailing addr", "delivery addr", "residential address");
NAMES(n_full, "full name", "name", "customer name", "cardholder name", "contact person", "account holder",
      "patient name", "display name", "recipient", "beneficiary name", "driver name", "ordered by");
NAMES(n_first, "first name", "given name", "fname", "forename", "middle name");
NAMES(n_last, "last name", "surname", "family name", "lname", "maiden name");
NAMES(n_dob, "dob", "date of birth", "birth date", "birthday", "birthdate", "born on", "bday", "date birth");
NAMES(n_pair, "coordinates", "location", "gps", "lat lng", "geo", "position", "geo location", "home coords");
NAMES(n_latitude, "lat", "latitude", "lon", "lng", "longitude", "geo lat");
NAMES(n_ssn, "ssn", "social security number", "social security no", "us ssn", "soc sec no", "ssn number",
      "tax ssn", "emp ssn");
NAMES(n_nino, "nino", "national insurance number", "ni number", "nat ins no", "national insurance no");
NAMES(n_nhs, "nhs number", "nhs no", "nhs id", "patient nhs number");
NAMES(n_idnr, "steuer id", "tax id", "idnr", "steueridentifikationsnummer", "tin");
NAMES(n_nir, "nir", "numero securite sociale", "social security number", "insee number", "num secu");
NAMES(n_dni, "dni", "nie", "nif", "dni number", "national id", "documento identidad");
NAMES(n_codice, "codice fiscale", "fiscal code", "tax code", "cf", "cod fiscale");
NAMES(n_bsn, "bsn", "burgerservicenummer", "citizen service number", "bsn number");
NAMES(n_cpf, "cpf", "cpf number", "documento", "tax id", "num cpf");
NAMES(n_cnpj, "cnpj", "cnpj number", "company tax id", "cnpj empresa");
NAMES(n_aadhaar, "aadhaar", "aadhaar number", "aadhar no", "uid number", "aadhaar id");
NAMES(n_pan, "pan", "pan number", "pan card", "permanent account number", "pan no");
NAMES(n_sin, "sin", "social insurance number", "sin number", "social insurance no");
NAMES(n_tfn, "tfn", "tax file number", "tax file no", "tfn number");
NAMES(n_national, "national id", "id card number", "personalausweis", "identity card no",
      "national identity number", "government id");
NAMES(n_passport, "passport number", "passport no", "passport", "travel document number", "passport id",
      "ppt no");
NAMES(n_mrz, "mrz", "passport mrz", "machine readable zone");
NAMES(n_licence, "driving licence", "driver license number", "drivers license", "dl number",
      "driving license no", "license no driver", "driver licence");
NAMES(n_vin, "vin", "vehicle identification number", "chassis number", "vin number", "vehicle vin");
NAMES(n_ip, "ip", "ip address", "client ip", "remote addr", "source ip", "ip addr", "last login ip",
      "host ip");
NAMES(n_mac, "mac", "mac address", "device mac", "wifi mac", "bssid", "hw address");
NAMES(n_diagnosis, "diagnosis code", "icd10", "icd code", "diagnosis", "primary diagnosis", "dx code",
      "condition code");
NAMES(n_mrn, "mrn", "medical record number", "patient mrn", "medical record no", "hospital number");
NAMES(n_prescription, "prescription", "medication", "ndc code", "drug", "rx", "current medication",
      "prescribed drug");
NAMES(n_blood, "blood group", "blood type", "blood", "abo group", "bloodtype");
NAMES(n_salary, "salary", "annual salary", "base salary", "income", "monthly income", "gross pay", "wage",
      "annual income", "sal amt");
NAMES(n_balance, "account balance", "balance", "available balance", "current balance", "acct bal",
      "wallet balance", "ledger balance");
NAMES(n_account, "account number", "bank account number", "acct no", "routing number", "bank account",
      "account no", "beneficiary account number");
NAMES(n_password, "password", "pwd", "passwd", "new password", "user password", "passphrase", "pass word",
      "db password", "login pwd");
NAMES(n_hash, "password hash", "hashed password", "pwd hash", "password", "passwd hash");
NAMES(n_private, "private key", "ssh private key", "pem", "rsa private key", "signing key", "tls key");
NAMES(n_cloud, "api key", "access key", "token", "aws access key id", "secret key", "github token",
      "service credential");
NAMES(n_jwt, "token", "access token", "id token", "jwt", "auth token", "bearer");
NAMES(n_token, "access token", "refresh token", "auth token", "api token", "bearer token", "reset token",
      "oauth token");
NAMES(n_session, "session id", "sid", "jsessionid", "session token", "session key", "phpsessid",
      "session identifier");
NAMES(n_key, "api key", "apikey", "client secret", "secret key", "app secret", "webhook secret",
      "consumer secret", "x api key");
NAMES(n_connection, "connection string", "database url", "dsn", "db uri", "jdbc url", "conn str",
      "mongo uri");
NAMES(n_cvv, "cvv", "cvc", "cvv2", "card verification code", "security code", "card cvv", "csc");
NAMES(n_otp, "otp", "otp code", "verification code", "one time password", "mfa code", "sms code",
      "two factor code");

const struct maker makers[] = {
    { DATA_payment_card, make_card, make_card_nearly, false, false, n_card },
    { DATA_payment_card, make_card, make_card_nearly, false, false, n_card },
    { DATA_phone, phone_digits, NULL, true, false, n_phone },
    { DATA_phone, phone_digits, NULL, true, true, n_phone },
    { DATA_us_ssn, ssn_digits, NULL, true, false, n_ssn },
    { DATA_person_name, upper_name, NULL, true, false, n_full },
    { DATA_address, street_only, NULL, true, false, n_address },
    { DATA_birth_date, born_epoch, NULL, true, true, n_dob },
    { DATA_salary, pay, NULL, true, false, n_salary },
    { DATA_coordinates, latitude, NULL, true, false, n_latitude },
    { DATA_iban, make_iban, make_iban_nearly, false, false, n_iban },
    { DATA_email, people_email, NULL, false, false, n_email },
    { DATA_email, people_email, NULL, false, false, n_email },
    { DATA_phone, phone, NULL, false, false, n_phone },
    { DATA_phone, phone, NULL, false, false, n_phone },
    { DATA_address, people_address, NULL, false, false, n_address },
    { DATA_person_name, people_full_name, NULL, false, false, n_full },
    { DATA_person_name, people_full_name, NULL, false, false, n_full },
    { DATA_person_name, people_first_name, NULL, true, false, n_first },
    { DATA_person_name, people_last_name, NULL, true, false, n_last },
    { DATA_birth_date, born, NULL, true, false, n_dob },
    { DATA_birth_date, born_by_marks, NULL, true, false, n_dob },
    { DATA_coordinates, place_pair, NULL, false, false, n_pair },
    { DATA_coordinates, latitude, NULL, true, true, n_latitude },
    { DATA_us_ssn, make_ssn, make_ssn_nearly, false, false, n_ssn },
    { DATA_uk_nino, make_nino, make_nino_nearly, false, false, n_nino },
    { DATA_uk_nhs, make_nhs, make_nhs_nearly, false, false, n_nhs },
    { DATA_de_tax_id, make_idnr, make_idnr_nearly, false, false, n_idnr },
    { DATA_fr_nir, make_nir, make_nir_nearly, false, false, n_nir },
    { DATA_es_dni, make_dni, make_dni_nearly, false, false, n_dni },
    { DATA_it_codice_fiscale, make_codice, make_codice_nearly, false, false, n_codice },
    { DATA_nl_bsn, make_bsn, make_bsn_nearly, false, false, n_bsn },
    { DATA_br_cpf, make_cpf, make_cpf_nearly, false, false, n_cpf },
    { DATA_br_cnpj, make_cnpj, make_cnpj_nearly, false, false, n_cnpj },
    { DATA_in_aadhaar, make_aadhaar, make_aadhaar_nearly, false, false, n_aadhaar },
    { DATA_in_pan, make_pan, in_pan_nearly, false, false, n_pan },
    { DATA_ca_sin, make_sin, make_sin_nearly, false, false, n_sin },
    { DATA_au_tfn, make_tfn, make_tfn_nearly, false, false, n_tfn },
    { DATA_national_id, german_card, NULL, true, false, n_national },
    { DATA_passport, passport_number, NULL, true, false, n_passport },
    { DATA_passport, make_mrz, make_mrz_nearly, false, false, n_mrz },
    { DATA_driving_licence, licence_number, NULL, true, false, n_licence },
    { DATA_driving_licence, british_licence, NULL, true, false, n_licence },
    { DATA_vin, make_vin, make_vin_nearly, false, false, n_vin },
    { DATA_ip_address, ip, NULL, false, false, n_ip },
    { DATA_mac_address, mac, NULL, false, false, n_mac },
    { DATA_diagnosis, icd, NULL, false, false, n_diagnosis },
    { DATA_medical_record, mrn, NULL, false, false, n_mrn },
    { DATA_medical_record, mrn_bare, NULL, true, false, n_mrn },
    { DATA_prescription, ndc, NULL, false, false, n_prescription },
    { DATA_blood_group, blood, NULL, false, false, n_blood },
    { DATA_blood_group, blood_words, NULL, false, false, n_blood },
    { DATA_salary, amount, NULL, true, true, n_salary },
    { DATA_balance, amount, NULL, true, true, n_balance },
    { DATA_bank_account, account_number, NULL, true, false, n_account },
    { DATA_password, password, NULL, true, false, n_password },
    { DATA_password_hash, bcrypt, NULL, false, false, n_hash },
    { DATA_private_key, private_key, NULL, false, false, n_private },
    { DATA_cloud_key, cloud_key, NULL, false, false, n_cloud },
    { DATA_jwt, jwt, NULL, false, false, n_jwt },
    { DATA_access_token, opaque, NULL, true, false, n_token },
    { DATA_session_id, opaque, NULL, true, false, n_session },
    { DATA_api_key, opaque, NULL, true, false, n_key },
    { DATA_connection_string, connection, NULL, false, false, n_connection },
    { DATA_card_code, cvv, NULL, true, false, n_cvv },
    { DATA_one_time_code, otp, NULL, true, false, n_otp },
};
const size_t maker_count = sizeof makers / sizeof *makers;
