/* SPDX-License-Identifier: Apache-2.0 */
/* Figures as people read them. Every function fills a small NUL-terminated text and answers it. */
#ifndef CLI_FIGURES_H
#define CLI_FIGURES_H

#include "base/ledger.h"
#include "cli/output.h"

#define FIGURE 48

/* "12,345"; from a million on "1.2 M". */
const char *figure_count(uint64_t count, char text[FIGURE]);
/* "12,345" whatever the size. */
const char *figure_exact(uint64_t count, char text[FIGURE]);
/* "1 call", "12,345 calls" */
const char *figure_things(uint64_t count, const char *one, const char *many, char text[FIGURE]);
/* "98%", "<1%", ">99%"; "" for nothing of something. */
const char *figure_share(uint64_t part, uint64_t whole, char text[FIGURE]);
/* "12.3 MB" */
const char *figure_bytes(uint64_t bytes, char text[FIGURE]);
/* "450 us", "32 ms", "1.2 s" */
const char *figure_duration(uint64_t nanoseconds, char text[FIGURE]);
/* "2026-09-14" and "2026-09-14 05:00:12", UTC; "" for 0. */
const char *figure_day(int64_t time, char text[FIGURE]);
const char *figure_moment(int64_t time, char text[FIGURE]);
/* "2026-09-14", "2026-09-14 to 2026-09-18" */
const char *figure_span(int64_t first, int64_t last, char text[FIGURE]);

/* The ledger in one sentence: what was seen and analysed, what was lost, and whether it adds up. No line feed. */
void ledger_sentence(struct buffer *out, const struct ledger *ledger);
bool ledger_closes(const struct ledger *ledger);

#endif
