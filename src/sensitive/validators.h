/* SPDX-License-Identifier: Apache-2.0 */
/* The validators, by the file they stand in. Each looks at one whole value (trimmed, not empty, short) and answers whether it can
 * be of the class; they ask for what the format offers: check digits, issuers, countries, real days. */
#ifndef SENSITIVE_VALIDATORS_H
#define SENSITIVE_VALIDATORS_H

#include "sensitive/glance.h"
#include "sensitive/sensitive.h"

/* card.c */
enum fit card_number(struct slice text);
/* bank.c */
enum fit bank_iban(struct slice text);
enum fit bank_account(struct slice text); /* ABA routing numbers, UK sort code with account, BIC */
/* contact.c */
enum fit contact_email(struct slice text);
enum fit contact_phone(struct slice text);

#endif
