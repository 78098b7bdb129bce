/* SPDX-License-Identifier: Apache-2.0 */
/* Whether what is known of a field's values beside single ones (types, lengths, ranges) goes with a class. */
#ifndef SENSITIVE_PLAUSIBLE_H
#define SENSITIVE_PLAUSIBLE_H

#include "sensitive/decide.h"

#define IMPLAUSIBLE (-15.0)

/* Log odds: 0 nothing speaks against it, below it more and more does. */
double plausible_odds(const struct field_look *look, enum data_class class);

#endif
