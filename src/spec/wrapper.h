/* SPDX-License-Identifier: Apache-2.0 */
/* Property names that say nothing about what they hold: "data", "items", "results". What they hold is
 * named after what is around them, and two of them are not alike for having the same name. */
#ifndef SPEC_WRAPPER_H
#define SPEC_WRAPPER_H

#include "base/slice.h"

bool wrapper_is(struct slice key);

#endif
