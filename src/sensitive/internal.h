/* SPDX-License-Identifier: Apache-2.0 */
/* Addresses, host names and paths that mean something behind the server only. */
#ifndef SENSITIVE_INTERNAL_H
#define SENSITIVE_INTERNAL_H

#include "base/slice.h"

/* Whether one stands around a dot, slash or backslash at `at`; each is found at one of its own. */
bool internal_at(struct slice text, size_t at);

#endif
