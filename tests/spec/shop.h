/* SPDX-License-Identifier: Apache-2.0 */
/* A small shop with one of everything a document can say. */
#ifndef TESTS_SPEC_SHOP_H
#define TESTS_SPEC_SHOP_H

#include "spec/build.h"

void shop_build(struct build *build);

#endif
