/* SPDX-License-Identifier: Apache-2.0 */
/* How many different things the objects at a place were. A list that is fetched again and again shows the same twenty
 * products, and each of their names as often as it was fetched: how often a value came says little there, how many
 * products share it says all. */
#ifndef SPEC_RECORDS_H
#define SPEC_RECORDS_H

#include "spec/draft.h"

/* The share of different ones among the objects of the place, in (0, 1]; 1 when nothing tells them apart. */
double records_share(const struct draft *object);

#endif
