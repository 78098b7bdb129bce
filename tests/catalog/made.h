/* SPDX-License-Identifier: Apache-2.0 */
/* Made-up traffic that goes past every bound the catalog has: exchange number n of a seed is always the same. */
#ifndef TESTS_CATALOG_MADE_H
#define TESTS_CATALOG_MADE_H

#include "catalog/traffic.h"

/* Owns the texts of its ask; valid until made again. */
struct made_ask {
    struct ask ask;
    char target[512], headers[1024], body[2048], answer_headers[512], answer[2048], client[64],
        authority[128];
};

void made_ask(struct made_ask *made, uint64_t seed, uint64_t number);
/* The seed of this run: $TEST_SEED, or `usual`; printed. */
uint64_t made_seed(uint64_t usual);
void made_order(size_t *order, size_t count, uint64_t *seed);

#endif
