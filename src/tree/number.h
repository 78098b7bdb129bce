/* SPDX-License-Identifier: Apache-2.0 */
/* Numbers as JSON and YAML's core schema write them: 1, -1.50, 1e3, 0x1F, 0o17, .5, .inf. Compared and converted exactly,
 * whatever the locale. Hexadecimal and octal numbers above UINT64_MAX have no value. */
#ifndef TREE_NUMBER_H
#define TREE_NUMBER_H

#include "base/buffer.h"

#include <stdint.h>

/* By RFC 8259 6, all of the text. */
bool number_is_json(struct slice text);
/* Appends the same number as JSON writes it, digit by digit; false when it is none there: .inf, .nan. */
bool number_json(struct slice text, struct buffer *out);
/* The nearest double; false when it is no number, or not finite. */
bool number_double(struct slice text, double *ret);
/* A non-negative integer up to UINT64_MAX, however it is written. */
bool number_unsigned(struct slice text, uint64_t *ret);
/* Of the same value, digit by digit: no rounding. */
bool number_equal(struct slice a, struct slice b);

#endif
