/* SPDX-License-Identifier: Apache-2.0 */
/* Times are signed 64-bit nanoseconds since the epoch, UTC. */
#ifndef BASE_CLOCK_H
#define BASE_CLOCK_H

#include "base/slice.h"

#include <stdint.h>

#define NANOSECONDS_PER_SECOND 1000000000LL

int64_t clock_now(void);       /* wall clock */
int64_t clock_monotonic(void); /* for durations */
/* RFC 3339 date-time with zone ("2026-11-24T05:29:07.123Z", offset or 'z' too); false when it is not one. */
bool clock_parse(struct slice text, int64_t *ret);
/* RFC 3339 full-date ("2026-11-24"), nothing else: when that day begins in UTC; false when it is not one. */
bool clock_parse_day(struct slice text, int64_t *ret);
/* "2026-11-24T05:29:07Z", or with .mmm when `fraction`; always NUL-terminated. */
#define CLOCK_TEXT 40
void clock_format(int64_t time, bool fraction, char text[CLOCK_TEXT]);

#endif
