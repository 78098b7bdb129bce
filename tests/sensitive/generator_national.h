/* SPDX-License-Identifier: Apache-2.0 */
/* Values with check digits: each maker writes a valid one; `spoil` turns it into one that is nearly valid. */
#ifndef TESTS_SENSITIVE_GENERATOR_NATIONAL_H
#define TESTS_SENSITIVE_GENERATOR_NATIONAL_H

#include "generator.h"

void make_card(struct dice *dice, char *to);
void make_card_nearly(struct dice *dice, char *to);
void make_iban(struct dice *dice, char *to);
void make_iban_nearly(struct dice *dice, char *to);
void make_ssn(struct dice *dice, char *to);
void make_ssn_nearly(struct dice *dice, char *to);
void make_nino(struct dice *dice, char *to);
void make_nino_nearly(struct dice *dice, char *to);
void make_nhs(struct dice *dice, char *to);
void make_nhs_nearly(struct dice *dice, char *to);
void make_idnr(struct dice *dice, char *to);
void make_idnr_nearly(struct dice *dice, char *to);
void make_nir(struct dice *dice, char *to);
void make_nir_nearly(struct dice *dice, char *to);
void make_dni(struct dice *dice, char *to);
void make_dni_nearly(struct dice *dice, char *to);
void make_codice(struct dice *dice, char *to);
void make_codice_nearly(struct dice *dice, char *to);
void make_bsn(struct dice *dice, char *to);
void make_bsn_nearly(struct dice *dice, char *to);
void make_cpf(struct dice *dice, char *to);
void make_cpf_nearly(struct dice *dice, char *to);
void make_cnpj(struct dice *dice, char *to);
void make_cnpj_nearly(struct dice *dice, char *to);
void make_aadhaar(struct dice *dice, char *to);
void make_aadhaar_nearly(struct dice *dice, char *to);
void make_sin(struct dice *dice, char *to);
void make_sin_nearly(struct dice *dice, char *to);
void make_tfn(struct dice *dice, char *to);
void make_tfn_nearly(struct dice *dice, char *to);
void make_vin(struct dice *dice, char *to);
void make_vin_nearly(struct dice *dice, char *to);
void make_mrz(struct dice *dice, char *to);
void make_mrz_nearly(struct dice *dice, char *to);
void make_pan(struct dice *dice, char *to);

#endif
