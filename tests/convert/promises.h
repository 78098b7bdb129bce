/* SPDX-License-Identifier: Apache-2.0 */
/* Whether two documents promise the same, whatever their format. */
#ifndef TESTS_CONTRACT_PROMISES_H
#define TESTS_CONTRACT_PROMISES_H

#include "contract/contract.h"

/* Appends a line for each promise of one that the other does not make. What conversion tells by a note is left out: schemas
 * of content, which in 3.1 has none when it is bytes. */
void promises_compare(const struct contract *a, const struct contract *b, struct buffer *out);

#endif
