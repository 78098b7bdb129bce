/* SPDX-License-Identifier: Apache-2.0 */
/* The scanner's tests once more, over the plain twin of json/simd.h. */
#define SIMD_PLAIN
#include "json/scan.c"

#include "scan_test.c"
