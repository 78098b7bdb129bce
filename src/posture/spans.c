/* SPDX-License-Identifier: Apache-2.0 */
#include "posture/spans.h"

void spans_start(struct spans *spans, int64_t first)
{
    *spans = (struct spans){ .first = first, .width = SPANS_NARROWEST };
}

static void add(struct span_history *into, const struct span_history *from)
{
    into->calls += from->calls;
    into->errors += from->errors;
    into->refused += from->refused;
    into->missing += from->missing;
    into->successes += from->successes;
    into->measured += from->measured;
    into->bytes += from->bytes;
    into->duration += from->duration;
    into->log_bytes += from->log_bytes;
    into->log_duration += from->log_duration;
}

static void fold(struct spans *spans)
{
    for (size_t i = 0; i < HISTORY_SPANS / 2; i++) {
        struct span_history both = spans->at[2 * i];

        add(&both, &spans->at[2 * i + 1]);
        spans->at[i] = both;
    }
    memset(&spans->at[HISTORY_SPANS / 2], 0, HISTORY_SPANS / 2 * sizeof *spans->at);
    spans->width *= 2;
}

/* Times may be as far apart as 64 bits allow: the difference is taken without a sign. */
static uint64_t since(const struct spans *spans, int64_t time)
{
    return time > spans->first ? (uint64_t)time - (uint64_t)spans->first : 0;
}

struct span_history *spans_at(struct spans *spans, int64_t time)
{
    while (since(spans, time) / spans->width >= HISTORY_SPANS)
        fold(spans);
    return &spans->at[since(spans, time) / spans->width];
}

size_t spans_count(const struct spans *spans, int64_t last)
{
    uint64_t count = since(spans, last) / spans->width + 1;

    return count < HISTORY_SPANS ? (size_t)count : HISTORY_SPANS;
}

uint64_t history_log2(uint64_t value)
{
    unsigned power;

    if (value == 0)
        return 0;
    power = 63 - (unsigned)__builtin_clzll(value);
    value = power > 16 ? value >> (power - 16) : value << (16 - power); /* 0x10000 .. 0x1ffff */
    return ((uint64_t)power << 16) + (value - 0x10000);
}
