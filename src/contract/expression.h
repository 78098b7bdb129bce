/* SPDX-License-Identifier: Apache-2.0 */
/* Regular expressions of documents (ECMA-262, as JSON Schema has them), as far as they are regular: a match costs the length
 * of the text, whatever is written. Look-around, back references and Unicode properties are not understood. */
#ifndef CONTRACT_EXPRESSION_H
#define CONTRACT_EXPRESSION_H

#include "base/slice.h"

enum expression_answer { EXPRESSION_DIFFERS, EXPRESSION_MATCHES, EXPRESSION_UNKNOWN };

/* Whether the pattern matches anywhere in the text; UNKNOWN: it is not understood, or too large. */
enum expression_answer expression_match(struct slice pattern, struct slice text);

#endif
