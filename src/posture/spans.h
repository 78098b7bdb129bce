/* SPDX-License-Identifier: Apache-2.0 */
/* Inside history: equal spans of time without knowing when it ends. Spans begin as short as a second; when the last of HISTORY_SPANS
 * is behind, two become one and all are twice as wide. So at the end more than half of them are in use. */
#ifndef POSTURE_SPANS_H
#define POSTURE_SPANS_H

#include "posture/history.h"

#define SPANS_NARROWEST 1000000000ull /* nanoseconds */

struct spans {
    int64_t first;
    uint64_t width;
    struct span_history at[HISTORY_SPANS];
};

void spans_start(struct spans *spans, int64_t first);
/* The span of that time, which is not before the first. */
struct span_history *spans_at(struct spans *spans, int64_t time);
/* How many are in use when that was the last time. */
size_t spans_count(const struct spans *spans, int64_t last);

#endif
