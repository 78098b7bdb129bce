/* SPDX-License-Identifier: Apache-2.0 */
/* Numbers as JSON and YAML's core schema write them: 1, -1.50, 1e3, 0x1F, 0o17, .5, .inf. Compared and converted exactly,
 * whatever the locale. */
#ifndef TREE_NUMBER_H
#define TREE_NUMBER_H

#include "base/slice.h"

#include <stdint.h>

/* By RFC 8259 6, all of the text. */
bool number_is_json(struct slice text);
/* The nearest double; false when it is no number, or not finite. */
bool number_double(struct slice text, double *ret);
/* A non-negative integer up to UINT64_MAX, however it is written. */
bool number_unsigned(struct slice text, uint64_t *ret);
/* Of the same value, digit by digit: no rounding. */
bool number_equal(struct slice a, struct slice b);

#endif
