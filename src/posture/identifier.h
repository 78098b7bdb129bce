/* SPDX-License-Identifier: Apache-2.0 */
/* Whether the identifiers at one place can be guessed, measured on the sample of their distinct values (base/sample.h: an unbiased
 * choice of k of them, so that density can be told for all).
 *
 *   integers     density: how many of the numbers in a stretch exist. The shortest stretch with half of the values is looked at, for
 *                one number that somebody made up would stretch the whole. With D distinct values of which k are in the sample, and
 *                h of those within a stretch of length L: density = (D (h - 1) / k + 1) / (L + 1)
 *   texts        a prefix and a counter, encoded or hashed small integers (the sample keeps hashes of values even where it keeps no
 *                text: what is guessed is proven by the hash), few random characters
 *   times        UUIDs of versions 1 and 6 (RFC 9562), ObjectIds, seconds or milliseconds since 1970, snowflakes
 *
 * The entropy of an identifier is the logarithm of how many guesses one hit takes. */
#ifndef POSTURE_IDENTIFIER_H
#define POSTURE_IDENTIFIER_H

#include "catalog/schema.h"

enum identifier_kind { IDENTIFIER_OPAQUE, IDENTIFIER_SEQUENTIAL, IDENTIFIER_TIME, IDENTIFIER_WEAK };

struct identifier {
    enum identifier_kind kind;
    const char *form;             /* "integers", "UUIDs of version 1", ...; static */
    double distinct;              /* values, estimated */
    double density;               /* 0..1, of integers and counters; 0: not measured */
    double bits;                  /* entropy left to who knows the form; negative: not measured */
    double least, most;           /* of integers and counters */
    uint64_t steps, steps_of_one; /* between neighbours, when every value is known; 0 else */
    bool is_coarse;               /* of times: so fine and mixed with chance that guessing takes millions */
};

void identifier_judge(const struct field *field, struct identifier *ret);

#endif
