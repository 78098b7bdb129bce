/* SPDX-License-Identifier: Apache-2.0 */
/* The same tests over the plain twin. */
#define SIMD_PLAIN
#include "simd_test.c"
