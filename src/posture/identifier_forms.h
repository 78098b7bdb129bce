/* SPDX-License-Identifier: Apache-2.0 */
/* Inside identifier.c's house: what a sample of identifiers is made of. Each answers for the sample as a whole; one value in ten may
 * be another form, for people try things. */
#ifndef POSTURE_IDENTIFIER_FORMS_H
#define POSTURE_IDENTIFIER_FORMS_H

#include "base/sample.h"

#define ID_VALUES 64
#define ID_GUESSES 20000 /* integers that are tried as what was hashed */

struct id_numbers {
    double values[ID_VALUES]; /* distinct */
    size_t count;
};

/* Integers without sign, below 10^15. */
bool id_integers(const struct sample *sample, struct id_numbers *ret);
/* A prefix that most share, and a number: INV-000123. */
bool id_counters(const struct sample *sample, struct id_numbers *ret);
/* Integers in base64, alone or behind a word: MQ==, VXNlcjox. As many numbers as there are texts of; mostly none is kept. */
bool id_encoded_numbers(const struct sample *sample, struct id_numbers *ret, const char **ret_form);
/* Hashes of small integers. NULL: they are not. */
const char *id_hashed_numbers(const struct sample *sample);
/* Times: UUIDs of versions 1 and 6, seconds, milliseconds, ObjectIds, snowflakes. *coarse: chance or a machine is mixed in. NULL:
 * none. */
const char *id_times(const struct sample *sample, bool *ret_coarse);
/* Few random letters and digits; how many bits they could have. */
bool id_random_bits(const struct sample *sample, double *ret);

#endif
