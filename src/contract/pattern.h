/* SPDX-License-Identifier: Apache-2.0 */
/* Regular expressions of documents (ECMA-262, as JSON Schema has them), as far as they are regular: a match costs the length
 * of the text, whatever is written. Look-around, back references and Unicode properties are not understood. */
#ifndef CONTRACT_PATTERN_H
#define CONTRACT_PATTERN_H

#include "base/slice.h"

enum pattern_answer { PATTERN_DIFFERS, PATTERN_MATCHES, PATTERN_UNKNOWN };

/* Whether the pattern matches anywhere in the text; UNKNOWN: it is not understood, or too large. */
enum pattern_answer pattern_match(struct slice pattern, struct slice text);

#endif
