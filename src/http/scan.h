/* SPDX-License-Identifier: Apache-2.0 */
/* Wide searches over header bytes, 16 at a step, each with a scalar twin that tests compare it with. Both
 * read up to 15 bytes past `end` (BODY_SLACK covers it) and never answer more than `end`. */
#ifndef HTTP_SCAN_H
#define HTTP_SCAN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

/* The first ':' or byte up to and including SP: where a field name ends. */
static inline const char *scan_name_scalar(const char *at, const char *end)
{
    while (at < end && *at != ':' && (unsigned char)*at > ' ')
        at++;
    return at;
}

/* The first control character other than HTAB: where a line ends, or something odd stands. */
static inline const char *scan_line_scalar(const char *at, const char *end)
{
    while (at < end && ((unsigned char)*at >= ' ' || *at == '\t'))
        at++;
    return at;
}

#if defined(__SSE2__)

static inline const char *scan_name(const char *at, const char *end)
{
    const __m128i blank = _mm_set1_epi8(' '), colon = _mm_set1_epi8(':');

    for (; at < end; at += 16) {
        __m128i bytes = _mm_loadu_si128((const __m128i *)(const void *)at);
        __m128i stop =
            _mm_or_si128(_mm_cmpeq_epi8(_mm_min_epu8(bytes, blank), bytes), _mm_cmpeq_epi8(bytes, colon));
        unsigned found = (unsigned)_mm_movemask_epi8(stop);

        if (found) {
            at += __builtin_ctz(found);
            break;
        }
    }
    return at < end ? at : end;
}

static inline const char *scan_line(const char *at, const char *end)
{
    const __m128i control = _mm_set1_epi8(0x1f), tab = _mm_set1_epi8('\t');

    for (; at < end; at += 16) {
        __m128i bytes = _mm_loadu_si128((const __m128i *)(const void *)at);
        __m128i stop =
            _mm_andnot_si128(_mm_cmpeq_epi8(bytes, tab), _mm_cmpeq_epi8(_mm_min_epu8(bytes, control), bytes));
        unsigned found = (unsigned)_mm_movemask_epi8(stop);

        if (found) {
            at += __builtin_ctz(found);
            break;
        }
    }
    return at < end ? at : end;
}

#else

static inline const char *scan_name(const char *at, const char *end)
{
    return scan_name_scalar(at, end);
}

static inline const char *scan_line(const char *at, const char *end)
{
    return scan_line_scalar(at, end);
}

#endif

#endif
