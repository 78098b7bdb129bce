/* SPDX-License-Identifier: Apache-2.0 */
/* The validators, by the file they stand in. Each looks at one whole value (trimmed, of the lengths and bytes that its
 * row in sensitive/value.c asks for) and answers whether it can be of the class; they ask for what the format offers:
 * check digits, issuers, countries, real days. */
#ifndef SENSITIVE_VALIDATORS_H
#define SENSITIVE_VALIDATORS_H

#include "sensitive/glance.h"
#include "sensitive/sensitive.h"

/* card.c, bank.c */
enum fit card_number(struct slice text);
enum fit bank_iban(struct slice text);
/* Of the country; 0 when it has none. */
size_t bank_iban_length(const char *country);
enum fit bank_account(struct slice text);
/* contact.c, address.c, person.c, place.c, calendar.c */
enum fit contact_email(struct slice text);
enum fit contact_phone(struct slice text);
enum fit address_postal(struct slice text);
enum fit person_name(struct slice text);
enum fit place_coordinates(struct slice text);
enum fit calendar_birth(struct slice text);
/* national_*.c */
enum fit national_us_ssn(struct slice text);
enum fit national_ca_sin(struct slice text);
enum fit national_br_cpf(struct slice text);
enum fit national_br_cnpj(struct slice text);
enum fit national_uk_nino(struct slice text);
enum fit national_uk_nhs(struct slice text);
enum fit national_de_tax_id(struct slice text);
enum fit national_fr_nir(struct slice text);
enum fit national_es_dni(struct slice text);
enum fit national_it_codice_fiscale(struct slice text);
enum fit national_nl_bsn(struct slice text);
enum fit national_in_aadhaar(struct slice text);
enum fit national_in_pan(struct slice text);
enum fit national_au_tfn(struct slice text);
enum fit national_id(struct slice text);
bool national_asian_id(struct slice text);
/* document.c, network.c, medical.c */
enum fit document_passport(struct slice text);
enum fit document_vin(struct slice text);
enum fit document_driving_licence(struct slice text);
enum fit network_ip(struct slice text);
enum fit network_mac(struct slice text);
enum fit medical_diagnosis(struct slice text);
enum fit medical_record(struct slice text);
enum fit medical_prescription(struct slice text);
enum fit medical_blood_group(struct slice text);
/* secret.c, secret_text.c */
enum fit secret_cloud_key(struct slice text);
enum fit secret_jwt(struct slice text);
enum fit secret_private_key(struct slice text);
enum fit secret_password_hash(struct slice text);
enum fit secret_connection_string(struct slice text);
enum fit secret_authorization(struct slice text);

#endif
