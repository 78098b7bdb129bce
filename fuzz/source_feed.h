/* SPDX-License-Identifier: Apache-2.0 */
/* What every source must hold, whatever it is fed: nothing read out of bounds, the size of reads changes
 * nothing, records add up, a failure has a sentence, all memory comes back. */
#ifndef FUZZ_SOURCE_FEED_H
#define FUZZ_SOURCE_FEED_H

#include <stddef.h>
#include <stdint.h>

/* forced: the source; NULL: recognise. Aborts when something does not hold. */
void source_feed(const uint8_t *data, size_t size, const char *forced);

#endif
