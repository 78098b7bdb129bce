/* SPDX-License-Identifier: Apache-2.0 */
/* Bytes placed so that the first byte after them cannot be read: a reader that looks too far crashes. */
#ifndef TESTS_HTTP_GUARD_H
#define TESTS_HTTP_GUARD_H

#include "base/slice.h"

struct guard {
    struct slice bytes; /* a copy that ends at the edge */
    void *pages;
    size_t size;
};

struct guard guard_make(struct slice bytes);
void guard_done(struct guard *guard);

#endif
