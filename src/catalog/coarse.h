/* SPDX-License-Identifier: Apache-2.0 */
/* Ends of ranges of numbers, made so coarse that they name nobody (law 6): a value of seven significant digits or more is an
 * account, a telephone, a place on earth as often as a measurement. Rounded is toward zero, so that a range never claims more
 * than was seen at its far end; what it claims at its near end is asked of coarse_range. */
#ifndef CATALOG_COARSE_H
#define CATALOG_COARSE_H

#include "catalog/schema.h"

/* The value itself below seven significant digits, else its first three; where integers stop fitting 32 or 64 bits that stays
 * visible. */
double number_coarse(double value);
/* The first significant digit, of what a sensitive name holds. */
double number_magnitude(double value);

/* What the range of a field surely says: values at most *ret_least and values at least *ret_most were seen. */
void coarse_range(const struct field *field, double *ret_least, double *ret_most);

#endif
