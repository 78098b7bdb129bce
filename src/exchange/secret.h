/* SPDX-License-Identifier: Apache-2.0 */
/* Members and parameters that hold secrets by their names: "password", "clientSecret", "card_number". Nothing of
 * their values is ever shown, not even masked, and however few and often seen they are, they are no vocabulary (law
 * 6): a probe that signs in every minute with one password makes that password the likeliest "closed set" of all. */
#ifndef EXCHANGE_SECRET_H
#define EXCHANGE_SECRET_H

#include "base/slice.h"

bool secret_is_named(struct slice name);

#endif
