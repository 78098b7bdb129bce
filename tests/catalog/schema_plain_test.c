/* SPDX-License-Identifier: Apache-2.0 */
/* The learner's tests once more, over the plain twin of json/simd.h. */
#define SIMD_PLAIN
#include "catalog/schema_learn.c"
#include "json/scan.c"

#include "schema_test.c"
