/* SPDX-License-Identifier: Apache-2.0 */
/* Check digits, one scheme a function. `digits` are ASCII digits, the check digits the last ones. */
#ifndef SENSITIVE_CHECKSUM_H
#define SENSITIVE_CHECKSUM_H

#include "base/slice.h"

/* ISO/IEC 7812-1 annex B: cards, SIN, IMEI. */
bool checksum_luhn(struct slice digits);
/* ISO/IEC 7064 MOD 97-10 over digits and letters in either case (A is 10), as IBAN uses it: remainder 1. */
bool checksum_mod97(struct slice text);
/* Verhoeff, 1969: Aadhaar. */
bool checksum_verhoeff(struct slice digits);
/* Sum of digit times weight, modulo 11; `weights` one for each digit. */
unsigned checksum_weighted(struct slice digits, const signed char *weights, unsigned modulus);
/* Weights n .. 1, remainder 0 modulo 11: ISBN-10, NHS. */
bool checksum_mod11(struct slice digits);
/* ISO/IEC 7064 MOD 11,10: German tax id. */
bool checksum_mod11_10(struct slice digits);
/* ICAO 9303 part 3, 4.9: weights 7, 3, 1 over digits, letters and <. The check digit of the text before it; -1 for
 * other bytes. */
int checksum_icao(struct slice text);

#endif
