/* SPDX-License-Identifier: Apache-2.0 */
/* cmocka with the headers it wants before it, and a check for slices. */
#ifndef TESTS_BASE_CHECK_H
#define TESTS_BASE_CHECK_H

#include "base/slice.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#define assert_slice_equal(actual, expected)                                                                 \
    do {                                                                                                     \
        struct slice checked = (actual);                                                                     \
        assert_int_equal(checked.len, strlen(expected));                                                     \
        if (checked.len)                                                                                     \
            assert_memory_equal(checked.at, expected, checked.len);                                          \
    } while (0)

#endif
